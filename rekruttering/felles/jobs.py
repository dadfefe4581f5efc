"""Background work as rows: queued in the transaction that causes it, done by `flask jobs work`.

A job takes ids, may safely run twice, and reports progress through its `JobContext`. A worker
that dies leaves a row whose heartbeat grows old; the next worker takes it up again.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Index, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from rekruttering.felles import clock, demoklokke
from rekruttering.felles.db import Model, db, flush, may_write, transaction
from rekruttering.felles.errors import DomainError, KonfliktError

log = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=2)
STALE = timedelta(seconds=15)
MAX_ATTEMPTS = 3
PERIOD = timedelta(seconds=20)
_KEY = "rekruttering.jobber"
_PERIODIC = "rekruttering.jevnlig"


class JobbStatus(StrEnum):
    """Life of a job."""

    VENTER = "venter"
    KJORER = "kjorer"
    FERDIG = "ferdig"
    FEILET = "feilet"


class Jobb(Model):
    """One piece of background work."""

    __table_args__ = (Index(None, "status", "klar_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    navn: Mapped[str]
    objekt_id: Mapped[int]
    status: Mapped[JobbStatus] = mapped_column(default=JobbStatus.VENTER)
    opprettet_at: Mapped[datetime]
    klar_at: Mapped[datetime]
    startet_at: Mapped[datetime | None]
    ferdig_at: Mapped[datetime | None]
    hjerteslag_at: Mapped[datetime | None]
    forsok: Mapped[int] = mapped_column(default=0)
    stopp_bedt: Mapped[bool] = mapped_column(default=False)
    fremdrift: Mapped[dict[str, Any]] = mapped_column(default=dict)
    feil: Mapped[str | None]


@dataclass
class JobContext:
    """What a running job may ask and say; safe to call from the solver's threads."""

    jobb_id: int
    _fremdrift: dict[str, Any] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _lost: threading.Event = field(default_factory=threading.Event)

    def report(self, **fremdrift: object) -> None:
        """Keep the newest progress (must fit in JSON); the heartbeat writes it."""
        self._fremdrift = dict(fremdrift)

    def should_stop(self) -> bool:
        """Return whether a person has asked the job to stop."""
        return self._stop.is_set()


JobFunction = Callable[[int, JobContext], None]
PeriodicFunction = Callable[[], None]


def connect(
    app: Flask, functions: Mapping[str, JobFunction], periodic: Sequence[PeriodicFunction] = ()
) -> None:
    """Set the explicit lists of jobs and of what the worker does every `PERIOD`."""
    app.extensions[_KEY] = dict(functions)
    app.extensions[_PERIODIC] = tuple(periodic)


def enqueue(navn: str, objekt_id: int, *, klar_at: datetime | None = None) -> Jobb:
    """Add a job in the present transaction; it starts after the commit, not before `klar_at`."""
    if navn not in current_app.extensions[_KEY]:
        raise LookupError(navn)
    now = clock.real_now()
    jobb = Jobb(navn=navn, objekt_id=objekt_id, opprettet_at=now, klar_at=klar_at or now)
    db.session.add(jobb)
    return jobb


def find_last(navn: str, objekt_id: int) -> Jobb | None:
    """Return the newest job of this name for this object."""
    query = select(Jobb).where(Jobb.navn == navn, Jobb.objekt_id == objekt_id)
    return db.session.scalars(query.order_by(Jobb.id.desc()).limit(1)).first()


def is_over(navn: str, objekt_id: int) -> bool:
    """Return whether no job of this name will work on this object any more."""
    jobb = find_last(navn, objekt_id)
    return jobb is None or jobb.status in (JobbStatus.FEILET, JobbStatus.FERDIG)


def ask_to_stop(navn: str, objekt_id: int) -> None:
    """Ask the newest job of this name for this object, if any, to stop as soon as it can."""
    jobb = find_last(navn, objekt_id)
    if jobb is not None:
        jobb.stopp_bedt = True
        flush()


def work_one(app: Flask, navn: str | None = None, *, uten: Collection[str] = ()) -> bool:
    """Take up the oldest ready or abandoned job and run it; False if none is.

    Only of this name, if one is given, and none of the names in `uten`.
    """
    with app.app_context():
        claimed = _claim(navn, uten)
    if claimed is None:
        return False
    _run(app, *claimed)
    return True


def work(
    app: Flask,
    *,
    pause_s: float = 0.5,
    stop: threading.Event | None = None,
    uten: Collection[str] = (),
) -> None:
    """Work until `stop` is set; jobs of the names in `uten` are left to other workers."""
    stop = stop or threading.Event()
    next_round = clock.real_now()
    while not stop.is_set():
        try:
            if clock.real_now() >= next_round:
                next_round = clock.real_now() + PERIOD
                run_periodic(app)
            if work_one(app, uten=uten):
                continue
        except OperationalError:
            log.exception("databasen svarer ikke, prøver igjen")
        stop.wait(pause_s)


def run_periodic(app: Flask) -> None:
    """Run each periodic function in a transaction of its own; two workers may do so at once."""
    for function in app.extensions[_PERIODIC]:
        try:
            with app.app_context(), transaction():
                demoklokke.load()
                function()
        except KonfliktError:
            log.info("%s: en annen arbeider var først", function.__name__)


def _claim(navn: str | None = None, uten: Collection[str] = ()) -> tuple[int, str, int] | None:
    """Mark one job as ours; the compare-and-swap lets only one of two workers have it."""
    now = clock.real_now()
    ready = or_(
        (Jobb.status == JobbStatus.VENTER) & (Jobb.klar_at <= now),
        (Jobb.status == JobbStatus.KJORER) & (Jobb.hjerteslag_at < now - STALE),
    )
    query = select(Jobb).where(ready).order_by(Jobb.id).limit(1)
    if navn is not None:
        query = query.where(Jobb.navn == navn)
    query = query.where(Jobb.navn.not_in(uten))
    with transaction():
        jobb = db.session.scalars(query).first()
        if jobb is None:
            return None
        if jobb.forsok >= MAX_ATTEMPTS:
            _end(jobb.id, JobbStatus.FEILET, "arbeideren døde hver gang jobben ble forsøkt")
            return None
        mine = db.session.execute(
            update(Jobb)
            .where(Jobb.id == jobb.id, Jobb.status == jobb.status, Jobb.forsok == jobb.forsok)
            .values(
                status=JobbStatus.KJORER, startet_at=now, hjerteslag_at=now, forsok=jobb.forsok + 1
            )
            .execution_options(synchronize_session=False)
        )
        found = (jobb.id, jobb.navn, jobb.objekt_id)
    return found if getattr(mine, "rowcount", 0) == 1 else None


def _run(app: Flask, jobb_id: int, navn: str, objekt_id: int) -> None:
    context = JobContext(jobb_id)
    over = threading.Event()
    pulse = threading.Thread(target=_beat, args=(app, context, over), daemon=True)
    pulse.start()
    status, feil = JobbStatus.FERDIG, None
    token = may_write.set(False)
    try:
        with app.app_context():
            demoklokke.load()
            app.extensions[_KEY][navn](objekt_id, context)
    except DomainError as error:
        status, feil = JobbStatus.FEILET, str(error)
    except Exception as error:
        # The worker outlives any job: the fault is logged whole and stands on the row.
        log.exception("jobb %s %s feilet", navn, objekt_id)
        status, feil = JobbStatus.FEILET, type(error).__name__
    finally:
        may_write.reset(token)
        over.set()
        pulse.join()
    with app.app_context(), transaction():
        _beat_once(context)
        _end(jobb_id, status, feil)


def _end(jobb_id: int, status: JobbStatus, feil: str | None) -> None:
    values = {"status": status, "feil": feil, "ferdig_at": clock.real_now()}
    db.session.execute(update(Jobb).where(Jobb.id == jobb_id).values(**values))


def _beat(app: Flask, context: JobContext, over: threading.Event) -> None:
    """Write heartbeat and progress and read the wish to stop, until the job is over."""
    while not over.wait(0.5):
        try:
            with app.app_context(), transaction():
                _beat_once(context)
        except OperationalError:
            log.warning("jobb %s: hjerteslaget ble ikke skrevet", context.jobb_id)


def _beat_once(context: JobContext) -> None:
    db.session.execute(
        update(Jobb)
        .where(Jobb.id == context.jobb_id)
        .values(hjerteslag_at=clock.real_now(), fremdrift=context._fremdrift)
    )
    if db.session.scalar(select(Jobb.stopp_bedt).where(Jobb.id == context.jobb_id)):
        context._stop.set()


def wait_for_all(app: Flask, navn: str | None = None, *, max_time_s: float = 300) -> int:
    """Run ready jobs (of this name) here until none is left; return how many were run."""
    done, end = 0, time.monotonic() + max_time_s
    while time.monotonic() < end and work_one(app, navn):
        done += 1
    return done
