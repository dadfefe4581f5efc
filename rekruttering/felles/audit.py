"""The append-only log: who did what to which object, when, and from what to what."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from rekruttering.felles import clock
from rekruttering.felles.db import Model, db

# Grounds, scores and file names belong to those who handle a case, not to who keeps the system.
PRIVATE = frozenset({"begrunnelse", "tidligere_begrunnelse", "grunn", "poeng", "filnavn"})


class HasId(Protocol):
    """Anything stored with a whole-number id."""

    @property
    def id(self) -> int:
        """The key."""


class Logglinje(Model):
    """One thing that was done; rows are never changed."""

    __table_args__ = (Index(None, "objekt_type", "objekt_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    bruker_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    handling: Mapped[str]
    objekt_type: Mapped[str]
    objekt_id: Mapped[int]
    detaljer: Mapped[dict[str, Any]]


def record(handling: str, objekt: HasId, *, bruker: HasId | None, **detaljer: object) -> None:
    """Add a line to the log in the present transaction; `bruker=None` is the system itself.

    `handling` is a verb in the past tense in Norwegian ASCII, `detaljer` must fit in JSON.
    """
    db.session.flush()  # a new object gets its id now
    db.session.add(
        Logglinje(
            at=clock.now(),
            bruker_id=bruker.id if bruker else None,
            handling=handling,
            objekt_type=type(objekt).__name__,
            objekt_id=objekt.id,
            detaljer=detaljer,
        )
    )


def list_linjer(objekt: HasId) -> list[Logglinje]:
    """Return the lines about an object, oldest first."""
    query = (
        select(Logglinje)
        .where(Logglinje.objekt_type == type(objekt).__name__, Logglinje.objekt_id == objekt.id)
        .order_by(Logglinje.id)
    )
    return list(db.session.scalars(query))


def list_newest(side: int, per_side: int) -> tuple[list[Logglinje], int]:
    """Return one page (from 1) of the whole log, newest first, and the number of pages."""
    total = db.session.scalar(select(func.count(Logglinje.id))) or 0
    sider = max(1, -(-total // per_side))
    query = select(Logglinje).order_by(Logglinje.id.desc())
    rows = db.session.scalars(query.limit(per_side).offset((min(side, sider) - 1) * per_side))
    return list(rows), sider


def public_details(linje: Logglinje) -> dict[str, Any]:
    """Return the details of a line that may be shown outside the case."""
    return {key: value for key, value in linje.detaljer.items() if key not in PRIVATE}
