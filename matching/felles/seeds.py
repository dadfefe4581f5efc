"""Random numbers that a seed repeats."""

from __future__ import annotations

from random import Random


class SeededRandom(Random):
    """A generator for synthetic data and search; never for secrets."""


def make_rng(seed: int) -> Random:
    """Return a generator; the same seed gives the same numbers on every machine."""
    return SeededRandom(seed)
