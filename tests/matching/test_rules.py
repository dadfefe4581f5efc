from __future__ import annotations

from typing import Any

import pytest

from matching import (
    Forslag,
    RuleId,
    Status,
    check,
    problem_from_dict,
    solve,
)
from matching.tildeling.rules import LAG, PAR, PLAN, PLASSERING

from .builders import make_kommune, make_problem, make_veileder

BROKEN: dict[RuleId, dict[str, Any]] = {
    RuleId.EGEN_KOMMUNE: make_problem(
        [make_veileder("V1", kommunenummer="1101"), make_veileder("V2")]
    ),
    RuleId.ARBEIDSGIVER: make_problem(
        [make_veileder("V1", arbeidsgiver_kommunenummer="1101"), make_veileder("V2")]
    ),
    RuleId.INHABIL: make_problem([make_veileder("V1", inhabil_i=["K1"]), make_veileder("V2")]),
    RuleId.UAKTUELT_FYLKE: make_problem(
        [make_veileder("V1", uaktuelle_fylker=["11"]), make_veileder("V2")]
    ),
    RuleId.FOR_LANG_REISE: make_problem(
        [make_veileder("V1", maks_reise_km=50), make_veileder("V2")],
        [make_kommune("K1", breddegrad=61.0)],
    ),
    RuleId.LAS_FORBUDT: make_problem(laser={"forbudt": [["V2", "K1"]]}),
    RuleId.IKKE_PAR_MED: make_problem(
        [make_veileder("V1"), make_veileder("V2", ikke_par_med=["V1"])]
    ),
    RuleId.FOR_FA_TIMER: make_problem([make_veileder("V1", timer=[101, 300]), make_veileder("V2")]),
    RuleId.FOR_MANGE_TIMER: make_problem([make_veileder("V1"), make_veileder("V2", timer=[0, 99])]),
    RuleId.SAMISK_SPRAK: make_problem(kommuner=[make_kommune("K1", samisk_sprak="nordsamisk")]),
}


def lag(veiledere: tuple[str, str], *kommuner: str) -> dict[str, Any]:
    return {"veiledere": veiledere, "kommuner": kommuner}


def codes(problem: dict[str, Any], *par: dict[str, Any]) -> set[str]:
    """The rules that the plan breaks, according to `check`."""
    read = problem_from_dict(problem)
    free = solve(problem_from_dict(make_problem()), max_time_s=0)
    lag_liste = tuple(
        type(free.par[0])(
            veiledere=each["veiledere"],
            kommuner=tuple(each["kommuner"]),
            timer=0,
            kostnad=0,
            ledd={},
        )
        for each in par
    )
    forslag = Forslag(Status.AVBRUTT, (), 0, 0, 0, lag_liste, (), free.kjoring)
    return {each.kode for each in check(read, forslag)} & set(RuleId)


def test_every_rule_is_in_a_list_and_has_a_case_here() -> None:
    listed = {*PLASSERING, *PAR, *LAG, *PLAN}

    assert listed == set(RuleId)
    assert {*PLASSERING, *PAR, *LAG} - {RuleId.INGEN_KOMMUNE, RuleId.FOR_MANGE_KOMMUNER} == set(
        BROKEN
    )


@pytest.mark.parametrize("rule_id", BROKEN)
def test_the_solver_leaves_the_kommune_rather_than_break_the_rule(rule_id: RuleId) -> None:
    forslag = solve(problem_from_dict(BROKEN[rule_id]))

    assert forslag.status is Status.OPTIMAL
    assert forslag.udekket == ("K1",)


@pytest.mark.parametrize("rule_id", BROKEN)
def test_check_names_the_rule_and_no_other(rule_id: RuleId) -> None:
    assert codes(BROKEN[rule_id], lag(("V1", "V2"), "K1")) == {rule_id}


def test_without_a_broken_rule_the_kommune_is_served() -> None:
    assert solve(problem_from_dict(make_problem())).udekket == ()
    assert codes(make_problem(), lag(("V1", "V2"), "K1")) == set()


def test_one_member_with_the_sami_language_is_enough() -> None:
    problem = make_problem(
        [make_veileder("V1", samiske_sprak=["nordsamisk"]), make_veileder("V2")],
        [make_kommune("K1", samisk_sprak="nordsamisk")],
    )

    assert solve(problem_from_dict(problem)).udekket == ()


def test_a_pair_takes_no_more_kommuner_than_allowed() -> None:
    kommuner = [make_kommune(f"K{n}", timer=50) for n in range(3)]
    problem = make_problem(kommuner=kommuner)
    problem["regler"]["maks_kommuner_per_par"] = 2

    assert len(solve(problem_from_dict(problem)).udekket) == 1
    assert codes(problem, lag(("V1", "V2"), "K0", "K1", "K2")) == {RuleId.FOR_MANGE_KOMMUNER}


def test_a_pair_without_kommuner_is_no_lag() -> None:
    problem = make_problem([make_veileder("V1", timer=[0, 9]), make_veileder("V2", timer=[0, 9])])

    assert codes(problem, lag(("V1", "V2"))) == {RuleId.INGEN_KOMMUNE}


def test_nobody_and_nothing_is_in_two_lag() -> None:
    problem = make_problem([make_veileder(f"V{n}") for n in (1, 2, 3)])

    broken = codes(problem, lag(("V1", "V2"), "K1"), lag(("V1", "V3"), "K1"))

    assert broken == {RuleId.VEILEDER_I_FLERE_LAG, RuleId.KOMMUNE_I_FLERE_LAG}


def test_locks_that_are_not_kept_are_named() -> None:
    problem = make_problem(
        [make_veileder(f"V{n}") for n in (1, 2, 3)],
        laser={"par": [["V1", "V3"]], "tildelt": [["V3", "K1"]]},
    )

    assert codes(problem, lag(("V1", "V2"), "K1")) == {RuleId.LAS_PAR, RuleId.LAS_TILDELT}
