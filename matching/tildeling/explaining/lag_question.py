"""Is there a lag that serves a kommune, if only some of the facts hold?  Exact, without a solver.

For each pair the hours that its other kommuner can add are found by dynamic programming over
sums, kept as the bits of one whole number for each count of kommuner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matching.tildeling.explaining.facts import FactTable, Faktum, State
from matching.tildeling.model.columns import Bools
from matching.tildeling.rules import RuleId


@dataclass(frozen=True, slots=True)
class Witness:
    """A lag by numbers: pair (lower first) and kommuner."""

    par: tuple[int, int]
    kommuner: tuple[int, ...]


class LagQuestion:
    """The question for one kommune, or for one kommune and given members of the lag."""

    def __init__(self, table: FactTable, kommune: int, members: Iterable[int] = ()) -> None:
        """Ask about the kommune with this number, served by at least these veiledere."""
        self.table = table
        self.kommune = kommune
        self._arrays = table.model.arrays
        n = table.model.n
        self._pairs: Bools = np.triu(np.ones((n, n), np.bool_), 1)
        for each in members:
            self._pairs &= _touching(n, [each])

    def find(self, kept: Bools, only: Iterable[int] | None = None) -> Witness | None:
        """Return a lag that breaks none of the kept facts, or None if there is none.

        With `only`, lag without any of these veiledere are not looked for.
        """
        state = self.table.state(kept)
        return next(self._lag(state, self._candidates(state, only)), None)

    def _candidates(self, state: State, only: Iterable[int] | None) -> Bools:
        """Return the pairs (n x n) that may serve the kommune as far as it alone is concerned."""
        k, arrays = self.kommune, self._arrays
        may = ~state.blocked[:, k] & (arrays.kommune_timer[k] <= state.hi)
        pairs: Bools = self._pairs & state.par_ok & may[:, None] & may[None, :]
        sprak = int(arrays.kommune_sprak[k])
        if sprak:
            knows = (state.sprak & sprak) != 0
            pairs = pairs & (knows[:, None] | knows[None, :])
        for v in state.las_veileder.get(k, ()):
            pairs = pairs & _touching(len(may), [v])
        return pairs if only is None else pairs & _touching(len(may), sorted(only))

    def _lag(self, state: State, pairs: Bools) -> Iterator[Witness]:
        """Yield lag, those that need no other kommune first."""
        timer = int(self._arrays.kommune_timer[self.kommune])
        enough = state.lo <= timer
        for v in state.las_kommune:
            enough[v] = False
        alone = pairs & enough[:, None] & enough[None, :]
        for i, j in zip(*np.nonzero(alone), strict=True):
            yield Witness((int(i), int(j)), (self.kommune,))
        for i, j in zip(*np.nonzero(pairs & ~alone), strict=True):
            others = self._fill(state, int(i), int(j))
            if others is not None:
                yield Witness((int(i), int(j)), (self.kommune, *others))

    def _fill(self, state: State, i: int, j: int) -> list[int] | None:
        """Return other kommuner that bring the pair's hours into both bands, or None."""
        arrays, k = self._arrays, self.kommune
        allowed = ~state.blocked[i] & ~state.blocked[j]
        spoken = state.sprak[i] | state.sprak[j]
        allowed &= (arrays.kommune_sprak == 0) | (arrays.kommune_sprak & spoken != 0)
        for at, locked in state.las_veileder.items():
            allowed[at] &= locked <= {i, j}
        must = sorted((state.las_kommune.get(i, set()) | state.las_kommune.get(j, set())) - {k})
        if not allowed[must].all():
            return None
        timer = int(arrays.kommune_timer[[k, *must]].sum())
        lo = max(int(state.lo[i]), int(state.lo[j])) - timer
        hi = min(int(state.hi[i]), int(state.hi[j])) - timer
        room = state.maks - 1 - len(must)
        if hi < 0 or room < 0:
            return None
        allowed[[k, *must]] = False
        free = np.nonzero(allowed & (arrays.kommune_timer <= hi))[0]
        chosen = hours_within(tuple(arrays.kommune_timer[free].tolist()), room, max(0, lo), hi)
        return None if chosen is None else [*must, *free[list(chosen)].tolist()]

    def violated(self, lag: Witness) -> set[int]:
        """Return the numbers of the facts that a lag breaks.

        Of a missing language the lack of both members is named: one of them known is enough.
        """
        problem = self.table.problem
        par = {problem.veiledere[i].id for i in lag.par}
        kommuner = [problem.kommuner[at] for at in lag.kommuner]
        served = {kommune.id for kommune in kommuner}
        timer = sum(kommune.timer for kommune in kommuner)
        spoken = {each for i in lag.par for each in problem.veiledere[i].samiske_sprak}
        asked = {kommune.samisk_sprak for kommune in kommuner} - {None} - spoken
        lacking = {each.value for each in asked if each is not None}

        def broken(fact: Faktum) -> bool:
            v, k = set(fact.veiledere), set(fact.kommuner)
            limit = 0 if fact.grense is None else fact.grense
            checks = {
                RuleId.SAMISK_SPRAK: fact.tekst in lacking,
                RuleId.FOR_MANGE_TIMER: timer > limit,
                RuleId.FOR_FA_TIMER: timer < limit,
                RuleId.FOR_MANGE_KOMMUNER: len(served) > limit,
                RuleId.LAS_TILDELT: (v <= par) != (k <= served),
                RuleId.LAS_PAR: len(v & par) == 1,
                RuleId.IKKE_PAR_MED: v == par,
            }
            # The rules of a placement: the veileder is in the lag.
            return checks.get(fact.regel, k <= served)

        return {at for at in self.table.about(lag.par) if broken(self.table.fakta[at])}


def _touching(n: int, members: list[int]) -> Bools:
    mask = np.zeros((n, n), np.bool_)
    mask[members] = True
    mask[:, members] = True
    return mask


@lru_cache(maxsize=200_000)
def hours_within(timer: tuple[int, ...], most: int, lo: int, hi: int) -> tuple[int, ...] | None:
    """Return at most `most` places in `timer` whose sum is within lo..hi, or None."""
    largest = sorted(range(len(timer)), key=lambda at: -timer[at])[:most]
    top = sum(timer[at] for at in largest)
    if lo <= 0:
        return ()
    if top < lo:
        return None
    if top <= hi:
        return tuple(largest)
    within = (1 << (hi + 1)) - 1
    sums = [1] + [0] * most
    before = []
    for each in timer:
        before.append(tuple(sums))
        for count in range(most, 0, -1):
            sums[count] |= (sums[count - 1] << each) & within
    for count in range(1, most + 1):
        reached = sums[count] >> lo
        if reached:
            return _back(timer, before, count, lo + (reached & -reached).bit_length() - 1)
    return None


def _back(
    timer: tuple[int, ...], before: list[tuple[int, ...]], count: int, total: int
) -> tuple[int, ...]:
    """Return the places that make up `total` with so many, reading the sums backwards."""
    chosen = []
    for at in range(len(timer) - 1, -1, -1):
        if not before[at][count] >> total & 1:
            chosen.append(at)
            count, total = count - 1, total - timer[at]
    return tuple(reversed(chosen))
