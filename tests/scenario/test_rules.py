import json
from typing import Any

import pytest

from rekruttering.scenario import tekster
from rekruttering.scenario.rules import (
    ANTAKELSER_MAKS,
    ENDRING_POENG,
    Antakelse,
    Endringspris,
    FlereKommuner,
    Innstillinger,
    KommuneTimer,
    LengreReise,
    NyVeileder,
    Runde,
    Sted,
    UtenKommune,
    UtenVeileder,
    antakelse_from_json,
    antatt_kommune_id,
    antatt_veileder_ids,
    choose_steder,
    innstillinger_from_json,
    innstillinger_to_json,
    km_of_points,
    navn_hindre,
    points_of_km,
    prove_hindre,
    real_hindre,
    turned,
    vekter_hindre,
    with_antakelse,
)
from rekruttering.utlysning.rules import STANDARD_VEKTER, VEKT_TEKST

BODO = Sted("1804", "Bodø", "18", 67.28, 14.4, "bokmal", "")
RANA = Sted("1833", "Rana", "18", 66.31, 14.14, "bokmal", "sorsamisk")
NORDLAND = FlereKommuner("18", "Nordland", (BODO, RANA))
ALLE: tuple[Antakelse, ...] = (
    NORDLAND,
    UtenKommune(7),
    KommuneTimer(8, 300),
    UtenVeileder(12),
    NyVeileder(7, "skoleeier", "nordsamisk", 2),
    LengreReise(600),
)
RUNDE = Runde({11, 12, 13}, {7, 8, 9})


def koder(innstillinger: Innstillinger, navn: str = "Prøve", runde: Runde = RUNDE) -> list[str]:
    return [hinder.kode for hinder in prove_hindre(innstillinger, navn, runde)]


def test_settings_survive_the_way_through_json() -> None:
    settings = Innstillinger({"reise_km_per_poeng": 3}, 3, ALLE, levende=True)
    text = json.dumps(innstillinger_to_json(settings))
    assert innstillinger_from_json(json.loads(text)) == settings


def test_nothing_set_is_an_empty_object_and_other_keys_are_passed_over() -> None:
    assert innstillinger_to_json(Innstillinger()) == {}
    assert innstillinger_from_json({"hendelse": 4}) == Innstillinger()
    assert Innstillinger().is_empty
    assert not Innstillinger(maks_kommuner=2).is_empty


@pytest.mark.parametrize(
    "value",
    [
        {"type": "uten_kommune"},
        {"type": "uten_kommune", "kommune": "7"},
        {"type": "uten_kommune", "kommune": 7, "mer": 1},
        {"type": "noe_annet", "kommune": 7},
        {"kommune": 7},
    ],
)
def test_what_is_no_assumption_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError)):
        antakelse_from_json(value)


def test_a_run_that_can_be_decided_on_keeps_weights_and_rules_only() -> None:
    settings = Innstillinger({"malform": 5}, 3, ALLE, levende=True)
    assert settings.real() == Innstillinger({"malform": 5}, 3)
    assert [hinder.kode for hinder in real_hindre(settings)] == ["antatt"]
    assert real_hindre(settings.real()) == []


def test_who_is_assumed_has_the_same_negative_id_in_every_trial() -> None:
    assert antatt_kommune_id(BODO) == -1804
    assert antatt_veileder_ids(NyVeileder(7, "skoleeier", "", 2)) == (-7001, -7002)
    assert antatt_veileder_ids(NyVeileder(7, "skoleleder", "nordsamisk", 1)) == (-7111,)
    assert antatt_veileder_ids(NyVeileder(7, "annen", "sorsamisk", 1)) == (-7331,)


def test_the_municipalities_most_like_the_puljes_are_chosen_and_the_number_breaks_ties() -> None:
    oslo = Sted("0301", "Oslo", "03", 59.9, 10.7, "noytral", "")
    steder = [(RANA, 900), (oslo, 700_000), (BODO, 1100)]
    assert choose_steder(steder, 1000, 2) == (BODO, RANA)
    assert choose_steder(steder, 1000, 5) == (BODO, RANA, oslo)


def test_what_can_be_assumed_is_not_refused() -> None:
    assert koder(Innstillinger({"malform": 0}, 12, ALLE)) == []


@pytest.mark.parametrize(
    ("antakelse", "kode"),
    [
        (FlereKommuner("18", "Nordland", ()), "ingen_steder"),
        (UtenKommune(99), "kommune"),
        (KommuneTimer(99, 100), "kommune"),
        (KommuneTimer(7, 0), "timer"),
        (UtenVeileder(99), "veileder"),
        (NyVeileder(99, "skoleeier", "", 1), "kommune"),
        (NyVeileder(7, "rektor", "", 1), "slag"),
        (NyVeileder(7, "skoleeier", "samisk", 1), "slag"),
        (NyVeileder(7, "skoleeier", "", 0), "antall"),
        (NyVeileder(7, "skoleeier", "", 10), "antall"),
        (LengreReise(0), "km"),
        (LengreReise(3001), "km"),
    ],
)
def test_what_cannot_be_assumed_says_why(antakelse: Antakelse, kode: str) -> None:
    assert koder(Innstillinger(antakelser=(antakelse,))) == [kode]


def test_every_reason_against_a_trial_is_given() -> None:
    settings = Innstillinger({"malform": -1, "ukjent": 3}, 13, (UtenVeileder(99),))
    assert koder(settings, "x" * 81) == [
        "navn",
        "vekt_malform",
        "vekt",
        "maks_kommuner",
        "veileder",
    ]
    many = tuple(LengreReise(km) for km in range(1, ANTAKELSER_MAKS + 2))
    assert koder(Innstillinger(antakelser=many)) == ["for_mange"]


def test_somebody_and_some_place_must_be_left() -> None:
    two = Runde({11, 12}, {7})
    without = Innstillinger(antakelser=(UtenVeileder(11), UtenKommune(7)))
    assert koder(without, runde=two) == ["for_fa", "for_fa"]
    more = (*without.antakelser, NORDLAND, NyVeileder(7, "begge", "", 1))
    assert koder(Innstillinger(antakelser=more), runde=two) == []


def test_a_name_is_demanded_and_may_not_be_too_long() -> None:
    assert navn_hindre("Fem til i Nordland") == []
    assert [hinder.tekst for hinder in navn_hindre(" ")] == ["Skriv et navn."]
    assert [hinder.verdier for hinder in navn_hindre("x" * 81)] == [{"mest": 80}]


def test_weights_have_the_limits_of_the_round() -> None:
    assert vekter_hindre({"reise_km_per_poeng": 1, "malform": 10_000}) == []
    wrong = vekter_hindre({"reise_km_per_poeng": 0, "malform": 10_001})
    assert [hinder.verdier for hinder in wrong] == [
        {"minst": 1, "mest": 10_000},
        {"minst": 0, "mest": 10_000},
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NORDLAND, FlereKommuner("18", "Nordland", (RANA,))),
        (UtenKommune(7), KommuneTimer(7, 100)),
        (KommuneTimer(7, 100), UtenKommune(7)),
        (LengreReise(100), LengreReise(200)),
        (UtenVeileder(12), UtenVeileder(12)),
        (NyVeileder(7, "begge", "", 1), NyVeileder(7, "begge", "", 3)),
    ],
)
def test_a_new_assumption_takes_the_place_of_one_about_the_same(
    old: Antakelse, new: Antakelse
) -> None:
    before = Innstillinger(antakelser=(old, UtenKommune(9)))
    assert with_antakelse(before, new).antakelser == (UtenKommune(9), new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NORDLAND, FlereKommuner("50", "Trøndelag", (RANA,))),
        (UtenKommune(7), UtenKommune(8)),
        (NyVeileder(7, "begge", "", 1), NyVeileder(8, "begge", "", 1)),
        (UtenVeileder(11), UtenVeileder(12)),
    ],
)
def test_assumptions_about_others_stand_beside_each_other(old: Antakelse, new: Antakelse) -> None:
    assert with_antakelse(Innstillinger(antakelser=(old,)), new).antakelser == (old, new)


def test_only_weights_that_were_turned_are_kept() -> None:
    assert turned({"malform": 20, "fagomrade": 16}, STANDARD_VEKTER) == {"fagomrade": 16}


def test_points_are_told_as_kilometres_and_back() -> None:
    assert km_of_points(100, 5) == 500
    assert points_of_km(100, 5) == 20
    assert points_of_km(100, 8) == 13
    assert points_of_km(100, 1000) == 0


def test_every_weight_of_a_round_has_words_and_a_meaning() -> None:
    assert tekster.VEKTER.keys() == VEKT_TEKST.keys()
    assert {each.gruppe for each in tekster.VEKTER.values()} == set(tekster.GRUPPER)


@pytest.mark.parametrize(
    ("navn", "vekt", "verdier"),
    [
        ("lik_bakgrunn", 100, {"poeng": 100, "km": 500}),
        ("intervju", 2, {"poeng": 20, "km": 100}),
        ("time_fra_midten", 1, {"poeng": 10, "km": 50}),
        ("reise_km_per_poeng", 4, {"poeng": 25, "km": 125}),
        ("parreise_km_per_poeng", 20, {"poeng": 5, "km": 25}),
        ("endring", 0, {}),
    ],
)
def test_what_a_weight_means(navn: str, vekt: int, verdier: dict[str, int]) -> None:
    assert tekster.mening_of(navn, vekt, 5)[1] == verdier


def test_a_price_on_changes_grows_with_its_words() -> None:
    assert [ENDRING_POENG[pris] for pris in Endringspris] == [0, 20, 120, 10_000]
    assert tekster.PRIS_TEKST.keys() == set(Endringspris)
