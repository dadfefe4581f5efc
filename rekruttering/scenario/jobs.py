"""Background work: what nobody needs any more is swept away."""

from rekruttering.felles import clock
from rekruttering.scenario import service


def purge_unnamed() -> None:
    """Remove old trials that nobody gave a name; the worker asks now and then."""
    service.purge_unnamed(now=clock.now())
