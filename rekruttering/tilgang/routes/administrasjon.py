"""Users and roles, and the log of what was done; for administrators."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from rekruttering.felles import audit, clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import NotFoundError
from rekruttering.felles.forms import posted
from rekruttering.tilgang import guard, queries, service
from rekruttering.tilgang.forms import BrukerForm, RolleForm, SokForm
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import ROLLE_TEKST, Rolle

bp = Blueprint("administrasjon", __name__, url_prefix="/administrasjon")
PER_SIDE = 50


@bp.get("/brukere")
@guard.requires_rolle(Rolle.ADMINISTRATOR)
def brukere() -> ResponseReturnValue:
    """List the users who have a role, or those a search finds."""
    form = SokForm(request.args)
    return render_template(
        "tilgang/brukere.html",
        brukere=queries.search_brukere(form.sok.data or ""),
        form=form,
        rolle_tekst=ROLLE_TEKST,
    )


@bp.route("/brukere/ny", methods=["GET", "POST"])
@guard.requires_rolle(Rolle.ADMINISTRATOR)
def ny_bruker() -> ResponseReturnValue:
    """Add a user, who logs in with a code by e-mail until a staff role is given."""
    form = BrukerForm(posted())
    if request.method == "POST" and form.validate():
        with transaction():
            bruker = service.create_bruker(
                str(form.epost.data), str(form.navn.data), now=clock.now()
            )
        return web.redirect_back(url_for(".bruker", id=bruker.id))
    page = render_template("tilgang/ny_bruker.html", form=form)
    return page, 422 if form.has_errors else 200


@bp.route("/brukere/<int:id>", methods=["GET", "POST"])
@guard.requires_rolle(Rolle.ADMINISTRATOR)
def bruker(id: int) -> ResponseReturnValue:
    """Show a user, and give a role."""
    shown = queries.get_bruker(id)
    form = RolleForm(posted())
    if request.method == "POST" and form.validate():
        with transaction():
            service.give_rolle(
                shown, Rolle(form.rolle.data), str(form.omrade.data or ""), av=guard.get_bruker()
            )
        return _changed(shown)
    page = render_template(
        "tilgang/bruker.html", vist=shown, form=form, rolle_tekst=ROLLE_TEKST, er_meg=_is_me(shown)
    )
    return page, 422 if form.has_errors else 200


@bp.post("/brukere/<int:id>/ta-rolle")
@guard.requires_rolle(Rolle.ADMINISTRATOR)
def take_rolle(id: int) -> ResponseReturnValue:
    """Take a role away."""
    wanted = request.form.get("rolle", "")
    if wanted not in list(Rolle):
        raise NotFoundError
    with transaction():
        shown = queries.get_bruker(id)
        service.take_rolle(
            shown,
            Rolle(wanted),
            request.form.get("omrade", ""),
            av=guard.get_bruker(),
        )
    return _changed(shown)


@bp.post("/brukere/<int:id>/steng")
@guard.requires_rolle(Rolle.ADMINISTRATOR)
def steng(id: int) -> ResponseReturnValue:
    """Close an account, or open it again; a closed one is logged out at once."""
    with transaction():
        shown = queries.get_bruker(id)
        service.set_aktiv(shown, aktiv=not shown.aktiv, av=guard.get_bruker())
    return _changed(shown)


@bp.post("/brukere/<int:id>/passord")
@guard.requires_rolle(Rolle.ADMINISTRATOR)
def passord(id: int) -> ResponseReturnValue:
    """Give a new password and authenticator secret, shown once; open sessions end."""
    with transaction():
        shown = queries.get_bruker(id)
        nytt, uri = service.renew_password(shown, av=guard.get_bruker(), now=clock.real_now())
    return render_template("tilgang/passord.html", vist=shown, passord=nytt, uri=uri)


@bp.get("/logg")
@guard.requires_rolle(Rolle.ADMINISTRATOR)
def logg() -> ResponseReturnValue:
    """Show what was done, newest first."""
    side = max(1, request.args.get("side", 1, type=int))
    linjer, sider = audit.list_newest(side, PER_SIDE)
    navn = queries.map_navn({linje.bruker_id for linje in linjer if linje.bruker_id})
    rader = [(linje, audit.public_details(linje)) for linje in linjer]
    side = min(side, sider)
    return render_template("tilgang/logg.html", rader=rader, navn=navn, side=side, sider=sider)


def _changed(shown: Bruker) -> ResponseReturnValue:
    flash(gettext("Endringen er lagret."), "success")
    return web.redirect_back(url_for(".bruker", id=shown.id))


def _is_me(shown: Bruker) -> bool:
    return shown.id == guard.get_bruker().id
