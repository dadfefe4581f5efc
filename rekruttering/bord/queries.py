"""Every SELECT of the board: a whole plan at national scale in a handful of lean questions."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from rekruttering.felles.audit import Logglinje
from rekruttering.felles.db import db
from rekruttering.felles.errors import NotFoundError
from rekruttering.kommune.models import Kommune
from rekruttering.kommune.rules import KommuneMalform, SamiskSprak
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.soknad.models import Soknad, Sprakferdighet
from rekruttering.soknad.rules import Bakgrunn, Niva, Sprak
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling.models import Justering, Lag, Plassering, Tildeling
from rekruttering.tildeling.queries import get_tildeling
from rekruttering.tilgang.models import Bruker

# What concerns plans and people's sessions, and never what a plan is made from.
_OF_PLANS = (
    "Tildeling",
    "Lag",
    "Kjoring",
    "Analyse",
    "Hendelse",
    "Vedtakspakke",
    "Horing",
    "Horingsmottaker",
    "Horingssvar",
    "Bruker",
    "Sesjon",
)
_GOOD = frozenset({Niva.GODT, Niva.FLYTENDE})


@dataclass(frozen=True)
class Lagrad:
    """A stored pair: its row, members in ascending order, municipalities, hours and cost."""

    id: int
    veiledere: tuple[int, int]
    kommuner: tuple[int, ...]
    timer: int
    kostnad: int
    ledd: dict[str, Any]
    vedtatt_at: datetime | None


@dataclass(frozen=True)
class Kommunerad:
    """An identified municipality, as the draw has it now."""

    id: int
    navn: str
    nummer: str
    fylke: str
    timer: int
    malform: KommuneMalform
    samisk: SamiskSprak | None
    fagomrader: list[str]
    status: PuljekommuneStatus
    breddegrad: float
    lengdegrad: float


@dataclass(frozen=True)
class Veilederrad:
    """A veileder of the round; `bosted` is empty where the application names none."""

    id: int
    soknad_id: int
    navn: str
    bakgrunn: Bakgrunn | None
    bosted: str
    bosted_nummer: str
    breddegrad: float
    lengdegrad: float
    timer_minst: int
    timer_mest: int
    sluttet_at: datetime | None


@dataclass(frozen=True)
class Loggrad:
    """A line of the log about a plan: what, by whom (empty: the system) and when."""

    id: int
    handling: str
    detaljer: dict[str, Any]
    bruker_id: int | None
    navn: str
    at: datetime


@dataclass(frozen=True)
class Steg:
    """Something done by hand, with who and when."""

    nr: int
    handling: dict[str, Any]
    navn: str
    at: datetime


def list_lag(tildeling_id: int) -> list[Lagrad]:
    """Return the pairs of an allocation by id."""
    places: dict[int, list[int]] = defaultdict(list)
    query = select(Plassering.lag_id, Plassering.puljekommune_id)
    for lag_id, kommune in db.session.execute(
        query.where(Plassering.tildeling_id == tildeling_id).order_by(Plassering.id)
    ):
        places[lag_id].append(kommune)
    rows = db.session.execute(
        select(
            Lag.id,
            Lag.veileder_a_id,
            Lag.veileder_b_id,
            Lag.timer,
            Lag.kostnad,
            Lag.ledd,
            Lag.vedtatt_at,
        )
        .where(Lag.tildeling_id == tildeling_id)
        .order_by(Lag.id)
    )
    return [
        Lagrad(id, (min(a, b), max(a, b)), tuple(places[id]), timer, kostnad, ledd, vedtatt_at)
        for id, a, b, timer, kostnad, ledd, vedtatt_at in rows
    ]


def map_kommuner(pulje_id: int) -> dict[int, Kommunerad]:
    """Return the municipalities of a draw by puljekommune id, whatever they answered."""
    query = (
        select(
            Puljekommune.id,
            Kommune.navn,
            Kommune.kommunenummer,
            Kommune.fylkesnummer,
            Puljekommune.timer,
            Puljekommune.malform,
            Puljekommune.samisk_sprak,
            Puljekommune.fagomrader,
            Puljekommune.status,
            Kommune.breddegrad,
            Kommune.lengdegrad,
        )
        .join(Kommune, Kommune.id == Puljekommune.kommune_id)
        .where(Puljekommune.pulje_id == pulje_id)
    )
    return {row[0]: Kommunerad(*row) for row in db.session.execute(query)}


def map_veiledere(utlysning_id: int) -> dict[int, Veilederrad]:
    """Return the veiledere of a round by id, also those who have left."""
    home = aliased(Kommune)
    query = (
        select(
            Veileder.id,
            Veileder.soknad_id,
            Soknad.navn,
            Soknad.bakgrunn,
            home.navn,
            home.kommunenummer,
            home.breddegrad,
            home.lengdegrad,
            Veileder.timer_minst,
            Veileder.timer_mest,
            Veileder.sluttet_at,
        )
        .join(Soknad, Soknad.id == Veileder.soknad_id)
        .outerjoin(home, home.id == Soknad.bosted_kommune_id)
        .where(Veileder.utlysning_id == utlysning_id)
    )
    found = {}
    for row in db.session.execute(query):
        home_values = (row[4] or "", row[5] or "", row[6] or 0.0, row[7] or 0.0)
        found[row[0]] = Veilederrad(*row[:4], *home_values, *row[8:])
    return found


def map_sprak(utlysning_id: int) -> dict[int, list[Sprak]]:
    """Return what each veileder can work in, by søknad id: as the allocation reckons it.

    Bokmål and nynorsk must be written well, a Sami language spoken well.
    """
    query = (
        select(
            Sprakferdighet.soknad_id,
            Sprakferdighet.sprak,
            Sprakferdighet.muntlig,
            Sprakferdighet.skriftlig,
        )
        .join(Veileder, Veileder.soknad_id == Sprakferdighet.soknad_id)
        .where(Veileder.utlysning_id == utlysning_id)
        .order_by(Sprakferdighet.id)
    )
    found: dict[int, list[Sprak]] = defaultdict(list)
    for soknad_id, sprak, muntlig, skriftlig in db.session.execute(query):
        level = skriftlig if sprak in (Sprak.BOKMAL, Sprak.NYNORSK) else muntlig
        if level in _GOOD:
            found[soknad_id].append(sprak)
    return found


def list_steg(tildeling_id: int) -> list[Steg]:
    """Return what was done by hand, the last first; undone steps too."""
    query = (
        select(Justering.nr, Justering.handling, Bruker.navn, Bruker.epost, Justering.gjort_at)
        .join(Bruker, Bruker.id == Justering.gjort_av_id)
        .where(Justering.tildeling_id == tildeling_id)
        .order_by(Justering.nr.desc())
    )
    return [
        Steg(nr, handling, navn or epost, at)
        for nr, handling, navn, epost, at in db.session.execute(query)
    ]


def find_siste(tildeling_id: int) -> Loggrad | None:
    """Return the last thing that happened to an allocation."""
    query = (
        select(
            Logglinje.id,
            Logglinje.handling,
            Logglinje.detaljer,
            Logglinje.bruker_id,
            Bruker.navn,
            Bruker.epost,
            Logglinje.at,
        )
        .outerjoin(Bruker, Bruker.id == Logglinje.bruker_id)
        .where(Logglinje.objekt_type == "Tildeling", Logglinje.objekt_id == tildeling_id)
        .order_by(Logglinje.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    id, handling, detaljer, bruker_id, navn, epost, at = row
    return Loggrad(id, handling, detaljer, bruker_id, navn or epost or "", at)


def find_merke() -> str:
    """Return a mark that changes when anything is logged that a plan may be made from."""
    query = (
        select(Logglinje.id, Logglinje.at)
        .where(Logglinje.objekt_type.not_in(_OF_PLANS))
        .order_by(Logglinje.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return f"{db.engine.url}|{row[0]}|{row[1].isoformat()}" if row else str(db.engine.url)


@dataclass(frozen=True)
class Valgt:
    """A plan and what the address points at in it: municipality, veileder or the two of a pair."""

    tildeling: Tildeling
    kommune: int = 0
    veiledere: tuple[int, ...] = ()


def get_valgt(id: int, kommune: int = 0, veileder: int = 0, a: int = 0, b: int = 0) -> Valgt:
    """Return a plan and the row of it that an address points at.

    Raises:
        NotFoundError: there is no such plan, or the row is not of its round.
    """
    tildeling = get_tildeling(id)
    people = [each for each in (veileder, a, b) if each]
    if kommune and not _is_there(
        select(Puljekommune.id).where(
            Puljekommune.pulje_id == tildeling.kjoring.pulje_id, Puljekommune.id == kommune
        ),
        [kommune],
    ):
        raise NotFoundError
    if people and not _is_there(
        select(Veileder.id).where(
            Veileder.utlysning_id == tildeling.utlysning_id, Veileder.id.in_(people)
        ),
        people,
    ):
        raise NotFoundError
    return Valgt(tildeling, kommune, tuple(sorted(people)))


def _is_there(query: Any, ids: Collection[int]) -> bool:
    return set(db.session.scalars(query)) == set(ids)
