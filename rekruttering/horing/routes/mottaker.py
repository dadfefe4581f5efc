"""Those who are heard read the proposal for their own municipalities, comment and object."""

from collections.abc import Mapping
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError, KonfliktError
from rekruttering.felles.forms import BaseForm, posted
from rekruttering.habilitet import queries as habilitet_queries
from rekruttering.habilitet.innsigelse import Innsigelsesside
from rekruttering.habilitet.innsigelse import answer as answer_objection
from rekruttering.horing import policy, queries, service, visning
from rekruttering.horing.forms import make_svar_form, to_felter
from rekruttering.horing.models import Horingsmottaker
from rekruttering.horing.queries import Rad
from rekruttering.horing.routes.blueprint import bp
from rekruttering.horing.rules import Mottakerslag
from rekruttering.horing.rules.plan import merke
from rekruttering.horing.service import SAMLET
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tilgang import guard
from rekruttering.tilgang.models import Bruker


@bp.route("/horing/<int:id>", methods=["GET", "POST"])
@guard.requires(queries.get_mottaker, policy.can_answer)
def svar(mottaker: Horingsmottaker) -> ResponseReturnValue:
    """Show the proposal for the own municipalities, and take comments or that there are none."""
    rader = queries.list_rader(mottaker)
    navn = {rad.puljekommune.id: rad.puljekommune.kommune.navn for rad in rader}
    if mottaker.slag is Mottakerslag.STATSFORVALTER:
        navn[SAMLET] = ""
    ids = list(navn)
    form: BaseForm = make_svar_form(navn)(posted(), data=_data(ids, _stored(mottaker)))
    hindre: list[Hinder] = []
    konflikter: dict[int, str] = {}
    if request.method == "POST" and form.validate():
        try:
            konflikter = _save(mottaker, form, ids)
        except HindretError as error:
            hindre = error.hindre
        except KonfliktError:
            # Two colleagues wrote the first comment at the same moment: both are shown.
            konflikter = _find_konflikter(mottaker, form, ids)
        else:
            if not konflikter:
                return redirect(_next(mottaker, ids), code=303)
    for id, there in konflikter.items():
        form[f"s{id}"].data = merke(there)
    page = _page(mottaker, rader, form, hindre, konflikter)
    return page, 409 if konflikter else 422 if form.has_errors or hindre else 200


def _next(mottaker: Horingsmottaker, ids: list[int]) -> str:
    """Return where to go after saving: the page again, or to object for the row that was chosen."""
    row = request.form.get("innsigelse", "")
    if row in {str(id) for id in ids if id != SAMLET}:
        return url_for(".innsigelse", id=mottaker.id, puljekommune_id=int(row))
    return url_for(".svar", id=mottaker.id)


def _stored(mottaker: Horingsmottaker) -> dict[int, str]:
    return {
        each.puljekommune_id or SAMLET: each.tekst for each in queries.list_svar_of(mottaker.id)
    }


def _data(ids: list[int], stored: Mapping[int, str]) -> dict[str, str]:
    values = {f"t{id}": stored.get(id, "") for id in ids}
    return values | {f"s{id}": merke(stored.get(id, "")) for id in ids}


def _save(mottaker: Horingsmottaker, form: BaseForm, ids: list[int]) -> dict[int, str]:
    """Save what was typed, or that there is nothing; return what others have written meanwhile."""
    felter, bruker, now = to_felter(form, ids), guard.get_bruker(), clock.now()
    underveis = "innsigelse" in request.form
    with transaction():
        if request.form.get("handling") == "ingen":
            typed = sum(bool(felt.tekst) for felt in felter.values())
            service.say_nothing(mottaker, typed, bruker=bruker, now=now)
            konflikter: dict[int, str] = {}
        else:
            konflikter = service.answer(
                mottaker, felter, bruker=bruker, now=now, underveis=underveis
            )
    if not konflikter and not underveis:
        flash(_("Takk, svaret er lagret. Du kan endre det til fristen er ute."), "success")
    return konflikter


def _find_konflikter(mottaker: Horingsmottaker, form: BaseForm, ids: list[int]) -> dict[int, str]:
    stored = _stored(mottaker)
    return {
        id: stored.get(id, "")
        for id, felt in to_felter(form, ids).items()
        if stored.get(id, "") != felt.tekst
    }


def _page(
    mottaker: Horingsmottaker,
    rader: list[Rad],
    form: BaseForm,
    hindre: list[Hinder],
    konflikter: Mapping[int, str],
) -> str:
    horing = mottaker.horing
    plan = queries.get_plan(horing)
    lag = [found for rad in rader if (found := plan.find_lag(rad.puljekommune.id))]
    veiledere = tildeling_queries.map_veiledere({id for each in lag for id in each.veiledere})
    region = mottaker.slag is Mottakerslag.STATSFORVALTER
    forside = "min_region" if region else "min_kommune"
    return render_template(
        "horing/svar.html",
        mottaker=mottaker,
        horing=horing,
        hort=visning.list_hort(rader, plan, veiledere),
        region=region,
        form=form,
        samlet=SAMLET,
        hindre=hindre,
        konflikter=konflikter,
        apen=service.is_open(horing, clock.now()),
        merknader=_stored(mottaker),
        meldt=queries.list_meldt(mottaker.id),
        tilbake={
            "tekst": _("Min region") if region else _("Min kommune"),
            "url": url_for(f"mottaker.{forside}"),
        },
    )


@bp.route("/horing/<int:id>/kommune/<int:puljekommune_id>/innsigelse", methods=["GET", "POST"])
@guard.requires(queries.get_rad, lambda bruker, rad: policy.can_answer(bruker, rad.mottaker))
def innsigelse(rad: Rad) -> ResponseReturnValue:
    """Take an objection to one of the two veiledere who are proposed for a municipality."""
    bruker, row = guard.get_bruker(), rad.puljekommune
    lag = queries.get_plan(rad.mottaker.horing).find_lag(row.id)
    veiledere = tildeling_queries.map_veiledere(lag.veiledere if lag else ())

    def meld(person: Bruker, tekst: str, now: datetime) -> None:
        service.raise_objection(rad, person, tekst, bruker=bruker, now=now)

    side = Innsigelsesside(
        personer={id: veileder.bruker for id, veileder in veiledere.items()},
        navn={id: veileder.soknad.navn for id, veileder in veiledere.items()},
        gjelder=row.kommune,
        meldt=habilitet_queries.list_innsigelser_mot(bruker.id, kommune_id=row.kommune_id),
        tilbake={
            "tekst": _("Forslaget til veiledere"),
            "url": url_for(".svar", id=rad.mottaker.id),
        },
        ingress=_(
            "Har en av veilederne som er foreslått for %(kommune)s, en tilknytning til kommunen "
            "som kan gjøre at de ikke er upartiske? Den det gjelder, brukes ikke i kommunen før "
            "Utdanningsdirektoratet har avgjort saken.",
            kommune=row.kommune.navn,
        ),
        tom_tekst=_("Ingen veiledere er foreslått for kommunen."),
        meld=meld,
    )
    return answer_objection(side, fra=bruker)
