"""A timetable in numbers, and the way to and from interviews with ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matching.timeplan.candidates import Ledd, Slot, Tall, lead_of
from matching.timeplan.problem import Intervju, Rom


@dataclass(frozen=True, slots=True)
class Valg:
    """One applicant's place: slot, group of rooms, members and panel by position."""

    slot: int
    gruppe: int
    team: frozenset[int]
    panel: int


Numre = dict[int, Valg]
"""A plan: the applicants that are placed, each with its place."""


def to_intervjuer(tall: Tall, plan: Numre) -> tuple[Intervju, ...]:
    """Return the interviews in order of time, rooms handed out within each group."""
    problem = tall.problem
    gamle = {each.soker: each for each in problem.gjeldende}
    rooms = _hand_out_rooms(tall, plan)
    found = []
    for a, valg in plan.items():
        soker = problem.sokere[a]
        old = gamle.get(soker.id)
        number = {each.id: n for n, each in enumerate(problem.medlemmer)}
        leder = lead_of(tall, tall.ledd[a], valg.team, number[old.leder] if old else None)
        found.append(
            Intervju(
                soker=soker.id,
                start=tall.slots[valg.slot].start,
                rom=rooms[a].id,
                leder=problem.medlemmer[leder].id,
                medlemmer=tuple(problem.medlemmer[each].id for each in sorted(valg.team)),
                panel=problem.paneler[valg.panel].id if problem.paneler else None,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.start, each.soker)))


def _hand_out_rooms(tall: Tall, plan: Numre) -> dict[int, Rom]:
    """Return a room for each applicant: the present one if that works out, else the first free."""
    gamle = {each.soker: each.rom for each in tall.problem.gjeldende}
    rooms: dict[int, Rom] = {}
    for number, gruppe in enumerate(tall.grupper):
        there = [a for a, valg in plan.items() if valg.gruppe == number]
        there.sort(key=lambda a: (tall.slots[plan[a].slot].start, a))
        keep = {a: gamle.get(tall.problem.sokere[a].id) for a in there}
        rooms |= _hand_out(tall, plan, gruppe.rom, there, keep) or (
            # By order of start the first free room never fails: the group is not overbooked.
            _hand_out(tall, plan, gruppe.rom, there, {}) or {}
        )
    return rooms


def _hand_out(
    tall: Tall,
    plan: Numre,
    rom_liste: tuple[Rom, ...],
    there: list[int],
    keep: dict[int, str | None],
) -> dict[int, Rom] | None:
    used: dict[str, list[Slot]] = {rom.id: [] for rom in rom_liste}
    given: dict[int, Rom] = {}
    for a in sorted(there, key=lambda a: keep.get(a) not in used):
        slot = tall.slots[plan[a].slot]
        order = sorted(rom_liste, key=lambda rom: rom.id != keep.get(a))
        free = [rom for rom in order if _has_place(rom, used[rom.id], slot)]
        if not free:
            return None
        given[a] = free[0]
        used[free[0].id].append(slot)
    return given


def _has_place(rom: Rom, used: Iterable[Slot], slot: Slot) -> bool:
    meeting = [each for each in used if each.start < slot.slutt and slot.start < each.slutt]
    times = [each.start for each in meeting] + [slot.start]
    most = max(
        sum(each.start <= t < each.slutt for each in meeting)
        for t in times
        if slot.start <= t < slot.slutt
    )
    return most < rom.kapasitet


def from_intervjuer(tall: Tall, intervjuer: Iterable[Intervju]) -> Numre | None:
    """Return the interviews in numbers, or None if one of them is not among the candidates."""
    problem = tall.problem
    soker = {each.id: n for n, each in enumerate(problem.sokere)}
    medlem = {each.id: n for n, each in enumerate(problem.medlemmer)}
    group_of = {rom.id: n for n, gruppe in enumerate(tall.grupper) for rom in gruppe.rom}
    panel = {each.id: n for n, each in enumerate(problem.paneler)}
    plan: Numre = {}
    for each in intervjuer:
        if not problem.knows(each):
            return None
        a = soker[each.soker]
        gruppe = group_of[each.rom]
        slot = _candidate(tall, tall.ledd[a], each.start, gruppe)
        if slot is None:
            return None
        team = frozenset(medlem[m] for m in each.medlemmer)
        plan[a] = Valg(slot, gruppe, team, 0 if each.panel is None else panel[each.panel])
    return plan


def as_numbers(tall: Tall, intervjuer: Iterable[Intervju]) -> Numre:
    """Return interviews in numbers even where they break rules; their ids must be known."""
    problem = tall.problem
    soker = {each.id: n for n, each in enumerate(problem.sokere)}
    medlem = {each.id: n for n, each in enumerate(problem.medlemmer)}
    group_of = {rom.id: n for n, gruppe in enumerate(tall.grupper) for rom in gruppe.rom}
    plan: Numre = {}
    for each in intervjuer:
        sted = problem.steder.index(problem.rom_of(each.rom).sted)
        slot = tall.slot_number(Slot(each.start, problem.slutt(each), sted))
        team = frozenset(medlem[m] for m in each.medlemmer)
        plan[soker[each.soker]] = Valg(slot, group_of[each.rom], team, 0)
    return plan


def _candidate(tall: Tall, ledd: Ledd, start: int, gruppe: int) -> int | None:
    for each in ledd.kandidater:
        if each.gruppe == gruppe and tall.slots[each.slot].start == start:
            return each.slot
    return None
