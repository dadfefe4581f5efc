"""A whole call as plain values: what files, forms and copies have in common."""

from dataclasses import dataclass
from datetime import date, datetime

from rekruttering.utlysning.rules import (
    Engasjementsform,
    Enhet,
    Historikk,
    Ordning,
    Sammensetningsregel,
    Seksjon,
)


@dataclass(frozen=True)
class Tospraklig:
    """A text in bokmål and nynorsk."""

    nb: str
    nn: str


@dataclass(frozen=True)
class Grunnopplysninger:
    """What the call is called, and its address (`slug`)."""

    slug: str
    ordning: Ordning
    tittel: Tospraklig
    ingress: Tospraklig


@dataclass(frozen=True)
class Frister:
    """The deadline (aware) and the dates that follow it; None where the call names none."""

    frist_at: datetime
    intervju_fra_dato: date | None
    intervju_til_dato: date | None
    intervjusted: Tospraklig
    tilbud_innen_dato: date | None
    periode_fra_dato: date | None
    periode_til_dato: date | None


@dataclass(frozen=True)
class Vilkar:
    """An engagement form with its band, both ends or neither; `unntak`: in special cases only."""

    form: Engasjementsform
    enhet: Enhet
    minst: int | None
    mest: int | None
    unntak: bool
    tekst: Tospraklig


@dataclass(frozen=True)
class Engasjementsvilkar:
    """The engagement forms in the order shown, and the hours of a full position in a year."""

    arsverk_timer: int
    former: tuple[Vilkar, ...]


@dataclass(frozen=True)
class Samling:
    """A gathering; the place may be unknown (empty)."""

    tittel: Tospraklig
    fra_dato: date
    til_dato: date
    sted: str


@dataclass(frozen=True)
class Samlinger:
    """The gatherings that the call announces, by date."""

    liste: tuple[Samling, ...]


@dataclass(frozen=True)
class Sporsmal:
    """A question of the interview guide with its follow-ups."""

    tekst: Tospraklig
    oppfolging: tuple[Tospraklig, ...]


@dataclass(frozen=True)
class Kriterium:
    """A criterion; `anker` says what is heard at the steps of `ANKERTRINN`, in that order."""

    kode: str
    vekt: int
    navn: Tospraklig
    begrunnelse: Tospraklig
    sporsmal: tuple[Sporsmal, ...]
    anker: tuple[Tospraklig, ...]


@dataclass(frozen=True)
class Sammensetning:
    """How pairs are formed, and the weights of the allocation in the order of `VEKT_TEKST`.

    `historikk` is what earlier rounds count for.
    """

    regel: Sammensetningsregel
    tekst: Tospraklig
    maks_kommuner_per_par: int
    vekter: tuple[tuple[str, int], ...]
    historikk: Historikk = Historikk.UTEN_BETYDNING


@dataclass(frozen=True)
class Kontakt:
    """Whom an applicant asks."""

    navn: str
    epost: str
    telefon: str


# What one section holds; the criteria are edited one by one.
Seksjonsverdier = (
    Grunnopplysninger
    | Tospraklig
    | Frister
    | Engasjementsvilkar
    | Samlinger
    | Sammensetning
    | Kontakt
)


INGEN_MERKNAD = Tospraklig("", "")


@dataclass(frozen=True)
class Definisjon:
    """A whole call; `publiseres_at` is when it is meant to be published, None if not decided.

    `guide_merknad` stands on top of the interview guide; both languages may be empty.
    """

    grunn: Grunnopplysninger
    tekst: Tospraklig
    frister: Frister
    engasjement: Engasjementsvilkar
    samlinger: Samlinger
    kompetanser: tuple[Kriterium, ...]
    sammensetning: Sammensetning
    kontakt: Kontakt
    publiseres_at: datetime | None = None
    guide_merknad: Tospraklig = INGEN_MERKNAD

    def seksjoner(self) -> dict[Seksjon, Seksjonsverdier]:
        """Return the sections that are edited as a whole."""
        return {
            Seksjon.GRUNN: self.grunn,
            Seksjon.TEKST: self.tekst,
            Seksjon.FRISTER: self.frister,
            Seksjon.ENGASJEMENT: self.engasjement,
            Seksjon.SAMLINGER: self.samlinger,
            Seksjon.SAMMENSETNING: self.sammensetning,
            Seksjon.KONTAKT: self.kontakt,
        }
