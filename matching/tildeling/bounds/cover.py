"""The level of coverage where all columns fit in memory: CP-SAT settles it.

Columns cost nothing there, so the relaxation says little and a tree sees only ties; packing
columns is what CP-SAT is good at, and it works in whole numbers.
"""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import to_duals
from matching.tildeling.bounds.master import Objective
from matching.tildeling.bounds.pricing import price
from matching.tildeling.model.columns import Columns, Ints, Model

# Columns in each part of a scan; more is not tried.
_ROOM = 4000
_ASK_EVERY_S = 0.1


@dataclass(frozen=True)
class Cover:
    """The best plan found, and a proven lower bound of the uncovered kommuner."""

    plan: Columns | None
    bound: int


def settle_cover(
    model: Model, objective: Objective, clock: Clock, threads: Executor | None
) -> Cover | None:
    """Return the answer to the level of coverage, or None if there are too many columns."""
    columns = _every_column(model, threads)
    if columns is None:
        return None
    programme, chosen = _programme(model, objective, columns)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    with ThreadPoolExecutor(1) as own:
        answer = own.submit(solver.solve, programme)
        while not answer.done():
            try:
                answer.result(_ASK_EVERY_S)
            except StillRunning:
                if clock.must_stop():
                    solver.stop_search()
    status = answer.result()
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Cover(None, 0)
    taken = np.array([solver.boolean_value(each) for each in chosen], np.bool_)
    return Cover(columns.take(taken), round(solver.best_objective_bound))


def _every_column(model: Model, threads: Executor | None) -> Columns | None:
    none: Ints = np.zeros(0, np.int64)
    duals = to_duals(np.zeros(model.m + model.n, np.int64), none, [], 1)
    found = price(model.arrays, duals, 1, every=True, room=_ROOM, pool=threads)
    return found.columns if found.complete else None


def _programme(
    model: Model, objective: Objective, columns: Columns
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    programme = cp_model.CpModel()
    chosen = [programme.new_bool_var("") for _ in range(columns.size)]
    meets: list[list[cp_model.IntVar]] = [[] for _ in objective.equal]
    for column, rows in zip(chosen, columns.rows(model.m), strict=True):
        for row in rows[rows >= 0]:
            meets[row].append(column)
    open_ = []
    for row, equal in enumerate(objective.equal):
        if not equal:
            programme.add_at_most_one(meets[row])
            continue
        if objective.slack_cost[row] >= 0:
            open_.append(programme.new_bool_var(""))
            meets[row].append(open_[-1])
        programme.add_exactly_one(meets[row])
    programme.minimize(sum(open_))
    return programme, chosen
