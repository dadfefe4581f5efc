"""Background work: the run itself, and the end of runs that no worker will finish."""

from typing import Any

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.jobs import JobContext
from rekruttering.felles.prosess import persist
from rekruttering.tildeling import prosess, service
from rekruttering.tildeling.service.kjoringer import DIED

MAX_POINTS = 120
POINT_EVERY_S = 1.0


class Forlop:
    """How a run goes: passes progress on, and keeps a curve of at most `MAX_POINTS` points."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self.punkter: list[list[float | None]] = []

    def keep(self, snapshot: dict[str, Any]) -> None:
        """Report a snapshot and add it to the curve when it says something new."""
        # The bound on the cost holds at the best coverage; before that there is no comparison.
        point = [snapshot["sekunder"], snapshot["kostnad"], snapshot["nedre_grense"]]
        last = self.punkter[-1] if self.punkter else None
        if last is None or point[1:] != last[1:] or point[0] - (last[0] or 0) >= POINT_EVERY_S:
            self.punkter.append(point)
        if len(self.punkter) > MAX_POINTS:
            self.punkter = [*self.punkter[:-1:2], self.punkter[-1]]
        self._context.report(**snapshot, punkter=self.punkter)


def kjor_tildeling(kjoring_id: int, context: JobContext) -> None:
    """Run the optimiser for one run and store what it finds; may be done again after a crash.

    No transaction is open while the solver works: it would keep everyone else from writing.
    """
    with transaction():
        kjoring = service.begin_kjoring(kjoring_id, now=clock.now())
        if kjoring is None:
            return
        problem, seconds, seed = kjoring.problem, kjoring.maks_sekunder, kjoring.fro
    forlop = Forlop(context)
    forslag = persist(
        lambda: prosess.find_forslag(
            problem,
            max_time_s=float(seconds),
            seed=seed,
            on_progress=forlop.keep,
            should_stop=context.should_stop,
        )
    )
    with transaction():
        if forslag is None:
            service.fail_kjoring(kjoring_id, DIED, now=clock.now())
        else:
            stopped = context.should_stop() and forslag["status"] != "optimal"
            service.finish_kjoring(
                kjoring_id, forslag, forlop.punkter, stopped=stopped, now=clock.now()
            )


def end_abandoned() -> None:
    """End runs whose job is over without an answer; the worker asks now and then."""
    service.end_abandoned(now=clock.now())
