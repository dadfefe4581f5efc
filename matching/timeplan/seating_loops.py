"""The compiled way to give an applicant a place: the cheapest panel that is free there."""

from __future__ import annotations

from typing import NamedTuple

from matching.felles.compiled import apart, lean
from matching.timeplan.state_loops import (
    BELASTNING,
    BLANDING,
    BYTTET,
    COST,
    DAG,
    SHARE,
    WANTED,
    Bools,
    Fixed,
    Ints,
    Live,
    can_sit,
    draw,
    has_room,
    insert,
    remove,
    slot_of,
)


class Undo(NamedTuple):
    """The applicants a move touched, as they were before it."""

    number: Ints  # 1
    who: Ints  # n
    cand: Ints  # n
    panel: Ints  # n
    size: Ints  # n
    team: Ints  # n x seats
    free: Bools  # m: scratch
    score: Ints  # m: scratch
    best: Ints  # seats: scratch


@lean
def lawful(fixed: Fixed, live: Live, a: int, panel: int) -> bool:
    """Return whether the team in `live.team` may judge a, as members of this panel."""
    if live.size[a] != fixed.size[panel]:
        return False
    leads, bare, speaks, must = 0, 0, False, 0
    for k in range(live.size[a]):
        m = live.team[a, k]
        if not (fixed.lov[a, m] and fixed.panel[panel, m]):
            return False
        leads += fixed.lede[m]
        bare += fixed.bare[m] and m != fixed.who[a, 0]
        speaks = speaks or fixed.speaks[a, m]
        must += fixed.must[a, m]
    wanted = 0
    for m in range(fixed.must.shape[1]):
        wanted += fixed.must[a, m]
    most_bare = 0 if fixed.who[a, 0] >= 0 else 1
    return bool(leads > 0 and bare <= most_bare and speaks and must == wanted)


@lean
def _score(fixed: Fixed, live: Live, a: int, m: int, dag: int, heat: float) -> int:
    """Return what seating m would cost, roughly, with a little chance in it."""
    score = 0
    if live.held[m, dag] == 0:
        score += 16 * fixed.tall[DAG]
    if live.seats[m] >= fixed.tall[SHARE]:
        score += 16 * fixed.tall[BELASTNING]
    if fixed.gamle[a, m]:
        score -= 16 * fixed.tall[BYTTET]
    if live.near[m] < fixed.tall[WANTED]:
        score -= 8 * fixed.tall[BLANDING]
    return score + draw(live, 2 + int(24.0 * heat))


@lean
def _best(fixed: Fixed, undo: Undo, a: int, kind: int) -> int:
    """Return the free member of least score: 0 lead, 1 speaker, 2 other; -1 if there is none."""
    best = -1
    for m in range(undo.free.shape[0]):
        if not undo.free[m]:
            continue
        if kind == 0 and not fixed.lede[m]:
            continue
        if kind != 0 and fixed.bare[m]:
            continue
        if kind == 1 and not fixed.speaks[a, m]:
            continue
        if best < 0 or undo.score[m] < undo.score[best]:
            best = m
    return best


@apart
def seat(fixed: Fixed, live: Live, undo: Undo, a: int, panel: int) -> bool:
    """Fill `live.team` for a from `undo.free`, the lowest scores first; False if it fails."""
    size, have = fixed.size[panel], 0
    lead = fixed.who[a, 0] if fixed.who[a, 0] >= 0 else _best(fixed, undo, a, 0)
    if lead < 0 or not undo.free[lead]:
        return False
    live.team[a, 0] = lead
    undo.free[lead] = False
    have, speaks = 1, fixed.speaks[a, lead]
    for m in range(undo.free.shape[0]):
        if fixed.must[a, m] and m != lead:
            if not undo.free[m] or have >= size:
                return False
            live.team[a, have] = m
            undo.free[m] = False
            have += 1
            speaks = speaks or fixed.speaks[a, m]
    while have < size:
        m = _best(fixed, undo, a, 2 if speaks else 1)
        if m < 0:
            return False
        live.team[a, have] = m
        undo.free[m] = False
        have += 1
        speaks = True
    live.size[a] = size
    return lawful(fixed, live, a, panel)


@apart
def place(fixed: Fixed, live: Live, undo: Undo, a: int, cand: int, heat: float) -> bool:
    """Place a, who is out, at a candidate with the best team that is free; False if it fails."""
    if not has_room(fixed, live, a, cand):
        return False
    slot = fixed.cand[cand, 0]
    dag = fixed.slot[slot, 3]
    panel = fixed.plist[fixed.pptr[a] + draw(live, fixed.pptr[a + 1] - fixed.pptr[a])]
    for m in range(fixed.lov.shape[1]):
        ok = fixed.lov[a, m] and fixed.panel[panel, m] and can_sit(fixed, live, m, slot)
        undo.free[m] = ok
        if ok:
            undo.score[m] = _score(fixed, live, a, m, dag, heat)
    if not seat(fixed, live, undo, a, panel):
        return False
    insert(fixed, live, a, cand, panel)
    return True


@lean
def some_candidate(fixed: Fixed, live: Live, a: int) -> int:
    """Return a random candidate; half the time one on a day on which someone else is placed."""
    lo, hi = fixed.cptr[a], fixed.cptr[a + 1]
    if draw(live, 2):
        other = draw(live, live.cand.shape[0])
        if live.cand[other] >= 0:
            dag = fixed.slot[slot_of(fixed, live, other), 3]
            first, last = fixed.cday[a, dag], fixed.cday[a, dag + 1]
            if last > first:
                return int(first + draw(live, last - first))
    return int(lo + draw(live, hi - lo))


@apart
def place_well(fixed: Fixed, live: Live, undo: Undo, a: int, tries: int, heat: float) -> bool:
    """Place a, who is out, at the cheapest of some random candidates; False if all fail."""
    if fixed.cptr[a + 1] == fixed.cptr[a]:
        return False
    best, best_cost, best_panel, best_size = -1, 0, 0, 0
    for _ in range(tries):
        cand = some_candidate(fixed, live, a)
        if not place(fixed, live, undo, a, cand, heat):
            continue
        cost, panel = live.sums[COST], live.panel[a]
        remove(fixed, live, a)
        if best < 0 or cost < best_cost:
            best, best_cost, best_panel, best_size = cand, cost, panel, live.size[a]
            for k in range(best_size):
                undo.best[k] = live.team[a, k]
    if best < 0:
        return False
    live.size[a] = best_size
    for k in range(best_size):
        live.team[a, k] = undo.best[k]
    insert(fixed, live, a, best, best_panel)
    return True
