import pytest

from rekruttering.felles.errors import Hinder
from rekruttering.habilitet import rules
from rekruttering.habilitet.rules import Tilstand


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def test_undeclared_is_not_clear_and_not_barred() -> None:
    assert (rules.is_clear(None), rules.is_barred(None)) == (False, False)


@pytest.mark.parametrize("tilstand", Tilstand)
def test_every_state_is_either_clear_or_barred(tilstand: Tilstand) -> None:
    assert rules.is_clear(tilstand) is not rules.is_barred(tilstand)


def test_a_tie_needs_a_reason_and_no_tie_does_not() -> None:
    assert koder(rules.declare_hindre(None, Tilstand.MISTENKT, "")) == ["grunn"]
    assert koder(rules.declare_hindre(None, Tilstand.INGEN, "")) == []
    assert koder(rules.declare_hindre(None, Tilstand.ERKLART, "Søsken.")) == []


def test_nobody_declares_what_only_a_decision_can_say() -> None:
    assert koder(rules.declare_hindre(None, Tilstand.AVKLART, "")) == ["erklaring"]


@pytest.mark.parametrize("before", [Tilstand.AVKLART, Tilstand.BEKREFTET])
def test_a_decision_is_pinned(before: Tilstand) -> None:
    assert koder(rules.declare_hindre(before, Tilstand.INGEN, "")) == ["avgjort"]


def test_a_tie_once_mentioned_is_not_taken_back_by_the_person() -> None:
    assert koder(rules.declare_hindre(Tilstand.MISTENKT, Tilstand.INGEN, "")) == ["ma_avgjores"]
    assert koder(rules.declare_hindre(Tilstand.MISTENKT, Tilstand.ERKLART, "Søsken.")) == []
    assert koder(rules.declare_hindre(Tilstand.INGEN, Tilstand.MISTENKT, "Kollega.")) == []


def test_a_case_is_decided_by_someone_else_with_a_reason() -> None:
    assert koder(rules.decide_hindre(Tilstand.AVKLART, "Lenge siden.", egen_sak=False)) == []
    assert koder(rules.decide_hindre(Tilstand.INGEN, "", egen_sak=True)) == [
        "avgjorelse",
        "begrunnelse",
        "egen_sak",
    ]
