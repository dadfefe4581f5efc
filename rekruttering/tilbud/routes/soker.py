"""The applicant reads the offer and answers it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.soknad.routes.visning import tid_igjen
from rekruttering.tilbud import mail, policy, queries, rules, service
from rekruttering.tilbud.forms import JaForm, NeiForm
from rekruttering.tilbud.models import Tilbud
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.tilbud.visning import list_former, to_rad
from rekruttering.tilgang import guard

bp = Blueprint("mitt_tilbud", __name__)


@bp.get("/mitt-tilbud/<int:id>")
@guard.requires(queries.get_tilbud, policy.can_answer)
def vis(tilbud: Tilbud) -> ResponseReturnValue:
    """Show the offer and its terms; after a yes, the agreement."""
    now = clock.now()
    utlysning = tilbud.soknad.utlysning
    return render_template(
        "tilbud/mitt_tilbud.html",
        rad=to_rad(tilbud, now),
        tittel=utlysning.tittel(web.sprak()),
        igjen=tid_igjen(tilbud.svarfrist_at, now),
        former=list_former(utlysning, web.sprak()),
        avtale=tilbud.avtale.tekst if tilbud.avtale else _terms(tilbud),
        signert=tilbud.avtale is not None,
        kontakt_navn=utlysning.kontakt_navn,
        kontakt_epost=utlysning.kontakt_epost,
    )


@bp.route("/mitt-tilbud/<int:id>/ja", methods=["GET", "POST"])
@guard.requires(queries.get_tilbud, policy.can_answer)
def accept(tilbud: Tilbud) -> ResponseReturnValue:
    """Choose form and amounts, sign, and accept; a second press shows what the first did."""
    if _is(tilbud, TilbudStatus.TAKKET_JA):
        return _done(tilbud)
    form = _ja_form(tilbud)
    hindre = _closed(tilbud) if request.method == "GET" else []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.accept(tilbud, form.to_input(), now=clock.now())
        except HindretError as error:
            if _is(tilbud, TilbudStatus.TAKKET_JA):
                return _done(tilbud)
            hindre = _to_fields(form, error.hindre)
        else:
            flash(_("Takk for svaret. Avtalen er signert."), "success")
            return _done(tilbud)
    page = render_template(
        "tilbud/ja.html",
        form=form,
        hindre=hindre,
        rad=to_rad(tilbud, clock.now()),
        former=list_former(tilbud.soknad.utlysning, web.sprak()),
        avtale=_terms(tilbud),
        apen=not _closed(tilbud),
        navn=tilbud.soknad.navn,
    )
    return page, 422 if form.has_errors or (hindre and request.method == "POST") else 200


@bp.route("/mitt-tilbud/<int:id>/nei", methods=["GET", "POST"])
@guard.requires(queries.get_tilbud, policy.can_answer)
def decline(tilbud: Tilbud) -> ResponseReturnValue:
    """Decline with a reason; a second press shows what the first did."""
    if _is(tilbud, TilbudStatus.TAKKET_NEI):
        return _done(tilbud)
    form = NeiForm(posted())
    hindre = _closed(tilbud) if request.method == "GET" else []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.decline(tilbud, form.begrunnelse.data or "", now=clock.now())
        except HindretError as error:
            if _is(tilbud, TilbudStatus.TAKKET_NEI):
                return _done(tilbud)
            hindre = error.hindre
        else:
            flash(_("Takk for svaret. Du har takket nei."), "success")
            return _done(tilbud)
    page = render_template(
        "tilbud/nei.html",
        form=form,
        hindre=hindre,
        rad=to_rad(tilbud, clock.now()),
        apen=not _closed(tilbud),
    )
    return page, 422 if form.has_errors or (hindre and request.method == "POST") else 200


def _is(tilbud: Tilbud, status: TilbudStatus) -> bool:
    """Return whether the stored offer is in a state; after a refusal that is read anew."""
    return tilbud.status is status


def _ja_form(tilbud: Tilbud) -> JaForm:
    """Return the form with what the application wished for."""
    soknad = tilbud.soknad
    former = list_former(soknad.utlysning, web.sprak())
    data: dict[str, object] = {"form": soknad.form, "minst": soknad.minst, "mest": soknad.mest}
    form = JaForm(posted(), data=data)
    form.form.choices = [(valg.form.value, f"{valg.tekst}: {valg.band}") for valg in former]
    return form


def _to_fields(form: JaForm, hindre: list[Hinder]) -> list[Hinder]:
    """Put reasons that are about a field beside it; return the others."""
    felter = {"form": form.form, "minst": form.minst, "mest": form.mest}
    felter |= {"rekkefolge": form.mest, "signert_navn": form.signert_navn}
    for hinder in hindre:
        if hinder.kode in felter:
            felter[hinder.kode].errors = [hinder_tekst(hinder)]
    return [hinder for hinder in hindre if hinder.kode not in felter]


def _closed(tilbud: Tilbud) -> list[Hinder]:
    return rules.answer_hindre(tilbud.status, tilbud.svarfrist_at, clock.now())


def _terms(tilbud: Tilbud) -> str:
    return mail.avtale_tekst(tilbud.soknad, web.sprak())


def _done(tilbud: Tilbud) -> ResponseReturnValue:
    return redirect(url_for(".vis", id=tilbud.id), code=303)
