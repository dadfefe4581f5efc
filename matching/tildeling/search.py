"""Solve a problem: locks first, then coverage, then cost; the best plan so far is always kept."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext

import numpy as np

from matching.felles.progress import Clock, OnProgress, Phase, Progress, ShouldStop
from matching.tildeling.columns import Columns, Model, coverage_model, to_model
from matching.tildeling.forslag import VERSJON, Forslag, Kjoring, Motstrid, Status
from matching.tildeling.level import LevelSearch, Ways
from matching.tildeling.locks import find_motstrid, lone_motstrid, plan_with_locks
from matching.tildeling.master import Level, Objective
from matching.tildeling.plans import Figures, from_forslag, priced, to_forslag
from matching.tildeling.primal import first_plan, plan_value
from matching.tildeling.problem import Problem
from matching.tildeling.validate import check
from matching.tildeling.warm_up import warm_up

_REPORT_EVERY_S = 0.2
_MOVES_BASE, _MOVES_PER_KOMMUNE = 10_000, 1_000
_ANNEALINGS = 5


def solve(
    problem: Problem,
    *,
    max_time_s: float | None = 60.0,
    workers: int = 1,
    seed: int = 1,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    start: Forslag | None = None,
) -> Forslag:
    """Return the best plan found and proven bounds of both levels.

    Stops after `max_time_s` seconds (None: when proven) or soon after `should_stop` says so, and
    then returns the best plan so far; that the locks can be kept is settled first and is not
    interrupted.  Compiling on a new machine (`warm_up`) does not count.  `start` is used if it
    keeps every rule.  With no limit reached, the same problem and seed give the same plan.

    Raises:
        ArithmeticError: the simplex method failed on numbers far outside the documented ranges.
    """
    warm_up()
    clock = Clock(max_time_s, should_stop)
    threads = ThreadPoolExecutor(workers) if workers > 1 else None
    with threads or nullcontext():
        run = _Run(problem, clock, threads, on_progress)
        motstrid = run.settle(seed, start)
        kjoring = Kjoring(VERSJON, seed, round(clock.elapsed_s, 3), max(1, workers))
        forslag = run.to_forslag(motstrid, kjoring)
    avvik = check(problem, forslag)
    if avvik:
        raise RuntimeError(f"solver and rules disagree: {avvik[0]}")
    return forslag


class _Run:
    """The state of one run: the best plan, the bounds, and who listens."""

    def __init__(
        self,
        problem: Problem,
        clock: Clock,
        threads: Executor | None,
        on_progress: OnProgress | None,
    ) -> None:
        self.problem = problem
        self.model: Model = to_model(problem)
        self.plan: Columns | None = None
        self.udekket_bound = 0
        self.kostnad_bound = 0
        self._clock = clock
        self._threads = threads
        self._on_progress = on_progress
        self._reported_s = -1.0
        self._phase = Phase.START

    def settle(self, seed: int, start: Forslag | None) -> list[Motstrid]:
        """Run all levels; return the locks that cannot be kept, if that is so."""
        motstrid = lone_motstrid(self.problem)
        if motstrid:
            return motstrid
        self._report(Phase.START, force=True)
        if start is not None:
            self._offer(from_forslag(self.problem, self.model, start))
        self._anneal(seed, 0)
        if self.plan is None and not self._keep_locks():
            return find_motstrid(self.problem, self._threads)
        self._report(Phase.START, force=True)
        self._cover(seed)
        self._cheapen()
        self._report(Phase.DONE, force=True)
        return []

    def _anneal(self, seed: int, again: int, start: Columns | None = None) -> None:
        """Look for a plan by annealing; each time it is asked again it works twice as hard."""
        if self._clock.must_stop() and self.plan is not None:
            return
        moves = (_MOVES_BASE + _MOVES_PER_KOMMUNE * self.model.m) << again
        self._offer(first_plan(self.model, seed + again, moves, self._threads, start))

    # --- the three levels ---

    def _keep_locks(self) -> bool:
        """Find a plan that keeps all locks; False if there is none."""
        plan = plan_with_locks(self.model, self._threads)
        self._offer(plan)
        return plan is not None

    def _cover(self, seed: int) -> None:
        """Minimise the uncovered kommuner."""
        assert self.plan is not None
        value = self._value()[0]
        if value == 0:
            return
        free = coverage_model(self.model)
        free_plan = Columns(self.plan.par, self.plan.kommuner, np.zeros_like(self.plan.cost))

        def keep(plan: Columns) -> int:
            self._offer(priced(self.model, plan))
            return self._value()[0]

        def report(phase: Phase, bound: int) -> None:
            self.udekket_bound = max(self.udekket_bound, bound)
            self._report(phase)

        ways = Ways(self._clock, self._threads, keep, report)
        objective = Objective.of(free, Level.DEKNING)
        level = LevelSearch(free, objective, ways, free_plan, value)
        self.udekket_bound = level.relax()
        for again in range(1, _ANNEALINGS):
            if self.udekket_bound < self._value()[0]:
                self._anneal(seed, again)
        self.udekket_bound = level.run(self._value()[0])
        if self._value()[0] < value:
            # The plan was found without a thought for its cost.
            self._anneal(seed, _ANNEALINGS, self.plan)

    def _cheapen(self) -> None:
        """Minimise the cost of the plans that cover as much as the best."""
        assert self.plan is not None
        if self._clock.must_stop():
            return

        def keep(plan: Columns) -> int:
            self._offer(plan)
            return self._value()[1] - self.model.endring

        def report(phase: Phase, bound: int) -> None:
            self.kostnad_bound = max(self.kostnad_bound, bound + self.model.endring)
            self._report(phase)

        udekket, kostnad = self._value()
        ways = Ways(self._clock, self._threads, keep, report)
        objective = Objective.of(self.model, Level.KOSTNAD, udekket)
        value = kostnad - self.model.endring
        bound = LevelSearch(self.model, objective, ways, self.plan, value).run(value)
        self.kostnad_bound = max(0, bound + self.model.endring)

    # --- plans ---

    def _value(self) -> tuple[int, int]:
        assert self.plan is not None
        return plan_value(self.model, self.plan)

    def _offer(self, plan: Columns | None) -> None:
        """Keep a plan if it is better than the best."""
        if plan is None:
            return
        if self.plan is None or plan_value(self.model, plan) < self._value():
            self.plan = plan
            self._report(self._phase, force=True)

    def _report(self, phase: Phase, force: bool = False) -> None:
        self._phase = phase
        now = self._clock.elapsed_s
        if self._on_progress is None or (not force and now - self._reported_s < _REPORT_EVERY_S):
            return
        self._reported_s = now
        udekket, kostnad = (None, None) if self.plan is None else self._value()
        bound = max(0, self.kostnad_bound)
        self._on_progress(Progress(phase, udekket, kostnad, self.udekket_bound, bound, now))

    def to_forslag(self, motstrid: list[Motstrid], kjoring: Kjoring) -> Forslag:
        """Return the best plan as a proposal; an empty one where locks cannot be kept."""
        if motstrid or self.plan is None:
            empty = Columns.empty(self.model.arrays.maks)
            figures = Figures(Status.UMULIG, self.model.endring, self.model.m)
            return to_forslag(self.problem, empty, figures, kjoring, motstrid)
        udekket, kostnad = self._value()
        bound = max(0, min(self.kostnad_bound, kostnad))
        proven = bound == kostnad and self.udekket_bound == udekket
        status = Status.OPTIMAL if proven else Status.AVBRUTT
        figures = Figures(status, bound, self.udekket_bound)
        return to_forslag(self.problem, self.plan, figures, kjoring)
