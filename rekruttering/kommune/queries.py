"""Every SELECT on municipalities, counties and county governors' offices.

`on` is a local date: reference data hold for a period, so every question names a day.
"""

from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from rekruttering.felles.db import db, get_row
from rekruttering.kommune.models import (
    Embete,
    Fylke,
    Kommune,
    Kommuneendring,
    Listeopplasting,
)
from rekruttering.kommune.rules import normal_navn, sort_key

Row = TypeVar("Row", Embete, Fylke, Kommune, Kommuneendring)


def get_kommune(id: int) -> Kommune:
    """Return a municipality's row.

    Raises:
        NotFoundError: there is no such row.
    """
    return get_row(Kommune, id)


def find_kommune(kommunenummer: str, on: date) -> Kommune | None:
    """Return the municipality that has the number on that day."""
    query = select(Kommune).where(Kommune.kommunenummer == kommunenummer, _valid(Kommune, on))
    return db.session.scalars(query).one_or_none()


def list_kommuner(
    on: date, *, fylkesnummer: str | None = None, embete_kode: str | None = None
) -> list[Kommune]:
    """Return the municipalities of that day (in a county, under an office), by name and number."""
    query = select(Kommune).where(_valid(Kommune, on))
    if fylkesnummer is not None:
        query = query.where(Kommune.fylkesnummer == fylkesnummer)
    if embete_kode is not None:
        query = query.where(Kommune.embete_kode == embete_kode)
    return sorted(db.session.scalars(query), key=lambda k: (sort_key(k.navn), k.kommunenummer))


def search_kommuner(on: date, sok: str = "", fylkesnummer: str | None = None) -> list[Kommune]:
    """Return the municipalities of that day whose number begins with, or name holds, `sok`.

    All names count, Sami and Kven too; upper and lower case, and Sami letters, are as good as a
    keyboard without them.
    """
    ord_ = normal_navn(sok)
    return [
        kommune
        for kommune in list_kommuner(on, fylkesnummer=fylkesnummer)
        if not ord_ or kommune.kommunenummer.startswith(ord_) or ord_ in normal_navn(kommune.navn)
    ]


def find_fylke(fylkesnummer: str, on: date) -> Fylke | None:
    """Return the county that has the number on that day."""
    query = select(Fylke).where(Fylke.fylkesnummer == fylkesnummer, _valid(Fylke, on))
    return db.session.scalars(query).one_or_none()


def list_fylker(on: date) -> list[Fylke]:
    """Return the counties of that day, by name."""
    query = select(Fylke).where(_valid(Fylke, on))
    return sorted(db.session.scalars(query), key=lambda f: (sort_key(f.navn), f.fylkesnummer))


def find_embete(kode: str, on: date) -> Embete | None:
    """Return the office with this code as it was named on that day."""
    query = select(Embete).where(Embete.kode == kode, _valid(Embete, on))
    return db.session.scalars(query).one_or_none()


def list_embeter(on: date) -> list[Embete]:
    """Return the county governors' offices of that day, by name."""
    query = select(Embete).where(_valid(Embete, on))
    return sorted(db.session.scalars(query), key=lambda e: (sort_key(e.kortnavn_nb), e.kode))


def list_forgjengere(kommunenummer: str) -> list[str]:
    """Return every earlier number that led to this one, in any number of steps, sorted.

    A number that lived on is not its own predecessor.  Kilde: docs/regler.md#K1.
    """
    return _follow(kommunenummer, Kommuneendring.til_nummer, Kommuneendring.fra_nummer)


def list_etterfolgere(kommunenummer: str) -> list[str]:
    """Return every later number that this one led to, in any number of steps, sorted.

    After a division there are several.
    """
    return _follow(kommunenummer, Kommuneendring.fra_nummer, Kommuneendring.til_nummer)


def list_samme_kommune(kommunenummer: str) -> list[str]:
    """Return the number itself, its predecessors and its successors, sorted.

    These are one municipality over time to the rule that a municipality still in the ordning is
    not identified again.  Kilde: docs/regler.md#K1.
    """
    numbers = {kommunenummer, *list_forgjengere(kommunenummer), *list_etterfolgere(kommunenummer)}
    return sorted(numbers)


def get_opplasting(id: int) -> Listeopplasting:
    """Return an uploaded list.

    Raises:
        NotFoundError: there is no such list.
    """
    return get_row(Listeopplasting, id)


def list_rows(table: type[Row]) -> list[Row]:
    """Return every row of a table of reference data, in the order they came."""
    return list(db.session.scalars(select(table).order_by(table.id)))


def _follow(
    kommunenummer: str, here: InstrumentedAttribute[str], there: InstrumentedAttribute[str]
) -> list[str]:
    """Return what is reached from a number in one direction; a handful of steps at most."""
    found: set[str] = set()
    front = {kommunenummer}
    while front:
        query = select(there).where(here.in_(front))
        front = set(db.session.scalars(query)) - found - {kommunenummer}
        found |= front
    return sorted(found)


def _valid(table: type[Embete | Fylke | Kommune], on: date) -> ColumnElement[bool]:
    until = or_(table.gyldig_til.is_(None), table.gyldig_til >= on)
    return (table.gyldig_fra <= on) & until
