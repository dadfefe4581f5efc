"""The plain model solved by HiGHS, the one inside OR-Tools; its log tells how far it is.

HiGHS overruns its time limit, so the caller must be able to kill the process.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence

from ortools.math_opt.python import mathopt

from bench.plain import NO_LIMIT, PlainModel
from bench.plain_cpsat import OnPlan, PlainAnswer


def to_mathopt(model: PlainModel) -> tuple[mathopt.Model, list[mathopt.Variable]]:
    """Return the model as MathOpt takes it, and its variables."""
    mip = mathopt.Model()
    variables = [mip.add_integer_variable(lb=0, ub=most) for most in model.most]
    for row in model.rows:
        each = mip.add_linear_constraint(
            lb=-math.inf if row.lo == -NO_LIMIT else row.lo,
            ub=math.inf if row.hi == NO_LIMIT else row.hi,
        )
        for at, coefficient in zip(row.variables, row.coefficients, strict=True):
            each.set_coefficient(variables[at], coefficient)
    for variable, price in zip(variables, model.objective(), strict=True):
        mip.objective.set_linear_coefficient(variable, price)
    mip.objective.is_maximize = False
    return mip, variables


def solve_model(model: PlainModel, *, max_time_s: float, on_plan: OnPlan) -> PlainAnswer:
    """Return the answer of HiGHS; the plans it finds on the way are heard of in its log."""
    mip, variables = to_mathopt(model)
    listen = _Listener(model, on_plan)
    result = mathopt.solve(
        mip,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            time_limit=datetime.timedelta(seconds=max(1.0, max_time_s)),
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=0.0,
        ),
        msg_cb=listen.lines,
    )
    if not result.has_primal_feasible_solution():
        return PlainAnswer(None, (0, 0), proven=False)
    values = result.variable_values(variables)
    uncovered, _ = model.split(result.objective_value())
    proven = result.termination.reason == mathopt.TerminationReason.OPTIMAL
    bounds = model.split_bound(result.dual_bound() - 1e-4, uncovered)
    return PlainAnswer(model.plan(values), bounds, proven)


class _Listener:
    """Reads bound and best value off the lines of the log."""

    def __init__(self, model: PlainModel, on_plan: OnPlan) -> None:
        self._model = model
        self._on_plan = on_plan
        self._best = math.inf

    def lines(self, messages: Sequence[str]) -> None:
        """Take some lines of the log."""
        for line in messages:
            found = _bound_and_best(line)
            if found is not None and found[1] < self._best - 0.5:
                self._best = found[1]
                uncovered, cost = self._model.split(found[1])
                bounds = self._model.split_bound(found[0] - 1e-4, uncovered)
                self._on_plan(uncovered, cost, *bounds)


def _bound_and_best(line: str) -> tuple[float, float] | None:
    """Return bound and best value of a line of the tree's table; None for any other line."""
    words = line.split()
    if not words or not words[-1].endswith("s") or "%" not in line:
        return None
    explored = next(at for at, word in enumerate(words) if word.endswith("%"))
    try:
        return float(words[explored + 1]), float(words[explored + 2])
    except (IndexError, ValueError):
        return None
