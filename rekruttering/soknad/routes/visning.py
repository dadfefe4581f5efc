"""How an application is shown: every answer by section, the log, the time left."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from rekruttering.felles.audit import Logglinje
from rekruttering.felles.errors import N_, Hinder
from rekruttering.felles.filters import tall, tidspunkt
from rekruttering.kommune import queries as kommune_queries
from rekruttering.pulje.rules import FAGOMRADE_TEKST
from rekruttering.soknad import queries, rules, service
from rekruttering.soknad.forms import kommune_tekst
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import Seksjon, SoknadStatus
from rekruttering.soknad.rules.mangler import band_hours
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.rules import FORM_TEKST, Engasjementsform

Verdi = str | Markup | list[str] | list[Markup] | None


@dataclass(frozen=True)
class Rad:
    """One question and its answer; None is not answered."""

    navn: str
    verdi: Verdi


@dataclass(frozen=True)
class Del:
    """One section as it is read: title, answers, and what is missing in it."""

    seksjon: Seksjon
    tittel: str
    rader: list[Rad]
    mangler: list[Hinder]


@dataclass(frozen=True)
class Hendelse:
    """A line of the log as the timeline draws it."""

    tid_iso: str
    tid_tekst: str
    tekst: str
    hvem: str | None
    detalj: str | None


LOGG_TEKST = {
    "opprettet": N_("Begynte på søknaden"),
    "sendt_inn": N_("Sendte inn søknaden"),
    "apnet_for_endring": N_("Åpnet søknaden for å endre den"),
    "trukket": N_("Trakk søknaden"),
    "fil_lastet_opp": N_("Lastet opp en fil"),
    "fil_slettet": N_("Slettet en fil"),
    "frist_ute": N_("Søknadsfristen gikk ut uten at kladden var sendt"),
    "til_intervju": N_("Valgt ut til intervju"),
    "avslag": N_("Avslått"),
    "gjenapnet": N_("Avgjørelsen ble tatt tilbake"),
    "svar_sendt": N_("Svar sendt til søkeren"),
    "innstilt": N_("Innstilling satt"),
    "utfall_sendt": N_("Utfall av intervjuet sendt til søkeren"),
}
_SOKER_SER = frozenset({"opprettet", "sendt_inn", "apnet_for_endring", "trukket", "frist_ute"})
_SOKER_FIKK = {
    SoknadStatus.TIL_INTERVJU: N_("Du ble invitert til intervju"),
    SoknadStatus.RESERVE: N_("Du ble satt opp som reserve"),
    SoknadStatus.AVSLAG: N_("Du fikk svar på søknaden"),
}
# Lines that tell what was sent, with the name of the detail that says what.
_SENDT = {"svar_sendt": "status", "utfall_sendt": "utfall"}


def list_deler(soknad: Soknad) -> list[Del]:
    """Return all sections with their answers in the reader's language."""
    mangler = service.list_mangler(soknad)
    return [
        Del(seksjon, _(rules.SEKSJON_TEKST[seksjon]), list_rader(soknad, seksjon), mangler[seksjon])
        for seksjon in Seksjon
    ]


def list_rader(soknad: Soknad, seksjon: Seksjon) -> list[Rad]:
    """Return the stored answers of a section."""
    return _READERS[seksjon](soknad)


def list_hendelser(soknad: Soknad) -> list[Hendelse]:
    """Return the whole log, for coordinators."""
    return [
        _hendelse(linje, _(LOGG_TEKST.get(linje.handling, linje.handling)), hvem or _("Systemet"))
        for linje, hvem in queries.list_logg(soknad)
    ]


def list_egne_hendelser(soknad: Soknad) -> list[Hendelse]:
    """Return what the applicant has done and been told; nothing of what is being considered."""
    hendelser = []
    for linje, _hvem in queries.list_logg(soknad):
        if linje.handling in _SOKER_SER:
            hendelser.append(_hendelse(linje, _(LOGG_TEKST[linje.handling]), None, detalj=False))
        elif linje.handling in _SENDT:
            tekst = _(_SOKER_FIKK[SoknadStatus(linje.detaljer[_SENDT[linje.handling]])])
            hendelser.append(_hendelse(linje, tekst, None, detalj=False))
    return hendelser


def _hendelse(linje: Logglinje, tekst: str, hvem: str | None, *, detalj: bool = True) -> Hendelse:
    grunn = linje.detaljer.get("begrunnelse") or linje.detaljer.get("filnavn")
    return Hendelse(
        tid_iso=linje.at.isoformat(),
        tid_tekst=tidspunkt(linje.at),
        tekst=tekst,
        hvem=hvem,
        detalj=grunn if detalj and grunn else None,
    )


def tid_igjen(frist_at: datetime, now: datetime) -> str:
    """Return how long it is to the deadline, in words; the last minute is «under ett minutt»."""
    left = frist_at - now
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    if left < timedelta():
        tekst = _("Fristen er ute")
    elif left >= timedelta(days=2):
        tekst = ngettext("%(num)s dag igjen", "%(num)s dager igjen", left.days)
    elif hours >= 1:
        tekst = ngettext("%(num)s time igjen", "%(num)s timer igjen", hours)
    elif minutes >= 1:
        tekst = ngettext("%(num)s minutt igjen", "%(num)s minutter igjen", minutes)
    else:
        tekst = _("Under ett minutt igjen")
    return str(tekst)


def timer(soknad: Soknad, form: Engasjementsform, minst: int, mest: int) -> str:
    """Return «252–420 timer», from per cent where the form is counted so."""
    arsverk = soknad.utlysning.arsverk_timer
    fra, til = (tall(band_hours(amount, form, arsverk)) for amount in (minst, mest))
    return str(_("%(fra)s–%(til)s timer", fra=fra, til=til))


def mengde(soknad: Soknad, form: Engasjementsform, minst: int, mest: int) -> str:
    """Return «15–25 prosent (252–420 timer)» or «250–420 timer»."""
    hours = timer(soknad, form, minst, mest)
    if form is Engasjementsform.KONSULENT:
        return hours
    return f"{_('%(fra)s–%(til)s prosent', fra=minst, til=mest)} ({hours})"


def fil_lenke(soknad_id: int, vedlegg_id: int, filnavn: str, storrelse: int) -> Markup:
    """Return a link that fetches a file, with its size."""
    url = url_for("soknad_soker.download", id=soknad_id, vedlegg_id=vedlegg_id)
    kb = max(1, round(storrelse / 1000))
    size = f"{tall(kb / 1000, 1)} MB" if kb >= 1000 else f"{kb} kB"
    return Markup('<a href="{}">{}</a> ({})').format(url, filnavn, size)


def _enum_tekst(texts: Mapping[Any, str], value: StrEnum | None) -> str | None:
    return _(texts[value]) if value is not None else None


def _person(s: Soknad) -> list[Rad]:
    malform = {Malform.NB: N_("Bokmål"), Malform.NN: N_("Nynorsk")}
    return [
        Rad(_("Navn"), s.navn),
        Rad(_("E-postadresse"), s.soker.epost),
        Rad(_("Telefon"), s.telefon),
        Rad(_("Bor i"), kommune_tekst(s.bosted) if s.bosted else None),
        Rad(_("Språk i brev fra oss"), _enum_tekst(malform, s.korrespondanse)),
    ]


def _arbeid(s: Soknad) -> list[Rad]:
    return [
        Rad(_("Arbeidsgiver"), s.arbeidsgiver),
        Rad(_("Kommunen der arbeidsgiveren er"), _kommune(s)),
        Rad(_("Stilling"), s.stilling),
    ]


def _kommune(s: Soknad) -> str | None:
    return kommune_tekst(s.arbeidssted) if s.arbeidssted else None


def _bakgrunn(s: Soknad) -> list[Rad]:
    rader = [Rad(_("Bakgrunn"), _enum_tekst(rules.BAKGRUNN_TEKST, s.bakgrunn))]
    if s.annen_bakgrunn is not None:
        rader.append(Rad(_("Annen bakgrunn"), _(rules.ANNEN_TEKST[s.annen_bakgrunn])))
    years = (
        (_("Skoleeiersiden"), s.year_skoleeier),
        (_("Skoleleder"), s.year_skoleleder),
        (_("Annen bakgrunn, tid"), s.year_annen),
    )
    for navn, year in years:
        if year is not None:
            rader.append(Rad(navn, _("%(year)s år", year=year)))
    return rader


def _kompetanse(s: Soknad) -> list[Rad]:
    fag = [_(tekst) for kode, tekst in FAGOMRADE_TEKST.items() if kode in s.fagomrader]
    return [
        Rad(_("Formell kompetanse"), s.formell_kompetanse),
        Rad(_("Erfaring"), s.erfaring),
        Rad(_("Fagområder"), fag),
    ]


def _sprak(s: Soknad) -> list[Rad]:
    found = {rad.sprak: rad for rad in s.sprak}
    rader = []
    for sprak, navn in rules.SPRAK_TEKST.items():
        rad = found.get(sprak)
        muntlig = _(rules.NIVA_TEKST[rad.muntlig]).lower() if rad else ""
        skriftlig = _(rules.NIVA_TEKST[rad.skriftlig]).lower() if rad else ""
        tekst = _("muntlig: %(m)s, skriftlig: %(s)s", m=muntlig, s=skriftlig) if rad else None
        rader.append(Rad(_(navn), tekst))
    return rader


def _engasjement(s: Soknad) -> list[Rad]:
    rader = [Rad(_("Form"), _enum_tekst(FORM_TEKST, s.form))]
    if s.form is not None and s.minst is not None and s.mest is not None:
        return [*rader, Rad(_("Hvor mye"), mengde(s, s.form, s.minst, s.mest))]
    return [
        *rader,
        Rad(_("Minst"), None if s.minst is None else str(s.minst)),
        Rad(_("Mest"), None if s.mest is None else str(s.mest)),
    ]


def _sted(s: Soknad) -> list[Rad]:
    fylker = kommune_queries.list_fylker(queries.get_geografi_dato(s.utlysning))
    ja = [f.navn for f in fylker if f.fylkesnummer in s.onskede_fylker]
    nei = [f.navn for f in fylker if f.fylkesnummer in s.uaktuelle_fylker]
    km = None if s.maks_reise_km is None else _("%(km)s km én vei", km=tall(s.maks_reise_km))
    return [
        Rad(_("Fylker som passer"), ja or _("Hele landet")),
        Rad(_("Fylker som ikke passer"), nei or _("Ingen")),
        Rad(_("Lengste reise"), km),
    ]


def _habilitet(s: Soknad) -> list[Rad]:
    rader = []
    for rad in s.tilknytninger:
        tekst = _(rules.GRUNN_TEKST[rad.grunn])
        tekst = f"{tekst}. {rad.forklaring}" if rad.forklaring else tekst
        rader.append(Rad(kommune_tekst(rad.kommune), tekst))
    if s.tilknytning_personer:
        rader.append(Rad(_("Personer"), s.tilknytning_personer))
    if not rader:
        ingen = _("Har opplyst at det ikke er noen") if s.ingen_tilknytning else None
        rader.append(Rad(_("Tilknytninger"), ingen))
    return rader


def _onsker(s: Soknad) -> list[Rad]:
    return [
        Rad(_("Vil gjerne arbeide sammen med"), s.makker_ja or _("Ingen ønsker")),
        Rad(_("Bør ikke arbeide sammen med"), s.makker_nei or _("Ingen")),
    ]


def _motivasjon(s: Soknad) -> list[Rad]:
    return [Rad(_("Hvorfor"), s.motivasjon)]


def _vedlegg(s: Soknad) -> list[Rad]:
    cv, andre = (
        [
            fil_lenke(s.id, fil.id, fil.filnavn, fil.storrelse)
            for fil in s.vedlegg
            if fil.er_cv is ja
        ]
        for ja in (True, False)
    )
    return [Rad(_("CV"), cv), Rad(_("Andre vedlegg"), andre or _("Ingen"))]


def _referanser(s: Soknad) -> list[Rad]:
    rader = []
    for nummer, r in enumerate(s.referanser, start=1):
        parts: Sequence[str] = (r.navn, r.stilling, r.virksomhet, r.telefon, r.epost)
        rader.append(Rad(_("Referanse %(nr)s", nr=nummer), ", ".join(filter(None, parts))))
    return rader or [Rad(_("Referanser"), None)]


_READERS: dict[Seksjon, Callable[[Soknad], list[Rad]]] = {
    Seksjon.PERSON: _person,
    Seksjon.ARBEID: _arbeid,
    Seksjon.BAKGRUNN: _bakgrunn,
    Seksjon.KOMPETANSE: _kompetanse,
    Seksjon.SPRAK: _sprak,
    Seksjon.ENGASJEMENT: _engasjement,
    Seksjon.STED: _sted,
    Seksjon.HABILITET: _habilitet,
    Seksjon.ONSKER: _onsker,
    Seksjon.MOTIVASJON: _motivasjon,
    Seksjon.VEDLEGG: _vedlegg,
    Seksjon.REFERANSER: _referanser,
}
