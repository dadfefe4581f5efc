"""Rule instances that are so in a problem, each of which can be imagined away.

The explanations ask what would be possible if only some of the facts held; docs/modell.md,
section 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.tildeling.model.columns import Bools, Ints, Model, to_model
from matching.tildeling.problem import Kommune, Problem, SamiskSprak, Veileder
from matching.tildeling.rules import PLASSERING, RuleId, par_hindre, plassering_hindre


@dataclass(frozen=True, slots=True)
class Faktum:
    """One rule instance: whom it concerns, and its figures.

    `verdi` is what is (km) and `grense` the limit (km, hours or number of kommuner); `tekst` is a
    Sami language or a fylkesnummer.
    """

    regel: RuleId
    veiledere: tuple[str, ...] = ()
    kommuner: tuple[str, ...] = ()
    verdi: int | None = None
    grense: int | None = None
    tekst: str = ""


@dataclass(frozen=True)
class State:
    """What binds when only some facts hold, as arrays in the numbering of the problem.

    `las_kommune[v]` are the kommuner that v is locked to, `las_veileder[k]` the other way round.
    """

    blocked: Bools  # n x m
    sprak: Ints  # n: bits
    lo: Ints  # n
    hi: Ints  # n
    par_ok: Bools  # n x n
    maks: int
    las_kommune: dict[int, set[int]]
    las_veileder: dict[int, set[int]]
    krav: Bools  # m + n


# These may stop a lag of anybody.
_GENERAL: Final = frozenset({RuleId.FOR_MANGE_KOMMUNER, RuleId.LAS_TILDELT})
_ALL_SPRAK: Final = (1 << len(SamiskSprak)) - 1


class FactTable:
    """All facts of a problem, and the state that any part of them makes."""

    def __init__(self, problem: Problem) -> None:
        """List the facts; a kept set is a mask over `fakta`."""
        self.problem = problem
        self.model: Model = to_model(problem)
        self.number = {v.id: i for i, v in enumerate(problem.veiledere)}
        self.kommune_of = {k.id: at for at, k in enumerate(problem.kommuner)}
        self.fakta = tuple(_list_fakta(problem, self.model))
        self.regler = np.array([each.regel.value for each in self.fakta], object)
        self._rows = self._rows_of()
        self._about: dict[int, list[int]] = {i: [] for i in range(self.model.n)}
        self._general: list[int] = []
        for at, each in enumerate(self.fakta):
            if each.regel in _GENERAL:
                self._general.append(at)
            else:
                for v in each.veiledere:
                    self._about[self.number[v]].append(at)

    @property
    def all(self) -> Bools:
        """Return the mask of every fact."""
        return np.ones(len(self.fakta), np.bool_)

    def kinds(self) -> list[RuleId]:
        """Return the kinds of rules that have a fact, in the order of the facts."""
        return list(dict.fromkeys(each.regel for each in self.fakta))

    def of_kinds(self, kinds: Sequence[RuleId] | frozenset[RuleId]) -> Bools:
        """Return the mask of the facts of these kinds."""
        mask: Bools = np.isin(self.regler, [each.value for each in kinds])
        return mask

    def mask(self, fakta: Sequence[Faktum]) -> Bools:
        """Return the mask of these facts."""
        wanted = set(fakta)
        return np.array([each in wanted for each in self.fakta], np.bool_)

    def about(self, numbers: Sequence[int]) -> list[int]:
        """Return the facts about these veiledere, and those about every lag."""
        own = dict.fromkeys(at for i in numbers for at in self._about[i])
        return [*own, *self._general]

    def people(self, numbers: Sequence[int]) -> frozenset[int]:
        """Return the numbers of the veiledere that some facts concern; of all, if of everyone."""
        found: set[int] = set()
        for each in numbers:
            if self.fakta[each].regel in _GENERAL:
                return frozenset(range(self.model.n))
            found.update(self.number[v] for v in self.fakta[each].veiledere)
        return frozenset(found)

    def state(self, kept: Bools) -> State:
        """Return what binds when only the kept facts do."""
        n, m = self.model.n, self.model.m
        arrays = self.model.arrays
        blocked, sprak = np.zeros((n, m), np.bool_), np.full(n, _ALL_SPRAK, np.int64)
        v, k = self._kept(kept, *PLASSERING)
        blocked[v, k] = True
        v, bit = self._kept(kept, RuleId.SAMISK_SPRAK)
        np.bitwise_and.at(sprak, v, ~bit)
        lo, hi = np.zeros(n, np.int64), np.full(n, int(arrays.kommune_timer.sum()), np.int64)
        v, _ = self._kept(kept, RuleId.FOR_FA_TIMER)
        lo[v] = arrays.lo[v]
        v, _ = self._kept(kept, RuleId.FOR_MANGE_TIMER)
        hi[v] = arrays.hi[v]
        limit, _ = self._kept(kept, RuleId.FOR_MANGE_KOMMUNER)
        maks = arrays.maks if limit.size else max(1, m)
        par_ok, krav = self._pairs(kept)
        las_kommune: dict[int, set[int]] = {}
        las_veileder: dict[int, set[int]] = {}
        for i, at in zip(*self._kept(kept, RuleId.LAS_TILDELT), strict=True):
            las_kommune.setdefault(int(i), set()).add(int(at))
            las_veileder.setdefault(int(at), set()).add(int(i))
            krav[[int(at), m + int(i)]] = True
        return State(blocked, sprak, lo, hi, par_ok, maks, las_kommune, las_veileder, krav)

    def _pairs(self, kept: Bools) -> tuple[Bools, Bools]:
        """Return which pairs may be, and the rows that locked pairs want in the plan."""
        n, m = self.model.n, self.model.m
        par_ok = ~np.eye(n, dtype=np.bool_)
        krav = np.zeros(m + n, np.bool_)
        a, b = self._kept(kept, RuleId.IKKE_PAR_MED)
        par_ok[a, b] = par_ok[b, a] = False
        for one, other in zip(*self._kept(kept, RuleId.LAS_PAR), strict=True):
            only = np.zeros((n, n), np.bool_)
            only[one, other] = only[other, one] = True
            touched = np.zeros((n, n), np.bool_)
            touched[[one, other]] = touched[:, [one, other]] = True
            par_ok &= ~touched | only
            krav[[m + one, m + other]] = True
        return par_ok, krav

    def _kept(self, kept: Bools, *regler: RuleId) -> tuple[Ints, Ints]:
        """Return the two numbers of the kept facts of these kinds."""
        parts = [rows[:, 1:][kept[rows[:, 0]]] for rule in regler for rows in (self._rows[rule],)]
        both = np.concatenate(parts)
        return both[:, 0], both[:, 1]

    def _rows_of(self) -> dict[RuleId, Ints]:
        """Return for each kind the facts as (number of the fact, first, second number)."""
        found: dict[RuleId, list[tuple[int, int, int]]] = {rule: [] for rule in RuleId}
        for at, each in enumerate(self.fakta):
            v = [self.number[ider] for ider in each.veiledere]
            k = [self.kommune_of[ider] for ider in each.kommuner]
            if each.regel is RuleId.SAMISK_SPRAK:
                second = 1 << list(SamiskSprak).index(SamiskSprak(each.tekst))
            else:
                second = ([*v[1:], *k] or [0])[0]
            found[each.regel].append((at, v[0] if v else 0, second))
        return {rule: np.array(rows, np.int64).reshape(-1, 3) for rule, rows in found.items()}


def _list_fakta(problem: Problem, model: Model) -> Iterator[Faktum]:
    """Yield every fact, those that people find hardest to change first."""
    sprak = {k.samisk_sprak for k in problem.kommuner} - {None}
    for each in SamiskSprak:
        for v in problem.veiledere:
            if each in sprak and each not in v.samiske_sprak:
                yield Faktum(RuleId.SAMISK_SPRAK, (v.id,), tekst=each.value)
    for i, at in zip(*np.nonzero(~model.arrays.ok), strict=True):
        yield from plassering_fakta(problem, problem.veiledere[i], problem.kommuner[at])
    for v in problem.veiledere:
        yield Faktum(RuleId.FOR_MANGE_TIMER, (v.id,), grense=v.timer[1])
        yield Faktum(RuleId.FOR_FA_TIMER, (v.id,), grense=v.timer[0])
    for a, b in _refusals(problem):
        yield Faktum(RuleId.IKKE_PAR_MED, (a, b))
    maks = problem.regler.maks_kommuner_per_par
    yield Faktum(RuleId.FOR_MANGE_KOMMUNER, grense=maks)
    for v_id, k_id in dict.fromkeys(problem.laser.tildelt):
        yield Faktum(RuleId.LAS_TILDELT, (v_id,), (k_id,))
    for a, b in dict.fromkeys((min(par), max(par)) for par in problem.laser.par):
        yield Faktum(RuleId.LAS_PAR, (a, b))


def plassering_fakta(problem: Problem, veileder: Veileder, kommune: Kommune) -> list[Faktum]:
    """Return what keeps this veileder out of this kommune."""
    found = []
    for rule in plassering_hindre(problem, veileder, kommune):
        km = problem.km(veileder, kommune) if rule is RuleId.FOR_LANG_REISE else None
        grense = None if km is None else veileder.maks_reise_km
        tekst = kommune.fylkesnummer if rule is RuleId.UAKTUELT_FYLKE else ""
        found.append(Faktum(rule, (veileder.id,), (kommune.id,), km, grense, tekst))
    return found


def _refusals(problem: Problem) -> list[tuple[str, str]]:
    named = {frozenset((v.id, each)) for v in problem.veiledere for each in v.ikke_par_med}
    pairs = sorted(tuple(sorted(each)) for each in named if len(each) == 2)
    return [
        (a, b) for a, b in pairs if par_hindre(problem, problem.veileder(a), problem.veileder(b))
    ]
