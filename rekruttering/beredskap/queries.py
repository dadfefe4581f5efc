"""Every SELECT on what happened to published plans."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from rekruttering.beredskap.models import Hendelse
from rekruttering.felles.db import db, lock_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.tilbud.models import Veileder


@dataclass(frozen=True)
class Valg:
    """One alternative of what happened, by its key; whether it exists is the answers' business."""

    hendelse: Hendelse
    nokkel: str


def get_valg(id: int, nokkel: str) -> Valg:
    """Return what happened, and which alternative is meant.

    Raises:
        NotFoundError: there is none with this id.
    """
    return Valg(get_hendelse(id), nokkel)


def get_hendelse(id: int) -> Hendelse:
    """Return what happened.

    Raises:
        NotFoundError: there is none with this id.
    """
    hendelse = db.session.scalars(_loaded(select(Hendelse).where(Hendelse.id == id))).one_or_none()
    if hendelse is None:
        raise NotFoundError
    return hendelse


def lock_hendelse(id: int) -> Hendelse:
    """Return what happened as it stands now, locked until the transaction ends.

    Raises:
        NotFoundError: there is none with this id.
    """
    return lock_row(Hendelse, id)


def list_hendelser(utlysning_id: int) -> list[Hendelse]:
    """Return what happened in a round: what is open first, then the newest first."""
    query = select(Hendelse).where(Hendelse.utlysning_id == utlysning_id)
    order = (Hendelse.lukket_at.is_not(None), Hendelse.id.desc())
    return list(db.session.scalars(_loaded(query).order_by(*order)))


def list_apne(utlysning_id: int) -> list[Hendelse]:
    """Return what is open in a round, also what is only supposed, oldest first."""
    query = select(Hendelse).where(
        Hendelse.utlysning_id == utlysning_id, Hendelse.lukket_at.is_(None)
    )
    return list(db.session.scalars(_loaded(query).order_by(Hendelse.id)))


def list_haster(utlysning_id: int) -> list[Hendelse]:
    """Return what has happened in a round and waits for somebody, oldest first."""
    return [each for each in list_apne(utlysning_id) if not each.tenkt]


def find_apen(
    utlysning_id: int,
    *,
    tenkt: bool,
    veileder_id: int | None = None,
    puljekommune_id: int | None = None,
) -> Hendelse | None:
    """Return what is open about a person or a municipality, happened or supposed."""
    query = select(Hendelse).where(
        Hendelse.utlysning_id == utlysning_id,
        Hendelse.tenkt.is_(tenkt),
        Hendelse.lukket_at.is_(None),
        Hendelse.veileder_id == veileder_id,
        Hendelse.puljekommune_id == puljekommune_id,
    )
    return db.session.scalars(query).one_or_none()


def _loaded(query: Select[Hendelse]) -> Select[Hendelse]:
    return query.options(
        selectinload(Hendelse.veileder).joinedload(Veileder.soknad),
        selectinload(Hendelse.puljekommune),
        joinedload(Hendelse.opprettet_av),
    )
