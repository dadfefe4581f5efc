"""The blueprint, and what the coordinators' pages share."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from rekruttering.kommune import queries as kommune_queries
from rekruttering.soknad import queries
from rekruttering.soknad.forms.koordinator import UtvalgForm
from rekruttering.soknad.queries import Utvalg
from rekruttering.utlysning.models import Utlysning

bp = Blueprint("soknad_koordinator", __name__)
# What a page about one application takes along from the list, so that the way back is the same.
_UTVALG = ("sok", "gjenstar", "status", "bakgrunn", "sprak", "fylke", "form", "sorter", "retning")


@dataclass(frozen=True)
class Lenke:
    """A link of the way back up."""

    tekst: str
    url: str


def read_utvalg(utlysning: Utlysning) -> tuple[UtvalgForm, Utvalg]:
    """Return the filter that the address names, as form and as the query takes it."""
    form = UtvalgForm(request.args)
    on = queries.get_geografi_dato(utlysning)
    form.offer_fylker(kommune_queries.list_fylker(on))
    form.validate()
    sorter, retning = request.args.get("sorter", ""), request.args.get("retning", "")
    return form, form.to_utvalg(sorter, retning)


def utvalg_args() -> dict[str, Any]:
    """Return the filter of the present address, to be handed on."""
    return {navn: request.args[navn] for navn in _UTVALG if request.args.get(navn)}


def brodsmuler(utlysning: Utlysning, sprak: str, *siste: Lenke) -> list[Lenke]:
    """Return the way back up from a page about applications."""
    liste = url_for("soknad_koordinator.liste", utlysning_id=utlysning.id, **utvalg_args())
    return [
        Lenke(_("Runder"), "/runde"),
        Lenke(utlysning.tittel(sprak), f"/runde/{utlysning.id}"),
        Lenke(_("Søknader"), liste),
        *siste,
    ]
