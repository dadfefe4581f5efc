"""Solve a problem: locks first, then coverage, then cost; the best plan so far is always kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np

from matching.felles.kjoring import Kjoring, Status
from matching.felles.progress import Clock, OnProgress, Phase, Progress, ShouldStop
from matching.tildeling.bounds.level import LevelSearch, Ways
from matching.tildeling.bounds.master import Level, Objective
from matching.tildeling.bounds.near_level import NearSearch
from matching.tildeling.forslag import VERSJON, Forslag, Motstrid
from matching.tildeling.heuristics.lineages import Lineages
from matching.tildeling.heuristics.primal import Improver, first_plan, plan_value
from matching.tildeling.lock_conflicts import find_motstrid, joint_motstrid
from matching.tildeling.locks import decided_plan, lone_motstrid, plan_with_locks
from matching.tildeling.model.columns import Columns, Model, coverage_model, to_model
from matching.tildeling.model.plans import Figures, from_forslag, priced, to_forslag
from matching.tildeling.problem import Problem
from matching.tildeling.validate import check
from matching.tildeling.warm_up import warm_up

_REPORT_EVERY_S = 0.2
_MOVES_BASE, _MOVES_PER_KOMMUNE = 10_000, 2_000
# Steps without a better plan that end a search for one: at first, where also the number of all
# steps is limited, and where kommuner are left without a lag.
_PATIENCE, _PATIENCE_COVER = 3, 40
_STEPS = 12

FirstPlan = Callable[[Model, Executor | None], tuple[Columns | None, bool]]
"""Gives a plan that keeps every rule, if there is one at hand, and whether it is good enough to
go straight to the bounds."""


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

    def first(model: Model, _threads: Executor | None) -> tuple[Columns | None, bool]:
        return None if start is None else from_forslag(problem, model, start), False

    limits = Limits(max_time_s, workers, on_progress, should_stop)
    return search(problem, limits, seed, first)


@dataclass(frozen=True)
class Limits:
    """What a caller allows a run: the arguments of `solve`."""

    max_time_s: float | None
    workers: int
    on_progress: OnProgress | None
    should_stop: ShouldStop | None


def search(problem: Problem, limits: Limits, seed: int, first: FirstPlan) -> Forslag:
    """Run all levels from what `first` gives; raises like `solve`."""
    warm_up()
    clock = Clock(limits.max_time_s, limits.should_stop)
    workers = limits.workers
    threads = ThreadPoolExecutor(workers) if workers > 1 else None
    with threads or nullcontext():
        run = _Run(problem, clock, threads, limits.on_progress, seed)
        motstrid = run.settle(first)
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
        seed: int,
    ) -> None:
        self.problem = problem
        self.model: Model = to_model(problem)
        self.plan: Columns | None = None
        self.udekket_bound = 0
        self.kostnad_bound = 0
        self._clock = clock
        self._threads = threads
        self._on_progress = on_progress
        self._seed = seed
        self._reported_s = -1.0
        self._phase = Phase.START
        self._improver: Improver | None = None
        self._lineages: Lineages | None = None

    def settle(self, first: FirstPlan) -> list[Motstrid]:
        """Run all levels; return the locks that cannot be kept, if that is so."""
        motstrid = lone_motstrid(self.problem) or joint_motstrid(self.problem, self._threads)
        if motstrid:
            return motstrid
        self._report(Phase.START, force=True)
        if self._decided():
            self._report(Phase.DONE, force=True)
            return []
        plan, is_good = first(self.model, self._threads)
        self._offer(plan)
        if plan is None or not is_good:
            moves = _MOVES_BASE + _MOVES_PER_KOMMUNE * self.model.m
            self._offer(first_plan(self.model, self._seed, moves, self._threads, plan))
        if self.model.n > 1 and self.model.m > 0:
            self._improver = Improver(self.model, self._seed, self._threads)
            self._lineages = Lineages(self.model, self._seed, self._improver, self._threads)
        if self.plan is None and not self._keep_locks():
            return find_motstrid(self.problem, self._threads)
        self._report(Phase.START, force=True)
        if not is_good:
            self._improve(_PATIENCE, most=_STEPS)
        self._cover()
        self._cheapen()
        self._report(Phase.DONE, force=True)
        return []

    def _decided(self) -> bool:
        """Take the only plan there can be, where the locks leave no choice."""
        self._offer(decided_plan(self.model))
        if self.plan is None:
            return False
        self.udekket_bound, self.kostnad_bound = self._value()
        return True

    def _improve(self, patience: int, *, most: int | None = None, cover: bool = False) -> None:
        """Improve the plan until so many steps in a row have not, or `most` steps are taken.

        With `cover` it is enough that no more kommuner can be covered.
        """
        if self._improver is None:
            return
        idle, steps = 0, 0
        while (
            idle < patience
            and steps != most
            and not self._proven(cover)
            and not self._clock.must_stop()
        ):
            assert self.plan is not None
            before = self._value()
            self._offer(self._improver.step(self.plan))
            idle = idle + 1 if self._value() == before else 0
            steps += 1

    def _complete(self, begun: Sequence[Columns]) -> None:
        """Make plans of lots of lag that share nobody, and improve them apart from each other."""
        if self._lineages is not None and not self._clock.must_stop():
            assert self.plan is not None
            self._lineages.grow(begun, self.plan, self._clock, self._offer)

    def _proven(self, cover: bool) -> bool:
        udekket, kostnad = self._value()
        return udekket == self.udekket_bound and (cover or kostnad == self.kostnad_bound)

    # --- the three levels ---

    def _keep_locks(self) -> bool:
        """Find a plan that keeps all locks; False if there is none."""
        plan = plan_with_locks(self.model, self._threads)
        self._offer(plan)
        return plan is not None

    def _cover(self) -> None:
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
        if self.udekket_bound < self._value()[0] and not level.settle_cover():
            self._improve(_PATIENCE_COVER, cover=True)
        self.udekket_bound = level.run(self._value()[0])
        if self._value()[0] < value:
            # The plan was found without a thought for its cost.
            self._improve(_PATIENCE)

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

        def complete(begun: Sequence[Columns]) -> int:
            self._complete(begun)
            return self._value()[1] - self.model.endring

        udekket, kostnad = self._value()
        ways = Ways(self._clock, self._threads, keep, report, complete)
        objective = Objective.of(self.model, Level.KOSTNAD, udekket)
        value = kostnad - self.model.endring
        kind = NearSearch if self._is_near() else LevelSearch
        bound = kind(self.model, objective, ways, self.plan, value).run(value)
        self.kostnad_bound = max(0, bound + self.model.endring)

    def _is_near(self) -> bool:
        """Return whether changes have a price, and the plan keeps most of the one in force."""
        assert self.plan is not None
        if self.model.endring == 0:
            return False
        veiledere, kommuner = self.problem.veiledere, self.problem.kommuner
        kept = sum(
            (veiledere[i].id, kommuner[k].id) in self.problem.relasjoner
            for par, served in zip(self.plan.par, self.plan.kommuner, strict=True)
            for i in par
            for k in served[served >= 0]
        )
        return 2 * kept > len(self.problem.relasjoner)

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
