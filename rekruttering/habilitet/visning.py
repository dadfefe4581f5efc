"""What the pages of the register show; finished values for the templates."""

from dataclasses import dataclass
from datetime import datetime

from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.rules import BARRED, TILSTAND_TEKST, Tilstand

FARGE = {
    Tilstand.INGEN: "success",
    Tilstand.ERKLART: "danger",
    Tilstand.MISTENKT: "warning",
    Tilstand.BEKREFTET: "danger",
    Tilstand.AVKLART: "success",
}


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
    )


def _motpart(habilitet: Habilitet) -> str:
    if habilitet.soknad is not None:
        return habilitet.soknad.navn or habilitet.soknad.soker.epost
    return habilitet.kommune.navn if habilitet.kommune else ""
