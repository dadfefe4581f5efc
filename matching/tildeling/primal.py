"""Find a first plan quickly, by annealing; the columns then improve on it and prove it."""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np

from matching.tildeling.columns import Columns, Model
from matching.tildeling.primal_loops import Plan, Prices, anneal, lag_energy

_RUNS = 4
_WARM = 0.5
# Any hour outside a band costs this many units at once: a lag just outside is no plan.
_OFF_BAND = 5


def first_plan(
    model: Model,
    seed: int,
    moves: int,
    pool: Executor | None = None,
    start: Columns | None = None,
) -> Columns | None:
    """Return a plan that keeps every rule, or None if none was found that keeps the locks.

    `moves` is the work of each of a few independent runs; the best plan counts.  From a `start`
    the runs begin less hot, so that its cover survives.
    """
    if model.n < 2 or model.m == 0:
        return None if model.krav.any() else Columns.empty(model.arrays.maks)
    prices = to_prices(model)
    if start is not None:
        prices = prices._replace(hot=prices.hot * _WARM)

    def run(number: int) -> Columns:
        plan = empty_plan(model)
        if start is not None:
            _fill(model, plan, prices, start)
        anneal(model.arrays, model.krav, prices, plan, moves, seed * _RUNS + number)
        return sound_lag(model, plan)

    numbers = range(_RUNS)
    plans = list(map(run, numbers) if pool is None else pool.map(run, numbers))
    kept = [plan for plan in plans if keeps_krav(model, plan)]
    return min(kept, key=lambda plan: plan_value(model, plan), default=None)


def plan_value(model: Model, plan: Columns) -> tuple[int, int]:
    """Return the two levels of a plan: uncovered kommuner, and cost with changes."""
    covered = int((plan.kommuner >= 0).sum())
    return model.m - covered, int(plan.cost.sum()) + model.endring


def keeps_krav(model: Model, plan: Columns) -> bool:
    """Return whether every row that a lock wants in the plan is in it."""
    used = np.zeros(model.m + model.n, np.bool_)
    rows = plan.rows(model.m)
    used[rows[rows >= 0]] = True
    return bool(used[model.krav].all())


def to_prices(model: Model) -> Prices:
    """Return penalties and temperatures that suit the size of this problem's costs."""
    arrays = model.arrays
    unit = max(1.0, float(arrays.par_cost.mean() + 4 * np.abs(arrays.cost).mean()) / 10)
    return Prices(
        uncovered=int(200 * unit),
        broken=int(400 * unit),
        off_band=int(_OFF_BAND * unit),
        per_hour=int(3 * arrays.time_fra_midten + unit / 10) + 1,
        hot=unit,
        cold=unit / 60,
    )


def empty_plan(model: Model) -> Plan:
    """Return a plan without lag."""
    number = model.n // 2
    return Plan(
        np.full((number, 2), -1, np.int64),
        np.full((number, model.arrays.maks), -1, np.int64),
        np.zeros(number, np.int64),
        np.zeros(number, np.int64),
        np.full(model.n, -1, np.int64),
        np.full(model.m, -1, np.int64),
    )


def _fill(model: Model, plan: Plan, prices: Prices, start: Columns) -> None:
    """Put the lag of a plan into an empty one."""
    for lag, ((i, j), padded) in enumerate(zip(start.par, start.kommuner, strict=True)):
        kommuner = padded[padded >= 0]
        plan.par[lag] = i, j
        plan.kommuner[lag, : len(kommuner)] = kommuner
        plan.size[lag] = len(kommuner)
        plan.energy[lag] = lag_energy(model.arrays, prices, i, j, kommuner, len(kommuner))
        plan.lag_of_veileder[[i, j]] = lag
        plan.lag_of_kommune[kommuner] = lag


def sound_lag(model: Model, plan: Plan) -> Columns:
    """Return the lag of a plan that break no rule, as columns."""
    arrays = model.arrays
    strict = Prices(uncovered=0, broken=1, off_band=0, per_hour=1, hot=1.0, cold=1.0)
    free = Prices(uncovered=0, broken=0, off_band=0, per_hour=0, hot=1.0, cold=1.0)
    par, kommuner, cost = [], [], []
    for lag in np.nonzero(plan.size)[0]:
        i, j = sorted(plan.par[lag])
        chosen = np.sort(plan.kommuner[lag, : plan.size[lag]])
        price = lag_energy(arrays, free, i, j, chosen, len(chosen))
        if lag_energy(arrays, strict, i, j, chosen, len(chosen)) == price:
            par.append((i, j))
            kommuner.append([*chosen, *[-1] * (arrays.maks - len(chosen))])
            cost.append(price)
    if not par:
        return Columns.empty(arrays.maks)
    return Columns(np.array(par, np.int64), np.array(kommuner, np.int64), np.array(cost, np.int64))
