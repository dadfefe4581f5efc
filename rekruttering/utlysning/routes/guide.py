"""The interview guide of a round: what is in it, what it lacks, and questions taken out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import posted
from rekruttering.tilgang import guard
from rekruttering.utlysning import guide, policy, queries
from rekruttering.utlysning.forms.guide import FjernSporsmalForm, MerknadForm
from rekruttering.utlysning.guidevisning import list_fjernet, to_guide
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import Sporsmalsvalg
from rekruttering.utlysning.rules import UtlysningStatus

bp = Blueprint("guide", __name__, url_prefix="/runde")


@bp.get("/<int:utlysning_id>/guide")
@guard.requires(queries.get_utlysning, policy.can_edit_utlysning)
def vis(utlysning: Utlysning) -> ResponseReturnValue:
    """Show the guide as the members see it, with what it lacks or which version is frozen."""
    versjoner = queries.list_guider(utlysning.id)
    sprak = web.sprak()
    return render_template(
        "utlysning/guide.html",
        utlysning=utlysning,
        merknad=utlysning.guide_merknad(sprak),
        guide=[to_guide(row, sprak) for row in queries.list_kompetanser(utlysning.id)],
        versjoner=versjoner,
        fjernet=list_fjernet(versjoner, sprak),
        mangler=[] if versjoner else guide.list_hindre(utlysning.id),
        kan_fjerne=bool(versjoner) and utlysning.status is UtlysningStatus.INTERVJU,
    )


@bp.route("/<int:utlysning_id>/guide/merknad", methods=["GET", "POST"])
@guard.requires(queries.get_utlysning, policy.can_edit_utlysning)
def merknad(utlysning: Utlysning) -> ResponseReturnValue:
    """Change the remark on top of the guide, for example that it is a proposal."""
    stored = {"merknad_nb": utlysning.guide_merknad_nb, "merknad_nn": utlysning.guide_merknad_nn}
    form = MerknadForm(posted(), data=stored)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                guide.set_merknad(
                    utlysning, *form.to_input(), bruker=guard.get_bruker(), now=clock.now()
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(gettext("Merknaden er lagret."), "success")
            return redirect(url_for(".vis", utlysning_id=utlysning.id), code=303)
    page = render_template(
        "utlysning/guide_merknad.html", form=form, utlysning=utlysning, hindre=hindre
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/kompetanse/<int:kompetanse_id>/sporsmal/<int:plass>/fjern", methods=["GET", "POST"])
@guard.requires(queries.get_sporsmal, policy.can_remove_sporsmal)
def fjern(valg: Sporsmalsvalg) -> ResponseReturnValue:
    """Say what follows, and take a faulty question out for everyone."""
    form = FjernSporsmalForm(posted(), tekst=valg.kompetanse.sporsmal[valg.plass]["nb"])
    utlysning = valg.kompetanse.utlysning
    hindre: list[Hinder] = []
    # Two clicks, or two people: the place may hold another question by now.
    endret = request.method == "POST" and form.tekst.data != str(
        valg.kompetanse.sporsmal[valg.plass]["nb"]
    )
    if request.method == "POST" and form.validate() and not endret:
        try:
            with transaction():
                guide.remove_sporsmal(
                    valg.kompetanse,
                    valg.plass,
                    form.grunn.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(gettext("Spørsmålet er fjernet for alle."), "success")
            return redirect(url_for(".vis", utlysning_id=utlysning.id), code=303)
    form.tekst.data = valg.kompetanse.sporsmal[valg.plass]["nb"]
    sprak = web.sprak()
    page = render_template(
        "utlysning/guide_fjern.html",
        form=form,
        utlysning=utlysning,
        hindre=hindre,
        endret=endret,
        navn=valg.kompetanse.navn(sprak),
        sporsmal=to_guide(valg.kompetanse, sprak).sporsmal[valg.plass][0],
        siste=len(valg.kompetanse.sporsmal) == 1,
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200
