"""The practice applicant: a coordinator makes it, the members score it, and then they compare."""

from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import BaseForm, posted
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.guidevisning import list_fjernet, to_guide
from rekruttering.utlysning.models import Kompetanse, Utlysning
from rekruttering.utlysning.queries import get_utlysning, list_guider, list_kompetanser
from rekruttering.vurdering import policy, queries, service
from rekruttering.vurdering.forms import (
    OvingForm,
    OvingskasusForm,
    label_fields,
    make_skjema,
    to_skarer,
    to_valg,
)
from rekruttering.vurdering.models import Ovingskasus, Ovingsvurdering
from rekruttering.vurdering.routes.kladd import save_as_typed
from rekruttering.vurdering.rules import VURDERING_TEKST, VurderingStatus
from rekruttering.vurdering.rules.oving import comparison_hindre
from rekruttering.vurdering.visning import to_ovingsrader, to_ovingssvar

bp = Blueprint("oving", __name__)
# What the form of a new practice holds, for the coordinator to use or to rewrite.
EKSEMPEL = Path(__file__).resolve().parents[2] / "data" / "oving"


@bp.route("/runde/<int:utlysning_id>/oving", methods=["GET", "POST"])
@guard.requires_rolle(Rolle.KOORDINATOR)
def rediger(utlysning_id: int) -> ResponseReturnValue:
    """Make the round's practice, and show how far the members have come."""
    utlysning = get_utlysning(utlysning_id)
    kasus = queries.find_ovingskasus(utlysning_id)
    form = OvingskasusForm(posted(), data=_stored(kasus))
    endret = request.method == "POST" and form.versjon.data != _kasusversjon(kasus)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate() and not endret:
        try:
            with transaction():
                service.save_ovingskasus(
                    utlysning,
                    form.to_input(),
                    versjon=int(_kasusversjon(kasus)),
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Øvingskasuset er lagret. Panelmedlemmene finner det under «Mine intervjuer»."))
            return redirect(url_for(".rediger", utlysning_id=utlysning_id), code=303)
    form.versjon.data = _kasusversjon(kasus)
    deltakere = queries.list_deltakere(kasus) if kasus else []
    page = render_template(
        "vurdering/ovingskasus.html",
        form=form,
        utlysning=utlysning,
        kasus=kasus,
        endret=kasus if endret else None,
        hindre=hindre,
        deltakere=deltakere,
        status_tekst=VURDERING_TEKST,
        begynt=kasus is not None and queries.is_begynt(kasus.id),
        venter=comparison_hindre(deltakere, apnet=bool(kasus and kasus.apnet_at)),
        kan_sammenligne=kasus is not None and policy.can_compare_oving(guard.get_bruker(), kasus),
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.post("/oving/<int:id>/apne")
@guard.requires(queries.get_ovingskasus, policy.can_manage_oving)
def open_comparison(kasus: Ovingskasus) -> ResponseReturnValue:
    """Let those who have locked compare now."""
    with transaction():
        service.open_comparison(kasus, bruker=guard.get_bruker(), now=clock.now())
    flash(_("De som har låst, kan sammenligne nå."), "success")
    return redirect(url_for(".rediger", utlysning_id=kasus.utlysning_id), code=303)


@bp.route("/panel/oving/<int:id>", methods=["GET", "POST"])
@guard.requires(queries.get_ovingskasus, policy.can_do_oving)
def egen(kasus: Ovingskasus) -> ResponseReturnValue:
    """Show and save the member's own practice scoring; the button decides whether it is locked."""
    bruker = guard.get_bruker()
    vurdering = queries.find_egen_oving(kasus.id, bruker.id)
    kompetanser = list_kompetanser(kasus.utlysning_id)
    if vurdering is not None and vurdering.status is VurderingStatus.LAST:
        return _locked(kasus, vurdering, kompetanser)
    form = _form(vurdering, kompetanser)
    endret = request.method == "POST" and form["versjon"].data != _versjon(vurdering)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate() and not endret:
        with transaction():
            vurdering = service.save_oving(
                kasus,
                bruker,
                to_skarer(form),
                versjon=int(_versjon(vurdering)),
                now=clock.now(),
            )
        locks = "las" in request.form
        hindre = _lock(vurdering) if locks else []
        if not hindre:
            tekst = _("Øvingsvurderingen er låst. Takk!") if locks else _("Kladden er lagret.")
            flash(tekst, "success")
            return redirect(url_for(".egen", id=kasus.id), code=303)
    form["versjon"].data = _versjon(vurdering)
    page = render_template(
        "vurdering/oving.html",
        form=form,
        kasus=kasus,
        tekst=kasus.tekst(web.sprak()),
        guide=[to_guide(kompetanse, web.sprak()) for kompetanse in kompetanser],
        lagret=to_ovingssvar(vurdering) if endret else {},
        endret=endret,
        hindre=hindre,
        bruker_id=bruker.id,
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.post("/panel/oving/<int:id>/kladd")
@guard.requires(queries.get_ovingskasus, policy.can_do_oving)
def save_draft(kasus: Ovingskasus) -> ResponseReturnValue:
    """Save the practice draft while it is written."""
    bruker = guard.get_bruker()
    form = _form(None, list_kompetanser(kasus.utlysning_id))
    return save_as_typed(
        form,
        lambda versjon, now: (
            service.save_oving(kasus, bruker, to_skarer(form), versjon=versjon, now=now).versjon
        ),
    )


@bp.get("/oving/<int:id>/sammenligning")
@guard.requires(queries.get_ovingskasus, policy.can_compare_oving)
def sammenligning(kasus: Ovingskasus) -> ResponseReturnValue:
    """Show how everybody scored the practice, once all have locked or it was opened."""
    deltakere = queries.list_deltakere(kasus)
    venter = comparison_hindre(deltakere, apnet=kasus.apnet_at is not None)
    skarer = [] if venter else queries.list_ovingsskarer(kasus, guard.get_bruker().id)
    kompetanser = list_kompetanser(kasus.utlysning_id)
    return render_template(
        "vurdering/ovingssammenligning.html",
        kasus=kasus,
        venter=venter,
        rader=to_ovingsrader(kompetanser, skarer, deltakere, web.sprak()),
        navn=[deltaker.navn for deltaker in deltakere],
        er_medlem=policy.can_do_oving(guard.get_bruker(), kasus),
    )


@bp.get("/panel/runde/<int:utlysning_id>/guide")
@guard.requires(get_utlysning, policy.can_read_guide)
def guide(utlysning: Utlysning) -> ResponseReturnValue:
    """Show the round's guide to the members of its panels, before any interview is theirs."""
    sprak = web.sprak()
    return render_template(
        "vurdering/rundeguide.html",
        utlysning=utlysning,
        merknad=utlysning.guide_merknad(sprak),
        guide=[to_guide(kompetanse, sprak) for kompetanse in list_kompetanser(utlysning.id)],
        fjernet=list_fjernet(list_guider(utlysning.id), sprak),
    )


def _form(vurdering: Ovingsvurdering | None, kompetanser: list[Kompetanse]) -> BaseForm:
    skarer = {skar.kompetanse_id: skar for skar in vurdering.skarer} if vurdering else {}
    data: dict[str, object] = {
        f"k{id}": {"valg": to_valg(skar.poeng, skar.mangel), "begrunnelse": skar.begrunnelse}
        for id, skar in skarer.items()
    }
    skjema = make_skjema(OvingForm, [(k.id, k.navn(web.sprak())) for k in kompetanser])
    form = skjema(posted(), data={**data, "versjon": _versjon(vurdering)})
    label_fields(form)
    return form


def _lock(vurdering: Ovingsvurdering) -> list[Hinder]:
    """Lock in a transaction of its own, so that a refusal leaves the draft saved."""
    try:
        with transaction():
            service.lock_oving(vurdering, now=clock.now())
    except HindretError as error:
        return error.hindre
    return []


def _locked(
    kasus: Ovingskasus, vurdering: Ovingsvurdering, kompetanser: list[Kompetanse]
) -> ResponseReturnValue:
    page = render_template(
        "vurdering/oving_last.html",
        kasus=kasus,
        guide=[to_guide(kompetanse, web.sprak()) for kompetanse in kompetanser],
        lagret=to_ovingssvar(vurdering),
        last_at=vurdering.last_at,
        bruker_id=vurdering.bruker_id,
    )
    return page, 409 if request.method == "POST" else 200


def _stored(kasus: Ovingskasus | None) -> dict[str, object]:
    if kasus is None:
        texts = {f"tekst_{sprak}": _example(sprak) for sprak in web.SPRAK}
        return {"versjon": "0", "navn": "Kari Øvrebø", **texts}
    return {
        "versjon": str(kasus.versjon),
        "navn": kasus.navn,
        "tekst_nb": kasus.tekst_nb,
        "tekst_nn": kasus.tekst_nn,
    }


def _example(sprak: str) -> str:
    return (EKSEMPEL / f"forfase.{sprak}.md").read_text(encoding="utf-8").strip()


def _kasusversjon(kasus: Ovingskasus | None) -> str:
    return str(kasus.versjon) if kasus else "0"


def _versjon(vurdering: Ovingsvurdering | None) -> str:
    return str(vurdering.versjon) if vurdering else "0"
