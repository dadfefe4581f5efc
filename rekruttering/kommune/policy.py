"""Who may change reference data; who, never when."""

from rekruttering.kommune.models import Kommune, Listeopplasting
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


def can_administer(bruker: Bruker, _thing: Kommune | Listeopplasting) -> bool:
    """Return whether the user keeps the reference data."""
    return bruker.har(Rolle.ADMINISTRATOR)
