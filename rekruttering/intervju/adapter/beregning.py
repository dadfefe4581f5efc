"""The solver's own process, and what is asked of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from rekruttering.felles import prosess
from rekruttering.intervju.adapter.oppgave import row_id

CHILD = "from rekruttering.intervju.adapter import serve; serve()"
# What explaining those without a time may take; there may be many of them.
EXPLAIN_S = 60.0


def find_forslag(
    problem: Mapping[str, Any],
    *,
    max_time_s: float,
    seed: int,
    on_progress: prosess.OnProgress,
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    """Return {"forslag", "forklaringer"} for a problem, all JSON values; blocks until it is there.

    Each explanation is {"soknad_id", "nb", "nn"}: sentences with «{S17}» for names and «{t540}»
    for minutes, to be filled in by whoever may know the names.

    Raises:
        BeregningError: the solver's process died.
    """
    order = {"problem": dict(problem), "maks_sekunder": max_time_s, "fro": seed}
    return prosess.compute(
        CHILD,
        order,
        max_time_s=max_time_s + EXPLAIN_S,
        on_progress=on_progress,
        should_stop=should_stop,
    )


def serve() -> None:
    """Be the solver's process."""
    prosess.serve(solve)


def solve(
    order: dict[str, Any], tell: prosess.OnProgress, should_stop: Callable[[], bool]
) -> dict[str, Any]:
    """Return the plan for an order and the explanations of who has no place."""
    from matching import timeplan

    problem = timeplan.problem_from_dict(order["problem"])
    plan = timeplan.solve(
        problem,
        max_time_s=order["maks_sekunder"],
        # One thread: the same order then gives the same plan when it is taken up again.
        workers=1,
        seed=order["fro"],
        on_progress=lambda progress: tell(progress_values(progress)),
        should_stop=should_stop,
    )
    forklaringer = []
    if plan.uplassert and plan.status.value != "umulig":
        for each in timeplan.explain(problem, plan, max_time_s=EXPLAIN_S / 2):
            ord_ = {
                malform: timeplan.setninger(each, _mark, _mark_tid, malform)
                for malform in ("nb", "nn")
            }
            forklaringer.append({"soknad_id": row_id(each.soker), **ord_})
    return {"forslag": timeplan.timeplan_to_dict(plan), "forklaringer": forklaringer}


def progress_values(progress: Any) -> dict[str, Any]:
    """Return a snapshot of a run as plain values with Norwegian names."""
    values = asdict(progress)
    return {
        "fase": progress.phase.value,
        "uplassert": values["udekket"],
        "kostnad": values["kostnad"],
        "nedre_grense_uplassert": values["nedre_grense_udekket"],
        "nedre_grense": values["nedre_grense"],
        "sekunder": round(values["elapsed_s"], 1),
    }


def _mark(ref: str) -> str:
    return f"{{{ref}}}"


def _mark_tid(minutt: int) -> str:
    return f"{{t{minutt}}}"
