"""What the answers share: the order read, and lines in two languages.

No name passes: sentences carry places such as `{V12}`, `{K7}` and `{F18}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rekruttering.analyse.adapter import tekster

if TYPE_CHECKING:
    import matching

SPRAK = ("nb", "nn")
_ROW = re.compile(r"[VKS]-?\d+")
Tosprak = dict[str, list[str]]


@dataclass(frozen=True)
class Oppgave:
    """An order read: the problem, the plan, what is wrong with it, and the locks left aside.

    A plan changed by hand may not keep every lock; those it does not keep are taken out of the
    problem (`uten_laser`, as rule and ids), for nothing could be said of the plan otherwise.  With
    `avvik` it breaks a rule, and the engine answers no question about it.
    """

    problem: matching.Problem
    forslag: matching.Forslag
    parametre: Mapping[str, Any]
    avvik: tuple[Mapping[str, str], ...] = ()
    uten_laser: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def bevist(self) -> bool:
        """Whether it is proven that no plan is better than the one in hand."""
        plan = self.forslag
        covered = plan.nedre_grense_udekket == len(plan.udekket)
        return covered and plan.nedre_grense == plan.kostnad


def read(order: Mapping[str, Any]) -> Oppgave:
    """Return an order's problem and plan, ready to be asked about."""
    import matching

    problem = matching.problem_from_dict(order["problem"])
    forslag = matching.forslag_from_dict(order["forslag"])
    plan = [
        matching.Tildeling(
            (problem.veileder(lag.veiledere[0]), problem.veileder(lag.veiledere[1])),
            tuple(map(problem.kommune, lag.kommuner)),
        )
        for lag in forslag.par
    ]
    brudd = matching.plan_brudd(problem, plan)
    loose = [each for each in brudd if each.regel.value in ("las_par", "las_tildelt")]
    if loose:
        problem = replace(problem, laser=_without(problem.laser, {each.ider for each in loose}))
        # A bound found under a lock says nothing about plans without it.
        forslag = replace(forslag, nedre_grense=0, nedre_grense_udekket=0)
    return Oppgave(
        problem=problem,
        forslag=forslag,
        parametre=order["parametre"],
        avvik=tuple(
            tekster.brudd(each.regel.value, [to_place(ider) for ider in each.ider])
            for each in brudd
            if each not in loose
        ),
        uten_laser=tuple((each.regel.value, each.ider) for each in loose),
    )


def _without(laser: matching.Laser, gone: set[tuple[str, ...]]) -> matching.Laser:
    return replace(
        laser,
        par=tuple(each for each in laser.par if each not in gone),
        tildelt=tuple(each for each in laser.tildelt if each not in gone),
    )


def to_place(ider: str, sprak: str = "nb") -> str:
    """Return the place of a name in a stored sentence; who is only thought of has words."""
    return f"{{{ider}}}" if _ROW.fullmatch(ider) else tekster.NY[sprak]


def to_places(ider: Sequence[str], sprak: str) -> str:
    """Return «{V1}, {V2} og {V3}»."""
    return tekster.joined([to_place(each, sprak) for each in ider])


def make_sentences(sprak: str) -> matching.Sentences:
    """Return what makes sentences with places for names."""
    import matching

    return matching.Sentences(
        "nn" if sprak == "nn" else "nb",
        lambda ider: to_place(ider, sprak),
        lambda nummer: f"{{F{nummer}}}",
    )


def say(linjer: Callable[[matching.Sentences, str], Sequence[str]]) -> Tosprak:
    """Return lines in both languages, made by a function of the engine's sentences and `nb|nn`."""
    return {sprak: list(linjer(make_sentences(sprak), sprak)) for sprak in SPRAK}


def tell_all(tekst: Mapping[str, str], **verdier: object) -> Tosprak:
    """Return one line in both languages; values under `nb` and `nn` are picked by language."""
    return {
        sprak: [
            tekst[sprak].format(
                **{
                    name: value[sprak] if isinstance(value, Mapping) else value
                    for name, value in verdier.items()
                }
            )
        ]
        for sprak in SPRAK
    }


def join(*parts: Tosprak) -> Tosprak:
    """Return the lines of several parts after one another."""
    return {sprak: [line for part in parts for line in part[sprak]] for sprak in SPRAK}


def note_locks(oppgave: Oppgave) -> Tosprak:
    """Return which locks the plan does not keep and the answer therefore leaves aside."""
    notes = [
        tekster.uten_las(regel, [to_place(each) for each in ider])
        for regel, ider in oppgave.uten_laser
    ]
    return {sprak: [each[sprak] for each in notes] for sprak in SPRAK}


def broken(oppgave: Oppgave) -> dict[str, Any] | None:
    """Return the answer to any question about a plan that breaks rules, or None if it keeps them.

    The engine speaks only of plans that hold; so the rules are named, and what can be done.
    """
    if not oppgave.avvik:
        return None
    lines = (tekster.BRUTT, *oppgave.avvik, tekster.RETT)
    innledning = {sprak: [each[sprak] for each in lines] for sprak in SPRAK}
    return to_svar(innledning, [], fullstendig=False, brutt=True)


def to_svar(
    innledning: Tosprak, valg: Sequence[Mapping[str, Any]], *, fullstendig: bool, **mer: Any
) -> dict[str, Any]:
    """Return an answer: what is so (`innledning`), what could be done (`valg`), and all in words.

    `nb` and `nn` have every sentence; whoever wants no more than words needs no more.
    """
    words = {sprak: [*innledning[sprak], *(each[sprak] for each in valg)] for sprak in SPRAK}
    return {
        **words,
        "innledning": innledning,
        "valg": [dict(each) for each in valg],
        "fullstendig": fullstendig,
        **mer,
    }
