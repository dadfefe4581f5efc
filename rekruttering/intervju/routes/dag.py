"""A member's day on one page, and the member's interviews for the own calendar."""

from datetime import date, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from rekruttering.felles import clock, web
from rekruttering.felles.errors import NotFoundError
from rekruttering.felles.kalender import Metode, to_ical
from rekruttering.habilitet.rules import is_clear
from rekruttering.intervju import mail, queries
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.intervju.visning import to_guide_liste, to_kort, to_medlem
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle

bp = Blueprint("paneldag", __name__)


@bp.get("/panel/dag/<dato>")
@guard.requires_rolle(Rolle.PANEL)
def dag(dato: str) -> ResponseReturnValue:
    """Show the member's interviews of one day: times, links, files and the guide; to be printed."""
    try:
        day = date.fromisoformat(dato)
    except ValueError:
        raise NotFoundError from None
    bruker = guard.get_bruker()
    mine = queries.list_mine_intervju(bruker.id)
    dager = sorted({_day(each.start_at) for each in mine})
    samme = [each for each in mine if _day(each.start_at) == day]
    plasser = queries.map_plasser(samme)
    utlysninger = {each.soknad.utlysning_id: each.soknad.utlysning for each in samme}
    clear = {
        each.id: any(p.bruker_id == bruker.id and is_clear(p.tilstand) for p in plasser[each.id])
        for each in samme
    }
    return render_template(
        "intervju/dag.html",
        dag=day,
        rader=[
            (to_kort(each), [to_medlem(plass) for plass in plasser[each.id]], clear[each.id])
            for each in samme
        ],
        vedlegg=queries.map_vedlegg([each.soknad_id for each in samme if clear[each.id]]),
        guider=[
            (utlysning.tittel(web.sprak()), to_guide_liste(utlysning.id, web.sprak()))
            for utlysning in utlysninger.values()
        ],
        forrige=max((each for each in dager if each < day), default=None),
        neste=min((each for each in dager if each > day), default=None),
    )


@bp.get("/panel/kalender")
@guard.requires_rolle(Rolle.PANEL)
def kalender() -> ResponseReturnValue:
    """Hand out the member's released interviews as one calendar file."""
    bruker = guard.get_bruker()
    hendelser = [
        mail.medlem_hendelse(each, bruker, str(bruker.malform), clock.now())
        for each in queries.list_mine_intervju(bruker.id)
        if _is_released(each)
    ]
    return web.attachment(to_ical(hendelser, Metode.PUBLISH), "intervjuer.ics", "text/calendar")


def _is_released(intervju: Intervju) -> bool:
    return intervju.status is IntervjuStatus.PLANLAGT and intervju.innkalt_at is not None


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.OSLO).date()
