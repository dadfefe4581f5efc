"""Two-stage: the best pairs first, then the places of these pairs.  Knows no locks."""

from __future__ import annotations

from collections.abc import Callable

from ortools.sat.python import cp_model

from bench.plain import Pair, build
from bench.plain_cpsat import OnPlan, PlainAnswer, solve_model
from bench.tables import Tables, value_of

_PARTNERS = 30
"""Only so many of the cheapest partners of each veileder are thought of."""


def solve_two_stage(
    tables: Tables, *, left_s: Callable[[], float], workers: int, seed: int, on_plan: OnPlan
) -> PlainAnswer:
    """Return the better of two ways: pairs for everyone, and as many pairs as are needed.

    `left_s` says how many seconds are left; nothing is proven, for the first stage is a choice.
    """
    middle = sum(v.timer_midt for v in tables.problem.veiledere) / max(1, tables.n)
    hours = sum(k.timer for k in tables.problem.kommuner)
    needed = min(tables.n // 2, round(1.1 * hours / middle) + 1)
    best: tuple[tuple[int, int], PlainAnswer] | None = None
    for share, number in ((0.5, needed), (1.0, tables.n // 2)):
        ends_s = left_s() * (1 - share)
        pairs = best_pairs(tables, number, 0.2 * (left_s() - ends_s), workers, seed)
        model = build(tables, pairs)
        answer = solve_model(
            model, max_time_s=left_s() - ends_s, workers=workers, seed=seed, on_plan=on_plan
        )
        if answer.plan is not None:
            value = value_of(tables.problem, answer.plan)
            if best is None or value < best[0]:
                best = value, answer
    plan = best[1].plan if best else None
    return PlainAnswer(plan, (0, 0), proven=False)


def best_pairs(
    tables: Tables, number: int, max_time_s: float, workers: int, seed: int
) -> list[Pair]:
    """Return at most `number` disjoint pairs, as many as possible, then of least cost."""
    cost = _cheapest_partners(tables)
    model = cp_model.CpModel()
    chosen = {pair: model.new_bool_var("") for pair in cost}
    of_veileder: list[list[cp_model.IntVar]] = [[] for _ in range(tables.n)]
    for (i, j), variable in chosen.items():
        of_veileder[i].append(variable)
        of_veileder[j].append(variable)
    for variables in of_veileder:
        model.add_at_most_one(variables)
    model.add(sum(chosen.values()) <= number)
    worth = 1 + tables.n * max(cost.values(), default=0)
    model.minimize(sum((price - worth) * chosen[pair] for pair, price in cost.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(1.0, max_time_s)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return []
    return [pair for pair, variable in chosen.items() if solver.value(variable)]


def _cheapest_partners(tables: Tables) -> dict[Pair, int]:
    found: dict[Pair, int] = {}
    for i in range(tables.n):
        partners = [
            (tables.pair_cost(i, j), j)
            for j in range(tables.n)
            if tables.pair_ok(i, j) and tables.band(i, j)[0] <= tables.band(i, j)[1]
        ]
        for price, j in sorted(partners)[:_PARTNERS]:
            found[min(i, j), max(i, j)] = price
    return found
