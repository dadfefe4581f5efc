"""Compile (or load from the cache) the inner loops before a clock starts to run."""

from __future__ import annotations

from functools import cache

from matching.timeplan.annealing import heats, make_runner, run_all, to_fixed
from matching.timeplan.candidates import to_tall
from matching.timeplan.instances import generate


@cache
def warm_up() -> None:
    """Run each compiled loop once; half a minute on a new machine, then next to nothing."""
    tall = to_tall(generate(3, 4, 1))
    run_all([make_runner(tall, to_fixed(tall), 1)], 10, heats(tall), None)
