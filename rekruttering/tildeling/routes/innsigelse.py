"""A municipality objects to a veileder of its published pair."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.habilitet import queries as habilitet_queries
from rekruttering.habilitet.innsigelse import Innsigelsesside, answer
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling import policy, queries
from rekruttering.tilgang import guard

bp = Blueprint("kommuneinnsigelse", __name__)


@bp.route("/min-kommune/<int:id>/innsigelse", methods=["GET", "POST"])
@guard.requires(pulje_queries.get_puljekommune, policy.can_view_kommune)
def ny(row: Puljekommune) -> ResponseReturnValue:
    """Take an objection to one of the municipality's two veiledere."""
    bruker = guard.get_bruker()
    lag = queries.map_published_lag([row.id]).get(row.id)
    veiledere = {v.id: v for v in (lag.veileder_a, lag.veileder_b)} if lag else {}
    side = Innsigelsesside(
        personer={id: veileder.bruker for id, veileder in veiledere.items()},
        navn={id: veileder.soknad.navn for id, veileder in veiledere.items()},
        gjelder=row.kommune,
        meldt=habilitet_queries.list_innsigelser_mot(bruker.id, kommune_id=row.kommune_id),
        tilbake={"tekst": _("Min kommune"), "url": url_for("mottaker.min_kommune")},
        ingress=_(
            "Har en av veilederne en tilknytning til kommunen som kan gjøre at de ikke er "
            "upartiske? Utdanningsdirektoratet avgjør saken og finner en annen om det trengs."
        ),
        tom_tekst=_("Kommunen har ikke fått veiledere ennå."),
    )
    return answer(side, fra=bruker)
