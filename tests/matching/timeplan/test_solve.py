from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from matching.timeplan import (
    Las,
    Medlem,
    Motstrid,
    Phase,
    Problem,
    Progress,
    Regler,
    Rolle,
    Rom,
    Soker,
    Status,
    Timeplan,
    check,
    endringer,
    generate,
    problem_from_dict,
    replan_problem,
    solve,
    timeplan_from_json,
    timeplan_to_json,
)
from matching.timeplan.instances import FORSTE_DAG

from .builders import make_medlem, make_problem, make_soker, random_problem, span
from .oracle import TooManyError, best_value


def value(plan: Timeplan) -> tuple[int, int]:
    return len(plan.uplassert), plan.kostnad


def without_clock(plan: Timeplan) -> Timeplan:
    return replace(plan, kjoring=replace(plan.kjoring, sekunder=0.0))


@pytest.mark.parametrize("block", range(4))
def test_solve_agrees_with_every_timetable_tried(block: int) -> None:
    tried = 0
    for seed in range(block * 75, block * 75 + 75):
        problem = random_problem(seed)
        try:
            best = best_value(problem, most=20_000)
        except TooManyError:
            continue
        read = problem_from_dict(problem)

        plan = solve(read, max_time_s=None)

        tried += 1
        assert check(read, plan) == []
        if best is None:
            assert plan.status is Status.UMULIG, seed
        else:
            assert (plan.status, value(plan)) == (Status.OPTIMAL, best), seed
    assert tried >= 65


def test_bounds_hold_whenever_the_run_is_stopped() -> None:
    for seed in range(0, 120, 4):
        problem = random_problem(seed)
        try:
            best = best_value(problem, most=20_000)
        except TooManyError:
            continue
        if best is None:
            continue
        read = problem_from_dict(problem)
        for calls in (0, 1, 3):
            left = [calls]

            def should_stop(left: list[int] = left) -> bool:
                left[0] -= 1
                return left[0] < 0

            plan = solve(read, max_time_s=None, should_stop=should_stop)

            assert check(read, plan) == []
            assert plan.nedre_grense_uplassert <= best[0]
            assert best <= value(plan)
            if len(plan.uplassert) == best[0]:
                assert plan.nedre_grense <= best[1]


def test_a_large_run_that_is_stopped_keeps_every_rule() -> None:
    problem = generate(60, 9, 1)
    for limit in (0.0, 0.3, 1.0):
        plan = solve(problem, max_time_s=limit)

        assert check(problem, plan) == []
        assert plan.status is Status.AVBRUTT


def test_the_same_seed_gives_the_same_timetable() -> None:
    problem = generate(12, 5, 2)

    first, second = (without_work(problem) for _ in range(2))

    assert first == second


def without_work(problem: Problem) -> Timeplan:
    """Stop by what has been reported, not by the clock."""
    seen: list[Progress] = []
    plan = solve(
        problem,
        max_time_s=None,
        seed=7,
        on_progress=seen.append,
        should_stop=lambda: bool(seen) and seen[-1].phase is Phase.RELAXATION,
    )
    return replace(without_clock(plan), nedre_grense=0, nedre_grense_uplassert=0)


def planted(seed: int) -> Problem:
    """Return 60 applicants and 9 members with a timetable of 36 full days and every wish met.

    No timetable has fewer days: 180 seats, five a day.
    """
    rng = Random(seed)
    starts = (8 * 60, 9 * 60 + 30, 11 * 60, 12 * 60 + 30, 14 * 60)
    days = [7 * week + day for week in range(3) for day in range(5)]
    sokere = []
    for block in range(12):
        own = days[block]
        for k, start in enumerate(starts):
            here = own * 1440 + start
            other = rng.choice(days)
            also = other * 1440 + rng.choice(starts)
            sokere.append(
                Soker(
                    f"S{block}-{k}",
                    ((here - 30, here + 90), (also, also + 150)),
                    ("video",),
                    onsker=((here - 60, here + 120),),
                )
            )
    rng.shuffle(sokere)
    roller = (Rolle.KAN_LEDE, Rolle.MEDLEM, Rolle.MEDLEM)
    return Problem(
        forste_dag=FORSTE_DAG,
        steder=("video",),
        rom=(Rom("lenke", "video", tuple((d * 1440 + 480, d * 1440 + 960) for d in days), 3),),
        medlemmer=tuple(Medlem(f"M{n}", roller[n % 3], ("video",)) for n in range(9)),
        sokere=tuple(sokere),
        regler=Regler(rutenett_min=30, medpanelister=2),
    )


def test_a_planted_timetable_of_sixty_before_nine_is_found_and_proven() -> None:
    plan = solve(planted(1), max_time_s=60.0, workers=2)

    assert (plan.status, value(plan)) == (Status.OPTIMAL, (0, 360))


def test_placing_is_never_traded_against_cost() -> None:
    problem = make_problem(
        [make_soker("S1"), make_soker("S2", ledig=[span("09:00", "10:00", "2020-03-03")])],
        vekter={"dag": 1_000_000},
    )

    assert solve(problem_from_dict(problem)).uplassert == ()


def test_progress_only_gets_better() -> None:
    seen: list[Progress] = []

    plan = solve(generate(10, 5, 3), max_time_s=1.5, on_progress=seen.append)

    assert seen[0].kostnad is None
    assert seen[-1].phase is Phase.DONE
    assert (seen[-1].udekket, seen[-1].kostnad) == value(plan)
    plans = [(each.udekket, each.kostnad) for each in seen if each.udekket is not None]
    assert plans == sorted(plans, reverse=True)


def test_a_start_is_used_when_there_is_no_time() -> None:
    problem = generate(20, 6, 1)
    good = solve(problem, max_time_s=2.0)

    again = solve(problem, max_time_s=0, start=good)

    assert value(again) <= value(good)


def test_someone_ill_moves_only_what_must_move() -> None:
    problem = generate(16, 6, 4)
    plan = solve(problem, max_time_s=1.0)
    first = plan.intervjuer[0]
    ill = first.medlemmer[0]
    day = first.start // 1440
    changed = replace(
        problem,
        medlemmer=tuple(
            replace(m, opptatt=(*m.opptatt, (day * 1440, day * 1440 + 1440))) if m.id == ill else m
            for m in problem.medlemmer
        ),
    )

    new = solve(replan_problem(changed, plan.intervjuer), max_time_s=2.5)

    hit = {x.soker for x in plan.intervjuer if ill in x.medlemmer and x.start // 1440 == day}
    told = {each.soker for each in endringer(changed, plan.intervjuer, new.intervjuer)}
    assert hit <= told
    assert len(told) <= len(hit) + 3


def test_interviews_already_held_are_locked() -> None:
    problem = generate(12, 6, 5)
    plan = solve(problem, max_time_s=1.0)
    middle = plan.intervjuer[5].start

    again = replan_problem(problem, plan.intervjuer, fra=middle)

    held = [each for each in plan.intervjuer if each.start < middle]
    assert [las.soker for las in again.laser] == [each.soker for each in held]
    assert set(held) <= set(solve(again, max_time_s=1.0).intervjuer)


def test_a_lock_against_a_rule_is_named_with_the_rule() -> None:
    problem = make_problem(
        [make_soker("S1", inhabile=["M1"])],
        laser=[
            {"soker": "S1", "medlemmer": ["M1"]},
            {"soker": "S1", "start": "2020-03-02T07:00"},
        ],
    )

    plan = solve(problem_from_dict(problem))

    assert plan.status is Status.UMULIG
    assert plan.intervjuer == ()
    assert plan.motstrid == (
        Motstrid("laser[0]", "S1", ("inhabil",)),
        Motstrid("laser[1]", "S1", ("soker_opptatt",)),
    )
    assert timeplan_from_json(timeplan_to_json(plan)) == plan


def test_locks_that_only_contradict_each_other_are_named_together() -> None:
    liste = [make_soker("S1"), make_soker("S2"), make_soker("S3")]
    problem = problem_from_dict(make_problem(liste, [make_medlem("M1"), make_medlem("M2")]))
    nine = 9 * 60
    locks = (Las("S1", start=nine), Las("S3", leder="M2"), Las("S2", start=nine))

    plan = solve(replace(problem, laser=locks))

    assert plan.status is Status.UMULIG
    assert [(x.las, x.regler, x.sammen_med) for x in plan.motstrid] == [
        ("laser[0]", (), ("laser[2]",)),
        ("laser[2]", (), ("laser[0]",)),
    ]


def test_problems_without_anybody_have_an_answer() -> None:
    problem = problem_from_dict(make_problem())

    alone = solve(replace(problem, medlemmer=()))
    nobody = solve(replace(problem, sokere=()))
    nowhere = solve(replace(problem, rom=()))

    assert (alone.status, alone.uplassert) == (Status.OPTIMAL, ("S1",))
    assert (nobody.status, nobody.uplassert) == (Status.OPTIMAL, ())
    assert (nowhere.status, nowhere.uplassert) == (Status.OPTIMAL, ("S1",))
