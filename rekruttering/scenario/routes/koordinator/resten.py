"""The rest of a plan is solved again; what is pinned stays."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst, tall
from rekruttering.felles.forms import posted
from rekruttering.kommune.rules import sort_key
from rekruttering.scenario import policy, service, visning
from rekruttering.scenario.forms import RestenForm
from rekruttering.scenario.routes.koordinator.blueprint import (
    bp,
    names_of,
    plan_name,
    settings_of,
)
from rekruttering.scenario.routes.koordinator.planer import to_aktiv
from rekruttering.scenario.rules import ENDRING_POENG, Endringspris, Innstillinger, km_of_points
from rekruttering.scenario.tekster import PRIS_TEKST
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules.plan import Laser, Navn
from rekruttering.tildeling.rules.plan_json import laser_from_json
from rekruttering.tilgang import guard


@bp.route("/tildeling/<int:id>/los-resten", methods=["GET", "POST"])
@guard.requires(tildeling_queries.get_tildeling, policy.can_work_on)
def los_resten(tildeling: Tildeling) -> ResponseReturnValue:
    """Show what stands fast, ask what a change may cost, and solve the rest again."""
    utlysning_id, plan_id = tildeling.utlysning_id, tildeling.id
    navn = _("%(plan)s, løst på nytt", plan=plan_name(tildeling))
    form = RestenForm(posted(), data={"versjon": str(tildeling.versjon), "navn": navn[:80]})
    form.offer([(pris.value, _(tittel)) for pris, (tittel, _tekst) in PRIS_TEKST.items()])
    feil: list[str] = []
    status = 200
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                return _solve(tildeling, form)
        except KonfliktError:
            # Either the plan was changed, or another coordinator started a run just now.
            tildeling = tildeling_queries.get_tildeling(plan_id)
            if str(tildeling.versjon) == form.versjon.data:
                return to_aktiv(utlysning_id)
            feil = [
                _(
                    "Noen andre har endret planen siden du åpnet siden. Se over det som er "
                    "festet, og start på nytt."
                )
            ]
            form.versjon.data, status = str(tildeling.versjon), 409
        except HindretError as error:
            if any(hinder.kode == "aktiv" for hinder in error.hindre):
                return to_aktiv(utlysning_id)
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
    if form.has_errors or (feil and status == 200):
        status = 422
    return render_template("scenario/los_resten.html", **_data(tildeling, form, feil)), status


def _solve(tildeling: Tildeling, form: RestenForm) -> ResponseReturnValue:
    seen = form.versjon.data or ""
    resten = service.Resten(
        Endringspris(form.pris.data), form.navn.data or "", form.sekunder.data or 0
    )
    kjoring = service.solve_rest(
        tildeling,
        resten,
        sett_versjon=int(seen) if seen.isascii() and seen.isdigit() else 0,
        bruker=guard.get_bruker(),
        now=clock.now(),
    )
    flash(_("Resten regnes ut på nytt. Det blir en ny plan, og den gamle står som den er."), "info")
    return redirect(url_for("kjoring.vis", id=kjoring.id), code=303)


def _data(tildeling: Tildeling, form: RestenForm, feil: list[str]) -> dict[str, Any]:
    own = settings_of(tildeling).real()
    kept = {kode: vekt for kode, vekt in own.vekter.items() if kode != "endring"}
    names = names_of(tildeling.utlysning)
    weights = {**tildeling.utlysning.vekter, **own.vekter}
    laser = laser_from_json(tildeling.laser)
    return {
        "tildeling": tildeling,
        "plan_navn": plan_name(tildeling),
        "form": form,
        "feil": feil,
        "fester": _locks(laser, names),
        "egne": visning.settings_words(Innstillinger(kept, own.maks_kommuner), names),
        "beskrivelser": {
            pris.value: _price_words(pris, weights["reise_km_per_poeng"]) for pris in Endringspris
        },
    }


def _price_words(pris: Endringspris, reise_km_per_poeng: int) -> str:
    poeng = ENDRING_POENG[pris]
    words: str = _(
        PRIS_TEKST[pris][1], poeng=tall(poeng), km=tall(km_of_points(poeng, reise_km_per_poeng))
    )
    return words


def _locks(laser: Laser, navn: Navn) -> list[str]:
    """Return what stands fast and what is barred, as sentences by name."""
    pairs = [_("%(par)s skal være par.", par=visning.pair_words(navn, par)) for par in laser.par]
    stay = [
        _(
            "%(navn)s skal ha %(kommune)s.",
            navn=visning.name_of(navn.veiledere, veileder),
            kommune=visning.name_of(navn.kommuner, kommune),
        )
        for veileder, kommune in laser.tildelt
    ]
    barred = [
        _(
            "%(navn)s skal ikke ha %(kommune)s.",
            navn=visning.name_of(navn.veiledere, veileder),
            kommune=visning.name_of(navn.kommuner, kommune),
        )
        for veileder, kommune in laser.forbudt
    ]
    return [each for part in (pairs, stay, barred) for each in sorted(part, key=sort_key)]
