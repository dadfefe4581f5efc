"""Every SELECT on the register."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from rekruttering.felles.db import db, get_row
from rekruttering.habilitet.models import Habilitet, Innsigelse
from rekruttering.habilitet.rules import BARRED, OPEN, Tilstand
from rekruttering.kommune.models import Kommune
from rekruttering.soknad.models import Soknad

T = TypeVar("T")


def get_habilitet(id: int) -> Habilitet:
    """Return an entry of the register.

    Raises:
        NotFoundError: there is no such entry.
    """
    return get_row(Habilitet, id)


def find_habilitet(
    bruker_id: int, *, soknad_id: int | None = None, kommune_id: int | None = None
) -> Habilitet | None:
    """Return what is known of a person and one applicant or one municipality."""
    return db.session.scalars(
        select(Habilitet).where(
            Habilitet.bruker_id == bruker_id,
            Habilitet.soknad_id.is_(None)
            if soknad_id is None
            else Habilitet.soknad_id == soknad_id,
            Habilitet.kommune_id.is_(None)
            if kommune_id is None
            else Habilitet.kommune_id == kommune_id,
        )
    ).one_or_none()


def find_tilstand(
    bruker_id: int, *, soknad_id: int | None = None, kommune_id: int | None = None
) -> Tilstand | None:
    """Return the state of a tie; None is undeclared, which is not clear."""
    found = find_habilitet(bruker_id, soknad_id=soknad_id, kommune_id=kommune_id)
    return found.tilstand if found else None


def map_habilitet(
    bruker_ids: Iterable[int], soknad_ids: Iterable[int]
) -> Mapping[tuple[int, int], Habilitet]:
    """Return the entries between these persons and applications, by (bruker_id, soknad_id)."""
    query = select(Habilitet).where(
        Habilitet.bruker_id.in_(set(bruker_ids)), Habilitet.soknad_id.in_(set(soknad_ids))
    )
    return {(h.bruker_id, h.soknad_id): h for h in db.session.scalars(query) if h.soknad_id}


def map_tilstander(
    bruker_ids: Iterable[int], soknad_ids: Iterable[int]
) -> Mapping[tuple[int, int], Tilstand]:
    """Return the states between these persons and applications, by (bruker_id, soknad_id)."""
    return {key: h.tilstand for key, h in map_habilitet(bruker_ids, soknad_ids).items()}


def list_egne_kommuner(bruker_id: int) -> list[Habilitet]:
    """Return what is known of a person and municipalities, by id."""
    query = select(Habilitet).where(
        Habilitet.bruker_id == bruker_id, Habilitet.kommune_id.is_not(None)
    )
    return list(db.session.scalars(query.order_by(Habilitet.id)))


def map_sperrede_kommuner(bruker_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return the barred municipalities of several persons, by bruker_id, in one question."""
    query = select(Habilitet.bruker_id, Habilitet.kommune_id).where(
        Habilitet.bruker_id.in_(set(bruker_ids)),
        Habilitet.kommune_id.is_not(None),
        Habilitet.tilstand.in_(BARRED),
    )
    sperrede: dict[int, set[int]] = {}
    for bruker_id, kommune_id in db.session.execute(query):
        if kommune_id is not None:
            sperrede.setdefault(bruker_id, set()).add(kommune_id)
    return sperrede


def list_opplyst(soknad_ids: Iterable[int]) -> set[int]:
    """Return the applications that state their ties, or that there are none.

    What is stated in an application is stated of every municipality.
    """
    query = select(Soknad.id).where(
        Soknad.id.in_(set(soknad_ids)),
        Soknad.ingen_tilknytning.is_(True)
        | (Soknad.tilknytning_personer != "")
        | Soknad.tilknytninger.any(),
    )
    return set(db.session.scalars(query))


def map_erklarte_kommuner(bruker_ids: Iterable[int]) -> dict[int, set[str]]:
    """Return the kommunenumre that the register speaks of for several persons, by bruker_id."""
    query = (
        select(Habilitet.bruker_id, Kommune.kommunenummer)
        .join(Kommune, Kommune.id == Habilitet.kommune_id)
        .where(Habilitet.bruker_id.in_(set(bruker_ids)))
    )
    found: dict[int, set[str]] = {}
    for bruker_id, nummer in db.session.execute(query):
        found.setdefault(bruker_id, set()).add(nummer)
    return found


def list_apne(utlysning_id: int) -> list[Habilitet]:
    """Return the cases of a round that wait for a decision, oldest first."""
    query = _of_round(select(Habilitet), utlysning_id).where(Habilitet.tilstand.in_(OPEN))
    return list(db.session.scalars(_loaded(query).order_by(Habilitet.erklart_at, Habilitet.id)))


def list_register(utlysning_id: int) -> list[Habilitet]:
    """Return every entry of a round that no decision waits for, newest first."""
    query = _of_round(select(Habilitet), utlysning_id).where(Habilitet.tilstand.not_in(OPEN))
    order = (Habilitet.erklart_at.desc(), Habilitet.id.desc())
    return list(db.session.scalars(_loaded(query).order_by(*order)))


def list_innsigelser(fra_id: int, *, soknad_id: int) -> list[Innsigelse]:
    """Return the objections that an applicant has raised to members of the panel."""
    query = (
        select(Innsigelse)
        .join(Innsigelse.habilitet)
        .where(Innsigelse.fra_id == fra_id, Habilitet.soknad_id == soknad_id)
        .order_by(Innsigelse.id)
    )
    return list(db.session.scalars(query))


def list_innsigelser_mot(fra_id: int, *, kommune_id: int) -> list[Innsigelse]:
    """Return the objections that a municipality's contact has raised to veiledere."""
    query = (
        select(Innsigelse)
        .join(Innsigelse.habilitet)
        .where(Innsigelse.fra_id == fra_id, Habilitet.kommune_id == kommune_id)
        .order_by(Innsigelse.id)
    )
    return list(db.session.scalars(query))


def count_apne(utlysning_id: int) -> int:
    """Return how many cases of a round wait for a decision."""
    query = _of_round(select(func.count(Habilitet.id)), utlysning_id)
    return db.session.scalar(query.where(Habilitet.tilstand.in_(OPEN))) or 0


def get_utlysning_id(habilitet: Habilitet) -> int | None:
    """Return the round of an entry: the application's, or the person's newest."""
    query = select(Soknad.utlysning_id).order_by(Soknad.id.desc()).limit(1)
    if habilitet.soknad_id is not None:
        return db.session.scalar(query.where(Soknad.id == habilitet.soknad_id))
    return db.session.scalar(query.where(Soknad.soker_id == habilitet.bruker_id))


def _of_round(query: Select[T], utlysning_id: int) -> Select[T]:
    """Keep the entries about the round's applications, and its applicants' municipalities."""
    soknader = select(Soknad.id).where(Soknad.utlysning_id == utlysning_id)
    sokere = select(Soknad.soker_id).where(Soknad.utlysning_id == utlysning_id)
    return query.where(
        or_(
            Habilitet.soknad_id.in_(soknader),
            Habilitet.kommune_id.is_not(None) & Habilitet.bruker_id.in_(sokere),
        )
    )


def _loaded(query: Select[Habilitet]) -> Select[Habilitet]:
    return query.options(
        joinedload(Habilitet.bruker),
        joinedload(Habilitet.avgjort_av),
        joinedload(Habilitet.kommune),
        joinedload(Habilitet.soknad),
    )
