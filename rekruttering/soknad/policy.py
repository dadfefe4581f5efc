"""Who may do what with an application; never when."""

from rekruttering.soknad.models import Soknad, Vedlegg
from rekruttering.soknad.queries import Handlingsvalg, Seksjonsvalg
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning


def can_edit_soknad(bruker: Bruker, soknad: Soknad) -> bool:
    """Return whether the user is the one who applies."""
    return soknad.soker_id == bruker.id


def can_edit_seksjon(bruker: Bruker, valg: Seksjonsvalg) -> bool:
    """Return whether the user may fill in this section."""
    return can_edit_soknad(bruker, valg.soknad)


def can_read_soknad(bruker: Bruker, soknad: Soknad) -> bool:
    """Return whether the user may read all of the application; a draft is its writer's own.

    Panel members read through `intervju`, which asks for habilitet first.
    """
    if can_edit_soknad(bruker, soknad):
        return True
    return bruker.har(Rolle.KOORDINATOR) and soknad.status is not SoknadStatus.KLADD


def can_coordinate_soknad(bruker: Bruker, soknad: Soknad) -> bool:
    """Return whether the user may see the coordinators' page on it, with log and grounds.

    A coordinator who applies sees the own application as every applicant does.
    """
    return can_read_soknad(bruker, soknad) and soknad.soker_id != bruker.id


def can_decide_soknad(bruker: Bruker, soknad: Soknad) -> bool:
    """Return whether the user may shortlist and decline it; nobody decides on the own one."""
    return can_coordinate_soknad(bruker, soknad)


def can_decide_valg(bruker: Bruker, valg: Handlingsvalg) -> bool:
    """Return whether the user may do this with the application."""
    return can_decide_soknad(bruker, valg.soknad)


def can_edit_vedlegg(bruker: Bruker, vedlegg: Vedlegg) -> bool:
    """Return whether the user may replace and delete the file."""
    return can_edit_soknad(bruker, vedlegg.soknad)


def can_read_vedlegg(bruker: Bruker, vedlegg: Vedlegg) -> bool:
    """Return whether the user may open the file."""
    return can_read_soknad(bruker, vedlegg.soknad)


def can_list_soknader(bruker: Bruker, _utlysning: Utlysning) -> bool:
    """Return whether the user may see the applications of a call."""
    return bruker.har(Rolle.KOORDINATOR)


def can_start_soknad(_bruker: Bruker, utlysning: Utlysning) -> bool:
    """Return whether the user may know of the call; everyone may apply to what is published."""
    return utlysning.publisert_at is not None
