"""Background work: the answers of a round asked for anew once a day, when something has changed."""

from datetime import timedelta

from rekruttering.felles import clock, jobs
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import NotFoundError
from rekruttering.felles.jobs import JobContext
from rekruttering.kapasitet import queries, service
from rekruttering.utlysning.queries import get_utlysning

JOB = "oppdater_kapasitet"
HVER = timedelta(hours=24)
# What people wait for goes first when a worker starts.
UTSATT = timedelta(minutes=15)


def oppdater_kapasitet(utlysning_id: int, _context: JobContext) -> None:
    """Ask anew what has changed; the same question again costs nothing."""
    with transaction():
        try:
            utlysning = get_utlysning(utlysning_id)
        except NotFoundError:
            return
        service.refresh(utlysning, now=clock.now())


def order_refresh() -> None:
    """Queue the day's refresh of each round where applicants come and go; the worker asks often."""
    now = clock.real_now()
    for utlysning in queries.list_aktuelle():
        last = jobs.find_last(JOB, utlysning.id)
        if last is None or last.opprettet_at <= now - HVER:
            jobs.enqueue(JOB, utlysning.id, klar_at=now + UTSATT)
