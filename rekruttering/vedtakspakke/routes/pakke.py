"""The coordinator fetches a decision pack, makes one, and has it replayed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import KonfliktError
from rekruttering.felles.pdf import MEDIETYPE
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.policy import can_decide
from rekruttering.tildeling.queries import get_tildeling
from rekruttering.tilgang import guard
from rekruttering.vedtakspakke import dokument, policy, queries, service
from rekruttering.vedtakspakke.gjenskap import Resultat, from_json
from rekruttering.vedtakspakke.models import Gjenskaping, Vedtakspakke
from rekruttering.vedtakspakke.rules import AKTIV, GJENSKAPING_TEKST, UTFALL_TEKST

bp = Blueprint("vedtakspakke", __name__)


@bp.get("/tildeling/<int:id>/pakke")
@guard.requires(get_tildeling, can_decide)
def vis(tildeling: Tildeling) -> ResponseReturnValue:
    """Show the packs of an allocation and the replays of them."""
    return render_template(
        "vedtakspakke/pakke.html",
        tildeling=tildeling,
        pakker=queries.list_pakker(tildeling.id),
        gjenskapinger=[
            (each, _resultat(each)) for each in queries.list_gjenskapinger(tildeling.id)
        ],
        gjenskaping_tekst=GJENSKAPING_TEKST,
        utfall_tekst=UTFALL_TEKST,
    )


@bp.post("/tildeling/<int:id>/pakke/lag")
@guard.requires(get_tildeling, can_decide)
def lag(tildeling: Tildeling) -> ResponseReturnValue:
    """Make a pack of the plan as it stands now; the same plan twice gives one."""
    with transaction():
        service.make_pakke(tildeling, bruker=guard.get_bruker(), now=clock.now())
    flash(_("Her er pakken slik planen er nå."), "success")
    return redirect(url_for(".vis", id=tildeling.id), code=303)


@bp.get("/tildeling/<int:id>/pakke/json")
@guard.requires(queries.get_last, policy.can_view)
def json(pakke: Vedtakspakke) -> ResponseReturnValue:
    """Hand out the newest pack of an allocation as JSON."""
    return _json(pakke)


@bp.get("/tildeling/<int:id>/pakke/pdf")
@guard.requires(queries.get_last, policy.can_view)
def pdf(pakke: Vedtakspakke) -> ResponseReturnValue:
    """Hand out the newest pack of an allocation as an accessible document."""
    return _pdf(pakke)


@bp.get("/vedtakspakke/<int:id>/json")
@guard.requires(queries.get_pakke, policy.can_view)
def en_json(pakke: Vedtakspakke) -> ResponseReturnValue:
    """Hand out one pack as JSON."""
    return _json(pakke)


@bp.get("/vedtakspakke/<int:id>/pdf")
@guard.requires(queries.get_pakke, policy.can_view)
def en_pdf(pakke: Vedtakspakke) -> ResponseReturnValue:
    """Hand out one pack as an accessible document."""
    return _pdf(pakke)


def _json(pakke: Vedtakspakke) -> ResponseReturnValue:
    return web.json_attachment(pakke.innhold, f"vedtakspakke-{pakke.tildeling_id}-{pakke.id}.json")


def _pdf(pakke: Vedtakspakke) -> ResponseReturnValue:
    innhold = dokument.to_document(pakke.innhold, web.sprak())
    navn = f"vedtakspakke-{pakke.tildeling_id}-{pakke.id}.pdf"
    return web.attachment(innhold, navn, MEDIETYPE)


@bp.post("/vedtakspakke/<int:id>/gjenskap")
@guard.requires(queries.get_pakke, policy.can_view)
def gjenskap(pakke: Vedtakspakke) -> ResponseReturnValue:
    """Have a pack replayed, or go to the replay that is under way."""
    id = pakke.id
    try:
        with transaction():
            gjenskaping_id = service.ask_gjenskaping(
                pakke, bruker=guard.get_bruker(), now=clock.now()
            ).id
    except KonfliktError:
        aktiv = queries.find_aktiv(id)
        if aktiv is None:
            raise
        gjenskaping_id = aktiv.id
    return redirect(url_for(".gjenskaping", id=gjenskaping_id), code=303)


@bp.get("/gjenskaping/<int:id>")
@guard.requires(queries.get_gjenskaping, policy.can_replay)
def gjenskaping(gjenskaping: Gjenskaping) -> ResponseReturnValue:
    """Show what a replay came to; as a fragment it replaces itself."""
    template = "_gjenskaping.html" if web.is_htmx() else "gjenskaping.html"
    return render_template(
        f"vedtakspakke/{template}",
        gjenskaping=gjenskaping,
        tildeling=gjenskaping.pakke.tildeling,
        aktiv=gjenskaping.status in AKTIV,
        status_tekst=GJENSKAPING_TEKST[gjenskaping.status],
        resultat=_resultat(gjenskaping),
        utfall_tekst=UTFALL_TEKST,
    )


def _resultat(gjenskaping: Gjenskaping) -> Resultat | None:
    return from_json(gjenskaping.resultat) if gjenskaping.resultat else None
