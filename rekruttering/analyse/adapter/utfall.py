"""A solved plan beside the one in hand: what it gives and whom it touches, as data and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rekruttering.analyse.adapter import tekster
from rekruttering.analyse.adapter.bytter import find_handling, to_utkast_lag
from rekruttering.analyse.adapter.oppgave import (
    SPRAK,
    Oppgave,
    Tosprak,
    tell_all,
    to_place,
    to_places,
)
from rekruttering.tildeling.adapter import row_id
from rekruttering.tildeling.rules.plan import Utkast
from rekruttering.tildeling.rules.plan_json import handling_to_json

if TYPE_CHECKING:
    import matching

NO_LINES: Tosprak = {sprak: [] for sprak in SPRAK}


def to_valg(
    setning: Tosprak, utfall: matching.Utfall | None, before: matching.Forslag, **mer: Any
) -> dict[str, Any]:
    """Return one thing that could be done: its sentence, what it gives, who is touched and how.

    `mer` has `handling`, the step by hand that does it, or None where none does.
    """
    valg: dict[str, Any] = {sprak: " ".join(setning[sprak]) for sprak in SPRAK}
    if utfall is None:
        return {**valg, "utfall": None, "hvem": NO_LINES, **mer}
    forskjell = utfall.forskjell
    known = {each for lag in before.par for each in lag.veiledere} | set(before.ubrukte)
    return {
        **valg,
        "utfall": {
            "udekket": len(utfall.udekket),
            "udekket_endring": utfall.udekket_endring,
            "kostnad": utfall.kostnad,
            "kostnad_endring": utfall.kostnad_endring,
            "bevist": utfall.bevist,
            "veiledere": [row_id(each) for each in forskjell.veiledere if each in known],
        },
        "hvem": {sprak: list_touched(before, utfall, sprak) for sprak in SPRAK},
        **mer,
    }


def to_handling(before: matching.Forslag, utfall: matching.Utfall | None) -> dict[str, Any] | None:
    """Return the single step by hand that makes this very plan, if there is one."""
    if utfall is None:
        return None
    step = find_handling(Utkast(to_utkast_lag(before)), to_utkast_lag(utfall.forslag))
    return None if step is None else handling_to_json(step)


def list_touched(before: matching.Forslag, utfall: matching.Utfall, sprak: str) -> list[str]:
    """Return for each veileder who is touched what changes, as a sentence."""
    old, new = _makkere(before), _makkere(utfall.forslag)
    gets, loses = _by_person(utfall.forskjell.nye), _by_person(utfall.forskjell.borte)
    return [
        _touched(each, old.get(each), new.get(each), gets.get(each, ()), loses.get(each, ()), sprak)
        for each in utfall.forskjell.veiledere
    ]


def _touched(
    veileder: str,
    was: str | None,
    partner: str | None,
    nye: Sequence[str],
    borte: Sequence[str],
    sprak: str,
) -> str:
    if partner is None:
        tekst = tekster.BLIR_RESERVE
    elif was is None:
        tekst = tekster.FRA_RESERVE if to_place(veileder)[0] == "{" else tekster.NY_FAR
    elif nye and borte:
        tekst = tekster.FAR_OG_MISTER
    else:
        tekst = tekster.FAR if nye else tekster.MISTER if borte else tekster.SAMME
    makker = "" if partner is None else to_place(partner, sprak)
    line = tekst[sprak].format(
        v=to_place(veileder, sprak),
        nye=to_places(nye, sprak),
        borte=to_places(borte, sprak),
        makker=makker,
    )
    if was is not None and partner is not None and was != partner:
        line += tekster.NY_MAKKER[sprak].format(makker=makker)
    return line


def _makkere(plan: matching.Forslag) -> Mapping[str, str]:
    return {a: b for lag in plan.par for a, b in (lag.veiledere, lag.veiledere[::-1])}


def _by_person(relasjoner: Sequence[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for veileder, kommune in relasjoner:
        found.setdefault(veileder, []).append(kommune)
    return found


def compare_with_best(oppgave: Oppgave, solver: matching.Solver) -> Tosprak:
    """Return that the plan in hand is not the best, where it is not; it is what all is beside.

    A plan changed by hand may cost more than it must.  Whatever is asked, a solved plan is then
    cheaper for that reason alone, and the reader must know.
    """
    plan = oppgave.forslag
    if oppgave.bevist:
        return NO_LINES
    best = solver.solve(oppgave.problem, plan)
    covers = len(plan.udekket) - len(best.udekket)
    saves = plan.kostnad - best.kostnad
    if best.motstrid or covers < 0 or (covers == 0 and saves <= 0):
        return NO_LINES
    words = {sprak: tekster.KOMMUNER[sprak][covers != 1] for sprak in SPRAK}
    text = tekster.BEDRE_DEKKER if covers else tekster.BEDRE_PRIS
    return tell_all(text, n=covers or saves, kommuner=words, total=best.kostnad)
