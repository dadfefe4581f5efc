"""What happened to a published plan after it was published."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.analyse.models import Analyse
from rekruttering.beredskap.rules import ENDRING, HendelseType, Lukkegrunn
from rekruttering.felles.db import Model
from rekruttering.pulje.models import Puljekommune
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning

_OPEN = text("lukket_at IS NULL")


class Hendelse(Model):
    """Somebody in a published plan left or came, or is supposed to (`tenkt`).

    `tildeling` is the plan in force, `endring` the points for each municipality that a veileder
    loses.  `minste` and `innhopp` are the two questions to the engine about it; `alternativ` is
    which of their answers `kjoring` makes a plan of.  `opprettet_av` is None where the system
    noticed by itself.
    """

    __table_args__ = (
        # What happens once is one row, also when two notice it at the same moment.
        Index(
            "uq_hendelse_apen_veileder",
            "utlysning_id",
            "veileder_id",
            "tenkt",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "uq_hendelse_apen_kommune",
            "utlysning_id",
            "puljekommune_id",
            "tenkt",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint("(veileder_id IS NULL) <> (puljekommune_id IS NULL)", name="gjelder_en"),
        CheckConstraint("(lukket_at IS NULL) = (lukket_grunn IS NULL)", name="lukket_har_grunn"),
        CheckConstraint("endring >= 0", name="endring"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    tildeling_id: Mapped[int] = mapped_column(ForeignKey("tildeling.id"), index=True)
    type: Mapped[HendelseType]
    tenkt: Mapped[bool] = mapped_column(default=False)
    veileder_id: Mapped[int | None] = mapped_column(ForeignKey("veileder.id"))
    puljekommune_id: Mapped[int | None] = mapped_column(ForeignKey("puljekommune.id"))
    endring: Mapped[int] = mapped_column(default=ENDRING)
    opprettet_at: Mapped[datetime]
    opprettet_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    minste_id: Mapped[int | None] = mapped_column(ForeignKey("analyse.id"))
    innhopp_id: Mapped[int | None] = mapped_column(ForeignKey("analyse.id"))
    alternativ: Mapped[str] = mapped_column(default="")
    kjoring_id: Mapped[int | None] = mapped_column(ForeignKey("kjoring.id"))
    lukket_at: Mapped[datetime | None]
    lukket_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    lukket_grunn: Mapped[Lukkegrunn | None]
    lukket_begrunnelse: Mapped[str] = mapped_column(default="")
    ny_tildeling_id: Mapped[int | None] = mapped_column(ForeignKey("tildeling.id"))
    versjon: Mapped[int] = mapped_column()
    utlysning: Mapped[Utlysning] = relationship()
    tildeling: Mapped[Tildeling] = relationship(foreign_keys=[tildeling_id])
    veileder: Mapped[Veileder | None] = relationship()
    puljekommune: Mapped[Puljekommune | None] = relationship()
    opprettet_av: Mapped[Bruker | None] = relationship(foreign_keys=[opprettet_av_id])
    minste: Mapped[Analyse | None] = relationship(foreign_keys=[minste_id])
    innhopp: Mapped[Analyse | None] = relationship(foreign_keys=[innhopp_id])
    kjoring: Mapped[Kjoring | None] = relationship()
    lukket_av: Mapped[Bruker | None] = relationship(foreign_keys=[lukket_av_id])
    ny_tildeling: Mapped[Tildeling | None] = relationship(foreign_keys=[ny_tildeling_id])

    __mapper_args__ = {"version_id_col": versjon}

    @property
    def navn(self) -> str:
        """The name of the person or municipality it is about."""
        if self.veileder is not None:
            return self.veileder.soknad.navn
        return self.puljekommune.kommune.navn if self.puljekommune is not None else ""

    @property
    def apen(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.lukket_at is None
