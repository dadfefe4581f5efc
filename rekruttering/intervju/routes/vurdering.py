"""Scores: alone, locked, opened again, and together."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import BaseForm, posted
from rekruttering.intervju import policy, queries, rules, service
from rekruttering.intervju.forms import (
    FellesForm,
    GrunnForm,
    SkarForm,
    label_fields,
    make_skjema,
    to_fellesskarer,
    to_skarer,
    to_valg,
)
from rekruttering.intervju.models import Fellesskar, Intervju, Vurdering
from rekruttering.intervju.rules import VurderingStatus
from rekruttering.intervju.visning import (
    Sammenligning,
    to_felles,
    to_guide,
    to_kort,
    to_lagret,
    to_medlem,
    to_sammenligninger,
)
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Kompetanse

bp = Blueprint("vurdering", __name__)


@bp.route("/panel/intervju/<int:id>/vurdering", methods=["GET", "POST"])
@guard.requires(queries.get_intervju, policy.can_score)
def egen(intervju: Intervju) -> ResponseReturnValue:
    """Show and save the member's own scoring; the button decides whether it is locked too."""
    bruker = guard.get_bruker()
    vurdering = queries.find_egen_vurdering(intervju.id, bruker.id)
    kompetanser = queries.list_kompetanser(intervju.soknad.utlysning_id)
    if vurdering is not None and vurdering.status is VurderingStatus.LAST:
        return _locked(intervju, vurdering, kompetanser)
    form = _skar_form(vurdering, kompetanser)
    endret = request.method == "POST" and form["versjon"].data != _versjon(vurdering)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate() and not endret:
        with transaction():
            vurdering = service.save_vurdering(
                intervju,
                bruker,
                to_skarer(form),
                versjon=int(_versjon(vurdering)),
                now=clock.now(),
            )
        hindre = _lock(vurdering) if "las" in request.form else []
        if not hindre:
            return _saved(intervju, locked="las" in request.form)
    form["versjon"].data = _versjon(vurdering)
    page = render_template(
        "intervju/vurdering.html",
        form=form,
        kort=to_kort(intervju),
        guide=[to_guide(kompetanse, web.sprak()) for kompetanse in kompetanser],
        lagret=to_lagret(vurdering) if endret else {},
        endret=endret,
        hindre=hindre,
        gjenapnet=vurdering.gjenapnet_grunn if vurdering else "",
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.route("/panel/vurdering/<int:id>/gjenapne", methods=["GET", "POST"])
@guard.requires(queries.get_vurdering, policy.can_reopen)
def reopen(vurdering: Vurdering) -> ResponseReturnValue:
    """Open a member's locked scoring again, with a reason."""
    form = GrunnForm(posted())
    tilbake = url_for("panel.intervju", id=vurdering.intervju_id)
    if request.method == "POST" and form.validate():
        with transaction():
            service.reopen_vurdering(
                vurdering, form.grunn.data or "", bruker=guard.get_bruker(), now=clock.now()
            )
        flash(_("Vurderingen er åpnet igjen."), "success")
        return redirect(tilbake, code=303)
    page = render_template(
        "intervju/gjenapne.html",
        form=form,
        kort=to_kort(vurdering.intervju),
        medlem=vurdering.bruker.navn or vurdering.bruker.epost,
        tilbake=tilbake,
    )
    return page, 422 if form.has_errors else 200


@bp.route("/panel/intervju/<int:id>/fellesskar", methods=["GET", "POST"])
@guard.requires(queries.get_intervju, policy.can_see_felles)
def felles(intervju: Intervju) -> ResponseReturnValue:
    """Show all scores side by side when all have locked; the lead writes the joint ones."""
    bruker = guard.get_bruker()
    plasser = queries.list_plasser(intervju)
    venter = rules.joint_open_hindre(intervju.status, plasser)
    if venter:
        page = render_template("intervju/venter.html", kort=to_kort(intervju), venter=venter)
        return page, 409 if request.method == "POST" else 200
    satt = queries.list_fellesskarer(intervju.id)
    kompetanser = queries.list_kompetanser(intervju.soknad.utlysning_id)
    rader = to_sammenligninger(
        kompetanser, queries.list_skarer_for_felles(intervju.id, bruker.id), web.sprak()
    )
    form = _felles_form(rader, satt)
    kan_sette = policy.can_set_felles(bruker, intervju)
    endret = request.method == "POST" and form["versjon"].data != _felles_versjon(satt)
    hindre: list[Hinder] = []
    if request.method == "POST" and kan_sette and form.validate() and not endret:
        hindre = _set_felles(intervju, form)
        if not hindre:
            flash(_("Felles poeng er lagret."), "success")
            return redirect(url_for("panel.intervju", id=intervju.id), code=303)
    form["versjon"].data = _felles_versjon(satt)
    page = render_template(
        "intervju/fellesskar.html",
        form=form,
        kort=to_kort(intervju),
        medlemmer=[to_medlem(plass) for plass in plasser],
        rader=rader,
        satt=to_felles(satt),
        kan_sette=kan_sette and intervju.soknad.status in rules.FELLES_KAN_SETTES,
        endret=endret,
        hindre=hindre,
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


def _skar_form(vurdering: Vurdering | None, kompetanser: list[Kompetanse]) -> BaseForm:
    skarer = {skar.kompetanse_id: skar for skar in vurdering.skarer} if vurdering else {}
    data: dict[str, object] = {
        f"k{id}": {
            "valg": to_valg(skar.poeng, skar.mangel),
            "svar": skar.svar,
            "begrunnelse": skar.begrunnelse,
        }
        for id, skar in skarer.items()
    }
    skjema = make_skjema(SkarForm, [(k.id, k.navn(web.sprak())) for k in kompetanser])
    form = skjema(posted(), data={**data, "versjon": _versjon(vurdering)})
    label_fields(form)
    return form


def _felles_form(rader: list[Sammenligning], satt: list[Fellesskar]) -> BaseForm:
    stored = {skar.kompetanse_id: skar for skar in satt}
    data: dict[str, object] = {"versjon": _felles_versjon(satt)}
    for rad in rader:
        skar = stored.get(rad.guide.id)
        poeng = skar.poeng if skar else rad.forslag
        data[f"k{rad.guide.id}"] = {
            "valg": "ingen" if poeng is None and (skar or not rad.antall) else to_valg(poeng, None),
            "begrunnelse": skar.begrunnelse if skar else "",
        }
    skjema = make_skjema(FellesForm, [(rad.guide.id, rad.guide.navn) for rad in rader])
    form = skjema(posted(), data=data)
    label_fields(form)
    return form


def _lock(vurdering: Vurdering) -> list[Hinder]:
    """Lock in a transaction of its own, so that a refusal leaves the draft saved."""
    try:
        with transaction():
            service.lock_vurdering(vurdering, now=clock.now())
    except HindretError as error:
        return error.hindre
    return []


def _set_felles(intervju: Intervju, form: BaseForm) -> list[Hinder]:
    try:
        with transaction():
            service.set_fellesskarer(
                intervju, to_fellesskarer(form), bruker=guard.get_bruker(), now=clock.now()
            )
    except HindretError as error:
        return error.hindre
    return []


def _saved(intervju: Intervju, *, locked: bool) -> ResponseReturnValue:
    if locked:
        flash(_("Vurderingen er låst. Takk!"), "success")
        return redirect(url_for("panel.intervju", id=intervju.id), code=303)
    flash(_("Kladden er lagret."), "success")
    return redirect(url_for(".egen", id=intervju.id), code=303)


def _locked(
    intervju: Intervju, vurdering: Vurdering, kompetanser: list[Kompetanse]
) -> ResponseReturnValue:
    """Show what was locked; a second press on the button is harmless, other text is refused."""
    form = _skar_form(vurdering, kompetanser)
    if request.method == "POST" and to_skarer(form) == [
        service.to_input(skar) for skar in vurdering.skarer
    ]:
        return redirect(url_for("panel.intervju", id=intervju.id), code=303)
    page = render_template(
        "intervju/vurdering_last.html",
        kort=to_kort(intervju),
        guide=[to_guide(kompetanse, web.sprak()) for kompetanse in kompetanser],
        lagret=to_lagret(vurdering),
        last_at=vurdering.last_at,
        forsokt=request.method == "POST",
        form=form,
    )
    return page, 409 if request.method == "POST" else 200


def _versjon(vurdering: Vurdering | None) -> str:
    return str(vurdering.versjon) if vurdering else "0"


def _felles_versjon(satt: list[Fellesskar]) -> str:
    return max((skar.satt_at.isoformat() for skar in satt), default="0")
