"""Rank-one cuts that the relaxation breaks.

Add up a few rows (kommuner or veiledere), each with a weight, and divide: since every row holds
with at most one and columns are whole, the sum of floor(weights met / divisor) over the columns
of a plan is at most floor(all weights / divisor).  With three rows, weight one and divisor two
it says: at most one column meets two of the three.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from typing import Final, NamedTuple

import numpy as np

from matching.felles.random_loops import random_state
from matching.tildeling.bounds.cuts_loops import Support, search_triples, search_weighted
from matching.tildeling.model.columns import Columns, Floats, Ints

_LEAST_VIOLATION: Final = 0.02
_MOST_TRIPLES: Final = 200_000
_CUTS_A_ROW: Final = 6
# Sets are grown from every row so many times, the first time without chance, unless there are that
# many times the cuts asked for before.
_STARTS: Final = 8
_PLENTY: Final = 3
_CHANCE: Final = 1.0
# Weights and divisors that were seen to raise bounds; those for four and five rows are known to be
# the strongest there are.
_PATTERNS: Final = (
    ((2, 1, 1, 1), 3),
    ((1, 1, 1, 1, 1), 2),
    ((1, 1, 1, 1, 1), 3),
    ((2, 2, 1, 1, 1), 3),
    ((2, 2, 2, 1, 1), 3),
    ((2, 2, 1, 1, 1), 4),
    ((3, 1, 1, 1, 1), 4),
    ((3, 3, 2, 2, 1), 4),
    ((3, 2, 2, 1, 1), 5),
    ((2, 2, 1, 1, 1, 1), 3),
    ((2, 2, 2, 1, 1, 1), 5),
    ((1, 1, 1, 1, 1, 1, 1), 2),
    ((2, 1, 1, 1, 1, 1, 1), 3),
    ((2, 2, 2, 2, 1, 1, 1), 3),
    ((2, 2, 2, 1, 1, 1, 1, 1), 3),
    ((2, 2, 1, 1, 1, 1, 1, 1, 1), 3),
    ((1, 1, 1, 1, 1, 1, 1, 1, 1), 2),
    ((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 2),
    ((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 2),
    ((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 2),
)


_Sets = tuple[Ints, Floats]


class Cut(NamedTuple):
    """Rows in ascending order, the weight of each (below the divisor), and the divisor."""

    rows: tuple[int, ...]
    weights: tuple[int, ...]
    divisor: int

    @property
    def limit(self) -> int:
        """Return what the columns of a plan count in this cut at most."""
        return sum(self.weights) // self.divisor


def together(rows: Ints, x: Floats, total: int) -> Floats:
    """Return total x total: how much of the solution has two rows in one column."""
    shared = np.zeros((total, total))
    for p in range(rows.shape[1]):
        for q in range(p + 1, rows.shape[1]):
            both = (rows[:, p] >= 0) & (rows[:, q] >= 0)
            np.add.at(shared, (rows[both, p], rows[both, q]), x[both])
            np.add.at(shared, (rows[both, q], rows[both, p]), x[both])
    return shared


def find_cuts(
    columns: Columns,
    x: Floats,
    m: int,
    n: int,
    known: set[Cut],
    most: int,
    *,
    starts: int = _STARTS,
    pool: Executor | None = None,
) -> list[Cut]:
    """Return at most `most` new cuts that `x` breaks, the most broken first, spread over rows.

    Cuts of more than three rows are looked for from every row, `starts` times if few are found.
    """
    support = x > 1e-7
    rows, part = columns.take(support).rows(m), x[support]
    found = list(_triples(rows, part, m + n))
    if len(found) < most:
        weighted = _weighted(rows, part, m + n, most, starts, pool)
        found += [(over, cut) for cut, over in weighted.items()]
    found.sort(key=lambda each: (-round(each[0], 6), each[1]))
    chosen: list[Cut] = []
    times = np.zeros(m + n, np.int64)
    for _, cut in found:
        if cut in known or cut in chosen or times[list(cut.rows)].max() >= _CUTS_A_ROW:
            continue
        times[list(cut.rows)] += 1
        chosen.append(cut)
        if len(chosen) == most:
            break
    return chosen


def _triples(rows: Ints, x: Floats, total: int) -> Iterator[tuple[float, Cut]]:
    shared = together(rows, x, total)
    sets, excess = search_triples(shared, rows, x, _MOST_TRIPLES, _LEAST_VIOLATION)
    for chosen, over in zip(sets, excess, strict=True):
        yield float(over), Cut(tuple(sorted(int(row) for row in chosen)), (1, 1, 1), 2)


def _weighted(
    rows: Ints, x: Floats, total: int, most: int, starts: int, pool: Executor | None
) -> dict[Cut, float]:
    """Return broken cuts of more than three rows, each with how much it is exceeded."""
    found: dict[Cut, float] = {}
    fractional = (x < 1 - 1e-7) & (x > 1e-7)
    support = _support(rows[fractional], x[fractional], total)
    candidates = np.nonzero(np.diff(support.ptr))[0]
    tried = [pattern for pattern in _PATTERNS if len(candidates) >= len(pattern[0])]
    for number in range(starts):

        def search(pattern: tuple[tuple[int, ...], int], number: int = number) -> _Sets:
            weights, divisor = np.array(pattern[0]), pattern[1]
            random = random_state(len(weights), number)
            chance = _CHANCE if number else 0.0
            return search_weighted(weights, divisor, candidates, support, chance, random)

        results = list(map(search, tried) if pool is None else pool.map(search, tried))
        for (weights, divisor), (sets, excess) in zip(tried, results, strict=True):
            for at in np.nonzero(excess > _LEAST_VIOLATION)[0]:
                pairs = sorted(zip(map(int, sets[at]), weights, strict=True))
                cut_rows, cut_weights = zip(*pairs, strict=True)
                found[Cut(cut_rows, cut_weights, divisor)] = float(excess[at])
        if len(found) > _PLENTY * most:
            break
    return found


def _support(rows: Ints, x: Floats, total: int) -> Support:
    order = np.argsort(rows, axis=None, kind="stable")
    order = order[rows.ravel()[order] >= 0]
    ptr = np.searchsorted(rows.ravel()[order], np.arange(total + 1))
    return Support(rows, x, ptr, order // rows.shape[1], together(rows, x, total))
