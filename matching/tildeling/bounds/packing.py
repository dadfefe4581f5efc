"""Settle a level on columns that are few enough to list: CP-SAT packs them, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matching.felles.cpsat import run
from matching.felles.progress import Clock
from matching.tildeling.bounds.master import Objective
from matching.tildeling.model.columns import Columns

_FEW = 2500


@dataclass(frozen=True)
class Packing:
    """The best plan found, and a proven lower bound of what any plan of the columns is worth;
    None where there was no time for one."""

    plan: Columns | None
    bound: int | None


def pack(
    objective: Objective,
    m: int,
    columns: Columns,
    clock: Clock,
    *,
    below: int | None = None,
    work: float | None = None,
) -> Packing:
    """Return the best plan of the columns that is worth less than `below`.

    If there is none, the bound is `below`.  `work` limits the search (CP-SAT's own measure, which
    a seed repeats); then, and when the clock says stop, the bound can be less than the best value.
    """
    programme, chosen = _programme(objective, m, columns, below)
    solver = cp_model.CpSolver()
    if columns.cost.any():
        solver.parameters.linearization_level = 2
    # Where columns are few the search is done before presolving would be.
    solver.parameters.cp_model_presolve = columns.size > _FEW
    outcome = run(programme, clock, work=work, solver=solver)
    if outcome.found:
        return Packing(columns.take(np.array([*map(outcome.value, chosen)]) > 0), outcome.bound)
    # Proven without a plan: there is none.
    return Packing(None, below if outcome.proven else None)


def _programme(
    objective: Objective, m: int, columns: Columns, below: int | None
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    programme = cp_model.CpModel()
    chosen = [programme.new_bool_var("") for _ in range(columns.size)]
    meets: list[list[cp_model.IntVar]] = [[] for _ in objective.equal]
    for column, rows in zip(chosen, columns.rows(m), strict=True):
        for row in rows[rows >= 0]:
            meets[row].append(column)
    open_: dict[int, cp_model.IntVar] = {}
    for row, equal in enumerate(objective.equal):
        if not equal:
            programme.add_at_most_one(meets[row])
            continue
        if objective.slack_cost[row] >= 0:
            open_[row] = programme.new_bool_var("")
            meets[row].append(open_[row])
        programme.add_exactly_one(meets[row])
    if objective.udekket_max is not None:
        uncovered = [slack for row, slack in open_.items() if row < m]
        programme.add(sum(uncovered) <= objective.udekket_max)
    costs = [int(cost) for cost in columns.cost]
    prices = [int(objective.slack_cost[row]) for row in open_]
    value = cp_model.LinearExpr.weighted_sum([*chosen, *open_.values()], [*costs, *prices])
    if below is not None:
        programme.add(value < below)
    programme.minimize(value)
    return programme, chosen
