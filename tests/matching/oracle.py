"""A second opinion: every plan of a tiny problem, straight from the text of docs/modell.md.

Works on the decoded JSON file and shares no line with the library.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any

Value = tuple[int, int]
"""Uncovered kommuner, cost."""


def best_value(problem: dict[str, Any]) -> Value | None:
    """Return the value of the best plan, or None if no plan keeps the locks."""
    return min(plan_values(problem), default=None)


def plan_values(problem: dict[str, Any]) -> Iterator[Value]:
    """Yield the value of every plan that keeps the rules and the locks."""
    lag_liste = _all_lag(problem)
    laser = problem.get("laser", {})
    tildelt = {tuple(each) for each in laser.get("tildelt", [])}
    par = {frozenset(each) for each in laser.get("par", [])}
    relasjoner = {
        (v, k)
        for lag in problem.get("gjeldende", [])
        for v in lag["veiledere"]
        for k in lag["kommuner"]
    }
    endring = problem["vekter"]["endring"]

    def extend(
        at: int, chosen: list[tuple[tuple[str, str], tuple[str, ...], int]]
    ) -> Iterator[Value]:
        served = {(v, k) for pair, kommuner, _ in chosen for v in pair for k in kommuner}
        pairs = {frozenset(pair) for pair, _, _ in chosen}
        if tildelt <= served and par <= pairs:
            covered = sum(len(kommuner) for _, kommuner, _ in chosen)
            cost = sum(c for _, _, c in chosen) + endring * len(relasjoner - served)
            yield len(problem["kommuner"]) - covered, cost
        busy = {each for pair, kommuner, _ in chosen for each in (*pair, *kommuner)}
        for later in range(at, len(lag_liste)):
            pair, kommuner, _ = lag_liste[later]
            if not busy & {*pair, *kommuner}:
                yield from extend(later + 1, [*chosen, lag_liste[later]])

    yield from extend(0, [])


def _all_lag(problem: dict[str, Any]) -> list[tuple[tuple[str, str], tuple[str, ...], int]]:
    found = []
    most = problem["regler"]["maks_kommuner_per_par"]
    for a, b in combinations(problem["veiledere"], 2):
        if b["id"] in a["ikke_par_med"] or a["id"] in b["ikke_par_med"]:
            continue
        for size in range(1, most + 1):
            for kommuner in combinations(problem["kommuner"], size):
                if _allowed(problem, a, b, kommuner):
                    ids = tuple(f"k:{k['id']}" for k in kommuner)
                    found.append(((a["id"], b["id"]), ids, lag_cost(problem, a, b, kommuner)))
    return [((a, b), tuple(k[2:] for k in ids), cost) for (a, b), ids, cost in found]


def _allowed(problem: dict[str, Any], a: Any, b: Any, kommuner: tuple[Any, ...]) -> bool:
    hours = sum(k["timer"] for k in kommuner)
    forbudt = [tuple(each) for each in problem.get("laser", {}).get("forbudt", [])]
    for v in (a, b):
        if not v["timer"][0] <= hours <= v["timer"][1]:
            return False
        for k in kommuner:
            if k["kommunenummer"] in (v["kommunenummer"], v["arbeidsgiver_kommunenummer"]):
                return False
            if k["id"] in v["inhabil_i"] or k["fylkesnummer"] in v["uaktuelle_fylker"]:
                return False
            if km(problem, v, k) > v["maks_reise_km"] or (v["id"], k["id"]) in forbudt:
                return False
    known = {*a["samiske_sprak"], *b["samiske_sprak"]}
    return all(k["samisk_sprak"] in known for k in kommuner if k["samisk_sprak"])


def km(problem: dict[str, Any], x: Any, y: Any) -> int:
    for fra, til, known in problem["regler"].get("avstander_km", []):
        if (fra, til) in ((x["id"], y["id"]), (y["id"], x["id"])):
            return int(known)
    lat1, lat2 = math.radians(x["breddegrad"]), math.radians(y["breddegrad"])
    dlat, dlon = lat2 - lat1, math.radians(y["lengdegrad"] - x["lengdegrad"])
    h = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    faktor = float(problem["regler"]["reise_faktor"])
    return math.floor(faktor * 2 * 6371.0 * math.asin(math.sqrt(h)) + 0.5)


def rund(x: int, p: int) -> int:
    return (2 * x + p) // (2 * p)


def lag_cost(problem: dict[str, Any], a: Any, b: Any, kommuner: tuple[Any, ...]) -> int:
    w: dict[str, int] = problem["vekter"]
    cost = int(w["intervju"]) * (200 - a["poeng"] - b["poeng"])
    cost += rund(km(problem, a, b), w["parreise_km_per_poeng"])
    sides = {a["bakgrunn"], b["bakgrunn"]}
    if sides in ({"skoleeier"}, {"skoleleder"}, {"annen"}):
        cost += int(w["lik_bakgrunn"])
    elif "annen" in sides:
        cost += w["annen_bakgrunn"]
    hours = sum(k["timer"] for k in kommuner)
    for v, other in ((a, b), (b, a)):
        if v["onsker_par_med"] and other["id"] not in v["onsker_par_med"]:
            cost += w["partneronske"]
        cost += w["time_fra_midten"] * abs(hours - (v["timer"][0] + v["timer"][1]) // 2)
        for k in kommuner:
            cost += rund(km(problem, v, k), w["reise_km_per_poeng"])
            if k["malform"] != "nøytral" and k["malform"] not in v["malformer"]:
                cost += w["malform"]
            if v["onskede_fylker"] and k["fylkesnummer"] not in v["onskede_fylker"]:
                cost += w["fylkesonske"]
    for k in kommuner:
        for fag in set(k["fagomrader"]):
            if fag not in a["fagomrader"] and fag not in b["fagomrader"]:
                cost += w["fagomrade"]
    return int(cost + w["ekstra_fylke"] * (len({k["fylkesnummer"] for k in kommuner}) - 1))
