"""The engine's process as the worker starts it for a question."""

from collections.abc import Callable, Mapping
from typing import Any

from rekruttering.felles.prosess import OnProgress, compute

CHILD = "from rekruttering.analyse.adapter import serve; serve()"


def find_svar(
    order: Mapping[str, Any], *, on_progress: OnProgress, should_stop: Callable[[], bool]
) -> dict[str, Any]:
    """Return the answer to an order as JSON; blocks until it is there.

    Raises:
        BeregningError: the process died, or did not hand over in time and was killed.
    """
    return compute(
        CHILD,
        order,
        max_time_s=float(order["maks_sekunder"]),
        on_progress=on_progress,
        should_stop=should_stop,
    )
