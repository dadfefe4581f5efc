"""A plan from the relaxation: take the columns it wants most, solve it for the rest, and again."""

from __future__ import annotations

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import to_dual_point
from matching.tildeling.bounds.master import Master, Solution
from matching.tildeling.bounds.oracle import PoolOracle
from matching.tildeling.model.columns import Bools, Columns

# A column of which the relaxation has so much is taken at once; of the others, the first that serve
# one in so many of the kommuner that are left.
_SURE = 0.95
_SHARE = 20
# How often columns for the rest are looked up before some are taken, and how many each time.
_LOOKS = 2
_BATCH = 200
_NOISE = 64


class Dive:
    """One dive: the rows of what is taken are closed to all other columns."""

    def __init__(self, master: Master, near: PoolOracle, scale: int) -> None:
        """Start from a master of its own; `near` has the columns that may come in on the way."""
        self._master = master
        self._near = near
        self._near_rows = near.columns.rows(master.model.m)
        self._scale = scale
        # The last place stands for the padding of rows, which nobody takes.
        self._taken = np.zeros(master.model.m + master.model.n + 1, np.bool_)
        self._chosen: list[int] = []

    def run(self, clock: Clock) -> Columns:
        """Return lag that share nobody; kommuner the columns cannot reach are left uncovered."""
        while not clock.must_stop():
            solution = self._solve()
            if not self._take(solution):
                break
            rows = self._master.columns.rows(self._master.model.m)
            allowed: Bools = np.logical_not(self._taken[rows].any(axis=1))
            allowed[self._chosen] = True
            self._master.keep_open(allowed)
        return self._master.columns.take(np.array(self._chosen, np.int64))

    def _solve(self) -> Solution:
        """Solve the relaxation of the rest with some of the columns that it lacks."""
        for _ in range(_LOOKS):
            solution = self._master.solve()
            duals = to_dual_point(self._master, solution, self._scale).duals
            reduced = self._near.reduced(duals)
            found = np.nonzero((reduced < -_NOISE) & ~self._taken[self._near_rows].any(axis=1))[0]
            best = found[np.argsort(reduced[found], kind="stable")[:_BATCH]]
            if not self._master.add(self._near.columns.take(best)):
                return solution
        return self._master.solve()

    def _take(self, solution: Solution) -> bool:
        """Take the columns that the relaxation has most of; return whether there were any."""
        m, x = self._master.model.m, solution.x.copy()
        x[self._chosen] = 0.0
        rows = self._master.columns.rows(m)
        enough = max(1, int((~self._taken[:m]).sum()) // _SHARE)
        before, served = len(self._chosen), 0
        for at in np.argsort(-np.round(x, 6), kind="stable"):
            if x[at] < 1e-6 or (served >= enough and x[at] < _SURE):
                break
            own = rows[at][rows[at] >= 0]
            if not self._taken[own].any():
                self._taken[own] = True
                self._chosen.append(int(at))
                served += int((own < m).sum())
        return len(self._chosen) > before
