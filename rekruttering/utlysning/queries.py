"""Every SELECT on calls."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from rekruttering.felles.db import db, get_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.utlysning.models import Guide, Kompetanse, Utlysning
from rekruttering.utlysning.rules import UtlysningStatus


def get_utlysning(utlysning_id: int) -> Utlysning:
    """Return a call.

    Raises:
        NotFoundError: there is no such call.
    """
    return get_row(Utlysning, utlysning_id)


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


def list_kompetanser(utlysning_id: int) -> list[Kompetanse]:
    """Return the criteria of a round in their order, those taken out of the guide left out."""
    query = select(Kompetanse).where(
        Kompetanse.utlysning_id == utlysning_id, Kompetanse.utgatt_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Kompetanse.rekkefolge, Kompetanse.id)))


def get_kompetanse(kompetanse_id: int) -> Kompetanse:
    """Return a criterion.

    Raises:
        NotFoundError: there is no such criterion.
    """
    return get_row(Kompetanse, kompetanse_id)


@dataclass(frozen=True)
class Sporsmalsvalg:
    """One question of a criterion, by its place from 0."""

    kompetanse: Kompetanse
    plass: int


def get_sporsmal(kompetanse_id: int, plass: int) -> Sporsmalsvalg:
    """Return a question of a criterion that is in the guide.

    Raises:
        NotFoundError: there is no such question.
    """
    kompetanse = get_kompetanse(kompetanse_id)
    if kompetanse.utgatt_at is not None or plass >= len(kompetanse.sporsmal):
        raise NotFoundError
    return Sporsmalsvalg(kompetanse, plass)


def list_guider(utlysning_id: int) -> list[Guide]:
    """Return the frozen versions of a round's interview guide, newest first."""
    query = select(Guide).where(Guide.utlysning_id == utlysning_id)
    return list(
        db.session.scalars(query.order_by(Guide.nummer.desc()).options(joinedload(Guide.laget_av)))
    )
