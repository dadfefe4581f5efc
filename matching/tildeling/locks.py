"""Whether the locks can be kept, and if not, which of them contradict what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.columns import Columns, Model, coverage_model, to_model
from matching.tildeling.forslag import LasType, Motstrid
from matching.tildeling.level import LevelSearch, Ways
from matching.tildeling.master import Level, Objective
from matching.tildeling.plans import priced
from matching.tildeling.problem import Laser, Problem
from matching.tildeling.rules import par_hindre, plassering_hindre


@dataclass(frozen=True, slots=True)
class _Las:
    type: LasType
    ider: tuple[str, str]
    sti: str


def lone_motstrid(problem: Problem) -> list[Motstrid]:
    """Return each lock that breaks a rule by itself, with the ids of the rules."""
    found = []
    for a, b in problem.laser.par:
        hindre = par_hindre(problem, problem.veileder(a), problem.veileder(b))
        if hindre:
            found.append(Motstrid(LasType.PAR, (a, b), tuple(hindre)))
    for v, k in problem.laser.tildelt:
        hindre = plassering_hindre(problem, problem.veileder(v), problem.kommune(k))
        if hindre:
            found.append(Motstrid(LasType.TILDELT, (v, k), tuple(hindre)))
    return found


def plan_with_locks(model: Model, threads: Executor | None) -> Columns | None:
    """Return a plan that keeps every lock and nothing else in view, or None if there is none."""
    free = coverage_model(model)
    empty = Columns.empty(model.arrays.maks)
    best = [empty]

    def broken(plan: Columns) -> int:
        used = np.zeros(model.m + model.n, np.bool_)
        rows = plan.rows(model.m)
        used[rows[rows >= 0]] = True
        return int((model.krav & ~used).sum())

    def keep(plan: Columns) -> int:
        if broken(plan) < broken(best[0]):
            best[0] = plan
        return broken(best[0])

    if broken(empty) > 0:
        # No clock: an answer that ignores a lock is none, and this level is small.
        ways = Ways(Clock(None, None), threads, keep, lambda _phase, _bound: None)
        objective = Objective.of(free, Level.KRAV)
        LevelSearch(free, objective, ways, empty, broken(empty)).run(broken(empty))
    return priced(model, best[0]) if broken(best[0]) == 0 else None


def find_motstrid(problem: Problem, threads: Executor | None) -> list[Motstrid]:
    """Return a smallest-by-inclusion set of locks that cannot be kept together.

    Call it only where the locks cannot be kept.
    """

    def keepable(laser: Sequence[_Las]) -> bool:
        part = replace(problem, laser=_to_laser(laser))
        return not lone_motstrid(part) and plan_with_locks(to_model(part), threads) is not None

    core = _core([], _all_locks(problem.laser), keepable, False)
    return [
        Motstrid(las.type, las.ider, (), tuple(other.sti for other in core if other is not las))
        for las in core
    ]


def _core(
    sure: list[_Las], doubt: list[_Las], keepable: Callable[[Sequence[_Las]], bool], added: bool
) -> list[_Las]:
    """Return the locks of `doubt` that a minimal conflict with `sure` needs (QuickXplain)."""
    if added and not keepable(sure):
        return []
    if len(doubt) == 1:
        return doubt
    half = len(doubt) // 2
    first, second = doubt[:half], doubt[half:]
    late = _core(sure + first, second, keepable, True)
    early = _core(sure + late, first, keepable, bool(late))
    return early + late


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


def _to_laser(locks: Sequence[_Las]) -> Laser:
    chosen = {kind: tuple(las.ider for las in locks if las.type is kind) for kind in LasType}
    return Laser(chosen[LasType.PAR], chosen[LasType.TILDELT], chosen[LasType.FORBUDT])
