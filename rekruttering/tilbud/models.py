"""Offers, agreements and veiledere."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.soknad.models import Soknad
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Engasjementsform, Enhet


class Tilbud(Model):
    """An offer to one applicant, with the second until which it can be answered.

    `svar_begrunnelse` is the applicant's; `begrunnelse` is the coordinator's, for taking the offer
    back or moving the deadline.
    """

    __table_args__ = (
        CheckConstraint("svarfrist_at > sendt_at", name="frist"),
        CheckConstraint(
            "status NOT IN ('takket_ja', 'takket_nei') OR svart_at IS NOT NULL", name="svar_har_tid"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"), unique=True)
    status: Mapped[TilbudStatus] = mapped_column(default=TilbudStatus.SENDT)
    sendt_at: Mapped[datetime]
    sendt_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    svarfrist_at: Mapped[datetime]
    svart_at: Mapped[datetime | None]
    svar_begrunnelse: Mapped[str] = mapped_column(default="")
    begrunnelse: Mapped[str] = mapped_column(default="")
    pamint_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    soknad: Mapped[Soknad] = relationship()
    avtale: Mapped["Avtale | None"] = relationship(back_populates="tilbud")

    __mapper_args__ = {"version_id_col": versjon}


class Avtale(Model):
    """What the veileder signed: form, band as agreed (in `enhet`) and period.

    `tekst` is the whole agreement as it was read when it was signed.
    """

    __table_args__ = (CheckConstraint("minst <= mest", name="band"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    tilbud_id: Mapped[int] = mapped_column(ForeignKey("tilbud.id"), unique=True)
    form: Mapped[Engasjementsform]
    enhet: Mapped[Enhet]
    minst: Mapped[int]
    mest: Mapped[int]
    fra_dato: Mapped[date | None]
    til_dato: Mapped[date | None]
    signert_at: Mapped[datetime]
    signert_navn: Mapped[str]
    tekst: Mapped[str]
    tilbud: Mapped[Tilbud] = relationship(back_populates="avtale")


class Veileder(Model):
    """A person engaged in a round; `timer_minst`-`timer_mest` are whole hours in the period."""

    __table_args__ = (
        UniqueConstraint("utlysning_id", "bruker_id"),
        CheckConstraint("0 <= timer_minst AND timer_minst <= timer_mest", name="timer"),
        CheckConstraint("poeng BETWEEN 0 AND 100", name="poeng"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"), unique=True)
    timer_minst: Mapped[int]
    timer_mest: Mapped[int]
    poeng: Mapped[int]
    sluttet_at: Mapped[datetime | None]
    sluttet_begrunnelse: Mapped[str] = mapped_column(default="")
    utlysning: Mapped[Utlysning] = relationship()
    bruker: Mapped[Bruker] = relationship(lazy="joined")
    soknad: Mapped[Soknad] = relationship()
