import json
from typing import Any

import pytest

from matching import check, forslag_to_dict, generate, problem_from_dict, problem_to_json, solve
from rekruttering.scenario import adapter
from rekruttering.scenario.rules import (
    FlereKommuner,
    Innstillinger,
    KommuneTimer,
    LengreReise,
    NyVeileder,
    Sted,
    UtenKommune,
    UtenVeileder,
)
from rekruttering.tildeling.rules.plan import to_lag
from tests.scenario.factories import make_kommunedata, make_problem, make_veilederdata

BODO = Sted("1804", "Bodø", "18", 67.28, 14.4, "nynorsk", "lulesamisk")


def make(**felter: Any) -> dict[str, Any]:
    people = [
        make_veilederdata("V1", onsker_par_med=["V2"], inhabil_i=["K1"]),
        make_veilederdata("V2", maks_reise_km=900, poeng=90),
        make_veilederdata("V3", timer=[150, 420], ikke_par_med=["V1"]),
    ]
    places = [make_kommunedata("K1", timer=120), make_kommunedata("K2"), make_kommunedata("K3")]
    return make_problem(people, places, **felter)


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}


def test_nothing_assumed_is_the_same_problem() -> None:
    problem = make()
    assert problem_from_dict(adapter.tilpass(problem, Innstillinger())) == problem_from_dict(
        problem
    )


def test_weights_and_rules_take_the_place_of_the_rounds() -> None:
    found = adapter.tilpass(make(), Innstillinger({"malform": 7}, maks_kommuner=2))
    assert found["vekter"] == {**make()["vekter"], "malform": 7}
    assert found["regler"]["maks_kommuner_per_par"] == 2


def test_assumed_municipalities_are_real_places_with_what_is_usual_in_the_round() -> None:
    settings = Innstillinger(antakelser=(FlereKommuner("18", "Nordland", (BODO,)),))
    found = by_id(adapter.tilpass(make(), settings)["kommuner"])
    assert list(found) == ["K1", "K2", "K3", "K-1804"]
    assert found["K-1804"] == {
        "id": "K-1804",
        "breddegrad": 67.28,
        "lengdegrad": 14.4,
        "kommunenummer": "1804",
        "fylkesnummer": "18",
        "timer": 200,
        "malform": "nynorsk",
        "samisk_sprak": "lulesamisk",
        "fagomrader": [],
    }


def test_who_is_assumed_away_is_gone_from_wishes_ties_locks_and_the_plan_in_force() -> None:
    problem = make(
        laser={"par": [["V1", "V2"]], "tildelt": [["V2", "K2"]], "forbudt": [["V3", "K1"]]},
        gjeldende=[{"veiledere": ["V1", "V2"], "kommuner": ["K1", "K2"]}],
    )
    settings = Innstillinger(antakelser=(UtenVeileder(2), UtenKommune(1)))
    found = adapter.tilpass(problem, settings)
    assert list(by_id(found["veiledere"])) == ["V1", "V3"]
    assert list(by_id(found["kommuner"])) == ["K2", "K3"]
    assert found["veiledere"][0]["onsker_par_med"] == found["veiledere"][0]["inhabil_i"] == []
    assert found["laser"] == {"par": [], "tildelt": [], "forbudt": []}
    assert found["gjeldende"] == [{"veiledere": ["V1"], "kommuner": ["K2"]}]


def test_hours_and_travel_are_changed_for_those_who_are_meant() -> None:
    found = adapter.tilpass(
        make(), Innstillinger(antakelser=(KommuneTimer(2, 90), LengreReise(600)))
    )
    assert [row["timer"] for row in found["kommuner"]] == [120, 90, 200]
    assert [row["maks_reise_km"] for row in found["veiledere"]] == [600, 900, 600]


def test_one_more_veileder_is_as_most_others_in_what_is_not_said() -> None:
    kind = NyVeileder(1, "skoleeier", "sorsamisk", 2)
    found = adapter.tilpass(make(), Innstillinger(antakelser=(kind,)))["veiledere"][3:]
    assert [row["id"] for row in found] == ["V-1031", "V-1032"]
    assert found[0]["samiske_sprak"] == ["sørsamisk"]
    assert (found[0]["bakgrunn"], found[0]["timer"], found[0]["poeng"]) == (
        "skoleeier",
        [100, 400],
        80,
    )


def test_somebody_who_is_not_there_cannot_be_assumed_away() -> None:
    with pytest.raises(KeyError):
        adapter.tilpass(make(), Innstillinger(antakelser=(UtenVeileder(99),)))


def test_the_same_question_gives_the_same_problem() -> None:
    settings = Innstillinger(
        {"malform": 3}, 3, (NyVeileder(1, "begge", "", 1), FlereKommuner("18", "N", (BODO,)))
    )
    assert adapter.tilpass(make(), settings) == adapter.tilpass(make(), settings)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_solved_under_assumptions_passes_the_engines_own_check(seed: int) -> None:
    base = _numbered(json.loads(problem_to_json(generate(14, 7, seed))))
    settings = Innstillinger(
        {"reise_km_per_poeng": 2, "lik_bakgrunn": 10},
        3,
        (
            FlereKommuner("18", "Nordland", (BODO,)),
            UtenVeileder(1),
            UtenKommune(2),
            KommuneTimer(3, 130),
            NyVeileder(1, "skoleleder", "lulesamisk", 2),
            LengreReise(900),
        ),
    )
    problem = problem_from_dict(adapter.tilpass(base, settings))
    forslag = solve(problem, max_time_s=5.0, seed=1)
    assert check(problem, forslag) == []
    assert not {"V1", "K2"} & {
        each for lag in forslag.par for each in (*lag.veiledere, *lag.kommuner)
    }
    bilde = adapter.to_planbilde(
        problem, adapter.to_utkast(forslag_to_dict(forslag)), base["vekter"]
    )
    assert bilde.kostnad == forslag.kostnad
    assert len(bilde.udekket) == len(forslag.udekket)
    assert bilde.brudd == ()


def _numbered(problem: dict[str, Any]) -> dict[str, Any]:
    """Return a generated problem with ids that are numbers, as rows have them."""
    names = {row["id"]: f"V{n}" for n, row in enumerate(problem["veiledere"], start=1)}
    names |= {row["id"]: f"K{n}" for n, row in enumerate(problem["kommuner"], start=1)}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: renamed(each) for key, each in value.items()}
        if isinstance(value, list):
            return [renamed(each) for each in value]
        return names.get(value, value) if isinstance(value, str) else value

    return dict(renamed(problem))


def test_a_proposal_becomes_a_plain_plan() -> None:
    forslag = {"par": [{"veiledere": ["V2", "V-7001"], "kommuner": ["K3", "K-1804"]}]}
    assert adapter.to_utkast(forslag).lag == {to_lag((2, -7001), (3, -1804))}
