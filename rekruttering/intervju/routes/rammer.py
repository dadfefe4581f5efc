"""The coordinator sets the rules of a round's interviews, and its rooms."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import posted
from rekruttering.intervju import policy, queries, service
from rekruttering.intervju.forms.rammer import RammeForm, RomForm, ramme_data, rom_data
from rekruttering.intervju.models import Rom
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning

bp = Blueprint("intervjuramme", __name__)


@bp.route("/runde/<int:utlysning_id>/intervju/rammer", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_plan)
def rammer(utlysning: Utlysning) -> ResponseReturnValue:
    """Set period, lengths, breaks and the size of the panels."""
    rad = queries.find_ramme(utlysning.id)
    versjon = rad.versjon if rad else 0
    form = RammeForm(posted(), data=ramme_data(rad))
    hindre: list[Hinder] = []
    endret = request.method == "POST" and form.versjon.data != str(versjon)
    if request.method == "POST" and form.validate() and not endret:
        try:
            with transaction():
                service.update_ramme(
                    utlysning,
                    form.to_input(),
                    versjon=versjon,
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Rammene er lagret. De gjelder neste gang timeplanen regnes ut."), "success")
            return redirect(url_for("intervju.oversikt", utlysning_id=utlysning.id), code=303)
    form.versjon.data = str(versjon)
    page = render_template(
        "intervju/rammer.html", form=form, hindre=hindre, utlysning=utlysning, endret=endret
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.route("/runde/<int:utlysning_id>/intervju/rom", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_plan)
def new_rom(utlysning: Utlysning) -> ResponseReturnValue:
    """Add a room or a video link."""
    return _rom_page(utlysning, None)


@bp.route("/intervjurom/<int:id>", methods=["GET", "POST"])
@guard.requires(queries.get_rom, policy.can_plan)
def update_rom(rom: Rom) -> ResponseReturnValue:
    """Change a room; what is planned there follows it, and must be told anew."""
    return _rom_page(rom.utlysning, rom)


def _rom_page(utlysning: Utlysning, rom: Rom | None) -> ResponseReturnValue:
    versjon = rom.versjon if rom else 0
    form = RomForm(posted(), data=rom_data(rom))
    hindre: list[Hinder] = []
    endret = request.method == "POST" and form.versjon.data != str(versjon)
    if request.method == "POST" and form.validate() and not endret:
        try:
            with transaction():
                service.save_rom(
                    utlysning, rom, form.to_input(), versjon=versjon, bruker=guard.get_bruker()
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Rommet er lagret."), "success")
            return redirect(url_for("intervju.oversikt", utlysning_id=utlysning.id), code=303)
    form.versjon.data = str(versjon)
    page = render_template(
        "intervju/rom.html",
        form=form,
        hindre=hindre,
        utlysning=utlysning,
        rom=rom,
        i_bruk=queries.count_i_rom(rom.id) if rom else 0,
        endret=endret,
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200
