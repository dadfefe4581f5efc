"""What is so in a plan and how near each limit is, by rules and cost alone; no solver.

Plain values with row ids; the pages make words of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rekruttering.tildeling.adapter import Vurdering, kommune_ref, row_id, to_laser, veileder_ref
from rekruttering.tildeling.rules.plan import Laser, Planlag

if TYPE_CHECKING:
    import matching

FOR_MANGE_TIMER = "for_mange_timer"


@dataclass(frozen=True)
class Medlem:
    """A veileder as the engine knows them, and the pair's hours beside the band.

    `over_minst` and `til_mest` are hours down to the least and up to the most agreed; both are
    None for somebody without a pair.
    """

    id: int
    minst: int
    mest: int
    midt: int
    poeng: int
    bakgrunn: str
    malformer: tuple[str, ...]
    samiske_sprak: tuple[str, ...]
    fagomrader: tuple[str, ...]
    maks_reise_km: int
    onsker_par_med: tuple[int, ...]
    ikke_par_med: tuple[int, ...]
    onskede_fylker: tuple[str, ...]
    uaktuelle_fylker: tuple[str, ...]
    inhabil_i: tuple[int, ...]
    over_minst: int | None = None
    til_mest: int | None = None


@dataclass(frozen=True)
class Sted:
    """A kommune as the engine knows it."""

    id: int
    timer: int
    malform: str
    samisk_sprak: str
    fagomrader: tuple[str, ...]
    fylkesnummer: str


@dataclass(frozen=True)
class Mulighet:
    """A veileder in a kommune, thought of or real: what stands against it, how near, what it costs.

    `hindre` are rule ids, also that the kommune alone takes too many hours; `ledd` the points of
    travel, målform and wish of fylke; `mangler_sprak` the Sami language that the partner must
    know then ("" for none).
    """

    veileder: int
    kommune: int
    km: int
    grense_km: int
    hindre: tuple[str, ...]
    ledd: Mapping[str, int]
    mangler_sprak: str
    eneste_med_sprak: bool = False

    @property
    def poeng(self) -> int:
        """The points of this placement by itself."""
        return sum(self.ledd.values())

    @property
    def km_igjen(self) -> int:
        """The kilometres left to the limit; below 0 when it is too far."""
        return self.grense_km - self.km


@dataclass(frozen=True)
class Lagfakta:
    """A pair of a plan with its margins and its cost.

    `fag` are the subject areas that neither knows, by kommune; `kommuner_igjen` how many more it
    may have; `brudd` the hard rules it breaks, as (rule, ids of the engine).
    """

    lag: Planlag
    timer: int
    kostnad: int
    ledd: Mapping[str, int]
    medlemmer: tuple[Medlem, Medlem]
    steder: tuple[Sted, ...]
    plasser: tuple[Mulighet, ...]
    km_mellom: int
    fag: Mapping[int, tuple[str, ...]]
    kommuner_igjen: int
    maks_kommuner: int
    brudd: tuple[tuple[str, tuple[str, ...]], ...]

    def plass(self, veileder: int, kommune: int) -> Mulighet:
        """Return one member in one of the kommuner."""
        return next(p for p in self.plasser if (p.veileder, p.kommune) == (veileder, kommune))


def to_medlem(problem: matching.Problem, veileder: int, timer: int | None = None) -> Medlem:
    """Return a veileder; with the hours of a pair also the margins."""
    v = problem.veileder(veileder_ref(veileder))
    return Medlem(
        id=veileder,
        minst=v.timer[0],
        mest=v.timer[1],
        midt=v.timer_midt,
        poeng=v.poeng,
        bakgrunn=v.bakgrunn.value,
        malformer=tuple(each.value for each in v.malformer),
        samiske_sprak=tuple(each.value for each in v.samiske_sprak),
        fagomrader=v.fagomrader,
        maks_reise_km=v.maks_reise_km,
        onsker_par_med=tuple(map(row_id, v.onsker_par_med)),
        ikke_par_med=tuple(map(row_id, v.ikke_par_med)),
        onskede_fylker=v.onskede_fylker,
        uaktuelle_fylker=v.uaktuelle_fylker,
        inhabil_i=tuple(map(row_id, v.inhabil_i)),
        over_minst=None if timer is None else timer - v.timer[0],
        til_mest=None if timer is None else v.timer[1] - timer,
    )


def to_sted(problem: matching.Problem, kommune: int) -> Sted:
    """Return a kommune."""
    k = problem.kommune(kommune_ref(kommune))
    return Sted(
        kommune,
        k.timer,
        k.malform.value,
        "" if k.samisk_sprak is None else k.samisk_sprak.value,
        k.fagomrader,
        k.fylkesnummer,
    )


def describe_lag(problem: matching.Problem, vurdering: Vurdering, lag: Planlag) -> Lagfakta:
    """Return a pair of the plan that was measured, with the margins the engine finds."""
    import matching

    pris = vurdering.lag[lag]
    people = (veileder_ref(lag.veiledere[0]), veileder_ref(lag.veiledere[1]))
    places = tuple(kommune_ref(each) for each in lag.kommuner)
    bilde = matching.describe(
        problem, matching.Lag(people, places, pris.timer, pris.kostnad, pris.ledd)
    )
    a, b = (problem.veileder(each) for each in people)
    known = {*a.fagomrader, *b.fagomrader}
    ids = {*people, *places}
    return Lagfakta(
        lag=lag,
        timer=pris.timer,
        kostnad=pris.kostnad,
        ledd=pris.ledd,
        medlemmer=(
            to_medlem(problem, lag.veiledere[0], pris.timer),
            to_medlem(problem, lag.veiledere[1], pris.timer),
        ),
        steder=tuple(to_sted(problem, each) for each in lag.kommuner),
        plasser=tuple(
            replace(
                to_mulighet(problem, problem.veileder(p.veileder), problem.kommune(p.kommune)),
                eneste_med_sprak=p.eneste_med_sprak,
            )
            for p in bilde.plasseringer
        ),
        km_mellom=problem.km_par(a, b),
        fag={
            row_id(each): tuple(f for f in problem.kommune(each).fagomrader if f not in known)
            for each in places
        },
        kommuner_igjen=bilde.kommuner_igjen,
        maks_kommuner=problem.regler.maks_kommuner_per_par,
        brudd=tuple(each for each in vurdering.brudd if ids.issuperset(each[1])),
    )


def to_mulighet(
    problem: matching.Problem, veileder: matching.Veileder, kommune: matching.Kommune
) -> Mulighet:
    """Return what a veileder in a kommune would be."""
    import matching

    # The cost of a placement is the same whoever the partner is: the veileder stands in for one.
    alone = matching.Lag((veileder.id, veileder.id), (kommune.id,), 0, 0, {})
    asked = kommune.samisk_sprak
    rules = matching.plassering_hindre(problem, veileder, kommune)
    too_many = kommune.timer > veileder.timer[1]
    return Mulighet(
        veileder=row_id(veileder.id),
        kommune=row_id(kommune.id),
        km=problem.km(veileder, kommune),
        grense_km=veileder.maks_reise_km,
        hindre=(*(r.value for r in rules), *([FOR_MANGE_TIMER] if too_many else [])),
        ledd=matching.describe(problem, alone).plasseringer[0].ledd,
        mangler_sprak=asked.value if asked and asked not in veileder.samiske_sprak else "",
    )


def list_for_kommune(problem: matching.Problem, laser: Laser, kommune: int) -> list[Mulighet]:
    """Return every veileder in a kommune, those who may first, then the nearest."""
    locked = replace(problem, laser=to_laser(laser))
    k = problem.kommune(kommune_ref(kommune))
    return _sorted(to_mulighet(locked, v, k) for v in problem.veiledere)


def list_for_veileder(problem: matching.Problem, laser: Laser, veileder: int) -> list[Mulighet]:
    """Return a veileder in every kommune, where they may be first, then the nearest."""
    locked = replace(problem, laser=to_laser(laser))
    v = problem.veileder(veileder_ref(veileder))
    return _sorted(to_mulighet(locked, v, k) for k in problem.kommuner)


def _sorted(found: Iterable[Mulighet]) -> list[Mulighet]:
    return sorted(found, key=lambda m: (bool(m.hindre), m.km, m.veileder, m.kommune))


def count_hindre(muligheter: Sequence[Mulighet]) -> dict[str, int]:
    """Return how many placements each rule stands against, the most frequent first."""
    found: dict[str, int] = {}
    for each in muligheter:
        for rule in each.hindre:
            found[rule] = found.get(rule, 0) + 1
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))
