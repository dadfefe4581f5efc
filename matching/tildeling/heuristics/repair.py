"""Repair a plan: keep every lag that may stand, and arrange what is left around the hole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from typing import NamedTuple

import numpy as np

from matching.tildeling.heuristics.parts import Part, sub_model, to_large, to_small
from matching.tildeling.heuristics.primal import first_plan, keeps_krav, plan_value
from matching.tildeling.model.columns import Bools, Columns, Ints, Model
from matching.tildeling.model.columns_loops import allowed
from matching.tildeling.model.plans import priced

_FIRST_NEAREST = 6
_MORE = 3
_MOST_NEAREST = 60
_MOVES_BASE = 10_000
_FAR = 1 << 40

LagNumbers = tuple[Sequence[int] | Ints, Sequence[int] | Ints]
"""Numbers of the veiledere and of the kommuner of one lag."""


class Effort(NamedTuple):
    """How many of those who are free are looked at for each kommune, and moves for each."""

    free_each: int
    moves: int


_QUICK = Effort(12, 4_000)
_THOROUGH = Effort(30, 12_000)


def fill(model: Model, plan: Columns, seed: int, threads: Executor | None) -> Columns:
    """Return a plan with the kommuner it leaves out served by those who are free, if they can be.

    Its own lag, which must share nobody, stay as they are.  Some seconds of work at 1000 x 357.
    """
    return _refill(model, plan, 0, seed, threads, _THOROUGH)


def repair(
    model: Model,
    lag_liste: Iterable[LagNumbers],
    seed: int,
    threads: Executor | None,
    core: Columns | None = None,
) -> Columns | None:
    """Return a plan near the one in force, or None if none was found that keeps the locks.

    Kommuner may be left uncovered.  Lag that break a rule or a lock, or meet the lag of `core`,
    are dissolved; what they leave is refilled among the nearest lag and the core, then among
    more of them until everything is covered.
    """
    plan = sound_columns(model, lag_liste)
    if core is not None:
        plan = Columns.join([core, plan.take(~_meets(model, plan, core))])
    nearest = _FIRST_NEAREST
    while _holes(model, plan).size or not keeps_krav(model, plan):
        better = _refill(model, plan, nearest, seed, threads)
        if _rank(model, better) < _rank(model, plan):
            plan = better
        if nearest > min(_MOST_NEAREST, plan.size):
            break
        nearest *= _MORE
    return plan if keeps_krav(model, plan) else None


def sound_columns(model: Model, lag_liste: Iterable[LagNumbers]) -> Columns:
    """Return the lag that keep every rule and lock and share nobody, as columns."""
    a = model.arrays
    par, kommuner = [], []
    taken: set[int] = set()
    for veiledere, served in lag_liste:
        rows = {*(int(k) for k in served), *(model.m + int(i) for i in veiledere)}
        whole = len(veiledere) == 2 and 1 <= len(served) <= a.maks
        if not whole or len(rows) < len(veiledere) + len(served) or rows & taken:
            continue
        one, two = sorted(int(i) for i in veiledere)
        chosen = sorted(int(k) for k in served)
        padded = [*chosen, *[-1] * (a.maks - len(chosen))]
        hours = int(a.kommune_timer[chosen].sum())
        fits = max(a.lo[one], a.lo[two]) <= hours <= min(a.hi[one], a.hi[two])
        if fits and allowed(a, np.array([[one, two]]), np.array([padded]))[0]:
            taken |= rows
            par.append((one, two))
            kommuner.append(padded)
    if not par:
        return Columns.empty(a.maks)
    shape = np.array(par, np.int64), np.array(kommuner, np.int64)
    return priced(model, Columns(*shape, np.zeros(len(par), np.int64)))


def _rank(model: Model, plan: Columns) -> tuple[int, int, int]:
    """Return what a plan is judged by: locked rows left out first."""
    used = np.zeros(model.m + model.n, np.bool_)
    rows = plan.rows(model.m)
    used[rows[rows >= 0]] = True
    return (int((model.krav & ~used).sum()), *plan_value(model, plan))


def _meets(model: Model, plan: Columns, core: Columns) -> Bools:
    """Return for each lag of a plan whether it shares somebody or a kommune with the core."""
    rows = core.rows(model.m)
    return np.asarray(np.isin(plan.rows(model.m), rows[rows >= 0]).any(axis=1))


def _holes(model: Model, plan: Columns) -> Ints:
    covered = np.zeros(model.m, np.bool_)
    covered[plan.kommuner[plan.kommuner >= 0]] = True
    return np.nonzero(~covered)[0]


def _refill(
    model: Model,
    plan: Columns,
    nearest: int,
    seed: int,
    threads: Executor | None,
    effort: Effort = _QUICK,
) -> Columns:
    """Return the plan with its holes and the nearest lag arranged anew."""
    a, holes = model.arrays, _holes(model, plan)
    if model.n < 2:
        return plan
    reach = np.where(a.ok, a.cost, _FAR)
    near = np.zeros(plan.size, np.bool_)
    if holes.size and plan.size:
        distance = reach[plan.par][:, :, holes].sum(axis=1).min(axis=1)
        near[np.argsort(distance, kind="stable")[:nearest]] = True
    inside = plan.take(near)
    kommuner = np.union1d(holes, inside.kommuner[inside.kommuner >= 0])
    veiledere = np.union1d(inside.par, _free(model, plan, kommuner, effort.free_each))
    if kommuner.size == 0 or veiledere.size < 2:
        return plan
    part = Part(inside, veiledere, kommuner)
    sub = sub_model(model, part)
    moves = _MOVES_BASE + effort.moves * sub.m
    found = first_plan(sub, seed, moves, threads, to_small(part, inside))
    if found is None:
        return plan
    return Columns.join([plan.take(~near), to_large(part, found)])


def _free(model: Model, plan: Columns, kommuner: Ints, each: int) -> Ints:
    """Return the unused veiledere who are cheap in some of the kommuner, or locked."""
    a = model.arrays
    free = np.ones(model.n, np.bool_)
    free[plan.par] = False
    own = np.median(a.par_cost, axis=1) / 2
    numbers = np.nonzero(free)[0]
    price = np.where(a.ok, a.cost + own[:, None], _FAR)[np.ix_(numbers, kommuner)]
    chosen = np.argsort(price, axis=0, kind="stable")[:each].ravel()
    locked = numbers[model.krav[model.m + numbers]]
    return np.union1d(numbers[chosen], locked)
