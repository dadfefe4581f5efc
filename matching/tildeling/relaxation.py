"""Column generation: solve the relaxation of the master over all columns, with exact bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.bound import DualPoint, to_dual_point, whole_bound
from matching.tildeling.columns import Arrays, Ints
from matching.tildeling.master import Master, Solution
from matching.tildeling.oracle import Oracle

# Scaled reduced costs above this are noise of rounding, not columns worth having.
_NOISE = 64
_BOX_FACTOR = 8.0


@dataclass(frozen=True)
class Relaxed:
    """What is known about a relaxation.

    `bound` is scaled, valid, and comes from `point` with `worst`.  `solution` is the last one of
    the restricted master, `finished` whether no column was left to add.
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
    batch: int = 400,
) -> Relaxed | None:
    """Add columns until none is missing, the bound reaches `cutoff`, or the clock says stop.

    Returns None only when stopped before there was any bound.
    """
    best: Relaxed | None = None
    while not clock.must_stop():
        solution = master.solve()
        point = to_dual_point(master, solution, scale)
        found = oracle.find(arrays, point.duals, -_NOISE)
        best = _better(best, master, solution, point, found.worst if found.complete else None)
        if best is not None and best.whole() >= cutoff:
            return best
        order = np.argsort(found.reduced, kind="stable")[:batch]
        if master.add(found.columns.take(order)):
            continue
        if solution.open_rows > 1e-7:
            # The box holds the duals down; the bound is valid but can be better without.
            if master.box > 1e9:
                return best
            master.set_box(master.box * _BOX_FACTOR)
            continue
        return None if best is None else _finished(best, solution)
    return best


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
