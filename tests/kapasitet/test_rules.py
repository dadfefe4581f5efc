from collections import Counter
from typing import Any

import pytest

from rekruttering.kapasitet import rules
from rekruttering.kapasitet.rules import Endringer, Gruppe, Kommunevalg
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud.rules import TilbudStatus


@pytest.mark.parametrize(
    ("status", "tilbud", "signert", "sluttet", "expected"),
    [
        (SoknadStatus.KLADD, None, False, False, None),
        (SoknadStatus.TRUKKET, None, False, False, None),
        (SoknadStatus.AVSLAG, None, False, False, None),
        (SoknadStatus.INNSENDT, None, False, False, Gruppe.KANDIDAT),
        (SoknadStatus.TIL_INTERVJU, None, False, False, Gruppe.KANDIDAT),
        (SoknadStatus.RESERVE, None, False, False, Gruppe.KANDIDAT),
        (SoknadStatus.INNSTILT, TilbudStatus.SENDT, False, False, Gruppe.TILBUD),
        (SoknadStatus.INNSTILT, TilbudStatus.TRUKKET, False, False, Gruppe.KANDIDAT),
        (SoknadStatus.INNSTILT, TilbudStatus.TAKKET_NEI, False, False, None),
        (SoknadStatus.INNSTILT, TilbudStatus.UTLOPT, False, False, None),
        (SoknadStatus.INNSTILT, TilbudStatus.TAKKET_JA, True, False, Gruppe.SIGNERT),
        (SoknadStatus.INNSTILT, TilbudStatus.TAKKET_JA, True, True, None),
    ],
)
def test_who_counts_and_how(
    status: SoknadStatus,
    tilbud: TilbudStatus | None,
    signert: bool,
    sluttet: bool,
    expected: Gruppe | None,
) -> None:
    assert rules.gruppe_of(status, tilbud, signert=signert, sluttet=sluttet) is expected


def test_points_wait_until_everybody_has_an_outcome() -> None:
    assert not rules.has_utfall([])
    assert rules.has_utfall([SoknadStatus.INNSTILT, SoknadStatus.RESERVE])
    for waiting in (SoknadStatus.INNSENDT, SoknadStatus.TIL_INTERVJU, SoknadStatus.INTERVJUET):
        assert not rules.has_utfall([SoknadStatus.INNSTILT, waiting])


def test_municipalities_that_said_no_are_never_covered() -> None:
    ja = {s for s in PuljekommuneStatus if rules.takes_part(s, Kommunevalg.JA)}
    alle = {s for s in PuljekommuneStatus if rules.takes_part(s, Kommunevalg.ALLE)}
    assert ja == {PuljekommuneStatus.TAKKET_JA, PuljekommuneStatus.FORFASE}
    assert alle == ja | {PuljekommuneStatus.IDENTIFISERT}


def test_all_municipalities_are_looked_at_until_one_has_said_yes() -> None:
    assert rules.default_valg({PuljekommuneStatus.IDENTIFISERT: 3}) is Kommunevalg.ALLE
    assert rules.default_valg({PuljekommuneStatus.TAKKET_JA: 1}) is Kommunevalg.JA


def test_the_share_of_yes_is_the_rounds_own_once_it_has_enough_answers() -> None:
    few = Counter({TilbudStatus.TAKKET_JA: 9})
    assert rules.default_sannsynlighet(few) == rules.Jasannsynlighet(80)
    some = Counter(
        {
            TilbudStatus.TAKKET_JA: 7,
            TilbudStatus.TAKKET_NEI: 2,
            TilbudStatus.UTLOPT: 1,
            TilbudStatus.SENDT: 50,
            TilbudStatus.TRUKKET: 50,
        }
    )
    assert rules.default_sannsynlighet(some) == rules.Jasannsynlighet(70, 7, 10)


def test_the_share_of_yes_is_never_all_or_nothing() -> None:
    assert rules.default_sannsynlighet({TilbudStatus.TAKKET_JA: 30}).prosent == 99
    assert rules.default_sannsynlighet({TilbudStatus.UTLOPT: 30}).prosent == 1


def test_an_impossible_share_is_refused() -> None:
    assert rules.sannsynlighet_hindre(1) == rules.sannsynlighet_hindre(100) == []
    assert [h.kode for h in rules.sannsynlighet_hindre(0)] == ["sannsynlighet"]
    assert [h.kode for h in rules.sannsynlighet_hindre(101)] == ["sannsynlighet"]


def test_what_is_missing_is_said_all_at_once() -> None:
    def koder(**values: Any) -> list[str]:
        return [h.kode for h in rules.beregn_hindre(**values)]

    assert koder(pulje=False, kommuner=0, sokere=0) == ["pulje", "sokere"]
    assert koder(pulje=True, kommuner=0, sokere=2) == ["kommuner"]
    assert koder(pulje=True, kommuner=1, sokere=1) == ["sokere"]
    assert koder(pulje=True, kommuner=1, sokere=2) == []


def test_nothing_has_changed() -> None:
    changes = rules.compare({"S1": "kandidat"}, {"S1": "kandidat"}, [], likt=True)
    assert changes == Endringer(0, 0, 0, 0, annet=False)
    assert not changes.noe


def test_who_signs_is_neither_new_nor_gone() -> None:
    before = {"S1": "tilbud", "S2": "kandidat", "S3": "kandidat", "V9": "signert"}
    now = {"V1": "signert", "S2": "kandidat", "S4": "kandidat"}
    assert rules.compare(before, now, ["K1"], likt=False) == Endringer(1, 2, 1, 1, annet=False)


def test_a_change_that_cannot_be_counted_is_still_told() -> None:
    changes = rules.compare({"S1": "kandidat"}, {"S1": "tilbud"}, [], likt=False)
    assert changes == Endringer(0, 0, 0, 0, annet=True)
    assert changes.noe
