"""The hard rules, each one function with an id, in visible lists; no solver here.

Candidates, validator, explanations and moves by hand all ask these lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from matching.timeplan.problem import DOGN_MIN, Intervju, Las, Medlem, Problem, Rolle, Rom, Soker


class RuleId(StrEnum):
    """The name of a rule in data and in the texts of the caller."""

    UTENFOR_RUTENETT = "utenfor_rutenett"
    SOKER_OPPTATT = "soker_opptatt"
    FEIL_STED = "feil_sted"
    ROM_STENGT = "rom_stengt"
    ROM_MANGLER = "rom_mangler"
    RESSURS_STENGT = "ressurs_stengt"
    INHABIL = "inhabil"
    MEDLEM_OPPTATT = "medlem_opptatt"
    MEDLEM_STED = "medlem_sted"
    FEIL_ANTALL = "feil_antall"
    UTENFOR_PANEL = "utenfor_panel"
    FEIL_PANEL = "feil_panel"
    LEDER = "leder"
    SAMISK_SPRAK = "samisk_sprak"
    SOKER_FLERE = "soker_flere"
    ROM_FULLT = "rom_fullt"
    RESSURS_FULL = "ressurs_full"
    PAUSE = "pause"
    REISE = "reise"
    LUNSJ = "lunsj"
    FOR_MANGE_PER_DAG = "for_mange_per_dag"
    FOR_MANGE_DAGER = "for_mange_dager"
    LAS = "las"


@dataclass(frozen=True, slots=True)
class Brudd:
    """One broken rule and the ids it concerns, in the order that docs/timeplan.md gives."""

    regel: RuleId
    ider: tuple[str, ...]


# --- an applicant at a time in a room -----------------------------------------------------------


def utenfor_rutenett(problem: Problem, _soker: Soker, start: int, _rom: Rom) -> bool:
    """Return whether the time is not on the grid that begins at midnight."""
    return start % DOGN_MIN % problem.regler.rutenett_min != 0


def soker_opptatt(problem: Problem, soker: Soker, start: int, _rom: Rom) -> bool:
    """Return whether any part of the interview lies outside the applicant's `ledig`."""
    return not problem.inside(soker.ledig, start, start + problem.varighet(soker))


def feil_sted(_problem: Problem, soker: Soker, _start: int, rom: Rom) -> bool:
    """Return whether the applicant does not meet there."""
    return rom.sted not in soker.steder


def rom_stengt(problem: Problem, soker: Soker, start: int, rom: Rom) -> bool:
    """Return whether any part of the interview lies outside the room's `apent`."""
    return not problem.inside(rom.apent, start, start + problem.varighet(soker))


def rom_mangler(_problem: Problem, soker: Soker, _start: int, rom: Rom) -> bool:
    """Return whether the room lacks what the applicant needs."""
    return not set(soker.romkrav) <= set(rom.egenskaper)


def ressurs_stengt(problem: Problem, soker: Soker, start: int, _rom: Rom) -> bool:
    """Return whether a resource the applicant needs is not available all the time."""
    slutt = start + problem.varighet(soker)
    return any(
        not problem.inside(problem.ressurs(each).ledig, start, slutt) for each in soker.ressurser
    )


PLASSERING: Final[dict[RuleId, Callable[[Problem, Soker, int, Rom], bool]]] = {
    RuleId.UTENFOR_RUTENETT: utenfor_rutenett,
    RuleId.SOKER_OPPTATT: soker_opptatt,
    RuleId.FEIL_STED: feil_sted,
    RuleId.ROM_STENGT: rom_stengt,
    RuleId.ROM_MANGLER: rom_mangler,
    RuleId.RESSURS_STENGT: ressurs_stengt,
}


def plassering_hindre(problem: Problem, soker: Soker, start: int, rom: Rom) -> list[RuleId]:
    """Return every rule that keeps this applicant from this time in this room."""
    return [rule for rule, broken in PLASSERING.items() if broken(problem, soker, start, rom)]


# --- a member in an interview ---------------------------------------------------------------------


def inhabil(_problem: Problem, medlem: Medlem, soker: Soker, _start: int, _rom: Rom) -> bool:
    """Return whether a tie keeps the member from this applicant."""
    return medlem.id in soker.inhabile


def medlem_opptatt(problem: Problem, medlem: Medlem, soker: Soker, start: int, _rom: Rom) -> bool:
    """Return whether any part of the interview meets a time at which the member is busy."""
    slutt = start + problem.varighet(soker)
    return any(fra < slutt and start < til for fra, til in medlem.opptatt)


def medlem_sted(_problem: Problem, medlem: Medlem, _soker: Soker, _start: int, rom: Rom) -> bool:
    """Return whether the member cannot be there."""
    return rom.sted not in medlem.steder


MEDLEM: Final[dict[RuleId, Callable[[Problem, Medlem, Soker, int, Rom], bool]]] = {
    RuleId.INHABIL: inhabil,
    RuleId.MEDLEM_OPPTATT: medlem_opptatt,
    RuleId.MEDLEM_STED: medlem_sted,
}


def medlem_hindre(
    problem: Problem, medlem: Medlem, soker: Soker, start: int, rom: Rom
) -> list[RuleId]:
    """Return every rule that keeps this member from an interview there and then."""
    return [rule for rule, broken in MEDLEM.items() if broken(problem, medlem, soker, start, rom)]


# --- the panel of an interview --------------------------------------------------------------------


def feil_antall(problem: Problem, intervju: Intervju) -> bool:
    """Return whether there are more or fewer different members than the panel seats."""
    number = len(set(intervju.medlemmer))
    return number != len(intervju.medlemmer) or number != problem.storrelse(intervju.panel)


def utenfor_panel(problem: Problem, intervju: Intervju) -> bool:
    """Return whether a member does not belong to the panel named."""
    if intervju.panel is None:
        return False
    return not set(intervju.medlemmer) <= set(problem.panel(intervju.panel).medlemmer)


def feil_panel(problem: Problem, intervju: Intervju) -> bool:
    """Return whether a panel is named where there are none, missing, or not the applicant's."""
    if not problem.paneler:
        return intervju.panel is not None
    allowed = problem.soker(intervju.soker).paneler
    return intervju.panel is None or (bool(allowed) and intervju.panel not in allowed)


def leder(problem: Problem, intervju: Intervju) -> bool:
    """Return whether the lead is not seated or may not lead, or another seated only leads."""
    if intervju.leder not in intervju.medlemmer:
        return True
    if problem.medlem(intervju.leder).rolle is Rolle.MEDLEM:
        return True
    others = set(intervju.medlemmer) - {intervju.leder}
    return any(problem.medlem(each).rolle is Rolle.LEDER for each in others)


def samisk_sprak(problem: Problem, intervju: Intervju) -> bool:
    """Return whether nobody seated has the Sami language of the assessment."""
    sprak = problem.soker(intervju.soker).samisk_sprak
    known = {each for m in intervju.medlemmer for each in problem.medlem(m).samiske_sprak}
    return sprak is not None and sprak not in known


PANEL: Final[dict[RuleId, Callable[[Problem, Intervju], bool]]] = {
    RuleId.FEIL_ANTALL: feil_antall,
    RuleId.UTENFOR_PANEL: utenfor_panel,
    RuleId.FEIL_PANEL: feil_panel,
    RuleId.LEDER: leder,
    RuleId.SAMISK_SPRAK: samisk_sprak,
}


def intervju_brudd(problem: Problem, intervju: Intervju) -> list[Brudd]:
    """Return every rule that one interview breaks whatever the others are."""
    soker, rom = problem.soker(intervju.soker), problem.rom_of(intervju.rom)
    hindre = plassering_hindre(problem, soker, intervju.start, rom)
    brudd = [Brudd(rule, (soker.id, rom.id)) for rule in hindre]
    for each in dict.fromkeys(intervju.medlemmer):
        hindre = medlem_hindre(problem, problem.medlem(each), soker, intervju.start, rom)
        brudd += [Brudd(rule, (each, soker.id)) for rule in hindre]
    ider = (soker.id, *intervju.medlemmer)
    return brudd + [
        Brudd(rule, ider) for rule, broken in PANEL.items() if broken(problem, intervju)
    ]


# --- the interviews of one member -----------------------------------------------------------------

Plan = Sequence[Intervju]


def _pairs(problem: Problem, plan: Plan) -> Iterator[tuple[Intervju, Intervju, int]]:
    """Yield two interviews, first the earlier, and the minutes between them."""
    for a, b in combinations(sorted(plan, key=lambda each: (each.start, each.soker)), 2):
        yield a, b, b.start - problem.slutt(a)


def pause(problem: Problem, plan: Plan) -> list[tuple[str, ...]]:
    """Return the pairs that overlap or leave less than `pause_min` between them."""
    least = problem.regler.pause_min
    return [(a.soker, b.soker) for a, b, gap in _pairs(problem, plan) if gap < least]


def reise(problem: Problem, plan: Plan) -> list[tuple[str, ...]]:
    """Return the pairs at two places that leave too little time to travel."""

    def needed(a: Intervju, b: Intervju) -> int:
        return problem.reise_min(problem.rom_of(a.rom).sted, problem.rom_of(b.rom).sted)

    return [(a.soker, b.soker) for a, b, gap in _pairs(problem, plan) if 0 < needed(a, b) > gap]


def by_day(plan: Plan) -> dict[int, list[Intervju]]:
    """Return the interviews of each day, days in order."""
    days: dict[int, list[Intervju]] = {}
    for each in sorted(plan, key=lambda each: (each.start, each.soker)):
        days.setdefault(each.start // DOGN_MIN, []).append(each)
    return days


def lunsj(problem: Problem, plan: Plan) -> list[tuple[str, ...]]:
    """Return the days, as their applicants, with no free lunch between before and after."""
    rule = problem.regler.lunsj
    if rule is None:
        return []
    found: list[tuple[str, ...]] = []
    for day, liste in by_day(plan).items():
        fra, til = day * DOGN_MIN + rule.fra, day * DOGN_MIN + rule.til
        times = [(each.start, problem.slutt(each)) for each in liste]
        if times[0][0] >= fra or max(slutt for _, slutt in times) <= til:
            continue
        free, longest = fra, 0
        for start, slutt in times:
            longest = max(longest, min(start, til) - free)
            free = max(free, slutt)
        if max(longest, til - free) < rule.minutter:
            found.append(tuple(each.soker for each in liste))
    return found


DAGSPROGRAM: Final[dict[RuleId, Callable[[Problem, Plan], list[tuple[str, ...]]]]] = {
    RuleId.PAUSE: pause,
    RuleId.REISE: reise,
    RuleId.LUNSJ: lunsj,
}


def for_mange_per_dag(problem: Problem, medlem: Medlem, plan: Plan) -> list[tuple[str, ...]]:
    """Return the days, as their applicants, with more interviews than the member's limit."""
    most = problem.maks_per_dag(medlem)
    return [
        tuple(each.soker for each in liste) for liste in by_day(plan).values() if len(liste) > most
    ]


def for_mange_dager(_problem: Problem, medlem: Medlem, plan: Plan) -> list[tuple[str, ...]]:
    """Return one empty tuple if the member has more days than the limit."""
    most = medlem.maks_dager
    return [()] if most is not None and len(by_day(plan)) > most else []


BELASTNING: Final[dict[RuleId, Callable[[Problem, Medlem, Plan], list[tuple[str, ...]]]]] = {
    RuleId.FOR_MANGE_PER_DAG: for_mange_per_dag,
    RuleId.FOR_MANGE_DAGER: for_mange_dager,
}


def medlem_brudd(problem: Problem, medlem: Medlem, plan: Plan) -> list[Brudd]:
    """Return every rule that the member's own interviews break together."""
    own = [each for each in plan if medlem.id in each.medlemmer]
    brudd = [
        Brudd(rule, (medlem.id, *ider))
        for rule, broken in DAGSPROGRAM.items()
        for ider in broken(problem, own)
    ]
    return brudd + [
        Brudd(rule, (medlem.id, *ider))
        for rule, broken in BELASTNING.items()
        for ider in broken(problem, medlem, own)
    ]


# --- a whole plan ---------------------------------------------------------------------------------


def soker_flere(_problem: Problem, plan: Plan) -> list[tuple[str, ...]]:
    """Return the applicants with more than one interview."""
    times = Counter(each.soker for each in plan)
    return [(each,) for each, number in sorted(times.items()) if number > 1]


def _too_many(problem: Problem, liste: Plan, kapasitet: int) -> list[tuple[str, ...]]:
    """Return the groups of applicants who are more than `kapasitet` at some time."""
    found: dict[tuple[str, ...], None] = {}
    for each in liste:
        together = sorted(
            other.soker for other in liste if other.start <= each.start < problem.slutt(other)
        )
        if len(together) > kapasitet:
            found[tuple(together)] = None
    return list(found)


def rom_fullt(problem: Problem, plan: Plan) -> list[tuple[str, ...]]:
    """Return each room with the applicants who are in it at once and are too many."""
    return [
        (rom.id, *ider)
        for rom in problem.rom
        for ider in _too_many(problem, [x for x in plan if x.rom == rom.id], rom.kapasitet)
    ]


def ressurs_full(problem: Problem, plan: Plan) -> list[tuple[str, ...]]:
    """Return each resource with the applicants who use it at once and are too many."""
    return [
        (ressurs.id, *ider)
        for ressurs in problem.ressurser
        for ider in _too_many(
            problem,
            [x for x in plan if ressurs.id in problem.soker(x.soker).ressurser],
            ressurs.kapasitet,
        )
    ]


def las_holdt(las: Las, intervju: Intervju) -> bool:
    """Return whether an interview of the lock's applicant keeps the lock."""
    return (
        las.start in (None, intervju.start)
        and las.rom in (None, intervju.rom)
        and las.leder in (None, intervju.leder)
        and set(las.medlemmer) <= set(intervju.medlemmer)
    )


def las(problem: Problem, plan: Plan) -> list[tuple[str, ...]]:
    """Return the applicants whose locks the plan does not keep; one not placed keeps none."""
    placed = {each.soker: each for each in plan}
    broken = (
        each.soker
        for each in problem.laser
        if each.soker not in placed or not las_holdt(each, placed[each.soker])
    )
    return [(each,) for each in dict.fromkeys(broken)]


PLAN: Final[dict[RuleId, Callable[[Problem, Plan], list[tuple[str, ...]]]]] = {
    RuleId.SOKER_FLERE: soker_flere,
    RuleId.ROM_FULLT: rom_fullt,
    RuleId.RESSURS_FULL: ressurs_full,
    RuleId.LAS: las,
}


def plan_brudd(problem: Problem, plan: Plan) -> list[Brudd]:
    """Return every broken rule: by interview, by member, and as a whole."""
    brudd = [each for intervju in plan for each in intervju_brudd(problem, intervju)]
    own: dict[str, list[Intervju]] = {}
    for intervju in plan:
        for each in dict.fromkeys(intervju.medlemmer):
            own.setdefault(each, []).append(intervju)
    for medlem in problem.medlemmer:
        brudd += medlem_brudd(problem, medlem, own.get(medlem.id, []))
    for rule, broken in PLAN.items():
        brudd += [Brudd(rule, ider) for ider in broken(problem, plan)]
    return brudd
