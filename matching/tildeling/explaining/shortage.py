"""Why a kommune that some lag could serve is uncovered: it cannot be had with others at once.

Every answer is about whole plans and proven by the engine; docs/modell.md, section 10.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.explaining.facts import Faktum
from matching.tildeling.explaining.lag_question import LagQuestion
from matching.tildeling.explaining.minimal import every_minimal, shrink
from matching.tildeling.explaining.plan_question import PlanQuestion
from matching.tildeling.model.columns import Bools
from matching.tildeling.problem import Kommune, Problem, SamiskSprak
from matching.tildeling.rules import RuleId

# How many kommuner a swap may leave out, and how much work one kommune may cost.
_MOST_SWAPPED = 2
_QUESTIONS = 60
_MOST_FACTS = 150
# Kinds of rules in the order in which they are tried without: the most telling last.
_ORDER: Final = (
    RuleId.IKKE_PAR_MED,
    RuleId.LAS_FORBUDT,
    RuleId.LAS_TILDELT,
    RuleId.LAS_PAR,
    RuleId.UAKTUELT_FYLKE,
    RuleId.EGEN_KOMMUNE,
    RuleId.ARBEIDSGIVER,
    RuleId.INHABIL,
    RuleId.FOR_FA_TIMER,
    RuleId.FOR_MANGE_KOMMUNER,
    RuleId.FOR_LANG_REISE,
    RuleId.FOR_MANGE_TIMER,
    RuleId.SAMISK_SPRAK,
)


@dataclass(frozen=True, slots=True)
class Kandidater:
    """The veiledere who can be in a lag for a kommune."""

    kommune: str
    veiledere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sprakbehov:
    """The kommuner of a shortage that need one language, and who knows it.

    `timer` is what they need together, `mest_timer` the most hours of each of the veiledere.
    """

    sprak: str
    kommuner: tuple[str, ...]
    timer: int
    veiledere: tuple[str, ...]
    mest_timer: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Knapphet:
    """Kommuner that cannot all be covered at the same time, the one asked about first.

    Without any one of them the others can be covered.  `regler` are kinds of rules that make it so
    and `fakta` facts of these kinds, both minimal; `fakta` is empty where there are too many to
    try.  `timer` is the sum of the hours of the kommuner.  That they cannot all be covered is
    always proven; `minimal` tells whether the rest was, too, in the time given (if not, there may
    be no `regler`).
    """

    kommuner: tuple[str, ...]
    regler: tuple[RuleId, ...]
    fakta: tuple[Faktum, ...]
    kandidater: tuple[Kandidater, ...]
    sprakbehov: tuple[Sprakbehov, ...]
    timer: int
    maks_kommuner: int
    minimal: bool


@dataclass(frozen=True, slots=True)
class Mangel:
    """Why a kommune that could be served is not.

    `bytter` are sets of kommuner, of which one whole set can be left out instead.  `bedre_plan`
    says that a plan covers it and all that the proposal covers: then there is no shortage.
    """

    kommune: str
    knapphet: tuple[Knapphet, ...]
    bytter: tuple[tuple[str, ...], ...]
    bedre_plan: bool
    fullstendig: bool


def find_mangel(
    question: PlanQuestion,
    kommune: int,
    covered: Collection[int],
    clock: Clock,
    *,
    proven: bool = False,
) -> Mangel:
    """Return why no plan covers this kommune and all those covered (numbers).

    With `proven` it is known that no plan covers more kommuner than these.
    """
    return _Search(question, kommune, clock).run(covered, proven)


class _Search:
    def __init__(self, question: PlanQuestion, kommune: int, clock: Clock) -> None:
        self._table = question.table
        self._question = question
        self._kommune = kommune
        self._clock = clock
        self._asked = 0
        self._unsure = False

    def run(self, covered: Collection[int], proven: bool) -> Mangel:
        problem = self._table.problem
        own = problem.kommuner[self._kommune].id
        possible = False if proven else self._question.covers({self._kommune, *covered})
        if possible is not False:
            return Mangel(own, (), (), possible is True, possible is True)
        items = self._near_last(covered)
        near = self._first_impossible(items)
        first = shrink(near, lambda kept, _dropped: self._impossible(kept))
        told = self._to_knapphet(first, not self._unsure)
        sets, swaps, complete = self._every(items, first)
        more = [self._to_knapphet(each, True) for each in sets if set(each) != set(first)]
        bytter = sorted((sorted(each) for each in swaps), key=lambda each: (len(each), each))
        return Mangel(
            own,
            (told, *more),
            tuple(tuple(problem.kommuner[k].id for k in each) for each in bytter),
            bedre_plan=False,
            fullstendig=complete and not self._unsure,
        )

    def _every(
        self, items: list[int], first: list[int]
    ) -> tuple[list[list[int]], list[frozenset[int]], bool]:
        """Return the minimal sets, one of them known already, the swaps, and if that is all."""

        def impossible(kept: Sequence[int]) -> bool:
            return set(first) <= set(kept) or self._impossible(kept)

        # What is in the known set is dropped last, so that it is found first and at no cost.
        order = [each for each in items if each not in first] + first
        return every_minimal(order, impossible, _MOST_SWAPPED, self._spent)

    def _spent(self) -> bool:
        return self._asked >= _QUESTIONS or self._clock.must_stop()

    def _impossible(self, kept: Collection[int]) -> bool:
        """Return whether it is proven that these cannot be covered together with the kommune."""
        self._asked += 1
        return self._no({self._kommune, *kept})

    def _no(self, goals: Collection[int], kept: Bools | None = None) -> bool:
        possible = None if self._clock.must_stop() else self._question.covers(goals, kept)
        self._unsure |= possible is None
        return possible is False

    def _near_last(self, covered: Collection[int]) -> list[int]:
        """Return the kommuner covered, those that the same veiledere can serve last."""
        ok, sprak = self._table.model.arrays.ok, self._table.model.arrays.kommune_sprak
        own = self._kommune

        def near(k: int) -> tuple[bool, float, int]:
            both, either = (ok[:, k] & ok[:, own]).sum(), (ok[:, k] | ok[:, own]).sum()
            same = bool(sprak[own]) and sprak[k] == sprak[own]
            return same, float(both) / max(1, int(either)), -k

        return sorted(covered, key=near)

    def _first_impossible(self, items: list[int]) -> list[int]:
        """Return the nearest so many kommuner that cannot be covered together with this one."""
        size = 1
        while size < len(items):
            if self._impossible(items[-size:]):
                return items[-size:]
            size *= 2
        return items

    # --- one set of kommuner ---

    def _to_knapphet(self, others: Sequence[int], minimal: bool) -> Knapphet:
        goals = [self._kommune, *sorted(others)]
        before, self._unsure = self._unsure, False
        kinds = self._kinds(goals)
        fakta = self._fakta(goals, kinds)
        minimal &= not self._unsure
        if self._unsure:
            kinds, fakta = [], ()
        self._unsure |= before
        problem = self._table.problem
        return Knapphet(
            kommuner=tuple(problem.kommuner[k].id for k in goals),
            regler=tuple(kinds),
            fakta=fakta,
            kandidater=tuple(self._candidates(k) for k in goals),
            sprakbehov=_sprakbehov(problem, [problem.kommuner[k] for k in goals]),
            timer=sum(problem.kommuner[k].timer for k in goals),
            maks_kommuner=problem.regler.maks_kommuner_per_par,
            minimal=minimal,
        )

    def _kinds(self, goals: Sequence[int]) -> list[RuleId]:
        """Return minimal kinds of rules that make it impossible, the most telling first."""
        present = set(self._table.kinds())
        order: list[RuleId] = [each for each in _ORDER if each in present]
        core = shrink(order, lambda kept, _: self._no(goals, self._table.of_kinds(kept)))
        return core[::-1]

    def _fakta(self, goals: Sequence[int], kinds: Sequence[RuleId]) -> tuple[Faktum, ...]:
        """Return minimal facts of these kinds that make it impossible, or none if too many."""
        fakta, problem = self._table.fakta, self._table.problem
        chosen = np.nonzero(self._table.of_kinds(kinds))[0].tolist()
        if len(chosen) > _MOST_FACTS:
            return ()
        ids = {problem.kommuner[k].id for k in goals}

        need = {problem.kommuner[k].samisk_sprak for k in goals} - {None}
        scarce = {v.id for v in problem.veiledere if need & set(v.samiske_sprak)}

        def here(at: int) -> tuple[bool, bool, int, tuple[str, ...]]:
            each = fakta[at]
            near = not each.kommuner or bool(ids & set(each.kommuner))
            known = bool(scarce & set(each.veiledere))
            return near, known, _ORDER.index(each.regel), each.veiledere

        def impossible(kept: Sequence[int], _dropped: Sequence[int]) -> bool:
            mask = np.zeros(len(fakta), np.bool_)
            mask[list(kept)] = True
            return self._no(goals, mask)

        return tuple(fakta[at] for at in sorted(shrink(sorted(chosen, key=here), impossible)))

    def _candidates(self, kommune: int) -> Kandidater:
        question, every = LagQuestion(self._table, kommune), self._table.all
        veiledere = self._table.problem.veiledere
        can = [v.id for i, v in enumerate(veiledere) if question.find(every, [i]) is not None]
        return Kandidater(self._table.problem.kommuner[kommune].id, tuple(can))


def _sprakbehov(problem: Problem, kommuner: Sequence[Kommune]) -> tuple[Sprakbehov, ...]:
    found = []
    for sprak in SamiskSprak:
        need = [k for k in kommuner if k.samisk_sprak is sprak]
        know = [v for v in problem.veiledere if sprak in v.samiske_sprak]
        if need:
            found.append(
                Sprakbehov(
                    sprak.value,
                    tuple(k.id for k in need),
                    sum(k.timer for k in need),
                    tuple(v.id for v in know),
                    tuple(v.timer[1] for v in know),
                )
            )
    return tuple(found)
