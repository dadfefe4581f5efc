"""Who may do what with the register."""

from rekruttering.habilitet.models import Habilitet
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


def can_decide(bruker: Bruker, habilitet: Habilitet) -> bool:
    """Return whether the user may decide this case; nobody decides their own.

    A panel's lead decides for the own panel, which `intervju.policy` knows.
    """
    return bruker.har(Rolle.KOORDINATOR) and bruker.id != habilitet.bruker_id
