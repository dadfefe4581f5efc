"""A coordinator's calls: the list, new ones, copies, preview, publishing, and the next state."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError, NotFoundError
from rekruttering.felles.forms import BaseForm, posted
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import adapter, policy, queries, rules, service
from rekruttering.utlysning.forms import to_frist
from rekruttering.utlysning.forms.runde import KopiForm, NyForm
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.routes.visning import Forhandsvisning, render_side
from rekruttering.utlysning.rules import SEKSJON_TEKST, Seksjon, UtlysningStatus, publisering

bp = Blueprint("utlysning_koordinator", __name__, url_prefix="/runde")


@dataclass(frozen=True)
class Runderad:
    """A row of the list of rounds."""

    utlysning: Utlysning
    url: str
    is_open: bool


@dataclass(frozen=True)
class Mangler:
    """What one section lacks before publishing, and where it is mended."""

    tittel: str
    url: str
    hindre: list[Hinder]


def runde_url(utlysning: Utlysning) -> str:
    """Return the address of a round's front page, which belongs to a later area."""
    return f"/runde/{utlysning.id}"


def rediger_url(utlysning: Utlysning, seksjon: Seksjon | None = None) -> str:
    """Return the address where a call, or one section of it, is edited."""
    if seksjon is None:
        return url_for("utlysning_rediger.oversikt", utlysning_id=utlysning.id)
    if seksjon is Seksjon.KOMPETANSER:
        return url_for("utlysning_kompetanse.liste", utlysning_id=utlysning.id)
    return url_for("utlysning_rediger.seksjon", utlysning_id=utlysning.id, seksjon=seksjon)


@bp.get("")
@guard.requires_rolle(Rolle.KOORDINATOR)
def liste() -> ResponseReturnValue:
    """List every round, drafts too."""
    now = clock.now()
    rader = [
        Runderad(u, runde_url(u), rules.is_open(u.status, u.frist_at, now))
        for u in queries.list_utlysninger()
    ]
    return render_template("utlysning/liste.html", rader=rader, ordning_tekst=rules.ORDNING_TEKST)


@bp.route("/ny", methods=["GET", "POST"])
@guard.requires_rolle(Rolle.KOORDINATOR)
def ny() -> ResponseReturnValue:
    """Make an empty draft."""
    form = NyForm(posted())
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                utlysning = service.create_utlysning(
                    form.to_input(), to_frist(form), bruker=guard.get_bruker(), now=clock.now()
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(gettext("Kladden er laget. Fyll ut delene under."), "success")
            return web.redirect_back(rediger_url(utlysning))
    page = render_template("utlysning/ny.html", form=form, hindre=hindre)
    return page, _status(form, hindre)


@bp.route("/<int:utlysning_id>/kopier", methods=["GET", "POST"])
@guard.requires(queries.get_utlysning, policy.can_edit_utlysning)
def kopier(utlysning: Utlysning) -> ResponseReturnValue:
    """Make a draft from another round."""
    form = KopiForm(posted(), data=_kopi_data(utlysning))
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                kopi = service.copy_utlysning(
                    utlysning,
                    str(form.slug.data),
                    to_frist(form),
                    move_dates=form.datoer.data == "flytt",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            tekst = gettext("Kopien er en kladd. Gå gjennom tittel, tekst og datoer.")
            flash(tekst, "success")
            return web.redirect_back(rediger_url(kopi))
    page = render_template("utlysning/kopier.html", form=form, hindre=hindre, utlysning=utlysning)
    return page, _status(form, hindre)


@bp.get("/<int:utlysning_id>/forhandsvis")
@guard.requires(queries.get_utlysning, policy.can_edit_utlysning)
def forhandsvis(utlysning: Utlysning) -> ResponseReturnValue:
    """Show the public page as it will be, in the language that `malform` (nb, nn) names."""
    malform = "nn" if request.args.get("malform") == "nn" else "nb"
    other = "nb" if malform == "nn" else "nn"
    banner = Forhandsvisning(
        malform=malform,
        annen_url=url_for(".forhandsvis", utlysning_id=utlysning.id, malform=other),
        tilbake_url=rediger_url(utlysning),
    )
    with force_locale(malform):
        return render_side(utlysning, clock.now(), banner)


@bp.route("/<int:utlysning_id>/publiser", methods=["GET", "POST"])
@guard.requires(queries.get_utlysning, policy.can_edit_utlysning)
def publiser(utlysning: Utlysning) -> ResponseReturnValue:
    """Say what is missing, or publish."""
    now = clock.now()
    if request.method == "POST" and utlysning.status is not UtlysningStatus.KLADD:
        # A second click, or the back button: it is published, as was asked for.
        return web.redirect_back(runde_url(utlysning))
    definisjon = adapter.to_definisjon(utlysning)
    hindre = publisering.publish_hindre(definisjon, utlysning.status, now)
    if request.method == "POST" and not hindre:
        with transaction():
            service.publish(utlysning, bruker=guard.get_bruker(), now=now)
        flash(gettext("Utlysningen er publisert."), "success")
        return web.redirect_back(runde_url(utlysning))
    mangler = [
        Mangler(gettext(SEKSJON_TEKST[seksjon]), rediger_url(utlysning, seksjon), found)
        for seksjon, found in hindre.items()
    ]
    page = render_template("utlysning/publiser.html", utlysning=utlysning, mangler=mangler)
    return page, 422 if request.method == "POST" else 200


@bp.post("/<int:utlysning_id>/status")
@guard.requires(queries.get_utlysning, policy.can_edit_utlysning)
def status(utlysning: Utlysning) -> ResponseReturnValue:
    """Let the round go on to the state that the form names (`til`)."""
    wanted = request.form.get("til", "")
    if wanted not in list(UtlysningStatus):
        raise NotFoundError
    with transaction():
        til = UtlysningStatus(wanted)
        service.advance_status(utlysning, til, bruker=guard.get_bruker(), now=clock.now())
    flash(gettext("Runden er nå her: %(status)s.", status=gettext(rules.STATUS_TEKST[til])))
    return web.redirect_back(runde_url(utlysning))


def _kopi_data(utlysning: Utlysning) -> dict[str, object]:
    """Return what a copy is proposed to be: a year later, all dates moved with the deadline."""
    at = utlysning.frist_at.astimezone(clock.OSLO)
    day = at.date() + timedelta(days=1) if (at.month, at.day) == (2, 29) else at.date()
    return {
        "slug": f"{utlysning.slug[:54]}-kopi",
        "frist_dato": day.replace(year=day.year + 1),
        "klokkeslett": at.strftime("%H:%M:%S"),
        "datoer": "flytt",
    }


def _status(form: BaseForm, hindre: list[Hinder]) -> int:
    return 422 if form.has_errors or hindre else 200
