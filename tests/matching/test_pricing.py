"""Pricing against every column there is, at random prices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from threading import Event
from time import sleep
from typing import Any

import numpy as np
import pytest

from matching import generate, problem_from_dict
from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import to_duals
from matching.tildeling.bounds.branching import Decision, restrict
from matching.tildeling.bounds.cuts import Cut
from matching.tildeling.bounds.pricing import Found, Hands, Memory, price
from matching.tildeling.model.columns import Columns, Duals, Model, to_model
from matching.tildeling.model.columns_loops import allowed, column_costs, reduced_costs

from .builders import random_problem

SCALE = 1 << 10


def every_column(model: Model) -> Columns:
    """All columns that keep the rules, by trying each pair with each set."""
    a, m, n = model.arrays, model.m, model.n
    par, kommuner = [], []
    for pair in combinations(range(n), 2):
        least, most = max(a.lo[list(pair)]), min(a.hi[list(pair)])
        for size in range(1, a.maks + 1):
            for chosen in combinations(range(m), size):
                if least <= a.kommune_timer[list(chosen)].sum() <= most:
                    par.append(pair)
                    kommuner.append((*chosen, *[-1] * (a.maks - size)))
    pairs = np.array(par, np.int64).reshape(-1, 2)
    sets = np.array(kommuner, np.int64).reshape(-1, a.maks)
    columns = Columns(pairs, sets, column_costs(a, pairs, sets))
    return columns.take(allowed(a, columns.par, columns.kommuner))


def random_duals(model: Model, rng: np.random.Generator, level: float) -> Duals:
    m, n = model.m, model.n
    rows = np.concatenate([rng.uniform(0, level, m), -rng.uniform(0, level / 3, n)])
    cuts = []
    for _ in range(int(rng.integers(0, 4))):
        chosen = np.sort(rng.choice(m + n, min(3, m + n), replace=False))
        cuts.append(Cut(tuple(map(int, chosen)), (1,) * len(chosen), 2))
    prices = -np.round(rng.uniform(0, level / 4, len(cuts)) * SCALE).astype(np.int64)
    return to_duals(np.round(rows * SCALE).astype(np.int64), prices, cuts, SCALE)


def keys(columns: Columns) -> set[tuple[int, ...]]:
    return set(map(tuple, np.hstack([columns.par, columns.kommuner]).tolist()))


def least_of(found: Found) -> dict[tuple[int, ...], int]:
    return dict(zip(map(tuple, found.columns.par.tolist()), found.reduced.tolist(), strict=True))


@pytest.mark.parametrize("block", range(4))
def test_pricing_finds_exactly_the_columns_below_the_limit(block: int) -> None:
    rng = np.random.default_rng(block)
    for seed in range(block * 40, block * 40 + 40):
        model = to_model(problem_from_dict(random_problem(seed, kommuner=6)))
        columns = every_column(model)
        memory = Memory(model.arrays)
        level = float(rng.choice((50, 300, 1500)))
        duals = random_duals(model, rng, level)
        for limit in (-64, 0, 40 * SCALE):
            reduced = reduced_costs(columns.rows(model.m), columns.cost, duals)

            all_found = price(model.arrays, duals, limit, every=True)
            best = price(model.arrays, duals, limit, memory=memory)

            below = reduced < limit
            assert keys(all_found.columns) == keys(columns.take(below)), seed
            assert least_of(best) == {
                tuple(pair.tolist()): reduced[below & (columns.par == pair).all(axis=1)].min()
                for pair in np.unique(columns.par[below], axis=0)
            }
            if limit <= 0:
                for i in range(model.n):
                    own = reduced[(columns.par == i).any(axis=1)]
                    assert best.worst[i] <= min(0, own.min(initial=0)), seed


def test_a_pair_that_is_given_up_half_way_leaves_no_trace_in_the_cuts() -> None:
    """The first veileder must serve two kommuner, which many of the pairs cannot."""
    rng = np.random.default_rng(7)
    for seed in range(160):
        problem = random_problem(seed, kommuner=6)
        problem.pop("laser", None)
        whole = to_model(problem_from_dict(problem))
        m, n = whole.m, whole.n
        joined = [Decision(k, m, True) for k in range(2)]
        model = replace(whole, arrays=restrict(whole.arrays, joined))
        columns = every_column(model)
        cuts = [Cut((a, b, c), (1, 1, 1), 2) for a, b, c in combinations(range(m), 3)]
        rows = np.concatenate([rng.uniform(0, 300, m), np.zeros(n)])
        prices = np.full(len(cuts), -5 * SCALE, np.int64)
        duals = to_duals(np.round(rows * SCALE).astype(np.int64), prices, cuts, SCALE)
        limit = 5000 * SCALE

        found = price(model.arrays, duals, limit, every=True)

        own = reduced_costs(found.columns.rows(m), found.columns.cost, duals)
        assert np.array_equal(found.reduced, own), seed
        reduced = reduced_costs(columns.rows(m), columns.cost, duals)
        assert keys(found.columns) == keys(columns.take(reduced < limit)), seed


def test_what_is_remembered_never_hides_a_column() -> None:
    model = to_model(generate(30, 18, 3))
    memory = Memory(model.arrays)
    rng = np.random.default_rng(5)
    rows = np.concatenate([np.full(model.m, 130.0), np.zeros(model.n)])
    for step in range(25):
        rows[: model.m] += rng.normal(0, 40 / (1 + step), model.m)
        scaled = np.round(rows * SCALE).astype(np.int64)
        duals = to_duals(scaled, np.zeros(0, np.int64), [], SCALE)

        fresh = price(model.arrays, duals, -64)
        again = price(model.arrays, duals, -64, memory=memory)

        assert least_of(fresh) == least_of(again)
        assert np.array_equal(fresh.worst, again.worst)


class Slow(ThreadPoolExecutor):
    """Threads that begin only a while after somebody has asked whether to stop."""

    def __init__(self, asked: Event) -> None:
        super().__init__(4)
        self._asked = asked

    def submit(self, func: Any, /, *args: Any, **kwargs: Any) -> Any:
        def late() -> Any:
            self._asked.wait(10)
            sleep(0.2)
            return func(*args, **kwargs)

        return super().submit(late)


def test_a_scan_ends_when_the_clock_says_so_and_then_proves_nothing() -> None:
    model = to_model(generate(120, 60, 1))
    rows = np.concatenate([np.full(model.m, 130 * SCALE), np.zeros(model.n, np.int64)])
    duals = to_duals(rows, np.zeros(0, np.int64), [], SCALE)
    asked = Event()
    for stops in (False, True):

        def should_stop(stops: bool = stops) -> bool:
            asked.set()
            return stops

        with Slow(asked) as threads:
            hands = Hands(threads, Clock(None, should_stop))
            found = price(model.arrays, duals, -64, hands=hands)
        assert found.complete is not stops
        assert (found.columns.size > 0) is not stops
        asked.clear()
