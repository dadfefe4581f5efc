"""What a kommune is worth to a pair at given prices, and the quick bounds that skip most pairs.

`belastning` costs time_fra_midten for every hour that either member is from the middle.  Seen from
any rate r with |r| <= time_fra_midten it costs at least -r * (2 * hours - the two middles), so
each rate turns it into something linear in the kommuner; the least of the rates' bounds counts.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.felles.compiled import compiled, lean
from matching.tildeling.model.columns import Arrays, Bytes, Duals, Ints, Words
from matching.tildeling.model.columns_loops import bits_in

RATES: Final = 5
_BARRED: Final = -(1 << 59)


class Gains(NamedTuple):
    """Tables of one scan, the kommuner ordered by fylke.

    The sum of two rows of `twice` is twice what the pair gains, without `fagomrade`; `alone` is the
    most that one member can add to a doubled bound, for each rate.
    """

    kommune: Ints  # m: which kommune stands at each place
    ptr: Ints  # fylker + 1: where each fylke starts
    kommune_fag: Words  # m x words
    sprak: Ints  # m
    las: Ints  # m x 2
    twice: Ints  # n x m; very low where the veileder may not serve the kommune
    rate: Ints  # RATES: scaled rates
    hours: Ints  # RATES x m: four times the rate times the hours
    alone: Ints  # n x RATES
    fee: Ints  # 1: twice the scaled price of a further fylke
    fag: Ints  # 1: twice the scaled price of a missing subject area


class Known(NamedTuple):
    """What earlier scans know of each pair (lower number first).

    `bound` is the doubled worth that no set exceeded when the prices were those of `epoch` (-1:
    none); since then a set that i serves can have risen by `drift[epoch, i]`.
    """

    bound: Ints  # n x n
    epoch: Bytes  # n x n
    drift: Ints  # epochs x n
    now: int  # the epoch of this scan


class PairBound(NamedTuple):
    """Doubled gains and bounds of one pair: `rest` is the most that the other kommuner of a set can
    add to a kommune of each fylke."""

    gain: Ints  # m: what the pair gains, `fagomrade` included; very low where it may not serve
    most: Ints  # 1: the most that any set can be worth, or enough to tell that none reaches
    top: Ints  # maks: the largest values
    sums: Ints  # fylker x (maks + 1): the best sum of that many kommuner of the fylke
    before: Ints  # (fylker + 1) x (maks + 1): the best sum in the fylker before
    after: Ints  # (fylker + 1) x (maks + 1): the best sum from the fylke on
    rest: Ints  # RATES x fylker


@compiled
def make_gains(a: Arrays, d: Duals) -> Gains:
    """Return the tables for all veiledere."""
    n, m = a.ok.shape
    fylker = a.fylke.max() + 1 if m > 0 else 0
    kommune = np.argsort(a.fylke, kind="mergesort")
    ptr = np.searchsorted(a.fylke[kommune], np.arange(fylker + 1))
    twice = np.full((n, m), _BARRED, np.int64)
    rate = np.zeros(RATES, np.int64)
    full = d.scale * a.time_fra_midten
    rate[1], rate[2], rate[3], rate[4] = full, -full, full // 2, -(full // 2)
    hours = np.zeros((RATES, m), np.int64)
    for r in range(RATES):
        for x in range(m):
            hours[r, x] = 4 * rate[r] * a.kommune_timer[kommune[x]]
    alone = np.zeros((n, RATES), np.int64)
    top = np.zeros(a.maks, np.int64)
    for i in range(n):
        for x in range(m):
            k = kommune[x]
            if a.ok[i, k]:
                twice[i, x] = d.rows[k] - 2 * d.scale * a.cost[i, k]
        for r in range(RATES):
            top[:] = 0
            for x in range(m):
                push_top(top, twice[i, x] + hours[r, x] // 2)
            alone[i, r] = top.sum() - 2 * rate[r] * a.midt[i]
    fee = np.full(1, 2 * d.scale * a.ekstra_fylke, np.int64)
    fag = np.full(1, 2 * d.scale * a.fagomrade, np.int64)
    return Gains(
        kommune,
        ptr,
        a.kommune_fag[kommune],
        a.kommune_sprak[kommune],
        a.las_veileder[kommune],
        twice,
        rate,
        hours,
        alone,
        fee,
        fag,
    )


@lean
def push_top(top: Ints, value: int) -> None:
    """Put a value into a descending list of the largest, dropping the least."""
    at = top.shape[0] - 1
    if value <= top[at]:
        return
    while at > 0 and top[at - 1] < value:
        top[at] = top[at - 1]
        at -= 1
    top[at] = value


@compiled
def make_pair_bound(g: Gains, maks: int) -> PairBound:
    """Return room for the bounds of one pair."""
    fylker = g.ptr.shape[0] - 1
    return PairBound(
        np.zeros(g.kommune.shape[0], np.int64),
        np.zeros(1, np.int64),
        np.zeros(maks, np.int64),
        np.zeros((fylker, maks + 1), np.int64),
        np.zeros((fylker + 1, maks + 1), np.int64),
        np.zeros((fylker + 1, maks + 1), np.int64),
        np.zeros((RATES, fylker), np.int64),
    )


@lean
def alone_reaches(g: Gains, i: int, j: int, target: int) -> bool:
    """Return whether what each member gains alone can be worth more than a doubled target."""
    for r in range(RATES):
        if g.alone[i, r] + g.alone[j, r] <= target:
            return False
    return True


@lean
def pair_reaches(a: Arrays, g: Gains, b: PairBound, i: int, j: int, target: int) -> bool:
    """Fill the bounds of a pair; return whether any set can be worth more than a doubled target."""
    middles = a.midt[i] + a.midt[j]
    for x in range(g.twice.shape[1]):
        b.gain[x] = g.twice[i, x] + g.twice[j, x]
    for r in range(RATES):
        b.most[0] = _best_sum(g, b, r) - 2 * g.rate[r] * middles
        if b.most[0] <= target:
            return False
    _take_off(g, b, i, j, a.veileder_fag, a.veileder_sprak)
    for r in range(RATES):
        b.most[0] = min(b.most[0], _best_in_fylker(g, b, r) - 2 * g.rate[r] * middles)
        if b.most[0] <= target:
            return False
        _fill_rest(g, b, r, -2 * g.rate[r] * middles)
    return True


@lean
def known_to_fail(known: Known, i: int, j: int, target: int) -> bool:
    """Return whether an earlier scan tells that no set can be worth more than a doubled target."""
    epoch = known.epoch[i, j]
    if epoch < 0:
        return False
    most = known.bound[i, j] + min(known.drift[epoch, i], known.drift[epoch, j])
    return bool(most <= target)


@compiled
def fill_drift(a: Arrays, then: Ints, rows: Ints, drift: Ints) -> None:
    """Fill for each veileder by how much a set's doubled worth can have risen since `then` (m)."""
    top = np.zeros(a.maks, np.int64)
    for i in range(a.ok.shape[0]):
        top[:] = 0
        for k in range(a.ok.shape[1]):
            if a.ok[i, k]:
                push_top(top, 2 * (rows[k] - then[k]))
        drift[i] = top.sum()


@lean
def _take_off(
    g: Gains, b: PairBound, i: int, j: int, veileder_fag: Words, veileder_sprak: Ints
) -> None:
    """Take the subject areas that neither has off the gains, and bar what the pair may not serve.

    The same as `may_join` and `missing_fag`, for all kommuner at once.
    """
    spoken = veileder_sprak[i] | veileder_sprak[j]
    words = g.kommune_fag.shape[1]
    for x in range(b.gain.shape[0]):
        if b.gain[x] < _BARRED // 2:
            continue
        if g.sprak[x] != 0 and (g.sprak[x] & spoken) == 0:
            b.gain[x] = _BARRED
        for at in range(2):
            locked = g.las[x, at]
            if locked >= 0 and locked not in (i, j):
                b.gain[x] = _BARRED
        for w in range(words):
            lacking = g.kommune_fag[x, w] & ~(veileder_fag[i, w] | veileder_fag[j, w])
            b.gain[x] -= g.fag[0] * bits_in(lacking)


@lean
def kommune_reaches(g: Gains, b: PairBound, x: int, fylke: int, least: int) -> bool:
    """Return whether a set with the kommune at place x, of this fylke, can be worth more than a
    doubled `least`."""
    for r in range(RATES):
        if b.gain[x] + g.hours[r, x] + b.rest[r, fylke] <= least:
            return False
    return True


@lean
def _best_sum(g: Gains, b: PairBound, r: int) -> int:
    """Return the sum of the largest doubled values, as if further fylker cost nothing."""
    _clear(b.top)
    last = 0
    for x in range(b.gain.shape[0]):
        value = b.gain[x] + g.hours[r, x]
        if value > last:
            push_top(b.top, value)
            last = b.top[b.top.shape[0] - 1]
    total = 0
    for s in range(b.top.shape[0]):
        total += b.top[s]
    return total


@lean
def _best_in_fylker(g: Gains, b: PairBound, r: int) -> int:
    """Return the best doubled sum when every fylke but one costs the fee; fill the sums."""
    maks = b.top.shape[0]
    single = 0
    for f in range(g.ptr.shape[0] - 1):
        _clear(b.top)
        last = 0
        for x in range(g.ptr[f], g.ptr[f + 1]):
            value = b.gain[x] + g.hours[r, x]
            if value > last:
                push_top(b.top, value)
                last = b.top[maks - 1]
        for s in range(maks):
            b.sums[f, s + 1] = b.sums[f, s] + b.top[s]
        single = max(single, b.sums[f, maks])
        _add_fylke(b.before, f, b.sums, f, g.fee[0], f + 1)
    best = b.before[b.before.shape[0] - 1, maks]
    # One fylke, whose fee is not paid; or several, of which one is not paid.
    return max(single, best + g.fee[0] if best > 0 else 0)


@lean
def _add_fylke(known: Ints, at: int, sums: Ints, fylke: int, fee: int, out: int) -> None:
    """Combine best sums known[at] with a fylke into known[out]; [s]: of at most s kommuner."""
    for s in range(known.shape[1]):
        known[out, s] = known[at, s]
    if sums[fylke, 1] > 0:
        for s in range(1, known.shape[1]):
            for t in range(1, s + 1):
                known[out, s] = max(known[out, s], known[at, s - t] + sums[fylke, t] - fee)


@lean
def _clear(top: Ints) -> None:
    for s in range(top.shape[0]):
        top[s] = 0


@lean
def _fill_rest(g: Gains, b: PairBound, r: int, offset: int) -> None:
    """Fill, for each fylke, the most the others of a set can add to one of its kommuner."""
    fylker, maks = b.rest.shape[1], b.top.shape[0]
    for f in range(fylker - 1, -1, -1):
        _add_fylke(b.after, f + 1, b.sums, f, g.fee[0], f)
    for f in range(fylker):
        most = 0
        for same in range(maks):
            for s in range(maks - same):
                others = b.before[f, s] + b.after[f + 1, maks - 1 - same - s]
                most = max(most, b.sums[f, same] + others)
        b.rest[r, f] = most + offset
