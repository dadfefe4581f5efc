"""Who may do what with panels, interviews and scores."""

from rekruttering.habilitet.queries import find_tilstand
from rekruttering.habilitet.rules import is_clear
from rekruttering.intervju import queries
from rekruttering.intervju.models import Intervju, Panel, Vurdering
from rekruttering.intervju.rules import AKTIVE, VurderingStatus, acting_leader
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


def can_plan(bruker: Bruker, _thing: Intervju | Panel) -> bool:
    """Return whether the user may set up panels and plan interviews."""
    return bruker.har(Rolle.KOORDINATOR)


def can_see(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user sits in the panel of an interview that still stands.

    Nobody sits before themselves.
    """
    return (
        bruker.har(Rolle.PANEL)
        and not _is_soker(bruker, intervju)
        and _sits_in(bruker, intervju)
        and intervju.status in AKTIVE
        and intervju.soknad.status in queries.UNDER_VURDERING
    )


def can_read(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may open the application: member, declared and clear."""
    return can_see(bruker, intervju) and is_clear(
        find_tilstand(bruker.id, soknad_id=intervju.soknad_id)
    )


def can_read_vedlegg(bruker: Bruker, nokkel: queries.Vedleggsnokkel) -> bool:
    """Return whether the user may open a file of the application."""
    return can_read(bruker, nokkel.intervju)


def can_score(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may write an own scoring."""
    return can_read(bruker, intervju)


def can_see_felles(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may see others' scores: only who has locked the own."""
    if not can_read(bruker, intervju):
        return False
    egen = queries.find_egen_vurdering(intervju.id, bruker.id)
    return egen is not None and egen.status is VurderingStatus.LAST


def can_lead(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user leads before this applicant, with the own habilitet declared."""
    if not can_read(bruker, intervju):
        return False
    return acting_leader(queries.list_plasser(intervju)) == bruker.id


def can_mark(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may say that the interview was held or not."""
    coordinates = bruker.har(Rolle.KOORDINATOR) and not _is_soker(bruker, intervju)
    return coordinates or can_lead(bruker, intervju)


def can_set_felles(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may write down what the panel agreed on."""
    return can_see_felles(bruker, intervju) and can_lead(bruker, intervju)


def can_reopen(bruker: Bruker, vurdering: Vurdering) -> bool:
    """Return whether the user may open a locked scoring again."""
    return can_lead(bruker, vurdering.intervju)


def can_decide_habilitetssak(bruker: Bruker, sak: queries.Habilitetssak) -> bool:
    """Return whether the user leads before this applicant; nobody decides their own case."""
    return sak.habilitet.bruker_id != bruker.id and can_lead(bruker, sak.intervju)


def _is_soker(bruker: Bruker, intervju: Intervju) -> bool:
    return intervju.soknad.soker_id == bruker.id


def _sits_in(bruker: Bruker, intervju: Intervju) -> bool:
    return any(medlem.bruker_id == bruker.id for medlem in intervju.panel.medlemmer)
