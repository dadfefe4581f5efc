"""Every SELECT on runs and allocations, and what a run is made from."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import joinedload, selectinload, undefer
from sqlalchemy.orm.interfaces import ORMOption

from rekruttering.felles.db import db, get_row, lock_row
from rekruttering.habilitet import queries as habilitet_queries
from rekruttering.kommune import queries as kommune_queries
from rekruttering.kommune.models import Kommune, Kommuneendring
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import DELTAR
from rekruttering.soknad.models import Soknad
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling.models import (
    Justering,
    Kjoring,
    Lag,
    Plassering,
    Tildeling,
    Utelatelse,
)
from rekruttering.tildeling.rules import AKTIV, APEN, KjoringFormal, TildelingStatus
from rekruttering.tildeling.rules.historikk import Bakhistorie, Tidligere, make_bakhistorie
from rekruttering.tildeling.rules.slekt import map_slekt
from rekruttering.utlysning.models import Utlysning


def get_kjoring(id: int) -> Kjoring:
    """Return a run.

    Raises:
        NotFoundError: there is no such run.
    """
    return get_row(Kjoring, id)


def lock_kjoring(id: int) -> Kjoring:
    """Return a run as it stands now, locked until the transaction ends.

    Raises:
        NotFoundError: there is no such run.
    """
    return lock_row(Kjoring, id)


def find_aktiv(utlysning_id: int) -> Kjoring | None:
    """Return the run of a round that waits or works."""
    query = select(Kjoring).where(
        Kjoring.utlysning_id == utlysning_id,
        Kjoring.status.in_(AKTIV),
        Kjoring.formal == KjoringFormal.TILDELING,
    )
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
        .where(Kjoring.utlysning_id == utlysning_id, Kjoring.formal == KjoringFormal.TILDELING)
        .options(
            joinedload(Kjoring.startet_av),
            selectinload(Kjoring.tildelinger),
            undefer(Kjoring.forslag),
        )
        .order_by(Kjoring.id.desc())
    )
    return list(db.session.scalars(query))


def get_tildeling(id: int) -> Tildeling:
    """Return an allocation.

    Raises:
        NotFoundError: there is no such allocation.
    """
    return get_row(Tildeling, id)


def lock_tildeling(id: int) -> Tildeling:
    """Return an allocation as it stands now, locked until the transaction ends.

    Raises:
        NotFoundError: there is no such allocation.
    """
    return lock_row(Tildeling, id)


def list_justeringer(tildeling_id: int) -> list[Justering]:
    """Return what was done to an allocation by hand, the first first, undone steps too."""
    query = (
        select(Justering)
        .where(Justering.tildeling_id == tildeling_id)
        .options(joinedload(Justering.gjort_av))
        .order_by(Justering.nr)
    )
    return list(db.session.scalars(query))


def list_utelatelser(tildeling_id: int) -> list[Utelatelse]:
    """Return what was said of municipalities left without a pair, by id."""
    query = select(Utelatelse).where(Utelatelse.tildeling_id == tildeling_id)
    return list(
        db.session.scalars(query.options(joinedload(Utelatelse.vedtatt_av)).order_by(Utelatelse.id))
    )


def find_justering(tildeling_id: int, nr: int) -> Justering | None:
    """Return one step of an allocation by its number."""
    query = select(Justering).where(Justering.tildeling_id == tildeling_id, Justering.nr == nr)
    return db.session.scalars(query).one_or_none()


def map_veiledernavn(utlysning_id: int) -> dict[int, str]:
    """Return the name of every veileder of a round by id, also of those who have left."""
    query = (
        select(Veileder.id, Soknad.navn)
        .join(Soknad, Soknad.id == Veileder.soknad_id)
        .where(Veileder.utlysning_id == utlysning_id)
    )
    return dict(db.session.execute(query).all())


def map_kommunenavn(pulje_id: int) -> dict[int, str]:
    """Return the name of every municipality of a draw by puljekommune id."""
    query = (
        select(Puljekommune.id, Kommune.navn)
        .join(Kommune, Kommune.id == Puljekommune.kommune_id)
        .where(Puljekommune.pulje_id == pulje_id)
    )
    return dict(db.session.execute(query).all())


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
        Tildeling.status.in_(APEN | {TildelingStatus.VEDTATT}),
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
    """Return in which puljekommuner each veileder (by id) has a tie that is not cleared."""
    return map_sperringer_of({each.id: each.soknad for each in veiledere}, puljekommuner)


def map_sperringer_of(
    soknader: Mapping[int, Soknad], puljekommuner: Sequence[Puljekommune]
) -> dict[int, set[int]]:
    """Return in which puljekommuner the applicants have a tie that is not cleared, by given id.

    A tie, a home or an employer may be registered on the municipality's row of another period,
    under another number or before a merger: what it was and what it became counts too.
    """
    sperrede = habilitet_queries.map_sperrede_kommuner([s.soker_id for s in soknader.values()])
    ids = {kommune_id for found in sperrede.values() for kommune_id in found}
    query = select(Kommune.id, Kommune.kommunenummer).where(Kommune.id.in_(ids))
    numre = dict(db.session.execute(query).all())
    endringer = db.session.execute(select(Kommuneendring.fra_nummer, Kommuneendring.til_nummer))
    slekt = map_slekt({each.kommune.kommunenummer for each in puljekommuner}, endringer.all())
    rader: dict[str, set[int]] = {}
    for row in puljekommuner:
        for nummer in slekt[row.kommune.kommunenummer]:
            rader.setdefault(nummer, set()).add(row.id)
    # The same number as home or employer is a rule of its own in the engine.
    egne = {row.kommune.kommunenummer: row.id for row in puljekommuner}
    found: dict[int, set[int]] = {}
    for id, soknad in soknader.items():
        barred: set[int] = set()
        for place in (soknad.bosted, soknad.arbeidssted):
            if place is not None:
                nummer = place.kommunenummer
                barred |= rader.get(nummer, set()) - {egne.get(nummer, 0)}
        for kommune_id in sperrede.get(soknad.soker_id, ()):
            barred |= rader.get(numre[kommune_id], set())
        found[id] = barred
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


def map_kommuneslekt(numre: Collection[str]) -> dict[str, frozenset[str]]:
    """Return each kommunenummer with all that it came from and all that it became."""
    endringer = db.session.execute(select(Kommuneendring.fra_nummer, Kommuneendring.til_nummer))
    return map_slekt(numre, endringer.all())


def map_tidligere(
    utlysning: Utlysning, veiledere: Sequence[Veileder], puljekommuner: Sequence[Puljekommune]
) -> Bakhistorie:
    """Return what published plans of earlier rounds say of these veiledere and municipalities."""
    slekt = map_kommuneslekt({each.kommune.kommunenummer for each in puljekommuner})
    return make_bakhistorie(
        list_tidligere(utlysning),
        {each.id: each.bruker_id for each in veiledere},
        {each.id: slekt[each.kommune.kommunenummer] for each in puljekommuner},
    )


def list_tidligere(utlysning: Utlysning) -> list[Tidligere]:
    """Return every pair in the published plan of another round, newest round first.

    A round that begins after this one is not earlier; one without dates is.
    """
    begins, start = Utlysning.periode_fra_dato, utlysning.periode_fra_dato
    query = (
        select(Lag)
        .join(Lag.tildeling)
        .join(Tildeling.utlysning)
        .where(Tildeling.status == TildelingStatus.PUBLISERT, Utlysning.id != utlysning.id)
        .where(true() if start is None else begins.is_(None) | (begins <= start))
        .options(joinedload(Lag.tildeling).joinedload(Tildeling.utlysning))
        .order_by(Tildeling.publisert_at.desc(), Lag.id)
    )
    return [_tidligere(lag) for lag in db.session.scalars(_with_all(query))]


def _tidligere(lag: Lag) -> Tidligere:
    utlysning = lag.tildeling.utlysning
    places = sorted_by_navn([each.puljekommune for each in lag.plasseringer])
    return Tidligere(
        runde_id=utlysning.id,
        runde_nb=utlysning.tittel_nb,
        runde_nn=utlysning.tittel_nn,
        brukere=(lag.veileder_a.bruker_id, lag.veileder_b.bruker_id),
        navn=(lag.veileder_a.soknad.navn, lag.veileder_b.soknad.navn),
        kommuner=tuple((row.kommune.kommunenummer, row.kommune.navn) for row in places),
    )


def _person() -> tuple[ORMOption, ...]:
    """Return what to load with a veileder."""
    soknad = joinedload(Veileder.soknad)
    return (
        soknad.joinedload(Soknad.bosted),
        soknad.joinedload(Soknad.arbeidssted),
        soknad.selectinload(Soknad.sprak),
    )


def list_plan(tildeling_id: int) -> list[tuple[tuple[int, int], list[int]]]:
    """Return the pairs of an allocation with their puljekommuner as ids, by the pair's id."""
    members = select(Lag.id, Lag.veileder_a_id, Lag.veileder_b_id)
    rows = db.session.execute(members.where(Lag.tildeling_id == tildeling_id).order_by(Lag.id))
    plan: dict[int, tuple[tuple[int, int], list[int]]] = {id: ((a, b), []) for id, a, b in rows}
    places = (
        select(Plassering.lag_id, Plassering.puljekommune_id)
        .where(Plassering.tildeling_id == tildeling_id)
        .order_by(Plassering.id)
    )
    for lag_id, kommune in db.session.execute(places):
        plan[lag_id][1].append(kommune)
    return list(plan.values())


def load_lag(tildeling_id: int) -> list[Lag]:
    """Return the pairs of an allocation with persons, homes and municipalities, by id."""
    query = select(Lag).where(Lag.tildeling_id == tildeling_id)
    return list(db.session.scalars(_with_all(query).order_by(Lag.id)))


def _with_all(query: Select[Lag]) -> Select[Lag]:
    options: list[ORMOption] = [
        selectinload(Lag.plasseringer).selectinload(Plassering.puljekommune),
        selectinload(Lag.vedtatt_av),
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
