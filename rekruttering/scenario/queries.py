"""Every SELECT on trials, and on a round's plans as they are listed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, undefer

from rekruttering.felles.db import db
from rekruttering.felles.errors import NotFoundError
from rekruttering.kommune import queries as kommune_queries
from rekruttering.kommune.models import Kommune
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling.models import Justering, Kjoring, Lag, Plassering, Tildeling
from rekruttering.tildeling.rules import AKTIV, KjoringFormal, KjoringStatus, TildelingStatus

# The list shows what people work on; older trials are found by their own address.
PROVER_MAKS = 60
_PUT_ASIDE = (TildelingStatus.FORKASTET, TildelingStatus.ENDRET)


@dataclass(frozen=True)
class Planrad:
    """A plan as the list shows it; `poeng` are those of its pairs, in the plan's own weights."""

    tildeling: Tildeling
    dekket: int
    poeng: int
    siste: Justering | None


def get_prove(id: int) -> Kjoring:
    """Return a trial.

    Raises:
        NotFoundError: there is none, or the run is one that can be decided on.
    """
    kjoring = tildeling_queries.get_kjoring(id)
    if kjoring.formal is not KjoringFormal.SCENARIO:
        raise NotFoundError
    return kjoring


def list_planer(utlysning_id: int) -> list[Planrad]:
    """Return a round's plans with what the list tells of each, newest first."""
    query = (
        select(Tildeling)
        .where(Tildeling.utlysning_id == utlysning_id)
        .options(
            joinedload(Tildeling.kjoring).options(
                joinedload(Kjoring.startet_av), undefer(Kjoring.forslag)
            ),
            joinedload(Tildeling.vedtatt_av),
        )
        .order_by(Tildeling.id.desc())
    )
    planer = list(db.session.scalars(query))
    poeng, dekket = _map_poeng(utlysning_id), _map_dekket(utlysning_id)
    siste = _map_siste(utlysning_id)
    return [
        Planrad(each, dekket.get(each.id, 0), poeng.get(each.id, 0), siste.get(each.id))
        for each in planer
    ]


def _map_poeng(utlysning_id: int) -> dict[int, int]:
    query = (
        select(Lag.tildeling_id, func.sum(Lag.kostnad))
        .join(Tildeling)
        .where(Tildeling.utlysning_id == utlysning_id)
        .group_by(Lag.tildeling_id)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def _map_dekket(utlysning_id: int) -> dict[int, int]:
    query = (
        select(Plassering.tildeling_id, func.count(Plassering.id))
        .join(Tildeling, Tildeling.id == Plassering.tildeling_id)
        .where(Tildeling.utlysning_id == utlysning_id)
        .group_by(Plassering.tildeling_id)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def _map_siste(utlysning_id: int) -> dict[int, Justering]:
    """Return the last change by hand that holds, of each plan that has one."""
    query = (
        select(Justering)
        .join(Tildeling, Tildeling.id == Justering.tildeling_id)
        .where(Tildeling.utlysning_id == utlysning_id, Justering.nr == Tildeling.steg)
        .options(joinedload(Justering.gjort_av))
    )
    return {each.tildeling_id: each for each in db.session.scalars(query)}


def list_prover(utlysning_id: int) -> list[Kjoring]:
    """Return a round's trials that have a name, newest first."""
    query = (
        select(Kjoring)
        .where(
            Kjoring.utlysning_id == utlysning_id,
            Kjoring.formal == KjoringFormal.SCENARIO,
            Kjoring.navn != "",
        )
        .options(joinedload(Kjoring.startet_av), undefer(Kjoring.forslag))
        .order_by(Kjoring.id.desc())
        .limit(PROVER_MAKS)
    )
    return list(db.session.scalars(query))


def list_active_prover(utlysning_id: int, bruker_id: int) -> list[Kjoring]:
    """Return the trials of a round that a person has going, oldest first."""
    query = select(Kjoring).where(
        Kjoring.utlysning_id == utlysning_id,
        Kjoring.startet_av_id == bruker_id,
        Kjoring.formal == KjoringFormal.SCENARIO,
        Kjoring.status.in_(AKTIV),
    )
    return list(db.session.scalars(query.order_by(Kjoring.id)))


def list_like(utlysning_id: int, avtrykk: str) -> list[Kjoring]:
    """Return the finished runs of a round on the very same problem, newest first."""
    query = (
        select(Kjoring)
        .where(
            Kjoring.utlysning_id == utlysning_id,
            Kjoring.avtrykk == avtrykk,
            Kjoring.status == KjoringStatus.FERDIG,
        )
        .options(undefer(Kjoring.forslag))
    )
    return list(db.session.scalars(query.order_by(Kjoring.id.desc())))


def list_unnamed(before: datetime) -> list[Kjoring]:
    """Return the trials without a name that ended before a moment."""
    query = select(Kjoring).where(
        Kjoring.formal == KjoringFormal.SCENARIO, Kjoring.navn == "", Kjoring.ferdig_at < before
    )
    return list(db.session.scalars(query.order_by(Kjoring.id)))


def find_grunnlag(utlysning_id: int) -> Tildeling | None:
    """Return the plan that a trial is held against: the published one, else the newest open."""
    published = tildeling_queries.find_publisert(utlysning_id)
    if published is not None:
        return published
    query = (
        select(Tildeling)
        .where(Tildeling.utlysning_id == utlysning_id, Tildeling.status.not_in(_PUT_ASIDE))
        .order_by(Tildeling.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def find_tildeling(utlysning_id: int, id: int) -> Tildeling | None:
    """Return a plan of this round."""
    query = select(Tildeling).where(Tildeling.id == id, Tildeling.utlysning_id == utlysning_id)
    return db.session.scalars(query).one_or_none()


def find_kjoring(utlysning_id: int, id: int) -> Kjoring | None:
    """Return a run of this round."""
    query = select(Kjoring).where(Kjoring.id == id, Kjoring.utlysning_id == utlysning_id)
    return db.session.scalars(query).one_or_none()


def map_numre(pulje_id: int) -> dict[str, tuple[str, int | None]]:
    """Return name and inhabitants of every municipality of a draw by its number."""
    query = (
        select(Kommune.kommunenummer, Kommune.navn, Kommune.innbyggere)
        .join(Puljekommune, Puljekommune.kommune_id == Kommune.id)
        .where(Puljekommune.pulje_id == pulje_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def list_others(on: date, fylkesnummer: str, numre: Collection[str]) -> list[Kommune]:
    """Return the municipalities of a fylke that are not among these numbers, by name."""
    found = kommune_queries.list_kommuner(on, fylkesnummer=fylkesnummer)
    return [each for each in found if each.kommunenummer not in numre]
