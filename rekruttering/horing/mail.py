"""Mails of a hearing, each in the recipient's own målform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime
from flask_babel import force_locale, gettext

from rekruttering.felles.clock import OSLO
from rekruttering.felles.errors import N_
from rekruttering.felles.mail import Epost, absolute_url, render
from rekruttering.horing.rules import Mottakerslag, choose_melding
from rekruttering.utlysning.models import Utlysning

_EMNER = {
    "horing_sendt": N_("Høring: forslag til veiledere"),
    "horing_paminnelse": N_("Husk fristen for merknader til forslaget"),
    "horing_ny_frist": N_("Ny frist for merknader til forslaget"),
    "horing_avsluttet": N_("Høringen er avsluttet før fristen"),
}


@dataclass(frozen=True)
class Person:
    """Somebody who is written to, in their målform (nb, nn)."""

    navn: str
    epost: str
    malform: str


@dataclass(frozen=True)
class Brev:
    """What the mails of one recipient say; `id` is the recipient's, or None before it is stored.

    `kommuner` are the names of the municipalities that the recipient is asked about.
    """

    id: int | None
    slag: Mottakerslag
    kommuner: Sequence[str]
    utlysning: Utlysning
    frist_at: datetime
    melding_nb: str = ""
    melding_nn: str = ""

    def melding(self, malform: str) -> str:
        """Return the coordinator's own words in a målform."""
        return choose_melding(self.melding_nb, self.melding_nn, malform)


def horing_epost(navn: str, brev: Brev, person: Person, **mer: object) -> Epost:
    """Return one of the mails named above; one goes out to a person for each term."""
    with force_locale(person.malform):
        emne = gettext(_EMNER[navn])
    tekst = render(
        navn,
        person.malform,
        mottaker=person.navn,
        om_embete=brev.slag is Mottakerslag.STATSFORVALTER,
        kommuner=brev.kommuner,
        tittel=brev.utlysning.tittel(person.malform),
        frist=frist_tekst(brev.frist_at, person.malform),
        melding=brev.melding(person.malform),
        kontakt=brev.utlysning.kontakt_epost,
        url=absolute_url(f"/horing/{'…' if brev.id is None else brev.id}"),
        **mer,
    )
    nokkel = f"{navn.replace('_', '-')}-{brev.id}-{brev.frist_at:%Y%m%d%H%M%S}"
    return Epost(person.epost, emne, tekst, nokkel)


def frist_tekst(frist_at: datetime, malform: str) -> str:
    """Return the term in words, Oslo's time, with seconds only when they are not zero."""
    seconds = ":ss" if frist_at.second else ""
    return str(format_datetime(frist_at, f"EEEE d. MMMM y 'kl.' HH:mm{seconds}", OSLO, malform))
