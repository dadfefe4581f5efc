"""Background work: a replay, and the end of those that no worker will finish."""

from typing import Any

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.jobs import JobContext
from rekruttering.felles.prosess import persist
from rekruttering.tildeling import prosess
from rekruttering.vedtakspakke import service
from rekruttering.vedtakspakke.gjenskap import Json, gjenskap


def gjenskap_pakke(gjenskaping_id: int, context: JobContext) -> None:
    """Replay a pack and keep what came out; taken up again after a crash, it starts over.

    No transaction is open while the solver works: it would keep everyone else from writing.
    """
    with transaction():
        pakke = service.begin(gjenskaping_id)
    if pakke is None:
        return

    def solve(problem: Json, seconds: float, seed: int) -> dict[str, Any]:
        return prosess.find_forslag(
            problem,
            max_time_s=seconds,
            seed=seed,
            on_progress=lambda values: context.report(**values),
            should_stop=context.should_stop,
        )

    resultat = persist(lambda: gjenskap(pakke, solve).to_json())
    with transaction():
        if resultat is None:
            service.fail(gjenskaping_id, now=clock.now())
        else:
            service.finish(gjenskaping_id, resultat, now=clock.now())


def end_abandoned_gjenskapinger() -> None:
    """End replays whose job is over without an answer; the worker asks now and then."""
    service.end_abandoned(now=clock.now())
