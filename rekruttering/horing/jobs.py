"""What the worker does with hearings from time to time."""

from rekruttering.felles import clock
from rekruttering.horing import service


def close_and_remind() -> None:
    """Close hearings that are over, and remind those whose term is near."""
    now = clock.now()
    service.close_due(now)
    service.remind_due(now)
