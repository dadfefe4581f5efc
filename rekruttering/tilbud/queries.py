"""Every SELECT on offers, agreements and veiledere."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from rekruttering.felles.db import db, get_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud.models import Avtale, Tilbud, Veileder
from rekruttering.tilbud.rules import KAN_FA_TILBUD, PAMINNELSE, TilbudStatus, status_now
from rekruttering.vurdering.models import Innstilling

T = TypeVar("T")


def get_tilbud(id: int) -> Tilbud:
    """Return an offer with its application.

    Raises:
        NotFoundError: there is no such offer.
    """
    query = select(Tilbud).where(Tilbud.id == id)
    tilbud = db.session.scalars(_loaded(query)).one_or_none()
    if tilbud is None:
        raise NotFoundError
    return tilbud


def find_for_soknad(soknad_id: int) -> Tilbud | None:
    """Return the offer to the applicant of an application."""
    return db.session.scalars(select(Tilbud).where(Tilbud.soknad_id == soknad_id)).one_or_none()


def list_for_soker(bruker_id: int) -> list[Tilbud]:
    """Return the offers that a person has had, newest first."""
    query = select(Tilbud).join(Tilbud.soknad).where(Soknad.soker_id == bruker_id)
    return list(
        db.session.scalars(_loaded(query).order_by(Tilbud.sendt_at.desc(), Tilbud.id.desc()))
    )


def list_tilbud(utlysning_id: int) -> list[Tilbud]:
    """Return the offers of a round, the nearest deadline first."""
    query = select(Tilbud).join(Tilbud.soknad).where(Soknad.utlysning_id == utlysning_id)
    return list(
        db.session.scalars(_loaded(query).order_by(Tilbud.svarfrist_at, Soknad.navn, Tilbud.id))
    )


def list_kandidater(utlysning_id: int) -> list[Innstilling]:
    """Return who may be sent an offer: innstilte first, then reserves, best first."""
    query = (
        _candidates(select(Innstilling), utlysning_id)
        .options(joinedload(Innstilling.soknad))
        .order_by(
            (Soknad.status == SoknadStatus.RESERVE),
            Innstilling.poeng.desc(),
            Soknad.navn,
            Innstilling.id,
        )
    )
    return list(db.session.scalars(query))


def list_soknader(ids: list[int], utlysning_id: int) -> list[Soknad]:
    """Return the round's applications among these ids, by id."""
    query = select(Soknad).where(Soknad.id.in_(ids), Soknad.utlysning_id == utlysning_id)
    return list(db.session.scalars(query.order_by(Soknad.id)))


def lock_tilbud(tilbud: Tilbud) -> None:
    """Read an offer again, and let nobody else write to it until the transaction ends."""
    db.session.execute(select(Tilbud.id).where(Tilbud.id == tilbud.id).with_for_update())
    db.session.refresh(tilbud, ["status", "svarfrist_at", "versjon"])


def list_utlopte(now: datetime) -> list[Tilbud]:
    """Return the unanswered offers whose deadline has passed, to the second."""
    query = select(Tilbud).where(
        Tilbud.status == TilbudStatus.SENDT, Tilbud.svarfrist_at < now.replace(microsecond=0)
    )
    return list(db.session.scalars(_loaded(query).order_by(Tilbud.id)))


def list_uten_paminnelse(now: datetime) -> list[Tilbud]:
    """Return the unanswered offers near their deadline that have had no reminder."""
    query = select(Tilbud).where(
        Tilbud.status == TilbudStatus.SENDT,
        Tilbud.pamint_at.is_(None),
        Tilbud.svarfrist_at <= now + PAMINNELSE,
    )
    return list(db.session.scalars(_loaded(query).order_by(Tilbud.id)))


def count_by_status(utlysning_id: int, now: datetime) -> Counter[TilbudStatus]:
    """Return how many offers of a round are in each state, as the clock decides it."""
    query = (
        select(Tilbud.status, Tilbud.svarfrist_at)
        .join(Tilbud.soknad)
        .where(Soknad.utlysning_id == utlysning_id)
    )
    rows = db.session.execute(query)
    return Counter(status_now(status, frist_at, now) for status, frist_at in rows)


def count_kandidater(utlysning_id: int) -> int:
    """Return how many are innstilt and have not been sent an offer."""
    query = _candidates(select(func.count(Innstilling.id)), utlysning_id)
    return db.session.scalar(query.where(Soknad.status == SoknadStatus.INNSTILT)) or 0


def get_veileder(id: int) -> Veileder:
    """Return a veileder.

    Raises:
        NotFoundError: there is no such veileder.
    """
    return get_row(Veileder, id)


def find_veileder(soknad_id: int) -> Veileder | None:
    """Return the veileder that an application led to."""
    query = select(Veileder).where(Veileder.soknad_id == soknad_id)
    return db.session.scalars(query).one_or_none()


def map_avtaler(soknad_ids: Collection[int]) -> dict[int, Avtale]:
    """Return the signed agreements of applications, by soknad_id."""
    query = (
        select(Tilbud.soknad_id, Avtale)
        .join(Avtale, Avtale.tilbud_id == Tilbud.id)
        .where(Tilbud.soknad_id.in_(soknad_ids))
    )
    return dict(db.session.execute(query).all())


def map_veileder_ids(utlysning_id: int) -> dict[int, int]:
    """Return the active veiledere of a round: soknad_id to veileder_id."""
    query = select(Veileder.soknad_id, Veileder.id).where(
        Veileder.utlysning_id == utlysning_id, Veileder.sluttet_at.is_(None)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_veiledere(utlysning_id: int) -> list[Veileder]:
    """Return the active veiledere of a round by id, with user, application, places, languages."""
    query = (
        select(Veileder)
        .where(Veileder.utlysning_id == utlysning_id, Veileder.sluttet_at.is_(None))
        .options(
            joinedload(Veileder.bruker),
            joinedload(Veileder.soknad).options(
                joinedload(Soknad.bosted),
                joinedload(Soknad.arbeidssted),
                selectinload(Soknad.sprak),
            ),
        )
    )
    return list(db.session.scalars(query.order_by(Veileder.id)))


def count_veiledere(utlysning_id: int) -> int:
    """Return how many active veiledere a round has."""
    query = select(func.count(Veileder.id)).where(
        Veileder.utlysning_id == utlysning_id, Veileder.sluttet_at.is_(None)
    )
    return db.session.scalar(query) or 0


def _candidates(query: Select[T], utlysning_id: int) -> Select[T]:
    """Keep those who may have an offer and have none, or one that was taken back."""
    med_tilbud = select(Tilbud.soknad_id).where(Tilbud.status != TilbudStatus.TRUKKET)
    return query.join(Innstilling.soknad).where(
        Soknad.utlysning_id == utlysning_id,
        Soknad.status.in_(KAN_FA_TILBUD),
        Soknad.id.not_in(med_tilbud),
    )


def _loaded(query: Select[Tilbud]) -> Select[Tilbud]:
    return query.options(joinedload(Tilbud.soknad), selectinload(Tilbud.avtale))
