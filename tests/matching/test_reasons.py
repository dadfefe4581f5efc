from __future__ import annotations

from typing import Any

import pytest

from matching import Faktum, RuleId, problem_from_dict
from matching.felles.progress import Clock
from matching.tildeling.explaining.facts import FactTable
from matching.tildeling.explaining.lag_question import hours_within
from matching.tildeling.explaining.minimal import every_minimal, hitting_sets, minimal_sets, shrink
from matching.tildeling.explaining.reasons import Grunner, find_grunner

from .builders import make_kommune, make_problem, make_veileder, random_problem
from .facts_oracle import Facts, Key


def key(fact: Faktum) -> Key:
    if fact.regel is RuleId.SAMISK_SPRAK:
        return ("samisk_sprak", fact.veiledere[0], fact.tekst)
    return (fact.regel.value, *fact.veiledere, *fact.kommuner)


def keys(fakta: tuple[Faktum, ...]) -> set[Key]:
    return {key(each) for each in fakta}


def grunner(problem: dict[str, Any], kommune: str, **options: Any) -> Grunner | None:
    table = FactTable(problem_from_dict(problem))
    return find_grunner(table, table.kommune_of[kommune], Clock(None, None), **options)


def check_grunner(facts: Facts, kommune: str, found: Grunner, members: frozenset[str]) -> None:
    for grunn in found.grunner:
        core = keys(grunn.fakta)
        assert not facts.lag_possible(kommune, core, members)
        for gone in core:
            assert facts.lag_possible(kommune, core - {gone}, members)
        for tillegg in grunn.ogsa:
            for other in tillegg.fakta:
                swapped = core - {key(tillegg.for_faktum)} | {key(other)}
                assert not facts.lag_possible(kommune, swapped, members)


@pytest.mark.parametrize("block", range(3))
def test_every_reason_is_minimal_and_none_is_left_unsaid(block: int) -> None:
    explained = 0
    for seed in range(block * 20, block * 20 + 20):
        problem = random_problem(seed)
        facts = Facts(problem)
        for k in (each["id"] for each in problem["kommuner"]):
            found = grunner(problem, k, mest=100)
            assert (found is None) == facts.lag_possible(k, facts.all), (seed, k)
            if found is None:
                continue
            explained += 1
            check_grunner(facts, k, found, frozenset())
            mentioned = {each for g in found.grunner for each in keys(g.alle_fakta)}
            assert found.fullstendig
            assert mentioned == facts.in_any_reason(k), (seed, k)
    assert explained > 10


def test_reasons_with_given_members_are_minimal() -> None:
    for seed in range(20):
        problem = random_problem(seed)
        facts = Facts(problem)
        v, k = problem["veiledere"][0]["id"], problem["kommuner"][0]["id"]
        found = grunner(problem, k, members=(0,))
        if found is not None:
            check_grunner(facts, k, found, frozenset({v}))


def test_three_faults_in_one_reason_are_all_found() -> None:
    problem = make_problem(
        [
            make_veileder("A", samiske_sprak=["nordsamisk"], inhabil_i=["K1"]),
            make_veileder("B", samiske_sprak=["nordsamisk"], timer=[0, 90]),
            make_veileder("C", samiske_sprak=["nordsamisk"], maks_reise_km=100),
            make_veileder("D"),
            make_veileder("E"),
        ],
        [make_kommune("K1", samisk_sprak="nordsamisk", breddegrad=61.0)],
    )

    found = grunner(problem, "K1")

    assert found is not None
    (grunn,) = found.grunner
    assert grunn.fakta == (
        Faktum(RuleId.SAMISK_SPRAK, ("D",), tekst="nordsamisk"),
        Faktum(RuleId.SAMISK_SPRAK, ("E",), tekst="nordsamisk"),
        Faktum(RuleId.INHABIL, ("A",), ("K1",)),
        Faktum(RuleId.FOR_LANG_REISE, ("C",), ("K1",), 145, 100),
        Faktum(RuleId.FOR_MANGE_TIMER, ("B",), grense=90),
    )


def test_three_faults_each_of_which_is_enough_are_three_reasons() -> None:
    problem = make_problem(
        [
            make_veileder("A", maks_reise_km=100, uaktuelle_fylker=["11"]),
            make_veileder("B", kommunenummer="1101"),
        ],
        [make_kommune("K1", breddegrad=61.0)],
    )

    found = grunner(problem, "K1")

    assert found is not None
    assert found.fullstendig
    assert {each.regler for each in found.grunner} == {
        (RuleId.UAKTUELT_FYLKE,),
        (RuleId.FOR_LANG_REISE,),
        (RuleId.EGEN_KOMMUNE,),
    }


def test_a_tie_elsewhere_that_leaves_too_few_hours_is_named() -> None:
    problem = make_problem(
        [make_veileder("A", timer=[200, 300], inhabil_i=["K2"]), make_veileder("B")],
        [make_kommune("K1"), make_kommune("K2")],
    )

    found = grunner(problem, "K1")

    assert found is not None
    assert [keys(each.fakta) for each in found.grunner] == [
        {("for_fa_timer", "A"), ("inhabil", "A", "K2")}
    ]


def test_no_time_says_that_something_may_be_unsaid() -> None:
    problem = make_problem([make_veileder("A", inhabil_i=["K1"]), make_veileder("B")])
    table = FactTable(problem_from_dict(problem))

    found = find_grunner(table, 0, Clock(0.0, None))

    assert found == Grunner((), False)


def test_hours_within_finds_sums_that_exist() -> None:
    assert hours_within((30, 50, 70), 2, 75, 85) == (0, 1)
    assert hours_within((30, 50, 70), 1, 75, 85) is None
    assert hours_within((30, 50, 70), 3, 0, 10) == ()
    assert hours_within((30, 50, 70), 3, 151, 200) is None
    assert hours_within((30, 50, 70), 2, 101, 119) is None


def test_minimal_sets_are_all_of_them() -> None:
    def possible(kept: frozenset[int]) -> bool:
        return not ({1, 2} <= kept or {3} <= kept)

    found = list(minimal_sets([1, 2, 3, 4], lambda kept: kept if possible(kept) else None))

    assert found == [frozenset({3}), frozenset({1, 2})]
    assert sorted(shrink([4, 3, 2, 1], lambda kept, _: not possible(frozenset(kept)))) == [1, 2]
    assert every_minimal(
        [1, 2, 3, 4], lambda kept: not possible(frozenset(kept)), 2, lambda: False
    ) == ([[3], [1, 2]], [frozenset({3, 1}), frozenset({3, 2})], True)


def test_hitting_sets_are_minimal() -> None:
    sets = [frozenset({1, 2}), frozenset({2, 3})]

    assert hitting_sets(sets, 2) == [frozenset({2}), frozenset({1, 3})]
    assert hitting_sets([], 2) == [frozenset()]
