"""One interview moved by hand: what stops it, what gets dearer or cheaper, who must be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, combinations, islice
from typing import Final

from matching.timeplan.candidates import Slot, Tall, can_seat, lead_of, to_tall
from matching.timeplan.cost import plan_ledd
from matching.timeplan.plans import as_numbers
from matching.timeplan.problem import Intervju, Las, Problem
from matching.timeplan.rules import (
    Brudd,
    Plan,
    intervju_brudd,
    las_holdt,
    medlem_brudd,
    plan_brudd,
    ressurs_full,
)
from matching.timeplan.state import Kept

# So many panels are tried for a time before it counts as taken.
_MOST_TEAMS: Final = 2_000


class Slag(StrEnum):
    """What changed for one applicant, the gravest first."""

    NYTT = "nytt"
    AVLYST = "avlyst"
    FLYTTET = "flyttet"
    NYTT_STED = "nytt_sted"
    BYTTET_PANEL = "byttet_panel"
    NYTT_ROM = "nytt_rom"


@dataclass(frozen=True, slots=True)
class Endring:
    """One applicant's interview before and after; `ut` and `inn` are members who leave or join."""

    slag: Slag
    soker: str
    for_: Intervju | None
    etter: Intervju | None
    ut: tuple[str, ...] = ()
    inn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prisendring:
    """A cost term before and after."""

    ledd: str
    fra: int
    til: int


@dataclass(frozen=True, slots=True)
class Flytt:
    """What a move does: `hindre` stop it, `dyrere` warn, the rest are notes."""

    intervjuer: tuple[Intervju, ...]
    hindre: tuple[Brudd, ...]
    dyrere: tuple[Prisendring, ...]
    billigere: tuple[Prisendring, ...]
    endringer: tuple[Endring, ...]


def flytt_hindre(problem: Problem, plan: Plan, nytt: Intervju) -> Flytt:
    """Return what placing `nytt` does, in place of the applicant's own interview in `plan`.

    `hindre` are the rules broken after it that were not broken in the same way before, and all
    that the interview itself breaks.
    """
    after = (*(each for each in plan if each.soker != nytt.soker), nytt)
    before = set(plan_brudd(problem, plan)) - set(intervju_brudd(problem, nytt))
    hindre = tuple(each for each in plan_brudd(problem, after) if each not in before)
    old, new = plan_ledd(problem, plan), plan_ledd(problem, after)
    priser = [Prisendring(ledd, old[ledd], new[ledd]) for ledd in new]
    return Flytt(
        intervjuer=tuple(sorted(after, key=lambda each: (each.start, each.soker))),
        hindre=hindre,
        dyrere=tuple(each for each in priser if each.til > each.fra),
        billigere=tuple(each for each in priser if each.til < each.fra),
        endringer=tuple(endringer(problem, plan, after)),
    )


def endringer(problem: Problem, for_: Plan, etter: Plan) -> list[Endring]:
    """Return what must be told, applicants in the order of the problem.

    The applicant and every member seated before or after are those to tell.
    """
    old = {each.soker: each for each in for_}
    new = {each.soker: each for each in etter}
    found = (
        _endring(problem, each.id, old.get(each.id), new.get(each.id)) for each in problem.sokere
    )
    return [each for each in found if each is not None]


def _endring(
    problem: Problem, soker: str, for_: Intervju | None, etter: Intervju | None
) -> Endring | None:
    if for_ is None or etter is None:
        if etter is not None:
            return Endring(Slag.NYTT, soker, None, etter, inn=etter.medlemmer)
        return None if for_ is None else Endring(Slag.AVLYST, soker, for_, None, ut=for_.medlemmer)
    ut = tuple(each for each in for_.medlemmer if each not in etter.medlemmer)
    inn = tuple(each for each in etter.medlemmer if each not in for_.medlemmer)
    if for_.start != etter.start:
        slag = Slag.FLYTTET
    elif problem.rom_of(for_.rom).sted != problem.rom_of(etter.rom).sted:
        slag = Slag.NYTT_STED
    elif ut or inn or for_.leder != etter.leder:
        slag = Slag.BYTTET_PANEL
    elif for_.rom != etter.rom:
        slag = Slag.NYTT_ROM
    else:
        return None
    return Endring(slag, soker, for_, etter, ut, inn)


def ledige_tider(
    problem: Problem, plan: Plan, soker_id: str, *, samme_panel: bool = True
) -> list[Intervju]:
    """Return where the applicant can be moved while all hard rules hold and the rest stays.

    One interview for each time and place, in order of time, the present one left out.  With
    `samme_panel` the members stay (an applicant who is not placed has none, so nothing is found);
    without it another panel is seated where the present one cannot sit.
    """
    tall = to_tall(problem)
    a = next(n for n, each in enumerate(problem.sokere) if each.id == soker_id)
    own = next((each for each in plan if each.soker == soker_id), None)
    rest = tuple(each for each in plan if each.soker != soker_id)
    if own is None and samme_panel:
        return []
    kept = Kept(tall, as_numbers(tall, rest))
    found: list[Intervju] = []
    teams: Iterator[Intervju]
    taken = set() if own is None else {(own.start, problem.rom_of(own.rom).sted)}
    for each in sorted(tall.ledd[a].kandidater, key=lambda each: tall.slots[each.slot].start):
        slot = tall.slots[each.slot]
        where = slot.start, problem.steder[slot.sted]
        if where in taken or not kept.room_left(each.gruppe, each.slot):
            continue
        free = _free_rooms(problem, rest, tall, each.gruppe, slot, own)
        for rom in free[:1]:
            teams = _present(own, slot.start, rom)
            if not samme_panel:
                teams = chain(teams, _others(tall, kept, a, each.slot, rom, own))
            for nytt in teams:
                if _allowed(problem, rest, nytt):
                    taken.add(where)
                    found.append(nytt)
                    break
    return found


def _free_rooms(
    problem: Problem, rest: Plan, tall: Tall, gruppe: int, slot: Slot, own: Intervju | None
) -> list[str]:
    """Return the rooms of the group with place for one more, the present one first."""

    def most_at_once(rom: str) -> int:
        there = [x for x in rest if x.rom == rom and x.start < slot.slutt]
        meeting = [x for x in there if slot.start < problem.slutt(x)]
        times = {slot.start} | {x.start for x in meeting if x.start > slot.start}
        return max(sum(x.start <= t < problem.slutt(x) for x in meeting) for t in times)

    rooms = [x for x in tall.grupper[gruppe].rom if most_at_once(x.id) < x.kapasitet]
    return sorted((x.id for x in rooms), key=lambda each: own is None or each != own.rom)


def _present(own: Intervju | None, start: int, rom: str) -> Iterator[Intervju]:
    if own is not None:
        yield replace(own, start=start, rom=rom)


def _others(
    tall: Tall, kept: Kept, a: int, slot: int, rom: str, own: Intervju | None
) -> Iterator[Intervju]:
    """Yield interviews of a in this slot before panels that are free, the least change first."""
    problem, ledd = tall.problem, tall.ledd[a]
    start = tall.slots[slot].start
    there = frozenset(m for m in ledd.lov if kept.is_free(m, slot))
    number = {each.id: n for n, each in enumerate(problem.medlemmer)}
    present = frozenset() if own is None else frozenset(number[m] for m in own.medlemmer)
    dag = tall.slots[slot].dag

    def dear(m: int) -> tuple[bool, bool, int, int]:
        return m not in present, dag not in kept.days[m], len(kept.slots[m]), m

    for p in ledd.paneler:
        pool, size = tall.paneler[p]
        order = sorted(there & pool, key=dear)
        teams = (frozenset(each) for each in islice(combinations(order, size), _MOST_TEAMS))
        for team in teams:
            if can_seat(tall, replace(ledd, paneler=(p,)), team):
                leder = lead_of(tall, ledd, team, None)
                yield Intervju(
                    problem.sokere[a].id,
                    start,
                    rom,
                    problem.medlemmer[leder].id,
                    tuple(problem.medlemmer[m].id for m in sorted(team)),
                    problem.paneler[p].id if problem.paneler else None,
                )


def _allowed(problem: Problem, rest: Plan, nytt: Intervju) -> bool:
    """Return whether the interview breaks nothing by itself or with its members' others."""
    if intervju_brudd(problem, nytt):
        return False
    own_locks = [las for las in problem.laser if las.soker == nytt.soker]
    if not all(las_holdt(las, nytt) for las in own_locks):
        return False
    for each in nytt.medlemmer:
        medlem = problem.medlem(each)
        before = set(medlem_brudd(problem, medlem, rest))
        if not set(medlem_brudd(problem, medlem, [*rest, nytt])) <= before:
            return False
    return not (
        set(ressurs_full(problem, [*rest, nytt])) - set(ressurs_full(problem, rest))
        if problem.soker(nytt.soker).ressurser
        else ()
    )


def replan_problem(
    problem: Problem, plan: Plan, *, fra: int | None = None, beholdt: Iterable[str] = ()
) -> Problem:
    """Return the same problem with `plan` in force, so that solving it changes as little as pays.

    Locked as they are: interviews that start before minute `fra`, and those of the applicants in
    `beholdt`; other locks of these applicants are dropped, those of the rest stay.  Someone who
    has fallen ill is first marked as `opptatt` in the problem.
    """
    keep = set(beholdt)
    fixed = [each for each in plan if each.soker in keep or (fra is not None and each.start < fra)]
    names = {each.soker for each in fixed}
    laser = [las for las in problem.laser if las.soker not in names]
    laser += [Las(x.soker, x.start, x.rom, x.medlemmer, x.leder) for x in fixed]
    return replace(problem, gjeldende=tuple(plan), laser=tuple(laser))
