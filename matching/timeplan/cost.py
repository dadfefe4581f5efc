"""The cost of a timetable, each wish one term, in one visible list; no solver here.

All terms are whole numbers, never negative, and belong to the whole plan.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from matching.felles.rounding import ceil_div
from matching.timeplan.problem import DOGN_MIN, Intervju, Problem
from matching.timeplan.rules import Plan


def wish_met(problem: Problem, intervju: Intervju) -> bool:
    """Return whether the interview lies inside the applicant's wishes; True without wishes."""
    soker = problem.soker(intervju.soker)
    slutt = problem.slutt(intervju)
    return not soker.onsker or problem.inside(soker.onsker, intervju.start, slutt)


def onsketid_cost(problem: Problem, plan: Plan) -> int:
    """Price each interview outside the times its applicant prefers."""
    return problem.vekter.onsketid * sum(not wish_met(problem, each) for each in plan)


def days_of(plan: Plan) -> dict[str, set[int]]:
    """Return the days on which each member sits; members who never sit are absent."""
    days: dict[str, set[int]] = {}
    for each in plan:
        for medlem in each.medlemmer:
            days.setdefault(medlem, set()).add(each.start // DOGN_MIN)
    return days


def dag_cost(problem: Problem, plan: Plan) -> int:
    """Price each day of each member."""
    return problem.vekter.dag * sum(len(days) for days in days_of(plan).values())


def co_members(plan: Plan) -> dict[str, set[str]]:
    """Return with whom each member sits; members who never sit are absent."""
    others: dict[str, set[str]] = {}
    for each in plan:
        for medlem in each.medlemmer:
            others.setdefault(medlem, set()).update(each.medlemmer)
    return {medlem: liste - {medlem} for medlem, liste in others.items()}


def blanding_cost(problem: Problem, plan: Plan) -> int:
    """Price each different co-member that a seated member lacks to `medpanelister`."""
    wanted = problem.regler.medpanelister
    lacking = (max(0, wanted - len(liste)) for liste in co_members(plan).values())
    return problem.vekter.blanding * sum(lacking)


def fair_share(problem: Problem) -> int:
    """Return the seats of a plan that places everybody, shared evenly and rounded up."""
    if not problem.medlemmer:
        return 0
    return ceil_div(len(problem.sokere) * problem.regler.panelstorrelse, len(problem.medlemmer))


def belastning_cost(problem: Problem, plan: Plan) -> int:
    """Price each interview of a member above the fair share."""
    seats = [medlem for each in plan for medlem in each.medlemmer]
    share = fair_share(problem)
    over = (max(0, seats.count(medlem) - share) for medlem in set(seats))
    return problem.vekter.belastning * sum(over)


def flyttet_cost(problem: Problem, plan: Plan) -> int:
    """Price each interview of `gjeldende` that starts at another time or is not placed."""
    starts = {each.soker: each.start for each in plan}
    moved = sum(starts.get(each.soker) != each.start for each in problem.gjeldende)
    return problem.vekter.flyttet * moved


def byttet_cost(problem: Problem, plan: Plan) -> int:
    """Price each member of `gjeldende` who no longer sits before the same applicant."""
    seated = {each.soker: set(each.medlemmer) for each in plan}
    gone = sum(
        len(set(each.medlemmer) - seated.get(each.soker, set())) for each in problem.gjeldende
    )
    return problem.vekter.byttet * gone


def nytt_sted_cost(problem: Problem, plan: Plan) -> int:
    """Price each interview of `gjeldende` that is placed elsewhere; an unplaced one is free."""
    steder = {each.soker: problem.rom_of(each.rom).sted for each in plan}
    moved = sum(
        each.soker in steder and steder[each.soker] != problem.rom_of(each.rom).sted
        for each in problem.gjeldende
    )
    return problem.vekter.nytt_sted * moved


LEDD: Final[dict[str, Callable[[Problem, Plan], int]]] = {
    "onsketid": onsketid_cost,
    "dag": dag_cost,
    "blanding": blanding_cost,
    "belastning": belastning_cost,
    "flyttet": flyttet_cost,
    "byttet": byttet_cost,
    "nytt_sted": nytt_sted_cost,
}


def plan_ledd(problem: Problem, plan: Plan) -> dict[str, int]:
    """Return the cost of a plan by term, in the order of `LEDD`."""
    return {name: cost(problem, plan) for name, cost in LEDD.items()}


def plan_cost(problem: Problem, plan: Plan) -> int:
    """Return the cost of a whole plan."""
    return sum(plan_ledd(problem, plan).values())


def components(plan: Plan) -> int:
    """Return how many groups of members never sit with anyone of another group.

    Members who never sit are not counted.  Above 1, the strictness of members in different
    groups cannot be compared.
    """
    others = co_members(plan)
    left, groups = set(others), 0
    while left:
        groups += 1
        reached = [left.pop()]
        for each in reached:
            near = others[each] & left
            left -= near
            reached.extend(near)
    return groups
