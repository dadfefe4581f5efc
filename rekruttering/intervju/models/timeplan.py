"""Runs that compute a timetable."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.felles.db import Model
from rekruttering.intervju.rules.timeplan import TimeplanStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning

_RUNNING = text("status IN ('venter', 'kjorer')")


class Timeplan(Model):
    """One run of the timetable's optimiser: the problem as it was, and the plan that came out.

    It has no effect before a coordinator takes it into use. `forklaringer` say in words why each
    applicant without a time has none: {"soknad_id", "nb": [...], "nn": [...]}.
    """

    __table_args__ = (
        # Two coordinators who press the button at once start one run.
        Index(
            "uq_timeplan_en_om_gangen",
            "utlysning_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        CheckConstraint("maks_sekunder > 0", name="maks_sekunder"),
        CheckConstraint(
            "status NOT IN ('ferdig', 'stoppet', 'feilet', 'brukt') OR ferdig_at IS NOT NULL",
            name="ferdig_har_tid",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"))
    status: Mapped[TimeplanStatus] = mapped_column(default=TimeplanStatus.VENTER)
    startet_av_id: Mapped[int] = mapped_column(ForeignKey("bruker.id"))
    opprettet_at: Mapped[datetime]
    startet_at: Mapped[datetime | None]
    ferdig_at: Mapped[datetime | None]
    brukt_at: Mapped[datetime | None]
    arsak: Mapped[str] = mapped_column(default="")
    problem: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    forslag: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    plassert: Mapped[int | None]
    uplassert: Mapped[int | None]
    forklaringer: Mapped[list[Any]] = mapped_column(default=list)
    fro: Mapped[int]
    maks_sekunder: Mapped[int]
    feil: Mapped[str] = mapped_column(default="")
    utlysning: Mapped[Utlysning] = relationship()
    startet_av: Mapped[Bruker] = relationship()
