"""Progress of a run, and the one place that decides when a run must stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What a run is doing; shown to people through the caller's own words."""

    START = "start"
    RELAXATION = "relaxation"
    CUTS = "cuts"
    IMPROVE = "improve"
    ENUMERATE = "enumerate"
    BRANCH = "branch"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """A snapshot of a run.

    `udekket` and `kostnad` belong to the best plan so far and are None before there is one.
    The bounds are valid at every moment.  `elapsed_s` is in seconds.
    """

    phase: Phase
    udekket: int | None
    kostnad: int | None
    nedre_grense_udekket: int
    nedre_grense: int
    elapsed_s: float

    @property
    def gap(self) -> float | None:
        """Return (cost - bound) / cost of the best plan in 0..1, or None before there is a plan."""
        if self.kostnad is None:
            return None
        return (self.kostnad - self.nedre_grense) / self.kostnad if self.kostnad > 0 else 0.0


OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


class Clock:
    """The time limit and the caller's wish to stop, in one question."""

    def __init__(self, max_time_s: float | None, should_stop: ShouldStop | None) -> None:
        """Start counting now; None means no limit and nobody to ask."""
        self._started = time.perf_counter()
        self._max_time_s = max_time_s
        self._should_stop = should_stop
        self._stopped = False

    @property
    def elapsed_s(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self._started

    @property
    def remaining_s(self) -> float:
        """Return the seconds left, never negative; infinite without a limit."""
        if self._max_time_s is None:
            return float("inf")
        return max(0.0, self._max_time_s - self.elapsed_s)

    def must_stop(self) -> bool:
        """Return whether the run must end; once true it stays true."""
        if not self._stopped:
            asked = self._should_stop is not None and self._should_stop()
            self._stopped = asked or self.remaining_s <= 0.0
        return self._stopped


@dataclass(frozen=True, slots=True)
class Steg:
    """How far a run of many steps came: `hva` is the id of what it is busy with."""

    gjort: int
    totalt: int
    hva: str
    elapsed_s: float


OnSteg = Callable[[Steg], None]
