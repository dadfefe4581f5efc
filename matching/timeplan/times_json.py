"""Local times in JSON: `2020-03-02T09:00` for people outside, whole minutes inside."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from matching.felles.json_reader import Reader
from matching.timeplan.problem import DOGN_MIN, Vindu, to_lokal, to_minutt

_DAG: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TID: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_KLOKKE: Final = re.compile(r"\d\d:\d\d")
S = TypeVar("S", bound=StrEnum)


class TimeReader(Reader):
    """Reads what both files of the timetable hold: days, times, windows and choices."""

    def __init__(self) -> None:
        """Start without faults, on a day that `dag` replaces."""
        super().__init__()
        self.forste_dag = date(2020, 1, 1)

    def dag(self, value: Any, sti: str) -> date:
        """Return a date."""
        if isinstance(value, str) and _DAG.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.fault(sti, f"skal være en dag som 2020-03-02, er {value}")
        return self.forste_dag

    def tid(self, value: Any, sti: str) -> int:
        """Return a local time as minutes since the first day."""
        if isinstance(value, str) and _TID.fullmatch(value):
            try:
                return to_minutt(self.forste_dag, datetime.fromisoformat(value))
            except ValueError:
                pass
        self.fault(sti, f"skal være en lokal tid som 2020-03-02T09:00, er {value}")
        return 0

    def klokke(self, value: Any, sti: str) -> int:
        """Return a time of day as minutes since midnight."""
        if isinstance(value, str) and _KLOKKE.fullmatch(value):
            hours, minutes = int(value[:2]), int(value[3:])
            if minutes < 60 and 60 * hours + minutes <= DOGN_MIN:
                return 60 * hours + minutes
        self.fault(sti, f"skal være et klokkeslett som 11:00, er {value}")
        return 0

    def vinduer(self, value: Any, sti: str) -> tuple[Vindu, ...]:
        """Return a list of windows."""
        return self.items(value, sti, self._vindu)

    def _vindu(self, value: Any, sti: str) -> Vindu:
        both = self.tuple_of(value, sti, 2)
        if not both:
            return (0, 1)
        before = len(self.feil)
        vindu = self.tid(both[0], f"{sti}[0]"), self.tid(both[1], f"{sti}[1]")
        return vindu if len(self.feil) == before else (0, 1)

    def choice(self, value: Any, sti: str, choices: type[S]) -> S:
        """Return one of the named choices."""
        if value in [each.value for each in choices]:
            return choices(value)
        self.fault(sti, f"{value} er ikke en av {', '.join(choices)}")
        first: S = next(iter(choices))
        return first

    def maybe_whole(self, value: Any, sti: str) -> int | None:
        """Return a whole number or None."""
        return None if value is None else self.whole(value, sti)

    def maybe_text(self, value: Any, sti: str) -> str | None:
        """Return a text or None."""
        return None if value is None else self.text(value, sti)


def show_tid(forste_dag: date, minutt: int) -> str:
    """Return a minute as a local time of the file."""
    return to_lokal(forste_dag, minutt).isoformat(timespec="minutes")


def show_vinduer(forste_dag: date, vinduer: tuple[Vindu, ...]) -> list[list[str]]:
    """Return windows as pairs of local times of the file."""
    return [[show_tid(forste_dag, fra), show_tid(forste_dag, til)] for fra, til in vinduer]


def show_klokke(minutt: int) -> str:
    """Return a minute of the day as a time of the file."""
    return f"{minutt // 60:02}:{minutt % 60:02}"
