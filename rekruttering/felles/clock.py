"""Time: the only reader of the clock. The demo and the tests move it, nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta())
_frozen: ContextVar[datetime | None] = ContextVar("clock_frozen", default=None)


def now() -> datetime:
    """Return the present moment as aware UTC, in the demo moved to the demo's date."""
    frozen = _frozen.get()
    return frozen if frozen is not None else real_now() + _offset.get()


def real_now() -> datetime:
    """Return the machine's moment, for what security rests on (codes, sessions)."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present date in Oslo."""
    return now().astimezone(OSLO).date()


def move(offset: timedelta) -> None:
    """Let `now` run this much beside the machine's clock in the present context."""
    _offset.set(offset)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold `now` still at this aware moment."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def local(day: date, at: time = time(0)) -> datetime:
    """Return the aware UTC moment of a local date and time in Oslo."""
    return datetime.combine(day, at, OSLO).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the last second of a local date in Oslo, as aware UTC."""
    return local(day, time(23, 59, 59))
