"""The panel's pages: what waits for me, and the way into each interview."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from rekruttering.felles import clock, web
from rekruttering.habilitet.visning import to_sak
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.policy import can_read, can_see
from rekruttering.intervju.queries import get_intervju, list_runder_av, list_usikre
from rekruttering.intervju.visning import to_kort
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.guidevisning import list_fjernet, to_guide
from rekruttering.utlysning.queries import list_guider, list_kompetanser
from rekruttering.vurdering import arbeid, policy, queries
from rekruttering.vurdering.rules import VURDERING_TEKST
from rekruttering.vurdering.visning import to_days, to_vurderingsmedlem

bp = Blueprint("panel", __name__)


@bp.get("/panel")
@guard.requires_rolle(Rolle.PANEL)
def mine() -> ResponseReturnValue:
    """Show the member's interviews by day, and what needs doing."""
    mitt = arbeid.list_arbeid(guard.get_bruker().id, clock.now())
    dager = to_days(mitt)
    return render_template(
        "vurdering/panel.html",
        dager=dager,
        ovinger=queries.list_mine_ovinger(guard.get_bruker().id),
        status_tekst=VURDERING_TEKST,
        gjores=[rad for _day, rader in dager for rad in rader if rad.ma_gjores],
        runder=list_runder_av(guard.get_bruker().id),
    )


@bp.get("/panel/intervju/<int:id>")
@guard.requires(get_intervju, can_see)
def intervju(intervju: Intervju) -> ResponseReturnValue:
    """Show one interview: the steps, and who sits in the panel. No scores."""
    bruker, now = guard.get_bruker(), clock.now()
    mitt = arbeid.get_arbeid(intervju, bruker.id, now)
    usikre = list_usikre(intervju) if mitt.er_leder else []
    kan_lese = can_read(bruker, intervju)
    return render_template(
        "vurdering/intervju.html",
        kort=to_kort(intervju),
        mitt=mitt,
        steg_tekst=arbeid.STEG_TEKST[mitt.steg],
        medlemmer=[to_vurderingsmedlem(plass) for plass in mitt.plasser],
        kan_lese=kan_lese,
        kan_lede=kan_lese and mitt.er_leder,
        har_begynt=now >= intervju.start_at,
        usikre=[to_sak(h) for h in usikre if h.bruker_id != bruker.id],
        laste=queries.map_laste(intervju) if kan_lese and mitt.er_leder else {},
        kan_se_felles=policy.can_see_felles(bruker, intervju),
        kan_se_historikk=policy.can_see_historikk(bruker, intervju),
        bruker_id=bruker.id,
    )


@bp.get("/panel/intervju/<int:id>/guide")
@guard.requires(get_intervju, can_read)
def guide(intervju: Intervju) -> ResponseReturnValue:
    """Show the interview guide: what is asked, and what each step sounds like."""
    utlysning, sprak = intervju.soknad.utlysning, web.sprak()
    return render_template(
        "vurdering/guide.html",
        kort=to_kort(intervju),
        merknad=utlysning.guide_merknad(sprak),
        guide=[to_guide(kompetanse, sprak) for kompetanse in list_kompetanser(utlysning.id)],
        fjernet=list_fjernet(list_guider(utlysning.id), sprak),
    )
