from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from matching.timeplan import (
    UgyldigFilError,
    check,
    generate,
    problem_from_dict,
    problem_from_json,
    problem_to_json,
    solve,
    timeplan_from_dict,
    timeplan_from_json,
    timeplan_to_dict,
    timeplan_to_json,
    to_lokal,
    to_minutt,
)

from .builders import make_medlem, make_problem, make_soker, random_problem, span


def faults(value: dict[str, Any]) -> list[str]:
    with pytest.raises(UgyldigFilError) as caught:
        problem_from_dict(value)
    return [str(each) for each in caught.value.feil]


def test_a_problem_survives_the_file() -> None:
    for seed in range(60):
        problem = problem_from_dict(random_problem(seed))
        assert problem_from_json(problem_to_json(problem)) == problem
    large = generate(20, 6, 1)
    assert problem_from_json(problem_to_json(large)) == large


def test_a_timetable_survives_the_file() -> None:
    plan = solve(problem_from_dict(make_problem()))

    assert timeplan_from_json(timeplan_to_json(plan)) == plan
    assert json.loads(timeplan_to_json(plan))["intervjuer"][0]["start"][:10] == "2020-03-02"


def test_times_are_local_minutes_since_the_first_day() -> None:
    problem = problem_from_dict(make_problem())

    assert problem.sokere[0].ledig == ((540, 720),)
    assert to_minutt(problem.forste_dag, datetime.fromisoformat("2020-03-03T01:30")) == 1530
    assert to_lokal(problem.forste_dag, -60) == datetime.fromisoformat("2020-03-01T23:00")


def test_every_fault_is_named_with_its_path() -> None:
    bad = make_problem(
        [
            make_soker("S1", ledig=[span("12:00", "09:00")], steder=["bergen"]),
            make_soker("S1", inhabile=["M9"], ledig=[["2020-03-02", "2020-03-02T10:00"]]),
        ],
        [make_medlem("M1", rolle="sjef"), make_medlem("M2", maks_per_dag=-1)],
        regler={"rutenett_min": 0},
        laser=[{"soker": "S7", "fast": True}],
    )

    assert faults(bad) == [
        "medlemmer[0].rolle: sjef er ikke en av leder, kan_lede, medlem",
        "sokere[1].ledig[0][0]: skal være en lokal tid som 2020-03-02T09:00, er 2020-03-02",
        "laser[0].fast: ukjent nøkkel",
        "regler.rutenett_min: 0 er ikke mellom 1 og 1440",
        "medlemmer[1].maks_per_dag: -1 er ikke mellom 0 og 100",
        "sokere[1].id: S1 er brukt før",
        "sokere[0].ledig[0]: slutten skal være etter begynnelsen",
        "sokere[0].steder[0]: ukjent id bergen",
        "sokere[1].inhabile[0]: ukjent id M9",
        "laser[0].soker: ukjent id S7",
    ]


def test_a_file_of_another_format_is_refused() -> None:
    assert faults({"format": "noe/1"})[0] == "forste_dag: mangler"
    with pytest.raises(UgyldigFilError, match="skal være timeplanforslag/1"):
        timeplan_from_dict({"format": "noe/1"})


def test_check_finds_every_kind_of_wrong_figure() -> None:
    problem = problem_from_dict(make_problem())
    value = timeplan_to_dict(solve(problem))
    assert check(problem, timeplan_from_dict(value)) == []

    def codes(**changes: Any) -> list[str]:
        return [each.kode for each in check(problem, timeplan_from_dict({**value, **changes}))]

    assert codes(kostnad=value["kostnad"] + 1) == ["kostnad", "status"]
    assert codes(ledd={**value["ledd"], "dag": 0}) == ["ledd"]
    assert codes(ledd={**value["ledd"], "sol": 1}) == ["ledd"]
    assert codes(uplassert=["S1"]) == ["uplassert", "status"]
    assert codes(nedre_grense=999) == ["grense", "status"]
    assert codes(forste_dag="2020-03-01")[-1] == "dag"
    assert codes(status="umulig") == ["status"]
    assert codes(motstrid=[{"las": "x", "soker": "S1", "regler": [], "sammen_med": []}]) == [
        "status"
    ]
    stranger = [{**value["intervjuer"][0], "rom": "R9"}]
    assert codes(intervjuer=stranger) == ["ukjent_id"]
    late = [{**value["intervjuer"][0], "start": "2020-03-02T13:00"}]
    assert codes(intervjuer=late) == ["soker_opptatt"]
