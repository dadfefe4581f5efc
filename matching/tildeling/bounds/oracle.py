"""Sources of columns: all that exist (by pricing), a pool that is known to suffice, or both."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from matching.tildeling.bounds.pricing import Found, Hands, Memory, price
from matching.tildeling.model.columns import Arrays, Bools, Columns, Duals, Ints
from matching.tildeling.model.columns_loops import allowed, reduced_costs

# Columns that are plenty for each part of a scan.
_ENOUGH = 250


class Oracle(Protocol):
    """Finds columns of negative reduced cost among those that `arrays` allow."""

    def find(
        self, arrays: Arrays, duals: Duals, limit: int, *, some: bool = False, whole: bool = False
    ) -> Found:
        """Return columns with a scaled reduced cost below `limit` (at most zero).

        With `some` it may stop when it has plenty; with `whole` it must look at all of them.
        """


class FullOracle:
    """Scans all pairs, or as many as it takes to find enough."""

    def __init__(self, arrays: Arrays, hands: Hands | None = None) -> None:
        """Let these scan; remember what is learnt of `arrays`."""
        self._hands = hands
        self._arrays = arrays
        self._memory = Memory(arrays)

    def find(
        self, arrays: Arrays, duals: Duals, limit: int, *, some: bool = False, whole: bool = False
    ) -> Found:
        """Return the best columns of pairs that have one below the limit."""
        memory = self._memory if arrays is self._arrays else None
        enough = _ENOUGH if some and not whole else None
        return price(arrays, duals, limit, enough=enough, hands=self._hands, memory=memory)


class PoolOracle:
    """Looks the columns up in a pool that holds every column a better plan can have."""

    def __init__(self, columns: Columns, m: int, n: int) -> None:
        """Keep the pool and its row numbers."""
        self.columns = columns
        self._rows = columns.rows(m)
        self._m, self._n = m, n

    def find(
        self, arrays: Arrays, duals: Duals, limit: int, *, some: bool = False, whole: bool = False
    ) -> Found:
        """Return every column of the pool below the limit."""
        del some, whole
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


class NearOracle:
    """Looks in a pool of likely columns first, and scans all pairs only when it has none.

    A pool is read in a fraction of the time of a scan.  It proves nothing: only a scan does.
    """

    def __init__(self, near: PoolOracle, full: Oracle) -> None:
        """Look in `near` before `full`."""
        self.near = near
        self._full = full

    def find(
        self, arrays: Arrays, duals: Duals, limit: int, *, some: bool = False, whole: bool = False
    ) -> Found:
        """Return columns of the pool below the limit, or else what a scan finds."""
        if not whole:
            found = self.near.find(arrays, duals, limit)
            if found.columns.size:
                return replace(found, complete=False)
        return self._full.find(arrays, duals, limit, some=some, whole=whole)
