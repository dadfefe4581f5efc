"""The coordinator sends a proposal to be heard, follows it, and deals with what comes in."""

from collections import Counter
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock, web
from rekruttering.felles.clock import OSLO
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError, KonfliktError
from rekruttering.felles.forms import posted
from rekruttering.horing import policy, queries, service, visning
from rekruttering.horing.forms import (
    AvsluttForm,
    BehandlingForm,
    FristForm,
    HoringForm,
    default_frist,
)
from rekruttering.horing.models import Horing, Horingssvar
from rekruttering.horing.routes.blueprint import bp
from rekruttering.horing.rules import MINSTE_VARSEL, SLAG_TEKST, Mottakerslag, find_endrede
from rekruttering.horing.rules.plan import Horingsplan
from rekruttering.kommune import queries as kommune_queries
from rekruttering.kommune.rules import sort_key
from rekruttering.tildeling import policy as tildeling_policy
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import APEN
from rekruttering.tilgang import guard


@bp.get("/tildeling/<int:id>/horing")
@guard.requires(tildeling_queries.get_tildeling, tildeling_policy.can_decide)
def vis(tildeling: Tildeling) -> ResponseReturnValue:
    """Show the newest hearing of a plan, or that there is none."""
    horinger = queries.list_horinger(tildeling.id)
    if horinger:
        return _page(horinger[0], horinger)
    return render_template(
        "horing/ingen.html",
        tildeling=tildeling,
        kan_sendes=tildeling.status in APEN,
        arvede=queries.list_arvede(tildeling.id),
    )


@bp.get("/tildeling/<int:id>/horing/<int:horing_id>")
@guard.requires(queries.get_horing, policy.can_lead)
def en(horing: Horing) -> ResponseReturnValue:
    """Show one of the hearings of a plan."""
    return _page(horing, queries.list_horinger(horing.tildeling_id))


def _page(horing: Horing, horinger: list[Horing]) -> ResponseReturnValue:
    now = clock.now()
    tildeling = horing.tildeling
    navn = _navn(tildeling, horing.sendt_at)
    plan, pairs = queries.get_plan(horing), queries.map_par(tildeling.id)
    svar = queries.list_svar(horing.id)
    rader = visning.list_merknadsrader(svar, plan, pairs, navn)
    generelle = [visning.to_svarrad(each, navn) for each in svar if each.puljekommune_id is None]
    mottakere = _mottakere(horing, svar, navn)
    endrede = find_endrede(plan.par, pairs)
    apen = service.is_open(horing, now)
    return render_template(
        "horing/vis.html",
        tildeling=tildeling,
        horing=horing,
        apen=apen,
        tall=_tall(mottakere, svar),
        mottakere=mottakere,
        slag_tekst=SLAG_TEKST,
        venter=[rad for rad in rader if not rad.ferdig],
        ferdige=[rad for rad in rader if rad.ferdig],
        generelle=generelle,
        endrede=sorted((navn.kommuner[id] for id in endrede), key=sort_key),
        kan_pamine=apen and any(not each.svart_at and not each.pamint_at for each in mottakere),
        kan_forlenges=horing.lukket_av_id is None and tildeling.status in service.I_SPILL,
        kan_sendes=not apen and tildeling.status in APEN,
        andre=[each for each in horinger if each.id != horing.id],
    )


def _mottakere(
    horing: Horing, svar: list[Horingssvar], navn: visning.Navn
) -> list[visning.Mottakerrad]:
    antall: dict[int, int] = {}
    for each in svar:
        antall[each.mottaker_id] = antall.get(each.mottaker_id, 0) + 1
    rader = [
        visning.to_mottakerrad(each, navn, antall.get(each.id, 0))
        for each in queries.list_mottakere(horing.id)
    ]
    return sorted(rader, key=lambda rad: (list(Mottakerslag).index(rad.slag), sort_key(rad.navn)))


def _tall(mottakere: list[visning.Mottakerrad], svar: list[Horingssvar]) -> list[dict[str, object]]:
    svart = sum(each.svart_at is not None for each in mottakere)
    innsigelser = sum(each.innsigelse_id is not None for each in svar)
    merknader = len(svar) - innsigelser
    venter = sum(not each.is_handled for each in svar)
    figures = (
        (_("%(svart)s av %(alle)s", svart=svart, alle=len(mottakere)), _("har svart")),
        (merknader, ngettext("merknad", "merknader", merknader)),
        (innsigelser, ngettext("innsigelse", "innsigelser", innsigelser)),
        (venter, _("venter på behandling")),
    )
    return [{"verdi": verdi, "tekst": tekst, "url": None} for verdi, tekst in figures]


def _navn(tildeling: Tildeling, on: datetime) -> visning.Navn:
    """Return the names of a plan's people and places; the embeter as they were called that day."""
    return visning.Navn(
        tildeling_queries.map_veiledernavn(tildeling.utlysning_id),
        tildeling_queries.map_kommunenavn(tildeling.kjoring.pulje_id),
        _embetenavn(on),
    )


def _embetenavn(on: datetime) -> dict[str, str]:
    day = on.astimezone(OSLO).date()
    return {each.kode: each.navn(web.sprak()) for each in kommune_queries.list_embeter(day)}


@bp.route("/tildeling/<int:id>/horing/ny", methods=["GET", "POST"])
@guard.requires(tildeling_queries.get_tildeling, tildeling_policy.can_decide)
def ny(tildeling: Tildeling) -> ResponseReturnValue:
    """Choose who is heard and until when, read the mails, and then send them."""
    now, plan = clock.now(), service.make_plan(tildeling)
    embeter = _list_embeter(plan, now)
    form = HoringForm(
        posted(), data={"frist": default_frist(clock.today()), "embeter": list(embeter)}
    )
    form.offer(embeter)
    handling = request.form.get("handling", "se")
    hindre: list[Hinder] = []
    if request.method == "POST" and handling != "endre" and form.validate():
        bestilling = form.to_input()
        adressater = service.list_adressater(plan, bestilling)
        if handling == "send":
            answered = _send(tildeling, bestilling, now)
            if not isinstance(answered, list):
                return answered
            hindre = answered
        else:
            hindre = service.list_hindre(tildeling, bestilling, adressater, now)
        if not hindre:
            return _preview(tildeling, bestilling, adressater)
    page = render_template(
        "horing/ny.html",
        tildeling=tildeling,
        form=form,
        hindre=hindre,
        dager=MINSTE_VARSEL.days,
        kommuner=len(plan.kommuner),
    )
    return page, 422 if form.has_errors or hindre else 200


def _list_embeter(plan: Horingsplan, now: datetime) -> dict[str, str]:
    """Return the embeter of a plan by code, with how many municipalities each has."""
    names = _embetenavn(now)
    antall = Counter(queries.map_embetekoder(plan.kommuner).values())
    found = {}
    for kode in sorted(antall, key=lambda each: sort_key(names.get(each) or each)):
        kommuner = ngettext("%(num)s kommune", "%(num)s kommuner", antall[kode])
        found[kode] = f"{names.get(kode, kode)} ({kommuner})"
    return found


def _send(
    tildeling: Tildeling, bestilling: service.Bestilling, now: datetime
) -> ResponseReturnValue | list[Hinder]:
    """Send, and return where to go; or why it is refused.  A second press goes to the first."""
    target = url_for(".vis", id=tildeling.id)
    try:
        with transaction():
            service.send(tildeling, bestilling, bruker=guard.get_bruker(), now=now)
    except KonfliktError:
        flash(_("Forslaget er på høring allerede. Her er den."), "info")
    except HindretError as error:
        if not any(hinder.kode == "apen" for hinder in error.hindre):
            return error.hindre
        flash(_("Forslaget er på høring allerede. Her er den."), "info")
    else:
        flash(_("Forslaget er sendt på høring. Mottakerne får e-post nå."), "success")
    return redirect(target, code=303)


def _preview(
    tildeling: Tildeling,
    bestilling: service.Bestilling,
    adressater: list[service.Adressat],
) -> ResponseReturnValue:
    brev = service.draft(tildeling, bestilling, adressater)
    names = _embetenavn(clock.now())
    mottakere = [
        {
            "navn": each.row.kommune.navn
            if each.row is not None
            else names.get(each.embete_kode or "", each.embete_kode),
            "personer": [f"{person.navn} ({person.epost})" for person in each.personer],
        }
        for each in adressater
    ]
    skjult = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "handling")
    ]
    return render_template(
        "horing/se_over.html",
        tildeling=tildeling,
        bestilling=bestilling,
        brev=brev,
        mottakere=mottakere,
        uten=[each["navn"] for each in mottakere if not each["personer"]],
        antall=sum(each.antall for each in brev),
        slag_tekst=SLAG_TEKST,
        skjult=skjult,
    )


@bp.route("/tildeling/<int:id>/horing/<int:horing_id>/frist", methods=["GET", "POST"])
@guard.requires(queries.get_horing, policy.can_lead)
def forleng(horing: Horing) -> ResponseReturnValue:
    """Give a hearing a later term."""
    local = horing.frist_at.astimezone(OSLO)
    form = FristForm(
        posted(), data={"frist": local.date(), "klokkeslett": local.time().isoformat("minutes")}
    )
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.extend(horing, form.get_frist(), bruker=guard.get_bruker(), now=clock.now())
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Fristen er flyttet. Mottakerne får e-post om det."), "success")
            return redirect(_back(horing), code=303)
    page = render_template("horing/frist.html", horing=horing, form=form, hindre=hindre)
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/tildeling/<int:id>/horing/<int:horing_id>/avslutt", methods=["GET", "POST"])
@guard.requires(queries.get_horing, policy.can_lead)
def avslutt(horing: Horing) -> ResponseReturnValue:
    """Close a hearing before its term; closing it twice is harmless."""
    form = AvsluttForm(posted())
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        if horing.lukket_at is not None:
            flash(_("Høringen er avsluttet allerede."), "info")
            return redirect(_back(horing), code=303)
        try:
            with transaction():
                service.close(
                    horing,
                    form.begrunnelse.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Høringen er avsluttet."), "success")
            return redirect(_back(horing), code=303)
    page = render_template("horing/avslutt.html", horing=horing, form=form, hindre=hindre)
    return page, 422 if form.has_errors or hindre else 200


@bp.post("/tildeling/<int:id>/horing/<int:horing_id>/pamin")
@guard.requires(queries.get_horing, policy.can_lead)
def pamin(horing: Horing) -> ResponseReturnValue:
    """Remind those who have not answered; nobody is reminded twice of one term."""
    with transaction():
        antall = service.remind(horing, bruker=guard.get_bruker(), now=clock.now())
    if antall:
        tekst = ngettext("%(num)s mottaker er påminnet.", "%(num)s mottakere er påminnet.", antall)
        flash(tekst, "success")
    else:
        flash(_("Alle som ikke har svart, er påminnet før."), "info")
    return redirect(_back(horing), code=303)


@bp.route("/tildeling/<int:id>/horing/svar/<int:svar_id>", methods=["GET", "POST"])
@guard.requires(queries.get_svar, policy.can_handle)
def behandle(svar: Horingssvar) -> ResponseReturnValue:
    """Note what was done with a comment."""
    form = BehandlingForm(posted(), data=_behandling(svar))
    endret = request.method == "POST" and form.versjon.data != str(svar.versjon)
    hindre: list[Hinder] = []
    horing = svar.mottaker.horing
    if request.method == "POST" and form.validate() and not endret:
        behandling, merknad = form.to_input()
        try:
            with transaction():
                service.handle(
                    svar, behandling, merknad, bruker=guard.get_bruker(), now=clock.now()
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Behandlingen er lagret."), "success")
            return redirect(_back(horing), code=303)
    form.versjon.data = str(svar.versjon)
    page = render_template("horing/behandle.html", **_behandle_data(svar, form, hindre, endret))
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


def _behandling(svar: Horingssvar) -> dict[str, str]:
    return {
        "versjon": str(svar.versjon),
        "behandling": svar.behandling.value if svar.behandling else "",
        "merknad": svar.behandling_merknad,
    }


def _behandle_data(
    svar: Horingssvar, form: BehandlingForm, hindre: list[Hinder], endret: bool
) -> dict[str, Any]:
    horing = svar.mottaker.horing
    tildeling = horing.tildeling
    navn = _navn(tildeling, horing.sendt_at)
    plan, pairs = queries.get_plan(horing), queries.map_par(tildeling.id)
    rader = visning.list_merknadsrader([svar], plan, pairs, navn)
    return {
        "tildeling": tildeling,
        "horing": horing,
        "svar": visning.to_svarrad(svar, navn),
        "rad": rader[0] if rader else None,
        "form": form,
        "hindre": hindre,
        "endret": endret,
    }


def _back(horing: Horing) -> str:
    return url_for(".en", id=horing.tildeling_id, horing_id=horing.id)
