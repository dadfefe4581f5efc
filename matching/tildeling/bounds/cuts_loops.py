"""The compiled searches for broken cuts."""

from __future__ import annotations

import numpy as np

from matching.felles.compiled import compiled
from matching.tildeling.model.columns import Floats, Ints

_MOST_PASSES = 6


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


@compiled
def search_weighted(
    weights: Ints,
    divisor: int,
    candidates: Ints,
    shared: Floats,
    x: Floats,
    ptr: Ints,
    column_of: Ints,
) -> tuple[Ints, Floats]:
    """Return, for each candidate row as a start, a set of rows and by how much it is exceeded.

    The set grows by the row that shares most with it; then rows are exchanged one by one while
    that helps.  Row r stands in the columns `column_of[ptr[r]:ptr[r + 1]]`.
    """
    size = weights.shape[0]
    sets = np.zeros((candidates.shape[0], size), np.int64)
    excess = np.zeros(candidates.shape[0], np.float64)
    limit = float(weights.sum() // divisor)
    meets = np.zeros(x.shape[0], np.int64)
    for start in range(candidates.shape[0]):
        chosen = sets[start]
        meets[:] = 0
        _grow(chosen, candidates[start], candidates, shared)
        for place in range(size):
            _add(chosen[place], weights[place], ptr, column_of, meets)
        value = 0.0
        for column in range(x.shape[0]):
            value += x[column] * (meets[column] // divisor)
        for _ in range(_MOST_PASSES):
            better = False
            for place in range(size):
                gain, row = _best_exchange(
                    chosen, place, weights, divisor, candidates, x, ptr, column_of, meets
                )
                if gain > 1e-6:
                    _add(chosen[place], -weights[place], ptr, column_of, meets)
                    _add(row, weights[place], ptr, column_of, meets)
                    chosen[place] = row
                    value += gain
                    better = True
            if not better:
                break
        excess[start] = value - limit
    return sets, excess


@compiled
def _grow(chosen: Ints, start: int, candidates: Ints, shared: Floats) -> None:
    chosen[0] = start
    for place in range(1, chosen.shape[0]):
        best, most = -1, -1.0
        for row in candidates:
            if _holds(chosen, place, row):
                continue
            value = 0.0
            for before in range(place):
                value += shared[row, chosen[before]]
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
def _add(row: int, weight: int, ptr: Ints, column_of: Ints, meets: Ints) -> None:
    for at in range(ptr[row], ptr[row + 1]):
        meets[column_of[at]] += weight


@compiled
def _best_exchange(
    chosen: Ints,
    place: int,
    weights: Ints,
    divisor: int,
    candidates: Ints,
    x: Floats,
    ptr: Ints,
    column_of: Ints,
    meets: Ints,
) -> tuple[float, int]:
    """Return the gain of the best row to put in this place, and that row."""
    weight = weights[place]
    old = chosen[place]
    loss = 0.0
    for at in range(ptr[old], ptr[old + 1]):
        column = column_of[at]
        before = meets[column] // divisor
        meets[column] -= weight
        loss += x[column] * (before - meets[column] // divisor)
    best, most = old, 0.0
    for row in candidates:
        if _holds(chosen, chosen.shape[0], row):
            continue
        gain = -loss
        for at in range(ptr[row], ptr[row + 1]):
            column = column_of[at]
            gain += x[column] * ((meets[column] + weight) // divisor - meets[column] // divisor)
        if gain > most:
            best, most = row, gain
    _add(old, weight, ptr, column_of, meets)
    return most, best
