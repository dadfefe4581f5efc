"""Who may do what with panels, interviews and scores."""

from rekruttering.habilitet.queries import find_tilstand
from rekruttering.habilitet.rules import is_clear
from rekruttering.intervju import queries
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import AKTIVE, UNDER_VURDERING, acting_leader
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


def can_plan(bruker: Bruker, _thing: object) -> bool:
    """Return whether the user may set up panels, rooms and timetables, and plan interviews."""
    return bruker.har(Rolle.KOORDINATOR)


def can_answer(bruker: Bruker, soknad: Soknad) -> bool:
    """Return whether the user is the applicant, and knows of being chosen for interview."""
    return (
        soknad.soker_id == bruker.id
        and soknad.status is SoknadStatus.TIL_INTERVJU
        and soknad.meldt_status is SoknadStatus.TIL_INTERVJU
    )


def can_see_avtale(bruker: Bruker, soknad: Soknad) -> bool:
    """Return whether the user is the applicant, and what was told last is the interview."""
    told = soknad.meldt_status is SoknadStatus.TIL_INTERVJU
    return soknad.soker_id == bruker.id and told and soknad.status in UNDER_VURDERING


def can_answer_for(bruker: Bruker, soknad: Soknad) -> bool:
    """Return whether the user may answer for an applicant who telephones; never for oneself."""
    chosen = soknad.status is SoknadStatus.TIL_INTERVJU
    return bruker.har(Rolle.KOORDINATOR) and soknad.soker_id != bruker.id and chosen


def can_answer_as_medlem(bruker: Bruker, plass: queries.Rundeplass) -> bool:
    """Return whether the user is this member of the round."""
    return bruker.har(Rolle.PANEL) and plass.bruker.id == bruker.id


def can_see(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user sits in the panel of an interview that still stands.

    Nobody sits before themselves.
    """
    return (
        bruker.har(Rolle.PANEL)
        and not _is_soker(bruker, intervju)
        and _sits_in(bruker, intervju)
        and intervju.status in AKTIVE
        and intervju.soknad.status in UNDER_VURDERING
    )


def can_read(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may open the application: member, declared and clear."""
    return can_see(bruker, intervju) and is_clear(
        find_tilstand(bruker.id, soknad_id=intervju.soknad_id)
    )


def can_read_vedlegg(bruker: Bruker, nokkel: queries.Vedleggsnokkel) -> bool:
    """Return whether the user may open a file of the application."""
    return can_read(bruker, nokkel.intervju)


def can_lead(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user leads before this applicant, with the own habilitet declared."""
    if not can_read(bruker, intervju):
        return False
    return acting_leader(queries.list_plasser(intervju)) == bruker.id


def can_mark(bruker: Bruker, intervju: Intervju) -> bool:
    """Return whether the user may say that the interview was held or not."""
    coordinates = bruker.har(Rolle.KOORDINATOR) and not _is_soker(bruker, intervju)
    return coordinates or can_lead(bruker, intervju)


def can_decide_habilitetssak(bruker: Bruker, sak: queries.Habilitetssak) -> bool:
    """Return whether the user leads before this applicant; nobody decides their own case."""
    return sak.habilitet.bruker_id != bruker.id and can_lead(bruker, sak.intervju)


def _is_soker(bruker: Bruker, intervju: Intervju) -> bool:
    return intervju.soknad.soker_id == bruker.id


def _sits_in(bruker: Bruker, intervju: Intervju) -> bool:
    return any(medlem.bruker_id == bruker.id for medlem in intervju.plasser)
