"""Draws and the municipalities they picked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.kommune.models import Kommune
from rekruttering.kommune.rules import KommuneMalform, SamiskSprak
from rekruttering.pulje.rules import Grunnlag, PuljekommuneStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning


class Pulje(Model):
    """One draw; a round allocates veiledere to one pulje."""

    __table_args__ = (
        CheckConstraint("innsats_til_dato > innsats_fra_dato", name="periode"),
        CheckConstraint("trukket_dato <= innsats_fra_dato", name="trukket_for"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int | None] = mapped_column(ForeignKey("utlysning.id"), unique=True)
    navn: Mapped[str]
    trukket_dato: Mapped[date]
    innsats_fra_dato: Mapped[date]
    innsats_til_dato: Mapped[date]
    utlysning: Mapped[Utlysning | None] = relationship()
    kommuner: Mapped[list["Puljekommune"]] = relationship(
        back_populates="pulje", order_by="Puljekommune.id"
    )


class Puljekommune(Model):
    """An identified municipality: its need (whole hours in the period), languages and contact."""

    __table_args__ = (
        UniqueConstraint("pulje_id", "kommune_id"),
        CheckConstraint("timer BETWEEN 1 AND 2000", name="timer"),
        CheckConstraint(
            "status NOT IN ('takket_ja', 'takket_nei') OR svart_at IS NOT NULL", name="svar_har_tid"
        ),
        Index(None, "kommune_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pulje_id: Mapped[int] = mapped_column(ForeignKey("pulje.id"))
    kommune_id: Mapped[int] = mapped_column(ForeignKey("kommune.id"))
    status: Mapped[PuljekommuneStatus] = mapped_column(default=PuljekommuneStatus.IDENTIFISERT)
    grunnlag: Mapped[Grunnlag]
    timer: Mapped[int]
    malform: Mapped[KommuneMalform]
    samisk_sprak: Mapped[SamiskSprak | None]
    fagomrader: Mapped[list[str]]
    behov: Mapped[str] = mapped_column(default="")
    kontakt_navn: Mapped[str]
    kontakt_epost: Mapped[str]
    kontakt_telefon: Mapped[str] = mapped_column(default="")
    varslet_at: Mapped[datetime | None]
    svart_at: Mapped[datetime | None]
    svar_begrunnelse: Mapped[str] = mapped_column(default="")
    versjon: Mapped[int] = mapped_column()
    pulje: Mapped[Pulje] = relationship(back_populates="kommuner")
    kommune: Mapped[Kommune] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": versjon}


class Kommuneopplasting(Model):
    """A file that was read without faults and waits for a person's yes.

    `rader` are the rows as `service.Forslagsrad` wrote them; `lagret_at` is set when they were
    stored, so that a second yes changes nothing.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    pulje_id: Mapped[int] = mapped_column(ForeignKey("pulje.id"))
    lastet_opp_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    filnavn: Mapped[str]
    rader: Mapped[list[Any]]
    opprettet_at: Mapped[datetime]
    lagret_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    pulje: Mapped[Pulje] = relationship()
    lastet_opp_av: Mapped[Bruker] = relationship()

    __mapper_args__ = {"version_id_col": versjon}
