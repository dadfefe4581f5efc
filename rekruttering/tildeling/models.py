"""Runs, allocations with their pairs, and what was changed by hand."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.pulje.models import Pulje, Puljekommune
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling.rules import KjoringFormal, KjoringStatus, TildelingStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning

_PUBLISHED = text("status = 'publisert'")
_RUNNING = text("status IN ('venter', 'kjorer') AND formal = 'tildeling'")


class Kjoring(Model):
    """One run of the optimiser: its problem as it was, its settings, and what came out.

    `avtrykk` is the fingerprint of the problem.  `innstillinger` is what differs from the round
    (`service.Valg` as JSON); `fra_tildeling` is the plan that was solved again.  `merknader` is
    what the problem could not take along (`adapter.Merknad` as dicts), `forlop` how the run went:
    [seconds, best cost or None, lower bound].
    """

    __table_args__ = (
        # Two coordinators who press the button at once start one run.
        Index(
            "uq_kjoring_en_om_gangen",
            "utlysning_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        CheckConstraint("maks_sekunder > 0", name="maks_sekunder"),
        CheckConstraint(
            "status NOT IN ('ferdig', 'stoppet', 'feilet') OR ferdig_at IS NOT NULL",
            name="ferdig_har_tid",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    pulje_id: Mapped[int] = mapped_column(ForeignKey("pulje.id"))
    status: Mapped[KjoringStatus] = mapped_column(default=KjoringStatus.VENTER)
    startet_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    opprettet_at: Mapped[datetime]
    startet_at: Mapped[datetime | None]
    ferdig_at: Mapped[datetime | None]
    formal: Mapped[KjoringFormal] = mapped_column(default=KjoringFormal.TILDELING)
    navn: Mapped[str] = mapped_column(default="")
    innstillinger: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fra_tildeling_id: Mapped[int | None] = mapped_column(ForeignKey("tildeling.id", use_alter=True))
    # Long texts that most pages have no use for.
    problem: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    avtrykk: Mapped[str]
    forslag: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    merknader: Mapped[list[Any]] = mapped_column(default=list)
    forlop: Mapped[list[Any]] = mapped_column(default=list)
    fro: Mapped[int]
    maks_sekunder: Mapped[int]
    feil: Mapped[str] = mapped_column(default="")
    utlysning: Mapped[Utlysning] = relationship()
    pulje: Mapped[Pulje] = relationship()
    startet_av: Mapped[Bruker] = relationship()
    tildelinger: Mapped[list["Tildeling"]] = relationship(
        back_populates="kjoring",
        foreign_keys="Tildeling.kjoring_id",
        order_by="Tildeling.id",
    )
    fra_tildeling: Mapped["Tildeling | None"] = relationship(foreign_keys=[fra_tildeling_id])

    @property
    def tildeling(self) -> "Tildeling | None":
        """The allocation that this run proposed; what people copied from it comes after."""
        return self.tildelinger[0] if self.tildelinger else None


class Tildeling(Model):
    """An allocation: what the optimiser proposed, as people have changed it since.

    `laser` are locks for the next run (`rules.plan.Laser` as lists); `steg` is the number of the
    last `Justering` that holds: those above it are undone.
    """

    __table_args__ = (
        Index(
            "uq_tildeling_en_publisert",
            "utlysning_id",
            unique=True,
            sqlite_where=_PUBLISHED,
            postgresql_where=_PUBLISHED,
        ),
        CheckConstraint(
            "status NOT IN ('vedtatt', 'publisert') OR vedtatt_at IS NOT NULL",
            name="vedtatt_har_tid",
        ),
        CheckConstraint(
            "status <> 'publisert' OR publisert_at IS NOT NULL", name="publisert_har_tid"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    kjoring_id: Mapped[int] = mapped_column(ForeignKey("kjoring.id"), index=True)
    kopi_av_id: Mapped[int | None] = mapped_column(ForeignKey("tildeling.id"))
    navn: Mapped[str] = mapped_column(default="")
    laser: Mapped[dict[str, Any]] = mapped_column(default=dict)
    steg: Mapped[int] = mapped_column(default=0)
    status: Mapped[TildelingStatus] = mapped_column(default=TildelingStatus.FORSLAG)
    vedtatt_at: Mapped[datetime | None]
    vedtatt_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    begrunnelse: Mapped[str] = mapped_column(default="")
    publisert_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    utlysning: Mapped[Utlysning] = relationship()
    kjoring: Mapped[Kjoring] = relationship(back_populates="tildelinger", foreign_keys=[kjoring_id])
    vedtatt_av: Mapped[Bruker | None] = relationship()
    lag: Mapped[list["Lag"]] = relationship(
        back_populates="tildeling", cascade="all, delete-orphan", order_by="Lag.id"
    )

    __mapper_args__ = {"version_id_col": versjon}


class Lag(Model):
    """A pair with its municipalities: hours each member spends, and the cost by term.

    `vedtatt_at` is set when a named person has decided on this very pair; `begrunnelse` are that
    person's own words, which a pair that differs from the proposal must have.
    """

    __table_args__ = (
        CheckConstraint("veileder_a_id <> veileder_b_id", name="to_ulike"),
        CheckConstraint("vedtatt_at IS NULL OR vedtatt_av_id IS NOT NULL", name="vedtatt_av_noen"),
        UniqueConstraint("tildeling_id", "veileder_a_id"),
        UniqueConstraint("tildeling_id", "veileder_b_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    tildeling_id: Mapped[int] = mapped_column(ForeignKey("tildeling.id"))
    veileder_a_id: Mapped[int] = mapped_column(ForeignKey("veileder.id"))
    veileder_b_id: Mapped[int] = mapped_column(ForeignKey("veileder.id"))
    timer: Mapped[int]
    kostnad: Mapped[int]
    ledd: Mapped[dict[str, Any]]
    vedtatt_at: Mapped[datetime | None]
    vedtatt_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    begrunnelse: Mapped[str] = mapped_column(default="")
    vedtatt_av: Mapped[Bruker | None] = relationship()
    tildeling: Mapped[Tildeling] = relationship(back_populates="lag")
    veileder_a: Mapped[Veileder] = relationship(foreign_keys=[veileder_a_id])
    veileder_b: Mapped[Veileder] = relationship(foreign_keys=[veileder_b_id])
    plasseringer: Mapped[list["Plassering"]] = relationship(
        cascade="all, delete-orphan", order_by="Plassering.id", back_populates="lag"
    )


class Plassering(Model):
    """A municipality that a pair serves; each at most once in an allocation."""

    __table_args__ = (UniqueConstraint("tildeling_id", "puljekommune_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    tildeling_id: Mapped[int] = mapped_column(ForeignKey("tildeling.id"))
    lag_id: Mapped[int] = mapped_column(ForeignKey("lag.id"))
    puljekommune_id: Mapped[int] = mapped_column(ForeignKey("puljekommune.id"))
    lag: Mapped[Lag] = relationship(back_populates="plasseringer")
    puljekommune: Mapped[Puljekommune] = relationship()


class Utelatelse(Model):
    """Why a municipality that the proposal gave a pair has none in the plan, in a person's words.

    It speaks only while the municipality has no pair.
    """

    __table_args__ = (
        UniqueConstraint("tildeling_id", "puljekommune_id"),
        CheckConstraint("begrunnelse <> ''", name="begrunnelse"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    tildeling_id: Mapped[int] = mapped_column(ForeignKey("tildeling.id"))
    puljekommune_id: Mapped[int] = mapped_column(ForeignKey("puljekommune.id"))
    begrunnelse: Mapped[str]
    vedtatt_at: Mapped[datetime]
    vedtatt_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    vedtatt_av: Mapped[Bruker] = relationship()


class Justering(Model):
    """One thing done to an allocation by hand, numbered from 1; undone when above its `steg`.

    `handling` is `rules.plan.Handling`, `differanse` what it took out and put in, both as JSON.
    """

    __table_args__ = (UniqueConstraint("tildeling_id", "nr"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    tildeling_id: Mapped[int] = mapped_column(ForeignKey("tildeling.id"))
    nr: Mapped[int]
    handling: Mapped[dict[str, Any]]
    differanse: Mapped[dict[str, Any]]
    gjort_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    gjort_at: Mapped[datetime]
    gjort_av: Mapped[Bruker] = relationship()
