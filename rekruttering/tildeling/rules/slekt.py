"""What a municipality was before, and what it became."""

from collections.abc import Iterable, Mapping


def map_slekt(
    numre: Iterable[str], endringer: Iterable[tuple[str, str]]
) -> dict[str, frozenset[str]]:
    """Return each number with all that it came from and all that it became.

    `endringer` are (old number, new number); many municipalities are asked about at once. Two
    that only share an origin are not the same municipality.
    """
    edges: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for fra, til in endringer:
        edges[0].setdefault(fra, set()).add(til)
        edges[1].setdefault(til, set()).add(fra)
    return {nummer: _reach(nummer, edges[0]) | _reach(nummer, edges[1]) for nummer in numre}


def _reach(start: str, edges: Mapping[str, set[str]]) -> frozenset[str]:
    reached = {start}
    queue = [start]
    while queue:
        for other in edges.get(queue.pop(), set()) - reached:
            reached.add(other)
            queue.append(other)
    return frozenset(reached)
