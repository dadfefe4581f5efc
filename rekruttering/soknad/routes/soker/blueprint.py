"""The blueprint, and what all of the applicant's pages need."""

from dataclasses import dataclass

from flask import Blueprint, url_for
from flask_babel import gettext as _

from rekruttering.soknad import rules
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import Seksjon

bp = Blueprint("soknad_soker", __name__)


@dataclass(frozen=True)
class Lenke:
    """A link of the way back up."""

    tekst: str
    url: str


def seksjon_url(soknad: Soknad, seksjon: Seksjon) -> str:
    """Return the address of a section's page."""
    if seksjon is Seksjon.VEDLEGG:
        return url_for("soknad_soker.vedlegg", id=soknad.id)
    return url_for("soknad_soker.seksjon", id=soknad.id, seksjon=seksjon.value)


def neste_url(soknad: Soknad, seksjon: Seksjon) -> str:
    """Return the address of the section after this one; after the last, of the check."""
    order = list(Seksjon)
    place = order.index(seksjon) + 1
    if place == len(order):
        return url_for("soknad_soker.kontroll", id=soknad.id)
    return seksjon_url(soknad, order[place])


def brodsmuler(soknad: Soknad, sprak: str, *siste: Lenke) -> list[Lenke]:
    """Return the way back up from a page of the application."""
    return [
        Lenke(_("Mine søknader"), url_for("soknad_soker.mine")),
        Lenke(soknad.utlysning.tittel(sprak), url_for("soknad_soker.vis", id=soknad.id)),
        *siste,
    ]


def tittel(seksjon: Seksjon) -> str:
    """Return the name of a section in the reader's language."""
    return str(_(rules.SEKSJON_TEKST[seksjon]))
