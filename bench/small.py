"""Problems small enough for the plain model to be solved to the end, with all a file can hold.

Locks are mostly taken from a plan that keeps the rules, so that most problems have an answer.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.greedy import greedy_plan
from bench.tables import Plan, to_tables
from matching import Avstand, GjeldendeLag, Laser, Problem, generate
from matching.felles.seeds import make_rng

SIZES = ((10, 6), (12, 7), (13, 8), (14, 9), (16, 10))
_Pairs = tuple[tuple[str, str], ...]


def small_problem(seed: int) -> Problem:
    """Return a problem of 10 × 6 to 16 × 10; the same seed gives the same one."""
    rng = make_rng(seed)
    problem = generate(*SIZES[seed % len(SIZES)], seed)
    if rng.random() < 0.5:
        problem = replace(problem, regler=replace(problem.regler, avstander_km=_some(rng, problem)))
    plan = greedy_plan(to_tables(problem))
    if rng.random() < 0.6:
        problem = replace(problem, laser=_locks(rng, problem, plan))
    if rng.random() < 0.6:
        vekter = replace(problem.vekter, endring=rng.choice((10, 60, 400)))
        problem = replace(problem, vekter=vekter, gjeldende=_current(rng, problem, plan))
    return problem


def _some(rng: Random, problem: Problem) -> tuple[Avstand, ...]:
    """Return distances that replace some of the computed ones."""
    v_ids, k_ids = [v.id for v in problem.veiledere], [k.id for k in problem.kommuner]
    ends = [(v, k) for v in v_ids for k in k_ids]
    ends += [(a, b) for at, a in enumerate(v_ids) for b in v_ids[at + 1 :]]
    return tuple(Avstand(a, b, rng.randint(0, 700)) for a, b in ends if rng.random() < 0.2)


def _locks(rng: Random, problem: Problem, plan: Plan) -> Laser:
    v, k = problem.veiledere, problem.kommuner
    par: _Pairs = tuple((v[i].id, v[j].id) for i, j, _ in plan if rng.random() < 0.3)
    tildelt: _Pairs = tuple(
        (v[rng.choice((i, j))].id, k[rng.choice(kommuner)].id)
        for i, j, kommuner in plan
        if rng.random() < 0.3
    )
    if rng.random() < 0.1:
        tildelt = (*tildelt, (rng.choice(v).id, rng.choice(k).id))
    forbudt = {(rng.choice(v).id, rng.choice(k).id) for _ in range(rng.randint(0, 8))}
    return Laser(par, tildelt, tuple(sorted(forbudt - set(tildelt))))


def _current(rng: Random, problem: Problem, plan: Plan) -> tuple[GjeldendeLag, ...]:
    """Return most of the plan as the plan in force; some have lost a veileder."""
    v, k = problem.veiledere, problem.kommuner
    found = []
    for i, j, kommuner in plan:
        stays = (v[i].id, v[j].id)[: rng.choice((1, 2, 2, 2))]
        if rng.random() < 0.8:
            found.append(GjeldendeLag(stays, tuple(k[each].id for each in kommuner)))
    return tuple(found)
