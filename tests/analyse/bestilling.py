"""Orders for the engine's answers, made of tiny problems; ids are as the application has them."""

import json
from collections.abc import Mapping
from typing import Any

from matching import Forslag, Problem, forslag_to_json, problem_to_json, solve
from rekruttering.analyse.adapter import find_regner

SPRAK = ("nb", "nn")


def answer(
    type: str,
    problem: Problem,
    forslag: Forslag,
    *,
    seconds: int = 60,
    should_stop: Any = lambda: False,
    told: list[dict[str, Any]] | None = None,
    **parametre: Any,
) -> dict[str, Any]:
    """Return what the engine answers, as it is stored: through JSON and back."""
    order = {
        "type": type,
        "problem": json.loads(problem_to_json(problem)),
        "forslag": json.loads(forslag_to_json(forslag)),
        "parametre": parametre,
        "maks_sekunder": seconds,
        "fro": 1,
    }
    tell = (told if told is not None else []).append
    stored: dict[str, Any] = json.loads(json.dumps(find_regner(type)(order, tell, should_stop)))
    return stored


def solved(problem: Problem) -> Forslag:
    """Return the best plan of a tiny problem."""
    return solve(problem, max_time_s=None)


def figures(utfall: Mapping[str, Any]) -> tuple[int, int]:
    """Return uncovered kommuner and cost of an outcome as it is stored."""
    return utfall["udekket"], utfall["kostnad"]


def value(forslag: Forslag) -> tuple[int, int]:
    """Return uncovered kommuner and cost of a plan."""
    return len(forslag.udekket), forslag.kostnad
