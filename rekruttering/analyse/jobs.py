"""Background work: the answer to a question, and the end of those that no worker will answer."""

from rekruttering.analyse import prosess, service
from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.jobs import JobContext
from rekruttering.felles.prosess import persist

# The same question is given the same answer.
SEED = 1


def regn_analyse(analyse_id: int, context: JobContext) -> None:
    """Have a question worked out; taken up again after a crash, it starts over."""
    with transaction():
        analyse = service.begin(analyse_id)
        if analyse is None:
            return
        order = {
            "type": analyse.type,
            "problem": analyse.problem,
            "forslag": analyse.forslag,
            "parametre": analyse.parametre,
            "maks_sekunder": analyse.maks_sekunder,
            "fro": SEED,
        }
    svar = persist(
        lambda: prosess.find_svar(
            order,
            on_progress=lambda values: context.report(**values),
            should_stop=context.should_stop,
        )
    )
    with transaction():
        if svar is None:
            service.fail(analyse_id, service.DIED, now=clock.now())
        else:
            service.finish(analyse_id, svar, stopped=context.should_stop(), now=clock.now())


def end_abandoned_analyser() -> None:
    """End questions whose job is over without an answer; the worker asks now and then."""
    service.end_abandoned(now=clock.now())
