"""Greedy: the kommune with fewest possible veiledere first, with the cheapest lag around it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bench.tables import Plan, Tables

_NEAREST_VEILEDERE = 24
_NEAREST_KOMMUNER = 20


def greedy_plan(tables: Tables) -> Plan:
    """Return a plan, lag by lag; what is taken is never given back.  Knows no locks."""
    free_veiledere = set(range(tables.n))
    left = set(range(tables.m))
    barred: set[int] = set()
    plan: Plan = []
    while left - barred:
        hardest = min(left - barred, key=lambda k: (_able(tables, free_veiledere, k), k))
        found = _cheapest(tables, free_veiledere, left, hardest)
        if found is None:
            barred.add(hardest)
            continue
        i, j, kommuner = found
        plan.append(found)
        free_veiledere -= {i, j}
        left -= set(kommuner)
    return plan


def _able(tables: Tables, veiledere: set[int], k: int) -> int:
    return sum(tables.ok[i][k] for i in veiledere)


def _cheapest(
    tables: Tables, veiledere: set[int], left: set[int], k: int
) -> tuple[int, int, tuple[int, ...]] | None:
    """Return the lag around `k` that costs least per kommune."""
    able = sorted((i for i in veiledere if tables.ok[i][k]), key=lambda i: (tables.member[i][k], i))
    # Where the language is rare its speakers must be among the nearest.
    sprak = tables.problem.kommuner[k].samisk_sprak
    speakers = [i for i in able if sprak in tables.sprak[i]] if sprak else []
    able = sorted({*able[:_NEAREST_VEILEDERE], *speakers[:_NEAREST_VEILEDERE]})
    best: tuple[float, tuple[int, int, tuple[int, ...]]] | None = None
    for i, j in combinations(able, 2):
        if not tables.may_serve(i, j, k) or not tables.pair_ok(i, j):
            continue
        for kommuner in _growing(tables, i, j, left, k):
            price = tables.lag_cost(i, j, kommuner) / len(kommuner)
            if best is None or price < best[0]:
                best = price, (i, j, kommuner)
    return best[1] if best else None


def _growing(tables: Tables, i: int, j: int, left: set[int], k: int) -> Iterator[tuple[int, ...]]:
    """Yield the sets that keep the hours, each one kommune larger: the cheapest that fits."""
    lo, hi = tables.band(i, j)
    alle = tables.problem.kommuner
    near = sorted(
        (each for each in left if each != k and tables.may_serve(i, j, each)),
        key=lambda each: (tables.place_cost(i, j, each), each),
    )[:_NEAREST_KOMMUNER]
    chosen: tuple[int, ...] = (k,)
    hours = alle[k].timer
    while hours <= hi:
        if hours >= lo:
            yield chosen
        if len(chosen) == tables.problem.regler.maks_kommuner_per_par:
            return
        fits = [e for e in near if e not in chosen and hours + alle[e].timer <= hi]
        if not fits:
            return
        chosen = (*chosen, fits[0])
        hours += alle[fits[0]].timer
