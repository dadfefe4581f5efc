"""«Why not» is answered with rules that stand, or with a plan that was solved."""

from dataclasses import replace
from itertools import combinations
from typing import Any

from matching import Forslag, Problem, Tildeling, lag_brudd, problem_from_dict
from rekruttering.tildeling.adapter import row_id
from tests.analyse.bestilling import answer, figures, solved, value
from tests.matching.builders import crowded_problem, make_kommune, make_problem, make_veileder


def has_lag(problem: Problem, people: tuple[str, ...], kommune: str | None) -> bool:
    """Return whether any lag at all has these people (in this kommune)."""
    laser = replace(problem.laser, par=(), tildelt=())
    free = replace(problem, laser=laser)
    pairs = [p for p in combinations(free.veiledere, 2) if set(people) <= {v.id for v in p}]
    most = problem.regler.maks_kommuner_per_par
    return any(
        not lag_brudd(free, Tildeling(par, chosen))
        for par in pairs
        for size in range(1, most + 1)
        for chosen in combinations(free.kommuner, size)
        if kommune is None or kommune in [k.id for k in chosen]
    )


def demanded(problem: Problem, people: tuple[str, ...], kommune: str | None) -> Problem:
    laser = problem.laser
    par = (*laser.par, people) if len(people) == 2 else laser.par
    tildelt = (*laser.tildelt, *((v, kommune) for v in people if kommune is not None))
    return replace(problem, laser=replace(laser, par=par, tildelt=tildelt))


def is_so(forslag: Forslag, people: tuple[str, ...], kommune: str | None) -> bool:
    return any(
        set(people) <= set(lag.veiledere) and (kommune is None or kommune in lag.kommuner)
        for lag in forslag.par
    )


def test_every_answer_is_a_rule_that_stands_or_the_best_plan_that_has_it() -> None:
    kinds = {"slik": 0, "regel": 0, "plan": 0}
    for seed in range(12):
        problem = problem_from_dict(crowded_problem(seed))
        forslag = solved(problem)
        if forslag.motstrid:
            continue
        questions = [
            (people, kommune)
            for size in (1, 2)
            for people in combinations([v.id for v in problem.veiledere], size)
            for kommune in (problem.kommuner[0].id, None)
            if size == 2 or kommune is not None
        ]
        for people, kommune in questions:
            parametre: dict[str, Any] = {"veiledere": [row_id(each) for each in people]}
            if kommune is not None:
                parametre["kommune"] = row_id(kommune)
            svar = answer("hvorfor_ikke", problem, forslag, **parametre)
            if is_so(forslag, people, kommune):
                assert svar["nb"] == ["Slik er planen alt."]
                kinds["slik"] += 1
            elif svar["valg"]:
                [valg] = svar["valg"]
                best = solved(demanded(problem, people, kommune))
                assert figures(valg["utfall"]) == value(best)
                kinds["plan"] += 1
            else:
                locks = "Det lar seg ikke gjøre sammen med låsene."
                assert svar["nb"] == [locks] or not has_lag(problem, people, kommune)
                assert solved(demanded(problem, people, kommune)).motstrid
                kinds["regel"] += 1
    assert min(kinds.values()) > 5


def test_a_broken_rule_is_said_with_its_figures() -> None:
    people = [make_veileder("V1"), make_veileder("V2"), make_veileder("V3", maks_reise_km=50)]
    kommuner = [make_kommune("K1", breddegrad=61.0)]
    problem = problem_from_dict(make_problem(people, kommuner))
    svar = answer("hvorfor_ikke", problem, solved(problem), veiledere=[3], kommune=1)
    assert svar["nb"] == ["{V3} har 145 km til {K1} og reiser høyst 50 km."]
    assert svar["nn"] == ["{V3} har 145 km til {K1} og reiser høgst 50 km."]


def unused(**changes: object) -> tuple[Problem, Forslag]:
    """Return a plan with a reserve, V3, who is a little dearer than the two in it."""
    people = [make_veileder("V1"), make_veileder("V2"), make_veileder("V3", poeng=90, **changes)]
    kommuner = [make_kommune("K1"), make_kommune("K2", kommunenummer="1102")]
    problem = problem_from_dict(make_problem(people, kommuner))
    return problem, solved(problem)


def test_a_reserve_is_answered_with_the_cheapest_plans_that_use_them() -> None:
    problem, forslag = unused()
    svar = answer("hvorfor_ikke", problem, forslag, veiledere=[3])
    assert svar["nb"][:2] == [
        "{V3} kan ha 2 av kommunene. Vi regnet ut planen på nytt med {V3} der det ser billigst ut "
        "(1 forsøk).",
        "Planen er bevist best, så ingen plan med {V3} er bedre.",
    ]
    best = min(value(solved(demanded(problem, ("V3",), k.id))) for k in problem.kommuner)
    assert figures(svar["valg"][0]["utfall"]) == best
    assert best > value(forslag)


def test_somebody_who_is_in_the_plan_is_so_already() -> None:
    problem, forslag = unused()
    assert answer("hvorfor_ikke", problem, forslag, veiledere=[1])["nb"] == ["Slik er planen alt."]


def test_somebody_who_can_have_no_kommune_is_told_every_rule() -> None:
    problem, forslag = unused(inhabil_i=["K1"], kommunenummer="1102", timer=[0, 90])
    svar = answer("hvorfor_ikke", problem, forslag, veiledere=[3])
    assert sorted(svar["nb"]) == [
        "{V3} bor i {K2}.",
        "{V3} er inhabil i {K1}.",
        "{V3} har ikke timer nok til {K1} og {K2}.",
        "{V3} kan ikke ha noen av kommunene:",
    ]


def test_many_kommuner_are_named_in_part() -> None:
    people = [make_veileder("V1"), make_veileder("V2"), make_veileder("V3", maks_reise_km=0)]
    kommuner = [make_kommune(f"K{n}", timer=20, breddegrad=61.0) for n in range(1, 7)]
    problem = problem_from_dict(
        make_problem(people, kommuner, regler={"maks_kommuner_per_par": 6, "reise_faktor": 1})
    )
    svar = answer("hvorfor_ikke", problem, solved(problem), veiledere=[3])
    assert svar["nb"][1] == "{V3} har for lang reise til {K1}, {K2}, {K3} og 3 andre kommuner."
    assert svar["nn"][1] == "{V3} har for lang reise til {K1}, {K2}, {K3} og 3 andre kommunar."


def test_two_who_can_never_be_a_pair_are_told_why() -> None:
    far: dict[str, Any] = {"uaktuelle_fylker": ["11"]}
    cases: list[tuple[dict[str, Any], str]] = [
        ({"timer": [350, 400]}, "To i et par har like mange timer. {V3} skal ha minst 350 timer"),
        (far, "{V3} kan ikke ha noen av kommunene:"),
        ({"timer": [150, 190]}, "Begge kan ha {K1} og {K2}, men hvordan de enn settes sammen"),
        ({"inhabil_i": ["K2"]}, "Det er ingen kommune som begge kan ha."),
    ]
    for changes, expected in cases:
        problem, _forslag = unused(**changes)
        first = replace(problem.veiledere[0], inhabil_i=("K1",) if "inhabil_i" in changes else ())
        problem = replace(problem, veiledere=(first, *problem.veiledere[1:]))
        svar = answer("hvorfor_ikke", problem, solved(problem), veiledere=[1, 3])
        assert svar["nb"][0] == "{V1} og {V3} kan ikke være et par:"
        assert svar["nb"][1].startswith(expected)
        assert not has_lag(problem, ("V1", "V3"), None)
        assert len(svar["nn"]) == len(svar["nb"])


def test_two_who_are_kept_apart_by_locks_are_told_so() -> None:
    problem, _forslag = unused()
    locked = replace(problem, laser=replace(problem.laser, par=(("V1", "V2"),)))
    svar = answer("hvorfor_ikke", locked, solved(locked), veiledere=[1, 3])
    assert svar["nb"] == ["Det lar seg ikke gjøre sammen med låsene."]


def test_a_stopped_question_about_a_reserve_says_that_there_was_no_time() -> None:
    problem, forslag = unused()
    svar = answer("hvorfor_ikke", problem, forslag, veiledere=[3], should_stop=lambda: True)
    assert svar["nb"][0] == "Det ble ikke tid til å regne ut en plan med {V3}."
    assert not svar["fullstendig"]
