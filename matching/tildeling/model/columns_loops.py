"""Cost and rules of one column, compiled; tests compare them with cost.py and rules.py."""

from __future__ import annotations

import numpy as np

from matching.felles.compiled import compiled, lean
from matching.tildeling.model.columns import Arrays, Bools, Duals, Ints


@lean
def bits_in(word: np.uint64) -> int:
    """Return how many bits of a word are set, by adding neighbours: pairs, fours, bytes, all."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + (
        (word >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@lean
def missing_fag(a: Arrays, i: int, j: int, k: int) -> int:
    """Return how many subject areas of kommune k neither i nor j has."""
    count = 0
    for w in range(a.kommune_fag.shape[1]):
        count += bits_in(a.kommune_fag[k, w] & ~(a.veileder_fag[i, w] | a.veileder_fag[j, w]))
    return count


@lean
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
def column_costs(a: Arrays, par: Ints, kommuner: Ints) -> Ints:
    """Return the cost of columns: N pairs, and N x maks kommuner padded with -1."""
    cost = np.zeros(par.shape[0], np.int64)
    for at in range(par.shape[0]):
        size = 0
        while size < kommuner.shape[1] and kommuner[at, size] >= 0:
            size += 1
        cost[at] = column_cost(a, par[at, 0], par[at, 1], kommuner[at], size)
    return cost


@lean
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


@compiled
def allowed(a: Arrays, par: Ints, kommuner: Ints) -> Bools:
    """Return which columns keep the rules and locks of `a`; hours are taken for granted."""
    result = np.zeros(par.shape[0], np.bool_)
    for at in range(par.shape[0]):
        result[at] = _allowed(a, par, kommuner, at)
    return result


@lean
def _allowed(a: Arrays, par: Ints, kommuner: Ints, at: int) -> bool:
    i, j = par[at, 0], par[at, 1]
    if not a.par_ok[i, j]:
        return False
    for x in range(kommuner.shape[1]):
        k = kommuner[at, x]
        if k >= 0 and not may_join(a, i, j, k):
            return False
    for side in range(2):
        v = par[at, side]
        for y in range(a.las_ptr[v], a.las_ptr[v + 1]):
            kept = False
            for x in range(kommuner.shape[1]):
                kept = kept or kommuner[at, x] == a.las_kommune[y]
            if not kept:
                return False
    return True


@compiled
def reduced_costs(rows: Ints, cost: Ints, d: Duals) -> Ints:
    """Return the scaled reduced cost of columns given by their rows (N x width, padded -1)."""
    result = np.zeros(cost.shape[0], np.int64)
    meets = np.zeros(d.cuts.shape[0], np.int64)
    for at in range(cost.shape[0]):
        result[at] = d.scale * cost[at] + _less_prices(rows, d, meets, at)
    return result


@lean
def _less_prices(rows: Ints, d: Duals, meets: Ints, at: int) -> int:
    """Return minus the prices of the rows and cuts of a column; `meets` is left at zero."""
    value = 0
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
    return value
