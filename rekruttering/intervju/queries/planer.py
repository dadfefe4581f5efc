"""Panels, interviews, and who is in them; no scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from rekruttering.felles.db import db, get_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.queries import get_habilitet, map_habilitet, map_tilstander
from rekruttering.habilitet.rules import OPEN
from rekruttering.intervju.models import (
    Intervju,
    Panel,
    Panelplass,
)
from rekruttering.intervju.rules import AKTIVE, UNDER_VURDERING, IntervjuStatus, Plass
from rekruttering.soknad.models import Soknad, Vedlegg
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.utlysning.models import Utlysning


@dataclass(frozen=True)
class Vedleggsnokkel:
    """A file of an application, opened from one interview."""

    intervju: Intervju
    vedlegg: Vedlegg


@dataclass(frozen=True)
class Habilitetssak:
    """A member's tie to the applicant of one interview."""

    intervju: Intervju
    habilitet: Habilitet


def get_panel(id: int) -> Panel:
    """Return a panel.

    Raises:
        NotFoundError: there is no such panel.
    """
    return get_row(Panel, id)


def list_paneler(utlysning_id: int) -> list[Panel]:
    """Return the panels of a round with their members, by name."""
    query = select(Panel).where(Panel.utlysning_id == utlysning_id)
    return list(db.session.scalars(query.order_by(Panel.navn, Panel.id)))


def get_intervju(id: int) -> Intervju:
    """Return an interview with applicant and panel.

    Raises:
        NotFoundError: there is no such interview.
    """
    query = select(Intervju).where(Intervju.id == id).options(joinedload(Intervju.soknad))
    intervju = db.session.scalars(query).one_or_none()
    if intervju is None:
        raise NotFoundError
    return intervju


def find_intervju(soknad_id: int) -> Intervju | None:
    """Return the interview of an applicant."""
    return db.session.scalars(select(Intervju).where(Intervju.soknad_id == soknad_id)).one_or_none()


def get_vedlegg(id: int, vedlegg_id: int) -> Vedleggsnokkel:
    """Return a file of the application that an interview is about.

    Raises:
        NotFoundError: the file belongs to another application, or is not there.
    """
    intervju = get_intervju(id)
    vedlegg = db.session.get(Vedlegg, vedlegg_id)
    if vedlegg is None or vedlegg.soknad_id != intervju.soknad_id:
        raise NotFoundError
    return Vedleggsnokkel(intervju, vedlegg)


def map_vedlegg(soknad_ids: Iterable[int]) -> dict[int, list[Vedlegg]]:
    """Return the files of several applications by soknad_id, without their contents."""
    query = select(Vedlegg).where(Vedlegg.soknad_id.in_(set(soknad_ids))).order_by(Vedlegg.id)
    found: dict[int, list[Vedlegg]] = {}
    for vedlegg in db.session.scalars(query):
        found.setdefault(vedlegg.soknad_id, []).append(vedlegg)
    return found


def get_habilitetssak(id: int, habilitet_id: int) -> Habilitetssak:
    """Return a case about a member of the panel and the applicant of an interview.

    Raises:
        NotFoundError: the case is about somebody else.
    """
    intervju = get_intervju(id)
    habilitet = get_habilitet(habilitet_id)
    medlemmer = {plass.bruker_id for plass in intervju.plasser}
    if habilitet.soknad_id != intervju.soknad_id or habilitet.bruker_id not in medlemmer:
        raise NotFoundError
    return Habilitetssak(intervju, habilitet)


def map_plasser(intervju_liste: Sequence[Intervju]) -> dict[int, list[Plass]]:
    """Return who sits before each applicant and how they stand, by intervju_id."""
    medlemmer = {p.bruker_id for intervju in intervju_liste for p in intervju.plasser}
    tilstander = map_tilstander(medlemmer, {intervju.soknad_id for intervju in intervju_liste})
    return {
        intervju.id: [
            Plass(
                plass.bruker_id,
                plass.bruker.navn or plass.bruker.epost,
                plass.leder,
                tilstander.get((plass.bruker_id, intervju.soknad_id)),
            )
            for plass in intervju.plasser
        ]
        for intervju in intervju_liste
    }


def list_plasser(intervju: Intervju) -> list[Plass]:
    """Return who sits before this applicant."""
    return map_plasser([intervju])[intervju.id]


def list_usikre(intervju: Intervju) -> list[Habilitet]:
    """Return the panel's open cases about this applicant, in the panel's order."""
    medlemmer = [plass.bruker_id for plass in intervju.plasser]
    found = map_habilitet(medlemmer, [intervju.soknad_id])
    saker = [found.get((medlem, intervju.soknad_id)) for medlem in medlemmer]
    return [sak for sak in saker if sak is not None and sak.tilstand in OPEN]


def list_intervju(utlysning_id: int) -> list[Intervju]:
    """Return the interviews of a round by time, those of withdrawn applications included."""
    query = with_people().where(Soknad.utlysning_id == utlysning_id)
    return _by_time(query)


def list_mine_intervju(bruker_id: int) -> list[Intervju]:
    """Return the active interviews in which this member sits, by time."""
    mine = select(Panelplass.intervju_id).where(Panelplass.bruker_id == bruker_id)
    query = with_people().where(
        Intervju.id.in_(mine),
        Intervju.status.in_(AKTIVE),
        Soknad.status.in_(UNDER_VURDERING),
    )
    return _by_time(query)


def list_uplanlagte(utlysning_id: int) -> list[Soknad]:
    """Return the applicants chosen for interview who have no time, in the order they applied."""
    query = select(Soknad).where(*_unplanned(utlysning_id))
    return list(db.session.scalars(query.order_by(Soknad.sendt_at, Soknad.id)))


def list_opptatt(bruker_ids: Iterable[int], utenom_soknad_id: int | None = None) -> list[Intervju]:
    """Return the active interviews, in any round, that any of these persons sit in."""
    theirs = select(Panelplass.intervju_id).where(Panelplass.bruker_id.in_(set(bruker_ids)))
    query = select(Intervju).where(Intervju.id.in_(theirs), Intervju.status.in_(AKTIVE))
    if utenom_soknad_id is not None:
        query = query.where(Intervju.soknad_id != utenom_soknad_id)
    return _by_time(query)


def list_i_plan(utlysning_id: int) -> list[Intervju]:
    """Return the interviews of a round that stand and whose applicant is still in it, by time."""
    query = with_people().where(
        Soknad.utlysning_id == utlysning_id,
        Intervju.status.in_(AKTIVE),
        Soknad.status.in_(UNDER_VURDERING),
    )
    return _by_time(query)


def list_til_intervju(utlysning_id: int) -> list[Soknad]:
    """Return the applicants of a round who are chosen for interview, by name."""
    query = select(Soknad).where(
        Soknad.utlysning_id == utlysning_id, Soknad.status == SoknadStatus.TIL_INTERVJU
    )
    return list(db.session.scalars(query.order_by(Soknad.navn_nokkel, Soknad.id)))


def list_paminnes(fra: datetime, til: datetime) -> list[Intervju]:
    """Return the interviews that people have been told of and that begin between two moments."""
    query = with_people().where(
        Intervju.status == IntervjuStatus.PLANLAGT,
        Intervju.innkalt_at.is_not(None),
        Intervju.start_at > fra,
        Intervju.start_at <= til,
    )
    return _by_time(query)


def list_ikke_innkalt(utlysning_id: int) -> list[Intervju]:
    """Return the planned interviews whose applicant has not been told of the time."""
    query = with_people().where(
        Soknad.utlysning_id == utlysning_id,
        Intervju.status == IntervjuStatus.PLANLAGT,
        Intervju.innkalt_at.is_(None),
    )
    return _by_time(query)


def count_ikke_innkalt(utlysning_id: int) -> int:
    """Return how many interviews of a round are drafts."""
    query = (
        select(func.count(Intervju.id))
        .join(Intervju.soknad)
        .where(
            Soknad.utlysning_id == utlysning_id,
            Intervju.status == IntervjuStatus.PLANLAGT,
            Intervju.innkalt_at.is_(None),
        )
    )
    return db.session.scalar(query) or 0


def list_planlagte_i_panel(panel_id: int) -> list[Intervju]:
    """Return the planned interviews of a panel, by time."""
    query = with_people().where(
        Intervju.panel_id == panel_id, Intervju.status == IntervjuStatus.PLANLAGT
    )
    return _by_time(query)


def lock_round(utlysning_id: int) -> None:
    """Let nobody else plan or rank in this round until the transaction ends."""
    query = select(Utlysning.id).where(Utlysning.id == utlysning_id).with_for_update()
    db.session.execute(query)


def lock_intervju(intervju: Intervju) -> None:
    """Read an interview again, and let nobody else write to it until the transaction ends."""
    query = select(Intervju.id).where(Intervju.id == intervju.id).with_for_update()
    db.session.execute(query)
    db.session.refresh(intervju, ["status", "versjon"])


def count_by_status(utlysning_id: int) -> dict[IntervjuStatus, int]:
    """Return how many interviews of a round are in each state, withdrawn applications left out."""
    query = (
        select(Intervju.status, func.count(Intervju.id))
        .join(Intervju.soknad)
        .where(Soknad.utlysning_id == utlysning_id, Soknad.status.in_(UNDER_VURDERING))
        .group_by(Intervju.status)
    )
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {status: found.get(status, 0) for status in IntervjuStatus}


def count_uplanlagte(utlysning_id: int) -> int:
    """Return how many chosen for interview have no time yet."""
    query = select(func.count(Soknad.id)).where(*_unplanned(utlysning_id))
    return db.session.scalar(query) or 0


def _unplanned(utlysning_id: int) -> tuple[ColumnElement[bool], ...]:
    planlagt = select(Intervju.soknad_id).where(Intervju.status.in_(AKTIVE))
    return (
        Soknad.utlysning_id == utlysning_id,
        Soknad.status == SoknadStatus.TIL_INTERVJU,
        Soknad.id.not_in(planlagt),
    )


def _by_time(query: Select[Intervju]) -> list[Intervju]:
    return list(db.session.scalars(query.order_by(Intervju.start_at, Intervju.id)))


def with_people() -> Select[Intervju]:
    """Return the start of a question on interviews that loads applicant and panel too."""
    return (
        select(Intervju)
        .join(Intervju.soknad)
        .options(joinedload(Intervju.soknad), joinedload(Intervju.panel))
    )
