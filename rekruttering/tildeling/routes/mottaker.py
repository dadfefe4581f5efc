"""What veiledere, municipalities and statsforvaltere see of a published allocation."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from rekruttering.felles.errors import NotFoundError
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.routes.tekster import TEKSTER
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import policy, queries
from rekruttering.tildeling.models import Lag
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle

bp = Blueprint("mottaker", __name__)


@dataclass(frozen=True)
class Kommunerad:
    """A municipality with its pair, when one is published."""

    row: Puljekommune
    veiledere: tuple[Veileder, ...]
    kan_svare: bool


def _rader(rows: list[Puljekommune]) -> list[Kommunerad]:
    lag = queries.map_published_lag([row.id for row in rows])
    return [
        Kommunerad(row, _members(lag.get(row.id)), row.status is PuljekommuneStatus.IDENTIFISERT)
        for row in rows
    ]


def _members(lag: Lag | None) -> tuple[Veileder, ...]:
    return (lag.veileder_a, lag.veileder_b) if lag else ()


@bp.get("/min-tildeling")
@guard.requires_login
def min_tildeling() -> ResponseReturnValue:
    """Show a veileder partner, municipalities and contacts."""
    bruker = guard.get_bruker()
    tildelinger = []
    for lag in queries.list_published_lag_of(bruker.id):
        mine, makker = lag.veileder_a, lag.veileder_b
        if mine.bruker_id != bruker.id:
            mine, makker = makker, mine
        tildelinger.append((lag, mine, makker))
    return render_template("tildeling/min_tildeling.html", tekster=TEKSTER, tildelinger=tildelinger)


@bp.get("/min-kommune")
@guard.requires_rolle(Rolle.KOMMUNEKONTAKT)
def min_kommune() -> ResponseReturnValue:
    """Show the user's own municipalities: need, answer and pair."""
    numre = guard.get_bruker().omrader(Rolle.KOMMUNEKONTAKT)
    rader = _rader(pulje_queries.list_by_kommunenumre(numre))
    return render_template("tildeling/min_kommune.html", tekster=TEKSTER, rader=rader)


@bp.get("/min-kommune/<int:id>")
@guard.requires(pulje_queries.get_puljekommune, policy.can_view_kommune)
def kommune(row: Puljekommune) -> ResponseReturnValue:
    """Show one of the user's own municipalities."""
    return render_template(
        "tildeling/kommune.html", tekster=TEKSTER, rad=_rader([row])[0], region=False
    )


@bp.get("/min-region")
@guard.requires_rolle(Rolle.STATSFORVALTER)
def min_region() -> ResponseReturnValue:
    """List the municipalities of the user's own embete with their pairs."""
    koder = guard.get_bruker().omrader(Rolle.STATSFORVALTER)
    rows = [
        row
        for row in pulje_queries.list_by_embeter(koder)
        if row.status is not PuljekommuneStatus.TAKKET_NEI
    ]
    return render_template("tildeling/min_region.html", tekster=TEKSTER, rader=_rader(rows))


@bp.get("/min-region/<int:id>")
@guard.requires(pulje_queries.get_puljekommune, policy.can_view_region)
def i_region(row: Puljekommune) -> ResponseReturnValue:
    """Show one municipality of the user's own embete."""
    if row.status is PuljekommuneStatus.TAKKET_NEI:
        raise NotFoundError
    return render_template(
        "tildeling/kommune.html", tekster=TEKSTER, rad=_rader([row])[0], region=True
    )
