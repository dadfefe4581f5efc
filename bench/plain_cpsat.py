"""The plain model solved by CP-SAT; also the second, independent solver of the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from bench.plain import PlainModel, build
from bench.tables import Plan, to_tables
from matching import Problem

OnPlan = Callable[[int, int, int, int], None]
"""Called with uncovered, cost and the lower bounds of both for every better plan."""


@dataclass(frozen=True)
class PlainAnswer:
    """The best plan, None if there is none; bounds; whether both levels are proven."""

    plan: Plan | None
    bounds: tuple[int, int]
    proven: bool
    impossible: bool = False


class _Listener(cp_model.CpSolverSolutionCallback):
    """Tells of every better plan."""

    def __init__(self, model: PlainModel, on_plan: OnPlan) -> None:
        super().__init__()
        self._model = model
        self._on_plan = on_plan

    def on_solution_callback(self) -> None:
        """Split the objective into the two levels and pass them on."""
        uncovered, cost = self._model.split(self.objective_value)
        bounds = self._model.split_bound(self.best_objective_bound, uncovered)
        self._on_plan(uncovered, cost, *bounds)


def to_cpsat(model: PlainModel) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Return the model as CP-SAT takes it, and its variables."""
    cp = cp_model.CpModel()
    variables = [cp.new_int_var(0, most, "") for most in model.most]
    for row in model.rows:
        expression = cp_model.LinearExpr.weighted_sum(
            [variables[at] for at in row.variables], list(row.coefficients)
        )
        cp.add_linear_constraint(expression, row.lo, row.hi)
    cp.minimize(cp_model.LinearExpr.weighted_sum(variables, model.objective()))
    return cp, variables


def solve_model(
    model: PlainModel,
    *,
    max_time_s: float | None = None,
    workers: int = 1,
    seed: int = 1,
    on_plan: OnPlan | None = None,
) -> PlainAnswer:
    """Return the answer of CP-SAT; no hints, no help."""
    cp, variables = to_cpsat(model)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    if max_time_s is not None:
        solver.parameters.max_time_in_seconds = max(0.1, max_time_s)
    status = solver.solve(cp, _Listener(model, on_plan) if on_plan else None)
    if status == cp_model.INFEASIBLE:
        return PlainAnswer(None, (0, 0), proven=True, impossible=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return PlainAnswer(None, (0, 0), proven=False)
    uncovered, _ = model.split(solver.objective_value)
    bounds = model.split_bound(solver.best_objective_bound, uncovered)
    plan = model.plan([solver.value(variable) for variable in variables])
    return PlainAnswer(plan, bounds, status == cp_model.OPTIMAL)


def solve_plain(
    problem: Problem, *, max_time_s: float | None = None, workers: int = 1
) -> PlainAnswer:
    """Return the best plan of a small problem, proven unless the time runs out."""
    return solve_model(build(to_tables(problem)), max_time_s=max_time_s, workers=workers)
