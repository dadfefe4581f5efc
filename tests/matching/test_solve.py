from __future__ import annotations

from dataclasses import replace

import pytest

from matching import (
    Forslag,
    GjeldendeLag,
    Laser,
    LasType,
    Motstrid,
    Phase,
    Progress,
    Status,
    check,
    forslag_from_json,
    forslag_to_json,
    generate,
    problem_from_dict,
    solve,
)

from .builders import make_kommune, make_problem, make_veileder, random_problem
from .oracle import best_value


def value(forslag: Forslag) -> tuple[int, int]:
    return len(forslag.udekket), forslag.kostnad


def without_clock(forslag: Forslag) -> Forslag:
    return replace(forslag, kjoring=replace(forslag.kjoring, sekunder=0.0))


@pytest.mark.parametrize("block", range(8))
def test_solve_agrees_with_every_plan_tried(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        problem = random_problem(seed)
        read = problem_from_dict(problem)
        best = best_value(problem)

        forslag = solve(read, max_time_s=None)

        assert check(read, forslag) == []
        if best is None:
            assert forslag.status is Status.UMULIG, seed
        else:
            assert (forslag.status, value(forslag)) == (Status.OPTIMAL, best), seed


def test_bounds_hold_whenever_the_run_is_stopped() -> None:
    for seed in range(0, 200, 4):
        problem = random_problem(seed)
        best = best_value(problem)
        if best is None:
            continue
        read = problem_from_dict(problem)
        for calls in (0, 1, 2, 4, 8):
            left = [calls]

            def should_stop(left: list[int] = left) -> bool:
                left[0] -= 1
                return left[0] < 0

            forslag = solve(read, max_time_s=None, should_stop=should_stop)

            assert check(read, forslag) == []
            assert forslag.nedre_grense_udekket <= best[0]
            assert best <= value(forslag)
            if len(forslag.udekket) == best[0]:
                assert forslag.nedre_grense <= best[1]


def test_the_same_seed_gives_the_same_plan() -> None:
    problem = generate(24, 14, 2)

    first, second = (solve(problem, max_time_s=None, seed=7) for _ in range(2))

    assert without_clock(first) == without_clock(second)


def test_the_plan_does_not_get_worse_with_more_workers() -> None:
    problem = generate(24, 14, 3)

    assert value(solve(problem, workers=1)) == value(solve(problem, workers=3))


def test_the_demo_size_is_proven() -> None:
    problem = generate(40, 25, 1)

    forslag = solve(problem, max_time_s=None, workers=2)

    assert (forslag.status, value(forslag)) == (Status.OPTIMAL, (0, 3274))


def test_no_cost_is_traded_against_coverage() -> None:
    far = make_kommune("K2", lengdegrad=25.0, timer=100)
    problem = make_problem(
        [make_veileder("V1", maks_reise_km=9999), make_veileder("V2", maks_reise_km=9999)],
        [make_kommune("K1"), far],
    )
    problem["vekter"]["reise_km_per_poeng"] = 1
    problem["vekter"]["time_fra_midten"] = 1_000_000

    forslag = solve(problem_from_dict(problem))

    assert forslag.udekket == ()


def test_progress_starts_before_there_is_a_plan_and_only_gets_better() -> None:
    seen: list[Progress] = []

    forslag = solve(generate(20, 12, 4), on_progress=seen.append)

    assert seen[0].phase is Phase.START
    assert seen[0].kostnad is None
    assert seen[0].gap is None
    assert seen[-1].phase is Phase.DONE
    assert (seen[-1].udekket, seen[-1].kostnad) == value(forslag)
    plans = [(each.udekket, each.kostnad) for each in seen if each.udekket is not None]
    assert plans == sorted(plans, reverse=True)


def test_a_start_is_used_when_there_is_no_time() -> None:
    problem = generate(30, 18, 1)
    best = solve(problem)

    again = solve(problem, max_time_s=0, start=best)

    assert value(again) == value(best)
    assert again.status is Status.AVBRUTT


def test_a_start_that_breaks_a_rule_is_ignored() -> None:
    problem = generate(20, 12, 1)
    best = solve(problem)
    v, k = best.par[0].veiledere[0], best.par[0].kommuner[0]
    changed = replace(problem, laser=Laser(forbudt=((v, k),)))

    again = solve(changed, start=best)

    assert check(changed, again) == []


def test_a_dear_change_keeps_the_plan_in_force() -> None:
    problem = generate(20, 12, 1)
    plan = solve(problem, seed=1)
    gjeldende = tuple(GjeldendeLag(lag.veiledere, lag.kommuner) for lag in plan.par)
    dear = replace(
        problem,
        vekter=replace(problem.vekter, endring=10_000, reise_km_per_poeng=1),
        gjeldende=gjeldende,
    )

    again = solve(dear)

    assert {(lag.veiledere, lag.kommuner) for lag in again.par} == {
        (lag.veiledere, lag.kommuner) for lag in plan.par
    }


def test_a_lock_against_a_rule_is_named_with_the_rule() -> None:
    problem = make_problem(
        [make_veileder("V1", inhabil_i=["K1"]), make_veileder("V2", ikke_par_med=["V1"])],
        laser={"par": [["V1", "V2"]], "tildelt": [["V1", "K1"]]},
    )

    forslag = solve(problem_from_dict(problem))

    assert forslag.status is Status.UMULIG
    assert forslag.par == ()
    assert forslag.motstrid == (
        Motstrid(LasType.PAR, ("V1", "V2"), ("ikke_par_med",)),
        Motstrid(LasType.TILDELT, ("V1", "K1"), ("inhabil",)),
    )
    assert forslag_from_json(forslag_to_json(forslag)) == forslag


def test_locks_that_only_contradict_each_other_are_named_together() -> None:
    problem = make_problem(
        [make_veileder(f"V{n}") for n in range(1, 5)],
        [make_kommune("K1"), make_kommune("K2")],
        laser={"par": [["V1", "V2"], ["V3", "V4"]], "tildelt": [["V1", "K1"], ["V3", "K1"]]},
    )

    forslag = solve(problem_from_dict(problem))

    assert forslag.status is Status.UMULIG
    assert all(each.regler and each.sammen_med for each in forslag.motstrid)
    assert {each.las for each in forslag.motstrid} == {LasType.PAR, LasType.TILDELT}


def test_problems_without_anybody_or_anything_have_an_answer() -> None:
    nobody = make_problem()
    nobody["veiledere"] = []
    nothing = make_problem()
    nothing["kommuner"] = []

    assert solve(problem_from_dict(nobody)).udekket == ("K1",)
    assert solve(problem_from_dict(nothing)).ubrukte == ("V1", "V2")
    assert solve(problem_from_dict(nobody)).status is Status.OPTIMAL
    assert solve(problem_from_dict(nothing)).status is Status.OPTIMAL
