"""The compiled moves and the annealing: place, move, exchange, replace, push aside.

A move changes the plan, is priced, and is kept or undone.  `Undo` remembers the applicants it
touched as they were.
"""

from __future__ import annotations

import math

from matching.felles.compiled import apart, compiled, lean
from matching.timeplan.seating_loops import Undo, lawful, place, place_well, some_candidate
from matching.timeplan.state_loops import (
    COST,
    GROUPS,
    LEFT,
    Fixed,
    Live,
    can_sit,
    clash,
    draw,
    has_room,
    insert,
    remove,
    slot_of,
    unit,
)


@apart
def _take_out(fixed: Fixed, live: Live, undo: Undo, a: int) -> None:
    """Remember a and take it out if it is placed."""
    k = undo.number[0]
    undo.number[0] += 1
    undo.who[k] = a
    undo.cand[k] = live.cand[a]
    undo.panel[k] = live.panel[a]
    undo.size[k] = live.size[a]
    for j in range(live.size[a]):
        undo.team[k, j] = live.team[a, j]
    if live.cand[a] >= 0:
        remove(fixed, live, a)


@lean
def _give(live: Live, undo: Undo, a: int, k: int) -> None:
    """Give a the team that the k-th touched applicant had."""
    live.size[a] = undo.size[k]
    for j in range(undo.size[k]):
        live.team[a, j] = undo.team[k, j]


@apart
def _restore(fixed: Fixed, live: Live, undo: Undo) -> None:
    for k in range(undo.number[0]):
        if live.cand[undo.who[k]] >= 0:
            remove(fixed, live, undo.who[k])
    for k in range(undo.number[0]):
        a = undo.who[k]
        _give(live, undo, a, k)
        if undo.cand[k] >= 0:
            insert(fixed, live, a, undo.cand[k], undo.panel[k])


@apart
def _exchange(fixed: Fixed, live: Live, undo: Undo, a: int, b: int) -> bool:
    """Let a and b change places, each before the other's team; False if it fails."""
    if a == b or live.cand[a] < 0 or live.cand[b] < 0:
        return False
    groups = fixed.tall[GROUPS]
    one, two = live.cand[a], live.cand[b]
    to_a = fixed.at[a, fixed.cand[two, 0] * groups + fixed.cand[two, 1]]
    to_b = fixed.at[b, fixed.cand[one, 0] * groups + fixed.cand[one, 1]]
    if to_a < 0 or to_b < 0:
        return False
    panel_a, panel_b = live.panel[a], live.panel[b]
    _take_out(fixed, live, undo, a)
    _take_out(fixed, live, undo, b)
    _give(live, undo, a, 1)
    _give(live, undo, b, 0)
    allowed = _may(fixed, a, panel_b) and _may(fixed, b, panel_a)
    if not (
        allowed
        and lawful(fixed, live, a, panel_b)
        and lawful(fixed, live, b, panel_a)
        and has_room(fixed, live, a, to_a)
    ):
        return False
    insert(fixed, live, a, to_a, panel_b)
    if not has_room(fixed, live, b, to_b):
        return False
    insert(fixed, live, b, to_b, panel_a)
    return True


@lean
def _may(fixed: Fixed, a: int, panel: int) -> bool:
    for k in range(fixed.pptr[a], fixed.pptr[a + 1]):
        if fixed.plist[k] == panel:
            return True
    return False


@apart
def _replace(fixed: Fixed, live: Live, undo: Undo, a: int) -> bool:
    """Let another member take one seat before a; False if it fails."""
    if live.cand[a] < 0:
        return False
    cand, panel, slot = live.cand[a], live.panel[a], slot_of(fixed, live, a)
    k = draw(live, live.size[a])
    m = draw(live, fixed.lov.shape[1])
    for j in range(live.size[a]):
        if live.team[a, j] == m:
            return False
    if not (fixed.lov[a, m] and fixed.fri[m, slot] and fixed.panel[panel, m]):
        return False
    _take_out(fixed, live, undo, a)
    live.team[a, k] = m
    if not (lawful(fixed, live, a, panel) and can_sit(fixed, live, m, slot)):
        return False
    insert(fixed, live, a, cand, panel)
    return True


@apart
def _relieve(fixed: Fixed, live: Live, undo: Undo, m: int, dag: int) -> bool:
    """Give all of a member's interviews of a day to others; False if it fails."""
    number = live.held[m, dag]
    if number == 0:
        return False
    for _ in range(number):
        _take_out(fixed, live, undo, live.liste[m, dag, 0])
    other = draw(live, fixed.lov.shape[1])
    for k in range(number):
        a, cand, panel = undo.who[k], undo.cand[k], undo.panel[k]
        slot, seat_of_m = fixed.cand[cand, 0], 0
        taken = False
        for j in range(live.size[a]):
            if live.team[a, j] == m:
                seat_of_m = j
            taken = taken or live.team[a, j] == other
        if taken:
            return False
        live.team[a, seat_of_m] = other
        if not (can_sit(fixed, live, other, slot) and lawful(fixed, live, a, panel)):
            return False
        insert(fixed, live, a, cand, panel)
    return True


@apart
def _rebuild(fixed: Fixed, live: Live, undo: Undo, m: int, dag: int, heat: float) -> bool:
    """Take out all of a member's interviews of a day and place them anew, one by one."""
    number = live.held[m, dag]
    if number == 0:
        return False
    for _ in range(number):
        _take_out(fixed, live, undo, live.liste[m, dag, 0])
    first = draw(live, number)
    for step in range(number):
        a = undo.who[(first + step) % number]
        if not place_well(fixed, live, undo, a, 12, heat):
            return False
    return True


@apart
def _push_aside(fixed: Fixed, live: Live, undo: Undo, a: int, cand: int, heat: float) -> bool:
    """Place a and take out whoever stands in the way, then try to place those elsewhere."""
    slot = fixed.cand[cand, 0]
    if live.cand[a] >= 0:
        return False
    undo_first = undo.number[0]
    _take_out(fixed, live, undo, a)
    if not place(fixed, live, undo, a, cand, heat):
        b = draw(live, live.cand.shape[0])
        for step in range(live.cand.shape[0]):
            c = (b + step) % live.cand.shape[0]
            if c != a and live.cand[c] >= 0 and clash(fixed, slot, slot_of(fixed, live, c)):
                _take_out(fixed, live, undo, c)
                if place(fixed, live, undo, a, cand, heat):
                    break
                if undo.number[0] > 4:
                    break
        if live.cand[a] < 0:
            return False
    for k in range(undo_first + 1, undo.number[0]):
        for _ in range(8):
            other = undo.who[k]
            if place(fixed, live, undo, other, some_candidate(fixed, live, other), heat):
                break
    return True


@apart
def _someone_left(live: Live) -> int:
    """Return an applicant without a place, or -1."""
    if live.sums[LEFT] == 0:
        return -1
    number = live.cand.shape[0]
    first = draw(live, number)
    for step in range(number):
        a = (first + step) % number
        if live.cand[a] < 0:
            return int(a)
    return -1


@apart
def _move_day(fixed: Fixed, live: Live, undo: Undo, relieve: bool, heat: float) -> bool:
    """Change all that a random member has on a random day."""
    m, dag = draw(live, fixed.lov.shape[1]), draw(live, live.held.shape[1])
    if relieve:
        return _relieve(fixed, live, undo, m, dag)
    return _rebuild(fixed, live, undo, m, dag, heat)


@apart
def _move(fixed: Fixed, live: Live, undo: Undo, heat: float) -> bool:
    """Make one random move; False if it cannot be made."""
    kind = draw(live, 100)
    number = live.cand.shape[0]
    a = draw(live, number)
    if kind < 50:
        left = live.sums[LEFT] > 0 and kind < 15
        if left:
            a = _someone_left(live)
        if fixed.cptr[a + 1] == fixed.cptr[a]:
            return False
        cand = some_candidate(fixed, live, a)
        if left and kind < 5:
            return _push_aside(fixed, live, undo, a, cand, heat)
        _take_out(fixed, live, undo, a)
        return place(fixed, live, undo, a, cand, heat)
    if kind < 70:
        return _exchange(fixed, live, undo, a, draw(live, number))
    if kind < 93:
        return _replace(fixed, live, undo, a)
    return _move_day(fixed, live, undo, kind < 97, heat)


@compiled
def anneal(
    fixed: Fixed, live: Live, undo: Undo, best: Live, moves: int, heats: tuple[float, float]
) -> int:
    """Make `moves` moves while cooling from one heat to the other; return the best cost.

    `best` gets cand, panel, size and team of the best plan; its own is kept if none is better.
    """
    for at in range(moves):
        heat = heats[0] * math.pow(heats[1] / heats[0], at / moves)
        undo.number[0] = 0
        before = live.sums[COST]
        done = _move(fixed, live, undo, heat)
        worse = live.sums[COST] - before
        if not done or (worse > 0 and unit(live) >= math.exp(-worse / heat)):
            _restore(fixed, live, undo)
        elif live.sums[COST] < best.sums[COST]:
            best.cand[:] = live.cand
            best.panel[:] = live.panel
            best.size[:] = live.size
            best.team[:] = live.team
            best.sums[:] = live.sums
    return int(best.sums[COST])
