"""The compiled inner loop of the primal side: simulated annealing over whole plans.

Hard rules that are broken, and kommuner that are not covered, cost a penalty here; the caller
keeps only the lag that break nothing.  The penalties are no part of the model's cost.
The moves are in `moves_loops.py`; this file prices what they change and accepts or forgets it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.felles.compiled import compiled, lean
from matching.felles.random_loops import uniform
from matching.tildeling.heuristics.moves_loops import (
    ENERGY,
    ENTER,
    FIRST,
    LEAVE,
    NUMBER,
    SIZE,
    SLOTS,
    chain,
    dissolve,
    open_lag,
    relocate,
    replace,
    replace_both,
)
from matching.tildeling.model.columns import Arrays, Bools, Ints, Words
from matching.tildeling.model.columns_loops import column_cost, may_join

# Columns of `Costs.veileder`, `Costs.kommune` and `Costs.weights`.
_LO, _HI, _MIDT, _KNOWN, _HAS = 0, 1, 2, 3, 4
_TIMER, _FYLKE, _SPRAK, _WANTS = 0, 1, 2, 3
_FAG, _SPREAD, _HOUR, _BROKEN, _OFF_BAND, _PER_HOUR = 0, 1, 2, 3, 4, 5


# How often each kind of move is tried, summed up.
_RELOCATE, _CHAIN, _REPLACE, _REPLACE_BOTH, _OPEN = 0.2, 0.45, 0.85, 0.92, 0.97
_STAGES = 64
# The temperature stays for so many moves.
_STEADY = 64
_TINY = 1e-300
# From this part of the run on, penalties are whole.
_FIRM_FROM = 0.7


class Costs(NamedTuple):
    """The costs of a model with the penalties folded in."""

    par: Ints  # n x n: terms of the pair, and the penalty of a pair that may not be
    sted: Ints  # n x m: terms of one member in one kommune, and the penalty if that may not be
    veileder: Ints  # n x any: lo, hi, midt, bits of Sami languages, bits of subject areas
    kommune: Ints  # m x any: timer, fylke, bit of the Sami language, bits of subject areas
    las: Ints  # (m + n) x any: the rows a row is locked to, -1 for none; no rows without locks
    # fagomrade, ekstra_fylke, time_fra_midten; penalties of a broken rule, of being off the band
    # and of an hour off it, as they are now and as they are in the end
    weights: Ints
    idle: Ints  # m + n: price of a row that is not in the plan


@lean
def _broken_locks(las: Ints, m: int, at: Ints, row: int) -> int:
    """Return how many locks the lag in a row of `at` breaks."""
    broken = 0
    i, j = m + at[row, 0], m + at[row, 1]
    last = FIRST + at[row, SIZE]
    for v in (i, j):
        for y in range(las.shape[1]):
            kept = las[v, y] < 0
            for x in range(FIRST, last):
                kept = kept or at[row, x] == las[v, y]
            if not kept:
                broken += 1
    for x in range(FIRST, last):
        for y in range(las.shape[1]):
            locked = las[at[row, x], y]
            if locked >= 0 and locked not in (i, j):
                broken += 1
    return broken


@lean
def _energy(
    par: Ints, sted: Ints, veileder: Ints, kommune: Ints, las: Ints, w: Ints, at: Ints, row: int
) -> int:
    """Return the cost and penalties of the lag in a row of `at`; nothing for an empty one."""
    if at[row, SIZE] == 0:
        return 0
    i, j = at[row, 0], at[row, 1]
    cost = par[i, j]
    timer, fylker, missing, broken = 0, 0, 0, 0
    for x in range(FIRST, FIRST + at[row, SIZE]):
        k = at[row, x]
        timer += kommune[k, _TIMER]
        cost += sted[i, k] + sted[j, k]
        for word in range(kommune.shape[1] - _WANTS):
            has = veileder[i, _HAS + word] | veileder[j, _HAS + word]
            bits = kommune[k, _WANTS + word] & ~has
            while bits:
                bits &= bits - 1
                missing += 1
        new = 1
        for y in range(FIRST, x):
            if kommune[at[row, y], _FYLKE] == kommune[k, _FYLKE]:
                new = 0
        fylker += new
        sprak = kommune[k, _SPRAK]
        if sprak != 0 and (sprak & (veileder[i, _KNOWN] | veileder[j, _KNOWN])) == 0:
            broken += 1
    if las.shape[0] > 0:
        broken += _broken_locks(las, kommune.shape[0], at, row)
    away = abs(timer - veileder[i, _MIDT]) + abs(timer - veileder[j, _MIDT])
    off = max(0, max(veileder[i, _LO], veileder[j, _LO]) - timer)
    off += max(0, timer - min(veileder[i, _HI], veileder[j, _HI]))
    if off > 0:
        cost += w[_OFF_BAND] + w[_PER_HOUR] * off
    cost += w[_FAG] * missing + w[_SPREAD] * (fylker - 1) + w[_HOUR] * away
    return int(cost + w[_BROKEN] * broken)


@lean
def _worth(
    par: Ints,
    sted: Ints,
    veileder: Ints,
    kommune: Ints,
    las: Ints,
    w: Ints,
    idle: Ints,
    lag: Ints,
    change: Ints,
    moved: Ints,
) -> int:
    """Price every lag of a change; return what the change adds to the energy of the plan."""
    delta = 0
    for x in range(1, moved[ENTER, 0] + 1):
        delta -= idle[moved[ENTER, x]]
    for x in range(1, moved[LEAVE, 0] + 1):
        delta += idle[moved[LEAVE, x]]
    for x in range(change[SLOTS, 0]):
        energy = _energy(par, sted, veileder, kommune, las, w, change, x)
        delta += energy - lag[change[x, NUMBER], ENERGY]
        change[x, ENERGY] = energy
    return int(delta)


@lean
def _commit(lag: Ints, lag_of: Ints, free: Ints, change: Ints, moved: Ints, m: int) -> None:
    """Carry out a change."""
    for x in range(1, moved[LEAVE, 0] + 1):
        lag_of[moved[LEAVE, x]] = -1
    for x in range(change[SLOTS, 0]):
        number, size = change[x, NUMBER], change[x, SIZE]
        if lag[number, SIZE] == 0:
            free[0] -= 1  # only the last of the empty lag is ever opened
        if size == 0:
            free[0] += 1
            free[free[0]] = number
            lag[number, SIZE] = lag[number, ENERGY] = 0
            continue
        for y in range(FIRST + size):
            lag[number, y] = change[x, y]
        for y in range(FIRST, FIRST + size):
            lag_of[change[x, y]] = number
        lag_of[m + change[x, 0]] = number
        lag_of[m + change[x, 1]] = number


@lean
def _propose(
    near_v: Ints,
    near_k: Ints,
    lag: Ints,
    lag_of: Ints,
    free: Ints,
    change: Ints,
    moved: Ints,
    random: Words,
) -> bool:
    """Write down a random change; return whether there is anything to price."""
    change[SLOTS, 0] = moved[ENTER, 0] = moved[LEAVE, 0] = 0
    kind = uniform(random)
    if kind < _RELOCATE:
        return relocate(near_v, near_k, lag, lag_of, change, moved, random)
    if kind < _CHAIN:
        return chain(near_v, near_k, lag, lag_of, change, moved, random)
    if kind < _REPLACE:
        return replace(near_v, lag, lag_of, change, moved, random)
    if kind < _REPLACE_BOTH:
        return replace_both(near_v, lag, lag_of, change, moved, random)
    if kind < _OPEN:
        return open_lag(near_v, near_k, lag, lag_of, free, change, moved, random)
    return dissolve(near_v, near_k, lag, lag_of, change, moved, random)


@lean
def anneal(
    par: Ints,
    sted: Ints,
    veileder: Ints,
    kommune: Ints,
    las: Ints,
    w: Ints,
    idle: Ints,
    near_v: Ints,
    near_k: Ints,
    lag: Ints,
    lag_of: Ints,
    free: Ints,
    change: Ints,
    moved: Ints,
    moves: int,
    hot: float,
    cold: float,
    soft: float,
    random: Words,
) -> None:
    """Change the plan by `moves` random moves while it cools from `hot` to `cold`.

    Penalties for broken rules grow meanwhile from the part `soft` of what they are in the end.
    """
    stage = max(1, moves // _STAGES)
    t = hot
    for move in range(moves):
        if move % _STEADY == 0:
            t = hot * (cold / hot) ** (move / moves)
        if move % stage == 0:
            part = soft * (1 / soft) ** min(1.0, move / (_FIRM_FROM * moves))
            for at in range(_BROKEN, _PER_HOUR + 1):
                w[at] = int(part * w[at + 3])
            for row in range(lag.shape[0]):
                lag[row, ENERGY] = _energy(par, sted, veileder, kommune, las, w, lag, row)
        if _propose(near_v, near_k, lag, lag_of, free, change, moved, random):
            reach = -t * np.log(uniform(random) + _TINY)
            delta = _worth(par, sted, veileder, kommune, las, w, idle, lag, change, moved)
            if delta <= reach:
                _commit(lag, lag_of, free, change, moved, kommune.shape[0])


@compiled
def sound_lag(a: Arrays, lag: Ints, cost: Ints) -> Bools:
    """Return which lag break no rule, and write their costs."""
    sound = np.zeros(lag.shape[0], np.bool_)
    for row in range(lag.shape[0]):
        i, j, size = lag[row, 0], lag[row, 1], lag[row, SIZE]
        kommuner = lag[row, FIRST : FIRST + size]
        if size == 0 or not a.par_ok[i, j]:
            continue
        good, timer = True, 0
        for k in kommuner:
            good = good and may_join(a, i, j, k)
            timer += a.kommune_timer[k]
        for v in (i, j):
            good = good and a.lo[v] <= timer <= a.hi[v]
            for at in range(a.las_ptr[v], a.las_ptr[v + 1]):
                kept = False
                for k in kommuner:
                    kept = kept or k == a.las_kommune[at]
                good = good and kept
        sound[row] = good
        if good:
            cost[row] = column_cost(a, i, j, kommuner, size)
    return sound
