"""The coordinator asks the engine, follows a question, reads its answer, stops it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from rekruttering.analyse import policy, queries, service, visning
from rekruttering.analyse.forms import SporForm
from rekruttering.analyse.models import Analyse
from rekruttering.analyse.plan import Plan, load_plan, to_bestilling
from rekruttering.analyse.routes.ord import handling_tekst
from rekruttering.analyse.rules import (
    AKTIV,
    FORKLARING,
    OM_PLAN,
    STATUS_TEKST,
    Sporsmal,
    find_label,
    make_labels,
    sporsmal_from,
    sporsmal_hindre,
    sporsmal_tekst,
)
from rekruttering.felles import clock, jobs, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import N_, Hinder, HindretError, KonfliktError, refuse_if
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.tildeling import adapter
from rekruttering.tildeling import policy as tildeling_policy
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import APEN, TildelingStatus
from rekruttering.tildeling.rules.plan import to_lag
from rekruttering.tildeling.rules.plan_json import handling_from_json
from rekruttering.tildeling.service import utkast_of
from rekruttering.tilgang import guard

bp = Blueprint("analyse", __name__)


def plan_tittel(tildeling: Tildeling) -> str:
    """Return what a plan is called."""
    if tildeling.navn:
        return tildeling.navn
    if tildeling.status is TildelingStatus.FORSLAG:
        return str(_("Forslag %(nr)s", nr=tildeling.id))
    return str(_("Plan %(nr)s", nr=tildeling.id))


def tittel(analyse: Analyse, navn: dict[str, str]) -> str:
    """Return a question in words, with names."""
    sporsmal = sporsmal_from(analyse.type, analyse.parametre)
    places = [navn.get(adapter.veileder_ref(each), "") for each in sporsmal.veiledere]
    a, b = (*places, "", "")[:2]
    k = "" if sporsmal.kommune is None else navn.get(adapter.kommune_ref(sporsmal.kommune), "")
    return str(_(sporsmal_tekst(sporsmal), a=a, b=b, k=k))


@bp.get("/analyse/<int:id>")
@guard.requires(queries.get_analyse, policy.can_view)
def vis(analyse: Analyse) -> ResponseReturnValue:
    """Show how far a question has come, or its answer; as a fragment it replaces itself."""
    template = "analyse/_analyse.html" if web.is_htmx() else "analyse/analyse.html"
    return render_template(template, **svardata(analyse))


def svardata(analyse: Analyse) -> dict[str, Any]:
    """Return what `_analyse.html` shows: progress while it is worked on, then the answer."""
    navn = queries.map_navn(analyse.utlysning_id)
    jobb = (
        jobs.find_last(service.job_of(analyse.type), analyse.id)
        if analyse.status in AKTIV
        else None
    )
    fremdrift = jobb.fremdrift if jobb else {}
    sprak = "nn" if str(get_locale()) == "nn" else "nb"
    tildeling = analyse.tildeling
    fresh = tildeling is not None and _is_fresh(analyse, tildeling)
    svar = visning.make_svar(analyse.svar, navn, sprak) if analyse.svar else None
    return {
        "analyse": analyse,
        "tittel": tittel(analyse, navn),
        "navn": navn,
        "tildeling": tildeling,
        "plan_tittel": plan_tittel(tildeling) if tildeling else "",
        "utdatert": tildeling is not None and svar is not None and not fresh,
        "spor": sporsmal_from(analyse.type, analyse.parametre),
        "kan_endres": fresh and tildeling is not None and tildeling.status in APEN,
        "kan_sporre": tildeling is not None and analyse.type in OM_PLAN,
        "aktiv": analyse.status in AKTIV,
        "stopper": bool(jobb and jobb.stopp_bedt),
        "gjort": fremdrift.get("gjort"),
        "totalt": fremdrift.get("totalt"),
        "na": visning.fill(str(fremdrift.get("tekst", "")), navn),
        "svar": svar,
        "status_tekst": STATUS_TEKST,
        "handling_tekst": _step_texts(svar, tildeling, navn),
    }


def _step_texts(
    svar: visning.Svar | None, tildeling: Tildeling | None, navn: dict[str, str]
) -> dict[str, tuple[str, str]]:
    """Return for each step by hand in an answer its words and where its effect is seen."""
    steps = [v.handling for part in (svar.deler if svar else ()) for v in part.valg if v.handling]
    if not steps or tildeling is None:
        return {}
    plan = load_plan(tildeling, navn)
    found = {}
    for each in steps:
        handling = handling_from_json(each)
        found[str(each)] = (handling_tekst(plan, handling), endring_url(tildeling.id, each))
    return found


def endring_url(tildeling_id: int, handling: Any) -> str:
    """Return where the board shows what a step would do."""
    return url_for(
        "bord.endring",
        id=tildeling_id,
        type=handling["type"],
        v=handling["veiledere"],
        k=handling["kommuner"],
    )


def _is_fresh(analyse: Analyse, tildeling: Tildeling) -> bool:
    """Return whether the plan still has the pairs that were asked about."""
    pairs = (analyse.forslag or {"par": []})["par"]
    then = {
        to_lag(map(adapter.row_id, each["veiledere"]), map(adapter.row_id, each["kommuner"]))
        for each in pairs
    }
    return utkast_of(tildeling).lag == then


@bp.post("/analyse/<int:id>/stopp")
@guard.requires(queries.get_analyse, policy.can_view)
def stopp(analyse: Analyse) -> ResponseReturnValue:
    """Stop a question; what it has found so far is kept."""
    with transaction():
        service.stop(analyse.id, bruker=guard.get_bruker(), now=clock.now())
    return redirect(url_for(".vis", id=analyse.id), code=303)


@bp.route("/tildeling/<int:id>/spor", methods=["GET", "POST"])
@guard.requires(tildeling_queries.get_tildeling, tildeling_policy.can_decide)
def spor(tildeling: Tildeling) -> ResponseReturnValue:
    """Ask about a plan, and list what has been asked."""
    form = SporForm(posted(), data=dict(request.args))
    plan = load_plan(tildeling, queries.map_navn(tildeling.utlysning_id))
    labels = _labels(plan)
    feil: list[str] = []
    if request.method == "POST" and form.validate():
        try:
            sporsmal = _read(form, *labels)
            if sporsmal is not None:
                return _to_answer(_ask(plan, sporsmal))
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
    page = render_template(
        "analyse/_skjema.html" if web.is_htmx() else "analyse/spor.html",
        form=form,
        feil=feil,
        tildeling=tildeling,
        plan_tittel=plan_tittel(tildeling),
        veiledere=sorted(labels[0].values()),
        kommuner=sorted(labels[1].values()),
        udekket=len(plan.vurdering.udekket),
        stilte=[] if web.is_htmx() else _asked(tildeling, dict(plan.navn)),
        forklaring=FORKLARING,
    )
    return page, 422 if form.has_errors or feil else 200


def _labels(plan: Plan) -> tuple[dict[int, str], dict[int, str]]:
    people = {id: plan.veileder(id) for id in _rows(plan.problem.veiledere)}
    places = {id: plan.kommune(id) for id in _rows(plan.problem.kommuner)}
    return make_labels(people), make_labels(places)


def _rows(parts: Any) -> list[int]:
    return [adapter.row_id(each.id) for each in parts]


def _read(form: SporForm, veiledere: dict[int, str], kommuner: dict[int, str]) -> Sporsmal | None:
    """Return the question: ids as a button sends them, or names as typed; None with errors."""
    people = [each for each in request.form.getlist("v", type=int) if each in veiledere]
    places = [each for each in request.form.getlist("k", type=int) if each in kommuner]
    for field in (form.veileder, form.makker):
        people += _find(field, veiledere, _("Vi fant ingen veileder som heter det."))
    places += _find(form.kommune, kommuner, _("Vi fant ingen kommune som heter det."))
    if form.type.data not in OM_PLAN:
        refuse_if([Hinder("type", N_("Velg hva du vil spørre om."))])
    if form.has_errors:
        return None
    return Sporsmal(str(form.type.data), tuple(people[:2]), places[0] if places else None)


def _find(field: Any, labels: dict[int, str], none: str) -> list[int]:
    """Return whom a field names; nobody where it is empty, and an error where it is not clear."""
    if not field.data:
        return []
    found, near = find_label(field.data, labels)
    if found is not None:
        return [found]
    tekst = _("Mente du %(navn)s?", navn=", ".join(near)) if near else none
    field.errors = [*field.errors, tekst]
    return []


def _ask(plan: Plan, sporsmal: Sporsmal) -> int:
    """Return the id of a question: a new one, or the one that somebody asked before."""
    refuse_if(sporsmal_hindre(sporsmal, plan.utkast, plan.vurdering.udekket))
    bestilling = to_bestilling(plan, sporsmal)
    for last in (False, True):
        try:
            with transaction():
                return service.ask(bestilling, bruker=guard.get_bruker(), now=clock.now()).id
        except KonfliktError:
            # Somebody asked the same at the same moment: theirs is there now.
            if last:
                raise
    raise LookupError("asked twice, and yet no question")


def _to_answer(analyse_id: int) -> ResponseReturnValue:
    if web.is_htmx():
        return render_template("analyse/_analyse.html", **svardata(queries.get_analyse(analyse_id)))
    return redirect(url_for(".vis", id=analyse_id), code=303)


def _asked(tildeling: Tildeling, navn: dict[str, str]) -> list[dict[str, Any]]:
    asked = queries.list_for_tildeling(tildeling.id)
    return [
        {
            "tittel": tittel(each, navn),
            "url": url_for(".vis", id=each.id),
            "status": each.status.value,
            "status_tekst": STATUS_TEKST[each.status],
            "av": (each.bedt_av.navn or each.bedt_av.epost) if each.bedt_av else "",
            "at": each.bedt_at,
        }
        for each in reversed(asked)
        if each.type in OM_PLAN
    ]
