"""Wait for work in other threads, and ask meanwhile whether it must stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from typing import TypeVar

from matching.felles.progress import Clock

_ASK_EVERY_S = 0.05
T = TypeVar("T")


def wait_for(work: Future[T], clock: Clock, stop: Callable[[], None]) -> T:
    """Return the result of the work, which is told to `stop` once the clock says so.

    The caller of the run is asked in the thread that waits, never in another.
    """
    while True:
        try:
            return work.result(_ASK_EVERY_S)
        except StillRunning:
            if work.done():
                raise
            if clock.must_stop():
                stop()
