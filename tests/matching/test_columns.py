from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from matching import (
    LEDD,
    Problem,
    Tildeling,
    generate,
    lag_ledd,
    par_hindre,
    plassering_hindre,
    problem_from_dict,
)
from matching.tildeling.model.columns import to_model
from matching.tildeling.model.columns_loops import column_cost

from . import oracle
from .builders import random_problem

SEEDS = range(40)


def all_lag(problem: Problem, size: int) -> list[tuple[Any, Any]]:
    pairs = combinations(range(len(problem.veiledere)), 2)
    return [
        (pair, chosen)
        for pair in pairs
        for chosen in combinations(range(len(problem.kommuner)), size)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_arrays_allow_exactly_what_the_rules_allow(seed: int) -> None:
    problem = problem_from_dict(random_problem(seed))
    arrays = to_model(problem).arrays

    for i, v in enumerate(problem.veiledere):
        for k_nr, k in enumerate(problem.kommuner):
            barred = bool(plassering_hindre(problem, v, k))
            many = len({a for a, b in problem.laser.tildelt if b == k.id}) > 2
            assert arrays.ok[i, k_nr] == (not barred and not many)
    locked = {each for par in problem.laser.par for each in par}
    for i, j in combinations(range(len(problem.veiledere)), 2):
        a, b = problem.veiledere[i], problem.veiledere[j]
        if not locked & {a.id, b.id}:
            assert arrays.par_ok[i, j] == (not par_hindre(problem, a, b))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [1, 3])
def test_three_ways_to_a_cost_agree(seed: int, size: int) -> None:
    value = random_problem(seed)
    problem = problem_from_dict(value)
    arrays = to_model(problem).arrays

    for (i, j), chosen in all_lag(problem, size):
        v, k = problem.veiledere, problem.kommuner
        lag = Tildeling((v[i], v[j]), tuple(k[each] for each in chosen))
        ledd = lag_ledd(problem, lag)
        kept = sum((v[i].id, k[each].id) in problem.relasjoner for each in chosen)
        kept += sum((v[j].id, k[each].id) in problem.relasjoner for each in chosen)
        by_hand = oracle.lag_cost(
            value,
            value["veiledere"][i],
            value["veiledere"][j],
            tuple(value["kommuner"][each] for each in chosen),
        )

        assert tuple(ledd) == LEDD
        assert sum(ledd.values()) == by_hand
        found = column_cost(arrays, i, j, np.array(chosen, np.int64), size)
        assert found == by_hand - problem.vekter.endring * kept


def test_all_distances_equal_the_scalar_formula() -> None:
    problem = generate(40, 30, 5)
    arrays = to_model(problem).arrays

    for i, v in enumerate(problem.veiledere):
        expected = [not plassering_hindre(problem, v, k) for k in problem.kommuner]
        assert arrays.ok[i].tolist() == expected


def test_more_than_64_subject_areas_are_counted() -> None:
    names = [f"fag{n}" for n in range(150)]
    value = random_problem(3)
    value["vekter"]["fagomrade"] = 7
    for kommune in value["kommuner"]:
        kommune["fagomrader"] = names
    value["veiledere"][0]["fagomrader"] = names[40:90]
    value["veiledere"][1]["fagomrader"] = names[80:140]
    problem = problem_from_dict(value)
    first, second = problem.veiledere[:2]
    lag = Tildeling((first, second), problem.kommuner[:1])

    found = column_cost(to_model(problem).arrays, 0, 1, np.array([0], np.int64), 1)

    assert lag_ledd(problem, lag)["fagomrade"] == 7 * 50
    kept = sum((v.id, problem.kommuner[0].id) in problem.relasjoner for v in lag.par)
    assert found == sum(lag_ledd(problem, lag).values()) - problem.vekter.endring * kept
