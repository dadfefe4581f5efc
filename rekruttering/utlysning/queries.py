"""Every SELECT on calls."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rekruttering.felles.db import db
from rekruttering.felles.errors import NotFoundError
from rekruttering.utlysning.models import Kompetanse, Utlysning
from rekruttering.utlysning.rules import UtlysningStatus


def get_utlysning(utlysning_id: int) -> Utlysning:
    """Return a call.

    Raises:
        NotFoundError: there is no such call.
    """
    utlysning = db.session.get(Utlysning, utlysning_id)
    if utlysning is None:
        raise NotFoundError
    return utlysning


def find_utlysning(slug: str) -> Utlysning | None:
    """Return the call with this address."""
    return db.session.scalars(select(Utlysning).where(Utlysning.slug == slug)).one_or_none()


def get_by_slug(slug: str) -> Utlysning:
    """Return the call with this address, whatever its state.

    Raises:
        NotFoundError: there is no such call.
    """
    utlysning = find_utlysning(slug)
    if utlysning is None:
        raise NotFoundError
    return utlysning


def list_utlysninger() -> list[Utlysning]:
    """Return every call, drafts too, the latest deadline first."""
    query = select(Utlysning).order_by(Utlysning.frist_at.desc(), Utlysning.id.desc())
    return list(db.session.scalars(query))


def list_publiserte() -> list[Utlysning]:
    """Return every call that the public may see, the latest deadline first."""
    query = (
        select(Utlysning)
        .where(Utlysning.status != UtlysningStatus.KLADD)
        .order_by(Utlysning.frist_at.desc(), Utlysning.id.desc())
        .options(selectinload(Utlysning.samlinger))
    )
    return list(db.session.scalars(query))


def get_kompetanse(kompetanse_id: int) -> Kompetanse:
    """Return a criterion.

    Raises:
        NotFoundError: there is no such criterion.
    """
    kompetanse = db.session.get(Kompetanse, kompetanse_id)
    if kompetanse is None:
        raise NotFoundError
    return kompetanse
