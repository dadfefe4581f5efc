"""What comes instead: the next-best plans without a placement, or without a pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rekruttering.analyse.adapter import tekster
from rekruttering.analyse.adapter.oppgave import (
    Oppgave,
    broken,
    join,
    note_locks,
    read,
    say,
    tell_all,
    to_place,
    to_svar,
)
from rekruttering.analyse.adapter.utfall import compare_with_best, to_handling, to_valg
from rekruttering.tildeling.adapter import kommune_ref, veileder_ref

if TYPE_CHECKING:
    import matching

ANTALL = 3
_SHARE = 0.9


def regn(
    order: dict[str, Any],
    tell: Callable[[dict[str, Any]], None],
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    """Return the best plans without `parametre.veiledere` in `parametre.kommune` (row ids).

    Without a kommune: the best plan where the two are not a pair.
    """
    import matching

    oppgave = read(order)
    refused = broken(oppgave)
    if refused is not None:
        return refused
    people = [veileder_ref(each) for each in oppgave.parametre["veiledere"]]
    row = oppgave.parametre.get("kommune")
    kommune = "" if row is None else kommune_ref(row)
    steps = (ANTALL if kommune else 1) + 1
    seconds = order["maks_sekunder"] * _SHARE
    solver = matching.Solver.within(
        seconds, each_s=seconds / steps, seed=order["fro"], should_stop=should_stop
    )
    tell({"gjort": 0, "totalt": steps, "tekst": ""})
    best = compare_with_best(oppgave, solver)
    tell({"gjort": 1, "totalt": steps, "tekst": ""})
    if kommune:
        found = _without_placement(oppgave, people, kommune, solver, tell)
    else:
        found = [matching.without_pair(oppgave.problem, oppgave.forslag, _two(people), solver)]
    valg = [_valg(oppgave, each, kommune) for each in found]
    cut_off = should_stop() or not found
    valg = [each for each in valg if not (cut_off and _is_scrap(each))]
    innledning = join(
        note_locks(oppgave), best, tell_all(tekster.IKKE_ALT) if cut_off else {"nb": [], "nn": []}
    )
    return to_svar(innledning, valg, fullstendig=not cut_off)


def _two(people: Sequence[str]) -> tuple[str, str]:
    a, b = people
    return a, b


def _without_placement(
    oppgave: Oppgave,
    people: Sequence[str],
    kommune: str,
    solver: matching.Solver,
    tell: Callable[[dict[str, Any]], None],
) -> list[matching.Alternativ]:
    """Return the next-best plans without these people in the kommune.

    Each after the first also goes without those who came instead in the one before.
    """
    import matching

    problem, plan = oppgave.problem, oppgave.forslag
    present = {v for lag in plan.par if kommune in lag.kommuner for v in lag.veiledere}
    uten = [(each, kommune) for each in people]
    found: list[matching.Alternativ] = []
    while len(found) < ANTALL:
        tell({"gjort": 1 + len(found), "totalt": 1 + ANTALL, "tekst": to_place(kommune)})
        laser = replace(problem.laser, forbudt=(*problem.laser.forbudt, *uten))
        barred = replace(problem, laser=laser)
        one = matching.alternatives(barred, plan, people[0], kommune, solver, antall=1)
        found += [replace(each, uten=tuple(uten)) for each in one]
        newcomers = [v for each in one for v in each.i_stedet if v not in present]
        if not newcomers:
            break
        uten += [(v, kommune) for v in newcomers]
    return found


def _is_scrap(valg: dict[str, Any]) -> bool:
    """Return whether a plan was cut off before it covered what the plan in hand covers."""
    utfall = valg["utfall"]
    return utfall is not None and not utfall["bevist"] and utfall["udekket_endring"] > 0


def _valg(oppgave: Oppgave, alternativ: matching.Alternativ, kommune: str) -> dict[str, Any]:
    setning = say(lambda sentences, _sprak: [sentences.alternativ(alternativ, kommune)])
    step = to_handling(oppgave.forslag, alternativ.utfall)
    uten = [list(each) for each in alternativ.uten]
    return to_valg(setning, alternativ.utfall, oppgave.forslag, handling=step, uten=uten)
