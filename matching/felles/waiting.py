"""Work in other threads, and ask meanwhile in one's own whether it must stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as StillRunning
from threading import Event
from typing import TypeVar

from matching.felles.progress import Clock

_ASK_EVERY_S = 0.05
S = TypeVar("S")
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


def at_once(
    work: Callable[[S, Clock], T], tasks: Sequence[S], threads: Executor | None, clock: Clock
) -> list[T]:
    """Return what becomes of each task, in their order; with threads all are worked on at once.

    The work asks the clock that it is given, which says what `clock` says.
    """
    if threads is None or len(tasks) == 1:
        return [work(task, clock) for task in tasks]
    halt = Event()
    halted = Clock(None, halt.is_set)
    running = [threads.submit(work, task, halted) for task in tasks]
    return [wait_for(each, clock, halt.set) for each in running]
