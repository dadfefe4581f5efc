"""The only door to `matching.timeplan`: `oppgave` in, `beregning` between, `plan` out."""

from rekruttering.intervju.adapter.beregning import find_forslag, serve, solve
from rekruttering.intervju.adapter.oppgave import (
    TRINNFRI,
    VIDEO,
    Grunnlag,
    to_iso,
    to_moment,
    to_problem,
    to_snapshot,
)
from rekruttering.intervju.adapter.plan import (
    Plassert,
    Regelbrudd,
    Vurdert,
    as_plassert,
    check,
    find_ledige,
    judge_move,
    list_brudd,
    to_forslag,
    to_plasserte,
)

__all__ = [
    "TRINNFRI",
    "VIDEO",
    "Grunnlag",
    "Plassert",
    "Regelbrudd",
    "Vurdert",
    "as_plassert",
    "check",
    "find_forslag",
    "find_ledige",
    "judge_move",
    "list_brudd",
    "serve",
    "solve",
    "to_forslag",
    "to_iso",
    "to_moment",
    "to_plasserte",
    "to_problem",
    "to_snapshot",
]
