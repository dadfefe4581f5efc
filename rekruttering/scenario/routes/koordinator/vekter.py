"""Turn a weight and see what it does; make weights those of the round."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.scenario import policy, queries, service, visning
from rekruttering.scenario.forms import VektForm
from rekruttering.scenario.routes.koordinator.blueprint import (
    answer_data,
    bp,
    plan_name,
)
from rekruttering.scenario.tekster import VEKTER
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling.models import Kjoring
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning
from rekruttering.utlysning.rules import Seksjon, overganger
from rekruttering.utlysning.service import EndretAvAndreError


@bp.route("/runde/<int:utlysning_id>/vekter", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_try)
def vekter(utlysning: Utlysning) -> ResponseReturnValue:
    """Show the weights in words; try others in a short run, or make them the round's.

    Under HTMX the answer is the fragment beside the weights.
    """
    prove = _find_prove(utlysning)
    now = {**utlysning.vekter, **(prove.problem["vekter"] if prove else {})}
    data = {**VektForm.to_data(now), "versjon": service.merke_of(utlysning)}
    form = VektForm(posted(), data=data)
    feil: list[str] = []
    status = 200
    if request.method == "POST" and form.validate():
        try:
            if request.form.get("handling") == "lagre":
                return _save(utlysning, form)
            return _try(utlysning, form)
        except EndretAvAndreError:
            feil = [
                _(
                    "Noen andre har endret rundens vekter siden du åpnet siden. Se over tallene "
                    "og lagre på nytt."
                )
            ]
            form.versjon.data, status = service.merke_of(utlysning), 409
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
    if form.has_errors or (feil and status == 200):
        status = 422
    if web.is_htmx():
        return render_template("scenario/_vektfeil.html", form=form, feil=feil), status
    return render_template("scenario/vekter.html", **_data(utlysning, form, prove, feil)), status


def _find_prove(utlysning: Utlysning) -> Kjoring | None:
    number = request.args.get("prove", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return queries.find_kjoring(utlysning.id, int(number))


def _save(utlysning: Utlysning, form: VektForm) -> ResponseReturnValue:
    with transaction():
        service.save_vekter(
            utlysning,
            form.to_vekter(),
            opened_with=form.versjon.data or "",
            bruker=guard.get_bruker(),
            now=clock.now(),
        )
    flash(_("Dette er nå rundens vekter. Neste kjøring begynner med dem."), "success")
    return redirect(url_for(".vekter", utlysning_id=utlysning.id), code=303)


def _try(utlysning: Utlysning, form: VektForm) -> ResponseReturnValue:
    turned = form.to_vekter()
    with transaction():
        kjoring = service.try_vekter(utlysning, turned, bruker=guard.get_bruker(), now=clock.now())
        kjoring_id = kjoring.id
    if not web.is_htmx():
        where = url_for(".vekter", utlysning_id=utlysning.id, prove=kjoring_id, _anchor="vektsvar")
        return redirect(where, code=303)
    kjoring = tildeling_queries.get_kjoring(kjoring_id)
    data = answer_data(kjoring, queries.find_grunnlag(utlysning.id), kort=True)
    return render_template(
        "scenario/_vektsvar.html",
        alene=True,
        meninger={
            kode: visning.meaning_words(kode, turned, utlysning.vekter)
            for kode in form.vekter
            if kode in VEKTER
        },
        **data,
    )


def _next_url(utlysning: Utlysning, prove: Kjoring | None) -> str:
    """Return where a page without JavaScript looks again.

    An address that differs only in its fragment would not be loaded anew, so it has a mark.
    """
    return url_for(
        ".vekter",
        utlysning_id=utlysning.id,
        prove=prove.id if prove else None,
        igjen=None if request.args.get("igjen") else 1,
        _anchor="vektsvar",
    )


def _data(
    utlysning: Utlysning, form: VektForm, prove: Kjoring | None, feil: list[str]
) -> dict[str, Any]:
    shown = {kode: field.data for kode, field in form.vekter.items() if isinstance(field.data, int)}
    base = queries.find_grunnlag(utlysning.id)
    return {
        "utlysning": utlysning,
        "form": form,
        "feil": feil,
        "grupper": visning.make_vektgrupper(form.vekter, shown, utlysning.vekter),
        "prove": prove,
        "base_navn": plan_name(base) if base else "",
        "svar": answer_data(prove, base, kort=True) if prove else None,
        "neste_url": _next_url(utlysning, prove),
        "last": overganger.edit_hindre(Seksjon.SAMMENSETNING, utlysning.status),
    }
