"""Which offers out of turn add most, after the first ones of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.model.columns import Floats, Ints
from matching.tildeling.robustness.framtider import Futures, level, mean, mean_error
from matching.tildeling.robustness.kurve import Kurve

# Everybody is tried in some of the futures that are not settled; the best of them in all.
_SCREENED = 24
_FINALISTS = 8
_MOST = 5


@dataclass(frozen=True, slots=True)
class TilbudVerdi:
    """What one more offer adds to the expected coverage, in kommuner, and the standard error.

    `provd_i` is in how many futures it was tried; where it could not help it need not be.
    """

    veileder: str
    okning: float
    standardfeil: float
    provd_i: int


class Added(NamedTuple):
    """One step of the greedy choice; the fields of `EkstraTilbud`."""

    veileder: str
    okning: float
    standardfeil: float
    forventet: float
    niva: int
    mal_andel: float


class Tilleggsok:
    """The search among the applicants after the base."""

    def __init__(
        self,
        kurve: Kurve,
        futures: Futures,
        base: int,
        goal: int,
        andel: float,
        order: Sequence[str],
    ) -> None:
        """Begin from the first `base` offers."""
        self._kurve = kurve
        self._futures = futures
        self._base = base
        self._goal = goal
        self._andel = andel
        self._order = order
        self._added: list[int] = []
        self._values: Ints = kurve.lower()[:, base].copy()
        # All offers together cover no less than any of them: where they add nothing, none does.
        self._most: Ints = kurve.upper()[:, -1]

    def values(self, clock: Clock) -> tuple[TilbudVerdi, ...]:
        """Return what each further offer is worth now, the best first."""
        places = [x for x in range(self._base, self._kurve.most) if x not in self._added]
        open_ = np.nonzero(self._values < self._most)[0]
        some = open_[:_SCREENED]
        screened = self._gains(places, some, clock)
        finalists = sorted(places, key=lambda x: (-screened[x].sum(), x))[:_FINALISTS]
        finalists = [x for x in finalists if screened[x].any()]
        full = self._gains(finalists, open_, clock)
        worth = [self._verdi(x, full[x], len(open_)) for x in finalists]
        if len(some):
            scale = len(open_) / len(some)
            rest = [x for x in places if x not in finalists]
            worth += [self._verdi(x, scale * screened[x].astype(float), len(some)) for x in rest]
        return tuple(sorted(worth, key=lambda each: -each.okning))

    def greedy(self, clock: Clock) -> list[Added]:
        """Return the offers to add one by one until the goal is reached or none helps."""
        steps: list[Added] = []
        place = {each: x for x, each in enumerate(self._order)}
        while len(steps) < _MOST and self._share() < self._andel - 1e-9 and not clock.must_stop():
            best = next(iter(self.values(clock)), None)
            if best is None or best.okning <= 0:
                break
            x = place[best.veileder]
            gains = self._gains([x], np.nonzero(self._values < self._most)[0], clock)[x]
            self._added.append(x)
            self._values += gains
            steps.append(
                Added(
                    best.veileder,
                    mean(gains, self._futures),
                    mean_error(gains, self._futures),
                    mean(self._values, self._futures),
                    level(self._values, self._futures, self._andel),
                    self._share(),
                )
            )
        return steps

    def _share(self) -> float:
        return mean((self._values >= self._goal).astype(float), self._futures)

    def _verdi(self, x: int, gains: Ints | Floats, tried: int) -> TilbudVerdi:
        error = mean_error(gains, self._futures)
        return TilbudVerdi(self._order[x], mean(gains, self._futures), error, tried)

    def _gains(self, places: Sequence[int], among: Ints, clock: Clock) -> dict[int, Ints]:
        """Return for each place how much it adds in each future, looked for in some of them."""
        kurve, sets = self._kurve, self._kurve.sets
        asked = [
            (f, x, kurve.members(f, self._base, [*self._added, x]))
            for f in among
            for x in places
            if self._futures.ja[f, x]
        ]
        sets.look([members for _, _, members in asked], clock)
        for f, x, members in asked:
            # A better plan without the newcomer says nothing of the newcomer.
            if not sets.used(members)[kurve.number(x)]:
                self._values[f] = max(self._values[f], sets.lower(members))
        gains = {x: np.zeros(self._futures.number, np.int64) for x in places}
        for f, x, members in asked:
            gains[x][f] = max(0, sets.lower(members) - int(self._values[f]))
        return gains
