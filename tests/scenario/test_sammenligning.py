from typing import Any

from flask import Flask

from matching import problem_from_dict
from rekruttering.scenario import adapter, forskjeller
from rekruttering.scenario.planbilde import Belastning, Planbilde, Reise, to_belastning
from rekruttering.scenario.sammenligning import (
    Faktaforskjell,
    Kommuneforskjell,
    Veilederforskjell,
    sammenlign,
)
from rekruttering.tildeling.rules.plan import Navn, Utkast, to_lag
from rekruttering.utlysning.rules import STANDARD_VEKTER
from tests.scenario.factories import make_kommunedata, make_problem, make_veilederdata

Lag = tuple[tuple[int, int], tuple[int, ...]]


def make_bilde(
    *lag: Lag,
    veiledere: tuple[int, ...] = (1, 2, 3, 4),
    kommuner: tuple[int, ...] = (1, 2, 3),
    people: dict[int, dict[str, Any]] | None = None,
    places: dict[int, dict[str, Any]] | None = None,
    runde: dict[str, int] = STANDARD_VEKTER,
    **felter: Any,
) -> Planbilde:
    """Return a plan on a problem of these veiledere and municipalities."""
    problem = make_problem(
        [make_veilederdata(f"V{v}", **(people or {}).get(v, {})) for v in veiledere],
        [make_kommunedata(f"K{k}", **(places or {}).get(k, {})) for k in kommuner],
        **felter,
    )
    utkast = Utkast(frozenset(to_lag(par, places) for par, places in lag))
    return adapter.to_planbilde(problem_from_dict(problem), utkast, runde)


NAVN = Navn(
    {1: "Kari Nordmann", 2: "Ola Hansen", 3: "Åse Lie", 4: "Siv Moe"},
    {1: "Alta", 2: "Bodø", 3: "Øksnes", -1804: "Hamar (antatt)"},
)


def test_a_plan_tells_what_it_covers_and_costs() -> None:
    bilde = make_bilde(((1, 2), (1, 2)))
    assert bilde.dekket == {1, 2}
    assert bilde.udekket == {3}
    assert bilde.ubrukte == {3, 4}
    assert bilde.relasjoner == {(1, 1), (2, 1), (1, 2), (2, 2)}
    # Two who lack 20 points each (2 × 40), and 2 × 150 hours from the middle of 100–400.
    assert bilde.ledd["intervju"] == 80
    assert bilde.ledd["belastning"] == 300
    assert bilde.kostnad == bilde.kostnad_runde == 380


def test_costs_are_compared_in_the_weights_of_the_round() -> None:
    own = make_bilde(((1, 2), (1,)), vekter={"intervju": 5})
    assert own.ledd["intervju"] == 200
    assert own.ledd_runde["intervju"] == 80
    assert own.kostnad - own.kostnad_runde == 120


def test_the_price_of_changes_stands_apart() -> None:
    bilde = make_bilde(
        ((1, 2), (1,)),
        vekter={"endring": 10},
        gjeldende=[{"veiledere": ["V3", "V4"], "kommuner": ["K1"]}],
    )
    assert bilde.endring == 20
    assert bilde.kostnad == bilde.kostnad_runde + 20


def test_travel_counts_every_way_and_the_way_between_makkere() -> None:
    north = {"breddegrad": 64.43}
    bilde = make_bilde(((1, 2), (1, 2)), people={2: north}, places={1: north})
    assert bilde.reise == Reise(sum_km=222, lengst_km=111, mellom_km=111)


def test_languages_count_what_is_needed_and_what_is_met() -> None:
    bilde = make_bilde(
        ((1, 2), (1, 2)),
        people={1: {"samiske_sprak": ["sørsamisk"]}, 2: {"malformer": ["bokmål"]}},
        places={
            1: {"samisk_sprak": "sørsamisk", "malform": "nynorsk"},
            2: {"malform": "nøytral"},
            3: {"samisk_sprak": "nordsamisk"},
        },
    )
    assert bilde.sprak.samisk == {"nordsamisk": 1, "sørsamisk": 1}
    assert bilde.sprak.samisk_dekket == {"sørsamisk": 1}
    assert (bilde.sprak.malform, bilde.sprak.malform_kan) == (2, 1)


def test_load_is_told_by_hours_and_distance_from_the_middle() -> None:
    bilde = make_bilde(((1, 2), (1, 2)), ((3, 4), (3,)), people={4: {"timer": [210, 400]}})
    assert to_belastning(bilde) == Belastning(
        minst=200, median=300, mest=400, fra_midten=113.8, utenfor=1
    )
    assert to_belastning(make_bilde()) == Belastning(0, 0, 0, 0.0, 0)


def test_a_municipality_that_changes_pair_is_told_and_the_rest_is_left_in_peace() -> None:
    found = sammenlign(
        make_bilde(((1, 2), (1, 2)), ((3, 4), (3,))), make_bilde(((1, 2), (2,)), ((3, 4), (1, 3)))
    )
    assert found.kommuner == (Kommuneforskjell(1, (1, 2), (3, 4)),)
    assert found.veiledere == (
        Veilederforskjell(1, (1,), (), 2, 2),
        Veilederforskjell(2, (1,), (), 1, 1),
        Veilederforskjell(3, (), (1,), 4, 4),
        Veilederforskjell(4, (), (1,), 3, 3),
    )
    assert found.tapte == ((1, 1), (2, 1))
    assert found.nye == ((3, 1), (4, 1))
    assert found.nye_par == found.opploste_par == ()
    assert (found.uberorte_kommuner, found.uberorte_veiledere) == (2, 0)
    assert not found.is_same
    assert found.fakta == Faktaforskjell()


def test_the_same_plan_is_the_same() -> None:
    found = sammenlign(make_bilde(((1, 2), (1,))), make_bilde(((1, 2), (1,))))
    assert found.is_same
    assert found.fakta.same_facts


def test_plans_on_different_facts_say_in_what() -> None:
    a = make_bilde(((1, 2), (1,)), people={1: {"inhabil_i": ["K3"]}})
    b = make_bilde(
        ((1, 2), (1,)),
        veiledere=(1, 2, 3, 5),
        kommuner=(1, 2, -1804),
        people={2: {"timer": [100, 300]}, 3: {"maks_reise_km": 900}},
        places={2: {"timer": 150}, -1804: {"kommunenummer": "1804"}},
        vekter={"malform": 7},
        regler={"maks_kommuner_per_par": 3, "reise_faktor": 1.0, "avstander_km": []},
    )
    assert sammenlign(a, b).fakta == Faktaforskjell(
        bare_a_kommuner=(3,),
        bare_b_kommuner=(-1804,),
        bare_a_veiledere=(4,),
        bare_b_veiledere=(5,),
        timer={2: (200, 150)},
        band={2: ((100, 400), (100, 300))},
        # V1's tie is to a municipality that only one of them knows: told already.
        andre=("V3",),
        vekter={"malform": (20, 7)},
        maks_kommuner=(4, 3),
    )


def test_a_new_tie_between_those_in_both_is_another_fact() -> None:
    a, b = make_bilde(), make_bilde(people={1: {"inhabil_i": ["K3"]}})
    assert sammenlign(a, b).fakta.andre == ("V1",)
    assert not sammenlign(a, b).fakta.same_facts


def words(a: Planbilde, b: Planbilde) -> forskjeller.Forskjeller:
    return forskjeller.make_forskjeller(sammenlign(a, b), NAVN)


def test_the_difference_list_says_who_goes_from_whom_to_whom(app: Flask) -> None:
    with app.test_request_context():
        found = words(make_bilde(((1, 2), (1, 2))), make_bilde(((3, 4), (1,)), ((1, 2), (2,))))
    assert found.kommuner == ["Alta går fra Kari Nordmann og Ola Hansen til Siv Moe og Åse Lie."]
    assert found.par == ["Siv Moe og Åse Lie blir et par."]
    assert found.veiledere == ["Siv Moe kommer i bruk.", "Åse Lie kommer i bruk."]


def test_one_who_stays_is_told_to_stay(app: Flask) -> None:
    with app.test_request_context():
        found = words(make_bilde(((1, 2), (1,))), make_bilde(((1, 3), (1,))))
    assert found.kommuner == ["Alta beholder Kari Nordmann og får Åse Lie i stedet for Ola Hansen."]
    assert found.par == [
        "Kari Nordmann og Åse Lie blir et par.",
        "Kari Nordmann og Ola Hansen er ikke lenger et par.",
    ]
    assert found.veiledere == ["Ola Hansen blir reserve.", "Åse Lie kommer i bruk."]


def test_municipalities_that_lose_get_come_and_go_have_sentences_of_their_own(app: Flask) -> None:
    a = make_bilde(((1, 2), (1,)), ((3, 4), (3,)))
    b = make_bilde(
        ((1, 2), (2,)),
        ((3, 4), (-1804,)),
        veiledere=(1, 2, 3, 4),
        kommuner=(1, 2, -1804),
        places={-1804: {"kommunenummer": "1804"}},
    )
    with app.test_request_context():
        found = words(a, b)
    assert found.kommuner == [
        "Alta mister Kari Nordmann og Ola Hansen og står uten par.",
        "Bodø stod uten par og får Kari Nordmann og Ola Hansen.",
        "Hamar (antatt) er ny og får Siv Moe og Åse Lie.",
        "Øksnes er ikke med lenger. Den hadde Siv Moe og Åse Lie.",
    ]


def test_somebody_who_is_not_there_any_more_is_no_reserve(app: Flask) -> None:
    a = make_bilde(((1, 2), (1,)))
    b = make_bilde(((3, 4), (1,)), veiledere=(1, 3, 4))
    with app.test_request_context():
        found = words(a, b)
    assert found.veiledere[:2] == ["Kari Nordmann blir reserve.", "Ola Hansen er ikke med lenger."]


def test_different_facts_are_said_in_words(app: Flask) -> None:
    a = make_bilde()
    b = make_bilde(
        veiledere=(1, 2, 3),
        people={1: {"timer": [100, 300]}, 3: {"maks_reise_km": 900}},
        places={2: {"timer": 150}},
        vekter={"malform": 7},
        regler={"maks_kommuner_per_par": 3, "reise_faktor": 1.0, "avstander_km": []},
    )
    with app.test_request_context():
        fakta = sammenlign(a, b).fakta
        assert forskjeller.fact_words(fakta, NAVN) == [
            "Bare den første har med Siv Moe.",
            "Bodø: 200 timer i den første, 150 i den andre.",
            "Kari Nordmann: 100–400 timer i den første, 100–300 i den andre.",
            "Andre opplysninger om 1 veileder eller kommune er ulike, for eksempel reisegrense, "
            "språk eller habilitet.",
        ]
        assert forskjeller.weight_words(fakta) == [
            "Målform: 20 i den første, 7 i den andre.",
            "Flest kommuner for ett par: 4 i den første, 3 i den andre.",
        ]


def test_figures_stand_side_by_side_with_what_changes(app: Flask) -> None:
    a, b = make_bilde(((1, 2), (1,))), make_bilde(((1, 2), (1, 2)))
    with app.test_request_context():
        deler = {del_.tittel: del_.linjer for del_ in forskjeller.make_tabell(a, b)}
        short = [
            (each.tekst, each.a, each.b, each.endring) for each in forskjeller.short_lines(a, b)
        ]
    assert [(each.a, each.b, each.endring) for each in deler["Dekning"]] == [
        ("1", "2", "+1"),
        ("2", "1", "−1"),
    ]
    total = deler["Poeng i rundens vekter nå, færre er bedre"][-1]
    assert (total.a, total.b, total.endring, total.sum) == ("180", "380", "+200", True)
    assert short[0] == ("Kommuner uten par", "2", "1", "−1")
    assert short[2] == ("Poeng i rundens vekter", "180", "380", "+200")


def test_the_outcome_fits_on_one_line(app: Flask) -> None:
    a, b = make_bilde(((1, 2), (1,))), make_bilde(((1, 2), (1, 2)), ((3, 4), (3,)))
    with app.test_request_context():
        assert forskjeller.one_line(b, None) == "0 kommuner uten par · 0 km reise"
        found = sammenlign(a, b)
        line = forskjeller.one_line(a, found)
    assert line == "2 kommuner uten par · 0 km reise · 2 kommuner endret"
