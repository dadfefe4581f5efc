"""A proposal as it was sent out: pairs, municipalities and kilometres, by ids."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rekruttering.horing.rules import Par


@dataclass(frozen=True)
class Horingslag:
    """A pair (veileder ids), and for each puljekommune id how far each of them has to it (km)."""

    veiledere: Par
    km: Mapping[int, tuple[int, int]]


@dataclass(frozen=True)
class Horingsplan:
    """The pairs that were sent, and the municipalities (puljekommune ids) that had none."""

    lag: tuple[Horingslag, ...]
    udekket: tuple[int, ...]

    @property
    def par(self) -> dict[int, Par]:
        """The pair (veileder ids, ascending) of each puljekommune id."""
        return {id: to_par(*lag.veiledere) for lag in self.lag for id in lag.km}

    @property
    def kommuner(self) -> frozenset[int]:
        """Every puljekommune id, with and without a pair."""
        return frozenset(self.par) | frozenset(self.udekket)

    def find_lag(self, puljekommune_id: int) -> Horingslag | None:
        """Return the pair of a municipality."""
        return next((lag for lag in self.lag if puljekommune_id in lag.km), None)


def to_par(a: int, b: int) -> Par:
    """Return two veileder ids in the order in which pairs are compared."""
    return (a, b) if a < b else (b, a)


def plan_to_json(plan: Horingsplan) -> dict[str, Any]:
    """Return the plan as a JSON value."""
    return {
        "lag": [
            {"veiledere": list(lag.veiledere), "km": [[id, *km] for id, km in lag.km.items()]}
            for lag in plan.lag
        ],
        "udekket": list(plan.udekket),
    }


def plan_from_json(value: Mapping[str, Any]) -> Horingsplan:
    """Return the plan that `plan_to_json` wrote."""
    lag = []
    for each in value["lag"]:
        a, b = each["veiledere"]
        lag.append(Horingslag((a, b), {id: (km_a, km_b) for id, km_a, km_b in each["km"]}))
    return Horingsplan(tuple(lag), tuple(value["udekket"]))


def merke(tekst: str) -> str:
    """Return a short fingerprint of a text: says whether it is the one that somebody has seen."""
    return hashlib.sha256(tekst.encode()).hexdigest()[:16]
