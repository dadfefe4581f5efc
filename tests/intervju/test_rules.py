from datetime import UTC, datetime, timedelta

import pytest

from rekruttering.felles.errors import Hinder
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju import rules
from rekruttering.intervju.rules import IntervjuStatus, Opptatt, Plass
from rekruttering.intervju.rules.ramme import Ramme
from rekruttering.soknad.rules import SoknadStatus

START = datetime(2020, 3, 24, 9, tzinfo=UTC)
BEFORE = START - timedelta(days=3)


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def plass(
    id: int,
    tilstand: Tilstand | None = Tilstand.INGEN,
    *,
    leder: bool = False,
) -> Plass:
    return Plass(id, f"Medlem {id}", leder, tilstand)


def test_the_lead_leads_until_a_tie_moves_the_place_to_the_first_clear_member() -> None:
    undeclared = [plass(1, None, leder=True), plass(2)]
    assert rules.acting_leader(undeclared) == 1
    inhabil = [plass(2, None), plass(1, Tilstand.ERKLART, leder=True), plass(3)]
    assert rules.acting_leader(inhabil) == 3
    assert rules.acting_leader([plass(1, Tilstand.BEKREFTET, leder=True), plass(2, None)]) is None


def test_a_panel_has_a_name_two_members_with_the_role_and_a_lead_among_them() -> None:
    assert rules.panel_hindre("Nord", [1, 2], 1, frozenset({1, 2})) == []
    assert koder(rules.panel_hindre("", [1, 1], 3, frozenset())) == [
        "navn",
        "for_fa",
        "leder",
        "ikke_panel",
    ]


def test_only_the_shortlisted_are_planned_and_never_before_someone_with_a_tie() -> None:
    assert rules.plan_hindre(SoknadStatus.TIL_INTERVJU, None, "Lenke", []) == []
    hindre = rules.plan_hindre(SoknadStatus.TRUKKET, IntervjuStatus.HOLDT, "", ["Kari", "Per"])
    assert koder(hindre) == ["status", "holdt", "sted", "inhabil", "inhabil"]


HOUR = timedelta(hours=1)


def test_an_interview_may_end_with_the_window_and_not_after_it() -> None:
    vindu = (START, START + HOUR)
    assert rules.time_hindre((START, START + HOUR), BEFORE, vindu, [], 0, Ramme()) == []
    late = (START + timedelta(minutes=1), START + HOUR + timedelta(minutes=1))
    assert koder(rules.time_hindre(late, BEFORE, vindu, [], 0, Ramme())) == ["vindu"]
    assert rules.time_hindre(late, BEFORE, None, [], 0, Ramme()) == []


@pytest.mark.parametrize(("minutes", "free"), [(69, False), (70, True), (-69, False), (-70, True)])
def test_members_have_ten_minutes_between_interviews(minutes: int, free: bool) -> None:
    other = START + timedelta(minutes=minutes)
    opptatt = [Opptatt("Kari", other, other + HOUR)]
    hindre = rules.time_hindre((START, START + HOUR), BEFORE, None, opptatt, 0, Ramme())
    assert (hindre == []) is free


def test_a_panel_has_five_interviews_a_day_and_none_in_the_past() -> None:
    tid = (START, START + HOUR)
    assert rules.time_hindre(tid, BEFORE, None, [], 4, Ramme()) == []
    assert koder(rules.time_hindre(tid, START, None, [], 5, Ramme())) == ["passert", "full_dag"]


def test_an_interview_is_marked_from_its_first_minute_and_only_once() -> None:
    assert rules.mark_hindre(IntervjuStatus.PLANLAGT, START, START) == []
    assert koder(rules.mark_hindre(IntervjuStatus.PLANLAGT, START, BEFORE)) == ["for_tidlig"]
    assert koder(rules.mark_hindre(IntervjuStatus.AVLYST, START, START)) == ["status"]
