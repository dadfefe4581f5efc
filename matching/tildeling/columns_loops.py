"""Cost and rules of one column, compiled; tests compare them with cost.py and rules.py."""

from __future__ import annotations

import numpy as np

from matching.felles.compiled import compiled
from matching.tildeling.columns import Arrays, Ints


@compiled
def _bits_in(word: np.uint64) -> int:
    count = 0
    while word:
        word &= word - np.uint64(1)
        count += 1
    return count


@compiled
def missing_fag(a: Arrays, i: int, j: int, k: int) -> int:
    """Return how many subject areas of kommune k neither i nor j has."""
    count = 0
    for w in range(a.kommune_fag.shape[1]):
        count += _bits_in(a.kommune_fag[k, w] & ~(a.veileder_fag[i, w] | a.veileder_fag[j, w]))
    return count


@compiled
def column_cost(a: Arrays, i: int, j: int, kommuner: Ints, size: int) -> int:
    """Return the cost of pair (i, j) with the first `size` of `kommuner`; size at least 1."""
    cost = a.par_cost[i, j]
    timer = 0
    fylker = 0
    for x in range(size):
        k = kommuner[x]
        timer += a.kommune_timer[k]
        cost += a.cost[i, k] + a.cost[j, k] + a.fagomrade * missing_fag(a, i, j, k)
        new = 1
        for y in range(x):
            if a.fylke[kommuner[y]] == a.fylke[k]:
                new = 0
        fylker += new
    cost += a.ekstra_fylke * (fylker - 1)
    away = abs(timer - a.midt[i]) + abs(timer - a.midt[j])
    return int(cost + a.time_fra_midten * away)


@compiled
def may_join(a: Arrays, i: int, j: int, k: int) -> bool:
    """Return whether pair (i, j) may serve k: placements, locks on k, and its Sami language."""
    if not (a.ok[i, k] and a.ok[j, k]):
        return False
    for x in range(2):
        locked = a.las_veileder[k, x]
        if locked >= 0 and locked not in (i, j):
            return False
    sprak = a.kommune_sprak[k]
    return bool(sprak == 0 or (sprak & (a.veileder_sprak[i] | a.veileder_sprak[j])) != 0)
