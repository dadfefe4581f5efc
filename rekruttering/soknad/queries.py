"""Every SELECT on applications."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from rekruttering.felles.audit import Logglinje
from rekruttering.felles.clock import OSLO
from rekruttering.felles.db import db, get_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.kommune.models import Kommune
from rekruttering.soknad.models import Soknad, Sprakferdighet, Vedlegg
from rekruttering.soknad.rules import (
    GOD_NOK,
    Bakgrunn,
    Gjenstar,
    Handling,
    Seksjon,
    SoknadStatus,
    Sprak,
    sort_key,
)
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Engasjementsform, UtlysningStatus

PER_SIDE = 50


@dataclass(frozen=True)
class Seksjonsvalg:
    """One section of one application, as a URL names it."""

    soknad: Soknad
    seksjon: Seksjon


@dataclass(frozen=True)
class Handlingsvalg:
    """One thing to do with one application, as a URL names it."""

    soknad: Soknad
    handling: Handling


@dataclass(frozen=True)
class Utvalg:
    """What a coordinator's list shows; None and empty let everything through.

    Drafts are their writers' own and are never in it. `sorter` is a key of `SORTERING`.
    """

    status: SoknadStatus | None = None
    bakgrunn: Bakgrunn | None = None
    sprak: Sprak | None = None
    fylkesnummer: str = ""
    form: Engasjementsform | None = None
    gjenstar: Gjenstar | None = None
    sok: str = ""
    sorter: str = ""
    synkende: bool = False


_TUR = case(
    {
        SoknadStatus.INNSENDT: 0,
        SoknadStatus.TIL_INTERVJU: 2,
        SoknadStatus.INTERVJUET: 3,
        SoknadStatus.INNSTILT: 4,
        SoknadStatus.RESERVE: 5,
        SoknadStatus.AVSLAG: 6,
    },
    value=Soknad.status,
    else_=7,
)
_UMELDT = and_(
    Soknad.status == Soknad.sortert_status,
    or_(Soknad.meldt_status.is_(None), Soknad.meldt_status != Soknad.status),
)
_NAVN, _ARBEIDSGIVER = Soknad.navn_nokkel.expression, Soknad.arbeidsgiver_nokkel.expression
SORTERING: dict[str, tuple[ColumnElement[Any], ...]] = {
    "navn": (_NAVN,),
    "arbeidsgiver": (_ARBEIDSGIVER, _NAVN),
    "bakgrunn": (Soknad.bakgrunn.expression, _NAVN),
    "form": (Soknad.form.expression, Soknad.mest.expression),
    "sendt": (Soknad.sendt_at.expression,),
    "status": (_TUR,),
}


def get_soknad(id: int) -> Soknad:
    """Return an application.

    Raises:
        NotFoundError: there is no such application.
    """
    return get_row(Soknad, id)


def get_seksjon(id: int, seksjon: str) -> Seksjonsvalg:
    """Return a section of an application.

    Raises:
        NotFoundError: there is no such application.
    """
    return Seksjonsvalg(get_soknad(id), Seksjon(seksjon))


def get_handling(id: int, handling: str) -> Handlingsvalg:
    """Return what is to be done with an application.

    Raises:
        NotFoundError: there is no such application.
    """
    return Handlingsvalg(get_soknad(id), Handling(handling))


def get_vedlegg(id: int, vedlegg_id: int) -> Vedlegg:
    """Return a file of an application.

    Raises:
        NotFoundError: the application has no such file.
    """
    vedlegg = db.session.get(Vedlegg, vedlegg_id)
    if vedlegg is None or vedlegg.soknad_id != id:
        raise NotFoundError
    return vedlegg


def find_soknad(utlysning_id: int, bruker_id: int) -> Soknad | None:
    """Return the user's application to a call."""
    query = select(Soknad).where(Soknad.utlysning_id == utlysning_id, Soknad.soker_id == bruker_id)
    return db.session.scalars(query).one_or_none()


def list_mine(bruker_id: int) -> list[Soknad]:
    """Return the user's applications, newest first."""
    query = select(Soknad).where(Soknad.soker_id == bruker_id)
    return list(db.session.scalars(query.order_by(Soknad.opprettet_at.desc(), Soknad.id.desc())))


def list_soknader(
    utlysning_id: int, utvalg: Utvalg | None = None, *, side: int | None = None
) -> list[Soknad]:
    """Return applications of a call that were sent in, all or one page (from 1).

    Without a chosen order, what needs doing next comes first. Home and languages are loaded too.
    """
    utvalg = utvalg or Utvalg()
    query = select(Soknad).where(*_where(utlysning_id, utvalg)).order_by(*_order(utvalg))
    if side is not None:
        query = query.limit(PER_SIDE).offset((side - 1) * PER_SIDE)
    return list(
        db.session.scalars(query.options(selectinload(Soknad.bosted), selectinload(Soknad.sprak)))
    )


def list_ids(utlysning_id: int, utvalg: Utvalg) -> list[int]:
    """Return the ids of the same list, in its order."""
    query = select(Soknad.id).where(*_where(utlysning_id, utvalg)).order_by(*_order(utvalg))
    return list(db.session.scalars(query))


def list_valgte(utlysning_id: int, ids: Sequence[int]) -> list[Soknad]:
    """Return those of the ids that were sent in to this call, by name."""
    query = select(Soknad).where(*_where(utlysning_id, Utvalg()), Soknad.id.in_(ids))
    return list(db.session.scalars(query.order_by(_NAVN, Soknad.id)))


def count_soknader(utlysning_id: int, utvalg: Utvalg) -> int:
    """Return the length of the list."""
    query = select(func.count(Soknad.id)).where(*_where(utlysning_id, utvalg))
    return db.session.scalar(query) or 0


def count_by_status(utlysning_id: int) -> dict[SoknadStatus, int]:
    """Return how many applications of a call stand in each state, drafts too; zero is named."""
    query = (
        select(Soknad.status, func.count(Soknad.id))
        .where(Soknad.utlysning_id == utlysning_id)
        .group_by(Soknad.status)
    )
    counts = dict.fromkeys(SoknadStatus, 0)
    for status, antall in db.session.execute(query):
        counts[status] = antall
    return counts


def list_til_intervju(utlysning_id: int) -> list[Soknad]:
    """Return the shortlisted applications of a call, by name."""
    query = select(Soknad).where(
        Soknad.utlysning_id == utlysning_id, Soknad.status == SoknadStatus.TIL_INTERVJU
    )
    return list(db.session.scalars(query.order_by(_NAVN, Soknad.id)))


def list_uten_svar(utlysning_id: int) -> list[Soknad]:
    """Return the sorted applications whose applicants have not been told, by state and name."""
    query = select(Soknad).where(Soknad.utlysning_id == utlysning_id, _UMELDT)
    return list(db.session.scalars(query.order_by(_TUR, _NAVN, Soknad.id)))


def count_uten_svar(utlysning_id: int) -> int:
    """Return how many answers wait to be sent."""
    query = select(func.count(Soknad.id)).where(Soknad.utlysning_id == utlysning_id, _UMELDT)
    return db.session.scalar(query) or 0


def list_kladder(frist_fra: datetime, frist_til: datetime) -> list[Soknad]:
    """Return the drafts of published calls whose deadline lies in the period, ends included."""
    query = (
        select(Soknad)
        .join(Utlysning, Utlysning.id == Soknad.utlysning_id)
        .where(
            Soknad.status == SoknadStatus.KLADD,
            Utlysning.status != UtlysningStatus.KLADD,
            Utlysning.frist_at.between(frist_fra, frist_til),
        )
    )
    return list(db.session.scalars(query.order_by(Soknad.id)))


def list_logg(soknad: Soknad) -> list[tuple[Logglinje, str]]:
    """Return what was done with an application and by whom (empty: the system), newest first."""
    hvem = aliased(Bruker)
    query = (
        select(Logglinje, func.coalesce(func.nullif(hvem.navn, ""), hvem.epost, ""))
        .outerjoin(hvem, hvem.id == Logglinje.bruker_id)
        .where(Logglinje.objekt_type == Soknad.__name__, Logglinje.objekt_id == soknad.id)
    )
    rows = db.session.execute(query.order_by(Logglinje.id.desc()))
    return [(linje, navn) for linje, navn in rows]


def get_geografi_dato(utlysning: Utlysning) -> date:
    """Return the day whose municipalities and fylker a call's applicants choose among.

    That is the day of the deadline; for calls from before the reference data begin, their first.
    """
    frist = utlysning.frist_at.astimezone(OSLO).date()
    first = db.session.scalar(select(func.min(Kommune.gyldig_fra)))
    return max(frist, first) if first is not None else frist


def _where(utlysning_id: int, utvalg: Utvalg) -> Iterable[ColumnElement[bool]]:
    yield Soknad.utlysning_id == utlysning_id
    yield Soknad.status != SoknadStatus.KLADD
    for column, value in (
        (Soknad.status, utvalg.status),
        (Soknad.bakgrunn, utvalg.bakgrunn),
        (Soknad.form, utvalg.form),
    ):
        if value is not None:
            yield column == value
    if utvalg.sprak is not None:
        yield Soknad.id.in_(_speakers(utvalg.sprak))
    if utvalg.fylkesnummer:
        bosted = select(Kommune.id).where(Kommune.fylkesnummer == utvalg.fylkesnummer)
        yield Soknad.bosted_kommune_id.in_(bosted)
    if utvalg.gjenstar is Gjenstar.SORTERES:
        yield Soknad.status == SoknadStatus.INNSENDT
    if utvalg.gjenstar is Gjenstar.SVAR:
        yield _UMELDT
    for word in sort_key(utvalg.sok).split():
        yield or_(
            _NAVN.contains(word, autoescape=True), _ARBEIDSGIVER.contains(word, autoescape=True)
        )


def _speakers(sprak: Sprak) -> Select[Any]:
    """Return who speaks the language well; for bokmål and nynorsk, who writes it well."""
    norsk = sprak in (Sprak.BOKMAL, Sprak.NYNORSK)
    level = Sprakferdighet.skriftlig if norsk else Sprakferdighet.muntlig
    return select(Sprakferdighet.soknad_id).where(Sprakferdighet.sprak == sprak, level.in_(GOD_NOK))


def _order(utvalg: Utvalg) -> list[ColumnElement[Any]]:
    columns = SORTERING.get(utvalg.sorter)
    if columns is None:
        first = case((Soknad.status == SoknadStatus.INNSENDT, 0), (_UMELDT, 1), else_=_TUR)
        return [first, Soknad.sendt_at.asc(), Soknad.id.asc()]
    ordered = [column.desc() if utvalg.synkende else column.asc() for column in columns]
    return [*ordered, Soknad.id.asc()]
