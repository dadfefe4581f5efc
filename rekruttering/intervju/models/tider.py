"""When people can and cannot, and what they need."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.intervju.rules.tider import Medlemsrolle, Moteform
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import Sprak
from rekruttering.tilgang.models import Bruker


class Intervjusvar(Model):
    """What an applicant answered about the interview; `svart_at` is empty until then.

    `tider` maps spans (`rules.tider.Spenn.nokkel`) to «kan» or «helst»; a span that is not there
    does not suit. `steder` are the places where the applicant can meet, empty for any.
    """

    __table_args__ = (
        CheckConstraint("svart_at IS NULL OR moteform IS NOT NULL", name="svar_har_form"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"), unique=True)
    tider: Mapped[dict[str, Any]] = mapped_column(default=dict)
    moteform: Mapped[Moteform | None]
    steder: Mapped[list[str]] = mapped_column(default=list)
    sprak: Mapped[Sprak | None]
    merknad: Mapped[str] = mapped_column(default="")
    bedt_at: Mapped[datetime | None]
    svart_at: Mapped[datetime | None]
    svart_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    passer_ikke_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    soknad: Mapped[Soknad] = relationship()

    __mapper_args__ = {"version_id_col": versjon}


class Tilrettelegging(Model):
    """What an applicant needs to take part on equal terms; seen by coordinators only.

    It is removed when the round is over.
    """

    __table_args__ = (CheckConstraint("ekstra_min BETWEEN 0 AND 120", name="ekstra"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"), unique=True)
    ekstra_min: Mapped[int] = mapped_column(default=0)
    tolk: Mapped[bool] = mapped_column(default=False)
    trinnfri: Mapped[bool] = mapped_column(default=False)
    tekst: Mapped[str] = mapped_column(default="")
    soknad: Mapped[Soknad] = relationship()


class Rundemedlem(Model):
    """A panel member's part in a round: what one may do, where, and when one cannot.

    `opptatt` are spans ticked in the grid, `fil_opptatt` busy times from a calendar file and
    `fravar` absences that a coordinator has noted, both as [from, to] in ISO 8601 UTC. A calendar's
    titles are never kept. `rolle` None follows from the panels.
    """

    __table_args__ = (
        UniqueConstraint("utlysning_id", "bruker_id"),
        CheckConstraint("maks_per_dag BETWEEN 1 AND 20", name="maks_per_dag"),
        CheckConstraint("maks_dager BETWEEN 1 AND 100", name="maks_dager"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    rolle: Mapped[Medlemsrolle | None]
    samiske_sprak: Mapped[list[str]] = mapped_column(default=list)
    steder: Mapped[list[str]] = mapped_column(default=list)
    maks_per_dag: Mapped[int | None]
    maks_dager: Mapped[int | None]
    opptatt: Mapped[list[str]] = mapped_column(default=list)
    fil_opptatt: Mapped[list[Any]] = mapped_column(default=list)
    fil_at: Mapped[datetime | None]
    fravar: Mapped[list[Any]] = mapped_column(default=list)
    svart_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    bruker: Mapped[Bruker] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": versjon}
