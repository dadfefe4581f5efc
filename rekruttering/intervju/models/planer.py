"""Panels and interviews."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.intervju.models.rammer import Rom
from rekruttering.intervju.rules import Intervjuform, IntervjuStatus
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning


class Panel(Model):
    """A named group of members of a round, one of whom leads when all of them sit.

    A group larger than the round's panels is a pool: some of its members sit in each interview.
    """

    __table_args__ = (UniqueConstraint("utlysning_id", "navn"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    navn: Mapped[str]
    endret_at: Mapped[datetime]
    versjon: Mapped[int] = mapped_column()
    utlysning: Mapped[Utlysning] = relationship()
    medlemmer: Mapped[list["Panelmedlem"]] = relationship(
        back_populates="panel",
        cascade="all, delete-orphan",
        order_by="(Panelmedlem.leder.desc(), Panelmedlem.id)",
        lazy="selectin",
    )

    __mapper_args__ = {"version_id_col": versjon}


class Panelmedlem(Model):
    """A member's place in a group; who sits in an interview is `Panelplass`."""

    __table_args__ = (UniqueConstraint("panel_id", "bruker_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    leder: Mapped[bool] = mapped_column(default=False)
    panel: Mapped[Panel] = relationship(back_populates="medlemmer")
    bruker: Mapped[Bruker] = relationship(lazy="joined")


class Intervju(Model):
    """One applicant before one panel.

    `sted` is the video link or the place, of `rom` where there is one. `innkalt_at` is empty until
    everyone has been told of it as it now is; until then the row is a draft. `varslet` is what they
    were told last (`service.invitasjon.snapshot`), and `sekvens` the number of that message in
    people's calendars, from 0. `fastsatt`: no new timetable may move it. `bytter` counts the
    applicant's own moves, `paminnelser` names the reminders sent. `ikke_holdt_grunn` says why it
    was not held or was cancelled, `avbrutt_at` when it broke off.
    """

    __table_args__ = (
        CheckConstraint("slutt_at > start_at", name="tid"),
        CheckConstraint("innkalt_at IS NULL OR varslet IS NOT NULL", name="innkalt_er_varslet"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"), unique=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    rom_id: Mapped[int | None] = mapped_column(ForeignKey("rom.id"))
    start_at: Mapped[datetime]
    slutt_at: Mapped[datetime]
    form: Mapped[Intervjuform]
    sted: Mapped[str]
    status: Mapped[IntervjuStatus] = mapped_column(default=IntervjuStatus.PLANLAGT)
    fastsatt: Mapped[bool] = mapped_column(default=False)
    innkalt_at: Mapped[datetime | None]
    varslet: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    sekvens: Mapped[int] = mapped_column(default=-1)
    bytter: Mapped[int] = mapped_column(default=0)
    paminnelser: Mapped[list[str]] = mapped_column(default=list)
    avbrutt_at: Mapped[datetime | None]
    ikke_holdt_grunn: Mapped[str] = mapped_column(default="")
    versjon: Mapped[int] = mapped_column()
    soknad: Mapped[Soknad] = relationship()
    panel: Mapped[Panel] = relationship(lazy="joined")
    rom: Mapped[Rom | None] = relationship(lazy="joined")
    plasser: Mapped[list["Panelplass"]] = relationship(
        back_populates="intervju",
        cascade="all, delete-orphan",
        order_by="(Panelplass.leder.desc(), Panelplass.id)",
        lazy="selectin",
    )

    __mapper_args__ = {"version_id_col": versjon}


class Panelplass(Model):
    """A member's seat in one interview; one of them leads."""

    __table_args__ = (UniqueConstraint("intervju_id", "bruker_id"), Index(None, "bruker_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    intervju_id: Mapped[int] = mapped_column(ForeignKey("intervju.id"))
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    leder: Mapped[bool] = mapped_column(default=False)
    intervju: Mapped[Intervju] = relationship(back_populates="plasser")
    bruker: Mapped[Bruker] = relationship(lazy="joined")
