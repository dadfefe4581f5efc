"""The coordinator starts runs, follows them and stops them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock, jobs, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.rules import DELTAR, PuljekommuneStatus
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tildeling import policy, queries, service, visning
from rekruttering.tildeling.forms import KjoringForm
from rekruttering.tildeling.models import Kjoring
from rekruttering.tildeling.rules import (
    AKTIV,
    FASE_TEKST,
    KJORING_TEKST,
    STATUS_TEKST,
    TildelingStatus,
)
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning

bp = Blueprint("kjoring", __name__)


@bp.route("/runde/<int:utlysning_id>/tildeling", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_allocate)
def runde(utlysning: Utlysning) -> ResponseReturnValue:
    """Show a round's runs and what they would start from; start one."""
    form = KjoringForm(posted())
    hindre = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                kjoring_id = service.start_kjoring(
                    utlysning,
                    bruker=guard.get_bruker(),
                    max_seconds=form.maks_sekunder.data or 0,
                    seed=form.fro.data or 0,
                    now=clock.now(),
                ).id
        except KonfliktError:
            # Someone pressed the same button at the same moment: go to the run that started.
            return _to_aktiv(utlysning.id)
        except HindretError as error:
            if any(hinder.kode == "aktiv" for hinder in error.hindre):
                return _to_aktiv(utlysning.id)
            hindre = [hinder_tekst(hinder) for hinder in error.hindre]
        else:
            return redirect(url_for(".vis", id=kjoring_id), code=303)
    status = 422 if form.has_errors or hindre else 200
    return render_template("tildeling/runde.html", **_rundedata(utlysning, form, hindre)), status


def _to_aktiv(utlysning_id: int) -> ResponseReturnValue:
    aktiv = queries.find_aktiv(utlysning_id)
    if aktiv is None:
        return redirect(url_for(".runde", utlysning_id=utlysning_id), code=303)
    flash(_("En tildeling regnes ut allerede. Her er den."), "info")
    return redirect(url_for(".vis", id=aktiv.id), code=303)


def _rundedata(utlysning: Utlysning, form: KjoringForm, feil: list[str]) -> dict[str, Any]:
    pulje = pulje_queries.find_pulje(utlysning.id)
    antall = pulje_queries.count_by_status(pulje.id) if pulje else {}
    kjoringer = queries.list_kjoringer(utlysning.id)
    aktiv = next((each for each in kjoringer if each.status in AKTIV), None)
    kommuner = sum(antall.get(status, 0) for status in DELTAR)
    veiledere = tilbud_queries.count_veiledere(utlysning.id)
    stille = antall.get(PuljekommuneStatus.IDENTIFISERT, 0)
    figures = (
        (veiledere, ngettext("veileder med avtale", "veiledere med avtale", veiledere)),
        (kommuner, ngettext("kommune som er med", "kommuner som er med", kommuner)),
        (
            stille,
            ngettext("kommune som ikke har svart", "kommuner som ikke har svart", stille),
        ),
    )
    return {
        "utlysning": utlysning,
        "kjoring_tekst": KJORING_TEKST,
        "tildeling_tekst": STATUS_TEKST,
        "form": form,
        "feil": feil,
        "kjoringer": kjoringer,
        "aktiv": aktiv,
        "hindre": service.start_hindre(utlysning) if aktiv is None else [],
        "tall": [{"verdi": verdi, "tekst": tekst, "url": None} for verdi, tekst in figures],
        "publisert": next(
            (
                each.tildeling
                for each in kjoringer
                if each.tildeling and each.tildeling.status is TildelingStatus.PUBLISERT
            ),
            None,
        ),
    }


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
