"""Plans that are improved apart from each other, and crossed now and then.

Each plan ends where nothing near it is better, and each is best in other parts of the country.  The
best plan of all their lag is better than any of them, and another place to go on from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor

import numpy as np

from matching.felles.progress import Clock
from matching.felles.waiting import at_once
from matching.tildeling.heuristics.annealing import keeps_krav, plan_value
from matching.tildeling.heuristics.primal import Improver
from matching.tildeling.heuristics.recombine import ColumnPool, best_of
from matching.tildeling.heuristics.repair import fill
from matching.tildeling.model.columns import Columns, Model

# Steps of each plan before the plans are crossed, and how often they are; so many rounds in a row
# that gain less than that share of the cost end it.
_STEPS = 4
_ROUNDS = 5
_PATIENCE = 2
_LEAST_GAIN = 2000


class Lineages:
    """A few lines of plans; the same ones with any number of threads."""

    def __init__(
        self, model: Model, seed: int, improver: Improver, threads: Executor | None
    ) -> None:
        """Improve plans as `improver` does."""
        self._model = model
        self._seed = seed
        self._improver = improver
        self._threads = threads
        self._begun = 0

    def grow(
        self,
        begun: Sequence[Columns],
        best: Columns,
        clock: Clock,
        keep: Callable[[Columns], None],
    ) -> None:
        """Complete each of the begun plans, whose lag must share nobody, and improve them.

        `best` must keep every rule and lock; each plan that is better goes to `keep`.
        """
        numbers = range(len(begun))
        improvers = [self._improver.apart(self._begun + number) for number in numbers]
        self._begun += len(begun)

        def complete(number: int, _clock: Clock) -> Columns:
            plan = fill(self._model, begun[number], self._seed + number, None)
            # A part of the map cannot know of a lock on somebody outside it who is in no lag.
            return plan if keeps_krav(self._model, plan) else best

        def improve(number: int, halted: Clock) -> Columns:
            plan = plans[number]
            for _ in range(_STEPS):
                if halted.must_stop():
                    break
                plan = improvers[number].step(plan)
            return plan

        plans = at_once(complete, numbers, self._threads, clock)
        idle = 0
        for _ in range(_ROUNDS):
            if idle == _PATIENCE or clock.must_stop():
                break
            plans = at_once(improve, numbers, self._threads, clock)
            before, best = best, self._cross([best, *plans])
            keep(best)
            idle = 0 if self._gains(before, best) else idle + 1
            # The first one stays by itself: it brings what the others have not.
            plans[1:] = [best] * len(plans[1:])

    def _gains(self, before: Columns, after: Columns) -> bool:
        (open_before, before_cost), (open_after, after_cost) = (
            plan_value(self._model, plan) for plan in (before, after)
        )
        return open_after < open_before or (before_cost - after_cost) * _LEAST_GAIN > after_cost

    def _cross(self, plans: Sequence[Columns]) -> Columns:
        """Return the best plan of the lag of these plans; the first of the best ones at worst."""
        model = self._model
        lag = ColumnPool(model.arrays.maks, sum(plan.size for plan in plans))
        lag.add(Columns.join(plans))
        best = min(plans, key=lambda plan: plan_value(model, plan))
        return best_of(model, np.arange(model.m), best, lag.columns)
