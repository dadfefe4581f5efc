"""The coordinator starts runs, follows them and stops them."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock, jobs, web
from rekruttering.felles.db import transaction
from rekruttering.tildeling import policy, queries, service, visning
from rekruttering.tildeling.models import Kjoring
from rekruttering.tildeling.rules import (
    AKTIV,
    KJORING_TEKST,
)
from rekruttering.tildeling.rules.tekster import FASE_TEKST
from rekruttering.tilgang import guard

bp = Blueprint("kjoring", __name__)


@bp.get("/kjoring/<int:id>")
@guard.requires(queries.get_kjoring, policy.can_view_kjoring)
def vis(kjoring: Kjoring) -> ResponseReturnValue:
    """Show how a run goes; as a fragment it replaces itself."""
    template = "tildeling/_fremdrift.html" if web.is_htmx() else "tildeling/kjoring.html"
    return render_template(template, **_kjoringdata(kjoring))


def _kjoringdata(kjoring: Kjoring) -> dict[str, Any]:
    jobb = jobs.find_last(service.JOB, kjoring.id)
    fremdrift: dict[str, Any] = jobb.fremdrift if jobb is not None else {}
    aktiv = kjoring.status in AKTIV
    punkter = fremdrift.get("punkter", []) if aktiv else kjoring.forlop
    navn = {v.id: v.soknad.navn for v in queries.list_noted(kjoring)}
    return {
        "kjoring": kjoring,
        "kjoring_tekst": KJORING_TEKST,
        "aktiv": aktiv,
        "tall": _fremdriftstall(kjoring, fremdrift if aktiv else {}),
        "fase": FASE_TEKST.get(str(fremdrift.get("fase", "")), FASE_TEKST["start"]),
        "sekunder": min(float(fremdrift.get("sekunder", 0.0)), kjoring.maks_sekunder),
        "stopper": bool(aktiv and jobb is not None and jobb.stopp_bedt),
        "kurve": visning.make_kurve(punkter),
        "merknader": [
            (navn.get(each["veileder_id"], ""), each["tekst"], each["onsket"])
            for each in kjoring.merknader
        ],
        "antall_veiledere": len(kjoring.problem["veiledere"]),
        "antall_kommuner": len(kjoring.problem["kommuner"]),
    }


def _fremdriftstall(kjoring: Kjoring, fremdrift: dict[str, Any]) -> list[dict[str, object]]:
    """Return best cost, bound and what is uncovered, of the progress or of the result."""
    source = fremdrift or kjoring.forslag or {}
    udekket = source.get("udekket")
    if isinstance(udekket, list):
        udekket = len(udekket)
    figures = (
        (source.get("kostnad"), _("poeng for beste plan")),
        (source.get("nedre_grense"), _("poeng som minst trengs")),
        (udekket, ngettext("kommune uten par", "kommuner uten par", udekket or 0)),
    )
    return [
        {"verdi": "–" if verdi is None else verdi, "tekst": tekst, "url": None}
        for verdi, tekst in figures
    ]


@bp.post("/kjoring/<int:id>/stopp")
@guard.requires(queries.get_kjoring, policy.can_view_kjoring)
def stopp(kjoring: Kjoring) -> ResponseReturnValue:
    """Ask a run to stop; the best plan so far is kept."""
    with transaction():
        service.stop_kjoring(kjoring.id, bruker=guard.get_bruker(), now=clock.now())
    return redirect(url_for(".vis", id=kjoring.id), code=303)


@bp.get("/kjoring/<int:id>/problem")
@guard.requires(queries.get_kjoring, policy.can_view_kjoring)
def problem(kjoring: Kjoring) -> ResponseReturnValue:
    """Hand out the problem as the engine got it; it names nobody."""
    return web.json_attachment(kjoring.problem, f"problem-{kjoring.id}.json")


@bp.get("/kjoring/<int:id>/forslag")
@guard.requires(queries.get_kjoring, policy.can_view_kjoring)
def forslag(kjoring: Kjoring) -> ResponseReturnValue:
    """Hand out the proposal as the engine gave it; it names nobody."""
    return web.json_attachment(kjoring.forslag or {}, f"forslag-{kjoring.id}.json")
