"""What the pages say of rules and points is what the engine's rules and terms compute."""

import re
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask

from matching import Problem, generate, problem_from_dict, solve
from rekruttering.analyse.adapter import fakta
from rekruttering.analyse.adapter.bytter import to_utkast_lag
from rekruttering.analyse.plan import Plan
from rekruttering.analyse.routes.ledd import list_ledd, list_ledd_i
from rekruttering.analyse.routes.ord import bakgrunn, fagnavn, handling_tekst, hinder_tekster, hvor
from rekruttering.analyse.routes.regler import BRUTT, HOLDER, NAER, list_laser, list_regler
from rekruttering.tildeling.adapter import vurder
from rekruttering.tildeling.rules.plan import Handling, HandlingType, Laser, Planlag, Utkast, to_lag
from tests.matching.builders import make_kommune, make_problem, make_veileder


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Iterator[None]:
    """Words are said in a request."""
    with app.test_request_context("/"):
        yield


def make_plan(problem: Problem, lag: frozenset[Planlag], laser: Laser | None = None) -> Plan:
    utkast = Utkast(lag, laser or Laser())
    return Plan(cast(Any, SimpleNamespace()), problem, utkast, vurder(problem, utkast), {})


def pair(
    a: dict[str, Any] | None = None, b: dict[str, Any] | None = None, **kommune: Any
) -> tuple[Plan, fakta.Lagfakta]:
    """Return a plan of one pair and one municipality."""
    people = [make_veileder("V1", **(a or {})), make_veileder("V2", **(b or {}))]
    problem = problem_from_dict(make_problem(people, [make_kommune("K1", **kommune)]))
    lag = to_lag((1, 2), (1,))
    plan = make_plan(problem, frozenset({lag}))
    return plan, fakta.describe_lag(problem, plan.vurdering, lag)


def regler(plan: Plan, funnet: fakta.Lagfakta) -> dict[str, str]:
    return {each.tekst: each.stand for each in list_regler(plan, funnet, 1)}


def test_hours_are_said_with_the_way_to_both_limits() -> None:
    said = regler(*pair({"timer": [90, 300]}, {"timer": [0, 130]}))
    first = "V1 har 100 timer. Avtalen er 90–300: 10 over det minste og 200 under det meste."
    second = "V2 har 100 timer. Avtalen er 0–130: 100 over det minste og 30 under det meste."
    assert (said[first], said[second]) == (NAER, HOLDER)


def test_hours_outside_the_agreement_are_broken_and_say_by_how_much() -> None:
    said = regler(*pair({"timer": [120, 300]}, {"timer": [0, 70]}))
    assert said["V1 har 100 timer. Det er 20 for lite: avtalen er 120–300."] == BRUTT
    assert said["V2 har 100 timer. Det er 30 for mye: avtalen er 0–70."] == BRUTT


def test_travel_is_said_with_the_kilometres_that_are_left() -> None:
    said = regler(*pair({"maks_reise_km": 160}, {"maks_reise_km": 3000}, breddegrad=61.0))
    assert said["V1 har 145 km til K1 og reiser opptil 160 km: 15 km igjen til grensen."] == NAER
    assert said["V2 har 145 km til K1, og har ikke satt noen grense."] == HOLDER
    said = regler(*pair({"maks_reise_km": 100}, breddegrad=61.0))
    assert said["V1 har 145 km til K1. Det er 45 km for langt: grensen er 100 km."] == BRUTT


def test_languages_say_who_knows_them() -> None:
    sami = {"samiske_sprak": ["nordsamisk"]}
    cases = [
        (pair(sami, sami, samisk_sprak="nordsamisk"), "og begge kan det.", HOLDER),
        (pair(sami, None, samisk_sprak="nordsamisk"), "Av de to kan bare V1 det.", NAER),
        (pair(None, None, samisk_sprak="nordsamisk"), "og ingen av dem kan det.", BRUTT),
    ]
    for made, expected, stand in cases:
        [found] = [(t, s) for t, s in regler(*made).items() if "nordsamisk" in t]
        assert found[0].endswith(expected)
        assert found[1] == stand


def test_a_rule_that_is_broken_is_not_said_to_hold() -> None:
    said = regler(*pair({"inhabil_i": ["K1"], "ikke_par_med": ["V2"], "uaktuelle_fylker": ["11"]}))
    assert {text for text, stand in said.items() if stand == BRUTT} >= {
        "V1 kan ikke brukes i K1 på grunn av habilitet.",
        "V1 og V2 kan ikke være par.",
        "V1 vil ikke arbeide i fylket der K1 ligger.",
    }
    assert not any(text.startswith("Ingen av dem") for text in said)
    holds = regler(*pair())
    assert [text for text in holds if text.startswith("Ingen av dem")] == [
        "Ingen av dem bor, er ansatt eller er inhabil i K1.",
        "Ingen av dem har sagt nei til fylket.",
        "Ingen av dem har sagt nei til den andre.",
    ]


def test_locks_are_said_as_kept_or_broken() -> None:
    plan, _funnet = pair()
    laser = Laser(
        par=frozenset({(1, 2)}), tildelt=frozenset({(1, 1), (2, 9)}), forbudt=frozenset({(2, 1)})
    )
    locked = replace(plan, utkast=replace(plan.utkast, laser=laser))
    assert {each.tekst: each.stand for each in list_laser(locked, (1, 2))} == {
        "V1 og V2 er festet som par.": HOLDER,
        "V1 er festet til K1.": HOLDER,
        "V2 er festet til K9.": BRUTT,
        "V2 er sperret for K1.": BRUTT,
    }


def test_every_rule_about_a_pair_is_broken_in_words_when_the_engine_finds_it_broken() -> None:
    for seed in range(6):
        problem = generate(10, 6, seed)
        everyone = [int(v.id[1:]) for v in problem.veiledere]
        places = [int(k.id[1:]) for k in problem.kommuner]
        lag = to_lag((everyone[0], everyone[1]), places[:2])
        plan = make_plan(problem, frozenset({lag}))
        funnet = fakta.describe_lag(problem, plan.vurdering, lag)
        broken = [each for each in list_regler(plan, funnet) if each.stand == BRUTT]
        assert bool(broken) == bool(plan.vurdering.brudd)


def test_the_words_of_the_points_stand_beside_points_that_add_up() -> None:
    for seed in range(4):
        problem = generate(12, 6, seed)
        forslag = solve(problem, max_time_s=1.0)
        plan = make_plan(problem, to_utkast_lag(forslag))
        for lag in plan.utkast.lag:
            funnet = fakta.describe_lag(problem, plan.vurdering, lag)
            rows = list_ledd(plan, funnet)
            assert sum(each.poeng for each in rows) == plan.vurdering.lag[lag].kostnad
            assert all(each.hvorfor and all(each.hvorfor) for each in rows)
            travel = next(each for each in rows if each.tekst == "Reise til kommunene")
            said = [int(n) for n in re.findall(r"\((\d+)\)", " ".join(travel.hvorfor))]
            assert sum(said) == travel.poeng
            for kommune in lag.kommuner:
                here = {each.tekst: each.poeng for each in list_ledd_i(plan, funnet, kommune)}
                assert set(here) < {each.tekst for each in rows}
            whole = sum(
                each.poeng
                for kommune in lag.kommuner
                for each in list_ledd_i(plan, funnet, kommune)
            )
            assert whole == sum(
                funnet.ledd[name] for name in ("reise", "malform", "fylkesonske", "fagomrade")
            )


def term(plan: Plan, funnet: fakta.Lagfakta, tekst: str) -> tuple[int, str]:
    row = next(each for each in list_ledd(plan, funnet) if each.tekst == tekst)
    return row.poeng, " ".join(row.hvorfor)


def test_backgrounds_wishes_and_areas_are_said_as_they_are_priced() -> None:
    alike = pair({"bakgrunn": "skoleeier"}, {"bakgrunn": "skoleeier"})
    assert term(*alike, "Bakgrunn i paret") == (100, "De har samme bakgrunn: skoleeier.")
    other = pair({"bakgrunn": "annen"}, {"bakgrunn": "skoleeier"})
    assert term(*other, "Bakgrunn i paret") == (
        40,
        "V1 kommer verken fra skoleeier eller fra skoleledelse.",
    )
    assert term(*pair(), "Bakgrunn i paret") == (0, "Bakgrunnene utfyller hverandre.")
    wished = pair({"onsker_par_med": ["V2"]}, {"onsker_par_med": ["V2"]})
    assert term(*wished, "Ønske om makker") == (15, "V1 ønsket V2. V2 ønsket en annen makker.")
    lacks = pair({"malformer": ["bokmål"]}, None, malform="nynorsk", fagomrader=["analyse"])
    assert term(*lacks, "Målform") == (20, "V1 skriver ikke nynorsk, som K1 bruker.")
    assert term(*lacks, "Fagområder som mangler") == (
        15,
        "K1 trenger analyse. Det har ingen av dem.",
    )
    elsewhere = pair({"onskede_fylker": ["18"]})
    assert term(*elsewhere, "Ønske om fylke") == (
        5,
        "V1 ønsket andre fylker enn det K1 ligger i.",
    )


def test_steps_by_hand_have_words() -> None:
    plan, _funnet = pair()
    said = {
        HandlingType.FLYTT: ((1, 2), (1,), "Flytt K1 til V1 og V2"),
        HandlingType.BYTT_KOMMUNER: ((), (1, 2), "La K1 og K2 bytte par"),
        HandlingType.NYTT_PAR: ((3, 4), (1,), "Lag et nytt par av V3 og V4 til K1"),
        HandlingType.LOSNE_PAR: ((1, 2), (), "Løsne paret V1 og V2"),
        HandlingType.TILLAT: ((1,), (1,), "Fjern sperren av V1 for K1"),
        HandlingType.LOSNE: ((1,), (1,), "Løsne V1 fra K1"),
    }
    for type, (people, places, expected) in said.items():
        assert handling_tekst(plan, Handling(type, people, places)) == expected
    assert handling_tekst(plan, Handling(HandlingType.FLYTT, (), (1,))) == "Ta K1 ut av planen"
    swap = Handling(HandlingType.BYTT_VEILEDER, (1, 3))
    assert handling_tekst(plan, swap) == "La V3 ta plassen til V1"
    both = replace(plan, utkast=Utkast(frozenset({to_lag((1, 2), (1,)), to_lag((3, 4), (2,))})))
    assert handling_tekst(both, swap) == "La V1 og V3 bytte plass"


def test_places_people_and_areas_have_words() -> None:
    plan, funnet = pair({"bakgrunn": "skoleleder"})
    assert hvor(plan, 1) == "Med V2 i K1"
    assert hvor(plan, 3) == "Reserve"
    assert bakgrunn(funnet.medlemmer[0]) == "Skoleleder"
    assert fagnavn(["analyse", "noe annet"]) == "analyse og noe annet"
    far = replace(funnet.plasser[0], hindre=("for_lang_reise", "inhabil"), km=90, grense_km=50)
    assert hinder_tekster(far) == ["har 90 km dit og reiser høyst 50 km", "er inhabil der"]
