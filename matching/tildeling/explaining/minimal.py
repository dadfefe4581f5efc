"""Make a set that answers «no» minimal, for any question where less can only turn no into yes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

T = TypeVar("T")


def shrink(order: Sequence[T], impossible: Callable[[Sequence[T], Sequence[T]], bool]) -> list[T]:
    """Return a minimal part of `order` that is still impossible; the first are dropped first.

    `impossible(kept, dropped)` answers for the kept ones; `dropped` are those just taken away from
    a set that is known to be impossible.  Chunks are halved where they cannot go.
    """
    kept = list(order)

    def drop(chunk: Sequence[T]) -> None:
        nonlocal kept
        if not chunk:
            return
        gone = set(chunk)
        rest = [each for each in kept if each not in gone]
        if impossible(rest, chunk):
            kept = rest
        elif len(chunk) > 1:
            half = len(chunk) // 2
            drop(chunk[:half])
            drop(chunk[half:])

    drop(order)
    return kept


def minimal_sets(
    items: Sequence[T], witness: Callable[[frozenset[T]], frozenset[T] | None]
) -> Iterator[frozenset[T]]:
    """Yield every minimal set of items that is impossible, the smallest first.

    `witness(kept)` returns None if the kept items are impossible together, else all items that are
    possible together with the same solution.
    """
    found: list[frozenset[T]] = []
    possible: list[frozenset[T]] = []
    for size in range(len(items) + 1):
        for chosen in map(frozenset, combinations(items, size)):
            if any(each <= chosen for each in found) or any(chosen <= each for each in possible):
                continue
            more = witness(chosen)
            if more is None:
                found.append(chosen)
                yield chosen
            else:
                possible.append(more | chosen)


def hitting_sets(sets: Iterable[frozenset[T]], most: int) -> list[frozenset[T]]:
    """Return the minimal sets of at most `most` items that meet each of `sets`, smallest first."""
    found: list[frozenset[T]] = [frozenset()]
    for each in sets:
        wider: list[frozenset[T]] = []
        for known in found:
            if known & each:
                wider.append(known)
            elif len(known) < most:
                wider += [known | {item} for item in each]
        unique = sorted(dict.fromkeys(wider), key=len)
        found = []
        for one in unique:
            if not any(other <= one for other in found):
                found.append(one)
    return found


def every_minimal(
    items: Sequence[T],
    impossible: Callable[[Sequence[T]], bool],
    most: int,
    stop: Callable[[], bool],
) -> tuple[list[list[T]], list[frozenset[T]], bool]:
    """Return the minimal sets of items that are impossible together, and what ends them.

    A smallest set that meets every set found is left out: either the rest is possible, and then
    it is one of the corrections returned second, or there is a further set in the rest.  When
    every such set of at most `most` items is a correction, none is left; the last value says
    whether it came to that and `most` did not matter.
    """
    found: list[list[T]] = []
    corrections: list[frozenset[T]] = []
    while True:
        sets = [frozenset(each) for each in found]
        open_ = [each for each in hitting_sets(sets, most) if each not in corrections]
        if not open_:
            small = len(hitting_sets(sets, most)) == len(hitting_sets(sets, most + 1))
            return found, corrections, small
        if stop():
            return found, corrections, False
        rest = [each for each in items if each not in open_[0]]
        if impossible(rest):
            found.append(shrink(rest, lambda kept, _dropped: impossible(kept)))
        else:
            corrections.append(open_[0])
