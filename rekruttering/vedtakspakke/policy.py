"""Who may do what with decision packs; who, never when."""

from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.vedtakspakke.models import Gjenskaping, Vedtakspakke


def can_view(bruker: Bruker, _pakke: Vedtakspakke) -> bool:
    """Return whether the user may read a pack: it names everyone."""
    return bruker.har(Rolle.KOORDINATOR)


def can_replay(bruker: Bruker, _gjenskaping: Gjenskaping) -> bool:
    """Return whether the user may follow a replay."""
    return bruker.har(Rolle.KOORDINATOR)
