from __future__ import annotations

from dataclasses import replace
from typing import Any

from matching import (
    Faktum,
    Forslag,
    Laser,
    Problem,
    RuleId,
    Solver,
    Sporsmal,
    Utfall,
    alternatives,
    describe,
    problem_from_dict,
    problem_to_dict,
    solve,
    why_not,
    without_pair,
)
from matching.felles.progress import Clock

from .builders import crowded_problem, make_kommune, make_problem, make_veileder
from .oracle import best_value

NO_LIMIT = Solver(Clock(None, None), each_s=1e6)


def solved(problem: dict[str, Any]) -> tuple[Problem, Forslag]:
    read = problem_from_dict(problem)
    return read, solve(read, max_time_s=None)


def with_laser(problem: Problem, **more: Any) -> dict[str, Any]:
    laser = problem.laser
    joined = {name: getattr(laser, name) + tuple(each) for name, each in more.items()}
    return problem_to_dict(replace(problem, laser=replace(laser, **joined)))


def value(utfall: Utfall) -> tuple[int, int]:
    return len(utfall.udekket), utfall.kostnad


def test_next_best_plans_have_the_value_of_the_problem_without_the_placement() -> None:
    asked = 0
    for seed in range(12):
        read, forslag = solved(crowded_problem(seed))
        if not forslag.par:
            continue
        lag = forslag.par[0]
        v, k = lag.veiledere[0], lag.kommuner[0]
        for each in alternatives(read, forslag, v, k, NO_LIMIT, antall=2):
            asked += 1
            best = best_value(with_laser(read, forbudt=each.uten))
            assert (each.utfall and value(each.utfall)) == best
        pair = without_pair(read, forslag, lag.veiledere, NO_LIMIT)
        refusing = problem_to_dict(read)
        for veileder in refusing["veiledere"]:
            if veileder["id"] == lag.veiledere[0]:
                veileder["ikke_par_med"] = [*veileder["ikke_par_med"], lag.veiledere[1]]
        assert (pair.utfall and value(pair.utfall)) == best_value(refusing)
    assert asked > 8


def test_why_not_is_a_rule_or_the_price_of_the_best_plan_that_has_it() -> None:
    solved_ones = refused = 0
    for seed in range(12):
        read, forslag = solved(crowded_problem(seed))
        if forslag.motstrid:
            continue
        a, b = read.veiledere[0].id, read.veiledere[1].id
        k = read.kommuner[0].id
        for asked in (Sporsmal((a,), k), Sporsmal((a, b)), Sporsmal((a, b), k)):
            svar = why_not(read, forslag, asked, NO_LIMIT)
            par = [asked.veiledere] if len(asked.veiledere) == 2 else []
            tildelt = [(v, k) for v in asked.veiledere] if asked.kommune else []
            best = best_value(with_laser(read, par=par, tildelt=tildelt))
            if svar.er_slik:
                assert best == (len(forslag.udekket), forslag.kostnad)
            elif svar.utfall is None:
                refused += 1
                assert best is None
            else:
                solved_ones += 1
                assert value(svar.utfall) == best
                assert svar.utfall.kostnad_endring == svar.utfall.kostnad - forslag.kostnad
    assert solved_ones > 3
    assert refused > 3


def test_why_not_names_each_broken_rule_with_its_figures() -> None:
    problem = make_problem(
        [
            make_veileder("A", maks_reise_km=100, ikke_par_med=["B"], inhabil_i=["K1"]),
            make_veileder("B"),
            make_veileder("C"),
        ],
        [make_kommune("K1", breddegrad=61.0)],
    )
    read, forslag = solved(problem)

    svar = why_not(read, forslag, Sporsmal(("B", "A"), "K1"), NO_LIMIT)

    assert svar.brudd == (
        Faktum(RuleId.INHABIL, ("A",), ("K1",)),
        Faktum(RuleId.FOR_LANG_REISE, ("A",), ("K1",), 145, 100),
        Faktum(RuleId.IKKE_PAR_MED, ("A", "B")),
    )


def test_why_not_says_when_locks_stand_against_it_or_no_lag_can_have_it() -> None:
    people = [make_veileder(each) for each in ("A", "B", "C")]
    read, forslag = solved(make_problem(people, laser={"par": [["A", "B"]]}))
    shy = [make_veileder("A", timer=[0, 90]), *people[1:]]
    other, plan = solved(make_problem(shy))

    locked = why_not(read, forslag, Sporsmal(("A", "C")), NO_LIMIT)
    hours = why_not(other, plan, Sporsmal(("A",), "K1"), NO_LIMIT)

    assert locked.motstrid
    assert hours.grunner is not None
    assert [each.fakta for each in hours.grunner.grunner] == [
        (Faktum(RuleId.FOR_MANGE_TIMER, ("A",), grense=90),)
    ]


def test_a_lock_that_demands_the_placement_leaves_no_alternative() -> None:
    read, forslag = solved(make_problem())
    locked = replace(read, laser=Laser(tildelt=(("V1", "K1"),)))

    (each,) = alternatives(locked, forslag, "V1", "K1", NO_LIMIT)
    paired = replace(read, laser=Laser(par=(("V1", "V2"),)))

    assert each.utfall is None
    assert without_pair(paired, forslag, ("V1", "V2"), NO_LIMIT).utfall is None


def test_a_lag_is_described_with_terms_and_margins() -> None:
    problem = make_problem(
        [make_veileder("A", samiske_sprak=["nordsamisk"], timer=[90, 120]), make_veileder("B")],
        [make_kommune("K1", breddegrad=61.0, samisk_sprak="nordsamisk", fagomrader=["analyse"])],
    )
    read, forslag = solved(problem)

    bilde = describe(read, forslag.par[0])

    assert [(m.veileder, m.timer_over_minst, m.timer_til_mest) for m in bilde.medlemmer] == [
        ("A", 10, 20),
        ("B", 0, 200),
    ]
    a, b = bilde.plasseringer
    assert (a.km, a.km_igjen, a.eneste_med_sprak, b.eneste_med_sprak) == (145, 855, True, False)
    assert a.ledd["reise"] + b.ledd["reise"] == forslag.par[0].ledd["reise"]
    assert bilde.fagomrade == {"K1": 15}
    assert bilde.kommuner_igjen == 3
