"""The optimiser's process as the worker starts it."""

from collections.abc import Callable, Mapping
from typing import Any

from rekruttering.felles.prosess import ROOT, BeregningError, OnProgress, compute

__all__ = ["CHILD", "ROOT", "BeregningError", "find_forslag"]

CHILD = "from rekruttering.tildeling.adapter import serve; serve()"


def find_forslag(
    problem: Mapping[str, Any],
    *,
    max_time_s: float,
    seed: int,
    on_progress: OnProgress,
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    """Return the proposal for a problem, both as JSON values; blocks until it is there.

    `on_progress` gets fase, udekket, kostnad, nedre_grense_udekket, nedre_grense and sekunder.
    When `should_stop` turns true the best so far comes back.

    Raises:
        BeregningError: the process died, or did not hand over in time and was killed.
    """
    order = {"problem": dict(problem), "maks_sekunder": max_time_s, "fro": seed}
    return compute(
        CHILD, order, max_time_s=max_time_s, on_progress=on_progress, should_stop=should_stop
    )
