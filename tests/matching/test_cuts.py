"""Cuts: no plan breaks one, and the fractional solution they were found for does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from matching import generate
from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import scale_of
from matching.tildeling.bounds.cuts import Cut, find_cuts
from matching.tildeling.bounds.master import Level, Master, Objective, Solution
from matching.tildeling.bounds.oracle import FullOracle
from matching.tildeling.bounds.relaxation import relax
from matching.tildeling.heuristics.primal import first_plan, plan_value
from matching.tildeling.model.columns import Columns, Floats, Ints, Model, to_model

UNTIL_DONE = Clock(None, None)


def relaxed_master(model: Model, plan: Columns) -> tuple[Master, Solution]:
    udekket = plan_value(model, plan)[0]
    box = np.full(model.m + model.n, 2.0 * int(plan.cost.max()))
    master = Master(model, Objective.of(model, Level.KOSTNAD, udekket), box)
    master.add(plan)
    oracle, scale = FullOracle(model.arrays), scale_of(model.arrays)
    relaxed = relax(master, oracle, model.arrays, scale, clock=UNTIL_DONE, cutoff=1 << 40)
    assert relaxed is not None
    return master, relaxed.solution


def counts(cut: Cut, columns: Columns, m: int, total: int) -> Ints:
    """How much each column counts in a cut, from the definition."""
    weight = np.zeros(total + 1, np.int64)
    weight[list(cut.rows)] = cut.weights
    met: Ints = weight[columns.rows(m)].sum(axis=1)
    return met // cut.divisor


def some_cuts(seed: int) -> tuple[Model, Columns, Floats, list[Cut]]:
    model = to_model(generate(40, 25, seed))
    plan = first_plan(model, 1, 20_000)
    assert plan is not None
    master, solution = relaxed_master(model, plan)
    cuts = find_cuts(master.columns, solution.x, model.m, model.n, set(), 500)
    return model, master.columns, solution.x, cuts


def test_every_cut_is_broken_by_the_solution_it_was_found_for() -> None:
    for seed in range(1, 6):
        model, columns, x, cuts = some_cuts(seed)
        for cut in cuts:
            met = counts(cut, columns, model.m, model.m + model.n)
            assert float(x @ met) > cut.limit + 0.01


def test_no_plan_breaks_a_cut() -> None:
    sizes: set[int] = set()
    for seed in range(1, 6):
        model, _, _, cuts = some_cuts(seed)
        sizes.update(len(cut.rows) for cut in cuts)
        for start in range(20):
            plan = first_plan(model, start, 300)
            assert plan is not None
            for cut in cuts:
                assert counts(cut, plan, model.m, model.m + model.n).sum() <= cut.limit
    # Not only the three rows that are tried one by one.
    assert len(sizes) > 4


def test_the_same_cuts_are_found_on_any_number_of_threads() -> None:
    model, columns, x, cuts = some_cuts(2)
    with ThreadPoolExecutor(3) as pool:
        again = find_cuts(columns, x, model.m, model.n, set(), 500, pool=pool)
    assert again == cuts


def test_known_cuts_are_not_found_again() -> None:
    model, columns, x, cuts = some_cuts(3)
    known = set(cuts)
    assert not known & set(find_cuts(columns, x, model.m, model.n, known, 500))


def everything_equally(sets: list[list[int]]) -> tuple[Columns, Floats]:
    """A lag with a pair of its own for each set of kommuner, all to the part that covers each
    kommune once."""
    size = len(sets)
    par = np.arange(2 * size).reshape(size, 2)
    columns = Columns(par, np.array(sets), np.zeros(size, np.int64))
    kommuner = len({k for each in sets for k in each})
    return columns, np.full(size, kommuner / sum(map(len, sets)))


def test_a_ring_of_any_odd_length_is_found_at_once() -> None:
    for length in (5, 7, 9, 13, 21):
        columns, x = everything_equally([[k, (k + 1) % length] for k in range(length)])
        cuts = find_cuts(columns, x, length, 2 * length, set(), 100, tries=1)
        assert Cut(tuple(range(length)), (1,) * length, 2) in cuts


def test_sets_that_no_two_can_be_had_of_are_found_by_a_third() -> None:
    columns, x = everything_equally([[0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3]])
    cuts = find_cuts(columns, x, 4, 8, set(), 100)
    found = [cut for cut in cuts if cut.rows == (0, 1, 2, 3)]
    assert {cut.divisor for cut in found} == {3}
    # Two of them would count twice what the cut allows at most.
    assert all(counts(cut, columns, 4, 12).min() == cut.limit for cut in found)


def test_nothing_is_found_for_a_plan() -> None:
    columns, x = everything_equally([[0, 1, 2], [3, 4, 5]])
    assert find_cuts(columns, x, 6, 4, set(), 100) == []
