"""The coordinator sees why a municipality, a veileder or a pair is as it is, and can ask more."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.analyse import policy, queries
from rekruttering.analyse.adapter import bytter, fakta
from rekruttering.analyse.plan import Plan, list_since, load_plan
from rekruttering.analyse.queries import Utvalg
from rekruttering.analyse.routes.analyse import bp, endring_url, plan_tittel
from rekruttering.analyse.routes.ledd import list_ledd, list_ledd_i
from rekruttering.analyse.routes.ord import (
    HINDER_TEKST,
    bakgrunn,
    fagnavn,
    handling_tekst,
    hinder_tekster,
    hvor,
    join,
)
from rekruttering.analyse.routes.regler import list_laser, list_regler
from rekruttering.analyse.rules import ALTERNATIVER, HVORFOR_IKKE, UDEKKET, Sporsmal, sporsmal_tekst
from rekruttering.felles import web
from rekruttering.tildeling.rules import APEN
from rekruttering.tildeling.rules.plan import Planlag
from rekruttering.tildeling.rules.plan_json import handling_to_json
from rekruttering.tilgang import guard

# So many of those who could have a municipality are shown.
VIST = 12
BYTTER = 5
__all__ = ["bp"]


def _render(name: str, plan: Plan, **values: Any) -> str:
    """Return a page, or for HTMX only what the board shows in its side panel."""
    alene = not web.is_htmx()
    return render_template(
        "analyse/side.html" if alene else f"analyse/_{name}.html",
        innhold=f"analyse/_{name}.html",
        alene=alene,
        tildeling=plan.tildeling,
        plan_tittel=plan_tittel(plan.tildeling),
        kan_endres=plan.tildeling.status in APEN,
        hvorfor_ikke=HVORFOR_IKKE,
        **values,
    )


def _load(utvalg: Utvalg) -> Plan:
    return load_plan(utvalg.tildeling, queries.map_navn(utvalg.tildeling.utlysning_id))


@bp.get("/tildeling/<int:id>/kommune/<int:kommune>/hvorfor")
@guard.requires(queries.get_kommunevalg, policy.can_ask)
def kommune(utvalg: Utvalg) -> ResponseReturnValue:
    """Show why a municipality has the pair it has, or none, and who else could have it."""
    plan, k = _load(utvalg), utvalg.id
    if not plan.knows_kommune(k):
        return _render("ukjent", plan, tittel=plan.kommune(k))
    lag = plan.utkast.find_lag_i(k)
    funnet = fakta.describe_lag(plan.problem, plan.vurdering, lag) if lag else None
    return _render(
        "kommune",
        plan,
        id=k,
        tittel=plan.kommune(k),
        sted=_sted(plan, k),
        par=_par(plan, lag) if lag else None,
        regler=list_regler(plan, funnet, k) if funnet else [],
        ledd=list_ledd_i(plan, funnet, k) if funnet else [],
        hindre=list_since(plan, lag) if lag else [],
        bytter=_bytter(plan, bytter.list_bytter(plan.problem, plan.utkast, kommune=k, mest=BYTTER)),
        mulige=_mulige(plan, k, lag),
        sporsmal=_kommunesporsmal(plan, k, lag),
    )


@bp.get("/tildeling/<int:id>/par/<int:lag_id>/hvorfor")
@guard.requires(queries.get_lagvalg, policy.can_ask)
def par(utvalg: Utvalg) -> ResponseReturnValue:
    """Show why two are a pair: the rules that hold, what it costs and what else there is."""
    plan = _load(utvalg)
    lag = queries.get_planlag(utvalg.id)
    funnet = fakta.describe_lag(plan.problem, plan.vurdering, lag)
    return _render(
        "par",
        plan,
        tittel=join(plan.veileder(each) for each in lag.veiledere),
        par=_par(plan, lag),
        medlemmer=[_medlem(plan, each, funnet.timer) for each in funnet.medlemmer],
        kommuner=_kommuner(plan, lag),
        kostnad=funnet.kostnad,
        regler=list_regler(plan, funnet),
        ledd=list_ledd(plan, funnet),
        hindre=list_since(plan, lag),
        bytter=_bytter(plan, _around_pair(plan, lag)),
        sporsmal=[
            _sporsmal(plan, Sporsmal(ALTERNATIVER, lag.veiledere)),
            *(_sporsmal(plan, Sporsmal(ALTERNATIVER, lag.veiledere, k)) for k in lag.kommuner),
        ],
    )


@bp.get("/tildeling/<int:id>/veileder/<int:veileder>/hvorfor")
@guard.requires(queries.get_veiledervalg, policy.can_ask)
def veileder(utvalg: Utvalg) -> ResponseReturnValue:
    """Show why a veileder is where they are, and where else they could be."""
    plan, v = _load(utvalg), utvalg.id
    if not plan.knows_veileder(v):
        return _render("ukjent", plan, tittel=plan.veileder(v))
    lag = plan.utkast.find_lag(v)
    medlem = fakta.to_medlem(plan.problem, v)
    found = bytter.list_bytter(plan.problem, plan.utkast, veileder=v, mest=BYTTER)
    spor = [Sporsmal(ALTERNATIVER, (v,), k) for k in lag.kommuner] if lag else []
    if lag is None:
        spor = [Sporsmal(HVORFOR_IKKE, (v,))]
    return _render(
        "veileder",
        plan,
        id=v,
        tittel=plan.veileder(v),
        medlem=_medlem(plan, medlem, plan.vurdering.lag[lag].timer if lag else 0),
        par=_par(plan, lag) if lag else None,
        laser=list_laser(plan, (v,)),
        hindre=list_since(plan, lag) if lag else [],
        bytter=_bytter(plan, found),
        steder=_steder(plan, v, lag),
        sporsmal=[_sporsmal(plan, each) for each in spor],
    )


def _sted(plan: Plan, kommune: int) -> list[str]:
    """Return what a municipality needs, in short."""
    sted = fakta.to_sted(plan.problem, kommune)
    found = [_("%(timer)s timer", timer=sted.timer)]
    if sted.malform != "nøytral":
        found.append(sted.malform)
    if sted.samisk_sprak:
        found.append(sted.samisk_sprak)
    return [*found, fagnavn(sted.fagomrader)] if sted.fagomrader else found


def _par(plan: Plan, lag: Planlag) -> dict[str, Any]:
    rows = queries.map_lag_ids(plan.tildeling.id)
    return {
        "navn": join(plan.veileder(each) for each in lag.veiledere),
        "url": url_for(".par", id=plan.tildeling.id, lag_id=rows[lag.veiledere]),
        "medlemmer": [_person(plan, each) for each in lag.veiledere],
        "kommuner": _kommuner(plan, lag),
        "timer": plan.vurdering.lag[lag].timer,
        "poeng": plan.vurdering.lag[lag].kostnad,
    }


def _person(plan: Plan, id: int) -> dict[str, Any]:
    url = url_for(".veileder", id=plan.tildeling.id, veileder=id)
    return {"id": id, "navn": plan.veileder(id), "url": url}


def _kommuner(plan: Plan, lag: Planlag) -> list[dict[str, Any]]:
    return [
        {
            "navn": plan.kommune(each),
            "url": url_for(".kommune", id=plan.tildeling.id, kommune=each),
        }
        for each in lag.kommuner
    ]


def _medlem(plan: Plan, medlem: fakta.Medlem, timer: int) -> dict[str, Any]:
    """Return a veileder for the page: hours and band, background, languages, wishes and ties."""
    about = [
        (_("Bakgrunn"), bakgrunn(medlem)),
        (_("Poeng fra intervjuene"), _("%(poeng)s av 100", poeng=medlem.poeng)),
        (_("Språk"), join([*medlem.malformer, *medlem.samiske_sprak])),
        (_("Reiser"), _("opptil %(km)s km", km=medlem.maks_reise_km)),
        (_("Fagområder"), fagnavn(medlem.fagomrader)),
        (_("Ønsker seg"), join(_fylker(plan, medlem.onskede_fylker))),
        (_("Vil ikke til"), join(_fylker(plan, medlem.uaktuelle_fylker))),
        (_("Inhabil i"), join(map(plan.kommune, medlem.inhabil_i))),
        (_("Vil gjerne arbeide med"), join(map(plan.veileder, medlem.onsker_par_med))),
        (_("Vil ikke arbeide med"), join(map(plan.veileder, medlem.ikke_par_med))),
    ]
    return {
        **_person(plan, medlem.id),
        "timer": timer,
        "minst": medlem.minst,
        "mest": medlem.mest,
        "om": [(name, value) for name, value in about if value],
    }


def _fylker(plan: Plan, numre: tuple[str, ...]) -> list[str]:
    return [plan.navn.get(f"F{nummer}", nummer) for nummer in numre]


def _around_pair(plan: Plan, lag: Planlag) -> list[bytter.Bytte]:
    """Return the best steps around either member, each once."""
    found = {
        each.handling: each
        for veileder in lag.veiledere
        for each in bytter.list_bytter(plan.problem, plan.utkast, veileder=veileder, mest=BYTTER)
    }
    return sorted(found.values(), key=lambda b: (b.udekket, b.poeng, len(b.veiledere)))[:BYTTER]


def _bytter(plan: Plan, found: list[bytter.Bytte]) -> list[dict[str, Any]]:
    return [
        {
            "tekst": handling_tekst(plan, each.handling),
            "poeng": each.poeng,
            "dekker": -each.udekket,
            "berorte": join(plan.veileder(v) for v in each.veiledere),
            "url": endring_url(plan.tildeling.id, handling_to_json(each.handling)),
        }
        for each in found
    ]


def _mulige(plan: Plan, kommune: int, lag: Planlag | None) -> dict[str, Any]:
    """Return who could have a municipality, the nearest first, and what keeps the others out."""
    alle = fakta.list_for_kommune(plan.problem, plan.utkast.laser, kommune)
    kan = [each for each in alle if not each.hindre]
    own = lag.veiledere if lag else ()
    shown = [each for each in kan if each.veileder not in own]
    return {
        "alle": len(alle),
        "kan": len(kan),
        "flere": max(0, len(shown) - VIST),
        "rader": [
            {
                **_person(plan, each.veileder),
                "km": each.km,
                "poeng": each.poeng,
                "hvor": hvor(plan, each.veileder),
                "mangler": each.mangler_sprak,
            }
            for each in shown[:VIST]
        ],
        "stengt": [
            (_(HINDER_TEKST[rule]), antall) for rule, antall in fakta.count_hindre(alle).items()
        ],
    }


def _steder(plan: Plan, veileder: int, lag: Planlag | None) -> dict[str, Any]:
    """Return where a veileder could be, the nearest first, and where not and why."""
    alle = fakta.list_for_veileder(plan.problem, plan.utkast.laser, veileder)
    own = lag.kommuner if lag else ()

    def row(each: fakta.Mulighet) -> dict[str, Any]:
        now = plan.utkast.find_lag_i(each.kommune)
        return {
            "id": each.kommune,
            "navn": plan.kommune(each.kommune),
            "url": url_for(".kommune", id=plan.tildeling.id, kommune=each.kommune),
            "km": each.km,
            "poeng": each.poeng,
            "mangler": each.mangler_sprak,
            "par": join(plan.veileder(v) for v in now.veiledere) if now else "",
            "egen": each.kommune in own,
            "hindre": join(hinder_tekster(each)),
        }

    return {
        "alle": len(alle),
        "kan": [row(each) for each in alle if not each.hindre],
        "kan_ikke": [row(each) for each in alle if each.hindre],
    }


def _kommunesporsmal(plan: Plan, kommune: int, lag: Planlag | None) -> list[dict[str, Any]]:
    if lag is None:
        return [_sporsmal(plan, Sporsmal(UDEKKET, (), kommune))]
    asked = [Sporsmal(ALTERNATIVER, lag.veiledere, kommune)]
    asked += [Sporsmal(ALTERNATIVER, (each,), kommune) for each in lag.veiledere]
    return [_sporsmal(plan, each) for each in asked]


def _sporsmal(plan: Plan, sporsmal: Sporsmal) -> dict[str, Any]:
    """Return a question as a button: its words, and what it sends."""
    a, b = (*map(plan.veileder, sporsmal.veiledere), "", "")[:2]
    k = "" if sporsmal.kommune is None else plan.kommune(sporsmal.kommune)
    return {
        "tekst": _(sporsmal_tekst(sporsmal), a=a, b=b, k=k),
        "type": sporsmal.type,
        "v": sporsmal.veiledere,
        "k": sporsmal.kommune,
    }
