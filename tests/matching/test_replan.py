from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from matching import (
    Forslag,
    Laser,
    Problem,
    Progress,
    Status,
    UgyldigFilError,
    change_problem,
    changes,
    check,
    generate,
    par_hindre,
    problem_from_dict,
    problem_to_dict,
    replan,
    solve,
    warm_up,
    with_kommune,
    with_timer,
    with_veileder,
    without_kommune,
    without_veileder,
)
from matching.tildeling.bounds import level, oracle

from .builders import make_kommune, make_problem, make_veileder, random_problem
from .oracle import best_value


def value(forslag: Forslag) -> tuple[int, int]:
    return len(forslag.udekket), forslag.kostnad


def something_happens(rng: Random, problem: Problem, plan: Forslag | None) -> Problem:
    """The problem after up to four things at once."""
    what: dict[str, Any] = {"endring": rng.choice((0, 1, 20, 120, 500))}
    veiledere = [v.id for v in problem.veiledere]
    if rng.random() < 0.6:
        number = min(len(veiledere), rng.choice((1, 1, 2)))
        what["without_veiledere"] = rng.sample(veiledere, number)
    if rng.random() < 0.3:
        what["without_kommuner"] = [rng.choice(problem.kommuner).id]
    if rng.random() < 0.3:
        what["kommuner"] = [replace(rng.choice(problem.kommuner), id="NY", breddegrad=66.5)]
    if rng.random() < 0.3:
        v = rng.choice(problem.veiledere)
        most = v.timer[0] + rng.choice((0, 50, 100))
        if v.id not in what.get("without_veiledere", ()):
            what["veiledere"] = [replace(v, timer=(v.timer[0], most))]
    return change_problem(problem, plan, **what)


@pytest.mark.parametrize("block", range(4))
def test_the_new_plan_is_the_best_of_every_plan_tried(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        rng = Random(seed)
        problem = problem_from_dict(random_problem(seed))
        before = solve(problem, max_time_s=None)
        plan = None if before.status is Status.UMULIG else before
        after = something_happens(rng, problem, plan)
        best = best_value(problem_to_dict(after))

        forslag = replan(after, plan if rng.random() < 0.3 else None, max_time_s=None)

        assert check(after, forslag) == []
        if best is None:
            assert forslag.status is Status.UMULIG, seed
        else:
            assert (forslag.status, value(forslag)) == (Status.OPTIMAL, best), seed


@pytest.fixture(scope="module")
def round_() -> tuple[Problem, Forslag]:
    problem = generate(24, 14, 3)
    return problem, solve(problem, max_time_s=None)


def test_a_withdrawal_moves_few_and_costs_what_a_fresh_solve_costs(
    round_: tuple[Problem, Forslag],
) -> None:
    problem, plan = round_
    gone = plan.par[0].veiledere[0]
    after = without_veileder(problem, plan, gone, endring=120)

    forslag = replan(after, max_time_s=None)

    assert forslag.status is Status.OPTIMAL
    assert value(forslag) == value(solve(after, max_time_s=None))
    told = changes(plan.par, forslag.par)
    assert gone in [each.veileder for each in told.veiledere]
    assert len(told.nye) <= 5
    assert len(told.uberorte_veiledere) > len(told.veiledere)


def test_nothing_happened_changes_nothing(round_: tuple[Problem, Forslag]) -> None:
    problem, plan = round_

    forslag = replan(change_problem(problem, plan, endring=120), max_time_s=None)

    assert changes(plan.par, forslag.par).veiledere == ()
    assert (forslag.status, value(forslag)) == (Status.OPTIMAL, value(plan))


def test_each_kind_of_event_is_proven(round_: tuple[Problem, Forslag]) -> None:
    problem, plan = round_
    lag = plan.par[1]
    new = replace(problem.kommuner[0], id="NY", kommunenummer="9998")
    events = (
        without_kommune(problem, plan, lag.kommuner[0], endring=120),
        with_kommune(problem, plan, new, endring=120),
        with_timer(problem, plan, {lag.veiledere[0]: (0, lag.timer - 1)}, endring=120),
        with_veileder(problem, plan, replace(problem.veiledere[0], id="VNY"), endring=120),
    )
    for after in events:
        forslag = replan(after, max_time_s=None)

        assert check(after, forslag) == []
        assert forslag.status is Status.OPTIMAL


def test_the_same_seed_gives_the_same_plan_with_any_number_of_workers(
    round_: tuple[Problem, Forslag],
) -> None:
    problem, plan = round_
    after = without_veileder(problem, plan, plan.par[0].veiledere[1], endring=120)

    one, two = (replan(after, max_time_s=None, workers=workers) for workers in (1, 2))

    assert one.par == two.par


def test_stopped_at_once_the_repaired_plan_comes_back(round_: tuple[Problem, Forslag]) -> None:
    problem, plan = round_
    after = without_veileder(problem, plan, plan.par[0].veiledere[0], endring=120)

    forslag = replan(after, should_stop=lambda: True)

    assert check(after, forslag) == []
    assert len(changes(plan.par, forslag.par).nye) <= 8


def test_progress_begins_with_the_repaired_plan(round_: tuple[Problem, Forslag]) -> None:
    problem, plan = round_
    seen: list[Progress] = []

    forslag = replan(
        without_veileder(problem, plan, plan.par[0].veiledere[0], endring=120),
        on_progress=seen.append,
    )

    assert seen[0].kostnad is None
    assert seen[-1].kostnad == seen[-1].nedre_grense == forslag.kostnad


def national_with_everything_locked(lag: int) -> Problem:
    veiledere = [make_veileder(f"V{n}") for n in range(2 * lag + 286)]
    kommuner = [make_kommune(f"K{n}") for n in range(lag)]
    tildelt = [[f"V{2 * n + side}", f"K{n}"] for n in range(lag) for side in (0, 1)]
    return problem_from_dict(make_problem(veiledere, kommuner, laser={"tildelt": tildelt}))


def test_a_plan_locked_throughout_is_answered_without_pricing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def price(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a scan was made")

    warm_up()
    monkeypatch.setattr(oracle, "price", price)
    monkeypatch.setattr(level, "find_columns", price)
    problem = national_with_everything_locked(357)

    forslag = replan(problem)

    assert (forslag.status, len(forslag.par), forslag.udekket) == (Status.OPTIMAL, 357, ())
    assert len(forslag.ubrukte) == 286


def test_who_leaves_takes_every_mention_along() -> None:
    problem = problem_from_dict(
        make_problem(
            [
                make_veileder("V1", inhabil_i=["K2"], onsker_par_med=["V3"]),
                make_veileder("V2", ikke_par_med=["V3"]),
                make_veileder("V3"),
            ],
            [make_kommune("K1"), make_kommune("K2")],
            laser={
                "par": [["V1", "V3"]],
                "tildelt": [["V3", "K1"], ["V1", "K1"]],
                "forbudt": [["V2", "K2"], ["V1", "K1"]],
            },
            gjeldende=[
                {"veiledere": ["V1", "V3"], "kommuner": ["K1", "K2"]},
                {"veiledere": ["V3"], "kommuner": ["K1"]},
            ],
            regler={
                "maks_kommuner_per_par": 4,
                "reise_faktor": 1.3,
                "avstander_km": [["V3", "K1", 5], ["V1", "K1", 6], ["V1", "K2", 7]],
            },
        )
    )

    after = change_problem(problem, None, without_veiledere=["V3"], without_kommuner=["K2"])

    assert [v.id for v in after.veiledere] == ["V1", "V2"]
    assert after.veileder("V1").inhabil_i == after.veileder("V1").onsker_par_med == ()
    assert after.veileder("V2").ikke_par_med == ()
    assert after.laser == Laser(tildelt=(("V1", "K1"),), forbudt=(("V1", "K1"),))
    assert [(lag.veiledere, lag.kommuner) for lag in after.gjeldende] == [(("V1",), ("K1",))]
    assert [each.km for each in after.regler.avstander_km] == [6]


def test_somebody_unknown_cannot_leave() -> None:
    problem = problem_from_dict(make_problem())

    with pytest.raises(KeyError):
        without_veileder(problem, None, "V9")
    with pytest.raises(KeyError):
        without_kommune(problem, None, "K9")
    with pytest.raises(UgyldigFilError):
        with_timer(problem, None, {"V1": (300, 200)})


def test_the_difference_names_everyone_who_must_be_told() -> None:
    problem = problem_from_dict(
        make_problem(
            [make_veileder(f"V{n}") for n in (1, 2, 3, 4, 5)],
            [make_kommune(f"K{n}", timer=150) for n in (1, 2, 3)],
        )
    )
    free = solve(problem, max_time_s=None)
    lag = free.par[0]
    before = [
        replace(lag, veiledere=("V1", "V2"), kommuner=("K1",)),
        replace(lag, veiledere=("V3", "V4"), kommuner=("K2",)),
    ]
    after = [
        replace(lag, veiledere=("V1", "V5"), kommuner=("K1", "K3")),
        replace(lag, veiledere=("V4", "V3"), kommuner=("K2",)),
    ]

    told = changes(before, after)

    assert [(each.kommune, each.for_par, each.etter_par, each.nye) for each in told.kommuner] == [
        ("K1", ("V1", "V2"), ("V1", "V5"), ("V5",)),
        ("K3", (), ("V1", "V5"), ("V1", "V5")),
    ]
    assert [
        (each.veileder, each.mister, each.far, each.for_partner, each.etter_partner)
        for each in told.veiledere
    ] == [
        ("V1", (), ("K3",), "V2", "V5"),
        ("V2", ("K1",), (), "V1", None),
        ("V5", (), ("K1", "K3"), None, "V1"),
    ]
    assert told.uberorte_veiledere == ("V3", "V4")
    assert told.uberorte_kommuner == ("K2",)
    assert told.nye == (("V1", "K3"), ("V5", "K1"), ("V5", "K3"))
    assert told.tapte == (("V2", "K1"),)


def test_two_of_different_pairs_locked_together_leave_most_of_the_plan_in_peace(
    round_: tuple[Problem, Forslag],
) -> None:
    problem, plan = round_
    first, second = plan.par[:2]
    others = {v for lag in plan.par[2:] for v in lag.veiledere}
    tried = 0
    for one in first.veiledere:
        for two in second.veiledere:
            if par_hindre(problem, problem.veileder(one), problem.veileder(two)):
                continue
            after = replace(
                change_problem(problem, plan, endring=500), laser=Laser(par=((one, two),))
            )
            seen: list[Progress] = []
            forslag = replan(after, max_time_s=None, on_progress=seen.append)
            if forslag.status is Status.UMULIG:
                continue
            tried += 1
            assert value(forslag) == value(solve(after, max_time_s=None))
            # The very first plan is the old one around the lock, not a new one from nothing.
            start = next(each for each in seen if each.udekket is not None)
            assert start.udekket is not None
            assert start.udekket <= len(first.kommuner) + len(second.kommuner)
            still = {v for lag in forslag.par for v in lag.veiledere}
            assert len(others & still) >= len(others) - 2
    assert tried > 0
