"""Background work: the timetable's run, the end of runs that no worker will finish, reminders."""

from datetime import timedelta

from rekruttering.felles import clock, prosess
from rekruttering.felles.db import transaction
from rekruttering.felles.jobs import JobContext
from rekruttering.felles.mail import enqueue
from rekruttering.intervju import adapter, mail, queries, service
from rekruttering.intervju.service.timeplaner import DIED

# People are reminded of an interview when it is this near.
PAMINNELSE = timedelta(hours=24)


def regn_timeplan(timeplan_id: int, context: JobContext) -> None:
    """Run the optimiser for one timetable and store what it finds; may be done again after a crash.

    No transaction is open while the solver works: it would keep everyone else from writing.
    """
    with transaction():
        timeplan = service.begin_timeplan(timeplan_id, now=clock.now())
        if timeplan is None:
            return
        problem, seconds, seed = timeplan.problem, timeplan.maks_sekunder, timeplan.fro
    svar = prosess.persist(
        lambda: adapter.find_forslag(
            problem,
            max_time_s=float(seconds),
            seed=seed,
            on_progress=lambda values: context.report(**values),
            should_stop=context.should_stop,
        )
    )
    with transaction():
        if svar is None:
            service.fail_timeplan(timeplan_id, DIED, now=clock.now())
        else:
            stopped = context.should_stop() and svar["forslag"]["status"] != "optimal"
            service.finish_timeplan(timeplan_id, svar, stopped=stopped, now=clock.now())


def end_abandoned_timeplaner() -> None:
    """End runs whose job is over without an answer; the worker asks now and then."""
    service.end_abandoned(now=clock.now())


def purge_tilrettelegging() -> None:
    """Remove adjustment needs once their round is over."""
    service.purge_behov()


def remind() -> None:
    """Remind applicants of interviews that are near, from what stands now, and of the question."""
    now = clock.now()
    for intervju in queries.list_paminnes(now, now + PAMINNELSE):
        sent = f"dagen_for-{intervju.sekvens}"
        if sent not in intervju.paminnelser:
            intervju.paminnelser = [*intervju.paminnelser, sent]
            enqueue(mail.paminnelse_epost(intervju))
    service.remind_svar(now=now)
