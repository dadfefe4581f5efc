"""Every SELECT on capacity: who counts, what they are to cover, and what was worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import null, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from rekruttering.analyse.models import Analyse
from rekruttering.analyse.rules import AnalyseStatus
from rekruttering.felles.db import db
from rekruttering.kapasitet.rules import AKTUELL, Gruppe, Kommunevalg, gruppe_of, takes_part
from rekruttering.pulje.models import Puljekommune
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud.models import Tilbud, Veileder
from rekruttering.tilbud.rules import status_now
from rekruttering.utlysning.models import Utlysning
from rekruttering.vurdering.models import Innstilling

# Of each type the newest for either choice of municipalities is among so many.
_LATEST = 30
_HAS_SVAR = frozenset({AnalyseStatus.FERDIG, AnalyseStatus.STOPPET})


@dataclass(frozen=True)
class Deltaker:
    """An applicant who counts: the application, how, and what was signed.

    `poeng` is the innstilling's, None before there is one.
    """

    soknad: Soknad
    gruppe: Gruppe
    veileder: Veileder | None
    poeng: int | None

    @property
    def ref(self) -> str:
        """The id in a problem: «V12» for who has signed, «S5» for any other applicant."""
        return f"V{self.veileder.id}" if self.veileder else f"S{self.soknad.id}"


def list_deltakere(utlysning_id: int, now: datetime) -> list[Deltaker]:
    """Return who counts in a round, by application id, with places and languages."""
    query = (
        select(Soknad, Tilbud, Veileder, Innstilling.poeng)
        .outerjoin(Tilbud, Tilbud.soknad_id == Soknad.id)
        .outerjoin(Veileder, Veileder.soknad_id == Soknad.id)
        .outerjoin(Innstilling, Innstilling.soknad_id == Soknad.id)
        .where(Soknad.utlysning_id == utlysning_id, Soknad.status != SoknadStatus.KLADD)
        .options(
            joinedload(Soknad.bosted), joinedload(Soknad.arbeidssted), selectinload(Soknad.sprak)
        )
        .order_by(Soknad.id)
    )
    found = []
    for soknad, tilbud, veileder, poeng in db.session.execute(query):
        status = status_now(tilbud.status, tilbud.svarfrist_at, now) if tilbud else None
        sluttet = veileder is not None and veileder.sluttet_at is not None
        gruppe = gruppe_of(soknad.status, status, signert=veileder is not None, sluttet=sluttet)
        if gruppe is not None:
            found.append(Deltaker(soknad, gruppe, veileder, poeng))
    return found


def list_kommuner(pulje_id: int, valg: Kommunevalg) -> list[Puljekommune]:
    """Return the municipalities to be covered, by id."""
    query = select(Puljekommune).where(Puljekommune.pulje_id == pulje_id)
    rows = db.session.scalars(query.order_by(Puljekommune.id))
    return [row for row in rows if takes_part(row.status, valg)]


def find_analyser(
    utlysning_id: int, typer: Sequence[str], valg: Kommunevalg
) -> dict[str, tuple[Analyse, Analyse | None]]:
    """Return by type the newest question about these municipalities, and the newest answered.

    The answers are loaded.
    """
    # One that was stopped before it began has no answer.
    query = (
        select(Analyse, Analyse.svar.is_not(null()))
        .where(Analyse.utlysning_id == utlysning_id, Analyse.type.in_(typer))
        .options(joinedload(Analyse.bedt_av))
        .order_by(Analyse.id.desc())
        .limit(_LATEST * len(typer))
    )
    newest: dict[str, Analyse] = {}
    answered: dict[str, Analyse] = {}
    for row, has_svar in db.session.execute(query):
        if row.parametre.get("kommuner") != valg:
            continue
        newest.setdefault(row.type, row)
        if has_svar and row.status in _HAS_SVAR:
            answered.setdefault(row.type, row)
    _load_svar(list(answered.values()))
    return {type: (row, answered.get(type)) for type, row in newest.items()}


def _load_svar(rows: Sequence[Analyse]) -> None:
    ids = [row.id for row in rows]
    query = select(Analyse).where(Analyse.id.in_(ids)).options(undefer(Analyse.svar))
    db.session.scalars(query.execution_options(populate_existing=True)).all()


def find_svar(utlysning_id: int, type: str) -> Analyse | None:
    """Return the newest question of a type in a round that has a whole answer, with it."""
    query = (
        select(Analyse)
        .where(
            Analyse.utlysning_id == utlysning_id,
            Analyse.type == type,
            Analyse.status == AnalyseStatus.FERDIG,
        )
        .options(undefer(Analyse.svar))
        .order_by(Analyse.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def list_aktuelle() -> list[Utlysning]:
    """Return the rounds in which applicants and offers come and go, by id."""
    query = select(Utlysning).where(Utlysning.status.in_(AKTUELL)).order_by(Utlysning.id)
    return list(db.session.scalars(query))


def map_soknadsnavn(utlysning_id: int) -> dict[int, str]:
    """Return the name on every application of a round by id, drafts left out."""
    query = select(Soknad.id, Soknad.navn).where(
        Soknad.utlysning_id == utlysning_id, Soknad.status != SoknadStatus.KLADD
    )
    return dict(db.session.execute(query).all())


def map_veiledersoknader(utlysning_id: int) -> dict[int, int]:
    """Return the application of every veileder of a round by veileder id, who has left too."""
    query = select(Veileder.id, Veileder.soknad_id).where(Veileder.utlysning_id == utlysning_id)
    return dict(db.session.execute(query).all())
