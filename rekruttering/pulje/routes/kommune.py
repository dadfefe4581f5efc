"""The municipality's contact answers for the municipality."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import posted
from rekruttering.pulje import policy, queries, service
from rekruttering.pulje.forms import SvarForm
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.routes.tekster import TEKSTER
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tilgang import guard

bp = Blueprint("pulje_kommune", __name__)


@bp.route("/min-kommune/<int:id>/svar", methods=["GET", "POST"])
@guard.requires(queries.get_puljekommune, policy.can_answer)
def svar(row: Puljekommune) -> ResponseReturnValue:
    """Ask for yes or no; after the answer the page says what was answered."""
    form = SvarForm(posted())
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.answer(
                    row,
                    form.to_svar(),
                    begrunnelse=form.begrunnelse.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Takk for svaret."), "success")
            return redirect(url_for("pulje_kommune.svar", id=row.id), code=303)
    page = render_template(
        "pulje/svar.html",
        tekster=TEKSTER,
        row=row,
        form=form,
        hindre=hindre,
        apen=row.status is PuljekommuneStatus.IDENTIFISERT,
    )
    return page, 422 if request.method == "POST" else 200
