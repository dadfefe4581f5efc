"""The board itself: a plan, who changes it, its name, copies of it, undo and redo."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.bord import queries, service, side, tekster, visning
from rekruttering.bord.forms import FilterForm
from rekruttering.bord.routes.blueprint import bp
from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.tildeling import policy
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.queries import get_tildeling
from rekruttering.tilgang import guard


@bp.get("/tildeling/<int:id>")
@guard.requires(get_tildeling, policy.can_decide)
def vis(tildeling: Tildeling) -> ResponseReturnValue:
    """Show a plan and everything that can be done with it; parts of it for HTMX."""
    form = FilterForm(request.args)
    target = request.headers.get("HX-Target", "")
    restored = request.headers.get("HX-History-Restore-Request") == "true"
    if web.is_htmx() and target == "bord-liste":
        values = side.make_liste(tildeling, form)
        return render_template("bord/_liste.html", liste_alene=True, **values)
    page = side.make_page(tildeling, form, now=clock.now())
    if web.is_htmx() and not restored:
        return render_template("bord/_bord.html", fragment=True, **page)
    return render_template("bord/vis.html", fragment=False, **page)


@bp.get("/tildeling/<int:id>/puls")
@guard.requires(get_tildeling, policy.can_decide)
def puls(tildeling: Tildeling) -> ResponseReturnValue:
    """Say what somebody did to the plan since the page was made, or nothing (204)."""
    siste = queries.find_siste(tildeling.id)
    seen = request.args.get("sett", 0, type=int)
    if siste is None or siste.id <= seen:
        return "", 204
    return render_template(
        "bord/_puls.html", nytt=siste_nytt(tildeling), bord_url=_back_url(tildeling.id)
    )


def siste_nytt(tildeling: Tildeling) -> str:
    """Return what happened to a plan last, by whom and how long ago, in one sentence."""
    siste = queries.find_siste(tildeling.id)
    if siste is None:
        return ""
    navn = visning.navneliste(service.load(tildeling))
    what = tekster.nytt(siste, queries.list_steg(tildeling.id), navn)
    return f"{what} {tekster.siden(siste.at, clock.now())}."


def to_board(id: int, anchor: str = "") -> ResponseReturnValue:
    """Go to the board after a change; with HTMX to the part of it that was on the screen."""
    target = _back_url(id)
    return redirect(f"{target}#{anchor}" if anchor and not web.is_htmx() else target, code=303)


def _back_url(id: int) -> str:
    """Return the board's address, filtered as it is on the screen."""
    board = url_for("bord.vis", id=id)
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{board}?{shown.query}" if shown.path == board and shown.query else board


def _versjon() -> int:
    text = request.form.get("versjon", "")
    return int(text) if text.isascii() and text.isdigit() else 0


@bp.post("/tildeling/<int:id>/angre")
@guard.requires(get_tildeling, policy.can_decide)
def angre(tildeling: Tildeling) -> ResponseReturnValue:
    """Take back the last step."""
    return _step(tildeling.id, back=True)


@bp.post("/tildeling/<int:id>/gjor-om")
@guard.requires(get_tildeling, policy.can_decide)
def gjor_om(tildeling: Tildeling) -> ResponseReturnValue:
    """Do the step again that was taken back last."""
    return _step(tildeling.id, back=False)


def _step(id: int, *, back: bool) -> ResponseReturnValue:
    do = tildeling_service.undo if back else tildeling_service.redo
    try:
        with transaction():
            do(get_tildeling(id), sett_versjon=_versjon(), bruker=guard.get_bruker())
    except KonfliktError:
        flash(_konflikt_tekst(id), "warning")
    except HindretError as error:
        flash(" ".join(hinder_tekst(each) for each in error.hindre), "warning")
    else:
        flash(_("Endringen er angret.") if back else _("Endringen er gjort om igjen."), "success")
    return to_board(id)


def _konflikt_tekst(id: int) -> str:
    return str(
        _(
            "Planen ble endret samtidig, så vi gjorde ingenting. %(nytt)s Se på planen og prøv "
            "igjen.",
            nytt=siste_nytt(get_tildeling(id)),
        )
    )
