"""What every rival reads: allowed placements and prices, from the published rules and terms.

Nothing of the solver is used, so a model made of these tables is a second opinion.
"""

from __future__ import annotations

from dataclasses import dataclass

from matching import Problem, Tildeling, par_hindre, plan_brudd, plan_cost, plassering_hindre
from matching.tildeling.cost import MEDLEM_LEDD, PAR_LEDD

Plan = list[tuple[int, int, tuple[int, ...]]]
"""Each lag as two veiledere and their kommuner, all as numbers in file order."""


@dataclass(frozen=True)
class Tables:
    """A problem with its placements looked up; i and j are veiledere, k a kommune, in file order.

    `ok[i][k]`: the placement breaks no rule; `member[i][k]`: what it costs for one member.
    """

    problem: Problem
    ok: list[list[bool]]
    member: list[list[int]]
    fag: list[frozenset[str]]
    sprak: list[frozenset[str]]

    @property
    def n(self) -> int:
        """Return the number of veiledere."""
        return len(self.problem.veiledere)

    @property
    def m(self) -> int:
        """Return the number of kommuner."""
        return len(self.problem.kommuner)

    def pair_ok(self, i: int, j: int) -> bool:
        """Return whether the two may be a pair."""
        veiledere = self.problem.veiledere
        return i != j and not par_hindre(self.problem, veiledere[i], veiledere[j])

    def pair_cost(self, i: int, j: int) -> int:
        """Return the terms of the pair alone."""
        par = (self.problem.veiledere[i], self.problem.veiledere[j])
        return sum(cost(self.problem, par) for cost in PAR_LEDD.values())

    def band(self, i: int, j: int) -> tuple[int, int]:
        """Return the least and the most hours both accept; empty if least > most."""
        (lo_i, hi_i), (lo_j, hi_j) = (self.problem.veiledere[v].timer for v in (i, j))
        return max(lo_i, lo_j), min(hi_i, hi_j)

    def may_serve(self, i: int, j: int, k: int) -> bool:
        """Return whether the two may serve the kommune together, hours aside."""
        sprak = self.problem.kommuner[k].samisk_sprak
        known = sprak is None or sprak in self.sprak[i] or sprak in self.sprak[j]
        return known and self.ok[i][k] and self.ok[j][k]

    def place_cost(self, i: int, j: int, k: int) -> int:
        """Return what the kommune adds to the cost of the pair, spread and hours aside."""
        lacking = len({*self.problem.kommuner[k].fagomrader} - self.fag[i] - self.fag[j])
        return self.member[i][k] + self.member[j][k] + self.problem.vekter.fagomrade * lacking

    def lag_cost(self, i: int, j: int, kommuner: tuple[int, ...]) -> int:
        """Return the cost of a whole lag."""
        vekter, alle = self.problem.vekter, self.problem.kommuner
        hours = sum(alle[k].timer for k in kommuner)
        away = sum(abs(hours - self.problem.veiledere[v].timer_midt) for v in (i, j))
        fylker = len({alle[k].fylkesnummer for k in kommuner})
        return (
            self.pair_cost(i, j)
            + sum(self.place_cost(i, j, k) for k in kommuner)
            + vekter.ekstra_fylke * (fylker - 1)
            + vekter.time_fra_midten * away
        )


def to_tables(problem: Problem) -> Tables:
    """Return the tables of a problem; n x m calls of every rule and term of a placement."""
    ok = [
        [not plassering_hindre(problem, v, k) for k in problem.kommuner] for v in problem.veiledere
    ]
    member = [
        [
            sum(cost(problem, v, k) for cost in MEDLEM_LEDD.values()) if ok[i][at] else 0
            for at, k in enumerate(problem.kommuner)
        ]
        for i, v in enumerate(problem.veiledere)
    ]
    fag = [frozenset(v.fagomrader) for v in problem.veiledere]
    sprak = [frozenset(str(each) for each in v.samiske_sprak) for v in problem.veiledere]
    return Tables(problem, ok, member, fag, sprak)


def value_of(problem: Problem, plan: Plan) -> tuple[int, int]:
    """Return uncovered kommuner and cost of a plan, recomputed by the published rules.

    Raises:
        ValueError: the plan breaks a rule.
    """
    lag = [
        Tildeling(
            (problem.veiledere[i], problem.veiledere[j]),
            tuple(problem.kommuner[k] for k in kommuner),
        )
        for i, j, kommuner in plan
    ]
    brudd = plan_brudd(problem, lag)
    if brudd:
        raise ValueError(f"the plan breaks {brudd[0].regel}: {', '.join(brudd[0].ider)}")
    covered = sum(len(each.kommuner) for each in lag)
    return len(problem.kommuner) - covered, plan_cost(problem, lag)
