"""What is run, in which mode: every part is a list of runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.runs import Run

Size = tuple[int, int]
MODES = ("quick", "standard", "full")


@dataclass(frozen=True)
class Effort:
    """How much is done at one size: seeds and seconds of ours and of the rivals.

    `plain` are the variants of the plain model that are tried; the others always are, for the
    seconds given.
    """

    seeds: int
    limit_s: float
    rival_seeds: int = 0
    rival_s: float = 0.0
    plain: tuple[str, ...] = ()
    two_stage_s: float = 0.0


_ALL = ("cpsat-cover", "cpsat", "highs-cover", "highs")
_THREE = ("cpsat-cover", "cpsat", "highs-cover")
# Where it cannot be built at all, a run of it says so at once.
_BOTH = ("cpsat", "highs")
EFFORTS: dict[str, dict[Size, Effort]] = {
    "quick": {
        (40, 25): Effort(2, 20, 1, 15, ("cpsat-cover", "highs-cover"), 10),
        (80, 45): Effort(1, 30, 1, 25, ("cpsat-cover",), 10),
        (200, 110): Effort(1, 20),
        (1000, 357): Effort(1, 20, 1, 20, _BOTH),
    },
    "standard": {
        (40, 25): Effort(5, 60, 2, 30, _THREE, 15),
        (80, 45): Effort(5, 60, 1, 120, _THREE, 30),
        (200, 110): Effort(3, 60, 1, 180, ("cpsat",), 30),
        (500, 260): Effort(1, 60, 1, 60, _BOTH, 30),
        (1000, 357): Effort(2, 60, 1, 60, _BOTH, 30),
        (2000, 1000): Effort(1, 120, 1, 60, _BOTH),
    },
    "full": {
        (40, 25): Effort(10, 60, 3, 300, _ALL, 60),
        (80, 45): Effort(10, 120, 3, 300, _ALL, 60),
        (200, 110): Effort(5, 120, 1, 600, _ALL, 60),
        (500, 260): Effort(3, 120, 1, 120, _BOTH, 120),
        (1000, 357): Effort(3, 120, 1, 120, _BOTH, 120),
        (2000, 1000): Effort(2, 300, 1, 300, _BOTH, 300),
    },
}


def runs(mode: str, workers: int) -> list[Run]:
    """Return every run of a mode, those that matter most first."""
    return [run for part in PARTS.values() for run in part(mode, workers)]


def sizes(mode: str, workers: int) -> Iterator[Run]:
    """Ours and the rivals on the same problems."""
    for size, effort in EFFORTS[mode].items():
        for seed in range(1, effort.seeds + 1):
            yield Run("sizes", "ours", *size, seed, effort.limit_s, workers)
        for seed in range(1, effort.rival_seeds + 1):
            for method in effort.plain:
                yield Run("sizes", method, *size, seed, effort.rival_s, workers)
        for seed in range(1, max(1, effort.rival_seeds) + 1):
            if effort.two_stage_s:
                yield Run("sizes", "two-stage", *size, seed, effort.two_stage_s, workers)
            yield Run("sizes", "greedy", *size, seed, 120, workers)


def cores(mode: str, workers: int) -> Iterator[Run]:
    """The same problems with more and more workers."""
    size, seeds, limit_s = {
        "quick": ((40, 25), 1, 30),
        "standard": ((80, 45), 2, 60),
        "full": ((80, 45), 5, 120),
    }[mode]
    number = 1
    while number <= workers:
        for seed in range(1, seeds + 1):
            yield Run("cores", "ours", *size, seed, limit_s, number)
        number *= 2


def planted(mode: str, workers: int) -> Iterator[Run]:
    """Problems whose best value is known beforehand."""
    each: dict[str, list[tuple[Size, float]]] = {
        "quick": [((80, 45), 20)],
        "standard": [((80, 45), 60), ((200, 110), 60), ((1000, 357), 150)],
        "full": [((80, 45), 60), ((200, 110), 120), ((1000, 357), 300)],
    }
    seeds = {"quick": 1, "standard": 1, "full": 3}[mode]
    for size, limit_s in each[mode]:
        for seed in range(1, seeds + 1):
            for kind in ("dekket", "sprak", "oyer"):
                yield Run("planted", "ours", *size, seed, limit_s, workers, kind)
            # Here the veiledere are just too few, so there are fewer of them.
            few = (2 * size[1] // 4, size[1])
            yield Run("planted", "ours", *few, seed, limit_s, workers, "knapt")


def changes(mode: str, workers: int) -> Iterator[Run]:
    """A withdrawal, everything locked, and a run that is stopped, killed and resumed."""
    some: dict[str, list[tuple[Size, float]]] = {
        "quick": [((40, 25), 15)],
        "standard": [((80, 45), 20), ((1000, 357), 20)],
        "full": [((80, 45), 60), ((200, 110), 60), ((1000, 357), 60)],
    }
    for size, limit_s in some[mode]:
        for seed in range(1, {"quick": 1, "standard": 1, "full": 3}[mode] + 1):
            yield Run("changes", "withdrawal", *size, seed, limit_s, workers)
        yield Run("changes", "locked", *size, 1, limit_s, workers)
    yield Run("changes", "resume", 200, 110, 1, 12 if mode == "quick" else 30, workers)


PARTS: dict[str, Callable[[str, int], Iterator[Run]]] = {
    "sizes": sizes,
    "cores": cores,
    "planted": planted,
    "changes": changes,
}
