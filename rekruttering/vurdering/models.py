"""Scores alone and together, and outcomes. A score is Udir-internal."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.intervju.models import Intervju
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Kompetanse, Utlysning
from rekruttering.vurdering.rules import Anbefaling, Innstillingsutfall, Mangel, VurderingStatus


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
    """The panel's joint score of one criterion; the members' own scores stay beside it.

    `tidligere` keeps what it was before each change: {"satt_at", "satt_av_id", "poeng",
    "begrunnelse"}.
    """

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
    tidligere: Mapped[list[Any]] = mapped_column(default=list)
    kompetanse: Mapped[Kompetanse] = relationship()


class Panelanbefaling(Model):
    """What the panel recommends of one applicant as a whole, once all criteria have joint scores.

    `tidligere` keeps what it was before each change, as on `Fellesskar`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    intervju_id: Mapped[int] = mapped_column(ForeignKey("intervju.id"), unique=True)
    anbefaling: Mapped[Anbefaling]
    begrunnelse: Mapped[str]
    satt_at: Mapped[datetime]
    satt_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    tidligere: Mapped[list[Any]] = mapped_column(default=list)
    versjon: Mapped[int] = mapped_column()
    intervju: Mapped[Intervju] = relationship()

    __mapper_args__ = {"version_id_col": versjon}


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


class Ovingskasus(Model):
    """The practice applicant of a round: an invented person, described in words.

    It has tables of its own. No ranking, statistic or archive reads them, so it cannot reach one.
    `apnet_at` is when a coordinator opened the comparison before everybody had locked.
    """

    __table_args__ = (CheckConstraint("navn <> ''", name="navn"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"), unique=True)
    navn: Mapped[str]
    tekst_nb: Mapped[str]
    tekst_nn: Mapped[str]
    endret_at: Mapped[datetime]
    apnet_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    utlysning: Mapped[Utlysning] = relationship()

    __mapper_args__ = {"version_id_col": versjon}

    def tekst(self, sprak: str) -> str:
        """Return the description, Markdown, in one language (nb, nn)."""
        return self.tekst_nn if sprak == "nn" else self.tekst_nb


class Ovingsvurdering(Model):
    """One member's scoring of the practice applicant."""

    __table_args__ = (
        UniqueConstraint("ovingskasus_id", "bruker_id"),
        CheckConstraint("status <> 'last' OR last_at IS NOT NULL", name="last_har_tid"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ovingskasus_id: Mapped[int] = mapped_column(ForeignKey("ovingskasus.id"))
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    status: Mapped[VurderingStatus] = mapped_column(default=VurderingStatus.KLADD)
    endret_at: Mapped[datetime]
    last_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    ovingskasus: Mapped[Ovingskasus] = relationship()
    bruker: Mapped[Bruker] = relationship(lazy="joined")
    skarer: Mapped[list["Ovingsskar"]] = relationship(
        back_populates="vurdering",
        cascade="all, delete-orphan",
        order_by="Ovingsskar.kompetanse_id",
    )

    __mapper_args__ = {"version_id_col": versjon}


class Ovingsskar(Model):
    """One member's score of one criterion of the practice applicant."""

    __table_args__ = (
        UniqueConstraint("ovingsvurdering_id", "kompetanse_id"),
        CheckConstraint("poeng BETWEEN 1 AND 5", name="poeng"),
        CheckConstraint("poeng IS NULL OR mangel IS NULL", name="poeng_eller_mangel"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ovingsvurdering_id: Mapped[int] = mapped_column(ForeignKey("ovingsvurdering.id"))
    kompetanse_id: Mapped[int] = mapped_column(ForeignKey("kompetanse.id"))
    poeng: Mapped[int | None]
    mangel: Mapped[Mangel | None]
    begrunnelse: Mapped[str] = mapped_column(default="")
    vurdering: Mapped[Ovingsvurdering] = relationship(back_populates="skarer")
    kompetanse: Mapped[Kompetanse] = relationship()
