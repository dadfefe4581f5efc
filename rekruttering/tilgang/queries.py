"""Every SELECT on users, codes and sessions."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

from rekruttering.felles.db import db, get_row
from rekruttering.tilgang.models import (
    Bruker,
    Engangskode,
    Innloggingsfeil,
    Rolletildeling,
    Sesjon,
)
from rekruttering.tilgang.rules import Rolle, normal_epost


def get_bruker(id: int) -> Bruker:
    """Return a user.

    Raises:
        NotFoundError: there is no such user.
    """
    return get_row(Bruker, id)


def find_bruker(epost: str) -> Bruker | None:
    """Return the user with this e-mail address."""
    return db.session.scalars(
        select(Bruker).where(Bruker.epost == normal_epost(epost))
    ).one_or_none()


def list_brukere(rolle: Rolle | None = None, omrade: str | None = None) -> list[Bruker]:
    """Return active users, all or those with a role (in an area), by name."""
    query = select(Bruker).where(Bruker.aktiv)
    if rolle is not None:
        given = select(Rolletildeling.bruker_id).where(Rolletildeling.rolle == rolle)
        if omrade is not None:
            given = given.where(Rolletildeling.omrade == omrade)
        query = query.where(Bruker.id.in_(given))
    return list(db.session.scalars(query.order_by(Bruker.navn, Bruker.id)))


def search_brukere(sok: str) -> list[Bruker]:
    """Return users with a role, or the first 100 whose name or address holds the text, by name."""
    query = select(Bruker)
    if sok:
        name, address = func.lower(Bruker.navn), Bruker.epost
        text = sok.lower()
        query = query.where(
            name.contains(text, autoescape=True) | address.contains(text, autoescape=True)
        )
    else:
        query = query.where(Bruker.id.in_(select(Rolletildeling.bruker_id)))
    return list(db.session.scalars(query.order_by(Bruker.navn, Bruker.id).limit(100)))


def map_navn(ids: Collection[int]) -> dict[int, str]:
    """Return the users' names by id."""
    rows = db.session.execute(
        select(Bruker.id, Bruker.navn, Bruker.epost).where(Bruker.id.in_(ids))
    )
    return {id: navn or epost for id, navn, epost in rows}


def find_sesjon(id: str) -> Sesjon | None:
    """Return a log-in that has not been ended."""
    sesjon = db.session.get(Sesjon, id)
    return None if sesjon is None or sesjon.avsluttet_at else sesjon


def list_open_sesjoner(bruker_id: int) -> list[Sesjon]:
    """Return the user's log-ins that have not been ended, oldest first."""
    query = select(Sesjon).where(Sesjon.bruker_id == bruker_id, Sesjon.avsluttet_at.is_(None))
    return list(db.session.scalars(query.order_by(Sesjon.opprettet_at, Sesjon.id)))


def find_newest_kode(epost: str) -> Engangskode | None:
    """Return the newest unused code of an address, locked until the transaction ends."""
    query = (
        select(Engangskode)
        .where(Engangskode.epost == epost, Engangskode.brukt_at.is_(None))
        .order_by(Engangskode.id.desc())
        .limit(1)
        .with_for_update()
    )
    return db.session.scalars(query).first()


def count_koder(epost: str, since: datetime) -> int:
    """Return how many codes were sent to an address since then."""
    query = select(func.count(Engangskode.id)).where(
        Engangskode.epost == epost, Engangskode.opprettet_at > since
    )
    return db.session.scalar(query) or 0


def count_feil(epost: str, now: datetime) -> int:
    """Return the failed staff log-ins of an address in the last quarter of an hour."""
    query = select(func.count(Innloggingsfeil.id)).where(
        Innloggingsfeil.epost == epost, Innloggingsfeil.at > now - timedelta(minutes=15)
    )
    return db.session.scalar(query) or 0
