"""A problem from and to the file format `tildelingsproblem/1`."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from enum import StrEnum
from types import SimpleNamespace
from typing import Any, Final, TypeVar, cast

from matching.felles.json_reader import Reader, parse_json
from matching.tildeling.problem import (
    Avstand,
    Bakgrunn,
    GjeldendeLag,
    Kommune,
    Laser,
    Malform,
    Problem,
    Regler,
    SamiskSprak,
    Veileder,
    Vekter,
    problem_feil,
)

FORMAT: Final = "tildelingsproblem/1"
S = TypeVar("S", bound=StrEnum)


def problem_from_json(text: str | bytes) -> Problem:
    """Return the problem in a JSON text.

    Raises:
        UgyldigFilError: every fault of the file, each with the path of its key.
    """
    return problem_from_dict(parse_json(text))


def problem_from_dict(value: Any) -> Problem:
    """Return the problem in a decoded JSON value; raises like `problem_from_json`."""
    read = Reader()
    top = read.obj(
        value,
        "",
        ("format", "regler", "vekter", "veiledere", "kommuner"),
        ("laser", "gjeldende"),
    )
    if "format" in top and top["format"] != FORMAT:
        read.fault("format", f"skal være {FORMAT}, er {top['format']}")
    parts = {
        "regler": _regler(read, top.get("regler", _EMPTY_REGLER)),
        "vekter": _vekter(read, top.get("vekter", dict.fromkeys(_VEKTER, 1))),
        "veiledere": read.items(top.get("veiledere", []), "veiledere", _Leser(read).veileder),
        "kommuner": read.items(top.get("kommuner", []), "kommuner", _Leser(read).kommune),
        "laser": _laser(read, top.get("laser", {})),
        "gjeldende": read.items(top.get("gjeldende", []), "gjeldende", _Leser(read).gjeldende),
    }
    # A stand-in for a value of the wrong type must not be blamed a second time for its value.
    blamed = tuple(feil.sti for feil in read.feil)
    draft = cast(Problem, SimpleNamespace(**parts))
    read.feil += [feil for feil in problem_feil(draft) if not feil.sti.startswith(blamed)]
    read.raise_faults()
    return Problem(**cast(dict[str, Any], parts))


_VEKTER: Final = tuple(each.name for each in fields(Vekter))
_EMPTY_REGLER: Final = {"maks_kommuner_per_par": 1, "reise_faktor": 1}
_VEILEDER: Final = tuple(each.name for each in fields(Veileder))
_KOMMUNE: Final = tuple(each.name for each in fields(Kommune))


def _regler(read: Reader, value: Any) -> Regler:
    each = read.obj(value, "regler", tuple(_EMPTY_REGLER), ("avstander_km",))

    def avstand(item: Any, sti: str) -> Avstand:
        three = read.tuple_of(item, sti, 3)
        if not three:
            return Avstand("", "", 0)
        fra, til = read.text(three[0], f"{sti}[0]"), read.text(three[1], f"{sti}[1]")
        return Avstand(fra, til, read.whole(three[2], f"{sti}[2]"))

    return Regler(
        read.whole(each.get("maks_kommuner_per_par", 1), "regler.maks_kommuner_per_par"),
        read.number(each.get("reise_faktor", 1), "regler.reise_faktor"),
        read.items(each.get("avstander_km", []), "regler.avstander_km", avstand),
    )


def _vekter(read: Reader, value: Any) -> Vekter:
    each = read.obj(value, "vekter", _VEKTER)
    return Vekter(**{name: read.whole(each.get(name, 1), f"vekter.{name}") for name in _VEKTER})


def _laser(read: Reader, value: Any) -> Laser:
    each = read.obj(value, "laser", (), ("par", "tildelt", "forbudt"))

    def two(item: Any, sti: str) -> tuple[str, str]:
        both = read.tuple_of(item, sti, 2) or ["", ""]
        return read.text(both[0], f"{sti}[0]"), read.text(both[1], f"{sti}[1]")

    return Laser(
        read.items(each.get("par", []), "laser.par", two),
        read.items(each.get("tildelt", []), "laser.tildelt", two),
        read.items(each.get("forbudt", []), "laser.forbudt", two),
    )


class _Leser:
    """Reads the elements of the three long lists."""

    def __init__(self, read: Reader) -> None:
        self._read = read

    def _choice(self, value: Any, sti: str, choices: type[S]) -> S:
        first: S = next(iter(choices))
        if not isinstance(value, str):
            self._read.text(value, sti)
            return first
        if value not in [each.value for each in choices]:
            self._read.fault(sti, f"{value} er ikke en av {', '.join(choices)}")
            return first
        return choices(value)

    def _choices(self, value: Any, sti: str, choices: type[S]) -> tuple[S, ...]:
        found = self._read.items(value, sti, lambda item, path: self._choice(item, path, choices))
        return tuple(dict.fromkeys(found))

    def _timer(self, value: Any, sti: str) -> tuple[int, int]:
        both = self._read.tuple_of(value, sti, 2) or [0, 0]
        return self._read.whole(both[0], f"{sti}[0]"), self._read.whole(both[1], f"{sti}[1]")

    def veileder(self, value: Any, sti: str) -> Veileder:
        """Return one veileder; absent keys were noted, so any value will do for them."""
        read = self._read
        each = read.obj(value, sti, _VEILEDER)

        def texts(name: str) -> tuple[str, ...]:
            return read.texts(each.get(name, []), f"{sti}.{name}")

        def text(name: str) -> str:
            return read.text(each.get(name, "?"), f"{sti}.{name}")

        return Veileder(
            id=text("id"),
            breddegrad=read.number(each.get("breddegrad", 0), f"{sti}.breddegrad"),
            lengdegrad=read.number(each.get("lengdegrad", 0), f"{sti}.lengdegrad"),
            kommunenummer=text("kommunenummer"),
            arbeidsgiver_kommunenummer=text("arbeidsgiver_kommunenummer"),
            fylkesnummer=text("fylkesnummer"),
            bakgrunn=self._choice(each.get("bakgrunn", "annen"), f"{sti}.bakgrunn", Bakgrunn),
            malformer=self._choices(each.get("malformer", []), f"{sti}.malformer", Malform),
            samiske_sprak=self._choices(
                each.get("samiske_sprak", []), f"{sti}.samiske_sprak", SamiskSprak
            ),
            timer=self._timer(each.get("timer", [0, 0]), f"{sti}.timer"),
            poeng=read.whole(each.get("poeng", 0), f"{sti}.poeng"),
            maks_reise_km=read.whole(each.get("maks_reise_km", 0), f"{sti}.maks_reise_km"),
            uaktuelle_fylker=texts("uaktuelle_fylker"),
            onskede_fylker=texts("onskede_fylker"),
            inhabil_i=texts("inhabil_i"),
            onsker_par_med=texts("onsker_par_med"),
            ikke_par_med=texts("ikke_par_med"),
            fagomrader=texts("fagomrader"),
        )

    def kommune(self, value: Any, sti: str) -> Kommune:
        """Return one kommune; absent keys were noted, so any value will do for them."""
        read = self._read
        each = read.obj(value, sti, _KOMMUNE)
        sprak = each.get("samisk_sprak")
        return Kommune(
            id=read.text(each.get("id", "?"), f"{sti}.id"),
            breddegrad=read.number(each.get("breddegrad", 0), f"{sti}.breddegrad"),
            lengdegrad=read.number(each.get("lengdegrad", 0), f"{sti}.lengdegrad"),
            kommunenummer=read.text(each.get("kommunenummer", "?"), f"{sti}.kommunenummer"),
            fylkesnummer=read.text(each.get("fylkesnummer", ""), f"{sti}.fylkesnummer"),
            timer=read.whole(each.get("timer", 0), f"{sti}.timer"),
            malform=self._choice(each.get("malform", "nøytral"), f"{sti}.malform", Malform),
            samisk_sprak=None
            if sprak is None
            else self._choice(sprak, f"{sti}.samisk_sprak", SamiskSprak),
            fagomrader=read.texts(each.get("fagomrader", []), f"{sti}.fagomrader"),
        )

    def gjeldende(self, value: Any, sti: str) -> GjeldendeLag:
        """Return one lag of the plan in force."""
        each = self._read.obj(value, sti, ("veiledere", "kommuner"))
        return GjeldendeLag(
            self._read.items(each.get("veiledere", ["?"]), f"{sti}.veiledere", self._read.text),
            self._read.texts(each.get("kommuner", []), f"{sti}.kommuner"),
        )


def problem_to_dict(problem: Problem) -> dict[str, Any]:
    """Return the problem as the JSON value of its file format."""
    regler = asdict(problem.regler)
    regler["avstander_km"] = [[a.fra, a.til, a.km] for a in problem.regler.avstander_km]
    return {
        "format": FORMAT,
        "regler": regler,
        "vekter": asdict(problem.vekter),
        "veiledere": [asdict(each) for each in problem.veiledere],
        "kommuner": [asdict(each) for each in problem.kommuner],
        "laser": asdict(problem.laser),
        "gjeldende": [asdict(each) for each in problem.gjeldende],
    }


def problem_to_json(problem: Problem) -> str:
    """Return the problem as an indented JSON text that `problem_from_json` reads back."""
    return json.dumps(problem_to_dict(problem), ensure_ascii=False, indent=1) + "\n"
