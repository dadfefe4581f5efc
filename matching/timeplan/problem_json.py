"""A problem from and to the file format `timeplanproblem/1`."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from types import SimpleNamespace
from typing import Any, Final, cast

from matching.felles.json_reader import parse_json
from matching.timeplan.intervju_json import read_intervju, show_intervju
from matching.timeplan.problem import (
    Las,
    Lunsj,
    Medlem,
    Panel,
    Problem,
    Regler,
    Reise,
    Ressurs,
    Rolle,
    Rom,
    SamiskSprak,
    Soker,
    Vekter,
)
from matching.timeplan.problem_feil import problem_feil
from matching.timeplan.times_json import TimeReader, show_klokke, show_tid, show_vinduer

FORMAT: Final = "timeplanproblem/1"
_TALL: Final = tuple(each.name for each in fields(Regler) if each.name != "lunsj")
_VEKTER: Final = tuple(each.name for each in fields(Vekter))
_LISTER: Final = ("steder", "rom", "medlemmer", "sokere")
_FRIE: Final = ("reise", "ressurser", "paneler", "laser", "gjeldende")


def problem_from_json(text: str | bytes) -> Problem:
    """Return the problem in a JSON text.

    Raises:
        UgyldigFilError: every fault of the file, each with the path of its key.
    """
    return problem_from_dict(parse_json(text))


def problem_from_dict(value: Any) -> Problem:
    """Return the problem in a decoded JSON value; raises like `problem_from_json`."""
    read = TimeReader()
    top = read.obj(value, "", ("format", "forste_dag", "regler", "vekter", *_LISTER), _FRIE)
    if "format" in top and top["format"] != FORMAT:
        read.fault("format", f"skal være {FORMAT}, er {top['format']}")
    if "forste_dag" in top:
        read.forste_dag = read.dag(top["forste_dag"], "forste_dag")
    leser = _Leser(read)
    parts: dict[str, Any] = {
        "forste_dag": read.forste_dag,
        "regler": leser.regler(top.get("regler", dict.fromkeys(_TALL, 1) | {"lunsj": None})),
        "vekter": leser.vekter(top.get("vekter", dict.fromkeys(_VEKTER, 1))),
        "steder": read.items(top.get("steder", []), "steder", read.text),
    }
    for navn in (*_LISTER[1:], *_FRIE):
        parts[navn] = read.items(top.get(navn, []), navn, getattr(leser, navn))
    if read.feil:
        # Faults of meaning are reported together with faults of form, where those allow it.
        read.feil += [
            feil
            for feil in problem_feil(cast(Problem, SimpleNamespace(**parts)))
            if feil.sti not in {known.sti for known in read.feil}
        ]
    read.raise_faults()
    return Problem(**parts)


class _Leser:
    """Reads each kind of part; the methods are named like the lists of the file."""

    def __init__(self, read: TimeReader) -> None:
        self._read = read

    def regler(self, value: Any) -> Regler:
        read = self._read
        each = read.obj(value, "regler", (*_TALL, "lunsj"))
        lunsj = each.get("lunsj")
        return Regler(
            **{name: read.whole(each.get(name, 1), f"regler.{name}") for name in _TALL},
            lunsj=None if lunsj is None else self._lunsj(lunsj),
        )

    def _lunsj(self, value: Any) -> Lunsj:
        read, sti = self._read, "regler.lunsj"
        each = read.obj(value, sti, ("fra", "til", "minutter"))
        return Lunsj(
            read.klokke(each.get("fra", "00:00"), f"{sti}.fra"),
            read.klokke(each.get("til", "24:00"), f"{sti}.til"),
            read.whole(each.get("minutter", 1), f"{sti}.minutter"),
        )

    def vekter(self, value: Any) -> Vekter:
        each = self._read.obj(value, "vekter", _VEKTER)
        return Vekter(
            **{name: self._read.whole(each.get(name, 1), f"vekter.{name}") for name in _VEKTER}
        )

    def reise(self, value: Any, sti: str) -> Reise:
        fra, til, minutter = self._read.tuple_of(value, sti, 3) or ["", "", 0]
        read = self._read
        return Reise(
            read.text(fra, f"{sti}[0]"), read.text(til, f"{sti}[1]"), read.whole(minutter, sti)
        )

    def rom(self, value: Any, sti: str) -> Rom:
        read = self._read
        each = read.obj(value, sti, ("id", "sted", "apent"), ("kapasitet", "egenskaper"))
        return Rom(
            id=read.text(each.get("id", "?"), f"{sti}.id"),
            sted=read.text(each.get("sted", ""), f"{sti}.sted"),
            apent=read.vinduer(each.get("apent", []), f"{sti}.apent"),
            kapasitet=read.whole(each.get("kapasitet", 1), f"{sti}.kapasitet"),
            egenskaper=read.texts(each.get("egenskaper", []), f"{sti}.egenskaper"),
        )

    def ressurser(self, value: Any, sti: str) -> Ressurs:
        read = self._read
        each = read.obj(value, sti, ("id", "ledig"), ("kapasitet",))
        return Ressurs(
            id=read.text(each.get("id", "?"), f"{sti}.id"),
            ledig=read.vinduer(each.get("ledig", []), f"{sti}.ledig"),
            kapasitet=read.whole(each.get("kapasitet", 1), f"{sti}.kapasitet"),
        )

    def medlemmer(self, value: Any, sti: str) -> Medlem:
        read = self._read
        free = ("opptatt", "samiske_sprak", "maks_per_dag", "maks_dager")
        each = read.obj(value, sti, ("id", "rolle", "steder"), free)
        return Medlem(
            id=read.text(each.get("id", "?"), f"{sti}.id"),
            rolle=read.choice(each.get("rolle", "medlem"), f"{sti}.rolle", Rolle),
            steder=read.texts(each.get("steder", []), f"{sti}.steder"),
            opptatt=read.vinduer(each.get("opptatt", []), f"{sti}.opptatt"),
            samiske_sprak=read.items(
                each.get("samiske_sprak", []), f"{sti}.samiske_sprak", self._sprak
            ),
            maks_per_dag=read.maybe_whole(each.get("maks_per_dag"), f"{sti}.maks_per_dag"),
            maks_dager=read.maybe_whole(each.get("maks_dager"), f"{sti}.maks_dager"),
        )

    def _sprak(self, value: Any, sti: str) -> SamiskSprak:
        return self._read.choice(value, sti, SamiskSprak)

    def paneler(self, value: Any, sti: str) -> Panel:
        read = self._read
        each = read.obj(value, sti, ("id", "medlemmer"), ("storrelse",))
        return Panel(
            id=read.text(each.get("id", "?"), f"{sti}.id"),
            medlemmer=read.texts(each.get("medlemmer", []), f"{sti}.medlemmer"),
            storrelse=read.maybe_whole(each.get("storrelse"), f"{sti}.storrelse"),
        )

    def sokere(self, value: Any, sti: str) -> Soker:
        read = self._read
        lists = ("inhabile", "ressurser", "romkrav", "paneler")
        free = ("onsker", "varighet_min", "samisk_sprak", *lists)
        each = read.obj(value, sti, ("id", "ledig", "steder"), free)
        sprak = each.get("samisk_sprak")
        return Soker(
            id=read.text(each.get("id", "?"), f"{sti}.id"),
            ledig=read.vinduer(each.get("ledig", []), f"{sti}.ledig"),
            steder=read.texts(each.get("steder", []), f"{sti}.steder"),
            onsker=read.vinduer(each.get("onsker", []), f"{sti}.onsker"),
            varighet_min=read.maybe_whole(each.get("varighet_min"), f"{sti}.varighet_min"),
            samisk_sprak=None if sprak is None else self._sprak(sprak, f"{sti}.samisk_sprak"),
            **{name: read.texts(each.get(name, []), f"{sti}.{name}") for name in lists},
        )

    def laser(self, value: Any, sti: str) -> Las:
        read = self._read
        each = read.obj(value, sti, ("soker",), ("start", "rom", "medlemmer", "leder"))
        start = each.get("start")
        return Las(
            soker=read.text(each.get("soker", ""), f"{sti}.soker"),
            start=None if start is None else read.tid(start, f"{sti}.start"),
            rom=read.maybe_text(each.get("rom"), f"{sti}.rom"),
            medlemmer=read.texts(each.get("medlemmer", []), f"{sti}.medlemmer"),
            leder=read.maybe_text(each.get("leder"), f"{sti}.leder"),
        )

    def gjeldende(self, value: Any, sti: str) -> Any:
        return read_intervju(self._read, value, sti)


def problem_to_dict(problem: Problem) -> dict[str, Any]:
    """Return the problem as the JSON value of its file format."""
    return {
        "format": FORMAT,
        "forste_dag": problem.forste_dag.isoformat(),
        "regler": _show_regler(problem.regler),
        "vekter": asdict(problem.vekter),
        "steder": list(problem.steder),
        "reise": [[each.fra, each.til, each.minutter] for each in problem.reise],
        "rom": [_show(problem, each, "apent") for each in problem.rom],
        "ressurser": [_show(problem, each, "ledig") for each in problem.ressurser],
        "medlemmer": [_show(problem, each, "opptatt") for each in problem.medlemmer],
        "paneler": [_show(problem, each) for each in problem.paneler],
        "sokere": [_show(problem, each, "ledig", "onsker") for each in problem.sokere],
        "laser": [_show_las(problem, each) for each in problem.laser],
        "gjeldende": [show_intervju(problem.forste_dag, each) for each in problem.gjeldende],
    }


def _show_regler(regler: Regler) -> dict[str, Any]:
    value = asdict(regler)
    if regler.lunsj is not None:
        for key in ("fra", "til"):
            value["lunsj"][key] = show_klokke(value["lunsj"][key])
    return value


def _show(problem: Problem, part: Any, *vinduer: str) -> dict[str, Any]:
    value = asdict(part)
    for key in vinduer:
        value[key] = show_vinduer(problem.forste_dag, getattr(part, key))
    return value


def _show_las(problem: Problem, las: Las) -> dict[str, Any]:
    value = asdict(las)
    if las.start is not None:
        value["start"] = show_tid(problem.forste_dag, las.start)
    return value


def problem_to_json(problem: Problem) -> str:
    """Return the problem as an indented JSON text that `problem_from_json` reads back."""
    return json.dumps(problem_to_dict(problem), ensure_ascii=False, indent=1) + "\n"
