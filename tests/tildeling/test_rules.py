import pytest

from rekruttering.felles.errors import Hinder
from rekruttering.tildeling.rules import (
    TildelingStatus,
    approve_hindre,
    publish_hindre,
    reject_hindre,
    settings_hindre,
    start_hindre,
)
from rekruttering.tildeling.rules.makker import find_partnere
from rekruttering.tildeling.rules.slekt import map_slekt
from rekruttering.tildeling.rules.tekster import brudd_hindre


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def test_a_run_needs_two_veiledere_and_a_municipality() -> None:
    assert start_hindre(aktiv=False, veiledere=2, kommuner=1) == []
    assert koder(start_hindre(aktiv=True, veiledere=1, kommuner=0)) == [
        "aktiv",
        "veiledere",
        "kommuner",
    ]


@pytest.mark.parametrize(
    ("sekunder", "fro", "expected"),
    [(1, 1, []), (3600, 1_000_000, []), (0, 0, ["maks_sekunder", "fro"])],
)
def test_settings_have_limits(sekunder: int, fro: int, expected: list[str]) -> None:
    assert koder(settings_hindre(sekunder, fro)) == expected


def test_only_an_open_proposal_is_decided() -> None:
    assert approve_hindre(TildelingStatus.FORSLAG, "Ja.", []) == []
    brudd = [Hinder("inhabil", "x")]
    found = approve_hindre(TildelingStatus.PUBLISERT, "", brudd)
    assert koder(found) == ["begrunnelse", "status", "inhabil"]


def test_a_decision_can_be_put_aside_until_it_is_published() -> None:
    assert reject_hindre(TildelingStatus.VEDTATT, "Feil.") == []
    assert koder(reject_hindre(TildelingStatus.PUBLISERT, "")) == ["begrunnelse", "status"]


def test_publishing_needs_a_decision_and_no_other_in_force() -> None:
    assert publish_hindre(TildelingStatus.VEDTATT, [], annen_publisert=False) == []
    found = publish_hindre(TildelingStatus.FORSLAG, [], annen_publisert=True)
    assert koder(found) == ["ikke_vedtatt", "annen_publisert"]


def test_broken_rules_are_said_with_names() -> None:
    found = brudd_hindre(
        [("inhabil", ("V1", "K2")), ("veileder_i_flere_lag", ("V1",))], {"V1": "Kari", "K2": "Alta"}
    )
    assert [hinder.tekst % hinder.verdier for hinder in found] == [
        "Kari kan ikke brukes i Alta på grunn av habilitet.",
        "Kari står i flere par.",
    ]


def test_a_wish_named_twice_counts_once() -> None:
    found = find_partnere("Ola, ola", 1, {"ola": [2]}, {})
    assert (found.funnet, found.ukjent) == ((2,), ())


def test_numbers_are_followed_back_and_forth_but_not_sideways() -> None:
    endringer = [("1", "2"), ("2", "3"), ("1", "4"), ("9", "3")]
    slekt = map_slekt(["2", "8"], endringer)
    assert slekt == {"2": {"1", "2", "3"}, "8": {"8"}}
