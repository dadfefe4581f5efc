"""Whether the locks can be kept; a lock that breaks a rule by itself is named with the rule."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.bounds.level import LevelSearch, Ways
from matching.tildeling.bounds.master import Level, Objective
from matching.tildeling.forslag import LasType, Motstrid
from matching.tildeling.heuristics.primal import keeps_krav
from matching.tildeling.heuristics.repair import sound_columns
from matching.tildeling.model.columns import Columns, Model, coverage_model
from matching.tildeling.model.plans import priced
from matching.tildeling.problem import Problem
from matching.tildeling.rules import par_hindre, plassering_hindre


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
    # No clock: an answer that ignores a lock is none, and this level is small.
    plan, broken = least_broken(model, Clock(None, None), threads)
    return priced(model, plan) if broken == 0 else None


def least_broken(
    model: Model,
    clock: Clock,
    threads: Executor | None,
    report: Callable[[int], None] = lambda _bound: None,
) -> tuple[Columns, int]:
    """Return a plan that keeps as many rows of `krav` as was found.

    The number is how many rows every plan misses at least, as far as that was proven before the
    clock ended the search; `report` hears of it as it grows.
    """
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

    if broken(empty) == 0:
        return empty, 0
    ways = Ways(clock, threads, keep, lambda _phase, bound: report(bound))
    objective = Objective.of(free, Level.KRAV)
    bound = LevelSearch(free, objective, ways, empty, broken(empty)).run(broken(empty))
    return best[0], max(0, bound)


def decided_plan(model: Model) -> Columns | None:
    """Return the only plan there can be, where the locks leave no choice; None elsewhere.

    So it is when every kommune is locked to two veiledere; None too if that breaks a rule.
    """
    both = np.sort(model.arrays.las_veileder, axis=1)
    if both.size == 0 or both.min() < 0:
        return None
    par, of = np.unique(both, axis=0, return_inverse=True)
    lag_liste = [(par[at], np.nonzero(of.ravel() == at)[0]) for at in range(len(par))]
    plan = sound_columns(model, lag_liste)
    covers = int((plan.kommuner >= 0).sum()) == model.m
    return plan if covers and keeps_krav(model, plan) else None
