"""The methods that are compared; each runs in a process of its own and tells how far it is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import plain_cpsat, plain_highs
from bench.greedy import greedy_plan
from bench.plain import PlainModel, build, size_of
from bench.plain_cpsat import PlainAnswer
from bench.process import total_memory
from bench.runs import Run
from bench.tables import Plan, Tables, to_tables, value_of
from bench.two_stage import solve_two_stage
from matching import Forslag, Problem, Progress, Status, check, solve, warm_up

_BYTES_PER_BOOLEAN = {"cpsat": 4_500, "highs": 2_500}
"""Measured at 80 × 45 and 200 × 110, four workers; what decides whether a model is built."""
_MOST_OF_MEMORY = 0.75


@dataclass
class Told:
    """Writes what is known to a file as it comes; the clock starts when the problem is read."""

    path: Path
    began: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self.began

    def at(
        self, uncovered: int | None, cost: int | None, bound_uncovered: int = 0, bound: int = 0
    ) -> None:
        """Tell of the best plan and the bounds at this moment."""
        self._write({"at": [round(self.seconds, 3), uncovered, cost, bound_uncovered, bound]})

    def end(self, status: str, **values: Any) -> None:
        """Tell the outcome; nothing may come after it."""
        self._write({"seconds": round(self.seconds, 3), **values, "status": status})

    def progress(self, progress: Progress) -> None:
        """Tell of a report of our own solver."""
        self.at(
            progress.udekket,
            progress.kostnad,
            progress.nedre_grense_udekket,
            progress.nedre_grense,
        )

    def _write(self, value: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(value) + "\n")


def run_ours(problem: Problem, run: Run, told: Told, **options: Any) -> Forslag:
    """Solve with `matching.solve` and tell of it; return the proposal for whoever wants more."""
    warm_up()
    told.began = time.perf_counter()
    told.at(None, None)
    return solve(
        problem,
        max_time_s=run.limit_s,
        workers=run.workers,
        seed=run.seed,
        on_progress=told.progress,
        **options,
    )


def figures(problem: Problem, forslag: Forslag) -> dict[str, Any]:
    """Return the figures of a proposal, checked without a solver."""
    avvik = check(problem, forslag)
    if avvik:
        raise RuntimeError(f"check: {avvik[0]}")
    return {
        "status": "optimal" if forslag.status is Status.OPTIMAL else "stopped",
        "uncovered": len(forslag.udekket),
        "cost": forslag.kostnad,
        "bound_uncovered": forslag.nedre_grense_udekket,
        "bound": forslag.nedre_grense,
        "checked": True,
    }


def ours(problem: Problem, run: Run, told: Told) -> None:
    """Our own solver."""
    told.end(**figures(problem, run_ours(problem, run, told)))


def cpsat(problem: Problem, run: Run, told: Told) -> None:
    """Solve the plain model with CP-SAT."""
    tables = to_tables(problem)
    model = _built(tables, run, told)
    if model is not None:
        answer = plain_cpsat.solve_model(
            model,
            max_time_s=run.limit_s - told.seconds,
            workers=run.workers,
            seed=run.seed,
            on_plan=told.at,
        )
        _tell_answer(problem, answer, told)


def highs(problem: Problem, run: Run, told: Told) -> None:
    """Solve the plain model with HiGHS."""
    tables = to_tables(problem)
    model = _built(tables, run, told)
    if model is not None:
        answer = plain_highs.solve_model(
            model, max_time_s=run.limit_s - told.seconds, on_plan=told.at
        )
        _tell_answer(problem, answer, told)


def two_stage(problem: Problem, run: Run, told: Told) -> None:
    """Choose pairs first, then places."""
    tables = to_tables(problem)
    told.began = time.perf_counter()
    told.at(None, None)
    answer = solve_two_stage(
        tables,
        left_s=lambda: run.limit_s - told.seconds,
        workers=run.workers,
        seed=run.seed,
        on_plan=told.at,
    )
    _tell_answer(problem, answer, told)


def greedy(problem: Problem, _run: Run, told: Told) -> None:
    """Take the cheapest lag around the hardest kommune, again and again."""
    tables = to_tables(problem)
    told.began = time.perf_counter()
    plan = greedy_plan(tables)
    told.at(*value_of(problem, plan))
    _tell_plan(problem, plan, told, "stopped")


def _built(tables: Tables, run: Run, told: Told) -> PlainModel | None:
    """Return the plain model, built on the method's own time; None where it cannot fit.

    The variant `cover` is told that every kommune can be covered, and need not find that out.
    """
    told.began = time.perf_counter()
    told.at(None, None)
    booleans = size_of(tables)
    solver, _, variant = run.method.partition("-")
    needed = booleans * _BYTES_PER_BOOLEAN[solver]
    if needed > _MOST_OF_MEMORY * total_memory():
        told.end(
            "skipped",
            note=f"cannot be built: {booleans / 1e6:.0f} million booleans, "
            f"about {needed / 1e9:.0f} GB",
        )
        return None
    model = build(tables)
    if variant == "cover":
        for uncovered in model.uncovered:
            model.most[uncovered] = 0
    return model


def _tell_answer(problem: Problem, answer: PlainAnswer, told: Told) -> None:
    if answer.plan is None:
        told.end("stopped", note="no plan found")
        return
    status = "optimal" if answer.proven else "stopped"
    _tell_plan(problem, answer.plan, told, status, answer.bounds)


def _tell_plan(
    problem: Problem, plan: Plan, told: Told, status: str, bounds: tuple[int, int] = (0, 0)
) -> None:
    seconds = round(told.seconds, 3)
    uncovered, cost = value_of(problem, plan)
    told.at(uncovered, cost, *bounds)
    told.end(
        status,
        seconds=seconds,
        uncovered=uncovered,
        cost=cost,
        bound_uncovered=bounds[0],
        bound=bounds[1],
        checked=True,
    )


METHODS: dict[str, Callable[[Problem, Run, Told], None]] = {
    "ours": ours,
    "cpsat": cpsat,
    "cpsat-cover": cpsat,
    "highs": highs,
    "highs-cover": highs,
    "two-stage": two_stage,
    "greedy": greedy,
}
