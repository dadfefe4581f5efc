"""Scores, joint scores and outcomes.

A member's own score is read with the member's id. Others' scores are read in one place only,
`list_skarer_for_felles`, and only by someone who has locked the own: what a query does not hold,
no page, list, order, mean, mail or error can leak.  Kilde: docs/regler.md#I2.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from rekruttering.felles.db import db, get_row
from rekruttering.intervju import queries as intervju_queries
from rekruttering.intervju.models import Intervju, Panelplass
from rekruttering.intervju.queries import find_intervju
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Kompetanse
from rekruttering.vurdering.models import Fellesskar, Panelanbefaling, Skar, Vurdering
from rekruttering.vurdering.rules import Vurderingsplass, VurderingStatus


def map_laste(intervju: Intervju) -> dict[int, int]:
    """Return the locked scorings of an interview: bruker_id to vurdering_id; no scores."""
    query = select(Vurdering.bruker_id, Vurdering.id).where(
        Vurdering.intervju_id == intervju.id, Vurdering.status == VurderingStatus.LAST
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def get_vurdering(id: int) -> Vurdering:
    """Return a scoring, without its scores.

    Raises:
        NotFoundError: there is no such scoring.
    """
    return get_row(Vurdering, id)


def find_egen_vurdering(intervju_id: int, bruker_id: int) -> Vurdering | None:
    """Return a member's own scoring with its scores."""
    query = (
        select(Vurdering)
        .where(Vurdering.intervju_id == intervju_id, Vurdering.bruker_id == bruker_id)
        .options(selectinload(Vurdering.skarer))
    )
    return db.session.scalars(query).one_or_none()


def map_vurderingstatus(
    intervju_ids: Iterable[int],
) -> Mapping[tuple[int, int], VurderingStatus]:
    """Return how far each member has come, by (intervju_id, bruker_id); no scores."""
    query = select(Vurdering.intervju_id, Vurdering.bruker_id, Vurdering.status).where(
        Vurdering.intervju_id.in_(set(intervju_ids))
    )
    return {(i, b): status for i, b, status in db.session.execute(query)}


def map_plasser(intervju_liste: Sequence[Intervju]) -> dict[int, list[Vurderingsplass]]:
    """Return who sits before each applicant, how they stand, how far they are, by intervju_id."""
    statuser = map_vurderingstatus({intervju.id for intervju in intervju_liste})
    return {
        intervju_id: [
            Vurderingsplass(
                plass.bruker_id,
                plass.navn,
                plass.leder,
                plass.tilstand,
                statuser.get((intervju_id, plass.bruker_id)),
            )
            for plass in plasser
        ]
        for intervju_id, plasser in intervju_queries.map_plasser(intervju_liste).items()
    }


def list_plasser(intervju: Intervju) -> list[Vurderingsplass]:
    """Return who sits before this applicant, and how far they have come."""
    return map_plasser([intervju])[intervju.id]


def list_skarer_for_felles(intervju_id: int, bruker_id: int) -> list[Skar]:
    """Return all locked scores of an interview, to someone who has locked the own; else none."""
    egen = aliased(Vurdering)
    own_locked = exists().where(
        egen.intervju_id == intervju_id,
        egen.bruker_id == bruker_id,
        egen.status == VurderingStatus.LAST,
    )
    return list(db.session.scalars(_locked(intervju_id).where(own_locked)))


def list_laste_skarer(intervju_id: int) -> list[Skar]:
    """Return all locked scores, for `service.set_fellesskarer` to check against; never shown."""
    return list(db.session.scalars(_locked(intervju_id)))


def list_fellesskarer(intervju_id: int) -> list[Fellesskar]:
    """Return the joint scores of an interview in the order of the criteria."""
    query = (
        select(Fellesskar)
        .join(Fellesskar.kompetanse)
        .where(Fellesskar.intervju_id == intervju_id, Kompetanse.utgatt_at.is_(None))
        .options(joinedload(Fellesskar.kompetanse))
    )
    return list(db.session.scalars(query.order_by(Kompetanse.rekkefolge, Kompetanse.id)))


def list_fellesskarer_for(soknad_id: int) -> list[Fellesskar]:
    """Return the joint scores of an applicant; none without an interview."""
    intervju = find_intervju(soknad_id)
    return list_fellesskarer(intervju.id) if intervju else []


def _locked(intervju_id: int) -> Select[Skar]:
    return (
        select(Skar)
        .join(Skar.vurdering)
        .join(Skar.kompetanse)
        .where(
            Vurdering.intervju_id == intervju_id,
            Vurdering.status == VurderingStatus.LAST,
            Kompetanse.utgatt_at.is_(None),
        )
        .options(joinedload(Skar.vurdering), joinedload(Skar.kompetanse))
        .order_by(Kompetanse.rekkefolge, Kompetanse.id, Vurdering.bruker_id)
    )


def list_kjente_medlemmer(soknad_id: int) -> list[Bruker]:
    """Return who meets an applicant, once the applicant has been told; by name."""
    query = (
        select(Bruker)
        .join(Panelplass, Panelplass.bruker_id == Bruker.id)
        .join(Panelplass.intervju)
        .where(Intervju.soknad_id == soknad_id, Intervju.innkalt_at.is_not(None))
        .order_by(Bruker.navn, Bruker.id)
    )
    return list(db.session.scalars(query))


def find_anbefaling(intervju_id: int) -> Panelanbefaling | None:
    """Return the panel's overall recommendation of an applicant."""
    query = select(Panelanbefaling).where(Panelanbefaling.intervju_id == intervju_id)
    return db.session.scalars(query).one_or_none()


def list_vurderinger(intervju_id: int) -> list[Vurdering]:
    """Return all scorings of an interview with their scores, for the history of what changed.

    Only for who may see them all: `policy.can_see_historikk`.
    """
    query = (
        select(Vurdering)
        .where(Vurdering.intervju_id == intervju_id)
        .options(selectinload(Vurdering.skarer))
        .order_by(Vurdering.bruker_id)
    )
    return list(db.session.scalars(query))
