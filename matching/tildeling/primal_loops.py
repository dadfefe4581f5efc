"""The compiled inner loop of the start heuristic: simulated annealing over whole plans.

Hard rules that are broken, and kommuner that are not covered, cost a penalty here; the caller
keeps only the lag that break nothing.  The penalties are no part of the model's cost.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.felles.compiled import compiled
from matching.tildeling.columns import Arrays, Bools, Ints
from matching.tildeling.columns_loops import column_cost, may_join


class Plan(NamedTuple):
    """A plan under change: lag numbered 0..n//2-1, empty ones included."""

    par: Ints  # lag x 2, -1 where empty
    kommuner: Ints  # lag x maks
    size: Ints  # kommuner in each lag
    energy: Ints  # cost and penalties of each lag
    lag_of_veileder: Ints  # -1 unused
    lag_of_kommune: Ints  # -1 uncovered


class Prices(NamedTuple):
    """Penalties and temperatures, all in units of cost."""

    uncovered: int
    broken: int
    off_band: int
    per_hour: int
    hot: float
    cold: float


@compiled
def lag_energy(a: Arrays, p: Prices, i: int, j: int, kommuner: Ints, size: int) -> int:
    """Return the cost of a lag and the penalty of what it breaks; nothing for an empty one."""
    if size == 0:
        return 0
    timer = 0
    broken = 0 if a.par_ok[i, j] else 1
    for x in range(size):
        timer += a.kommune_timer[kommuner[x]]
        if not may_join(a, i, j, kommuner[x]):
            broken += 1
    for v in (i, j):
        for at in range(a.las_ptr[v], a.las_ptr[v + 1]):
            kept = False
            for x in range(size):
                kept = kept or kommuner[x] == a.las_kommune[at]
            if not kept:
                broken += 1
    off = max(0, max(a.lo[i], a.lo[j]) - timer) + max(0, timer - min(a.hi[i], a.hi[j]))
    penalty = p.broken * broken + p.per_hour * off + (p.off_band if off > 0 else 0)
    return int(column_cost(a, i, j, kommuner, size) + penalty)


@compiled
def _without(kommuner: Ints, size: int, k: int, out: Ints) -> int:
    at = 0
    for x in range(size):
        if kommuner[x] != k:
            out[at] = kommuner[x]
            at += 1
    return at


@compiled
def _store(plan: Plan, lag: int, kommuner: Ints, size: int, energy: int) -> None:
    for x in range(size):
        plan.kommuner[lag, x] = kommuner[x]
        plan.lag_of_kommune[kommuner[x]] = lag
    plan.size[lag] = size
    plan.energy[lag] = energy
    if size == 0:
        for side in range(2):
            plan.lag_of_veileder[plan.par[lag, side]] = -1
            plan.par[lag, side] = -1


@compiled
def _accept(delta: float, temperature: float) -> bool:
    return bool(delta <= 0 or np.random.random() < np.exp(-delta / temperature))


@compiled
def _unused_price(p: Prices, krav: Bools, row: int) -> int:
    return p.broken if krav[row] else 0


@compiled
def _empty_price(a: Arrays, p: Prices, krav: Bools, i: int, j: int) -> int:
    """Return the penalty that appears when a lag is dissolved and a lock wanted its members."""
    m = a.ok.shape[1]
    return _unused_price(p, krav, m + i) + _unused_price(p, krav, m + j)


@compiled
def _relocate(
    a: Arrays, p: Prices, krav: Bools, plan: Plan, t: float, one: Ints, two: Ints
) -> None:
    """Move a kommune to another lag, or into a new lag of two unused veiledere."""
    n, m = a.ok.shape
    k = np.random.randint(m)
    fra = plan.lag_of_kommune[k]
    til = np.random.randint(plan.size.shape[0])
    if til == fra or plan.size[til] == a.maks:
        return
    i, j = plan.par[til, 0], plan.par[til, 1]
    opened = plan.size[til] == 0
    if opened:
        i, j = np.random.randint(n), np.random.randint(n)
        if i == j or plan.lag_of_veileder[i] >= 0 or plan.lag_of_veileder[j] >= 0:
            return
        if not (a.ok[i, k] and a.ok[j, k]):
            return
    for x in range(plan.size[til]):
        two[x] = plan.kommuner[til, x]
    two[plan.size[til]] = k
    size_two = plan.size[til] + 1
    after_two = lag_energy(a, p, i, j, two, size_two)
    delta = after_two - plan.energy[til]
    if opened:
        delta -= _empty_price(a, p, krav, i, j)
    size_one, after_one = 0, 0
    if fra >= 0:
        size_one = _without(plan.kommuner[fra], plan.size[fra], k, one)
        after_one = lag_energy(a, p, plan.par[fra, 0], plan.par[fra, 1], one, size_one)
        delta += after_one - plan.energy[fra]
        if size_one == 0:
            delta += _empty_price(a, p, krav, plan.par[fra, 0], plan.par[fra, 1])
    else:
        delta -= p.uncovered + _unused_price(p, krav, k)
    if not _accept(delta, t):
        return
    if opened:
        plan.par[til, 0], plan.par[til, 1] = i, j
        plan.lag_of_veileder[i] = plan.lag_of_veileder[j] = til
    if fra >= 0:
        _store(plan, fra, one, size_one, after_one)
    _store(plan, til, two, size_two, after_two)


@compiled
def _exchange(a: Arrays, p: Prices, plan: Plan, t: float, one: Ints, two: Ints) -> None:
    """Let two lag exchange a kommune each."""
    m = a.ok.shape[1]
    k, other = np.random.randint(m), np.random.randint(m)
    fra, til = plan.lag_of_kommune[k], plan.lag_of_kommune[other]
    if fra < 0 or til < 0 or fra == til:
        return
    size_one, size_two = plan.size[fra], plan.size[til]
    for x in range(size_one):
        one[x] = plan.kommuner[fra, x] if plan.kommuner[fra, x] != k else other
    for x in range(size_two):
        two[x] = plan.kommuner[til, x] if plan.kommuner[til, x] != other else k
    after_one = lag_energy(a, p, plan.par[fra, 0], plan.par[fra, 1], one, size_one)
    after_two = lag_energy(a, p, plan.par[til, 0], plan.par[til, 1], two, size_two)
    if _accept(after_one + after_two - plan.energy[fra] - plan.energy[til], t):
        _store(plan, fra, one, size_one, after_one)
        _store(plan, til, two, size_two, after_two)


@compiled
def _replace(a: Arrays, p: Prices, krav: Bools, plan: Plan, t: float) -> None:
    """Let any veileder take a place in a lag; one who has a place gets the other's in return."""
    n, m = a.ok.shape
    lag = plan.lag_of_kommune[np.random.randint(m)]
    new = np.random.randint(n)
    if lag < 0 or plan.lag_of_veileder[new] == lag:
        return
    side = np.random.randint(2)
    old, partner = plan.par[lag, side], plan.par[lag, 1 - side]
    size = plan.size[lag]
    after = lag_energy(a, p, new, partner, plan.kommuner[lag], size)
    delta = after - plan.energy[lag]
    fra = plan.lag_of_veileder[new]
    after_fra = 0
    place = 0
    if fra >= 0:
        place = 0 if plan.par[fra, 0] == new else 1
        mate = plan.par[fra, 1 - place]
        after_fra = lag_energy(a, p, old, mate, plan.kommuner[fra], plan.size[fra])
        delta += after_fra - plan.energy[fra]
    else:
        delta += _unused_price(p, krav, m + old) - _unused_price(p, krav, m + new)
    if not _accept(delta, t):
        return
    plan.par[lag, side] = new
    plan.energy[lag] = after
    plan.lag_of_veileder[new] = lag
    plan.lag_of_veileder[old] = fra
    if fra >= 0:
        plan.par[fra, place] = old
        plan.energy[fra] = after_fra


@compiled
def anneal(a: Arrays, krav: Bools, p: Prices, plan: Plan, moves: int, seed: int) -> None:
    """Change the plan by `moves` random moves while it cools from hot to cold."""
    if plan.size.shape[0] == 0 or a.ok.shape[1] == 0:
        return
    np.random.seed(seed)
    one = np.zeros(a.maks + 1, np.int64)
    two = np.zeros(a.maks + 1, np.int64)
    t = p.hot
    for move in range(moves):
        if move % 256 == 0:
            t = p.hot * (p.cold / p.hot) ** (move / moves)
        kind = np.random.randint(4)
        if kind == 0:
            _relocate(a, p, krav, plan, t, one, two)
        elif kind == 1:
            _exchange(a, p, plan, t, one, two)
        else:
            _replace(a, p, krav, plan, t)
