"""The compiled searches for broken cuts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.felles.compiled import compiled
from matching.felles.random_loops import uniform
from matching.tildeling.model.columns import Floats, Ints, Words

_MOST_PASSES = 6
_LEAST_GAIN = 1e-6


@compiled
def search_triples(
    shared: Floats, rows: Ints, x: Floats, room: int, least: float
) -> tuple[Ints, Floats]:
    """Return sets of three rows and by how much each is exceeded, the first `room` found."""
    total = shared.shape[0]
    found = np.zeros((room, 3), np.int64)
    excess = np.zeros(room, np.float64)
    number = 0
    near = np.zeros(total, np.int64)
    for b in range(total):
        degree = 0
        for other in range(total):
            if other != b and shared[b, other] > 1e-6:
                near[degree] = other
                degree += 1
        for p in range(degree):
            a = near[p]
            for q in range(p + 1, degree):
                c = near[q]
                # The triple is met from each of its rows with two neighbours: keep one of them.
                if shared[a, c] > 1e-6 and not (b < a and b < c):
                    continue
                value = shared[a, b] + shared[b, c] + shared[a, c]
                if value <= 1.0 + least:
                    continue
                value -= 2.0 * _all_three(rows, x, a, b, c)
                if value > 1.0 + least and number < room:
                    found[number, 0], found[number, 1], found[number, 2] = a, b, c
                    excess[number] = value - 1.0
                    number += 1
    return found[:number], excess[:number]


@compiled
def _all_three(rows: Ints, x: Floats, a: int, b: int, c: int) -> float:
    value = 0.0
    for at in range(rows.shape[0]):
        meets = 0
        for place in range(rows.shape[1]):
            if rows[at, place] in (a, b, c):
                meets += 1
        if meets == 3:
            value += x[at]
    return value


class Support(NamedTuple):
    """The columns that a solution has a part of, by row too: row r stands in the columns
    `column_of[ptr[r]:ptr[r + 1]]`."""

    rows: Ints  # N x any: the rows of each column, padded with -1
    x: Floats  # N
    ptr: Ints
    column_of: Ints
    shared: Floats  # total x total: how much of the solution has two rows in one column


class _Work(NamedTuple):
    """Scratch memory; what bears another stamp than the last is as good as zero."""

    meets: Ints  # N: the weight that each column meets
    seen: Ints  # N: stamps
    gain: Floats  # total: what each row would add to a set
    touched: Ints  # total: stamps of `gain`
    near: Ints  # total: the rows with a stamp
    stamp: Ints  # 1


@compiled
def search_weighted(
    weights: Ints, divisor: int, candidates: Ints, s: Support, chance: float, random: Words
) -> tuple[Ints, Floats]:
    """Return, for each candidate row as a start, a set of rows and by how much it is exceeded.

    The set grows by rows that share much with it, the more by `chance` the larger that is (0: by
    the one that shares most); then rows are exchanged one by one while that helps.
    """
    size, number, total = weights.shape[0], s.x.shape[0], s.ptr.shape[0] - 1
    sets = np.zeros((candidates.shape[0], size), np.int64)
    excess = np.zeros(candidates.shape[0], np.float64)
    limit = float(weights.sum() // divisor)
    work = _Work(
        np.zeros(number, np.int64),
        np.zeros(number, np.int64),
        np.zeros(total, np.float64),
        np.zeros(total, np.int64),
        np.zeros(total, np.int64),
        np.zeros(1, np.int64),
    )
    for start in range(candidates.shape[0]):
        chosen = sets[start]
        work.meets[:] = 0
        _grow(chosen, candidates[start], candidates, s.shared, chance, random)
        for place in range(size):
            _add(chosen[place], weights[place], s, work)
        value = 0.0
        for column in range(number):
            value += s.x[column] * (work.meets[column] // divisor)
        for _ in range(_MOST_PASSES):
            better = False
            for place in range(size):
                gain, row = _best_exchange(chosen, place, weights[place], divisor, s, work)
                if gain > _LEAST_GAIN:
                    _add(chosen[place], -weights[place], s, work)
                    _add(row, weights[place], s, work)
                    chosen[place] = row
                    value += gain
                    better = True
            if not better:
                break
        excess[start] = value - limit
    return sets, excess


@compiled
def _grow(
    chosen: Ints, start: int, candidates: Ints, shared: Floats, chance: float, random: Words
) -> None:
    chosen[0] = start
    for place in range(1, chosen.shape[0]):
        best, most = -1, -1.0
        for row in candidates:
            if _holds(chosen, place, row):
                continue
            value = 0.0
            for before in range(place):
                value += shared[row, chosen[before]]
            if value > 0.0 and chance > 0.0:
                value *= uniform(random) ** chance
            if value > most:
                best, most = row, value
        chosen[place] = best


@compiled
def _holds(chosen: Ints, size: int, row: int) -> bool:
    held = False
    for place in range(size):
        held = held or chosen[place] == row
    return held


@compiled
def _add(row: int, weight: int, s: Support, work: _Work) -> None:
    for at in range(s.ptr[row], s.ptr[row + 1]):
        work.meets[s.column_of[at]] += weight


@compiled
def _best_exchange(
    chosen: Ints, place: int, weight: int, divisor: int, s: Support, work: _Work
) -> tuple[float, int]:
    """Return the gain of the best row to put in this place, and that row.

    Only columns that meet the rest of the set can count more by a further row: a weight alone is
    below the divisor.
    """
    old = chosen[place]
    work.stamp[0] += 1
    stamp, near = work.stamp[0], 0
    loss = 0.0
    for at in range(s.ptr[old], s.ptr[old + 1]):
        column = s.column_of[at]
        before = work.meets[column] // divisor
        work.meets[column] -= weight
        loss += s.x[column] * (before - work.meets[column] // divisor)
    for other in chosen:
        if other == old:
            continue
        for at in range(s.ptr[other], s.ptr[other + 1]):
            column = s.column_of[at]
            if work.seen[column] == stamp:
                continue
            work.seen[column] = stamp
            meets = work.meets[column]
            more = s.x[column] * ((meets + weight) // divisor - meets // divisor)
            if more == 0.0:
                continue
            for row in s.rows[column]:
                if row < 0:
                    continue
                if work.touched[row] != stamp:
                    work.touched[row], work.gain[row] = stamp, -loss
                    work.near[near] = row
                    near += 1
                work.gain[row] += more
    _add(old, weight, s, work)
    best, most = old, 0.0
    for at in range(near):
        row = work.near[at]
        if work.gain[row] > most and not _holds(chosen, chosen.shape[0], row):
            best, most = row, work.gain[row]
    return most, best
