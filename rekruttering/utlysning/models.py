"""A round as data: the same code runs every round."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.rules import (
    Engasjementsform,
    Enhet,
    Historikk,
    Ordning,
    Sammensetningsregel,
    UtlysningStatus,
)


def _in(sprak: str, nb: str, nn: str) -> str:
    return nn if sprak == "nn" else nb


class Utlysning(Model):
    """One call. Texts are Markdown, in bokmål and nynorsk."""

    __table_args__ = (
        CheckConstraint("status = 'kladd' OR publisert_at IS NOT NULL", name="publisert_har_tid"),
        CheckConstraint("arsverk_timer > 0", name="arsverk"),
        CheckConstraint("maks_kommuner_per_par BETWEEN 1 AND 12", name="maks_kommuner"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    ordning: Mapped[Ordning]
    status: Mapped[UtlysningStatus] = mapped_column(default=UtlysningStatus.KLADD)
    tittel_nb: Mapped[str]
    tittel_nn: Mapped[str]
    ingress_nb: Mapped[str]
    ingress_nn: Mapped[str]
    tekst_nb: Mapped[str]
    tekst_nn: Mapped[str]
    intervjusted_nb: Mapped[str]
    intervjusted_nn: Mapped[str]
    sammensetning_regel: Mapped[Sammensetningsregel] = mapped_column(
        default=Sammensetningsregel.PAR_EIER_LEDER
    )
    sammensetning_nb: Mapped[str]
    sammensetning_nn: Mapped[str]
    guide_merknad_nb: Mapped[str] = mapped_column(default="")
    guide_merknad_nn: Mapped[str] = mapped_column(default="")
    endret_at: Mapped[datetime]
    publisert_at: Mapped[datetime | None]
    frist_at: Mapped[datetime]
    intervju_fra_dato: Mapped[date | None]
    intervju_til_dato: Mapped[date | None]
    tilbud_innen_dato: Mapped[date | None]
    periode_fra_dato: Mapped[date | None]
    periode_til_dato: Mapped[date | None]
    arsverk_timer: Mapped[int] = mapped_column(default=1680)
    maks_kommuner_per_par: Mapped[int] = mapped_column(default=4)
    vekter: Mapped[dict[str, Any]]
    historikk: Mapped[Historikk] = mapped_column(default=Historikk.UTEN_BETYDNING)
    kontakt_navn: Mapped[str]
    kontakt_epost: Mapped[str]
    kontakt_telefon: Mapped[str]
    versjon: Mapped[int] = mapped_column()
    engasjementer: Mapped[list["Engasjement"]] = relationship(
        order_by="Engasjement.rekkefolge", cascade="all, delete-orphan", lazy="selectin"
    )
    samlinger: Mapped[list["UtlysningSamling"]] = relationship(
        order_by="(UtlysningSamling.fra_dato, UtlysningSamling.id)", cascade="all, delete-orphan"
    )
    kompetanser: Mapped[list["Kompetanse"]] = relationship(
        order_by="Kompetanse.rekkefolge", cascade="all, delete-orphan", back_populates="utlysning"
    )

    __mapper_args__ = {"version_id_col": versjon}

    def tittel(self, sprak: str) -> str:
        """Return the title in one language (nb, nn)."""
        return _in(sprak, self.tittel_nb, self.tittel_nn)

    def ingress(self, sprak: str) -> str:
        """Return the lead paragraph in one language (nb, nn)."""
        return _in(sprak, self.ingress_nb, self.ingress_nn)

    def tekst(self, sprak: str) -> str:
        """Return the text, Markdown, in one language (nb, nn)."""
        return _in(sprak, self.tekst_nb, self.tekst_nn)

    def intervjusted(self, sprak: str) -> str:
        """Return where interviews are held in one language (nb, nn)."""
        return _in(sprak, self.intervjusted_nb, self.intervjusted_nn)

    def sammensetning(self, sprak: str) -> str:
        """Return how pairs are composed in one language (nb, nn)."""
        return _in(sprak, self.sammensetning_nb, self.sammensetning_nn)

    def guide_merknad(self, sprak: str) -> str:
        """Return what stands on top of the interview guide in one language (nb, nn)."""
        return _in(sprak, self.guide_merknad_nb, self.guide_merknad_nn)


class Engasjement(Model):
    """An engagement form of a call with its band; `None` where the call names no figure."""

    __table_args__ = (
        UniqueConstraint("utlysning_id", "form"),
        CheckConstraint("minst IS NULL OR mest IS NULL OR minst <= mest", name="band"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    rekkefolge: Mapped[int]
    form: Mapped[Engasjementsform]
    enhet: Mapped[Enhet]
    minst: Mapped[int | None]
    mest: Mapped[int | None]
    unntak: Mapped[bool] = mapped_column(default=False)
    tekst_nb: Mapped[str]
    tekst_nn: Mapped[str]

    def tekst(self, sprak: str) -> str:
        """Return the description in one language (nb, nn)."""
        return _in(sprak, self.tekst_nb, self.tekst_nn)


class UtlysningSamling(Model):
    """A gathering that the call announces."""

    __table_args__ = (CheckConstraint("til_dato >= fra_dato", name="periode"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    tittel_nb: Mapped[str]
    tittel_nn: Mapped[str]
    fra_dato: Mapped[date]
    til_dato: Mapped[date]
    sted: Mapped[str]

    def tittel(self, sprak: str) -> str:
        """Return the name of the gathering in one language (nb, nn)."""
        return _in(sprak, self.tittel_nb, self.tittel_nn)


class Kompetanse(Model):
    """A criterion of the call: why it counts, what is asked, and what each step sounds like.

    `sporsmal` is a list of {"nb", "nn", "oppfolging": [{"nb", "nn"}]}, `anker` maps the steps
    "1", "3" and "5" to {"nb", "nn"}. `utgatt_at` is when the criterion was taken out of the guide
    for everyone, because its last question was faulty; `utgatt_grunn` says why.
    """

    __table_args__ = (
        UniqueConstraint("utlysning_id", "kode"),
        CheckConstraint("vekt > 0", name="vekt"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    rekkefolge: Mapped[int]
    kode: Mapped[str]
    navn_nb: Mapped[str]
    navn_nn: Mapped[str]
    begrunnelse_nb: Mapped[str]
    begrunnelse_nn: Mapped[str]
    vekt: Mapped[int] = mapped_column(default=1)
    sporsmal: Mapped[list[Any]]
    anker: Mapped[dict[str, Any]]
    utgatt_at: Mapped[datetime | None]
    utgatt_grunn: Mapped[str] = mapped_column(default="")
    utlysning: Mapped[Utlysning] = relationship(back_populates="kompetanser")

    def navn(self, sprak: str) -> str:
        """Return the name of the criterion in one language (nb, nn)."""
        return _in(sprak, self.navn_nb, self.navn_nn)

    def begrunnelse(self, sprak: str) -> str:
        """Return why the criterion counts in one language (nb, nn)."""
        return _in(sprak, self.begrunnelse_nb, self.begrunnelse_nn)


class Guide(Model):
    """A frozen version of the interview guide; rows are never changed.

    `innhold` is every criterion of the version as plain values, in order: {"kode", "vekt",
    "navn", "begrunnelse", "sporsmal", "anker"}. The first version is made when the interviews
    open, the next ones when a question is taken out: `fjernet` is then {"kode", "navn", "tekst"}
    with the texts as {"nb", "nn"}, and `grunn` says why.
    """

    __table_args__ = (
        UniqueConstraint("utlysning_id", "nummer"),
        CheckConstraint("nummer > 0", name="nummer"),
        CheckConstraint("nummer = 1 OR grunn <> ''", name="endring_har_grunn"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    nummer: Mapped[int]
    innhold: Mapped[list[Any]]
    fjernet: Mapped[dict[str, Any]] = mapped_column(default=dict)
    grunn: Mapped[str] = mapped_column(default="")
    laget_at: Mapped[datetime]
    laget_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    laget_av: Mapped[Bruker | None] = relationship()
