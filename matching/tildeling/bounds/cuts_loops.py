"""The compiled searches for broken cuts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.felles.compiled import compiled, lean
from matching.felles.random_loops import uniform
from matching.tildeling.model.columns import Bools, Floats, Ints, Words

Residues = npt.NDArray[np.int8]


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


class Sums(NamedTuple):
    """Rows of the master and sums of them, modulo a small prime.

    Each has its residue in every column of the solution, and behind those how often each row of
    the master is in it.  `amount` is how much the solution has of the columns, and how far it
    leaves each row open.
    """

    residues: Residues  # rows x (columns + rows)
    amount: Floats  # columns + rows
    modulus: int


@compiled
def search_sums(
    sums: Sums, chance: float, room: int, least: float, random: Words
) -> tuple[Residues, Floats]:
    """Return how often each row is in sums that are broken cuts once divided by the modulus, and
    by how much, the first `room` found.

    What a sum loses by rounding down is its residue in each column, times what there is of that.
    So columns are cleared one by one, the fullest first, by adding a row to all others that the
    column is in; the row itself is then used up.  `chance` blurs what counts as full.
    """
    residues, number = sums.residues.copy(), sums.residues.shape[0]
    columns = sums.amount.shape[0] - number
    left = np.ones(number, np.bool_)
    loss = np.zeros(number, np.float64)
    for row in range(number):
        loss[row] = _loss(residues, sums.amount, sums.modulus, row, 1)
    fullness = np.zeros(columns, np.float64)
    for column in range(columns):
        fullness[column] = sums.amount[column] * _blurred(chance, random)
    found = np.zeros((room, number), np.int8)
    excess = np.zeros(room, np.float64)
    size = 0
    for column in np.argsort(-fullness, kind="mergesort"):
        pivot = _pivot(residues, left, loss, column, chance, random)
        if pivot < 0:
            continue
        left[pivot] = False
        for row in range(number):
            if not left[row] or residues[row, column] == 0:
                continue
            _clear(residues, sums.modulus, row, pivot, column)
            times, over, loss[row] = _weigh(residues, sums.amount, sums.modulus, row)
            if over > least and size < room:
                for at in range(number):
                    found[size, at] = times * residues[row, columns + at] % sums.modulus
                excess[size] = over
                size += 1
    return found[:size], excess[:size]


@lean
def _blurred(chance: float, random: Words) -> float:
    return float(np.exp(chance * (2.0 * uniform(random) - 1.0)))


@lean
def _pivot(
    residues: Residues, left: Bools, loss: Floats, column: int, chance: float, random: Words
) -> int:
    """Return the row in a column that loses least, -1 if there is none."""
    best, least = -1, np.inf
    for row in range(residues.shape[0]):
        if left[row] and residues[row, column] != 0:
            value = loss[row] * _blurred(chance, random)
            if value < least:
                best, least = row, value
    return best


@lean
def _clear(residues: Residues, modulus: int, row: int, pivot: int, column: int) -> None:
    """Add the pivot to a row so often that nothing is left of it in the column."""
    times = 1
    while (residues[row, column] + times * residues[pivot, column]) % modulus != 0:
        times += 1
    for at in range(residues.shape[1]):
        if residues[pivot, at] != 0:
            residues[row, at] = (residues[row, at] + times * residues[pivot, at]) % modulus


@lean
def _weigh(residues: Residues, amount: Floats, modulus: int, row: int) -> tuple[int, float, float]:
    """Return the multiple of a sum that is exceeded most as a cut, by how much, and the least
    loss of any."""
    columns = amount.shape[0] - residues.shape[0]
    best, most, least = 1, -np.inf, np.inf
    for times in range(1, modulus):
        right = 0
        for at in range(columns, amount.shape[0]):
            right += times * residues[row, at] % modulus
        loss = _loss(residues, amount, modulus, row, times)
        over = (right % modulus - loss) / modulus
        least = min(least, loss)
        if over > most:
            best, most = times, over
    return best, most, least


@lean
def _loss(residues: Residues, amount: Floats, modulus: int, row: int, times: int) -> float:
    loss = 0.0
    for at in range(amount.shape[0]):
        if residues[row, at] != 0:
            loss += amount[at] * (times * residues[row, at] % modulus)
    return loss
