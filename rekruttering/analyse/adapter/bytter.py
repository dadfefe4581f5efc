"""What one step by hand would do, judged exactly by rules and cost; no solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rekruttering.tildeling.adapter import kommune_ref, row_id, to_laser, veileder_ref
from rekruttering.tildeling.rules.plan import (
    Handling,
    HandlingType,
    Planlag,
    Utkast,
    find_differanse,
    to_lag,
    utfor,
)

if TYPE_CHECKING:
    import matching

# Of those without a pair, so many (the nearest) are tried with one another.
_RESERVER = 40
# A plan that differs in more pairs than this is not one step away.
_FEW_LAG = 4


@dataclass(frozen=True)
class Bytte:
    """A step that breaks no rule and no lock: what the plan costs and covers more with it.

    `poeng` and `udekket` are after less before; `veiledere` are those whose kommuner or partner
    are others then.
    """

    handling: Handling
    poeng: int
    udekket: int
    veiledere: tuple[int, ...]


def list_bytter(
    problem: matching.Problem,
    utkast: Utkast,
    *,
    kommune: int | None = None,
    veileder: int | None = None,
    mest: int = 5,
) -> list[Bytte]:
    """Return the best single steps around a kommune or a veileder, the best first.

    Steps that leave more kommuner without a pair are left out.
    """
    judge = _Dommer(problem, utkast)
    steps = []
    if kommune is not None:
        steps = list(_around_kommune(problem, utkast, kommune))
    if veileder is not None:
        steps += list(_around_veileder(problem, utkast, veileder))
    found = [bytte for step in steps if (bytte := judge.judge(step)) is not None]
    found = [each for each in found if each.udekket <= 0]
    return sorted(found, key=lambda b: (b.udekket, b.poeng, len(b.veiledere), str(b.handling)))[
        :mest
    ]


def find_handling(utkast: Utkast, lag: frozenset[Planlag]) -> Handling | None:
    """Return the one step by hand that turns the plan into these pairs, if there is one."""
    differanse = find_differanse(utkast, Utkast(lag, utkast.laser))
    parts = (*differanse.ut, *differanse.inn)
    if not parts or len(parts) > _FEW_LAG:
        return None
    people = sorted({v for each in parts for v in each.veiledere})
    places = sorted({k for each in parts for k in each.kommuner})
    steps: Iterator[Handling] = iter(
        [
            *(
                Handling(HandlingType.FLYTT, each.veiledere, (k,))
                for each in differanse.inn
                if utkast.has_par(each.veiledere)
                for k in each.kommuner
            ),
            *(Handling(HandlingType.FLYTT, (), (k,)) for k in places),
            *(Handling(HandlingType.BYTT_KOMMUNER, (), two) for two in combinations(places, 2)),
            *(
                Handling(HandlingType.BYTT_VEILEDER, two)
                for two in combinations(people, 2)
                if not utkast.has_par(two) and utkast.find_lag(two[0])
            ),
            *(
                Handling(HandlingType.BYTT_VEILEDER, two[::-1])
                for two in combinations(people, 2)
                if not utkast.find_lag(two[0])
            ),
            *(
                Handling(HandlingType.NYTT_PAR, each.veiledere, each.kommuner)
                for each in differanse.inn
                if not any(map(utkast.find_lag, each.veiledere))
            ),
        ]
    )
    return next((step for step in steps if utfor(utkast, step).lag == lag), None)


class _Dommer:
    """Judges steps from one plan: only the pairs that differ are priced."""

    def __init__(self, problem: matching.Problem, utkast: Utkast) -> None:
        from dataclasses import replace

        import matching

        self._matching = matching
        self._problem = problem
        self._locked = replace(problem, laser=to_laser(utkast.laser))
        self._utkast = utkast
        self._price: dict[Planlag, int] = {}

    def judge(self, handling: Handling) -> Bytte | None:
        """Return what a step does, or None if it breaks a rule or a lock, or changes nothing."""
        then = utfor(self._utkast, handling)
        differanse = find_differanse(self._utkast, then)
        if not differanse.inn or self._loosens(then) or not all(map(self._holds, differanse.inn)):
            return None
        before, after = _relasjoner(differanse.ut), _relasjoner(differanse.inn)
        old = {lag.veiledere for lag in differanse.ut}
        new = {lag.veiledere for lag in differanse.inn}
        served = len({k for _v, k in before}) - len({k for _v, k in after})
        kept = self._problem.relasjoner
        changed = len(kept & _refs(before)) - len(kept & _refs(after))
        poeng = sum(map(self._cost, differanse.inn)) - sum(map(self._cost, differanse.ut))
        touched = {v for v, _k in before ^ after} | {v for par in old ^ new for v in par}
        return Bytte(
            handling,
            poeng + changed * self._problem.vekter.endring,
            served,
            tuple(sorted(touched)),
        )

    def _loosens(self, then: Utkast) -> bool:
        laser, now = then.laser, self._utkast
        return any(now.has_par(par) and not then.has_par(par) for par in laser.par) or any(
            now.serves(*las) and not then.serves(*las) for las in laser.tildelt
        )

    def _holds(self, lag: Planlag) -> bool:
        return not self._matching.lag_brudd(self._locked, self._tildeling(lag))

    def _cost(self, lag: Planlag) -> int:
        if lag not in self._price:
            ledd = self._matching.lag_ledd(self._problem, self._tildeling(lag))
            self._price[lag] = sum(ledd.values())
        return self._price[lag]

    def _tildeling(self, lag: Planlag) -> matching.Tildeling:
        a, b = (self._problem.veileder(veileder_ref(each)) for each in lag.veiledere)
        places = tuple(self._problem.kommune(kommune_ref(each)) for each in lag.kommuner)
        return self._matching.Tildeling((a, b), places)


def _relasjoner(lag_liste: Iterable[Planlag]) -> set[tuple[int, int]]:
    return {(v, k) for lag in lag_liste for v in lag.veiledere for k in lag.kommuner}


def _refs(relasjoner: Iterable[tuple[int, int]]) -> set[tuple[str, str]]:
    return {(veileder_ref(v), kommune_ref(k)) for v, k in relasjoner}


def _around_kommune(problem: matching.Problem, utkast: Utkast, kommune: int) -> Iterator[Handling]:
    now = utkast.find_lag_i(kommune)
    ready = _ready(problem, kommune)
    for lag in sorted(utkast.lag - {now}):
        if ready.issuperset(lag.veiledere):
            yield Handling(HandlingType.FLYTT, lag.veiledere, (kommune,))
            for other in lag.kommuner if now else ():
                yield Handling(HandlingType.BYTT_KOMMUNER, (), (kommune, other))
    free = [v for v in _without_lag(problem, utkast) if v in ready]
    for two in combinations(free[:_RESERVER], 2):
        yield Handling(HandlingType.NYTT_PAR, two, (kommune,))
    if now is not None:
        for out in now.veiledere:
            for into in sorted(ready - set(now.veiledere)):
                yield Handling(HandlingType.BYTT_VEILEDER, (out, into))


def _around_veileder(
    problem: matching.Problem, utkast: Utkast, veileder: int
) -> Iterator[Handling]:
    now = utkast.find_lag(veileder)
    for lag in sorted(utkast.lag - {now}):
        for other in lag.veiledere:
            yield Handling(HandlingType.BYTT_VEILEDER, (other, veileder))
    free = _without_lag(problem, utkast)
    if now is not None:
        for other in free:
            yield Handling(HandlingType.BYTT_VEILEDER, (veileder, other))
        return
    served = {k for lag in utkast.lag for k in lag.kommuner}
    places = [k for k in map(row_id, (each.id for each in problem.kommuner)) if k not in served]
    for other in free[:_RESERVER]:
        for kommune in places if other != veileder else ():
            yield Handling(HandlingType.NYTT_PAR, (veileder, other), (kommune,))


def _ready(problem: matching.Problem, kommune: int) -> set[int]:
    """Return those whom no rule keeps out of a kommune."""
    import matching

    place = problem.kommune(kommune_ref(kommune))
    people: Sequence[matching.Veileder] = problem.veiledere
    return {row_id(v.id) for v in people if not matching.plassering_hindre(problem, v, place)}


def _without_lag(problem: matching.Problem, utkast: Utkast) -> list[int]:
    used = {v for lag in utkast.lag for v in lag.veiledere}
    return [v for v in (row_id(each.id) for each in problem.veiledere) if v not in used]


def to_utkast_lag(plan: matching.Forslag) -> frozenset[Planlag]:
    """Return the pairs of a proposal as rows."""
    return frozenset(
        to_lag(map(row_id, lag.veiledere), map(row_id, lag.kommuner)) for lag in plan.par
    )
