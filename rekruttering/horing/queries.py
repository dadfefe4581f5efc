"""Every SELECT on hearings, their recipients and what came in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CTE, Select, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from rekruttering.felles.db import db, get_row, lock_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.horing.models import Horing, Horingsmottaker, Horingssvar
from rekruttering.horing.rules import Mottakerslag, Par
from rekruttering.horing.rules.plan import Horingsplan, plan_from_json, to_par
from rekruttering.kommune.models import Kommune
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling.models import Kjoring, Lag, Plassering, Tildeling
from rekruttering.tildeling.queries import map_puljekommuner
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tilgang.models import Bruker, Rolletildeling
from rekruttering.tilgang.rules import Rolle


@dataclass(frozen=True)
class Rad:
    """One municipality that a recipient is asked about."""

    mottaker: Horingsmottaker
    puljekommune: Puljekommune


@dataclass(frozen=True)
class Ubehandlet:
    """How many comments on a plan nobody has dealt with."""

    tildeling_id: int
    antall: int


def get_horing(id: int, horing_id: int) -> Horing:
    """Return a hearing of the allocation with this id.

    Raises:
        NotFoundError: there is no such hearing, or it is about another allocation.
    """
    horing = db.session.get(Horing, horing_id)
    if horing is None or horing.tildeling_id != id:
        raise NotFoundError
    return horing


def lock_horing(id: int) -> Horing:
    """Return a hearing as it stands now, locked until the transaction ends.

    Raises:
        NotFoundError: there is no such hearing.
    """
    return lock_row(Horing, id)


def find_apen(tildeling_id: int) -> Horing | None:
    """Return the hearing of an allocation that has not been closed.

    Its term may have passed some seconds ago: `rules.is_open` says whether answers are taken.
    """
    query = select(Horing).where(Horing.tildeling_id == tildeling_id, Horing.lukket_at.is_(None))
    return db.session.scalars(query).one_or_none()


def list_horinger(tildeling_id: int) -> list[Horing]:
    """Return the hearings of an allocation, newest first."""
    query = select(Horing).where(Horing.tildeling_id == tildeling_id).order_by(Horing.id.desc())
    return list(db.session.scalars(query.options(joinedload(Horing.sendt_av))))


def list_apne(utlysning_id: int | None = None) -> list[Horing]:
    """Return the hearings (of a round) that have not been closed, oldest first."""
    query = select(Horing).where(Horing.lukket_at.is_(None)).order_by(Horing.id)
    query = query.join(Tildeling).options(contains_eager(Horing.tildeling))
    if utlysning_id is not None:
        query = query.where(Tildeling.utlysning_id == utlysning_id)
    return list(db.session.scalars(query))


def get_mottaker(id: int) -> Horingsmottaker:
    """Return a recipient.

    Raises:
        NotFoundError: there is no such recipient.
    """
    return get_row(Horingsmottaker, id)


def lock_mottaker(id: int) -> Horingsmottaker:
    """Return a recipient as it stands now, locked until the transaction ends.

    Raises:
        NotFoundError: there is no such recipient.
    """
    return lock_row(Horingsmottaker, id)


def list_mottakere(horing_id: int) -> list[Horingsmottaker]:
    """Return who is heard, by id."""
    query = (
        select(Horingsmottaker)
        .where(Horingsmottaker.horing_id == horing_id)
        .options(
            joinedload(Horingsmottaker.puljekommune).joinedload(Puljekommune.kommune),
            joinedload(Horingsmottaker.svart_av),
        )
        .order_by(Horingsmottaker.id)
    )
    return list(db.session.scalars(query))


def list_ubesvarte(horing_id: int) -> list[Horingsmottaker]:
    """Return who has not answered and has not been reminded of the present term, by id."""
    return [
        mottaker
        for mottaker in list_mottakere(horing_id)
        if mottaker.svart_at is None and mottaker.pamint_at is None
    ]


def list_rader(mottaker: Horingsmottaker) -> list[Rad]:
    """Return the municipalities that a recipient is asked about: the own ones in the plan."""
    plan = get_plan(mottaker.horing)
    rows = map_puljekommuner(plan.kommuner).values()
    return [Rad(mottaker, row) for row in rows if concerns(mottaker, row)]


def concerns(mottaker: Horingsmottaker, row: Puljekommune) -> bool:
    """Return whether a recipient is asked about a municipality of the plan."""
    if mottaker.slag is Mottakerslag.STATSFORVALTER:
        return row.kommune.embete_kode == mottaker.embete_kode
    return row.id == mottaker.puljekommune_id


def get_rad(id: int, puljekommune_id: int) -> Rad:
    """Return one municipality that a recipient is asked about.

    Raises:
        NotFoundError: there is no such recipient, or it is not asked about that municipality.
    """
    mottaker = get_mottaker(id)
    row = db.session.get(Puljekommune, puljekommune_id)
    if row is None or not concerns(mottaker, row):
        raise NotFoundError
    if row.id not in get_plan(mottaker.horing).kommuner:
        raise NotFoundError
    return Rad(mottaker, row)


def get_plan(horing: Horing) -> Horingsplan:
    """Return the plan as it was sent."""
    return plan_from_json(horing.plan)


def map_par(tildeling_id: int) -> dict[int, Par]:
    """Return the pair of each municipality (puljekommune id) as the plan is now."""
    query = (
        select(Plassering.puljekommune_id, Lag.veileder_a_id, Lag.veileder_b_id)
        .join(Lag, Lag.id == Plassering.lag_id)
        .where(Plassering.tildeling_id == tildeling_id)
    )
    return {id: to_par(a, b) for id, a, b in db.session.execute(query)}


def map_embetekoder(puljekommune_ids: Collection[int]) -> dict[int, str]:
    """Return in which embete each municipality lies, by puljekommune id."""
    query = (
        select(Puljekommune.id, Kommune.embete_kode)
        .join(Kommune, Kommune.id == Puljekommune.kommune_id)
        .where(Puljekommune.id.in_(puljekommune_ids))
    )
    return dict(db.session.execute(query).all())


def map_statsforvaltere(koder: Collection[str]) -> dict[str, list[Bruker]]:
    """Return the active contacts of each embete, by name, in one question."""
    query = (
        select(Rolletildeling.omrade, Bruker)
        .join(Bruker, Bruker.id == Rolletildeling.bruker_id)
        .where(
            Bruker.aktiv,
            Rolletildeling.rolle == Rolle.STATSFORVALTER,
            Rolletildeling.omrade.in_(koder),
        )
        .order_by(Bruker.navn, Bruker.id)
    )
    found: dict[str, list[Bruker]] = {}
    for kode, bruker in db.session.execute(query):
        found.setdefault(kode, []).append(bruker)
    return found


def list_svar_of(mottaker_id: int) -> list[Horingssvar]:
    """Return a recipient's own comments, without objections, by id."""
    query = select(Horingssvar).where(
        Horingssvar.mottaker_id == mottaker_id, Horingssvar.innsigelse_id.is_(None)
    )
    return list(db.session.scalars(query.order_by(Horingssvar.id)))


def find_innsigelse(mottaker_id: int, innsigelse_id: int) -> Horingssvar | None:
    """Return a recipient's objection as it stands at the row."""
    query = select(Horingssvar).where(
        Horingssvar.mottaker_id == mottaker_id, Horingssvar.innsigelse_id == innsigelse_id
    )
    return db.session.scalars(query).one_or_none()


def get_svar(id: int, svar_id: int) -> Horingssvar:
    """Return a comment on the allocation with this id.

    Raises:
        NotFoundError: there is no such comment, or it is about another allocation.
    """
    svar = db.session.get(Horingssvar, svar_id)
    if svar is None or svar.mottaker.horing.tildeling_id != id:
        raise NotFoundError
    return svar


def list_svar(horing_id: int) -> list[Horingssvar]:
    """Return everything that came in, comments and objections, by id."""
    query = _loaded(select(Horingssvar).where(Horingsmottaker.horing_id == horing_id))
    return list(db.session.scalars(query.order_by(Horingssvar.id)))


def map_merknader(tildeling_id: int) -> dict[int, list[Horingssvar]]:
    """Return what came in at each municipality's row, by puljekommune id.

    Hearings of the plans that this one was copied or solved again from count too: what was said
    about a municipality is not lost when the plan is made anew.
    """
    found: dict[int, list[Horingssvar]] = {}
    for svar in _list_heard(tildeling_id):
        if svar.puljekommune_id is not None:
            found.setdefault(svar.puljekommune_id, []).append(svar)
    return found


def list_generelle(tildeling_id: int) -> list[Horingssvar]:
    """Return the comments on the plan as a whole, also of the plans it was made from."""
    return [svar for svar in _list_heard(tildeling_id) if svar.puljekommune_id is None]


def _list_heard(tildeling_id: int) -> list[Horingssvar]:
    made_from = select(_slekt(tildeling_id).c.id)
    query = _loaded(select(Horingssvar).where(Horing.tildeling_id.in_(made_from)))
    return list(db.session.scalars(query.order_by(Horingssvar.id)))


def _slekt(tildeling_id: int) -> CTE:
    """Return an allocation with every one that it was copied or solved again from."""
    start = select(Tildeling.id.label("id")).where(Tildeling.id == tildeling_id)
    slekt = start.cte("slekt", recursive=True)
    this, run = aliased(Tildeling), aliased(Kjoring)
    parent = func.coalesce(this.kopi_av_id, run.fra_tildeling_id)
    step = (
        select(parent)
        .select_from(this)
        .join(slekt, this.id == slekt.c.id)
        .join(run, run.id == this.kjoring_id)
        .where(parent.is_not(None))
    )
    return slekt.union(step)


def _loaded(query: Select[Horingssvar]) -> Select[Horingssvar]:
    """Load what a row of the list shows: who, what, the objection's case."""
    mottaker = contains_eager(Horingssvar.mottaker)
    return (
        query.join(Horingssvar.mottaker)
        .join(Horingsmottaker.horing)
        .options(
            mottaker.contains_eager(Horingsmottaker.horing),
            mottaker.joinedload(Horingsmottaker.puljekommune).joinedload(Puljekommune.kommune),
            joinedload(Horingssvar.innsigelse),
            joinedload(Horingssvar.svart_av),
            joinedload(Horingssvar.behandlet_av),
        )
    )


def list_arvede(tildeling_id: int) -> list[Horing]:
    """Return the hearings of a plan and of those it was made from, newest first."""
    made_from = select(_slekt(tildeling_id).c.id)
    query = select(Horing).where(Horing.tildeling_id.in_(made_from)).order_by(Horing.id.desc())
    return list(db.session.scalars(query.options(joinedload(Horing.tildeling))))


def list_meldt(mottaker_id: int) -> frozenset[int]:
    """Return the puljekommune ids where a recipient has objected to a veileder."""
    query = select(Horingssvar.puljekommune_id).where(
        Horingssvar.mottaker_id == mottaker_id, Horingssvar.innsigelse_id.is_not(None)
    )
    return frozenset(id for id in db.session.scalars(query) if id is not None)


def list_apne_for(
    embeter: Collection[str], kommunenumre: Collection[str], now: datetime
) -> list[Horingsmottaker]:
    """Return the open hearings in which these embeter and municipalities are asked, by term."""
    kommuner = select(Puljekommune.id).join(Kommune).where(Kommune.kommunenummer.in_(kommunenumre))
    query = (
        select(Horingsmottaker)
        .join(Horingsmottaker.horing)
        .where(
            Horing.lukket_at.is_(None),
            Horing.frist_at >= now.replace(microsecond=0),
            Horingsmottaker.embete_kode.in_(embeter)
            | Horingsmottaker.puljekommune_id.in_(kommuner),
        )
        .options(
            contains_eager(Horingsmottaker.horing).joinedload(Horing.tildeling),
            joinedload(Horingsmottaker.puljekommune).joinedload(Puljekommune.kommune),
        )
        .order_by(Horing.frist_at, Horingsmottaker.id)
    )
    return list(db.session.scalars(query))


def list_ubehandlet(utlysning_id: int) -> list[Ubehandlet]:
    """Return how many comments wait on each plan of a round; objections wait in the register.

    Plans that were put aside or replaced wait for nobody.
    """
    query = (
        select(Horing.tildeling_id, func.count(Horingssvar.id))
        .join(Horingsmottaker, Horingsmottaker.horing_id == Horing.id)
        .join(Horingssvar, Horingssvar.mottaker_id == Horingsmottaker.id)
        .join(Tildeling, Tildeling.id == Horing.tildeling_id)
        .where(
            Tildeling.utlysning_id == utlysning_id,
            Tildeling.status.not_in((TildelingStatus.FORKASTET, TildelingStatus.ENDRET)),
            Horingssvar.behandling.is_(None),
            Horingssvar.innsigelse_id.is_(None),
        )
        .group_by(Horing.tildeling_id)
        .order_by(Horing.tildeling_id)
    )
    return [Ubehandlet(id, antall) for id, antall in db.session.execute(query)]
