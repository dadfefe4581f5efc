"""What the worker does with offers from time to time."""

from rekruttering.felles import clock
from rekruttering.tilbud import service


def expire_and_remind() -> None:
    """Let unanswered offers expire, and remind those whose deadline is near."""
    now = clock.now()
    service.expire_due(now)
    service.remind_due(now)
