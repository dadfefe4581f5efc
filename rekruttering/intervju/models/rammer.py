"""The rules of a round's interviews, and where they are held."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.intervju.rules import Intervjuform
from rekruttering.intervju.rules.ramme import Ramme
from rekruttering.utlysning.models import Utlysning


class Intervjuramme(Model):
    """How interviews are held in a round; a round without a row has the defaults.

    `regler` holds the fields of `rules.ramme.Ramme` that differ from its defaults, `reise` the
    minutes between two places as [from, to, minutes], `svarfrist_at` until when applicants answer.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"), unique=True)
    regler: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reise: Mapped[list[Any]] = mapped_column(default=list)
    svarfrist_at: Mapped[datetime | None]
    endret_at: Mapped[datetime]
    versjon: Mapped[int] = mapped_column()
    utlysning: Mapped[Utlysning] = relationship()

    __mapper_args__ = {"version_id_col": versjon}

    @property
    def ramme(self) -> Ramme:
        """The rules as plain values."""
        return Ramme(**self.regler)


class Rom(Model):
    """A room, or a video link; `adresse` is what people are told: the link, or where to go.

    `sted` is the place that travel is reckoned from, empty for video. It is open on weekdays of
    the period from `apner_min` to `stenger_min`, and on the days between the dates where given.
    """

    __table_args__ = (
        UniqueConstraint("utlysning_id", "navn"),
        CheckConstraint("stenger_min > apner_min", name="apent"),
        CheckConstraint("kapasitet BETWEEN 1 AND 100", name="kapasitet"),
        CheckConstraint("(form = 'video') = (sted = '')", name="sted"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    navn: Mapped[str]
    form: Mapped[Intervjuform]
    sted: Mapped[str] = mapped_column(default="")
    adresse: Mapped[str]
    kapasitet: Mapped[int] = mapped_column(default=1)
    trinnfri: Mapped[bool] = mapped_column(default=False)
    apner_min: Mapped[int]
    stenger_min: Mapped[int]
    fra_dato: Mapped[date | None]
    til_dato: Mapped[date | None]
    i_bruk: Mapped[bool] = mapped_column(default=True)
    versjon: Mapped[int] = mapped_column()
    utlysning: Mapped[Utlysning] = relationship()

    __mapper_args__ = {"version_id_col": versjon}
