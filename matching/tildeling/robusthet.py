"""Robustness before offers: how many and which offers keep the coverage up, if some say no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum

from matching.felles.json_reader import Feil, UgyldigFilError
from matching.felles.progress import Clock, ShouldStop
from matching.tildeling.model.columns import Ints, coverage_model, to_model
from matching.tildeling.problem import Laser, Problem
from matching.tildeling.robustness.dekning import Sets
from matching.tildeling.robustness.framtider import (
    Futures,
    level,
    level_interval,
    make_futures,
    mean,
    mean_error,
    share_error,
)
from matching.tildeling.robustness.kurve import Kurve, OnKnown
from matching.tildeling.robustness.tillegg import TilbudVerdi, Tilleggsok
from matching.tildeling.warm_up import warm_up

# The parts of the time that may go to plans, and of the rest to the recommended number.
_PLANS_SHARE = 0.6
_LEAST_SHARE = 0.5
_SHORT_OF_BEST = 0.5


class RobusthetFase(StrEnum):
    """What a run is doing."""

    PLANER = "planer"
    GRENSER = "grenser"
    TILLEGG = "tillegg"
    BEVIS = "bevis"
    FERDIG = "ferdig"


@dataclass(frozen=True, slots=True)
class RobusthetProgress:
    """A snapshot: the share 0..1 of all (future, number of offers) whose coverage is proven."""

    fase: RobusthetFase
    bevist: float
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class Steg:
    """What the first `antall` offers of the list give; figures in kommuner and shares 0..1.

    All but `forventet_mest` and `bevist` come from plans found, so the truth is no lower.
    `niva` is what the wanted share of the futures covers at least, `niva_fra` and `niva_til` its
    95 % interval over samples.  `mal_andel` is the share of the futures that reach the goal and
    `full_andel` that cover every kommune.  `forventet_mest` is an upper bound of `forventet`,
    equal to it where everything is proven, `bevist` the share of the futures where it is.
    """

    antall: int
    veileder: str | None
    forventet: float
    standardfeil: float
    niva: int
    niva_fra: int
    niva_til: int
    mal_andel: float
    mal_standardfeil: float
    full_andel: float
    forventet_mest: float
    bevist: float


@dataclass(frozen=True, slots=True)
class EkstraTilbud:
    """One offer made out of turn after the base, and what all offers so far give then."""

    veileder: str
    okning: float
    standardfeil: float
    forventet: float
    niva: int
    mal_andel: float


@dataclass(frozen=True, slots=True)
class Robusthet:
    """How the coverage grows with the offers.

    `steg[n]` is for the first n of `rekkefolge`.  `anbefalt` is the least n with which the share
    `andel` of the futures covers at least `mal` kommuner (None: not even all), `minst` a number
    below which that is proven impossible (equal to it where all is proven).  From the first
    `grunnlag` offers on, `verdi` says what one more offer is worth, the best first, and `tillegg`
    which to add one by one, each the best then, until the goal is reached or none helps.
    `eksakt`: every possible future was looked at, so there is no sampling error.
    """

    rekkefolge: tuple[str, ...]
    steg: tuple[Steg, ...]
    mal: int
    andel: float
    anbefalt: int | None
    minst: int | None
    grunnlag: int
    verdi: tuple[TilbudVerdi, ...]
    tillegg: tuple[EkstraTilbud, ...]
    framtider: int
    eksakt: bool
    fro: int
    sekunder: float


def robusthet(  # noqa: PLR0913 - each argument is a choice of its own, all but two by name
    problem: Problem,
    sannsynlighet: Mapping[str, float],
    *,
    rekkefolge: Sequence[str] | None = None,
    mal: int | None = None,
    andel: float = 0.9,
    framtider: int = 200,
    max_time_s: float | None = 60.0,
    workers: int = 1,
    seed: int = 1,
    on_progress: Callable[[RobusthetProgress], None] | None = None,
    should_stop: ShouldStop | None = None,
) -> Robusthet:
    """Return what each number of offers along the list gives, and which other offers add most.

    `sannsynlighet` is the probability of yes (0..1) of each applicant by id; the other veiledere
    of the problem have signed already.  `rekkefolge` lists the applicants, the first offer first
    (None: by `poeng`, ties as in the problem).  `mal` is how many kommuner shall be covered in
    the share `andel` of the futures (None: as many as if all say yes).  At most `framtider`
    futures are looked at: all there are, or so many drawn with `seed`.

    Only rules count, not cost; of the locks only the forbidden placements, since a lock on
    somebody who says no means nothing.  With no limit reached the same arguments give the same
    answer with any number of workers; when stopped, what is known so far.

    Raises:
        UgyldigFilError: an unknown id, a probability outside 0..1, a list that is not the
            applicants, or nobody to make an offer; every fault.
    """
    order = _order(problem, sannsynlighet, rekkefolge)
    feil = _feil(problem, sannsynlighet, order, andel, framtider)
    if feil:
        raise UgyldigFilError(feil)
    warm_up()
    clock = Clock(max_time_s, should_stop)
    free = replace(problem, laser=Laser(forbudt=problem.laser.forbudt), gjeldende=())
    model = coverage_model(to_model(free))
    futures = make_futures([sannsynlighet[each] for each in order], framtider, seed)
    threads = ThreadPoolExecutor(workers) if workers > 1 else None
    number = {v.id: i for i, v in enumerate(problem.veiledere)}

    def tell(fase: RobusthetFase) -> OnKnown:
        def told(bevist: float) -> None:
            if on_progress is not None:
                on_progress(RobusthetProgress(fase, bevist, clock.elapsed_s))

        return told

    with threads or nullcontext():
        sets = Sets(model, seed, threads)
        kurve = Kurve(sets, futures, model.n, [number[each] for each in order])
        plans = _part(clock, _PLANS_SHARE)
        kurve.look(plans, tell(RobusthetFase.PLANER))
        kurve.search(plans, tell(RobusthetFase.PLANER))
        goal = kurve.best(clock) if mal is None else mal
        tell(RobusthetFase.GRENSER)(kurve.proven())
        _lower_recommended(kurve, futures, goal, andel, _part(clock, _LEAST_SHARE))
        base = _base(kurve, futures, goal, andel)
        tell(RobusthetFase.TILLEGG)(kurve.proven())
        sok = Tilleggsok(kurve, futures, base, goal, andel, order)
        verdi = sok.values(clock)
        tillegg = sok.greedy(clock)
        kurve.relax(clock, tell(RobusthetFase.GRENSER))
        kurve.settle(clock, tell(RobusthetFase.BEVIS))
    steg = _steg(kurve, futures, order, goal, andel, model.m)
    tell(RobusthetFase.FERDIG)(kurve.proven())
    return Robusthet(
        rekkefolge=order,
        steg=steg,
        mal=goal,
        andel=andel,
        anbefalt=_least(kurve.lower(), futures, goal, andel),
        minst=_least(kurve.upper(), futures, goal, andel),
        grunnlag=base,
        verdi=verdi,
        tillegg=tuple(EkstraTilbud(*each) for each in tillegg),
        framtider=futures.number,
        eksakt=futures.exact,
        fro=seed,
        sekunder=round(clock.elapsed_s, 3),
    )


def _order(
    problem: Problem, sannsynlighet: Mapping[str, float], rekkefolge: Sequence[str] | None
) -> tuple[str, ...]:
    if rekkefolge is not None:
        return tuple(rekkefolge)
    applicants = [v for v in problem.veiledere if v.id in sannsynlighet]
    return tuple(v.id for v in sorted(applicants, key=lambda v: -v.poeng))


def _feil(
    problem: Problem,
    sannsynlighet: Mapping[str, float],
    order: tuple[str, ...],
    andel: float,
    framtider: int,
) -> list[Feil]:
    feil = [
        Feil(f"sannsynlighet.{each}", "ukjent veileder")
        for each in sannsynlighet
        if not problem.has_veileder(each)
    ]
    feil += [
        Feil(f"sannsynlighet.{each}", f"{p} er ikke mellom 0 og 1")
        for each, p in sannsynlighet.items()
        if not 0 <= p <= 1
    ]
    if sorted(order) != sorted(each for each in sannsynlighet if problem.has_veileder(each)):
        feil.append(Feil("rekkefolge", "skal ha hver søker én gang"))
    if not 0 < andel <= 1:
        feil.append(Feil("andel", f"{andel} er ikke over 0 og høyst 1"))
    if framtider < 1:
        feil.append(Feil("framtider", f"{framtider} < 1"))
    return feil


def _steg(
    kurve: Kurve, futures: Futures, order: tuple[str, ...], goal: int, andel: float, m: int
) -> tuple[Steg, ...]:
    lower, upper = kurve.lower(), kurve.upper()
    found = []
    for n in range(len(order) + 1):
        values = lower[:, n]
        fra, til = level_interval(values, futures, andel)
        reached = mean((values >= goal).astype(float), futures)
        found.append(
            Steg(
                antall=n,
                veileder=order[n - 1] if n else None,
                forventet=mean(values, futures),
                standardfeil=mean_error(values, futures),
                niva=level(values, futures, andel),
                niva_fra=fra,
                niva_til=til,
                mal_andel=reached,
                mal_standardfeil=share_error(reached, futures),
                full_andel=mean((values == m).astype(float), futures),
                forventet_mest=mean(upper[:, n], futures),
                bevist=mean((values == upper[:, n]).astype(float), futures),
            )
        )
    return tuple(found)


def _part(clock: Clock, share: float) -> Clock:
    """Return a clock that ends after a share of the time left, or with the other."""
    return Clock(share * clock.remaining_s, clock.must_stop)


def _least(table: Ints, futures: Futures, goal: int, andel: float) -> int | None:
    """Return the least number of offers with which the wanted share reaches the goal."""
    shares = (mean((column >= goal).astype(float), futures) for column in table.T)
    return next((n for n, share in enumerate(shares) if share >= andel - 1e-9), None)


def _lower_recommended(
    kurve: Kurve, futures: Futures, goal: int, andel: float, clock: Clock
) -> None:
    """Look harder at ever fewer offers until it is proven that fewer do not reach the goal."""
    offers = _least(kurve.lower(), futures, goal, andel)
    start = kurve.most if offers is None else offers - 1
    for fewer in range(start, -1, -1):
        minst = _least(kurve.upper(), futures, goal, andel)
        if minst is None or minst > fewer or clock.must_stop():
            return
        kurve.close(fewer, goal, clock)
        offers = _least(kurve.lower(), futures, goal, andel)
        if offers is None or offers > fewer:
            return


def _base(kurve: Kurve, futures: Futures, goal: int, andel: float) -> int:
    """Return the least number of offers that is at most one kommune short of the goal.

    Where no number is: the least that expects nearly as much as all offers do.
    """
    lower = kurve.lower()
    near = [mean((column >= goal - 1).astype(float), futures) for column in lower.T]
    for n, share in enumerate(near):
        if share >= andel - 1e-9:
            return n
    expected = [mean(column, futures) for column in lower.T]
    return next(n for n, each in enumerate(expected) if each >= expected[-1] - _SHORT_OF_BEST)
