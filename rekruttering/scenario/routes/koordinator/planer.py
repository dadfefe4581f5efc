"""A round's plans and trials, and the form that starts a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.rules import DELTAR, PuljekommuneStatus
from rekruttering.scenario import policy, queries, visning
from rekruttering.scenario.forms import NavnForm
from rekruttering.scenario.queries import Planrad
from rekruttering.scenario.routes.koordinator.blueprint import (
    bp,
    names_of,
    plan_name,
    plan_ref,
    settings_of,
)
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tildeling import policy as tildeling_policy
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.forms import KjoringForm
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.routes.kjoring import bp as kjoring_bp
from rekruttering.tildeling.rules import AKTIV, KJORING_TEKST, STATUS_TEKST, TildelingStatus
from rekruttering.tilgang import guard
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning

# What is put aside stays in the list, below what people work on.
_ASIDE = (TildelingStatus.FORKASTET, TildelingStatus.ENDRET)


@dataclass(frozen=True)
class Plan:
    """A plan or a trial as the list shows it; `udekket` and `poeng` None before there is a plan."""

    ref: str
    navn: str
    url: str
    status: str
    status_tekst: str
    hvem: str
    at: datetime
    udekket: int | None
    poeng: int | None
    fra: str
    antar: list[str]
    kan_velges: bool
    id: int


@kjoring_bp.route("/runde/<int:utlysning_id>/tildeling", methods=["GET", "POST"])
@guard.requires(get_utlysning, tildeling_policy.can_allocate)
def runde(utlysning: Utlysning) -> ResponseReturnValue:
    """Show a round's plans, runs and trials, and what a run would start from; start one."""
    form = KjoringForm(posted())
    hindre = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                kjoring_id = tildeling_service.start_kjoring(
                    utlysning,
                    tildeling_service.Valg(form.maks_sekunder.data or 0, form.fro.data or 0),
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                ).id
        except KonfliktError:
            # Someone pressed the same button at the same moment: go to the run that started.
            return to_aktiv(utlysning.id)
        except HindretError as error:
            if any(hinder.kode == "aktiv" for hinder in error.hindre):
                return to_aktiv(utlysning.id)
            hindre = [hinder_tekst(hinder) for hinder in error.hindre]
        else:
            return redirect(url_for("kjoring.vis", id=kjoring_id), code=303)
    status = 422 if form.has_errors or hindre else 200
    return render_template("tildeling/runde.html", **_data(utlysning, form, hindre)), status


def to_aktiv(utlysning_id: int) -> ResponseReturnValue:
    """Lead to the run that is going on in a round."""
    aktiv = tildeling_queries.find_aktiv(utlysning_id)
    if aktiv is None:
        return redirect(url_for("kjoring.runde", utlysning_id=utlysning_id), code=303)
    flash(_("En tildeling regnes ut allerede. Her er den."), "info")
    return redirect(url_for("kjoring.vis", id=aktiv.id), code=303)


def _data(utlysning: Utlysning, form: KjoringForm, feil: list[str]) -> dict[str, Any]:
    kjoringer = tildeling_queries.list_kjoringer(utlysning.id)
    planer = queries.list_planer(utlysning.id)
    prover = queries.list_prover(utlysning.id)
    aktiv = next((each for each in kjoringer if each.status in AKTIV), None)
    names = {each.tildeling.id: plan_name(each.tildeling) for each in planer}
    rows = [_plan(each, names) for each in planer]
    aside = {each.tildeling.id for each in planer if each.tildeling.status in _ASIDE}
    return {
        "utlysning": utlysning,
        "kjoring_tekst": KJORING_TEKST,
        "form": form,
        "feil": feil,
        "planer": [row for row in rows if row.id not in aside],
        "lagt_bort": [row for row in rows if row.id in aside],
        "prover": _prover(utlysning, prover),
        "kjoringer": kjoringer,
        "aktiv": aktiv,
        "hindre": tildeling_service.start_hindre(utlysning) if aktiv is None else [],
        "tall": _tall(utlysning),
        "publisert": next(
            (
                each.tildeling
                for each in planer
                if each.tildeling.status is TildelingStatus.PUBLISERT
            ),
            None,
        ),
    }


def _tall(utlysning: Utlysning) -> list[dict[str, object]]:
    pulje = pulje_queries.find_pulje(utlysning.id)
    antall = pulje_queries.count_by_status(pulje.id) if pulje else {}
    kommuner = sum(antall.get(status, 0) for status in DELTAR)
    veiledere = tilbud_queries.count_veiledere(utlysning.id)
    stille = antall.get(PuljekommuneStatus.IDENTIFISERT, 0)
    figures = (
        (veiledere, ngettext("veileder med avtale", "veiledere med avtale", veiledere)),
        (kommuner, ngettext("kommune som er med", "kommuner som er med", kommuner)),
        (stille, ngettext("kommune som ikke har svart", "kommuner som ikke har svart", stille)),
    )
    return [{"verdi": verdi, "tekst": tekst, "url": None} for verdi, tekst in figures]


def _person(bruker: Bruker) -> str:
    return bruker.navn or bruker.epost


def _plan(rad: Planrad, names: Mapping[int, str]) -> Plan:
    tildeling = rad.tildeling
    kjoring = tildeling.kjoring
    kopi = _("kopi av %(plan)s", plan=names.get(tildeling.kopi_av_id or 0, ""))
    vedtatt = tildeling.vedtatt_av
    if vedtatt is not None:
        hvem, at = _person(vedtatt), tildeling.vedtatt_at or kjoring.opprettet_at
    elif rad.siste is not None:
        hvem, at = _person(rad.siste.gjort_av), rad.siste.gjort_at
    else:
        hvem, at = _person(kjoring.startet_av), kjoring.ferdig_at or kjoring.opprettet_at
    return Plan(
        ref=plan_ref(tildeling),
        navn=plan_name(tildeling),
        url=url_for("bord.vis", id=tildeling.id),
        status=tildeling.status.value,
        status_tekst=_(STATUS_TEKST[tildeling.status]),
        hvem=hvem,
        at=at,
        udekket=_kommuner_of(kjoring) - rad.dekket,
        poeng=rad.poeng,
        fra=kopi if tildeling.kopi_av_id else "",
        antar=[],
        kan_velges=True,
        id=tildeling.id,
    )


def _kommuner_of(kjoring: Kjoring) -> int:
    """Return how many municipalities a run knew."""
    forslag = kjoring.forslag or {"udekket": [], "par": []}
    return len(forslag["udekket"]) + sum(len(each["kommuner"]) for each in forslag["par"])


def _prover(utlysning: Utlysning, prover: list[Kjoring]) -> list[Plan]:
    if not prover:
        return []
    settings = {each.id: settings_of(each) for each in prover}
    navn = names_of(utlysning, settings.values())
    rows = []
    for each in prover:
        forslag = each.forslag
        poeng = None if forslag is None else sum(par["kostnad"] for par in forslag["par"])
        rows.append(
            Plan(
                ref=plan_ref(each),
                navn=plan_name(each),
                url=url_for("scenario.prove", id=each.id),
                status=each.status.value,
                status_tekst=_(KJORING_TEKST[each.status]),
                hvem=_person(each.startet_av),
                at=each.opprettet_at,
                udekket=None if forslag is None else len(forslag["udekket"]),
                poeng=poeng,
                fra="",
                antar=visning.settings_words(settings[each.id], navn),
                kan_velges=forslag is not None and not each.feil,
                id=each.id,
            )
        )
    return rows


@bp.route("/tildeling/<int:id>/kopier", methods=["GET", "POST"])
@guard.requires(tildeling_queries.get_tildeling, policy.can_work_on)
def kopier(tildeling: Tildeling) -> ResponseReturnValue:
    """Copy a plan under a name, to change the copy on its own."""
    navn = _("Kopi av %(plan)s", plan=plan_name(tildeling))
    form = NavnForm(posted(), data={"navn": navn[:80]})
    if request.method == "POST" and form.validate():
        with transaction():
            copy_id = tildeling_service.copy(
                tildeling, form.navn.data or "", bruker=guard.get_bruker()
            ).id
        flash(_("Her er kopien. Du kan endre den uten at den andre planen blir endret."), "success")
        return redirect(url_for("bord.vis", id=copy_id), code=303)
    return _name_page(tildeling, form, _("Lag en kopi"), _("Lag kopien"))


@bp.route("/tildeling/<int:id>/navn", methods=["GET", "POST"])
@guard.requires(tildeling_queries.get_tildeling, policy.can_work_on)
def gi_navn(tildeling: Tildeling) -> ResponseReturnValue:
    """Give a plan the name that people know it by."""
    form = NavnForm(posted(), data={"navn": tildeling.navn})
    if request.method == "POST" and form.validate():
        with transaction():
            tildeling_service.name_tildeling(
                tildeling, form.navn.data or "", bruker=guard.get_bruker()
            )
        flash(_("Navnet er lagret."), "success")
        where = url_for("kjoring.runde", utlysning_id=tildeling.utlysning_id)
        return redirect(where, code=303)
    return _name_page(tildeling, form, _("Gi planen et navn"), _("Lagre"))


def _name_page(
    tildeling: Tildeling, form: NavnForm, tittel: str, knapptekst: str
) -> ResponseReturnValue:
    page = render_template(
        "scenario/navn.html",
        tildeling=tildeling,
        plan_navn=plan_name(tildeling),
        form=form,
        tittel=tittel,
        knapptekst=knapptekst,
    )
    return page, 422 if form.has_errors else 200
