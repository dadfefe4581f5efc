"""Who may see and change calls; who, never when."""

from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Kompetanse, Utlysning
from rekruttering.utlysning.queries import Sporsmalsvalg
from rekruttering.utlysning.rules import UtlysningStatus


def can_edit_utlysning(bruker: Bruker, _utlysning: Utlysning) -> bool:
    """Return whether the user runs rounds."""
    return bruker.har(Rolle.KOORDINATOR)


def can_remove_sporsmal(bruker: Bruker, _valg: Sporsmalsvalg) -> bool:
    """Return whether the user may take a question out of the guide."""
    return bruker.har(Rolle.KOORDINATOR)


def can_edit_kompetanse(bruker: Bruker, _kompetanse: Kompetanse) -> bool:
    """Return whether the user may change the criterion of a call."""
    return bruker.har(Rolle.KOORDINATOR)


def can_see_utlysning(bruker: Bruker | None, utlysning: Utlysning) -> bool:
    """Return whether the public page of a call is for this user; a draft is for staff only."""
    if utlysning.status is not UtlysningStatus.KLADD:
        return True
    return bruker is not None and bruker.har(Rolle.KOORDINATOR, Rolle.ADMINISTRATOR)
