"""A plan's parts as JSON values, for the rows that keep them."""

from collections.abc import Mapping
from typing import Any

from rekruttering.tildeling.rules.plan import (
    Differanse,
    Handling,
    HandlingType,
    Laser,
    Planlag,
    to_lag,
)


def laser_to_json(laser: Laser) -> dict[str, Any]:
    """Return locks as lists of pairs of ids."""
    return {
        "par": [list(each) for each in sorted(laser.par)],
        "tildelt": [list(each) for each in sorted(laser.tildelt)],
        "forbudt": [list(each) for each in sorted(laser.forbudt)],
    }


def laser_from_json(value: Mapping[str, Any]) -> Laser:
    """Return the locks that `laser_to_json` wrote; {} is none."""
    kinds = {
        kind: frozenset((int(a), int(b)) for a, b in value.get(kind, ()))
        for kind in ("par", "tildelt", "forbudt")
    }
    return Laser(**kinds)


def handling_to_json(handling: Handling) -> dict[str, Any]:
    """Return a step by hand as a JSON value."""
    return {
        "type": handling.type.value,
        "veiledere": list(handling.veiledere),
        "kommuner": list(handling.kommuner),
    }


def handling_from_json(value: Mapping[str, Any]) -> Handling:
    """Return the step that `handling_to_json` wrote."""
    return Handling(
        HandlingType(value["type"]), tuple(value["veiledere"]), tuple(value["kommuner"])
    )


def differanse_to_json(differanse: Differanse) -> dict[str, Any]:
    """Return what a step changed as a JSON value."""
    return {
        "ut": [_lag(each) for each in differanse.ut],
        "inn": [_lag(each) for each in differanse.inn],
        "laser_for": laser_to_json(differanse.laser_for),
        "laser_etter": laser_to_json(differanse.laser_etter),
    }


def differanse_from_json(value: Mapping[str, Any]) -> Differanse:
    """Return the change that `differanse_to_json` wrote."""
    return Differanse(
        ut=tuple(to_lag(*each) for each in value["ut"]),
        inn=tuple(to_lag(*each) for each in value["inn"]),
        laser_for=laser_from_json(value["laser_for"]),
        laser_etter=laser_from_json(value["laser_etter"]),
    )


def _lag(lag: Planlag) -> list[list[int]]:
    return [list(lag.veiledere), list(lag.kommuner)]
