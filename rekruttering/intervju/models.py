"""Panels, interviews and scores. A score is Udir-internal."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.intervju.rules import (
    Innstillingsutfall,
    Intervjuform,
    IntervjuStatus,
    Mangel,
    VurderingStatus,
)
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Kompetanse, Utlysning


class Panel(Model):
    """A named group of members of a round; one of them leads."""

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
    """A member's place in a panel."""

    __table_args__ = (UniqueConstraint("panel_id", "bruker_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    leder: Mapped[bool] = mapped_column(default=False)
    panel: Mapped[Panel] = relationship(back_populates="medlemmer")
    bruker: Mapped[Bruker] = relationship(lazy="joined")


class Intervju(Model):
    """One applicant before one panel.

    `sted` is the video link or the place. `innkalt_at` is empty until the applicant has been told
    of the time as it now is. `ikke_holdt_grunn` says why it was not held or was cancelled.
    """

    __table_args__ = (CheckConstraint("slutt_at > start_at", name="tid"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"), unique=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    start_at: Mapped[datetime]
    slutt_at: Mapped[datetime]
    form: Mapped[Intervjuform]
    sted: Mapped[str]
    status: Mapped[IntervjuStatus] = mapped_column(default=IntervjuStatus.PLANLAGT)
    innkalt_at: Mapped[datetime | None]
    ikke_holdt_grunn: Mapped[str] = mapped_column(default="")
    versjon: Mapped[int] = mapped_column()
    soknad: Mapped[Soknad] = relationship()
    panel: Mapped[Panel] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": versjon}


class Vurdering(Model):
    """One member's own scoring of one applicant.

    `tidligere` keeps the scores as they were locked before each reopening: a list of {"last_at",
    "grunn", "skarer": [{"kompetanse_id", "poeng", "mangel", "svar", "begrunnelse"}]}.
    """

    __table_args__ = (
        UniqueConstraint("intervju_id", "bruker_id"),
        CheckConstraint("status <> 'last' OR last_at IS NOT NULL", name="last_har_tid"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    intervju_id: Mapped[int] = mapped_column(ForeignKey("intervju.id"))
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    status: Mapped[VurderingStatus] = mapped_column(default=VurderingStatus.KLADD)
    endret_at: Mapped[datetime]
    last_at: Mapped[datetime | None]
    gjenapnet_grunn: Mapped[str] = mapped_column(default="")
    tidligere: Mapped[list[Any]] = mapped_column(default=list)
    versjon: Mapped[int] = mapped_column()
    intervju: Mapped[Intervju] = relationship()
    bruker: Mapped[Bruker] = relationship(lazy="joined")
    skarer: Mapped[list["Skar"]] = relationship(
        back_populates="vurdering", cascade="all, delete-orphan", order_by="Skar.kompetanse_id"
    )

    __mapper_args__ = {"version_id_col": versjon}


class Skar(Model):
    """One member's score of one criterion: 1-5, or the kind of reason why there is none.

    `svar` is what the applicant said and may be shown to the applicant; `begrunnelse` is the
    assessment and may not.
    """

    __table_args__ = (
        UniqueConstraint("vurdering_id", "kompetanse_id"),
        CheckConstraint("poeng BETWEEN 1 AND 5", name="poeng"),
        CheckConstraint("poeng IS NULL OR mangel IS NULL", name="poeng_eller_mangel"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    vurdering_id: Mapped[int] = mapped_column(ForeignKey("vurdering.id"))
    kompetanse_id: Mapped[int] = mapped_column(ForeignKey("kompetanse.id"))
    poeng: Mapped[int | None]
    mangel: Mapped[Mangel | None]
    svar: Mapped[str] = mapped_column(default="")
    begrunnelse: Mapped[str] = mapped_column(default="")
    vurdering: Mapped[Vurdering] = relationship(back_populates="skarer")
    kompetanse: Mapped[Kompetanse] = relationship()


class Fellesskar(Model):
    """The panel's joint score of one criterion; the members' own scores stay beside it."""

    __table_args__ = (
        UniqueConstraint("intervju_id", "kompetanse_id"),
        CheckConstraint("poeng BETWEEN 1 AND 5", name="poeng"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    intervju_id: Mapped[int] = mapped_column(ForeignKey("intervju.id"))
    kompetanse_id: Mapped[int] = mapped_column(ForeignKey("kompetanse.id"))
    poeng: Mapped[int | None]
    begrunnelse: Mapped[str]
    satt_at: Mapped[datetime]
    satt_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    kompetanse: Mapped[Kompetanse] = relationship()


class Innstilling(Model):
    """The recommendation of one applicant: outcome, 0-100 points, and grounds in words.

    `begrunnelse` is Udir's own; what the applicant is told stands on the application.
    """

    __table_args__ = (CheckConstraint("poeng BETWEEN 0 AND 100", name="poeng"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"), unique=True)
    utfall: Mapped[Innstillingsutfall]
    poeng: Mapped[int]
    begrunnelse: Mapped[str]
    innstilt_at: Mapped[datetime]
    innstilt_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    versjon: Mapped[int] = mapped_column()
    soknad: Mapped[Soknad] = relationship()

    __mapper_args__ = {"version_id_col": versjon}
