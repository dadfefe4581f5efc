"""Who may do what with identified municipalities; who, never when."""

from rekruttering.pulje.models import Kommuneopplasting, Pulje, Puljekommune
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning


def can_manage_runde(bruker: Bruker, _utlysning: Utlysning) -> bool:
    """Return whether the user registers municipalities of a round."""
    return bruker.har(Rolle.KOORDINATOR)


def can_manage_pulje(bruker: Bruker, _pulje: Pulje) -> bool:
    """Return whether the user may change a draw."""
    return bruker.har(Rolle.KOORDINATOR)


def can_manage_puljekommune(bruker: Bruker, _puljekommune: Puljekommune) -> bool:
    """Return whether the user may change an identified municipality."""
    return bruker.har(Rolle.KOORDINATOR)


def can_manage_opplasting(bruker: Bruker, opplasting: Kommuneopplasting) -> bool:
    """Return whether the user may see and store an upload: the coordinator who made it."""
    return bruker.har(Rolle.KOORDINATOR) and opplasting.lastet_opp_av_id == bruker.id


def can_answer(bruker: Bruker, puljekommune: Puljekommune) -> bool:
    """Return whether the user answers for this municipality."""
    return puljekommune.kommune.kommunenummer in bruker.omrader(Rolle.KOMMUNEKONTAKT)


def can_view_region(bruker: Bruker, puljekommune: Puljekommune) -> bool:
    """Return whether the municipality lies in the user's own embete."""
    return puljekommune.kommune.embete_kode in bruker.omrader(Rolle.STATSFORVALTER)
