"""Question `minste_endring`: the best plan when each relation that is not kept has its price."""

from collections.abc import Callable
from typing import Any

import matching
from rekruttering.analyse.adapter.erstatning import find_alternativ

# What starting the process and checking the plan may take of the time.
_REST_S = 5.0


def regn(
    order: dict[str, Any],
    tell: Callable[[dict[str, Any]], None],
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    """Return the plan nearest to the one in force, as `alternativ`; `{"nb", "nn"}` says it."""
    problem = matching.problem_from_dict(order["problem"])
    tell({"gjort": 0, "totalt": 1, "tekst": ""})
    found = find_alternativ(
        problem,
        {},
        max_time_s=max(1.0, order["maks_sekunder"] - _REST_S),
        seed=order["fro"],
        should_stop=should_stop,
    )
    nb, nn = _sentences(problem, found)
    return {"nb": nb, "nn": nn, "alternativ": found}


def _sentences(
    problem: matching.Problem, found: dict[str, Any] | None
) -> tuple[list[str], list[str]]:
    if found is None:
        return (
            ["Ingen plan følger alle låsene nå."],
            ["Ingen plan følgjer alle låsane no."],
        )
    pris = problem.vekter.endring
    if found["bevist"]:
        return (
            [
                "Ingen annen plan dekker flere kommuner, og ingen som dekker like mange, er bedre "
                f"når hver kommune en veileder mister, teller {pris} poeng."
            ],
            [
                "Ingen annan plan dekkjer fleire kommunar, og ingen som dekkjer like mange, er "
                f"betre når kvar kommune ein rettleiar mister, tel {pris} poeng."
            ],
        )
    return (
        ["Tiden tok slutt før vi kunne vise at planen er den beste."],
        ["Tida tok slutt før vi kunne vise at planen er den beste."],
    )
