"""Who may ask the engine; who, never when."""

from rekruttering.analyse.models import Analyse
from rekruttering.analyse.queries import Utvalg
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


def can_view(bruker: Bruker, _analyse: Analyse) -> bool:
    """Return whether the user may read a question and its answer, and stop it."""
    return bruker.har(Rolle.KOORDINATOR)


def can_ask(bruker: Bruker, _utvalg: Utvalg) -> bool:
    """Return whether the user may ask about an allocation."""
    return bruker.har(Rolle.KOORDINATOR)
