"""The timetable: computed, shown as a week grid or a list, taken into use and released."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock, jobs, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError, KonfliktError
from rekruttering.felles.forms import posted
from rekruttering.intervju import policy, queries, service, ukeplan
from rekruttering.intervju.forms.rammer import FravarForm, StartForm
from rekruttering.intervju.models import Intervju, Timeplan
from rekruttering.intervju.rules.timeplan import (
    AKTIV,
    HAR_PLAN,
    LEDD_TEKST,
    TIMEPLAN_TEKST,
    TimeplanStatus,
)
from rekruttering.intervju.visning import to_setninger
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning

bp = Blueprint("timeplan", __name__)


@bp.get("/runde/<int:utlysning_id>/intervju/timeplan")
@guard.requires(get_utlysning, policy.can_plan)
def vis(utlysning: Utlysning) -> ResponseReturnValue:
    """Show the round's timetable: a week grid of one panel or all, or a list."""
    intervju_liste = queries.list_i_plan(utlysning.id)
    paneler = queries.list_paneler(utlysning.id)
    valgt = request.args.get("panel", type=int)
    panel = next((each for each in paneler if each.id == valgt), None)
    medlemmer = queries.list_medlemmer(utlysning.id)
    nummer = request.args.get("medlem", type=int)
    medlem = next((each for each in medlemmer if each.id == nummer), None)
    vist = [
        each
        for each in intervju_liste
        if (panel is None or each.panel_id == panel.id)
        and (medlem is None or any(p.bruker_id == medlem.id for p in each.plasser))
    ]
    ventende = service.list_ventende(utlysning.id, clock.now())
    venter = {each.intervju.id for each in ventende if each.hindre}
    fra, til = utlysning.intervju_fra_dato, utlysning.intervju_til_dato
    first = clock.today()
    uker = ukeplan.list_uker(fra or first, til or fra or first, intervju_liste)
    nr = request.args.get("uke", type=int)
    visning = "liste" if request.args.get("visning") == "liste" else "uke"
    dager = next((dager for n, dager in uker if n == nr), _first_week(uker, vist))
    return render_template(
        "intervju/timeplan.html",
        utlysning=utlysning,
        paneler=paneler,
        panel=panel,
        medlemmer=medlemmer,
        medlem=medlem,
        visning=visning,
        uker=[(n, dager[0]) for n, dager in uker],
        uke=ukeplan.make_uke(dager, vist, service.get_ramme(utlysning.id), venter),
        kort=[ukeplan.to_kort(each, venter=each.id in venter) for each in vist],
        farger=ukeplan.TILSTAND_FARGE,
        ventende=ventende,
        klare=sum(not each.hindre for each in ventende),
        feil=service.list_planfeil(service.load_grunnlag(utlysning, now=clock.now()))
        if fra and til
        else [],
        uplanlagte=queries.list_uplanlagte(utlysning.id),
    )


def _first_week(uker: list[tuple[int, list[date]]], vist: list[Intervju]) -> list[date]:
    """Return the week to open on: the first with interviews that is not over, or the first."""
    used = {each.start_at.astimezone(clock.OSLO).date() for each in vist}
    weeks = [dager for _nr, dager in uker]
    with_some = [dager for dager in weeks if used & set(dager)]
    ahead = [dager for dager in with_some if dager[-1] >= clock.today()]
    return (ahead or with_some or weeks)[0]


@bp.route("/runde/<int:utlysning_id>/intervju/beregn", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_plan)
def beregn(utlysning: Utlysning) -> ResponseReturnValue:
    """Show what a timetable would follow from, and compute one."""
    form = StartForm(posted())
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        started = _start(utlysning, form.sekunder.data or 0, "")
        if isinstance(started, int):
            return redirect(url_for(".kjoring", id=started), code=303)
        hindre = started
    aktiv = queries.find_aktiv_timeplan(utlysning.id)
    page = render_template(
        "intervju/beregn.html",
        utlysning=utlysning,
        form=form,
        hindre=hindre or ([] if aktiv else service.start_hindre(utlysning)),
        aktiv=aktiv,
        timeplaner=queries.list_timeplaner(utlysning.id),
        status_tekst=TIMEPLAN_TEKST,
        til_intervju=len(queries.list_til_intervju(utlysning.id)),
        uten_svar=len(queries.list_uten_svar(utlysning.id)),
        medlemmer=len(queries.list_medlemmer(utlysning.id)),
        rom=len(queries.list_rom(utlysning.id)),
    )
    return page, 422 if form.has_errors or (hindre and request.method == "POST") else 200


def _start(utlysning: Utlysning, sekunder: int, arsak: str) -> int | list[Hinder]:
    """Return the id of the run that was started, or of the one going on, or why there is none."""
    try:
        with transaction():
            return service.start_timeplan(
                utlysning,
                bruker=guard.get_bruker(),
                max_seconds=sekunder,
                arsak=arsak,
                now=clock.now(),
            ).id
    except (HindretError, KonfliktError) as error:
        aktiv = queries.find_aktiv_timeplan(utlysning.id)
        if aktiv is not None:
            flash(_("En timeplan regnes ut allerede. Her er den."), "info")
            return aktiv.id
        return error.hindre if isinstance(error, HindretError) else []


@bp.route("/runde/<int:utlysning_id>/intervju/fravar", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_plan)
def fravar(utlysning: Utlysning) -> ResponseReturnValue:
    """Note that a member is away, and compute the plan that changes least."""
    form = FravarForm(posted())
    medlemmer = queries.list_medlemmer(utlysning.id)
    form.medlem.choices = [(each.id, each.navn or each.epost) for each in medlemmer]
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        plass = queries.get_rundeplass(utlysning.id, form.medlem.data)
        fra, til = form.fra.data, form.til.data
        assert fra is not None
        assert til is not None
        try:
            with transaction():
                service.note_fravar(
                    plass,
                    fra,
                    til,
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            navn = plass.bruker.navn or plass.bruker.epost
            started = _start(utlysning, StartForm().sekunder.default, navn)
            if isinstance(started, int):
                return redirect(url_for(".kjoring", id=started), code=303)
            hindre = started
    page = render_template("intervju/fravar.html", utlysning=utlysning, form=form, hindre=hindre)
    return page, 422 if form.has_errors or hindre else 200


@bp.get("/timeplan/<int:id>")
@guard.requires(queries.get_timeplan, policy.can_plan)
def kjoring(timeplan: Timeplan) -> ResponseReturnValue:
    """Show how a run goes, and then its plan; as a fragment it replaces itself."""
    template = "intervju/_fremdrift.html" if web.is_htmx() else "intervju/kjoring.html"
    return render_template(template, **_kjoringdata(timeplan))


def _kjoringdata(timeplan: Timeplan) -> dict[str, Any]:
    jobb = jobs.find_last(service.JOB, timeplan.id)
    aktiv = timeplan.status in AKTIV
    fremdrift: dict[str, Any] = jobb.fremdrift if jobb is not None and aktiv else {}
    forslag = timeplan.forslag or {}
    endringer = service.list_endringer(timeplan) if timeplan.status in HAR_PLAN else []
    navn = {s.id: s.navn for s in queries.list_til_intervju(timeplan.utlysning_id)}
    return {
        "timeplan": timeplan,
        "utlysning": timeplan.utlysning,
        "status_tekst": TIMEPLAN_TEKST,
        "aktiv": aktiv,
        "tall": _tall(timeplan, fremdrift or forslag),
        "sekunder": min(float(fremdrift.get("sekunder", 0.0)), timeplan.maks_sekunder),
        "stopper": bool(aktiv and jobb is not None and jobb.stopp_bedt),
        "bevist": forslag.get("status") == "optimal",
        "ledd": [(LEDD_TEKST[k], n) for k, n in forslag.get("ledd", {}).items() if n],
        "uten": [each for each in endringer if each.slag == "uten_tid"],
        "endringer": [each for each in endringer if each.slag != "uten_tid"],
        "grunner": to_setninger(timeplan, web.sprak(), navn),
        "medlemsnavn": {
            m.id: m.navn or m.epost for m in queries.list_medlemmer(timeplan.utlysning_id)
        },
        "kan_brukes": timeplan.status in HAR_PLAN,
        "er_brukt": timeplan.status is TimeplanStatus.BRUKT,
    }


def _tall(timeplan: Timeplan, kilde: dict[str, Any]) -> list[dict[str, object]]:
    uten = kilde.get("uplassert")
    uten = len(uten) if isinstance(uten, list) else uten
    figures = (
        (timeplan.plassert, _("har fått tid")),
        (uten, _("uten tid")),
        (kilde.get("kostnad"), _("poeng for planen")),
        (kilde.get("nedre_grense"), _("poeng som minst trengs")),
    )
    return [
        {"verdi": "–" if verdi is None else verdi, "tekst": tekst, "url": None}
        for verdi, tekst in figures
    ]


@bp.post("/timeplan/<int:id>/stopp")
@guard.requires(queries.get_timeplan, policy.can_plan)
def stopp(timeplan: Timeplan) -> ResponseReturnValue:
    """Ask a run to stop; the best plan so far is kept."""
    with transaction():
        service.stop_timeplan(timeplan.id, bruker=guard.get_bruker(), now=clock.now())
    return redirect(url_for(".kjoring", id=timeplan.id), code=303)


@bp.post("/timeplan/<int:id>/bruk")
@guard.requires(queries.get_timeplan, policy.can_plan)
def bruk(timeplan: Timeplan) -> ResponseReturnValue:
    """Let a plan be the round's draft; nobody is told yet."""
    with transaction():
        antall = service.use_timeplan(timeplan.id, bruker=guard.get_bruker(), now=clock.now())
    tekst = ngettext(
        "%(num)s intervju er satt opp. Ingen har fått beskjed ennå.",
        "%(num)s intervjuer er satt opp. Ingen har fått beskjed ennå.",
        antall,
    )
    flash(tekst, "success")
    return redirect(url_for(".vis", utlysning_id=timeplan.utlysning_id), code=303)


@bp.get("/timeplan/<int:id>/problem")
@guard.requires(queries.get_timeplan, policy.can_plan)
def problem(timeplan: Timeplan) -> ResponseReturnValue:
    """Hand out the problem as the engine got it; it names nobody."""
    return web.json_attachment(timeplan.problem, f"timeplanproblem-{timeplan.id}.json")


@bp.get("/timeplan/<int:id>/forslag")
@guard.requires(queries.get_timeplan, policy.can_plan)
def forslag(timeplan: Timeplan) -> ResponseReturnValue:
    """Hand out the plan as the engine gave it; it names nobody."""
    return web.json_attachment(timeplan.forslag or {}, f"timeplanforslag-{timeplan.id}.json")


@bp.route("/runde/<int:utlysning_id>/intervju/innkall", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_plan)
def slipp(utlysning: Utlysning) -> ResponseReturnValue:
    """Show who will be told what, who must wait and why; then tell them."""
    if request.method == "POST":
        with transaction():
            sent = service.send_innkallinger(utlysning, bruker=guard.get_bruker(), now=clock.now())
        tekst = ngettext(
            "%(num)s innkalling er sendt.", "%(num)s innkallinger er sendt.", len(sent)
        )
        flash(tekst, "success")
        return redirect(url_for("intervju.oversikt", utlysning_id=utlysning.id), code=303)
    ventende = service.list_ventende(utlysning.id, clock.now())
    return render_template(
        "intervju/slipp.html",
        utlysning=utlysning,
        klare=[each for each in ventende if not each.hindre],
        venter=[each for each in ventende if each.hindre],
    )
