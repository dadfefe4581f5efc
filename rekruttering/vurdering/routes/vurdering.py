"""Scores: alone, locked, opened again, and together."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import BaseForm, posted
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.queries import get_intervju
from rekruttering.intervju.visning import to_kort
from rekruttering.tilgang import guard
from rekruttering.utlysning.guidevisning import to_guide
from rekruttering.utlysning.models import Kompetanse
from rekruttering.utlysning.queries import list_kompetanser
from rekruttering.vurdering import policy, queries, rules, service
from rekruttering.vurdering.forms import (
    AnbefalingForm,
    FellesForm,
    GjenapneForm,
    SkarForm,
    label_fields,
    make_skjema,
    to_fellesskarer,
    to_skarer,
    to_valg,
)
from rekruttering.vurdering.historikk import list_endringer
from rekruttering.vurdering.models import Fellesskar, Panelanbefaling, Vurdering
from rekruttering.vurdering.routes.kladd import save_as_typed
from rekruttering.vurdering.rules import VurderingStatus
from rekruttering.vurdering.visning import (
    Sammenligning,
    to_felles,
    to_lagret,
    to_sammenligninger,
    to_vurderingsmedlem,
)

bp = Blueprint("vurdering", __name__)


@bp.route("/panel/intervju/<int:id>/vurdering", methods=["GET", "POST"])
@guard.requires(get_intervju, policy.can_score)
def egen(intervju: Intervju) -> ResponseReturnValue:
    """Show and save the member's own scoring; the button decides whether it is locked too."""
    bruker = guard.get_bruker()
    vurdering = queries.find_egen_vurdering(intervju.id, bruker.id)
    kompetanser = list_kompetanser(intervju.soknad.utlysning_id)
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
        "vurdering/vurdering.html",
        form=form,
        oving=_practice_left(intervju, bruker.id),
        bruker_id=bruker.id,
        kort=to_kort(intervju),
        guide=[to_guide(kompetanse, web.sprak()) for kompetanse in kompetanser],
        lagret=to_lagret(vurdering) if endret else {},
        endret=endret,
        hindre=hindre,
        gjenapnet=vurdering.gjenapnet_grunn if vurdering else "",
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.post("/panel/intervju/<int:id>/vurdering/kladd")
@guard.requires(get_intervju, policy.can_score)
def save_draft(intervju: Intervju) -> ResponseReturnValue:
    """Save the draft while it is written; the answer is what the page's script shows."""
    bruker = guard.get_bruker()
    form = _skar_form(None, list_kompetanser(intervju.soknad.utlysning_id))

    def save(versjon: int, now: datetime) -> int:
        skarer = to_skarer(form)
        return service.save_vurdering(intervju, bruker, skarer, versjon=versjon, now=now).versjon

    return save_as_typed(form, save)


@bp.route("/panel/vurdering/<int:id>/gjenapne", methods=["GET", "POST"])
@guard.requires(queries.get_vurdering, policy.can_reopen)
def reopen(vurdering: Vurdering) -> ResponseReturnValue:
    """Open a member's locked scoring again, with a reason."""
    form = GjenapneForm(posted())
    tilbake = url_for("panel.intervju", id=vurdering.intervju_id)
    if request.method == "POST" and form.validate():
        with transaction():
            service.reopen_vurdering(
                vurdering, form.grunn.data or "", bruker=guard.get_bruker(), now=clock.now()
            )
        flash(_("Vurderingen er åpnet igjen."), "success")
        return redirect(tilbake, code=303)
    page = render_template(
        "vurdering/gjenapne.html",
        form=form,
        kort=to_kort(vurdering.intervju),
        medlem=vurdering.bruker.navn or vurdering.bruker.epost,
        tilbake=tilbake,
    )
    return page, 422 if form.has_errors else 200


@bp.route("/panel/intervju/<int:id>/fellesskar", methods=["GET", "POST"])
@guard.requires(get_intervju, policy.can_see_felles)
def felles(intervju: Intervju) -> ResponseReturnValue:
    """Show all scores side by side when all have locked; the lead writes the joint ones."""
    bruker = guard.get_bruker()
    plasser = queries.list_plasser(intervju)
    venter = rules.joint_open_hindre(intervju.status, plasser)
    if venter:
        page = render_template("vurdering/venter.html", kort=to_kort(intervju), venter=venter)
        return page, 409 if request.method == "POST" else 200
    satt = queries.list_fellesskarer(intervju.id)
    kompetanser = list_kompetanser(intervju.soknad.utlysning_id)
    skarer = queries.list_skarer_for_felles(intervju.id, bruker.id)
    rader = to_sammenligninger(kompetanser, skarer, plasser, web.sprak())
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
        "vurdering/fellesskar.html",
        form=form,
        kort=to_kort(intervju),
        medlemmer=[to_vurderingsmedlem(plass) for plass in plasser],
        rader=rader,
        satt=to_felles(satt),
        kan_sette=kan_sette and intervju.soknad.status in rules.FELLES_KAN_SETTES,
        anbefaling=queries.find_anbefaling(intervju.id),
        anbefaling_tekst=rules.ANBEFALING_TEKST,
        alt_satt=intervju.soknad.status in rules.ETTER_FELLESSKAR,
        endret=endret,
        hindre=hindre,
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.route("/panel/intervju/<int:id>/anbefaling", methods=["GET", "POST"])
@guard.requires(get_intervju, policy.can_set_anbefaling)
def anbefaling(intervju: Intervju) -> ResponseReturnValue:
    """Let the lead write what the panel recommends, once every criterion has a joint score."""
    stored = queries.find_anbefaling(intervju.id)
    form = AnbefalingForm(posted(), data=_stored_anbefaling(stored))
    endret = request.method == "POST" and form.versjon.data != _anbefaling_versjon(stored)
    hindre = rules.samlet_hindre(intervju.soknad.status, "-")
    if request.method == "POST" and form.validate() and not endret and not hindre:
        with transaction():
            service.set_anbefaling(
                intervju,
                *form.to_input(),
                versjon=int(_anbefaling_versjon(stored)),
                bruker=guard.get_bruker(),
                now=clock.now(),
            )
        flash(_("Anbefalingen er lagret."), "success")
        return redirect(url_for(".felles", id=intervju.id), code=303)
    form.versjon.data = _anbefaling_versjon(stored)
    page = render_template(
        "vurdering/anbefaling.html",
        form=form,
        kort=to_kort(intervju),
        hindre=hindre,
        endret=stored if endret else None,
        anbefaling_tekst=rules.ANBEFALING_TEKST,
    )
    refused = request.method == "POST" and (form.has_errors or hindre)
    return page, 409 if endret else 422 if refused else 200


@bp.get("/intervju/<int:id>/historikk")
@guard.requires(get_intervju, policy.can_see_historikk)
def historikk(intervju: Intervju) -> ResponseReturnValue:
    """Show every score that was changed after it was locked or set."""
    endringer = list_endringer(
        list_kompetanser(intervju.soknad.utlysning_id),
        queries.list_vurderinger(intervju.id),
        queries.list_fellesskarer(intervju.id),
        web.sprak(),
    )
    return render_template("vurdering/historikk.html", kort=to_kort(intervju), endringer=endringer)


def _practice_left(intervju: Intervju, bruker_id: int) -> int | None:
    """Return the id of the practice that this member has to score first, if there is one."""
    runde = intervju.soknad.utlysning_id
    kasus = queries.find_ovingskasus(runde) if queries.list_gjenstar(bruker_id, [runde]) else None
    return kasus.id if kasus else None


def _stored_anbefaling(stored: Panelanbefaling | None) -> dict[str, object]:
    if stored is None:
        return {"versjon": "0"}
    return {
        "versjon": str(stored.versjon),
        "anbefaling": stored.anbefaling,
        "begrunnelse": stored.begrunnelse,
    }


def _anbefaling_versjon(stored: Panelanbefaling | None) -> str:
    return str(stored.versjon) if stored else "0"


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
        "vurdering/vurdering_last.html",
        kort=to_kort(intervju),
        guide=[to_guide(kompetanse, web.sprak()) for kompetanse in kompetanser],
        lagret=to_lagret(vurdering),
        last_at=vurdering.last_at,
        forsokt=request.method == "POST",
        bruker_id=vurdering.bruker_id,
        form=form,
    )
    return page, 409 if request.method == "POST" else 200


def _versjon(vurdering: Vurdering | None) -> str:
    return str(vurdering.versjon) if vurdering else "0"


def _felles_versjon(satt: list[Fellesskar]) -> str:
    return max((skar.satt_at.isoformat() for skar in satt), default="0")
