"""A timetable as frozen dataclasses: interviews, who is not placed, cost, bounds and run data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from matching.felles.kjoring import Kjoring, Status
from matching.timeplan.problem import Intervju

FORMAT: Final = "timeplanforslag/1"
VERSJON: Final = "1.0"


@dataclass(frozen=True, slots=True)
class Motstrid:
    """A lock that cannot be kept.

    `las` is its path such as `laser[0]`, `regler` the rule ids it breaks by itself (empty when it
    only breaks together with the locks in `sammen_med`).
    """

    las: str
    soker: str
    regler: tuple[str, ...]
    sammen_med: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeplan:
    """A plan with valid lower bounds on both levels.

    `intervjuer` are in order of time.  `nedre_grense_uplassert` bounds the number of applicants
    not placed of every plan; `nedre_grense` bounds the cost of every plan that leaves at most as
    many unplaced as this one.  `motstrid` is filled only when status is UMULIG; then there are no
    interviews.
    """

    forste_dag: date
    status: Status
    uplassert: tuple[str, ...]
    kostnad: int
    nedre_grense: int
    nedre_grense_uplassert: int
    ledd: Mapping[str, int]
    intervjuer: tuple[Intervju, ...]
    kjoring: Kjoring
    motstrid: tuple[Motstrid, ...] = ()
