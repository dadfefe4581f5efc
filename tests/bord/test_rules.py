from rekruttering.bord.rules import (
    Filter,
    Kjennetegn,
    Kjenning,
    kommune_tegn,
    matches,
    parse_tegn,
    veileder_tegn,
)

RAD = Kjenning(
    frozenset({Kjennetegn.SAMISK, Kjennetegn.UTEN_PAR}),
    frozenset({"54"}),
    ("Kárášjohka – Karasjok", "Øystein Ås"),
)


def test_an_empty_filter_keeps_every_row() -> None:
    assert Filter().is_empty
    assert matches(Filter(), RAD)


def test_all_marks_that_are_asked_for_must_be_there() -> None:
    assert matches(Filter(tegn=frozenset({Kjennetegn.SAMISK, Kjennetegn.UTEN_PAR})), RAD)
    assert not matches(Filter(tegn=frozenset({Kjennetegn.SAMISK, Kjennetegn.ENDRET})), RAD)


def test_a_fylke_keeps_its_rows_only() -> None:
    assert matches(Filter(fylke="54"), RAD)
    assert not matches(Filter(fylke="50"), RAD)


def test_a_search_needs_every_word_and_knows_no_case_or_accent() -> None:
    for sok in ("karasjohka", "KARASJOK", "øystein", "ås karas", "  Karasjok "):
        assert matches(Filter(sok=sok), RAD), sok
    assert not matches(Filter(sok="karasjok bodø"), RAD)
    assert not Filter(sok="x").is_empty


def test_a_municipality_is_marked_by_what_holds() -> None:
    ingen = kommune_tegn(med_par=True, samisk=False, lengste_km=600, endret=False, merknader=0)
    alle = kommune_tegn(med_par=False, samisk=True, lengste_km=601, endret=True, merknader=2)
    assert ingen == frozenset()
    assert alle == frozenset(Kjennetegn)


def test_a_veileder_is_marked_by_what_holds() -> None:
    ingen = veileder_tegn(i_par=True, samisk=False, km=600, endret=False, merknader=0)
    alle = veileder_tegn(i_par=False, samisk=True, km=601, endret=True, merknader=1)
    assert ingen == frozenset()
    assert alle == frozenset(Kjennetegn)


def test_unknown_marks_in_an_address_are_left_out() -> None:
    assert parse_tegn(["samisk", "tull"]) == frozenset({Kjennetegn.SAMISK})
