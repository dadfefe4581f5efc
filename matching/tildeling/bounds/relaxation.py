"""Column generation: solve the relaxation of the master over all columns, with exact bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import DualPoint, to_dual_point, whole_bound
from matching.tildeling.bounds.master import Master, Solution
from matching.tildeling.bounds.oracle import Oracle
from matching.tildeling.bounds.pricing import Found
from matching.tildeling.model.columns import Arrays, Columns, Ints
from matching.tildeling.model.columns_loops import reduced_costs

# Scaled reduced costs above this are noise of rounding, not columns worth having.
NOISE = 64
# Columns added at a time.
_BATCH = 400
# How far prices are drawn toward the best point so far.
_PULL = 0.5
# Nearer to the best bound than this share the master's own prices are trusted; while its value
# falls faster than this it is fed some columns without looking at all of them.
_NEAR = 0.02


@dataclass(frozen=True)
class Relaxed:
    """What is known about a relaxation.

    `bound` is scaled, valid, and comes from `point` with `worst`.  `solution` is the last one of
    the restricted master, `finished` whether no column was left to add, or none that could lower
    its value by more than the caller cares about.
    """

    solution: Solution
    bound: int
    point: DualPoint
    worst: Ints
    finished: bool

    def whole(self) -> int:
        """Return the bound as a whole number."""
        return whole_bound(self.bound, self.point.duals.scale)


def relax(
    master: Master,
    oracle: Oracle,
    arrays: Arrays,
    scale: int,
    *,
    clock: Clock,
    cutoff: int,
    centre: Solution | None = None,
    care: float = 0.0,
) -> Relaxed | None:
    """Add columns until none is missing, the bound reaches `cutoff`, or the clock says stop.

    Nor are columns looked for that could lower the value by no more than `care`.

    Prices are drawn toward a `centre`, at first the given one and then the best point so far:
    the simplex method's own prices swing widely while columns are few.
    Returns None only when stopped before there was any bound.
    """
    best: Relaxed | None = None
    pull, value, whole = _PULL, float("inf"), False
    while not clock.must_stop():
        solution = master.solve()
        moved, value = value - solution.value, solution.value
        near = _NEAR * abs(value)
        if centre is None or (best is not None and value - best.bound / scale < near):
            pull = 0.0
        drawn = _toward(solution, centre, pull) if centre is not None and pull > 0 else solution
        point = to_dual_point(master, drawn, scale)
        some = centre is not None and moved > near
        found = oracle.find(arrays, point.duals, -NOISE, some=some, whole=whole)
        before = best
        best = _better(best, master, solution, point, found.worst if found.complete else None)
        if best is not None and best.whole() >= cutoff:
            return best
        if best is not None and solution.closed and solution.value - best.bound / scale < care:
            return _finished(best, solution)
        if best is not before and best is not None and best.point is point:
            centre = drawn
        if _add(master, found, solution, drawn, scale):
            pull, whole = _PULL, False
        elif drawn is not solution:
            pull = 0.0
        elif not (found.complete or whole):
            whole = True
        elif solution.closed:
            return None if best is None else _finished(best, solution)
        elif not master.raise_box(solution):
            # The box held the prices down; nothing can close these rows.
            return best
    return best


def _add(master: Master, found: Found, solution: Solution, drawn: Solution, scale: int) -> int:
    """Add the columns that are best at the master's own prices; return how many were new."""
    reduced = found.reduced
    if drawn is not solution:
        own = to_dual_point(master, solution, scale).duals
        reduced = reduced_costs(found.columns.rows(master.model.m), found.columns.cost, own)
    return add_best(master, found.columns, reduced)


def add_best(master: Master, columns: Columns, reduced: Ints) -> int:
    """Add the columns of least reduced cost (scaled, below zero); return how many were new."""
    order = np.argsort(reduced, kind="stable")[:_BATCH]
    return master.add(columns.take(order[reduced[order] < -NOISE]))


def _toward(solution: Solution, centre: Solution, pull: float) -> Solution:
    """Return the solution with prices that part of the way nearer to those of the centre."""
    cuts = np.zeros_like(solution.cuts)
    cuts[: len(centre.cuts)] = centre.cuts
    return replace(
        solution,
        rows=pull * centre.rows + (1 - pull) * solution.rows,
        udekket=pull * centre.udekket + (1 - pull) * solution.udekket,
        cuts=pull * cuts + (1 - pull) * solution.cuts,
    )


def _better(
    best: Relaxed | None, master: Master, solution: Solution, point: DualPoint, worst: Ints | None
) -> Relaxed | None:
    if worst is None:
        return best
    bound = point.bound(master.objective, worst)
    if best is not None and best.bound >= bound:
        return Relaxed(solution, best.bound, best.point, best.worst, False)
    return Relaxed(solution, bound, point, worst, False)


def _finished(best: Relaxed, solution: Solution) -> Relaxed:
    return Relaxed(solution, best.bound, best.point, best.worst, True)
