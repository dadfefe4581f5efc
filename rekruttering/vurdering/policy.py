"""Who may do what with scores; who sits in the panel, `intervju.policy` knows."""

from rekruttering.intervju.models import Intervju
from rekruttering.intervju.policy import can_lead, can_read
from rekruttering.intervju.rules import UNDER_VURDERING
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from rekruttering.vurdering import queries
from rekruttering.vurdering.models import Ovingskasus, Vurdering
from rekruttering.vurdering.rules import ETTER_FELLESSKAR, VurderingStatus


def can_score(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may write an own scoring."""
    return can_read(bruker, intervju)


def can_see_felles(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may see others' scores: only who has locked the own."""
    if not can_read(bruker, intervju):
        return False
    egen = queries.find_egen_vurdering(intervju.id, bruker.id)
    return egen is not None and egen.status is VurderingStatus.LAST


def can_set_felles(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may write down what the panel agreed on."""
    return can_see_felles(bruker, intervju) and can_lead(bruker, intervju)


def can_reopen(bruker: Bruker, vurdering: Vurdering) -> bool:
    """Return whether the user may open a locked scoring again."""
    return can_lead(bruker, vurdering.intervju)


def can_set_anbefaling(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may write the panel's overall recommendation."""
    return can_set_felles(bruker, intervju)


def can_see_historikk(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may see what was changed: members who may see all, coordinators.

    Nothing is shown before the joint scores are set; nobody sees their own case.
    """
    if intervju.soknad.status not in ETTER_FELLESSKAR or bruker.id == intervju.soknad.soker_id:
        return False
    return bruker.har(Rolle.KOORDINATOR) or can_see_felles(bruker, intervju)


def can_do_oving(bruker: Bruker, kasus: Ovingskasus) -> bool:
    """Return whether the user sits in a panel of the round that the practice is for."""
    return bruker.har(Rolle.PANEL) and queries.is_deltaker(kasus.utlysning_id, bruker.id)


def can_compare_oving(bruker: Bruker, kasus: Ovingskasus) -> bool:
    """Return whether the user may see the others' practice scores once they are compared."""
    if queries.is_deltaker(kasus.utlysning_id, bruker.id):
        egen = queries.find_egen_oving(kasus.id, bruker.id)
        return egen is not None and egen.status is VurderingStatus.LAST
    return bruker.har(Rolle.KOORDINATOR)


def can_read_guide(bruker: Bruker, utlysning: Utlysning) -> bool:
    """Return whether the user sits in a panel of the round, and so prepares by its guide."""
    return bruker.har(Rolle.PANEL) and queries.is_deltaker(utlysning.id, bruker.id)


def can_object(bruker: Bruker, soknad: Soknad) -> bool:
    """Return whether this is the user's own application, past the draft."""
    return soknad.soker_id == bruker.id and soknad.status in UNDER_VURDERING


def can_manage_oving(bruker: Bruker, _kasus: Ovingskasus) -> bool:
    """Return whether the user may change the practice and open the comparison."""
    return bruker.har(Rolle.KOORDINATOR)
