"""The timetable of some applicants beside others that stay, as a CP-SAT model.

    x[a, c]      applicant a has candidate c (a slot in a group of rooms)
    y[a, m]      member m sits before applicant a
    w[m, s]      member m sits in slot s
    u[m, d]      member m sits on day d

«When and where» (x) and «who» (y) meet in w alone, so that there is no variable for each
(applicant, member, slot).  With every applicant free it is the whole problem.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from ortools.sat.python import cp_model

from matching.felles.cpsat import Outcome
from matching.timeplan.candidates import Kandidat, Tall, can_seat
from matching.timeplan.lunch import add_lunch
from matching.timeplan.plans import Numre, Valg
from matching.timeplan.state import Kept, clashes, valg_cost

Lit = cp_model.IntVar


class Delmodell:
    """The model of the applicants in `free`; those in `kept` stay as they are."""

    def __init__(self, tall: Tall, kept: Kept, free: Iterable[int]) -> None:
        """Build variables and rules; the objective is set by `place_most` or `cost_least`."""
        self.tall, self.kept, self.free = tall, kept, tuple(free)
        self.cp = cp_model.CpModel()
        self.x: dict[int, list[tuple[Kandidat, Lit]]] = {}
        self.in_slot: dict[tuple[int, int], Lit] = {}
        self.y: dict[tuple[int, int], Lit] = {}
        self.w: dict[tuple[int, int], Lit] = {}
        self.u: dict[tuple[int, int], Lit] = {}
        self.panel: dict[tuple[int, int], Lit] = {}
        self.placed: dict[int, cp_model.LinearExpr] = {}
        self._by_slot: dict[int, list[int]] = defaultdict(list)
        self._free_members: dict[int, frozenset[int]] = {}
        for a in self.free:
            self._add_applicant(a)
        for a in self.free:
            self._add_team(a)
        self._add_seats()
        self._add_members()
        self._add_rooms()

    # --- variables ---

    def _there(self, slot: int) -> frozenset[int]:
        if slot not in self._free_members:
            self._free_members[slot] = frozenset(
                m for m in range(self.tall.m) if self.kept.is_free(m, slot)
            )
        return self._free_members[slot]

    def _add_applicant(self, a: int) -> None:
        ledd, kept = self.tall.ledd[a], self.kept
        can: dict[int, bool] = {}
        liste = []
        for each in ledd.kandidater:
            s = each.slot
            if s not in can:
                can[s] = can_seat(self.tall, ledd, self._there(s) & ledd.lov) and all(
                    kept.ressurs_left(r, s) for r in ledd.ressurser
                )
            if can[s] and kept.room_left(each.gruppe, s):
                liste.append((each, self.cp.new_bool_var(f"x{a},{s},{each.gruppe}")))
        self.x[a] = liste
        if ledd.last:
            self.cp.add_exactly_one(var for _, var in liste)
        else:
            self.cp.add_at_most_one(var for _, var in liste)
        self.placed[a] = cp_model.LinearExpr.sum([var for _, var in liste])
        in_slot: dict[int, list[Lit]] = defaultdict(list)
        for each, var in liste:
            in_slot[each.slot].append(var)
        for s, variables in in_slot.items():
            self._by_slot[s].append(a)
            if len(variables) == 1:
                self.in_slot[a, s] = variables[0]
            else:
                both = self.cp.new_bool_var(f"s{a},{s}")
                self.cp.add(sum(variables) == both)
                self.in_slot[a, s] = both

    def _add_team(self, a: int) -> None:
        """Seat a lawful panel before a, if a is placed."""
        tall, cp, ledd = self.tall, self.cp, self.tall.ledd[a]
        slots = [s for (b, s) in self.in_slot if b == a]
        seats = set().union(*(tall.paneler[p][0] for p in ledd.paneler)) & ledd.lov
        for m in sorted(seats):
            away = [self.in_slot[a, s] for s in slots if m not in self._there(s)]
            if len(away) < len(slots):
                self.y[a, m] = cp.new_bool_var(f"y{a},{m}")
                cp.add_at_most_one([*away, self.y[a, m]])
        placed = self.placed[a]
        size = self._add_panel(a)
        mine = {m: self.y[a, m] for m in sorted(seats) if (a, m) in self.y}
        cp.add(sum(mine.values()) == size)
        cp.add(sum(v for m, v in mine.items() if m in tall.kan_lede) >= placed)
        bare = [v for m, v in mine.items() if m in tall.bare_leder and m != ledd.leder]
        if ledd.leder is not None:
            cp.add(sum(bare) == 0)
        elif bare:
            cp.add_at_most_one(bare)
        if ledd.sprak is not None:
            cp.add(sum(v for m, v in mine.items() if m in ledd.sprak) >= placed)
        for m in sorted(ledd.ma_sitte):
            cp.add(mine.get(m, 0) >= placed)

    def _add_panel(self, a: int) -> cp_model.LinearExpr:
        """Choose a panel; return how many members sit."""
        tall, cp, ledd = self.tall, self.cp, self.tall.ledd[a]
        if len(ledd.paneler) == 1:
            return self.placed[a] * tall.paneler[ledd.paneler[0]][1]
        chosen = {p: cp.new_bool_var(f"q{a},{p}") for p in ledd.paneler}
        cp.add(sum(chosen.values()) == self.placed[a])
        for (b, m), y in self.y.items():
            if b == a:
                cp.add(sum(q for p, q in chosen.items() if m in tall.paneler[p][0]) >= y)
        for p, q in chosen.items():
            self.panel[a, p] = q
        sizes = [tall.paneler[p][1] for p in chosen]
        return cp_model.LinearExpr.weighted_sum(list(chosen.values()), sizes)

    # --- where the two meet ---

    def _add_seats(self) -> None:
        """Tie w to x and y, and count the seats of each slot."""
        tall, cp = self.tall, self.cp
        sizes = {a: {tall.paneler[p][1] for p in tall.ledd[a].paneler} for a in self.free}
        for s, applicants in self._by_slot.items():
            seated = {m for a in applicants for m in self._there(s) if (a, m) in self.y}
            for m in sorted(seated):
                w = self.w[m, s] = cp.new_bool_var(f"w{m},{s}")
                who = [self.in_slot[a, s] for a in applicants if (a, m) in self.y]
                cp.add(sum(who) >= w)
                for a in applicants:
                    if (a, m) in self.y:
                        cp.add_bool_or(~self.in_slot[a, s], ~self.y[a, m], w)
            seats = [self.w[m, s] for m in sorted(seated)]
            least = sum(min(sizes[a]) * self.in_slot[a, s] for a in applicants)
            most = sum(max(sizes[a]) * self.in_slot[a, s] for a in applicants)
            cp.add(sum(seats) >= least)
            cp.add(sum(seats) <= most)
            leads = sum(self.w[m, s] for m in sorted(seated & tall.kan_lede))
            cp.add(leads >= sum(self.in_slot[a, s] for a in applicants))

    # --- one member ---

    def _add_members(self) -> None:
        own: dict[int, list[int]] = defaultdict(list)
        for m, s in self.w:
            own[m].append(s)
        starts = {a: self._start(a) for a in self.free}
        for m, slots in sorted(own.items()):
            slots.sort(key=lambda s: (self.tall.slots[s].start, s))
            self._one_at_a_time(m, starts)
            self._add_days(m, slots)
            self._add_cliques(m, slots)
            add_lunch(self, m, slots)

    def _start(self, a: int) -> Lit | None:
        """Return a variable for when a begins; any time if a is not placed."""
        times = sorted({self.tall.slots[each.slot].start for each, _ in self.x[a]})
        if not times:
            return None
        start = self.cp.new_int_var_from_domain(cp_model.Domain.from_values(times), f"t{a}")
        for each, var in self.x[a]:
            self.cp.add(start == self.tall.slots[each.slot].start).only_enforce_if(var)
        return start

    def _one_at_a_time(self, m: int, starts: dict[int, Lit | None]) -> None:
        """Two applicants in the same slot share w, so the member's interviews exclude them."""
        problem = self.tall.problem
        intervals = []
        for a, start in starts.items():
            if start is not None and (a, m) in self.y:
                size = problem.varighet(problem.sokere[a]) + problem.regler.pause_min
                y = self.y[a, m]
                intervals.append(
                    self.cp.new_optional_fixed_size_interval_var(start, size, y, f"i{a},{m}")
                )
        self.cp.add_no_overlap(intervals)

    def _add_days(self, m: int, slots: list[int]) -> None:
        medlem = self.tall.problem.medlemmer[m]
        most = self.tall.problem.maks_per_dag(medlem)
        days = self.kept.days[m]
        by_day: dict[int, list[Lit]] = defaultdict(list)
        for s in slots:
            by_day[self.tall.slots[s].dag].append(self.w[m, s])
        new = []
        for dag, seats in by_day.items():
            if dag in days:
                self.cp.add(sum(seats) <= most - days[dag])
                continue
            u = self.u[m, dag] = self.cp.new_bool_var(f"u{m},{dag}")
            self.cp.add(sum(seats) <= most * u)
            self.cp.add(sum(seats) >= u)
            new.append(u)
        if medlem.maks_dager is not None:
            self.cp.add(sum(new) <= medlem.maks_dager - len(days))

    def _add_cliques(self, m: int, slots: list[int]) -> None:
        """At most one seat among slots that clash, and none on a day that is not the member's."""
        tall = self.tall
        pause = tall.problem.regler.pause_min
        seen: set[tuple[int, ...]] = set()
        for first in slots:
            t = tall.slots[first].start
            clique = tuple(
                s for s in slots if tall.slots[s].start <= t < tall.slots[s].slutt + pause
            )
            if clique in seen:
                continue
            seen.add(clique)
            seats = [self.w[m, s] for s in clique]
            day = self.u.get((m, tall.slots[first].dag))
            same = all(tall.slots[s].dag == tall.slots[first].dag for s in clique)
            if day is not None and same:
                self.cp.add(sum(seats) <= day)
            elif len(seats) > 1:
                self.cp.add_at_most_one(seats)
        if tall.problem.reise:
            for s, r in combinations(slots, 2):
                one, two = tall.slots[s], tall.slots[r]
                if one.sted != two.sted and clashes(tall, one, two):
                    self.cp.add_at_most_one(self.w[m, s], self.w[m, r])

    # --- rooms and resources ---

    def _add_rooms(self) -> None:
        tall = self.tall
        in_group: dict[int, list[tuple[int, Lit]]] = defaultdict(list)
        for liste in self.x.values():
            for each, var in liste:
                in_group[each.gruppe].append((each.slot, var))
        for number, wanted in in_group.items():
            self._add_capacity(wanted, self.kept.in_group[number], tall.grupper[number].kapasitet)
        for number, ressurs in enumerate(tall.problem.ressurser):
            users = [a for a in self.free if number in tall.ledd[a].ressurser]
            wanted = [(s, var) for (a, s), var in self.in_slot.items() if a in users]
            self._add_capacity(wanted, self.kept.of_ressurs[number], ressurs.kapasitet)

    def _add_capacity(self, wanted: list[tuple[int, Lit]], used: list[int], most: int) -> None:
        slots = self.tall.slots
        for t in sorted({slots[s].start for s in (*used, *(s for s, _ in wanted))}):
            now = [var for s, var in wanted if slots[s].start <= t < slots[s].slutt]
            left = most - sum(slots[s].start <= t < slots[s].slutt for s in used)
            if len(now) > left:
                self.cp.add(sum(now) <= left)

    # --- objectives and answers ---

    def place_most(self) -> None:
        """Minimise the applicants of `free` who are not placed."""
        self.cp.minimize(len(self.free) - sum(self.placed.values()))

    def place_at_least(self, number: int) -> None:
        """Place at least so many of `free`."""
        self.cp.add(sum(self.placed.values()) >= number)

    def hint(self, plan: Numre) -> None:
        """Begin the search near a plan."""
        for a in self.free:
            valg = plan.get(a)
            for each, var in self.x[a]:
                at = valg is not None and (valg.slot, valg.gruppe) == (each.slot, each.gruppe)
                self.cp.add_hint(var, at)
        for (a, m), var in self.y.items():
            self.cp.add_hint(var, a in plan and m in plan[a].team)

    def read(self, outcome: Outcome) -> Numre:
        """Return the places of the best solution, those that stay included."""
        plan = dict(self.kept.plan)
        for a in self.free:
            for each, var in self.x[a]:
                if outcome.value(var):
                    team = frozenset(
                        m for (b, m), y in self.y.items() if b == a and outcome.value(y)
                    )
                    panel = self.tall.ledd[a].paneler[0]
                    for p in self.tall.ledd[a].paneler:
                        if (a, p) in self.panel and outcome.value(self.panel[a, p]):
                            panel = p
                    plan[a] = Valg(each.slot, each.gruppe, team, panel)
        return plan

    def fixed_cost(self) -> int:
        """Return what the interviews that stay cost by themselves."""
        tall = self.tall
        placed = (
            valg_cost(tall, tall.ledd[a], valg.slot, valg.gruppe, valg.team)
            for a, valg in self.kept.plan.items()
        )
        left = (
            tall.ledd[a].uplassert_kostnad
            for a in range(tall.n)
            if a not in self.kept.plan and a not in self.x
        )
        days = sum(len(each) for each in self.kept.days)
        return sum(placed) + sum(left) + tall.problem.vekter.dag * days
