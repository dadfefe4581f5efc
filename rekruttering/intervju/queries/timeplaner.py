"""Runs of the timetable."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rekruttering.felles.db import db, get_row, lock_row
from rekruttering.intervju.models import Timeplan
from rekruttering.intervju.rules.timeplan import AKTIV


def get_timeplan(id: int) -> Timeplan:
    """Return a run.

    Raises:
        NotFoundError: there is no such run.
    """
    return get_row(Timeplan, id)


def lock_timeplan(id: int) -> Timeplan:
    """Return a run as it is now, and let nobody else change it until the transaction ends."""
    return lock_row(Timeplan, id)


def find_aktiv_timeplan(utlysning_id: int) -> Timeplan | None:
    """Return the run of a round that waits or works."""
    query = select(Timeplan).where(
        Timeplan.utlysning_id == utlysning_id, Timeplan.status.in_(AKTIV)
    )
    return db.session.scalars(query).one_or_none()


def list_timeplaner(utlysning_id: int) -> list[Timeplan]:
    """Return the runs of a round, newest first; without their problems and plans."""
    query = (
        select(Timeplan)
        .where(Timeplan.utlysning_id == utlysning_id)
        .options(joinedload(Timeplan.startet_av))
        .order_by(Timeplan.id.desc())
    )
    return list(db.session.scalars(query))


def list_aktive_timeplaner() -> list[Timeplan]:
    """Return every run that waits or works, in any round."""
    query = select(Timeplan).where(Timeplan.status.in_(AKTIV)).order_by(Timeplan.id)
    return list(db.session.scalars(query))
