from __future__ import annotations

import re
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from matching import Forslag, LasType, Motstrid, RuleId, Status, problem_from_dict, solve
from matching.tildeling import lock_conflicts

from .builders import make_kommune, make_problem, make_veileder, random_problem
from .oracle import best_value

Group = tuple[frozenset[str], tuple[str, ...]]
"""Paths of locks that contradict each other, and the rules named."""


def tightly_locked(seed: int) -> dict[str, Any]:
    """A random problem with many locks, few of which break a rule alone."""
    rng = Random(seed)
    problem = random_problem(seed, veiledere=6)
    for v in problem["veiledere"]:
        v.update(maks_reise_km=9999, kommunenummer="", arbeidsgiver_kommunenummer="", inhabil_i=[])
        v["uaktuelle_fylker"] = []
        v["timer"] = [rng.choice((0, 0, 0, 100)), rng.choice((150, 300, 400))]
        if rng.random() < 0.2:
            v["maks_reise_km"] = 250
    v_ids = [v["id"] for v in problem["veiledere"]]
    k_ids = [k["id"] for k in problem["kommuner"]]
    problem["laser"] = {
        "par": [rng.sample(v_ids, 2) for _ in range(rng.choice((0, 0, 1, 2)))],
        "tildelt": [[rng.choice(v_ids), rng.choice(k_ids)] for _ in range(rng.randint(1, 4))],
        "forbudt": [[rng.choice(v_ids), rng.choice(k_ids)] for _ in range(rng.choice((0, 0, 2)))],
    }
    return problem


def groups_of(problem: dict[str, Any], forslag: Forslag) -> list[Group]:
    """Each set of locks that is named together, by the paths of its locks."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for each in forslag.motstrid:
        locks = problem["laser"][each.las.value]
        own = [f"laser.{each.las}[{n}]" for n, ider in enumerate(locks) if tuple(ider) == each.ider]
        free = [path for path in own if path not in each.sammen_med]
        found[frozenset((free[0], *each.sammen_med))] = each.regler
    return list(found.items())


def with_locks(problem: dict[str, Any], paths: frozenset[str]) -> dict[str, Any]:
    laser: dict[str, list[Any]] = {"par": [], "tildelt": [], "forbudt": []}
    for path in paths:
        kind, number = re.fullmatch(r"laser\.(\w+)\[(\d+)\]", path).groups()  # type: ignore[union-attr]  # built above
        laser[kind].append(problem["laser"][kind][int(number)])
    return {**problem, "laser": laser}


def with_rules(problem: dict[str, Any], regler: tuple[str, ...]) -> dict[str, Any]:
    """The problem without every rule that is not named."""
    problem = deepcopy(problem)
    gone = {rule.value for rule in RuleId} - set(regler)
    for v in problem["veiledere"]:
        lo, hi = v["timer"]
        v["timer"] = [
            0 if "for_fa_timer" in gone else lo,
            10**5 if "for_mange_timer" in gone else hi,
        ]
        v.update({"kommunenummer": ""} if "egen_kommune" in gone else {})
        v.update({"arbeidsgiver_kommunenummer": ""} if "arbeidsgiver" in gone else {})
        v.update({"inhabil_i": []} if "inhabil" in gone else {})
        v.update({"uaktuelle_fylker": []} if "uaktuelt_fylke" in gone else {})
        v.update({"maks_reise_km": 10**6} if "for_lang_reise" in gone else {})
        v.update({"ikke_par_med": []} if "ikke_par_med" in gone else {})
    if "samisk_sprak" in gone:
        for k in problem["kommuner"]:
            k["samisk_sprak"] = None
    if "for_mange_kommuner" in gone:
        problem["regler"]["maks_kommuner_per_par"] = 8
    return problem


@pytest.mark.parametrize("block", range(4))
def test_locks_that_contradict_are_minimal_and_their_rules_enough(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if block % 2:
        # As in a large problem, where a plan is looked for among the nearest first.
        monkeypatch.setattr(lock_conflicts, "_NEAR_VEILEDERE", 2)
    together = 0
    for seed in range(block * 40, block * 40 + 40):
        problem = tightly_locked(seed)
        forslag = solve(problem_from_dict(problem), max_time_s=None)

        assert (best_value(problem) is None) == (forslag.status is Status.UMULIG), seed
        assert all(each.regler for each in forslag.motstrid), seed
        for paths, regler in groups_of(problem, forslag):
            core = with_locks(problem, paths)
            if "las_forbudt" in regler:
                # The rule that a placement breaks alone is itself a lock.
                core["laser"]["forbudt"] = problem["laser"]["forbudt"]
            assert best_value(core) is None, seed
            assert best_value(with_rules(core, regler)) is None, (seed, regler)
            together += len(paths) > 1
            for path in paths if len(paths) > 1 else ():
                assert best_value(with_locks(problem, paths - {path})) is not None, (seed, path)
    assert together > 3


def motstrid(problem: dict[str, Any]) -> tuple[Motstrid, ...]:
    return solve(problem_from_dict(problem)).motstrid


def problem_of(veiledere: int, kommuner: int, laser: dict[str, Any]) -> dict[str, Any]:
    return make_problem(
        [make_veileder(f"V{n}") for n in range(1, veiledere + 1)],
        [make_kommune(f"K{n}") for n in range(1, kommuner + 1)],
        laser=laser,
    )


def test_three_in_one_kommune_are_one_too_many() -> None:
    problem = problem_of(4, 2, {"par": [["V1", "V2"]], "tildelt": [["V1", "K1"], ["V3", "K1"]]})

    named = motstrid(problem)

    assert [(each.las, each.ider, each.regler) for each in named] == [
        (LasType.PAR, ("V1", "V2"), ("kommune_i_flere_lag",)),
        (LasType.TILDELT, ("V1", "K1"), ("kommune_i_flere_lag",)),
        (LasType.TILDELT, ("V3", "K1"), ("kommune_i_flere_lag",)),
    ]
    assert named[0].sammen_med == ("laser.tildelt[0]", "laser.tildelt[1]")


def test_one_veileder_in_two_pairs() -> None:
    named = motstrid(problem_of(3, 1, {"par": [["V1", "V2"], ["V3", "V1"]]}))

    assert {each.regler for each in named} == {("veileder_i_flere_lag",)}


def test_too_many_hours_for_one() -> None:
    laser = {"tildelt": [["V1", "K1"], ["V1", "K2"], ["V1", "K3"], ["V1", "K4"]]}

    named = motstrid(problem_of(2, 4, laser))

    assert len(named) == 4
    assert {each.regler for each in named} == {("for_mange_timer",)}


def test_the_partner_is_partial_in_the_other_kommune() -> None:
    problem = problem_of(4, 2, {"tildelt": [["V1", "K1"], ["V2", "K1"], ["V1", "K2"]]})
    problem["veiledere"][1]["inhabil_i"] = ["K2"]

    named = motstrid(problem)

    assert len(named) == 3
    assert {each.regler for each in named} == {("inhabil",)}


def test_two_who_refuse_each_other_in_one_kommune() -> None:
    problem = problem_of(4, 1, {"tildelt": [["V1", "K1"], ["V2", "K1"]]})
    problem["veiledere"][0]["ikke_par_med"] = ["V2"]

    assert {each.regler for each in motstrid(problem)} == {("ikke_par_med",)}


def test_neither_of_two_speaks_the_language() -> None:
    problem = problem_of(3, 1, {"tildelt": [["V1", "K1"], ["V2", "K1"]]})
    problem["kommuner"][0]["samisk_sprak"] = "lulesamisk"
    problem["veiledere"][2]["samiske_sprak"] = ["lulesamisk"]

    assert {each.regler for each in motstrid(problem)} == {("samisk_sprak",)}


def test_a_placement_that_is_forbidden_by_way_of_the_partner() -> None:
    problem = problem_of(
        4,
        2,
        {"tildelt": [["V1", "K1"], ["V2", "K1"], ["V1", "K2"]], "forbudt": [["V2", "K2"]]},
    )

    named = motstrid(problem)

    assert [each.las for each in named] == [*[LasType.TILDELT] * 3, LasType.FORBUDT]
    assert {each.regler for each in named} == {("las_forbudt",)}


def test_two_locks_that_need_the_same_third() -> None:
    problem = problem_of(3, 2, {"tildelt": [["V1", "K1"], ["V2", "K2"]]})
    problem["veiledere"][0]["ikke_par_med"] = ["V2"]

    named = motstrid(problem)

    assert [each.ider for each in named] == [("V1", "K1"), ("V2", "K2")]
    assert {each.regler for each in named} == {("ikke_par_med",)}


def test_a_pair_whose_hours_never_meet() -> None:
    problem = problem_of(2, 1, {"par": [["V1", "V2"]]})
    problem["veiledere"][0]["timer"] = [50, 90]

    named = motstrid(problem)

    assert [(each.sammen_med, set(each.regler)) for each in named] == [
        ((), {"for_fa_timer", "for_mange_timer"})
    ]


def test_every_group_is_named_and_not_only_the_first() -> None:
    problem = problem_of(6, 2, {"par": [["V1", "V2"], ["V2", "V3"], ["V4", "V5"], ["V5", "V6"]]})

    assert len(motstrid(problem)) == 4
