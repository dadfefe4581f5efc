from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matching.timeplan import (
    LEDD,
    Intervju,
    Problem,
    RuleId,
    components,
    intervju_brudd,
    plan_brudd,
    plan_ledd,
    plassering_hindre,
    problem_from_dict,
)
from matching.timeplan.candidates import find_starts
from matching.timeplan.rules import (
    BELASTNING,
    DAGSPROGRAM,
    MEDLEM,
    PANEL,
    PLAN,
    PLASSERING,
    Brudd,
)

from .builders import make_medlem, make_problem, make_rom, make_soker, random_problem, span

TI = 10 * 60


def read(*args: Any, **parts: Any) -> Problem:
    return problem_from_dict(make_problem(*args, **parts))


def at(soker: str, start: int = TI, rom: str = "lenke", *medlemmer: str) -> Intervju:
    team = medlemmer or ("M1", "M2")
    return Intervju(soker, start, rom, team[0], team)


def rules(problem: Problem, *plan: Intervju) -> list[RuleId]:
    return [each.regel for each in plan_brudd(problem, plan)]


TOLK = [{"id": "tolk", "ledig": [span("09:00", "10:00")]}]
ALENE: dict[RuleId, tuple[dict[str, Any], dict[str, Any], Intervju]] = {
    RuleId.UTENFOR_RUTENETT: ({}, {}, at("S1", TI + 10)),
    RuleId.SOKER_OPPTATT: ({"ledig": [span("09:00", "10:30")]}, {}, at("S1")),
    RuleId.FEIL_STED: ({"steder": ["oslo"]}, {}, at("S1")),
    RuleId.ROM_STENGT: (
        {},
        {"rom": [make_rom("lenke", "video", apent=[span("10:30", "12:00")])]},
        at("S1"),
    ),
    RuleId.ROM_MANGLER: ({"romkrav": ["rullestol"]}, {}, at("S1")),
    RuleId.RESSURS_STENGT: ({"ressurser": ["tolk"]}, {"ressurser": TOLK}, at("S1")),
    RuleId.INHABIL: ({"inhabile": ["M2"]}, {}, at("S1")),
    RuleId.MEDLEM_OPPTATT: (
        {},
        {"medlemmer": [make_medlem("M1", opptatt=[span("10:30", "11:00")]), make_medlem("M2")]},
        at("S1"),
    ),
    RuleId.MEDLEM_STED: (
        {},
        {"medlemmer": [make_medlem("M1", steder=["oslo"]), make_medlem("M2")]},
        at("S1"),
    ),
    RuleId.FEIL_ANTALL: ({}, {}, at("S1", TI, "lenke", "M1")),
    RuleId.LEDER: (
        {},
        {"medlemmer": [make_medlem("M1", rolle="medlem"), make_medlem("M2")]},
        at("S1"),
    ),
    RuleId.SAMISK_SPRAK: ({"samisk_sprak": "nordsamisk"}, {}, at("S1")),
}


@pytest.mark.parametrize("rule", ALENE)
def test_each_rule_of_one_interview_is_broken_alone(rule: RuleId) -> None:
    changes, parts, intervju = ALENE[rule]
    problem = read([make_soker("S1", **changes)], **parts)

    assert [each.regel for each in intervju_brudd(problem, intervju)] == [rule]
    assert rules(read(), at("S1")) == []


def test_one_who_only_leads_cannot_be_seated_as_a_member() -> None:
    problem = read(medlemmer=[make_medlem("M1"), make_medlem("M2", rolle="leder")])

    assert rules(problem, at("S1", TI, "lenke", "M1", "M2")) == [RuleId.LEDER]
    assert rules(problem, at("S1", TI, "lenke", "M2", "M1")) == []


def test_a_panel_is_named_exactly_where_there_are_panels() -> None:
    paneler = [{"id": "P1", "medlemmer": ["M1", "M2"]}, {"id": "P2", "medlemmer": ["M1"]}]
    problem = read([make_soker("S1", paneler=["P1"])], paneler=paneler)
    named = replace(at("S1"), panel="P1")

    assert rules(problem, named) == []
    assert rules(problem, at("S1")) == [RuleId.FEIL_PANEL]
    assert rules(problem, replace(named, panel="P2")) == [RuleId.UTENFOR_PANEL, RuleId.FEIL_PANEL]


def test_pause_travel_and_limits_of_a_member() -> None:
    liste = [make_soker(f"S{n}", steder=["video", "oslo", "tromso"]) for n in (1, 2)]
    wide = [span("07:00", "18:00"), span("07:00", "18:00", "2020-03-03")]
    liste = [{**each, "ledig": wide} for each in liste]
    strict = [make_medlem("M1", maks_dager=1), make_medlem("M2", maks_per_dag=1)]

    assert rules(read(liste), at("S1"), at("S2", TI + 60)) == [RuleId.PAUSE] * 2
    assert rules(read(liste), at("S1"), at("S2", TI + 90)) == []
    away = at("S2", TI + 60 + 210, "tromso1")
    assert rules(read(liste), at("S1", TI, "oslo1"), away) == [RuleId.REISE] * 2
    assert plan_brudd(read(liste, strict), [at("S1"), at("S2", TI + 90)]) == [
        Brudd(RuleId.FOR_MANGE_PER_DAG, ("M2", "S1", "S2"))
    ]
    assert plan_brudd(read(liste, strict), [at("S1"), at("S2", TI + 1440)]) == [
        Brudd(RuleId.FOR_MANGE_DAGER, ("M1",))
    ]


def test_lunch_is_needed_only_between_before_and_after() -> None:
    lunsj = {"lunsj": {"fra": "11:00", "til": "13:00", "minutter": 30}}
    liste = [make_soker(f"S{n}", ledig=[span("07:00", "18:00")]) for n in (1, 2, 3)]
    problem = read(liste, regler=lunsj)

    def day(*starts: str) -> list[RuleId]:
        minutes = [int(each[:2]) * 60 + int(each[3:]) for each in starts]
        return rules(problem, *(at(f"S{n + 1}", t) for n, t in enumerate(minutes)))

    assert day("10:00", "11:30", "13:00") == []
    assert day("10:30", "12:00", "13:30") == []
    assert day("11:00", "12:30", "14:00") == []
    assert day("10:00", "11:30") == []
    tight = read(liste, regler=lunsj | {"rutenett_min": 5})
    minutes = (10 * 60 + 15, 11 * 60 + 25, 12 * 60 + 35)
    assert rules(tight, *(at(f"S{n + 1}", t) for n, t in enumerate(minutes))) == [RuleId.LUNSJ] * 2


def test_rooms_resources_and_applicants_are_not_used_twice() -> None:
    fire = [make_medlem(f"M{n}") for n in range(1, 5)]
    tolk = [{"id": "tolk", "ledig": [span("07:00", "18:00")]}]
    liste = [make_soker(f"S{n}", steder=["oslo", "video"], ressurser=["tolk"]) for n in (1, 2)]
    problem = read(liste, fire, ressurser=tolk)
    other = ("M3", "M4")

    assert plan_brudd(problem, [at("S1", TI, "oslo1"), at("S2", TI + 30, "oslo1", *other)]) == [
        Brudd(RuleId.ROM_FULLT, ("oslo1", "S1", "S2")),
        Brudd(RuleId.RESSURS_FULL, ("tolk", "S1", "S2")),
    ]
    assert rules(problem, at("S1"), at("S1", TI, "lenke", *other)) == [
        RuleId.SOKER_FLERE,
        RuleId.RESSURS_FULL,
    ]


def test_a_lock_is_broken_by_another_time_and_by_no_place() -> None:
    problem = read(laser=[{"soker": "S1", "start": "2020-03-02T10:30"}])

    assert rules(problem, at("S1", TI + 30)) == []
    assert rules(problem, at("S1")) == [RuleId.LAS]
    assert rules(problem) == [RuleId.LAS]


def test_every_rule_id_is_in_exactly_one_list() -> None:
    lists = [*PLASSERING, *MEDLEM, *PANEL, *DAGSPROGRAM, *BELASTNING, *PLAN]

    assert sorted(lists) == sorted(RuleId)


def test_candidates_are_the_times_no_rule_forbids() -> None:
    for seed in range(12):
        problem = problem_from_dict(random_problem(seed))
        for soker in problem.sokere:
            slow = [
                (start, rom.id)
                for start in range(2 * 1440)
                for rom in problem.rom
                if not plassering_hindre(problem, soker, start, rom)
            ]
            assert [(start, rom.id) for start, rom in find_starts(problem, soker)] == slow


def test_each_term_costs_what_it_says() -> None:
    liste = [
        make_soker("S1", onsker=[span("09:00", "10:00")], steder=["video", "oslo"]),
        make_soker("S2", onsker=[span("10:00", "11:00")]),
    ]
    tre = [make_medlem("M1"), make_medlem("M2"), make_medlem("M3")]
    gjeldende = [
        {
            "soker": "S1",
            "start": "2020-03-02T10:30",
            "rom": "oslo1",
            "leder": "M3",
            "medlemmer": ["M3", "M2"],
        },
        {
            "soker": "S2",
            "start": "2020-03-02T10:00",
            "rom": "lenke",
            "leder": "M3",
            "medlemmer": ["M3"],
        },
    ]
    problem = read(liste, tre, regler={"medpanelister": 2}, gjeldende=gjeldende)

    one = plan_ledd(problem, [at("S1", TI + 30)])
    both = plan_ledd(problem, [at("S1", TI + 30), at("S2", 8 * 60)])

    assert tuple(one) == tuple(LEDD)
    assert one == {
        "onsketid": 10,
        "dag": 20,
        "blanding": 10,
        "belastning": 0,
        "flyttet": 100,
        "byttet": 40,
        "nytt_sted": 50,
    }
    assert (both["onsketid"], both["dag"], both["belastning"]) == (20, 20, 0)
    assert plan_ledd(problem, [])["flyttet"] == 200


def test_groups_that_never_meet_are_counted() -> None:
    a, b = at("S1"), at("S2", TI, "lenke", "M3", "M4")

    assert (components([]), components([a]), components([a, b])) == (0, 1, 2)
    assert components([a, b, at("S3", 0, "lenke", "M2", "M3")]) == 1
