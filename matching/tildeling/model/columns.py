"""A problem as arrays, and the columns of the master: (pair, set of kommuner) with a cost.

n veiledere and m kommuner are numbered in file order.  Rows are numbered kommuner first
(0..m-1), then veiledere (m..m+n-1).  All costs are whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.felles.rounding import JORDRADIUS_KM, haversine_km
from matching.tildeling.problem import Bakgrunn, Kommune, Malform, Problem, SamiskSprak, Veileder

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.int8]

# Closer to a half than this, the scalar formula decides: NumPy may differ in the last bit.
_BORDERLINE_KM = 1e-5


class Arrays(NamedTuple):
    """What the compiled loops read; every lock is here as a condition on single columns."""

    par_ok: Bools  # n x n: may be a pair
    par_cost: Ints  # n x n: the terms of the pair alone
    ok: Bools  # n x m: may serve
    cost: Ints  # n x m: the terms of one member in one kommune, less the price of a kept relation
    kommune_timer: Ints  # m
    lo: Ints  # n
    hi: Ints  # n
    midt: Ints  # n
    fylke: Ints  # m: number of the fylke
    kommune_sprak: Ints  # m: bit of the Sami language, 0 for none
    veileder_sprak: Ints  # n: bits
    kommune_fag: Words  # m x words
    veileder_fag: Words  # n x words
    las_veileder: Ints  # m x 2: veiledere locked to the kommune, -1 for none
    las_ptr: Ints  # n + 1: where a veileder's locked kommuner start in las_kommune
    las_kommune: Ints
    fagomrade: int
    ekstra_fylke: int
    time_fra_midten: int
    maks: int


class Duals(NamedTuple):
    """Scaled whole-number duals: price of each row (m + n) and of each cut, all times `scale`.

    The price of a veileder row and of a cut is at most zero.  A cut gives its rows weights; a
    column that meets weights of w in it has the coefficient w // divisor.  `ptr`, `cut_of` and
    `weight` list the cuts by row.
    """

    rows: Ints
    cuts: Ints
    divisor: Ints  # of each cut; every weight in it is smaller
    ptr: Ints  # m + n + 1
    cut_of: Ints
    weight: Ints
    scale: int


@dataclass(frozen=True)
class Columns:
    """Columns in three arrays: pair (lower number first), kommuner (ascending, padded with -1)
    and cost."""

    par: Ints  # N x 2
    kommuner: Ints  # N x maks
    cost: Ints  # N

    @property
    def size(self) -> int:
        """Return N."""
        return int(self.cost.shape[0])

    def take(self, chosen: npt.NDArray[np.intp] | Bools | Ints) -> Columns:
        """Return the chosen columns, by index or by mask."""
        return Columns(self.par[chosen], self.kommuner[chosen], self.cost[chosen])

    def rows(self, m: int) -> Ints:
        """Return the N x (maks + 2) row numbers of each column, padded with -1."""
        return np.hstack([self.kommuner, self.par + m])

    @staticmethod
    def join(parts: Sequence[Columns]) -> Columns:
        """Return all columns of `parts`, which must not be empty, in order."""
        return Columns(
            np.concatenate([part.par for part in parts]),
            np.concatenate([part.kommuner for part in parts]),
            np.concatenate([part.cost for part in parts]),
        )

    @staticmethod
    def empty(maks: int) -> Columns:
        """Return no columns."""
        return Columns(
            np.zeros((0, 2), np.int64), np.zeros((0, maks), np.int64), np.zeros(0, np.int64)
        )


@dataclass(frozen=True)
class Model:
    """The arrays with what belongs to the whole plan.

    `endring` is the price of dropping every relation of the plan in force; columns that keep
    one give it back.  `krav` marks the rows (m + n) that a lock wants to be in the plan.
    """

    arrays: Arrays
    endring: int
    krav: Bools

    @property
    def n(self) -> int:
        """Return the number of veiledere."""
        return int(self.arrays.ok.shape[0])

    @property
    def m(self) -> int:
        """Return the number of kommuner."""
        return int(self.arrays.ok.shape[1])


def to_model(problem: Problem) -> Model:
    """Return the arrays of a problem."""
    veiledere, kommuner = problem.veiledere, problem.kommuner
    number_of = {v.id: i for i, v in enumerate(veiledere)}
    kommune_of = {k.id: k_nr for k_nr, k in enumerate(kommuner)}
    km = _km_kommune(problem)
    ok = _allowed(problem, km, number_of, kommune_of)
    cost = _member_cost(problem, km)
    for v, k in problem.relasjoner:
        cost[number_of[v], kommune_of[k]] -= problem.vekter.endring
    par_ok = _pairs_allowed(problem, number_of)
    las_veileder, las_liste = _tildelt(problem, number_of, kommune_of, ok)
    krav = np.zeros(len(kommuner) + len(veiledere), np.bool_)
    for v, k in problem.laser.tildelt:
        krav[kommune_of[k]] = krav[len(kommuner) + number_of[v]] = True
    for par in problem.laser.par:
        for each in par:
            krav[len(kommuner) + number_of[each]] = True
    kommune_fag, veileder_fag = _fag(veiledere, kommuner)
    arrays = Arrays(
        par_ok=par_ok,
        par_cost=_pair_cost(problem),
        ok=ok,
        cost=cost,
        kommune_timer=_ints(k.timer for k in kommuner),
        lo=_ints(v.timer[0] for v in veiledere),
        hi=_ints(v.timer[1] for v in veiledere),
        midt=_ints(v.timer_midt for v in veiledere),
        fylke=_numbered(k.fylkesnummer for k in kommuner),
        kommune_sprak=_ints(_bits([k.samisk_sprak] if k.samisk_sprak else ()) for k in kommuner),
        veileder_sprak=_ints(_bits(v.samiske_sprak) for v in veiledere),
        kommune_fag=kommune_fag,
        veileder_fag=veileder_fag,
        las_veileder=las_veileder,
        las_ptr=np.cumsum([0] + [len(each) for each in las_liste], dtype=np.int64),
        las_kommune=_ints(k for each in las_liste for k in each),
        fagomrade=problem.vekter.fagomrade,
        ekstra_fylke=problem.vekter.ekstra_fylke,
        time_fra_midten=problem.vekter.time_fra_midten,
        maks=max(1, min(problem.regler.maks_kommuner_per_par, len(kommuner))),
    )
    return Model(arrays, problem.vekter.endring * len(problem.relasjoner), krav)


def coverage_model(model: Model) -> Model:
    """Return the same rules with nothing to pay: for the level where only coverage counts."""
    arrays = model.arrays
    free = arrays._replace(
        par_cost=np.zeros_like(arrays.par_cost),
        cost=np.zeros_like(arrays.cost),
        fagomrade=0,
        ekstra_fylke=0,
        time_fra_midten=0,
    )
    return Model(free, 0, model.krav)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _numbered(values: Iterable[str]) -> Ints:
    numbers: dict[str, int] = {}
    return _ints(numbers.setdefault(value, len(numbers)) for value in values)


def _bits(sprak: Iterable[SamiskSprak]) -> int:
    order = list(SamiskSprak)
    return sum(1 << order.index(each) for each in set(sprak))


def _km_table(fra: Sequence[Veileder], til: Sequence[Veileder | Kommune], faktor: float) -> Ints:
    """Return len(fra) x len(til) whole kilometres, equal to `haversine_km` in every entry."""
    phi_a = np.radians([each.breddegrad for each in fra])[:, None]
    phi_b = np.radians([each.breddegrad for each in til])[None, :]
    lengde_a = np.array([each.lengdegrad for each in fra], np.float64)[:, None]
    lengde_b = np.array([each.lengdegrad for each in til], np.float64)[None, :]
    half_lambda = np.radians(lengde_b - lengde_a) / 2
    h = np.sin((phi_b - phi_a) / 2) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lambda) ** 2
    exact = faktor * 2 * JORDRADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, h))) + 0.5
    km: Ints = np.floor(exact).astype(np.int64)
    doubtful = np.abs(exact - np.round(exact)) < _BORDERLINE_KM
    for a, b in zip(*np.nonzero(doubtful), strict=True):
        one, other = fra[a], til[b]
        km[a, b] = haversine_km(
            (one.breddegrad, one.lengdegrad), (other.breddegrad, other.lengdegrad), faktor
        )
    return km


def _km_kommune(problem: Problem) -> Ints:
    km = _km_table(problem.veiledere, problem.kommuner, problem.regler.reise_faktor)
    number_of = {v.id: i for i, v in enumerate(problem.veiledere)}
    kommune_of = {k.id: k_nr for k_nr, k in enumerate(problem.kommuner)}
    for (v, k), known in problem.km_kommune_overrides.items():
        km[number_of[v], kommune_of[k]] = known
    return km


def _allowed(
    problem: Problem, km: Ints, number_of: dict[str, int], kommune_of: dict[str, int]
) -> Bools:
    """Return n x m: the rules of `rules.PLASSERING`, which a test compares entry by entry."""
    nummer = np.array([k.kommunenummer for k in problem.kommuner], object)
    fylke = np.array([k.fylkesnummer for k in problem.kommuner], object)
    ok = np.ones(km.shape, np.bool_)
    for i, v in enumerate(problem.veiledere):
        ok[i] = (nummer != v.kommunenummer) & (nummer != v.arbeidsgiver_kommunenummer)
        ok[i] &= km[i] <= v.maks_reise_km
        for each in v.uaktuelle_fylker:
            ok[i] &= fylke != each
        for k in v.inhabil_i:
            ok[i, kommune_of[k]] = False
    for v_id, k in problem.laser.forbudt:
        ok[number_of[v_id], kommune_of[k]] = False
    return ok


def _member_cost(problem: Problem, km: Ints) -> Ints:
    vekter = problem.vekter
    per = vekter.reise_km_per_poeng
    cost: Ints = (2 * km + per) // (2 * per)
    malform = np.array([k.malform.value for k in problem.kommuner], object)
    fylke = np.array([k.fylkesnummer for k in problem.kommuner], object)
    for i, v in enumerate(problem.veiledere):
        known = {Malform.NOYTRAL.value, *(each.value for each in v.malformer)}
        cost[i] += vekter.malform * np.array([each not in known for each in malform], np.int64)
        if v.onskede_fylker:
            wanted = np.array([each in v.onskede_fylker for each in fylke], np.bool_)
            cost[i] += vekter.fylkesonske * ~wanted
    return cost


def _pair_cost(problem: Problem) -> Ints:
    vekter, veiledere = problem.vekter, problem.veiledere
    number_of = {v.id: i for i, v in enumerate(veiledere)}
    lacking = vekter.intervju * _ints(100 - v.poeng for v in veiledere)
    km = _km_par(problem, number_of)
    per = vekter.parreise_km_per_poeng
    cost: Ints = lacking[:, None] + lacking[None, :] + (2 * km + per) // (2 * per)
    bakgrunn = _ints(list(Bakgrunn).index(v.bakgrunn) for v in veiledere)
    table = np.zeros((len(Bakgrunn), len(Bakgrunn)), np.int64)
    for a, one in enumerate(Bakgrunn):
        for b, other in enumerate(Bakgrunn):
            if one == other and one is not Bakgrunn.BEGGE:
                table[a, b] = vekter.lik_bakgrunn
            elif Bakgrunn.ANNEN in (one, other):
                table[a, b] = vekter.annen_bakgrunn
    cost += table[bakgrunn[:, None], bakgrunn[None, :]]
    missed = np.zeros(cost.shape, np.int64)
    for i, v in enumerate(veiledere):
        if v.onsker_par_med:
            missed[i] = 1
            missed[i, [number_of[each] for each in v.onsker_par_med]] = 0
    cost += vekter.partneronske * (missed + missed.T)
    return cost


def _km_par(problem: Problem, number_of: dict[str, int]) -> Ints:
    """Return n x n kilometres; the lower id first in the formula, as in `Problem.km_par`."""
    km = _km_table(problem.veiledere, problem.veiledere, problem.regler.reise_faktor)
    rank = np.argsort(np.argsort(np.array([v.id for v in problem.veiledere], object)))
    km = np.where(rank[:, None] <= rank[None, :], km, km.T)
    for (a, b), known in problem.km_par_overrides.items():
        km[number_of[a], number_of[b]] = known
    return km


def _pairs_allowed(problem: Problem, number_of: dict[str, int]) -> Bools:
    n = len(problem.veiledere)
    par_ok = ~np.eye(n, dtype=np.bool_)
    for i, v in enumerate(problem.veiledere):
        for each in v.ikke_par_med:
            par_ok[i, number_of[each]] = par_ok[number_of[each], i] = False
    kept = par_ok.copy()
    for a, b in problem.laser.par:
        for one, other in ((number_of[a], number_of[b]), (number_of[b], number_of[a])):
            only = np.zeros(n, np.bool_)
            only[other] = True
            kept[one] &= only
            kept[:, one] &= only
    return kept


def _fag(veiledere: Sequence[Veileder], kommuner: Sequence[Kommune]) -> tuple[Words, Words]:
    names = sorted({fag for k in kommuner for fag in k.fagomrader})
    words = max(1, -(-len(names) // 64))
    place = {fag: divmod(n, 64) for n, fag in enumerate(names)}

    def table(rows: Sequence[Veileder | Kommune]) -> Words:
        bits = np.zeros((len(rows), words), np.uint64)
        for row, each in enumerate(rows):
            for word, bit in {place[fag] for fag in each.fagomrader if fag in place}:
                bits[row, word] |= np.uint64(1 << bit)
        return bits

    return table(kommuner), table(veiledere)


def _tildelt(
    problem: Problem, number_of: dict[str, int], kommune_of: dict[str, int], ok: Bools
) -> tuple[Ints, list[list[int]]]:
    """Return the locked veiledere of each kommune and the locked kommuner of each veileder.

    A kommune locked to three veiledere can be served by none: it is barred from every veileder.
    """
    las_veileder = np.full((len(problem.kommuner), 2), -1, np.int64)
    las_liste: list[list[int]] = [[] for _ in problem.veiledere]
    for v, k in dict.fromkeys(problem.laser.tildelt):
        i, k_nr = number_of[v], kommune_of[k]
        las_liste[i].append(k_nr)
        free = np.nonzero(las_veileder[k_nr] < 0)[0]
        if free.size:
            las_veileder[k_nr, free[0]] = i
        else:
            ok[:, k_nr] = False
    return las_veileder, las_liste
