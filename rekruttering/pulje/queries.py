"""Every SELECT on draws and identified municipalities."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from rekruttering.felles.db import db, get_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.kommune import queries as kommune_queries
from rekruttering.kommune.models import Fylke, Kommune
from rekruttering.kommune.rules import KommuneMalform, sort_key
from rekruttering.pulje.models import Kommuneopplasting, Pulje, Puljekommune
from rekruttering.pulje.rules import Deltakelse, PuljekommuneStatus


@dataclass(frozen=True)
class Filter:
    """What a list shows; empty means all. `samisk`: 'ja' or 'nei'."""

    fylke: str = ""
    status: str = ""
    malform: str = ""
    samisk: str = ""


def get_pulje(id: int) -> Pulje:
    """Return a draw.

    Raises:
        NotFoundError: there is no such draw.
    """
    return get_row(Pulje, id)


def find_pulje(utlysning_id: int) -> Pulje | None:
    """Return the draw of a round."""
    return db.session.scalars(select(Pulje).where(Pulje.utlysning_id == utlysning_id)).one_or_none()


def get_pulje_of(utlysning_id: int) -> Pulje:
    """Return the draw of a round that has one.

    Raises:
        NotFoundError: there is no such round, or it has no draw yet.
    """
    pulje = find_pulje(utlysning_id)
    if pulje is None:
        raise NotFoundError
    return pulje


def get_puljekommune(id: int) -> Puljekommune:
    """Return an identified municipality.

    Raises:
        NotFoundError: there is none with this id.
    """
    return get_row(Puljekommune, id)


def find_puljekommune(pulje_id: int, kommune_id: int) -> Puljekommune | None:
    """Return a municipality's row in a draw."""
    query = select(Puljekommune).where(
        Puljekommune.pulje_id == pulje_id, Puljekommune.kommune_id == kommune_id
    )
    return db.session.scalars(query).one_or_none()


def get_opplasting(id: int) -> Kommuneopplasting:
    """Return an upload.

    Raises:
        NotFoundError: there is none with this id.
    """
    return get_row(Kommuneopplasting, id)


def list_puljekommuner(
    pulje_id: int,
    filter: Filter = Filter(),
    sorter: str = "navn",
    retning: str = "asc",
) -> list[Puljekommune]:
    """Return a draw's municipalities, filtered and in order; names break ties.

    `sorter`: navn, fylke, timer, malform or status. Sorted here and not in the database, which
    does not know the Norwegian alphabet on both engines; a draw has some forty rows.
    """
    query = select(Puljekommune).join(Kommune).where(Puljekommune.pulje_id == pulje_id)
    if filter.fylke:
        query = query.where(Kommune.fylkesnummer == filter.fylke)
    if filter.status in set(PuljekommuneStatus):
        query = query.where(Puljekommune.status == PuljekommuneStatus(filter.status))
    if filter.malform in set(KommuneMalform):
        query = query.where(Puljekommune.malform == KommuneMalform(filter.malform))
    if filter.samisk in ("ja", "nei"):
        missing = Puljekommune.samisk_sprak.is_(None)
        query = query.where(missing if filter.samisk == "nei" else ~missing)
    rows = sorted(db.session.scalars(query), key=lambda row: (sort_key(row.kommune.navn), row.id))
    keys = {
        "fylke": lambda row: row.kommune.fylkesnummer,
        "timer": lambda row: row.timer,
        "malform": lambda row: row.malform.value,
        "status": lambda row: list(PuljekommuneStatus).index(row.status),
    }
    if sorter in keys:
        rows.sort(key=keys[sorter], reverse=retning == "desc")
    elif retning == "desc":
        rows.reverse()
    return rows


def count_by_status(pulje_id: int) -> dict[PuljekommuneStatus, int]:
    """Return how many municipalities of a draw have each status."""
    query = select(Puljekommune.status, func.count(Puljekommune.id)).where(
        Puljekommune.pulje_id == pulje_id
    )
    found = db.session.execute(query.group_by(Puljekommune.status))
    return dict(found.all())


def list_unnotified(pulje_id: int) -> list[Puljekommune]:
    """Return the municipalities whose contact has not been told yet, by id."""
    query = select(Puljekommune).where(
        Puljekommune.pulje_id == pulje_id, Puljekommune.varslet_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Puljekommune.id)))


def list_by_kommunenumre(numre: Collection[str]) -> list[Puljekommune]:
    """Return every draw's rows of municipalities with these numbers, the newest draw first."""
    query = (
        select(Puljekommune)
        .join(Kommune)
        .join(Pulje)
        .where(Kommune.kommunenummer.in_(numre))
        .options(contains_eager(Puljekommune.pulje))
        .order_by(Pulje.trukket_dato.desc(), Kommune.kommunenummer, Puljekommune.id)
    )
    return list(db.session.scalars(query))


def list_by_embeter(koder: Collection[str]) -> list[Puljekommune]:
    """Return the rows of municipalities in these embeter, the newest draw first, then by name."""
    query = (
        select(Puljekommune)
        .join(Kommune)
        .join(Pulje)
        .where(Kommune.embete_kode.in_(koder))
        .options(contains_eager(Puljekommune.pulje))
        .order_by(Puljekommune.id)
    )
    rows = list(db.session.scalars(query))
    rows.sort(key=lambda row: sort_key(row.kommune.navn))
    rows.sort(key=lambda row: row.pulje.trukket_dato, reverse=True)
    return rows


def map_kommuner(dato: date) -> dict[str, Kommune]:
    """Return the municipality of each number in use on a day, in the order of names.

    The register begins in 2020; an older draw is registered with the numbers of its first day.
    """
    first = db.session.scalar(select(func.min(Kommune.gyldig_fra)))
    on = max(dato, first) if first is not None else dato
    return {each.kommunenummer: each for each in kommune_queries.list_kommuner(on)}


def map_fylkesnavn(dato: date) -> dict[str, str]:
    """Return the name of each fylke, as it was on a day where the number was in use then."""
    names: dict[str, str] = {}
    valid = or_(Fylke.gyldig_til.is_(None), Fylke.gyldig_til >= dato)
    for fylke in db.session.scalars(select(Fylke).where(valid).order_by(Fylke.gyldig_fra)):
        names.setdefault(fylke.fylkesnummer, fylke.navn)
    return names


def map_deltakelser(pulje: Pulje) -> dict[str, list[Deltakelse]]:
    """Return what other draws hold, by kommunenummer."""
    query = (
        select(Puljekommune)
        .join(Pulje)
        .where(Pulje.id != pulje.id, Pulje.trukket_dato <= pulje.trukket_dato)
        .options(contains_eager(Puljekommune.pulje))
        .order_by(Pulje.trukket_dato, Puljekommune.id)
    )
    found: dict[str, list[Deltakelse]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.kommune.kommunenummer, []).append(
            Deltakelse(
                kommune=row.kommune.navn,
                pulje=row.pulje.navn,
                trukket_dato=row.pulje.trukket_dato,
                innsats_til_dato=row.pulje.innsats_til_dato,
                status=row.status,
            )
        )
    return found


def list_related(nummer: str, deltakelser: dict[str, list[Deltakelse]]) -> list[Deltakelse]:
    """Return the earlier draws of a municipality, its predecessors and its successors."""
    if not deltakelser:
        return []
    numre = kommune_queries.list_samme_kommune(nummer)
    return [each for number in numre for each in deltakelser.get(number, ())]


def count_contacts(epost: str, kommunenummer: str) -> int:
    """Return for how many rows of a municipality someone is the contact."""
    query = (
        select(func.count(Puljekommune.id))
        .join(Kommune)
        .where(Puljekommune.kontakt_epost == epost, Kommune.kommunenummer == kommunenummer)
    )
    return db.session.scalar(query) or 0
