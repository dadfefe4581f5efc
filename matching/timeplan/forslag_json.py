"""A timetable from and to the file format `timeplanforslag/1`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final

from matching.felles.json_reader import parse_json
from matching.felles.kjoring import Kjoring, Status
from matching.timeplan.forslag import FORMAT, Motstrid, Timeplan
from matching.timeplan.intervju_json import read_intervju, show_intervju
from matching.timeplan.times_json import TimeReader

_TALL: Final = ("kostnad", "nedre_grense", "nedre_grense_uplassert")
_KJORING: Final = ("versjon", "fro", "sekunder", "traader")


def timeplan_to_dict(plan: Timeplan) -> dict[str, Any]:
    """Return the timetable as the JSON value of its file format."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "forste_dag": plan.forste_dag.isoformat(),
        "status": plan.status.value,
        "uplassert": list(plan.uplassert),
        **{name: getattr(plan, name) for name in _TALL},
        "ledd": dict(plan.ledd),
        "intervjuer": [show_intervju(plan.forste_dag, each) for each in plan.intervjuer],
        "kjoring": asdict(plan.kjoring),
    }
    if plan.motstrid:
        value["motstrid"] = [asdict(each) for each in plan.motstrid]
    return value


def timeplan_to_json(plan: Timeplan) -> str:
    """Return the timetable as an indented JSON text that `timeplan_from_json` reads back."""
    return json.dumps(timeplan_to_dict(plan), ensure_ascii=False, indent=1) + "\n"


def timeplan_from_json(text: str | bytes) -> Timeplan:
    """Return the timetable in a JSON text.

    Raises:
        UgyldigFilError: every fault of the file, each with the path of its key.
    """
    return timeplan_from_dict(parse_json(text))


def timeplan_from_dict(value: Any) -> Timeplan:
    """Return the timetable in a decoded JSON value; raises like `timeplan_from_json`."""
    read = TimeReader()
    keys = ("format", "forste_dag", "status", "uplassert", *_TALL, "ledd", "intervjuer", "kjoring")
    top = read.obj(value, "", keys, ("motstrid",))
    if "format" in top and top["format"] != FORMAT:
        read.fault("format", f"skal være {FORMAT}, er {top['format']}")
    if "forste_dag" in top:
        read.forste_dag = read.dag(top["forste_dag"], "forste_dag")
    ledd = top.get("ledd", {})
    if not isinstance(ledd, dict):
        read.fault("ledd", "skal være et objekt")
        ledd = {}
    plan = Timeplan(
        forste_dag=read.forste_dag,
        status=read.choice(top.get("status", "avbrutt"), "status", Status),
        uplassert=read.items(top.get("uplassert", []), "uplassert", read.text),
        **{name: read.whole(top.get(name, 0), name) for name in _TALL},
        ledd={name: read.whole(tall, f"ledd.{name}") for name, tall in ledd.items()},
        intervjuer=read.items(
            top.get("intervjuer", []), "intervjuer", lambda x, sti: read_intervju(read, x, sti)
        ),
        kjoring=_kjoring(read, top.get("kjoring", dict.fromkeys(_KJORING, 0) | {"versjon": ""})),
        motstrid=read.items(
            top.get("motstrid", []), "motstrid", lambda x, sti: _motstrid(read, x, sti)
        ),
    )
    read.raise_faults()
    return plan


def _kjoring(read: TimeReader, value: Any) -> Kjoring:
    each = read.obj(value, "kjoring", _KJORING)
    return Kjoring(
        versjon=read.text(each.get("versjon", ""), "kjoring.versjon"),
        fro=read.whole(each.get("fro", 0), "kjoring.fro"),
        sekunder=read.number(each.get("sekunder", 0), "kjoring.sekunder"),
        traader=read.whole(each.get("traader", 0), "kjoring.traader"),
    )


def _motstrid(read: TimeReader, value: Any, sti: str) -> Motstrid:
    each = read.obj(value, sti, ("las", "soker", "regler", "sammen_med"))
    return Motstrid(
        las=read.text(each.get("las", ""), f"{sti}.las"),
        soker=read.text(each.get("soker", ""), f"{sti}.soker"),
        regler=read.items(each.get("regler", []), f"{sti}.regler", read.text),
        sammen_med=read.items(each.get("sammen_med", []), f"{sti}.sammen_med", read.text),
    )
