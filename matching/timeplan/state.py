"""What a set of interviews leaves for the others: times, rooms, days, seats and company."""

from __future__ import annotations

from collections import defaultdict

from matching.timeplan.candidates import Ledd, Slot, Tall
from matching.timeplan.plans import Numre


def clashes(tall: Tall, a: Slot, b: Slot) -> bool:
    """Return whether one person cannot sit in both: too little pause or travel between them."""
    first, second = (a, b) if a.start <= b.start else (b, a)
    steder = tall.problem.steder
    needed = tall.problem.reise_min(steder[first.sted], steder[second.sted])
    return second.start - first.slutt < max(tall.problem.regler.pause_min, needed)


class Kept:
    """The interviews that stay, seen by member, by group of rooms, by resource and by day."""

    def __init__(self, tall: Tall, plan: Numre) -> None:
        """Sum up `plan`."""
        self.tall = tall
        self.plan = plan
        self.slots: list[list[int]] = [[] for _ in range(tall.m)]
        self.days: list[dict[int, int]] = [defaultdict(int) for _ in range(tall.m)]
        self.company: list[set[int]] = [set() for _ in range(tall.m)]
        self.in_group: list[list[int]] = [[] for _ in tall.grupper]
        self.of_ressurs: list[list[int]] = [[] for _ in tall.problem.ressurser]
        for a, valg in plan.items():
            self.in_group[valg.gruppe].append(valg.slot)
            for ressurs in tall.ledd[a].ressurser:
                self.of_ressurs[ressurs].append(valg.slot)
            for m in valg.team:
                self.slots[m].append(valg.slot)
                self.days[m][tall.slots[valg.slot].dag] += 1
                self.company[m] |= valg.team - {m}

    def is_free(self, medlem: int, slot: int) -> bool:
        """Return whether the member can take one more interview there, lunch apart."""
        tall = self.tall
        if slot not in tall.fri[medlem]:
            return False
        each = tall.problem.medlemmer[medlem]
        days = self.days[medlem]
        dag = tall.slots[slot].dag
        if days.get(dag, 0) >= tall.problem.maks_per_dag(each):
            return False
        if each.maks_dager is not None and dag not in days and len(days) >= each.maks_dager:
            return False
        here = tall.slots[slot]
        return not any(clashes(tall, here, tall.slots[own]) for own in self.slots[medlem])

    def room_left(self, gruppe: int, slot: int) -> bool:
        """Return whether the group of rooms has place for one more throughout the slot."""
        return self._left(self.in_group[gruppe], self.tall.grupper[gruppe].kapasitet, slot)

    def ressurs_left(self, ressurs: int, slot: int) -> bool:
        """Return whether the resource has capacity for one more throughout the slot."""
        kapasitet = self.tall.problem.ressurser[ressurs].kapasitet
        return self._left(self.of_ressurs[ressurs], kapasitet, slot)

    def _left(self, used: list[int], kapasitet: int, slot: int) -> bool:
        here = self.tall.slots[slot]
        other = [self.tall.slots[each] for each in used]
        meeting = [x for x in other if x.start < here.slutt and here.start < x.slutt]
        if len(meeting) < kapasitet:
            return True
        times = {here.start} | {x.start for x in meeting if x.start > here.start}
        most = max(sum(x.start <= t < x.slutt for x in meeting) for t in times)
        return most < kapasitet


def valg_cost(tall: Tall, ledd: Ledd, slot: int, gruppe: int, team: frozenset[int]) -> int:
    """Return the cost of a placement that depends on nothing but itself."""
    own = next(x.kostnad for x in ledd.kandidater if (x.slot, x.gruppe) == (slot, gruppe))
    return own + tall.problem.vekter.byttet * len(ledd.gamle - team)
