"""A plain model, written apart from the solver and solved by CP-SAT, finds the same optimum."""

from __future__ import annotations

import pytest

from bench.campaigns import Verdict, compare_with_plain, verdict
from bench.plain import build
from bench.plain_cpsat import solve_plain
from bench.small import SIZES, small_problem
from bench.tables import to_tables, value_of
from matching import Status, generate, problem_from_dict, solve

from .builders import random_problem
from .oracle import best_value

# CP-SAT needs minutes for some problems of this size; these take it a second at most.
# `python -m bench second` goes on with hundreds.
SEEDS = [seed for seed in range(26) if seed not in (3, 4, 10, 19, 23, 24)]


@pytest.mark.parametrize("block", range(4))
def test_the_plain_model_agrees(block: int) -> None:
    verdicts = {seed: compare_with_plain(seed) for seed in SEEDS[block::4]}

    assert set(verdicts.values()) <= {Verdict.SAME_BEST, Verdict.SAME_IMPOSSIBLE}


def test_the_compared_problems_have_everything_in_them() -> None:
    problems = [small_problem(seed) for seed in SEEDS]

    assert {(len(p.veiledere), len(p.kommuner)) for p in problems} == set(SIZES)
    assert sum(bool(p.laser.par or p.laser.tildelt) for p in problems) > 6
    assert sum(bool(p.gjeldende) for p in problems) > 6
    assert sum(bool(p.regler.avstander_km) for p in problems) > 6


def test_the_plain_model_agrees_with_every_plan_tried() -> None:
    for seed in range(120):
        value = random_problem(seed)
        problem = problem_from_dict(value)
        answer = solve_plain(problem)

        best = None if answer.plan is None else value_of(problem, answer.plan)
        assert answer.proven
        assert best == best_value(value), seed


def test_no_plan_costs_as_much_as_one_uncovered_kommune() -> None:
    for seed in SEEDS[:8]:
        problem = small_problem(seed)
        model = build(to_tables(problem))
        forslag = solve(problem, max_time_s=0)

        if forslag.status is not Status.UMULIG:
            assert forslag.kostnad < model.weight


def test_a_difference_is_seen() -> None:
    problem = generate(10, 6, 1)
    forslag = solve(problem)
    value = (len(forslag.udekket), forslag.kostnad)

    assert verdict(problem, forslag, value) is Verdict.SAME_BEST
    assert verdict(problem, forslag, (value[0], value[1] - 1)) is Verdict.DIFFERENT
    assert verdict(problem, forslag, None) is Verdict.DIFFERENT
