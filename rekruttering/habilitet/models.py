"""The register."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.habilitet.rules import Tilstand
from rekruttering.kommune.models import Kommune
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker


class Habilitet(Model):
    """What is known of one person's tie to one applicant or one municipality.

    Kilde: forvaltningsloven § 6; docs/regler.md.
    """

    __table_args__ = (
        UniqueConstraint("bruker_id", "soknad_id"),
        UniqueConstraint("bruker_id", "kommune_id"),
        CheckConstraint("(soknad_id IS NULL) <> (kommune_id IS NULL)", name="en_motpart"),
        CheckConstraint(
            "tilstand NOT IN ('bekreftet', 'avklart') OR avgjort_at IS NOT NULL",
            name="avgjort_har_tid",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    soknad_id: Mapped[int | None] = mapped_column(ForeignKey("soknad.id"))
    kommune_id: Mapped[int | None] = mapped_column(ForeignKey("kommune.id"))
    tilstand: Mapped[Tilstand]
    grunn: Mapped[str] = mapped_column(default="")
    erklart_at: Mapped[datetime]
    erklart_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    avgjort_at: Mapped[datetime | None]
    avgjort_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    begrunnelse: Mapped[str] = mapped_column(default="")
    versjon: Mapped[int] = mapped_column()
    bruker: Mapped[Bruker] = relationship(foreign_keys=[bruker_id])
    avgjort_av: Mapped[Bruker | None] = relationship(foreign_keys=[avgjort_av_id])
    soknad: Mapped[Soknad | None] = relationship()
    kommune: Mapped[Kommune | None] = relationship()
    innsigelser: Mapped[list["Innsigelse"]] = relationship(
        back_populates="habilitet", order_by="Innsigelse.id", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": versjon}


class Innsigelse(Model):
    """Somebody's objection to a person: an applicant's to a panel member, a municipality's to a
    veileder.

    It opens the case of its entry. `svar` is what whoever objected is told once it is decided.
    """

    __table_args__ = (
        UniqueConstraint("habilitet_id", "fra_id"),
        CheckConstraint("tekst <> ''", name="tekst"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    habilitet_id: Mapped[int] = mapped_column(ForeignKey("habilitet.id"))
    fra_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    tekst: Mapped[str]
    sendt_at: Mapped[datetime]
    svar: Mapped[str] = mapped_column(default="")
    besvart_at: Mapped[datetime | None]
    habilitet: Mapped[Habilitet] = relationship(back_populates="innsigelser")
    fra: Mapped[Bruker] = relationship(lazy="joined")
