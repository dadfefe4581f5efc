from typing import Any

from rekruttering.analyse.visning import fill, fill_all, make_svar
from tests.analyse.factories import make_svar as make_stored

NAVN = {"V12": "Ola Berg", "K7": "Alta", "F18": "Nordland"}


def test_places_are_filled_with_names_and_unknown_ones_with_their_id() -> None:
    assert fill("{V12} har {K7} i {F18}.", NAVN) == "Ola Berg har Alta i Nordland."
    assert fill_all(["{K-1} og {V99}"], NAVN) == ["K-1 og V99"]


def test_a_name_with_braces_is_not_filled_again() -> None:
    assert fill("{V12}", {"V12": "{K7}", "K7": "Alta"}) == "{K7}"


def test_an_answer_is_shown_in_the_readers_language_with_names() -> None:
    utfall = {
        "kostnad_endring": 6,
        "udekket_endring": -1,
        "veiledere": [12, 13],
        "bevist": True,
    }
    valg = {
        "nb": "{V12} tar {K7}.",
        "nn": "{V12} tek {K7}.",
        "utfall": utfall,
        "hvem": {"nb": ["{V12} får {K7}."], "nn": ["{V12} får {K7} òg."]},
        "handling": None,
        "kommune": 7,
    }
    svar = make_svar(make_stored(valg=[valg]), NAVN, "nn")
    [shown] = svar.deler[0].valg
    assert (shown.tekst, shown.hvem) == ("Ola Berg tek Alta.", ("Ola Berg får Alta òg.",))
    assert (shown.poeng, shown.dekker, shown.berorte, shown.bevist) == (6, 1, 2, True)
    assert (shown.kommune, shown.handling, shown.endringer) == (7, None, ())


def test_what_cannot_be_done_has_no_figures() -> None:
    valg: dict[str, Any] = {
        "nb": "Nei.",
        "nn": "Nei.",
        "utfall": None,
        "hvem": {"nb": [], "nn": []},
        "handling": None,
    }
    [shown] = make_svar(make_stored(valg=[valg]), NAVN, "nb").deler[0].valg
    assert (shown.poeng, shown.dekker, shown.berorte, shown.bevist) == (None, None, None, False)


def test_each_kommune_is_a_part_of_its_own() -> None:
    part = {"kommune": 7, "innledning": {"nb": ["{K7}."], "nn": ["{K7}."]}, "valg": []}
    svar = make_svar(make_stored(kommuner=[part]), NAVN, "nb")
    assert [(each.kommune, each.linjer) for each in svar.deler] == [
        (None, ("Slik er planen alt.",)),
        (7, ("Alta.",)),
    ]


def test_an_answer_of_words_alone_is_shown_as_it_is() -> None:
    svar = make_svar({"nb": ["{K7} er dekket."], "nn": ["{K7} er dekt."]}, NAVN, "nb")
    assert svar.deler[0].linjer == ("Alta er dekket.",)
