"""The blueprint, and what the pages of those who are heard get to lead them to a hearing."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.filters import tidspunkt
from rekruttering.horing import queries
from rekruttering.horing.models import Horingsmottaker
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle

bp = Blueprint("horing", __name__)

# The front pages of those who are heard, and whose hearings each of them shows.
FORSIDER = {
    "mottaker.min_region": Rolle.STATSFORVALTER,
    "mottaker.min_kommune": Rolle.KOMMUNEKONTAKT,
}


@bp.app_context_processor
def _saker() -> dict[str, object]:
    """Give every page `horingssaker`: what the user is asked to answer, on the front pages only."""
    rolle, bruker = FORSIDER.get(request.endpoint or ""), guard.find_bruker()
    if rolle is None or bruker is None:
        return {"horingssaker": []}
    omrader = bruker.omrader(rolle)
    fylket = rolle is Rolle.STATSFORVALTER
    mottakere = queries.list_apne_for(
        omrader if fylket else (), () if fylket else omrader, clock.now()
    )
    return {"horingssaker": [_sak(mottaker) for mottaker in mottakere]}


def _sak(mottaker: Horingsmottaker) -> dict[str, object]:
    frist = tidspunkt(mottaker.horing.frist_at)
    row = mottaker.puljekommune
    svart = mottaker.svart_at is not None
    if svart:
        tekst = _("Se eller endre merknadene til forslaget innen %(frist)s", frist=frist)
    else:
        tekst = _("Gi merknader til forslaget innen %(frist)s", frist=frist)
    return {
        "tekst": f"{row.kommune.navn}: {tekst}" if row else tekst,
        "url": url_for("horing.svar", id=mottaker.id),
        "antall": None,
        "frist_tekst": _("Dere har svart") if svart else None,
        "haster": not svart,
    }
