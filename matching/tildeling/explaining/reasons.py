"""Why no lag at all can serve a kommune: every reason, each a minimal set of facts, solved.

The three rounds are described in docs/modell.md, section 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import Final

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.explaining.facts import FactTable, Faktum
from matching.tildeling.explaining.lag_question import LagQuestion, Witness
from matching.tildeling.explaining.minimal import minimal_sets, shrink
from matching.tildeling.model.columns import Bools
from matching.tildeling.rules import PLASSERING, RuleId

# What is dropped first when a reason is made minimal: the least telling kinds.
_LEAST_TELLING: Final = (
    RuleId.FOR_MANGE_KOMMUNER,
    RuleId.IKKE_PAR_MED,
    RuleId.FOR_FA_TIMER,
    RuleId.LAS_FORBUDT,
    RuleId.LAS_TILDELT,
    RuleId.LAS_PAR,
    RuleId.FOR_LANG_REISE,
    RuleId.UAKTUELT_FYLKE,
    RuleId.INHABIL,
    RuleId.ARBEIDSGIVER,
    RuleId.EGEN_KOMMUNE,
    RuleId.FOR_MANGE_TIMER,
    RuleId.SAMISK_SPRAK,
)
_ALL_SETS = 20_000
_TRIES = 6


@dataclass(frozen=True, slots=True)
class Tillegg:
    """Facts each of which could stand in the place of one fact of a reason."""

    fakta: tuple[Faktum, ...]
    for_faktum: Faktum


@dataclass(frozen=True, slots=True)
class Grunn:
    """A reason why no lag can serve a kommune (with given members, if any).

    `fakta` is minimal: together they make it impossible, and without any one of them it is
    possible as far as the others go.  `ogsa` are further facts that would do in the place of one.
    It is a `hovedgrunn` if no smaller set of kinds of rules is enough.

    For the telling: the kommune's hours and Sami language ("" for none), who knows it, how many
    veiledere there are, and of whom nothing is said.
    """

    kommune: str
    medlemmer: tuple[str, ...]
    fakta: tuple[Faktum, ...]
    ogsa: tuple[Tillegg, ...]
    hovedgrunn: bool
    timer: int
    sprak: str
    kan_spraket: tuple[str, ...]
    antall: int
    ledige: tuple[str, ...]

    @property
    def regler(self) -> tuple[RuleId, ...]:
        """Return the kinds of rules in it."""
        return tuple(dict.fromkeys(each.regel for each in self.fakta))

    @property
    def alle_fakta(self) -> tuple[Faktum, ...]:
        """Return the facts with those that could stand in their place."""
        return tuple(dict.fromkeys((*self.fakta, *(f for t in self.ogsa for f in t.fakta))))


@dataclass(frozen=True, slots=True)
class Grunner:
    """All reasons for one kommune; `fullstendig` if no limit ended the search for more."""

    grunner: tuple[Grunn, ...]
    fullstendig: bool


def find_grunner(
    table: FactTable,
    kommune: int,
    clock: Clock,
    *,
    members: Sequence[int] = (),
    mest: int = 12,
) -> Grunner | None:
    """Return the reasons why no lag serves this kommune, or None if one can."""
    question = LagQuestion(table, kommune, members)
    if question.find(table.all) is not None:
        return None
    return _Search(question, tuple(members), clock, mest).run()


class _Search:
    def __init__(
        self, question: LagQuestion, members: tuple[int, ...], clock: Clock, mest: int
    ) -> None:
        self._question = question
        self._table = question.table
        self._clock = clock
        self._mest = mest
        self._members = members
        self._found: list[tuple[list[int], dict[int, list[int]], bool]] = []
        self._mentioned: set[int] = set()
        self._complete = True
        self._order = self._by_interest()

    def run(self) -> Grunner:
        """Run the three rounds."""
        for kinds in minimal_sets(self._table.kinds(), self._kinds_witness):
            if self._full():
                break
            self._add(self._table.of_kinds(kinds))
        every = self._lag_liste()
        for at in self._unsaid(every is not None):
            if self._full():
                break
            if at not in self._mentioned:
                self._explain(at, every)
        return Grunner(tuple(map(self._to_grunn, self._found)), self._complete)

    def _full(self) -> bool:
        if len(self._found) < self._mest and not self._clock.must_stop():
            return False
        self._complete = False
        return True

    def _by_interest(self) -> list[int]:
        """Return the facts, what is about other kommuner and less telling kinds first."""
        own = self._table.problem.kommuner[self._question.kommune].id
        rank = {rule: at for at, rule in enumerate(_LEAST_TELLING)}

        def interest(at: int) -> tuple[bool, int, int]:
            fact = self._table.fakta[at]
            return not fact.kommuner or own in fact.kommuner, rank[fact.regel], -at

        return sorted(range(len(self._table.fakta)), key=interest)

    # --- round 1 and 2 ---

    def _kinds_witness(self, kinds: frozenset[RuleId]) -> frozenset[RuleId] | None:
        lag = self._question.find(self._table.of_kinds(kinds))
        if lag is None:
            return None
        broken = {self._table.fakta[at].regel for at in self._question.violated(lag)}
        return frozenset(self._table.kinds()) - broken

    def _impossible(self, kept: Sequence[int], dropped: Sequence[int]) -> bool:
        mask = np.zeros(len(self._table.fakta), np.bool_)
        mask[list(kept)] = True
        return self._question.find(mask, self._table.people(dropped)) is None

    def _add(self, start: Bools, last: int | None = None) -> None:
        """Add a reason within `start`, which is impossible; `last` is dropped last."""
        order = [at for at in self._order if start[at] and at != last]
        core = shrink([*order, *([] if last is None else [last])], self._impossible)
        kinds = {self._table.fakta[at].regel for at in core}
        stand_ins = {at: self._stand_ins(core, at, kinds) for at in core}
        self._found.append((core, stand_ins, last is None))
        self._mentioned.update(core, *stand_ins.values())

    def _stand_ins(self, core: list[int], gone: int, kinds: set[RuleId]) -> list[int]:
        """Return the facts that do in the place of one: of its kinds, or of its person."""
        rest = [at for at in core if at != gone]
        mask = np.zeros(len(self._table.fakta), np.bool_)
        mask[rest] = True
        own = self._table.people([gone])
        lag = self._question.find(mask, own)
        assert lag is not None
        same = self._table.fakta[gone].veiledere
        found = []
        for at in sorted(self._question.violated(lag)):
            fact = self._table.fakta[at]
            near = fact.regel in kinds or fact.veiledere == same
            if at not in core and near and self._impossible([*rest, at], [gone]):
                found.append(at)
        return found

    # --- round 3 ---

    def _lag_liste(self) -> list[Witness] | None:
        """Return every lag that may be imagined, if they are few."""
        model = self._table.model
        others = [k for k in range(model.m) if k != self._question.kommune]
        pairs = [(i, j) for i, j in combinations(range(model.n), 2) if set(self._members) <= {i, j}]
        if len(others) > 12 or len(pairs) * 2 ** len(others) > _ALL_SETS:
            return None
        sets = [each for size in range(len(others) + 1) for each in combinations(others, size)]
        k = self._question.kommune
        return [Witness(par, (k, *chosen)) for par in pairs for chosen in sets]

    def _unsaid(self, every: bool) -> Iterator[int]:
        """Yield the facts to be mentioned if they are in any reason, most telling first."""
        own = self._table.problem.kommuner[self._question.kommune]
        for at in reversed(self._order):
            fact = self._table.fakta[at]
            here = own.id in fact.kommuner and fact.regel in PLASSERING
            here |= fact.tekst == own.samisk_sprak and fact.regel is RuleId.SAMISK_SPRAK
            here |= fact.regel is RuleId.FOR_MANGE_TIMER and own.timer > (fact.grense or 0)
            if at not in self._mentioned and (every or here):
                yield at

    def _explain(self, at: int, every: list[Witness] | None) -> None:
        """Add a reason with this fact, if there is one among the lag that are tried."""
        tried: set[frozenset[int]] = set()
        for lag in self._lag_with(at) if every is None else every:
            broken = frozenset(self._question.violated(lag))
            if at not in broken or broken in tried:
                continue
            tried.add(broken)
            for order in self._orders(broken, at):
                kept = self._give_back(broken, order)
                kept[at] = True
                if self._question.find(kept) is None:
                    self._add(kept, at)
                    return
            if self._clock.must_stop():
                return

    def _orders(self, broken: frozenset[int], without: int) -> Iterator[list[int]]:
        """Yield orders of giving back: of each missing language one member's lack comes first."""
        lacks: dict[str, list[int]] = {}
        for at in sorted(broken):
            if self._is_lack(at):
                lacks.setdefault(self._table.fakta[at].tekst, []).append(at)
        for first in product(*lacks.values()):
            chosen = [at for at in first if at != without]
            yield chosen + sorted(broken - {without, *chosen})

    def _is_lack(self, at: int) -> bool:
        return self._table.fakta[at].regel is RuleId.SAMISK_SPRAK

    def _give_back(self, broken: frozenset[int], order: Sequence[int]) -> Bools:
        """Return the facts less those broken, with as many of these back as stay possible."""
        kept = self._table.all
        kept[list(broken)] = False
        for each in order:
            kept[each] = True
            if self._question.find(kept) is None:
                kept[each] = False
        return kept

    def _lag_with(self, at: int) -> list[Witness]:
        """Return the lag of the fact's veileder with the kommune alone that break the least."""
        k, n = self._question.kommune, self._table.model.n
        found = []
        for v in self._table.people([at]):
            for other in range(n):
                par = (min(v, other), max(v, other))
                if other != v and set(self._members) <= set(par):
                    found.append(Witness(par, (k,)))
        return sorted(found, key=lambda lag: (len(self._question.violated(lag)), lag.par))[:_TRIES]

    def _to_grunn(self, found: tuple[list[int], dict[int, list[int]], bool]) -> Grunn:
        core, stand_ins, main = found
        fakta, problem = self._table.fakta, self._table.problem
        own = problem.kommuner[self._question.kommune]
        said = {v for at in (*core, *chain(*stand_ins.values())) for v in fakta[at].veiledere}
        return Grunn(
            kommune=own.id,
            medlemmer=tuple(problem.veiledere[i].id for i in self._members),
            fakta=tuple(fakta[at] for at in sorted(core)),
            ogsa=tuple(
                Tillegg(tuple(fakta[other] for other in others), fakta[at])
                for at, others in sorted(stand_ins.items())
                if others
            ),
            hovedgrunn=main,
            timer=own.timer,
            sprak=own.samisk_sprak or "",
            kan_spraket=tuple(
                v.id for v in problem.veiledere if own.samisk_sprak in v.samiske_sprak
            ),
            antall=len(problem.veiledere),
            ledige=tuple(v.id for v in problem.veiledere if v.id not in said),
        )
