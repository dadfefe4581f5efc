"""Runs of the timetable: start one, stop it, keep what it found, take it into use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rekruttering.felles import audit, jobs
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.intervju import adapter, queries
from rekruttering.intervju.adapter import Plassert
from rekruttering.intervju.models import Intervju, Rom, Timeplan
from rekruttering.intervju.rules import Intervjuform, IntervjuStatus
from rekruttering.intervju.rules import timeplan as rules
from rekruttering.intervju.rules.timeplan import TimeplanStatus
from rekruttering.intervju.service.flytting import to_hindre
from rekruttering.intervju.service.grunnlag import load_grunnlag
from rekruttering.intervju.service.planlegging import Plassering, place_intervju
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.guide import list_hindre as list_guide_hindre
from rekruttering.utlysning.models import Utlysning

JOB = "regn_timeplan"
DIED = N_("Beregningen stanset uventet tre ganger og ble avsluttet. Start en ny.")
ABANDONED = N_("Bakgrunnsarbeidet stanset, og beregningen ble avsluttet. Start en ny.")
WRONG = N_("Planen holdt ikke i etterkontrollen og ble ikke lagret. Meld fra til forvalteren.")
IMPOSSIBLE = N_("Intervjuer som er fastsatt, kan ikke stå slik. Løsne dem eller flytt dem.")


@dataclass(frozen=True)
class Endring:
    """What a plan does to one applicant: «ny», «flyttet», «sted», «panel» or «uten_tid»."""

    slag: str
    soknad: Soknad
    intervju: Intervju | None
    plassert: Plassert | None
    fortalt: bool


def start_hindre(utlysning: Utlysning, sekunder: int = rules.STANDARD_SEKUNDER) -> list[Hinder]:
    """Return every reason why no timetable can be computed in the round now."""
    hindre = rules.start_hindre(
        aktiv=queries.find_aktiv_timeplan(utlysning.id) is not None,
        periode=bool(utlysning.intervju_fra_dato and utlysning.intervju_til_dato),
        paneler=len(queries.list_paneler(utlysning.id)),
        rom=len(queries.list_rom(utlysning.id)),
        sokere=len(queries.list_til_intervju(utlysning.id)),
        sekunder=sekunder,
    )
    return [*hindre, *list_guide_hindre(utlysning.id)]


def start_timeplan(
    utlysning: Utlysning,
    *,
    bruker: Bruker,
    max_seconds: int = rules.STANDARD_SEKUNDER,
    seed: int = 1,
    arsak: str = "",
    now: datetime,
) -> Timeplan:
    """Return a new run with the problem as it is now; a job does it after the commit.

    Raises:
        HindretError: a run is going on, or something is missing.
        KonfliktError: another coordinator started one at the same moment.
    """
    refuse_if(start_hindre(utlysning, max_seconds))
    timeplan = Timeplan(
        utlysning=utlysning,
        startet_av=bruker,
        opprettet_at=now,
        arsak=arsak,
        problem=adapter.to_snapshot(load_grunnlag(utlysning, now=now)),
        forklaringer=[],
        fro=seed,
        maks_sekunder=max_seconds,
    )
    db.session.add(timeplan)
    flush()
    jobs.enqueue(JOB, timeplan.id)
    audit.record("timeplan_startet", timeplan, bruker=bruker, sekunder=max_seconds)
    return timeplan


def begin_timeplan(id: int, *, now: datetime) -> Timeplan | None:
    """Return the run for a worker to do, or None when it has ended; may be called again."""
    timeplan = queries.lock_timeplan(id)
    if timeplan.status not in rules.AKTIV:
        return None
    timeplan.status = TimeplanStatus.KJORER
    timeplan.startet_at = timeplan.startet_at or now
    flush()
    return timeplan


def finish_timeplan(id: int, svar: Mapping[str, Any], *, stopped: bool, now: datetime) -> None:
    """Store a plan that the independent check agrees with; a run that has ended stays so."""
    timeplan = queries.lock_timeplan(id)
    if timeplan.status not in rules.AKTIV:
        return
    forslag = svar["forslag"]
    avvik = adapter.check(timeplan.problem, forslag)
    timeplan.forslag = dict(forslag)
    timeplan.forklaringer = list(svar["forklaringer"])
    if avvik or forslag["status"] == "umulig":
        audit.record("timeplan_forkastet", timeplan, bruker=None, avvik=avvik[:20])
        _end(timeplan, TimeplanStatus.FEILET, now, WRONG if avvik else IMPOSSIBLE)
        return
    timeplan.plassert = len(forslag["intervjuer"])
    timeplan.uplassert = len(forslag["uplassert"])
    _end(timeplan, TimeplanStatus.STOPPET if stopped else TimeplanStatus.FERDIG, now)


def fail_timeplan(id: int, tekst: str, *, now: datetime) -> None:
    """End a run without a plan, with the reason as a sentence."""
    timeplan = queries.lock_timeplan(id)
    if timeplan.status in rules.AKTIV:
        _end(timeplan, TimeplanStatus.FEILET, now, tekst)
        audit.record("timeplan_feilet", timeplan, bruker=None, grunn=tekst)


def stop_timeplan(id: int, *, bruker: Bruker, now: datetime) -> None:
    """Stop a run: one that waits ends at once, one that works hands over the best so far."""
    timeplan = queries.lock_timeplan(id)
    if timeplan.status not in rules.AKTIV:
        return
    audit.record("timeplan_stoppet", timeplan, bruker=bruker)
    if timeplan.status is TimeplanStatus.VENTER:
        _end(timeplan, TimeplanStatus.FEILET, now, N_("Beregningen ble stoppet før den begynte."))
    jobs.ask_to_stop(JOB, timeplan.id)


def end_abandoned(*, now: datetime) -> int:
    """End the runs whose job is over without an answer, and return how many there were."""
    ended = 0
    for timeplan in queries.list_aktive_timeplaner():
        if jobs.is_over(JOB, timeplan.id):
            fail_timeplan(timeplan.id, ABANDONED, now=now)
            ended += 1
    return ended


def list_endringer(timeplan: Timeplan) -> list[Endring]:
    """Return what taking a plan into use would change, by time; who gets no time comes last."""
    if timeplan.forslag is None:
        return []
    plasserte = adapter.to_plasserte(timeplan.problem, timeplan.forslag)
    soknader = {each.id: each for each in queries.list_til_intervju(timeplan.utlysning_id)}
    planlagt = {
        each.soknad_id: each
        for each in queries.list_i_plan(timeplan.utlysning_id)
        if each.status is IntervjuStatus.PLANLAGT
    }
    found = []
    for each in plasserte:
        if each.soknad_id in soknader:
            intervju = planlagt.get(each.soknad_id)
            slag = _slag(intervju, each)
            if slag:
                soknad = soknader[each.soknad_id]
                found.append(Endring(slag, soknad, intervju, each, _is_told(intervju)))
    placed = {each.soknad_id for each in plasserte}
    found += [
        Endring("uten_tid", soknad, planlagt.get(id), None, _is_told(planlagt.get(id)))
        for id, soknad in soknader.items()
        if id not in placed
    ]
    return found


def use_timeplan(id: int, *, bruker: Bruker, now: datetime) -> int:
    """Let a plan be the round's draft; return how many interviews it set up or moved.

    Nobody is told before the draft is released. Twice is once.

    Raises:
        HindretError: there is no plan, or it no longer holds against what has happened since.
    """
    timeplan = queries.lock_timeplan(id)
    if timeplan.status is TimeplanStatus.BRUKT:
        return 0
    if timeplan.status not in rules.HAR_PLAN or timeplan.forslag is None:
        refuse_if([Hinder("ingen_plan", N_("Beregningen har ingen plan."))])
    queries.lock_round(timeplan.utlysning_id)
    grunnlag = load_grunnlag(timeplan.utlysning, now=now)
    endringer = [each for each in list_endringer(timeplan) if each.plassert is not None]
    beholdt = [adapter.as_plassert(each) for each in grunnlag.intervjuer]
    nye = {each.plassert.soknad_id: each.plassert for each in endringer if each.plassert}
    plan = [*(each for each in beholdt if each.soknad_id not in nye), *nye.values()]
    brudd = [each for each in adapter.list_brudd(grunnlag, plan) if each.soknad_id in nye]
    refuse_if(to_hindre(brudd, grunnlag)[:20])
    rom = {each.id: each for each in queries.list_rom(timeplan.utlysning_id, alle=True)}
    for each in endringer:
        if each.plassert is not None:
            plassering = to_plassering(each.plassert, rom, each.intervju)
            place_intervju(each.soknad, each.intervju, plassering, bruker=bruker)
    timeplan.status, timeplan.brukt_at = TimeplanStatus.BRUKT, now
    flush()
    audit.record("timeplan_tatt_i_bruk", timeplan, bruker=bruker, endret=len(endringer))
    return len(endringer)


def to_plassering(
    plassert: Plassert, rom: Mapping[int, Rom], intervju: Intervju | None, *, fastsatt: bool = False
) -> Plassering:
    """Return a place in a plan as rows; without a room the interview keeps where it is."""
    found = rom.get(plassert.rom_id or 0)
    form, sted = Intervjuform.VIDEO, ""
    if found is not None:
        form, sted = found.form, found.adresse
    elif intervju is not None:
        form, sted = intervju.form, intervju.sted
    return Plassering(
        queries.get_panel(plassert.panel_id),
        plassert.start_at,
        plassert.slutt_at,
        form,
        sted,
        found,
        plassert.medlem_ids,
        plassert.leder_id,
        fastsatt,
    )


def _slag(intervju: Intervju | None, ny: Plassert) -> str:
    """Return what differs, the gravest first; empty where nothing does."""
    if intervju is None:
        return "ny"
    if (intervju.start_at, intervju.slutt_at) != (ny.start_at, ny.slutt_at):
        return "flyttet"
    if ny.rom_id is not None and intervju.rom_id != ny.rom_id:
        return "sted"
    seats: Sequence[int] = [plass.bruker_id for plass in intervju.plasser]
    leads = [plass.bruker_id for plass in intervju.plasser if plass.leder]
    if set(seats) != set(ny.medlem_ids) or leads != [ny.leder_id]:
        return "panel"
    return "panel" if intervju.panel_id != ny.panel_id else ""


def _is_told(intervju: Intervju | None) -> bool:
    return intervju is not None and intervju.varslet is not None


def _end(timeplan: Timeplan, status: TimeplanStatus, now: datetime, feil: str = "") -> None:
    timeplan.status, timeplan.ferdig_at, timeplan.feil = status, now, feil
    flush()
