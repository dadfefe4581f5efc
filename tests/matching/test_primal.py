from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from matching import (
    Laser,
    Problem,
    Tildeling,
    generate,
    plan_brudd,
    plan_cost,
    problem_from_dict,
)
from matching.tildeling.heuristics.parts import Part, Regions, sub_model, to_large, to_small
from matching.tildeling.heuristics.primal import (
    Improver,
    first_plan,
    improve,
    keeps_krav,
    plan_value,
)
from matching.tildeling.heuristics.recombine import ColumnPool, best_of
from matching.tildeling.model.columns import Columns, Model, to_model

from .builders import make_kommune, make_problem, make_veileder, random_problem
from .oracle import best_value

MOVES = 2000


def tildelinger(problem: Problem, plan: Columns) -> list[Tildeling]:
    return [
        Tildeling(
            (problem.veiledere[i], problem.veiledere[j]),
            tuple(problem.kommuner[k] for k in kommuner if k >= 0),
        )
        for (i, j), kommuner in zip(plan.par, plan.kommuner, strict=True)
    ]


def same(one: Columns, other: Columns) -> bool:
    return all(
        np.array_equal(a, b)
        for a, b in ((one.par, other.par), (one.kommuner, other.kommuner), (one.cost, other.cost))
    )


def rough_plan(model: Model) -> Columns:
    plan = first_plan(model, 1, 50 * model.m)
    assert plan is not None
    return plan


def test_plans_keep_every_rule_and_mostly_are_the_best_there_is() -> None:
    best = found = 0
    for seed in range(300):
        raw = random_problem(seed)
        problem = problem_from_dict(raw)
        model = to_model(problem)

        plan = first_plan(model, seed, MOVES)

        expected = best_value(raw)
        if expected is None:
            assert plan is None
            continue
        best += 1
        if plan is None:
            continue
        given = tildelinger(problem, plan)
        value = plan_value(model, plan)
        assert plan_brudd(problem, given) == [], seed
        assert value[1] == plan_cost(problem, given)
        assert value >= expected
        better = improve(model, plan, seed=seed, rounds=1)
        assert plan_brudd(problem, tildelinger(problem, better)) == [], seed
        assert expected <= plan_value(model, better) <= value
        found += plan_value(model, better) == expected
    assert (best, found) == (178, 178)


@pytest.mark.parametrize("size", [(40, 25), (80, 45), (130, 70)])
def test_improving_never_makes_a_plan_worse(size: tuple[int, int]) -> None:
    problem = generate(*size, 3)
    model = to_model(problem)
    plan = rough_plan(model)
    improver = Improver(model, 1)
    for _ in range(3):
        better = improver.step(plan)

        assert plan_value(model, better) <= plan_value(model, plan)
        assert plan_brudd(problem, tildelinger(problem, better)) == []
        plan = better


def test_the_best_plan_of_a_small_round_is_found() -> None:
    model = to_model(generate(40, 25, 1))

    plan = improve(model, rough_plan(model), seed=1, rounds=4)

    assert plan_value(model, plan) == (0, 3274)


def test_the_same_seed_gives_the_same_plan_with_any_number_of_threads() -> None:
    model = to_model(generate(130, 70, 2))

    def run(threads: ThreadPoolExecutor | None) -> Columns:
        plan = first_plan(model, 5, 300 * model.m, threads)
        assert plan is not None
        return improve(model, plan, seed=5, rounds=2, pool=threads)

    with ThreadPoolExecutor(3) as three:
        assert same(run(None), run(three))
    assert same(run(None), run(None))


def test_a_start_is_not_destroyed() -> None:
    model = to_model(generate(40, 25, 1))
    start = improve(model, rough_plan(model), seed=1, rounds=4)

    again = first_plan(model, 1, 10, start=start)

    assert again is not None
    assert plan_value(model, again) == plan_value(model, start)


def test_a_caller_who_says_stop_gets_the_plan_back() -> None:
    model = to_model(generate(30, 18, 1))
    plan = rough_plan(model)

    assert improve(model, plan, seed=1, rounds=5, should_stop=lambda: True) is plan


def test_columns_that_are_known_to_be_good_are_used() -> None:
    model = to_model(generate(30, 18, 2))
    best = improve(model, rough_plan(model), seed=1, rounds=4)
    improver = Improver(model, 1)

    improver.learn(best)

    plan = improver.put_together(rough_plan(model))
    assert plan_value(model, plan) == plan_value(model, best)


def test_a_kommune_nobody_can_serve_does_not_take_its_neighbours_with_it() -> None:
    problem = problem_from_dict(
        make_problem(
            [make_veileder(f"V{n}") for n in range(4)],
            [
                make_kommune("K1"),
                make_kommune("K2"),
                make_kommune("K3", samisk_sprak="lulesamisk"),
            ],
        )
    )
    model = to_model(problem)

    plan = first_plan(model, 1, MOVES)

    assert plan is not None
    assert plan_value(model, plan)[0] == 1


def test_no_cost_is_traded_against_coverage_when_plans_are_put_together() -> None:
    raw = make_problem([make_veileder(f"V{n}") for n in range(4)], [make_kommune("K1")] * 1)
    raw["kommuner"].append(make_kommune("K2", timer=100))
    raw["vekter"]["time_fra_midten"] = 1_000_000
    for veileder in raw["veiledere"]:
        veileder["timer"] = [100, 150]
    model = to_model(problem_from_dict(raw))
    rows = np.array([[0, -1], [1, -1]])
    two = Columns(np.array([[0, 1], [2, 3]]), rows, np.array([50, 40_000_000]))

    plan = best_of(model, np.array([0, 1]), two.take(np.array([0])), two)

    assert plan.size == 2


def test_locks_are_kept_while_a_plan_is_improved() -> None:
    problem = generate(60, 34, 4)
    start = rough_plan(to_model(problem))
    (i, j), k = start.par[0], start.kommuner[0, 0]
    par = (problem.veiledere[i].id, problem.veiledere[j].id)
    laser = Laser(par=(par,), tildelt=((par[0], problem.kommuner[k].id),))
    locked = replace(problem, laser=laser)
    model = to_model(locked)
    plan = first_plan(model, 1, 200, start=start)
    assert plan is not None

    better = improve(model, plan, seed=1, rounds=2)

    assert keeps_krav(model, better)
    assert plan_brudd(locked, tildelinger(locked, better)) == []


def test_parts_hold_everything_once_and_are_models_of_their_own() -> None:
    model = to_model(generate(80, 45, 1))
    plan = rough_plan(model)

    parts = Regions(model).cut(plan, 12, np.random.default_rng(1))

    assert len(parts) > 2
    assert sorted(k for part in parts for k in part.kommuner) == list(range(model.m))
    veiledere = [v for part in parts for v in part.veiledere]
    assert len(set(veiledere)) == len(veiledere)
    assert sum(part.lag.size for part in parts) == plan.size
    for part in parts:
        small = sub_model(model, part)
        assert (small.n, small.m) == (len(part.veiledere), len(part.kommuner))
        assert same(to_large(part, to_small(part, part.lag)), part.lag)


def test_a_part_without_lag_is_left_alone() -> None:
    model = to_model(generate(12, 6, 1))
    nothing = Columns.empty(model.arrays.maks)
    part = Part(nothing, np.zeros(0, np.int64), np.array([0, 1]))

    assert sub_model(model, part).n == 0
    assert improve(model, nothing, seed=1, rounds=1).size == 0


def test_the_pool_forgets_the_oldest_and_knows_no_doubles() -> None:
    par = np.array([[0, 1], [0, 2], [0, 1]])
    three = Columns(par, np.array([[0], [1], [0]]), np.array([5, 6, 5]))
    pool = ColumnPool(1, 2)

    pool.add(three)
    assert pool.columns.cost.tolist() == [5, 6]

    pool.add(Columns(np.array([[1, 2]]), np.array([[2]]), np.array([7])))
    assert pool.columns.cost.tolist() == [7, 5]
