"""Find good plans quickly; the columns then improve on them and prove them.

Independent annealings of the whole map or of parts of it find lag; the best plan that can be
made of all lag seen is then found exactly, part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from copy import copy
from typing import TypeVar

import numpy as np

from matching.felles.random_loops import random_state
from matching.tildeling.heuristics.annealing import (
    HOT,
    WARM,
    Search,
    keeps_krav,
    plan_value,
)
from matching.tildeling.heuristics.parts import Part, Regions, sub_model, to_large, to_small
from matching.tildeling.heuristics.recombine import ColumnPool, best_of, better, inside
from matching.tildeling.model.columns import Columns, Model

__all__ = ["Improver", "first_plan", "improve", "keeps_krav", "plan_value"]

A = TypeVar("A")
B = TypeVar("B")

_RUNS = 4
# Kommuner in the smallest and largest part that is annealed, and in those put together anew.
_SMALLEST, _LARGEST = 12, 400
_TOGETHER, _TOGETHER_MOST = 40, 80
# Each step has at least so many tasks, so that no thread stands idle.
_TASKS = 4
# Moves for each kommune of a part.
_FEWEST, _MOST = 3000, 30_000
# More in one task would let a caller wait too long.
_MOST_MOVES = 3_000_000
_KNOWN = 12_000
_MOST_TOGETHER = 800


def first_plan(
    model: Model,
    seed: int,
    moves: int,
    pool: Executor | None = None,
    start: Columns | None = None,
) -> Columns | None:
    """Return a plan that keeps every rule, or None if none was found that keeps the locks.

    `moves` is the work of each of a few independent runs; the best plan of all their lag counts.
    From a `start`, which must keep every rule, the runs begin less hot, so that its cover
    survives, and the answer is no worse than that.
    """
    if model.n < 2 or model.m == 0:
        return None if model.krav.any() else Columns.empty(model.arrays.maks)
    search = Search.of(model)
    hot = HOT if start is None else WARM

    def run(number: int) -> Columns:
        return search.run(start, moves, hot, random_state(seed, number))

    plans = _map(pool, run, range(_RUNS))
    kept = [plan for plan in (*plans, *([start] if start else [])) if keeps_krav(model, plan)]
    if not kept:
        return None
    improver = Improver(model, seed, pool)
    improver.learn(Columns.join(plans))
    return improver.put_together(min(kept, key=lambda plan: plan_value(model, plan)))


def improve(
    model: Model,
    plan: Columns,
    *,
    seed: int,
    rounds: int,
    pool: Executor | None = None,
    columns: Columns | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Columns:
    """Return a plan no worse than `plan`, which must keep every rule and lock.

    `columns` that are known to be good, such as those of the relaxation, are used too.  The
    same seed and rounds give the same plan with any number of threads; `should_stop` is asked
    between rounds.
    """
    improver = Improver(model, seed, pool)
    if columns is not None:
        improver.learn(columns)
    for _ in range(rounds):
        if should_stop is not None and should_stop():
            break
        plan = improver.step(plan)
    return plan


class Improver:
    """Improves plans step by step and remembers the lag it has seen.

    A step is a fraction of a second at 80 x 45 and about a second at 1000 x 357 (CPU), and lets
    other threads run.
    """

    def __init__(self, model: Model, seed: int, pool: Executor | None = None) -> None:
        """Prepare for a model; the same seed repeats the same steps."""
        self._model = model
        self._seed = [abs(seed)]
        self._pool = pool
        self._tasks = _TASKS
        self._steps = 0
        self._known = ColumnPool(model.arrays.maks, _KNOWN)
        self._regions = Regions(model)

    def apart(self, number: int) -> Improver:
        """Return another one for the same model, with steps and a memory of its own, which works
        in the thread that calls it."""
        other = copy(self)
        other._seed = [*self._seed, number]
        other._pool, other._tasks = None, 1
        other._steps = 0
        other._known = ColumnPool(self._model.arrays.maks, _KNOWN)
        return other

    def learn(self, columns: Columns) -> None:
        """Remember columns, which must keep every rule of a single lag."""
        self._known.add(columns)

    def step(self, plan: Columns) -> Columns:
        """Return a plan no worse than `plan`, which must keep every rule and lock."""
        model = self._model
        if plan.size == 0 or model.n < 2:
            return plan
        self._steps += 1
        rng = np.random.default_rng([*self._seed, self._steps])
        tasks: list[tuple[Part, int, int]] = []
        first = 0
        while len(tasks) < self._tasks:
            target = _between(rng, _SMALLEST, _LARGEST)
            moves = min(_between(rng, _FEWEST, _MOST), _MOST_MOVES // target)
            parts = self._regions.cut(plan, target, rng)
            tasks.extend((part, moves, int(rng.integers(1 << 62))) for part in parts)
            first = first or len(tasks)
        found = _map(self._pool, lambda task: self._anneal(*task), tasks)
        self.learn(Columns.join([plan, *found]))
        # The parts of the first cut are disjoint: what is better in one can be kept at once.
        kept = [
            better(model, part.lag, lag)
            for (part, *_), lag in zip(tasks[:first], found, strict=False)
        ]
        return self.put_together(Columns.join(kept))

    def put_together(self, plan: Columns) -> Columns:
        """Return the best plan of known lag, part by part; no worse than `plan`."""
        model = self._model
        self.learn(plan)
        known = self._known.columns
        rng = np.random.default_rng([*self._seed, self._steps, 1])
        free = np.ones(model.n, np.bool_)
        free[plan.par.ravel()] = False

        def solve(part: Part) -> Columns:
            kommuner = np.zeros(model.m, np.bool_)
            kommuner[part.kommuner] = True
            veiledere = free.copy()
            veiledere[part.lag.par.ravel()] = True
            chosen = known.take(np.nonzero(inside(known, kommuner, veiledere))[0][:_MOST_TOGETHER])
            if chosen.size == part.lag.size:
                return part.lag
            return best_of(model, part.kommuner, part.lag, chosen)

        parts = self._regions.cut(plan, _between(rng, _TOGETHER, _TOGETHER_MOST), rng)
        kept = []
        for part, lag in zip(parts, _map(self._pool, solve, parts), strict=True):
            new = np.setdiff1d(lag.par, part.lag.par)
            # Two parts may have chosen the same reserve: the first one gets it.
            kept.append(lag if free[new].all() else part.lag)
            free[kept[-1].par.ravel()] = False
        return Columns.join(kept)

    def _anneal(self, part: Part, moves: int, state: int) -> Columns:
        """Return the lag of a part after an annealing, from its plan or from nothing."""
        if len(part.veiledere) < 2:
            return part.lag
        small = sub_model(self._model, part)
        start = to_small(part, part.lag) if state % 2 else None
        hot = HOT if start is None else WARM
        found = Search.of(small).run(start, moves * small.m, hot, random_state(state, 0))
        return to_large(part, found)


def _map(pool: Executor | None, func: Callable[[A], B], tasks: Iterable[A]) -> list[B]:
    return list(map(func, tasks) if pool is None else pool.map(func, tasks))


def _between(rng: np.random.Generator, least: int, most: int) -> int:
    """Return a random number whose logarithm is uniform."""
    return int(np.exp(rng.uniform(np.log(least), np.log(most))))
