"""What the engine answers, against a second opinion that shares no line with it."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

import matching
from rekruttering.analyse import adapter
from rekruttering.analyse.adapter import flaskehals, robusthet
from rekruttering.analyse.adapter.dekning import Frist, only_coverage
from tests.matching.builders import crowded_problem, make_kommune, make_problem, make_veileder
from tests.matching.oracle import best_value

Value = dict[str, Any]
# Where somebody is left to make an offer when two have signed.
MORE_THAN_A_PAIR = [s for s in range(20) if len(crowded_problem(s)["veiledere"]) > 2]


def bare(problem: Value) -> Value:
    """Return the problem as capacity asks about it: nothing locked, no plan in force."""
    return {k: v for k, v in problem.items() if k not in ("laser", "gjeldende")}


def ask(
    type: str,
    problem: Value,
    *,
    grupper: Value | None = None,
    stop: Callable[[], bool] = lambda: False,
    seconds: float = 20,
    **parametre: Any,
) -> Value:
    """Return the answer, through text as it is stored."""
    ids = [v["id"] for v in problem["veiledere"]]
    order = {
        "type": type,
        "problem": problem,
        "forslag": None,
        "parametre": {
            "grupper": {**dict.fromkeys(ids, "kandidat"), **(grupper or {})},
            "fylker": {"11": "Rogaland", "54": "Troms", "18": "Nordland", "50": "Trøndelag"},
            "prosent": 80,
            "rekkefolge": [],
            **parametre,
        },
        "maks_sekunder": seconds,
        "fro": 1,
    }
    svar: Value = json.loads(json.dumps(adapter.find_regner(type)(order, lambda _: None, stop)))
    return svar


def coverage(problem: Value) -> int:
    """Return how many can be covered, by trying every plan."""
    value = best_value(bare(problem))
    assert value is not None
    return len(problem["kommuner"]) - value[0]


def without(problem: Value, gone: set[str]) -> Value:
    """Return the problem without these people."""
    return {
        **problem,
        "veiledere": [
            {
                **v,
                "onsker_par_med": [i for i in v["onsker_par_med"] if i not in gone],
                "ikke_par_med": [i for i in v["ikke_par_med"] if i not in gone],
            }
            for v in problem["veiledere"]
            if v["id"] not in gone
        ],
    }


@pytest.mark.parametrize("seed", range(25))
def test_the_coverage_is_the_best_there_is(seed: int) -> None:
    problem = bare(crowded_problem(seed))
    svar = ask("kapasitet", problem)
    assert svar["dekket"] == svar["mest"] == coverage(problem)
    assert len(svar["udekket"]) == len(problem["kommuner"]) - svar["dekket"]
    served = [k for lag in svar["plan"] for k in lag["kommuner"]]
    assert sorted([*served, *svar["udekket"]]) == sorted(k["id"] for k in problem["kommuner"])


@pytest.mark.parametrize("seed", range(25))
def test_the_parts_by_fylke_add_up_and_count_those_who_can(seed: int) -> None:
    problem = bare(crowded_problem(seed))
    svar = ask("kapasitet", problem)
    parsed = matching.problem_from_dict(problem)
    rows = svar["fylker"]
    assert sum(row["dekket"] for row in rows) == svar["dekket"]
    assert sum(row["timer"] for row in rows) == sum(k["timer"] for k in problem["kommuner"])
    for row in rows:
        here = [k for k in parsed.kommuner if k.fylkesnummer == row["nummer"]]
        can = {
            v.id
            for v in parsed.veiledere
            for k in here
            if not matching.plassering_hindre(parsed, v, k) and v.timer[1] >= k.timer
        }
        assert (row["kommuner"], row["sokere"]) == (len(here), len(can))


@pytest.mark.parametrize("seed", range(25))
def test_each_recruit_covers_what_is_said_when_it_is_tried(seed: int) -> None:
    problem = bare(crowded_problem(seed))
    svar = ask("kapasitet", problem)
    left = len(svar["udekket"])
    parsed = matching.problem_from_dict(problem)
    sides = (matching.Bakgrunn.SKOLEEIER, matching.Bakgrunn.SKOLELEDER)
    for raad in svar["raad"]:
        sprak = () if raad["sprak"] is None else (matching.SamiskSprak(raad["sprak"]),)
        # What is said of the first holds for every base that is named.
        first = raad is svar["raad"][0]
        made = []
        for base in raad["baser"] if first else raad["baser"][:1]:
            with_new = parsed
            for at in range(raad["antall"]):
                number = 1 + sum(v.id.startswith("ny") for v in with_new.veiledere)
                kommune = with_new.kommune(base)
                known = () if at else sprak
                new = matching.recruit(with_new, kommune, sides[at], known, number=number)
                with_new = matching.apply(with_new, [new])
            plan = matching.solve(with_new, max_time_s=20)
            assert len(plan.udekket) == left - raad["gir"] == raad["igjen"]
            made.append(with_new)
        parsed, left = made[0], raad["igjen"]
    covers_all = left == 0
    assert covers_all == any("alle kommuner dekket" in raad["nb"] for raad in svar["raad"]) or (
        not svar["udekket"]
    )


def test_the_bottleneck_is_named_with_its_place() -> None:
    far = {"breddegrad": 69.6, "lengdegrad": 18.9, "fylkesnummer": "54"}
    problem = make_problem(
        [make_veileder(f"S{n}", maks_reise_km=3000) for n in range(1, 5)],
        [
            make_kommune("K1"),
            make_kommune("K2", samisk_sprak="nordsamisk", **far),
            make_kommune("K3", samisk_sprak="nordsamisk", **far),
        ],
    )
    svar = ask("kapasitet", problem)
    assert svar["nb"] == [
        "Med dagens 4 søkere kan 1 av 3 kommuner dekkes. Flaskehalsen er nordsamisk i Troms."
    ]
    assert svar["nn"] == [
        "Med dagens 4 søkjarar kan 1 av 3 kommunar dekkast. Flaskehalsen er nordsamisk i Troms."
    ]
    assert svar["raad"][0]["nb"] == (
        "Én nordsamisktalende til, med base i Troms, dekker to kommuner ({K2} og {K3}). "
        "Da er alle kommuner dekket."
    )
    [first, _second] = svar["hvorfor"]
    assert first["kommune"] == "K2"
    assert "det kan ingen av de 4 søkerne" in first["nb"][0]


def test_too_few_applicants_are_the_bottleneck() -> None:
    problem = make_problem(
        [make_veileder("S1"), make_veileder("S2")],
        [make_kommune(f"K{n}") for n in range(1, 6)],
    )
    svar = ask("kapasitet", problem)
    assert svar["dekket"] == 3
    assert "Flaskehalsen er antallet søkere." in svar["nb"][0]
    assert (
        "Kommunene trenger til sammen 500 timer fra hver av to. "
        "De 2 søkerne kan som par ta høyst 300."
    ) in svar["nb"]
    assert svar["raad"][0]["nb"].startswith("To søkere til")


def test_one_applicant_that_a_language_hangs_by_is_named() -> None:
    problem = make_problem(
        [make_veileder("S1", samiske_sprak=["sørsamisk"]), make_veileder("S2")],
        [make_kommune("K1", samisk_sprak="sørsamisk")],
    )
    svar = ask("kapasitet", problem)
    assert svar["nb"][0] == "Med dagens 2 søkere kan den ene kommunen dekkes."
    assert "Bare {S1} kan sørsamisk" in svar["nb"][1]
    row = next(row for row in svar["sprak"] if row["sprak"] == "sørsamisk")
    assert (row["kommuner"], row["kan"], row["sokere"], row["dekket"]) == (1, 1, 1, 1)


def test_those_who_have_signed_are_also_counted_alone() -> None:
    problem = make_problem(
        [make_veileder(f"{'V' if n < 3 else 'S'}{n}") for n in range(1, 7)],
        [make_kommune(f"K{n}") for n in range(1, 8)],
    )
    grupper = {"V1": "signert", "V2": "signert", "S3": "tilbud", "S4": "tilbud"}
    svar = ask("kapasitet", problem, grupper=grupper)
    assert svar["trinn"] == [
        {"grupper": ["signert"], "antall": 2, "dekket": 3, "mest": 3},
        {"grupper": ["signert", "tilbud"], "antall": 4, "dekket": 6, "mest": 6},
    ]
    assert svar["nb"][0] == (
        "Med 2 som har signert, 2 som har fått tilbud og 2 til som kan få det "
        "kan alle 7 kommuner dekkes."
    )


def test_where_many_are_in_each_others_way_the_limit_that_helps_most_is_named() -> None:
    rng = Random(3)
    reach = [rng.choice((5, 3000)) for _n in range(10)]
    need = [rng.choice((110, 120, 130)) for _n in range(10)]
    problem = make_problem(
        [make_veileder(f"S{n}", timer=[200, 230], maks_reise_km=reach[n]) for n in range(10)],
        [make_kommune(f"K{n}", timer=need[n], breddegrad=60 + n / 4) for n in range(10)],
    )
    parsed = matching.problem_from_dict(problem)
    before = matching.solve(parsed)
    stopp = flaskehals.find_lettelse(
        only_coverage(parsed), before, Frist.within(60, lambda: False), 1
    )
    left = {
        regel.value: len(matching.solve(wider).udekket)
        for regel, wider in flaskehals.without_limit(parsed)
    }
    assert stopp is not None
    assert left[stopp.kode] == min(left.values()) < len(before.udekket)
    assert "Flaskehals" in ask("kapasitet", problem)["nb"][0]


@pytest.mark.parametrize("seed", range(15))
def test_what_is_lost_without_an_applicant_is_what_solving_without_gives(seed: int) -> None:
    problem = bare(crowded_problem(seed))
    svar = ask("verdi", problem)
    assert svar["modus"] == "uten"
    lost = {rad["id"]: rad["kommuner_antall"] for rad in svar["rader"]}
    full = coverage(problem)
    for v in problem["veiledere"]:
        left = without(problem, {v["id"]})
        rest = coverage(left) if len(left["veiledere"]) > 1 else 0
        assert lost.get(v["id"], 0) == full - rest
    assert svar["kan_erstattes"] == len(problem["veiledere"]) - len(lost)


@pytest.mark.parametrize("seed", MORE_THAN_A_PAIR)
def test_what_an_offer_gives_is_what_solving_with_it_gives(seed: int) -> None:
    problem = bare(crowded_problem(seed))
    ids = [v["id"] for v in problem["veiledere"]]
    grupper = dict.fromkeys(ids[:2], "signert")
    svar = ask("verdi", problem, grupper=grupper)
    assert svar["modus"] == "med"
    base = without(problem, set(ids[2:]))
    gives = {rad["id"]: rad for rad in svar["rader"]}
    assert sorted(gives) == sorted(ids[2:])
    for id in ids[2:]:
        with_one = without(problem, set(ids[2:]) - {id})
        assert gives[id]["kommuner_antall"] == coverage(with_one) - coverage(base)
    assert svar["dekket"] == coverage(base)


def test_points_saved_are_those_of_the_two_best_plans() -> None:
    problem = make_problem(
        [
            make_veileder("V1", poeng=60),
            make_veileder("V2", poeng=60),
            make_veileder("S3", poeng=100),
        ],
        [make_kommune("K1", timer=200)],
    )
    svar = ask("verdi", problem, grupper={"V1": "signert", "V2": "signert"})
    before = best_value(without(problem, {"S3"}))
    after = best_value(problem)
    assert before is not None
    assert after is not None
    [rad] = svar["rader"]
    assert (rad["id"], rad["poeng"], rad["poeng_bevist"]) == ("S3", before[1] - after[1], True)


def test_offers_are_counted_until_nine_of_ten_futures_are_covered() -> None:
    # One municipality, one who has signed: it is covered when at least one of the others says yes.
    problem = make_problem(
        [make_veileder("V1"), *(make_veileder(f"S{n}") for n in range(2, 8))],
        [make_kommune("K1")],
    )
    svar = ask("robusthet", problem, grupper={"V1": "signert"}, prosent=50)
    assert (svar["mal"], svar["signert"], svar["sendt"]) == (1, 1, 0)
    # 1 - 0.5^4 = 0.94; drawn futures may be one off.
    assert svar["anbefalt"] in (3, 4, 5)
    shares = [steg["mal_andel"] for steg in svar["steg"]]
    assert shares[0] == 0
    assert shares == sorted(shares)
    for steg in svar["steg"]:
        assert steg["mal_andel"] == pytest.approx(1 - 0.5 ** steg["antall"], abs=0.17)
        assert steg["forventet"] == steg["forventet_mest"]


def test_offers_to_all_may_not_be_enough() -> None:
    problem = make_problem(
        [make_veileder("S1"), make_veileder("S2")],
        [make_kommune("K1")],
    )
    svar = ask("robusthet", problem, prosent=50)
    assert svar["anbefalt"] is None
    assert svar["for_lite"]
    assert svar["nb"][0] == (
        "Tilbud til to søkere holder ikke til den ene kommunen i ni av ti tilfeller. "
        "Dere trenger flere søkere."
    )


def test_those_who_have_an_offer_come_first_whatever_the_plan_says() -> None:
    problem = make_problem([make_veileder(f"S{n}") for n in range(1, 7)])
    svar = ask("robusthet", problem, grupper={"S6": "tilbud"})
    assert svar["rekkefolge"][0] == "S6"
    assert svar["sendt"] == 1


def test_with_nobody_left_to_ask_there_is_no_curve() -> None:
    problem = make_problem([make_veileder("V1"), make_veileder("V2")])
    svar = ask("robusthet", problem, grupper={"V1": "signert", "V2": "signert"})
    assert (svar["steg"], svar["anbefalt"]) == ([], None)


@pytest.mark.parametrize("type", ["kapasitet", "verdi", "robusthet"])
def test_a_question_that_is_stopped_says_what_it_has(type: str) -> None:
    svar = ask(type, bare(crowded_problem(4)), stop=lambda: True)
    assert svar["fullstendig"] is False
    assert {"nb", "nn"} <= set(svar)


@pytest.mark.parametrize("type", ["kapasitet", "verdi", "robusthet"])
def test_the_same_question_gets_the_same_answer(type: str) -> None:
    problem = bare(crowded_problem(7))
    assert ask(type, problem) == ask(type, problem)


def test_where_one_solve_takes_long_the_engines_own_search_says_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(robusthet, "_QUICK_S", -1.0)
    problem = make_problem(
        [make_veileder("V1"), *(make_veileder(f"S{n}") for n in range(2, 8))],
        [make_kommune("K1")],
    )
    svar = ask("robusthet", problem, grupper={"V1": "signert"}, prosent=50)
    # Every future there is was looked at, so the shares are exact: 1 - 0.5^4 = 0.9375.
    assert (svar["eksakt"], svar["framtider"], svar["anbefalt"]) == (True, 64, 4)
    for steg in svar["steg"]:
        assert steg["mal_andel"] == pytest.approx(1 - 0.5 ** steg["antall"], abs=0.001)


def test_who_said_no_to_those_who_have_signed_adds_nothing() -> None:
    problem = make_problem(
        [
            make_veileder("V1", ikke_par_med=["S4"]),
            make_veileder("V2", ikke_par_med=["S4"]),
            make_veileder("V3"),
            make_veileder("S4"),
            make_veileder("S5"),
        ],
        [make_kommune(f"K{n}", timer=300) for n in (1, 2)],
    )
    grupper = dict.fromkeys(("V1", "V2"), "signert") | {"V3": "tilbud"}

    def gives() -> dict[str, int]:
        rader = ask("verdi", problem, grupper=grupper)["rader"]
        return {rad["id"]: rad["kommuner_antall"] for rad in rader}

    assert gives() == {"S4": 1, "S5": 1}
    problem["veiledere"][2]["ikke_par_med"] = ["S4"]
    assert gives() == {"S4": 0, "S5": 1}
