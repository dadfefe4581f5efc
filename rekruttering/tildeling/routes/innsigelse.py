"""A municipality objects to a veileder of its published pair."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import posted
from rekruttering.habilitet import queries as habilitet_queries
from rekruttering.habilitet import service as habilitet_service
from rekruttering.habilitet.forms import InnsigelseForm
from rekruttering.habilitet.innsigelse import to_meldt
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling import policy, queries
from rekruttering.tilgang import guard

bp = Blueprint("kommuneinnsigelse", __name__)


@bp.route("/min-kommune/<int:id>/innsigelse", methods=["GET", "POST"])
@guard.requires(pulje_queries.get_puljekommune, policy.can_view_kommune)
def ny(row: Puljekommune) -> ResponseReturnValue:
    """Take an objection to one of the municipality's two veiledere."""
    bruker = guard.get_bruker()
    lag = queries.map_published_lag([row.id]).get(row.id)
    veiledere = {v.id: v for v in (lag.veileder_a, lag.veileder_b)} if lag else {}
    form = InnsigelseForm(posted())
    form.offer({id: veileder.soknad.navn for id, veileder in veiledere.items()})
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                habilitet_service.raise_innsigelse(
                    veiledere[form.person.data].bruker,
                    row.kommune,
                    form.tekst.data or "",
                    fra=bruker,
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Meldingen er sendt. Du får svar på e-post når saken er avgjort."), "success")
            return redirect(url_for(".ny", id=row.id), code=303)
    meldt = habilitet_queries.list_innsigelser_mot(bruker.id, kommune_id=row.kommune_id)
    page = render_template(
        "habilitet/innsigelse.html",
        form=form,
        hindre=hindre,
        meldt=to_meldt(meldt),
        tilbake={"tekst": _("Min kommune"), "url": url_for("mottaker.min_kommune")},
        ingress=_(
            "Har en av veilederne en tilknytning til kommunen som kan gjøre at de ikke er "
            "upartiske? Utdanningsdirektoratet avgjør saken og finner en annen om det trengs."
        ),
        tom_tekst=_("Kommunen har ikke fått veiledere ennå."),
    )
    return page, 422 if form.has_errors or hindre else 200
