"""The cost of a lag, each term one function, in one visible list; no solver here.

All terms are whole numbers, never negative.  `endring` belongs to the plan, not to a lag.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from matching.felles.rounding import round_div
from matching.tildeling.problem import Bakgrunn, Kommune, Malform, Problem, Veileder
from matching.tildeling.rules import Par, Tildeling


def intervju_cost(problem: Problem, par: Par) -> int:
    """Price the points each member lacks to 100."""
    return problem.vekter.intervju * sum(100 - veileder.poeng for veileder in par)


def parreise_cost(problem: Problem, par: Par) -> int:
    """Price the distance between the members."""
    return round_div(problem.km_par(*par), problem.vekter.parreise_km_per_poeng)


def bakgrunn_cost(problem: Problem, par: Par) -> int:
    """Price two of the same background, or one or two who come from neither side."""
    a, b = par[0].bakgrunn, par[1].bakgrunn
    if a == b and a is not Bakgrunn.BEGGE:
        return problem.vekter.lik_bakgrunn
    return problem.vekter.annen_bakgrunn if Bakgrunn.ANNEN in (a, b) else 0


def partneronske_cost(problem: Problem, par: Par) -> int:
    """Price each member who named partners, but not this one."""
    a, b = par
    missed = [bool(x.onsker_par_med) and y.id not in x.onsker_par_med for x, y in ((a, b), (b, a))]
    return problem.vekter.partneronske * sum(missed)


def reise_cost(problem: Problem, veileder: Veileder, kommune: Kommune) -> int:
    """Price the distance from a member to a kommune."""
    return round_div(problem.km(veileder, kommune), problem.vekter.reise_km_per_poeng)


def malform_cost(problem: Problem, veileder: Veileder, kommune: Kommune) -> int:
    """Price a member who does not write the kommune's målform."""
    lacking = kommune.malform is not Malform.NOYTRAL and kommune.malform not in veileder.malformer
    return problem.vekter.malform * lacking


def fylkesonske_cost(problem: Problem, veileder: Veileder, kommune: Kommune) -> int:
    """Price a member who named fylker, but not this one."""
    wanted = veileder.onskede_fylker
    return problem.vekter.fylkesonske * (bool(wanted) and kommune.fylkesnummer not in wanted)


def fagomrade_cost(problem: Problem, par: Par, kommune: Kommune) -> int:
    """Price each subject area of a kommune that neither member has."""
    known = set(par[0].fagomrader) | set(par[1].fagomrader)
    return problem.vekter.fagomrade * len(set(kommune.fagomrader) - known)


def spredning_cost(problem: Problem, lag: Tildeling) -> int:
    """Price each fylke after the first."""
    return problem.vekter.ekstra_fylke * (len({k.fylkesnummer for k in lag.kommuner}) - 1)


def belastning_cost(problem: Problem, lag: Tildeling) -> int:
    """Price each hour away from the middle of each member's band."""
    away = sum(abs(lag.timer - veileder.timer_midt) for veileder in lag.par)
    return problem.vekter.time_fra_midten * away


PAR_LEDD: Final[dict[str, Callable[[Problem, Par], int]]] = {
    "intervju": intervju_cost,
    "parreise": parreise_cost,
    "bakgrunn": bakgrunn_cost,
    "partneronske": partneronske_cost,
}
MEDLEM_LEDD: Final[dict[str, Callable[[Problem, Veileder, Kommune], int]]] = {
    "reise": reise_cost,
    "malform": malform_cost,
    "fylkesonske": fylkesonske_cost,
}
KOMMUNE_LEDD: Final[dict[str, Callable[[Problem, Par, Kommune], int]]] = {
    "fagomrade": fagomrade_cost,
}
LAG_LEDD: Final[dict[str, Callable[[Problem, Tildeling], int]]] = {
    "spredning": spredning_cost,
    "belastning": belastning_cost,
}
LEDD: Final = (*PAR_LEDD, *MEDLEM_LEDD, *KOMMUNE_LEDD, *LAG_LEDD)


def lag_ledd(problem: Problem, lag: Tildeling) -> dict[str, int]:
    """Return the cost of a lag by term, in the order of `LEDD`; at least one kommune."""
    ledd = {name: cost(problem, lag.par) for name, cost in PAR_LEDD.items()}
    for name, medlem_cost in MEDLEM_LEDD.items():
        ledd[name] = sum(medlem_cost(problem, v, k) for v in lag.par for k in lag.kommuner)
    for name, kommune_cost in KOMMUNE_LEDD.items():
        ledd[name] = sum(kommune_cost(problem, lag.par, k) for k in lag.kommuner)
    return ledd | {name: lag_cost(problem, lag) for name, lag_cost in LAG_LEDD.items()}


def endring_cost(problem: Problem, plan: Iterable[Tildeling]) -> int:
    """Return the price of every relation of the plan in force that `plan` does not keep."""
    kept = {(v.id, k.id) for lag in plan for v in lag.par for k in lag.kommuner}
    return problem.vekter.endring * len(problem.relasjoner - kept)


def plan_cost(problem: Problem, plan: Sequence[Tildeling]) -> int:
    """Return the cost of a whole plan."""
    return sum(sum(lag_ledd(problem, lag).values()) for lag in plan) + endring_cost(problem, plan)
