from datetime import date

import pytest

from rekruttering.pulje import rules
from rekruttering.pulje.rules import Deltakelse, PuljekommuneStatus

S = PuljekommuneStatus


def deltakelse(**felter: object) -> Deltakelse:
    verdier: dict[str, object] = {
        "kommune": "Alta",
        "pulje": "Pulje 2018",
        "trukket_dato": date(2018, 3, 1),
        "innsats_til_dato": date(2021, 7, 31),
        "status": S.FORFASE,
        **felter,
    }
    return Deltakelse(**verdier)  # type: ignore[arg-type]  # shorter than naming the types


@pytest.mark.parametrize(
    ("felter", "inside"),
    [
        ({}, True),
        ({"innsats_til_dato": date(2020, 3, 1)}, True),
        ({"innsats_til_dato": date(2020, 2, 29)}, False),
        ({"trukket_dato": date(2020, 3, 2)}, False),
        ({"status": S.AVSLUTTET}, False),
        ({"status": S.TAKKET_NEI}, False),
    ],
)
def test_a_period_holds_a_municipality_to_its_last_day(
    felter: dict[str, object], inside: bool
) -> None:
    assert rules.is_in_ordning(deltakelse(**felter), date(2020, 3, 1)) is inside


def test_a_reason_names_both_municipalities_when_they_differ() -> None:
    found = rules.identifisert_hindre(
        "Nye Alta", date(2020, 3, 1), [deltakelse(), deltakelse(status=S.AVSLUTTET)]
    )
    assert [hinder.tekst % hinder.verdier for hinder in found] == [
        "Nye Alta kan ikke trekkes ut nå: Alta, som den er slått sammen med eller delt fra, er med "
        "i «Pulje 2018» til 31.07.2021."
    ]


@pytest.mark.parametrize(("timer", "refused"), [(0, True), (1, False), (2000, False), (2001, True)])
def test_hours_have_limits(timer: int, refused: bool) -> None:
    assert bool(rules.timer_hindre(timer)) is refused


@pytest.mark.parametrize(
    ("status", "svar", "koordinator", "kode"),
    [
        (S.IDENTIFISERT, S.TAKKET_JA, False, None),
        (S.TAKKET_JA, S.TAKKET_JA, False, None),
        (S.TAKKET_JA, S.TAKKET_NEI, False, "har_svart"),
        (S.TAKKET_JA, S.TAKKET_NEI, True, None),
        (S.FORFASE, S.TAKKET_NEI, True, "begynt"),
        (S.IDENTIFISERT, S.FORFASE, True, "svar"),
    ],
)
def test_who_may_answer_when(
    status: PuljekommuneStatus, svar: PuljekommuneStatus, koordinator: bool, kode: str | None
) -> None:
    found = rules.answer_hindre(status, svar, koordinator=koordinator)
    assert [hinder.kode for hinder in found] == ([kode] if kode else [])


def test_phases_follow_each_other() -> None:
    assert rules.advance_hindre(S.TAKKET_JA, S.FORFASE) == []
    assert [h.kode for h in rules.advance_hindre(S.IDENTIFISERT, S.FORFASE)] == ["fase"]


def test_a_yes_is_taken_back_before_a_municipality_is_taken_out() -> None:
    assert rules.remove_hindre(S.TAKKET_NEI) == []
    assert [h.kode for h in rules.remove_hindre(S.FORFASE)] == ["takket_ja"]


def test_a_draw_is_one_per_round_and_before_the_work() -> None:
    assert rules.pulje_hindre(date(2020, 8, 1), date(2020, 8, 1), finnes=False) == []
    found = rules.pulje_hindre(date(2020, 8, 2), date(2020, 8, 1), finnes=True)
    assert [hinder.kode for hinder in found] == ["finnes", "trukket_sent"]


def test_a_municipality_stands_once_in_a_draw() -> None:
    assert rules.duplicate_hindre("Alta", finnes=False) == []
    assert [h.kode for h in rules.duplicate_hindre("Alta", finnes=True)] == ["finnes"]
