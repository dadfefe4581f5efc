"""Who may do what with hearings; who, never when."""

from rekruttering.horing.models import Horing, Horingsmottaker, Horingssvar
from rekruttering.horing.rules import Mottakerslag
from rekruttering.pulje import policy as pulje_policy
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


def can_lead(bruker: Bruker, _horing: Horing) -> bool:
    """Return whether the user follows, prolongs and closes a hearing."""
    return bruker.har(Rolle.KOORDINATOR)


def can_handle(bruker: Bruker, _svar: Horingssvar) -> bool:
    """Return whether the user notes what was done with a comment."""
    return bruker.har(Rolle.KOORDINATOR)


def can_answer(bruker: Bruker, mottaker: Horingsmottaker) -> bool:
    """Return whether the user answers for this recipient: the own embete or municipality."""
    if mottaker.slag is Mottakerslag.STATSFORVALTER:
        return mottaker.embete_kode in bruker.omrader(Rolle.STATSFORVALTER)
    row = mottaker.puljekommune
    return row is not None and pulje_policy.can_answer(bruker, row)
