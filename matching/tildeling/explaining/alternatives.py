"""What a pair and its placements cost, how near the limits they are, and what else there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matching.felles.kjoring import Status
from matching.tildeling.cost import KOMMUNE_LEDD, MEDLEM_LEDD
from matching.tildeling.explaining.changes import Utfall, to_utfall
from matching.tildeling.explaining.facts import FactTable, Faktum, plassering_fakta
from matching.tildeling.explaining.reasons import Grunner, find_grunner
from matching.tildeling.explaining.remedies import Solver
from matching.tildeling.forslag import Forslag, Lag
from matching.tildeling.problem import Laser, Problem
from matching.tildeling.rules import par_hindre


@dataclass(frozen=True, slots=True)
class Medlem:
    """How near a member is to the limits: hours down to the least and up to the most agreed."""

    veileder: str
    timer_over_minst: int
    timer_til_mest: int


@dataclass(frozen=True, slots=True)
class Plassering:
    """One member in one kommune: its cost terms, and the kilometres left to the limit."""

    veileder: str
    kommune: str
    km: int
    km_igjen: int
    ledd: Mapping[str, int]
    eneste_med_sprak: bool


@dataclass(frozen=True, slots=True)
class Lagbilde:
    """A lag of a plan with its margins; `fagomrade` is the cost of each kommune's areas."""

    lag: Lag
    medlemmer: tuple[Medlem, ...]
    plasseringer: tuple[Plassering, ...]
    fagomrade: Mapping[str, int]
    kommuner_igjen: int


def describe(problem: Problem, lag: Lag) -> Lagbilde:
    """Return what a lag costs term by term and how far it is from each limit."""
    a, b = (problem.veileder(each) for each in lag.veiledere)
    kommuner = [problem.kommune(each) for each in lag.kommuner]
    plasseringer = []
    for v, other in ((a, b), (b, a)):
        for k in kommuner:
            km = problem.km(v, k)
            only = k.samisk_sprak in v.samiske_sprak and k.samisk_sprak not in other.samiske_sprak
            ledd = {name: cost(problem, v, k) for name, cost in MEDLEM_LEDD.items()}
            plasseringer.append(Plassering(v.id, k.id, km, v.maks_reise_km - km, ledd, only))
    fag = KOMMUNE_LEDD["fagomrade"]
    return Lagbilde(
        lag=lag,
        medlemmer=tuple(
            Medlem(v.id, lag.timer - v.timer[0], v.timer[1] - lag.timer) for v in (a, b)
        ),
        plasseringer=tuple(plasseringer),
        fagomrade={k.id: fag(problem, (a, b), k) for k in kommuner},
        kommuner_igjen=problem.regler.maks_kommuner_per_par - len(kommuner),
    )


# --- questions ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sporsmal:
    """«Why not»: a veileder or a pair (1 or 2 ids), in a kommune or (None) at all."""

    veiledere: tuple[str, ...]
    kommune: str | None = None


@dataclass(frozen=True, slots=True)
class Svar:
    """The answer to «why not».

    Either the plan has it already (`er_slik`), or rules stand against it (`brudd` by themselves,
    `grunner` where no lag at all can have it, `motstrid` where locks cannot be kept then), or
    `utfall` is the best plan that has it, beside the plan in hand.
    """

    sporsmal: Sporsmal
    er_slik: bool = False
    brudd: tuple[Faktum, ...] = ()
    grunner: Grunner | None = None
    motstrid: bool = False
    utfall: Utfall | None = None


def why_not(problem: Problem, forslag: Forslag, sporsmal: Sporsmal, solver: Solver) -> Svar:
    """Return why the plan does not have this veileder or pair there.

    Raises:
        KeyError: an id is not in the problem.
    """
    if _has(forslag, sporsmal):
        return Svar(sporsmal, er_slik=True)
    brudd = _brudd(problem, sporsmal)
    if brudd:
        return Svar(sporsmal, brudd=tuple(brudd))
    if sporsmal.kommune is not None:
        table = FactTable(problem)
        members = [table.number[each] for each in sporsmal.veiledere]
        kommune = table.kommune_of[sporsmal.kommune]
        grunner = find_grunner(table, kommune, solver.clock, members=members)
        if grunner is not None:
            return Svar(sporsmal, grunner=grunner)
    after = solver.solve(replace(problem, laser=_demanded(problem.laser, sporsmal)), None)
    if after.status is Status.UMULIG:
        return Svar(sporsmal, motstrid=True)
    return Svar(sporsmal, utfall=to_utfall(forslag, after))


def _has(forslag: Forslag, sporsmal: Sporsmal) -> bool:
    return any(
        set(sporsmal.veiledere) <= set(lag.veiledere)
        and (sporsmal.kommune is None or sporsmal.kommune in lag.kommuner)
        for lag in forslag.par
    )


def _brudd(problem: Problem, sporsmal: Sporsmal) -> list[Faktum]:
    veiledere = [problem.veileder(each) for each in sporsmal.veiledere]
    found: list[Faktum] = []
    if sporsmal.kommune is not None:
        kommune = problem.kommune(sporsmal.kommune)
        for v in veiledere:
            found += plassering_fakta(problem, v, kommune)
    if len(veiledere) == 2:
        a, b = sorted(veiledere, key=lambda v: v.id)
        found += [Faktum(rule, (a.id, b.id)) for rule in par_hindre(problem, a, b)]
    return found


def _demanded(laser: Laser, sporsmal: Sporsmal) -> Laser:
    par, tildelt = laser.par, laser.tildelt
    if len(sporsmal.veiledere) == 2:
        par = (*par, (sporsmal.veiledere[0], sporsmal.veiledere[1]))
    if sporsmal.kommune is not None:
        tildelt = (*tildelt, *((v, sporsmal.kommune) for v in sporsmal.veiledere))
    return replace(laser, par=par, tildelt=tildelt)


# --- next-best ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alternativ:
    """The best plan without some placements or pairs; `umulig` if a lock demands them.

    `uten` are (veileder, kommune) or (veileder, veileder); `i_stedet` are the veiledere that serve
    the kommune then, or the new partners of the two.
    """

    uten: tuple[tuple[str, str], ...]
    i_stedet: tuple[str, ...]
    utfall: Utfall | None


def alternatives(
    problem: Problem,
    forslag: Forslag,
    veileder: str,
    kommune: str,
    solver: Solver,
    *,
    antall: int = 3,
) -> list[Alternativ]:
    """Return the next-best plans without this veileder in this kommune, each solved.

    Each after the first also goes without those who came instead in the one before.
    """
    found: list[Alternativ] = []
    uten: list[tuple[str, str]] = [(veileder, kommune)]
    present = _serving(forslag, kommune)
    while len(found) < antall and not solver.clock.must_stop():
        laser = problem.laser
        forbidden = replace(laser, forbudt=(*laser.forbudt, *uten))
        after = solver.solve(replace(problem, laser=forbidden), forslag if not found else None)
        if after.status is Status.UMULIG:
            return [*found, Alternativ(tuple(uten), (), None)]
        serving = _serving(after, kommune)
        found.append(Alternativ(tuple(uten), serving, to_utfall(forslag, after)))
        newcomers = [(v, kommune) for v in serving if v not in present]
        if not newcomers:
            return found
        uten += newcomers
    return found


def without_pair(
    problem: Problem, forslag: Forslag, par: tuple[str, str], solver: Solver
) -> Alternativ:
    """Return the best plan where these two are not a pair."""
    a, b = par

    refused = tuple(
        replace(v, ikke_par_med=(*v.ikke_par_med, b)) if v.id == a else v for v in problem.veiledere
    )
    after = solver.solve(replace(problem, veiledere=refused), None)
    if after.status is Status.UMULIG:
        return Alternativ((par,), (), None)
    partners = {v for lag in after.par if set(par) & set(lag.veiledere) for v in lag.veiledere}
    return Alternativ((par,), tuple(sorted(partners - set(par))), to_utfall(forslag, after))


def _serving(forslag: Forslag, kommune: str) -> tuple[str, ...]:
    found: Sequence[tuple[str, str]] = [
        lag.veiledere for lag in forslag.par if kommune in lag.kommuner
    ]
    return found[0] if found else ()
