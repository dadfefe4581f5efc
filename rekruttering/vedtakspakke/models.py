"""Decision packs, which never change, and the replays of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.tildeling.models import Tildeling
from rekruttering.tilgang.models import Bruker
from rekruttering.vedtakspakke.rules import GjenskapingStatus

_AKTIV = text("status IN ('venter', 'regner')")


class Vedtakspakke(Model):
    """Everything that an allocation rested on at one moment; a row is never changed.

    `innhold` is the pack as `docs/vedtakspakke.md` describes it, `avtrykk` its SHA-256.
    """

    __table_args__ = (UniqueConstraint("tildeling_id", "avtrykk"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    tildeling_id: Mapped[int] = mapped_column(ForeignKey("tildeling.id"))
    laget_at: Mapped[datetime]
    laget_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    innhold: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    avtrykk: Mapped[str]
    tildeling: Mapped[Tildeling] = relationship()
    laget_av: Mapped[Bruker | None] = relationship()


class Gjenskaping(Model):
    """One replay of a pack; `resultat` is `gjenskap.Resultat` as JSON."""

    __table_args__ = (
        # Two who press the button at once start one.
        Index(
            "uq_gjenskaping_en_om_gangen",
            "pakke_id",
            unique=True,
            sqlite_where=_AKTIV,
            postgresql_where=_AKTIV,
        ),
        CheckConstraint("status <> 'ferdig' OR resultat IS NOT NULL", name="ferdig_har_resultat"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pakke_id: Mapped[int] = mapped_column(ForeignKey("vedtakspakke.id"))
    status: Mapped[GjenskapingStatus] = mapped_column(default=GjenskapingStatus.VENTER)
    bedt_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    bedt_at: Mapped[datetime]
    ferdig_at: Mapped[datetime | None]
    resultat: Mapped[dict[str, Any] | None]
    pakke: Mapped[Vedtakspakke] = relationship()
    bedt_av: Mapped[Bruker] = relationship()


@event.listens_for(Vedtakspakke, "before_update")
@event.listens_for(Vedtakspakke, "before_delete")
def _refuse(_mapper: object, _connection: object, pakke: Vedtakspakke) -> None:
    """Keep a pack as it was made."""
    raise TypeError(f"vedtakspakke {pakke.id} is never changed")
