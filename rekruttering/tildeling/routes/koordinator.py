"""The coordinator reads a proposal, decides on it and publishes it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import choices, posted
from rekruttering.felles.tabellfil import Ark, Celle, to_excel
from rekruttering.felles.web import attachment
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.routes.tekster import TEKSTER
from rekruttering.soknad.rules import BAKGRUNN_TEKST
from rekruttering.tildeling import adapter, policy, queries, service, visning
from rekruttering.tildeling.forms import FilterForm, VedtakForm
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import APEN, STATUS_TEKST, TildelingStatus
from rekruttering.tildeling.service.kjoringer import plan_of
from rekruttering.tilgang import guard

bp = Blueprint("tildeling", __name__)


@bp.get("/tildeling/<int:id>")
@guard.requires(queries.get_tildeling, policy.can_decide)
def vis(tildeling: Tildeling) -> ResponseReturnValue:
    """Show a proposal: pairs, hours, cost, map and what can be done with it."""
    lag, oversikt, fylker = _load(tildeling)
    form = FilterForm(request.args)
    rows = [p.puljekommune for each in lag for p in each.plasseringer] + list(oversikt.udekket)
    numre = {row.kommune.fylkesnummer for row in rows}
    named = sorted(((nr, fylker.get(nr, nr)) for nr in numre), key=lambda each: sort_key(each[1]))
    form.fylke.choices = choices([("", _("Hele landet")), *named])
    fylke = form.fylke.data if form.fylke.data in numre else ""
    navn = fylker.get(fylke, "")
    bilde = visning.make_kart(lag, oversikt.udekket, fylke)
    decided = tildeling.status in APEN | {TildelingStatus.VEDTATT}
    return render_template(
        "tildeling/tildeling.html",
        tildeling=tildeling,
        oversikt=oversikt,
        form=form,
        fylke=fylke,
        fylkesnavn=navn,
        par=[p for p in oversikt.par if not fylke or any(s.fylke == navn for s in p.stopp)],
        udekket=[row for row in oversikt.udekket if fylke in ("", row.kommune.fylkesnummer)],
        fylker=fylker,
        kartbilde=bilde,
        karttekst=_karttekst(bilde, navn),
        tall=_tall(oversikt),
        tildeling_tekst=STATUS_TEKST,
        bakgrunn_tekst=BAKGRUNN_TEKST,
        tekster=TEKSTER,
        hindre=service.list_hindre(tildeling) if decided else [],
        kan_vedtas=tildeling.status in APEN,
        kan_publiseres=tildeling.status is TildelingStatus.VEDTATT,
    )


def _tall(oversikt: visning.Oversikt) -> list[dict[str, object]]:
    med = sum(len(par.stopp) for par in oversikt.par)
    uten, reserver = len(oversikt.udekket), len(oversikt.reserver)
    figures = (
        (len(oversikt.par), _("par")),
        (med, ngettext("kommune med par", "kommuner med par", med)),
        (uten, ngettext("kommune uten par", "kommuner uten par", uten)),
        (reserver, ngettext("reserve", "reserver", reserver)),
        (oversikt.kostnad, _("poeng")),
    )
    return [{"verdi": verdi, "tekst": tekst, "url": None} for verdi, tekst in figures]


def _karttekst(bilde: visning.Kartbilde, fylke: str) -> str:
    """Return what the map shows, in words; the table beside it has the particulars."""
    tekst: str = _(
        "%(hvor)s: %(med)s kommuner med par og %(uten)s uten. Linjene går fra hjemstedet til hver "
        "veileder til kommunene paret har. Tabellen ved siden av sier det samme.",
        hvor=fylke or _("Hele landet"),
        med=bilde.med_par,
        uten=bilde.uten_par,
    )
    return tekst


def _load(tildeling: Tildeling) -> tuple[list[Any], visning.Oversikt, dict[str, str]]:
    kjoring = tildeling.kjoring
    lag = queries.load_lag(tildeling.id)
    fylker = pulje_queries.map_fylkesnavn(kjoring.pulje.innsats_fra_dato)
    km = adapter.map_km(kjoring.problem, plan_of(lag))
    forslag = kjoring.forslag or {}
    udekket = queries.map_puljekommuner([adapter.row_id(each) for each in forslag["udekket"]])
    reserver = queries.map_veiledere([adapter.row_id(each) for each in forslag["ubrukte"]])
    par = visning.make_par(lag, km, fylker)
    return lag, visning.make_oversikt(kjoring, par, udekket, reserver), fylker


def _versjon_ok(form: VedtakForm, tildeling: Tildeling) -> bool:
    return form.versjon.data in (None, "", str(tildeling.versjon))


@bp.route("/tildeling/<int:id>/vedta", methods=["GET", "POST"])
@guard.requires(queries.get_tildeling, policy.can_decide)
def vedta(tildeling: Tildeling) -> ResponseReturnValue:
    """Decide on a proposal, in one's own words."""
    form = VedtakForm(posted(), data={"versjon": str(tildeling.versjon)})
    feil: list[str] = []
    if request.method == "POST" and form.validate():
        if tildeling.status is TildelingStatus.VEDTATT:
            flash(_("Tildelingen er allerede vedtatt."), "info")
            return redirect(url_for(".vis", id=tildeling.id), code=303)
        if not _versjon_ok(form, tildeling):
            raise KonfliktError
        try:
            with transaction():
                service.approve(
                    tildeling,
                    bruker=guard.get_bruker(),
                    begrunnelse=form.begrunnelse.data or "",
                    now=clock.now(),
                )
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
        else:
            flash(_("Tildelingen er vedtatt. Nå kan den publiseres."), "success")
            return redirect(url_for(".vis", id=tildeling.id), code=303)
    page = render_template(
        "tildeling/vedta.html",
        tildeling=tildeling,
        form=form,
        feil=feil,
        hindre=[] if feil else service.list_hindre(tildeling),
        oversikt=_load(tildeling)[1],
    )
    return page, 422 if form.has_errors or feil else 200


@bp.route("/tildeling/<int:id>/forkast", methods=["GET", "POST"])
@guard.requires(queries.get_tildeling, policy.can_decide)
def forkast(tildeling: Tildeling) -> ResponseReturnValue:
    """Put a proposal aside, with a reason."""
    form = VedtakForm(posted(), data={"versjon": str(tildeling.versjon)})
    feil: list[str] = []
    if request.method == "POST" and form.validate():
        if tildeling.status is TildelingStatus.FORKASTET:
            flash(_("Forslaget er allerede forkastet."), "info")
            return redirect(url_for(".vis", id=tildeling.id), code=303)
        if not _versjon_ok(form, tildeling):
            raise KonfliktError
        try:
            with transaction():
                service.reject(
                    tildeling,
                    bruker=guard.get_bruker(),
                    begrunnelse=form.begrunnelse.data or "",
                )
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
        else:
            flash(_("Forslaget er forkastet."), "success")
            where = url_for("kjoring.runde", utlysning_id=tildeling.utlysning_id)
            return redirect(where, code=303)
    page = render_template("tildeling/forkast.html", tildeling=tildeling, form=form, feil=feil)
    return page, 422 if form.has_errors or feil else 200


@bp.route("/tildeling/<int:id>/publiser", methods=["GET", "POST"])
@guard.requires(queries.get_tildeling, policy.can_decide)
def publiser(tildeling: Tildeling) -> ResponseReturnValue:
    """Publish a decided allocation, after telling what that means."""
    if request.method == "GET":
        lag = queries.load_lag(tildeling.id)
        return render_template(
            "tildeling/publiser.html",
            tildeling=tildeling,
            hindre=service.list_hindre(tildeling),
            tidligere=queries.find_publisert(tildeling.utlysning_id),
            veiledere=2 * len(lag),
            kommuner=sum(len(each.plasseringer) for each in lag),
            kan_publiseres=tildeling.status is TildelingStatus.VEDTATT,
        )
    seen = request.form.get("erstatter", "")
    with transaction():
        service.publish(
            tildeling,
            bruker=guard.get_bruker(),
            now=clock.now(),
            erstatter_id=int(seen) if seen.isascii() and seen.isdigit() else None,
        )
    flash(_("Tildelingen er publisert, og alle det gjelder får e-post."), "success")
    return redirect(url_for(".vis", id=tildeling.id), code=303)


@bp.get("/tildeling/<int:id>/eksport")
@guard.requires(queries.get_tildeling, policy.can_decide)
def eksporter(tildeling: Tildeling) -> ResponseReturnValue:
    """Hand out the allocation as a workbook: municipalities, veiledere and reserves."""
    _lag, oversikt, fylker = _load(tildeling)
    sheets = [
        Ark(
            "Kommuner",
            ["kommune", "fylke", "timer", "veileder 1", "km", "veileder 2", "km"],
            _kommunerader(oversikt, fylker),
        ),
        Ark(
            "Veiledere",
            ["veileder", "bosted", "timer", "minst", "mest", "makker", "kommuner"],
            _veilederrader(oversikt),
        ),
        Ark(
            "Kostnad",
            ["ledd", "poeng"],
            [*([_(each.tekst), each.poeng] for each in oversikt.ledd), ["sum", oversikt.kostnad]],
        ),
    ]
    return attachment(to_excel(sheets), f"tildeling-{tildeling.id}.xlsx")


def _kommunerader(oversikt: visning.Oversikt, fylker: dict[str, str]) -> list[list[Celle]]:
    rows: list[list[Celle]] = []
    for par in oversikt.par:
        first, second = par.personer
        for stopp in par.stopp:
            a, b = stopp.km
            rows.append([stopp.navn, stopp.fylke, stopp.timer, first.navn, a, second.navn, b])
    for row in oversikt.udekket:
        fylke = visning.fylkesnavn(row, fylker)
        rows.append([row.kommune.navn, fylke, row.timer, "", "", "", ""])
    return sorted(rows, key=lambda row: sort_key(str(row[0])))


def _veilederrader(oversikt: visning.Oversikt) -> list[list[Celle]]:
    rows: list[list[Celle]] = []
    for par in oversikt.par:
        places = ", ".join(stopp.navn for stopp in par.stopp)
        for person, makker in (par.personer, par.personer[::-1]):
            figures = [person.timer, person.minst, person.mest]
            rows.append([person.navn, person.bosted, *figures, makker.navn, places])
    for each in oversikt.reserver:
        figures = [0, each.timer_minst, each.timer_mest]
        bosted = each.soknad.bosted.navn if each.soknad.bosted else ""
        rows.append([each.soknad.navn, bosted, *figures, "", ""])
    return sorted(rows, key=lambda row: sort_key(str(row[0])))
