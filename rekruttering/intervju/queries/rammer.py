"""The rules of a round, its rooms, and when people can."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rekruttering.felles.db import db, get_row
from rekruttering.felles.errors import NotFoundError
from rekruttering.intervju.models import (
    Intervju,
    Intervjuramme,
    Intervjusvar,
    Panel,
    Panelmedlem,
    Rom,
    Rundemedlem,
    Tilrettelegging,
)
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import UtlysningStatus


@dataclass(frozen=True)
class Rundeplass:
    """A user in a round as a panel member, with the row where it exists already."""

    utlysning: Utlysning
    bruker: Bruker
    medlem: Rundemedlem | None


def find_ramme(utlysning_id: int) -> Intervjuramme | None:
    """Return the rules of a round, None where nobody has changed the defaults."""
    query = select(Intervjuramme).where(Intervjuramme.utlysning_id == utlysning_id)
    return db.session.scalars(query).one_or_none()


def list_rom(utlysning_id: int, *, alle: bool = False) -> list[Rom]:
    """Return the rooms and video links of a round by name; those put aside only with `alle`."""
    query = select(Rom).where(Rom.utlysning_id == utlysning_id)
    if not alle:
        query = query.where(Rom.i_bruk)
    return list(db.session.scalars(query.order_by(Rom.form.desc(), Rom.navn, Rom.id)))


def get_rom(id: int) -> Rom:
    """Return a room.

    Raises:
        NotFoundError: there is no such room.
    """
    return get_row(Rom, id)


def count_i_rom(rom_id: int) -> int:
    """Return how many planned interviews are held in a room."""
    query = select(Intervju.id).where(
        Intervju.rom_id == rom_id, Intervju.status == IntervjuStatus.PLANLAGT
    )
    return len(list(db.session.scalars(query)))


def find_svar(soknad_id: int) -> Intervjusvar | None:
    """Return what an applicant answered, or that the question was put."""
    query = select(Intervjusvar).where(Intervjusvar.soknad_id == soknad_id)
    return db.session.scalars(query).one_or_none()


def map_svar(soknad_ids: Iterable[int]) -> dict[int, Intervjusvar]:
    """Return the answers of several applicants, by soknad_id."""
    query = select(Intervjusvar).where(Intervjusvar.soknad_id.in_(set(soknad_ids)))
    return {svar.soknad_id: svar for svar in db.session.scalars(query)}


def find_tilrettelegging(soknad_id: int) -> Tilrettelegging | None:
    """Return what an applicant needs."""
    query = select(Tilrettelegging).where(Tilrettelegging.soknad_id == soknad_id)
    return db.session.scalars(query).one_or_none()


def map_tilrettelegging(soknad_ids: Iterable[int]) -> dict[int, Tilrettelegging]:
    """Return what several applicants need, by soknad_id."""
    query = select(Tilrettelegging).where(Tilrettelegging.soknad_id.in_(set(soknad_ids)))
    return {each.soknad_id: each for each in db.session.scalars(query)}


def list_utgatte_behov() -> list[Tilrettelegging]:
    """Return the needs of applicants whose rounds are over."""
    query = (
        select(Tilrettelegging)
        .join(Tilrettelegging.soknad)
        .join(Soknad.utlysning)
        .where(Utlysning.status == UtlysningStatus.AVSLUTTET)
    )
    return list(db.session.scalars(query.order_by(Tilrettelegging.id)))


def list_uten_svar(utlysning_id: int) -> list[Soknad]:
    """Return the applicants chosen for interview who have not said when they can, by name."""
    answered = select(Intervjusvar.soknad_id).where(Intervjusvar.svart_at.is_not(None))
    query = select(Soknad).where(
        Soknad.utlysning_id == utlysning_id,
        Soknad.status == SoknadStatus.TIL_INTERVJU,
        Soknad.id.not_in(answered),
    )
    return list(db.session.scalars(query.order_by(Soknad.navn_nokkel, Soknad.id)))


def list_medlemmer(utlysning_id: int) -> list[Bruker]:
    """Return everyone who sits in a panel of a round, by name."""
    query = (
        select(Bruker)
        .join(Panelmedlem, Panelmedlem.bruker_id == Bruker.id)
        .join(Panel, Panel.id == Panelmedlem.panel_id)
        .where(Panel.utlysning_id == utlysning_id)
        .distinct()
    )
    return sorted(db.session.scalars(query), key=lambda bruker: (bruker.navn, bruker.id))


def list_rundemedlemmer(utlysning_id: int) -> list[Rundemedlem]:
    """Return the members of a round who have said something, by bruker_id."""
    query = select(Rundemedlem).where(Rundemedlem.utlysning_id == utlysning_id)
    return list(db.session.scalars(query.order_by(Rundemedlem.bruker_id)))


def find_rundemedlem(utlysning_id: int, bruker_id: int) -> Rundemedlem | None:
    """Return a member's part in a round."""
    query = select(Rundemedlem).where(
        Rundemedlem.utlysning_id == utlysning_id, Rundemedlem.bruker_id == bruker_id
    )
    return db.session.scalars(query).one_or_none()


def get_rundeplass(utlysning_id: int, bruker_id: int) -> Rundeplass:
    """Return a panel member of a round.

    Raises:
        NotFoundError: the user sits in no panel of the round.
    """
    query = (
        select(Panelmedlem)
        .join(Panel, Panel.id == Panelmedlem.panel_id)
        .where(Panel.utlysning_id == utlysning_id, Panelmedlem.bruker_id == bruker_id)
        .options(joinedload(Panelmedlem.panel).joinedload(Panel.utlysning))
        .limit(1)
    )
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFoundError
    medlem = find_rundemedlem(utlysning_id, bruker_id)
    return Rundeplass(found.panel.utlysning, found.bruker, medlem)


def list_runder_av(bruker_id: int) -> list[Utlysning]:
    """Return the rounds in which a user sits in a panel, newest first."""
    mine = select(Panel.utlysning_id).join(Panelmedlem).where(Panelmedlem.bruker_id == bruker_id)
    query = select(Utlysning).where(Utlysning.id.in_(mine)).order_by(Utlysning.id.desc())
    return list(db.session.scalars(query))


def list_ikke_holdt_i_rom(rom_id: int) -> list[Intervju]:
    """Return the planned interviews in a room, by time."""
    query = select(Intervju).where(
        Intervju.rom_id == rom_id, Intervju.status == IntervjuStatus.PLANLAGT
    )
    return list(db.session.scalars(query.order_by(Intervju.start_at, Intervju.id)))


def list_ubesvarte(fra: datetime, til: datetime) -> list[tuple[Intervjusvar, datetime]]:
    """Return who was asked and has not answered, where the deadline is between two moments."""
    query = (
        select(Intervjusvar, Intervjuramme.svarfrist_at)
        .join(Intervjusvar.soknad)
        .join(Intervjuramme, Intervjuramme.utlysning_id == Soknad.utlysning_id)
        .where(
            Intervjusvar.bedt_at.is_not(None),
            Intervjusvar.svart_at.is_(None),
            Soknad.status == SoknadStatus.TIL_INTERVJU,
            Intervjuramme.svarfrist_at > fra,
            Intervjuramme.svarfrist_at <= til,
        )
        .order_by(Intervjusvar.id)
    )
    return [(svar, frist) for svar, frist in db.session.execute(query) if frist is not None]


def list_ma_ringes(utlysning_id: int) -> list[Intervjusvar]:
    """Return the answers of those whom none of the offered times suited, oldest first."""
    query = (
        select(Intervjusvar)
        .join(Intervjusvar.soknad)
        .where(
            Soknad.utlysning_id == utlysning_id,
            Soknad.status == SoknadStatus.TIL_INTERVJU,
            Intervjusvar.passer_ikke_at.is_not(None),
        )
        .options(joinedload(Intervjusvar.soknad))
        .order_by(Intervjusvar.passer_ikke_at, Intervjusvar.id)
    )
    return list(db.session.scalars(query))
