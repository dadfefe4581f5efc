"""When each applicant meets which panel, and whether they did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, HindretError, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.habilitet.queries import map_tilstander
from rekruttering.habilitet.rules import is_barred
from rekruttering.intervju import fordeling, mail, queries, rules
from rekruttering.intervju.models import Intervju, Panel
from rekruttering.intervju.rules import Intervjuform, IntervjuStatus
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.service import note_told
from rekruttering.tilgang.models import Bruker
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
class FordelInput:
    """How the interviews of an even distribution are held."""

    form: Intervjuform
    sted: str


def plan_intervju(soknad: Soknad, data: PlanInput, *, bruker: Bruker, now: datetime) -> Intervju:
    """Give an applicant a panel and a time, or move the interview; the same twice is once.

    Raises:
        HindretError: the guide is not complete, a member has a tie, or the time does not work.
    """
    queries.lock_round(soknad.utlysning_id)
    panel = queries.get_panel(data.panel_id)
    intervju = queries.find_intervju(soknad.id)
    if intervju is not None and _is_same(intervju, data):
        return intervju
    refuse_if(_hindre(soknad, panel, intervju, data, now))
    intervju = intervju or Intervju(soknad=soknad, panel=panel)
    intervju.panel = panel
    intervju.start_at, intervju.slutt_at = data.start_at, data.start_at + rules.VARIGHET
    intervju.form, intervju.sted = data.form, data.sted
    intervju.status, intervju.ikke_holdt_grunn = IntervjuStatus.PLANLAGT, ""
    intervju.innkalt_at = None
    db.session.add(intervju)
    flush()
    audit.record(
        "intervju_planlagt",
        intervju,
        bruker=bruker,
        panel=panel.navn,
        start_at=data.start_at.isoformat(),
        form=data.form,
        sted=data.sted,
    )
    return intervju


def distribute_intervju(
    utlysning: Utlysning, data: FordelInput, *, bruker: Bruker, now: datetime
) -> list[Hinder]:
    """Give everyone without a time a panel and a time; return who could not be placed and why.

    Raises:
        HindretError: there is no panel, no window, or the guide is not complete.
    """
    queries.lock_round(utlysning.id)
    paneler = queries.list_paneler(utlysning.id)
    fra, til = utlysning.intervju_fra_dato, utlysning.intervju_til_dato
    hindre = _guide_hindre(utlysning.id)
    if not paneler:
        hindre.append(Hinder("panel", N_("Lag minst ett panel først.")))
    if not data.sted:
        tekst = N_("Skriv lenken til videomøtet eller stedet for oppmøte.")
        hindre.append(Hinder("sted", tekst))
    if fra is None or til is None:
        tekst = N_("Utlysningen har ingen intervjuperiode. Sett opp intervjuene ett for ett.")
        raise HindretError([*hindre, Hinder("vindu", tekst)])
    refuse_if(hindre)
    soknader = {soknad.id: soknad for soknad in queries.list_uplanlagte(utlysning.id)}
    plan, uten = _distribute(paneler, list(soknader), fra, til, now)
    for en in plan:
        inn = PlanInput(en.panel_id, en.start_at, data.form, data.sted)
        plan_intervju(soknader[en.soknad_id], inn, bruker=bruker, now=now)
    return [_unplaced(soknader[soknad_id], arsak) for soknad_id, arsak in uten.items()]


def send_innkallinger(utlysning: Utlysning, *, bruker: Bruker, now: datetime) -> int:
    """Tell every applicant who has not been told when the interview is; return how many."""
    intervju_liste = queries.list_ikke_innkalt(utlysning.id)
    for intervju in intervju_liste:
        intervju.innkalt_at = now
        note_told(intervju.soknad, now=now)
        flush()
        enqueue(mail.innkalling_epost(intervju))
        audit.record("intervju_innkalt", intervju, bruker=bruker)
    return len(intervju_liste)


def mark_holdt(intervju: Intervju, *, bruker: Bruker, now: datetime) -> None:
    """Say that the interview was held, and ask the members who may to score; twice is once.

    Raises:
        HindretError: it has not begun, or it was cancelled.
    """
    queries.lock_intervju(intervju)
    if intervju.status is IntervjuStatus.HOLDT:
        return
    refuse_if(rules.mark_hindre(intervju.status, intervju.start_at, now))
    intervju.status = IntervjuStatus.HOLDT
    flush()
    for medlem in _not_barred(intervju):
        enqueue(mail.vurder_epost(intervju, medlem))
    audit.record("intervju_holdt", intervju, bruker=bruker)


def mark_ikke_holdt(intervju: Intervju, grunn: str, *, bruker: Bruker, now: datetime) -> None:
    """Say that the interview was not held and why; the applicant gets a neutral mail.

    Raises:
        HindretError: it has not begun, it is over, or the reason is missing.
    """
    queries.lock_intervju(intervju)
    if intervju.status is IntervjuStatus.IKKE_HOLDT:
        return
    hindre = rules.mark_hindre(intervju.status, intervju.start_at, now)
    if not grunn:
        hindre.append(Hinder("grunn", N_("Skriv hvorfor intervjuet ikke ble holdt.")))
    refuse_if(hindre)
    intervju.status, intervju.ikke_holdt_grunn = IntervjuStatus.IKKE_HOLDT, grunn
    flush()
    enqueue(mail.ikke_holdt_epost(intervju))
    audit.record("intervju_ikke_holdt", intervju, bruker=bruker, grunn=grunn)


def cancel_intervju(soknad: Soknad, grunn: str, *, bruker: Bruker | None) -> None:
    """Cancel what is planned for an applicant who is no longer to be interviewed; tell the panel.

    `grunn` is a sentence marked for translation.
    """
    intervju = queries.find_intervju(soknad.id)
    if intervju is None or intervju.status is not IntervjuStatus.PLANLAGT:
        return
    intervju.status, intervju.ikke_holdt_grunn = IntervjuStatus.AVLYST, grunn
    flush()
    audit.record("intervju_avlyst", intervju, bruker=bruker, grunn=grunn)
    for medlem in intervju.panel.medlemmer:
        enqueue(mail.avlyst_epost(intervju, medlem.bruker))


def _hindre(
    soknad: Soknad, panel: Panel, intervju: Intervju | None, data: PlanInput, now: datetime
) -> list[Hinder]:
    ids = {medlem.bruker_id for medlem in panel.medlemmer}
    tilstander = map_tilstander(ids, [soknad.id])
    sperrede = [
        medlem.bruker.navn
        for medlem in panel.medlemmer
        if is_barred(tilstander.get((medlem.bruker_id, soknad.id)))
    ]
    andre = queries.list_opptatt(ids, utenom_soknad_id=soknad.id)
    dag = _day(data.start_at)
    samme_dag = sum(tid.panel_id == panel.id and _day(tid.start_at) == dag for tid in andre)
    vindu = None if data.utenfor_vindu else _window(soknad.utlysning)
    status = intervju.status if intervju else None
    return [
        *_guide_hindre(soknad.utlysning_id),
        *rules.plan_hindre(soknad.status, status, data.sted, sperrede),
        *rules.time_hindre(data.start_at, now, vindu, _opptatt(andre, ids), samme_dag),
    ]


def _opptatt(intervju_liste: Sequence[Intervju], ids: set[int]) -> list[rules.Opptatt]:
    return [
        rules.Opptatt(medlem.bruker.navn, tid.start_at, tid.slutt_at)
        for tid in intervju_liste
        for medlem in tid.panel.medlemmer
        if medlem.bruker_id in ids
    ]


def _guide_hindre(utlysning_id: int) -> list[Hinder]:
    kompetanser = queries.list_kompetanser(utlysning_id)
    if not kompetanser:
        return [Hinder("guide_tom", N_("Utlysningen har ingen kompetanser å vurdere."))]
    return [
        hinder
        for kompetanse in kompetanser
        for hinder in rules.guide_hindre(
            kompetanse.navn_nb,
            kompetanse.begrunnelse_nb,
            len(kompetanse.sporsmal),
            frozenset(kompetanse.anker),
        )
    ]


def _distribute(
    paneler: Sequence[Panel], soknad_ids: Sequence[int], fra: date, til: date, now: datetime
) -> tuple[list[fordeling.Fordeling], dict[int, fordeling.Arsak]]:
    plasser = {
        panel.id: fordeling.Panelplass(panel.id, frozenset(m.bruker_id for m in panel.medlemmer))
        for panel in paneler
    }
    ids = {bruker_id for plass in plasser.values() for bruker_id in plass.medlem_ids}
    tilstander = map_tilstander(ids, soknad_ids)
    sperret = frozenset(key for key, tilstand in tilstander.items() if is_barred(tilstand))
    opptatt = [
        fordeling.Booking(
            tid.panel_id, frozenset(m.bruker_id for m in tid.panel.medlemmer), tid.start_at
        )
        for tid in queries.list_opptatt(ids)
    ]
    tider = [tid for tid in fordeling.slots(fra, til) if tid > now]
    return fordeling.distribute(soknad_ids, list(plasser.values()), sperret, opptatt, tider)


def _unplaced(soknad: Soknad, arsak: fordeling.Arsak) -> Hinder:
    tekster = {
        fordeling.Arsak.INHABIL: N_(
            "%(navn)s: alle panelene har et medlem med tilknytning til søkeren."
        ),
        fordeling.Arsak.FULLT: N_(
            "%(navn)s: panelene har ingen ledig tid i intervjuperioden. Lag et panel til."
        ),
    }
    return Hinder(f"uten_{arsak}", tekster[arsak], {"navn": soknad.navn})


def _window(utlysning: Utlysning) -> tuple[datetime, datetime] | None:
    fra, til = utlysning.intervju_fra_dato, utlysning.intervju_til_dato
    return None if fra is None or til is None else (clock.local(fra), clock.end_of(til))


def _is_same(intervju: Intervju, data: PlanInput) -> bool:
    now_is = (intervju.panel_id, intervju.start_at, intervju.form, intervju.sted)
    wanted = (data.panel_id, data.start_at, data.form, data.sted)
    return intervju.status is IntervjuStatus.PLANLAGT and now_is == wanted


def _not_barred(intervju: Intervju) -> list[Bruker]:
    barred = {p.bruker_id for p in queries.list_plasser(intervju) if is_barred(p.tilstand)}
    medlemmer = [medlem.bruker for medlem in intervju.panel.medlemmer]
    return [medlem for medlem in medlemmer if medlem.id not in barred]


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.OSLO).date()
