"""Whether a plan can be as good as given figures, beside every plan there is."""

from __future__ import annotations

import pytest

from matching import Reach, problem_from_dict, reach

from .builders import random_problem
from .oracle import plan_values


@pytest.mark.parametrize("seed", range(400))
def test_what_is_beyond_no_plan_reaches_and_the_best_plan_is_never_beyond(seed: int) -> None:
    problem = random_problem(seed)
    values = set(plan_values(problem))
    read = problem_from_dict(problem)
    if not values:
        assert reach(read, 10, 10**6) is Reach.NO_PLAN
        return
    best, cheapest = min(values), min(cost for _udekket, cost in values)
    assert reach(read, *best) is Reach.PERHAPS
    for udekket, kostnad in {best, (best[0], best[1] - 1), (best[0] + 1, best[1] - 1)}:
        if reach(read, udekket, kostnad) is not Reach.PERHAPS:
            assert not [each for each in values if each[0] <= udekket and each[1] <= kostnad]
    assert reach(read, 10**6, cheapest - 10**6) is Reach.BEYOND


def test_most_figures_below_the_best_are_found_to_be_beyond() -> None:
    beyond = tried = 0
    for seed in range(400):
        problem = random_problem(seed)
        best = min(plan_values(problem), default=None)
        if best is not None:
            tried += 1
            found = reach(problem_from_dict(problem), best[0], best[1] - 1)
            beyond += found is Reach.BEYOND
    assert beyond > 0.8 * tried
