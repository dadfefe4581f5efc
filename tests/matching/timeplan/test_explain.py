from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matching.timeplan import (
    Arsak,
    Forklaring,
    Problem,
    UtveiSlag,
    explain,
    generate,
    problem_from_dict,
    setninger,
    solve,
    to_lokal,
)

from .builders import make_medlem, make_problem, make_rom, make_soker, span


def only(problem: Problem) -> Forklaring:
    (forklaring,) = explain(problem, solve(problem), max_time_s=None)
    return forklaring


def read(soker: dict[str, Any], *others: dict[str, Any], **parts: Any) -> Problem:
    medlemmer = parts.pop("medlemmer", None)
    return problem_from_dict(make_problem([*others, soker], medlemmer, **parts))


def slag(forklaring: Forklaring) -> list[UtveiSlag]:
    return [each.slag for each in forklaring.utveier]


def test_one_who_is_never_there_long_enough_needs_another_time() -> None:
    forklaring = only(read(make_soker("S1", ledig=[span("09:00", "09:30")])))

    assert [each.arsak for each in forklaring.grunner] == [Arsak.INGEN_TID]
    assert slag(forklaring) == [UtveiSlag.NY_TID]
    assert forklaring.alt_provd


CASES: list[tuple[dict[str, Any], dict[str, Any], Arsak, UtveiSlag]] = [
    (
        {"steder": ["tromso"]},
        {"rom": [make_rom("lenke", "video")]},
        Arsak.ROM,
        UtveiSlag.NYTT_STED,
    ),
    (
        {"ressurser": ["tolk"]},
        {"ressurser": [{"id": "tolk", "ledig": [span("14:00", "16:00")]}]},
        Arsak.RESSURS,
        UtveiSlag.NY_TID,
    ),
    (
        {},
        {"medlemmer": [make_medlem("M1"), make_medlem("M2", opptatt=[span("08:00", "15:00")])]},
        Arsak.PANEL,
        UtveiSlag.MEDLEM_LEDIG,
    ),
    (
        {},
        {"medlemmer": [make_medlem(m, rolle="medlem") for m in ("M1", "M2")]},
        Arsak.LEDER,
        UtveiSlag.NYTT_MEDLEM,
    ),
    ({"samisk_sprak": "nordsamisk"}, {}, Arsak.SPRAK, UtveiSlag.SPRAKKYNDIG),
]


@pytest.mark.parametrize(("soker", "parts", "arsak", "utvei"), CASES)
def test_reason_and_way_out(
    soker: dict[str, Any], parts: dict[str, Any], arsak: Arsak, utvei: UtveiSlag
) -> None:
    forklaring = only(read(make_soker("S1", **soker), **parts))

    assert [each.arsak for each in forklaring.grunner] == [arsak]
    assert utvei in slag(forklaring)


def test_one_crowded_out_is_told_by_what() -> None:
    hour = [span("09:00", "10:00")]
    fire = [make_medlem(f"M{n}") for n in range(1, 5)]
    full = read(
        make_soker("S2", ledig=hour, steder=["oslo"]),
        make_soker("S1", ledig=hour, steder=["oslo"]),
        medlemmer=fire,
    )
    busy = read(make_soker("S2", ledig=hour), make_soker("S1", ledig=hour))

    assert only(full).grunner[0].arsak is Arsak.ROM_OPPTATT
    assert UtveiSlag.NYTT_ROM in slag(only(full))
    assert only(busy).grunner[0].arsak is Arsak.PANEL_OPPTATT
    assert UtveiSlag.NY_TID in slag(only(busy))


def test_a_poor_plan_is_mended_by_moving_others() -> None:
    problem = problem_from_dict(
        make_problem([make_soker("S1"), make_soker("S2", ledig=[span("09:00", "10:00")])])
    )
    good = solve(problem)
    poor = replace(
        good,
        uplassert=("S2",),
        intervjuer=(replace(good.intervjuer[1], soker="S1", start=9 * 60),),
    )

    (forklaring,) = explain(problem, poor, max_time_s=None)

    first = forklaring.utveier[0]
    assert first.slag is UtveiSlag.FLYTT
    assert [each.soker for each in first.endringer] == ["S1"]


def test_the_sentences_come_in_both_written_forms() -> None:
    problem = read(
        make_soker("S1"),
        medlemmer=[make_medlem("M1"), make_medlem("M2", opptatt=[span("08:00", "15:00")])],
    )
    forklaring = only(problem)

    def words(malform: str) -> list[str]:
        return setninger(
            forklaring,
            lambda own: {"S1": "Kari", "M2": "Ola"}.get(own, own),
            lambda t: f"{to_lokal(problem.forste_dag, t):%d.%m. %H:%M}",
            malform,
        )

    assert words("nb")[0] == (
        "5 mulige tidspunkter: for få panelmedlemmer er ledige, habile og kan være på stedet."
    )
    assert any("Ola gjør seg ledig 02.03. " in each for each in words("nb"))
    assert any("Ola gjer seg ledig 02.03. " in each for each in words("nn"))
    assert len(words("nb")) == len(words("nn"))


def test_every_way_out_of_a_large_problem_was_tried() -> None:
    problem = generate(30, 6, 3)
    plan = solve(problem, max_time_s=1.0)

    for forklaring in explain(problem, plan, max_time_s=3.0):
        assert forklaring.grunner
        for utvei in forklaring.utveier:
            assert utvei.intervju.soker == forklaring.soker
    assert all(not each.alt_provd for each in explain(problem, plan, max_time_s=0.0))
