"""A second opinion on facts: what is possible if only some of them hold, straight from the text.

Works on the decoded JSON file and shares no line with the library; facts are told by `key`.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from .oracle import km

Key = tuple[Any, ...]
Lag = tuple[tuple[str, str], tuple[str, ...]]


def corrections(problem: dict[str, Any], lag: Lag) -> list[frozenset[Key]]:
    """The ways to make a lag possible: sets of facts that must not hold."""
    (a, b), served = lag
    veiledere = {v["id"]: v for v in problem["veiledere"]}
    kommuner = [k for k in problem["kommuner"] if k["id"] in served]
    members = [veiledere[a], veiledere[b]]
    laser = problem.get("laser", {})
    hours = sum(k["timer"] for k in kommuner)
    sure: set[Key] = set()
    choices: list[list[Key]] = []
    for v in members:
        for k in kommuner:
            sure |= {(rule, v["id"], k["id"]) for rule in _placement(problem, v, k)}
        if hours > v["timer"][1]:
            sure.add(("for_mange_timer", v["id"]))
        if hours < v["timer"][0]:
            sure.add(("for_fa_timer", v["id"]))
    for sprak in {k["samisk_sprak"] for k in kommuner} - {None}:
        if not any(sprak in v["samiske_sprak"] for v in members):
            choices.append([("samisk_sprak", v["id"], sprak) for v in members])
    if b in veiledere[a]["ikke_par_med"] or a in veiledere[b]["ikke_par_med"]:
        sure.add(("ikke_par_med", *sorted((a, b))))
    if len(served) > problem["regler"]["maks_kommuner_per_par"]:
        sure.add(("for_mange_kommuner",))
    for v_id, k_id in laser.get("tildelt", []):
        if (v_id in (a, b)) != (k_id in served):
            sure.add(("las_tildelt", v_id, k_id))
    for par in laser.get("par", []):
        if len({a, b} & set(par)) == 1:
            sure.add(("las_par", *sorted(par)))
    return [frozenset(sure | set(chosen)) for chosen in product(*choices)]


def _placement(problem: dict[str, Any], v: dict[str, Any], k: dict[str, Any]) -> list[str]:
    found = []
    if k["kommunenummer"] == v["kommunenummer"]:
        found.append("egen_kommune")
    if k["kommunenummer"] == v["arbeidsgiver_kommunenummer"]:
        found.append("arbeidsgiver")
    if k["id"] in v["inhabil_i"]:
        found.append("inhabil")
    if k["fylkesnummer"] in v["uaktuelle_fylker"]:
        found.append("uaktuelt_fylke")
    if km(problem, v, k) > v["maks_reise_km"]:
        found.append("for_lang_reise")
    if (v["id"], k["id"]) in [tuple(each) for each in problem.get("laser", {}).get("forbudt", [])]:
        found.append("las_forbudt")
    return found


def all_lag(problem: dict[str, Any]) -> list[Lag]:
    """Every lag that can be imagined."""
    v_ids = [v["id"] for v in problem["veiledere"]]
    k_ids = [k["id"] for k in problem["kommuner"]]
    sets = [each for size in range(1, len(k_ids) + 1) for each in combinations(k_ids, size)]
    return [(par, served) for par in combinations(v_ids, 2) for served in sets]


class Facts:
    """All lag of a problem with the facts that stand in their way."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.problem = problem
        self.lag = [(each, corrections(problem, each)) for each in all_lag(problem)]
        self.all = {fact for _, ways in self.lag for way in ways for fact in way}
        laser = problem.get("laser", {})
        self.all |= {("las_tildelt", v, k) for v, k in laser.get("tildelt", [])}
        self.all |= {("las_par", *sorted(par)) for par in laser.get("par", [])}

    def lag_possible(
        self, kommune: str, kept: set[Key], members: frozenset[str] = frozenset()
    ) -> bool:
        return any(
            kommune in lag[1] and members <= set(lag[0]) and any(not c & kept for c in ways)
            for lag, ways in self.lag
        )

    def in_any_reason(self, kommune: str) -> set[Key]:
        """All facts that are in a minimal conflict, which are those in a minimal correction."""
        sets = {way for lag, ways in self.lag if kommune in lag[1] for way in ways}
        return {fact for s in sets if not any(other < s for other in sets) for fact in s}

    def plan_possible(self, goals: set[str], kept: set[Key]) -> bool:
        usable = [lag for lag, ways in self.lag if any(not c & kept for c in ways)]
        tildelt = {fact[1:] for fact in kept if fact[0] == "las_tildelt"}
        pairs = {frozenset(fact[1:]) for fact in kept if fact[0] == "las_par"}

        def extend(at: int, chosen: list[Lag]) -> bool:
            served = {k for _, kommuner in chosen for k in kommuner}
            together = {(v, k) for par, kommuner in chosen for v in par for k in kommuner}
            kept_pairs = {frozenset(par) for par, _ in chosen}
            if goals <= served and tildelt <= together and pairs <= kept_pairs:
                return True
            busy = served | {v for par, _ in chosen for v in par}
            return any(
                extend(later + 1, [*chosen, usable[later]])
                for later in range(at, len(usable))
                if not busy & {*usable[later][0], *usable[later][1]}
            )

        return extend(0, [])
