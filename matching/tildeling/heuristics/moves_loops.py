"""The moves of the annealing: each writes down what a few lag would become, no more.

Where a move has a choice it mostly takes what is near: veiledere who are cheap in a kommune,
kommuner that are cheap for the same veiledere.

A plan is three arrays, passed one by one because compiled code is many times slower on bundles:
`lag` (one row for each lag: members, size, energy, kommuner; empty ones included), `lag_of` (the
lag of each row of the model, -1 outside the plan) and `free` (how many lag are empty, then their
numbers).  A change is two: `change` (rows as in `lag`, with the number of the lag after the
energy) and `moved` (the rows that enter and that leave the plan; the first entry counts them).
"""

from __future__ import annotations

from matching.felles.compiled import lean
from matching.felles.random_loops import uniform
from matching.tildeling.model.columns import Ints, Words

# Columns of `lag` and `change`.
SIZE, ENERGY, NUMBER, FIRST = 2, 3, 4, 5
# Rows of `moved`, and the row of `change` that counts its lag.
ENTER, LEAVE = 0, 1
SLOTS = 6
_MOST_DISSOLVED = 4
_TRIES = 4
# One lag in so many is dissolved without a new place for its kommuner.
_DROP = 4
# One choice in so many is made among all instead of among the near.
_ANY = 16


@lean
def below(random: Words, number: int) -> int:
    """Return a whole number in 0..number-1."""
    return int(uniform(random) * number)


@lean
def _front(random: Words, number: int) -> int:
    """Return a number below `number`, a low one more often."""
    u = uniform(random)
    return int(u * u * number)


@lean
def _some_veileder(near_veiledere: Ints, n: int, random: Words, k: int) -> int:
    if below(random, _ANY) == 0:
        return below(random, n)
    return int(near_veiledere[k, _front(random, near_veiledere.shape[1])])


@lean
def _some_kommune(near_kommuner: Ints, random: Words, k: int) -> int:
    """Return a kommune near k, or k itself where there is no other."""
    if near_kommuner.shape[1] == 0:
        return k
    if below(random, _ANY) == 0:
        return below(random, near_kommuner.shape[0])
    return int(near_kommuner[k, _front(random, near_kommuner.shape[1])])


@lean
def _near_lag(
    near_veiledere: Ints, near_kommuner: Ints, lag_of: Ints, random: Words, k: int
) -> int:
    """Return a lag that might take k, -1 if the choice fell on none."""
    m = near_veiledere.shape[0]
    if below(random, 2) == 0:
        return int(lag_of[m + _some_veileder(near_veiledere, lag_of.shape[0] - m, random, k)])
    return int(lag_of[_some_kommune(near_kommuner, random, k)])


@lean
def _unused(near_veiledere: Ints, lag_of: Ints, random: Words, k: int, not_this: int) -> int:
    """Return a reserve who might serve k, -1 if the choice fell on none."""
    m = near_veiledere.shape[0]
    for _ in range(_TRIES):
        v = _some_veileder(near_veiledere, lag_of.shape[0] - m, random, k)
        if lag_of[m + v] < 0 and v != not_this:
            return v
    return -1


# --- writing down a change ---


@lean
def _touch(lag: Ints, change: Ints, number: int) -> int:
    """Return the slot of a lag in the change."""
    count = change[SLOTS, 0]
    for x in range(count):
        if change[x, NUMBER] == number:
            return x
    for y in range(FIRST + lag[number, SIZE]):
        change[count, y] = lag[number, y]
    change[count, NUMBER] = number
    change[SLOTS, 0] = count + 1
    return int(count)


@lean
def _enter(moved: Ints, row: int) -> None:
    """Note that a row enters the plan; one that left in the same change is back."""
    count = moved[LEAVE, 0]
    for x in range(1, count + 1):
        if moved[LEAVE, x] == row:
            moved[LEAVE, x] = moved[LEAVE, count]
            moved[LEAVE, 0] = count - 1
            return
    moved[ENTER, 0] += 1
    moved[ENTER, moved[ENTER, 0]] = row


@lean
def _leave(moved: Ints, row: int) -> None:
    moved[LEAVE, 0] += 1
    moved[LEAVE, moved[LEAVE, 0]] = row


@lean
def _take(lag: Ints, lag_of: Ints, change: Ints, moved: Ints, m: int, k: int) -> None:
    """Take k out of its lag, if it has one."""
    if lag_of[k] < 0:
        return
    slot = _touch(lag, change, lag_of[k])
    last = change[slot, SIZE] - 1
    _exchange(change, slot, k, change[slot, FIRST + last])
    change[slot, SIZE] = last
    _leave(moved, k)
    if last == 0:
        _leave(moved, m + change[slot, 0])
        _leave(moved, m + change[slot, 1])


@lean
def _exchange(change: Ints, slot: int, k: int, other: int) -> None:
    """Write another kommune in the place of k."""
    for x in range(FIRST, FIRST + change[slot, SIZE]):
        if change[slot, x] == k:
            change[slot, x] = other


@lean
def _put(lag: Ints, change: Ints, number: int, k: int) -> bool:
    """Put k into a lag that is not empty; False if that is full."""
    slot = _touch(lag, change, number)
    size = change[slot, SIZE]
    if size == 0 or FIRST + size == lag.shape[1]:
        return False
    change[slot, FIRST + size] = k
    change[slot, SIZE] = size + 1
    return True


# --- the moves; each returns whether there is anything to price ---


@lean
def relocate(
    near_v: Ints, near_k: Ints, lag: Ints, lag_of: Ints, change: Ints, moved: Ints, random: Words
) -> bool:
    """Move a kommune to another lag, now and then to none."""
    m = near_v.shape[0]
    k = below(random, m)
    if below(random, _ANY) == 0:
        _take(lag, lag_of, change, moved, m, k)
        return bool(lag_of[k] >= 0)
    til = _near_lag(near_v, near_k, lag_of, random, k)
    if til < 0 or til == lag_of[k]:
        return False
    _take(lag, lag_of, change, moved, m, k)
    _enter(moved, k)
    return _put(lag, change, til, k)


@lean
def chain(
    near_v: Ints, near_k: Ints, lag: Ints, lag_of: Ints, change: Ints, moved: Ints, random: Words
) -> bool:
    """Move a kommune to another lag, and one from there back or on to a third."""
    m = near_v.shape[0]
    k = below(random, m)
    fra, til = lag_of[k], _near_lag(near_v, near_k, lag_of, random, k)
    if til < 0 or til == fra:
        return False
    other = lag[til, FIRST + below(random, lag[til, SIZE])]
    third = fra
    if fra < 0 or below(random, 2) == 0:
        third = _near_lag(near_v, near_k, lag_of, random, other)
    if third < 0 or third == til:
        return False
    _exchange(change, _touch(lag, change, til), other, k)
    if third == fra:
        _exchange(change, _touch(lag, change, fra), k, other)
        return True
    _take(lag, lag_of, change, moved, m, k)
    _enter(moved, k)
    return _put(lag, change, third, other)


@lean
def replace(
    near_v: Ints, lag: Ints, lag_of: Ints, change: Ints, moved: Ints, random: Words
) -> bool:
    """Let a veileder take a place in a lag; the lag that loses one gets the other, or a reserve."""
    m = near_v.shape[0]
    k = below(random, m)
    til = lag_of[k]
    if til < 0:
        return False
    new = _some_veileder(near_v, lag_of.shape[0] - m, random, k)
    fra = lag_of[m + new]
    if fra == til:
        return False
    side = below(random, 2)
    old = lag[til, side]
    change[_touch(lag, change, til), side] = new
    if fra < 0:
        _leave(moved, m + old)
        _enter(moved, m + new)
        return True
    instead = old
    if below(random, 2) == 0:
        instead = _unused(near_v, lag_of, random, lag[fra, FIRST], -1)
        if instead < 0:
            return False
        _leave(moved, m + old)
        _enter(moved, m + instead)
    change[_touch(lag, change, fra), 0 if lag[fra, 0] == new else 1] = instead
    return True


@lean
def replace_both(
    near_v: Ints, lag: Ints, lag_of: Ints, change: Ints, moved: Ints, random: Words
) -> bool:
    """Give a lag two reserves."""
    m = near_v.shape[0]
    k = below(random, m)
    number = lag_of[k]
    if number < 0:
        return False
    i = _unused(near_v, lag_of, random, k, -1)
    other = lag[number, FIRST + below(random, lag[number, SIZE])]
    j = _unused(near_v, lag_of, random, other, i)
    if i < 0 or j < 0:
        return False
    slot = _touch(lag, change, number)
    for side, new in ((0, i), (1, j)):
        _leave(moved, m + lag[number, side])
        _enter(moved, m + new)
        change[slot, side] = new
    return True


@lean
def open_lag(
    near_v: Ints,
    near_k: Ints,
    lag: Ints,
    lag_of: Ints,
    free: Ints,
    change: Ints,
    moved: Ints,
    random: Words,
) -> bool:
    """Make a new lag of two reserves and one to three kommuner."""
    m = near_v.shape[0]
    if free[0] == 0:
        return False
    k = below(random, m)
    i = _unused(near_v, lag_of, random, k, -1)
    j = _unused(near_v, lag_of, random, k, i)
    if i < 0 or j < 0:
        return False
    # The new lag is touched first: a change that empties another lag may then put it in `free`.
    slot = _touch(lag, change, free[free[0]])
    change[slot, 0], change[slot, 1] = i, j
    _enter(moved, m + i)
    _enter(moved, m + j)
    for _ in range(1 + below(random, min(3, lag.shape[1] - FIRST))):
        known = False
        for x in range(FIRST, FIRST + change[slot, SIZE]):
            known = known or change[slot, x] == k
        if not known:
            _take(lag, lag_of, change, moved, m, k)
            _enter(moved, k)
            change[slot, FIRST + change[slot, SIZE]] = k
            change[slot, SIZE] += 1
        k = _some_kommune(near_k, random, k)
    return True


@lean
def dissolve(
    near_v: Ints, near_k: Ints, lag: Ints, lag_of: Ints, change: Ints, moved: Ints, random: Words
) -> bool:
    """Give each kommune of a lag to another lag, now and then none of them."""
    m = near_v.shape[0]
    number = lag_of[below(random, m)]
    drop = below(random, _DROP) == 0
    if number < 0 or (not drop and lag[number, SIZE] > _MOST_DISSOLVED):
        return False
    for x in range(FIRST, FIRST + lag[number, SIZE]):
        k = lag[number, x]
        if drop:
            _take(lag, lag_of, change, moved, m, k)
            continue
        til = _near_lag(near_v, near_k, lag_of, random, k)
        if til < 0 or til == number:
            return False
        _take(lag, lag_of, change, moved, m, k)
        _enter(moved, k)
        if not _put(lag, change, til, k):
            return False
    return True
