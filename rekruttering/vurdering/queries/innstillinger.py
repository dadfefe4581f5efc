"""The ranked list and the outcomes; joint scores only."""

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from rekruttering.felles.db import db
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.queries import with_people
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.utlysning.models import Kompetanse
from rekruttering.vurdering.models import Fellesskar, Innstilling, Panelanbefaling
from rekruttering.vurdering.rules import ETTER_FELLESSKAR


def list_rangerte(utlysning_id: int) -> list[tuple[Intervju, list[Fellesskar], Innstilling | None]]:
    """Return every applicant with joint scores, with them and the outcome, by name."""
    felles: dict[int, list[Fellesskar]] = {}
    query = (
        select(Fellesskar)
        .join(Fellesskar.kompetanse)
        .where(Kompetanse.utlysning_id == utlysning_id, Kompetanse.utgatt_at.is_(None))
        .options(joinedload(Fellesskar.kompetanse))
        .order_by(Fellesskar.intervju_id, Kompetanse.rekkefolge, Kompetanse.id)
    )
    for skar in db.session.scalars(query):
        felles.setdefault(skar.intervju_id, []).append(skar)
    intervju_liste = db.session.scalars(
        with_people()
        .where(Intervju.id.in_(felles), Soknad.status.in_(ETTER_FELLESSKAR))
        .order_by(Soknad.navn, Soknad.id)
    )
    utfall = {i.soknad_id: i for i in list_innstillinger(utlysning_id)}
    return [(i, felles[i.id], utfall.get(i.soknad_id)) for i in intervju_liste]


def list_innstillinger(utlysning_id: int) -> list[Innstilling]:
    """Return the outcomes of a round, best first."""
    query = _outcomes(utlysning_id).order_by(Innstilling.poeng.desc(), Soknad.navn, Innstilling.id)
    return list(db.session.scalars(query))


def list_uten_beskjed(utlysning_id: int) -> list[Innstilling]:
    """Return the reserves and refusals after interview that have not been told, by name."""
    query = _outcomes(utlysning_id).where(
        Soknad.status.in_((SoknadStatus.RESERVE, SoknadStatus.AVSLAG)),
        or_(Soknad.meldt_status.is_(None), Soknad.meldt_status != Soknad.status),
    )
    return list(db.session.scalars(query.order_by(Soknad.navn, Innstilling.id)))


def find_innstilling(soknad_id: int) -> Innstilling | None:
    """Return the outcome of an applicant."""
    return db.session.scalars(
        select(Innstilling).where(Innstilling.soknad_id == soknad_id)
    ).one_or_none()


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


def _outcomes(utlysning_id: int) -> Select[Innstilling]:
    query = select(Innstilling).join(Innstilling.soknad)
    query = query.where(Soknad.utlysning_id == utlysning_id)
    return query.options(joinedload(Innstilling.soknad))


def map_anbefalinger(utlysning_id: int) -> dict[int, Panelanbefaling]:
    """Return the panels' overall recommendations of a round, by intervju_id."""
    query = (
        select(Panelanbefaling)
        .join(Panelanbefaling.intervju)
        .join(Intervju.soknad)
        .where(Soknad.utlysning_id == utlysning_id)
    )
    return {row.intervju_id: row for row in db.session.scalars(query)}
