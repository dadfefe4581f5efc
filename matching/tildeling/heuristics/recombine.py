"""The best plan of known columns: set partitioning over a part of the map, by SCIP."""

from __future__ import annotations

from typing import Final

import numpy as np
from ortools.linear_solver import pywraplp

from matching.tildeling.model.columns import Bools, Columns, Ints, Model

# Work is limited in nodes, which a seed repeats; more presolving or cuts cost more than they save.
_SETTINGS: Final = """limits/nodes = 100
misc/catchctrlc = FALSE
presolving/maxrounds = 1
separating/maxroundsroot = 3
"""


class ColumnPool:
    """Columns worth remembering, without doubles; the oldest go first."""

    def __init__(self, maks: int, room: int) -> None:
        """Keep at most about `room` columns."""
        self._room = room
        self.columns = Columns.empty(maks)

    def add(self, columns: Columns) -> None:
        """Remember columns; those known before count as new."""
        joined = Columns.join([columns, self.columns])
        keys = np.ascontiguousarray(np.hstack([joined.par, joined.kommuner]))
        width = keys.dtype.itemsize * keys.shape[1]
        _, first = np.unique(keys.view(f"V{width}").ravel(), return_index=True)
        self.columns = joined.take(np.sort(first)[: self._room])


def inside(columns: Columns, kommuner: Bools, veiledere: Bools) -> Bools:
    """Return which columns use only the marked kommuner and veiledere."""
    padded = np.append(kommuner, True)  # -1 stands for no kommune
    rows = np.hstack([padded[columns.kommuner], veiledere[columns.par]])
    found: Bools = np.logical_and.reduce(rows, axis=1)
    return found


def best_of(model: Model, kommuner: Ints, incumbent: Columns, columns: Columns) -> Columns:
    """Return the best plan found for some kommuner with these columns, `incumbent` if none better.

    `incumbent` must be among the columns.  Work is limited in nodes.  Fewest uncovered first.
    """
    solver = pywraplp.Solver.CreateSolver("SCIP")
    goal = solver.Objective()
    goal.SetMinimization()
    m, rows = model.m, columns.rows(model.m)
    must = model.krav.copy()
    must[kommuner] = True
    covered = incumbent.rows(m)
    lines = {
        int(row): solver.Constraint(1.0 if must[row] else 0.0, 1.0)
        for row in np.unique(np.concatenate([rows[rows >= 0], kommuner]))
    }
    # More than any two plans of this part can differ in cost.
    spread = int(np.abs(columns.cost).max(initial=0)) * 2 * len(kommuner) + 1
    open_ = np.setdiff1d(kommuner, covered[covered >= 0])
    for k in kommuner if open_.size else ():
        if not model.krav[k]:
            slack = solver.NumVar(0.0, 1.0, "")
            lines[int(k)].SetCoefficient(slack, 1.0)
            goal.SetCoefficient(slack, float(spread))
    variables = []
    for at in range(columns.size):
        variable = solver.BoolVar("")
        goal.SetCoefficient(variable, float(columns.cost[at]))
        for row in rows[at]:
            if row >= 0:
                lines[int(row)].SetCoefficient(variable, 1.0)
        variables.append(variable)
    solver.SetSolverSpecificParametersAsString(_SETTINGS)
    status = solver.Solve()
    if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return incumbent
    chosen = np.array([each.solution_value() > 0.5 for each in variables])
    return better(model, incumbent, columns.take(chosen))


def better(model: Model, before: Columns, after: Columns) -> Columns:
    """Return `after` if it is a plan, keeps the locks that `before` keeps, and is worth more."""
    rows, rows_before = after.rows(model.m), before.rows(model.m)
    used, used_before = rows[rows >= 0], rows_before[rows_before >= 0]
    if len(np.unique(used)) < len(used):
        return before
    if not np.isin(used_before[model.krav[used_before]], used).all():
        return before
    covered, covered_before = int((used < model.m).sum()), int((used_before < model.m).sum())
    value, value_before = int(after.cost.sum()), int(before.cost.sum())
    return after if (-covered, value) < (-covered_before, value_before) else before
