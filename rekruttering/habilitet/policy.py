"""Who may do what with the register."""

from rekruttering.habilitet.models import Habilitet
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


def can_decide(bruker: Bruker, habilitet: Habilitet) -> bool:
    """Return whether the user may decide this case; nobody decides their own.

    An applicant does not decide who is clear to assess them either.

    A panel's lead decides for the own panel, which `intervju.policy` knows.
    """
    soker_id = habilitet.soknad.soker_id if habilitet.soknad else None
    return bruker.har(Rolle.KOORDINATOR) and bruker.id not in (habilitet.bruker_id, soker_id)
