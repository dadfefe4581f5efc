from __future__ import annotations

from matching.felles.progress import Clock
from matching.timeplan import plan_brudd, plan_cost, problem_from_dict
from matching.timeplan.annealing import heats, make_runner, read_plan, run_all, to_fixed
from matching.timeplan.bound import linear_bound, safe_bound
from matching.timeplan.candidates import to_tall
from matching.timeplan.coarse import to_day_programme
from matching.timeplan.plans import to_intervjuer
from matching.timeplan.relaxation import to_programme
from matching.timeplan.rules import RuleId

from .builders import random_problem
from .oracle import TooManyError, Value, best_value

FREE = Clock(None, None)


def solvable(seeds: range) -> list[tuple[int, Value]]:
    found = []
    for seed in seeds:
        try:
            best = best_value(random_problem(seed), most=20_000)
        except TooManyError:
            continue
        if best is not None:
            found.append((seed, best))
    return found


def test_no_linear_bound_is_above_the_best_timetable() -> None:
    for seed, (left, cost) in solvable(range(5000, 5150)):
        tall = to_tall(problem_from_dict(random_problem(seed)))
        least = tall.n - left

        placed = linear_bound(to_programme(tall, least_placed=None), FREE)
        fine = linear_bound(to_programme(tall, least_placed=least), FREE)
        coarse = linear_bound(to_day_programme(tall, least), FREE)

        assert None not in (placed, fine, coarse)
        assert (placed or 0) <= left, seed
        assert max(fine or 0, coarse or 0) <= cost, seed


def test_any_prices_give_a_valid_bound() -> None:
    for seed, (left, cost) in solvable(range(5150, 5180)):
        tall = to_tall(problem_from_dict(random_problem(seed)))
        lp = to_programme(tall, least_placed=tall.n - left)

        for k in range(5):
            prices = [((n * 7919 + k * 104729) % 41 - 20) / 3 for n in range(len(lp.rows))]
            assert safe_bound(lp, prices) <= cost


def test_annealing_keeps_every_rule_and_finds_the_best_of_tiny_problems() -> None:
    best_found = 0
    problems = solvable(range(5200, 5320))
    for seed, best in problems:
        problem = problem_from_dict(random_problem(seed))
        tall = to_tall(problem)
        runner = make_runner(tall, to_fixed(tall), seed)
        run_all([runner], 3_000, heats(tall), None)

        plan = to_intervjuer(tall, read_plan(runner))

        broken = {each.regel for each in plan_brudd(problem, plan)}
        assert broken <= {RuleId.LAS}
        if not broken:
            value = tall.n - len(plan), plan_cost(problem, plan)
            assert value >= best, seed
            best_found += value == best
    assert best_found >= 0.8 * len(problems)
