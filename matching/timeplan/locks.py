"""Whether the locks can be kept, and if not, which of them contradict what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from matching.felles.cpsat import run
from matching.felles.progress import Clock
from matching.timeplan.candidates import Tall, to_tall
from matching.timeplan.forslag import Motstrid
from matching.timeplan.model import Delmodell
from matching.timeplan.plans import Numre
from matching.timeplan.problem import Las, Problem, Rolle, Rom
from matching.timeplan.rules import RuleId, medlem_hindre, plassering_hindre
from matching.timeplan.state import Kept


def lone_motstrid(problem: Problem) -> list[Motstrid]:
    """Return each lock that cannot be kept even alone, with the rules it breaks."""
    found = []
    for n, las in enumerate(problem.laser):
        tall = to_tall(
            replace(problem, laser=(las,), sokere=(problem.soker(las.soker),), gjeldende=())
        )
        if not tall.ledd[0].kandidater:
            found.append(Motstrid(f"laser[{n}]", las.soker, _rules_of(problem, las)))
    return found


def _rules_of(problem: Problem, las: Las) -> tuple[str, ...]:
    soker = problem.soker(las.soker)
    rooms = [problem.rom_of(las.rom)] if las.rom is not None else list(problem.rom)
    broken: list[RuleId] = []
    if las.start is not None and rooms:
        start = las.start

        def hindre(rom: Rom) -> list[RuleId]:
            return plassering_hindre(problem, soker, start, rom)

        broken += _fewest([hindre(rom) for rom in rooms])
    members = [*las.medlemmer, *([las.leder] if las.leder is not None else [])]
    for each in dict.fromkeys(members):
        medlem = problem.medlem(each)
        if each in soker.inhabile:
            broken.append(RuleId.INHABIL)
        elif las.start is not None and rooms:
            start = las.start
            broken += _fewest([medlem_hindre(problem, medlem, soker, start, r) for r in rooms])
    if las.leder is not None and problem.medlem(las.leder).rolle is Rolle.MEDLEM:
        broken.append(RuleId.LEDER)
    return tuple(dict.fromkeys(broken)) or (RuleId.LAS,)


def _fewest(liste: list[list[RuleId]]) -> list[RuleId]:
    return min(liste, key=len)


def plan_with_locks(tall: Tall) -> Numre | None:
    """Return a plan of the locked applicants alone, or None if no plan keeps all locks.

    No clock: an answer that ignores a lock is none, and this question is small.
    """
    locked = [a for a, ledd in enumerate(tall.ledd) if ledd.last]
    model = Delmodell(tall, Kept(tall, {}), locked)
    model.place_most()
    outcome = run(model.cp, Clock(None, None))
    return model.read(outcome) if outcome.found else None


def find_motstrid(problem: Problem) -> list[Motstrid]:
    """Return a smallest-by-inclusion set of locks that cannot be kept together.

    Call it only where the locks cannot be kept.
    """

    def keepable(laser: Sequence[tuple[int, Las]]) -> bool:
        part = replace(problem, laser=tuple(las for _, las in laser), gjeldende=())
        return plan_with_locks(to_tall(part)) is not None

    core = _core([], list(enumerate(problem.laser)), keepable, False)
    paths = [f"laser[{n}]" for n, _ in core]
    return [
        Motstrid(path, las.soker, (), tuple(other for other in paths if other != path))
        for path, (_, las) in zip(paths, core, strict=True)
    ]


def _core(
    sure: list[tuple[int, Las]],
    doubt: list[tuple[int, Las]],
    keepable: Callable[[Sequence[tuple[int, Las]]], bool],
    added: bool,
) -> list[tuple[int, Las]]:
    """Return the locks of `doubt` that a minimal conflict with `sure` needs (QuickXplain)."""
    if added and not keepable(sure):
        return []
    if len(doubt) == 1:
        return doubt
    half = len(doubt) // 2
    first, second = doubt[:half], doubt[half:]
    late = _core(sure + first, second, keepable, True)
    early = _core(sure + late, first, keepable, bool(late))
    return early + late
