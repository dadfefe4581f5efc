"""Check a timetable against rules and cost, recomputing everything; never imports a solver."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from matching.felles.avvik import Avvik, differs
from matching.felles.kjoring import Status
from matching.timeplan.cost import LEDD, plan_ledd
from matching.timeplan.forslag import Timeplan
from matching.timeplan.problem import Problem
from matching.timeplan.rules import plan_brudd


def check(problem: Problem, plan: Timeplan) -> list[Avvik]:
    """Return everything wrong with a timetable; an empty list means that all of it holds.

    Rules, costs by term, who is not placed, the bounds' side of the figures, and what the status
    claims.  That a bound is *reached* only the solver can show.
    """
    unknown = [
        Avvik("ukjent_id", f"intervjuer[{n}]", "ukjent id")
        for n, each in enumerate(plan.intervjuer)
        if not problem.knows(each)
    ]
    if unknown:
        return unknown
    # A plan that is umulig is empty on purpose, so its locks are not kept.
    brudd = [] if plan.status is Status.UMULIG else plan_brudd(problem, plan.intervjuer)
    return list(
        chain(
            (Avvik(x.regel, "intervjuer", f"brutt av {', '.join(x.ider)}") for x in brudd),
            _figures_avvik(problem, plan),
            _status_avvik(plan),
        )
    )


def _figures_avvik(problem: Problem, plan: Timeplan) -> Iterator[Avvik]:
    yield from differs("dag", "forste_dag", plan.forste_dag, problem.forste_dag)
    placed = {each.soker for each in plan.intervjuer}
    left = sorted(each.id for each in problem.sokere if each.id not in placed)
    yield from differs("uplassert", "uplassert", sorted(plan.uplassert), left)
    ledd = plan_ledd(problem, plan.intervjuer)
    for name in LEDD:
        yield from differs("ledd", f"ledd.{name}", plan.ledd.get(name, 0), ledd[name])
    for name in plan.ledd:
        if name not in LEDD:
            yield Avvik("ledd", f"ledd.{name}", "ukjent ledd")
    yield from differs("kostnad", "kostnad", plan.kostnad, sum(ledd.values()))
    for sti, bound, reached in (
        ("nedre_grense", plan.nedre_grense, plan.kostnad),
        ("nedre_grense_uplassert", plan.nedre_grense_uplassert, len(plan.uplassert)),
    ):
        if bound > reached:
            yield Avvik("grense", sti, f"grensen {bound} er over det planen oppnår, {reached}")


def _status_avvik(plan: Timeplan) -> Iterator[Avvik]:
    proven = plan.nedre_grense == plan.kostnad and plan.nedre_grense_uplassert == len(
        plan.uplassert
    )
    if plan.status is Status.OPTIMAL and not proven:
        yield Avvik("status", "status", "optimal, men grensene er ikke nådd")
    if plan.status is Status.UMULIG and (plan.intervjuer or not plan.motstrid):
        yield Avvik("status", "status", "umulig skal være tom og navngi låsen")
    if plan.status is not Status.UMULIG and plan.motstrid:
        yield Avvik("status", "motstrid", "bare en umulig plan har låser i motstrid")
