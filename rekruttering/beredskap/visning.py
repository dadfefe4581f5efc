"""What the pages show, as finished values: from stored answers to names, figures and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.analyse.models import Analyse
from rekruttering.analyse.rules import AKTIV, AnalyseStatus
from rekruttering.analyse.service import JOB as REGN_ANALYSE
from rekruttering.beredskap import rules, service
from rekruttering.beredskap.models import Hendelse
from rekruttering.beredskap.rules import HendelseType, Hull, HullType
from rekruttering.beredskap.sammendrag import Bilde, Forhold, make_bilde, ramse
from rekruttering.felles import jobs, web
from rekruttering.felles.errors import Hinder
from rekruttering.kommune.rules import sort_key
from rekruttering.tildeling import adapter
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import AKTIV as KJORER
from rekruttering.tildeling.rules import KjoringFormal
from rekruttering.tildeling.rules.plan import Navn, Planlag, to_lag
from rekruttering.tildeling.rules.tekster import brudd_hindre
from rekruttering.tildeling.service import Varsel
from rekruttering.tildeling.service.kjoringer import fingerprint
from rekruttering.tildeling.service.varsling import Borte


@dataclass(frozen=True)
class Rad:
    """One line of the list; `status` is a word with the colour of its kind."""

    id: int
    tittel: str
    status: str
    farge: str
    haster: bool


@dataclass(frozen=True)
class Situasjon:
    """What is missing now, hole by hole, and what stands uncovered as long as we wait.

    `hindre` say why nothing can be worked out; `utdatert`: the answers rest on what was before.
    """

    hull: tuple[str, ...]
    venter: tuple[str, ...]
    hindre: tuple[Hinder, ...]
    utdatert: bool


@dataclass(frozen=True)
class Hullbilde:
    """A hole with the best to step in, and how many were tried."""

    tittel: str
    tekst: str
    valg: tuple[Bilde, ...]
    grunner: str


@dataclass(frozen=True)
class Svarbilde:
    """What the engine has said so far; `aktiv`: there is more to come."""

    aktiv: bool
    stopper: bool
    framdrift: int | None
    minste: Bilde | None
    varsel: Varsel | None
    minste_setninger: tuple[str, ...]
    hull: tuple[Hullbilde, ...]
    feil: tuple[str, ...]
    stoppet: bool
    ingen_hull: bool


@dataclass(frozen=True)
class Planbilde:
    """The proposal that was made of an alternative, or that is on its way."""

    aktiv: bool
    kjoring_id: int
    tildeling_id: int | None
    feil: str


def make_rad(hendelse: Hendelse) -> Rad:
    """Return what happened as a line."""
    tekst = rules.TENKT_TITTEL if hendelse.tenkt else rules.TITTEL
    if hendelse.lukket_grunn is not None:
        status, farge = _(rules.LUKKET_TEKST[hendelse.lukket_grunn]), "neutral"
    elif hendelse.tenkt:
        status, farge = _("Tenkt"), "info"
    else:
        status, farge = _("Venter på deg"), "warning"
    tittel = _(tekst[hendelse.type], navn=hendelse.navn)
    return Rad(hendelse.id, tittel, status, farge, hendelse.apen and not hendelse.tenkt)


def load_navn(utlysning_id: int, tildeling: Tildeling | None) -> Navn:
    """Return the names of everyone in a round and in the draw of a plan."""
    places = tildeling_queries.map_kommunenavn(tildeling.kjoring.pulje_id) if tildeling else {}
    return Navn(tildeling_queries.map_veiledernavn(utlysning_id), places)


def name_valg(found: Sequence[service.Gjelder], navn: Navn) -> list[tuple[service.Gjelder, str]]:
    """Return what can be supposed with its sentence, veiledere first, by name."""
    named = []
    for each in found:
        who = (
            navn.veiledere[each.veileder_id]
            if each.veileder_id is not None
            else navn.kommuner[each.puljekommune_id or 0]
        )
        tekst = {
            HendelseType.VEILEDER_UT: _("%(navn)s trekker seg", navn=who),
            HendelseType.KOMMUNE_UT: _("%(navn)s takker nei", navn=who),
            HendelseType.KOMMUNE_INN: _("%(navn)s kommer til", navn=who),
        }[each.type]
        named.append((each, tekst))
    order = list(HendelseType)
    return sorted(named, key=lambda each: (order.index(each[0].type), sort_key(each[1])))


def make_situasjon(hendelse: Hendelse) -> Situasjon:
    """Return what is missing in the published plan as things stand now."""
    if not hendelse.apen:
        return Situasjon((), (), (), False)
    hindre = tildeling_service.start_hindre(hendelse.utlysning, KjoringFormal.SCENARIO)
    if hindre:
        return Situasjon((), (), tuple(hindre), False)
    grunnlag = service.make_grunnlag(hendelse)
    navn = load_navn(hendelse.utlysning_id, hendelse.tildeling)
    refs = _refs(navn)
    broken = {
        adapter.row_id(brudd[1][0]): hinder
        for brudd in grunnlag.brudd
        if brudd[1][0].startswith("V")
        for hinder in brudd_hindre([brudd], refs)
    }
    utdatert = hendelse.minste is not None and (
        fingerprint(hendelse.minste.problem) != grunnlag.avtrykk
    )
    return Situasjon(
        tuple(_hulltekst(each, navn, broken) for each in grunnlag.hull),
        tuple(sorted((navn.kommuner[each] for each in grunnlag.udekket), key=sort_key)),
        (),
        utdatert,
    )


def _refs(navn: Navn) -> dict[str, str]:
    people = {adapter.veileder_ref(id): name for id, name in navn.veiledere.items()}
    return people | {adapter.kommune_ref(id): name for id, name in navn.kommuner.items()}


def _hulltekst(hull: Hull, navn: Navn, broken: Mapping[int, Hinder]) -> str:
    people = [navn.veiledere[each] for each in hull.veiledere]
    places = ramse([navn.kommuner[each] for each in hull.kommuner])
    if hull.art is HullType.HALVT:
        return str(_("%(navn)s står alene med %(kommuner)s.", navn=people[0], kommuner=places))
    if hull.art is HullType.UTEN:
        return str(_("%(kommuner)s har ingen veiledere.", kommuner=places))
    tekst = _("%(par)s har %(kommuner)s igjen.", par=ramse(people), kommuner=places)
    hinder = next((broken[each] for each in hull.veiledere if each in broken), None)
    return f"{tekst} {_(hinder.tekst, **hinder.verdier)}" if hinder else str(tekst)


def _forhold(hendelse: Hendelse) -> Forhold:
    publisert = hendelse.tildeling
    problem = tildeling_service.problem_of(publisert.kjoring)
    utkast = tildeling_service.utkast_of(publisert)
    plan = [(lag.veiledere, lag.kommuner) for lag in utkast.lag]
    return Forhold(
        utkast.lag,
        adapter.vurder(problem, utkast),
        sum(adapter.map_km(problem, plan).values()),
        load_navn(hendelse.utlysning_id, publisert),
    )


def plan_of(alternativ: Mapping[str, Any]) -> frozenset[Planlag]:
    """Return the plan of an answer."""
    return frozenset(
        to_lag(map(adapter.row_id, people), map(adapter.row_id, places))
        for people, places in alternativ["plan"]
    )


def _bilde(
    hendelse: Hendelse, nokkel: str, alternativ: Mapping[str, Any], forhold: Forhold
) -> Bilde:
    analyse = hendelse.minste if nokkel == service.MINST else hendelse.innhopp
    if analyse is None:
        raise LookupError(nokkel)
    problem = adapter.known(fingerprint(analyse.problem), lambda: analyse.problem)
    return make_bilde(nokkel, analyse.id, alternativ, plan_of(alternativ), problem, forhold)


def find_bilde(hendelse: Hendelse, nokkel: str) -> Bilde | None:
    """Return one alternative for its page."""
    alternativ = service.find_alternativ(hendelse, nokkel)
    return None if alternativ is None else _bilde(hendelse, nokkel, alternativ, _forhold(hendelse))


def make_utkast(hendelse: Hendelse, nokkel: str) -> Varsel | None:
    """Return the mails that an alternative would lead to, not sent."""
    alternativ = service.find_alternativ(hendelse, nokkel)
    if alternativ is None:
        return None
    borte = Borte()
    if hendelse.tenkt and hendelse.veileder_id is not None:
        borte = Borte(veiledere=frozenset({hendelse.veileder_id}))
    elif hendelse.tenkt and hendelse.puljekommune_id is not None:
        borte = Borte(kommuner=frozenset({hendelse.puljekommune_id}))
    return tildeling_service.make_utkast(plan_of(alternativ), hendelse.tildeling, borte)


def make_svar(hendelse: Hendelse) -> Svarbilde:
    """Return what the engine has said about it so far."""
    asked = [each for each in (hendelse.minste, hendelse.innhopp) if each is not None]
    active = [each for each in asked if each.status in AKTIV]
    running = [jobs.find_last(REGN_ANALYSE, each.id) for each in active]
    found = service.list_alternativer(hendelse)
    forhold = _forhold(hendelse) if found else None
    bilder = (
        {nokkel: _bilde(hendelse, nokkel, each, forhold) for nokkel, each in found.items()}
        if forhold
        else {}
    )
    return Svarbilde(
        aktiv=bool(active),
        stopper=any(job is not None and job.stopp_bedt for job in running),
        framdrift=_framdrift(hendelse.innhopp),
        minste=bilder.get(service.MINST),
        varsel=make_utkast(hendelse, service.MINST),
        minste_setninger=_setninger(hendelse.minste),
        hull=_hullbilder(hendelse, bilder, forhold) if forhold else (),
        feil=tuple(
            _(each.feil) for each in asked if each.status is AnalyseStatus.FEILET and each.feil
        ),
        stoppet=any(each.status is AnalyseStatus.STOPPET for each in asked),
        ingen_hull=hendelse.innhopp_id is None and hendelse.minste_id is not None,
    )


def _framdrift(analyse: Analyse | None) -> int | None:
    """Return how many per cent of those to try are tried."""
    job = jobs.find_last(REGN_ANALYSE, analyse.id) if analyse is not None else None
    progress: Mapping[str, Any] = job.fremdrift if job is not None else {}
    total = int(progress.get("totalt", 0))
    return 100 * int(progress.get("gjort", 0)) // total if total else None


def _setninger(analyse: Analyse | None) -> tuple[str, ...]:
    svar = analyse.svar if analyse is not None else None
    return tuple(svar[web.sprak()]) if svar else ()


def _hullbilder(
    hendelse: Hendelse, bilder: Mapping[str, Bilde], forhold: Forhold
) -> tuple[Hullbilde, ...]:
    svar = hendelse.innhopp.svar if hendelse.innhopp is not None else None
    if not svar:
        return ()
    tekster = _setninger(hendelse.innhopp)
    shown = []
    for number, hull in enumerate(svar["hull"]):
        valg = [bilder[f"{number}-{at}"] for at in range(len(hull["valg"]))]
        shown.append(
            Hullbilde(
                _hulltittel(hull["hull"], forhold.navn),
                tekster[number],
                tuple(valg),
                _grunner(hull),
            )
        )
    return tuple(shown)


def _hulltittel(hull: Mapping[str, Any], navn: Navn) -> str:
    people = [navn.veiledere[adapter.row_id(each)] for each in hull["veiledere"]]
    places = ramse([navn.kommuner[adapter.row_id(each)] for each in hull["kommuner"]])
    if hull["art"] == HullType.HALVT:
        return str(_("Ny makker for %(navn)s i %(kommuner)s", navn=people[0], kommuner=places))
    if hull["art"] == HullType.UTEN:
        return str(_("Veiledere til %(kommuner)s", kommuner=places))
    return str(_("En kommune til for %(par)s", par=ramse(people)))


def _grunner(hull: Mapping[str, Any]) -> str:
    """Return how many fit straight in, so that nothing else has to change."""
    direct = int(hull["direkte"])
    return str(
        ngettext(
            "%(num)s passer rett inn, uten at noe annet må endres.",
            "%(num)s passer rett inn, uten at noe annet må endres.",
            direct,
        )
    )


def make_plan(hendelse: Hendelse) -> Planbilde | None:
    """Return the proposal that somebody made of it."""
    kjoring = hendelse.kjoring
    if kjoring is None:
        return None
    tildeling = kjoring.tildeling
    return Planbilde(
        kjoring.status in KJORER,
        kjoring.id,
        tildeling.id if tildeling else None,
        _(kjoring.feil) if kjoring.feil else "",
    )
