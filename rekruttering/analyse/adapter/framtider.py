"""Coverage of drawn futures, each solved, at a few numbers of offers along the list.

The engine's own `robusthet` finds plans by annealing, which is what there is time for at national
scale; where a solve takes a moment, solving tells more, above all where there is little to spare.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import matching
from rekruttering.analyse.adapter.dekning import Frist, covered, without

_FUTURES, _POINTS = 60, 6
_EACH_S, _NONE_S = 2.0, 10.0
# The part of the time for the first numbers of offers; the rest narrows the recommended one down.
_GRID = 0.7

Tell = Callable[[int, int], None]
# Those who are gone -> coverage found and at most: many futures have small numbers in common.
Loste = dict[tuple[str, ...], tuple[int, int]]


@dataclass(frozen=True)
class Oppgave:
    """The offers in order, the probability of yes, and the goal for a share of the futures.

    `alle` is the plan if everybody says yes.
    """

    problem: matching.Problem
    rekkefolge: tuple[str, ...]
    sannsynlighet: float
    mal: int
    andel: float
    alle: matching.Forslag


def regn(oppgave: Oppgave, frist: Frist, seed: int, tell: Tell) -> dict[str, Any]:
    """Return the curve at a few numbers of offers, as many futures as there is time for.

    Every number is of plans found; the bound of the mean is in `forventet_mest`.
    """
    grid = _grid(len(oppgave.rekkefolge))
    draw = random.Random(seed)  # noqa: S311  # a sample, not a secret
    futures: list[_Framtid] = []
    loste: Loste = {}
    first = Frist.within(frist.igjen * _GRID, frist.should_stop)
    for done in range(_FUTURES):
        ja = [draw.random() < oppgave.sannsynlighet for _each in oppgave.rekkefolge]
        future = _Framtid(oppgave, ja, seed, loste)
        if not future.look(grid, first):
            break
        futures.append(future)
        tell(done + 1, _FUTURES)
    grid = _narrow(oppgave, futures, grid, frist)
    steg = [_steg(n, [each.bounds(n) for each in futures], oppgave) for n in grid if futures]
    reached = [s["antall"] for s in steg if s["mal_andel"] >= oppgave.andel - 1e-9]
    return {
        "steg": steg,
        "anbefalt": reached[0] if reached else None,
        "for_lite": bool(futures) and _share(oppgave, futures, grid[-1], most=True) < oppgave.andel,
        "framtider": len(futures),
        "eksakt": False,
        "verdi": [],
        "tillegg": [],
    }


class _Framtid:
    """Who says yes in one future, and the coverage known: numbers of offers to (found, at most).

    More offers never cover less, so what is known of one number bounds the others.
    """

    def __init__(self, oppgave: Oppgave, ja: Sequence[bool], seed: int, loste: Loste) -> None:
        self._oppgave = oppgave
        self._loste = loste
        self._ja = ja
        self._seed = seed
        self._plan = oppgave.alle
        self._kjent: dict[int, tuple[int, int]] = {}

    def bounds(self, n: int) -> tuple[int, int]:
        """Return what so many offers cover: a number that was found, and one not exceeded."""
        low = max((low for at, (low, _) in self._kjent.items() if at <= n), default=0)
        most = len(self._oppgave.problem.kommuner)
        return low, min((high for at, (_, high) in self._kjent.items() if at >= n), default=most)

    def look(self, grid: Sequence[int], frist: Frist) -> bool:
        """Find the coverage at these numbers; False when the time ended first."""
        ends = [(0, len(grid) - 1)]
        for at in (len(grid) - 1, 0):
            if not self.solve(grid[at], frist):
                return False
        while ends:
            lo, hi = ends.pop()
            flat = self.bounds(grid[lo])[0] == self.bounds(grid[hi])[1]
            if hi - lo < 2 or flat:
                continue
            mid = (lo + hi) // 2
            if not self.solve(grid[mid], frist):
                return False
            ends += [(lo, mid), (mid, hi)]
        return True

    def solve(self, n: int, frist: Frist) -> bool:
        """Find the coverage of so many offers, unless known; False when the time has ended."""
        low, high = self.bounds(n)
        if n in self._kjent or low == high:
            return True
        if frist.is_over():
            return False
        order = self._oppgave.rekkefolge
        gone = [v for at, v in enumerate(order) if at >= n or not self._ja[at]]
        part = without(self._oppgave.problem, gone)
        if len(part.veiledere) < 2:
            self._kjent[n] = (0, 0)
            return True
        key = tuple(gone)
        if key not in self._loste:
            # With no offers every future is the same, and worth a longer look.
            each_s = _EACH_S if gone != list(order) else _NONE_S
            self._plan = frist.solve(part, each_s, seed=self._seed, plan=self._plan)
            self._loste[key] = covered(part, self._plan)
        found, most = self._loste[key]
        self._kjent[n] = (max(low, found), min(high, most))
        return True


def _grid(most: int) -> list[int]:
    """Return the numbers of offers to look at, none and all among them."""
    return sorted({0, *(round(most * at / _POINTS) for at in range(1, _POINTS + 1))})


def _narrow(
    oppgave: Oppgave, futures: Sequence[_Framtid], grid: list[int], frist: Frist
) -> list[int]:
    """Return the grid with numbers halfway to the least that reaches the goal, while time lasts."""
    while futures:
        hi = next((n for n in grid if _share(oppgave, futures, n) >= oppgave.andel - 1e-9), None)
        if hi is None or hi == 0:
            return grid
        lo = max(n for n in grid if n < hi)
        mid = (lo + hi) // 2
        if mid == lo or not all(each.solve(mid, frist) for each in futures):
            return grid
        grid = sorted({*grid, mid})
    return grid


def _share(oppgave: Oppgave, futures: Sequence[_Framtid], n: int, *, most: bool = False) -> float:
    """Return the share that reaches the goal; with `most`, that is not known to miss it."""
    return sum(each.bounds(n)[most] >= oppgave.mal for each in futures) / len(futures)


def _steg(n: int, values: Sequence[tuple[int, int]], oppgave: Oppgave) -> dict[str, Any]:
    low = sorted((each for each, _high in values), reverse=True)
    reached = sum(each >= oppgave.mal for each in low) / len(low)
    return {
        "antall": n,
        "forventet": round(sum(low) / len(low), 3),
        "forventet_mest": round(sum(high for _low, high in values) / len(values), 3),
        "niva": low[ceil(len(low) * oppgave.andel - 1e-9) - 1],
        "mal_andel": round(reached, 3),
    }
