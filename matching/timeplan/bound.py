"""A bound that cannot be wrong: prices from a simplex in floating point, the rest in integers.

For any prices y of the rows (of the right sign where a row has one limit only)

    sum_rows y * (lo if y > 0 else hi)  +  sum_vars min(0, (price - y A) * upper)

is at most the cost of every plan.  The simplex only proposes y; whatever it proposes, the sum is
taken in whole numbers.
"""

from __future__ import annotations

import threading
from typing import Any, Final

import numpy as np
from ortools.linear_solver import pywraplp

from matching.felles.progress import Clock
from matching.felles.rounding import ceil_div
from matching.timeplan.relaxation import Programme

_SCALE: Final = 1 << 28
_POLL_S: Final = 0.05


def linear_bound(lp: Programme, clock: Clock) -> int | None:
    """Return a whole lower bound on the objective, None if the run is stopped before."""
    solver: Any = pywraplp.Solver.CreateSolver("GLOP")
    inf = solver.infinity()
    variables = [solver.NumVar(0, upper, "") for upper in lp.upper]
    goal = solver.Objective()
    goal.SetMinimization()
    for var, price in zip(variables, lp.price, strict=True):
        goal.SetCoefficient(var, price)
    rows = []
    for row in lp.rows:
        lo = -inf if row.lo is None else row.lo
        each = solver.Constraint(lo, inf if row.hi is None else row.hi)
        for col, value in zip(row.cols, row.values, strict=True):
            each.SetCoefficient(variables[col], value)
        rows.append(each)
    if clock.remaining_s < float("inf"):
        solver.SetTimeLimit(max(1, int(1000 * clock.remaining_s)))
    done = threading.Event()
    watcher = threading.Thread(target=_interrupt, args=(clock, solver, done), daemon=True)
    watcher.start()
    try:
        status = solver.Solve()
    finally:
        done.set()
        watcher.join()
    if status != pywraplp.Solver.OPTIMAL:
        return None
    return safe_bound(lp, [each.dual_value() for each in rows])


def _interrupt(clock: Clock, solver: Any, done: threading.Event) -> None:
    while not done.wait(_POLL_S):
        if clock.must_stop():
            solver.InterruptSolve()
            return


def safe_bound(lp: Programme, duals: list[float]) -> int:
    """Return the bound of any prices, in integers, rounded up to the next whole cost."""
    left = np.array(lp.price, np.int64) * _SCALE
    total = 0
    for row, dual in zip(lp.rows, duals, strict=True):
        y = round(dual * _SCALE)
        limit = row.lo if y > 0 else row.hi
        if y == 0 or limit is None:
            continue
        total += y * limit
        np.subtract.at(left, row.cols, y * np.array(row.values, np.int64))
    # Python's own numbers: the product may be too large for 64 bits.
    worth = sum(int(left[n]) * lp.upper[n] for n in np.flatnonzero(left < 0))
    return lp.constant + ceil_div(total + worth, _SCALE)
