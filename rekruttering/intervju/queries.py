"""Every SELECT on panels, interviews and scores.

A member's own score is read with the member's id. Others' scores are read in one place only,
`list_skarer_for_felles`, and only by someone who has locked the own: what a query does not hold,
no page, list, order, mean, mail or error can leak.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from rekruttering.felles.db import db
from rekruttering.felles.errors import NotFoundError
from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.queries import get_habilitet, map_habilitet, map_tilstander
from rekruttering.habilitet.rules import OPEN
from rekruttering.intervju.models import (
    Fellesskar,
    Innstilling,
    Intervju,
    Panel,
    Panelmedlem,
    Skar,
    Vurdering,
)
from rekruttering.intervju.rules import (
    AKTIVE,
    ETTER_FELLESSKAR,
    IntervjuStatus,
    Plass,
    VurderingStatus,
)
from rekruttering.soknad.models import Soknad, Vedlegg
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.utlysning.models import Kompetanse, Utlysning

UNDER_VURDERING = ETTER_FELLESSKAR | {SoknadStatus.TIL_INTERVJU}


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
    panel = db.session.get(Panel, id)
    if panel is None:
        raise NotFoundError
    return panel


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


def get_habilitetssak(id: int, habilitet_id: int) -> Habilitetssak:
    """Return a case about a member of the panel and the applicant of an interview.

    Raises:
        NotFoundError: the case is about somebody else.
    """
    intervju = get_intervju(id)
    habilitet = get_habilitet(habilitet_id)
    medlemmer = {medlem.bruker_id for medlem in intervju.panel.medlemmer}
    if habilitet.soknad_id != intervju.soknad_id or habilitet.bruker_id not in medlemmer:
        raise NotFoundError
    return Habilitetssak(intervju, habilitet)


def list_usikre(intervju: Intervju) -> list[Habilitet]:
    """Return the panel's open cases about this applicant, in the panel's order."""
    medlemmer = [medlem.bruker_id for medlem in intervju.panel.medlemmer]
    found = map_habilitet(medlemmer, [intervju.soknad_id])
    saker = [found.get((medlem, intervju.soknad_id)) for medlem in medlemmer]
    return [sak for sak in saker if sak is not None and sak.tilstand in OPEN]


def map_laste(intervju: Intervju) -> dict[int, int]:
    """Return the locked scorings of an interview: bruker_id to vurdering_id; no scores."""
    query = select(Vurdering.bruker_id, Vurdering.id).where(
        Vurdering.intervju_id == intervju.id, Vurdering.status == VurderingStatus.LAST
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_intervju(utlysning_id: int) -> list[Intervju]:
    """Return the interviews of a round by time, those of withdrawn applications included."""
    query = _with_people().where(Soknad.utlysning_id == utlysning_id)
    return list(db.session.scalars(query.order_by(Intervju.start_at, Intervju.id)))


def list_mine_intervju(bruker_id: int) -> list[Intervju]:
    """Return the active interviews of the panels that this member sits in, by time."""
    mine = select(Panelmedlem.panel_id).where(Panelmedlem.bruker_id == bruker_id)
    query = _with_people().where(
        Intervju.panel_id.in_(mine),
        Intervju.status.in_(AKTIVE),
        Soknad.status.in_(UNDER_VURDERING),
    )
    return list(db.session.scalars(query.order_by(Intervju.start_at, Intervju.id)))


def list_uplanlagte(utlysning_id: int) -> list[Soknad]:
    """Return the applicants chosen for interview who have no time, in the order they applied."""
    query = select(Soknad).where(*_unplanned(utlysning_id))
    return list(db.session.scalars(query.order_by(Soknad.sendt_at, Soknad.id)))


def list_opptatt(bruker_ids: Iterable[int], utenom_soknad_id: int | None = None) -> list[Intervju]:
    """Return the active interviews, in any round, that any of these persons sit in."""
    paneler = select(Panelmedlem.panel_id).where(Panelmedlem.bruker_id.in_(set(bruker_ids)))
    query = select(Intervju).where(Intervju.panel_id.in_(paneler), Intervju.status.in_(AKTIVE))
    if utenom_soknad_id is not None:
        query = query.where(Intervju.soknad_id != utenom_soknad_id)
    return list(db.session.scalars(query.order_by(Intervju.start_at, Intervju.id)))


def list_ikke_innkalt(utlysning_id: int) -> list[Intervju]:
    """Return the planned interviews whose applicant has not been told of the time."""
    query = _with_people().where(
        Soknad.utlysning_id == utlysning_id,
        Intervju.status == IntervjuStatus.PLANLAGT,
        Intervju.innkalt_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(Intervju.start_at, Intervju.id)))


def list_planlagte_i_panel(panel_id: int) -> list[Intervju]:
    """Return the planned interviews of a panel, by time."""
    query = _with_people().where(
        Intervju.panel_id == panel_id, Intervju.status == IntervjuStatus.PLANLAGT
    )
    return list(db.session.scalars(query.order_by(Intervju.start_at, Intervju.id)))


def lock_round(utlysning_id: int) -> None:
    """Let nobody else plan or rank in this round until the transaction ends."""
    query = select(Utlysning.id).where(Utlysning.id == utlysning_id).with_for_update()
    db.session.execute(query)


def lock_intervju(intervju: Intervju) -> None:
    """Read an interview again, and let nobody else write to it until the transaction ends."""
    query = select(Intervju.id).where(Intervju.id == intervju.id).with_for_update()
    db.session.execute(query)
    db.session.refresh(intervju, ["status", "versjon"])


def list_kompetanser(utlysning_id: int) -> list[Kompetanse]:
    """Return the criteria of a round in their order."""
    query = select(Kompetanse).where(Kompetanse.utlysning_id == utlysning_id)
    return list(db.session.scalars(query.order_by(Kompetanse.rekkefolge, Kompetanse.id)))


def get_vurdering(id: int) -> Vurdering:
    """Return a scoring, without its scores.

    Raises:
        NotFoundError: there is no such scoring.
    """
    vurdering = db.session.get(Vurdering, id)
    if vurdering is None:
        raise NotFoundError
    return vurdering


def find_egen_vurdering(intervju_id: int, bruker_id: int) -> Vurdering | None:
    """Return a member's own scoring with its scores."""
    query = (
        select(Vurdering)
        .where(Vurdering.intervju_id == intervju_id, Vurdering.bruker_id == bruker_id)
        .options(selectinload(Vurdering.skarer))
    )
    return db.session.scalars(query).one_or_none()


def map_vurderingstatus(
    intervju_ids: Iterable[int],
) -> Mapping[tuple[int, int], VurderingStatus]:
    """Return how far each member has come, by (intervju_id, bruker_id); no scores."""
    query = select(Vurdering.intervju_id, Vurdering.bruker_id, Vurdering.status).where(
        Vurdering.intervju_id.in_(set(intervju_ids))
    )
    return {(i, b): status for i, b, status in db.session.execute(query)}


def map_plasser(intervju_liste: Sequence[Intervju]) -> dict[int, list[Plass]]:
    """Return who sits before each applicant, how they stand, how far they are, by intervju_id."""
    medlemmer = {m.bruker_id for intervju in intervju_liste for m in intervju.panel.medlemmer}
    tilstander = map_tilstander(medlemmer, {intervju.soknad_id for intervju in intervju_liste})
    statuser = map_vurderingstatus({intervju.id for intervju in intervju_liste})
    return {
        intervju.id: [
            Plass(
                medlem.bruker_id,
                medlem.bruker.navn or medlem.bruker.epost,
                medlem.leder,
                tilstander.get((medlem.bruker_id, intervju.soknad_id)),
                statuser.get((intervju.id, medlem.bruker_id)),
            )
            for medlem in intervju.panel.medlemmer
        ]
        for intervju in intervju_liste
    }


def list_plasser(intervju: Intervju) -> list[Plass]:
    """Return who sits before this applicant."""
    return map_plasser([intervju])[intervju.id]


def list_skarer_for_felles(intervju_id: int, bruker_id: int) -> list[Skar]:
    """Return all locked scores of an interview, to someone who has locked the own; else none."""
    egen = aliased(Vurdering)
    own_locked = exists().where(
        egen.intervju_id == intervju_id,
        egen.bruker_id == bruker_id,
        egen.status == VurderingStatus.LAST,
    )
    return list(db.session.scalars(_locked(intervju_id).where(own_locked)))


def list_laste_skarer(intervju_id: int) -> list[Skar]:
    """Return all locked scores, for `service.set_fellesskarer` to check against; never shown."""
    return list(db.session.scalars(_locked(intervju_id)))


def list_fellesskarer(intervju_id: int) -> list[Fellesskar]:
    """Return the joint scores of an interview in the order of the criteria."""
    query = (
        select(Fellesskar)
        .join(Fellesskar.kompetanse)
        .where(Fellesskar.intervju_id == intervju_id)
        .options(joinedload(Fellesskar.kompetanse))
    )
    return list(db.session.scalars(query.order_by(Kompetanse.rekkefolge, Kompetanse.id)))


def list_rangerte(utlysning_id: int) -> list[tuple[Intervju, list[Fellesskar], Innstilling | None]]:
    """Return every applicant with joint scores, with them and the outcome, by name."""
    felles: dict[int, list[Fellesskar]] = {}
    query = (
        select(Fellesskar)
        .join(Fellesskar.kompetanse)
        .where(Kompetanse.utlysning_id == utlysning_id)
        .options(joinedload(Fellesskar.kompetanse))
        .order_by(Fellesskar.intervju_id, Kompetanse.rekkefolge, Kompetanse.id)
    )
    for skar in db.session.scalars(query):
        felles.setdefault(skar.intervju_id, []).append(skar)
    intervju_liste = db.session.scalars(
        _with_people()
        .where(Intervju.id.in_(felles), Soknad.status.in_(ETTER_FELLESSKAR))
        .order_by(Soknad.navn, Soknad.id)
    )
    utfall = {i.soknad_id: i for i in list_innstillinger(utlysning_id)}
    return [(i, felles[i.id], utfall.get(i.soknad_id)) for i in intervju_liste]


def list_innstillinger(utlysning_id: int) -> list[Innstilling]:
    """Return the outcomes of a round, best first."""
    query = (
        select(Innstilling)
        .join(Innstilling.soknad)
        .where(Soknad.utlysning_id == utlysning_id)
        .options(joinedload(Innstilling.soknad))
    )
    order = (Innstilling.poeng.desc(), Soknad.navn, Innstilling.id)
    return list(db.session.scalars(query.order_by(*order)))


def list_uten_beskjed(utlysning_id: int) -> list[Innstilling]:
    """Return the reserves and refusals after interview that have not been told, by name."""
    query = (
        select(Innstilling)
        .join(Innstilling.soknad)
        .where(
            Soknad.utlysning_id == utlysning_id,
            Soknad.status.in_((SoknadStatus.RESERVE, SoknadStatus.AVSLAG)),
            or_(Soknad.meldt_status.is_(None), Soknad.meldt_status != Soknad.status),
        )
        .options(joinedload(Innstilling.soknad))
    )
    return list(db.session.scalars(query.order_by(Soknad.navn, Innstilling.id)))


def find_innstilling(soknad_id: int) -> Innstilling | None:
    """Return the outcome of an applicant."""
    return db.session.scalars(
        select(Innstilling).where(Innstilling.soknad_id == soknad_id)
    ).one_or_none()


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


def count_uten_utfall(utlysning_id: int) -> int:
    """Return how many have joint scores but no outcome yet."""
    return _count(utlysning_id, SoknadStatus.INTERVJUET)


def count_ikke_vurdert(utlysning_id: int) -> int:
    """Return how many are chosen for interview and have no joint scores yet."""
    return _count(utlysning_id, SoknadStatus.TIL_INTERVJU)


def _count(utlysning_id: int, status: SoknadStatus) -> int:
    query = select(func.count(Soknad.id)).where(
        Soknad.utlysning_id == utlysning_id, Soknad.status == status
    )
    return db.session.scalar(query) or 0


def _unplanned(utlysning_id: int) -> tuple[ColumnElement[bool], ...]:
    planlagt = select(Intervju.soknad_id).where(Intervju.status.in_(AKTIVE))
    return (
        Soknad.utlysning_id == utlysning_id,
        Soknad.status == SoknadStatus.TIL_INTERVJU,
        Soknad.id.not_in(planlagt),
    )


def _with_people() -> Select[Intervju]:
    return (
        select(Intervju)
        .join(Intervju.soknad)
        .options(joinedload(Intervju.soknad), joinedload(Intervju.panel))
    )


def _locked(intervju_id: int) -> Select[Skar]:
    return (
        select(Skar)
        .join(Skar.vurdering)
        .join(Skar.kompetanse)
        .where(Vurdering.intervju_id == intervju_id, Vurdering.status == VurderingStatus.LAST)
        .options(joinedload(Skar.vurdering), joinedload(Skar.kompetanse))
        .order_by(Kompetanse.rekkefolge, Kompetanse.id, Vurdering.bruker_id)
    )
