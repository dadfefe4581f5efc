"""Solve a problem: locks first, then most placed, then least cost; the best so far is kept."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from typing import Final

from matching.felles.cpsat import run as run_cpsat
from matching.felles.kjoring import Kjoring, Status
from matching.felles.progress import Clock, OnProgress, Phase, Progress, ShouldStop
from matching.timeplan.annealing import (
    Runner,
    heats,
    make_runner,
    read_plan,
    run_all,
    to_fixed,
    value,
)
from matching.timeplan.bound import linear_bound
from matching.timeplan.candidates import to_tall
from matching.timeplan.coarse import to_day_programme
from matching.timeplan.cost import plan_cost, plan_ledd
from matching.timeplan.forslag import VERSJON, Motstrid, Timeplan
from matching.timeplan.locks import find_motstrid, lone_motstrid, plan_with_locks
from matching.timeplan.model import Delmodell
from matching.timeplan.objective import cost_least
from matching.timeplan.plans import Numre, from_intervjuer, to_intervjuer
from matching.timeplan.problem import Intervju, Problem
from matching.timeplan.relaxation import to_programme
from matching.timeplan.rules import RuleId, plan_brudd
from matching.timeplan.state import Kept
from matching.timeplan.validate import check
from matching.timeplan.warm_up import warm_up

_REPORT_EVERY_S: Final = 0.2
_CHUNK: Final = 20_000
# A first round makes so many moves, and some for each applicant; the next several times as many.
_MOVES, _MOVES_PER_SOKER = 4_000, 1_000
_ROUNDS, _LONGER = 4, 4
# With a clock: so many at most, and none that would begin with less than this left.
_MOST_ROUNDS, _LAST_S, _LAST_SHARE = 16, 1.0, 0.05
# Terms of the exact model (candidates x members) up to which it is worth building.
_TINY, _EXACT = 3_000, 20_000
# Up to which the fine linear programme is worth its time.
_LINEAR: Final = 800_000
_SHARE_OF_TIME: Final = 0.6


def solve(
    problem: Problem,
    *,
    max_time_s: float | None = 60.0,
    workers: int = 1,
    seed: int = 1,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    start: Timeplan | None = None,
) -> Timeplan:
    """Return the best timetable found and proven bounds of both levels.

    Stops after `max_time_s` seconds (None: when proven or when the methods have no more to give)
    or soon after `should_stop` says so, and then returns the best so far; that the locks can be
    kept is settled first and is not interrupted.  What still keeps the rules of `start` and of
    `gjeldende` is where the search begins.  With no limit reached and one worker, the same
    problem and seed give the same timetable.
    """
    warm_up()
    clock = Clock(max_time_s, should_stop)
    threads = ThreadPoolExecutor(workers) if workers > 1 else None
    with threads or nullcontext():
        each = _Run(problem, clock, threads, max(1, workers), on_progress)
        motstrid = each.settle(seed, max_time_s, start)
        kjoring = Kjoring(VERSJON, seed, round(clock.elapsed_s, 3), max(1, workers))
        plan = each.to_timeplan(motstrid, kjoring)
    avvik = check(problem, plan)
    if avvik:
        raise RuntimeError(f"solver and rules disagree: {avvik[0]}")
    return plan


class _Run:
    """The state of one run: the best plan, the bounds, and who listens."""

    def __init__(
        self,
        problem: Problem,
        clock: Clock,
        threads: Executor | None,
        workers: int,
        on_progress: OnProgress | None,
    ) -> None:
        self.problem = problem
        self.tall = to_tall(problem)
        self.fixed = to_fixed(self.tall)
        self.plan: Numre | None = None
        self.value = (self.tall.n, 0)
        self.left_bound = sum(not ledd.kandidater for ledd in self.tall.ledd)
        self.cost_bound = 0
        self._bounded = -1
        self._locked = {a for a, ledd in enumerate(self.tall.ledd) if ledd.last}
        self._clock = clock
        self._threads = threads
        self._workers = workers
        self._on_progress = on_progress
        self._reported_s = -1.0
        self._phase = Phase.START

    def settle(self, seed: int, max_time_s: float | None, start: Timeplan | None) -> list[Motstrid]:
        """Run all stages; return the locks that cannot be kept, if that is so."""
        motstrid = lone_motstrid(self.problem)
        if motstrid:
            return motstrid
        self._report(Phase.START, force=True)
        first: Numre | None = {}
        if self.problem.laser:
            first = plan_with_locks(self.tall)
            if first is None:
                return find_motstrid(self.problem)
        assert first is not None
        self._offer(first)
        for known in ([] if start is None else [start.intervjuer]) + [self.problem.gjeldende]:
            self._offer(self._repaired(known))
        if self._terms() <= _TINY:
            self._prove()
        else:
            self._anneal_and_bound(seed, max_time_s)
        self._report(Phase.DONE, force=True)
        return []

    def _terms(self) -> int:
        return sum(len(ledd.kandidater) for ledd in self.tall.ledd) * self.tall.m

    # --- good plans, then bounds, then better plans, then proof ---

    def _anneal_and_bound(self, seed: int, max_time_s: float | None) -> None:
        exact = self._terms() <= _EXACT
        share = _SHARE_OF_TIME if exact else 1.0
        until = None if max_time_s is None else share * max_time_s
        moves = _MOVES + _MOVES_PER_SOKER * self.tall.n
        for at in range(_ROUNDS if until is None else _MOST_ROUNDS):
            began = self._clock.elapsed_s
            self._anneal(seed + 1000 * at, moves, again=at > 0)
            took = self._clock.elapsed_s - began
            if at == 0 and not self._clock.must_stop():
                self._bound()
            if self._is_proven() or self._clock.must_stop():
                return
            moves *= _LONGER
            if until is not None:
                left = until - self._clock.elapsed_s
                if left < max(_LAST_S, _LAST_SHARE * until):
                    break
                # One long run is worth more than several short ones: fill the time there is.
                moves = max(_CHUNK, int(moves / _LONGER * 0.95 * left / took))
        if self._bounded != self.value[0]:
            self._bound()
        if exact and not self._is_proven():
            self._prove()

    def _anneal(self, seed: int, moves: int, *, again: bool) -> None:
        """Anneal anew, the first time from what is known; each worker from its own seed."""
        self._report(Phase.IMPROVE if again else Phase.START)
        hot, cold = heats(self.tall)
        known = self.plan if self.plan and not again else None
        if known is not None and len(known) == self.tall.n - self.left_bound:
            hot = min(hot, 4 * cold)
        runners = [
            make_runner(self.tall, self.fixed, seed + n, known) for n in range(self._workers)
        ]
        chunks = max(1, moves // _CHUNK)
        size = max(1, moves // chunks)
        for k in range(chunks):
            if self._clock.must_stop() and (k > 0 or self.plan):
                break
            heat = (hot * (cold / hot) ** (k / chunks), hot * (cold / hot) ** ((k + 1) / chunks))
            run_all(runners, size, heat, self._threads)
            if k % 8 == 7 or k == chunks - 1:
                self._take(runners)
            self._report(self._phase)
        self._take(runners)

    def _take(self, runners: list[Runner]) -> None:
        self._offer(read_plan(min(runners, key=value)))

    def _bound(self) -> None:
        """Bound both levels by linear programmes, the small one first."""
        self._report(Phase.RELAXATION)
        self._bounded = self.value[0]
        least = self.tall.n - self.value[0]
        self._raise_cost(linear_bound(to_day_programme(self.tall, least), self._clock), least)
        if self._terms() > _LINEAR or self._clock.must_stop():
            return
        if self.left_bound < self.value[0]:
            bound = linear_bound(to_programme(self.tall, least_placed=None), self._clock)
            self.left_bound = max(self.left_bound, bound or 0)
            self._report(Phase.RELAXATION)
        if not self._clock.must_stop():
            bound = linear_bound(to_programme(self.tall, least_placed=least), self._clock)
            self._raise_cost(bound, least)

    def _raise_cost(self, bound: int | None, least_placed: int) -> None:
        """Keep a bound on the cost of plans that place at least so many."""
        if bound is not None and least_placed <= self.tall.n - self.value[0]:
            self.cost_bound = max(self.cost_bound, bound)
            self._report(Phase.RELAXATION, force=True)

    def _prove(self) -> None:
        """Settle both levels with the exact model."""
        everyone = range(self.tall.n)
        if self.left_bound < self.value[0] and not self._clock.must_stop():
            model = Delmodell(self.tall, Kept(self.tall, {}), everyone)
            model.place_most()
            self._run_exact(model, level=0)
        if self._clock.must_stop():
            return
        model = Delmodell(self.tall, Kept(self.tall, {}), everyone)
        cost_least(model)
        model.place_at_least(self.tall.n - self.value[0])
        self._run_exact(model, level=1)

    def _run_exact(self, model: Delmodell, level: int) -> None:
        if self.plan:
            model.hint(self.plan)
        unplaced = self.value[0]

        def on_bound(bound: int) -> None:
            if level == 0:
                self.left_bound = max(self.left_bound, bound)
            elif self.value[0] == unplaced:
                self.cost_bound = max(self.cost_bound, bound)
            self._report(Phase.BRANCH)

        outcome = run_cpsat(model.cp, self._clock, workers=self._workers, on_bound=on_bound)
        if outcome.found:
            self._offer(model.read(outcome))
            on_bound(outcome.bound)

    def _is_proven(self) -> bool:
        return self.plan is not None and (self.left_bound, self.cost_bound) == self.value

    # --- plans ---

    def _repaired(self, intervjuer: Iterable[Intervju]) -> Numre | None:
        """Return the interviews that keep every rule together, the locked applicants always."""
        locked = {las.soker for las in self.problem.laser}
        left = [each for each in intervjuer if from_intervjuer(self.tall, [each]) is not None]
        while True:
            brudd = [b for b in plan_brudd(self.problem, left) if b.regel is not RuleId.LAS]
            if not brudd:
                break
            names = {each.soker for each in left}
            gone = {next((i for i in reversed(b.ider) if i in names), None) for b in brudd}
            left = [each for each in left if each.soker not in gone]
            if gone == {None}:
                return None
        if not locked <= {each.soker for each in left}:
            return None
        plan = from_intervjuer(self.tall, left)
        lawful = not plan_brudd(self.problem, left)
        return plan if lawful else None

    def _offer(self, plan: Numre | None) -> None:
        """Keep a plan if it holds the locked applicants and is better than the best."""
        if plan is None or not self._locked <= set(plan):
            return
        new = (self.tall.n - len(plan), plan_cost(self.problem, to_intervjuer(self.tall, plan)))
        if self.plan is None or new < self.value:
            if self.plan is not None and new[0] < self.value[0]:
                # A bound on the cost holds for plans that leave as few as the best did then.
                self.cost_bound, self._bounded = 0, -1
            self.plan, self.value = plan, new
            self._report(self._phase, force=True)

    def _report(self, phase: Phase, force: bool = False) -> None:
        self._phase = phase
        now = self._clock.elapsed_s
        if self._on_progress is None or (not force and now - self._reported_s < _REPORT_EVERY_S):
            return
        self._reported_s = now
        left, cost = (None, None) if self.plan is None else self.value
        bound = self.cost_bound if cost is None else min(self.cost_bound, cost)
        self._on_progress(Progress(phase, left, cost, self.left_bound, bound, now))

    def to_timeplan(self, motstrid: list[Motstrid], kjoring: Kjoring) -> Timeplan:
        """Return the best plan; an empty one where locks cannot be kept."""
        plan = {} if motstrid or self.plan is None else self.plan
        intervjuer = to_intervjuer(self.tall, plan)
        ledd = plan_ledd(self.problem, intervjuer)
        cost = sum(ledd.values())
        if motstrid:
            status = Status.UMULIG
        else:
            status = Status.OPTIMAL if self._is_proven() else Status.AVBRUTT
        placed = {each.soker for each in intervjuer}
        return Timeplan(
            forste_dag=self.problem.forste_dag,
            status=status,
            uplassert=tuple(x.id for x in self.problem.sokere if x.id not in placed),
            kostnad=cost,
            nedre_grense=cost if motstrid else min(self.cost_bound, cost),
            nedre_grense_uplassert=self.tall.n - len(placed) if motstrid else self.left_bound,
            ledd=ledd,
            intervjuer=intervjuer,
            kjoring=kjoring,
            motstrid=tuple(motstrid),
        )
