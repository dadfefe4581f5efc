"""Which times, rooms and members an applicant can have at all, whatever the others get.

The slow rules of `rules.py` are asked once here; everything after works on small whole numbers.
A *slot* is a start, an end and a place; rooms that nobody can tell apart form one *group*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from matching.felles.rounding import ceil_div
from matching.timeplan.cost import fair_share, wish_met
from matching.timeplan.problem import (
    DOGN_MIN,
    Intervju,
    Las,
    Problem,
    Rolle,
    Rom,
    Soker,
    Vindu,
    merge,
)
from matching.timeplan.rules import las_holdt


@dataclass(frozen=True, slots=True)
class Slot:
    """A possible time and place of an interview; `sted` is the place's number."""

    start: int
    slutt: int
    sted: int

    @property
    def dag(self) -> int:
        """Return the day it lies on."""
        return self.start // DOGN_MIN


@dataclass(frozen=True, slots=True)
class Gruppe:
    """Rooms with the same place, times and properties."""

    rom: tuple[Rom, ...]

    @property
    def kapasitet(self) -> int:
        """Return how many interviews can run there at once."""
        return sum(each.kapasitet for each in self.rom)


@dataclass(frozen=True, slots=True)
class Kandidat:
    """One slot in one group of rooms, with the cost that depends on nothing else."""

    slot: int
    gruppe: int
    kostnad: int


@dataclass(slots=True)
class Ledd:
    """One applicant in numbers."""

    kandidater: list[Kandidat]
    lov: frozenset[int]
    ma_sitte: frozenset[int]
    leder: int | None
    last: bool
    paneler: tuple[int, ...]
    sprak: frozenset[int] | None
    ressurser: tuple[int, ...]
    gamle: frozenset[int]
    uplassert_kostnad: int


@dataclass(slots=True)
class Tall:
    """The whole problem in numbers; members, applicants, panels and groups by position."""

    problem: Problem
    slots: list[Slot] = field(default_factory=list)
    grupper: list[Gruppe] = field(default_factory=list)
    paneler: list[tuple[frozenset[int], int]] = field(default_factory=list)
    fri: list[frozenset[int]] = field(default_factory=list)
    ledd: list[Ledd] = field(default_factory=list)
    kan_lede: frozenset[int] = frozenset()
    bare_leder: frozenset[int] = frozenset()
    share: int = 0
    _slot_number: dict[Slot, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Return the number of applicants."""
        return len(self.problem.sokere)

    @property
    def m(self) -> int:
        """Return the number of members."""
        return len(self.problem.medlemmer)

    def slot_number(self, slot: Slot) -> int:
        """Return the position of a slot, adding it if it is new."""
        number = self._slot_number.setdefault(slot, len(self.slots))
        if number == len(self.slots):
            self.slots.append(slot)
        return number


def find_starts(problem: Problem, soker: Soker) -> Iterator[tuple[int, Rom]]:
    """Yield every time and room that no rule of `PLASSERING` forbids, in order of time."""
    grid, length = problem.regler.rutenett_min, problem.varighet(soker)
    rooms = [
        rom
        for rom in problem.rom
        if rom.sted in soker.steder and set(soker.romkrav) <= set(rom.egenskaper)
    ]
    for start in grid_starts(soker.ledig, grid, length):
        slutt = start + length
        if all(problem.inside(problem.ressurs(r).ledig, start, slutt) for r in soker.ressurser):
            for rom in rooms:
                if problem.inside(rom.apent, start, slutt):
                    yield start, rom


def grid_starts(vinduer: tuple[Vindu, ...], grid: int, length: int) -> Iterator[int]:
    """Yield every start on the grid whose interview fits into the union of the windows."""
    for fra, til in merge(vinduer):
        for dag in range(fra // DOGN_MIN, til // DOGN_MIN + 1):
            # The grid begins anew each midnight, also where it does not divide the day.
            first = max(0, ceil_div(fra - dag * DOGN_MIN, grid)) * grid
            for minute in range(first, DOGN_MIN, grid):
                start = dag * DOGN_MIN + minute
                if start + length > til:
                    break
                yield start


def to_tall(problem: Problem) -> Tall:
    """Return the problem in numbers."""
    roller = [each.rolle for each in problem.medlemmer]
    number = {each.id: n for n, each in enumerate(problem.medlemmer)}
    tall = Tall(
        problem,
        grupper=_grupper(problem),
        kan_lede=frozenset(n for n, rolle in enumerate(roller) if rolle is not Rolle.MEDLEM),
        bare_leder=frozenset(n for n, rolle in enumerate(roller) if rolle is Rolle.LEDER),
        share=fair_share(problem),
    )
    if problem.paneler:
        tall.paneler = [
            (frozenset(number[m] for m in panel.medlemmer), problem.storrelse(panel.id))
            for panel in problem.paneler
        ]
    else:
        tall.paneler = [(frozenset(range(tall.m)), problem.regler.panelstorrelse)]
    starts = [_first_candidates(tall, soker) for soker in problem.sokere]
    tall.fri = [_free_slots(tall, n) for n in range(tall.m)]
    gamle = {each.soker: each for each in problem.gjeldende}
    for soker, own in zip(problem.sokere, starts, strict=True):
        tall.ledd.append(_ledd(tall, soker, own, gamle.get(soker.id)))
    return tall


def _grupper(problem: Problem) -> list[Gruppe]:
    locked = {las.rom for las in problem.laser}
    groups: dict[object, list[Rom]] = {}
    for rom in problem.rom:
        alone = rom.id if rom.id in locked else None
        key = (rom.sted, merge(rom.apent), frozenset(rom.egenskaper), alone)
        groups.setdefault(key, []).append(rom)
    return [Gruppe(tuple(each)) for each in groups.values()]


def _first_candidates(tall: Tall, soker: Soker) -> list[tuple[int, int]]:
    """Return (slot, group) by the applicant's own rules and the time and room of the locks."""
    problem = tall.problem
    group_of = {rom.id: n for n, gruppe in enumerate(tall.grupper) for rom in gruppe.rom}
    locks = [las for las in problem.laser if las.soker == soker.id]
    found: dict[tuple[int, int], None] = {}
    for start, rom in find_starts(problem, soker):
        probe = Intervju(soker.id, start, rom.id, "", ())
        if all(las_holdt(Las(soker.id, las.start, las.rom), probe) for las in locks):
            sted = problem.steder.index(rom.sted)
            slot = tall.slot_number(Slot(start, start + problem.varighet(soker), sted))
            found[slot, group_of[rom.id]] = None
    return list(found)


def _free_slots(tall: Tall, medlem: int) -> frozenset[int]:
    each = tall.problem.medlemmer[medlem]
    steder = {tall.problem.steder.index(sted) for sted in each.steder}
    busy = merge(each.opptatt)
    return frozenset(
        number
        for number, slot in enumerate(tall.slots)
        if slot.sted in steder
        and not any(fra < slot.slutt and slot.start < til for fra, til in busy)
    )


def _ledd(tall: Tall, soker: Soker, starts: list[tuple[int, int]], old: Intervju | None) -> Ledd:
    problem = tall.problem
    number = {each.id: n for n, each in enumerate(problem.medlemmer)}
    panel_ids = [each.id for each in problem.paneler]
    paneler = tuple(panel_ids.index(p) for p in dict.fromkeys(soker.paneler)) or tuple(
        range(len(tall.paneler))
    )
    locks = [las for las in problem.laser if las.soker == soker.id]
    ledere = {number[las.leder] for las in locks if las.leder is not None}
    ma_sitte = {number[m] for las in locks for m in las.medlemmer} | ledere
    speakers = frozenset(
        n for n, m in enumerate(problem.medlemmer) if soker.samisk_sprak in m.samiske_sprak
    )
    ressurs_ids = [each.id for each in problem.ressurser]
    inhabile = {number[each] for each in soker.inhabile}
    gamle = frozenset() if old is None else frozenset(number[each] for each in old.medlemmer)
    vekter = problem.vekter
    ledd = Ledd(
        kandidater=[],
        lov=frozenset(range(tall.m)) - inhabile,
        ma_sitte=frozenset(ma_sitte),
        leder=min(ledere) if ledere else None,
        last=bool(locks),
        paneler=paneler,
        sprak=None if soker.samisk_sprak is None else speakers,
        ressurser=tuple(sorted({ressurs_ids.index(each) for each in soker.ressurser})),
        gamle=gamle,
        uplassert_kostnad=0 if old is None else vekter.flyttet + vekter.byttet * len(gamle),
    )
    if len(ledere) > 1:
        return ledd
    can: dict[int, bool] = {}
    for slot, gruppe in starts:
        if slot not in can:
            there = frozenset(each for each in ledd.lov if slot in tall.fri[each])
            can[slot] = can_seat(tall, ledd, there)
        if can[slot]:
            rom = tall.grupper[gruppe].rom[0]
            probe = Intervju(soker.id, tall.slots[slot].start, rom.id, "", ())
            cost = 0 if wish_met(problem, probe) else vekter.onsketid
            if old is not None:
                cost += vekter.flyttet * (old.start != probe.start)
                cost += vekter.nytt_sted * (problem.rom_of(old.rom).sted != rom.sted)
            ledd.kandidater.append(Kandidat(slot, gruppe, cost))
    return ledd


def can_seat(tall: Tall, ledd: Ledd, there: frozenset[int]) -> bool:
    """Return whether a lawful panel for the applicant can be formed of `there`."""
    if not ledd.ma_sitte <= there:
        return False
    for panel in ledd.paneler:
        medlemmer, size = tall.paneler[panel]
        if any(_can_lead(tall, ledd, there & medlemmer, size, lead) for lead in tall.kan_lede):
            return True
    return False


def _can_lead(tall: Tall, ledd: Ledd, there: frozenset[int], size: int, lead: int) -> bool:
    if lead not in there or ledd.leder not in (None, lead):
        return False
    others = there - tall.bare_leder - {lead}
    must = ledd.ma_sitte - {lead}
    if not must <= others or len(must) > size - 1 or len(others) < size - 1:
        return False
    if ledd.sprak is None or ledd.sprak & (must | {lead}):
        return True
    return len(must) < size - 1 and bool(ledd.sprak & others)


def lead_of(tall: Tall, ledd: Ledd, team: frozenset[int], preferred: int | None) -> int:
    """Return who leads a lawful panel: the locked one, the one who only leads, or any who may."""
    if ledd.leder is not None:
        return ledd.leder
    only = team & tall.bare_leder
    if only:
        return min(only)
    if preferred in team and preferred in tall.kan_lede:
        return preferred
    return min(team & tall.kan_lede)
