"""The solver reaches and proves values that are known by construction."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from random import Random

import pytest

from bench.islands import make_islands
from bench.planted import FAMILIES, Planted, plant
from bench.tables import value_of
from matching import Status, check, problem_to_dict, solve

from .oracle import best_value

SIZES = {"dekket": (80, 45), "sprak": (80, 45), "knapt": (24, 50)}


@cache
def planted(family: str) -> Planted:
    return plant(family, *SIZES[family], 1)


def some_lag(known: Planted, rng: Random, number: int) -> list[tuple[int, int, tuple[int, ...]]]:
    """Random lag, and the planted ones with a member or a kommune exchanged, added or dropped."""
    n, m = len(known.problem.veiledere), len(known.problem.kommuner)
    found = []
    for _ in range(number):
        i, j = rng.sample(range(n), 2)
        found.append((i, j, tuple(rng.sample(range(m), rng.randint(1, 4)))))
    for i, j, kommuner in known.plan:
        for other in range(n):
            found += [(a, other, kommuner) for a in (i, j) if other not in (i, j)]
        for k in range(m):
            if k not in kommuner:
                found += [(i, j, (*kommuner, k)), (i, j, (*kommuner[1:], k))]
        found += [(i, j, part) for part in combinations(kommuner, len(kommuner) - 1) if part]
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_the_planted_plan_keeps_the_rules_and_meets_its_bounds(family: str) -> None:
    known = planted(family)

    assert value_of(known.problem, known.plan) == (known.uncovered, known.cost)
    assert (known.least_uncovered, known.least_cost) == (known.uncovered, known.cost)


@pytest.mark.parametrize("family", FAMILIES)
def test_no_other_lag_is_cheaper_than_its_prices(family: str) -> None:
    known = planted(family)

    assert max(known.mu) <= 0
    assert [known.reduced_cost(*lag) for lag in known.plan] == [0 for _ in known.plan]
    lag_liste = some_lag(known, Random(1), 2000)
    assert len(lag_liste) > 3000
    assert min(known.reduced_cost(*lag) for lag in lag_liste) >= 0


@pytest.mark.parametrize("family", FAMILIES)
def test_no_lag_covers_more_of_the_counted_kommuner_than_it_may(family: str) -> None:
    known = planted(family)
    maks = known.problem.regler.maks_kommuner_per_par
    veiledere, kommuner = known.problem.veiledere, known.problem.kommuner

    if family == "sprak":
        assert {k for k, each in enumerate(kommuner) if each.samisk_sprak} == known.teller
        speakers = {i for i, each in enumerate(veiledere) if each.samiske_sprak}
        assert all(known.tar[i] == 2 * maks for i in speakers)
    if family == "knapt":
        assert known.tar == [maks] * len(veiledere)
        assert known.teller == frozenset(range(len(kommuner)))
    assert known.least_uncovered == known.uncovered == {"dekket": 0, "sprak": 1, "knapt": 2}[family]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_plan_of_a_small_planted_problem_agrees(family: str) -> None:
    size = {"dekket": (10, 6), "sprak": (6, 5), "knapt": (5, 5)}[family]
    for seed in (1, 2, 3):
        known = plant(family, *size, seed)

        assert best_value(problem_to_dict(known.problem)) == (known.uncovered, known.cost)


@pytest.mark.parametrize(
    ("family", "size", "seed"),
    [
        ("dekket", (80, 45), 1),
        ("sprak", (80, 45), 3),
        ("knapt", (24, 50), 1),
        ("dekket", (200, 110), 1),
        ("sprak", (200, 110), 1),
    ],
)
def test_a_planted_optimum_is_reached_and_proven(
    family: str, size: tuple[int, int], seed: int
) -> None:
    known = plant(family, *size, seed)

    forslag = solve(known.problem, max_time_s=None, workers=2)

    assert check(known.problem, forslag) == []
    assert (len(forslag.udekket), forslag.kostnad) == (known.uncovered, known.cost)
    assert forslag.status is Status.OPTIMAL


@pytest.mark.parametrize(("veiledere", "kommuner"), [(40, 25), (80, 45), (100, 60)])
def test_islands_are_solved_to_the_sum_of_their_parts(veiledere: int, kommuner: int) -> None:
    problem, value = make_islands(veiledere, kommuner, 1)

    forslag = solve(problem, max_time_s=None, workers=2)

    assert check(problem, forslag) == []
    assert (len(forslag.udekket), forslag.kostnad) == value
    assert forslag.status is Status.OPTIMAL
