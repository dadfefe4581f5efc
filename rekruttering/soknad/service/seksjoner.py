"""Saves the sections; each may be incomplete, and what cannot be stored is kept as typed.

`skrevet` is None when everything in the section could be stored as an answer.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from rekruttering.felles.errors import refuse_if
from rekruttering.soknad.models import Referanse, Soknad, Sprakferdighet, Tilknytning
from rekruttering.soknad.rules import Seksjon, Sprak
from rekruttering.soknad.rules.overganger import save_hindre
from rekruttering.soknad.rules.svar import (
    SEKSJON_AV,
    ArbeidInput,
    BakgrunnInput,
    EngasjementInput,
    HabilitetInput,
    KompetanseInput,
    MotivasjonInput,
    OnskerInput,
    PersonInput,
    ReferanserInput,
    Skrevet,
    SprakInput,
    StedInput,
    Svar,
)
from rekruttering.soknad.service.lesing import seksjon_mangler


def save_person(
    soknad: Soknad, svar: PersonInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save who applies; the user is written to in the chosen language from now on."""
    refuse_if(save_hindre(soknad.status))
    soknad.navn, soknad.telefon = svar.navn, svar.telefon
    soknad.bosted_kommune_id, soknad.korrespondanse = svar.bosted_kommune_id, svar.korrespondanse
    soknad.soker.navn = svar.navn or soknad.soker.navn
    soknad.soker.telefon = svar.telefon or soknad.soker.telefon
    soknad.soker.malform = svar.korrespondanse or soknad.soker.malform
    _finish(soknad, Seksjon.PERSON, now, skrevet)


def save_arbeid(
    soknad: Soknad, svar: ArbeidInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save employer and position."""
    refuse_if(save_hindre(soknad.status))
    soknad.arbeidsgiver, soknad.stilling = svar.arbeidsgiver, svar.stilling
    soknad.arbeidsgiver_kommune_id = svar.arbeidsgiver_kommune_id
    _finish(soknad, Seksjon.ARBEID, now, skrevet)


def save_bakgrunn(
    soknad: Soknad, svar: BakgrunnInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save background and years."""
    refuse_if(save_hindre(soknad.status))
    soknad.bakgrunn, soknad.annen_bakgrunn = svar.bakgrunn, svar.annen_bakgrunn
    soknad.year_skoleeier, soknad.year_skoleleder = svar.year_skoleeier, svar.year_skoleleder
    soknad.year_annen = svar.year_annen
    _finish(soknad, Seksjon.BAKGRUNN, now, skrevet)


def save_kompetanse(
    soknad: Soknad, svar: KompetanseInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save competence and subject areas."""
    refuse_if(save_hindre(soknad.status))
    soknad.formell_kompetanse, soknad.erfaring = svar.formell_kompetanse, svar.erfaring
    soknad.fagomrader = list(svar.fagomrader)
    _finish(soknad, Seksjon.KOMPETANSE, now, skrevet)


def save_sprak(
    soknad: Soknad, svar: SprakInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save the languages of which both levels are chosen."""
    refuse_if(save_hindre(soknad.status))
    rows = {rad.sprak: rad for rad in soknad.sprak}
    for sprak in Sprak:
        muntlig, skriftlig = svar.nivaer.get(sprak, (None, None))
        row = rows.get(sprak)
        if muntlig is None or skriftlig is None:
            if row is not None:
                soknad.sprak.remove(row)
        elif row is None:
            soknad.sprak.append(Sprakferdighet(sprak=sprak, muntlig=muntlig, skriftlig=skriftlig))
        else:
            row.muntlig, row.skriftlig = muntlig, skriftlig
    _finish(soknad, Seksjon.SPRAK, now, skrevet)


def save_engasjement(
    soknad: Soknad, svar: EngasjementInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save wanted form, least and most."""
    refuse_if(save_hindre(soknad.status))
    soknad.form, soknad.minst, soknad.mest = svar.form, svar.minst, svar.mest
    _finish(soknad, Seksjon.ENGASJEMENT, now, skrevet)


def save_sted(
    soknad: Soknad, svar: StedInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save fylker and travel."""
    refuse_if(save_hindre(soknad.status))
    soknad.onskede_fylker = list(svar.onskede_fylker)
    soknad.uaktuelle_fylker = list(svar.uaktuelle_fylker)
    soknad.maks_reise_km = svar.maks_reise_km
    _finish(soknad, Seksjon.STED, now, skrevet)


def save_habilitet(
    soknad: Soknad, svar: HabilitetInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save the ties whose municipality and ground are known."""
    refuse_if(save_hindre(soknad.status))
    soknad.ingen_tilknytning = svar.ingen_tilknytning
    soknad.tilknytning_personer = svar.tilknytning_personer
    soknad.tilknytninger = [
        Tilknytning(kommune_id=rad.kommune_id, grunn=rad.grunn, forklaring=rad.forklaring)
        for rad in svar.tilknytninger
        if rad.kommune_id is not None and rad.grunn is not None
    ]
    _finish(soknad, Seksjon.HABILITET, now, skrevet)


def save_onsker(
    soknad: Soknad, svar: OnskerInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save wishes about whom to work with."""
    refuse_if(save_hindre(soknad.status))
    soknad.makker_ja, soknad.makker_nei = svar.makker_ja, svar.makker_nei
    _finish(soknad, Seksjon.ONSKER, now, skrevet)


def save_motivasjon(
    soknad: Soknad, svar: MotivasjonInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save the motivation."""
    refuse_if(save_hindre(soknad.status))
    soknad.motivasjon = svar.motivasjon
    _finish(soknad, Seksjon.MOTIVASJON, now, skrevet)


def save_referanser(
    soknad: Soknad, svar: ReferanserInput, *, now: datetime, skrevet: Skrevet | None = None
) -> None:
    """Save the references."""
    refuse_if(save_hindre(soknad.status))
    soknad.referanser = [
        Referanse(
            navn=rad.navn,
            stilling=rad.stilling,
            virksomhet=rad.virksomhet,
            telefon=rad.telefon,
            epost=rad.epost,
        )
        for rad in svar.referanser
    ]
    _finish(soknad, Seksjon.REFERANSER, now, skrevet)


_SAVERS: dict[Seksjon, Callable[..., None]] = {
    Seksjon.PERSON: save_person,
    Seksjon.ARBEID: save_arbeid,
    Seksjon.BAKGRUNN: save_bakgrunn,
    Seksjon.KOMPETANSE: save_kompetanse,
    Seksjon.SPRAK: save_sprak,
    Seksjon.ENGASJEMENT: save_engasjement,
    Seksjon.STED: save_sted,
    Seksjon.HABILITET: save_habilitet,
    Seksjon.ONSKER: save_onsker,
    Seksjon.MOTIVASJON: save_motivasjon,
    Seksjon.REFERANSER: save_referanser,
}


def save_svar(soknad: Soknad, svar: Svar, *, now: datetime, skrevet: Skrevet | None = None) -> None:
    """Save the section that these answers belong to; files are not saved this way."""
    _SAVERS[SEKSJON_AV[type(svar)]](soknad, svar, now=now, skrevet=skrevet)


def touch(soknad: Soknad, seksjon: Seksjon, now: datetime) -> None:
    """Count a saving of the section, and let the application's own version count it too.

    The row is written even when only rows beside it changed: two at once must meet.
    """
    versjoner = soknad.seksjonsversjoner
    soknad.seksjonsversjoner = {**versjoner, seksjon.value: versjoner.get(seksjon, 0) + 1}
    soknad.endret_at = now
    flag_modified(soknad, "endret_at")
    complete = not seksjon_mangler(soknad, seksjon)
    ferdige = {*soknad.ferdige, seksjon.value} if complete else {*soknad.ferdige} - {seksjon.value}
    soknad.ferdige = [ett.value for ett in Seksjon if ett in ferdige]


def _finish(soknad: Soknad, seksjon: Seksjon, now: datetime, skrevet: Skrevet | None) -> None:
    kept: dict[str, Any] = {k: v for k, v in soknad.skrevet.items() if k != seksjon}
    if skrevet is not None:
        feil = [[hinder.kode, hinder.tekst, hinder.verdier] for hinder in skrevet.feil]
        kept[seksjon.value] = {"felter": skrevet.felter, "feil": feil}
    soknad.skrevet = kept
    touch(soknad, seksjon, now)
