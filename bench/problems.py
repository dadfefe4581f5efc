"""The problem of a run, and its best value where that is known beforehand."""

from __future__ import annotations

from bench.islands import make_islands
from bench.planted import FAMILIES, plant
from bench.runs import Run
from matching import Problem, generate

KINDS = ("generate", *FAMILIES, "oyer")


def make_problem(run: Run) -> tuple[Problem, tuple[int, int] | None]:
    """Return the problem of a run and (uncovered, cost) of its best plan where known."""
    if run.kind == "generate":
        return generate(run.veiledere, run.kommuner, run.seed), None
    if run.kind == "oyer":
        return make_islands(run.veiledere, run.kommuner, run.seed)
    planted = plant(run.kind, run.veiledere, run.kommuner, run.seed)
    return planted.problem, (planted.uncovered, planted.cost)
