"""The timetable without «who with whom»: a linear programme whose value no plan can beat.

    x[a, s]   applicant a has slot s                      (any group of rooms there)
    w[m, s]   member m sits in slot s
    u[m, d]   member m sits on day d
    o[m]      interviews of m above the fair share

    sum_s x[a, s] <= 1                                    (= 1 for a locked applicant)
    sum_m w[m, s]  = seats of the applicants in s;  leads, speakers, not inhabil likewise
    sum of w in slots that clash <= u,  sum of w in a day <= most * u,  sum_d u <= days
    x in rooms and resources <= capacity at every start

Applicants in a slot are exchangeable here, so there is no variable for each (applicant, member).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from matching.timeplan.candidates import Ledd, Tall


@dataclass(slots=True)
class Row:
    """lo <= sum of value * variable <= hi; None is no limit."""

    cols: list[int]
    values: list[int]
    lo: int | None
    hi: int | None


@dataclass(slots=True)
class Programme:
    """Variables between 0 and `upper`, whole prices and whole rows."""

    price: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    constant: int = 0
    placed: list[int] = field(default_factory=list)

    def var(self, price: int, upper: int = 1) -> int:
        """Add a variable; return its number."""
        self.price.append(price)
        self.upper.append(upper)
        return len(self.price) - 1

    def row(
        self, terms: Iterable[tuple[int, int]], lo: int | None = None, hi: int | None = None
    ) -> None:
        """Add a row of (variable, value)."""
        pairs = list(terms)
        self.rows.append(Row([v for v, _ in pairs], [c for _, c in pairs], lo, hi))


def to_programme(tall: Tall, *, least_placed: int | None) -> Programme:
    """Return the programme of the cost of plans that place at least so many.

    With None the number of applicants without a place is minimised instead.
    """
    lp = Programme()
    count = least_placed is None
    at: dict[int, dict[int, int]] = defaultdict(dict)
    for a, ledd in enumerate(tall.ledd):
        own = _add_applicant(tall, lp, ledd, count)
        for s, v in own.items():
            at[s][a] = v
    lp.constant = tall.n if count else sum(ledd.uplassert_kostnad for ledd in tall.ledd)
    if least_placed is not None:
        lp.row(((v, 1) for v in lp.placed), lo=least_placed)
    w = _add_seats(tall, lp, at)
    _add_capacity(tall, lp, at)
    own_slots: dict[int, list[int]] = defaultdict(list)
    for m, s in w:
        own_slots[m].append(s)
    for m, slots in own_slots.items():
        slots.sort(key=lambda s: (tall.slots[s].start, s))
        _add_member(tall, lp, m, {s: w[m, s] for s in slots}, 0 if count else 1)
    return lp


def _add_applicant(tall: Tall, lp: Programme, ledd: Ledd, count: bool) -> dict[int, int]:
    byttet = tall.problem.vekter.byttet
    least: dict[int, int] = {}
    for each in ledd.kandidater:
        least[each.slot] = min(each.kostnad, least.get(each.slot, each.kostnad))
    own: dict[int, int] = {}
    for s, price in least.items():
        gone = sum(s not in tall.fri[m] or m not in ledd.lov for m in ledd.gamle)
        price += byttet * gone - ledd.uplassert_kostnad
        own[s] = lp.var(-1 if count else price)
    lp.row(((v, 1) for v in own.values()), lo=1 if ledd.last else None, hi=1)
    lp.placed += own.values()
    return own


def _add_seats(
    tall: Tall, lp: Programme, at: dict[int, dict[int, int]]
) -> dict[tuple[int, int], int]:
    sizes = [[tall.paneler[p][1] for p in ledd.paneler] for ledd in tall.ledd]
    seats_in = [frozenset().union(*(tall.paneler[p][0] for p in x.paneler)) for x in tall.ledd]
    w: dict[tuple[int, int], int] = {}
    for s, who in at.items():
        here = {}
        for m in range(tall.m):
            if s not in tall.fri[m]:
                continue
            mine = [v for a, v in who.items() if m in tall.ledd[a].lov and m in seats_in[a]]
            if mine:
                here[m] = w[m, s] = lp.var(0)
                if len(mine) < len(who):
                    lp.row([(here[m], 1), *((v, -1) for v in mine)], hi=0)
        every = [(v, 1) for v in here.values()]
        if any(len(set(sizes[a])) > 1 for a in who):
            lp.row([*every, *((v, -min(sizes[a])) for a, v in who.items())], lo=0)
            lp.row([*every, *((v, -max(sizes[a])) for a, v in who.items())], hi=0)
        else:
            lp.row([*every, *((v, -sizes[a][0]) for a, v in who.items())], lo=0, hi=0)
        leads = [(v, 1) for m, v in here.items() if m in tall.kan_lede]
        lp.row([*leads, *((v, -1) for v in who.values())], lo=0)
        bare = [(v, 1) for m, v in here.items() if m in tall.bare_leder]
        if len(bare) > 1:
            lp.row([*bare, *((v, -1) for v in who.values())], hi=0)
        _add_speakers(tall, lp, who, here)
    return w


def _add_speakers(tall: Tall, lp: Programme, who: dict[int, int], here: dict[int, int]) -> None:
    groups: dict[frozenset[int], list[int]] = defaultdict(list)
    for a, v in who.items():
        sprak = tall.ledd[a].sprak
        if sprak is not None:
            groups[sprak].append(v)
    for sprak, wanted in groups.items():
        speakers = [(v, 1) for m, v in here.items() if m in sprak]
        lp.row([*speakers, *((v, -1) for v in wanted)], lo=0)


def _add_capacity(tall: Tall, lp: Programme, at: dict[int, dict[int, int]]) -> None:
    kapasitet: dict[int, int] = defaultdict(int)
    for gruppe in tall.grupper:
        kapasitet[tall.problem.steder.index(gruppe.rom[0].sted)] += gruppe.kapasitet
    users: list[tuple[int, dict[int, list[int]]]] = []
    for sted, most in kapasitet.items():
        here = {s: list(who.values()) for s, who in at.items() if tall.slots[s].sted == sted}
        users.append((most, here))
    for number, ressurs in enumerate(tall.problem.ressurser):
        needs = {
            s: [v for a, v in who.items() if number in tall.ledd[a].ressurser]
            for s, who in at.items()
        }
        users.append((ressurs.kapasitet, {s: liste for s, liste in needs.items() if liste}))
    for most, here in users:
        for t in sorted({tall.slots[s].start for s in here}):
            now = [
                v
                for s, liste in here.items()
                if tall.slots[s].start <= t < tall.slots[s].slutt
                for v in liste
            ]
            if len(now) > most:
                lp.row(((v, 1) for v in now), hi=most)


def _add_member(tall: Tall, lp: Programme, m: int, own: dict[int, int], scale: int) -> None:
    problem, vekter = tall.problem, tall.problem.vekter
    medlem, pause = problem.medlemmer[m], problem.regler.pause_min
    by_day: dict[int, list[int]] = defaultdict(list)
    for s in own:
        by_day[tall.slots[s].dag].append(s)
    days = []
    for slots in by_day.values():
        u = lp.var(scale * vekter.dag)
        days.append((u, 1))
        lp.row([*((own[s], 1) for s in slots), (u, -problem.maks_per_dag(medlem))], hi=0)
        seen: set[tuple[int, ...]] = set()
        for first in slots:
            t = tall.slots[first].start
            clique = tuple(
                s for s in slots if tall.slots[s].start <= t < tall.slots[s].slutt + pause
            )
            if clique not in seen:
                seen.add(clique)
                lp.row([*((own[s], 1) for s in clique), (u, -1)], hi=0)
    if medlem.maks_dager is not None:
        lp.row(days, hi=medlem.maks_dager)
    if scale:
        over = lp.var(vekter.belastning, len(own))
        lp.row([(over, 1), *((v, -1) for v in own.values())], lo=-tall.share)
        _add_company(tall, lp, m, days)


def _add_company(tall: Tall, lp: Programme, m: int, days: list[tuple[int, int]]) -> None:
    """A member whose panels are too small for the wish lacks some company however it goes."""
    possible = frozenset().union(*(medlemmer for medlemmer, _ in tall.paneler if m in medlemmer))
    lacking = tall.problem.regler.medpanelister - len(possible - {m})
    price = tall.problem.vekter.blanding * lacking
    if price > 0:
        used = lp.var(price)
        for u, _ in days:
            lp.row([(used, 1), (u, -1)], lo=0)
