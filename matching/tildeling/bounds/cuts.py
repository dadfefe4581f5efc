"""Rank-one cuts that the relaxation breaks.

Add up a few rows (kommuner or veiledere), each with a weight, and divide: since every row holds
with at most one and columns are whole, the sum of floor(weights met / divisor) over the columns
of a plan is at most floor(all weights / divisor).  With three rows, weight one and divisor two
it says: at most one column meets two of the three.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import Executor
from typing import Final, NamedTuple

import numpy as np

from matching.felles.random_loops import random_state
from matching.tildeling.bounds.cuts_loops import Residues, Sums, search_sums, search_triples
from matching.tildeling.model.columns import Columns, Floats, Ints

_LEAST_VIOLATION: Final = 0.02
_MOST_TRIPLES: Final = 200_000
_MOST_SUMS: Final = 4000
_CUTS_A_ROW: Final = 8
# More rows than so many make a master slow, and seldom raise its value.
_MOST_ROWS: Final = 30
_MODULI: Final = (2, 3)
# Sums are looked for so many times for each modulus, the first time without chance.
_TRIES: Final = 16
_CHANCE: Final = 1.0
# Rows of which the solution has less, and columns that are so nearly whole, are in no cut.
_LEAST_PART: Final = 0.02
_WHOLE: Final = 1e-7


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
    tries: int = _TRIES,
    pool: Executor | None = None,
) -> list[Cut]:
    """Return at most `most` new cuts that `x` breaks, spread over rows, the most broken first for
    the size of their weights.

    Those of three rows and divisor two are all tried; others are looked for `tries` times.
    """
    support = x > _WHOLE
    rows, part = columns.take(support).rows(m), x[support]
    broken = dict(_triples(rows, part, m + n))
    fractional = part < 1 - _WHOLE
    broken.update(_sums(rows[fractional], part[fractional], m + n, len(known), tries, pool))
    new = {cut: over for cut, over in broken.items() if cut not in known}
    return _spread(new, most, m + n)


def _spread(broken: dict[Cut, float], most: int, total: int) -> list[Cut]:
    """Return the cuts that a solution breaks most for the size of their weights; few to a row."""

    def rank(cut: Cut) -> tuple[float, Cut]:
        return -round(broken[cut] / math.hypot(*cut.weights), 6), cut

    chosen: list[Cut] = []
    times = np.zeros(total, np.int64)
    for cut in sorted(broken, key=rank):
        if len(chosen) == most:
            break
        if times[list(cut.rows)].max() < _CUTS_A_ROW:
            times[list(cut.rows)] += 1
            chosen.append(cut)
    return chosen


def _triples(rows: Ints, x: Floats, total: int) -> Iterator[tuple[Cut, float]]:
    shared = together(rows, x, total)
    sets, excess = search_triples(shared, rows, x, _MOST_TRIPLES, _LEAST_VIOLATION)
    for chosen, over in zip(sets, excess, strict=True):
        yield Cut(tuple(sorted(int(row) for row in chosen)), (1, 1, 1), 2), float(over)


def _sums(
    rows: Ints, x: Floats, total: int, seed: int, tries: int, pool: Executor | None
) -> Iterator[tuple[Cut, float]]:
    """Give broken cuts of any number of rows, each with how much it is exceeded.

    Rows without slack are added up so that the columns of the solution are multiples of a
    modulus and the right side is not: dividing then loses nothing on the left.  Found as in
    Caprara, Fischetti & Letchford, «On the separation of maximally violated mod-k cuts» (2000).
    """
    used, residues, amount = _rows_and_parts(rows, x, total)

    def search(task: tuple[int, int]) -> tuple[Residues, Floats]:
        modulus, number = task
        random = random_state(seed, number)
        chance = _CHANCE if number else 0.0
        sums = Sums(residues, amount, modulus)
        return search_sums(sums, chance, _MOST_SUMS, _LEAST_VIOLATION, random)

    tasks = [(modulus, number) for modulus in _MODULI for number in range(tries)]
    results = map(search, tasks) if pool is None else pool.map(search, tasks)
    for (modulus, _), (found, excess) in zip(tasks, results, strict=True):
        for weights, over in zip(found, excess, strict=True):
            at = np.nonzero(weights)[0]
            if len(at) <= _MOST_ROWS:
                chosen, own = used[at].tolist(), weights[at].tolist()
                yield Cut(tuple(chosen), tuple(own), modulus), float(over)


def _rows_and_parts(rows: Ints, x: Floats, total: int) -> tuple[Ints, Residues, Floats]:
    """Return the rows that a fractional solution is in, and `Sums` of one row each."""
    inside = np.zeros((total + 1, len(x)), np.int8)
    for place in range(rows.shape[1]):
        inside[rows[:, place], np.arange(len(x))] = 1
    load = inside[:total] @ x
    used = np.nonzero(load > _LEAST_PART)[0]
    residues = np.hstack([inside[used], np.eye(len(used), dtype=np.int8)])
    return used, residues, np.concatenate([x, np.maximum(0.0, 1.0 - load[used])])
