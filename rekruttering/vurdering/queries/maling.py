"""Members' scores for figures of agreement and severity.

Only interviews whose joint scores are set are here: by then everybody has locked, so no figure can
tell a member of a score before the own.  Kilde: docs/regler.md#V5.
"""

from dataclasses import dataclass

from sqlalchemy import exists, select

from rekruttering.felles.db import db
from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.rules import CLEAR
from rekruttering.intervju.models import Intervju
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Kompetanse
from rekruttering.vurdering.models import Fellesskar, Skar, Vurdering
from rekruttering.vurdering.rules import ETTER_FELLESSKAR, VurderingStatus


@dataclass(frozen=True)
class Maling:
    """One score: who gave it, to whom, on what."""

    bruker_id: int
    soknad_id: int
    kompetanse_id: int
    poeng: int


def list_malinger(utlysning_id: int) -> list[Maling]:
    """Return every score that clear members gave, in the interviews that are agreed on."""
    enige = exists().where(Fellesskar.intervju_id == Intervju.id)
    habil = exists().where(
        Habilitet.bruker_id == Vurdering.bruker_id,
        Habilitet.soknad_id == Intervju.soknad_id,
        Habilitet.tilstand.in_(CLEAR),
    )
    query = (
        select(Vurdering.bruker_id, Intervju.soknad_id, Skar.kompetanse_id, Skar.poeng)
        .join(Skar.vurdering)
        .join(Vurdering.intervju)
        .join(Intervju.soknad)
        .join(Kompetanse, Kompetanse.id == Skar.kompetanse_id)
        .where(
            Soknad.utlysning_id == utlysning_id,
            Soknad.status.in_(ETTER_FELLESSKAR),
            Vurdering.status == VurderingStatus.LAST,
            Kompetanse.utgatt_at.is_(None),
            Skar.poeng.is_not(None),
            enige,
            habil,
        )
        .order_by(Intervju.soknad_id, Vurdering.bruker_id, Skar.kompetanse_id)
    )
    return [
        Maling(bruker, soknad, kompetanse, poeng)
        for bruker, soknad, kompetanse, poeng in db.session.execute(query)
        if poeng is not None
    ]


def map_navn(bruker_ids: set[int]) -> dict[int, str]:
    """Return the names of these users."""
    query = select(Bruker).where(Bruker.id.in_(bruker_ids))
    return {bruker.id: bruker.navn or bruker.epost for bruker in db.session.scalars(query)}
