"""The values that the demo population consists of, with the ASCII codes of docs/ordliste.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Bakgrunn = Literal["skoleeier", "skoleleder", "begge", "annen"]
AnnenType = Literal["barnehage", "ppt", "uh"]
Malform = Literal["bokmal", "nynorsk", "noytral"]
Samisk = Literal["nordsamisk", "lulesamisk", "sorsamisk"]
Sprak = Literal["bokmal", "nynorsk", "nordsamisk", "lulesamisk", "sorsamisk"]
Niva = Literal["ingen", "litt", "godt", "flytende"]
Korrespondanse = Literal["nb", "nn"]
Form = Literal["frikjop", "konsulent"]
Grunnlag = Literal["risikopoeng", "spredning"]
Utfall = Literal["kladd", "trukket", "avslag_sortering", "avslag_intervju", "reserve", "innstilt"]
Tilbudssvar = Literal["ja", "nei", "ubesvart"]
Tilknytningsgrunn = Literal[
    "arbeidsgiver",
    "tidligere_arbeidsgiver",
    "familie",
    "politisk_verv",
    "betalt_oppdrag",
    "barns_skole",
]


@dataclass(frozen=True)
class Kommunefakta:
    """One municipality of 2020 as the reference data has it."""

    kommunenummer: str
    navn: str
    navn_norsk: str
    fylkesnummer: str
    embete: str
    breddegrad: float
    lengdegrad: float
    malform: Malform
    samisk_sprak: Samisk | None
    innbyggere: int


@dataclass(frozen=True)
class Kompetanse:
    """Formal competence in and experience with one of the areas an applicant is asked about."""

    omrade: str
    formell: str
    erfaring: str


@dataclass(frozen=True)
class Sprakferdighet:
    """The applicant's own statement of level in one language."""

    sprak: Sprak
    muntlig: Niva
    skriftlig: Niva


@dataclass(frozen=True)
class Engasjementsonske:
    """The wanted form with the least and the most: per cent for frikjop, hours for konsulent."""

    form: Form
    minst: int
    mest: int

    def timer(self, arsverk_timer: int = 1680) -> tuple[int, int]:
        """Return the band in whole hours per period."""
        if self.form == "konsulent":
            return self.minst, self.mest
        return self.minst * arsverk_timer // 100, self.mest * arsverk_timer // 100


@dataclass(frozen=True)
class Tilknytning:
    """A declared tie between an applicant and a municipality."""

    kommunenummer: str
    grunn: Tilknytningsgrunn
    forklaring: str


@dataclass(frozen=True)
class Referanse:
    """A person who knows the applicant's work."""

    navn: str
    stilling: str
    virksomhet: str
    telefon: str
    epost: str


@dataclass(frozen=True)
class Soker:
    """One applicant with all that the form asks for, and what becomes of the application."""

    id: str
    fornavn: str
    etternavn: str
    fodt_year: int
    epost: str
    telefon: str
    kommunenummer: str
    sprak_korrespondanse: Korrespondanse
    arbeidsgiver: str
    arbeidsgiver_kommunenummer: str
    stilling: str
    bakgrunn: Bakgrunn
    annen_type: AnnenType | None
    year_skoleeier: int
    year_skoleleder: int
    year_annen: int
    kompetanser: tuple[Kompetanse, ...]
    fagomrader: tuple[str, ...]
    sprak: tuple[Sprakferdighet, ...]
    engasjement: Engasjementsonske
    onskede_fylker: tuple[str, ...]
    uaktuelle_fylker: tuple[str, ...]
    maks_reise_km: int
    tilknytninger: tuple[Tilknytning, ...]
    motivasjon: str
    referanser: tuple[Referanse, ...]
    sendt_at: datetime | None  # local time, before the deadline; None: a draft never sent
    kvalitet: float  # latent, about -2 to 2; only the generator knows it
    onsker_par_med: tuple[str, ...] = ()
    ikke_par_med: tuple[str, ...] = ()
    panel: tuple[str, ...] = ()  # three member ids, the first leads
    utfall: Utfall = "innstilt"
    tilbudssvar: Tilbudssvar | None = None

    @property
    def navn(self) -> str:
        """Return first name and surname."""
        return f"{self.fornavn} {self.etternavn}"

    @property
    def malformer(self) -> tuple[Sprak, ...]:
        """Return bokmal and nynorsk where the written level is good enough to guide in."""
        return tuple(
            ferdighet.sprak
            for ferdighet in self.sprak
            if ferdighet.sprak in ("bokmal", "nynorsk")
            and ferdighet.skriftlig in ("godt", "flytende")
        )

    @property
    def samiske_sprak(self) -> tuple[Sprak, ...]:
        """Return the Sami languages that the applicant speaks well enough to guide in."""
        return tuple(
            ferdighet.sprak
            for ferdighet in self.sprak
            if ferdighet.sprak.endswith("samisk") and ferdighet.muntlig in ("godt", "flytende")
        )


@dataclass(frozen=True)
class Ansatt:
    """A member of staff at Udir."""

    id: str
    fornavn: str
    etternavn: str
    epost: str
    telefon: str
    stilling: str

    @property
    def navn(self) -> str:
        """Return first name and surname."""
        return f"{self.fornavn} {self.etternavn}"


@dataclass(frozen=True)
class Panelmedlem(Ansatt):
    """Staff who reads and interviews."""

    leder: bool  # may lead a panel
    strenghet: float  # added to every score the member gives; below 0 is strict
    sprak: tuple[Sprak, ...]


@dataclass(frozen=True)
class Statsforvalterkontakt(Ansatt):
    """The contact in one county governor's office."""

    embete: str


@dataclass(frozen=True)
class Panelbinding:
    """A tie between a panel member and an applicant that the member declares."""

    medlem_id: str
    soker_id: str
    grunn: str
    forklaring: str
    tilstand: Literal["erklaert", "usikker"]


@dataclass(frozen=True)
class Kommunekontakt:
    """The municipality's contact person."""

    navn: str
    stilling: str
    epost: str
    telefon: str


@dataclass(frozen=True)
class IdentifisertKommune:
    """A municipality in the pulje. Drawn by lot: it says nothing of the real municipality."""

    kommunenummer: str
    grunnlag: Grunnlag
    timer: int
    malform: Malform
    samisk_sprak: Samisk | None
    fagomrader: tuple[str, ...]
    kontakt: Kommunekontakt
    behov: str
    svar: Literal["ja", "nei"] = "ja"


@dataclass(frozen=True)
class Skar:
    """One panel member's score of one kompetanse, with reason and a note of what was said."""

    kompetanse: str
    poeng: int | None  # 1–5; None is «ikke hørt»
    begrunnelse: str
    svar: str


@dataclass(frozen=True)
class Befolkning:
    """Everyone in the demo round."""

    seed: int
    sokere: tuple[Soker, ...]
    panelmedlemmer: tuple[Panelmedlem, ...]
    koordinatorer: tuple[Ansatt, ...]
    administrator: Ansatt
    statsforvaltere: tuple[Statsforvalterkontakt, ...]
    kommuner: tuple[IdentifisertKommune, ...]
    i_ordningen_fra_for: tuple[str, ...]
    panelbindinger: tuple[Panelbinding, ...]
