"""Scores, joint scores and outcomes.

A member's own score is read with the member's id. Others' scores are read in one place only,
`list_skarer_for_felles`, and only by someone who has locked the own: what a query does not hold,
no page, list, order, mean, mail or error can leak.  Kilde: docs/regler.md#I2.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from rekruttering.felles.db import db
from rekruttering.felles.errors import NotFoundError
from rekruttering.habilitet.queries import map_tilstander
from rekruttering.intervju.models import (
    Fellesskar,
    Innstilling,
    Intervju,
    Skar,
    Vurdering,
)
from rekruttering.intervju.queries.planer import find_intervju, with_people
from rekruttering.intervju.rules import (
    ETTER_FELLESSKAR,
    Plass,
    VurderingStatus,
)
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.utlysning.models import Kompetanse


def map_laste(intervju: Intervju) -> dict[int, int]:
    """Return the locked scorings of an interview: bruker_id to vurdering_id; no scores."""
    query = select(Vurdering.bruker_id, Vurdering.id).where(
        Vurdering.intervju_id == intervju.id, Vurdering.status == VurderingStatus.LAST
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_kompetanser(utlysning_id: int) -> list[Kompetanse]:
    """Return the criteria of a round in their order."""
    query = select(Kompetanse).where(Kompetanse.utlysning_id == utlysning_id)
    return list(db.session.scalars(query.order_by(Kompetanse.rekkefolge, Kompetanse.id)))


def get_vurdering(id: int) -> Vurdering:
    """Return a scoring, without its scores.

    Raises:
        NotFoundError: there is no such scoring.
    """
    vurdering = db.session.get(Vurdering, id)
    if vurdering is None:
        raise NotFoundError
    return vurdering


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


def map_plasser(intervju_liste: Sequence[Intervju]) -> dict[int, list[Plass]]:
    """Return who sits before each applicant, how they stand, how far they are, by intervju_id."""
    medlemmer = {m.bruker_id for intervju in intervju_liste for m in intervju.panel.medlemmer}
    tilstander = map_tilstander(medlemmer, {intervju.soknad_id for intervju in intervju_liste})
    statuser = map_vurderingstatus({intervju.id for intervju in intervju_liste})
    return {
        intervju.id: [
            Plass(
                medlem.bruker_id,
                medlem.bruker.navn or medlem.bruker.epost,
                medlem.leder,
                tilstander.get((medlem.bruker_id, intervju.soknad_id)),
                statuser.get((intervju.id, medlem.bruker_id)),
            )
            for medlem in intervju.panel.medlemmer
        ]
        for intervju in intervju_liste
    }


def list_plasser(intervju: Intervju) -> list[Plass]:
    """Return who sits before this applicant."""
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
        .where(Fellesskar.intervju_id == intervju_id)
        .options(joinedload(Fellesskar.kompetanse))
    )
    return list(db.session.scalars(query.order_by(Kompetanse.rekkefolge, Kompetanse.id)))


def list_fellesskarer_for(soknad_id: int) -> list[Fellesskar]:
    """Return the joint scores of an applicant; none without an interview."""
    intervju = find_intervju(soknad_id)
    return list_fellesskarer(intervju.id) if intervju else []


def list_rangerte(utlysning_id: int) -> list[tuple[Intervju, list[Fellesskar], Innstilling | None]]:
    """Return every applicant with joint scores, with them and the outcome, by name."""
    felles: dict[int, list[Fellesskar]] = {}
    query = (
        select(Fellesskar)
        .join(Fellesskar.kompetanse)
        .where(Kompetanse.utlysning_id == utlysning_id)
        .options(joinedload(Fellesskar.kompetanse))
        .order_by(Fellesskar.intervju_id, Kompetanse.rekkefolge, Kompetanse.id)
    )
    for skar in db.session.scalars(query):
        felles.setdefault(skar.intervju_id, []).append(skar)
    intervju_liste = db.session.scalars(
        with_people()
        .where(Intervju.id.in_(felles), Soknad.status.in_(ETTER_FELLESSKAR))
        .order_by(Soknad.navn, Soknad.id)
    )
    utfall = {i.soknad_id: i for i in list_innstillinger(utlysning_id)}
    return [(i, felles[i.id], utfall.get(i.soknad_id)) for i in intervju_liste]


def list_innstillinger(utlysning_id: int) -> list[Innstilling]:
    """Return the outcomes of a round, best first."""
    query = _outcomes(utlysning_id).order_by(Innstilling.poeng.desc(), Soknad.navn, Innstilling.id)
    return list(db.session.scalars(query))


def list_uten_beskjed(utlysning_id: int) -> list[Innstilling]:
    """Return the reserves and refusals after interview that have not been told, by name."""
    query = _outcomes(utlysning_id).where(
        Soknad.status.in_((SoknadStatus.RESERVE, SoknadStatus.AVSLAG)),
        or_(Soknad.meldt_status.is_(None), Soknad.meldt_status != Soknad.status),
    )
    return list(db.session.scalars(query.order_by(Soknad.navn, Innstilling.id)))


def find_innstilling(soknad_id: int) -> Innstilling | None:
    """Return the outcome of an applicant."""
    return db.session.scalars(
        select(Innstilling).where(Innstilling.soknad_id == soknad_id)
    ).one_or_none()


def count_uten_utfall(utlysning_id: int) -> int:
    """Return how many have joint scores but no outcome yet."""
    return _count(utlysning_id, SoknadStatus.INTERVJUET)


def count_ikke_vurdert(utlysning_id: int) -> int:
    """Return how many are chosen for interview and have no joint scores yet."""
    return _count(utlysning_id, SoknadStatus.TIL_INTERVJU)


def _count(utlysning_id: int, status: SoknadStatus) -> int:
    query = select(func.count(Soknad.id)).where(
        Soknad.utlysning_id == utlysning_id, Soknad.status == status
    )
    return db.session.scalar(query) or 0


def _outcomes(utlysning_id: int) -> Select[Innstilling]:
    query = select(Innstilling).join(Innstilling.soknad)
    query = query.where(Soknad.utlysning_id == utlysning_id)
    return query.options(joinedload(Innstilling.soknad))


def _locked(intervju_id: int) -> Select[Skar]:
    return (
        select(Skar)
        .join(Skar.vurdering)
        .join(Skar.kompetanse)
        .where(Vurdering.intervju_id == intervju_id, Vurdering.status == VurderingStatus.LAST)
        .options(joinedload(Skar.vurdering), joinedload(Skar.kompetanse))
        .order_by(Kompetanse.rekkefolge, Kompetanse.id, Vurdering.bruker_id)
    )
