"""When each applicant meets which panel, set up by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import Hinder, refuse_if
from rekruttering.habilitet.queries import map_tilstander
from rekruttering.habilitet.rules import is_barred
from rekruttering.intervju import queries, rules
from rekruttering.intervju.models import Intervju, Panel, Panelplass, Rom
from rekruttering.intervju.rules import Intervjuform, IntervjuStatus
from rekruttering.intervju.rules.ramme import Ramme
from rekruttering.intervju.service.grunnlag import get_ramme
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.guide import list_hindre as list_guide_hindre
from rekruttering.utlysning.models import Utlysning


@dataclass(frozen=True)
class PlanInput:
    """One interview by hand; `sted` is a video link or a place."""

    panel_id: int
    start_at: datetime
    form: Intervjuform
    sted: str
    utenfor_vindu: bool = False


@dataclass(frozen=True)
class Plassering:
    """Where and before whom an interview is; `rom` None: somewhere outside the rooms."""

    panel: Panel
    start_at: datetime
    slutt_at: datetime
    form: Intervjuform
    sted: str
    rom: Rom | None
    medlem_ids: tuple[int, ...]
    leder_id: int
    fastsatt: bool = False


def plan_intervju(soknad: Soknad, data: PlanInput, *, bruker: Bruker, now: datetime) -> Intervju:
    """Give an applicant a panel and a time, or move the interview; the same twice is once.

    It is set by hand, so that no computed timetable moves it.

    Raises:
        HindretError: the guide is not complete, a member has a tie, or the time does not work.
    """
    queries.lock_round(soknad.utlysning_id)
    ramme = get_ramme(soknad.utlysning_id)
    panel = queries.get_panel(data.panel_id)
    intervju = queries.find_intervju(soknad.id)
    if intervju is not None and _is_same(intervju, data):
        return intervju
    behov = queries.find_tilrettelegging(soknad.id)
    slutt_at = data.start_at + timedelta(
        minutes=ramme.intervju_min + (behov.ekstra_min if behov else 0)
    )
    medlem_ids = _choose(panel, ramme, soknad, intervju, (data.start_at, slutt_at))
    refuse_if(_hindre(soknad, intervju, data, medlem_ids, slutt_at, now))
    leads = [m.bruker_id for m in panel.medlemmer if m.leder and m.bruker_id in medlem_ids]
    plassering = Plassering(
        panel,
        data.start_at,
        slutt_at,
        data.form,
        data.sted,
        None,
        medlem_ids,
        (leads or list(medlem_ids))[0],
        fastsatt=True,
    )
    return place_intervju(soknad, intervju, plassering, bruker=bruker)


def place_intervju(
    soknad: Soknad, intervju: Intervju | None, data: Plassering, *, bruker: Bruker | None
) -> Intervju:
    """Write down where an interview is; who has been told of another time must be told anew."""
    if intervju is None:
        intervju = Intervju(soknad=soknad, panel=data.panel, sekvens=-1)
        db.session.add(intervju)
    intervju.panel, intervju.rom = data.panel, data.rom
    intervju.start_at, intervju.slutt_at = data.start_at, data.slutt_at
    intervju.form, intervju.sted = data.form, data.sted
    intervju.status, intervju.ikke_holdt_grunn = IntervjuStatus.PLANLAGT, ""
    intervju.innkalt_at, intervju.avbrutt_at = None, None
    intervju.fastsatt = data.fastsatt
    set_plasser(intervju, data.medlem_ids, data.leder_id)
    flush()
    audit.record(
        "intervju_planlagt",
        intervju,
        bruker=bruker,
        panel=data.panel.navn,
        start_at=data.start_at.isoformat(),
        form=data.form,
        sted=data.sted,
        medlemmer=list(data.medlem_ids),
    )
    return intervju


def set_plasser(intervju: Intervju, medlem_ids: Sequence[int], leder_id: int) -> None:
    """Seat these members; the rows of those who stay are kept."""
    rows = {plass.bruker_id: plass for plass in intervju.plasser}
    for bruker_id, row in rows.items():
        if bruker_id not in medlem_ids:
            intervju.plasser.remove(row)
    for bruker_id in dict.fromkeys(medlem_ids):
        row = rows.get(bruker_id) or Panelplass(bruker_id=bruker_id)
        row.leder = bruker_id == leder_id
        if bruker_id not in rows:
            intervju.plasser.append(row)


def set_fastsatt(intervju: Intervju, fastsatt: bool, *, bruker: Bruker) -> None:
    """Say whether a computed timetable may move an interview."""
    if intervju.fastsatt is not fastsatt:
        intervju.fastsatt = fastsatt
        handling = "intervju_fastsatt" if fastsatt else "intervju_losnet"
        audit.record(handling, intervju, bruker=bruker)


def _choose(
    panel: Panel,
    ramme: Ramme,
    soknad: Soknad,
    intervju: Intervju | None,
    tid: tuple[datetime, datetime],
) -> tuple[int, ...]:
    """Return who sits: everyone of a small panel; of a pool the present ones and who is free."""
    ids = [medlem.bruker_id for medlem in panel.medlemmer]
    if len(ids) <= ramme.panelstorrelse:
        return tuple(ids)
    present = {plass.bruker_id for plass in intervju.plasser} if intervju else set()
    tilstander = map_tilstander(ids, [soknad.id])
    pause = timedelta(minutes=ramme.pause_min)
    busy = {
        plass.bruker_id
        for each in queries.list_opptatt(ids, utenom_soknad_id=soknad.id)
        if each.start_at < tid[1] + pause and tid[0] < each.slutt_at + pause
        for plass in each.plasser
    }
    leads = {medlem.bruker_id for medlem in panel.medlemmer if medlem.leder}

    def order(id: int) -> tuple[bool, bool, bool]:
        barred = is_barred(tilstander.get((id, soknad.id)))
        return (barred or id in busy, id not in leads, id not in present)

    return tuple(sorted(ids, key=order)[: ramme.panelstorrelse])


def _hindre(
    soknad: Soknad,
    intervju: Intervju | None,
    data: PlanInput,
    medlem_ids: tuple[int, ...],
    slutt_at: datetime,
    now: datetime,
) -> list[Hinder]:
    ramme = get_ramme(soknad.utlysning_id)
    tilstander = map_tilstander(medlem_ids, [soknad.id])
    navn = {m.bruker_id: m.bruker.navn for m in queries.get_panel(data.panel_id).medlemmer}
    sperrede = [navn[id] for id in medlem_ids if is_barred(tilstander.get((id, soknad.id)))]
    andre = queries.list_opptatt(medlem_ids, utenom_soknad_id=soknad.id)
    dag = _day(data.start_at)
    samme_dag = [
        sum(
            _day(each.start_at) == dag and any(p.bruker_id == id for p in each.plasser)
            for each in andre
        )
        for id in medlem_ids
    ]
    vindu = None if data.utenfor_vindu else _window(soknad.utlysning)
    status = intervju.status if intervju else None
    return [
        *list_guide_hindre(soknad.utlysning_id),
        *rules.plan_hindre(soknad.status, status, data.sted, sperrede),
        *rules.time_hindre(
            (data.start_at, slutt_at),
            now,
            vindu,
            _opptatt(andre, medlem_ids),
            max(samme_dag),
            ramme,
        ),
    ]


def _opptatt(intervju_liste: Sequence[Intervju], ids: Sequence[int]) -> list[rules.Opptatt]:
    return [
        rules.Opptatt(plass.bruker.navn, each.start_at, each.slutt_at)
        for each in intervju_liste
        for plass in each.plasser
        if plass.bruker_id in ids
    ]


def _window(utlysning: Utlysning) -> tuple[datetime, datetime] | None:
    fra, til = utlysning.intervju_fra_dato, utlysning.intervju_til_dato
    return None if fra is None or til is None else (clock.local(fra), clock.end_of(til))


def _is_same(intervju: Intervju, data: PlanInput) -> bool:
    now_is = (intervju.panel_id, intervju.start_at, intervju.form, intervju.sted)
    wanted = (data.panel_id, data.start_at, data.form, data.sted)
    return intervju.status is IntervjuStatus.PLANLAGT and now_is == wanted


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.OSLO).date()
