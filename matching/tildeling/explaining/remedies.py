"""The cheapest ways to cover a kommune: candidates from lag near the plan, each one solved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from matching.felles.kjoring import Kjoring, Status
from matching.felles.progress import Clock, ShouldStop
from matching.tildeling.explaining.changes import Endring, EndringType, Utfall, apply, to_utfall
from matching.tildeling.explaining.facts import FactTable
from matching.tildeling.explaining.near_lag import Kandidat, list_kandidater, near_lag, with_lag
from matching.tildeling.explaining.plan_question import PlanQuestion
from matching.tildeling.forslag import Forslag, Lag
from matching.tildeling.heuristics.primal import first_plan, plan_value
from matching.tildeling.model.columns import to_model
from matching.tildeling.model.plans import Figures, from_forslag, priced, to_forslag
from matching.tildeling.problem import Bakgrunn, Kommune, Malform, Problem, SamiskSprak, Veileder
from matching.tildeling.rules import Tildeling, lag_brudd
from matching.tildeling.search import solve

# Amounts of a kommune's hours that are tried for the least, and candidates looked at for each
# that is to be solved.
_AMOUNTS = 60
_TRIED_FOR_EACH = 6
_SAME_KIND = 3
_FEW = 3
_QUESTION_S = 2.0
_MOVES_BASE, _MOVES_PER_KOMMUNE = 10_000, 2_000
_HOURS: Final = frozenset(
    {EndringType.MEST_TIMER, EndringType.MINST_TIMER, EndringType.KOMMUNE_TIMER}
)
_UNPROVEN: Final = Figures(Status.AVBRUTT, 0, 0)
_NOBODY: Final = Kjoring("", 1, 0.0, 1)


@dataclass(frozen=True, slots=True)
class Tiltak:
    """A way to cover one more kommune: what is changed, and what the solved plan then gives.

    It is proven that a part of the changes does not do if `alle_trengs`.  `minst` says, where a
    kommune's hours are changed alone, that no smaller change in the same direction is enough.
    """

    kommune: str
    endringer: tuple[Endring, ...]
    utfall: Utfall
    alle_trengs: bool
    minst: bool


@dataclass(frozen=True)
class Solver:
    """How changed problems are solved: limits, threads and the wish to stop."""

    clock: Clock
    each_s: float = 10.0
    workers: int = 1
    seed: int = 1
    threads: Executor | None = None

    @staticmethod
    def within(
        max_time_s: float | None = 60.0,
        *,
        each_s: float = 10.0,
        workers: int = 1,
        seed: int = 1,
        should_stop: ShouldStop | None = None,
    ) -> Solver:
        """Return a solver whose time begins to run now; the same meanings as in `solve`."""
        return Solver(Clock(max_time_s, should_stop), each_s, workers, seed)

    def solve(self, problem: Problem, start: Forslag | None, among: int = 1) -> Forslag:
        """Return the best plan of a problem, in the time there is for one among so many."""
        return solve(
            problem,
            max_time_s=min(self.each_s, self.clock.remaining_s / among),
            workers=self.workers,
            seed=self.seed,
            should_stop=self.clock.must_stop,
            start=start,
        )


def find_tiltak(
    problem: Problem,
    forslag: Forslag,
    kommune: Kommune,
    solver: Solver,
    *,
    mest: int = 8,
    nivaer: Sequence[int] = (),
    tell: Callable[[], None] = lambda: None,
) -> tuple[list[Tiltak], bool]:
    """Return ways to cover the kommune, the best first, and whether the search ran to its end.

    `nivaer` are hours that somebody can agree to: more hours are rounded up to the next of them.
    Where a better plan covers the kommune as things are, it is the only way out, with no changes.
    """
    search = _Search(problem, forslag, kommune, solver, rounded=bool(nivaer))
    found: list[Tiltak] = []
    if forslag.nedre_grense_udekket < len(forslag.udekket):
        better = search.attempt(Kandidat((), 0.0), found, mest)
        if better is not None:
            return [better], True
    looked = 0
    for kandidat in _mixed(problem, forslag, kommune, nivaer):
        if len(found) == mest or looked == _TRIED_FOR_EACH * mest:
            break
        if solver.clock.must_stop():
            return _sorted(found), False
        many = len(found) >= _FEW and len(kandidat.endringer) > _FEW
        if many or any(_covers(each.endringer, kandidat.endringer) for each in found):
            continue
        looked += 1
        tell()
        tiltak = search.attempt(kandidat, found, mest - len(found))
        if tiltak is not None:
            found = [each for each in found if not _covers(tiltak.endringer, each.endringer)]
            found.append(tiltak)
    return _sorted(found), True


def _sorted(found: list[Tiltak]) -> list[Tiltak]:
    def key(each: Tiltak) -> tuple[int, int, int]:
        return len(each.utfall.udekket), len(each.endringer), each.utfall.kostnad

    return sorted(found, key=key)


def _mixed(
    problem: Problem, forslag: Forslag, kommune: Kommune, nivaer: Sequence[int]
) -> Iterator[Kandidat]:
    """Yield candidates, a few of each kind of change before more of the same; recruits early."""
    kinds: dict[tuple[EndringType, ...], int] = {}
    later: list[Kandidat] = []
    recruits = [Kandidat(each, 0.0) for each in list_recruits(problem, kommune)]
    for each in list_kandidater(problem, forslag, kommune, nivaer):
        kind = tuple(sorted({endring.type for endring in each.endringer}))
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > _SAME_KIND:
            later.append(each)
            continue
        yield each
        if recruits:
            yield recruits.pop(0)
    yield from recruits
    yield from later


def _covers(known: Sequence[Endring], other: Sequence[Endring]) -> bool:
    """Return whether the other changes do all that known ones do, or more of it."""
    return all(any(_at_least(theirs, mine) for theirs in other) for mine in known)


def _at_least(one: Endring, other: Endring) -> bool:
    if one.type is EndringType.NY_VEILEDER or other.type is EndringType.NY_VEILEDER:
        return one == other
    same = (one.type, one.ider, one.tekst) == (other.type, other.ider, other.tekst)
    if not same or other.til is None or one.til is None or other.fra is None:
        return same
    down = other.til < other.fra
    return one.til <= other.til if down else one.til >= other.til


class _Search:
    def __init__(
        self,
        problem: Problem,
        forslag: Forslag,
        kommune: Kommune,
        solver: Solver,
        *,
        rounded: bool,
    ) -> None:
        self._problem = problem
        self._halved = _HOURS - {EndringType.MEST_TIMER} if rounded else _HOURS
        self._forslag = forslag
        self._kommune = kommune
        self._solver = solver
        self._best_already = forslag.nedre_grense_udekket == len(forslag.udekket)
        covered = {each for lag in forslag.par for each in lag.kommuner}
        self._goals = {
            at for at, k in enumerate(problem.kommuner) if k.id in covered or k.id == kommune.id
        }

    def attempt(self, kandidat: Kandidat, found: Sequence[Tiltak], among: int) -> Tiltak | None:
        """Return the way out that these changes are, or a part of them that is enough.

        None if they do not cover the kommune, or the part is among those found.
        """
        endringer = kandidat.endringer
        start = self._directly(kandidat) or self._start(endringer)[1]
        if start is None:
            return None
        endringer, start, needed = self._enough(endringer, start)
        for each in endringer:
            if each.type in self._halved:
                endringer, start = self._smaller(endringer, each, start)
        minst = False
        if len(endringer) == 1 and endringer[0].type is EndringType.KOMMUNE_TIMER:
            endringer, start, minst = self._least(endringer[0], start)
        if any(_covers(each.endringer, endringer) for each in found):
            return None
        changed = apply(self._problem, endringer)
        after = self._solver.solve(changed, self._cheaper(changed, start), among)
        utfall = to_utfall(self._forslag, after)
        return Tiltak(self._kommune.id, endringer, utfall, needed, minst)

    def _directly(self, kandidat: Kandidat) -> Forslag | None:
        """Return the plan with the candidate's lag put in, if it covers one kommune more."""
        changed = apply(self._problem, kandidat.endringer)
        plans = [] if kandidat.lag is None else [kandidat.lag]
        if any(each.type is EndringType.NY_VEILEDER for each in kandidat.endringer):
            new = [each.ider[0] for each in kandidat.endringer]
            wider = replace(self._forslag, ubrukte=(*self._forslag.ubrukte, *new))
            near = near_lag(changed, wider, changed.kommune(self._kommune.id))
            plans = [
                lag
                for lag, orphans in near
                if orphans == 0
                and {v.id for v in lag.par} & set(new)
                and not lag_brudd(changed, lag)
            ]
        for lag in plans:
            plan = with_lag(changed, self._forslag, lag)
            if plan is not None and sum(len(each.kommuner) for each in plan) >= len(self._goals):
                return _unproven(plan)
        return None

    def _enough(
        self, endringer: tuple[Endring, ...], start: Forslag
    ) -> tuple[tuple[Endring, ...], Forslag, bool]:
        """Return the changes without those that are not needed, a plan, and if that is proven."""
        needed = True
        for each in endringer:
            fewer = tuple(other for other in endringer if other != each)
            if not fewer and self._best_already:
                continue
            possible, plan = self._start(fewer)
            needed &= possible is not None
            if plan is not None:
                return self._enough(fewer, plan)
        return endringer, start, needed

    def _start(self, endringer: Sequence[Endring]) -> tuple[bool | None, Forslag | None]:
        """Return whether a plan of the changed problem covers one kommune more, and such a plan."""
        changed = apply(self._problem, endringer)
        table = FactTable(changed)
        known = from_forslag(changed, table.model, self._forslag)
        question = PlanQuestion(table, self._solver.clock, self._solver.threads, known, _QUESTION_S)
        possible, plan = question.find(self._goals)
        if plan is None:
            return possible, None
        return True, to_forslag(changed, priced(table.model, plan), _UNPROVEN, _NOBODY)

    def _cheaper(self, changed: Problem, start: Forslag) -> Forslag:
        """Return the plan to start from, made cheaper: it was found with no thought for cost."""
        model = to_model(changed)
        known = from_forslag(changed, model, start)
        moves = _MOVES_BASE + _MOVES_PER_KOMMUNE * model.m
        plan = first_plan(model, self._solver.seed, moves, self._solver.threads, known)
        if plan is None or known is None or plan_value(model, plan) >= plan_value(model, known):
            return start
        return to_forslag(changed, plan, _UNPROVEN, _NOBODY)

    def _smaller(
        self, endringer: tuple[Endring, ...], each: Endring, start: Forslag
    ) -> tuple[tuple[Endring, ...], Forslag]:
        """Return the changes with smaller hours in one of them, found by halving, and a plan."""
        assert each.fra is not None
        assert each.til is not None
        less, enough = each.fra, each.til
        while abs(enough - less) > 1:
            til = (less + enough) // 2
            tried = tuple(replace(e, til=til) if e == each else e for e in endringer)
            possible, plan = self._start(tried)
            if possible is None:
                break
            if plan is None:
                less = til
            else:
                each, enough = replace(each, til=til), til
                endringer, start = tried, plan
        return endringer, start

    def _least(self, endring: Endring, start: Forslag) -> tuple[tuple[Endring, ...], Forslag, bool]:
        """Return the least change of the kommune's hours in the same direction that is enough.

        The last value says whether it is proven that it is the least.
        """
        assert endring.fra is not None
        assert endring.til is not None
        step = 1 if endring.til > endring.fra else -1
        nearer = range(endring.fra + step, endring.til, step)
        proven = len(nearer) <= _AMOUNTS
        for til in nearer[:_AMOUNTS]:
            smaller = (replace(endring, til=til),)
            possible, plan = self._start(smaller)
            if plan is not None:
                return smaller, plan, proven
            if possible is None:
                return (endring,), start, False
        return (endring,), start, proven


def _unproven(plan: Sequence[Tildeling]) -> Forslag:
    """Return a plan as a proposal to start from."""
    lag = tuple(
        Lag((each.par[0].id, each.par[1].id), tuple(k.id for k in each.kommuner), 0, 0, {})
        for each in plan
    )
    return Forslag(Status.AVBRUTT, (), 0, 0, 0, lag, (), _NOBODY)


# --- recruits ---------------------------------------------------------------------------------

_NEW: Final = "ny"


def list_recruits(problem: Problem, kommune: Kommune) -> list[tuple[Endring, ...]]:
    """Return the recruits that suit a kommune: one of either side, then one of each."""
    sides = (Bakgrunn.SKOLEEIER, Bakgrunn.SKOLELEDER)
    sprak = () if kommune.samisk_sprak is None else (kommune.samisk_sprak,)
    one = [recruit(problem, kommune, side, sprak, number=1) for side in sides]
    other = recruit(problem, kommune, sides[1], (), number=2)
    return [(one[0],), (one[1],), (one[0], other)]


def recruit(
    problem: Problem,
    base: Kommune,
    bakgrunn: Bakgrunn,
    sprak: tuple[SamiskSprak, ...] = (),
    *,
    number: int = 1,
) -> Endring:
    """Return the change that adds a veileder of a kind who lives close to a kommune.

    What the kind does not say is as among the veiledere there are: the most common hours, the
    median of points and of the travel limit; both målformer; no ties and no wishes.
    """
    known = problem.veiledere
    bands = [v.timer for v in known] or [(0, max(k.timer for k in problem.kommuner))]
    new_id = f"{_NEW}{number}"
    while problem.has_veileder(new_id):
        new_id = f"{_NEW}-{new_id}"
    return Endring(
        EndringType.NY_VEILEDER,
        (new_id,),
        veileder=Veileder(
            id=new_id,
            breddegrad=base.breddegrad,
            lengdegrad=base.lengdegrad,
            kommunenummer="",
            arbeidsgiver_kommunenummer="",
            fylkesnummer=base.fylkesnummer,
            bakgrunn=bakgrunn,
            malformer=(Malform.BOKMAL, Malform.NYNORSK),
            samiske_sprak=sprak,
            timer=max(sorted(set(bands)), key=bands.count),
            poeng=round(median([v.poeng for v in known] or [100])),
            maks_reise_km=round(median([v.maks_reise_km for v in known] or [0])),
        ),
    )
