"""The plain model: a boolean for every pair and kommune, as whole-number rows for any solver.

    x(p, k)  pair p serves kommune k          y(p)     pair p is used
    u(k)     kommune k is uncovered           f(p, g)  pair p has a kommune in fylke g
    a(p, v)  hours of member v of p away from the middle of the band

    min   weight * sum u  +  cost
    sum_p x(p, k) + u(k) = 1                  sum of y over the pairs of a veileder <= 1
    x(p, k) <= y(p)                           y(p) <= sum_k x(p, k) <= maks * y(p)
    lo(p) y(p) <= sum_k hours(k) x(p, k) <= hi(p) y(p)
    x(p, k) <= f(p, fylke of k)               a(p, v) >= +-(hours - middle(v) y(p))

`weight` is larger than the cost of any plan can be, so the two levels are exact in one objective.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from bench.tables import Plan, Tables

Pair = tuple[int, int]
NO_LIMIT = 1 << 40


class Row(NamedTuple):
    """lo <= sum of coefficients x variables <= hi."""

    variables: Sequence[int]
    coefficients: Sequence[int]
    lo: int
    hi: int


@dataclass
class PlainModel:
    """Variables are numbers; all are whole, from 0 to `most`, and cost `price` each."""

    tables: Tables
    most: list[int] = field(default_factory=list)
    price: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    used: dict[Pair, int] = field(default_factory=dict)
    places: dict[Pair, dict[int, int]] = field(default_factory=dict)
    uncovered: list[int] = field(default_factory=list)
    offset: int = 0
    weight: int = 0

    def add(self, most: int, price: int) -> int:
        """Add a variable and return its number."""
        self.most.append(most)
        self.price.append(price)
        return len(self.most) - 1

    def row(self, variables: Sequence[int], coefficients: Sequence[int], lo: int, hi: int) -> None:
        """Add a row."""
        self.rows.append(Row(variables, coefficients, lo, hi))

    def count(self, variables: Sequence[int], lo: int, hi: int) -> None:
        """Add a row of ones."""
        self.row(variables, [1] * len(variables), lo, hi)

    def objective(self) -> list[int]:
        """Return the coefficient of every variable, the weight of the uncovered included."""
        whole = list(self.price)
        for variable in self.uncovered:
            whole[variable] += self.weight
        return whole

    def plan(self, values: Sequence[float]) -> Plan:
        """Return the plan in the values of the variables."""
        found: Plan = []
        for pair, at in self.places.items():
            kommuner = tuple(k for k, variable in at.items() if values[variable] > 0.5)
            if kommuner:
                found.append((*pair, kommuner))
        return found

    def split(self, objective: float) -> tuple[int, int]:
        """Return (uncovered, cost) of an objective value, the offset left out of it."""
        uncovered, cost = divmod(round(objective) + self.offset, self.weight)
        return uncovered, cost

    def split_bound(self, bound: float, uncovered: int) -> tuple[int, int]:
        """Return lower bounds of both levels; the second holds for plans as good in the first."""
        whole = int(-(-bound // 1)) + self.offset if bound > -NO_LIMIT else 0
        return max(0, whole // self.weight), max(0, whole - self.weight * uncovered)


def size_of(tables: Tables) -> int:
    """Return how many booleans x(p, k) the plain model would have, rules aside."""
    return tables.n * (tables.n - 1) // 2 * tables.m


def build(tables: Tables, pairs: Iterable[Pair] | None = None) -> PlainModel:
    """Return the plain model over the given pairs, or over all that are allowed."""
    model = PlainModel(tables)
    problem = tables.problem
    number_of = {v.id: i for i, v in enumerate(problem.veiledere)}
    kommune_of = {k.id: at for at, k in enumerate(problem.kommuner)}
    kept = {(number_of[v], kommune_of[k]) for v, k in problem.relasjoner}
    for pair in combinations(range(tables.n), 2) if pairs is None else pairs:
        if tables.pair_ok(*pair):
            _add_pair(model, pair, kept)
    model.offset = problem.vekter.endring * len(kept)
    model.uncovered = [model.add(1, 0) for _ in problem.kommuner]
    serving: list[list[int]] = [[] for _ in problem.kommuner]
    pairs_of: list[list[int]] = [[] for _ in problem.veiledere]
    for pair, at in model.places.items():
        for i in pair:
            pairs_of[i].append(model.used[pair])
        for k, variable in at.items():
            serving[k].append(variable)
    for k, variables in enumerate(serving):
        model.count([*variables, model.uncovered[k]], 1, 1)
    for variables in pairs_of:
        model.count(variables, 0, 1)
    _add_locks(model, number_of, kommune_of)
    model.weight = _weight(model)
    return model


def _add_pair(model: PlainModel, pair: Pair, kept: set[tuple[int, int]]) -> None:
    tables, problem = model.tables, model.tables.problem
    lo, hi = tables.band(*pair)
    kommuner = [
        k for k in range(tables.m) if tables.may_serve(*pair, k) and problem.kommuner[k].timer <= hi
    ]
    if not kommuner or lo > hi:
        return
    endring, spread = problem.vekter.endring, problem.vekter.ekstra_fylke
    used = model.used[pair] = model.add(1, tables.pair_cost(*pair) - spread)
    places = model.places[pair] = {
        k: model.add(1, tables.place_cost(*pair, k) - endring * sum((i, k) in kept for i in pair))
        for k in kommuner
    }
    hours = [problem.kommuner[k].timer for k in kommuner]
    x = list(places.values())
    for variable in x:
        model.row([variable, used], [1, -1], -1, 0)
    model.row([*x, used], [*hours, -lo], 0, NO_LIMIT)
    model.row([*x, used], [*hours, -hi], -NO_LIMIT, 0)
    model.row([*x, used], [*[1] * len(x), -problem.regler.maks_kommuner_per_par], -NO_LIMIT, 0)
    model.row([*x, used], [*[1] * len(x), -1], 0, NO_LIMIT)
    _add_spread(model, places, spread)
    for i in pair:
        middle = problem.veiledere[i].timer_midt
        away = model.add(max(hi, middle), problem.vekter.time_fra_midten)
        model.row([*x, used, away], [*hours, -middle, -1], -NO_LIMIT, 0)
        model.row([*x, used, away], [*hours, -middle, 1], 0, NO_LIMIT)


def _add_spread(model: PlainModel, places: dict[int, int], price: int) -> None:
    in_fylke: dict[str, int] = {}
    for k, variable in places.items():
        fylke = model.tables.problem.kommuner[k].fylkesnummer
        if fylke not in in_fylke:
            in_fylke[fylke] = model.add(1, price)
        model.row([variable, in_fylke[fylke]], [1, -1], -1, 0)


def _add_locks(model: PlainModel, number_of: dict[str, int], kommune_of: dict[str, int]) -> None:
    laser = model.tables.problem.laser
    for a, b in laser.par:
        pair = (min(number_of[a], number_of[b]), max(number_of[a], number_of[b]))
        model.count([model.used[pair]] if pair in model.used else [], 1, 1)
    for v, k in laser.tildelt:
        served = [
            at[kommune_of[k]]
            for pair, at in model.places.items()
            if number_of[v] in pair and kommune_of[k] in at
        ]
        model.count(served, 1, 1)


def _weight(model: PlainModel) -> int:
    """Return one more than any plan can cost: costs are never negative, so that is enough."""
    tables, vekter = model.tables, model.tables.problem.vekter
    dearest = [0] * tables.m
    pair_most = 0
    for pair, at in model.places.items():
        lo, hi = tables.band(*pair)
        away = 2 * max(max(abs(lo - mid), abs(hi - mid)) for mid in _middles(tables, pair))
        own = model.price[model.used[pair]] + vekter.ekstra_fylke + vekter.time_fra_midten * away
        pair_most = max(pair_most, own)
        for k, variable in at.items():
            dearest[k] = max(dearest[k], model.price[variable])
    lag = min(tables.m, tables.n // 2)
    return 1 + sum(dearest) + lag * pair_most + vekter.ekstra_fylke * tables.m + model.offset


def _middles(tables: Tables, pair: Pair) -> list[int]:
    return [tables.problem.veiledere[i].timer_midt for i in pair]
