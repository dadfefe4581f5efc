"""Questions to the engine, and its answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rekruttering.analyse.rules import AnalyseStatus
from rekruttering.felles.db import Model
from rekruttering.tildeling.models import Tildeling
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning

_LASTS = text("status IN ('venter', 'regner', 'ferdig')")


class Analyse(Model):
    """One question about a problem and, as a rule, a plan for it; nobody is named in it.

    `type` is a key of `adapter.TYPER`, `parametre` what it asks about, `nokkel` the fingerprint of
    question, problem and plan.  `svar` has sentences under `nb` and `nn`, with places such as
    `{V12}` that `visning.fill` fills, and the same as data.
    """

    __table_args__ = (
        # Two who ask the same at once are given one answer.
        Index(
            "uq_analyse_nokkel",
            "nokkel",
            unique=True,
            sqlite_where=_LASTS,
            postgresql_where=_LASTS,
        ),
        CheckConstraint("maks_sekunder > 0", name="maks_sekunder"),
        CheckConstraint("status <> 'ferdig' OR svar IS NOT NULL", name="ferdig_har_svar"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    utlysning_id: Mapped[int] = mapped_column(ForeignKey("utlysning.id"), index=True)
    tildeling_id: Mapped[int | None] = mapped_column(ForeignKey("tildeling.id"), index=True)
    type: Mapped[str]
    nokkel: Mapped[str]
    parametre: Mapped[dict[str, Any]]
    problem: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    forslag: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    maks_sekunder: Mapped[int]
    status: Mapped[AnalyseStatus] = mapped_column(default=AnalyseStatus.VENTER)
    svar: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    feil: Mapped[str] = mapped_column(default="")
    bedt_av_id: Mapped[int | None] = mapped_column(ForeignKey("bruker.id"))
    bedt_at: Mapped[datetime]
    ferdig_at: Mapped[datetime | None]
    utlysning: Mapped[Utlysning] = relationship()
    tildeling: Mapped[Tildeling | None] = relationship()
    bedt_av: Mapped[Bruker | None] = relationship()
