"""Between plans as columns and plans as proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.felles.kjoring import Kjoring, Status
from matching.tildeling.cost import endring_cost, lag_ledd
from matching.tildeling.forslag import Forslag, Lag, Motstrid
from matching.tildeling.model.columns import Columns, Model
from matching.tildeling.model.columns_loops import column_costs
from matching.tildeling.problem import Problem
from matching.tildeling.rules import Tildeling, plan_brudd
from matching.tildeling.validate import to_tildeling


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run proved: status and the lower bounds of cost and of uncovered kommuner."""

    status: Status
    nedre_grense: int
    nedre_grense_udekket: int


def priced(model: Model, plan: Columns) -> Columns:
    """Return the columns with their cost computed."""
    cost = column_costs(model.arrays, plan.par, plan.kommuner)
    return Columns(plan.par, plan.kommuner, cost)


def from_forslag(problem: Problem, model: Model, forslag: Forslag) -> Columns | None:
    """Return a proposal as columns, or None where it does not keep the rules any more."""
    for lag in forslag.par:
        if not all(map(problem.has_veileder, lag.veiledere)):
            return None
        if not all(map(problem.has_kommune, lag.kommuner)):
            return None
    if plan_brudd(problem, [to_tildeling(problem, lag) for lag in forslag.par]):
        return None
    number = {v.id: i for i, v in enumerate(problem.veiledere)}
    kommune = {k.id: at for at, k in enumerate(problem.kommuner)}
    maks = model.arrays.maks
    par = [sorted(number[v] for v in lag.veiledere) for lag in forslag.par]
    kommuner = [sorted(kommune[k] for k in lag.kommuner) for lag in forslag.par]
    padded = [each + [-1] * (maks - len(each)) for each in kommuner]
    columns = Columns(
        np.array(par, np.int64).reshape(-1, 2),
        np.array(padded, np.int64).reshape(-1, maks),
        np.zeros(len(par), np.int64),
    )
    return priced(model, columns)


def to_forslag(
    problem: Problem,
    plan: Columns,
    figures: Figures,
    kjoring: Kjoring,
    motstrid: Sequence[Motstrid] = (),
) -> Forslag:
    """Return a plan as a proposal, its costs computed anew by the published terms."""
    order = sorted(range(plan.size), key=lambda at: tuple(plan.par[at]))
    lag = [_to_tildeling(problem, plan, at) for at in order]
    used = {veileder.id for each in lag for veileder in each.par}
    served = {kommune.id for each in lag for kommune in each.kommuner}
    par = tuple(_to_lag(problem, each) for each in lag)
    return Forslag(
        status=figures.status,
        udekket=tuple(k.id for k in problem.kommuner if k.id not in served),
        kostnad=sum(each.kostnad for each in par) + endring_cost(problem, lag),
        nedre_grense=figures.nedre_grense,
        nedre_grense_udekket=figures.nedre_grense_udekket,
        par=par,
        ubrukte=tuple(v.id for v in problem.veiledere if v.id not in used),
        kjoring=kjoring,
        motstrid=tuple(motstrid),
    )


def _to_tildeling(problem: Problem, plan: Columns, at: int) -> Tildeling:
    a, b = plan.par[at]
    kommuner = tuple(problem.kommuner[k] for k in plan.kommuner[at] if k >= 0)
    return Tildeling((problem.veiledere[a], problem.veiledere[b]), kommuner)


def _to_lag(problem: Problem, lag: Tildeling) -> Lag:
    ledd = lag_ledd(problem, lag)
    return Lag(
        veiledere=(lag.par[0].id, lag.par[1].id),
        kommuner=tuple(kommune.id for kommune in lag.kommuner),
        timer=lag.timer,
        kostnad=sum(ledd.values()),
        ledd=ledd,
    )
