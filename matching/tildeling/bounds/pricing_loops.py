"""The compiled inner loops of pricing: branch and bound over sets of kommuner for each pair.

Everything is in whole numbers: duals are multiplied by a scale S and rounded, costs are
multiplied by S, so a reduced cost is exact and a bound built on a full scan needs no tolerance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.felles.compiled import compiled, lean
from matching.tildeling.bounds.gains_loops import (
    RATES,
    Gains,
    Known,
    PairBound,
    alone_reaches,
    known_to_fail,
    kommune_reaches,
    make_pair_bound,
    pair_reaches,
    push_top,
)
from matching.tildeling.model.columns import Arrays, Bools, Duals, Ints


class Room(NamedTuple):
    """Where one scan writes its columns."""

    par: Ints
    kommuner: Ints
    reduced: Ints


class _Work(NamedTuple):
    """Scratch memory of one scan."""

    cand: Ints  # kommuner that may join, best first
    gain: Ints  # their gain
    best: Ints  # RATES x (maks + 1) x (m + 1): best sums of that many of the remaining
    meets: Ints  # weight that the column under construction meets in each cut
    top: Ints


@compiled
def _make_work(m: int, maks: int, cuts: int) -> _Work:
    return _Work(
        np.zeros(m, np.int64),
        np.zeros(m, np.int64),
        np.zeros((RATES, maks + 1, m + 1), np.int64),
        np.zeros(cuts, np.int64),
        np.zeros(maks, np.int64),
    )


@lean
def _collect(a: Arrays, g: Gains, b: PairBound, work: _Work, target: int) -> int:
    """Fill the candidates that can still be in a set worth more than `target`; best first."""
    kept = 0
    for x in range(g.kommune.shape[0]):
        k = g.kommune[x]
        if not kommune_reaches(g, b, x, a.fylke[k], 2 * target):
            continue
        gain = b.gain[x] // 2
        at = kept
        while at > 0 and work.gain[at - 1] < gain:
            work.cand[at] = work.cand[at - 1]
            work.gain[at] = work.gain[at - 1]
            at -= 1
        work.cand[at], work.gain[at] = k, gain
        kept += 1
    return kept


@lean
def _fill_sums(a: Arrays, g: Gains, work: _Work, number: int) -> None:
    for r in range(RATES):
        for s in range(a.maks):
            work.top[s] = 0
            work.best[r, s + 1, number] = 0
        for x in range(number - 1, -1, -1):
            push_top(work.top, work.gain[x] + 2 * g.rate[r] * a.kommune_timer[work.cand[x]])
            work.best[r, 0, x] = 0
            for s in range(a.maks):
                work.best[r, s + 1, x] = work.best[r, s, x] + work.top[s]


@lean
def _reaches(g: Gains, work: _Work, left: int, x: int, gain: int, away: int, bar: int) -> bool:
    """Return whether `left` more candidates from number x on can bring a set above `bar`.

    `gain` is what the set has; `away` is twice its hours less the two members' middles.
    """
    for r in range(RATES):
        if gain + g.rate[r] * away + work.best[r, left, x] <= bar:
            return False
    return True


class _Path(NamedTuple):
    """The set under construction, one entry for each depth (number of kommuner in it)."""

    kommune: Ints
    gain: Ints
    timer: Ints
    fylker: Ints
    penalty: Ints
    next_cand: Ints


@compiled
def _make_path(size: int) -> _Path:
    return _Path(
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
    )


@lean
def _push(a: Arrays, d: Duals, work: _Work, path: _Path, depth: int, k: int, gain: int) -> None:
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
    path.timer[depth + 1] = path.timer[depth] + a.kommune_timer[k]
    path.fylker[depth + 1] = path.fylker[depth] + new_fylke
    path.penalty[depth + 1] = penalty


@lean
def _pop(d: Duals, work: _Work, k: int) -> None:
    for at in range(d.ptr[k], d.ptr[k + 1]):
        work.meets[d.cut_of[at]] -= d.weight[at]


@lean
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
                # What is left in the cuts would be counted against every pair that follows.
                for x in range(depth):
                    _pop(d, work, path.kommune[x])
                return -1, 0
            _push(a, d, work, path, depth, k, work.gain[place])
            depth += 1
            number -= 1
            for x in range(place, number):
                work.cand[x] = work.cand[x + 1]
                work.gain[x] = work.gain[x + 1]
    return depth, number


@lean
def _worth(a: Arrays, d: Duals, path: _Path, i: int, j: int, depth: int) -> int:
    """Return the worth of the set of size `depth`: gains less what is not linear."""
    timer = path.timer[depth]
    away = abs(timer - a.midt[i]) + abs(timer - a.midt[j])
    spread = a.ekstra_fylke * (path.fylker[depth] - 1)
    away *= a.time_fra_midten
    return int(path.gain[depth] - path.penalty[depth] - d.scale * (spread + away))


@lean
def _search_pair(
    a: Arrays,
    d: Duals,
    g: Gains,
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
    middles = a.midt[i] + a.midt[j]
    _fill_sums(a, g, work, number)
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
                if found < room.reduced.shape[0]:
                    _write(room, found, i, j, path, depth, reduced)
                found += 1
        x = path.next_cand[depth]
        left = a.maks - depth
        fresh = False
        if left > 0 and x < number and path.timer[depth] <= most_hours:
            bar = const - least + path.penalty[depth]
            bar += d.scale * a.ekstra_fylke * max(0, path.fylker[depth] - 1)
            away = 2 * path.timer[depth] - middles
            if _reaches(g, work, left, x, path.gain[depth], away, bar):
                path.next_cand[depth] = x + 1
                k = work.cand[x]
                if path.timer[depth] + a.kommune_timer[k] <= most_hours:
                    _push(a, d, work, path, depth, k, work.gain[x])
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


@lean
def _write(room: Room, at: int, i: int, j: int, path: _Path, depth: int, reduced: int) -> None:
    room.par[at, 0] = i
    room.par[at, 1] = j
    for x in range(room.kommuner.shape[1]):
        room.kommuner[at, x] = -1
    for x in range(depth):  # insertion sort: columns are compared by their sorted kommuner
        y = x
        while y > 0 and room.kommuner[at, y - 1] > path.kommune[x]:
            room.kommuner[at, y] = room.kommuner[at, y - 1]
            y -= 1
        room.kommuner[at, y] = path.kommune[x]
    room.reduced[at] = reduced


@lean
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
    g: Gains,
    known: Known,
    first: int,
    last: int,
    turn: int,
    limit: int,
    every: bool,
    enough: int,
    room: Room,
    worst: Ints,
    halt: Bools,
) -> int:
    """Scan the pairs whose lower number is in first..last-1; return the columns found.

    Begins at number `turn` of them and goes round.  Ends early, with a number above the room,
    when there is no more room; and with a number below zero (-1 - found) when it has `enough` or
    somebody sets `halt` (1).
    """
    n, m = a.ok.shape
    work = _make_work(m, a.maks, d.cuts.shape[0])
    bound = make_pair_bound(g, a.maks)
    path = _make_path(a.maks + 1)
    found = 0
    for at in range(last - first):
        i = first + (turn + at) % (last - first)
        if found >= enough:
            return -1 - found
        _meet(d, work, m + i, 1)
        for j in range(i + 1, n):
            if halt[0]:
                return -1 - found
            if not a.par_ok[i, j]:
                continue
            const = d.scale * a.par_cost[i, j] - d.rows[m + i] - d.rows[m + j]
            target = 2 * (const - limit)
            if known_to_fail(known, i, j, target) or not alone_reaches(g, i, j, target):
                continue
            reaches = pair_reaches(a, g, bound, i, j, target)
            known.bound[i, j], known.epoch[i, j] = bound.most[0], known.now
            if not reaches:
                continue
            const += _meet(d, work, m + j, 1)
            number = _collect(a, g, bound, work, const - limit)
            if number > 0:
                found, least = _search_pair(
                    a, d, g, work, path, room, i, j, number, const, limit, every, found
                )
                worst[i] = min(worst[i], least)
                worst[j] = min(worst[j], least)
                if found > room.reduced.shape[0]:
                    return found
            _meet(d, work, m + j, -1)
        _meet(d, work, m + i, -1)
    return found
