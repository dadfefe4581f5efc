"""The compiled inner loops of pricing: branch and bound over sets of kommuner for each pair.

Everything is in whole numbers: duals are multiplied by a scale S and rounded, costs are
multiplied by S, so a reduced cost is exact and a bound built on a full scan needs no tolerance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.felles.compiled import compiled
from matching.tildeling.columns import Arrays, Bools, Ints
from matching.tildeling.columns_loops import column_cost, may_join, missing_fag


class Duals(NamedTuple):
    """Scaled whole-number duals: price of each row (m + n) and of each cut, all times `scale`.

    The price of a veileder row and of a cut is at most zero.  A cut gives its rows weights; a
    column that meets weights of w in it has the coefficient w // divisor.  `ptr`, `cut_of` and
    `weight` list the cuts by row.
    """

    rows: Ints
    cuts: Ints
    divisor: Ints  # of each cut; every weight in it is smaller
    ptr: Ints  # m + n + 1
    cut_of: Ints
    weight: Ints
    scale: int


class Room(NamedTuple):
    """Where one scan writes its columns."""

    par: Ints
    kommuner: Ints
    cost: Ints
    reduced: Ints


@compiled
def best_sums(a: Arrays, d: Duals) -> tuple[Ints, Ints]:
    """Return, for each veileder, twice the most one member can gain in any set of kommuner.

    The second bound counts each hour as worth twice `time_fra_midten`, the most it can take off
    the two members' distance from the middle.
    """
    n, m = a.ok.shape
    plain = np.zeros(n, np.int64)
    timed = np.zeros(n, np.int64)
    top = np.zeros((2, a.maks), np.int64)
    hour = 2 * d.scale * a.time_fra_midten
    for i in range(n):
        top[:] = 0
        for k in range(m):
            if a.ok[i, k]:
                gain = d.rows[k] - 2 * d.scale * a.cost[i, k]
                _push_top(top[0], gain)
                _push_top(top[1], gain + hour * a.kommune_timer[k])
        plain[i] = top[0].sum()
        timed[i] = top[1].sum()
    return plain, timed


@compiled
def _push_top(top: Ints, value: int) -> None:
    """Put a value into a descending list of the largest, dropping the least."""
    at = top.shape[0]
    while at > 0 and top[at - 1] < value:
        at -= 1
    for x in range(top.shape[0] - 1, at, -1):
        top[x] = top[x - 1]
    if at < top.shape[0]:
        top[at] = value


class _Work(NamedTuple):
    """Scratch memory of one scan."""

    cand: Ints  # kommuner that may join, best first
    gain: Ints  # their gain
    timed: Ints  # their gain with each hour counted
    prefix: Ints  # sums of the positive gains
    best_timed: Ints  # (maks + 1) x (m + 1): best sums of the remaining timed gains
    meets: Ints  # weight that the column under construction meets in each cut
    top: Ints


@compiled
def _make_work(m: int, maks: int, cuts: int) -> _Work:
    return _Work(
        np.zeros(m, np.int64),
        np.zeros(m, np.int64),
        np.zeros(m, np.int64),
        np.zeros(m + 1, np.int64),
        np.zeros((maks + 1, m + 1), np.int64),
        np.zeros(cuts, np.int64),
        np.zeros((2, maks), np.int64),
    )


@compiled
def _collect(a: Arrays, d: Duals, work: _Work, i: int, j: int, target: int) -> int:
    """Fill the candidates that can still be in a set worth more than `target`; best first."""
    hour = 2 * d.scale * a.time_fra_midten
    work.top[:] = 0
    number = 0
    for k in range(a.ok.shape[1]):
        if may_join(a, i, j, k):
            cost = a.cost[i, k] + a.cost[j, k] + a.fagomrade * missing_fag(a, i, j, k)
            gain = d.rows[k] - d.scale * cost
            work.cand[number] = k
            work.gain[number] = gain
            work.timed[number] = gain + hour * a.kommune_timer[k]
            _push_top(work.top[0], gain)
            _push_top(work.top[1], work.timed[number])
            number += 1
    all_timed = work.top[1].sum() - d.scale * a.time_fra_midten * (a.midt[i] + a.midt[j])
    all_gain = work.top[0].sum()
    if all_gain <= target or all_timed <= target:
        return 0
    last_gain, last_timed = work.top[0, a.maks - 1], work.top[1, a.maks - 1]
    kept = 0
    for x in range(number):
        k, gain, timed = work.cand[x], work.gain[x], work.timed[x]
        lost = max(0, last_gain - gain)
        lost_timed = max(0, last_timed - timed)
        if all_gain - lost > target and all_timed - lost_timed > target:
            at = kept
            while at > 0 and work.gain[at - 1] < gain:
                work.cand[at] = work.cand[at - 1]
                work.gain[at] = work.gain[at - 1]
                work.timed[at] = work.timed[at - 1]
                at -= 1
            work.cand[at], work.gain[at], work.timed[at] = k, gain, timed
            kept += 1
    return kept


@compiled
def _fill_sums(work: _Work, number: int, maks: int) -> None:
    work.prefix[0] = 0
    for x in range(number):
        work.prefix[x + 1] = work.prefix[x] + max(0, work.gain[x])
    top = work.top[1]
    top[:] = 0
    work.best_timed[:, number] = 0
    for x in range(number - 1, -1, -1):
        _push_top(top, work.timed[x])
        work.best_timed[0, x] = 0
        for s in range(maks):
            work.best_timed[s + 1, x] = work.best_timed[s, x] + top[s]


class _Path(NamedTuple):
    """The set under construction, one entry for each depth (number of kommuner in it)."""

    kommune: Ints
    gain: Ints
    timed: Ints
    timer: Ints
    fylker: Ints
    penalty: Ints
    next_cand: Ints


@compiled
def _push(
    a: Arrays, d: Duals, work: _Work, path: _Path, depth: int, k: int, gain: int, timed: int
) -> None:
    """Add kommune k to the set of size `depth`."""
    new_fylke = 1
    for x in range(depth):
        if a.fylke[path.kommune[x]] == a.fylke[k]:
            new_fylke = 0
    penalty = path.penalty[depth]
    for at in range(d.ptr[k], d.ptr[k + 1]):
        cut = d.cut_of[at]
        before = work.meets[cut] // d.divisor[cut]
        work.meets[cut] += d.weight[at]
        if work.meets[cut] // d.divisor[cut] > before:
            penalty -= d.cuts[cut]
    path.kommune[depth] = k
    path.gain[depth + 1] = path.gain[depth] + gain
    path.timed[depth + 1] = path.timed[depth] + timed
    path.timer[depth + 1] = path.timer[depth] + a.kommune_timer[k]
    path.fylker[depth + 1] = path.fylker[depth] + new_fylke
    path.penalty[depth + 1] = penalty


@compiled
def _pop(d: Duals, work: _Work, k: int) -> None:
    for at in range(d.ptr[k], d.ptr[k + 1]):
        work.meets[d.cut_of[at]] -= d.weight[at]


@compiled
def _push_locked(
    a: Arrays, d: Duals, work: _Work, path: _Path, i: int, j: int, number: int
) -> tuple[int, int]:
    """Start the set with what locks demand of i and j, and take it out of the candidates.

    Returns the size of the set, -1 if the pair cannot serve it, and the candidates left.
    """
    depth = 0
    for v in (i, j):
        for at in range(a.las_ptr[v], a.las_ptr[v + 1]):
            k = a.las_kommune[at]
            known = False
            for x in range(depth):
                known = known or path.kommune[x] == k
            if known:
                continue
            place = -1
            for x in range(number):
                if work.cand[x] == k:
                    place = x
            if place < 0 or depth >= a.maks:
                return -1, 0
            _push(a, d, work, path, depth, k, work.gain[place], work.timed[place])
            depth += 1
            number -= 1
            for x in range(place, number):
                work.cand[x] = work.cand[x + 1]
                work.gain[x] = work.gain[x + 1]
                work.timed[x] = work.timed[x + 1]
    return depth, number


@compiled
def _worth(a: Arrays, d: Duals, path: _Path, i: int, j: int, depth: int) -> int:
    """Return the worth of the set of size `depth`: gains less what is not linear."""
    timer = path.timer[depth]
    away = abs(timer - a.midt[i]) + abs(timer - a.midt[j])
    spread = a.ekstra_fylke * (path.fylker[depth] - 1)
    away *= a.time_fra_midten
    return int(path.gain[depth] - path.penalty[depth] - d.scale * (spread + away))


@compiled
def _search_pair(
    a: Arrays,
    d: Duals,
    work: _Work,
    path: _Path,
    room: Room,
    i: int,
    j: int,
    number: int,
    const: int,
    limit: int,
    every: bool,
    found: int,
) -> tuple[int, int]:
    """Write the columns of a pair with a reduced cost below `limit`: all, or only the least.

    Returns the number of columns written so far and the least reduced cost (at most `limit`).
    """
    depth, number = _push_locked(a, d, work, path, i, j, number)
    if depth < 0:
        return found, limit
    least_hours, most_hours = max(a.lo[i], a.lo[j]), min(a.hi[i], a.hi[j])
    off = d.scale * a.time_fra_midten * (a.midt[i] + a.midt[j])
    _fill_sums(work, number, a.maks)
    start, before, least = depth, found, limit
    path.next_cand[depth] = 0
    fresh = depth > 0
    while True:
        if fresh and least_hours <= path.timer[depth] <= most_hours:
            reduced = const - _worth(a, d, path, i, j, depth)
            if reduced < least:
                if not every:
                    least = reduced
                    found = before
                if found < room.cost.shape[0]:
                    _write(a, room, found, i, j, path, depth, reduced)
                found += 1
        x = path.next_cand[depth]
        left = a.maks - depth
        fresh = False
        if left > 0 and x < number and path.timer[depth] <= most_hours:
            bar = const - least + path.penalty[depth]
            bar += d.scale * a.ekstra_fylke * max(0, path.fylker[depth] - 1)
            gain = path.gain[depth] + work.prefix[min(x + left, number)] - work.prefix[x]
            timed = path.timed[depth] + work.best_timed[left, x] - off
            if gain > bar and timed > bar:
                path.next_cand[depth] = x + 1
                k = work.cand[x]
                if path.timer[depth] + a.kommune_timer[k] <= most_hours:
                    _push(a, d, work, path, depth, k, work.gain[x], work.timed[x])
                    depth += 1
                    path.next_cand[depth] = x + 1
                    fresh = True
                continue
        if depth == start:
            break
        depth -= 1
        _pop(d, work, path.kommune[depth])
    for x in range(start):
        _pop(d, work, path.kommune[x])
    return found, least


@compiled
def _write(
    a: Arrays, room: Room, at: int, i: int, j: int, path: _Path, depth: int, reduced: int
) -> None:
    room.par[at, 0] = i
    room.par[at, 1] = j
    room.kommuner[at, :] = -1
    for x in range(depth):  # insertion sort: columns are compared by their sorted kommuner
        y = x
        while y > 0 and room.kommuner[at, y - 1] > path.kommune[x]:
            room.kommuner[at, y] = room.kommuner[at, y - 1]
            y -= 1
        room.kommuner[at, y] = path.kommune[x]
    room.cost[at] = column_cost(a, i, j, room.kommuner[at], depth)
    room.reduced[at] = reduced


@compiled
def _meet(d: Duals, work: _Work, row: int, step: int) -> int:
    """Count a veileder in (step 1) or out (-1) of its cuts; return the penalty that appears."""
    penalty = 0
    for at in range(d.ptr[row], d.ptr[row + 1]):
        cut = d.cut_of[at]
        before = work.meets[cut] // d.divisor[cut]
        work.meets[cut] += step * d.weight[at]
        if work.meets[cut] // d.divisor[cut] > before:
            penalty -= d.cuts[cut]
    return penalty


@compiled
def scan(
    a: Arrays,
    d: Duals,
    plain: Ints,
    timed: Ints,
    active: Bools,
    first: int,
    last: int,
    limit: int,
    every: bool,
    room: Room,
    worst: Ints,
) -> int:
    """Scan the pairs whose lower number is in first..last-1; return the columns found.

    Ends early, with a number above the room, when there is no more room.
    """
    n, m = a.ok.shape
    work = _make_work(m, a.maks, d.cuts.shape[0])
    size = a.maks + 1
    path = _Path(
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
    )
    found = 0
    for i in range(first, last):
        if not active[i]:
            continue
        _meet(d, work, m + i, 1)
        for j in range(i + 1, n):
            if not a.par_ok[i, j] or not active[j]:
                continue
            const = d.scale * a.par_cost[i, j] - d.rows[m + i] - d.rows[m + j]
            off = d.scale * a.time_fra_midten * (a.midt[i] + a.midt[j])
            most = min(plain[i] + plain[j], timed[i] + timed[j] - 2 * off)
            # Twice the bound, so that the halves of odd numbers cannot be lost.
            if 2 * const - most >= 2 * limit:
                continue
            const += _meet(d, work, m + j, 1)
            number = _collect(a, d, work, i, j, const - limit)
            if number > 0:
                found, least = _search_pair(
                    a, d, work, path, room, i, j, number, const, limit, every, found
                )
                worst[i] = min(worst[i], least)
                worst[j] = min(worst[j], least)
                if found > room.cost.shape[0]:
                    return found
            _meet(d, work, m + j, -1)
        _meet(d, work, m + i, -1)
    return found
