"""Two sources of columns: all that exist (by pricing), or a pool that is known to suffice."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Protocol

import numpy as np

from matching.felles.compiled import compiled
from matching.tildeling.columns import Arrays, Bools, Columns, Ints
from matching.tildeling.columns_loops import may_join
from matching.tildeling.pricing import Found, price
from matching.tildeling.pricing_loops import Duals


class Oracle(Protocol):
    """Finds columns of negative reduced cost among those that `arrays` allow."""

    def find(self, arrays: Arrays, duals: Duals, limit: int) -> Found:
        """Return columns with a scaled reduced cost below `limit` (at most zero)."""


class FullOracle:
    """Scans all pairs."""

    def __init__(self, threads: Executor | None) -> None:
        """Scan on these threads, or in the calling one."""
        self._threads = threads

    def find(self, arrays: Arrays, duals: Duals, limit: int) -> Found:
        """Return the best column of every pair that has one below the limit."""
        return price(arrays, duals, limit, pool=self._threads)


class PoolOracle:
    """Looks the columns up in a pool that holds every column a better plan can have."""

    def __init__(self, columns: Columns, m: int, n: int) -> None:
        """Keep the pool and its row numbers."""
        self.columns = columns
        self._rows = columns.rows(m)
        self._m, self._n = m, n

    def find(self, arrays: Arrays, duals: Duals, limit: int) -> Found:
        """Return every column of the pool below the limit."""
        reduced = self.reduced(duals)
        open_ = allowed(arrays, self.columns.par, self.columns.kommuner) & (reduced < 0)
        worst = np.zeros(self._n, np.int64)
        for side in range(2):
            np.minimum.at(worst, self.columns.par[open_, side], reduced[open_])
        chosen = np.nonzero(open_ & (reduced < limit))[0]
        return Found(self.columns.take(chosen), reduced[chosen], worst, True)

    def reduced(self, duals: Duals) -> Ints:
        """Return the scaled reduced cost of every column."""
        return reduced_costs(self._rows, self.columns.cost, duals)

    def keep(self, mask: Bools) -> PoolOracle:
        """Return the pool of the marked columns."""
        return PoolOracle(self.columns.take(mask), self._m, self._n)


@compiled
def reduced_costs(rows: Ints, cost: Ints, d: Duals) -> Ints:
    """Return the scaled reduced cost of columns given by their rows (N x width, padded -1)."""
    result = np.zeros(cost.shape[0], np.int64)
    meets = np.zeros(d.cuts.shape[0], np.int64)
    for at in range(cost.shape[0]):
        value = d.scale * cost[at]
        for x in range(rows.shape[1]):
            row = rows[at, x]
            if row < 0:
                continue
            value -= d.rows[row]
            for y in range(d.ptr[row], d.ptr[row + 1]):
                cut = d.cut_of[y]
                before = meets[cut] // d.divisor[cut]
                meets[cut] += d.weight[y]
                if meets[cut] // d.divisor[cut] > before:
                    value -= d.cuts[cut]
        for x in range(rows.shape[1]):
            row = rows[at, x]
            if row >= 0:
                for y in range(d.ptr[row], d.ptr[row + 1]):
                    meets[d.cut_of[y]] = 0
        result[at] = value
    return result


@compiled
def allowed(a: Arrays, par: Ints, kommuner: Ints) -> Bools:
    """Return which columns keep the rules and locks of `a`; hours are taken for granted."""
    result = np.zeros(par.shape[0], np.bool_)
    for at in range(par.shape[0]):
        i, j = par[at, 0], par[at, 1]
        good = a.par_ok[i, j]
        for x in range(kommuner.shape[1]):
            k = kommuner[at, x]
            if good and k >= 0:
                good = may_join(a, i, j, k)
        for side in range(2):
            v = par[at, side]
            for y in range(a.las_ptr[v], a.las_ptr[v + 1]):
                kept = False
                for x in range(kommuner.shape[1]):
                    kept = kept or kommuner[at, x] == a.las_kommune[y]
                good = good and kept
        result[at] = good
    return result
