"""Trials: what would happen if something were so; nobody can decide on one."""

import json
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.kommune import queries as kommune_queries
from rekruttering.kommune.rules import sort_key
from rekruttering.scenario import policy, queries, rules, service, visning
from rekruttering.scenario.forms import GRUPPER, NavnForm, ProveForm
from rekruttering.scenario.routes.koordinator.blueprint import (
    answer_data,
    base_of,
    bp,
    names_of,
    plan_name,
    settings_of,
)
from rekruttering.scenario.routes.koordinator.planer import to_aktiv
from rekruttering.scenario.rules import Antakelse, FlereKommuner, Innstillinger
from rekruttering.soknad import queries as soknad_queries
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.rules import KjoringFormal
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning


@bp.route("/runde/<int:utlysning_id>/scenarier", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_try)
def liste(utlysning: Utlysning) -> ResponseReturnValue:
    """Put a trial together, one assumption at a time, and start it."""
    form = ProveForm(posted(), data=_begin(utlysning))
    _offer(utlysning, form)
    settings = _read(utlysning)
    feil: list[str] = []
    handling = request.form.get("handling", "")
    if request.method == "POST" and handling in GRUPPER:
        settings, feil = _add(utlysning, form, settings, handling)
    elif request.method == "POST" and handling.startswith("fjern:"):
        kept = [each for each in settings.antakelser if _code(each) != handling[6:]]
        settings = Innstillinger(settings.vekter, None, tuple(kept))
    elif request.method == "POST" and handling == "uten_vekter":
        settings = Innstillinger({}, None, settings.antakelser)
    elif request.method == "POST" and form.check_start():
        try:
            with transaction():
                return _start(utlysning, form, settings)
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
    page = render_template("scenario/liste.html", **_data(utlysning, form, settings, feil))
    return page, 422 if form.has_errors or feil else 200


def _begin(utlysning: Utlysning) -> dict[str, Any]:
    """Return what the form begins with: nothing, a plan to build on, or a trial to copy."""
    copied = _find_copied(utlysning)
    if copied is None:
        return {"fra": request.args.get("fra", "")}
    fra = copied.fra_tildeling_id
    return {
        "navn": copied.navn and _("%(navn)s, kopi", navn=copied.navn)[: rules.NAVN_MAKS],
        "fra": str(fra) if fra else "",
        "maks_kommuner": settings_of(copied).maks_kommuner,
    }


def _find_copied(utlysning: Utlysning) -> Kjoring | None:
    number = request.args.get("kopi", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return queries.find_kjoring(utlysning.id, int(number))


def _read(utlysning: Utlysning) -> Innstillinger:
    """Return the assumptions and weights that the page carries along, or those of a copy."""
    copied = _find_copied(utlysning)
    if request.method != "POST":
        return settings_of(copied) if copied is not None else Innstillinger()
    try:
        found = [_from_code(utlysning, each) for each in request.form.getlist("antakelse")]
        vekter = {str(k): int(v) for k, v in json.loads(request.form.get("vekter", "{}")).items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        abort(400)
    return Innstillinger(vekter, None, tuple(found))


def _code(antakelse: Antakelse) -> str:
    """Return an assumption as the page carries it; municipalities are found again by fylke."""
    if isinstance(antakelse, FlereKommuner):
        value: dict[str, Any] = {
            "type": "flere_kommuner",
            "fylkesnummer": antakelse.fylkesnummer,
            "antall": len(antakelse.steder),
        }
    else:
        value = rules.antakelse_to_json(antakelse)
    return json.dumps(value, sort_keys=True)


def _from_code(utlysning: Utlysning, code: str) -> Antakelse:
    value = json.loads(code)
    if value["type"] == "flere_kommuner":
        return _more(utlysning, str(value["fylkesnummer"]), int(value["antall"]))
    return rules.antakelse_from_json(value)


def _more(utlysning: Utlysning, fylkesnummer: str, antall: int) -> FlereKommuner:
    on = soknad_queries.get_geografi_dato(utlysning)
    fylke = kommune_queries.find_fylke(fylkesnummer, on)
    if fylke is None:
        raise ValueError(fylkesnummer)
    return service.more_kommuner(utlysning, fylkesnummer, fylke.navn, antall)


def _offer(utlysning: Utlysning, form: ProveForm) -> None:
    pulje = service.get_pulje(utlysning)
    on = soknad_queries.get_geografi_dato(utlysning)
    people = sorted(
        ((str(v.id), v.soknad.navn) for v in tilbud_queries.list_veiledere(utlysning.id)),
        key=lambda each: sort_key(each[1]),
    )
    rows = tildeling_queries.sorted_by_navn(tildeling_queries.list_deltakere(pulje.id))
    form.offer(
        fra=[
            (str(each.tildeling.id), plan_name(each.tildeling))
            for each in queries.list_planer(utlysning.id)
        ],
        fylker=[(each.fylkesnummer, each.navn) for each in kommune_queries.list_fylker(on)],
        veiledere=people,
        kommuner=[(str(row.id), row.kommune.navn) for row in rows],
    )


def _add(
    utlysning: Utlysning, form: ProveForm, settings: Innstillinger, gruppe: str
) -> tuple[Innstillinger, list[str]]:
    """Return the settings with what was just chosen, or why it cannot be assumed."""
    if not form.check_group(gruppe):
        return settings, []
    if gruppe == "flere_kommuner":
        number = form.flere_antall.data or 0
        antakelse: Antakelse = _more(utlysning, form.flere_fylke.data, number)
    else:
        antakelse = form.to_antakelse(gruppe)
    runde = rules.Runde(_ids(form.uten_veileder), _ids(form.uten_kommune))
    hindre = rules.antakelse_hindre(antakelse, runde)
    if hindre:
        return settings, [hinder_tekst(hinder) for hinder in hindre]
    form.clear_group(gruppe)
    return rules.with_antakelse(settings, antakelse), []


def _ids(field: Any) -> set[int]:
    return {int(choice.value) for choice in field.choices if choice.value}


def _start(utlysning: Utlysning, form: ProveForm, settings: Innstillinger) -> ResponseReturnValue:
    fra = queries.find_tildeling(utlysning.id, int(form.fra.data)) if form.fra.data else None
    whole = Innstillinger(settings.vekter, form.maks_kommuner.data, settings.antakelser)
    prove = service.Prove(form.navn.data or "", whole, form.sekunder.data or 0, fra)
    kjoring = service.start_prove(utlysning, prove, bruker=guard.get_bruker(), now=clock.now())
    return redirect(url_for(".prove", id=kjoring.id), code=303)


def _data(
    utlysning: Utlysning, form: ProveForm, settings: Innstillinger, feil: list[str]
) -> dict[str, Any]:
    navn = names_of(utlysning, [settings])
    return {
        "utlysning": utlysning,
        "form": form,
        "feil": feil,
        "antakelser": [
            {"kode": _code(each), "tekst": visning.assumption_words(each, navn)}
            for each in settings.antakelser
        ],
        "vekter": json.dumps(dict(settings.vekter)),
        "vekt_ord": visning.settings_words(Innstillinger(settings.vekter), navn),
        "apen": next((g for g, names in GRUPPER.items() if any(form[n].errors for n in names)), ""),
        "hindre": tildeling_service.start_hindre(utlysning, KjoringFormal.SCENARIO),
    }


@bp.get("/prove/<int:id>")
@guard.requires(queries.get_prove, policy.can_view_prove)
def prove(kjoring: Kjoring) -> ResponseReturnValue:
    """Show a trial while it works and when it is done; its answer alone is a fragment."""
    base = base_of(kjoring)
    data = answer_data(kjoring, base, kort=bool(request.args.get("kort")))
    if web.is_htmx():
        return render_template("scenario/_svar.html", alene=True, **data)
    settings = settings_of(kjoring)
    navn = names_of(kjoring.utlysning, [settings])
    return render_template(
        "scenario/prove.html",
        alene=False,
        **data,
        tittel=plan_name(kjoring),
        antar=visning.settings_words(settings, navn),
        fra=_base_name(kjoring.fra_tildeling),
        navneskjema=NavnForm(data={"navn": kjoring.navn}),
        kan_kjores=not rules.real_hindre(settings),
    )


def _base_name(fra: Tildeling | None) -> str:
    return plan_name(fra) if fra is not None else ""


@bp.post("/prove/<int:id>/stopp")
@guard.requires(queries.get_prove, policy.can_view_prove)
def stopp(kjoring: Kjoring) -> ResponseReturnValue:
    """Ask a trial to stop; the best plan so far is kept."""
    with transaction():
        tildeling_service.stop_kjoring(kjoring.id, bruker=guard.get_bruker(), now=clock.now())
    return redirect(url_for(".prove", id=kjoring.id), code=303)


@bp.post("/prove/<int:id>/navn")
@guard.requires(queries.get_prove, policy.can_view_prove)
def ta_vare_pa(kjoring: Kjoring) -> ResponseReturnValue:
    """Keep a trial under a name."""
    form = NavnForm(request.form)
    with transaction():
        service.name_prove(kjoring, form.navn.data or "", bruker=guard.get_bruker())
    flash(_("Prøven står nå i listen."), "success")
    return redirect(url_for(".prove", id=kjoring.id), code=303)


@bp.post("/prove/<int:id>/kjoring")
@guard.requires(queries.get_prove, policy.can_view_prove)
def kjor(kjoring: Kjoring) -> ResponseReturnValue:
    """Start a run that can be decided on, under the weights and rules of a trial."""
    utlysning_id = kjoring.utlysning_id
    try:
        with transaction():
            id = service.start_real(kjoring, bruker=guard.get_bruker(), now=clock.now()).id
    except KonfliktError:
        return to_aktiv(utlysning_id)
    except HindretError as error:
        if any(hinder.kode == "aktiv" for hinder in error.hindre):
            return to_aktiv(utlysning_id)
        raise
    return redirect(url_for("kjoring.vis", id=id), code=303)
