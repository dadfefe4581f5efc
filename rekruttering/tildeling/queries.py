"""Every SELECT on runs and allocations, and what a run is made from."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from rekruttering.felles.db import db
from rekruttering.felles.errors import NotFoundError
from rekruttering.habilitet import queries as habilitet_queries
from rekruttering.kommune import queries as kommune_queries
from rekruttering.kommune.models import Kommune, Kommuneendring
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import DELTAR
from rekruttering.soknad.models import Soknad
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling.models import Kjoring, Lag, Plassering, Tildeling
from rekruttering.tildeling.rules import AKTIV, TildelingStatus, map_slekt


def get_kjoring(id: int) -> Kjoring:
    """Return a run.

    Raises:
        NotFoundError: there is no such run.
    """
    kjoring = db.session.get(Kjoring, id)
    if kjoring is None:
        raise NotFoundError
    return kjoring


def lock_kjoring(id: int) -> Kjoring:
    """Return a run as it stands now, locked until the transaction ends.

    Raises:
        NotFoundError: there is no such run.
    """
    query = select(Kjoring).where(Kjoring.id == id).with_for_update(of=Kjoring)
    kjoring = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if kjoring is None:
        raise NotFoundError
    return kjoring


def find_aktiv(utlysning_id: int) -> Kjoring | None:
    """Return the run of a round that waits or works."""
    query = select(Kjoring).where(Kjoring.utlysning_id == utlysning_id, Kjoring.status.in_(AKTIV))
    return db.session.scalars(query).one_or_none()


def list_aktive() -> list[Kjoring]:
    """Return every run that waits or works, oldest first."""
    return list(
        db.session.scalars(select(Kjoring).where(Kjoring.status.in_(AKTIV)).order_by(Kjoring.id))
    )


def list_kjoringer(utlysning_id: int) -> list[Kjoring]:
    """Return a round's runs with their allocations, newest first."""
    query = (
        select(Kjoring)
        .where(Kjoring.utlysning_id == utlysning_id)
        .options(joinedload(Kjoring.startet_av), joinedload(Kjoring.tildeling))
        .order_by(Kjoring.id.desc())
    )
    return list(db.session.scalars(query))


def get_tildeling(id: int) -> Tildeling:
    """Return an allocation.

    Raises:
        NotFoundError: there is no such allocation.
    """
    tildeling = db.session.get(Tildeling, id)
    if tildeling is None:
        raise NotFoundError
    return tildeling


def find_publisert(utlysning_id: int) -> Tildeling | None:
    """Return the published allocation of a round."""
    query = select(Tildeling).where(
        Tildeling.utlysning_id == utlysning_id, Tildeling.status == TildelingStatus.PUBLISERT
    )
    return db.session.scalars(query).one_or_none()


def count_open(utlysning_id: int) -> int:
    """Return how many proposals of a round wait for a decision or for publishing."""
    query = select(func.count(Tildeling.id)).where(
        Tildeling.utlysning_id == utlysning_id,
        Tildeling.status.in_((TildelingStatus.FORSLAG, TildelingStatus.VEDTATT)),
    )
    return db.session.scalar(query) or 0


def list_deltakere(pulje_id: int) -> list[Puljekommune]:
    """Return the draw's municipalities that get a pair, by id."""
    query = select(Puljekommune).where(
        Puljekommune.pulje_id == pulje_id, Puljekommune.status.in_(DELTAR)
    )
    return list(db.session.scalars(query.order_by(Puljekommune.id)))


def map_sperringer(
    veiledere: Sequence[Veileder], puljekommuner: Sequence[Puljekommune]
) -> dict[int, set[int]]:
    """Return in which puljekommuner each veileder (by id) has a tie that is not cleared.

    A tie, a home or an employer may be registered on the municipality's row of another period,
    under another number or before a merger: what it was and what it became counts too.
    """
    sperrede = habilitet_queries.map_sperrede_kommuner([each.bruker_id for each in veiledere])
    ids = {kommune_id for found in sperrede.values() for kommune_id in found}
    query = select(Kommune.id, Kommune.kommunenummer).where(Kommune.id.in_(ids))
    numre = dict(db.session.execute(query).all())
    endringer = db.session.execute(select(Kommuneendring.fra_nummer, Kommuneendring.til_nummer))
    slekt = map_slekt({each.kommune.kommunenummer for each in puljekommuner}, endringer.all())
    found: dict[int, set[int]] = {}
    for veileder in veiledere:
        ties = {numre[kommune_id] for kommune_id in sperrede.get(veileder.bruker_id, ())}
        soknad = veileder.soknad
        places = {place.kommunenummer for place in (soknad.bosted, soknad.arbeidssted) if place}
        found[veileder.id] = {
            row.id
            for row in puljekommuner
            # The same number as home or employer is a rule of its own in the engine.
            if slekt[row.kommune.kommunenummer] & (ties | places - {row.kommune.kommunenummer})
        }
    return found


def map_fylkesnumre(puljekommuner: Sequence[Puljekommune], on: date) -> dict[int, str]:
    """Return in which fylke each municipality lay on the day whose fylker applicants chose among.

    A number that was not in use that day is followed to what it came from or became.
    """
    found = {}
    for row in puljekommuner:
        kommune = row.kommune
        found[row.id] = kommune.fylkesnummer
        if kommune.gyldig_fra <= on and (kommune.gyldig_til is None or kommune.gyldig_til >= on):
            continue
        for nummer in kommune_queries.list_samme_kommune(kommune.kommunenummer):
            then = kommune_queries.find_kommune(nummer, on)
            if then is not None:
                found[row.id] = then.fylkesnummer
                break
    return found


def _person() -> tuple[ORMOption, ...]:
    """Return what to load with a veileder."""
    soknad = joinedload(Veileder.soknad)
    return (
        soknad.joinedload(Soknad.bosted),
        soknad.joinedload(Soknad.arbeidssted),
        soknad.selectinload(Soknad.sprak),
    )


def load_lag(tildeling_id: int) -> list[Lag]:
    """Return the pairs of an allocation with persons, homes and municipalities, by id."""
    query = select(Lag).where(Lag.tildeling_id == tildeling_id)
    return list(db.session.scalars(_with_all(query).order_by(Lag.id)))


def _with_all(query: Select[Lag]) -> Select[Lag]:
    options: list[ORMOption] = [
        selectinload(Lag.plasseringer).selectinload(Plassering.puljekommune)
    ]
    for side in (Lag.veileder_a, Lag.veileder_b):
        options.append(selectinload(side).selectinload(Veileder.soknad).selectinload(Soknad.bosted))
    return query.options(*options)


def list_published_lag_of(bruker_id: int) -> list[Lag]:
    """Return the pairs in published allocations that a person is a member of, newest first."""
    mine = select(Veileder.id).where(Veileder.bruker_id == bruker_id)
    query = (
        select(Lag)
        .join(Tildeling)
        .where(
            Tildeling.status == TildelingStatus.PUBLISERT,
            Lag.veileder_a_id.in_(mine) | Lag.veileder_b_id.in_(mine),
        )
        .options(joinedload(Lag.tildeling).joinedload(Tildeling.utlysning))
        .order_by(Lag.id.desc())
    )
    return list(db.session.scalars(_with_all(query)))


def map_published_lag(puljekommune_ids: Collection[int]) -> dict[int, Lag]:
    """Return the pair of each municipality in a published allocation, by puljekommune id."""
    query = (
        select(Plassering.puljekommune_id, Plassering.lag_id)
        .join(Tildeling, Tildeling.id == Plassering.tildeling_id)
        .where(
            Tildeling.status == TildelingStatus.PUBLISERT,
            Plassering.puljekommune_id.in_(puljekommune_ids),
        )
    )
    places = dict(db.session.execute(query).all())
    loaded = db.session.scalars(_with_all(select(Lag).where(Lag.id.in_(set(places.values())))))
    by_id = {lag.id: lag for lag in loaded}
    return {puljekommune_id: by_id[lag_id] for puljekommune_id, lag_id in places.items()}


def has_plassering(puljekommune_id: int) -> bool:
    """Return whether a municipality stands in any allocation, also a rejected one."""
    query = select(Plassering.id).where(Plassering.puljekommune_id == puljekommune_id).limit(1)
    return db.session.scalar(query) is not None


def is_running(pulje_id: int) -> bool:
    """Return whether a run on this draw waits or works."""
    query = select(Kjoring.id).where(Kjoring.pulje_id == pulje_id, Kjoring.status.in_(AKTIV))
    return db.session.scalar(query.limit(1)) is not None


def map_veiledere(ids: Collection[int]) -> dict[int, Veileder]:
    """Return veiledere by id, also those who have left."""
    query = select(Veileder).where(Veileder.id.in_(ids)).options(*_person())
    return {veileder.id: veileder for veileder in db.session.scalars(query)}


def list_noted(kjoring: Kjoring) -> list[Veileder]:
    """Return the veiledere whose wishes a run could not take along, by id."""
    ids = {each["veileder_id"] for each in kjoring.merknader}
    query = select(Veileder).where(Veileder.id.in_(ids)).options(joinedload(Veileder.soknad))
    return list(db.session.scalars(query.order_by(Veileder.id)))


def map_puljekommuner(ids: Collection[int]) -> dict[int, Puljekommune]:
    """Return identified municipalities by id, whatever they answered."""
    query = select(Puljekommune).where(Puljekommune.id.in_(ids))
    return {row.id: row for row in db.session.scalars(query)}


def sorted_by_navn(rows: Collection[Puljekommune]) -> list[Puljekommune]:
    """Return municipalities in Norwegian order."""
    return sorted(rows, key=lambda row: (sort_key(row.kommune.navn), row.id))
