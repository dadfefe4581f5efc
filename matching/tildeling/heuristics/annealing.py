"""Annealing over whole plans: what the compiled loops need, prepared from a model and read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.tildeling.heuristics.moves_loops import FIRST, SIZE, SLOTS
from matching.tildeling.heuristics.primal_loops import Costs, anneal, sound_lag
from matching.tildeling.model.columns import Columns, Ints, Model, Words

_NEAR_VEILEDERE = 40
_NEAR_KOMMUNER = 10
# Among so many of the cheapest veiledere of a kommune somebody is surely free.
_FEW = 10
# The share of the nearest that a lock or a language lets pass in front of all others.
_FIRST_SHARE = 4
FAR = 1 << 40
# Temperatures and penalties in parts of what a kommune typically costs.
HOT = 0.7
WARM = 0.15
_COLD = 0.015
_UNCOVERED = 20
_BROKEN = 80
_OFF_BAND = 60
_HOUR = 2
# At first a penalty is this many times smaller than in the end.
_SOFT = 1000


class Near(NamedTuple):
    """For each kommune, best first: veiledere who are cheap there, and other kommuner."""

    veiledere: Ints  # m x any
    kommuner: Ints  # m x any; none where there is only one kommune


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


@dataclass(frozen=True)
class Search:
    """What every annealing of one model shares."""

    model: Model
    near: Near
    costs: Costs
    unit: float

    @staticmethod
    def of(model: Model) -> Search:
        """Prepare the annealing of a model with at least one kommune and two veiledere."""
        price = own_price(model)
        unit = _typical_cost(price)
        return Search(model, _find_near(model, price), to_costs(model, unit), unit)

    def run(self, start: Columns | None, moves: int, hot: float, state: Words) -> Columns:
        """Return the sound lag after `moves` moves; `hot` is in parts of a kommune's cost."""
        plan = to_plan(self.model, start)
        costs = self.costs._replace(weights=self.costs.weights.copy())
        temperatures = (hot * self.unit, min(hot, _COLD) * self.unit)
        anneal(*costs, *self.near, *plan, moves, *temperatures, 1 / _SOFT, state)
        return to_columns(self.model, plan)


def own_price(model: Model) -> Ints:
    """Return n x m: roughly what a veileder costs for a kommune, `FAR` where barred."""
    a = model.arrays
    hours = max(1.0, float(np.median(a.kommune_timer)))
    size = min(float(a.maks), max(1.0, float(np.median(a.midt)) / hours))
    # What a veileder adds to any pair, spread over the kommuner of a lag.
    own = (np.median(a.par_cost, axis=1) - np.median(a.par_cost) / 2) / size
    return np.where(a.ok, a.cost + own[:, None].astype(np.int64), FAR)


def beside(model: Model) -> Ints:
    """Return m x m: the least that somebody who is cheap in one kommune costs in another."""
    a, m = model.arrays, model.m
    reach = np.where(a.ok, a.cost, FAR)
    nearest = np.argsort(reach, axis=0, kind="stable")[:_FEW]
    table = np.empty((m, m), np.int64)
    for k in range(m):
        table[k] = reach[nearest[:, k]].min(axis=0)
    return table


def _typical_cost(price: Ints) -> float:
    """Return what a kommune typically costs in a good plan."""
    cheap = np.sort(price, axis=0)[:_FEW]
    cheap = cheap[cheap < FAR]
    return max(1.0, 2 * float(np.median(np.abs(cheap)))) if cheap.size else 1.0


def _find_near(model: Model, price: Ints) -> Near:
    a, n, m = model.arrays, model.n, model.m
    price = price.copy()
    most = min(n, _NEAR_VEILEDERE)
    for k in np.nonzero((a.kommune_sprak > 0) | (a.las_veileder[:, 0] >= 0))[0]:
        wanted = np.nonzero(a.ok[:, k] & (a.veileder_sprak & a.kommune_sprak[k] > 0))[0]
        wanted = wanted[np.argsort(price[wanted, k], kind="stable")][: most // _FIRST_SHARE]
        price[wanted, k] -= FAR
        price[a.las_veileder[k][a.las_veileder[k] >= 0], k] -= 2 * FAR
    veiledere = np.argsort(price, axis=0, kind="stable")[:most].T.copy()
    apart = beside(model) + a.ekstra_fylke * (a.fylke[:, None] != a.fylke[None, :])
    np.fill_diagonal(apart, 4 * FAR)
    kommuner = np.argsort(apart, axis=1, kind="stable")[:, : min(m - 1, _NEAR_KOMMUNER)].copy()
    return Near(veiledere, kommuner)


def to_costs(model: Model, unit: float) -> Costs:
    """Return the costs with penalties that suit what a kommune typically costs.

    They are never so low that a lag can cost more than leaving its kommuner uncovered.
    """
    a = model.arrays
    hours = int(a.midt.max() + max(a.hi.max(), a.midt.max()))
    dearest = int(np.median(a.par_cost)) + a.time_fra_midten * hours
    unit = max(unit, 2 * dearest / _UNCOVERED)
    broken = int(_BROKEN * unit)
    idle = np.where(model.krav, broken, 0)
    idle[: model.m] += int(_UNCOVERED * unit)
    hour = int(3 * a.time_fra_midten + _HOUR * unit) + 1
    return Costs(
        par=a.par_cost + broken * ~a.par_ok,
        sted=a.cost + broken * ~a.ok,
        veileder=_table(a.lo, a.hi, a.midt, a.veileder_sprak, a.veileder_fag),
        kommune=_table(a.kommune_timer, a.fylke, a.kommune_sprak, a.kommune_fag),
        las=_lock_table(model),
        weights=np.array(
            [
                a.fagomrade,
                a.ekstra_fylke,
                a.time_fra_midten,
                0,
                0,
                0,
                broken,
                _OFF_BAND * unit + 1,
                hour,
            ],
            np.int64,
        ),
        idle=idle,
    )


def _table(*parts: npt.NDArray[Any]) -> Ints:
    """Return the parts side by side; bits keep their pattern."""
    return np.column_stack([part.view(np.int64) for part in parts])


def _lock_table(model: Model) -> Ints:
    """Return the rows that each row is locked to, padded with -1; no rows without locks."""
    a, m = model.arrays, model.m
    if not a.las_kommune.size:
        return np.zeros((0, 2), np.int64)
    number = np.diff(a.las_ptr)
    table = np.full((m + model.n, max(2, int(number.max()))), -1, np.int64)
    table[:m, :2] = np.where(a.las_veileder >= 0, a.las_veileder + m, -1)
    for i in np.nonzero(number)[0]:
        table[m + i, : number[i]] = a.las_kommune[a.las_ptr[i] : a.las_ptr[i + 1]]
    return table


class Plan(NamedTuple):
    """A plan under change, as `moves_loops.py` describes it."""

    lag: Ints
    lag_of: Ints
    free: Ints
    change: Ints
    moved: Ints


def to_plan(model: Model, start: Columns | None = None) -> Plan:
    """Return a plan without lag, or with those of `start`."""
    m, maks, number = model.m, model.arrays.maks, min(model.n // 2, model.m)
    used = 0 if start is None else start.size
    free = [number - used, *range(number - 1, used - 1, -1), *[0] * used]
    plan = Plan(
        np.zeros((number, FIRST + maks), np.int64),
        np.full(m + model.n, -1, np.int64),
        np.array(free, np.int64),
        np.zeros((SLOTS + 1, FIRST + maks), np.int64),
        np.zeros((2, SLOTS * (FIRST + maks)), np.int64),
    )
    if start is not None:
        plan.lag[:used, :2] = start.par
        plan.lag[:used, FIRST:] = start.kommuner
        plan.lag[:used, SIZE] = (start.kommuner >= 0).sum(axis=1)
        rows = start.rows(m)
        at, _ = np.nonzero(rows >= 0)
        plan.lag_of[rows[rows >= 0]] = at
    return plan


def to_columns(model: Model, plan: Plan) -> Columns:
    """Return the lag of a plan that break no rule, as columns."""
    lag, m = plan.lag, model.m
    cost = np.zeros(lag.shape[0], np.int64)
    sound = sound_lag(model.arrays, lag, cost)
    filled = np.arange(model.arrays.maks) < lag[sound, SIZE, None]
    kommuner = np.sort(np.where(filled, lag[sound, FIRST:], m), axis=1)
    kommuner[kommuner == m] = -1
    return Columns(np.sort(lag[sound, :2], axis=1), kommuner, cost[sound])
