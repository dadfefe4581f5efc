"""Reference data; a row holds for a period, and the number (not the name) is the key."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.kommune.rules import (
    Endringstype,
    KommuneMalform,
    Listeslag,
    SamiskSprak,
)
from rekruttering.tilgang.models import Bruker

PERIODE = "gyldig_til IS NULL OR gyldig_til >= gyldig_fra"


class Embete(Model):
    """A state county governor's office in a period (before 2021: fylkesmann)."""

    __table_args__ = (
        UniqueConstraint("kode", "gyldig_fra"),
        CheckConstraint(PERIODE, name="periode"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str]
    gyldig_fra: Mapped[date]
    gyldig_til: Mapped[date | None]
    betegnelse_nb: Mapped[str] = mapped_column(default="statsforvalter")
    betegnelse_nn: Mapped[str] = mapped_column(default="statsforvaltar")
    navn_nb: Mapped[str]
    navn_nn: Mapped[str]
    kortnavn_nb: Mapped[str]
    kortnavn_nn: Mapped[str]

    def navn(self, sprak: str) -> str:
        """Return the whole name in one language (nb, nn)."""
        return self.navn_nn if sprak == "nn" else self.navn_nb

    def kortnavn(self, sprak: str) -> str:
        """Return the name without the word for the office in one language (nb, nn)."""
        return self.kortnavn_nn if sprak == "nn" else self.kortnavn_nb


class Fylke(Model):
    """A county in a period; `malform` is the county council's own, where it is known."""

    __table_args__ = (
        UniqueConstraint("fylkesnummer", "gyldig_fra"),
        CheckConstraint(PERIODE, name="periode"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    fylkesnummer: Mapped[str]
    gyldig_fra: Mapped[date]
    gyldig_til: Mapped[date | None]
    navn: Mapped[str]
    navn_nordsamisk: Mapped[str] = mapped_column(default="")
    navn_lulesamisk: Mapped[str] = mapped_column(default="")
    navn_sorsamisk: Mapped[str] = mapped_column(default="")
    navn_kvensk: Mapped[str] = mapped_column(default="")
    embete_kode: Mapped[str]
    malform: Mapped[KommuneMalform | None]
    innbyggere: Mapped[int | None]


class Kommune(Model):
    """A municipality in a period, with its centre (degrees, WGS 84).

    `malform_grunnlag` says what the målform rests on; the sources disagree about some.
    """

    __table_args__ = (
        UniqueConstraint("kommunenummer", "gyldig_fra"),
        CheckConstraint(PERIODE, name="periode"),
        Index(None, "fylkesnummer"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kommunenummer: Mapped[str]
    gyldig_fra: Mapped[date]
    gyldig_til: Mapped[date | None]
    navn: Mapped[str]
    navn_norsk: Mapped[str]
    navn_nordsamisk: Mapped[str]
    navn_lulesamisk: Mapped[str]
    navn_sorsamisk: Mapped[str]
    navn_kvensk: Mapped[str]
    fylkesnummer: Mapped[str]
    embete_kode: Mapped[str]
    administrasjonssenter: Mapped[str]
    breddegrad: Mapped[float]
    lengdegrad: Mapped[float]
    malform: Mapped[KommuneMalform]
    malform_grunnlag: Mapped[str] = mapped_column(default="")
    samisk_sprak: Mapped[SamiskSprak | None]
    samisk_fra: Mapped[date | None]
    innbyggere: Mapped[int | None]
    grunnskoler: Mapped[int | None]


class Kommuneendring(Model):
    """Which municipality became which: a link from an old row's number to a new one's."""

    __table_args__ = (
        UniqueConstraint("gjelder_fra", "fra_nummer", "til_nummer"),
        Index(None, "fra_nummer"),
        Index(None, "til_nummer"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    gjelder_fra: Mapped[date]
    fra_nummer: Mapped[str]
    fra_navn: Mapped[str] = mapped_column(default="")
    til_nummer: Mapped[str]
    til_navn: Mapped[str] = mapped_column(default="")
    type: Mapped[Endringstype] = mapped_column(default=Endringstype.NYTT_NUMMER)


class Listeopplasting(Model):
    """A newer list that an administrator has uploaded: read and checked, stored when confirmed.

    `innhold` is the file as text in the product's own CSV form, whatever was uploaded.
    """

    __table_args__ = (
        CheckConstraint("bekreftet_at IS NULL OR forkastet_at IS NULL", name="ett_utfall"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    lastet_opp_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    lastet_opp_at: Mapped[datetime]
    filnavn: Mapped[str]
    slag: Mapped[Listeslag]
    innhold: Mapped[str]
    bekreftet_at: Mapped[datetime | None]
    forkastet_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()
    lastet_opp_av: Mapped[Bruker] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": versjon}
