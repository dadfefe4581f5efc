"""Who may see what the applicants can cover; who, never when."""

from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning


def can_see_kapasitet(bruker: Bruker, _utlysning: Utlysning) -> bool:
    """Return whether the user runs rounds: a panel member may not learn who is ranked where."""
    return bruker.har(Rolle.KOORDINATOR)
