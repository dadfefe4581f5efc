"""The demo's own pages: where the round stands, log-in as each role, and the mailbox.

They are registered in the demo only (`DEMO`), never where real people's data may be.
"""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from rekruttering.demo import punkter, service
from rekruttering.felles import clock, demoklokke, mail
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import NotFoundError
from rekruttering.felles.filters import tidspunkt
from rekruttering.tilgang import guard
from rekruttering.tilgang import queries as tilgang_queries
from rekruttering.tilgang import service as tilgang_service

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.get("")
@guard.public
def vis() -> ResponseReturnValue:
    """Show the points of the process and who can be logged in as."""
    row = demoklokke.find()
    return render_template(
        "demo/vis.html",
        punkter=punkter.PUNKTER,
        na=row.punkt if row else None,
        roller=service.list_roller(),
        passord=service.PASSORD,
    )


@bp.post("/punkt")
@guard.public
def flytt() -> ResponseReturnValue:
    """Put the round at another point: everything in the demo is made anew."""
    punkt = request.form.get("punkt", "")
    if punkt not in punkter.NAVN:
        raise NotFoundError
    service.load(punkt)
    flash(gettext("Demoen er flyttet. Alle er logget ut."), "success")
    return redirect(url_for(".vis"), code=303)


@bp.post("/logg-inn/<int:bruker_id>")
@guard.public
def logg_inn(bruker_id: int) -> ResponseReturnValue:
    """Log in as a person of the demo."""
    with transaction():
        bruker = tilgang_queries.get_bruker(bruker_id)
        sesjon = tilgang_service.open_sesjon(bruker, now=clock.real_now())
    guard.remember(sesjon)
    return redirect("/", code=303)


@bp.get("/post")
@guard.public
def post() -> ResponseReturnValue:
    """Show the newest mails of the outbox."""
    return render_template("demo/post.html", eposter=mail.list_newest())


@bp.get("/post/<int:epost_id>")
@guard.public
def les(epost_id: int) -> ResponseReturnValue:
    """Show one mail."""
    return render_template("demo/les.html", epost=mail.get_epost(epost_id))


def _context() -> dict[str, object]:
    """Tell every page where the demo stands."""
    row = demoklokke.find()
    if row is None:
        return {"demo": None}
    punkt = punkter.get(row.punkt)
    return {
        "demo": {
            "punkt_tekst": gettext(punkt.tekst),
            "na": tidspunkt(clock.now().replace(second=0)),
            "url": url_for("demo.vis"),
        }
    }


def init_app(app: Flask) -> None:
    """Register the pages in the demo; elsewhere there is no demo at all."""
    app.context_processor(_context)
    if app.config["DEMO"]:
        app.register_blueprint(bp)
