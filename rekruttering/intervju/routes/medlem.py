"""A member before one applicant: habilitet, the application, and whether it was held."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError
from rekruttering.felles.forms import posted
from rekruttering.habilitet import service as habilitet_service
from rekruttering.habilitet.forms import AvgjorelseForm, ErklaringForm
from rekruttering.habilitet.queries import find_habilitet
from rekruttering.habilitet.visning import to_sak
from rekruttering.intervju import policy, queries, service
from rekruttering.intervju.forms import IkkeHoldtForm
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.queries import Habilitetssak
from rekruttering.intervju.visning import to_kort
from rekruttering.soknad.routes.visning import list_rader
from rekruttering.soknad.rules import SEKSJON_TEKST, Seksjon
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle

bp = Blueprint("medlem", __name__)


@bp.route("/panel/intervju/<int:id>/habilitet", methods=["GET", "POST"])
@guard.requires(queries.get_intervju, policy.can_see)
def habilitet(intervju: Intervju) -> ResponseReturnValue:
    """Ask the member for ties before the file opens; names only what is needed to answer."""
    bruker = guard.get_bruker()
    egen = find_habilitet(bruker.id, soknad_id=intervju.soknad_id)
    sagt = {"tilstand": egen.tilstand, "grunn": egen.grunn} if egen else {}
    form = ErklaringForm(posted(), data=sagt)
    hindre = []
    if request.method == "POST" and form.validate():
        tilstand, grunn = form.to_input()
        try:
            with transaction():
                habilitet_service.declare(
                    bruker, intervju.soknad, tilstand, grunn, av=bruker, now=clock.now()
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Svaret ditt er lagret."), "success")
            return redirect(url_for("panel.intervju", id=intervju.id), code=303)
    page = render_template(
        "intervju/habilitet.html",
        form=form,
        hindre=hindre,
        soknad=intervju.soknad,
        kort=to_kort(intervju),
        sak=to_sak(egen) if egen else None,
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/panel/intervju/<int:id>/habilitet/<int:habilitet_id>", methods=["GET", "POST"])
@guard.requires(queries.get_habilitetssak, policy.can_decide_habilitetssak)
def decide_habilitet(sak: Habilitetssak) -> ResponseReturnValue:
    """Let the lead decide for another member of the panel."""
    form = AvgjorelseForm(posted(), versjon=str(sak.habilitet.versjon))
    tilbake = url_for("panel.intervju", id=sak.intervju.id)
    endret = request.method == "POST" and form.versjon.data != str(sak.habilitet.versjon)
    if request.method == "POST" and form.validate() and not endret:
        tilstand, begrunnelse = form.to_input()
        with transaction():
            habilitet_service.decide(
                sak.habilitet,
                tilstand,
                begrunnelse,
                svar=form.svar.data or "",
                bruker=guard.get_bruker(),
                now=clock.now(),
            )
        flash(_("Saken er avgjort."), "success")
        return redirect(tilbake, code=303)
    form.versjon.data = str(sak.habilitet.versjon)
    page = render_template(
        "habilitet/avgjor.html",
        form=form,
        sak=to_sak(sak.habilitet),
        endret=endret,
        tilbake=tilbake,
    )
    return page, 409 if endret else 422 if form.has_errors else 200


@bp.get("/panel/intervju/<int:id>/soknad")
@guard.requires(queries.get_intervju, policy.can_read)
def soknad(intervju: Intervju) -> ResponseReturnValue:
    """Show the application to a clear member."""
    deler = [
        (_(SEKSJON_TEKST[seksjon]), list_rader(intervju.soknad, seksjon))
        for seksjon in Seksjon
        if seksjon is not Seksjon.VEDLEGG
    ]
    return render_template(
        "intervju/soknad.html",
        kort=to_kort(intervju),
        soknad=intervju.soknad,
        deler=deler,
        vedlegg=intervju.soknad.vedlegg,
    )


@bp.get("/panel/intervju/<int:id>/vedlegg/<int:vedlegg_id>")
@guard.requires(queries.get_vedlegg, policy.can_read_vedlegg)
def vedlegg(nokkel: queries.Vedleggsnokkel) -> ResponseReturnValue:
    """Hand a PDF to a clear member."""
    return send_file(
        BytesIO(nokkel.vedlegg.innhold),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=nokkel.vedlegg.filnavn,
    )


@bp.post("/intervju/<int:id>/holdt")
@guard.requires(queries.get_intervju, policy.can_mark)
def mark_holdt(intervju: Intervju) -> ResponseReturnValue:
    """Say that the interview was held."""
    with transaction():
        service.mark_holdt(intervju, bruker=guard.get_bruker(), now=clock.now())
    flash(_("Intervjuet er merket som holdt. Panelet har fått beskjed om å vurdere."), "success")
    return redirect(_back(intervju), code=303)


@bp.route("/intervju/<int:id>/ikke-holdt", methods=["GET", "POST"])
@guard.requires(queries.get_intervju, policy.can_mark)
def mark_ikke_holdt(intervju: Intervju) -> ResponseReturnValue:
    """Say that the interview was not held, and why."""
    form = IkkeHoldtForm(posted())
    tilbake = _back(intervju)
    if request.method == "POST" and form.validate():
        grunn = form.grunn.data or ""
        with transaction():
            service.mark_ikke_holdt(
                intervju,
                grunn,
                bruker=guard.get_bruker(),
                now=clock.now(),
                avbrutt=form.slag.data == "avbrutt",
            )
        flash(_("Det er notert. Søkeren har fått en e-post."), "success")
        return redirect(_list(intervju), code=303)
    page = render_template(
        "intervju/ikke_holdt.html", form=form, kort=to_kort(intervju), tilbake=tilbake
    )
    return page, 422 if form.has_errors else 200


def _back(intervju: Intervju) -> str:
    """Return where this user works with the interview."""
    if policy.can_see(guard.get_bruker(), intervju):
        return url_for("panel.intervju", id=intervju.id)
    return _list(intervju)


def _list(intervju: Intervju) -> str:
    if guard.get_bruker().har(Rolle.KOORDINATOR):
        return url_for("intervju.oversikt", utlysning_id=intervju.soknad.utlysning_id)
    return url_for("panel.mine")
