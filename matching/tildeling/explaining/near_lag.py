"""Lag near the present plan that would cover a kommune, and the changes that would allow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Final

from matching.tildeling.explaining.changes import Endring, EndringType
from matching.tildeling.forslag import Forslag, LasType
from matching.tildeling.problem import Kommune, Problem, Veileder
from matching.tildeling.rules import RuleId, Tildeling, lag_brudd, plan_brudd, plassering_hindre
from matching.tildeling.validate import to_tildeling

# More ways than this to mend one lag are not looked at.
_MOST_WAYS = 12
# What a change weighs when candidates are ranked, and how far (hours, km) makes it weigh double.
_WEIGHT: Final = {
    EndringType.MEST_TIMER: (1.0, 50),
    EndringType.MINST_TIMER: (1.0, 50),
    EndringType.REISE: (1.0, 100),
    EndringType.KOMMUNE_TIMER: (1.5, 40),
    EndringType.LAS: (1.0, 1),
    EndringType.MAKS_KOMMUNER: (2.0, 1),
    EndringType.FYLKE: (2.0, 1),
    EndringType.MAKKER: (3.0, 1),
    EndringType.INHABIL: (3.0, 1),
    EndringType.NY_VEILEDER: (4.0, 1),
}
_ORPHAN = 4.0
# Of those who are not in the plan, so many with and without the language are looked at.
_MOST_SUITED = 15


@dataclass(frozen=True, slots=True)
class Kandidat:
    """Changes that may cover a kommune, and a lag that they allow.

    `vekt` ranks them, the lightest first; recruits have no lag yet.
    """

    endringer: tuple[Endring, ...]
    vekt: float
    lag: Tildeling | None = None


def list_kandidater(
    problem: Problem, forslag: Forslag, kommune: Kommune, nivaer: Sequence[int] = ()
) -> list[Kandidat]:
    """Return the changes that would allow some lag near the plan to serve the kommune.

    Each set of changes stands once, the most promising first.  More hours for somebody are
    rounded up to the next of `nivaer`, if there is one.
    """
    best: dict[tuple[Endring, ...], tuple[float, Tildeling]] = {}
    for lag, orphans in near_lag(problem, forslag, kommune):
        for way in ways(problem, lag, kommune):
            endringer = tuple(_rounded(each, nivaer) for each in way)
            vekt = _ORPHAN * orphans + sum(map(weight, endringer))
            if endringer and (endringer not in best or vekt < best[endringer][0]):
                best[endringer] = vekt, lag
    found = [Kandidat(endringer, vekt, lag) for endringer, (vekt, lag) in best.items()]
    return sorted(found, key=lambda each: (each.vekt, str(each.endringer)))


def _rounded(endring: Endring, nivaer: Sequence[int]) -> Endring:
    if endring.type is not EndringType.MEST_TIMER or endring.til is None:
        return endring
    til = endring.til
    return replace(endring, til=min((each for each in nivaer if each >= til), default=til))


def weight(endring: Endring) -> float:
    """Return how much one change weighs."""
    base, double = _WEIGHT[endring.type]
    far = abs(endring.til - endring.fra) / double if endring.fra and endring.til else 0.0
    return base * (1 + far)


def near_lag(
    problem: Problem, forslag: Forslag, kommune: Kommune
) -> Iterator[tuple[Tildeling, int]]:
    """Yield lag that serve the kommune, with how many others they leave without a pair."""
    lag_liste = [to_tildeling(problem, lag) for lag in forslag.par]
    reserves = suited(problem, kommune, [problem.veileder(each) for each in forslag.ubrukte])
    others = [each for each in problem.kommuner if each.id != kommune.id]
    for a, b in combinations(reserves, 2):
        yield Tildeling((a, b), (kommune,)), 0
        least, most = max(a.timer[0], b.timer[0]), min(a.timer[1], b.timer[1])
        for other in others if kommune.timer < least else ():
            if least <= kommune.timer + other.timer <= most:
                yield Tildeling((a, b), (kommune, other)), 0
    for lag in lag_liste:
        served = lag.kommuner
        pairs = [lag.par, *((each, r) for each in lag.par for r in reserves)]
        for pair in pairs:
            yield Tildeling(pair, (*served, kommune)), 0
            for at in range(len(served)):
                rest = (*served[:at], *served[at + 1 :], kommune)
                yield Tildeling(pair, rest), 1
    for first, second in combinations(lag_liste, 2):
        for a, b in product(first.par, second.par):
            left = len(first.kommuner), len(second.kommuner)
            yield Tildeling((a, b), (kommune,)), sum(left)
            yield Tildeling((a, b), (*first.kommuner, kommune)), left[1]
            yield Tildeling((a, b), (*second.kommuner, kommune)), left[0]


def suited(problem: Problem, kommune: Kommune, veiledere: Sequence[Veileder]) -> list[Veileder]:
    """Return those with the least in their way to a kommune, some with its language and some not.

    Whom nothing can help, because they live or are employed there, are left out.
    """

    def obstacles(v: Veileder) -> float:
        total = 0.0
        for rule in plassering_hindre(problem, v, kommune):
            mend = _ONE_WAY.get(rule)
            if mend is None:
                return float("inf")
            total += weight(mend(problem, Tildeling((v, v), (kommune,)), (v.id, kommune.id)))
        return total

    found = sorted((obstacles(v), at) for at, v in enumerate(veiledere))
    free = [veiledere[at] for total, at in found if total < float("inf")]
    know = [v for v in free if kommune.samisk_sprak in v.samiske_sprak]
    others = [v for v in free if v not in know]
    return know[:_MOST_SUITED] + others[:_MOST_SUITED]


def with_lag(problem: Problem, forslag: Forslag, lag: Tildeling) -> list[Tildeling] | None:
    """Return the plan with this lag in it, others giving way, if it breaks no rule of the problem.

    The lag is given by ids, as its veiledere and kommuner may have changed.
    """
    members, served = {v.id for v in lag.par}, {k.id for k in lag.kommuner}
    a, b = (problem.veileder(v.id) for v in lag.par)
    plan = [Tildeling((a, b), tuple(problem.kommune(k.id) for k in lag.kommuner))]
    for other in forslag.par:
        left = [k for k in other.kommuner if k not in served]
        if left and not members & set(other.veiledere):
            one, two = map(problem.veileder, other.veiledere)
            plan.append(Tildeling((one, two), tuple(map(problem.kommune, left))))
    return None if plan_brudd(problem, plan) else plan


def ways(problem: Problem, lag: Tildeling, kommune: Kommune) -> Iterator[tuple[Endring, ...]]:
    """Yield the sets of changes that make a lag keep the rules; none if it cannot be mended."""
    choices: list[list[tuple[Endring, ...]]] = []
    for brudd in dict.fromkeys(lag_brudd(problem, lag)):
        mends = _mends(problem, lag, kommune, brudd.regel, brudd.ider)
        if not mends:
            return
        choices.append(mends)
    locks = _locks(problem, lag)
    for number, chosen in enumerate(product(*choices)):
        if number == _MOST_WAYS:
            return
        yield _joined([*(each for part in chosen for each in part), *locks])


def _mends(
    problem: Problem, lag: Tildeling, kommune: Kommune, regel: RuleId, ider: tuple[str, ...]
) -> list[tuple[Endring, ...]]:
    """Return the ways to mend one broken rule; none for what nobody can change."""
    if regel is RuleId.FOR_MANGE_TIMER:
        return _too_many_hours(lag, kommune)
    if regel is RuleId.FOR_FA_TIMER:
        return _too_few_hours(lag, kommune)
    mend = _ONE_WAY.get(regel)
    return [] if mend is None else [(mend(problem, lag, ider),)]


def _more_kommuner(problem: Problem, lag: Tildeling, _ider: tuple[str, ...]) -> Endring:
    maks = problem.regler.maks_kommuner_per_par
    return Endring(EndringType.MAKS_KOMMUNER, (), maks, len(lag.kommuner))


def _accepted(_problem: Problem, _lag: Tildeling, ider: tuple[str, ...]) -> Endring:
    return Endring(EndringType.MAKKER, tuple(sorted(ider)))


def _cleared(_problem: Problem, _lag: Tildeling, ider: tuple[str, ...]) -> Endring:
    return Endring(EndringType.INHABIL, ider)


def _allowed(_problem: Problem, _lag: Tildeling, ider: tuple[str, ...]) -> Endring:
    return Endring(EndringType.LAS, ider, tekst=LasType.FORBUDT)


def _other_fylke(problem: Problem, _lag: Tildeling, ider: tuple[str, ...]) -> Endring:
    fylke = problem.kommune(ider[1]).fylkesnummer
    return Endring(EndringType.FYLKE, ider[:1], tekst=fylke)


def _further(problem: Problem, _lag: Tildeling, ider: tuple[str, ...]) -> Endring:
    veileder, place = problem.veileder(ider[0]), problem.kommune(ider[1])
    km = problem.km(veileder, place)
    return Endring(EndringType.REISE, ider[:1], veileder.maks_reise_km, km)


_ONE_WAY: Final[dict[RuleId, Callable[[Problem, Tildeling, tuple[str, ...]], Endring]]] = {
    RuleId.FOR_MANGE_KOMMUNER: _more_kommuner,
    RuleId.IKKE_PAR_MED: _accepted,
    RuleId.INHABIL: _cleared,
    RuleId.LAS_FORBUDT: _allowed,
    RuleId.UAKTUELT_FYLKE: _other_fylke,
    RuleId.FOR_LANG_REISE: _further,
}


def _too_many_hours(lag: Tildeling, kommune: Kommune) -> list[tuple[Endring, ...]]:
    timer = lag.timer
    raised = tuple(
        Endring(EndringType.MEST_TIMER, (v.id,), v.timer[1], timer)
        for v in lag.par
        if v.timer[1] < timer
    )
    over = timer - min(v.timer[1] for v in lag.par)
    return [raised, *_own_hours(kommune, kommune.timer - over)]


def _too_few_hours(lag: Tildeling, kommune: Kommune) -> list[tuple[Endring, ...]]:
    timer = lag.timer
    lowered = tuple(
        Endring(EndringType.MINST_TIMER, (v.id,), v.timer[0], timer)
        for v in lag.par
        if v.timer[0] > timer
    )
    under = max(v.timer[0] for v in lag.par) - timer
    most = min(v.timer[1] for v in lag.par)
    fits = timer + under <= most
    return [lowered, *(_own_hours(kommune, kommune.timer + under) if fits else [])]


def _own_hours(kommune: Kommune, til: int) -> list[tuple[Endring, ...]]:
    if til <= 0:
        return []
    return [(Endring(EndringType.KOMMUNE_TIMER, (kommune.id,), kommune.timer, til),)]


def _locks(problem: Problem, lag: Tildeling) -> list[Endring]:
    """Return the locks that must be lifted for the lag, other than those in its rules."""
    par, served = {v.id for v in lag.par}, {k.id for k in lag.kommuner}
    tildelt = [las for las in problem.laser.tildelt if (las[0] in par) != (las[1] in served)]
    pairs = [las for las in problem.laser.par if len(par & set(las)) == 1]
    return [
        *(Endring(EndringType.LAS, las, tekst=LasType.TILDELT) for las in dict.fromkeys(tildelt)),
        *(Endring(EndringType.LAS, las, tekst=LasType.PAR) for las in dict.fromkeys(pairs)),
    ]


def _joined(endringer: list[Endring]) -> tuple[Endring, ...]:
    """Return the changes once each, the furthest where one limit is changed twice."""
    best: dict[tuple[EndringType, tuple[str, ...], str], Endring] = {}
    for each in endringer:
        key = each.type, each.ider, each.tekst
        known = best.get(key)
        if known is None or abs((each.til or 0) - (each.fra or 0)) > abs(
            (known.til or 0) - (known.fra or 0)
        ):
            best[key] = each
    return tuple(sorted(best.values(), key=lambda each: (each.type, each.ider, each.tekst)))
