"""A simple even distribution of applicants over panels and times; plain values, no I/O.

It takes the same kind of problem as an optimiser will: who must be placed, panels with members,
ties, what is taken, and the window. It places each in turn, so it promises no best plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from rekruttering.felles import clock
from rekruttering.intervju.rules import MAKS_PER_DAG, PAUSE, VARIGHET

# Five interviews with ten minutes between them and a lunch; local time.
TIDER = (time(9), time(10, 10), time(11, 20), time(13), time(14, 10))
FREDAG = 4


@dataclass(frozen=True)
class Panelplass:
    """A panel and who sits in it."""

    panel_id: int
    medlem_ids: frozenset[int]


@dataclass(frozen=True)
class Booking:
    """A time at which a panel is busy, or some of a panel's members elsewhere."""

    panel_id: int
    medlem_ids: frozenset[int]
    start_at: datetime


@dataclass(frozen=True)
class Fordeling:
    """One applicant placed before one panel."""

    soknad_id: int
    panel_id: int
    start_at: datetime


class Arsak(StrEnum):
    """Why an applicant could not be placed."""

    INHABIL = "inhabil"
    FULLT = "fullt"


def slots(fra: date, til: date) -> Iterator[datetime]:
    """Yield the times of a window, weekdays only, first to last (both days included)."""
    for day in range((til - fra).days + 1):
        dag = fra + timedelta(days=day)
        if dag.weekday() <= FREDAG:
            for tid in TIDER:
                yield clock.local(dag, tid)


def distribute(
    soknad_ids: Sequence[int],
    paneler: Sequence[Panelplass],
    sperret: frozenset[tuple[int, int]],
    opptatt: Sequence[Booking],
    tider: Sequence[datetime],
) -> tuple[list[Fordeling], dict[int, Arsak]]:
    """Return a place for each applicant in the order given, and why the others have none.

    `sperret` holds (bruker_id, soknad_id) of members with a tie. Each goes to the panel with the
    fewest interviews that is clear, at its first free time.
    """
    bookings = list(opptatt)
    plan: list[Fordeling] = []
    uten: dict[int, Arsak] = {}
    for soknad_id in soknad_ids:
        mulige = [
            panel
            for panel in paneler
            if not any((medlem, soknad_id) in sperret for medlem in panel.medlem_ids)
        ]
        valg = _choose(mulige, bookings, tider)
        if valg is None:
            uten[soknad_id] = Arsak.FULLT if mulige else Arsak.INHABIL
            continue
        panel, start_at = valg
        bookings.append(Booking(panel.panel_id, panel.medlem_ids, start_at))
        plan.append(Fordeling(soknad_id, panel.panel_id, start_at))
    return plan, uten


def _choose(
    paneler: Sequence[Panelplass], bookings: Sequence[Booking], tider: Sequence[datetime]
) -> tuple[Panelplass, datetime] | None:
    """Return the least used panel that has a free time, and the first such time."""
    load = {p.panel_id: sum(b.panel_id == p.panel_id for b in bookings) for p in paneler}
    for panel in sorted(paneler, key=lambda p: (load[p.panel_id], p.panel_id)):
        for start_at in tider:
            if _is_free(panel, start_at, bookings):
                return panel, start_at
    return None


def _is_free(panel: Panelplass, start_at: datetime, bookings: Sequence[Booking]) -> bool:
    same_day = 0
    for booking in bookings:
        if booking.panel_id == panel.panel_id:
            same_day += _day(booking.start_at) == _day(start_at)
        elif not booking.medlem_ids & panel.medlem_ids:
            continue
        if abs(booking.start_at - start_at) < VARIGHET + PAUSE:
            return False
    return same_day < MAKS_PER_DAG


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.OSLO).date()
