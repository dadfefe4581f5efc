"""Find the columns of least reduced cost; a full scan of the pairs gives a valid bound."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from matching.felles.progress import Clock
from matching.felles.waiting import wait_for
from matching.tildeling.bounds.gains_loops import Known, fill_drift, make_gains
from matching.tildeling.bounds.pricing_loops import Room, scan
from matching.tildeling.model.columns import Arrays, Bools, Bytes, Columns, Duals, Ints
from matching.tildeling.model.columns_loops import column_costs

_Part = tuple[int, Room, Ints, bool]
# Scans that are remembered, and how far on each begins.
_EPOCHS = 8
_TURN = 7


@dataclass(frozen=True)
class Found:
    """Columns with their reduced costs (scaled).

    `worst` is for each veileder the least reduced cost, at most zero, of any column it is in;
    valid only when `complete` is true: every pair was scanned and nothing was left out.
    """

    columns: Columns
    reduced: Ints
    worst: Ints
    complete: bool


@dataclass(frozen=True)
class Hands:
    """Who scans (None: the calling thread), and until when (None: to the end)."""

    threads: Executor | None = None
    clock: Clock | None = None


class Memory:
    """What scans over the same columns remember of each pair, so that most are skipped."""

    def __init__(self, arrays: Arrays) -> None:
        """Know nothing of these columns."""
        n, m = arrays.ok.shape
        self._arrays = arrays
        self._bound = np.zeros((n, n), np.int64)
        self._epoch: Bytes = np.full((n, n), -1, np.int8)
        self._prices = np.zeros((_EPOCHS, m), np.int64)
        self._scans = 0

    def next_scan(self, duals: Duals) -> Known:
        """Return what is known at these prices; the oldest of it is forgotten."""
        n, m = self._arrays.ok.shape
        now = self._scans % _EPOCHS
        self._scans += 1
        self._epoch[self._epoch == now] = -1
        self._prices[now] = duals.rows[:m]
        drift = np.zeros((_EPOCHS, n), np.int64)
        for epoch in range(min(self._scans, _EPOCHS)):
            fill_drift(self._arrays, self._prices[epoch], duals.rows, drift[epoch])
        return Known(self._bound, self._epoch, drift, now)

    @property
    def turn(self) -> int:
        """Return how far on the next scan begins, so that an early end favours nobody."""
        return _TURN * self._scans


def price(
    a: Arrays,
    duals: Duals,
    limit: int,
    *,
    every: bool = False,
    enough: int | None = None,
    room: int | None = None,
    hands: Hands | None = None,
    memory: Memory | None = None,
) -> Found:
    """Return columns with a scaled reduced cost below `limit`: the best of each pair, or all.

    At most `room` columns are kept for each part of the scan (None: one for each pair);
    `complete` tells whether that was enough.  Each part may stop when it has `enough` columns.
    `memory` is of earlier scans over the same arrays.  A scan that the clock ends is not complete.
    The parts do not depend on the number of threads, so neither does the answer.
    """
    n = a.ok.shape[0]
    gains = make_gains(a, duals)
    memory = Memory(a) if memory is None else memory
    known = memory.next_scan(duals)
    halt = np.zeros(1, np.bool_)

    def run(part: tuple[int, int]) -> _Part:
        pairs = (part[1] - part[0]) * (2 * n - part[0] - part[1] - 1) // 2
        size = pairs if room is None else room
        space = Room(
            np.empty((size, 2), np.int64),
            np.empty((size, a.maks), np.int64),
            np.empty(size, np.int64),
        )
        # A pair that is skipped has no reduced cost below the limit; it can still be below zero.
        worst = np.full(n, min(0, limit), np.int64)
        most = np.iinfo(np.int64).max if enough is None else enough
        found = scan(
            a, duals, gains, known, *part, memory.turn, limit, every, most, space, worst, halt
        )
        whole = 0 <= found <= size
        return (found if found >= 0 else -1 - found), space, worst, whole

    results = _map(run, parts(n), hands or Hands(), halt)
    par = np.concatenate([space.par[:found] for found, space, _, _ in results])
    kommuner = np.concatenate([space.kommuner[:found] for found, space, _, _ in results])
    return Found(
        Columns(par, kommuner, column_costs(a, par, kommuner)),
        np.concatenate([space.reduced[:found] for found, space, _, _ in results]),
        np.min([worst for _, _, worst, _ in results], axis=0),
        all(whole for _, _, _, whole in results),
    )


def _map(
    run: Callable[[tuple[int, int]], _Part], parts: list[tuple[int, int]], hands: Hands, halt: Bools
) -> list[_Part]:
    """Scan the parts, and set `halt` when the clock says so; what is one part is soon done."""
    if len(parts) == 1 or hands == Hands():
        return list(map(run, parts))
    if hands.threads is None:
        with ThreadPoolExecutor(1) as own:
            return _map(run, parts, replace(hands, threads=own), halt)
    clock = hands.clock or Clock(None, None)
    scans = [hands.threads.submit(run, part) for part in parts]
    return [wait_for(each, clock, lambda: halt.fill(True)) for each in scans]


def parts(n: int) -> list[tuple[int, int]]:
    """Return ranges of the lower number with about equally many pairs each."""
    if n < 60:
        return [(0, n)]
    number = 16
    share = np.linspace(0, 1, number + 1)
    # The pairs with a lower number below i are about n*i - i*i/2.
    edges = np.round(n * (1 - np.sqrt(1 - share))).astype(int)
    return [(int(lo), int(hi)) for lo, hi in pairwise(edges) if lo < hi]
