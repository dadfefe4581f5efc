"""Coverage in every future for every number of offers along the list, as two-sided bounds.

Along the list the set of those who say yes only grows, so the coverage of a future is a staircase
in the number of offers: where its ends are equal nothing between needs to be solved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.model.columns import Bools, Ints
from matching.tildeling.robustness.dekning import Sets
from matching.tildeling.robustness.framtider import Futures

OnKnown = Callable[[float], None]
"""Hears which share of the staircase is proven."""


class Kurve:
    """The staircases of all futures."""

    def __init__(self, sets: Sets, futures: Futures, n: int, order: Sequence[int]) -> None:
        """`order` numbers the applicants among the n veiledere; the others are always there."""
        self.sets = sets
        self._order = np.array(order, np.int64)
        self._ja = futures.ja
        self._always = np.ones(n, np.bool_)
        self._always[self._order] = False
        # The numbers of offers at which the set of a future changes, none at all first.
        self._stairs = [[0, *(np.nonzero(ja)[0] + 1)] for ja in futures.ja]
        self._sets = [
            [self.members(f, offers) for offers in stairs] for f, stairs in enumerate(self._stairs)
        ]

    @property
    def most(self) -> int:
        """Return the number of applicants."""
        return len(self._order)

    def members(self, future: int, offers: int, extra: Sequence[int] = ()) -> Bools:
        """Return who is there after the first `offers` and some further numbers on the list."""
        given = np.zeros(self.most, np.bool_)
        given[:offers] = True
        given[list(extra)] = True
        present = self._always.copy()
        present[self._order[given & self._ja[future]]] = True
        return present

    def number(self, place: int) -> int:
        """Return the veileder's number at a place of the list."""
        return int(self._order[place])

    def best(self, clock: Clock) -> int:
        """Return what is covered if everybody says yes, after a closer look if there is time."""
        everybody = np.ones(len(self._always), np.bool_)
        self.sets.look([everybody], Clock(None, None))
        self.sets.search([everybody], clock)
        return max(self.sets.lower(everybody), int(self.lower().max(initial=0)))

    def lower(self) -> Ints:
        """Return F x (N + 1): the coverage of known plans."""
        return self._table(self.sets.lower, np.maximum.accumulate)

    def upper(self) -> Ints:
        """Return F x (N + 1): what no plan exceeds."""
        return self._table(
            self.sets.upper, lambda values: np.minimum.accumulate(values[::-1])[::-1]
        )

    def proven(self) -> float:
        """Return the share of the table where both are equal."""
        return float((self.lower() == self.upper()).mean())

    def look(self, clock: Clock, told: OnKnown) -> None:
        """Find plans, halving the stairs of each future where they still rise."""
        ends = [(f, 0, len(stairs) - 1) for f, stairs in enumerate(self._stairs)]
        self._look_at([(f, at) for f, lo, hi in ends for at in (lo, hi)], clock)
        while ends and not clock.must_stop():
            told(self.proven())
            middle = [(f, lo, (lo + hi) // 2, hi) for f, lo, hi in ends if self._rises(f, lo, hi)]
            self._look_at([(f, mid) for f, _, mid, _ in middle], clock)
            ends = [half for f, lo, mid, hi in middle for half in ((f, lo, mid), (f, mid, hi))]

    def close(self, offers: int, goal: int, clock: Clock) -> None:
        """Find out which futures reach the goal with so many offers, as far as there is time."""
        sets = self.sets
        for ask in (sets.look, sets.search, sets.relax, sets.settle):
            lower, upper = self.lower()[:, offers], self.upper()[:, offers]
            open_ = np.nonzero((lower < goal) & (goal <= upper))[0]
            ask([self.members(int(f), offers) for f in open_], clock)

    def search(self, clock: Clock, told: OnKnown) -> None:
        """Look closer for plans where more might be covered, as far as there is time."""
        self._downwards(self.sets.search, clock, told)

    def relax(self, clock: Clock, told: OnKnown) -> None:
        """Bound each future from its last stair down, as far as there is time."""
        self._downwards(self.sets.relax, clock, told)

    def settle(self, clock: Clock, told: OnKnown) -> None:
        """Prove the stairs that the relaxation leaves open, as far as there is time."""
        self._downwards(self.sets.settle, clock, told)

    def _downwards(
        self, ask: Callable[[list[Bools], Clock], None], clock: Clock, told: OnKnown
    ) -> None:
        at = [len(stairs) for stairs in self._stairs]
        while not clock.must_stop():
            lower, upper = self.lower(), self.upper()
            wanted = []
            for f in range(len(at)):
                at[f] = next(
                    (x for x in range(at[f] - 1, -1, -1) if self._open(lower, upper, f, x)), 0
                )
                if at[f]:
                    wanted.append(self._sets[f][at[f]])
            if not wanted:
                return
            self.sets.look(wanted, clock)
            ask(wanted, clock)
            told(self.proven())

    def _open(self, lower: Ints, upper: Ints, future: int, at: int) -> bool:
        offers = self._stairs[future][at]
        return bool(lower[future, offers] < upper[future, offers])

    def _rises(self, future: int, lo: int, hi: int) -> bool:
        low, high = self._sets[future][lo], self._sets[future][hi]
        return hi - lo > 1 and self.sets.lower(low) < self.sets.lower(high)

    def _look_at(self, places: list[tuple[int, int]], clock: Clock) -> None:
        self.sets.look([self._sets[f][at] for f, at in places], clock)

    def _table(self, value: Callable[[Bools], int], carry: Callable[[Ints], Ints]) -> Ints:
        table = np.zeros((len(self._stairs), self.most + 1), np.int64)
        for f, stairs in enumerate(self._stairs):
            values = np.array([value(members) for members in self._sets[f]], np.int64)
            table[f] = np.repeat(carry(values), np.diff([*stairs, self.most + 1]))
        return table
