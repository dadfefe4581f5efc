"""Locks that contradict the rules only together: which of them, and which rules are behind it.

Everything that locks bind together must stand in one lag.  So the locks fall into components, and
most contradictions are seen in a single one, without a solver.  What is left (a locked veileder
whom nobody can join, two locks that need the same third) is asked of the level `KRAV`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.explaining.minimal import shrink
from matching.tildeling.forslag import LasType, Motstrid
from matching.tildeling.heuristics.parts import Part, sub_model
from matching.tildeling.heuristics.primal import keeps_krav
from matching.tildeling.locks import least_broken
from matching.tildeling.model.columns import Columns, Model, to_model
from matching.tildeling.problem import Kommune, Laser, Problem, Veileder
from matching.tildeling.rules import (
    RuleId,
    Tildeling,
    for_mange_kommuner,
    par_hindre,
    plassering_hindre,
    samisk_sprak,
)

# Seconds for one question and for all; what is not answered in time stays in the set.
_EACH_S: Final = 5.0
_ALL_S: Final = 20.0
# Where a plan that keeps some locks is looked for first.
_NEAR_VEILEDERE: Final = 60
_NEAR_KOMMUNER: Final = 30
_FAR: Final = 1 << 40
_NO_LIMIT_KM: Final = 1_000_000
_MOST_TIMER: Final = 100_000
# A lag of more kommuner than this is not thought of where `for_mange_kommuner` is left out.
_MANY_KOMMUNER: Final = 8


@dataclass(frozen=True, slots=True)
class _Las:
    type: LasType
    ider: tuple[str, str]
    sti: str


def joint_motstrid(problem: Problem, threads: Executor | None) -> list[Motstrid]:
    """Return the locks that no single lag can keep together, with the rules they break.

    One set that is minimal by inclusion for each group of locks that must share a lag.
    """
    question = _Question(problem, threads)
    found = []
    for locks in _components(_all_locks(problem.laser)):
        if _one_lag_hindre(problem, locks):
            found += question.to_motstrid(_small_core(problem, locks))
    return found


def find_motstrid(problem: Problem, threads: Executor | None) -> list[Motstrid]:
    """Return locks that cannot be kept, minimal by inclusion, and the rules behind it.

    Call it only where the locks cannot be kept, and no single lag is to blame.  Where time runs
    out the set is a true contradiction still, but perhaps not the smallest.
    """
    question = _Question(problem, threads)
    groups = [tuple(each) for each in _components(_all_locks(problem.laser))]
    needed = shrink(groups, lambda kept, _: question.impossible(chain.from_iterable(kept)))
    return question.to_motstrid(list(chain.from_iterable(needed)))


class _Question:
    """Asks the level `KRAV` what cannot be kept together, as long as there is time."""

    def __init__(self, problem: Problem, threads: Executor | None) -> None:
        self._problem = problem
        self._threads = threads
        self._clock = Clock(_ALL_S, None)

    def impossible(self, locks: Iterable[_Las], regler: Iterable[RuleId] = ()) -> bool:
        """Return whether the locks were proven impossible under all rules, or under `regler`."""
        problem = _only(self._problem, regler) if regler else self._problem
        model = to_model(replace(problem, laser=_to_laser(locks)))
        limit = Clock(min(_EACH_S, self._clock.remaining_s), None)
        if model.n > _NEAR_VEILEDERE:
            # A plan of those around is one; only that there is none takes the whole.
            near = sub_model(model, _around(model))
            plan, _ = least_broken(near, limit, self._threads)
            if keeps_krav(near, plan):
                return False
        _, broken = least_broken(model, limit, self._threads)
        return broken > 0

    def to_motstrid(self, locks: list[_Las]) -> list[Motstrid]:
        """Return a minimal part of locks that are impossible, named with the rules."""
        found = shrink(locks, lambda kept, _: self.impossible(kept))
        core = [las for las in _all_locks(self._problem.laser) if las in found]
        regler = _broken(self._problem, core) or self._regler(core)
        return _named(core, regler or [RuleId.VEILEDER_I_FLERE_LAG])

    def _regler(self, core: list[_Las]) -> list[RuleId]:
        """Return a minimal set of rules under which the core is impossible already."""
        if self.impossible(core, _NONE):
            return []
        regler = shrink(list(_LEFT_OUT), lambda kept, _: self.impossible(core, kept or _NONE))
        if any(las.type is LasType.FORBUDT for las in core):
            regler.append(RuleId.LAS_FORBUDT)
        return regler


def _small_core(problem: Problem, locks: list[_Las]) -> list[_Las]:
    """Return a minimal part of locks that no lag can keep; of some such parts the smallest."""
    at_kommune: dict[str, list[_Las]] = {}
    for las in locks:
        if las.type is LasType.TILDELT:
            at_kommune.setdefault(las.ider[1], []).append(las)
    orders = [locks, locks[::-1], *(each for each in at_kommune.values() if len(each) > 2)]
    cores = [
        shrink(order, lambda kept, _: bool(_broken(problem, kept)))
        for order in orders
        if _broken(problem, order)
    ]
    return min(cores, key=len)


def _around(model: Model) -> Part:
    """Return the locked rows with the kommuner and veiledere that are cheapest for them."""
    a, m = model.arrays, model.m
    v_krav, k_krav = np.nonzero(model.krav[m:])[0], np.nonzero(model.krav[:m])[0]
    reach = np.where(a.ok, a.cost, _FAR)
    kommuner = k_krav
    if v_krav.size:
        nearest = np.argsort(reach[v_krav].min(axis=0), kind="stable")
        kommuner = np.union1d(k_krav, nearest[:_NEAR_KOMMUNER])
    veiledere = v_krav
    if kommuner.size:
        nearest = np.argsort(reach[:, kommuner].min(axis=1), kind="stable")
        veiledere = np.union1d(v_krav, nearest[:_NEAR_VEILEDERE])
    return Part(Columns.empty(a.maks), veiledere, kommuner)


def _named(core: Sequence[_Las], regler: Iterable[RuleId]) -> list[Motstrid]:
    ider = tuple(dict.fromkeys(each.value for each in regler))
    return [
        Motstrid(las.type, las.ider, ider, tuple(other.sti for other in core if other is not las))
        for las in core
    ]


def _all_locks(laser: Laser) -> list[_Las]:
    return [
        _Las(kind, ider, f"laser.{kind.value}[{at}]")
        for kind, liste in (
            (LasType.PAR, laser.par),
            (LasType.TILDELT, laser.tildelt),
            (LasType.FORBUDT, laser.forbudt),
        )
        for at, ider in enumerate(liste)
    ]


def _to_laser(locks: Iterable[_Las]) -> Laser:
    chosen: dict[LasType, list[tuple[str, str]]] = {kind: [] for kind in LasType}
    for las in locks:
        chosen[las.type].append(las.ider)
    return Laser(*(tuple(chosen[kind]) for kind in (LasType.PAR, LasType.TILDELT, LasType.FORBUDT)))


# --- what must share a lag ---------------------------------------------------------------------

_Node = tuple[str, str]
"""Kind («v» or «k») and id."""


def _ends(las: _Las) -> tuple[_Node, _Node]:
    return ("v", las.ider[0]), ("v" if las.type is LasType.PAR else "k", las.ider[1])


def _components(locks: Sequence[_Las]) -> list[list[_Las]]:
    """Return the locks in groups that must share a lag; a forbidden placement inside one is in it.

    Forbidden placements that lie in no group stand alone.
    """
    root: dict[_Node, _Node] = {}

    def find(node: _Node) -> _Node:
        while root.setdefault(node, node) != node:
            root[node] = node = root[root[node]]
        return node

    for las in locks:
        if las.type is not LasType.FORBUDT:
            one, other = map(find, _ends(las))
            root[one] = other
    groups: dict[tuple[_Node, ...], list[_Las]] = {}
    for las in locks:
        one, other = map(find, _ends(las))
        groups.setdefault((one,) if one == other else (*_ends(las),), []).append(las)
    return list(groups.values())


def _broken(problem: Problem, locks: Sequence[_Las]) -> list[RuleId]:
    """Return the rules that some group of these locks breaks in its lag."""
    return [rule for group in _components(locks) for rule in _one_lag_hindre(problem, group)]


def _one_lag_hindre(problem: Problem, group: Sequence[_Las]) -> list[RuleId]:
    """Return the rules that every lag with all of these breaks."""
    binding = [las for las in group if las.type is not LasType.FORBUDT]
    nodes = dict.fromkeys(node for las in binding for node in _ends(las))
    veiledere = [problem.veileder(each) for kind, each in nodes if kind == "v"]
    kommuner = tuple(problem.kommune(each) for kind, each in nodes if kind == "k")
    if len(veiledere) > 2:
        # Three who must be together are too many for one lag, so one of them would need two.
        kind = RuleId.KOMMUNE_I_FLERE_LAG if kommuner else RuleId.VEILEDER_I_FLERE_LAG
        return [kind]
    forbidden = {las.ider for las in group if las.type is LasType.FORBUDT}
    return list(dict.fromkeys(_lag_hindre(problem, veiledere, kommuner, forbidden)))


def _lag_hindre(
    problem: Problem,
    veiledere: Sequence[Veileder],
    kommuner: tuple[Kommune, ...],
    forbidden: set[tuple[str, str]],
) -> Iterable[RuleId]:
    for veileder in veiledere:
        for kommune in kommuner:
            for rule in plassering_hindre(problem, veileder, kommune):
                if rule is not RuleId.LAS_FORBUDT or (veileder.id, kommune.id) in forbidden:
                    yield rule
    if not veiledere:
        return
    least, most = max(v.timer[0] for v in veiledere), min(v.timer[1] for v in veiledere)
    if sum(kommune.timer for kommune in kommuner) > most:
        yield RuleId.FOR_MANGE_TIMER
    if least > most:
        yield from (RuleId.FOR_FA_TIMER, RuleId.FOR_MANGE_TIMER)
    both = Tildeling((veiledere[0], veiledere[-1]), kommuner)
    if for_mange_kommuner(problem, both):
        yield RuleId.FOR_MANGE_KOMMUNER
    if len(veiledere) == 2:
        yield from par_hindre(problem, *both.par)
        if samisk_sprak(problem, both):
            yield RuleId.SAMISK_SPRAK


# --- a problem with only some of its rules -----------------------------------------------------

_LEAVE_OUT: Final[dict[RuleId, Callable[[Problem], Problem]]] = {
    RuleId.EGEN_KOMMUNE: lambda p: _each(p, lambda v: replace(v, kommunenummer="")),
    RuleId.ARBEIDSGIVER: lambda p: _each(p, lambda v: replace(v, arbeidsgiver_kommunenummer="")),
    RuleId.INHABIL: lambda p: _each(p, lambda v: replace(v, inhabil_i=())),
    RuleId.UAKTUELT_FYLKE: lambda p: _each(p, lambda v: replace(v, uaktuelle_fylker=())),
    RuleId.FOR_LANG_REISE: lambda p: _each(p, lambda v: replace(v, maks_reise_km=_NO_LIMIT_KM)),
    RuleId.IKKE_PAR_MED: lambda p: _each(p, lambda v: replace(v, ikke_par_med=())),
    RuleId.FOR_FA_TIMER: lambda p: _each(p, lambda v: replace(v, timer=(0, v.timer[1]))),
    RuleId.FOR_MANGE_TIMER: lambda p: _each(
        p, lambda v: replace(v, timer=(v.timer[0], _MOST_TIMER))
    ),
    RuleId.SAMISK_SPRAK: lambda p: replace(
        p, kommuner=tuple(replace(k, samisk_sprak=None) for k in p.kommuner)
    ),
    RuleId.FOR_MANGE_KOMMUNER: lambda p: replace(
        p,
        regler=replace(
            p.regler,
            maks_kommuner_per_par=max(p.regler.maks_kommuner_per_par, _MANY_KOMMUNER),
        ),
    ),
}
_LEFT_OUT: Final = tuple(_LEAVE_OUT)
# A rule that is never left out, for «no other rule».
_NONE: Final = (RuleId.VEILEDER_I_FLERE_LAG,)


def _each(problem: Problem, change: Callable[[Veileder], Veileder]) -> Problem:
    return replace(problem, veiledere=tuple(map(change, problem.veiledere)))


def _only(problem: Problem, regler: Iterable[RuleId]) -> Problem:
    """Return the problem without the rules that may be left out and are not among `regler`."""
    kept = set(regler)
    for rule, leave_out in _LEAVE_OUT.items():
        if rule not in kept:
            problem = leave_out(problem)
    return problem
