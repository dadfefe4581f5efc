"""Editing a call section by section; each is saved by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from wtforms import Field, FieldList, FormField

from rekruttering.felles import clock, filters, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import BaseForm, posted
from rekruttering.tilgang import guard
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning import adapter, policy, queries, service
from rekruttering.utlysning.forms import SeksjonForm, seksjoner
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.routes.koordinator import rediger_url, runde_url
from rekruttering.utlysning.rules import (
    SEKSJON_TEKST,
    Seksjon,
    UtlysningStatus,
    overganger,
    publisering,
)
from rekruttering.utlysning.rules.definisjon import Seksjonsverdier

bp = Blueprint("utlysning_rediger", __name__, url_prefix="/runde")

FORMS: Mapping[Seksjon, type[Any]] = {
    Seksjon.GRUNN: seksjoner.GrunnForm,
    Seksjon.TEKST: seksjoner.TekstForm,
    Seksjon.FRISTER: seksjoner.FristerForm,
    Seksjon.ENGASJEMENT: seksjoner.EngasjementForm,
    Seksjon.SAMLINGER: seksjoner.SamlingerForm,
    Seksjon.SAMMENSETNING: seksjoner.SammensetningForm,
    Seksjon.KONTAKT: seksjoner.KontaktForm,
}
SEKSJON_URL = "any(grunnopplysninger,tekst,frister,engasjement,samlinger,sammensetning,kontakt)"


class SectionForm(Protocol):
    """What the forms of the sections have in common."""

    def to_input(self) -> Seksjonsverdier:
        """Return the validated values."""


@dataclass(frozen=True)
class Redigering:
    """One section of one call, as its address names it."""

    utlysning: Utlysning
    seksjon: Seksjon


@dataclass(frozen=True)
class Oppgave:
    """A section in the list of what is to be filled in."""

    tekst: str
    url: str
    status: str
    hjelp: str | None


@dataclass(frozen=True)
class Forskjell:
    """A field that is stored otherwise than it was typed."""

    navn: str
    lagret: str


def _get_redigering(utlysning_id: int, seksjon: str) -> Redigering:
    return Redigering(queries.get_utlysning(utlysning_id), Seksjon(seksjon))


def _can_edit(bruker: Bruker, redigering: Redigering) -> bool:
    return policy.can_edit_utlysning(bruker, redigering.utlysning)


@bp.get("/<int:utlysning_id>/rediger")
@guard.requires(queries.get_utlysning, policy.can_edit_utlysning)
def oversikt(utlysning: Utlysning) -> ResponseReturnValue:
    """List the sections with what each lacks."""
    definisjon = adapter.to_definisjon(utlysning)
    mangler = publisering.content_hindre(definisjon)
    if utlysning.status is UtlysningStatus.KLADD:
        mangler = publisering.publish_hindre(definisjon, utlysning.status, clock.now())
    return render_template(
        "utlysning/rediger.html",
        utlysning=utlysning,
        runde_url=runde_url(utlysning),
        oppgaver=[_oppgave(utlysning, s, len(mangler.get(s, ()))) for s in Seksjon],
    )


@bp.route(f"/<int:utlysning_id>/rediger/<{SEKSJON_URL}:seksjon>", methods=["GET", "POST"])
@guard.requires(_get_redigering, _can_edit)
def seksjon(redigering: Redigering) -> ResponseReturnValue:
    """Show and save one section; what someone else saved meanwhile is shown too."""
    utlysning, kind = redigering.utlysning, redigering.seksjon
    stored = adapter.to_definisjon(utlysning).seksjoner()[kind]
    form_class = FORMS[kind]
    data = {**form_class.to_data(stored), "versjon": service.merke(stored)}
    form = form_class(posted(), data=data)
    hindre: list[Hinder] = []
    forskjeller: list[Forskjell] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                _save(redigering, form)
        except service.EndretAvAndreError:
            forskjeller = differences(form, form_class(data=data))
            form.versjon.data = data["versjon"]
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(gettext("%(del)s er lagret.", **{"del": gettext(SEKSJON_TEKST[kind])}), "success")
            return web.redirect_back(rediger_url(utlysning))
    if isinstance(form, seksjoner.SamlingerForm):
        form.add_empty()
    page = render_template(
        f"utlysning/rediger_{kind}.html",
        form=form,
        utlysning=utlysning,
        tittel=gettext(SEKSJON_TEKST[kind]),
        hindre=hindre,
        last=overganger.edit_hindre(kind, utlysning.status),
        forskjeller=forskjeller,
    )
    return page, answer_status(form, hindre, forskjeller)


def _save(redigering: Redigering, form: Any) -> None:
    service.update_seksjon(
        redigering.utlysning,
        redigering.seksjon,
        form.to_input(),
        opened_with=form.versjon.data or "",
        bruker=guard.get_bruker(),
        now=clock.now(),
    )


def answer_status(form: BaseForm, hindre: list[Hinder], forskjeller: list[Forskjell]) -> int:
    """Return 409 for a conflict, 422 for what must be mended, else 200."""
    if forskjeller:
        return 409
    return 422 if form.has_errors or hindre else 200


def differences(typed: SeksjonForm, stored: SeksjonForm) -> list[Forskjell]:
    """Return the fields whose stored value is another than the typed one, with the stored."""
    before = dict(_leaves(stored))
    after = dict(_leaves(typed))
    labels = {**before, **after}
    return [
        Forskjell(str(labels[name].label.text), _shown(before.get(name)))
        for name in labels
        if _value(before.get(name)) != _value(after.get(name))
    ]


def _leaves(form: Any) -> Iterator[tuple[str, Field]]:
    """Return the fields that hold a value, those of rows and parts too, but not the mark."""
    for field in form:
        if isinstance(field, FormField):
            yield from _leaves(field.form)
        elif isinstance(field, FieldList):
            for entry in field.entries:
                yield from _leaves(entry.form)
        elif field.name != "versjon":
            yield field.name, field


def _value(field: Field | None) -> object:
    return (field.data or None) if field is not None else None


def _shown(field: Field | None) -> str:
    value = _value(field)
    if value is None:
        return str(gettext("(tomt)"))
    if value is True:
        return str(gettext("Ja"))
    return filters.kort_dato(value) if isinstance(value, date) else str(value)


def _oppgave(utlysning: Utlysning, kind: Seksjon, missing: int) -> Oppgave:
    status, hjelp = "fullfort", None
    if missing:
        status = "mangler"
        hjelp = ngettext("%(num)s ting å rette", "%(num)s ting å rette", missing)
    elif overganger.edit_hindre(kind, utlysning.status):
        hjelp = gettext("Kan ikke endres nå")
    return Oppgave(gettext(SEKSJON_TEKST[kind]), rediger_url(utlysning, kind), status, hjelp)
