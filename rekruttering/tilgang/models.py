"""Users, what they may do, and their sessions."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.tilgang.rules import Malform, Rolle


class Bruker(Model):
    """A person with an e-mail address; everyone may be a søker, other roles are given."""

    id: Mapped[int] = mapped_column(primary_key=True)
    epost: Mapped[str] = mapped_column(unique=True)
    navn: Mapped[str] = mapped_column(default="")
    telefon: Mapped[str] = mapped_column(default="")
    malform: Mapped[Malform] = mapped_column(default=Malform.NB)
    aktiv: Mapped[bool] = mapped_column(default=True)
    opprettet_at: Mapped[datetime]
    passord_hash: Mapped[str | None]
    totp_hemmelighet: Mapped[str | None]
    totp_sist_brukt: Mapped[int | None]
    rolletildelinger: Mapped[list["Rolletildeling"]] = relationship(
        back_populates="bruker", lazy="selectin", order_by="Rolletildeling.id"
    )

    @property
    def roller(self) -> frozenset[Rolle]:
        """The roles given to this user."""
        return frozenset(tildelt.rolle for tildelt in self.rolletildelinger)

    def har(self, *roller: Rolle) -> bool:
        """Return whether the user has any of these roles."""
        return not self.roller.isdisjoint(roller)

    def omrader(self, rolle: Rolle) -> frozenset[str]:
        """Return the embete codes or kommunenumre for which the user has the role."""
        return frozenset(t.omrade for t in self.rolletildelinger if t.rolle is rolle)


class Rolletildeling(Model):
    """A role given to a user; for statsforvalter and kommunekontakt it holds in one area only."""

    __table_args__ = (UniqueConstraint("bruker_id", "rolle", "omrade"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    rolle: Mapped[Rolle]
    omrade: Mapped[str] = mapped_column(default="")
    bruker: Mapped[Bruker] = relationship(back_populates="rolletildelinger")


class Engangskode(Model):
    """A code sent by e-mail; only its keyed hash is stored."""

    __table_args__ = (Index(None, "epost", "opprettet_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    epost: Mapped[str]
    kode_hash: Mapped[str]
    opprettet_at: Mapped[datetime]
    utloper_at: Mapped[datetime]
    brukt_at: Mapped[datetime | None]
    forsok: Mapped[int] = mapped_column(default=0)


class Innloggingsfeil(Model):
    """A failed staff log-in; many in a short time stop further attempts."""

    __table_args__ = (Index(None, "epost", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    epost: Mapped[str]
    at: Mapped[datetime]


class Sesjon(UserMixin, Model):
    """A log-in; the cookie holds its id, and ending the row ends the session everywhere."""

    id: Mapped[str] = mapped_column(primary_key=True)
    bruker_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    opprettet_at: Mapped[datetime]
    avsluttet_at: Mapped[datetime | None]
    bruker: Mapped[Bruker] = relationship(lazy="joined")
