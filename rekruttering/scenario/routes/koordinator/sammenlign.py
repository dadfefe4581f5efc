"""Two plans or trials side by side."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles.forms import choices
from rekruttering.scenario import forskjeller, policy, queries, visning
from rekruttering.scenario.forms import SammenlignForm
from rekruttering.scenario.routes.koordinator.blueprint import (
    Valgt,
    bp,
    find_valgt,
    names_of,
    plan_name,
    plan_ref,
    settings_of,
    to_bilde,
)
from rekruttering.scenario.sammenligning import sammenlign as compare
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling.models import Tildeling
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning


@bp.get("/runde/<int:utlysning_id>/sammenlign")
@guard.requires(get_utlysning, policy.can_try)
def sammenlign(utlysning: Utlysning) -> ResponseReturnValue:
    """Show what differs between two plans or trials of a round.

    The address names them as `a` and `b`, or as two of `valg`: t7 is a plan, k7 a run.
    """
    chosen = request.args.getlist("valg")
    refs = [request.args.get("a", ""), request.args.get("b", "")]
    if chosen:
        # From plan to trial, and from old to new.
        refs = [*sorted(chosen, key=lambda ref: (ref[:1] != "t", len(ref), ref)), "", ""][:2]
    first, second = (find_valgt(utlysning, ref) for ref in refs)
    form = SammenlignForm(data={"a": refs[0], "b": refs[1]})
    offered = choices([("", _("Velg …")), *_offer(utlysning)])
    form.a.choices = form.b.choices = offered
    data = {"utlysning": utlysning, "form": form, "to_valgt": False, "for_mange": len(chosen) > 2}
    if first is not None and second is not None:
        data |= _side_by_side(utlysning, first, second)
    return render_template("scenario/sammenlign.html", **data)


def _offer(utlysning: Utlysning) -> list[tuple[str, str]]:
    found: list[Valgt] = [each.tildeling for each in queries.list_planer(utlysning.id)]
    found += [each for each in queries.list_prover(utlysning.id) if each.forslag]
    found += [each for each in tildeling_queries.list_kjoringer(utlysning.id) if each.forslag]
    return [(plan_ref(each), plan_name(each)) for each in found]


def _side_by_side(utlysning: Utlysning, first: Valgt, second: Valgt) -> dict[str, object]:
    found = compare(to_bilde(first), to_bilde(second))
    settings = [settings_of(first), settings_of(second)]
    navn = names_of(utlysning, settings)
    return {
        "to_valgt": True,
        "a": _column(first, visning.settings_words(settings[0], navn)),
        "b": _column(second, visning.settings_words(settings[1], navn)),
        "bytt_url": url_for(
            ".sammenlign", utlysning_id=utlysning.id, a=plan_ref(second), b=plan_ref(first)
        ),
        "deler": forskjeller.make_tabell(found.a, found.b),
        "endringer": forskjeller.change_counts(found),
        "like": found.is_same,
        "forskjeller": forskjeller.make_forskjeller(found, navn),
        "fakta": forskjeller.fact_words(found.fakta, navn),
        "vekter": forskjeller.weight_words(found.fakta),
    }


def _column(valgt: Valgt, antar: list[str]) -> dict[str, object]:
    page = "bord.vis" if isinstance(valgt, Tildeling) else "kjoring.vis"
    return {"navn": plan_name(valgt), "url": url_for(page, id=valgt.id), "antar": antar}
