"""Hearings: what was sent to whom, what they answered, and what was done with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.habilitet.models import Innsigelse
from rekruttering.horing.rules import Behandling, Mottakerslag, choose_melding
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling.models import Tildeling
from rekruttering.tilgang.models import Bruker

_OPEN = text("lukket_at IS NULL")
_ROW = text("puljekommune_id IS NOT NULL AND innsigelse_id IS NULL")
_WHOLE = text("puljekommune_id IS NULL")


class Horing(Model):
    """A proposal sent out for comment until `frist_at`, the last second.

    `plan` is the proposal as it was sent, by ids (`rules.plan.Horingsplan` as JSON).  `lukket_av`
    is the person who closed it before its term; nobody when the clock did.
    """

    __table_args__ = (
        # Two coordinators who send at once send one hearing.
        Index(
            "uq_horing_en_apen",
            "tildeling_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "tildeling_id"),
        CheckConstraint("frist_at > sendt_at", name="frist"),
        CheckConstraint("lukket_av_id IS NULL OR lukket_at IS NOT NULL", name="lukket_har_tid"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    tildeling_id: Mapped[int] = mapped_column(ForeignKey("tildeling.id"))
    sendt_at: Mapped[datetime]
    sendt_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    frist_at: Mapped[datetime]
    melding_nb: Mapped[str] = mapped_column(default="")
    melding_nn: Mapped[str] = mapped_column(default="")
    plan: Mapped[dict[str, Any]]
    lukket_at: Mapped[datetime | None]
    lukket_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    lukket_begrunnelse: Mapped[str] = mapped_column(default="")
    versjon: Mapped[int] = mapped_column()
    tildeling: Mapped[Tildeling] = relationship()
    sendt_av: Mapped[Bruker] = relationship(foreign_keys=[sendt_av_id])
    lukket_av: Mapped[Bruker | None] = relationship(foreign_keys=[lukket_av_id])

    __mapper_args__ = {"version_id_col": versjon}

    def melding(self, sprak: str) -> str:
        """Return the coordinator's own words in one language (nb, nn)."""
        return choose_melding(self.melding_nb, self.melding_nn, sprak)


class Horingsmottaker(Model):
    """Somebody who is heard: an embete, or a municipality of the plan.

    `svart_at` is the last time somebody answered for it; `uten_merknader`: the answer was that
    there is nothing to say.  `varslet_at` is None where nobody could be written to.
    """

    __table_args__ = (
        UniqueConstraint("horing_id", "embete_kode"),
        UniqueConstraint("horing_id", "puljekommune_id"),
        CheckConstraint(
            "(slag = 'statsforvalter') = (embete_kode IS NOT NULL)"
            " AND (slag = 'kommune') = (puljekommune_id IS NOT NULL)",
            name="ett_slag",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    horing_id: Mapped[int] = mapped_column(ForeignKey("horing.id"))
    slag: Mapped[Mottakerslag]
    embete_kode: Mapped[str | None]
    puljekommune_id: Mapped[int | None] = mapped_column(ForeignKey("puljekommune.id"))
    varslet_at: Mapped[datetime | None]
    svart_at: Mapped[datetime | None]
    svart_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    uten_merknader: Mapped[bool] = mapped_column(default=False)
    pamint_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    horing: Mapped[Horing] = relationship()
    puljekommune: Mapped[Puljekommune | None] = relationship()
    svart_av: Mapped[Bruker | None] = relationship()

    __mapper_args__ = {"version_id_col": versjon}


class Horingssvar(Model):
    """A comment on one municipality's row, or on the whole (no `puljekommune`), or an objection.

    An objection (`innsigelse`) is decided in the register of habilitet; `behandling` is what a
    coordinator did with any other.
    """

    __table_args__ = (
        Index(
            "uq_horingssvar_en_per_rad",
            "mottaker_id",
            "puljekommune_id",
            unique=True,
            sqlite_where=_ROW,
            postgresql_where=_ROW,
        ),
        Index(
            "uq_horingssvar_en_samlet",
            "mottaker_id",
            unique=True,
            sqlite_where=_WHOLE,
            postgresql_where=_WHOLE,
        ),
        UniqueConstraint("mottaker_id", "innsigelse_id"),
        Index(None, "puljekommune_id"),
        CheckConstraint("tekst <> ''", name="tekst"),
        CheckConstraint(
            "behandling IS NULL OR (behandlet_at IS NOT NULL AND behandlet_av_id IS NOT NULL)",
            name="behandlet_av_noen",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    mottaker_id: Mapped[int] = mapped_column(ForeignKey("horingsmottaker.id"))
    puljekommune_id: Mapped[int | None] = mapped_column(ForeignKey("puljekommune.id"))
    innsigelse_id: Mapped[int | None] = mapped_column(ForeignKey("innsigelse.id"))
    tekst: Mapped[str]
    svart_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    svart_at: Mapped[datetime]
    behandling: Mapped[Behandling | None]
    behandling_merknad: Mapped[str] = mapped_column(default="")
    behandlet_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    behandlet_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    mottaker: Mapped[Horingsmottaker] = relationship()
    puljekommune: Mapped[Puljekommune | None] = relationship()
    innsigelse: Mapped[Innsigelse | None] = relationship()
    svart_av: Mapped[Bruker] = relationship(foreign_keys=[svart_av_id])
    behandlet_av: Mapped[Bruker | None] = relationship(foreign_keys=[behandlet_av_id])

    __mapper_args__ = {"version_id_col": versjon}

    @property
    def is_handled(self) -> bool:
        """Whether nothing is left to do with it."""
        if self.innsigelse is not None:
            return self.innsigelse.besvart_at is not None
        return self.behandling is not None
