"""Is there a plan that covers some kommuner at the same time, if only some of the facts hold?

The level `KRAV` of the engine answers; annealing is asked first where the answer may well be yes.
"""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.explaining.facts import FactTable, State
from matching.tildeling.heuristics.primal import first_plan
from matching.tildeling.locks import least_broken
from matching.tildeling.model.columns import Bools, Columns, Ints, Model, coverage_model

_MOVES_BASE, _MOVES_PER_KOMMUNE = 5_000, 1_000
# Fewer kommuner than this are faster covered by columns than by annealing.
_FEW = 8
_EACH_S = 5.0
_SEED = 1


class PlanQuestion:
    """The question for one problem; what it answers is proven, or None if time ran out."""

    def __init__(
        self,
        table: FactTable,
        clock: Clock,
        threads: Executor | None,
        start: Columns | None = None,
        each_s: float = _EACH_S,
    ) -> None:
        """Answer as long as the clock runs, each time at most `each_s`; `start` is a known plan."""
        self.table = table
        self._clock = clock
        self._threads = threads
        self._start = start
        self._each_s = each_s

    def covers(self, goals: Collection[int], kept: Bools | None = None) -> bool | None:
        """Return whether a plan that keeps the facts covers all the goals (numbers of kommuner)."""
        return self.find(goals, kept)[0]

    def find(
        self, goals: Collection[int], kept: Bools | None = None
    ) -> tuple[bool | None, Columns | None]:
        """Return the answer, and such a plan if it is yes."""
        state = self.table.state(self.table.all if kept is None else kept)
        model = to_model_of(self.table.model, state, goals)
        plan = self._anneal(model) if kept is not None or len(goals) > _FEW else None
        if plan is not None:
            return True, plan
        proven = [0]

        def report(bound: int) -> None:
            proven[0] = max(proven[0], bound)

        def enough() -> bool:
            return proven[0] > 0 or self._clock.must_stop()

        plan, bound = least_broken(model, Clock(self._each_s, enough), self._threads, report)
        if max(bound, proven[0]) > 0:
            return False, None
        return (True, plan) if _keeps(model, plan) else (None, None)

    def _anneal(self, model: Model) -> Columns | None:
        moves = _MOVES_BASE + _MOVES_PER_KOMMUNE * model.m
        free = coverage_model(model)
        plan = first_plan(free, _SEED, moves, self._threads)
        if plan is None and self._start is not None:
            start = _widened(self._start, free.arrays.maks)
            plan = first_plan(free, _SEED, moves, self._threads, start)
        return plan


def _widened(plan: Columns, maks: int) -> Columns:
    """Return a plan with room for so many kommuner in each lag."""
    missing = maks - plan.kommuner.shape[1]
    return replace(plan, kommuner=np.pad(plan.kommuner, ((0, 0), (0, missing)), constant_values=-1))


def to_model_of(model: Model, state: State, goals: Collection[int]) -> Model:
    """Return the model where only what is in `state` binds and the goals must be covered."""
    n, m = model.n, model.m
    las_veileder = np.full((m, 2), -1, np.int64)
    ok = ~state.blocked
    for k, locked in state.las_veileder.items():
        if len(locked) > 2:
            ok[:, k] = False
        else:
            las_veileder[k, : len(locked)] = sorted(locked)
    per = [sorted(state.las_kommune.get(i, ())) for i in range(n)]
    arrays = model.arrays._replace(
        ok=ok,
        par_ok=state.par_ok,
        lo=state.lo,
        hi=state.hi,
        veileder_sprak=state.sprak,
        maks=max(1, min(state.maks, m)),
        las_veileder=las_veileder,
        las_ptr=np.cumsum([0] + [len(each) for each in per], dtype=np.int64),
        las_kommune=np.array([k for each in per for k in each], np.int64),
    )
    krav = state.krav.copy()
    krav[_numbers(goals)] = True
    return replace(model, arrays=arrays, krav=krav)


def _numbers(goals: Collection[int]) -> Ints:
    return np.array(sorted(goals), np.int64)


def _keeps(model: Model, plan: Columns) -> bool:
    used = np.zeros(model.m + model.n, np.bool_)
    rows = plan.rows(model.m)
    used[rows[rows >= 0]] = True
    return bool(used[model.krav].all())
