"""Every SELECT on decision packs and their replays."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rekruttering.felles.db import db, get_row, lock_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.vedtakspakke.models import Gjenskaping, Vedtakspakke
from rekruttering.vedtakspakke.rules import AKTIV


def get_pakke(id: int) -> Vedtakspakke:
    """Return a pack.

    Raises:
        NotFoundError: there is no such pack.
    """
    return get_row(Vedtakspakke, id)


def list_pakker(tildeling_id: int) -> list[Vedtakspakke]:
    """Return the packs of an allocation, newest first."""
    query = (
        select(Vedtakspakke)
        .where(Vedtakspakke.tildeling_id == tildeling_id)
        .options(joinedload(Vedtakspakke.laget_av))
        .order_by(Vedtakspakke.id.desc())
    )
    return list(db.session.scalars(query))


def find_last(tildeling_id: int) -> Vedtakspakke | None:
    """Return the newest pack of an allocation."""
    query = select(Vedtakspakke).where(Vedtakspakke.tildeling_id == tildeling_id)
    return db.session.scalars(query.order_by(Vedtakspakke.id.desc()).limit(1)).first()


def get_last(id: int) -> Vedtakspakke:
    """Return the newest pack of the allocation with this id.

    Raises:
        NotFoundError: it has none.
    """
    pakke = find_last(id)
    if pakke is None:
        raise NotFoundError
    return pakke


def get_gjenskaping(id: int) -> Gjenskaping:
    """Return a replay.

    Raises:
        NotFoundError: there is no such replay.
    """
    return get_row(Gjenskaping, id)


def lock_gjenskaping(id: int) -> Gjenskaping:
    """Return a replay as it stands now, locked until the transaction ends.

    Raises:
        NotFoundError: there is no such replay.
    """
    return lock_row(Gjenskaping, id)


def find_aktiv(pakke_id: int) -> Gjenskaping | None:
    """Return the replay of a pack that waits or works."""
    query = select(Gjenskaping).where(
        Gjenskaping.pakke_id == pakke_id, Gjenskaping.status.in_(AKTIV)
    )
    return db.session.scalars(query).one_or_none()


def list_aktive() -> list[Gjenskaping]:
    """Return every replay that waits or works, oldest first."""
    query = select(Gjenskaping).where(Gjenskaping.status.in_(AKTIV)).order_by(Gjenskaping.id)
    return list(db.session.scalars(query))


def list_gjenskapinger(tildeling_id: int) -> list[Gjenskaping]:
    """Return the replays of an allocation's packs, newest first."""
    query = (
        select(Gjenskaping)
        .join(Gjenskaping.pakke)
        .where(Vedtakspakke.tildeling_id == tildeling_id)
        .options(joinedload(Gjenskaping.bedt_av))
        .order_by(Gjenskaping.id.desc())
    )
    return list(db.session.scalars(query))
