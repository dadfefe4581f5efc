"""Plans that are improved apart from each other and crossed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from matching import Laser, Problem, generate
from matching.felles.progress import Clock
from matching.felles.waiting import at_once
from matching.tildeling.bounds.bound import scale_of
from matching.tildeling.bounds.dive import Dive
from matching.tildeling.bounds.master import Master
from matching.tildeling.bounds.oracle import FullOracle
from matching.tildeling.heuristics.lineages import Lineages
from matching.tildeling.heuristics.primal import Improver, first_plan, keeps_krav, plan_value
from matching.tildeling.heuristics.repair import sound_columns
from matching.tildeling.model.columns import Columns, Model, to_model

from .relaxed import UNTIL_DONE, relaxed_problem
from .test_near import covered_by

STOPPED = Clock(0.0, None)


def rough_plan(model: Model, seed: int) -> Columns:
    plan = first_plan(model, seed, 100 * model.m)
    assert plan is not None
    return plan


def grow(
    model: Model,
    begun: list[Columns],
    best: Columns,
    threads: ThreadPoolExecutor | None = None,
    clock: Clock = UNTIL_DONE,
) -> list[Columns]:
    kept: list[Columns] = []
    lineages = Lineages(model, 1, Improver(model, 1, threads), threads)
    lineages.grow(begun, best, clock, kept.append)
    return kept


def begun_plans(model: Model) -> list[Columns]:
    """Plans with a third of their lag gone."""
    return [
        plan.take(np.arange(plan.size) % 3 != seed % 3)
        for seed, plan in ((seed, rough_plan(model, seed)) for seed in range(4))
    ]


def test_plans_grow_better_keep_the_rules_and_do_not_depend_on_threads() -> None:
    for seed in range(1, 4):
        model = to_model(generate(60, 34, seed))
        best = rough_plan(model, 9)
        alone = grow(model, begun_plans(model), best)
        with ThreadPoolExecutor(3) as threads:
            together = grow(model, begun_plans(model), best, threads)

        values = [plan_value(model, plan) for plan in alone]
        assert values == [plan_value(model, plan) for plan in together]
        assert values == sorted(values, reverse=True)
        assert values[-1] < plan_value(model, best)
        for plan in alone:
            assert covered_by(model, plan) == model.m - plan_value(model, plan)[0]


def test_a_crossed_plan_has_the_best_of_each() -> None:
    model = to_model(generate(60, 34, 1))
    best = grow(model, begun_plans(model), rough_plan(model, 9))[-1]
    spoilt = [with_other_veileder(model, best, at) for at in (0, best.size // 2, best.size - 1)]
    assert all(plan_value(model, plan) > plan_value(model, best) for plan in spoilt)

    lineages = Lineages(model, 1, Improver(model, 1), None)

    for parents in (spoilt, spoilt[:2], spoilt[1:]):
        crossed = lineages._cross(parents)
        assert plan_value(model, crossed) == plan_value(model, best)


def with_other_veileder(model: Model, plan: Columns, at: int) -> Columns:
    """Return a dearer plan, with somebody who is free in one lag."""
    free = np.setdiff1d(np.arange(model.n), plan.par)
    lag_liste = list(zip(plan.par.tolist(), plan.kommuner.tolist(), strict=True))
    served = [[k for k in kommuner if k >= 0] for _, kommuner in lag_liste]
    for one in free.tolist():
        changed = [
            ([par[0], one] if number == at else par, served[number])
            for number, (par, _) in enumerate(lag_liste)
        ]
        other = sound_columns(model, changed)
        if other.size == plan.size and other.cost.sum() > plan.cost.sum():
            return other
    raise AssertionError("nobody else can be in this lag")


def test_locks_are_kept() -> None:
    problem: Problem = generate(60, 34, 4)
    start = rough_plan(to_model(problem), 1)
    (i, j), k = start.par[0], start.kommuner[0, 0]
    par = (problem.veiledere[i].id, problem.veiledere[j].id)
    locked = replace(problem, laser=Laser(par=(par,), tildelt=((par[0], problem.kommuner[k].id),)))
    model = to_model(locked)
    begun = [start.take(np.arange(start.size) % 3 != seed) for seed in range(3)]

    for plan in grow(model, begun, start):
        assert keeps_krav(model, plan)


def test_nothing_grows_when_the_clock_says_stop() -> None:
    model = to_model(generate(40, 25, 1))

    assert grow(model, begun_plans(model), rough_plan(model, 1), clock=STOPPED) == []


def test_dives_differ_by_their_numbers_and_only_by_them() -> None:
    model, _plan, master, _relaxed = relaxed_problem(2)

    def dive(number: int) -> set[tuple[int, ...]]:
        begun = Master(model, master.objective, master.box)
        begun.add(master.columns)
        rng = np.random.default_rng(number)
        lag = Dive(begun, FullOracle(model.arrays), scale_of(model.arrays), rng).run(UNTIL_DONE)
        return {tuple(rows) for rows in lag.rows(model.m).tolist()}

    found = [dive(number) for number in range(4)]

    assert found == [dive(number) for number in range(4)]
    assert len({frozenset(each) for each in found}) > 1


def test_work_at_once_comes_back_in_order_and_hears_of_a_stop() -> None:
    def work(task: int, clock: Clock) -> tuple[int, bool]:
        while task % 2 and not clock.must_stop():
            pass
        return task, bool(task % 2)

    soon = Clock(0.2, None)
    with ThreadPoolExecutor(2) as threads:
        found = at_once(work, range(4), threads, soon)

    assert found == [(0, False), (1, True), (2, False), (3, True)]
    assert at_once(work, range(4), None, STOPPED) == found
