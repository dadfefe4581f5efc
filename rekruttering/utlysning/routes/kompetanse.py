"""Editing the criteria of a call with their part of the interview guide, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import posted
from rekruttering.tilgang import guard
from rekruttering.utlysning import adapter, policy, queries, service
from rekruttering.utlysning.forms.kompetanse import KompetanseForm
from rekruttering.utlysning.models import Kompetanse, Utlysning
from rekruttering.utlysning.routes.koordinator import rediger_url
from rekruttering.utlysning.routes.rediger import Forskjell, answer_status, differences
from rekruttering.utlysning.rules import Seksjon, overganger, publisering

bp = Blueprint("utlysning_kompetanse", __name__, url_prefix="/runde")


@dataclass(frozen=True)
class Kompetanserad:
    """A row of the list of criteria."""

    kompetanse: Kompetanse
    sporsmal: int
    mangler: int


@bp.get("/<int:utlysning_id>/rediger/kompetanser")
@guard.requires(queries.get_utlysning, policy.can_edit_utlysning)
def liste(utlysning: Utlysning) -> ResponseReturnValue:
    """List the criteria in their order."""
    rader = [
        Kompetanserad(
            row,
            len(row.sporsmal),
            len(list(publisering.kriterium_hindre(adapter.to_kriterium(row)))),
        )
        for row in utlysning.kompetanser
    ]
    last = overganger.edit_hindre(Seksjon.KOMPETANSER, utlysning.status)
    return render_template(
        "utlysning/kompetanser.html", utlysning=utlysning, rader=rader, last=last
    )


@bp.route("/<int:utlysning_id>/rediger/kompetanser/ny", methods=["GET", "POST"])
@guard.requires(queries.get_utlysning, policy.can_edit_utlysning)
def ny(utlysning: Utlysning) -> ResponseReturnValue:
    """Add a criterion."""
    form = KompetanseForm(posted())
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.add_kompetanse(
                    utlysning, form.to_input(), bruker=guard.get_bruker(), now=clock.now()
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(gettext("Kompetansen er lagt til."), "success")
            return web.redirect_back(rediger_url(utlysning, Seksjon.KOMPETANSER))
    return _render(form, utlysning, gettext("Ny kompetanse"), hindre, ())


@bp.route("/kompetanse/<int:kompetanse_id>", methods=["GET", "POST"])
@guard.requires(queries.get_kompetanse, policy.can_edit_kompetanse)
def rediger(kompetanse: Kompetanse) -> ResponseReturnValue:
    """Show and save a criterion."""
    stored = adapter.to_kriterium(kompetanse)
    data = {**KompetanseForm.to_data(stored), "versjon": service.merke(stored)}
    form = KompetanseForm(posted(), data=data)
    hindre: list[Hinder] = []
    forskjeller: list[Forskjell] = []
    utlysning = kompetanse.utlysning
    tittel = kompetanse.navn_nb or kompetanse.kode
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.update_kompetanse(
                    kompetanse,
                    form.to_input(),
                    opened_with=form.versjon.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except service.EndretAvAndreError:
            forskjeller = differences(form, KompetanseForm(data=data))
            form.versjon.data = data["versjon"]
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(gettext("Kompetansen er lagret."), "success")
            return web.redirect_back(rediger_url(utlysning, Seksjon.KOMPETANSER))
    return _render(form, utlysning, tittel, hindre, forskjeller)


@bp.route("/kompetanse/<int:kompetanse_id>/fjern", methods=["GET", "POST"])
@guard.requires(queries.get_kompetanse, policy.can_edit_kompetanse)
def fjern(kompetanse: Kompetanse) -> ResponseReturnValue:
    """Ask once more, and remove a criterion."""
    utlysning = kompetanse.utlysning
    if request.method == "POST":
        with transaction():
            service.remove_kompetanse(kompetanse, bruker=guard.get_bruker(), now=clock.now())
        flash(gettext("Kompetansen er fjernet."), "success")
        return web.redirect_back(rediger_url(utlysning, Seksjon.KOMPETANSER))
    return render_template(
        "utlysning/kompetanse_fjern.html",
        kompetanse=kompetanse,
        tilbake_url=rediger_url(utlysning, Seksjon.KOMPETANSER),
    )


@bp.post("/kompetanse/<int:kompetanse_id>/opp")
@guard.requires(queries.get_kompetanse, policy.can_edit_kompetanse)
def opp(kompetanse: Kompetanse) -> ResponseReturnValue:
    """Move a criterion one place up."""
    with transaction():
        service.move_kompetanse_up(kompetanse, bruker=guard.get_bruker(), now=clock.now())
    return web.redirect_back(rediger_url(kompetanse.utlysning, Seksjon.KOMPETANSER))


def _render(
    form: KompetanseForm,
    utlysning: Utlysning,
    tittel: str,
    hindre: list[Hinder],
    forskjeller: Sequence[Forskjell],
) -> ResponseReturnValue:
    form.add_empty()
    page = render_template(
        "utlysning/kompetanse.html",
        form=form,
        utlysning=utlysning,
        tittel=tittel,
        hindre=hindre,
        last=overganger.edit_hindre(Seksjon.KOMPETANSER, utlysning.status),
        forskjeller=forskjeller,
    )
    return page, answer_status(form, hindre, list(forskjeller))
