"""The compiled state of a timetable: who sits when, what may be added, what it costs.

`Fixed` is the problem in arrays, `Live` one plan.  Every change keeps all hard rules; only
applicants without a place are paid for.  Days are counted from the first that is used.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.felles.compiled import apart, lean

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Places in `Fixed.tall` and `Live.sums`.
PAUSE, LUNSJ, FRA, TIL, MINUTTER, DAG, BLANDING, BELASTNING, BYTTET = range(9)
SHARE, WANTED, REACH, OUTSIDE, LOCKED, GROUPS = range(9, 15)
COST, LEFT = 0, 1
_DOGN: Final = 1440


class Fixed(NamedTuple):
    """The problem; S slots, n applicants, m members, P panels, G groups of rooms."""

    slot: Ints  # S x 4: start, slutt, place, day
    cptr: Ints  # n + 1: where each applicant's candidates begin
    cand: Ints  # any x 3: slot, group, cost; by day
    cday: Ints  # n x (days + 1): where each day's candidates begin
    at: Any  # n x (S x G), int32: the candidate with this slot and group, or -1
    fri: Bools  # m x S
    lov: Bools  # n x m: not inhabil
    must: Bools  # n x m
    speaks: Bools  # n x m: has the language of the assessment, all True where there is none
    gamle: Bools  # n x m: seated in the plan in force
    who: Ints  # n x 3: locked lead or -1, cost of no place, 1 if locked
    panel: Bools  # P x m
    size: Ints  # P
    pptr: Ints  # n + 1
    plist: Ints  # any: allowed panels
    lede: Bools  # m: may lead
    bare: Bools  # m: only leads
    rptr: Ints  # n + 1
    rlist: Ints  # any: resources needed
    gcap: Ints  # G
    rcap: Ints  # resources
    most: Ints  # m x 2: interviews per day, days
    reise: Ints  # places x places
    tall: Ints


class Users(NamedTuple):
    """Who is in each group of rooms, or uses each resource, by day of the start."""

    held: Ints  # rows x days
    liste: Ints  # rows x days x n: applicants


class Live(NamedTuple):
    """One plan."""

    cand: Ints  # n: index into `Fixed.cand`, -1 without a place
    panel: Ints  # n
    size: Ints  # n
    team: Ints  # n x seats
    held: Ints  # m x days
    liste: Ints  # m x days x most per day: applicants
    seats: Ints  # m
    days: Ints  # m
    met: Ints  # m x m: how often two sit together
    near: Ints  # m: how many different co-members
    rom: Users  # groups of rooms
    res: Users  # resources
    sums: Ints  # cost without what `OUTSIDE` prices, applicants without a place
    rng: Ints  # 1


@lean
def draw(live: Live, below: int) -> int:
    """Return a random number in 0..below-1."""
    live.rng[0] = live.rng[0] * 48271 % 2147483647
    return int(live.rng[0] // 7 % below)


@lean
def unit(live: Live) -> float:
    """Return a random number in [0, 1)."""
    live.rng[0] = live.rng[0] * 48271 % 2147483647
    return float(live.rng[0] / 2147483647.0)


@lean
def slot_of(fixed: Fixed, live: Live, a: int) -> int:
    """Return the slot of a placed applicant."""
    return int(fixed.cand[live.cand[a], 0])


@lean
def _most_at(
    fixed: Fixed, live: Live, users: Users, row: int, t: int, days: tuple[int, int]
) -> int:
    """Return how many use a room or resource at a moment."""
    now = 0
    for d in range(days[0], days[1]):
        for k in range(users.held[row, d]):
            slot = slot_of(fixed, live, users.liste[row, d, k])
            if fixed.slot[slot, 0] <= t < fixed.slot[slot, 1]:
                now += 1
    return now


@apart
def _fits(fixed: Fixed, live: Live, users: Users, row: int, cap: int, slot: int) -> bool:
    """Return whether a room or resource has place for one more throughout a slot."""
    start, slutt, dag = fixed.slot[slot, 0], fixed.slot[slot, 1], fixed.slot[slot, 3]
    lo, hi = max(0, dag - 1), min(users.held.shape[1], dag + 2)
    total = 0
    for d in range(lo, hi):
        total += users.held[row, d]
    if total < cap:
        return True
    # The most are there as the slot begins, or as one of them does.
    if _most_at(fixed, live, users, row, start, (lo, hi)) >= cap:
        return False
    for d in range(lo, hi):
        for k in range(users.held[row, d]):
            t = fixed.slot[slot_of(fixed, live, users.liste[row, d, k]), 0]
            if start < t < slutt and _most_at(fixed, live, users, row, t, (lo, hi)) >= cap:
                return False
    return True


@apart
def has_room(fixed: Fixed, live: Live, a: int, cand: int) -> bool:
    """Return whether the rooms and resources of a candidate have place."""
    slot, group = fixed.cand[cand, 0], fixed.cand[cand, 1]
    if not _fits(fixed, live, live.rom, group, fixed.gcap[group], slot):
        return False
    for k in range(fixed.rptr[a], fixed.rptr[a + 1]):
        r = fixed.rlist[k]
        if not _fits(fixed, live, live.res, r, fixed.rcap[r], slot):
            return False
    return True


@lean
def _has_lunch(fixed: Fixed, live: Live, m: int, slot: int) -> bool:
    dag = fixed.slot[slot, 3]
    start, slutt = fixed.slot[slot, 0], fixed.slot[slot, 1]
    midnight = start // _DOGN * _DOGN
    fra, til = midnight + fixed.tall[FRA], midnight + fixed.tall[TIL]
    before, after = start < fra, slutt > til
    for k in range(live.held[m, dag]):
        other = slot_of(fixed, live, live.liste[m, dag, k])
        before = before or fixed.slot[other, 0] < fra
        after = after or fixed.slot[other, 1] > til
    if not (before and after):
        return True
    # Lunch begins as the window opens or as an interview ends.
    for k in range(live.held[m, dag] + 2):
        t = fra
        if k == live.held[m, dag]:
            t = slutt
        elif k < live.held[m, dag]:
            t = fixed.slot[slot_of(fixed, live, live.liste[m, dag, k]), 1]
        end = t + fixed.tall[MINUTTER]
        if t < fra or end > til or (start < end and t < slutt):
            continue
        free = True
        for j in range(live.held[m, dag]):
            other = slot_of(fixed, live, live.liste[m, dag, j])
            if fixed.slot[other, 0] < end and t < fixed.slot[other, 1]:
                free = False
                break
        if free:
            return True
    return False


@lean
def clash(fixed: Fixed, s: int, r: int) -> bool:
    """Return whether nobody can sit in both slots."""
    if fixed.slot[s, 0] > fixed.slot[r, 0]:
        s, r = r, s
    gap = fixed.slot[r, 0] - fixed.slot[s, 1]
    needed = fixed.reise[fixed.slot[s, 2], fixed.slot[r, 2]]
    return bool(gap < max(fixed.tall[PAUSE], needed))


@lean
def can_sit(fixed: Fixed, live: Live, m: int, slot: int) -> bool:
    """Return whether a member can take one more interview in this slot."""
    if not fixed.fri[m, slot]:
        return False
    dag = fixed.slot[slot, 3]
    if live.held[m, dag] >= fixed.most[m, 0]:
        return False
    if live.held[m, dag] == 0 and live.days[m] >= fixed.most[m, 1]:
        return False
    reach = fixed.tall[REACH]
    for d in range(max(0, dag - reach), min(live.held.shape[1], dag + reach + 1)):
        for k in range(live.held[m, d]):
            if clash(fixed, slot, slot_of(fixed, live, live.liste[m, d, k])):
                return False
    return not fixed.tall[LUNSJ] or _has_lunch(fixed, live, m, slot)


@lean
def _blend(fixed: Fixed, live: Live, m: int) -> int:
    if live.seats[m] == 0:
        return 0
    return int(fixed.tall[BLANDING] * max(0, fixed.tall[WANTED] - live.near[m]))


@lean
def _own_cost(fixed: Fixed, live: Live, a: int) -> int:
    """Return the cost of the team of a placed applicant, the blend of its members included."""
    cost = fixed.cand[live.cand[a], 2]
    missing = 0
    for m in range(fixed.gamle.shape[1]):
        if fixed.gamle[a, m]:
            missing += 1
    for k in range(live.size[a]):
        if fixed.gamle[a, live.team[a, k]]:
            missing -= 1
    return int(cost + fixed.tall[BYTTET] * missing)


@lean
def price_of_none(fixed: Fixed, a: int) -> int:
    """Return what an applicant without a place adds, the penalty included."""
    penalty = fixed.tall[LOCKED] if fixed.who[a, 2] else fixed.tall[OUTSIDE]
    return int(fixed.who[a, 1] + penalty)


@lean
def _drop(held: Ints, liste: Ints, row: int, dag: int, a: int) -> None:
    """Take a out of a list."""
    last = held[row, dag] - 1
    for k in range(last):
        if liste[row, dag, k] == a:
            liste[row, dag, k] = liste[row, dag, last]
            break
    held[row, dag] = last


@lean
def _append(held: Ints, liste: Ints, row: int, dag: int, a: int) -> None:
    """Put a at the end of a list."""
    liste[row, dag, held[row, dag]] = a
    held[row, dag] += 1


@apart
def insert(fixed: Fixed, live: Live, a: int, cand: int, panel: int) -> int:
    """Place a with the team already in `live.team`; return the change of cost."""
    live.cand[a] = cand
    live.panel[a] = panel
    slot, group = fixed.cand[cand, 0], fixed.cand[cand, 1]
    dag, size = fixed.slot[slot, 3], live.size[a]
    delta = _own_cost(fixed, live, a) - price_of_none(fixed, a)
    for k in range(size):
        delta -= _blend(fixed, live, live.team[a, k])
    for k in range(size):
        m = live.team[a, k]
        if live.held[m, dag] == 0:
            live.days[m] += 1
            delta += fixed.tall[DAG]
        _append(live.held, live.liste, m, dag, a)
        if live.seats[m] >= fixed.tall[SHARE]:
            delta += fixed.tall[BELASTNING]
        live.seats[m] += 1
        for j in range(size):
            other = live.team[a, j]
            if other != m:
                if live.met[m, other] == 0:
                    live.near[m] += 1
                live.met[m, other] += 1
    for k in range(size):
        delta += _blend(fixed, live, live.team[a, k])
    _append(live.rom.held, live.rom.liste, group, dag, a)
    for k in range(fixed.rptr[a], fixed.rptr[a + 1]):
        r = fixed.rlist[k]
        _append(live.res.held, live.res.liste, r, dag, a)
    live.sums[COST] += delta
    live.sums[LEFT] -= 1
    return int(delta)


@apart
def remove(fixed: Fixed, live: Live, a: int) -> int:
    """Take a out; its team stays in `live.team`.  Return the change of cost."""
    cand = live.cand[a]
    slot, group = fixed.cand[cand, 0], fixed.cand[cand, 1]
    dag, size = fixed.slot[slot, 3], live.size[a]
    delta = price_of_none(fixed, a) - _own_cost(fixed, live, a)
    for k in range(size):
        delta -= _blend(fixed, live, live.team[a, k])
    for k in range(size):
        m = live.team[a, k]
        _drop(live.held, live.liste, m, dag, a)
        if live.held[m, dag] == 0:
            live.days[m] -= 1
            delta -= fixed.tall[DAG]
        live.seats[m] -= 1
        if live.seats[m] >= fixed.tall[SHARE]:
            delta -= fixed.tall[BELASTNING]
        for j in range(size):
            other = live.team[a, j]
            if other != m:
                live.met[m, other] -= 1
                if live.met[m, other] == 0:
                    live.near[m] -= 1
    for k in range(size):
        delta += _blend(fixed, live, live.team[a, k])
    _drop(live.rom.held, live.rom.liste, group, dag, a)
    for k in range(fixed.rptr[a], fixed.rptr[a + 1]):
        r = fixed.rlist[k]
        _drop(live.res.held, live.res.liste, r, dag, a)
    live.cand[a] = -1
    live.sums[COST] += delta
    live.sums[LEFT] += 1
    return int(delta)
