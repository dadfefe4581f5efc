"""The plain timetable model: one boolean per (applicant, member, slot), and CP-SAT on it."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from ortools.sat.python import cp_model

from matching.felles.cpsat import Outcome, run
from matching.felles.progress import Clock
from matching.timeplan.candidates import Tall, to_tall
from matching.timeplan.plans import Numre, Valg, to_intervjuer
from matching.timeplan.problem import DOGN_MIN, Intervju, Problem
from matching.timeplan.state import clashes

# More booleans than this are not tried: building alone takes longer than the run.
MOST_VARIABLES = 2_500_000


class Plain:
    """The model; z[a, m, s] says that member m sits before applicant a in slot s."""

    def __init__(self, tall: Tall) -> None:
        """Build everything but the objective.  Knows one panel of all, and no locks."""
        self.tall, self.cp = tall, cp_model.CpModel()
        self.x: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self.z: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self.placed: dict[int, list[cp_model.IntVar]] = {}
        for a in range(tall.n):
            self._add_applicant(a)
        own: dict[int, dict[int, list[cp_model.IntVar]]] = defaultdict(lambda: defaultdict(list))
        for (_a, m, s), z in self.z.items():
            own[m][s].append(z)
        self.days: list[cp_model.IntVar] = []
        for m, slots in own.items():
            self._add_member(m, slots)
        self._add_rooms()

    def _add_applicant(self, a: int) -> None:
        tall, cp, ledd = self.tall, self.cp, self.tall.ledd[a]
        at: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for each in ledd.kandidater:
            var = self.x[a, each.slot, each.gruppe] = cp.new_bool_var("")
            at[each.slot].append(var)
        self.placed[a] = [var for liste in at.values() for var in liste]
        cp.add_at_most_one(self.placed[a])
        for s, liste in at.items():
            team = {m: cp.new_bool_var("") for m in ledd.lov if s in tall.fri[m]}
            self.z |= {(a, m, s): z for m, z in team.items()}
            here = sum(liste)
            cp.add(sum(team.values()) == tall.paneler[0][1] * here)
            cp.add(sum(z for m, z in team.items() if m in tall.kan_lede) >= here)
            cp.add(sum(z for m, z in team.items() if m in tall.bare_leder) <= 1)
            if ledd.sprak is not None:
                cp.add(sum(z for m, z in team.items() if m in ledd.sprak) >= here)

    def _add_member(self, m: int, own: dict[int, list[cp_model.IntVar]]) -> None:
        tall, cp, problem = self.tall, self.cp, self.tall.problem
        slots = sorted(own, key=lambda s: tall.slots[s].start)
        for t in sorted({tall.slots[s].start for s in slots}):
            pause = problem.regler.pause_min
            now = [
                z
                for s in slots
                if tall.slots[s].start <= t < tall.slots[s].slutt + pause
                for z in own[s]
            ]
            cp.add_at_most_one(now)
        for s, r in combinations(slots, 2):
            if tall.slots[s].sted != tall.slots[r].sted and clashes(
                tall, tall.slots[s], tall.slots[r]
            ):
                cp.add_at_most_one([*own[s], *own[r]])
        days: dict[int, list[int]] = defaultdict(list)
        for s in slots:
            days[tall.slots[s].dag].append(s)
        mine = []
        for dag, liste in days.items():
            u = cp.new_bool_var("")
            mine.append(u)
            seats = [z for s in liste for z in own[s]]
            cp.add(sum(seats) <= problem.maks_per_dag(problem.medlemmer[m]) * u)
            self._add_lunch(dag, {s: own[s] for s in liste})
        self.days += mine
        most = problem.medlemmer[m].maks_dager
        if most is not None:
            cp.add(sum(mine) <= most)

    def _add_lunch(self, dag: int, own: dict[int, list[cp_model.IntVar]]) -> None:
        tall, cp, rule = self.tall, self.cp, self.tall.problem.regler.lunsj
        if rule is None:
            return
        fra, til = dag * DOGN_MIN + rule.fra, dag * DOGN_MIN + rule.til
        before, after = cp.new_bool_var(""), cp.new_bool_var("")
        times = {fra} | {tall.slots[s].slutt for s in own}
        eats = {t: cp.new_bool_var("") for t in times if fra <= t <= til - rule.minutter}
        for s, liste in own.items():
            start, slutt = tall.slots[s].start, tall.slots[s].slutt
            for z in liste:
                if start < fra:
                    cp.add_implication(z, before)
                if slutt > til:
                    cp.add_implication(z, after)
                for t, var in eats.items():
                    if start < t + rule.minutter and t < slutt:
                        cp.add_at_most_one(var, z)
        cp.add_bool_or([~before, ~after, *eats.values()])

    def _add_rooms(self) -> None:
        tall, slots = self.tall, self.tall.slots
        users = [
            (gruppe.kapasitet, [(s, v) for (_a, s, g), v in self.x.items() if g == number])
            for number, gruppe in enumerate(tall.grupper)
        ]
        users += [
            (
                r.kapasitet,
                [(s, v) for (a, s, _g), v in self.x.items() if number in tall.ledd[a].ressurser],
            )
            for number, r in enumerate(tall.problem.ressurser)
        ]
        for most, wanted in users:
            for t in sorted({slots[s].start for s, _ in wanted}):
                now = [v for s, v in wanted if slots[s].start <= t < slots[s].slutt]
                if len(now) > most:
                    self.cp.add(sum(now) <= most)

    def cost_least(self, least_placed: int) -> None:
        """Minimise wishes, days, load and mixing of plans that place so many."""
        tall, cp, vekter = self.tall, self.cp, self.tall.problem.vekter
        cp.add(sum(v for liste in self.placed.values() for v in liste) >= least_placed)
        price = {
            (a, k.slot, k.gruppe): k.kostnad for a, x in enumerate(tall.ledd) for k in x.kandidater
        }
        terms = [price[key] * v for key, v in self.x.items() if price[key]]
        terms += [vekter.dag * u for u in self.days]
        sits: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (a, m, _s), z in self.z.items():
            sits[a, m].append(z)
        wanted = tall.problem.regler.medpanelister
        for m in range(tall.m):
            seats = [z for (_a, b), liste in sits.items() if b == m for z in liste]
            over = cp.new_int_var(0, tall.n, "")
            cp.add(over >= sum(seats) - tall.share)
            terms.append(vekter.belastning * over)
        met: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        if vekter.blanding and wanted:
            for a in range(tall.n):
                here = [m for m in range(tall.m) if (a, m) in sits]
                for m, other in combinations(here, 2):
                    both = cp.new_bool_var("")
                    cp.add(sum(sits[a, m]) >= both)
                    cp.add(sum(sits[a, other]) >= both)
                    met[m, other].append(both)
            pairs = {}
            for pair, liste in met.items():
                pairs[pair] = cp.new_bool_var("")
                cp.add(sum(liste) >= pairs[pair])
            for m in range(tall.m):
                lacking = cp.new_int_var(0, wanted, "")
                cp.add(lacking + sum(v for pair, v in pairs.items() if m in pair) >= wanted)
                terms.append(vekter.blanding * lacking)
        cp.minimize(sum(terms))

    def read(self, outcome: Outcome) -> Numre:
        """Return the plan of the best solution."""
        plan = {}
        for (a, s, g), var in self.x.items():
            if outcome.value(var):
                team = frozenset(
                    m
                    for m in range(self.tall.m)
                    if (a, m, s) in self.z and outcome.value(self.z[a, m, s])
                )
                plan[a] = Valg(s, g, team, 0)
        return plan


def plain_cpsat(
    problem: Problem, max_time_s: float, workers: int, seed: int
) -> tuple[tuple[Intervju, ...], int] | None:
    """Return the plan and its bound on the cost (0 if none), None if the model is too large."""
    tall = to_tall(problem)
    size = sum(len({k.slot for k in ledd.kandidater}) * len(ledd.lov) for ledd in tall.ledd)
    if size > MOST_VARIABLES:
        return None
    clock = Clock(max_time_s, None)
    first = Plain(tall)
    number = sum(v for liste in first.placed.values() for v in liste)
    first.cp.maximize(number)
    half = Clock(max(0.1, clock.remaining_s / 2), None)
    outcome = run(first.cp, half, workers=workers, seed=seed)
    if not outcome.found:
        return (), 0
    plan = first.read(outcome)
    second = Plain(tall)
    second.cost_least(len(plan))
    for key, var in second.x.items():
        a, s, g = key
        second.cp.add_hint(var, a in plan and (plan[a].slot, plan[a].gruppe) == (s, g))
    for (a, m, s), var in second.z.items():
        second.cp.add_hint(var, a in plan and plan[a].slot == s and m in plan[a].team)
    outcome = run(second.cp, clock, workers=workers, seed=seed)
    if not outcome.found:
        return to_intervjuer(tall, plan), 0
    return to_intervjuer(tall, second.read(outcome)), max(0, outcome.bound)
