"""What the worker does by itself: reminds of drafts, and gives them back when it is too late."""

from rekruttering.felles import clock
from rekruttering.soknad import service


def remind_kladder() -> None:
    """Remind those who have a draft three days and one day before the deadline."""
    service.remind_kladder(now=clock.now())


def return_kladder() -> None:
    """Tell those whose draft was not sent before the deadline."""
    service.return_kladder(now=clock.now())
