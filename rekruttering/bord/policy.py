"""Who may work at the board; who, never when."""

from rekruttering.bord.queries import Valgt
from rekruttering.tildeling.policy import can_decide
from rekruttering.tilgang.models import Bruker


def can_change(bruker: Bruker, valgt: Valgt) -> bool:
    """Return whether the user may see and change a plan."""
    return can_decide(bruker, valgt.tildeling)
