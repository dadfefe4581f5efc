from __future__ import annotations

from typing import Any

from matching import Knapphet, Mangel, RuleId, problem_from_dict, solve
from matching.felles.progress import Clock
from matching.tildeling.explaining.facts import FactTable
from matching.tildeling.explaining.plan_question import PlanQuestion
from matching.tildeling.explaining.reasons import find_grunner
from matching.tildeling.explaining.shortage import find_mangel

from .builders import crowded_problem, make_kommune, make_problem, make_veileder
from .facts_oracle import Facts
from .test_reasons import keys


def mangel_of(problem: dict[str, Any], kommune: str, covered: set[str], **options: Any) -> Mangel:
    table = FactTable(problem_from_dict(problem))
    clock = options.pop("clock", Clock(None, None))
    question = PlanQuestion(table, clock, None)
    numbers = [table.kommune_of[each] for each in covered]
    return find_mangel(question, table.kommune_of[kommune], numbers, clock, **options)


def check_knapphet(facts: Facts, each: Knapphet) -> None:
    goals = set(each.kommuner)
    assert each.minimal
    assert not facts.plan_possible(goals, facts.all)
    for gone in each.kommuner[1:]:
        assert facts.plan_possible(goals - {gone}, facts.all)
    core = keys(each.fakta)
    assert not facts.plan_possible(goals, core)
    for fact in core:
        assert facts.plan_possible(goals, core - {fact})
    kinds = {rule.value for rule in each.regler}
    assert not facts.plan_possible(goals, {f for f in facts.all if f[0] in kinds})
    for kind in kinds:
        assert facts.plan_possible(goals, {f for f in facts.all if f[0] in kinds - {kind}})
    for kandidater in each.kandidater:
        can = set(kandidater.veiledere)
        for v in facts.problem["veiledere"]:
            members = frozenset({v["id"]})
            possible = facts.lag_possible(kandidater.kommune, facts.all, members)
            assert (v["id"] in can) == possible


def test_every_shortage_is_minimal_and_every_swap_is_possible() -> None:
    shortages = 0
    for seed in range(25):
        problem = crowded_problem(seed)
        read = problem_from_dict(problem)
        forslag = solve(read, max_time_s=None)
        table = FactTable(read)
        covered = {k for lag in forslag.par for k in lag.kommuner}
        for k in forslag.udekket:
            local = find_grunner(table, table.kommune_of[k], Clock(None, None))
            if forslag.motstrid or local is not None:
                continue
            facts = Facts(problem)
            found = mangel_of(problem, k, covered, proven=True)
            shortages += 1
            for each in found.knapphet:
                assert each.kommuner[0] == k
                check_knapphet(facts, each)
            for swap in found.bytter:
                assert facts.plan_possible((covered | {k}) - set(swap), facts.all), seed
    assert shortages > 6


def test_two_who_know_the_language_are_full_with_others() -> None:
    sami = {"samisk_sprak": "sørsamisk", "timer": 120}
    problem = make_problem(
        [
            make_veileder("A", samiske_sprak=["sørsamisk"], timer=[0, 250]),
            make_veileder("B", timer=[0, 300]),
            make_veileder("C", timer=[0, 300]),
            make_veileder("D", timer=[0, 300]),
        ],
        [make_kommune(each, **sami) for each in ("K1", "K2", "K3")] + [make_kommune("K4")],
    )

    found = mangel_of(problem, "K1", {"K2", "K3", "K4"})

    (each,) = found.knapphet
    assert each.kommuner == ("K1", "K2", "K3")
    assert each.regler == (RuleId.SAMISK_SPRAK, RuleId.FOR_MANGE_TIMER)
    assert keys(each.fakta) == {
        ("for_mange_timer", "A"),
        *(("samisk_sprak", v, "sørsamisk") for v in "BCD"),
    }
    (behov,) = each.sprakbehov
    assert (behov.timer, behov.veiledere, behov.mest_timer) == (360, ("A",), (250,))
    assert found.bytter == (("K2",), ("K3",))
    assert found.fullstendig


def test_every_shortage_of_one_kommune_is_found() -> None:
    one, other = {"samisk_sprak": "sørsamisk"}, {"fylkesnummer": "12"}
    problem = make_problem(
        [
            make_veileder("A", samiske_sprak=["sørsamisk"], timer=[0, 150]),
            make_veileder("B", uaktuelle_fylker=["12"]),
            make_veileder("C", uaktuelle_fylker=["12"]),
            make_veileder("D", timer=[0, 150]),
        ],
        [
            make_kommune("K1", **one, **other),
            make_kommune("K2", **one),
            make_kommune("K3", **other),
        ],
    )

    found = mangel_of(problem, "K1", {"K2", "K3"})

    assert {each.kommuner for each in found.knapphet} == {("K1", "K2"), ("K1", "K3")}
    assert found.bytter == (("K2", "K3"),)
    assert found.fullstendig


def test_a_kommune_that_could_be_covered_is_no_shortage() -> None:
    problem = make_problem(
        [make_veileder("A"), make_veileder("B")], [make_kommune("K1"), make_kommune("K2")]
    )

    assert mangel_of(problem, "K1", {"K2"}) == Mangel("K1", (), (), True, True)


def test_no_time_claims_nothing() -> None:
    problem = make_problem([make_veileder("A"), make_veileder("B")])

    found = mangel_of(problem, "K1", set(), clock=Clock(0.0, None))

    assert (found.knapphet, found.fullstendig) == ((), False)
