"""One run, in this process: find the problem and the method, and compare with a known value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench import changes
from bench.methods import METHODS, Told, figures, run_ours
from bench.problems import make_problem
from bench.runs import Run
from matching import Problem

_CHANGES = {
    "withdrawal": changes.withdrawal,
    "locked": changes.locked,
    "resume": changes.resume,
}


def run_one(run: Run, path: Path) -> None:
    """Do one run and tell of it in the file."""
    problem, known = make_problem(run)
    told = Told(path)
    if known is None:
        ({**METHODS, **_CHANGES}[run.method])(problem, run, told)
    else:
        _planted(problem, run, told, known)


def _planted(problem: Problem, run: Run, told: Told, known: tuple[int, int]) -> None:
    """Solve a problem whose best value is known, and say whether the answer agrees."""
    told.end(**judged(figures(problem, run_ours(problem, run, told)), known))


def judged(found: dict[str, Any], known: tuple[int, int]) -> dict[str, Any]:
    """Return the figures with the known value, and whether anything contradicts it."""
    value = (found["uncovered"], found["cost"])
    wrong = value < known or found["bound_uncovered"] > known[0]
    if found["uncovered"] == known[0]:
        wrong = wrong or found["bound"] > known[1]
    if found["status"] == "optimal":
        wrong = wrong or value != known
    return {**found, "facts": {"known": list(known), "reached": value == known, "wrong": wrong}}
