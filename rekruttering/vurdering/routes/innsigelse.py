"""An applicant objects to a member of the panel that is to meet them."""

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
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.queries import get_soknad
from rekruttering.tilgang import guard
from rekruttering.vurdering import policy, queries

bp = Blueprint("innsigelse", __name__)


@bp.route("/min-soknad/<int:id>/innsigelse", methods=["GET", "POST"])
@guard.requires(get_soknad, policy.can_object)
def ny(soknad: Soknad) -> ResponseReturnValue:
    """Name the members whom the applicant has been told of, and take the objection."""
    bruker = guard.get_bruker()
    medlemmer = {medlem.id: medlem for medlem in queries.list_kjente_medlemmer(soknad.id)}
    form = InnsigelseForm(posted())
    form.offer({id: medlem.navn or medlem.epost for id, medlem in medlemmer.items()})
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                habilitet_service.raise_innsigelse(
                    medlemmer[form.person.data],
                    soknad,
                    form.tekst.data or "",
                    fra=bruker,
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Meldingen er sendt. Du får svar på e-post når saken er avgjort."), "success")
            return redirect(url_for(".ny", id=soknad.id), code=303)
    meldt = habilitet_queries.list_innsigelser(bruker.id, soknad_id=soknad.id)
    page = render_template(
        "habilitet/innsigelse.html",
        form=form,
        hindre=hindre,
        meldt=to_meldt(meldt),
        tilbake={"tekst": _("Min søknad"), "url": url_for("soknad_soker.vis", id=soknad.id)},
        ingress=_(
            "Har noen i panelet en tilknytning til deg som kan gjøre at de ikke er upartiske? "
            "Personen leser ikke søknaden din og deltar ikke før saken er avgjort."
        ),
        tom_tekst=_("Du får vite hvem som sitter i panelet når du blir innkalt til intervju."),
    )
    return page, 422 if form.has_errors or hindre else 200
