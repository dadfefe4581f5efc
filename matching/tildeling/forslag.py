"""A proposal as frozen dataclasses: lag, what is uncovered, cost by term, bounds and run data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from matching.felles.json_reader import Reader, parse_json
from matching.felles.kjoring import Kjoring, Status

FORMAT: Final = "tildelingsforslag/1"
VERSJON: Final = "1.0"
S = TypeVar("S", bound=StrEnum)


class LasType(StrEnum):
    """The three kinds of locks in a problem."""

    PAR = "par"
    TILDELT = "tildelt"
    FORBUDT = "forbudt"


@dataclass(frozen=True, slots=True)
class Lag:
    """One pair with its kommuner; `timer` is hours per member, `ledd` the cost by term."""

    veiledere: tuple[str, str]
    kommuner: tuple[str, ...]
    timer: int
    kostnad: int
    ledd: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Motstrid:
    """A lock that cannot be kept.

    `las` and `ider` name the lock, `regler` the rule ids that are behind it.  Where it can only
    not be kept together with other locks, `sammen_med` names them by their paths, such as
    `laser.par[0]`; the rules are the same for all of these.
    """

    las: LasType
    ider: tuple[str, str]
    regler: tuple[str, ...]
    sammen_med: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forslag:
    """A plan with valid lower bounds on both levels.

    `nedre_grense_udekket` bounds the number of uncovered kommuner of every plan; `nedre_grense`
    bounds the cost of every plan that leaves at most as many uncovered as this one.
    `motstrid` is filled only when status is UMULIG; then there are no lag.
    """

    status: Status
    udekket: tuple[str, ...]
    kostnad: int
    nedre_grense: int
    nedre_grense_udekket: int
    par: tuple[Lag, ...]
    ubrukte: tuple[str, ...]
    kjoring: Kjoring
    motstrid: tuple[Motstrid, ...] = ()


def forslag_to_dict(forslag: Forslag) -> dict[str, Any]:
    """Return the proposal as the JSON value of its file format."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "status": forslag.status.value,
        "udekket": list(forslag.udekket),
        "kostnad": forslag.kostnad,
        "nedre_grense": forslag.nedre_grense,
        "nedre_grense_udekket": forslag.nedre_grense_udekket,
        "par": [
            {
                "veiledere": list(lag.veiledere),
                "kommuner": list(lag.kommuner),
                "timer": lag.timer,
                "kostnad": lag.kostnad,
                "ledd": dict(lag.ledd),
            }
            for lag in forslag.par
        ],
        "ubrukte": list(forslag.ubrukte),
        "kjoring": asdict(forslag.kjoring),
    }
    if forslag.motstrid:
        value["motstrid"] = [asdict(each) for each in forslag.motstrid]
    return value


def forslag_to_json(forslag: Forslag) -> str:
    """Return the proposal as an indented JSON text that `forslag_from_json` reads back."""
    return json.dumps(forslag_to_dict(forslag), ensure_ascii=False, indent=1) + "\n"


def forslag_from_json(text: str | bytes) -> Forslag:
    """Return the proposal in a JSON text.

    Raises:
        UgyldigFilError: every fault of the file, each with the path of its key.
    """
    return forslag_from_dict(parse_json(text))


_TALL: Final = ("kostnad", "nedre_grense", "nedre_grense_udekket")
_KJORING: Final = ("versjon", "fro", "sekunder", "traader")


def forslag_from_dict(value: Any) -> Forslag:
    """Return the proposal in a decoded JSON value; raises like `forslag_from_json`."""
    read = Reader()
    top = read.obj(
        value,
        "",
        ("format", "status", "udekket", *_TALL, "par", "ubrukte", "kjoring"),
        ("motstrid",),
    )
    if "format" in top and top["format"] != FORMAT:
        read.fault("format", f"skal være {FORMAT}, er {top['format']}")
    kjoring = read.obj(top.get("kjoring", dict.fromkeys(_KJORING)), "kjoring", _KJORING)
    forslag = Forslag(
        status=_choice(read, top.get("status", "avbrutt"), "status", Status),
        udekket=read.items(top.get("udekket", []), "udekket", read.text),
        **{name: read.whole(top.get(name, 0), name) for name in _TALL},
        par=read.items(top.get("par", []), "par", lambda item, sti: _lag(read, item, sti)),
        ubrukte=read.items(top.get("ubrukte", []), "ubrukte", read.text),
        kjoring=Kjoring(
            versjon=read.text(kjoring.get("versjon", ""), "kjoring.versjon"),
            fro=read.whole(kjoring.get("fro", 0), "kjoring.fro"),
            sekunder=read.number(kjoring.get("sekunder", 0), "kjoring.sekunder"),
            traader=read.whole(kjoring.get("traader", 0), "kjoring.traader"),
        ),
        motstrid=read.items(
            top.get("motstrid", []), "motstrid", lambda item, sti: _motstrid(read, item, sti)
        ),
    )
    read.raise_faults()
    return forslag


def _choice(read: Reader, value: Any, sti: str, choices: type[S]) -> S:
    if value in [each.value for each in choices]:
        return choices(value)
    read.fault(sti, f"{value} er ikke en av {', '.join(choices)}")
    first: S = next(iter(choices))
    return first


def _two(read: Reader, value: Any, sti: str) -> tuple[str, str]:
    both = read.tuple_of(value, sti, 2) or ["", ""]
    return read.text(both[0], f"{sti}[0]"), read.text(both[1], f"{sti}[1]")


def _lag(read: Reader, value: Any, sti: str) -> Lag:
    each = read.obj(value, sti, ("veiledere", "kommuner", "timer", "kostnad", "ledd"))
    ledd = each.get("ledd", {})
    if not isinstance(ledd, dict):
        read.fault(f"{sti}.ledd", "skal være et objekt")
        ledd = {}
    return Lag(
        veiledere=_two(read, each.get("veiledere", ["", ""]), f"{sti}.veiledere"),
        kommuner=read.items(each.get("kommuner", []), f"{sti}.kommuner", read.text),
        timer=read.whole(each.get("timer", 0), f"{sti}.timer"),
        kostnad=read.whole(each.get("kostnad", 0), f"{sti}.kostnad"),
        ledd={name: read.whole(tall, f"{sti}.ledd.{name}") for name, tall in ledd.items()},
    )


def _motstrid(read: Reader, value: Any, sti: str) -> Motstrid:
    each = read.obj(value, sti, ("las", "ider", "regler", "sammen_med"))
    return Motstrid(
        las=_choice(read, each.get("las", "par"), f"{sti}.las", LasType),
        ider=_two(read, each.get("ider", ["", ""]), f"{sti}.ider"),
        regler=read.items(each.get("regler", []), f"{sti}.regler", read.text),
        sammen_med=read.items(each.get("sammen_med", []), f"{sti}.sammen_med", read.text),
    )
