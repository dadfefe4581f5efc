"""The relaxation with whole days for slots: small at any size, and nearly as strong on days.

x[a, d]   applicant a is interviewed on day d, at the price of the best slot there
v[m, d]   interviews of member m on day d, at most as many as fit between busy times
u[m, d]   member m sits on day d

sum_d x[a, d] <= 1,  sum_m v[m, d] = seats of the applicants of d,  v[m, d] <= most * u[m, d]
"""

from __future__ import annotations

from collections import defaultdict

from matching.timeplan.candidates import Tall
from matching.timeplan.relaxation import Programme


def to_day_programme(tall: Tall, least_placed: int) -> Programme:
    """Return the programme of the cost of plans that place at least so many."""
    lp = Programme()
    vekter = tall.problem.vekter
    on_day: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for ledd in tall.ledd:
        least: dict[int, int] = {}
        for each in ledd.kandidater:
            dag = tall.slots[each.slot].dag
            least[dag] = min(each.kostnad, least.get(dag, each.kostnad))
        sizes = [tall.paneler[p][1] for p in ledd.paneler]
        own = []
        for dag, price in least.items():
            v = lp.var(price - ledd.uplassert_kostnad)
            own.append(v)
            on_day[dag].append((v, min(sizes), max(sizes)))
        lp.row(((v, 1) for v in own), lo=1 if ledd.last else None, hi=1)
        lp.placed += own
    lp.constant = sum(ledd.uplassert_kostnad for ledd in tall.ledd)
    lp.row(((v, 1) for v in lp.placed), lo=least_placed)
    used = {each.slot for ledd in tall.ledd for each in ledd.kandidater}
    seats: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for m, medlem in enumerate(tall.problem.medlemmer):
        days, own_seats = [], []
        for dag, most in _fits(tall, m, used).items():
            v, u = lp.var(0, most), lp.var(vekter.dag)
            lp.row([(v, 1), (u, -most)], hi=0)
            seats[dag].append((m, v))
            days.append((u, 1))
            own_seats.append((v, -1))
        if medlem.maks_dager is not None:
            lp.row(days, hi=medlem.maks_dager)
        over = lp.var(vekter.belastning, max(1, sum(lp.upper[v] for v, _ in own_seats)))
        lp.row([(over, 1), *own_seats], lo=-tall.share)
    for dag, liste in on_day.items():
        every = [(v, 1) for _, v in seats[dag]]
        leads = [(v, 1) for m, v in seats[dag] if m in tall.kan_lede]
        lp.row([*every, *((x, -least) for x, least, _ in liste)], lo=0)
        lp.row([*every, *((x, -most) for x, _, most in liste)], hi=0)
        lp.row([*leads, *((x, -1) for x, _, _ in liste)], lo=0)
    return lp


def _fits(tall: Tall, m: int, used: set[int]) -> dict[int, int]:
    """Return how many interviews the member could have on each day: the earliest end first."""
    problem = tall.problem
    slots = sorted((tall.slots[s] for s in tall.fri[m] & used), key=lambda slot: slot.slutt)
    found: dict[int, int] = defaultdict(int)
    last: dict[int, int] = {}
    most = problem.maks_per_dag(problem.medlemmer[m])
    for slot in slots:
        if slot.start >= last.get(slot.dag, slot.start) and found[slot.dag] < most:
            found[slot.dag] += 1
            last[slot.dag] = slot.slutt + problem.regler.pause_min
    return {dag: number for dag, number in found.items() if number}
