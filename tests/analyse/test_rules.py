import pytest

from rekruttering.analyse.rules import (
    ALTERNATIVER,
    FORKLARING,
    HVORFOR_IKKE,
    OM_PLAN,
    UDEKKET,
    Sporsmal,
    find_label,
    make_labels,
    sporsmal_from,
    sporsmal_hindre,
    sporsmal_tekst,
)
from rekruttering.tildeling.rules.plan import Utkast, to_lag

UTKAST = Utkast(frozenset({to_lag((1, 2), (10, 11))}))


@pytest.mark.parametrize(
    ("sporsmal", "koder"),
    [
        (Sporsmal(HVORFOR_IKKE), ["veiledere"]),
        (Sporsmal(HVORFOR_IKKE, (1, 1)), ["veiledere"]),
        (Sporsmal(HVORFOR_IKKE, (3,)), []),
        (Sporsmal(HVORFOR_IKKE, (3, 1), 10), []),
        (Sporsmal(FORKLARING), []),
        (Sporsmal(UDEKKET, (), 12), []),
        (Sporsmal(UDEKKET, (), 10), ["endret"]),
        (Sporsmal(ALTERNATIVER, (2, 1)), []),
        (Sporsmal(ALTERNATIVER, (1,)), ["endret"]),
        (Sporsmal(ALTERNATIVER, (1, 3)), ["endret"]),
        (Sporsmal(ALTERNATIVER, (1,), 10), []),
        (Sporsmal(ALTERNATIVER, (1, 2), 11), []),
        (Sporsmal(ALTERNATIVER, (3,), 10), ["endret"]),
        (Sporsmal(ALTERNATIVER, (), 10), ["endret"]),
    ],
)
def test_a_question_must_make_sense_of_the_plan_as_it_is(
    sporsmal: Sporsmal, koder: list[str]
) -> None:
    assert [hinder.kode for hinder in sporsmal_hindre(sporsmal, UTKAST, (12,))] == koder


def test_there_is_nothing_to_explain_where_all_have_a_pair() -> None:
    [hinder] = sporsmal_hindre(Sporsmal(FORKLARING), UTKAST, ())
    assert hinder.kode == "alle"


def test_a_question_comes_back_from_what_is_stored() -> None:
    for sporsmal in (
        Sporsmal(HVORFOR_IKKE, (1, 3), 10),
        Sporsmal(ALTERNATIVER, (1, 2)),
        Sporsmal(UDEKKET, (), 12),
        Sporsmal(FORKLARING),
    ):
        assert sporsmal_from(sporsmal.type, sporsmal.parametre) == sporsmal


def test_who_is_named_first_makes_no_other_question() -> None:
    one, other = Sporsmal(HVORFOR_IKKE, (3, 1)), Sporsmal(HVORFOR_IKKE, (1, 3))
    assert one.parametre == other.parametre


def test_every_question_has_words_of_its_own() -> None:
    shapes = [
        Sporsmal(type, people, place)
        for type in OM_PLAN
        for people in ((), (1,), (1, 2))
        for place in (None, 10)
    ]
    said = [sporsmal_tekst(each) for each in shapes]
    known = [text for text in said if text != "Et svar fra beregningen"]
    assert len(known) == len(set(known)) == 9


def test_people_with_the_same_name_are_told_apart() -> None:
    assert make_labels({3: "Ola Berg", 1: "Ola Berg", 2: "Kari Vik"}) == {
        1: "Ola Berg",
        2: "Kari Vik",
        3: "Ola Berg (2)",
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("  ola   BERG ", (1, [])),
        ("vik", (2, [])),
        ("ola berg (2)", (3, [])),
        ("berg", (None, ["Ola Berg", "Ola Berg (2)"])),
        ("Nobody", (None, [])),
        ("", (None, [])),
    ],
)
def test_a_typed_name_means_one_person_or_says_who_it_could_be(
    typed: str, found: tuple[int | None, list[str]]
) -> None:
    assert find_label(typed, {1: "Ola Berg", 2: "Kari Vik", 3: "Ola Berg (2)"}) == found
