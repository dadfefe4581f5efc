"""Who may do what with runs and allocations; who, never when."""

from rekruttering.pulje import policy as pulje_policy
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning


def can_allocate(bruker: Bruker, _utlysning: Utlysning) -> bool:
    """Return whether the user may start runs in a round."""
    return bruker.har(Rolle.KOORDINATOR)


def can_view_kjoring(bruker: Bruker, _kjoring: Kjoring) -> bool:
    """Return whether the user may see and stop a run."""
    return bruker.har(Rolle.KOORDINATOR)


def can_decide(bruker: Bruker, _tildeling: Tildeling) -> bool:
    """Return whether the user may see a proposal and decide on it."""
    return bruker.har(Rolle.KOORDINATOR)


def can_view_kommune(bruker: Bruker, puljekommune: Puljekommune) -> bool:
    """Return whether the municipality is the user's own."""
    return pulje_policy.can_answer(bruker, puljekommune)


def can_view_region(bruker: Bruker, puljekommune: Puljekommune) -> bool:
    """Return whether the municipality lies in the user's own embete."""
    return pulje_policy.can_view_region(bruker, puljekommune)
