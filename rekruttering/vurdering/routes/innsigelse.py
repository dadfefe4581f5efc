"""An applicant objects to a member of the panel that is to meet them."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.habilitet import queries as habilitet_queries
from rekruttering.habilitet.innsigelse import Innsigelsesside, answer
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.queries import get_soknad
from rekruttering.tilgang import guard
from rekruttering.vurdering import policy, queries

bp = Blueprint("innsigelse", __name__)


@bp.route("/min-soknad/<int:id>/innsigelse", methods=["GET", "POST"])
@guard.requires(get_soknad, policy.can_object)
def ny(soknad: Soknad) -> ResponseReturnValue:
    """Name the members whom the applicant has been told of, and take the objection."""
    bruker = guard.get_bruker()
    medlemmer = {medlem.id: medlem for medlem in queries.list_kjente_medlemmer(soknad.id)}
    side = Innsigelsesside(
        personer=medlemmer,
        navn={id: medlem.navn or medlem.epost for id, medlem in medlemmer.items()},
        gjelder=soknad,
        meldt=habilitet_queries.list_innsigelser(bruker.id, soknad_id=soknad.id),
        tilbake={"tekst": _("Min søknad"), "url": url_for("soknad_soker.vis", id=soknad.id)},
        ingress=_(
            "Har noen i panelet en tilknytning til deg som kan gjøre at de ikke er upartiske? "
            "Personen leser ikke søknaden din og deltar ikke før saken er avgjort."
        ),
        tom_tekst=_("Du får vite hvem som sitter i panelet når du blir innkalt til intervju."),
    )
    return answer(side, fra=bruker)
