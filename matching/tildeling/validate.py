"""Check a proposal against rules and cost, recomputing everything; never imports a solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from matching.felles.avvik import Avvik, differs
from matching.felles.kjoring import Status
from matching.tildeling.cost import LEDD, endring_cost, lag_ledd
from matching.tildeling.forslag import Forslag, Lag
from matching.tildeling.problem import Problem
from matching.tildeling.rules import Tildeling, plan_brudd


def check(problem: Problem, forslag: Forslag) -> list[Avvik]:
    """Return everything wrong with a proposal; an empty list means that all of it holds.

    Rules, hours, costs by term, the sets of uncovered and unused, the bounds' side of the
    figures, and what the status claims.  That a bound is *reached* only the solver can show.
    """
    unknown = list(_unknown_ids(problem, forslag))
    if unknown:
        return unknown
    plan = [to_tildeling(problem, lag) for lag in forslag.par]
    # A plan that is umulig is empty on purpose, so its locks are not kept.
    brudd = [] if forslag.status is Status.UMULIG else plan_brudd(problem, plan)
    return list(
        chain(
            (Avvik(each.regel, "par", f"brutt av {', '.join(each.ider)}") for each in brudd),
            *(
                _lag_avvik(problem, tildeling, lag, f"par[{n}]")
                for n, (tildeling, lag) in enumerate(zip(plan, forslag.par, strict=True))
            ),
            _sets_avvik(problem, forslag),
            _totals_avvik(problem, forslag, plan),
            _status_avvik(forslag),
        )
    )


def to_tildeling(problem: Problem, lag: Lag) -> Tildeling:
    """Return the lag with its ids looked up; KeyError if one is unknown."""
    a, b = lag.veiledere
    par = (problem.veileder(a), problem.veileder(b))
    return Tildeling(par, tuple(problem.kommune(kommune) for kommune in lag.kommuner))


def _unknown_ids(problem: Problem, forslag: Forslag) -> Iterator[Avvik]:
    for n, lag in enumerate(forslag.par):
        for each in lag.veiledere:
            if not problem.has_veileder(each):
                yield Avvik("ukjent_id", f"par[{n}].veiledere", f"ukjent veileder {each}")
        for each in lag.kommuner:
            if not problem.has_kommune(each):
                yield Avvik("ukjent_id", f"par[{n}].kommuner", f"ukjent kommune {each}")


def _lag_avvik(problem: Problem, tildeling: Tildeling, lag: Lag, sti: str) -> Iterator[Avvik]:
    if not lag.kommuner:
        return
    ledd = lag_ledd(problem, tildeling)
    yield from differs("timer", f"{sti}.timer", lag.timer, tildeling.timer)
    yield from differs("kostnad", f"{sti}.kostnad", lag.kostnad, sum(ledd.values()))
    for name in LEDD:
        yield from differs("ledd", f"{sti}.ledd.{name}", lag.ledd.get(name, 0), ledd[name])
    for name in lag.ledd:
        if name not in LEDD:
            yield Avvik("ledd", f"{sti}.ledd.{name}", "ukjent ledd")


def _sets_avvik(problem: Problem, forslag: Forslag) -> Iterator[Avvik]:
    served = {kommune for lag in forslag.par for kommune in lag.kommuner}
    used = {veileder for lag in forslag.par for veileder in lag.veiledere}
    udekket = sorted(kommune.id for kommune in problem.kommuner if kommune.id not in served)
    ubrukte = sorted(veileder.id for veileder in problem.veiledere if veileder.id not in used)
    for sti, stated, computed in (
        ("udekket", sorted(forslag.udekket), udekket),
        ("ubrukte", sorted(forslag.ubrukte), ubrukte),
    ):
        if stated != computed:
            yield Avvik(sti, sti, f"oppgitt {stated}, beregnet {computed}")


def _totals_avvik(problem: Problem, forslag: Forslag, plan: Sequence[Tildeling]) -> Iterator[Avvik]:
    if all(lag.kommuner for lag in forslag.par):
        total = sum(sum(lag_ledd(problem, lag).values()) for lag in plan)
        kostnad = total + endring_cost(problem, plan)
        yield from differs("kostnad", "kostnad", forslag.kostnad, kostnad)
    for sti, bound, reached in (
        ("nedre_grense", forslag.nedre_grense, forslag.kostnad),
        ("nedre_grense_udekket", forslag.nedre_grense_udekket, len(forslag.udekket)),
    ):
        if bound > reached:
            yield Avvik("grense", sti, f"grensen {bound} er over det forslaget oppnår, {reached}")


def _status_avvik(forslag: Forslag) -> Iterator[Avvik]:
    proven = forslag.nedre_grense == forslag.kostnad and forslag.nedre_grense_udekket == len(
        forslag.udekket
    )
    if forslag.status is Status.OPTIMAL and not proven:
        yield Avvik("status", "status", "optimal, men grensene er ikke nådd")
    if forslag.status is Status.UMULIG and (forslag.par or not forslag.motstrid):
        yield Avvik("status", "status", "umulig skal være tomt og navngi låsen")
    if forslag.status is not Status.UMULIG and forslag.motstrid:
        yield Avvik("status", "motstrid", "bare et umulig forslag har låser i motstrid")
