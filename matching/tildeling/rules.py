"""The hard rules, each one function with an id, in visible lists; no solver here.

Column generation, validator and explanations all ask these lists (or are tested against them).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matching.tildeling.problem import Kommune, Problem, Veileder


class RuleId(StrEnum):
    """The name of a rule in data and in the texts of the caller."""

    EGEN_KOMMUNE = "egen_kommune"
    ARBEIDSGIVER = "arbeidsgiver"
    INHABIL = "inhabil"
    UAKTUELT_FYLKE = "uaktuelt_fylke"
    FOR_LANG_REISE = "for_lang_reise"
    LAS_FORBUDT = "las_forbudt"
    IKKE_PAR_MED = "ikke_par_med"
    INGEN_KOMMUNE = "ingen_kommune"
    FOR_MANGE_KOMMUNER = "for_mange_kommuner"
    FOR_FA_TIMER = "for_fa_timer"
    FOR_MANGE_TIMER = "for_mange_timer"
    SAMISK_SPRAK = "samisk_sprak"
    VEILEDER_I_FLERE_LAG = "veileder_i_flere_lag"
    KOMMUNE_I_FLERE_LAG = "kommune_i_flere_lag"
    LAS_TILDELT = "las_tildelt"
    LAS_PAR = "las_par"


Par = tuple[Veileder, Veileder]


@dataclass(frozen=True, slots=True)
class Tildeling:
    """A lag without figures: the two veiledere and their kommuner."""

    par: Par
    kommuner: tuple[Kommune, ...]

    @property
    def timer(self) -> int:
        """Return the hours each member spends."""
        return sum(kommune.timer for kommune in self.kommuner)


@dataclass(frozen=True, slots=True)
class Brudd:
    """One broken rule and the ids it concerns, veiledere before kommuner."""

    regel: RuleId
    ider: tuple[str, ...]


# --- a veileder in a kommune -------------------------------------------------------------------


def egen_kommune(_problem: Problem, veileder: Veileder, kommune: Kommune) -> bool:
    """Return whether the kommune is the veileder's home."""
    return veileder.kommunenummer == kommune.kommunenummer


def arbeidsgiver(_problem: Problem, veileder: Veileder, kommune: Kommune) -> bool:
    """Return whether the kommune is the veileder's employer."""
    return veileder.arbeidsgiver_kommunenummer == kommune.kommunenummer


def inhabil(_problem: Problem, veileder: Veileder, kommune: Kommune) -> bool:
    """Return whether a tie makes the veileder partial there."""
    return kommune.id in veileder.inhabil_i


def uaktuelt_fylke(_problem: Problem, veileder: Veileder, kommune: Kommune) -> bool:
    """Return whether the veileder has ruled out the fylke."""
    return kommune.fylkesnummer in veileder.uaktuelle_fylker


def for_lang_reise(problem: Problem, veileder: Veileder, kommune: Kommune) -> bool:
    """Return whether the kommune is further away than `maks_reise_km`."""
    return problem.km(veileder, kommune) > veileder.maks_reise_km


def las_forbudt(problem: Problem, veileder: Veileder, kommune: Kommune) -> bool:
    """Return whether a lock forbids the placement."""
    return (veileder.id, kommune.id) in problem.laser.forbudt


PLASSERING: Final[dict[RuleId, Callable[[Problem, Veileder, Kommune], bool]]] = {
    RuleId.EGEN_KOMMUNE: egen_kommune,
    RuleId.ARBEIDSGIVER: arbeidsgiver,
    RuleId.INHABIL: inhabil,
    RuleId.UAKTUELT_FYLKE: uaktuelt_fylke,
    RuleId.FOR_LANG_REISE: for_lang_reise,
    RuleId.LAS_FORBUDT: las_forbudt,
}


def plassering_hindre(problem: Problem, veileder: Veileder, kommune: Kommune) -> list[RuleId]:
    """Return every rule that keeps this veileder out of this kommune."""
    return [rule_id for rule_id, broken in PLASSERING.items() if broken(problem, veileder, kommune)]


# --- two veiledere as a pair -------------------------------------------------------------------


def ikke_par_med(_problem: Problem, a: Veileder, b: Veileder) -> bool:
    """Return whether one of them refuses the other."""
    return b.id in a.ikke_par_med or a.id in b.ikke_par_med


PAR: Final[dict[RuleId, Callable[[Problem, Veileder, Veileder], bool]]] = {
    RuleId.IKKE_PAR_MED: ikke_par_med,
}


def par_hindre(problem: Problem, a: Veileder, b: Veileder) -> list[RuleId]:
    """Return every rule that keeps these two from being a pair."""
    return [rule_id for rule_id, broken in PAR.items() if broken(problem, a, b)]


# --- a whole lag -------------------------------------------------------------------------------


def ingen_kommune(_problem: Problem, lag: Tildeling) -> bool:
    """Return whether the pair has nothing to do."""
    return not lag.kommuner


def for_mange_kommuner(problem: Problem, lag: Tildeling) -> bool:
    """Return whether the pair has more than `maks_kommuner_per_par`."""
    return len(lag.kommuner) > problem.regler.maks_kommuner_per_par


def for_fa_timer(_problem: Problem, lag: Tildeling) -> bool:
    """Return whether a member gets fewer hours than the least agreed."""
    return lag.timer < max(veileder.timer[0] for veileder in lag.par)


def for_mange_timer(_problem: Problem, lag: Tildeling) -> bool:
    """Return whether a member gets more hours than the most agreed."""
    return lag.timer > min(veileder.timer[1] for veileder in lag.par)


def samisk_sprak(_problem: Problem, lag: Tildeling) -> bool:
    """Return whether a kommune's Sami language is missing in the pair."""
    known = {sprak for veileder in lag.par for sprak in veileder.samiske_sprak}
    return any(k.samisk_sprak is not None and k.samisk_sprak not in known for k in lag.kommuner)


LAG: Final[dict[RuleId, Callable[[Problem, Tildeling], bool]]] = {
    RuleId.INGEN_KOMMUNE: ingen_kommune,
    RuleId.FOR_MANGE_KOMMUNER: for_mange_kommuner,
    RuleId.FOR_FA_TIMER: for_fa_timer,
    RuleId.FOR_MANGE_TIMER: for_mange_timer,
    RuleId.SAMISK_SPRAK: samisk_sprak,
}


def lag_brudd(problem: Problem, lag: Tildeling) -> list[Brudd]:
    """Return every rule that a lag breaks, its placements and its pair included."""
    ider = (lag.par[0].id, lag.par[1].id)
    brudd = [Brudd(rule_id, ider) for rule_id in par_hindre(problem, *lag.par)]
    for veileder in lag.par:
        for kommune in lag.kommuner:
            hindre = plassering_hindre(problem, veileder, kommune)
            brudd += [Brudd(rule_id, (veileder.id, kommune.id)) for rule_id in hindre]
    brudd += [Brudd(rule_id, ider) for rule_id, broken in LAG.items() if broken(problem, lag)]
    return brudd


# --- a whole plan ------------------------------------------------------------------------------


def veileder_i_flere_lag(_problem: Problem, plan: Sequence[Tildeling]) -> list[tuple[str, ...]]:
    """Return the veiledere that stand in more than one place."""
    times = Counter(veileder.id for lag in plan for veileder in lag.par)
    return [(each,) for each, number in sorted(times.items()) if number > 1]


def kommune_i_flere_lag(_problem: Problem, plan: Sequence[Tildeling]) -> list[tuple[str, ...]]:
    """Return the kommuner that stand in more than one place."""
    times = Counter(kommune.id for lag in plan for kommune in lag.kommuner)
    return [(each,) for each, number in sorted(times.items()) if number > 1]


def las_tildelt(problem: Problem, plan: Sequence[Tildeling]) -> list[tuple[str, ...]]:
    """Return the locked (veileder, kommune) that the plan does not keep."""
    kept = {(v.id, k.id) for lag in plan for v in lag.par for k in lag.kommuner}
    return [las for las in problem.laser.tildelt if las not in kept]


def las_par(problem: Problem, plan: Sequence[Tildeling]) -> list[tuple[str, ...]]:
    """Return the locked pairs that the plan does not keep."""
    kept = {frozenset(veileder.id for veileder in lag.par) for lag in plan}
    return [las for las in problem.laser.par if frozenset(las) not in kept]


PLAN: Final[dict[RuleId, Callable[[Problem, Sequence[Tildeling]], list[tuple[str, ...]]]]] = {
    RuleId.VEILEDER_I_FLERE_LAG: veileder_i_flere_lag,
    RuleId.KOMMUNE_I_FLERE_LAG: kommune_i_flere_lag,
    RuleId.LAS_TILDELT: las_tildelt,
    RuleId.LAS_PAR: las_par,
}


def plan_brudd(problem: Problem, plan: Sequence[Tildeling]) -> list[Brudd]:
    """Return every broken rule of a plan, lag by lag and then as a whole."""
    brudd = [each for lag in plan for each in lag_brudd(problem, lag)]
    for rule_id, broken in PLAN.items():
        brudd += [Brudd(rule_id, ider) for ider in broken(problem, plan)]
    return brudd
