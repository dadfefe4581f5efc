"""Packing few columns: the answer of CP-SAT beside every plan that the columns can make."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matching import generate
from matching.felles.progress import Clock
from matching.felles.random_loops import random_state
from matching.tildeling.bounds.master import Level, Objective
from matching.tildeling.bounds.packing import pack
from matching.tildeling.heuristics.annealing import Search
from matching.tildeling.heuristics.primal import keeps_krav
from matching.tildeling.model.columns import Columns, Model, to_model

UNTIL_DONE = Clock(None, None)


def few_columns(model: Model, seed: int) -> Columns:
    """Lag of some short annealings, at changed costs, some of them below zero."""
    search = Search.of(model)
    runs = [search.run(None, 200, 0.7, random_state(seed, number)) for number in range(8)]
    columns = Columns.join(runs)
    keys = np.hstack([columns.par, columns.kommuner])
    columns = columns.take(np.unique(keys, axis=0, return_index=True)[1][:18])
    cost = np.random.default_rng(seed).integers(-50, 150, columns.size)
    return Columns(columns.par, columns.kommuner, cost)


def plans(columns: Columns, m: int) -> Iterator[Columns]:
    """Every set of columns that share no row."""
    rows = [frozenset(int(row) for row in each if row >= 0) for each in columns.rows(m)]

    def more(at: int, used: frozenset[int], chosen: list[int]) -> Iterator[list[int]]:
        if at == len(rows):
            yield chosen
            return
        yield from more(at + 1, used, chosen)
        if not used & rows[at]:
            yield from more(at + 1, used | rows[at], [*chosen, at])

    for chosen in more(0, frozenset(), []):
        yield columns.take(np.array(chosen, np.int64))


def least(model: Model, columns: Columns, udekket: int) -> int | None:
    values = [
        int(plan.cost.sum())
        for plan in plans(columns, model.m)
        if model.m - int((plan.kommuner >= 0).sum()) <= udekket and keeps_krav(model, plan)
    ]
    return min(values, default=None)


def test_the_best_plan_of_few_columns_is_found_and_proven() -> None:
    below_zero = 0
    for seed in range(1, 25):
        model = to_model(generate(10, 6, seed))
        columns = few_columns(model, seed)
        udekket = seed % 4
        objective = Objective.of(model, Level.KOSTNAD, udekket)
        best = least(model, columns, udekket)
        if best is None:
            assert pack(objective, model.m, columns, UNTIL_DONE, below=10_000).bound == 10_000
            continue
        found = pack(objective, model.m, columns, UNTIL_DONE, below=best + 1)
        assert found.bound == best
        assert found.plan is not None
        assert int(found.plan.cost.sum()) == best
        none = pack(objective, model.m, columns, UNTIL_DONE, below=best)
        assert none.plan is None
        assert none.bound == best
        below_zero += best < 0
    assert below_zero > 0


def test_a_stopped_search_claims_nothing() -> None:
    model = to_model(generate(10, 6, 1))
    columns = few_columns(model, 1)
    objective = Objective.of(model, Level.KOSTNAD, 6)
    best = least(model, columns, 6)
    found = pack(objective, model.m, columns, UNTIL_DONE, below=10_000, work=1e-9)
    assert best is not None
    assert found.bound is None or found.bound <= best
