"""Every SELECT on questions to the engine."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from rekruttering.analyse.models import Analyse
from rekruttering.analyse.rules import AKTIV, VARER
from rekruttering.felles.db import db, get_row, lock_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.pulje import queries as pulje_queries
from rekruttering.soknad.models import Soknad
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling.models import Lag, Plassering, Tildeling
from rekruttering.tildeling.rules.plan import Planlag, to_lag, to_par


@dataclass(frozen=True)
class Utvalg:
    """An allocation, and the row of it that is asked about."""

    tildeling: Tildeling
    id: int


def get_kommunevalg(id: int, kommune: int) -> Utvalg:
    """Return an allocation and one municipality of its draw.

    Raises:
        NotFoundError: there is no such allocation, or the municipality is of another draw.
    """
    tildeling = tildeling_queries.get_tildeling(id)
    if kommune not in tildeling_queries.map_kommunenavn(tildeling.kjoring.pulje_id):
        raise NotFoundError
    return Utvalg(tildeling, kommune)


def get_veiledervalg(id: int, veileder: int) -> Utvalg:
    """Return an allocation and one veileder of its round.

    Raises:
        NotFoundError: there is no such allocation, or the veileder is of another round.
    """
    tildeling = tildeling_queries.get_tildeling(id)
    if veileder not in tildeling_queries.map_veiledernavn(tildeling.utlysning_id):
        raise NotFoundError
    return Utvalg(tildeling, veileder)


def get_lagvalg(id: int, lag_id: int) -> Utvalg:
    """Return an allocation and one of its pairs.

    Raises:
        NotFoundError: the allocation has no such pair, perhaps no more.
    """
    lag = db.session.get(Lag, lag_id)
    if lag is None or lag.tildeling_id != id:
        raise NotFoundError
    return Utvalg(tildeling_queries.get_tildeling(id), lag_id)


def get_analyse(id: int) -> Analyse:
    """Return a question.

    Raises:
        NotFoundError: there is no such question.
    """
    return get_row(Analyse, id)


def lock_analyse(id: int) -> Analyse:
    """Return a question as it stands now, locked until the transaction ends.

    Raises:
        NotFoundError: there is no such question.
    """
    return lock_row(Analyse, id)


def find_by_nokkel(nokkel: str) -> Analyse | None:
    """Return the question with this fingerprint that has, or will have, a whole answer."""
    query = select(Analyse).where(Analyse.nokkel == nokkel, Analyse.status.in_(VARER))
    return db.session.scalars(query).one_or_none()


def list_aktive() -> list[Analyse]:
    """Return every question that waits or is worked on, oldest first."""
    query = select(Analyse).where(Analyse.status.in_(AKTIV)).order_by(Analyse.id)
    return list(db.session.scalars(query))


def map_navn(utlysning_id: int) -> dict[str, str]:
    """Return the names that a round's sentences have places for, by «V12», «K7», «S5», «F18».

    Applicants are among them: before the agreements it is they who are asked about.
    """
    found = {
        f"V{id}": navn for id, navn in tildeling_queries.map_veiledernavn(utlysning_id).items()
    }
    rows = db.session.execute(
        select(Soknad.id, Soknad.navn).where(Soknad.utlysning_id == utlysning_id)
    )
    found |= {f"S{id}": navn for id, navn in rows}
    pulje = pulje_queries.find_pulje(utlysning_id)
    if pulje is not None:
        kommuner = tildeling_queries.map_kommunenavn(pulje.id)
        fylker = pulje_queries.map_fylkesnavn(pulje.innsats_fra_dato)
        found |= {f"K{id}": navn for id, navn in kommuner.items()}
        found |= {f"F{nummer}": navn for nummer, navn in fylker.items()}
    return found


def list_for_tildeling(tildeling_id: int) -> list[Analyse]:
    """Return all that was asked about an allocation with the answers, oldest first."""
    query = (
        select(Analyse)
        .where(Analyse.tildeling_id == tildeling_id)
        .options(undefer(Analyse.svar), joinedload(Analyse.bedt_av))
        .order_by(Analyse.id)
    )
    return list(db.session.scalars(query))


def find_last(utlysning_id: int, type: str) -> Analyse | None:
    """Return the newest question of a type in a round, whatever came of it."""
    query = (
        select(Analyse)
        .where(Analyse.utlysning_id == utlysning_id, Analyse.type == type)
        .order_by(Analyse.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def get_planlag(lag_id: int) -> Planlag:
    """Return a stored pair as a plain value."""
    lag = db.session.get_one(Lag, lag_id)
    places = db.session.scalars(
        select(Plassering.puljekommune_id).where(Plassering.lag_id == lag_id)
    )
    return to_lag((lag.veileder_a_id, lag.veileder_b_id), places)


def map_lag_ids(tildeling_id: int) -> dict[tuple[int, int], int]:
    """Return the row of each pair of an allocation, by its veileder ids in ascending order."""
    query = select(Lag.id, Lag.veileder_a_id, Lag.veileder_b_id)
    rows = db.session.execute(query.where(Lag.tildeling_id == tildeling_id))
    return {to_par(a, b): id for id, a, b in rows}
