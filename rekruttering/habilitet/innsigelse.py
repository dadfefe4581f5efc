"""What somebody who objects sees of it; finished values for the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rekruttering.habilitet.models import Innsigelse
from rekruttering.habilitet.rules import is_barred


@dataclass(frozen=True)
class Meldt:
    """An objection; `medhold` is whether the person stays away, once it is answered."""

    person: str
    tekst: str
    sendt_at: datetime
    besvart_at: datetime | None
    medhold: bool
    svar: str


def to_meldt(innsigelser: Sequence[Innsigelse]) -> list[Meldt]:
    """Return the objections as the page shows them."""
    return [
        Meldt(
            en.habilitet.bruker.navn or en.habilitet.bruker.epost,
            en.tekst,
            en.sendt_at,
            en.besvart_at,
            is_barred(en.habilitet.tilstand),
            en.svar,
        )
        for en in innsigelser
    ]
