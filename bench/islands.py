"""Islands: small problems side by side that cannot meet, each solved by trying every plan.

Everyone has ruled out the fylker of all other islands, so no lag crosses the water, and the best
value of the whole is the sum of the best values of the islands, in both levels.  Each of these is
found by the exhaustive oracle of the tests, which shares no line with the library.
"""

from __future__ import annotations

from dataclasses import replace

from matching import Kommune, Problem, Veileder, generate, problem_to_dict
from tests.matching.oracle import best_value

_KOMMUNER = 4
_SEEDS = 1_000


def make_islands(veiledere: int, kommuner: int, seed: int) -> tuple[Problem, tuple[int, int]]:
    """Return a problem of this size and (uncovered, cost) of its best plan."""
    number = -(-kommuner // _KOMMUNER)
    shapes = [(_share(veiledere, number, at), _share(kommuner, number, at)) for at in range(number)]
    fylker = [(f"{at}a", f"{at}b") for at in range(number)]
    uncovered = cost = 0
    people: list[Veileder] = []
    places: list[Kommune] = []
    for at, shape in enumerate(shapes):
        island = _island(at, shape, seed * _SEEDS + at)
        value = best_value(problem_to_dict(island))
        if value is None:
            raise ValueError("an island without locks always has a plan")
        uncovered, cost = uncovered + value[0], cost + value[1]
        away = tuple(each for other, own in enumerate(fylker) if other != at for each in own)
        people += [
            replace(v, uaktuelle_fylker=(*v.uaktuelle_fylker, *away)) for v in island.veiledere
        ]
        places += island.kommuner
    whole = replace(island, veiledere=tuple(people), kommuner=tuple(places))
    return whole, (uncovered, cost)


def _share(total: int, number: int, at: int) -> int:
    """Return the size of part `at` of `number` parts as equal as can be."""
    return total // number + (at < total % number)


def _island(at: int, shape: tuple[int, int], seed: int) -> Problem:
    """Return a small problem with ids of its own, its kommuner in two fylker of its own."""
    draft = generate(*shape, seed)
    half = {each: f"{at}{'ab'[n % 2]}" for n, each in enumerate(_fylker(draft))}
    kommuner = tuple(
        replace(
            k,
            id=f"{at}-{k.id}",
            fylkesnummer=half[k.fylkesnummer],
            kommunenummer=f"{at}-{k.kommunenummer}",
        )
        for k in draft.kommuner
    )
    veiledere = tuple(_settler(at, v, half) for v in draft.veiledere)
    return replace(draft, veiledere=veiledere, kommuner=kommuner)


def _settler(at: int, v: Veileder, half: dict[str, str]) -> Veileder:
    def own(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{at}-{each}" for each in ids)

    return replace(
        v,
        id=f"{at}-{v.id}",
        kommunenummer=f"{at}-{v.kommunenummer}",
        arbeidsgiver_kommunenummer=f"{at}-{v.arbeidsgiver_kommunenummer}",
        fylkesnummer=half.get(v.fylkesnummer, f"{at}c"),
        # What the draft ruled out is left out: half the island would be closed to many.
        uaktuelle_fylker=(),
        onskede_fylker=tuple(half[each] for each in v.onskede_fylker if each in half),
        inhabil_i=own(v.inhabil_i),
        onsker_par_med=own(v.onsker_par_med),
        ikke_par_med=own(v.ikke_par_med),
        maks_reise_km=max(v.maks_reise_km, 900),
    )


def _fylker(draft: Problem) -> list[str]:
    return sorted({k.fylkesnummer for k in draft.kommuner})
