"""First fit: applicant by applicant, the first time and room with three who are free."""

from __future__ import annotations

from itertools import combinations, islice

from matching.timeplan.candidates import can_seat, to_tall
from matching.timeplan.plans import Numre, Valg, to_intervjuer
from matching.timeplan.problem import Intervju, Problem
from matching.timeplan.rules import lunsj
from matching.timeplan.state import Kept

_MOST_TEAMS = 200


def first_fit(problem: Problem) -> tuple[Intervju, ...]:
    """Return a plan; what is placed is never moved.  Knows no locks."""
    tall = to_tall(problem)
    plan: Numre = {}
    for a in range(tall.n):
        kept = Kept(tall, plan)
        found = _first(problem, kept, a)
        if found is not None:
            plan[a] = found
    return to_intervjuer(tall, plan)


def _first(problem: Problem, kept: Kept, a: int) -> Valg | None:
    tall = kept.tall
    ledd = tall.ledd[a]
    size = tall.paneler[ledd.paneler[0]][1]
    for each in sorted(ledd.kandidater, key=lambda k: tall.slots[k.slot].start):
        if not kept.room_left(each.gruppe, each.slot):
            continue
        if not all(kept.ressurs_left(r, each.slot) for r in ledd.ressurser):
            continue
        there = [m for m in sorted(ledd.lov) if kept.is_free(m, each.slot)]
        for team in islice(combinations(there, size), _MOST_TEAMS):
            if can_seat(tall, ledd, frozenset(team)):
                valg = Valg(each.slot, each.gruppe, frozenset(team), ledd.paneler[0])
                if _all_eat(problem, kept, a, valg):
                    return valg
    return None


def _all_eat(problem: Problem, kept: Kept, a: int, valg: Valg) -> bool:
    dag = kept.tall.slots[valg.slot].dag
    near = {b: v for b, v in kept.plan.items() if kept.tall.slots[v.slot].dag == dag}
    day = to_intervjuer(kept.tall, near | {a: valg})
    names = (problem.medlemmer[m].id for m in valg.team)
    return not any(lunsj(problem, [x for x in day if each in x.medlemmer]) for each in names)
