"""What is answered in each section; plain values, no I/O.

Everything may be empty: an application is saved before it is complete.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rekruttering.felles.errors import Hinder
from rekruttering.soknad.rules import (
    AnnenBakgrunn,
    Bakgrunn,
    Niva,
    Seksjon,
    Sprak,
    Tilknytningsgrunn,
)
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.rules import Engasjementsform, Enhet


@dataclass(frozen=True)
class PersonInput:
    """Who applies, and in which language we write back."""

    navn: str = ""
    telefon: str = ""
    bosted_kommune_id: int | None = None
    korrespondanse: Malform | None = None


@dataclass(frozen=True)
class ArbeidInput:
    """Present employer and position."""

    arbeidsgiver: str = ""
    arbeidsgiver_kommune_id: int | None = None
    stilling: str = ""


@dataclass(frozen=True)
class BakgrunnInput:
    """Erfaringsbakgrunn with whole years on each side."""

    bakgrunn: Bakgrunn | None = None
    annen_bakgrunn: AnnenBakgrunn | None = None
    year_skoleeier: int | None = None
    year_skoleleder: int | None = None
    year_annen: int | None = None


@dataclass(frozen=True)
class KompetanseInput:
    """Formal competence and experience in words; codes of `pulje.rules.Fagomrade`."""

    formell_kompetanse: str = ""
    erfaring: str = ""
    fagomrader: tuple[str, ...] = ()


@dataclass(frozen=True)
class SprakInput:
    """Levels (oral, written) by language; None where nothing is chosen."""

    nivaer: Mapping[Sprak, tuple[Niva | None, Niva | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class EngasjementInput:
    """Wanted form with the least and the most: per cent (frikjøp) or hours (konsulent)."""

    form: Engasjementsform | None = None
    minst: int | None = None
    mest: int | None = None


@dataclass(frozen=True)
class StedInput:
    """Fylkesnumre that suit and do not, and the longest way to travel, km one way."""

    onskede_fylker: tuple[str, ...] = ()
    uaktuelle_fylker: tuple[str, ...] = ()
    maks_reise_km: int | None = None


@dataclass(frozen=True)
class TilknytningInput:
    """A tie to one municipality."""

    kommune_id: int | None
    grunn: Tilknytningsgrunn | None
    forklaring: str = ""


@dataclass(frozen=True)
class HabilitetInput:
    """Ties to municipalities, to persons in words, or an active statement that there are none."""

    ingen_tilknytning: bool = False
    tilknytninger: tuple[TilknytningInput, ...] = ()
    tilknytning_personer: str = ""


@dataclass(frozen=True)
class OnskerInput:
    """Whom to work with, and whom not, in words."""

    makker_ja: str = ""
    makker_nei: str = ""


@dataclass(frozen=True)
class MotivasjonInput:
    """Why the applicant wants the task."""

    motivasjon: str = ""


@dataclass(frozen=True)
class VedleggInput:
    """Which files are there; they are stored one by one, not with the section."""

    antall_cv: int = 0
    antall_andre: int = 0


@dataclass(frozen=True)
class ReferanseInput:
    """Someone who may be asked."""

    navn: str = ""
    stilling: str = ""
    virksomhet: str = ""
    telefon: str = ""
    epost: str = ""


@dataclass(frozen=True)
class ReferanserInput:
    """One to three persons."""

    referanser: tuple[ReferanseInput, ...] = ()


Svar = (
    PersonInput
    | ArbeidInput
    | BakgrunnInput
    | KompetanseInput
    | SprakInput
    | EngasjementInput
    | StedInput
    | HabilitetInput
    | OnskerInput
    | MotivasjonInput
    | VedleggInput
    | ReferanserInput
)


@dataclass(frozen=True)
class Skrevet:
    """A section as it was typed, kept while some of it cannot be stored as an answer.

    `felter` are the form's names and values, `feil` everything that is missing or wrong.
    """

    felter: dict[str, list[str]]
    feil: tuple[Hinder, ...]


@dataclass(frozen=True)
class Band:
    """An engagement form of the call with its band, in `enhet`; None is an open end."""

    form: Engasjementsform
    enhet: Enhet
    minst: int | None
    mest: int | None


SEKSJON_AV: dict[type, Seksjon] = {
    PersonInput: Seksjon.PERSON,
    ArbeidInput: Seksjon.ARBEID,
    BakgrunnInput: Seksjon.BAKGRUNN,
    KompetanseInput: Seksjon.KOMPETANSE,
    SprakInput: Seksjon.SPRAK,
    EngasjementInput: Seksjon.ENGASJEMENT,
    StedInput: Seksjon.STED,
    HabilitetInput: Seksjon.HABILITET,
    OnskerInput: Seksjon.ONSKER,
    MotivasjonInput: Seksjon.MOTIVASJON,
    VedleggInput: Seksjon.VEDLEGG,
    ReferanserInput: Seksjon.REFERANSER,
}
