from datetime import date
from typing import Any

import pytest

from rekruttering.felles.errors import NotFoundError
from rekruttering.kommune import queries
from tests.kommune.factories import make_endring, make_kommune

DAY_2020, DAY_2024 = date(2020, 9, 1), date(2024, 9, 1)


def test_a_number_is_a_municipality_only_in_its_period(context: Any) -> None:
    tromso = queries.find_kommune("5401", DAY_2020)
    assert tromso is not None
    assert tromso.navn_norsk == "Tromsø"
    assert queries.find_kommune("5401", DAY_2024) is None
    assert queries.find_kommune("5401", date(2023, 12, 31)) is tromso
    assert queries.find_kommune("5401", date(2019, 12, 31)) is None


def test_all_municipalities_and_counties_of_2020_and_2024_are_there(context: Any) -> None:
    assert len(queries.list_kommuner(DAY_2020)) == 356
    assert len(queries.list_kommuner(DAY_2024)) == 357
    assert len(queries.list_fylker(DAY_2020)) == 11
    assert len(queries.list_fylker(DAY_2024)) == 15
    assert len(queries.list_embeter(DAY_2020)) == 10
    assert len(queries.list_embeter(DAY_2024)) == 10


def test_names_with_aring_come_last(context: Any) -> None:
    navn = [k.navn for k in queries.list_kommuner(DAY_2020)]
    assert navn[0] == "Aarborte - Hattfjelldal"
    assert navn[-1] == "Åsnes"


def test_two_municipalities_with_the_same_name_are_ordered_by_number(context: Any) -> None:
    heroy = [k.kommunenummer for k in queries.list_kommuner(DAY_2020) if k.navn == "Herøy"]
    assert heroy == ["1515", "1818"]


def test_a_list_can_be_of_one_county_or_one_office(context: Any) -> None:
    fylke = queries.list_kommuner(DAY_2020, fylkesnummer="03")
    embete = queries.list_kommuner(DAY_2020, embete_kode="oslo-og-viken")
    assert [k.navn for k in fylke] == ["Oslo"]
    assert {k.fylkesnummer for k in embete} == {"03", "30"}


@pytest.mark.parametrize(
    ("sok", "numbers"),
    [
        ("karasjohka", ["5437"]),
        ("KARASJOK", ["5437"]),
        ("  0301 ", ["0301"]),
        ("finnes ikke", []),
    ],
)
def test_a_search_takes_names_in_every_language_and_numbers(
    context: Any, sok: str, numbers: list[str]
) -> None:
    assert [k.kommunenummer for k in queries.search_kommuner(DAY_2020, sok)] == numbers


def test_an_office_is_called_what_it_was_called_that_day(context: Any) -> None:
    before, after = (
        queries.find_embete("nordland", day) for day in (date(2020, 12, 31), date(2021, 1, 1))
    )
    assert before is not None
    assert after is not None
    assert before.navn("nb") == "Fylkesmannen i Nordland"
    assert after.navn("nn") == "Statsforvaltaren i Nordland"
    assert after.kortnavn("nb") == after.kortnavn("nn") == "Nordland"


def test_a_county_is_found_by_number_and_day(context: Any) -> None:
    fylke = queries.find_fylke("54", DAY_2020)
    assert fylke is not None
    assert fylke.navn_nordsamisk == "Romsa ja Finnmárku"
    assert queries.find_fylke("54", DAY_2024) is None


def test_a_row_that_is_not_there_is_not_found(context: Any) -> None:
    for get in (queries.get_kommune, queries.get_opplasting):
        with pytest.raises(NotFoundError):
            get(10**9)
    kommune = make_kommune()
    assert queries.get_kommune(kommune.id) is kommune


def test_predecessors_are_followed_in_several_steps(context: Any) -> None:
    assert queries.list_forgjengere("5501") == ["1902", "5401"]
    assert queries.list_etterfolgere("1902") == ["5401", "5501"]


def test_a_merged_municipality_has_many_predecessors_and_not_itself(context: Any) -> None:
    assert queries.list_forgjengere("1103") == ["1141", "1142"]


def test_a_divided_municipality_leads_to_several(context: Any) -> None:
    assert queries.list_etterfolgere("1507") == ["1508", "1580"]
    assert "1580" not in queries.list_samme_kommune("1508")
    assert "1507" in queries.list_samme_kommune("1580")


def test_a_municipality_without_changes_is_itself_alone(context: Any) -> None:
    assert queries.list_samme_kommune("9999") == ["9999"]


def test_a_circle_of_changes_ends(context: Any) -> None:
    make_endring("9901", "9902")
    make_endring("9902", "9901", date(2028, 1, 1))
    assert queries.list_samme_kommune("9901") == ["9901", "9902"]
