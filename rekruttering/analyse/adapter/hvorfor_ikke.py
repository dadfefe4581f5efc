"""Why the plan does not have a veileder or a pair, in a kommune or at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rekruttering.analyse.adapter import tekster
from rekruttering.analyse.adapter.bytter import list_bytter, to_utkast_lag
from rekruttering.analyse.adapter.fakta import to_mulighet
from rekruttering.analyse.adapter.oppgave import (
    SPRAK,
    Oppgave,
    Tosprak,
    broken,
    join,
    note_locks,
    read,
    say,
    tell_all,
    to_place,
    to_places,
    to_svar,
)
from rekruttering.analyse.adapter.utfall import NO_LINES, compare_with_best, to_handling, to_valg
from rekruttering.tildeling.adapter import kommune_ref, row_id, veileder_ref
from rekruttering.tildeling.rules.plan import Laser, Utkast

if TYPE_CHECKING:
    import matching

# Of the kommuner that somebody without a pair could have, so many are tried.
PROVES = 3
_SHARE = 0.9
_NAMED = 3
Tell = Callable[[dict[str, Any]], None]


def regn(order: dict[str, Any], tell: Tell, should_stop: Callable[[], bool]) -> dict[str, Any]:
    """Return why `parametre.veiledere` (one or two row ids) do not have `parametre.kommune`.

    Without a kommune: why the two are not a pair, or why the one is not in the plan at all.
    """
    import matching

    oppgave = read(order)
    refused = broken(oppgave)
    if refused is not None:
        return refused
    people = tuple(veileder_ref(each) for each in oppgave.parametre["veiledere"])
    row = oppgave.parametre.get("kommune")
    alone = len(people) == 1 and row is None
    steps = 1 + (PROVES if alone else 1)
    seconds = order["maks_sekunder"] * _SHARE
    solver = matching.Solver.within(
        seconds, each_s=seconds / steps, seed=order["fro"], should_stop=should_stop
    )
    tell({"gjort": 0, "totalt": steps, "tekst": ""})
    if alone:
        return _why_unused(oppgave, people[0], solver, tell, steps)
    sporsmal = matching.Sporsmal(people, None if row is None else kommune_ref(row))
    svar = matching.why_not(oppgave.problem, oppgave.forslag, sporsmal, solver)
    if svar.utfall is None:
        lines = NO_LINES
        if svar.motstrid and len(people) == 2 and row is None:
            lines = _never_a_pair(oppgave.problem, people[0], people[1])
        lines = lines if lines["nb"] else _say(svar)
        return to_svar(join(note_locks(oppgave), lines), [], fullstendig=True)
    tell({"gjort": 1, "totalt": steps, "tekst": ""})
    best = compare_with_best(oppgave, solver)
    valg = _valg(oppgave, svar)
    return to_svar(join(note_locks(oppgave), best), [valg], fullstendig=not should_stop())


def _say(svar: matching.Svar) -> Tosprak:
    return say(lambda sentences, _sprak: sentences.svar(svar))


def _valg(oppgave: Oppgave, svar: matching.Svar) -> dict[str, Any]:
    step = to_handling(oppgave.forslag, svar.utfall)
    return to_valg(_say(svar), svar.utfall, oppgave.forslag, handling=step)


def _why_unused(
    oppgave: Oppgave, veileder: str, solver: matching.Solver, tell: Tell, steps: int
) -> dict[str, Any]:
    """Return why somebody is a reserve: barred everywhere, or what it costs to use them."""
    import matching

    problem, plan = oppgave.problem, oppgave.forslag
    if veileder not in plan.ubrukte:
        slik = matching.Svar(matching.Sporsmal((veileder,)), er_slik=True)
        lines = _say(slik)
        return to_svar(join(note_locks(oppgave), lines), [], fullstendig=True)
    v = problem.veileder(veileder)
    barred = {k.id: list(to_mulighet(problem, v, k).hindre) for k in problem.kommuner}
    may = [kommune for kommune, rules in barred.items() if not rules]
    if not may:
        lines = join(tell_all(tekster.INGEN_KAN, v=to_place(veileder)), _by_rule(veileder, barred))
        return to_svar(join(note_locks(oppgave), lines), [], fullstendig=True)
    found = _try_out(oppgave, veileder, may, solver, tell, steps)
    best = compare_with_best(oppgave, solver)
    solved = [each for each in found if each.utfall is not None]
    solved.sort(key=lambda svar: _value(svar))
    lines = (
        tell_all(tekster.PROVD, v=to_place(veileder), n=len(may), provd=len(found))
        if found
        else tell_all(tekster.IKKE_TID, v=to_place(veileder))
    )
    if oppgave.bevist:
        lines = join(lines, tell_all(tekster.BEVIST, v=to_place(veileder)))
    rest = [_say(each) for each in found if each.utfall is None]
    return to_svar(
        join(note_locks(oppgave), lines, *rest, best),
        [_valg(oppgave, each) for each in solved],
        fullstendig=not solver.clock.must_stop(),
    )


def _try_out(
    oppgave: Oppgave,
    veileder: str,
    may: list[str],
    solver: matching.Solver,
    tell: Tell,
    steps: int,
) -> list[matching.Svar]:
    """Return what the plan would be with somebody in the most promising kommuner, each solved."""
    import matching

    found: list[matching.Svar] = []
    known: set[str] = set()
    for kommune in _most_promising(oppgave, veileder, may):
        if len(found) == PROVES or solver.clock.must_stop():
            break
        # A plan that was found for one kommune may give this one, too: then it is no other plan.
        if kommune in known:
            continue
        tell({"gjort": len(found), "totalt": steps, "tekst": to_place(kommune)})
        sporsmal = matching.Sporsmal((veileder,), kommune)
        found.append(matching.why_not(oppgave.problem, oppgave.forslag, sporsmal, solver))
        known |= _places(found[-1], veileder)
    return found


def _places(svar: matching.Svar, veileder: str) -> set[str]:
    plan = () if svar.utfall is None else svar.utfall.forslag.par
    return {kommune for lag in plan if veileder in lag.veiledere for kommune in lag.kommuner}


def _never_a_pair(problem: matching.Problem, one: str, other: str) -> Tosprak:
    """Return why no kommuner at all would do for two as a pair; no lines where some would.

    The engine, asked to make them a pair, answers only that it cannot be done.
    """

    a, b = problem.veileder(one), problem.veileder(other)
    known = {*a.samiske_sprak, *b.samiske_sprak, None}
    alone = [
        (v, {k.id: list(to_mulighet(problem, v, k).hindre) for k in problem.kommuner})
        for v in (a, b)
    ]
    both = [
        k
        for k in problem.kommuner
        if k.samisk_sprak in known and not any(hindre[k.id] for _v, hindre in alone)
    ]
    least, most = max((a, b), key=lambda v: v.timer[0]), min((a, b), key=lambda v: v.timer[1])
    head = tell_all(tekster.IKKE_PAR, a=to_place(a.id), b=to_place(b.id))
    if not both:
        barred = [(v, hindre) for v, hindre in alone if all(hindre.values())]
        lines = [
            join(
                tell_all(tekster.INGEN_KAN, v=to_place(v.id)),
                _by_rule(v.id, hindre),
            )
            for v, hindre in barred
        ]
        return join(head, *(lines or [tell_all(tekster.INGEN_FELLES)]))
    if least.timer[0] > most.timer[1]:
        who = {"a": to_place(least.id), "b": to_place(most.id)}
        hours = {"minst": least.timer[0], "mest": most.timer[1]}
        return join(head, tell_all(tekster.TIMER_PASSER_IKKE, **who, **hours))
    maks = problem.regler.maks_kommuner_per_par
    if not _fits([k.timer for k in both], maks, least.timer[0], most.timer[1]):
        where = {sprak: _where([k.id for k in both], sprak) for sprak in SPRAK}
        return join(head, tell_all(tekster.FYLLER_IKKE, k=where))
    return NO_LINES


def _fits(timer: list[int], most: int, lo: int, hi: int) -> bool:
    """Return whether some of the hours, at least one and at most `most`, sum to within lo..hi."""
    sums = {(0, 0)}
    for each in timer:
        sums |= {(n + 1, total + each) for n, total in sums if n < most and total + each <= hi}
    return any(n and total >= lo for n, total in sums)


def _value(svar: matching.Svar) -> tuple[int, int]:
    assert svar.utfall is not None
    return len(svar.utfall.udekket), svar.utfall.kostnad


def _most_promising(oppgave: Oppgave, veileder: str, may: list[str]) -> list[str]:
    """Return the kommuner that somebody may have, first those that a cheap single step gives."""
    problem = oppgave.problem
    utkast = Utkast(to_utkast_lag(oppgave.forslag), _laser(problem))
    steps = list_bytter(problem, utkast, veileder=row_id(veileder), mest=len(may) + PROVES)
    places = []
    for step in steps:
        partner = utkast.find_lag(step.handling.veiledere[0])
        kommuner = step.handling.kommuner or (() if partner is None else partner.kommuner)
        places += [kommune_ref(each) for each in kommuner[:1]]
    v = problem.veileder(veileder)
    near = sorted(may, key=lambda k: (problem.km(v, problem.kommune(k)), k))
    return list(dict.fromkeys([*(each for each in places if each in may), *near]))


def _laser(problem: matching.Problem) -> Laser:
    laser = problem.laser
    return Laser(
        *(
            frozenset((row_id(a), row_id(b)) for a, b in each)
            for each in (laser.par, laser.tildelt, laser.forbudt)
        )
    )


def _by_rule(veileder: str, hindre: Mapping[str, list[str]]) -> Tosprak:
    """Return for each rule which kommuner it keeps somebody out of, the first few by name."""
    by_rule: dict[str, list[str]] = {}
    for kommune, rules in hindre.items():
        for rule in rules:
            by_rule.setdefault(rule, []).append(kommune)
    lines = [NO_LINES]
    for rule, kommuner in by_rule.items():
        where = {sprak: _where(kommuner, sprak) for sprak in SPRAK}
        lines.append(tell_all(tekster.ANTALL[rule], a=to_place(veileder), b=where))
    return join(*lines)


def _where(kommuner: list[str], sprak: str) -> str:
    if len(kommuner) <= _NAMED + 1:
        return to_places(kommuner, sprak)
    more = tekster.FLERE[sprak].format(n=len(kommuner) - _NAMED)
    return tekster.joined([*(to_place(each) for each in kommuner[:_NAMED]), more])
