"""Futures: who of those who get an offer says yes, and what a sample of futures can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import sqrt

import numpy as np

from matching.tildeling.model.columns import Bools, Floats, Ints

# Two-sided 95 % of the normal distribution.
_WIDTH = 1.96


@dataclass(frozen=True)
class Futures:
    """What each applicant answers in each future, and how much each future counts.

    `ja` is F x N; `vekt` adds up to one.  `exact` where every possible future is there.
    """

    ja: Bools
    vekt: Floats
    exact: bool

    @property
    def number(self) -> int:
        """Return F."""
        return int(self.vekt.shape[0])


def make_futures(sannsynlighet: Sequence[float], most: int, seed: int) -> Futures:
    """Return every possible future if there are at most `most`, else so many drawn at random.

    An applicant's answer in a future does not depend on who else gets an offer (common random
    numbers), so two sets of offers differ by what they are, not by luck.
    """
    p = np.array(sannsynlighet, np.float64)
    open_ = np.nonzero((p > 0) & (p < 1))[0]
    if len(open_) < 40 and 1 << len(open_) <= most:
        answers = np.array(list(product((False, True), repeat=len(open_))), np.bool_)
        answers = answers.reshape(1 << len(open_), len(open_))
        ja = np.tile(p >= 1, (len(answers), 1))
        ja[:, open_] = answers
        vekt = np.where(answers, p[open_], 1 - p[open_]).prod(axis=1)
        return Futures(ja, vekt, True)
    draws = np.random.Generator(np.random.PCG64(abs(seed))).random((most, len(p)))
    return Futures(draws < p, np.full(most, 1 / most), False)


def mean(values: Ints | Floats, futures: Futures) -> float:
    """Return the expected value."""
    return float(values @ futures.vekt)


def mean_error(values: Ints | Floats, futures: Futures) -> float:
    """Return the standard error of the expected value; zero where every future is there."""
    if futures.exact or futures.number < 2:
        return 0.0
    return float(np.std(values, ddof=1) / sqrt(futures.number))


def share_error(share: float, futures: Futures) -> float:
    """Return the standard error of a share of the futures.

    The sample's share is first drawn two futures toward one half (Agresti and Coull): otherwise
    «all of 20» would claim to be certain.
    """
    if futures.exact:
        return 0.0
    number = futures.number + 4
    drawn = (share * futures.number + 2) / number
    return sqrt(drawn * (1 - drawn) / number)


def level(values: Ints, futures: Futures, andel: float) -> int:
    """Return the largest value that at least this share of the futures reaches."""
    order = np.argsort(-values, kind="stable")
    reached = np.cumsum(futures.vekt[order])
    # Rounding in the sum must not push a share that is met exactly below itself.
    at = int(np.searchsorted(reached, andel - 1e-9))
    return int(values[order[min(at, len(order) - 1)]])


def level_interval(values: Ints, futures: Futures, andel: float) -> tuple[int, int]:
    """Return where that value lies with 95 % certainty over samples (order statistics)."""
    if futures.exact:
        exact = level(values, futures, andel)
        return exact, exact
    number = futures.number
    off = _WIDTH * sqrt(number * andel * (1 - andel))
    descending = -np.sort(-values)
    first = min(number - 1, max(0, int(np.floor(number * andel - off)) - 1))
    last = min(number - 1, max(0, int(np.ceil(number * andel + off))))
    return int(descending[last]), int(descending[first])
