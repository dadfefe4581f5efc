"""Why each kommune that has no pair has none, and what would give them one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rekruttering.analyse.adapter import tekster
from rekruttering.analyse.adapter.oppgave import (
    SPRAK,
    broken,
    join,
    note_locks,
    read,
    say,
    tell_all,
    to_place,
    to_svar,
)
from rekruttering.analyse.adapter.udekket import explain, to_part

if TYPE_CHECKING:
    import matching

MEST_TILTAK = 3


def regn(
    order: dict[str, Any],
    tell: Callable[[dict[str, Any]], None],
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    """Return why kommuner have no pair: what all lack together, then one by one (`kommuner`).

    `parametre` as in `udekket`, without `kommune`.
    """
    oppgave = read(order)
    refused = broken(oppgave)
    if refused is not None:
        return refused
    found = explain(oppgave, order, tell, should_stop, kommuner=None, mest=MEST_TILTAK)
    parts = [to_part(oppgave, each) for each in found.udekket]
    top = join(
        note_locks(oppgave),
        say(lambda sentences, _sprak: _top(sentences, found)),
    )
    answer = to_svar(top, [], fullstendig=found.fullstendig, kommuner=parts)
    for part in parts:
        k = to_place(f"K{part['kommune']}")
        head = tell_all(tekster.HVORFOR, k=k)
        for sprak in SPRAK:
            answer[sprak] += [
                *head[sprak],
                *part["innledning"][sprak],
                *(each[sprak] for each in part["valg"]),
            ]
    return answer


def _top(sentences: matching.Sentences, forklaring: matching.Forklaring) -> list[str]:
    """Return how many have no pair, and what all veiledere together cannot give."""
    lines = sentences.forklaring(forklaring)
    # An empty line comes before the first kommune.
    return lines[: lines.index("")] if "" in lines else lines
