"""How many kommuner a set of veiledere can cover: bounds from both sides, cheap ones first.

More veiledere never cover less, for a plan of some is a plan of more.  So every number found for
a set holds for all that contain it, and every bound for all that it contains.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from concurrent.futures import Executor

import numpy as np

from matching.felles.progress import Clock
from matching.felles.random_loops import random_state
from matching.tildeling.bounds.level import LevelSearch, Ways
from matching.tildeling.bounds.master import Level, Objective
from matching.tildeling.heuristics.annealing import HOT, Search
from matching.tildeling.heuristics.parts import Part, sub_model, to_large, to_small
from matching.tildeling.heuristics.primal import first_plan
from matching.tildeling.model.columns import Bools, Columns, Model

_RUNS = 2
_MOVES_BASE, _MOVES_PER_KOMMUNE = 10_000, 600
# The same for a closer look.
_MORE_PER_KOMMUNE = 1500
_EXACT_S = 3.0


class Sets:
    """What is known of each set of veiledere that was asked for."""

    def __init__(self, model: Model, seed: int, threads: Executor | None) -> None:
        """Ask about parts of a model where nothing costs anything and nobody is locked."""
        self._model = model
        self._seed = seed
        self._threads = threads
        self._lower: dict[bytes, int] = {}
        self._upper: dict[bytes, int] = {}
        self._plan: dict[bytes, Columns] = {}
        self._searched: set[bytes] = set()
        self._relaxed: set[bytes] = set()
        self._exact: set[bytes] = set()

    def lower(self, members: Bools) -> int:
        """Return how many kommuner a known plan of these covers."""
        return self._lower.get(members.tobytes(), 0)

    def upper(self, members: Bools) -> int:
        """Return a number of kommuner that no plan of these exceeds."""
        key = members.tobytes()
        if key not in self._upper:
            self._upper[key] = easy_bound(self._model, members)
        return self._upper[key]

    def known(self, members: Bools) -> bool:
        """Return whether a plan of these was looked for."""
        return members.tobytes() in self._lower

    def used(self, members: Bools) -> Bools:
        """Return who has work in the plan known."""
        used = np.zeros(self._model.n, np.bool_)
        plan = self._plan.get(members.tobytes())
        if plan is not None:
            used[plan.par] = True
        return used

    def look(self, wanted: Iterable[Bools], clock: Clock) -> None:
        """Look for plans of the sets not asked about before, by annealing."""
        self._each(wanted, clock, self._look, self._lower.keys())

    def search(self, wanted: Iterable[Bools], clock: Clock) -> None:
        """Look closer for plans of the sets not searched before: the best of all lag seen."""
        self._each(wanted, clock, self._search, self._searched)

    def relax(self, wanted: Iterable[Bools], clock: Clock) -> None:
        """Bound the sets not bounded before by the relaxation."""
        self._each(wanted, clock, self._relax, self._relaxed)

    def settle(self, wanted: Iterable[Bools], clock: Clock) -> None:
        """Search the sets not searched before for the proven number, some seconds for each."""
        self._each(wanted, clock, self._settle, self._exact)

    def _each(
        self,
        wanted: Iterable[Bools],
        clock: Clock,
        ask: Callable[[Bools, Clock], None],
        done: Container[bytes],
    ) -> None:
        new = {each.tobytes(): each for each in wanted}
        todo = [each for key, each in new.items() if key not in done]

        def run(members: Bools) -> None:
            if not clock.must_stop():
                ask(members, clock)

        # Each answer depends on its set alone, so not on the number of threads.
        list(map(run, todo) if self._threads is None else self._threads.map(run, todo))

    def _look(self, members: Bools, _clock: Clock) -> None:
        key = members.tobytes()
        self._lower[key] = 0
        part = self._part(members)
        if part is None or self.upper(members) == 0:
            return
        sub = sub_model(self._model, part)
        search = Search.of(sub)
        moves = _MOVES_BASE + _MOVES_PER_KOMMUNE * sub.m
        for run in range(_RUNS):
            plan = search.run(None, moves, HOT, random_state(self._seed, run))
            self._keep(key, to_large(part, plan))
            if self._lower[key] == self.upper(members):
                break

    def _search(self, members: Bools, _clock: Clock) -> None:
        key = members.tobytes()
        self._searched.add(key)
        part = self._part(members)
        if part is None or self.lower(members) >= self.upper(members):
            return
        sub = sub_model(self._model, part)
        plan = first_plan(sub, self._seed, _MOVES_BASE + _MORE_PER_KOMMUNE * sub.m)
        if plan is not None:
            self._keep(key, to_large(part, plan))

    def _keep(self, key: bytes, plan: Columns) -> None:
        covered = int((plan.kommuner >= 0).sum())
        if covered > self._lower.get(key, 0):
            self._plan[key] = plan
            self._lower[key] = covered

    def _relax(self, members: Bools, clock: Clock) -> None:
        key = members.tobytes()
        self._relaxed.add(key)
        asked = self._ask(members)
        if asked is None:
            return
        sub, plan, objective, uncovered = asked
        ways = Ways(clock, None, lambda _: uncovered, lambda *_: None)
        bound = LevelSearch(sub, objective, ways, plan, uncovered).relax()
        self._upper[key] = min(self.upper(members), sub.m - max(0, bound))

    def _settle(self, members: Bools, clock: Clock) -> None:
        key = members.tobytes()
        self._exact.add(key)
        asked = self._ask(members)
        if asked is None:
            return
        sub, plan, objective, uncovered = asked
        part = self._part(members)
        assert part is not None
        least = [uncovered]

        def keep(better: Columns) -> int:
            left = sub.m - int((better.kommuner >= 0).sum())
            if left < least[0]:
                least[0] = left
                self._keep(key, to_large(part, better))
            return least[0]

        limit = Clock(min(_EXACT_S, clock.remaining_s), clock.must_stop)
        ways = Ways(limit, None, keep, lambda *_: None)
        bound = LevelSearch(sub, objective, ways, plan, uncovered).run(uncovered)
        self._upper[key] = min(self.upper(members), sub.m - max(0, bound))

    def _ask(self, members: Bools) -> tuple[Model, Columns, Objective, int] | None:
        """Return the question for a solver, or None where the answer is known."""
        if self.lower(members) >= self.upper(members):
            return None
        part = self._part(members)
        if part is None:
            return None
        sub = sub_model(self._model, part)
        known = self._plan.get(members.tobytes(), Columns.empty(sub.arrays.maks))
        found = to_small(part, known)
        plan = Columns(found.par, found.kommuner, np.zeros_like(found.cost))
        uncovered = sub.m - int((plan.kommuner >= 0).sum())
        return sub, plan, Objective.of(sub, Level.DEKNING), uncovered

    def _part(self, members: Bools) -> Part | None:
        """Return a set with the kommuner that some pair of it can serve; None if there are none."""
        veiledere = np.nonzero(members)[0]
        kommuner = np.nonzero(servable(self._model, members))[0]
        if len(veiledere) < 2 or len(kommuner) == 0:
            return None
        return Part(Columns.empty(self._model.arrays.maks), veiledere, kommuner)


def servable(model: Model, members: Bools) -> Bools:
    """Return which kommuner two of these could serve, languages looked at and hours not."""
    a = model.arrays
    ok = a.ok[members]
    speaks = (a.veileder_sprak[members][:, None] & a.kommune_sprak[None, :]) != 0
    has_language = (a.kommune_sprak == 0) | (ok & speaks).any(axis=0)
    result: Bools = (ok.sum(axis=0) >= 2) & has_language
    return result


def easy_bound(model: Model, members: Bools) -> int:
    """Return a bound on the kommuner covered that needs no solver.

    The pairs have no more hours than if the two with most are paired, then the next two, and so
    on; the kommuner need no fewer than the smallest of them.
    """
    a = model.arrays
    most = -np.sort(-a.hi[members])
    hours = int(most[1::2].sum())
    need = np.sort(a.kommune_timer[servable(model, members)])
    fit = int(np.searchsorted(np.cumsum(need), hours, side="right"))
    return min(fit, a.maks * (int(members.sum()) // 2))
