"""What coordinators follow while panels score: how far they are, agreement, severity."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from rekruttering.felles import web
from rekruttering.intervju.queries import list_intervju
from rekruttering.intervju.rules import AKTIVE
from rekruttering.intervju.visning import to_kort
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.queries import get_utlysning, list_guider, list_kompetanser
from rekruttering.vurdering import maltall, queries, service
from rekruttering.vurdering.rules import ETTER_FELLESSKAR
from rekruttering.vurdering.statistikk import MINST_FOR_ENIGHET
from rekruttering.vurdering.visning import to_vurderingsmedlem

bp = Blueprint("vurderinger", __name__)


@bp.get("/runde/<int:utlysning_id>/vurderinger")
@guard.requires_rolle(Rolle.KOORDINATOR)
def framdrift(utlysning_id: int) -> ResponseReturnValue:
    """Show how far each panel is with each applicant; states only, never scores."""
    intervju_liste = [i for i in list_intervju(utlysning_id) if i.status in AKTIVE]
    plasser = queries.map_plasser(intervju_liste)
    kasus = queries.find_ovingskasus(utlysning_id)
    return render_template(
        "vurdering/framdrift.html",
        utlysning=get_utlysning(utlysning_id),
        rader=[
            (
                to_kort(intervju),
                [to_vurderingsmedlem(plass) for plass in plasser[intervju.id]],
                intervju.soknad.status in ETTER_FELLESSKAR,
            )
            for intervju in intervju_liste
        ],
        versjon=next((row.nummer for row in list_guider(utlysning_id)), None),
        kasus=kasus,
        deltakere=queries.list_deltakere(kasus) if kasus else [],
    )


@bp.get("/runde/<int:utlysning_id>/enighet")
@guard.requires_rolle(Rolle.KOORDINATOR)
def enighet(utlysning_id: int) -> ResponseReturnValue:
    """Show agreement per criterion, and on request severity with the rank it would give."""
    juster = request.args.get("juster") == "ja"
    kompetanser = list_kompetanser(utlysning_id)
    malt = service.measure(utlysning_id, kompetanser, juster=juster)
    rangering = service.list_rangering(utlysning_id) if malt.modell else []
    navn = queries.map_navn(set(malt.modell.strenghet)) if malt.modell else {}
    return render_template(
        "vurdering/enighet.html",
        utlysning=get_utlysning(utlysning_id),
        malt=malt,
        minst=MINST_FOR_ENIGHET,
        juster=juster,
        enighet=[maltall.to_punkt(en, web.sprak()) for en in malt.enighet],
        skala=maltall.SKALA,
        strenghet=maltall.to_strenghet(malt.modell, navn) if malt.modell else [],
        sokere=maltall.to_justerte(malt.modell, rangering) if malt.modell else [],
        spredning=malt.modell.spredning if malt.modell else None,
    )
