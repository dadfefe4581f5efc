"""The register of ties, for coordinators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.forms import posted
from rekruttering.habilitet import policy, queries, service
from rekruttering.habilitet.forms import AvgjorelseForm, RegisterForm
from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.rules import Tilstand
from rekruttering.habilitet.visning import Utvalg, choose, to_sak
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.queries import get_utlysning

bp = Blueprint("habilitet", __name__)
PER_SIDE = 25


@bp.get("/runde/<int:utlysning_id>/habilitet")
@guard.requires_rolle(Rolle.KOORDINATOR)
def register(utlysning_id: int) -> ResponseReturnValue:
    """Show a round's open cases first, then what is declared or decided, filtered."""
    form = RegisterForm(request.args)
    alle = [to_sak(habilitet) for habilitet in queries.list_register(utlysning_id)]
    utvalg = form.to_input()
    valgte = choose(alle, utvalg)
    sider = max(1, -(-len(valgte) // PER_SIDE))
    side = min(max(request.args.get("side", 1, type=int), 1), sider)
    return render_template(
        "habilitet/register.html",
        utlysning=get_utlysning(utlysning_id),
        form=form,
        apne=[to_sak(habilitet) for habilitet in queries.list_apne(utlysning_id)],
        andre=valgte[(side - 1) * PER_SIDE : side * PER_SIDE],
        antall=len(valgte),
        filtrert=utvalg != Utvalg(),
        side=side,
        sider=sider,
        uten=sum(sak.tilstand is Tilstand.INGEN for sak in alle),
    )


@bp.route("/habilitet/<int:id>/avgjor", methods=["GET", "POST"])
@guard.requires(queries.get_habilitet, policy.can_decide)
def decide(habilitet: Habilitet) -> ResponseReturnValue:
    """Show one case and decide it."""
    form = AvgjorelseForm(posted(), versjon=str(habilitet.versjon))
    endret = request.method == "POST" and form.versjon.data != str(habilitet.versjon)
    if request.method == "POST" and form.validate() and not endret:
        tilstand, begrunnelse = form.to_input()
        with transaction():
            service.decide(
                habilitet,
                tilstand,
                begrunnelse,
                svar=form.svar.data or "",
                bruker=guard.get_bruker(),
                now=clock.now(),
            )
        flash(_("Saken er avgjort."), "success")
        return redirect(_back(habilitet), code=303)
    form.versjon.data = str(habilitet.versjon)
    page = render_template(
        "habilitet/avgjor.html",
        form=form,
        sak=to_sak(habilitet),
        endret=endret,
        tilbake=_back(habilitet),
    )
    return page, 409 if endret else 422 if form.has_errors else 200


def _back(habilitet: Habilitet) -> str:
    """Return the register of the round that the case belongs to."""
    utlysning_id = queries.get_utlysning_id(habilitet)
    return url_for(".register", utlysning_id=utlysning_id) if utlysning_id else "/"
