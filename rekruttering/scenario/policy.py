"""Who may try what would happen; who, never when."""

from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning


def can_try(bruker: Bruker, _utlysning: Utlysning) -> bool:
    """Return whether the user may start trials in a round and compare its plans."""
    return bruker.har(Rolle.KOORDINATOR)


def can_view_prove(bruker: Bruker, _kjoring: Kjoring) -> bool:
    """Return whether the user may see a trial, stop it and name it."""
    return bruker.har(Rolle.KOORDINATOR)


def can_work_on(bruker: Bruker, _tildeling: Tildeling) -> bool:
    """Return whether the user may copy and name a plan, and have the rest of it solved again."""
    return bruker.har(Rolle.KOORDINATOR)
