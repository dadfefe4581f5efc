"""Question `innhopp`: who can step in where a plan in force has a hole, and what each would cost.

`parametre.hull` are holes: {"art", "veiledere", "kommuner"}, ids of the problem.

- `halvt`: a pair has one member left. Whoever is tried becomes that member's partner.
- `uten`: a municipality has nobody. Whoever is tried gets that municipality.
- `brutt`: a pair keeps the rules no more, as a rule for too few hours. The municipalities are
  tried: which one can the pair have besides.

For each candidate the best whole plan is found in which that one stands there; what else is
changed has the price of `vekter.endring`.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matching
from rekruttering.analyse.adapter import erstatning
from rekruttering.analyse.adapter.erstatning import find_alternativ

BESTE = 3
# One candidate may take so long; nearly all take a tenth of a second.
HVER_S = 3.0
# The best plan of all is found first: who stands in it needs no search, and nobody can be better.
FORST_S = 8.0
NEAREST = 20
_REST_S = 5.0

Tell = Callable[[dict[str, Any]], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True)
class Kandidat:
    """Someone to try, the locks that put them there, and an estimate to choose an order by.

    `brudd` are the rules that stand in the way where nothing else is changed, `fri` whether
    nobody else has them today.
    """

    id: str
    tillegg: Mapping[str, Sequence[Sequence[str]]]
    anslag: int
    brudd: tuple[str, ...]
    fri: bool


def regn(order: dict[str, Any], tell: Tell, should_stop: ShouldStop) -> dict[str, Any]:
    """Return for each hole the best to step in; `nb` and `nn` say how many were tried."""
    problem = matching.problem_from_dict(order["problem"])
    holes = order["parametre"]["hull"]
    queues = [list_kandidater(problem, hull) for hull in holes]
    total, done = sum(len(each) for each in queues), 0
    deadline = time.monotonic() + max(1.0, order["maks_sekunder"] - _REST_S)
    tell({"gjort": 0, "totalt": total, "tekst": ""})
    nearest = find_alternativ(
        problem, {}, max_time_s=FORST_S, seed=order["fro"], should_stop=should_stop
    )
    answers = []
    for number, (hull, queue) in enumerate(zip(holes, queues, strict=True)):
        now = time.monotonic()
        end = now + (deadline - now) / (len(holes) - number)
        leting, tried = _Leting(problem, order["fro"], should_stop, end, _Beste(nearest)), 0
        for kandidat in queue:
            if leting.is_over():
                break
            tell({"gjort": done + tried, "totalt": total, "tekst": ""})
            leting.add(kandidat)
            tried += 1
        done += len(queue)
        answers.append(_answer(hull, queue, leting.beste, tried))
    nb, nn = _sentences(answers)
    return {"nb": nb, "nn": nn, "hull": answers}


class _Beste:
    """The plans found for a hole, the best first; two may step in together, which is one plan."""

    def __init__(self, nearest: dict[str, Any] | None) -> None:
        self.nearest = nearest
        self.number = self.open = 0
        self.plans: list[dict[str, Any]] = []

    def find(self, kandidat: Kandidat) -> dict[str, Any] | None:
        """Return the best plan of all, when a candidate stands in it already."""
        if self.nearest is None or not _keeps(self.nearest, kandidat.tillegg):
            return None
        return {
            **self.nearest,
            "tillegg": erstatning.plain_laser(kandidat.tillegg),
            "kandidat": kandidat.id,
            "avgjort": self.nearest["bevist"],
            # Another plan may be as good: a run must be told which.
            "festet": True,
        }

    def is_least(self, udekket: int | None, kostnad: int | None) -> bool:
        """Return whether no plan at all can be better than one with these figures."""
        if udekket is None or kostnad is None or self.nearest is None:
            return False
        return self.nearest["bevist"] and (udekket, kostnad) <= _worth(self.nearest)

    def add(self, found: dict[str, Any] | None) -> None:
        """Keep a plan unless it is there already."""
        if found is None:
            return
        self.number += 1
        self.open += not found["avgjort"]
        if _key(found) not in map(_key, self.plans):
            self.plans.append(found)
            self.plans.sort(key=_worth)

    def to_reach(self) -> tuple[int, int] | None:
        """Return the figures a plan must reach to be among the best, if one can cover no more.

        None while there are too few to have any, or where a plan may cover more than those.
        """
        if len(self.plans) < BESTE or self.nearest is None or not self.nearest["bevist"]:
            return None
        last = _worth(self.plans[BESTE - 1])
        return last if last[0] == _worth(self.nearest)[0] else None

    def is_beyond(self, progress: matching.Progress) -> bool:
        """Return whether a search cannot end with a plan that is among the best any more."""
        if len(self.plans) < BESTE:
            return False
        least = (progress.nedre_grense_udekket, progress.nedre_grense)
        return least > _worth(self.plans[BESTE - 1])


def _keeps(found: Mapping[str, Any], tillegg: erstatning.Laser) -> bool:
    pairs = {frozenset(v) for v, _k in found["plan"]}
    served = {(v, k) for people, places in found["plan"] for v in people for k in places}
    return all(frozenset(each) in pairs for each in tillegg.get("par", ())) and all(
        (v, k) in served for v, k in tillegg.get("tildelt", ())
    )


def _key(found: Mapping[str, Any]) -> frozenset[tuple[frozenset[str], frozenset[str]]]:
    return frozenset((frozenset(v), frozenset(k)) for v, k in found["plan"])


def _worth(found: Mapping[str, Any]) -> tuple[int, int]:
    return len(found["udekket"]), int(found["kostnad"])


@dataclass(frozen=True)
class _Leting:
    """The search for those who can step in at one hole, until `end` of the monotonic clock."""

    problem: matching.Problem
    seed: int
    should_stop: ShouldStop
    end: float
    beste: _Beste

    def is_over(self) -> bool:
        """Return whether nobody more is tried."""
        return self.should_stop() or self.end <= time.monotonic()

    def add(self, kandidat: Kandidat) -> None:
        """Add the best plan with a candidate, or only their number if it is not among the best."""
        found = self.beste.find(kandidat)
        if found is None and self._is_settled(kandidat):
            return
        self.beste.add(found or self._search(kandidat))

    def _limit_s(self) -> float:
        return max(0.0, min(HVER_S, self.end - time.monotonic()))

    def _is_settled(self, kandidat: Kandidat) -> bool:
        """Return whether no plan with a candidate can be among the best, without a search."""
        figures = self.beste.to_reach()
        if figures is None:
            return False
        locked = erstatning.with_laser(self.problem, kandidat.tillegg)
        reach = matching.reach(
            locked, *figures, max_time_s=self._limit_s(), should_stop=self.should_stop
        )
        self.beste.number += reach is matching.Reach.BEYOND
        return reach is not matching.Reach.PERHAPS

    def _search(self, kandidat: Kandidat) -> dict[str, Any] | None:
        """Return the best plan with a candidate, or a worse one if it is not among the best."""
        beyond: list[bool] = []
        least: list[bool] = []

        def watch(progress: matching.Progress) -> None:
            if self.beste.is_beyond(progress):
                beyond.append(True)
            if self.beste.is_least(progress.udekket, progress.kostnad):
                least.append(True)

        found = find_alternativ(
            self.problem,
            kandidat.tillegg,
            max_time_s=self._limit_s(),
            seed=self.seed,
            should_stop=lambda: bool(beyond or least) or self.should_stop(),
            on_progress=watch,
        )
        if found is None:
            return None
        bevist = found["bevist"] or self.beste.is_least(len(found["udekket"]), found["kostnad"])
        return {
            **found,
            "kandidat": kandidat.id,
            "bevist": bevist,
            "avgjort": bevist or bool(beyond),
            # Another search may end with another plan that is as good: a run must be told which.
            "festet": not found["bevist"],
        }


def _answer(
    hull: Mapping[str, Any], queue: Sequence[Kandidat], found: _Beste, tried: int
) -> dict[str, Any]:
    regler = Counter(regel for kandidat in queue for regel in set(kandidat.brudd))
    return {
        "hull": dict(hull),
        "valg": found.plans[:BESTE],
        "mulige": len(queue),
        "regnet": tried,
        "gar_an": found.number,
        "uavgjort": found.open,
        "direkte": sum(kandidat.fri and not kandidat.brudd for kandidat in queue),
        "regler": dict(sorted(regler.items())),
    }


def list_kandidater(problem: matching.Problem, hull: Mapping[str, Any]) -> list[Kandidat]:
    """Return everyone to try for a hole, the most promising first."""
    kinds = {"halvt": _partners, "uten": _takers, "brutt": _additions}
    found = kinds[hull["art"]](problem, hull["veiledere"], hull["kommuner"])
    return sorted(found, key=lambda each: (each.anslag, each.id))


def _partners(
    problem: matching.Problem, veiledere: Sequence[str], kommuner: Sequence[str]
) -> Iterator[Kandidat]:
    """Whoever becomes the partner of the one who is left."""
    [left] = veiledere
    taken = {v for lag in problem.gjeldende for v in lag.veiledere}
    stays = problem.veileder(left)
    places = tuple(problem.kommune(each) for each in kommuner)
    for other in problem.veiledere:
        if other.id == left or matching.par_hindre(problem, stays, other):
            continue
        lag = matching.Tildeling((stays, other), places)
        yield Kandidat(
            other.id,
            {"par": [[left, other.id]]},
            _guess(problem, lag, other),
            _broken(problem, lag),
            other.id not in taken,
        )


def _takers(
    problem: matching.Problem, _veiledere: Sequence[str], kommuner: Sequence[str]
) -> Iterator[Kandidat]:
    """Whoever gets the municipality, with the partner they have or the nearest of the free."""
    [place] = kommuner
    kommune = problem.kommune(place)
    pairs = {v: lag for lag in problem.gjeldende for v in lag.veiledere}
    free = [v for v in problem.veiledere if v.id not in pairs]
    # The estimate only says in which order to try; the search looks at every partner.
    free = sorted(free, key=lambda v: (problem.km(v, kommune), v.id))[:NEAREST]
    for each in problem.veiledere:
        if matching.plassering_hindre(problem, each, kommune):
            continue
        lag = pairs.get(each.id)
        partners = [problem.veileder(v) for v in lag.veiledere if v != each.id] if lag else free
        now = tuple(problem.kommune(k) for k in lag.kommuner) if lag else ()
        tries = [
            matching.Tildeling((each, other), (*now, kommune))
            for other in partners
            if other.id != each.id
        ]
        guesses = [(_guess(problem, t, None), _broken(problem, t)) for t in tries]
        best = min(guesses, key=lambda g: (bool(g[1]), g[0]), default=(FAR, ("ingen_makker",)))
        yield Kandidat(each.id, {"tildelt": [[each.id, place]]}, *best, fri=True)


def _additions(
    problem: matching.Problem, veiledere: Sequence[str], kommuner: Sequence[str]
) -> Iterator[Kandidat]:
    """A municipality that the pair gets besides those it has."""
    a, b = (problem.veileder(each) for each in veiledere)
    taken = {k for lag in problem.gjeldende for k in lag.kommuner}
    now = tuple(problem.kommune(each) for each in kommuner)
    for kommune in problem.kommuner:
        hindre = [matching.plassering_hindre(problem, v, kommune) for v in (a, b)]
        if kommune.id in kommuner or any(hindre):
            continue
        lag = matching.Tildeling((a, b), (*now, kommune))
        tillegg = {"par": [[a.id, b.id]], "tildelt": [[a.id, kommune.id], [b.id, kommune.id]]}
        guess, broken = _guess(problem, lag, None), _broken(problem, lag)
        yield Kandidat(kommune.id, tillegg, guess, broken, kommune.id not in taken)


# More than any pair costs: where nothing is known, or a rule stands in the way.
FAR = 1_000_000


def _guess(
    problem: matching.Problem, lag: matching.Tildeling, comes: matching.Veileder | None
) -> int:
    """Return about what a pair costs, with what its new member leaves behind."""
    leaves = sum(
        len(each.kommuner) for each in problem.gjeldende if comes and comes.id in each.veiledere
    )
    cost = sum(matching.lag_ledd(problem, lag).values()) + problem.vekter.endring * leaves
    return cost + FAR * bool(_broken(problem, lag))


def _broken(problem: matching.Problem, lag: matching.Tildeling) -> tuple[str, ...]:
    return tuple(sorted({brudd.regel.value for brudd in matching.lag_brudd(problem, lag)}))


def _sentences(answers: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    nb, nn = [], []
    for each in answers:
        tried, total, possible = each["regnet"], each["mulige"], each["gar_an"]
        kommune = each["hull"]["art"] == "brutt"
        who_nb, who_nn = ("kommuner", "kommunar") if kommune else ("veiledere", "rettleiarar")
        if tried == total:
            nb.append(f"Vi prøvde alle {total} {who_nb} som kan komme på tale.")
            nn.append(f"Vi prøvde alle {total} {who_nn} som kan kome på tale.")
        else:
            nb.append(f"Vi rakk å prøve de {tried} mest aktuelle av {total} {who_nb}.")
            nn.append(f"Vi rakk å prøve dei {tried} mest aktuelle av {total} {who_nn}.")
        nb[-1] += f" Med {possible} av dem finnes det en plan."
        nn[-1] += f" Med {possible} av dei finst det ein plan."
        if each["uavgjort"]:
            nb[-1] += f" For {each['uavgjort']} rakk vi ikke å lete ferdig."
            nn[-1] += f" For {each['uavgjort']} rakk vi ikkje å leite ferdig."
    return nb, nn
