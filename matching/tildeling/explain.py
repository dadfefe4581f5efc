"""Why kommuner are uncovered, and the cheapest ways out: the face of the explanations.

`explain` goes through the uncovered kommuner of a proposal; reasons first, for all of them, then
the ways out, so that a run that is stopped has said the most important.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from matching.felles.avvik import Avvik
from matching.felles.kjoring import Status
from matching.felles.progress import Clock, OnSteg, ShouldStop, Steg
from matching.tildeling.explaining.facts import FactTable
from matching.tildeling.explaining.plan_question import PlanQuestion
from matching.tildeling.explaining.reasons import Grunner, find_grunner
from matching.tildeling.explaining.remedies import Solver, Tiltak, find_tiltak
from matching.tildeling.explaining.shortage import Mangel, find_mangel
from matching.tildeling.forslag import Forslag, Motstrid
from matching.tildeling.model.plans import from_forslag
from matching.tildeling.problem import Problem
from matching.tildeling.validate import check
from matching.tildeling.warm_up import warm_up

FORMAT: Final = "tildelingsforklaring/1"
# The part of the time that the reasons may take where ways out are wanted, too.
_FOR_REASONS = 0.4
# One question about whole plans takes at most so long, and such a part of its kommune's time.
_QUESTION_S = 5.0
_PART_OF_KOMMUNE = 0.1


class PasserIkkeError(ValueError):
    """A proposal does not belong to the problem or breaks its rules; `avvik` says all of it."""

    def __init__(self, avvik: Sequence[Avvik]) -> None:
        """Keep what `check` found."""
        self.avvik = tuple(avvik)
        super().__init__("\n".join(map(str, avvik)))


@dataclass(frozen=True, slots=True)
class Kapasitet:
    """What all kommuner need together, and the most that all veiledere can give as pairs."""

    veiledere: int
    kommuner: int
    mest_kommuner: int
    timer: int
    mest_timer: int

    @property
    def for_lite(self) -> bool:
        """Return whether not all kommuner can be covered for this reason alone."""
        return self.kommuner > self.mest_kommuner or self.timer > self.mest_timer


@dataclass(frozen=True, slots=True)
class Udekket:
    """One uncovered kommune: `grunner` where no lag can serve it, otherwise `mangel`.

    Both are None if the time ended before it was looked at.
    """

    kommune: str
    grunner: Grunner | None
    mangel: Mangel | None
    tiltak: tuple[Tiltak, ...]
    fullstendig: bool


@dataclass(frozen=True, slots=True)
class Forklaring:
    """All uncovered kommuner of a proposal; `motstrid` instead where locks cannot be kept."""

    udekket: tuple[Udekket, ...]
    kapasitet: Kapasitet
    motstrid: tuple[Motstrid, ...]
    fullstendig: bool


@dataclass(frozen=True, slots=True)
class Valg:
    """What to explain and how much.

    `kommuner` limits it to some of the uncovered; `mest_tiltak` 0 asks for reasons only; `nivaer`
    are the hours that a veileder can be raised to (else what is needed); each way out is solved
    for at most `each_s` seconds.
    """

    kommuner: tuple[str, ...] | None = None
    mest_tiltak: int = 8
    nivaer: tuple[int, ...] = ()
    each_s: float = 10.0


_ALT = Valg()


def explain(
    problem: Problem,
    forslag: Forslag,
    *,
    valg: Valg = _ALT,
    max_time_s: float | None = 60.0,
    workers: int = 1,
    seed: int = 1,
    on_progress: OnSteg | None = None,
    should_stop: ShouldStop | None = None,
) -> Forklaring:
    """Return why kommuner are uncovered and the cheapest ways to cover them.

    What `max_time_s` or `should_stop` cut short is not `fullstendig`; what it does say holds.

    Raises:
        PasserIkkeError: `check` finds something wrong with the proposal.
    """
    warm_up()
    avvik = check(problem, forslag)
    if avvik:
        raise PasserIkkeError(avvik)
    clock = Clock(max_time_s, should_stop)
    chosen = [k for k in forslag.udekket if valg.kommuner is None or k in valg.kommuner]
    if forslag.status is Status.UMULIG:
        return Forklaring((), to_kapasitet(problem), forslag.motstrid, True)
    with ThreadPoolExecutor(workers) if workers > 1 else nullcontext() as threads:
        solver = Solver(clock, valg.each_s, workers, seed, threads)
        rounds = 2 if valg.mest_tiltak else 1
        run = _Run(problem, forslag, solver, on_progress, rounds * len(chosen))
        udekket = run.reasons(chosen, _FOR_REASONS if valg.mest_tiltak else 1.0)
        if valg.mest_tiltak:
            udekket = [run.with_tiltak(each, valg) for each in udekket]
        run.tell("")
    complete = all(each.fullstendig for each in udekket)
    return Forklaring(tuple(udekket), to_kapasitet(problem), (), complete)


def to_kapasitet(problem: Problem) -> Kapasitet:
    """Return needs and capacity; the best pairs for hours are those of nearly equal most hours."""
    hi = sorted((v.timer[1] for v in problem.veiledere), reverse=True)
    return Kapasitet(
        veiledere=len(hi),
        kommuner=len(problem.kommuner),
        mest_kommuner=problem.regler.maks_kommuner_per_par * (len(hi) // 2),
        timer=sum(k.timer for k in problem.kommuner),
        mest_timer=sum(hi[1::2]),
    )


class _Run:
    def __init__(
        self,
        problem: Problem,
        forslag: Forslag,
        solver: Solver,
        on_progress: OnSteg | None,
        steps: int,
    ) -> None:
        self._problem = problem
        self._forslag = forslag
        self._solver = solver
        self._clock = solver.clock
        self._on_progress = on_progress
        self._steps = steps
        self._done = 0

    def tell(self, what: str) -> None:
        if self._on_progress is not None:
            self._on_progress(Steg(self._done, self._steps, what, self._clock.elapsed_s))

    def reasons(self, chosen: Sequence[str], share: float) -> list[Udekket]:
        """Return the kommuner with their reasons, each within an equal part of the time."""
        table = FactTable(self._problem)
        known = from_forslag(self._problem, table.model, self._forslag)
        covered = [table.kommune_of[k] for lag in self._forslag.par for k in lag.kommuner]
        proven = self._forslag.nedre_grense_udekket == len(self._forslag.udekket)
        found = []
        for at, each in enumerate(chosen):
            self.tell(each)
            kommune = table.kommune_of[each]
            clock = self._part(share, len(chosen) - at)
            if clock.must_stop():
                found.append(Udekket(each, None, None, (), False))
                continue
            grunner = find_grunner(table, kommune, clock)
            mangel = None
            if grunner is None:
                each_s = min(_QUESTION_S, clock.remaining_s * _PART_OF_KOMMUNE)
                question = PlanQuestion(table, clock, self._solver.threads, known, each_s)
                mangel = find_mangel(question, kommune, covered, clock, proven=proven)
            complete = (grunner is None or grunner.fullstendig) and (
                mangel is None or mangel.fullstendig
            )
            found.append(Udekket(each, grunner, mangel, (), complete))
            self._done += 1
        return found

    def with_tiltak(self, each: Udekket, valg: Valg) -> Udekket:
        """Return the kommune with its ways out."""
        left = self._steps - self._done
        self.tell(each.kommune)
        tiltak, complete = find_tiltak(
            self._problem,
            self._forslag,
            self._problem.kommune(each.kommune),
            replace(self._solver, clock=self._part(1.0, left)),
            mest=valg.mest_tiltak,
            nivaer=valg.nivaer,
            tell=lambda: self.tell(each.kommune),
        )
        self._done += 1
        return replace(each, tiltak=tuple(tiltak), fullstendig=each.fullstendig and complete)

    def _part(self, share: float, among: int) -> Clock:
        """Return a clock for one of so many, which also stops when the whole run must."""
        left = self._clock.remaining_s * share / max(1, among)
        return Clock(None if left == float("inf") else left, self._clock.must_stop)


def forklaring_to_dict(forklaring: Forklaring) -> dict[str, Any]:
    """Return the explanation as a JSON value; the plans of the ways out are left out."""
    value = asdict(forklaring)
    for udekket in value["udekket"]:
        for tiltak in udekket["tiltak"]:
            del tiltak["utfall"]["forslag"]
    return {"format": FORMAT, **value}
