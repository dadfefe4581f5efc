"""The applicant: when it can be, when it is, and another time."""

from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import posted
from rekruttering.felles.kalender import Metode, to_ical
from rekruttering.intervju import mail, policy, queries, service
from rekruttering.intervju.forms.tider import PasserIkkeForm
from rekruttering.intervju.routes.tider import svar_page
from rekruttering.intervju.rules.tider import FRIE_BYTTER
from rekruttering.intervju.visning import to_avtale
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.queries import get_soknad
from rekruttering.tilgang import guard

bp = Blueprint("mitt_intervju", __name__)
ICS = "text/calendar"


@bp.route("/min-soknad/<int:id>/intervjutider", methods=["GET", "POST"])
@guard.requires(get_soknad, policy.can_answer)
def tider(soknad: Soknad) -> ResponseReturnValue:
    """Let the applicant say when the interview can be, and what is needed."""
    return svar_page(soknad, "intervju/mine_tider.html", url_for(".vis", id=soknad.id))


@bp.get("/min-soknad/<int:id>/intervju")
@guard.requires(get_soknad, policy.can_see_avtale)
def vis(soknad: Soknad) -> ResponseReturnValue:
    """Show what the applicant has been told: time, zone, form, panel, and what can be done."""
    intervju = queries.find_intervju(soknad.id)
    svar = queries.find_svar(soknad.id)
    return render_template(
        "intervju/mitt_intervju.html",
        soknad=soknad,
        utlysning=soknad.utlysning,
        avtale=to_avtale(intervju),
        svart=svar is not None and svar.svart_at is not None,
        passer_ikke=svar is not None and svar.passer_ikke_at is not None,
        frist=service.find_svarfrist(soknad.utlysning_id),
        hindre=service.valg_hindre(soknad, now=clock.now()),
        innsigelse_url=find_innsigelse_url(soknad),
        igjen=FRIE_BYTTER - (intervju.bytter if intervju else 0),
    )


@bp.route("/min-soknad/<int:id>/intervju/bytt", methods=["GET", "POST"])
@guard.requires(get_soknad, policy.can_answer)
def bytt(soknad: Soknad) -> ResponseReturnValue:
    """Offer the times that keep every rule, and move the interview to one of them."""
    hindre: list[Hinder] = []
    if request.method == "POST":
        try:
            with transaction():
                service.velg_tid(soknad, _moment(), now=clock.now())
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Intervjuet er flyttet. Du får en ny innkalling på e-post."), "success")
            return redirect(url_for(".vis", id=soknad.id), code=303)
    refused, valg = service.list_valg(soknad, now=clock.now())
    dager: dict[object, list[object]] = {}
    for each in valg:
        dager.setdefault(each.start_at.astimezone(clock.OSLO).date(), []).append(each)
    page = render_template(
        "intervju/bytt.html",
        soknad=soknad,
        utlysning=soknad.utlysning,
        avtale=to_avtale(queries.find_intervju(soknad.id)),
        hindre=hindre or refused,
        dager=dager,
    )
    return page, 422 if hindre else 200


@bp.route("/min-soknad/<int:id>/intervju/passer-ikke", methods=["GET", "POST"])
@guard.requires(get_soknad, policy.can_answer)
def passer_ikke(soknad: Soknad) -> ResponseReturnValue:
    """Let the applicant say that no offered time suits; a coordinator calls."""
    form = PasserIkkeForm(posted())
    if request.method == "POST" and form.validate():
        with transaction():
            service.note_passer_ikke(soknad, form.merknad.data or "", now=clock.now())
        flash(_("Takk. Vi tar kontakt med deg om en annen tid."), "success")
        return redirect(url_for(".vis", id=soknad.id), code=303)
    page = render_template(
        "intervju/passer_ikke.html", soknad=soknad, utlysning=soknad.utlysning, form=form
    )
    return page, 422 if form.has_errors else 200


@bp.get("/min-soknad/<int:id>/intervju/kalender")
@guard.requires(get_soknad, policy.can_see_avtale)
def kalender(soknad: Soknad) -> ResponseReturnValue:
    """Hand out the appointment as a file for one's own calendar."""
    intervju = queries.find_intervju(soknad.id)
    if intervju is None or intervju.varslet is None:
        return redirect(url_for(".vis", id=soknad.id))
    malform = mail.soker_malform(soknad)
    hendelse = mail.soker_hendelse(intervju, malform, clock.now(), intervju.varslet)
    return web.attachment(to_ical([hendelse], Metode.PUBLISH), "intervju.ics", ICS)


def find_innsigelse_url(soknad: Soknad) -> str | None:
    """Return where the applicant objects to a panel member; None while there is no such page."""
    if "innsigelse.ny" not in current_app.view_functions:
        return None
    return url_for("innsigelse.ny", id=soknad.id)


def _moment() -> datetime:
    """Return the time that was chosen; what is none is a time that nobody offers."""
    try:
        found = datetime.fromisoformat(request.form.get("start_at", ""))
    except ValueError:
        return clock.now()
    return found if found.tzinfo else clock.now()
