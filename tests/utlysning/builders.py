"""Whole calls as plain values; name only what the test is about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from rekruttering.utlysning.rules import (
    STANDARD_VEKTER,
    Engasjementsform,
    Enhet,
    Ordning,
    Sammensetningsregel,
)
from rekruttering.utlysning.rules.definisjon import (
    Definisjon,
    Engasjementsvilkar,
    Frister,
    Grunnopplysninger,
    Kontakt,
    Kriterium,
    Samling,
    Samlinger,
    Sammensetning,
    Sporsmal,
    Tospraklig,
    Vilkar,
)

TEKST = Tospraklig("Tekst", "Tekst")
INGEN = Tospraklig("", "")
# Sunday 15 March 2020 at 23:59:59 in Oslo.
FRIST = datetime(2020, 3, 15, 22, 59, 59, tzinfo=UTC)
NOW = datetime(2020, 2, 10, 8, tzinfo=UTC)


def make_frister(**felter: Any) -> Frister:
    """Return the dates of 2020."""
    frister = Frister(
        frist_at=FRIST,
        intervju_fra_dato=date(2020, 3, 18),
        intervju_til_dato=date(2020, 4, 7),
        intervjusted=TEKST,
        tilbud_innen_dato=date(2020, 4, 15),
        periode_fra_dato=date(2020, 8, 1),
        periode_til_dato=date(2021, 6, 30),
    )
    return replace(frister, **felter)


def make_vilkar(minst: int | None = 15, mest: int | None = 25, **felter: Any) -> Vilkar:
    """Return frikjøp in per cent."""
    vilkar = Vilkar(Engasjementsform.FRIKJOP, Enhet.PROSENT, minst, mest, False, TEKST)
    return replace(vilkar, **felter)


def make_samling(**felter: Any) -> Samling:
    """Return a gathering in June 2020."""
    return replace(Samling(TEKST, date(2020, 6, 8), date(2020, 6, 9), "Gardermoen"), **felter)


def make_kriterium(kode: str = "analyse", **felter: Any) -> Kriterium:
    """Return a complete criterion."""
    sporsmal = (Sporsmal(TEKST, (TEKST,)),)
    return replace(Kriterium(kode, 1, TEKST, TEKST, sporsmal, (TEKST, TEKST, TEKST)), **felter)


def make_sammensetning(**felter: Any) -> Sammensetning:
    """Return pairs of up to four municipalities, and the weights that the engine was tuned on."""
    vekter = tuple(STANDARD_VEKTER.items())
    regel = Sammensetningsregel.PAR_EIER_LEDER
    return replace(Sammensetning(regel, TEKST, 4, vekter), **felter)


def make_definisjon(slug: str = "ny-runde", **felter: Any) -> Definisjon:
    """Return a call with which nothing is wrong."""
    definisjon = Definisjon(
        grunn=Grunnopplysninger(slug, Ordning.OPPFOLGINGSORDNINGEN, TEKST, TEKST),
        tekst=TEKST,
        frister=make_frister(),
        engasjement=Engasjementsvilkar(1680, (make_vilkar(),)),
        samlinger=Samlinger((make_samling(),)),
        kompetanser=(make_kriterium(),),
        sammensetning=make_sammensetning(),
        kontakt=Kontakt("Ola", "ola@udir.example", ""),
    )
    return replace(definisjon, **felter)
