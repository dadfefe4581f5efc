"""The solver's own process, which `prosess` starts."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rekruttering.felles import prosess

if TYPE_CHECKING:
    import matching


def serve() -> None:
    """Be the solver's process, which `prosess` starts."""
    prosess.serve(_solve)


def _solve(
    order: dict[str, Any],
    tell: Callable[[dict[str, Any]], None],
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    import matching

    problem = matching.problem_from_dict(order["problem"])
    # A plan in force with a price on its change is repaired first; without one, both are alike.
    find = matching.replan if problem.gjeldende else matching.solve
    forslag = find(
        problem,
        max_time_s=order["maks_sekunder"],
        # One thread: the same order then gives the same plan when it is taken up again.
        workers=1,
        seed=order["fro"],
        on_progress=lambda progress: tell(progress_values(progress)),
        should_stop=should_stop,
    )
    return matching.forslag_to_dict(forslag)


def progress_values(progress: "matching.Progress") -> dict[str, Any]:
    """Return a snapshot of a run as plain values with Norwegian names."""
    values = asdict(progress)
    return {
        "fase": progress.phase.value,
        "udekket": values["udekket"],
        "kostnad": values["kostnad"],
        "nedre_grense_udekket": values["nedre_grense_udekket"],
        "nedre_grense": values["nedre_grense"],
        "sekunder": round(values["elapsed_s"], 1),
    }
