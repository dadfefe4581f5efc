"""Why an applicant has no place in a plan, and the smallest changes that would give one.

Every time the applicant could begin is put under the first reason that stops it.  Every way out
is a changed problem that the solver has solved: all who are placed stay placed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from matching.felles.cpsat import run
from matching.felles.progress import Clock, ShouldStop
from matching.timeplan.candidates import Ledd, Tall, can_seat, grid_starts, to_tall
from matching.timeplan.forslag import Timeplan
from matching.timeplan.model import Delmodell
from matching.timeplan.moves import Endring, endringer
from matching.timeplan.objective import cost_least
from matching.timeplan.plans import Numre, as_numbers, to_intervjuer
from matching.timeplan.problem import (
    DOGN_MIN,
    Intervju,
    Medlem,
    Panel,
    Problem,
    Rolle,
    Soker,
    Vindu,
)
from matching.timeplan.rules import Plan, RuleId, plan_brudd, plassering_hindre
from matching.timeplan.state import Kept

_WORK: Final = 2.0
_NEAR: Final = 14


class Arsak(StrEnum):
    """The kinds of reasons, in the order in which they are looked for."""

    INGEN_TID = "ingen_tid"
    ROM = "rom"
    RESSURS = "ressurs"
    PANEL = "panel"
    LEDER = "leder"
    SPRAK = "sprak"
    LAS = "las"
    ROM_OPPTATT = "rom_opptatt"
    RESSURS_OPPTATT = "ressurs_opptatt"
    PANEL_OPPTATT = "panel_opptatt"


class Slag(StrEnum):
    """The kinds of ways out, the smallest first."""

    FLYTT = "flytt"
    NYTT_STED = "nytt_sted"
    NY_TID = "ny_tid"
    MEDLEM_LEDIG = "medlem_ledig"
    LENGRE_DAG = "lengre_dag"
    ANNET_PANEL = "annet_panel"
    NYTT_ROM = "nytt_rom"
    SPRAKKYNDIG = "sprakkyndig"
    NYTT_MEDLEM = "nytt_medlem"


@dataclass(frozen=True, slots=True)
class Grunn:
    """So many of the applicant's possible times are stopped by this; `ider` are those concerned."""

    arsak: Arsak
    antall: int
    ider: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Utvei:
    """A change that places the applicant: what, for whom, and the plan it leads to.

    `ider` is the member, place, room or panel; `vindu` the time that must be free.
    """

    slag: Slag
    intervju: Intervju
    endringer: tuple[Endring, ...]
    ider: tuple[str, ...] = ()
    vindu: Vindu | None = None


@dataclass(frozen=True, slots=True)
class Forklaring:
    """Why one applicant is not placed; `alt_provd` is False if time ran out first."""

    soker: str
    grunner: tuple[Grunn, ...]
    utveier: tuple[Utvei, ...]
    alt_provd: bool


def explain(
    problem: Problem,
    plan: Timeplan,
    *,
    max_time_s: float | None = 30.0,
    should_stop: ShouldStop | None = None,
) -> list[Forklaring]:
    """Return an explanation for every applicant who is not placed, in the order of the plan."""
    clock = Clock(max_time_s, should_stop)
    tall = to_tall(problem)
    kept = Kept(tall, as_numbers(tall, plan.intervjuer))
    return [
        _explain(tall, kept, problem.soker(each), plan.intervjuer, clock) for each in plan.uplassert
    ]


def _explain(tall: Tall, kept: Kept, soker: Soker, plan: Plan, clock: Clock) -> Forklaring:
    problem = tall.problem
    a = problem.sokere.index(soker)
    grunner = _reasons(tall, kept, a)
    found: list[Utvei] = []
    done = True
    for each in Slag:
        for changed, ider, vindu in _CHANGES[each](problem, soker, plan):
            if clock.must_stop():
                done = False
                break
            after = _placed(changed, plan, soker.id, clock, alone=each is not Slag.FLYTT)
            if after is not None:
                own = next(x for x in after if x.soker == soker.id)
                what = tuple(x for x in endringer(problem, plan, after) if x.soker != soker.id)
                found.append(Utvei(each, own, what, ider, _needed(each, vindu, problem, own)))
                break
    return Forklaring(soker.id, grunner, tuple(found), done)


def _needed(slag: Slag, vindu: Vindu | None, problem: Problem, own: Intervju) -> Vindu | None:
    """Return the time that must be free: of the interview itself where a whole day was tried."""
    if slag in (Slag.NY_TID, Slag.MEDLEM_LEDIG):
        return own.start, problem.slutt(own)
    return vindu


# --- why ------------------------------------------------------------------------------------------


def _reasons(tall: Tall, kept: Kept, a: int) -> tuple[Grunn, ...]:
    problem, ledd = tall.problem, tall.ledd[a]
    soker = problem.sokere[a]
    found: Counter[tuple[Arsak, tuple[str, ...]]] = Counter()
    starts = list(grid_starts(soker.ledig, problem.regler.rutenett_min, problem.varighet(soker)))
    if not starts:
        return (Grunn(Arsak.INGEN_TID, 0),)
    by_start: dict[int, list[tuple[int, int]]] = {}
    for each in ledd.kandidater:
        start = tall.slots[each.slot].start
        by_start.setdefault(start, []).append((each.slot, each.gruppe))
    for start in starts:
        if start in by_start:
            found[_taken(tall, kept, ledd, by_start[start])] += 1
        else:
            found[_never(tall, ledd, soker, start)] += 1
    order = list(Arsak)
    ranked = sorted(found.items(), key=lambda item: (order.index(item[0][0]), -item[1]))
    return tuple(Grunn(arsak, number, ider) for (arsak, ider), number in ranked)


def _never(tall: Tall, ledd: Ledd, soker: Soker, start: int) -> tuple[Arsak, tuple[str, ...]]:
    """Return why the applicant cannot begin then whatever the others do."""
    problem = tall.problem
    rooms = [rom for rom in problem.rom if not plassering_hindre(problem, soker, start, rom)]
    if not rooms:
        hindre = {
            each for rom in problem.rom for each in plassering_hindre(problem, soker, start, rom)
        }
        if RuleId.RESSURS_STENGT in hindre:
            return Arsak.RESSURS, soker.ressurser
        return Arsak.ROM, tuple(sorted(soker.steder))
    slutt = start + problem.varighet(soker)
    steder = {problem.steder.index(rom.sted) for rom in rooms}
    free = frozenset(
        m
        for m in ledd.lov
        if any(
            problem.steder[sted] in problem.medlemmer[m].steder
            and not any(x < slutt and start < y for x, y in problem.medlemmer[m].opptatt)
            for sted in steder
        )
    )
    if ledd.sprak is not None and not ledd.sprak & free:
        return Arsak.SPRAK, ()
    if not tall.kan_lede & free:
        return Arsak.LEDER, ()
    loose = replace(ledd, ma_sitte=frozenset(), leder=None)
    if can_seat(tall, loose, free) and ledd.last:
        return Arsak.LAS, ()
    return Arsak.PANEL, ()


def _taken(
    tall: Tall, kept: Kept, ledd: Ledd, places: list[tuple[int, int]]
) -> tuple[Arsak, tuple[str, ...]]:
    """Return why the plan has no place for the applicant then."""
    with_room = [(s, g) for s, g in places if kept.room_left(g, s)]
    if not with_room:
        rooms = {tall.grupper[g].rom[0].sted for _, g in places}
        return Arsak.ROM_OPPTATT, tuple(sorted(rooms))
    if not any(all(kept.ressurs_left(r, s) for r in ledd.ressurser) for s, _ in with_room):
        ids = tuple(tall.problem.ressurser[r].id for r in ledd.ressurser)
        return Arsak.RESSURS_OPPTATT, ids
    return Arsak.PANEL_OPPTATT, ()


# --- ways out -------------------------------------------------------------------------------------


def _placed(problem: Problem, plan: Plan, soker: str, clock: Clock, *, alone: bool) -> Plan | None:
    """Return the plan with the applicant placed and nobody lost, or None if none was found.

    With `alone` nobody else moves; else those near in time may, as few as possible.
    """
    tall = to_tall(replace(problem, gjeldende=tuple(plan)))
    numbers = as_numbers(tall, plan)
    a = next(n for n, each in enumerate(problem.sokere) if each.id == soker)
    free = [a] if alone else [a, *_near(tall, numbers, a)]
    kept = {b: valg for b, valg in numbers.items() if b not in free}
    model = Delmodell(tall, Kept(tall, kept), free)
    cost_least(model)
    model.place_at_least(len(free))
    outcome = run(model.cp, clock, work=_WORK)
    if not outcome.found:
        return None
    after = to_intervjuer(tall, model.read(outcome))
    new = set(plan_brudd(problem, after)) - set(plan_brudd(problem, plan))
    return None if {each.regel for each in new} - {RuleId.LAS} else after


def _near(tall: Tall, plan: Numre, a: int) -> list[int]:
    """Return those placed whose interviews stand most in the way."""
    times = [tall.slots[each.slot] for each in tall.ledd[a].kandidater]
    meets = {
        b: sum(t.start < own.slutt and own.start < t.slutt for t in times)
        for b, valg in plan.items()
        for own in [tall.slots[valg.slot]]
    }
    ranked = sorted((b for b in meets if meets[b]), key=lambda b: (-meets[b], b))
    return ranked[:_NEAR]


Change = tuple[Problem, tuple[str, ...], Vindu | None]


def _with_soker(problem: Problem, new: Soker) -> Problem:
    liste = tuple(new if each.id == new.id else each for each in problem.sokere)
    return replace(problem, sokere=liste)


def _with_medlem(problem: Problem, new: Medlem) -> Problem:
    liste = tuple(new if each.id == new.id else each for each in problem.medlemmer)
    return replace(problem, medlemmer=liste)


def _flytt(problem: Problem, _soker: Soker, _plan: Plan) -> Iterator[Change]:
    yield problem, (), None


def _nytt_sted(problem: Problem, soker: Soker, _plan: Plan) -> Iterator[Change]:
    for sted in problem.steder:
        if sted not in soker.steder:
            yield _with_soker(problem, replace(soker, steder=(*soker.steder, sted))), (sted,), None


def _ny_tid(problem: Problem, soker: Soker, _plan: Plan) -> Iterator[Change]:
    """Try whole days, those the applicant can already have first."""
    own = {fra // DOGN_MIN for fra, _ in soker.ledig}
    days = {fra // DOGN_MIN for rom in problem.rom for fra, _ in rom.apent}
    nearest = sorted(days, key=lambda dag: (min((abs(dag - each) for each in own), default=0), dag))
    for dag in nearest:
        vindu = (dag * DOGN_MIN, (dag + 1) * DOGN_MIN)
        yield _with_soker(problem, replace(soker, ledig=(*soker.ledig, vindu))), (), vindu


def _medlem_ledig(problem: Problem, soker: Soker, _plan: Plan) -> Iterator[Change]:
    for medlem in problem.medlemmer:
        if medlem.opptatt and medlem.id not in soker.inhabile:
            yield _with_medlem(problem, replace(medlem, opptatt=())), (medlem.id,), None


def _lengre_dag(problem: Problem, soker: Soker, _plan: Plan) -> Iterator[Change]:
    for medlem in problem.medlemmer:
        if medlem.id in soker.inhabile:
            continue
        own, dager = medlem.maks_per_dag, medlem.maks_dager
        if own is not None and own < problem.regler.maks_per_dag:
            yield _with_medlem(problem, replace(medlem, maks_per_dag=own + 1)), (medlem.id,), None
        if dager is not None:
            yield _with_medlem(problem, replace(medlem, maks_dager=dager + 1)), (medlem.id,), None
    if problem.regler.maks_per_dag < 100:
        regler = replace(problem.regler, maks_per_dag=problem.regler.maks_per_dag + 1)
        yield replace(problem, regler=regler), (), None


def _annet_panel(problem: Problem, soker: Soker, _plan: Plan) -> Iterator[Change]:
    for panel in problem.paneler:
        if soker.paneler and panel.id not in soker.paneler:
            paneler = (*soker.paneler, panel.id)
            yield _with_soker(problem, replace(soker, paneler=paneler)), (panel.id,), None


def _nytt_rom(problem: Problem, soker: Soker, _plan: Plan) -> Iterator[Change]:
    for rom in problem.rom:
        if rom.sted in soker.steder:
            more = replace(
                rom,
                kapasitet=rom.kapasitet + 1,
                egenskaper=tuple(dict.fromkeys((*rom.egenskaper, *soker.romkrav))),
            )
            liste = tuple(more if each.id == rom.id else each for each in problem.rom)
            yield replace(problem, rom=liste), (rom.sted,), None


def _sprakkyndig(problem: Problem, soker: Soker, _plan: Plan) -> Iterator[Change]:
    if soker.samisk_sprak is None:
        return
    for medlem in problem.medlemmer:
        if soker.samisk_sprak not in medlem.samiske_sprak and medlem.id not in soker.inhabile:
            sprak = (*medlem.samiske_sprak, soker.samisk_sprak)
            yield _with_medlem(problem, replace(medlem, samiske_sprak=sprak)), (medlem.id,), None


def _nytt_medlem(problem: Problem, soker: Soker, _plan: Plan) -> Iterator[Change]:
    """A member who is always free, may lead, knows the language and sits in every panel."""
    own = "nytt medlem"
    sprak = () if soker.samisk_sprak is None else (soker.samisk_sprak,)
    new = Medlem(own, Rolle.KAN_LEDE, problem.steder, (), sprak)
    paneler = tuple(Panel(p.id, (*p.medlemmer, own), p.storrelse) for p in problem.paneler)
    yield replace(problem, medlemmer=(*problem.medlemmer, new), paneler=paneler), (own,), None


_CHANGES: Final[dict[Slag, Callable[[Problem, Soker, Plan], Iterator[Change]]]] = {
    Slag.FLYTT: _flytt,
    Slag.NYTT_STED: _nytt_sted,
    Slag.NY_TID: _ny_tid,
    Slag.MEDLEM_LEDIG: _medlem_ledig,
    Slag.LENGRE_DAG: _lengre_dag,
    Slag.ANNET_PANEL: _annet_panel,
    Slag.NYTT_ROM: _nytt_rom,
    Slag.SPRAKKYNDIG: _sprakkyndig,
    Slag.NYTT_MEDLEM: _nytt_medlem,
}
