"""Turns a stored application into the answers of each section, and says what is missing."""

from collections.abc import Callable

from rekruttering.felles.errors import Hinder
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import Seksjon
from rekruttering.soknad.rules.mangler import mangler
from rekruttering.soknad.rules.svar import (
    ArbeidInput,
    BakgrunnInput,
    Band,
    EngasjementInput,
    HabilitetInput,
    KompetanseInput,
    MotivasjonInput,
    OnskerInput,
    PersonInput,
    ReferanseInput,
    ReferanserInput,
    Skrevet,
    SprakInput,
    StedInput,
    Svar,
    TilknytningInput,
    VedleggInput,
)
from rekruttering.utlysning.models import Utlysning


def to_band(utlysning: Utlysning) -> list[Band]:
    """Return the engagement forms of a call as the rules take them."""
    return [Band(e.form, e.enhet, e.minst, e.mest) for e in utlysning.engasjementer]


def to_svar(soknad: Soknad, seksjon: Seksjon) -> Svar:
    """Return the stored answers of a section."""
    return _READERS[seksjon](soknad)


def find_skrevet(soknad: Soknad, seksjon: Seksjon) -> Skrevet | None:
    """Return the section as it was typed, if some of it could not be stored as an answer."""
    kept = soknad.skrevet.get(seksjon)
    if kept is None:
        return None
    feil = tuple(Hinder(kode, tekst, verdier) for kode, tekst, verdier in kept["feil"])
    return Skrevet(felter=kept["felter"], feil=feil)


def list_mangler(soknad: Soknad) -> dict[Seksjon, list[Hinder]]:
    """Return what is missing in each section, complete ones with an empty list."""
    return {seksjon: seksjon_mangler(soknad, seksjon) for seksjon in Seksjon}


def seksjon_mangler(soknad: Soknad, seksjon: Seksjon) -> list[Hinder]:
    """Return what is missing or wrong in one section."""
    skrevet = find_skrevet(soknad, seksjon)
    if skrevet is not None:
        return list(skrevet.feil)
    return mangler(to_svar(soknad, seksjon), to_band(soknad.utlysning))


def _sprak(soknad: Soknad) -> SprakInput:
    return SprakInput({rad.sprak: (rad.muntlig, rad.skriftlig) for rad in soknad.sprak})


def _habilitet(soknad: Soknad) -> HabilitetInput:
    return HabilitetInput(
        ingen_tilknytning=bool(soknad.ingen_tilknytning),
        tilknytninger=tuple(
            TilknytningInput(rad.kommune_id, rad.grunn, rad.forklaring)
            for rad in soknad.tilknytninger
        ),
        tilknytning_personer=soknad.tilknytning_personer,
    )


def _referanser(soknad: Soknad) -> ReferanserInput:
    return ReferanserInput(
        tuple(
            ReferanseInput(rad.navn, rad.stilling, rad.virksomhet, rad.telefon, rad.epost)
            for rad in soknad.referanser
        )
    )


def _vedlegg(soknad: Soknad) -> VedleggInput:
    antall_cv = sum(fil.er_cv for fil in soknad.vedlegg)
    return VedleggInput(antall_cv=antall_cv, antall_andre=len(soknad.vedlegg) - antall_cv)


_READERS: dict[Seksjon, Callable[[Soknad], Svar]] = {
    Seksjon.PERSON: lambda s: PersonInput(s.navn, s.telefon, s.bosted_kommune_id, s.korrespondanse),
    Seksjon.ARBEID: lambda s: ArbeidInput(s.arbeidsgiver, s.arbeidsgiver_kommune_id, s.stilling),
    Seksjon.BAKGRUNN: lambda s: BakgrunnInput(
        s.bakgrunn, s.annen_bakgrunn, s.year_skoleeier, s.year_skoleleder, s.year_annen
    ),
    Seksjon.KOMPETANSE: lambda s: KompetanseInput(
        s.formell_kompetanse, s.erfaring, tuple(s.fagomrader)
    ),
    Seksjon.SPRAK: _sprak,
    Seksjon.ENGASJEMENT: lambda s: EngasjementInput(s.form, s.minst, s.mest),
    Seksjon.STED: lambda s: StedInput(
        tuple(s.onskede_fylker), tuple(s.uaktuelle_fylker), s.maks_reise_km
    ),
    Seksjon.HABILITET: _habilitet,
    Seksjon.ONSKER: lambda s: OnskerInput(s.makker_ja, s.makker_nei),
    Seksjon.MOTIVASJON: lambda s: MotivasjonInput(s.motivasjon),
    Seksjon.VEDLEGG: _vedlegg,
    Seksjon.REFERANSER: _referanser,
}
