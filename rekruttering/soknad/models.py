"""Applications and what belongs to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship, validates

from rekruttering.felles.db import Model
from rekruttering.kommune.models import Kommune
from rekruttering.soknad.rules import (
    AnnenBakgrunn,
    Bakgrunn,
    Niva,
    SoknadStatus,
    Sprak,
    Tilknytningsgrunn,
    sort_key,
)
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Engasjementsform


class Soknad(Model):
    """One person's application to one utlysning; fields are empty until their section is saved.

    `minst` and `mest` are per cent (frikjøp) or hours (konsulent), `maks_reise_km` one way.
    A draft may be wrong: what is complete is decided when it is sent. `ferdige` lists the sections
    that were saved complete, `seksjonsversjoner` counts the savings of each section (two tabs),
    and `skrevet` keeps a section as it was typed while some of it cannot be stored as an answer.
    `sortert_status` is the outcome of the first sorting, `meldt_status` the decision that the
    applicant was last told, `varsler` the reminders sent.
    """

    __table_args__ = (
        UniqueConstraint("utlysning_id", "soker_id"),
        CheckConstraint("status = 'kladd' OR sendt_at IS NOT NULL", name="sendt_har_tid"),
        CheckConstraint(
            "status = 'kladd' OR minst IS NULL OR mest IS NULL OR minst <= mest", name="band"
        ),
        Index(None, "utlysning_id", "status"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    soker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    status: Mapped[SoknadStatus] = mapped_column(default=SoknadStatus.KLADD)
    opprettet_at: Mapped[datetime]
    endret_at: Mapped[datetime]
    sendt_at: Mapped[datetime | None]
    avgjort_at: Mapped[datetime | None]
    avgjort_begrunnelse: Mapped[str] = mapped_column(default="")
    avgjort_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    sortert_status: Mapped[SoknadStatus | None]
    meldt_status: Mapped[SoknadStatus | None]
    meldt_at: Mapped[datetime | None]
    ferdige: Mapped[list[str]] = mapped_column(default=list)
    seksjonsversjoner: Mapped[dict[str, Any]] = mapped_column(default=dict)
    skrevet: Mapped[dict[str, Any]] = mapped_column(default=dict)
    varsler: Mapped[list[str]] = mapped_column(default=list)

    navn: Mapped[str] = mapped_column(default="")
    navn_nokkel: Mapped[str] = mapped_column(default="")
    telefon: Mapped[str] = mapped_column(default="")
    bosted_kommune_id: Mapped[int | None] = mapped_column(ForeignKey("kommune.id"))
    korrespondanse: Mapped[Malform | None]
    arbeidsgiver: Mapped[str] = mapped_column(default="")
    arbeidsgiver_nokkel: Mapped[str] = mapped_column(default="")
    arbeidsgiver_kommune_id: Mapped[int | None] = mapped_column(ForeignKey("kommune.id"))
    stilling: Mapped[str] = mapped_column(default="")
    bakgrunn: Mapped[Bakgrunn | None]
    annen_bakgrunn: Mapped[AnnenBakgrunn | None]
    year_skoleeier: Mapped[int | None]
    year_skoleleder: Mapped[int | None]
    year_annen: Mapped[int | None]
    formell_kompetanse: Mapped[str] = mapped_column(default="")
    erfaring: Mapped[str] = mapped_column(default="")
    fagomrader: Mapped[list[str]] = mapped_column(default=list)
    form: Mapped[Engasjementsform | None]
    minst: Mapped[int | None]
    mest: Mapped[int | None]
    onskede_fylker: Mapped[list[str]] = mapped_column(default=list)
    uaktuelle_fylker: Mapped[list[str]] = mapped_column(default=list)
    maks_reise_km: Mapped[int | None]
    ingen_tilknytning: Mapped[bool | None]
    tilknytning_personer: Mapped[str] = mapped_column(default="")
    makker_ja: Mapped[str] = mapped_column(default="")
    makker_nei: Mapped[str] = mapped_column(default="")
    motivasjon: Mapped[str] = mapped_column(default="")
    samtykke_at: Mapped[datetime | None]
    versjon: Mapped[int] = mapped_column()

    utlysning: Mapped[Utlysning] = relationship(lazy="joined")
    soker: Mapped[Bruker] = relationship(lazy="joined", foreign_keys=[soker_id])
    avgjort_av: Mapped[Bruker | None] = relationship(foreign_keys=[avgjort_av_id])
    bosted: Mapped[Kommune | None] = relationship(foreign_keys=[bosted_kommune_id])
    arbeidssted: Mapped[Kommune | None] = relationship(foreign_keys=[arbeidsgiver_kommune_id])
    sprak: Mapped[list["Sprakferdighet"]] = relationship(
        cascade="all, delete-orphan", order_by="Sprakferdighet.id"
    )
    tilknytninger: Mapped[list["Tilknytning"]] = relationship(
        cascade="all, delete-orphan", order_by="Tilknytning.id"
    )
    vedlegg: Mapped[list["Vedlegg"]] = relationship(
        cascade="all, delete-orphan", order_by="Vedlegg.id", back_populates="soknad"
    )
    referanser: Mapped[list["Referanse"]] = relationship(
        cascade="all, delete-orphan", order_by="Referanse.id"
    )

    __mapper_args__ = {"version_id_col": versjon}

    @validates("navn", "arbeidsgiver")
    def _keep_nokkel(self, name: str, value: str) -> str:
        setattr(self, f"{name}_nokkel", sort_key(value))
        return value


class Sprakferdighet(Model):
    """How well the applicant speaks and writes one language."""

    __table_args__ = (UniqueConstraint("soknad_id", "sprak"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"))
    sprak: Mapped[Sprak]
    muntlig: Mapped[Niva]
    skriftlig: Mapped[Niva]


class Tilknytning(Model):
    """A tie to a municipality as the applicant states it; the register of habilitet decides."""

    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"))
    kommune_id: Mapped[int] = mapped_column(ForeignKey("kommune.id"))
    grunn: Mapped[Tilknytningsgrunn]
    forklaring: Mapped[str] = mapped_column(default="")
    kommune: Mapped[Kommune] = relationship(lazy="joined")


class Vedlegg(Model):
    """An uploaded PDF; the content is read only when someone opens it."""

    __table_args__ = (CheckConstraint("storrelse > 0", name="storrelse"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"))
    er_cv: Mapped[bool]
    filnavn: Mapped[str]
    storrelse: Mapped[int]
    lastet_opp_at: Mapped[datetime]
    innhold: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    soknad: Mapped[Soknad] = relationship(back_populates="vedlegg")


class Referanse(Model):
    """Someone who may be asked about the applicant."""

    id: Mapped[int] = mapped_column(primary_key=True)
    soknad_id: Mapped[int] = mapped_column(ForeignKey("soknad.id"))
    navn: Mapped[str]
    stilling: Mapped[str]
    virksomhet: Mapped[str]
    telefon: Mapped[str] = mapped_column(default="")
    epost: Mapped[str] = mapped_column(default="")
