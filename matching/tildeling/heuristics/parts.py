"""Parts of a plan: some lag with their kommuner and veiledere, as a smaller model of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.tildeling.heuristics.annealing import FAR, beside, own_price
from matching.tildeling.model.columns import Arrays, Bools, Columns, Ints, Model

# A part chooses so many reserves for each of its kommuner.
_RESERVES = 4


@dataclass(frozen=True)
class Part:
    """Some lag of a plan and what they may use; all numbers ascend."""

    lag: Columns
    veiledere: Ints
    kommuner: Ints


class Regions:
    """Cuts the map of a model into parts."""

    def __init__(self, model: Model) -> None:
        """Measure which kommuner are near each other."""
        table = beside(model)
        self._model = model
        self._beside = np.minimum(table, table.T)
        # Nothing is nearer to a kommune than itself.
        np.fill_diagonal(self._beside, -FAR)
        self._price = own_price(model)

    def cut(self, plan: Columns, target: int, rng: np.random.Generator) -> list[Part]:
        """Return disjoint parts of about `target` kommuner that hold all of a plan.

        Uncovered kommuner are in them, and reserves, for which the parts take turns.
        """
        part_of, number = self._divide(plan, target, rng)
        free = np.ones(self._model.n, np.bool_)
        free[plan.par.ravel()] = False
        reserves = self._draft(part_of, number, free, rng)
        parts = []
        for at in range(number):
            lag = plan.take(part_of[plan.kommuner[:, 0]] == at)
            veiledere = np.sort(np.concatenate([lag.par.ravel(), reserves[at]]))
            parts.append(Part(lag, veiledere, np.nonzero(part_of == at)[0]))
        return parts

    def _divide(self, plan: Columns, target: int, rng: np.random.Generator) -> tuple[Ints, int]:
        """Return the part of each kommune, and how many there are; a lag is never divided."""
        m = self._model.m
        lag_of = m + np.arange(m)
        at, _ = np.nonzero(plan.kommuner >= 0)
        lag_of[plan.kommuner[plan.kommuner >= 0]] = at
        part_of = np.full(m, -1, np.int64)
        number = 0
        for centre in rng.permutation(m):
            if part_of[centre] >= 0:
                continue
            taken = 0
            for k in np.argsort(self._beside[centre], kind="stable"):
                if part_of[k] < 0:
                    together = lag_of == lag_of[k]
                    part_of[together] = number
                    taken += int(together.sum())
                if taken >= target:
                    break
            number += 1
        return part_of, number

    def _draft(
        self, part_of: Ints, number: int, free: Bools, rng: np.random.Generator
    ) -> list[Ints]:
        """Let the parts take turns in choosing reserves, each the cheapest for it."""
        wishes: list[Iterator[int]] = []
        for at in range(number):
            price = self._price[:, part_of == at].min(axis=1)
            order = np.argsort(price, kind="stable")
            wishes.append(iter(order[free[order] & (price[order] < FAR)].tolist()))
        left = _RESERVES * np.bincount(part_of, minlength=number)
        chosen: list[list[int]] = [[] for _ in range(number)]
        taken: set[int] = set()
        choosing: list[int] = rng.permutation(number).tolist()
        while choosing:
            for at in choosing:
                one = next((v for v in wishes[at] if v not in taken), None)
                left[at] = 0 if one is None else left[at] - 1
                if one is not None:
                    taken.add(one)
                    chosen[at].append(one)
            choosing = [at for at in choosing if left[at] > 0]
        return [np.array(each, np.int64) for each in chosen]


def sub_model(model: Model, part: Part) -> Model:
    """Return the model of a part.

    A lock that names somebody outside the part is as good as forgotten; the parts of a plan
    that keeps the locks have none.
    """
    a, v, k = model.arrays, part.veiledere, part.kommuner
    new_v = np.full(model.n + 1, -1, np.int64)
    new_v[v] = np.arange(len(v))
    new_k = np.full(model.m, -1, np.int64)
    new_k[k] = np.arange(len(k))
    las = [new_k[a.las_kommune[a.las_ptr[each] : a.las_ptr[each + 1]]] for each in v]
    arrays = Arrays(
        par_ok=a.par_ok[np.ix_(v, v)],
        par_cost=a.par_cost[np.ix_(v, v)],
        ok=a.ok[np.ix_(v, k)],
        cost=a.cost[np.ix_(v, k)],
        kommune_timer=a.kommune_timer[k],
        lo=a.lo[v],
        hi=a.hi[v],
        midt=a.midt[v],
        fylke=a.fylke[k],
        kommune_sprak=a.kommune_sprak[k],
        veileder_sprak=a.veileder_sprak[v],
        kommune_fag=a.kommune_fag[k],
        veileder_fag=a.veileder_fag[v],
        las_veileder=new_v[a.las_veileder[k]],
        las_ptr=np.cumsum([0] + [len(each) for each in las], dtype=np.int64),
        las_kommune=np.concatenate([np.zeros(0, np.int64), *las]),
        fagomrade=a.fagomrade,
        ekstra_fylke=a.ekstra_fylke,
        time_fra_midten=a.time_fra_midten,
        maks=a.maks,
    )
    return Model(arrays, 0, model.krav[np.concatenate([k, model.m + v])])


def to_small(part: Part, lag: Columns) -> Columns:
    """Return lag of a part in the numbers of its own model."""
    kommuner = np.searchsorted(part.kommuner, lag.kommuner)
    kommuner[lag.kommuner < 0] = -1
    return Columns(np.searchsorted(part.veiledere, lag.par), kommuner, lag.cost)


def to_large(part: Part, lag: Columns) -> Columns:
    """Return lag in the numbers of the whole model."""
    kommuner = np.where(lag.kommuner >= 0, part.kommuner[lag.kommuner], -1)
    return Columns(part.veiledere[lag.par], kommuner, lag.cost)
