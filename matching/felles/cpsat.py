"""Run one CP-SAT model: limits in work, and a stop at once when the caller asks for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ortools.sat.python import cp_model

from matching.felles.progress import Clock
from matching.felles.waiting import wait_for


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found: a solution or not, whether that settles it, and a valid bound."""

    found: bool
    proven: bool
    bound: int
    solver: cp_model.CpSolver

    def value(self, var: cp_model.IntVar) -> int:
        """Return the value of a variable in the best solution."""
        return int(self.solver.value(var))


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_solution: Callable[[_Watch], None] | None) -> None:
        super().__init__()
        self._on_solution = on_solution

    def on_solution_callback(self) -> None:
        if self._on_solution is not None:
            self._on_solution(self)


def run(
    model: cp_model.CpModel,
    clock: Clock,
    *,
    workers: int = 1,
    seed: int = 1,
    work: float | None = None,
    on_solution: Callable[[cp_model.CpSolverSolutionCallback], None] | None = None,
    on_bound: Callable[[int], None] | None = None,
    solver: cp_model.CpSolver | None = None,
) -> Outcome:
    """Minimise the model.

    `work` limits the run in CP-SAT's own deterministic units, so that a run without a clock is
    repeatable with one worker.  `solver` may bring settings of its own.
    """
    solver = cp_model.CpSolver() if solver is None else solver
    solver.parameters.num_workers = max(1, workers)
    solver.parameters.random_seed = seed
    # An interrupt is for the run around it, which asks its clock.
    solver.parameters.catch_sigint_signal = False
    if work is not None:
        solver.parameters.max_deterministic_time = work
    if clock.remaining_s < float("inf"):
        solver.parameters.max_time_in_seconds = max(0.001, clock.remaining_s)
    if on_bound is not None:
        solver.best_bound_callback = lambda bound: on_bound(_whole(bound))
    with ThreadPoolExecutor(1) as own:
        answer = own.submit(solver.solve, model, _Watch(on_solution))
        status = wait_for(answer, clock, solver.stop_search)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"invalid model: {model.validate()}")
    return Outcome(
        found=status in (cp_model.OPTIMAL, cp_model.FEASIBLE),
        proven=status in (cp_model.OPTIMAL, cp_model.INFEASIBLE),
        bound=_whole(solver.best_objective_bound),
        solver=solver,
    )


def _whole(bound: float) -> int:
    # The objective is whole and CP-SAT's bound is too, up to how a float shows it.
    return round(bound)
