"""Changes by hand: what a row offers, good targets, the effect before it is done, and doing it."""

from typing import Any

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.bord import panel, policy, service, tekster, visning
from rekruttering.bord.forms import NyttParForm
from rekruttering.bord.queries import Valgt, get_valgt
from rekruttering.bord.routes.blueprint import bp
from rekruttering.bord.routes.bord import siste_nytt, to_board
from rekruttering.bord.virkning import make_effekt
from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.tildeling import policy as tildeling_policy
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.queries import get_tildeling
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.tilgang import guard


def _render(name: str, tildeling: Tildeling, **values: Any) -> str:
    """Return a panel alone for HTMX, and as a page of its own otherwise."""
    template = f"bord/_{name}.html" if web.is_htmx() else "bord/panel.html"
    return render_template(
        template,
        panel=f"bord/_{name}.html",
        tildeling=tildeling,
        plan_tittel=visning.tittel(tildeling),
        alene=not web.is_htmx(),
        **values,
    )


@bp.get("/tildeling/<int:id>/kommune/<int:kommune>")
@guard.requires(get_valgt, policy.can_change)
def kommune(valgt: Valgt) -> ResponseReturnValue:
    """Show a municipality and what can be done with it."""
    grunnlag = service.load(valgt.tildeling)
    return _render("kommune", valgt.tildeling, **panel.make_kommune(grunnlag, valgt.kommune))


@bp.get("/tildeling/<int:id>/kommune/<int:kommune>/bytt")
@guard.requires(get_valgt, policy.can_change)
def bytt(valgt: Valgt) -> ResponseReturnValue:
    """List the municipalities that one could change pairs with, the cheapest first."""
    grunnlag = service.load(valgt.tildeling)
    return _render("bytt", valgt.tildeling, **panel.make_bytt(grunnlag, valgt.kommune))


@bp.get("/tildeling/<int:id>/par/<int:a>/<int:b>")
@guard.requires(get_valgt, policy.can_change)
def par(valgt: Valgt) -> ResponseReturnValue:
    """Show a pair and what can be done with it."""
    grunnlag = service.load(valgt.tildeling)
    return _render("par", valgt.tildeling, **panel.make_par(grunnlag, valgt.veiledere))


@bp.get("/tildeling/<int:id>/veileder/<int:veileder>")
@guard.requires(get_valgt, policy.can_change)
def veileder(valgt: Valgt) -> ResponseReturnValue:
    """Show a veileder and what can be done."""
    grunnlag = service.load(valgt.tildeling)
    return _render("veileder", valgt.tildeling, **panel.make_veileder(grunnlag, valgt.veiledere[0]))


@bp.get("/tildeling/<int:id>/veileder/<int:veileder>/bytt")
@guard.requires(get_valgt, policy.can_change)
def bytt_veileder(valgt: Valgt) -> ResponseReturnValue:
    """List who could take a member's place, the cheapest first."""
    grunnlag = service.load(valgt.tildeling)
    values = panel.make_bytt_veileder(grunnlag, valgt.veiledere[0])
    return _render("bytt_veileder", valgt.tildeling, **values)


@bp.get("/tildeling/<int:id>/nytt-par")
@guard.requires(get_tildeling, tildeling_policy.can_decide)
def nytt_par(tildeling: Tildeling) -> ResponseReturnValue:
    """Choose municipalities and two reserves for a new pair."""
    grunnlag = service.load(tildeling)
    values = panel.make_nytt_par(grunnlag, NyttParForm(request.args))
    return _render("nytt_par", tildeling, **values)


def _read_handling() -> Handling | None:
    """Return the step that an address describes, or None when it describes none."""
    try:
        return Handling(
            HandlingType(request.args.get("type", "")),
            tuple(int(each) for each in request.args.getlist("v") if each),
            tuple(int(each) for each in request.args.getlist("k") if each),
        )
    except ValueError:
        return None


@bp.route("/tildeling/<int:id>/endring", methods=["GET", "POST"])
@guard.requires(get_tildeling, tildeling_policy.can_decide)
def endring(tildeling: Tildeling) -> ResponseReturnValue:
    """Show what a step would do, and do it; nothing is done to a plan that is no longer as seen."""
    handling, id = _read_handling(), tildeling.id
    konflikt = ""
    if handling is None:
        flash(_("Velg endringen på nytt."), "warning")
        return to_board(id)
    if request.method == "POST":
        try:
            with transaction():
                tildeling_service.adjust(
                    get_tildeling(id),
                    handling,
                    sett_versjon=request.form.get("versjon", 0, type=int),
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except KonfliktError:
            tildeling = get_tildeling(id)
            konflikt = siste_nytt(tildeling)
        except HindretError:
            # The page below says every reason, of the plan as it is now.
            tildeling = get_tildeling(id)
        else:
            return _done(id, handling)
    page = _effect_page(tildeling, handling, konflikt)
    if request.method == "GET":
        return page
    answer = make_response(page, 422 if web.is_htmx() or not konflikt else 409)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#bord-panel", "innerHTML"
    return answer


def _done(id: int, handling: Handling) -> ResponseReturnValue:
    navn = visning.navneliste(service.load(get_tildeling(id)))
    what = tekster.historie(handling, navn)
    flash(_("Gjort: %(hva)s. Du kan angre.", hva=what), "success")
    return to_board(id, f"k{handling.kommuner[0]}" if handling.kommuner else "")


def _effect_page(tildeling: Tildeling, handling: Handling, konflikt: str) -> str:
    grunnlag = service.load(tildeling)
    virkning = tildeling_service.preview(tildeling, handling)
    return _render(
        "endring",
        tildeling,
        tittel=tekster.onske(handling, visning.navneliste(grunnlag)),
        effekt=make_effekt(grunnlag, virkning),
        konflikt=konflikt,
        endring_url=request.full_path,
        tilbake_url=panel.back_url(grunnlag, handling),
    )
