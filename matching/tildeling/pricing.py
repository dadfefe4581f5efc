"""Find the columns of least reduced cost; a full scan of the pairs gives a valid bound."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matching.tildeling.columns import Arrays, Bools, Columns, Ints
from matching.tildeling.pricing_loops import Duals, Room, best_sums, scan


@dataclass(frozen=True)
class Found:
    """Columns with their reduced costs (scaled).

    `worst` is for each veileder the least reduced cost, at most zero, of any column it is in;
    valid only when `complete` is true: every pair was scanned and nothing was left out.
    """

    columns: Columns
    reduced: Ints
    worst: Ints
    complete: bool


def price(
    a: Arrays,
    duals: Duals,
    limit: int,
    *,
    every: bool = False,
    room: int | None = None,
    pool: Executor | None = None,
    active: Bools | None = None,
) -> Found:
    """Return columns with a scaled reduced cost below `limit`: the best of each pair, or all.

    At most `room` columns are kept for each part of the scan (None: one for each pair);
    `complete` tells whether that was enough.  `active` restricts the scan to pairs of the marked
    veiledere (then not complete).
    The parts do not depend on the number of threads, so neither does the answer.
    """
    n = a.ok.shape[0]
    plain, timed = best_sums(a, duals)
    use = np.ones(n, np.bool_) if active is None else active
    parts = _parts(n)

    def run(part: tuple[int, int]) -> tuple[int, Room, Ints]:
        pairs = (part[1] - part[0]) * (2 * n - part[0] - part[1] - 1) // 2
        size = pairs if room is None else room
        space = Room(
            np.empty((size, 2), np.int64),
            np.empty((size, a.maks), np.int64),
            np.empty(size, np.int64),
            np.empty(size, np.int64),
        )
        worst = np.zeros(n, np.int64)
        found = scan(a, duals, plain, timed, use, *part, limit, every, space, worst)
        return found, space, worst

    results = list(map(run, parts) if pool is None else pool.map(run, parts))
    columns = [
        Columns(space.par[:found], space.kommuner[:found], space.cost[:found])
        for found, space, _ in results
    ]
    enough = all(found <= space.cost.shape[0] for found, space, _ in results)
    return Found(
        Columns.join(columns),
        np.concatenate([space.reduced[:found] for found, space, _ in results]),
        np.min([worst for _, _, worst in results], axis=0),
        active is None and enough,
    )


def _parts(n: int) -> list[tuple[int, int]]:
    """Return ranges of the lower number with about equally many pairs each."""
    if n < 60:
        return [(0, n)]
    number = 16
    share = np.linspace(0, 1, number + 1)
    # The pairs with a lower number below i are about n*i - i*i/2.
    edges = np.round(n * (1 - np.sqrt(1 - share))).astype(int)
    return [(int(lo), int(hi)) for lo, hi in pairwise(edges) if lo < hi]
