"""The restricted master: a linear programme over the columns known so far.

Rows as in columns.py; then one row that limits the uncovered kommuner, then the cuts.  Floating
point stays in this file: what leaves it for a bound is rounded to whole scaled duals, and a
bound built on those is exact whatever the rounding was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy as np
from ortools.linear_solver import pywraplp

from matching.tildeling.bounds.cuts import Cut
from matching.tildeling.model.columns import Bools, Columns, Floats, Ints, Model

_PRIMAL: Final = "use_preprocessing: false use_dual_simplex: false"
_DUAL: Final = "use_preprocessing: false use_dual_simplex: true perturb_costs_in_dual_simplex: true"
_CAREFUL: Final = "use_preprocessing: true use_dual_simplex: false"

# Parts of a column this near to a whole number are whole.
_FRACTION: Final = 1e-5
# A row open less than this is closed; prices of open rows grow by the factor up to the most.
_CLOSED: Final = 1e-7
_BOX_FACTOR: Final = 4.0
_BOX_MOST: Final = 1e9


class Level(Enum):
    """What is minimised: broken locks, then uncovered kommuner, then cost."""

    KRAV = 0
    DEKNING = 1
    KOSTNAD = 2


@dataclass(frozen=True)
class Objective:
    """The level, with what the levels before it have fixed.

    `slack_cost` (m + n) is the price of leaving a row out of the plan: a kommune uncovered, a
    locked veileder unused; -1 where the row must be in it (or, for a veileder, has no say).
    `udekket_max` limits the uncovered kommuner, None where the level itself counts them.
    `equal` marks the rows that hold with equality.
    """

    level: Level
    slack_cost: Ints
    equal: Bools
    udekket_max: int | None

    @staticmethod
    def of(model: Model, level: Level, udekket_max: int | None = None) -> Objective:
        """Return the objective of a level."""
        m, krav = model.m, model.krav
        slack_cost = np.full(m + model.n, -1, np.int64)
        equal = krav.copy()
        equal[:m] = True
        if level is Level.KRAV:
            slack_cost[:m] = 0
            slack_cost[krav] = 1
        else:
            may = ~krav[:m] if udekket_max != 0 else np.zeros(m, np.bool_)
            slack_cost[:m][may] = 1 if level is Level.DEKNING else 0
        return Objective(level, slack_cost, equal, udekket_max)


@dataclass(frozen=True)
class Solution:
    """A solved master: its value, the part of each column, and how far each row is left open."""

    value: float
    x: Floats
    holes: Floats
    rows: Floats
    udekket: float
    cuts: Floats

    @property
    def closed(self) -> bool:
        """Return whether no row is left open that must not be."""
        return bool(np.all(self.holes <= _CLOSED))


class Master:
    """The linear programme, warm-started from one solve to the next."""

    def __init__(self, model: Model, objective: Objective, box: Floats) -> None:
        """Start without columns; `box` (m + n) is the price of leaving each row open that must not
        be."""
        self.model = model
        self.objective = objective
        self.cuts: list[Cut] = []
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self._fresh_columns = True
        self._inf = self._solver.infinity()
        self._vars: list[Any] = []
        self._open: dict[int, Any] = {}
        self._cut_rows: list[Any] = []
        self._known: set[bytes] = set()
        self._parts: list[Columns] = [Columns.empty(model.arrays.maks)]
        self._is_open = np.ones(0, np.bool_)
        self._build(box)

    def _build(self, box: Floats) -> None:
        solver, objective = self._solver, self.objective
        goal = solver.Objective()
        goal.SetMinimization()
        self._rows = [solver.Constraint(1 if eq else -self._inf, 1) for eq in objective.equal]
        self._limit: Any = None
        if objective.udekket_max is not None:
            self._limit = solver.Constraint(-self._inf, objective.udekket_max)
        for row, (price, equal) in enumerate(
            zip(objective.slack_cost, objective.equal, strict=True)
        ):
            if price >= 0:
                slack = solver.NumVar(0, 1, "")
                self._rows[row].SetCoefficient(slack, 1)
                goal.SetCoefficient(slack, float(price))
                if self._limit is not None and row < self.model.m:
                    self._limit.SetCoefficient(slack, 1)
            if equal and (price < 0 or self._limit is not None):
                hole = solver.NumVar(0, 1, "")
                self._rows[row].SetCoefficient(hole, 1)
                goal.SetCoefficient(hole, float(box[row]))
                self._open[row] = hole
        self.box = box

    @property
    def columns(self) -> Columns:
        """Return all columns of the programme in the order of `Solution.x`."""
        if len(self._parts) > 1:
            self._parts = [Columns.join(self._parts)]
        return self._parts[0]

    def set_box(self, box: Floats) -> None:
        """Set the price of open rows."""
        for row in map(int, np.nonzero(box != self.box)[0]):
            if row in self._open:
                self._solver.Objective().SetCoefficient(self._open[row], float(box[row]))
        self.box = box

    def raise_box(self, solution: Solution) -> bool:
        """Raise the price of the rows that a solution leaves open; False if it is the highest."""
        used = solution.holes > _CLOSED
        if (self.box[used] >= _BOX_MOST).any():
            return False
        self.set_box(np.where(used, _BOX_FACTOR * self.box, self.box))
        return True

    def add(self, columns: Columns) -> int:
        """Add the columns that are not there yet; return how many that was."""
        keys = np.hstack([columns.par, columns.kommuner])
        fresh = []
        for at in range(columns.size):
            key = keys[at].tobytes()
            if key not in self._known:
                self._known.add(key)
                fresh.append(at)
        new = columns.take(np.array(fresh, np.int64))
        goal = self._solver.Objective()
        rows = new.rows(self.model.m)
        cuts = self._coefficients(rows)
        for at in range(new.size):
            var = self._solver.NumVar(0, self._inf, "")
            goal.SetCoefficient(var, float(new.cost[at]))
            for row in rows[at]:
                if row >= 0:
                    self._rows[row].SetCoefficient(var, 1)
            for cut in np.nonzero(cuts[at])[0]:
                self._cut_rows[cut].SetCoefficient(var, float(cuts[at, cut]))
            self._vars.append(var)
        self._parts.append(new)
        self._fresh_columns = self._fresh_columns or new.size > 0
        self._is_open = np.concatenate([self._is_open, np.ones(new.size, np.bool_)])
        return new.size

    def _coefficients(self, rows: Ints, first: int = 0) -> Ints:
        """Return N x cuts: how much each column counts in the cuts from number `first` on."""
        total = self.model.m + self.model.n
        chosen = self.cuts[first:]
        inside = np.zeros((total + 1, len(chosen)), np.int64)
        for at, cut in enumerate(chosen):
            inside[list(cut.rows), at] = cut.weights
        meets: Ints = inside[rows].sum(axis=1)
        return meets // np.array([cut.divisor for cut in chosen], np.int64)

    def add_cuts(self, cuts: Sequence[Cut]) -> None:
        """Add rank-one cuts as rows."""
        first = len(self.cuts)
        self.cuts.extend(cuts)
        coefficients = self._coefficients(self.columns.rows(self.model.m), first)
        for at, cut in enumerate(cuts):
            row = self._solver.Constraint(-self._inf, cut.limit)
            for column in np.nonzero(coefficients[:, at])[0]:
                row.SetCoefficient(self._vars[column], float(coefficients[column, at]))
            self._cut_rows.append(row)

    def keep_open(self, allowed: Bools) -> None:
        """Close the columns that are not allowed and open those that are."""
        for at in np.nonzero(allowed != self._is_open)[0]:
            self._vars[at].SetUb(self._inf if allowed[at] else 0.0)
        self._is_open = allowed.copy()

    def value(self) -> float:
        """Solve to optimality and return the value alone; raises like `solve`."""
        self._run()
        return float(self._solver.Objective().Value())

    def solve(self) -> Solution:
        """Solve to optimality.

        Raises:
            ArithmeticError: the simplex method failed, which no bound may survive silently.
        """
        self._run()
        return Solution(
            float(self._solver.Objective().Value()),
            np.array([var.solution_value() for var in self._vars]),
            self._holes(),
            np.array([row.dual_value() for row in self._rows]),
            0.0 if self._limit is None else float(self._limit.dual_value()),
            np.array([row.dual_value() for row in self._cut_rows]),
        )

    def whole_plan(self, solution: Solution) -> Columns | None:
        """Return the plan that a solution is, or None if it is fractional, open or not a plan."""
        x = solution.x
        if not solution.closed or np.any(np.abs(x - np.round(x)) > _FRACTION):
            return None
        plan = self.columns.take(x > 0.5)
        rows = plan.rows(self.model.m)
        used = rows[rows >= 0]
        return plan if len(np.unique(used)) == len(used) else None

    def _holes(self) -> Floats:
        holes = np.zeros(len(self._rows))
        for row, hole in self._open.items():
            holes[row] = hole.solution_value()
        return holes

    def _run(self) -> None:
        # After new columns the basis stays primal feasible, after new rows or bounds dual
        # feasible; the simplex method that can go on from it needs a fraction of the steps.
        self._solver.SetSolverSpecificParametersAsString(_PRIMAL if self._fresh_columns else _DUAL)
        status = self._solver.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            self._solver.SetSolverSpecificParametersAsString(_CAREFUL)
            status = self._solver.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            raise ArithmeticError(f"linear programme ended with status {status}")
        self._fresh_columns = False
