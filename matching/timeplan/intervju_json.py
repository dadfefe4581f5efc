"""One interview, as it stands in both files of the timetable."""

from __future__ import annotations

from datetime import date
from typing import Any

from matching.timeplan.problem import Intervju
from matching.timeplan.times_json import TimeReader, show_tid


def read_intervju(read: TimeReader, value: Any, sti: str) -> Intervju:
    """Return one interview; faults are noted in `read`."""
    each = read.obj(value, sti, ("soker", "start", "rom", "leder", "medlemmer"), ("panel",))
    return Intervju(
        soker=read.text(each.get("soker", ""), f"{sti}.soker"),
        start=read.tid(each.get("start", "2020-01-01T00:00"), f"{sti}.start"),
        rom=read.text(each.get("rom", ""), f"{sti}.rom"),
        leder=read.text(each.get("leder", ""), f"{sti}.leder"),
        medlemmer=read.items(each.get("medlemmer", []), f"{sti}.medlemmer", read.text),
        panel=read.maybe_text(each.get("panel"), f"{sti}.panel"),
    )


def show_intervju(forste_dag: date, intervju: Intervju) -> dict[str, Any]:
    """Return one interview as a JSON value; `panel` only where there is one."""
    value: dict[str, Any] = {
        "soker": intervju.soker,
        "start": show_tid(forste_dag, intervju.start),
        "rom": intervju.rom,
        "leder": intervju.leder,
        "medlemmer": list(intervju.medlemmer),
    }
    if intervju.panel is not None:
        value["panel"] = intervju.panel
    return value
