"""Who may do what with offers."""

from rekruttering.tilbud.models import Tilbud, Veileder
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


def can_answer(bruker: Bruker, tilbud: Tilbud) -> bool:
    """Return whether the user is the one to whom the offer was made."""
    return tilbud.soknad.soker_id == bruker.id


def can_manage(bruker: Bruker, tilbud: Tilbud) -> bool:
    """Return whether the user may withdraw an offer and move its deadline; never the own one."""
    return bruker.har(Rolle.KOORDINATOR) and not can_answer(bruker, tilbud)


def can_end(bruker: Bruker, veileder: Veileder) -> bool:
    """Return whether the user may take a veileder out of a round; never themselves."""
    return bruker.har(Rolle.KOORDINATOR) and veileder.bruker_id != bruker.id
