"""Coordinators send offers, follow the answers, and move deadlines."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import posted
from rekruttering.soknad.routes.visning import tid_igjen
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud import policy, queries, rules, service
from rekruttering.tilbud.forms import GrunnForm, NyFristForm, SendForm
from rekruttering.tilbud.models import Tilbud, Veileder
from rekruttering.tilbud.rules import STATUS_TEKST, TilbudStatus
from rekruttering.tilbud.visning import to_rad
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.queries import get_utlysning

bp = Blueprint("tilbud", __name__)


@bp.route("/runde/<int:utlysning_id>/tilbud", methods=["GET", "POST"])
@guard.requires_rolle(Rolle.KOORDINATOR)
def oversikt(utlysning_id: int) -> ResponseReturnValue:
    """Show offers and who may have one; send to those chosen."""
    utlysning = get_utlysning(utlysning_id)
    now = clock.now()
    form = _send_form(utlysning_id)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        soknader = queries.list_soknader(form.soknad.data or [], utlysning_id)
        try:
            with transaction():
                sendt = service.send_tilbud(
                    soknader, form.get_frist(), bruker=guard.get_bruker(), now=now
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            antall = len(sendt)
            tekst = ngettext("%(num)s tilbud er sendt.", "%(num)s tilbud er sendt.", antall)
            flash(tekst, "success")
            return redirect(url_for(".oversikt", utlysning_id=utlysning_id), code=303)
    page = render_template(
        "tilbud/oversikt.html",
        utlysning=utlysning,
        form=form,
        hindre=hindre,
        tall=_figures(utlysning_id),
        kandidater=[
            (innstilling.soknad, innstilling.poeng)
            for innstilling in queries.list_kandidater(utlysning_id)
        ],
        rader=[
            (to_rad(tilbud, now), tid_igjen(tilbud.svarfrist_at, now))
            for tilbud in queries.list_tilbud(utlysning_id)
        ],
        er_reserve=SoknadStatus.RESERVE,
        for_sent=rules.is_late(utlysning.tilbud_innen_dato, clock.today()),
        veiledere=queries.map_veileder_ids(utlysning_id),
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/tilbud/<int:id>/trekk", methods=["GET", "POST"])
@guard.requires(queries.get_tilbud, policy.can_manage)
def withdraw(tilbud: Tilbud) -> ResponseReturnValue:
    """Take an open offer back."""
    form = GrunnForm(posted())
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.withdraw_tilbud(
                    tilbud,
                    form.begrunnelse.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Tilbudet er trukket. Søkeren har fått en e-post."), "success")
            return redirect(_back(tilbud.soknad.utlysning_id), code=303)
    page = render_template(
        "tilbud/trekk.html",
        form=form,
        hindre=hindre,
        rad=to_rad(tilbud, clock.now()),
        tilbake=_back(tilbud.soknad.utlysning_id),
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/tilbud/<int:id>/frist", methods=["GET", "POST"])
@guard.requires(queries.get_tilbud, policy.can_manage)
def extend(tilbud: Tilbud) -> ResponseReturnValue:
    """Give an offer a later deadline."""
    form = NyFristForm(posted())
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.extend_frist(
                    tilbud,
                    form.get_frist(),
                    form.begrunnelse.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Fristen er flyttet. Søkeren har fått en e-post."), "success")
            return redirect(_back(tilbud.soknad.utlysning_id), code=303)
    page = render_template(
        "tilbud/frist.html",
        form=form,
        hindre=hindre,
        rad=to_rad(tilbud, clock.now()),
        tilbake=_back(tilbud.soknad.utlysning_id),
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/veileder/<int:id>/avslutt", methods=["GET", "POST"])
@guard.requires(queries.get_veileder, policy.can_end)
def end(veileder: Veileder) -> ResponseReturnValue:
    """Take a veileder out of the round."""
    form = GrunnForm(posted())
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.withdraw_veileder(
                    veileder,
                    form.begrunnelse.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Veilederen er ute av runden."), "success")
            return redirect(_back(veileder.utlysning_id), code=303)
    page = render_template(
        "tilbud/avslutt.html",
        form=form,
        hindre=hindre,
        navn=veileder.soknad.navn,
        tilbake=_back(veileder.utlysning_id),
        hendelser=url_for("beredskap.liste", utlysning_id=veileder.utlysning_id),
    )
    return page, 422 if form.has_errors or hindre else 200


def _send_form(utlysning_id: int) -> SendForm:
    utlysning = get_utlysning(utlysning_id)
    frist = rules.default_frist(utlysning.tilbud_innen_dato, clock.today())
    form = SendForm(posted(), data={"frist": frist})
    # A double click names people who have their offer by now; the service leaves those alone.
    kan_velges = [
        (innstilling.soknad_id, innstilling.soknad.navn)
        for innstilling in queries.list_kandidater(utlysning_id)
    ]
    sendt = [(t.soknad_id, t.soknad.navn) for t in queries.list_tilbud(utlysning_id)]
    form.soknad.choices = [*kan_velges, *sendt]
    return form


def _figures(utlysning_id: int) -> list[dict[str, object]]:
    antall = queries.count_by_status(utlysning_id, clock.now())
    return [
        {"verdi": antall[status], "tekst": _(STATUS_TEKST[status]), "url": None}
        for status in TilbudStatus
    ]


def _back(utlysning_id: int) -> str:
    return url_for(".oversikt", utlysning_id=utlysning_id)
