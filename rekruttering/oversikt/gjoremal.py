"""What needs doing next, by role: counted by the areas, worded here."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.beredskap import queries as beredskap_queries
from rekruttering.beredskap.rules import GJOREMAL
from rekruttering.habilitet import queries as habilitet_queries
from rekruttering.horing import queries as horing_queries
from rekruttering.intervju import queries as intervju_queries
from rekruttering.kapasitet import service as kapasitet_service
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.soknad import queries as soknad_queries
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import UtlysningStatus
from rekruttering.vurdering import queries as vurdering_queries


@dataclass(frozen=True)
class Gjoremal:
    """One thing to do, with where to do it; `haster` when it holds others up."""

    tekst: str
    url: str
    antall: int | None = None
    frist_tekst: str | None = None
    haster: bool = False


def for_runde(utlysning: Utlysning, now: datetime) -> list[Gjoremal]:
    """Return what a coordinator should do in a round, the most pressing first."""
    base = f"/runde/{utlysning.id}"
    if utlysning.status is UtlysningStatus.KLADD:
        return [Gjoremal(_("Gjør utlysningen ferdig og publiser den"), f"{base}/rediger")]
    found = [
        *_hendelser(utlysning.id),
        *_soknader(utlysning, base, now),
        *_kapasitet(utlysning, base),
        *_oving(utlysning, base),
        *_intervju(utlysning.id, base),
        *_tilbud(utlysning.id, base, now),
        *_horing(utlysning.id),
        *_tildeling(utlysning, base),
    ]
    return sorted(found, key=lambda gjoremal: not gjoremal.haster)


def _hendelser(utlysning_id: int) -> list[Gjoremal]:
    """Return what has happened to the published plan and that nobody has dealt with."""
    return [
        Gjoremal(_(GJOREMAL[each.type], navn=each.navn), f"/hendelse/{each.id}", haster=True)
        for each in beredskap_queries.list_haster(utlysning_id)
    ]


def _soknader(utlysning: Utlysning, base: str, now: datetime) -> list[Gjoremal]:
    found = []
    nye = soknad_queries.count_by_status(utlysning.id).get(SoknadStatus.INNSENDT, 0)
    if nye and now > utlysning.frist_at:
        tekst = ngettext("Sorter %(num)s søknad", "Sorter %(num)s søknader", nye)
        found.append(Gjoremal(tekst, f"{base}/soknader?gjenstar=sorteres", nye, haster=True))
    uten_svar = soknad_queries.count_uten_svar(utlysning.id)
    if uten_svar:
        tekst = ngettext("Send svar til %(num)s søker", "Send svar til %(num)s søkere", uten_svar)
        found.append(Gjoremal(tekst, f"{base}/soknader?gjenstar=svar", uten_svar))
    return found


def _kapasitet(utlysning: Utlysning, base: str) -> list[Gjoremal]:
    """Return that the applicants there are cannot cover all the municipalities."""
    mangel = kapasitet_service.find_mangel(utlysning)
    if mangel is None:
        return []
    tekst = _(
        "Kapasiteten rekker ikke: %(dekket)s av %(kommuner)s kommuner kan dekkes",
        dekket=mangel.dekket,
        kommuner=mangel.kommuner,
    )
    return [Gjoremal(tekst, f"{base}/kapasitet?kommuner={mangel.valg}", haster=True)]


def _oving(utlysning: Utlysning, base: str) -> list[Gjoremal]:
    """Return the practice that the members should have before the first interview."""
    if utlysning.status is not UtlysningStatus.INTERVJU:
        return []
    if vurdering_queries.find_ovingskasus(utlysning.id) is not None:
        return []
    return [Gjoremal(_("Lag et øvingskasus for panelene"), f"{base}/oving")]


def _intervju(utlysning_id: int, base: str) -> list[Gjoremal]:
    found = []
    apne = habilitet_queries.count_apne(utlysning_id)
    if apne:
        tekst = ngettext(
            "Avgjør %(num)s spørsmål om habilitet", "Avgjør %(num)s spørsmål om habilitet", apne
        )
        found.append(Gjoremal(tekst, f"{base}/habilitet", apne))
    uplanlagte = intervju_queries.count_uplanlagte(utlysning_id)
    if uplanlagte:
        tekst = ngettext(
            "Sett opp intervju for %(num)s søker",
            "Sett opp intervju for %(num)s søkere",
            uplanlagte,
        )
        found.append(Gjoremal(tekst, f"{base}/intervju", uplanlagte))
    utkast = intervju_queries.count_ikke_innkalt(utlysning_id)
    if utkast:
        tekst = ngettext("Send %(num)s innkalling", "Send %(num)s innkallinger", utkast)
        found.append(Gjoremal(tekst, f"{base}/intervju/innkall", utkast))
    ringes = len(intervju_queries.list_ma_ringes(utlysning_id))
    if ringes:
        tekst = ngettext(
            "Avtal intervjutid med %(num)s søker", "Avtal intervjutid med %(num)s søkere", ringes
        )
        found.append(Gjoremal(tekst, f"{base}/intervju", ringes, haster=True))
    uten_utfall = vurdering_queries.count_uten_utfall(utlysning_id)
    if uten_utfall:
        tekst = ngettext("Innstill %(num)s søker", "Innstill %(num)s søkere", uten_utfall)
        found.append(Gjoremal(tekst, f"{base}/innstilling", uten_utfall))
    return found


def _tilbud(utlysning_id: int, base: str, now: datetime) -> list[Gjoremal]:
    found = []
    kandidater = tilbud_queries.count_kandidater(utlysning_id)
    if kandidater:
        tekst = ngettext(
            "Send tilbud til %(num)s søker", "Send tilbud til %(num)s søkere", kandidater
        )
        found.append(Gjoremal(tekst, f"{base}/tilbud", kandidater))
    venter = tilbud_queries.count_by_status(utlysning_id, now)[TilbudStatus.SENDT]
    if venter:
        tekst = ngettext("Følg opp %(num)s tilbud", "Følg opp %(num)s tilbud", venter)
        found.append(Gjoremal(tekst, f"{base}/tilbud", venter))
    return found


def _horing(utlysning_id: int) -> list[Gjoremal]:
    found = []
    for each in horing_queries.list_ubehandlet(utlysning_id):
        tekst = ngettext("Behandle %(num)s merknad", "Behandle %(num)s merknader", each.antall)
        found.append(Gjoremal(tekst, f"/tildeling/{each.tildeling_id}/horing", each.antall))
    return found


def _tildeling(utlysning: Utlysning, base: str) -> list[Gjoremal]:
    pulje = pulje_queries.find_pulje(utlysning.id)
    if pulje is None:
        return [Gjoremal(_("Registrer de identifiserte kommunene"), f"{base}/kommuner")]
    antall = pulje_queries.count_by_status(pulje.id)
    ubesvart = antall.get(PuljekommuneStatus.IDENTIFISERT, 0)
    found = []
    if ubesvart:
        tekst = ngettext(
            "Følg opp svar fra %(num)s kommune", "Følg opp svar fra %(num)s kommuner", ubesvart
        )
        found.append(Gjoremal(tekst, f"{base}/kommuner", ubesvart))
    forslag = tildeling_queries.count_open(utlysning.id)
    if forslag:
        tekst = ngettext(
            "Ta stilling til %(num)s forslag", "Ta stilling til %(num)s forslag", forslag
        )
        found.append(Gjoremal(tekst, f"{base}/tildeling", forslag, haster=True))
    elif utlysning.status is UtlysningStatus.TILDELING and not tildeling_queries.find_publisert(
        utlysning.id
    ):
        found.append(
            Gjoremal(_("Fordel veilederne på kommunene"), f"{base}/tildeling", haster=True)
        )
    return found
