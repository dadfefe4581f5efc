"""The coordinator reads a proposal, decides on it and publishes it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.felles.tabellfil import to_excel
from rekruttering.felles.web import attachment
from rekruttering.tildeling import adapter, eksport, policy, queries, service
from rekruttering.tildeling.forms import VedtakForm
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.service import varsling
from rekruttering.tilgang import guard

bp = Blueprint("tildeling", __name__)


@bp.route("/tildeling/<int:id>/vedta", methods=["GET", "POST"])
@guard.requires(queries.get_tildeling, policy.can_decide)
def vedta(tildeling: Tildeling) -> ResponseReturnValue:
    """Decide on a plan as a whole, in one's own words."""
    form = VedtakForm(posted(), data={"versjon": str(tildeling.versjon)})
    feil: list[str] = []
    if request.method == "POST" and form.validate():
        if tildeling.status is TildelingStatus.VEDTATT:
            flash(_("Tildelingen er allerede vedtatt."), "info")
            return redirect(_plan_url(tildeling), code=303)
        try:
            with transaction():
                service.approve(
                    tildeling,
                    bruker=guard.get_bruker(),
                    begrunnelse=form.begrunnelse.data or "",
                    now=clock.now(),
                    sett_versjon=form.sett_versjon,
                )
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
        else:
            flash(_("Tildelingen er vedtatt. Nå kan den publiseres."), "success")
            return redirect(_plan_url(tildeling), code=303)
    page = render_template(
        "tildeling/vedta.html",
        tildeling=tildeling,
        form=form,
        feil=feil,
        hindre=[] if feil else _approve_hindre(tildeling),
        **_plan(tildeling),
    )
    return page, 422 if form.has_errors or feil else 200


def _approve_hindre(tildeling: Tildeling) -> list[Hinder]:
    return service.list_hindre(tildeling) + service.decision_hindre(tildeling)


def _plan(tildeling: Tildeling) -> dict[str, object]:
    """Return what is to be decided: how many pairs, how many wait, and who is left without."""
    lag = queries.load_lag(tildeling.id)
    problem = service.problem_of(tildeling.kjoring)
    vurdering = adapter.vurder(problem, service.utkast_of(tildeling))
    # Best among the plans that keep what was locked is not best of all.
    optimal = (tildeling.kjoring.forslag or {}).get("status") == "optimal"
    laser = problem.laser
    without = queries.map_puljekommuner(vurdering.udekket).values()
    return {
        "antall_par": len(lag),
        "antall_venter": sum(each.vedtatt_at is None for each in lag),
        "udekket": [row.kommune.navn for row in queries.sorted_by_navn(list(without))],
        "bevist": optimal and not (laser.par or laser.tildelt or laser.forbudt),
        "endret": bool(service.find_avvik(tildeling).par),
    }


@bp.route("/tildeling/<int:id>/forkast", methods=["GET", "POST"])
@guard.requires(queries.get_tildeling, policy.can_decide)
def forkast(tildeling: Tildeling) -> ResponseReturnValue:
    """Put a proposal aside, with a reason."""
    form = VedtakForm(posted(), data={"versjon": str(tildeling.versjon)})
    feil: list[str] = []
    if request.method == "POST" and form.validate():
        if tildeling.status is TildelingStatus.FORKASTET:
            flash(_("Forslaget er allerede forkastet."), "info")
            return redirect(_plan_url(tildeling), code=303)
        try:
            with transaction():
                service.reject(
                    tildeling,
                    bruker=guard.get_bruker(),
                    begrunnelse=form.begrunnelse.data or "",
                    sett_versjon=form.sett_versjon,
                )
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
        else:
            flash(_("Forslaget er forkastet."), "success")
            where = url_for("kjoring.runde", utlysning_id=tildeling.utlysning_id)
            return redirect(where, code=303)
    page = render_template("tildeling/forkast.html", tildeling=tildeling, form=form, feil=feil)
    return page, 422 if form.has_errors or feil else 200


@bp.route("/tildeling/<int:id>/publiser", methods=["GET", "POST"])
@guard.requires(queries.get_tildeling, policy.can_decide)
def publiser(tildeling: Tildeling) -> ResponseReturnValue:
    """Publish a decided allocation, after telling what that means and who will be told."""
    if request.method == "GET":
        former = queries.find_publisert(tildeling.utlysning_id)
        other = former if former is not None and former.id != tildeling.id else None
        return render_template(
            "tildeling/publiser.html",
            tildeling=tildeling,
            hindre=service.publish_hindre(tildeling, clock.now()),
            tidligere=other,
            varsel=varsling.make_varsel(tildeling, other),
            kan_publiseres=tildeling.status is TildelingStatus.VEDTATT,
        )
    seen = request.form.get("erstatter", "")
    with transaction():
        service.publish(
            tildeling,
            bruker=guard.get_bruker(),
            now=clock.now(),
            erstatter_id=int(seen) if seen.isascii() and seen.isdigit() else None,
        )
    flash(_("Tildelingen er publisert, og alle det gjelder får e-post."), "success")
    return redirect(_plan_url(tildeling), code=303)


def _plan_url(tildeling: Tildeling) -> str:
    return url_for("bord.vis", id=tildeling.id)


@bp.get("/tildeling/<int:id>/eksport")
@guard.requires(queries.get_tildeling, policy.can_decide)
def eksporter(tildeling: Tildeling) -> ResponseReturnValue:
    """Hand out the allocation as a workbook: municipalities, veiledere and reserves."""
    return attachment(to_excel(eksport.list_ark(tildeling)), f"tildeling-{tildeling.id}.xlsx")
