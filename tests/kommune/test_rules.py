from datetime import date

import pytest

from rekruttering.kommune import rules


def test_names_are_in_the_order_of_the_norwegian_alphabet() -> None:
    navn = ["Åsnes", "Ørsta", "Ærdal", "Zoo", "alta", "Bø"]
    assert sorted(navn, key=rules.sort_key) == ["alta", "Bø", "Zoo", "Ærdal", "Ørsta", "Åsnes"]


@pytest.mark.parametrize(
    ("navn", "typed"),
    [("Kárášjohka - Karasjok", "karasjohka"), ("Porsáŋgu", "PORSANGU"), ("Ås", " ås ")],
)
def test_a_search_needs_neither_case_nor_sami_letters(navn: str, typed: str) -> None:
    assert rules.normal_navn(typed) in rules.normal_navn(navn)


def test_a_discarded_list_is_not_stored() -> None:
    assert [h.kode for h in rules.confirm_hindre(discarded=True)] == ["forkastet"]
    assert rules.confirm_hindre(discarded=False) == []


def test_a_stored_list_is_not_discarded() -> None:
    assert [h.kode for h in rules.discard_hindre(confirmed=True)] == ["bekreftet"]
    assert rules.discard_hindre(confirmed=False) == []


def test_an_overlap_names_the_day_of_the_later_row() -> None:
    assert rules.overlap_hinder(date(2024, 1, 1)).verdier == {"dag": "2024-01-01"}


def test_every_word_has_a_text() -> None:
    assert rules.MALFORM_TEKST.keys() == set(rules.KommuneMalform)
    assert rules.SAMISK_TEKST.keys() == set(rules.SamiskSprak)
    assert rules.LISTE_TEKST.keys() == set(rules.Listeslag)
    assert rules.ENDRING_TEKST.keys() == set(rules.Endringstype)
