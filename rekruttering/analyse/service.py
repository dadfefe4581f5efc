"""Use cases of questions to the engine: ask, answer, stop; nothing here commits."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rekruttering.analyse import adapter, queries
from rekruttering.analyse.models import Analyse
from rekruttering.analyse.rules import AKTIV, MAKS_SEKUNDER, TUNGE, AnalyseStatus
from rekruttering.felles import audit, jobs
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_
from rekruttering.tilgang.models import Bruker

JOB = "regn_analyse"
JOB_TUNG = "regn_analyse_tung"
DIED = N_("Beregningen stanset uventet tre ganger og ble avsluttet. Spør på nytt.")
ABANDONED = N_("Bakgrunnsarbeidet stanset, og beregningen ble avsluttet. Spør på nytt.")


@dataclass(frozen=True)
class Bestilling:
    """One question: a type of `adapter.TYPER`, what it asks about, the problem and the plan.

    `problem` and `forslag` are JSON values in the engine's formats.
    """

    utlysning_id: int
    type: str
    problem: Mapping[str, Any]
    forslag: Mapping[str, Any] | None = None
    parametre: Mapping[str, Any] = field(default_factory=dict)
    tildeling_id: int | None = None
    maks_sekunder: int = MAKS_SEKUNDER

    @property
    def nokkel(self) -> str:
        """The fingerprint: equal for the same question about the same problem and plan."""
        # How a plan came about does not change the answer.
        plan = {k: v for k, v in (self.forslag or {}).items() if k in ("par", "udekket")}
        parts = [self.type, self.tildeling_id, self.parametre, self.problem, plan]
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def job_of(type: str) -> str:
    """Return the job that answers a type of question; some workers leave the long ones alone."""
    return JOB_TUNG if type in TUNGE else JOB


def ask(bestilling: Bestilling, *, bruker: Bruker | None, now: datetime) -> Analyse:
    """Return the question as a row, a new one unless it is asked or answered already.

    A job works it out after the commit.  `bruker=None`: the system asks by itself.

    Raises:
        KonfliktError: somebody asked the same at the same moment; ask again.
        LookupError: there is no such type.
    """
    if bestilling.type not in adapter.TYPER:
        raise LookupError(bestilling.type)
    known = queries.find_by_nokkel(bestilling.nokkel)
    if known is not None:
        return known
    analyse = Analyse(
        utlysning_id=bestilling.utlysning_id,
        tildeling_id=bestilling.tildeling_id,
        type=bestilling.type,
        nokkel=bestilling.nokkel,
        parametre=dict(bestilling.parametre),
        problem=dict(bestilling.problem),
        forslag=None if bestilling.forslag is None else dict(bestilling.forslag),
        maks_sekunder=bestilling.maks_sekunder,
        bedt_av_id=bruker.id if bruker else None,
        bedt_at=now,
    )
    db.session.add(analyse)
    flush()
    jobs.enqueue(job_of(analyse.type), analyse.id)
    audit.record("analyse_bestilt", analyse, bruker=bruker, type=bestilling.type)
    return analyse


def begin(id: int) -> Analyse | None:
    """Return the question for a worker to answer, or None when it is over; may be called again."""
    analyse = queries.lock_analyse(id)
    if analyse.status not in AKTIV:
        return None
    analyse.status = AnalyseStatus.REGNER
    flush()
    return analyse


def finish(id: int, svar: Mapping[str, Any], *, stopped: bool, now: datetime) -> None:
    """Keep an answer; a question that is over stays so."""
    analyse = queries.lock_analyse(id)
    if analyse.status not in AKTIV:
        return
    analyse.svar = dict(svar)
    _end(analyse, AnalyseStatus.STOPPET if stopped else AnalyseStatus.FERDIG, now)


def fail(id: int, tekst: str, *, now: datetime) -> None:
    """End a question without an answer, with the reason as a sentence."""
    analyse = queries.lock_analyse(id)
    if analyse.status in AKTIV:
        _end(analyse, AnalyseStatus.FEILET, now, tekst)


def stop(id: int, *, bruker: Bruker | None, now: datetime) -> None:
    """Stop a question: one that waits ends at once, one that is worked on says what it has."""
    analyse = queries.lock_analyse(id)
    if analyse.status not in AKTIV:
        return
    audit.record("analyse_stoppet", analyse, bruker=bruker)
    if analyse.status is AnalyseStatus.VENTER:
        _end(analyse, AnalyseStatus.STOPPET, now)
    jobs.ask_to_stop(job_of(analyse.type), analyse.id)


def end_abandoned(*, now: datetime) -> int:
    """End the questions that no worker will answer, and return how many there were."""
    ended = 0
    for analyse in queries.list_aktive():
        if jobs.is_over(job_of(analyse.type), analyse.id):
            fail(analyse.id, ABANDONED, now=now)
            ended += 1
    return ended


def _end(analyse: Analyse, status: AnalyseStatus, now: datetime, feil: str = "") -> None:
    analyse.status, analyse.ferdig_at, analyse.feil = status, now, feil
    flush()
