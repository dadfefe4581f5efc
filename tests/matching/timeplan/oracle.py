"""A second opinion: every timetable of a tiny problem, straight from docs/timeplan.md.

Works on the decoded JSON file and shares no line with the library.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

Value = tuple[int, int]
"""Applicants not placed, cost."""
Option = tuple[datetime, datetime, str, str, frozenset[str]]
"""Start, end, room, place, members."""


class TooManyError(Exception):
    """The problem has more timetables than the oracle cares to look at."""


def best_value(problem: dict[str, Any], most: int = 60_000) -> Value | None:
    """Return the value of the best timetable, or None if none keeps the locks.

    Raises:
        TooManyError: there are more than `most` combinations.
    """
    sokere = problem["sokere"]
    options = [_options(problem, each) for each in sokere]
    total = 1
    for each in options:
        total *= len(each) + 1
    if total > most:
        raise TooManyError
    locked = {each["soker"] for each in problem.get("laser", [])}
    best: Value | None = None

    def extend(at: int, plan: dict[str, Option]) -> None:
        nonlocal best
        if at == len(sokere):
            if _holds(problem, plan):
                value = (len(sokere) - len(plan), _cost(problem, plan))
                best = value if best is None else min(best, value)
            return
        own = sokere[at]["id"]
        for option in options[at]:
            if all(_compatible(problem, option, other) for other in plan.values()):
                extend(at + 1, {**plan, own: option})
        if own not in locked:
            extend(at + 1, plan)

    extend(0, {})
    return best


def _t(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _inside(windows: list[list[str]], start: datetime, end: datetime) -> bool:
    """Minute by minute: the union of the windows covers the interview."""
    at = start
    while at < end:
        if not any(_t(a) <= at < _t(b) for a, b in windows):
            return False
        at += timedelta(minutes=1)
    return True


def _options(problem: dict[str, Any], soker: dict[str, Any]) -> list[Option]:
    regler = problem["regler"]
    length = timedelta(minutes=soker.get("varighet_min") or regler["intervju_min"])
    first = _t(problem["forste_dag"])
    found: dict[Option, None] = {}
    teams = _teams(problem, soker)
    ledig = {r["id"]: r["ledig"] for r in problem.get("ressurser", [])}
    for dag in range(3):
        for minute in range(0, 24 * 60, regler["rutenett_min"]):
            start = first + timedelta(days=dag, minutes=minute)
            end = start + length
            if not _inside(soker["ledig"], start, end):
                continue
            if not all(_inside(ledig[r], start, end) for r in soker.get("ressurser", [])):
                continue
            for rom in problem["rom"]:
                if rom["sted"] not in soker["steder"]:
                    continue
                if not set(soker.get("romkrav", [])) <= set(rom.get("egenskaper", [])):
                    continue
                if not _inside(rom["apent"], start, end):
                    continue
                for team in teams:
                    members = [m for m in problem["medlemmer"] if m["id"] in team]
                    if all(_can(m, rom["sted"], start, end) for m in members) and _locks(
                        problem, soker, start, rom["id"], team
                    ):
                        found[start, end, rom["id"], rom["sted"], team] = None
    return list(found)


def _can(medlem: dict[str, Any], sted: str, start: datetime, end: datetime) -> bool:
    busy = any(_t(a) < end and start < _t(b) for a, b in medlem.get("opptatt", []))
    return sted in medlem["steder"] and not busy


def _leads(problem: dict[str, Any], team: frozenset[str]) -> list[str]:
    rolle = {m["id"]: m["rolle"] for m in problem["medlemmer"]}
    return [
        lead
        for lead in team
        if rolle[lead] != "medlem" and all(rolle[m] != "leder" for m in team if m != lead)
    ]


def _teams(problem: dict[str, Any], soker: dict[str, Any]) -> list[frozenset[str]]:
    default = problem["regler"]["panelstorrelse"]
    every = [m["id"] for m in problem["medlemmer"]]
    pools = [(every, default)]
    if problem.get("paneler"):
        wanted = soker.get("paneler", [])
        pools = [
            (p["medlemmer"], p["storrelse"] if p.get("storrelse") else default)
            for p in problem["paneler"]
            if not wanted or p["id"] in wanted
        ]
    sprak = {m["id"]: m.get("samiske_sprak", []) for m in problem["medlemmer"]}
    found: dict[frozenset[str], None] = {}
    for pool, size in pools:
        for each in combinations(sorted(set(pool)), size):
            team = frozenset(each)
            if team & set(soker.get("inhabile", [])) or not _leads(problem, team):
                continue
            wanted_sprak = soker.get("samisk_sprak")
            if wanted_sprak and not any(wanted_sprak in sprak[m] for m in team):
                continue
            found[team] = None
    return list(found)


def _locks(
    problem: dict[str, Any], soker: dict[str, Any], start: datetime, rom: str, team: frozenset[str]
) -> bool:
    ledere = set(_leads(problem, team))
    for las in problem.get("laser", []):
        if las["soker"] != soker["id"]:
            continue
        if las.get("start") and _t(las["start"]) != start:
            return False
        if las.get("rom") and las["rom"] != rom:
            return False
        if not set(las.get("medlemmer", [])) <= team:
            return False
        if las.get("leder"):
            ledere &= {las["leder"]}
    return bool(ledere)


def _compatible(problem: dict[str, Any], one: Option, two: Option) -> bool:
    """Whether a member common to both can sit in both."""
    if not one[4] & two[4]:
        return True
    a, b = (one, two) if one[0] <= two[0] else (two, one)
    gap = (b[0] - a[1]).total_seconds() / 60
    needed = problem["regler"]["pause_min"]
    for fra, til, minutter in problem.get("reise", []):
        if {fra, til} == {a[3], b[3]}:
            needed = max(needed, minutter)
    return bool(gap >= needed)


def _holds(problem: dict[str, Any], plan: dict[str, Option]) -> bool:
    users: list[tuple[int, list[Option]]] = [
        (rom.get("kapasitet", 1), [o for o in plan.values() if o[2] == rom["id"]])
        for rom in problem["rom"]
    ]
    needs = {s["id"]: s.get("ressurser", []) for s in problem["sokere"]}
    users += [
        (r.get("kapasitet", 1), [o for s, o in plan.items() if r["id"] in needs[s]])
        for r in problem.get("ressurser", [])
    ]
    for most, liste in users:
        for option in liste:
            if sum(o[0] <= option[0] < o[1] for o in liste) > most:
                return False
    return all(_day_holds(problem, m, plan) for m in problem["medlemmer"])


def _day_holds(problem: dict[str, Any], medlem: dict[str, Any], plan: dict[str, Option]) -> bool:
    days: dict[Any, list[Option]] = {}
    for option in plan.values():
        if medlem["id"] in option[4]:
            days.setdefault(option[0].date(), []).append(option)
    most = problem["regler"]["maks_per_dag"]
    if medlem.get("maks_per_dag") is not None:
        most = min(most, medlem["maks_per_dag"])
    if any(len(liste) > most for liste in days.values()):
        return False
    if medlem.get("maks_dager") is not None and len(days) > medlem["maks_dager"]:
        return False
    lunsj = problem["regler"]["lunsj"]
    return lunsj is None or all(_has_lunch(lunsj, day, liste) for day, liste in days.items())


def _has_lunch(lunsj: dict[str, Any], day: Any, liste: list[Option]) -> bool:
    fra, til = _t(f"{day}T{lunsj['fra']}"), _t(f"{day}T{lunsj['til']}")
    if not any(o[0] < fra for o in liste) or not any(o[1] > til for o in liste):
        return True
    at = fra
    while at + timedelta(minutes=lunsj["minutter"]) <= til:
        end = at + timedelta(minutes=lunsj["minutter"])
        if all(o[1] <= at or end <= o[0] for o in liste):
            return True
        at += timedelta(minutes=1)
    return False


def _cost(problem: dict[str, Any], plan: dict[str, Option]) -> int:
    w = problem["vekter"]
    cost = 0
    days: set[tuple[str, Any]] = set()
    seats: dict[str, int] = {}
    company: dict[str, set[str]] = {}
    onsker = {s["id"]: s.get("onsker", []) for s in problem["sokere"]}
    for soker, (start, end, _rom, _sted, team) in plan.items():
        if onsker[soker] and not _inside(onsker[soker], start, end):
            cost += w["onsketid"]
        for m in team:
            days.add((m, start.date()))
            seats[m] = seats.get(m, 0) + 1
            company.setdefault(m, set()).update(team - {m})
    cost += w["dag"] * len(days)
    wanted = problem["regler"]["medpanelister"]
    cost += w["blanding"] * sum(max(0, wanted - len(others)) for others in company.values())
    places = len(problem["sokere"]) * problem["regler"]["panelstorrelse"]
    members = max(1, len(problem["medlemmer"]))
    share = (places + members - 1) // members
    cost += w["belastning"] * sum(max(0, n - share) for n in seats.values())
    sted = {rom["id"]: rom["sted"] for rom in problem["rom"]}
    for old in problem.get("gjeldende", []):
        new = plan.get(old["soker"])
        if new is None or new[0] != _t(old["start"]):
            cost += w["flyttet"]
        team = frozenset() if new is None else new[4]
        cost += w["byttet"] * len(set(old["medlemmer"]) - team)
        if new is not None and new[3] != sted[old["rom"]]:
            cost += w["nytt_sted"]
    return int(cost)
