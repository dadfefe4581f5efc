"""The coordinator moves one interview; the verdict comes from the server, as page or fragment."""

import re
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.forms import posted
from rekruttering.intervju import policy, queries, service
from rekruttering.intervju.forms import KLOKKE, to_moment
from rekruttering.intervju.forms.rammer import FlyttForm
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.visning import to_kort, to_medlem
from rekruttering.tilgang import guard

bp = Blueprint("flytt", __name__)


@bp.route("/intervju/<int:id>/flytt", methods=["GET", "POST"])
@guard.requires(queries.get_intervju, policy.can_plan)
def flytt(intervju: Intervju) -> ResponseReturnValue:
    """Say at once what a move would do, and make it."""
    form = _form(intervju)
    vurdert = None
    if form.validate() if request.method == "POST" else _is_asked():
        data = _to_input(form)
        if request.method == "POST" and request.form.get("handling") != "vurder":
            try:
                with transaction():
                    service.flytt_intervju(
                        intervju,
                        data,
                        versjon=_int(form.versjon.data),
                        bruker=guard.get_bruker(),
                        now=clock.now(),
                    )
            except HindretError:
                vurdert = service.judge_flytt(intervju, data, now=clock.now())
            else:
                flash(_("Intervjuet er flyttet. Ingen har fått beskjed ennå."), "success")
                return redirect(_back(intervju), code=303)
        else:
            vurdert = service.judge_flytt(intervju, data, now=clock.now())
    template = "intervju/_flytt.html" if web.is_htmx() else "intervju/flytt.html"
    page = render_template(
        template,
        intervju=intervju,
        utlysning=intervju.soknad.utlysning,
        kort=to_kort(intervju),
        medlemmer=[to_medlem(plass) for plass in queries.list_plasser(intervju)],
        form=form,
        vurdert=vurdert,
        fragment=web.is_htmx(),
        ny_tid=_asked_moment(form),
        tilbake=_back(intervju),
    )
    stopped = vurdert is not None and vurdert.stopp and request.method == "POST"
    return page, 422 if form.has_errors or stopped else 200


@bp.post("/intervju/<int:id>/fastsett")
@guard.requires(queries.get_intervju, policy.can_plan)
def fastsett(intervju: Intervju) -> ResponseReturnValue:
    """Pin an interview, or let it go."""
    fastsatt = request.form.get("fastsatt") == "ja"
    with transaction():
        service.set_fastsatt(intervju, fastsatt, bruker=guard.get_bruker())
    tekst = _("Intervjuet er fastsatt.") if fastsatt else _("Intervjuet kan flyttes igjen.")
    flash(tekst, "success")
    return redirect(url_for(".flytt", id=intervju.id), code=303)


def _is_asked() -> bool:
    return bool(request.args.get("dag")) and bool(request.args.get("kl"))


def _form(intervju: Intervju) -> FlyttForm:
    start = intervju.start_at.astimezone(clock.OSLO)
    seats = [plass.bruker_id for plass in intervju.plasser]
    data: dict[str, object] = {
        "versjon": str(intervju.versjon),
        "dato": start.date(),
        "klokkeslett": f"{start:%H:%M}",
        "rom": intervju.rom_id or 0,
        "medlemmer": seats,
        "leder": next((p.bruker_id for p in intervju.plasser if p.leder), seats[0] if seats else 0),
        "bekreftet": False,
    }
    if _is_asked():
        dag, kl = _asked()
        data |= {"dato": dag or data["dato"], "klokkeslett": kl or data["klokkeslett"]}
    form = FlyttForm(posted(), data=data)
    rom = queries.list_rom(intervju.soknad.utlysning_id)
    outside = [(0, intervju.sted)] if intervju.rom_id is None else []
    form.rom.choices = [*outside, *((each.id, each.navn) for each in rom)]
    if intervju.rom is not None and intervju.rom not in rom:
        form.rom.choices.append((intervju.rom.id, intervju.rom.navn))
    people = {m.bruker_id: m.bruker for m in intervju.panel.medlemmer}
    people |= {plass.bruker_id: plass.bruker for plass in intervju.plasser}
    named = [(id, bruker.navn or bruker.epost) for id, bruker in people.items()]
    form.medlemmer.choices = list(named)
    form.leder.choices = list(named)
    return form


def _asked() -> tuple[date | None, str | None]:
    """Return the day and time that the address asks about; None for what is not one."""
    try:
        dag = date.fromisoformat(request.args.get("dag", ""))
    except ValueError:
        dag = None
    kl = request.args.get("kl", "")
    return dag, kl if re.match(KLOKKE, kl) else None


def _to_input(form: FlyttForm) -> service.FlyttInput:
    seats = tuple(form.medlemmer.data or ())
    leder = form.leder.data if form.leder.data in seats else None
    assert form.dato.data is not None
    return service.FlyttInput(
        to_moment(form.dato.data, form.klokkeslett.data or ""),
        form.rom.data or None,
        seats,
        leder,
        bool(form.bekreftet.data),
    )


def _asked_moment(form: FlyttForm) -> object:
    if form.has_errors or not form.dato.data or not re.match(KLOKKE, form.klokkeslett.data or ""):
        return None
    return to_moment(form.dato.data, form.klokkeslett.data or "")


def _int(text: str | None) -> int:
    if text is None or not text.isascii() or not text.isdigit():
        raise KonfliktError
    return int(text)


def _back(intervju: Intervju) -> str:
    start = intervju.start_at.astimezone(clock.OSLO)
    return url_for(
        "timeplan.vis",
        utlysning_id=intervju.soknad.utlysning_id,
        uke=start.isocalendar().week,
        panel=intervju.panel_id,
    )
