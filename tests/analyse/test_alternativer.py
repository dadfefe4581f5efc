"""Every alternative is the best plan of the problem it claims to solve."""

import re
from dataclasses import replace
from typing import Any

from matching import Forslag, Problem, forslag_from_dict, problem_from_dict
from rekruttering.analyse.adapter.bytter import to_utkast_lag
from rekruttering.tildeling.adapter import row_id, vurder
from rekruttering.tildeling.rules.plan import Utkast, utfor
from rekruttering.tildeling.rules.plan_json import handling_from_json
from tests.analyse.bestilling import SPRAK, answer, figures, solved, value
from tests.matching.builders import crowded_problem, make_kommune, make_problem, make_veileder

PLACE = re.compile(r"\{([VKF]\d+)\}")


def problems(number: int) -> list[tuple[Problem, Forslag]]:
    """Return tiny problems with a plan."""
    found = []
    for seed in range(number):
        problem = problem_from_dict(crowded_problem(seed))
        forslag = solved(problem)
        if forslag.par:
            found.append((problem, forslag))
    return found


def barred(problem: Problem, *uten: tuple[str, str]) -> Problem:
    laser = problem.laser
    return replace(problem, laser=replace(laser, forbudt=(*laser.forbudt, *uten)))


def test_each_alternative_has_the_value_of_the_plan_without_those_people_there() -> None:
    asked = 0
    for problem, forslag in problems(14):
        lag = forslag.par[0]
        people = [row_id(each) for each in lag.veiledere]
        for who in ([people[0]], people):
            kommune = row_id(lag.kommuner[0])
            svar = answer("alternativer", problem, forslag, veiledere=who, kommune=kommune)
            for valg in svar["valg"]:
                best = solved(barred(problem, *(tuple(each) for each in valg["uten"])))
                utfall = valg["utfall"]
                assert (utfall and figures(utfall)) == (value(best) if not best.motstrid else None)
                asked += 1
    assert asked > 20


def test_without_a_pair_the_value_is_that_of_the_plan_where_they_refuse_each_other() -> None:
    asked = 0
    for problem, forslag in problems(14):
        a, b = forslag.par[0].veiledere
        svar = answer("alternativer", problem, forslag, veiledere=[row_id(a), row_id(b)])
        people = (
            replace(v, ikke_par_med=(*v.ikke_par_med, b)) if v.id == a else v
            for v in problem.veiledere
        )
        best = solved(replace(problem, veiledere=tuple(people)))
        [valg] = svar["valg"]
        expected = None if best.motstrid else value(best)
        assert (valg["utfall"] and figures(valg["utfall"])) == expected
        asked += 1
    assert asked > 5


def test_a_step_by_hand_that_is_offered_makes_that_very_plan() -> None:
    offered = 0
    for problem, forslag in problems(30):
        for lag in forslag.par:
            people = [row_id(each) for each in lag.veiledere]
            svar = answer(
                "alternativer", problem, forslag, veiledere=people, kommune=row_id(lag.kommuner[0])
            )
            for valg in svar["valg"]:
                if valg["handling"] is None:
                    continue
                utkast = Utkast(to_utkast_lag(forslag))
                then = vurder(problem, utfor(utkast, handling_from_json(valg["handling"])))
                assert (len(then.udekket), then.kostnad) == figures(valg["utfall"])
                assert [each for each in then.brudd if not each[0].startswith("las_")] == []
                offered += 1
    assert offered > 3


def three_people() -> tuple[Problem, Forslag]:
    """Return a plan of two, and a third who costs a little more."""
    people = [make_veileder("V1"), make_veileder("V2"), make_veileder("V3", poeng=90)]
    problem = problem_from_dict(make_problem(people, [make_kommune("K1")]))
    return problem, solved(problem)


def test_who_is_touched_is_said_person_by_person() -> None:
    problem, forslag = three_people()
    svar = answer("alternativer", problem, forslag, veiledere=[1], kommune=1)
    assert svar["valg"][0]["hvem"]["nb"] == [
        "{V1} mister {K1} og blir reserve.",
        "{V2} beholder kommunene sine. Ny makker: {V3}.",
        "{V3} er reserve nå, og får {K1} sammen med {V2}.",
    ]
    assert svar["valg"][0]["hvem"]["nn"][0] == "{V1} mistar {K1} og blir reserve."
    assert svar["valg"][0]["nb"] == (
        "Uten {V1} i {K1}: {V2} og {V3} tar {K1}. Da har alle kommuner et par. "
        "Planen blir 20 poeng dyrere (220 i alt). "
        "3 veiledere får andre kommuner eller en annen partner."
    )


def test_people_who_are_touched_gain_and_lose_what_the_lines_say() -> None:
    for problem, forslag in problems(14):
        lag = forslag.par[0]
        svar = answer(
            "alternativer",
            problem,
            forslag,
            veiledere=[row_id(lag.veiledere[0])],
            kommune=row_id(lag.kommuner[0]),
        )
        for valg in svar["valg"]:
            if valg["utfall"] is None:
                continue
            said = {PLACE.findall(line)[0] for line in valg["hvem"]["nb"]}
            assert said == {f"V{each}" for each in valg["utfall"]["veiledere"]}
            assert len(valg["hvem"]["nb"]) == len(valg["hvem"]["nn"])


def test_a_lock_that_demands_the_placement_leaves_no_alternative() -> None:
    problem, forslag = three_people()
    locked = replace(problem, laser=replace(problem.laser, tildelt=(("V1", "K1"),)))
    svar = answer("alternativer", locked, forslag, veiledere=[1], kommune=1)
    assert [valg["utfall"] for valg in svar["valg"]] == [None]
    assert svar["nb"] == ["Uten {V1} i {K1}: Det lar seg ikke gjøre sammen med låsene."]


def worse(problem: Problem, *lag: tuple[tuple[str, str], tuple[str, ...]]) -> Forslag:
    """Return a plan that a person made, measured; nothing is known of how good it is."""
    pairs = {
        (row_id(a), row_id(b)): tuple(row_id(each) for each in kommuner) for (a, b), kommuner in lag
    }
    from rekruttering.tildeling.adapter import to_forslag
    from rekruttering.tildeling.rules.plan import to_lag

    utkast = Utkast(frozenset(to_lag(par, kommuner) for par, kommuner in pairs.items()))
    grenser: dict[str, Any] = {
        "udekket": [],
        "nedre_grense": 0,
        "nedre_grense_udekket": 0,
        "kjoring": {"versjon": "1.0", "fro": 1, "sekunder": 0.0, "traader": 1},
    }
    return forslag_from_dict(to_forslag(vurder(problem, utkast), grenser))


def test_a_plan_made_by_hand_is_told_beside_the_best_one() -> None:
    problem, best = three_people()
    by_hand = worse(problem, (("V1", "V3"), ("K1",)))
    svar = answer("alternativer", problem, by_hand, veiledere=[1, 3])
    saved = by_hand.kostnad - best.kostnad
    assert svar["innledning"]["nb"] == [
        f"Planen er ikke den beste: Regnet ut på nytt med de samme låsene blir den {saved} poeng "
        f"billigere ({best.kostnad} i alt). Alt under er målt mot planen slik den er nå."
    ]


def test_a_plan_made_by_hand_that_leaves_somebody_out_is_told_so() -> None:
    people = [make_veileder(f"V{n}") for n in (1, 2, 3, 4)]
    kommuner = [make_kommune("K1", timer=300), make_kommune("K2", timer=300)]
    problem = problem_from_dict(make_problem(people, kommuner))
    by_hand = worse(problem, (("V1", "V2"), ("K1",)))
    svar = answer("alternativer", problem, by_hand, veiledere=[1, 2])
    assert svar["innledning"]["nb"][0].startswith(
        "Planen er ikke den beste: Regnet ut på nytt med de samme låsene får 1 kommune til et par."
    )


def test_a_plan_that_breaks_a_rule_is_answered_with_the_rule() -> None:
    problem, _best = three_people()
    people = (replace(problem.veiledere[0], inhabil_i=("K1",)), *problem.veiledere[1:])
    broken = replace(problem, veiledere=people)
    for type in ("alternativer", "hvorfor_ikke"):
        svar = answer(type, broken, worse(broken, (("V1", "V2"), ("K1",))), veiledere=[1, 2])
        assert svar["nb"] == [
            "Planen bryter en regel. Da kan vi ikke forklare den ennå.",
            "{V1} er inhabil i {K1}.",
            "Rett planen for hånd, eller la resten bli regnet ut på nytt. Spør så igjen.",
        ]
        assert svar["nn"][1] == "{V1} er inhabil i {K1}."
        assert (svar["brutt"], svar["valg"]) == (True, [])


def test_locks_that_a_plan_does_not_keep_are_left_aside_and_named() -> None:
    problem, best = three_people()
    laser = replace(problem.laser, par=(("V1", "V3"),), tildelt=(("V3", "K1"),))
    svar = answer("alternativer", replace(problem, laser=laser), best, veiledere=[1], kommune=1)
    assert svar["innledning"]["nb"][:2] == [
        "{V3} er festet til {K1}, men planen er ikke slik. Svaret ser bort fra den låsen.",
        "{V1} og {V3} er festet som par, men planen er ikke slik. Svaret ser bort fra den låsen.",
    ]
    assert figures(svar["valg"][0]["utfall"]) == value(solved(barred(problem, ("V1", "K1"))))


def test_a_question_that_is_stopped_says_that_not_all_was_tried() -> None:
    problem, forslag = three_people()
    svar = answer(
        "alternativer", problem, forslag, veiledere=[1], kommune=1, should_stop=lambda: True
    )
    assert (svar["fullstendig"], svar["valg"]) == (False, [])
    assert svar["nb"] == ["Det var ikke tid til å lete gjennom alt."]


def test_an_answer_tells_how_far_it_has_come_and_speaks_both_languages() -> None:
    problem, forslag = three_people()
    told: list[dict[str, Any]] = []
    svar = answer("alternativer", problem, forslag, veiledere=[1], kommune=1, told=told)
    assert [each["gjort"] for each in told][:3] == [0, 1, 1]
    assert {each["totalt"] for each in told} == {4}
    for sprak in SPRAK:
        assert svar[sprak] == [
            *svar["innledning"][sprak],
            *(valg[sprak] for valg in svar["valg"]),
        ]


def test_only_places_stand_for_names() -> None:
    problem, forslag = three_people()
    svar = answer("alternativer", problem, forslag, veiledere=[1], kommune=1)
    for line in (*svar["nb"], *svar["nn"], *svar["valg"][0]["hvem"]["nb"]):
        assert "{" in line
        assert re.findall(r"\{[^}]*\}", line) == [f"{{{each}}}" for each in PLACE.findall(line)]
