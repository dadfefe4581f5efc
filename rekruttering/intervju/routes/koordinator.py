"""Coordinators' planning: panels, times, invitations."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import posted
from rekruttering.intervju import policy, queries, service
from rekruttering.intervju.forms import PanelForm, PlanForm
from rekruttering.intervju.models import Intervju, Panel
from rekruttering.intervju.rules import Intervjuform, IntervjuStatus
from rekruttering.intervju.rules.timeplan import HAR_PLAN
from rekruttering.intervju.visning import panel_medlemmer, to_kort, to_medlem
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.policy import can_decide_soknad
from rekruttering.soknad.queries import get_soknad
from rekruttering.tilgang import guard
from rekruttering.tilgang.queries import list_brukere
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.queries import get_utlysning

bp = Blueprint("intervju", __name__)


@bp.get("/runde/<int:utlysning_id>/intervju")
@guard.requires_rolle(Rolle.KOORDINATOR)
def oversikt(utlysning_id: int) -> ResponseReturnValue:
    """Show how far the interviews have come, and what is next."""
    utlysning = get_utlysning(utlysning_id)
    now = clock.now()
    intervju_liste = queries.list_intervju(utlysning_id)
    return render_template(
        "intervju/oversikt.html",
        utlysning=utlysning,
        paneler=[
            (panel, panel_medlemmer(panel), sum(i.panel_id == panel.id for i in intervju_liste))
            for panel in queries.list_paneler(utlysning_id)
        ],
        rom=queries.list_rom(utlysning_id, alle=True),
        uplanlagte=queries.list_uplanlagte(utlysning_id),
        uten_svar=queries.list_uten_svar(utlysning_id),
        til_intervju=len(queries.list_til_intervju(utlysning_id)),
        ventende=service.list_ventende(utlysning_id, now),
        ma_ringes=queries.list_ma_ringes(utlysning_id),
        aktiv=queries.find_aktiv_timeplan(utlysning_id),
        antall=queries.count_by_status(utlysning_id),
        ferdig=next(
            (t for t in queries.list_timeplaner(utlysning_id) if t.status in HAR_PLAN), None
        ),
    )


@bp.route("/runde/<int:utlysning_id>/paneler/nytt", methods=["GET", "POST"])
@guard.requires_rolle(Rolle.KOORDINATOR)
def create_panel(utlysning_id: int) -> ResponseReturnValue:
    """Put a panel together."""
    utlysning = get_utlysning(utlysning_id)
    form = _panel_form(None)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.create_panel(
                    utlysning, form.to_input(), bruker=guard.get_bruker(), now=clock.now()
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Panelet er laget."), "success")
            return redirect(url_for(".oversikt", utlysning_id=utlysning_id), code=303)
    page = render_template(
        "intervju/panel_skjema.html",
        form=form,
        hindre=hindre,
        utlysning=utlysning,
        tittel=_("Nytt panel"),
        endret=None,
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/paneler/<int:id>", methods=["GET", "POST"])
@guard.requires(queries.get_panel, policy.can_plan)
def update_panel(panel: Panel) -> ResponseReturnValue:
    """Change a panel; what someone else changed meanwhile is shown and not overwritten."""
    form = _panel_form(panel)
    hindre: list[Hinder] = []
    endret = request.method == "POST" and form.versjon.data != str(panel.versjon)
    if request.method == "POST" and form.validate() and not endret:
        try:
            with transaction():
                service.update_panel(
                    panel,
                    form.to_input(),
                    versjon=panel.versjon,
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Panelet er endret."), "success")
            return redirect(url_for(".oversikt", utlysning_id=panel.utlysning_id), code=303)
    form.versjon.data = str(panel.versjon)
    page = render_template(
        "intervju/panel_skjema.html",
        form=form,
        hindre=hindre,
        utlysning=panel.utlysning,
        tittel=panel.navn,
        endret=(panel.navn, panel_medlemmer(panel)) if endret else None,
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.route("/soknad/<int:id>/intervju", methods=["GET", "POST"])
@guard.requires(get_soknad, can_decide_soknad)
def plan(soknad: Soknad) -> ResponseReturnValue:
    """Give an applicant a panel and a time, or move the interview."""
    intervju = queries.find_intervju(soknad.id)
    form = _plan_form(soknad, intervju)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.plan_intervju(
                    soknad, form.to_input(), bruker=guard.get_bruker(), now=clock.now()
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Intervjuet er satt opp. Søkeren får vite det når du sender innkalling."))
            return redirect(url_for(".oversikt", utlysning_id=soknad.utlysning_id), code=303)
    page = render_template(
        "intervju/plan.html",
        form=form,
        hindre=hindre,
        soknad=soknad,
        utlysning=soknad.utlysning,
        kort=to_kort(intervju) if intervju else None,
        medlemmer=[to_medlem(p) for p in queries.list_plasser(intervju)] if intervju else [],
        kan_merkes=_can_be_marked(intervju),
    )
    return page, 422 if form.has_errors or hindre else 200


def _panel_form(panel: Panel | None) -> PanelForm:
    data: dict[str, object] = {"versjon": "0"}
    if panel is not None:
        data = {
            "versjon": str(panel.versjon),
            "navn": panel.navn,
            "medlemmer": [medlem.bruker_id for medlem in panel.medlemmer],
            "leder": next((m.bruker_id for m in panel.medlemmer if m.leder), None),
        }
    form = PanelForm(posted(), data=data)
    brukere = [(bruker.id, bruker.navn or bruker.epost) for bruker in list_brukere(Rolle.PANEL)]
    form.medlemmer.choices = list(brukere)
    form.leder.choices = list(brukere)
    return form


def _plan_form(soknad: Soknad, intervju: Intervju | None) -> PlanForm:
    data: dict[str, object] = {
        "form": Intervjuform.VIDEO,
        "dato": soknad.utlysning.intervju_fra_dato,
    }
    if intervju is not None:
        start_at = intervju.start_at.astimezone(clock.OSLO)
        data = {
            "panel": intervju.panel_id,
            "dato": start_at.date(),
            "klokkeslett": f"{start_at:%H:%M}",
            "form": intervju.form,
            "sted": intervju.sted,
        }
    form = PlanForm(posted(), data=data)
    paneler = queries.list_paneler(soknad.utlysning_id)
    form.panel.choices = [(panel.id, panel.navn) for panel in paneler]
    return form


def _can_be_marked(intervju: Intervju | None) -> bool:
    """Return whether the coordinator may say now that the interview was held or not."""
    planned = intervju is not None and intervju.status is IntervjuStatus.PLANLAGT
    return planned and intervju is not None and clock.now() >= intervju.start_at
