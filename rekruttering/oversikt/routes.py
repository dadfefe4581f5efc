"""Front pages per role, and the pages that say how the service works."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.oversikt import gjoremal, pipeline, sider
from rekruttering.soknad import queries as soknad_queries
from rekruttering.soknad.rules import STATUS_TEKST as SOKNAD_TEKST
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.tilgang import guard
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import policy as utlysning_policy
from rekruttering.utlysning import queries as utlysning_queries
from rekruttering.utlysning import service as utlysning_service
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import STATUS_TEKST, is_open, overganger

bp = Blueprint("oversikt", __name__)

# Someone with one of these roles has one place to begin.
HOME = {
    Rolle.PANEL: "/panel",
    Rolle.STATSFORVALTER: "/min-region",
    Rolle.KOMMUNEKONTAKT: "/min-kommune",
    Rolle.ADMINISTRATOR: "/administrasjon/brukere",
}


@bp.get("/")
@guard.public
def forside() -> ResponseReturnValue:
    """Show the calls to everyone, and take each role to where its work is."""
    bruker = guard.find_bruker()
    if bruker is not None and bruker.har(Rolle.KOORDINATOR):
        return _koordinator()
    home = [path for rolle, path in HOME.items() if bruker is not None and bruker.har(rolle)]
    if home:
        return redirect(home[0], code=303)
    return _offentlig(bruker)


@bp.get("/runde/<int:utlysning_id>")
@guard.requires(utlysning_queries.get_utlysning, utlysning_policy.can_edit_utlysning)
def runde(utlysning: Utlysning) -> ResponseReturnValue:
    """Show a round: its phases, and what needs doing next."""
    now = clock.now()
    neste = overganger.next_status(utlysning.status)
    return render_template(
        "oversikt/runde.html",
        utlysning=utlysning,
        neste=neste,
        neste_tekst=STATUS_TEKST[neste] if neste else None,
        hindre=utlysning_service.list_advance_hindre(utlysning, neste, now) if neste else [],
        status_tekst=STATUS_TEKST[utlysning.status],
        faser=pipeline.list_faser(utlysning),
        saker=gjoremal.for_runde(utlysning, now),
    )


@bp.get("/hjelp")
@guard.public
def hjelp() -> ResponseReturnValue:
    """Show the help."""
    return _side("hjelp", _("Hjelp"))


@bp.get("/personvern")
@guard.public
def personvern() -> ResponseReturnValue:
    """Show what is stored about people, and why."""
    return _side("personvern", _("Personvern"))


@bp.get("/tilgjengelighet")
@guard.public
def tilgjengelighet() -> ResponseReturnValue:
    """Show how the service is made accessible."""
    return _side("tilgjengelighet", _("Tilgjengelighet"))


@bp.get("/helse")
@guard.public
def helse() -> ResponseReturnValue:
    """Answer when the server and its database work."""
    utlysning_queries.list_publiserte()
    return "ok", 200, {"Content-Type": "text/plain; charset=utf-8"}


def _side(navn: str, tittel: str) -> ResponseReturnValue:
    tekst = sider.read(navn, web.sprak())
    return render_template("oversikt/side.html", tittel=tittel, tekst=tekst)


def _offentlig(bruker: Bruker | None) -> ResponseReturnValue:
    now = clock.now()
    utlysninger = utlysning_queries.list_publiserte()
    apne = [u for u in utlysninger if is_open(u.status, u.frist_at, now)]
    return render_template(
        "oversikt/forside.html",
        apne=apne,
        lukkede=[u for u in utlysninger if u not in apne],
        soknader=soknad_queries.list_mine(bruker.id) if bruker else [],
        tilbud=_open_tilbud(bruker),
        soknad_tekst=SOKNAD_TEKST,
    )


def _open_tilbud(bruker: Bruker | None) -> list[object]:
    if bruker is None:
        return []
    tilbud = tilbud_queries.list_for_soker(bruker.id)
    return [
        each
        for each in tilbud
        if each.status is TilbudStatus.SENDT and clock.now() <= each.svarfrist_at
    ]


def _koordinator() -> ResponseReturnValue:
    now = clock.now()
    utlysninger = utlysning_queries.list_utlysninger()
    runder = [(utlysning, gjoremal.for_runde(utlysning, now)) for utlysning in utlysninger]
    return render_template("oversikt/koordinator.html", runder=runder, status_tekst=STATUS_TEKST)
