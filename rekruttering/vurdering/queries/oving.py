"""The practice applicant of a round; its tables are read here and nowhere else.

As with applicants, a member's own scores are read with the member's id, and the others' only by
someone who has locked the own.  Kilde: docs/regler.md#V2.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from rekruttering.felles.db import db, get_row
from rekruttering.intervju.models import Intervju, Panel, Panelmedlem, Panelplass
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Kompetanse
from rekruttering.vurdering.models import Ovingskasus, Ovingsskar, Ovingsvurdering
from rekruttering.vurdering.rules import VurderingStatus
from rekruttering.vurdering.rules.oving import Deltaker


@dataclass(frozen=True)
class Ovingsplass:
    """The practice of a round, and how far one member has come; None has not begun."""

    kasus: Ovingskasus
    status: VurderingStatus | None


def get_ovingskasus(id: int) -> Ovingskasus:
    """Return a practice applicant.

    Raises:
        NotFoundError: there is no such practice.
    """
    return get_row(Ovingskasus, id)


def find_ovingskasus(utlysning_id: int) -> Ovingskasus | None:
    """Return the practice applicant of a round."""
    query = select(Ovingskasus).where(Ovingskasus.utlysning_id == utlysning_id)
    return db.session.scalars(query).one_or_none()


def find_egen_oving(kasus_id: int, bruker_id: int) -> Ovingsvurdering | None:
    """Return a member's own practice scoring with its scores."""
    query = (
        select(Ovingsvurdering)
        .where(Ovingsvurdering.ovingskasus_id == kasus_id, Ovingsvurdering.bruker_id == bruker_id)
        .options(selectinload(Ovingsvurdering.skarer))
    )
    return db.session.scalars(query).one_or_none()


def list_mine_ovinger(bruker_id: int) -> list[Ovingsplass]:
    """Return the practices of the rounds in whose panels this member sits, newest round first."""
    grupper = select(Panel.utlysning_id).join(Panelmedlem).where(Panelmedlem.bruker_id == bruker_id)
    seter = (
        select(Soknad.utlysning_id)
        .join(Intervju, Intervju.soknad_id == Soknad.id)
        .join(Panelplass)
        .where(Panelplass.bruker_id == bruker_id)
    )
    egen = (Ovingsvurdering.ovingskasus_id == Ovingskasus.id) & (
        Ovingsvurdering.bruker_id == bruker_id
    )
    query = (
        select(Ovingskasus, Ovingsvurdering.status)
        .outerjoin(Ovingsvurdering, egen)
        .where(or_(Ovingskasus.utlysning_id.in_(grupper), Ovingskasus.utlysning_id.in_(seter)))
        .options(joinedload(Ovingskasus.utlysning))
        .order_by(Ovingskasus.id.desc())
    )
    return [Ovingsplass(kasus, status) for kasus, status in db.session.execute(query)]


def list_gjenstar(bruker_id: int, utlysning_ids: Iterable[int]) -> set[int]:
    """Return the rounds, of these, whose practice this member has not locked."""
    last = exists().where(
        Ovingsvurdering.ovingskasus_id == Ovingskasus.id,
        Ovingsvurdering.bruker_id == bruker_id,
        Ovingsvurdering.status == VurderingStatus.LAST,
    )
    query = select(Ovingskasus.utlysning_id).where(
        Ovingskasus.utlysning_id.in_(set(utlysning_ids)), ~last
    )
    return set(db.session.scalars(query))


def list_deltakere(kasus: Ovingskasus) -> list[Deltaker]:
    """Return the members of the round's panels and how far each has come, by name; no scores."""
    egen = (Ovingsvurdering.bruker_id == Bruker.id) & (Ovingsvurdering.ovingskasus_id == kasus.id)
    query = (
        select(Bruker, Ovingsvurdering.status)
        .outerjoin(Ovingsvurdering, egen)
        .where(Bruker.id.in_(_medlemmer(kasus.utlysning_id)))
        .order_by(Bruker.navn, Bruker.id)
    )
    return [
        Deltaker(bruker.id, bruker.navn or bruker.epost, status)
        for bruker, status in db.session.execute(query)
    ]


def is_deltaker(utlysning_id: int, bruker_id: int) -> bool:
    """Return whether the user sits in any panel of the round."""
    query = select(_medlemmer(utlysning_id).where(Bruker.id == bruker_id).exists())
    return bool(db.session.scalar(query))


def is_begynt(kasus_id: int) -> bool:
    """Return whether anybody has begun to score the practice."""
    query = select(exists().where(Ovingsvurdering.ovingskasus_id == kasus_id))
    return bool(db.session.scalar(query))


def list_ovingsskarer(kasus: Ovingskasus, bruker_id: int) -> list[Ovingsskar]:
    """Return all locked practice scores, to someone who has locked the own or is no member.

    Whether they may be compared yet, `rules.oving.comparison_hindre` says.
    """
    egen = aliased(Ovingsvurdering)
    own_locked = exists().where(
        egen.ovingskasus_id == kasus.id,
        egen.bruker_id == bruker_id,
        egen.status == VurderingStatus.LAST,
    )
    medlem = _medlemmer(kasus.utlysning_id).where(Bruker.id == bruker_id).exists()
    query = (
        select(Ovingsskar)
        .join(Ovingsskar.vurdering)
        .join(Ovingsskar.kompetanse)
        .where(
            Ovingsvurdering.ovingskasus_id == kasus.id,
            Ovingsvurdering.status == VurderingStatus.LAST,
            Kompetanse.utgatt_at.is_(None),
            or_(own_locked, ~medlem),
        )
        .options(joinedload(Ovingsskar.vurdering))
        .order_by(Kompetanse.rekkefolge, Kompetanse.id, Ovingsvurdering.bruker_id)
    )
    return list(db.session.scalars(query))


def _medlemmer(utlysning_id: int) -> Select[int]:
    """Return everybody who sits in a panel of the round, or in one of its interviews."""
    grupper = select(Panelmedlem.bruker_id).join(Panel).where(Panel.utlysning_id == utlysning_id)
    seter = (
        select(Panelplass.bruker_id)
        .join(Panelplass.intervju)
        .join(Intervju.soknad)
        .where(Soknad.utlysning_id == utlysning_id)
    )
    return select(Bruker.id).where(or_(Bruker.id.in_(grupper), Bruker.id.in_(seter)))
