"""What a plan breaks and costs, recomputed by the engine's rules and terms without a solver."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from rekruttering.tildeling.adapter.ider import kommune_ref, row_id, veileder_ref
from rekruttering.tildeling.rules.plan import Laser, Planlag, Utkast, to_lag

if TYPE_CHECKING:
    import matching

Brudd = tuple[str, tuple[str, ...]]
Plan = Sequence[tuple[tuple[int, int], Sequence[int]]]
# A parsed problem at national scale is some 10 MB; a coordinator compares a few.
KEPT = 8


@dataclass(frozen=True)
class Lagpris:
    """What one pair costs: hours for each member, points, and points by term."""

    timer: int
    kostnad: int
    ledd: Mapping[str, int]


@dataclass(frozen=True)
class Vurdering:
    """A plan measured by the engine's rules and terms; ids are rows.

    `endring` is the price of what differs from the plan in force; `kostnad` includes it.
    """

    lag: Mapping[Planlag, Lagpris]
    udekket: tuple[int, ...]
    ubrukte: tuple[int, ...]
    ledd: Mapping[str, int]
    endring: int
    kostnad: int
    brudd: tuple[Brudd, ...]


class _Kjente:
    """Parsed problems by fingerprint, so that a page does not read the same text again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: dict[str, matching.Problem] = {}

    def get(self, avtrykk: str, load: Callable[[], Mapping[str, Any]]) -> "matching.Problem":
        import matching

        with self._lock:
            if avtrykk in self._found:
                # Used again: to the end of the queue of those who leave first.
                self._found[avtrykk] = self._found.pop(avtrykk)
                return self._found[avtrykk]
        problem = matching.problem_from_dict(dict(load()))
        with self._lock:
            self._found[avtrykk] = problem
            while len(self._found) > KEPT:
                del self._found[next(iter(self._found))]
        return problem


_kjente = _Kjente()


def known(avtrykk: str, load: Callable[[], Mapping[str, Any]]) -> "matching.Problem":
    """Return the problem with this fingerprint; `load` gives its JSON when it is not at hand."""
    return _kjente.get(avtrykk, load)


def check(problem: Mapping[str, Any], forslag: Mapping[str, Any]) -> list[str]:
    """Return everything wrong with a proposal, recomputed without the solver; [] when it holds."""
    import matching

    parsed = matching.problem_from_dict(dict(problem))
    return [str(each) for each in matching.check(parsed, matching.forslag_from_dict(dict(forslag)))]


def to_laser(laser: Laser) -> "matching.Laser":
    """Return locks with the ids of the problem."""
    import matching

    return matching.Laser(
        par=tuple((veileder_ref(a), veileder_ref(b)) for a, b in sorted(laser.par)),
        tildelt=tuple((veileder_ref(v), kommune_ref(k)) for v, k in sorted(laser.tildelt)),
        forbudt=tuple((veileder_ref(v), kommune_ref(k)) for v, k in sorted(laser.forbudt)),
    )


def _tildelinger(problem: "matching.Problem", lag: Sequence[Planlag]) -> "list[matching.Tildeling]":
    import matching

    return [
        matching.Tildeling(
            (
                problem.veileder(veileder_ref(each.veiledere[0])),
                problem.veileder(veileder_ref(each.veiledere[1])),
            ),
            tuple(problem.kommune(kommune_ref(k)) for k in each.kommuner),
        )
        for each in lag
    ]


def list_brudd(problem: Mapping[str, Any], plan: Plan) -> list[Brudd]:
    """Return every hard rule that a plan breaks, as (rule, ids).

    `plan` holds pairs as (veileder ids, puljekommune ids), all of them in the problem.
    """
    import matching

    parsed = matching.problem_from_dict(dict(problem))
    lag = _tildelinger(parsed, [to_lag(par, places) for par, places in plan])
    return [(brudd.regel.value, brudd.ider) for brudd in matching.plan_brudd(parsed, lag)]


def vurder(problem: "matching.Problem", utkast: Utkast) -> Vurdering:
    """Return what a plan covers, costs and breaks; everyone in it must be in the problem."""
    import matching

    lag = sorted(utkast.lag)
    plan = _tildelinger(problem, lag)
    locked = _locked(problem, utkast.laser)
    priser = {}
    total: Counter[str] = Counter()
    for each, tildeling in zip(lag, plan, strict=True):
        ledd = matching.lag_ledd(problem, tildeling)
        total.update(ledd)
        priser[each] = Lagpris(tildeling.timer, sum(ledd.values()), ledd)
    served = {kommune for each in lag for kommune in each.kommuner}
    used = {veileder for each in lag for veileder in each.veiledere}
    endring = matching.endring_cost(problem, plan)
    return Vurdering(
        lag=priser,
        udekket=tuple(k for k in _rows(problem.kommuner) if k not in served),
        ubrukte=tuple(v for v in _rows(problem.veiledere) if v not in used),
        ledd=dict(total),
        endring=endring,
        kostnad=sum(total.values()) + endring,
        brudd=tuple((b.regel.value, b.ider) for b in matching.plan_brudd(locked, plan)),
    )


@dataclass(frozen=True)
class Bytte:
    """A change that is being considered: the pairs it takes out of a plan, and those it puts in."""

    ut: tuple[Planlag, ...]
    inn: tuple[Planlag, ...]


@dataclass(frozen=True)
class Utfall:
    """What a change would do: points more (less is better), and every rule it would break."""

    endring: int
    brudd: tuple[Brudd, ...]


def price_changes(
    problem: "matching.Problem", laser: Laser, bytter: Sequence[Bytte]
) -> list[Utfall]:
    """Return the effect of each change, by pricing only the pairs that differ.

    The same figures as `vurder` before and after; broken rules are those that the new pairs break
    and the old ones did not, and the locks left.  Many changes of one plan cost little together.
    """
    prising = _Prising(_locked(problem, laser), laser)
    return [prising.utfall(bytte) for bytte in bytter]


class _Prising:
    """Prices changes of one plan; a pair that many changes share is priced once."""

    def __init__(self, problem: "matching.Problem", laser: Laser) -> None:
        self._problem, self._laser = problem, laser
        self._standing = {(row_id(v), row_id(k)) for v, k in problem.relasjoner}
        self._known: dict[Planlag, tuple[int, tuple[Brudd, ...]]] = {}

    def utfall(self, bytte: Bytte) -> Utfall:
        lost, won = _relations(bytte.ut), _relations(bytte.inn)
        changed = len(self._standing & (lost - won)) - len(self._standing & (won - lost))
        cost = sum(self._price(lag)[0] for lag in bytte.inn)
        cost -= sum(self._price(lag)[0] for lag in bytte.ut)
        before = {each for lag in bytte.ut for each in self._price(lag)[1]}
        after = [each for lag in bytte.inn for each in self._price(lag)[1]]
        brudd = [each for each in after if each not in before]
        for v, k in sorted((lost - won) & self._laser.tildelt):
            brudd.append(("las_tildelt", (veileder_ref(v), kommune_ref(k))))
        gone = {lag.veiledere for lag in bytte.ut} - {lag.veiledere for lag in bytte.inn}
        for a, b in sorted(gone & self._laser.par):
            brudd.append(("las_par", (veileder_ref(a), veileder_ref(b))))
        return Utfall(cost + self._problem.vekter.endring * changed, tuple(brudd))

    def _price(self, lag: Planlag) -> tuple[int, tuple[Brudd, ...]]:
        if lag not in self._known:
            import matching

            [pair] = _tildelinger(self._problem, [lag])
            found = matching.lag_brudd(self._problem, pair)
            brudd = tuple((each.regel.value, each.ider) for each in found)
            cost = sum(matching.lag_ledd(self._problem, pair).values())
            self._known[lag] = (cost, brudd)
        return self._known[lag]


def _relations(lag: Sequence[Planlag]) -> set[tuple[int, int]]:
    return {(v, k) for each in lag for v in each.veiledere for k in each.kommuner}


def find_brudd(problem: "matching.Problem", lag: Sequence[Planlag]) -> list[Brudd]:
    """Return every hard rule that pairs break in a parsed problem; all of them must be in it."""
    import matching

    found = matching.plan_brudd(problem, _tildelinger(problem, lag))
    return [(each.regel.value, each.ider) for each in found]


def _locked(problem: "matching.Problem", laser: Laser) -> "matching.Problem":
    """Return the problem with these locks; the same one where it has them: to check it anew costs
    more than all else that is asked here."""
    wanted = to_laser(laser)
    return problem if problem.laser == wanted else replace(problem, laser=wanted)


def _rows(parts: "Sequence[matching.Veileder] | Sequence[matching.Kommune]") -> list[int]:
    return [row_id(each.id) for each in parts]


def to_forslag(vurdering: Vurdering, grenser: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plan as a proposal in the engine's file format, with bounds that hold for it.

    `grenser` is the proposal of the run on the same problem: its bounds are right for every plan,
    that of the cost only for plans that leave no more uncovered than its own.  Pairs without a
    municipality are no pairs there.
    """
    as_good = len(vurdering.udekket) <= len(grenser["udekket"])
    return {
        "format": "tildelingsforslag/1",
        "status": "avbrutt",
        "udekket": [kommune_ref(each) for each in vurdering.udekket],
        "kostnad": vurdering.kostnad,
        "nedre_grense": min(int(grenser["nedre_grense"]), vurdering.kostnad) if as_good else 0,
        "nedre_grense_udekket": min(int(grenser["nedre_grense_udekket"]), len(vurdering.udekket)),
        "par": [
            {
                "veiledere": [veileder_ref(each) for each in lag.veiledere],
                "kommuner": [kommune_ref(each) for each in lag.kommuner],
                "timer": pris.timer,
                "kostnad": pris.kostnad,
                "ledd": dict(pris.ledd),
            }
            for lag, pris in vurdering.lag.items()
        ],
        "ubrukte": [veileder_ref(each) for each in vurdering.ubrukte],
        "kjoring": dict(grenser["kjoring"]),
    }


def map_km(problem: "matching.Problem", plan: Plan) -> dict[tuple[int, int], int]:
    """Return the estimated kilometres by road for each (veileder id, puljekommune id) of a plan."""
    return {
        (member, place): problem.km(
            problem.veileder(veileder_ref(member)), problem.kommune(kommune_ref(place))
        )
        for pair, places in plan
        for member in pair
        for place in places
    }
