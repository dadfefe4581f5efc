"""Random numbers for compiled loops: the same from the same state, on every machine."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.felles.compiled import lean

Words = npt.NDArray[np.uint64]


def random_state(seed: int, number: int) -> Words:
    """Return the state of a generator for one of several independent runs."""
    return np.random.SeedSequence([abs(seed), number]).generate_state(1, np.uint64) | np.uint64(1)


@lean
def uniform(random: Words) -> float:
    """Return a number in 0..1 (xorshift); the state must not be zero."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return float(x >> np.uint64(11)) * (1.0 / 9007199254740992.0)
