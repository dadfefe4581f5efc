"""Every impossible value and unknown id of a problem, with the path of its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from matching.felles.json_reader import Feil

if TYPE_CHECKING:
    from matching.timeplan.problem import Intervju, Las, Problem, Regler, Soker, Vekter, Vindu

MAKS_MINUTT: Final = 2 * 366 * 24 * 60
_DOGN_MIN: Final = 24 * 60


class _Ids:
    """The ids that others may point at."""

    def __init__(self, problem: Problem) -> None:
        self.steder = set(problem.steder)
        self.rom = {each.id for each in problem.rom}
        self.medlemmer = {each.id for each in problem.medlemmer}
        self.sokere = {each.id for each in problem.sokere}
        self.ressurser = {each.id for each in problem.ressurser}
        self.paneler = {each.id for each in problem.paneler}


def problem_feil(problem: Problem) -> list[Feil]:
    """Return every fault; an empty list means that the problem can be used."""
    ids = _Ids(problem)
    return [
        *_regler_feil(problem.regler),
        *_vekter_feil(problem.vekter),
        *_twice(problem.steder, "steder", ""),
        *_reise_feil(problem, ids),
        *_twice([each.id for each in problem.rom], "rom"),
        *_rom_feil(problem, ids),
        *_twice([each.id for each in problem.ressurser], "ressurser"),
        *_ressurs_feil(problem),
        *_twice([each.id for each in problem.medlemmer], "medlemmer"),
        *_medlem_feil(problem, ids),
        *_twice([each.id for each in problem.paneler], "paneler"),
        *_panel_feil(problem, ids),
        *_twice([each.id for each in problem.sokere], "sokere"),
        *(f for n, each in enumerate(problem.sokere) for f in _soker_feil(each, n, ids)),
        *(f for n, each in enumerate(problem.laser) for f in _las_feil(each, n, ids)),
        *_gjeldende_feil(problem.gjeldende, ids),
    ]


def _twice(ids: Iterable[str], sti: str, key: str = ".id") -> Iterator[Feil]:
    seen: set[str] = set()
    for n, each in enumerate(ids):
        if not each:
            yield Feil(f"{sti}[{n}]{key}", "skal ikke være tom")
        elif each in seen:
            yield Feil(f"{sti}[{n}]{key}", f"{each} er brukt før")
        seen.add(each)


def _unknown(ids: Iterable[str], known: set[str], sti: str) -> Iterator[Feil]:
    for n, each in enumerate(ids):
        if each not in known:
            yield Feil(f"{sti}[{n}]", f"ukjent id {each}")


def _one_unknown(each: str, known: set[str], sti: str) -> Iterator[Feil]:
    if each not in known:
        yield Feil(sti, f"ukjent id {each}")


def _within(value: int | None, lo: int, hi: int, sti: str) -> Iterator[Feil]:
    if value is not None and not lo <= value <= hi:
        yield Feil(sti, f"{value} er ikke mellom {lo} og {hi}")


def _vinduer_feil(vinduer: tuple[Vindu, ...], sti: str) -> Iterator[Feil]:
    for n, (fra, til) in enumerate(vinduer):
        if fra >= til:
            yield Feil(f"{sti}[{n}]", "slutten skal være etter begynnelsen")
        for each in (fra, til):
            if abs(each) > MAKS_MINUTT:
                yield Feil(f"{sti}[{n}]", "mer enn to år fra første dag")


def _regler_feil(regler: Regler) -> Iterator[Feil]:
    yield from _within(regler.rutenett_min, 1, _DOGN_MIN, "regler.rutenett_min")
    yield from _within(regler.intervju_min, 1, _DOGN_MIN, "regler.intervju_min")
    yield from _within(regler.pause_min, 0, _DOGN_MIN, "regler.pause_min")
    yield from _within(regler.maks_per_dag, 1, 100, "regler.maks_per_dag")
    yield from _within(regler.panelstorrelse, 1, 10, "regler.panelstorrelse")
    yield from _within(regler.medpanelister, 0, 1000, "regler.medpanelister")
    if regler.lunsj is not None:
        lunsj = regler.lunsj
        yield from _within(lunsj.fra, 0, _DOGN_MIN, "regler.lunsj.fra")
        yield from _within(lunsj.til, 0, _DOGN_MIN, "regler.lunsj.til")
        if lunsj.fra >= lunsj.til:
            yield Feil("regler.lunsj", "slutten skal være etter begynnelsen")
        else:
            rom = lunsj.til - lunsj.fra
            yield from _within(lunsj.minutter, 1, rom, "regler.lunsj.minutter")


def _vekter_feil(vekter: Vekter) -> Iterator[Feil]:
    for each in fields(vekter):
        yield from _within(getattr(vekter, each.name), 0, 1_000_000, f"vekter.{each.name}")


def _reise_feil(problem: Problem, ids: _Ids) -> Iterator[Feil]:
    seen: dict[tuple[str, ...], int] = {}
    for n, reise in enumerate(problem.reise):
        sti = f"reise[{n}]"
        yield from _unknown((reise.fra, reise.til), ids.steder, sti)
        if reise.fra == reise.til:
            yield Feil(sti, "fra og til er samme sted")
        yield from _within(reise.minutter, 0, 7 * _DOGN_MIN, f"{sti}[2]")
        if seen.setdefault(tuple(sorted((reise.fra, reise.til))), reise.minutter) != reise.minutter:
            yield Feil(sti, f"reisen {reise.fra}–{reise.til} er gitt to ganger, ulikt")


def _rom_feil(problem: Problem, ids: _Ids) -> Iterator[Feil]:
    for n, rom in enumerate(problem.rom):
        yield from _one_unknown(rom.sted, ids.steder, f"rom[{n}].sted")
        yield from _vinduer_feil(rom.apent, f"rom[{n}].apent")
        yield from _within(rom.kapasitet, 1, 10_000, f"rom[{n}].kapasitet")


def _ressurs_feil(problem: Problem) -> Iterator[Feil]:
    for n, ressurs in enumerate(problem.ressurser):
        yield from _vinduer_feil(ressurs.ledig, f"ressurser[{n}].ledig")
        yield from _within(ressurs.kapasitet, 1, 10_000, f"ressurser[{n}].kapasitet")


def _medlem_feil(problem: Problem, ids: _Ids) -> Iterator[Feil]:
    for n, medlem in enumerate(problem.medlemmer):
        sti = f"medlemmer[{n}]"
        yield from _unknown(medlem.steder, ids.steder, f"{sti}.steder")
        yield from _vinduer_feil(medlem.opptatt, f"{sti}.opptatt")
        yield from _within(medlem.maks_per_dag, 0, 100, f"{sti}.maks_per_dag")
        yield from _within(medlem.maks_dager, 0, 1000, f"{sti}.maks_dager")


def _panel_feil(problem: Problem, ids: _Ids) -> Iterator[Feil]:
    for n, panel in enumerate(problem.paneler):
        sti = f"paneler[{n}]"
        yield from _unknown(panel.medlemmer, ids.medlemmer, f"{sti}.medlemmer")
        yield from _within(panel.storrelse, 1, 10, f"{sti}.storrelse")


def _soker_feil(soker: Soker, n: int, ids: _Ids) -> Iterator[Feil]:
    sti = f"sokere[{n}]"
    yield from _vinduer_feil(soker.ledig, f"{sti}.ledig")
    yield from _vinduer_feil(soker.onsker, f"{sti}.onsker")
    yield from _unknown(soker.steder, ids.steder, f"{sti}.steder")
    yield from _within(soker.varighet_min, 1, _DOGN_MIN, f"{sti}.varighet_min")
    yield from _unknown(soker.inhabile, ids.medlemmer, f"{sti}.inhabile")
    yield from _unknown(soker.ressurser, ids.ressurser, f"{sti}.ressurser")
    yield from _unknown(soker.paneler, ids.paneler, f"{sti}.paneler")


def _las_feil(las: Las, n: int, ids: _Ids) -> Iterator[Feil]:
    sti = f"laser[{n}]"
    yield from _one_unknown(las.soker, ids.sokere, f"{sti}.soker")
    if las.start is not None:
        yield from _within(las.start, -MAKS_MINUTT, MAKS_MINUTT, f"{sti}.start")
    if las.rom is not None:
        yield from _one_unknown(las.rom, ids.rom, f"{sti}.rom")
    yield from _unknown(las.medlemmer, ids.medlemmer, f"{sti}.medlemmer")
    if las.leder is not None:
        yield from _one_unknown(las.leder, ids.medlemmer, f"{sti}.leder")


def _gjeldende_feil(gjeldende: tuple[Intervju, ...], ids: _Ids) -> Iterator[Feil]:
    seen: set[str] = set()
    for n, intervju in enumerate(gjeldende):
        sti = f"gjeldende[{n}]"
        yield from _one_unknown(intervju.soker, ids.sokere, f"{sti}.soker")
        if intervju.soker in seen:
            yield Feil(f"{sti}.soker", f"{intervju.soker} er brukt før")
        seen.add(intervju.soker)
        yield from _within(intervju.start, -MAKS_MINUTT, MAKS_MINUTT, f"{sti}.start")
        yield from _one_unknown(intervju.rom, ids.rom, f"{sti}.rom")
        yield from _unknown(intervju.medlemmer, ids.medlemmer, f"{sti}.medlemmer")
        yield from _one_unknown(intervju.leder, ids.medlemmer, f"{sti}.leder")
        if intervju.panel is not None:
            yield from _one_unknown(intervju.panel, ids.paneler, f"{sti}.panel")
