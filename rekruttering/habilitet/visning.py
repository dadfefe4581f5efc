"""What the pages of the register show; finished values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.rules import BARRED, TILSTAND_TEKST, Tilstand
from rekruttering.soknad.rules import sort_key

_INGEN = Tilstand.INGEN

FARGE = {
    Tilstand.INGEN: "success",
    Tilstand.ERKLART: "danger",
    Tilstand.MISTENKT: "warning",
    Tilstand.BEKREFTET: "danger",
    Tilstand.AVKLART: "success",
}


@dataclass(frozen=True)
class Innsagt:
    """An objection as whoever decides sees it."""

    fra: str
    tekst: str
    sendt_at: datetime
    besvart_at: datetime | None


@dataclass(frozen=True)
class Sak:
    """One entry; `motpart` is the applicant or the municipality."""

    id: int
    person: str
    motpart: str
    om_soker: bool
    grunn: str
    erklart_at: datetime
    tilstand: Tilstand
    tilstand_tekst: str
    farge: str
    sperret: bool
    avgjort_at: datetime | None
    avgjort_av: str
    begrunnelse: str
    innsigelser: tuple[Innsagt, ...]


class Motpart(StrEnum):
    """Whom a tie is to."""

    SOKER = "soker"
    KOMMUNE = "kommune"


@dataclass(frozen=True)
class Utvalg:
    """What of the register is shown; empty fields leave nothing out.

    Without a state, declarations that there is no tie are left out: they are most of the register.
    """

    sok: str = ""
    tilstand: Tilstand | None = None
    motpart: Motpart | None = None


def choose(saker: Sequence[Sak], utvalg: Utvalg) -> list[Sak]:
    """Return the entries that a filter lets through; names are searched as applicants' are."""
    words = sort_key(utvalg.sok).split()
    return [
        sak
        for sak in saker
        if (sak.tilstand is utvalg.tilstand if utvalg.tilstand else sak.tilstand is not _INGEN)
        and (utvalg.motpart is None or sak.om_soker is (utvalg.motpart is Motpart.SOKER))
        and all(word in sort_key(f"{sak.person} {sak.motpart}") for word in words)
    ]


def to_sak(habilitet: Habilitet) -> Sak:
    """Return an entry as the pages show it."""
    avgjort_av = habilitet.avgjort_av
    return Sak(
        id=habilitet.id,
        person=habilitet.bruker.navn or habilitet.bruker.epost,
        motpart=_motpart(habilitet),
        om_soker=habilitet.soknad is not None,
        grunn=habilitet.grunn,
        erklart_at=habilitet.erklart_at,
        tilstand=habilitet.tilstand,
        tilstand_tekst=TILSTAND_TEKST[habilitet.tilstand],
        farge=FARGE[habilitet.tilstand],
        sperret=habilitet.tilstand in BARRED,
        avgjort_at=habilitet.avgjort_at,
        avgjort_av=(avgjort_av.navn or avgjort_av.epost) if avgjort_av else "",
        begrunnelse=habilitet.begrunnelse,
        innsigelser=tuple(
            Innsagt(each.fra.navn or each.fra.epost, each.tekst, each.sendt_at, each.besvart_at)
            for each in habilitet.innsigelser
        ),
    )


def _motpart(habilitet: Habilitet) -> str:
    if habilitet.soknad is not None:
        return habilitet.soknad.navn or habilitet.soknad.soker.epost
    return habilitet.kommune.navn if habilitet.kommune else ""
