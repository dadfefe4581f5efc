from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from matching import (
    GjeldendeLag,
    Laser,
    UgyldigFilError,
    generate,
    problem_from_dict,
    problem_from_json,
    problem_to_json,
)

from .builders import make_kommune, make_problem, make_veileder, random_problem


def faults(value: Any) -> list[str]:
    with pytest.raises(UgyldigFilError) as caught:
        problem_from_dict(value)
    return [str(feil) for feil in caught.value.feil]


def test_a_problem_survives_the_way_to_json_and_back() -> None:
    problem = generate(12, 8, 3)
    laser = Laser(par=(("V1", "V2"),), forbudt=(("V3", "K1"),))
    problem = replace(problem, laser=laser, gjeldende=(GjeldendeLag(("V1",), ("K1", "K2")),))

    assert problem_from_json(problem_to_json(problem)) == problem


def test_random_files_are_accepted() -> None:
    for seed in range(50):
        problem_from_json(json.dumps(random_problem(seed)))


def test_the_fault_of_a_band_is_named_with_its_path() -> None:
    value = make_problem([make_veileder("V1"), make_veileder("V2", timer=[420, 252])])

    assert faults(value) == ["veiledere[1].timer: 420 > 252"]


def test_all_faults_are_named_at_once() -> None:
    value = make_problem(
        [
            make_veileder("V1", poeng=101, bakgrunn="rektor", extra=1),
            make_veileder("V1", timer=[1, 2, 3], inhabil_i=["K9"]),
        ],
        [make_kommune("K1", timer=100.5, malform=None)],
        laser={"par": [["V1", "V1"]], "tildelt": [["V1", "K7"]]},
    )
    del value["vekter"]["malform"]

    assert faults(value) == [
        "vekter.malform: mangler",
        "veiledere[0].extra: ukjent nøkkel",
        "veiledere[0].bakgrunn: rektor er ikke en av skoleeier, skoleleder, begge, annen",
        "veiledere[1].timer: skal være en liste med 2 verdier, er [1, 2, 3]",
        "kommuner[0].timer: skal være et heltall, er 100.5",
        "kommuner[0].malform: skal være tekst, er null",
        "veiledere[1].id: V1 er brukt før",
        "veiledere[0].poeng: 101 er ikke mellom 0 og 100",
        "veiledere[1].inhabil_i[0]: ukjent id K9",
        "laser.par[0]: V1 kan ikke være par med seg selv",
        "laser.tildelt[0][1]: ukjent id K7",
    ]


def test_a_wrong_type_is_not_blamed_twice() -> None:
    value = make_problem([make_veileder("V1", breddegrad="nord"), make_veileder("V2")])

    assert faults(value) == ['veiledere[0].breddegrad: skal være et tall, er "nord"']


def test_true_is_not_a_whole_number() -> None:
    value = make_problem()
    value["vekter"]["intervju"] = True

    assert faults(value) == ["vekter.intervju: skal være et heltall, er true"]


def test_two_different_distances_for_the_same_two_are_refused() -> None:
    value = make_problem()
    value["regler"]["avstander_km"] = [["V1", "V2", 10], ["V2", "V1", 11], ["K1", "V9", 3]]

    assert faults(value) == [
        "regler.avstander_km[1]: avstanden V2–V1 er gitt to ganger, ulikt",
        "regler.avstander_km[2]: ukjent id V9",
    ]


def test_a_gjeldende_lag_may_have_lost_one_member_but_not_both() -> None:
    one = make_problem(gjeldende=[{"veiledere": ["V1"], "kommuner": ["K1"]}])
    none = make_problem(gjeldende=[{"veiledere": [], "kommuner": ["K1"]}])

    assert problem_from_dict(one).relasjoner == {("V1", "K1")}
    assert faults(none) == ["gjeldende[0].veiledere: skal være en eller to ulike veiledere"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"\xff", "ikke gyldig JSON"),
        (b"{", "ikke gyldig JSON"),
        (b'{"a": 1, "a": 2}', "nøkkelen står to ganger: a"),
        (b'{"a": NaN}', "NaN er ikke et tall i JSON"),
        (b"[" * 100_000, "ikke gyldig JSON"),
        (b"[]", "skal være et objekt"),
    ],
)
def test_text_that_is_no_problem_is_refused(text: bytes, fault: str) -> None:
    with pytest.raises(UgyldigFilError, match=fault):
        problem_from_json(text)
