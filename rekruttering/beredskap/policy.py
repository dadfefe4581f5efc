"""Who may look at what happened and make a new plan of it; who, never when."""

from rekruttering.beredskap.models import Hendelse
from rekruttering.beredskap.queries import Valg
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning


def can_list(bruker: Bruker, _utlysning: Utlysning) -> bool:
    """Return whether the user may see what happened in a round, and ask «what if»."""
    return bruker.har(Rolle.KOORDINATOR)


def can_handle(bruker: Bruker, _hendelse: Hendelse) -> bool:
    """Return whether the user may see it, make a plan of it and close it."""
    return bruker.har(Rolle.KOORDINATOR)


def can_choose(bruker: Bruker, _valg: Valg) -> bool:
    """Return whether the user may read an alternative and make a proposal of it."""
    return bruker.har(Rolle.KOORDINATOR)
