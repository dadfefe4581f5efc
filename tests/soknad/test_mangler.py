"""What is missing in each section."""

from dataclasses import replace

import pytest

from rekruttering.soknad.rules import (
    AnnenBakgrunn,
    Bakgrunn,
    Niva,
    Seksjon,
    Sprak,
    Tilknytningsgrunn,
)
from rekruttering.soknad.rules import mangler as m
from rekruttering.soknad.rules.svar import (
    SEKSJON_AV,
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
    SprakInput,
    StedInput,
    Svar,
    TilknytningInput,
    VedleggInput,
)
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.rules import Engasjementsform, Enhet

FRIKJOP, KONSULENT = Engasjementsform.FRIKJOP, Engasjementsform.KONSULENT
BAND = [Band(FRIKJOP, Enhet.PROSENT, 15, 25), Band(KONSULENT, Enhet.TIMER, 250, 420)]
ALLE = dict.fromkeys(Sprak, (Niva.GODT, Niva.LITT))
PERSON = PersonInput("Kari", "90 00 00 00", 1, Malform.NB)
PER = ReferanseInput("Per", "Rektor", "Skolen", "91 00 00 00", "per@example.com")
TIE = TilknytningInput(1, Tilknytningsgrunn.FAMILIE)


def koder(svar: Svar, band: list[Band] | None = None) -> list[str]:
    return [hinder.kode for hinder in m.mangler(svar, BAND if band is None else band)]


@pytest.mark.parametrize(
    "svar",
    [
        PERSON,
        ArbeidInput("Skolen", 1, "Rektor"),
        BakgrunnInput(Bakgrunn.SKOLEEIER, None, 0),
        BakgrunnInput(Bakgrunn.BEGGE, None, 3, 4),
        BakgrunnInput(Bakgrunn.ANNEN, AnnenBakgrunn.PPT, year_annen=7),
        KompetanseInput("Master", "Mye", ("analyse",)),
        SprakInput(dict(ALLE)),
        EngasjementInput(FRIKJOP, 15, 25),
        EngasjementInput(KONSULENT, 250, 420),
        StedInput((), (), 1),
        HabilitetInput(True),
        HabilitetInput(False, (TIE,)),
        HabilitetInput(False, (), "Ola i Udir"),
        OnskerInput(),
        MotivasjonInput("Jeg vil."),
        VedleggInput(1, 0),
        ReferanserInput((PER,)),
        ReferanserInput((replace(PER, telefon=""), replace(PER, epost=""), PER)),
    ],
)
def test_complete_answers_lack_nothing(svar: Svar) -> None:
    assert koder(svar) == []


@pytest.mark.parametrize(
    ("svar", "expected"),
    [
        (PersonInput(), ["navn", "telefon", "bosted", "korrespondanse"]),
        (replace(PERSON, telefon="123"), ["telefon"]),
        (replace(PERSON, telefon="9" * 26), ["telefon"]),
        (replace(PERSON, navn="x" * 201), ["navn"]),
        (ArbeidInput(), ["arbeidsgiver", "arbeidssted", "stilling"]),
        (BakgrunnInput(), ["bakgrunn"]),
        (BakgrunnInput(Bakgrunn.BEGGE), ["year_skoleeier", "year_skoleleder"]),
        (BakgrunnInput(Bakgrunn.ANNEN), ["annen_bakgrunn", "year_annen"]),
        (BakgrunnInput(Bakgrunn.SKOLEEIER, None, 61), ["year_skoleeier"]),
        (BakgrunnInput(Bakgrunn.SKOLEEIER, None, 5, 61), ["year_skoleleder"]),
        (KompetanseInput(), ["formell_kompetanse", "erfaring", "fagomrader"]),
        (StedInput(), ["maks_reise_km"]),
        (StedInput((), (), 0), ["maks_reise_km"]),
        (StedInput(("03",), ("03",), 5), ["uaktuelle_fylker"]),
        (HabilitetInput(), ["ingen_tilknytning"]),
        (HabilitetInput(True, (TIE,)), ["ingen_tilknytning"]),
        (
            HabilitetInput(False, (TIE, TilknytningInput(None, None))),
            ["rader-1-kommune", "rader-1-grunn"],
        ),
        (OnskerInput("x" * 4001), ["makker_ja"]),
        (MotivasjonInput(), ["motivasjon"]),
        (MotivasjonInput("x" * 6001), ["motivasjon"]),
        (VedleggInput(0, 3), ["cv"]),
        (ReferanserInput(), ["rader-0-navn"]),
        (ReferanserInput((PER, PER, PER, PER)), ["rader-3-navn"]),
        (
            ReferanserInput((ReferanseInput(),)),
            [f"rader-0-{n}" for n in ("navn", "stilling", "virksomhet", "telefon")],
        ),
        (ReferanserInput((replace(PER, epost="per"),)), ["rader-0-epost"]),
        (ReferanserInput((replace(PER, telefon="1"),)), ["rader-0-telefon"]),
    ],
)
def test_what_is_missing_is_named_by_its_field(svar: Svar, expected: list[str]) -> None:
    assert koder(svar) == expected


def test_all_ten_levels_are_asked_for() -> None:
    assert len(koder(SprakInput())) == 10
    half = {**ALLE, Sprak.NYNORSK: (Niva.GODT, None)}
    assert koder(SprakInput(half)) == ["nynorsk_skriftlig"]


@pytest.mark.parametrize(
    ("svar", "expected"),
    [
        (EngasjementInput(), ["form"]),
        (EngasjementInput(FRIKJOP), ["minst", "mest"]),
        (EngasjementInput(FRIKJOP, 14, 26), ["minst", "mest"]),
        (EngasjementInput(KONSULENT, 249, 421), ["minst", "mest"]),
        (EngasjementInput(FRIKJOP, 25, 15), ["mest"]),
    ],
)
def test_the_wanted_amount_lies_inside_the_band(
    svar: EngasjementInput, expected: list[str]
) -> None:
    assert koder(svar) == expected


def test_a_form_that_the_call_does_not_offer_is_not_an_answer() -> None:
    assert koder(EngasjementInput(KONSULENT, 300, 300), BAND[:1]) == ["form"]


def test_a_band_without_figures_is_only_kept_reasonable() -> None:
    open_band = [Band(FRIKJOP, Enhet.PROSENT, None, None), Band(KONSULENT, Enhet.TIMER, None, None)]
    assert koder(EngasjementInput(FRIKJOP, 1, 100), open_band) == []
    assert koder(EngasjementInput(FRIKJOP, 0, 101), open_band) == ["minst", "mest"]
    assert koder(EngasjementInput(KONSULENT, 1, 1950), open_band) == []


def test_fifteen_per_cent_is_252_hours() -> None:
    assert m.band_hours(15, FRIKJOP, 1680) == 252
    assert m.band_hours(250, KONSULENT, 1680) == 250


def test_every_section_has_answers_of_its_own() -> None:
    assert sorted(SEKSJON_AV.values()) == sorted(Seksjon)
