from datetime import UTC, date, datetime, time, timedelta

import pytest

from rekruttering.felles.clock import local
from rekruttering.felles.errors import Hinder
from rekruttering.horing import rules
from rekruttering.horing.rules import Behandling, Mottakerslag
from rekruttering.horing.rules.plan import (
    Horingslag,
    Horingsplan,
    merke,
    plan_from_json,
    plan_to_json,
)

NOW = datetime(2020, 5, 4, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def test_the_last_second_of_the_term_is_in_time() -> None:
    assert rules.is_in_time(NOW, NOW + timedelta(microseconds=999_999))
    assert not rules.is_in_time(NOW, NOW + SECOND)


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        # Oslo is an hour before UTC until 2020-03-29 at 02, and two from then until 2020-10-25.
        (date(2020, 3, 29), time(1, 59, 59), datetime(2020, 3, 29, 0, 59, 59, tzinfo=UTC)),
        (date(2020, 3, 29), time(3), datetime(2020, 3, 29, 1, tzinfo=UTC)),
        (date(2020, 10, 25), time(1, 59, 59), datetime(2020, 10, 24, 23, 59, 59, tzinfo=UTC)),
        (date(2020, 10, 25), time(3), datetime(2020, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_the_term_is_the_second_that_stood_on_the_wall_in_oslo(
    day: date, at: time, utc: datetime
) -> None:
    frist = local(day, at)
    assert frist == utc
    assert rules.is_in_time(frist, utc)
    assert not rules.is_in_time(frist, utc + SECOND)


def test_a_hearing_is_open_until_the_term_a_person_or_a_decision_ends_it() -> None:
    assert rules.is_open(None, NOW, NOW, i_spill=True)
    assert not rules.is_open(None, NOW, NOW + SECOND, i_spill=True)
    assert not rules.is_open(NOW, NOW + SECOND, NOW, i_spill=True)
    assert not rules.is_open(None, NOW, NOW, i_spill=False)


def test_recipients_have_three_whole_days_at_least() -> None:
    assert rules.frist_hindre(NOW + timedelta(days=3), NOW) == []
    assert koder(rules.frist_hindre(NOW + timedelta(days=3) - SECOND, NOW)) == ["frist"]
    assert rules.frist_hindre(NOW + timedelta(days=180), NOW) == []
    assert koder(rules.frist_hindre(NOW + timedelta(days=180) + SECOND, NOW)) == ["frist"]


def test_own_words_are_demanded_in_every_language_that_a_recipient_reads() -> None:
    assert rules.melding_hindre("", "", {"nb", "nn"}) == []
    assert rules.melding_hindre("Hei", "Hei", {"nb", "nn"}) == []
    assert rules.melding_hindre("Hei", "", {"nb"}) == []
    assert koder(rules.melding_hindre("Hei", "", {"nb", "nn"})) == ["melding_nn"]
    assert koder(rules.melding_hindre("", "Hei", {"nb", "nn"})) == ["melding_nb"]


def test_one_text_serves_both_languages_when_nobody_reads_the_other() -> None:
    assert rules.choose_melding("Ei", "Eit", "nn") == "Eit"
    assert rules.choose_melding("Ei", "Eit", "nb") == "Ei"
    assert rules.choose_melding("Ei", "", "nn") == "Ei"
    assert rules.choose_melding("", "Eit", "nb") == "Eit"


def test_only_an_undecided_plan_is_heard_once_at_a_time_and_by_somebody() -> None:
    assert rules.send_hindre(forslag=True, apen=False, mottakere=1) == []
    found = rules.send_hindre(forslag=False, apen=True, mottakere=0)
    assert koder(found) == ["status", "apen", "mottakere"]


def test_what_is_over_takes_no_answers_and_no_objections() -> None:
    for refuse in (rules.answer_hindre, rules.objection_hindre, rules.remind_hindre):
        assert refuse(apen=True) == []
        assert koder(refuse(apen=False)) == ["avsluttet"]


def test_nobody_says_nothing_and_something_at_once() -> None:
    assert rules.nothing_hindre(0, meldt=False) == []
    assert koder(rules.nothing_hindre(1, meldt=True)) == ["har_merknader", "har_meldt"]
    assert rules.nothing_said_hindre(sagt=True) == []
    assert koder(rules.nothing_said_hindre(sagt=False)) == ["tomt"]


def test_a_term_moves_only_later_and_not_after_a_person_has_closed() -> None:
    later = NOW + timedelta(days=1)
    assert rules.extend_hindre(None, NOW, later, NOW, i_spill=True) == []
    assert koder(rules.extend_hindre(7, NOW, later, NOW, i_spill=True)) == ["avsluttet"]
    assert koder(rules.extend_hindre(None, NOW, later, NOW, i_spill=False)) == ["avsluttet"]
    assert koder(rules.extend_hindre(None, later, later, NOW, i_spill=True)) == ["frist"]
    assert koder(rules.extend_hindre(None, NOW - SECOND, NOW, NOW, i_spill=True)) == ["frist"]


def test_closing_before_the_term_has_a_reason_and_happens_once() -> None:
    assert rules.close_hindre("Alle har svart.", apen=True) == []
    assert koder(rules.close_hindre("", apen=False)) == ["avsluttet", "begrunnelse"]


def test_what_was_done_is_said_in_own_words_and_objections_are_the_registers() -> None:
    assert rules.handle_hindre("Byttet.", innsigelse=False) == []
    assert koder(rules.handle_hindre("", innsigelse=True)) == ["innsigelse", "merknad"]


def test_each_open_hearing_refuses_publishing_by_its_term() -> None:
    assert rules.publish_hindre([]) == []
    [hinder] = rules.publish_hindre(["mandag kl. 15:00"])
    assert hinder.tekst % hinder.verdier == (
        "Et forslag er på høring til mandag kl. 15:00. Vent til da, eller avslutt høringen."
    )


def test_the_reminder_is_due_from_the_day_before_to_the_last_second() -> None:
    frist = NOW + timedelta(days=5)
    day_before = frist - timedelta(days=1)
    assert not rules.reminder_is_due(NOW, frist, day_before - SECOND)
    assert rules.reminder_is_due(NOW, frist, day_before)
    assert rules.reminder_is_due(NOW, frist, frist)
    assert not rules.reminder_is_due(NOW, frist, frist + SECOND)
    assert not rules.reminder_is_due(day_before, frist, frist)


def test_a_row_is_changed_when_its_pair_is_another_or_came_or_went() -> None:
    sent = {1: (10, 11), 2: (12, 13), 3: (14, 15)}
    now = {1: (10, 11), 2: (12, 14), 4: (13, 15)}
    assert rules.find_endrede(sent, now) == {2, 3, 4}


def test_a_plan_is_the_same_after_a_stay_in_the_database() -> None:
    plan = Horingsplan((Horingslag((3, 2), {7: (40, 50), 8: (60, 70)}),), (9,))
    assert plan_from_json(plan_to_json(plan)) == plan
    assert plan.par == {7: (2, 3), 8: (2, 3)}
    assert plan.kommuner == {7, 8, 9}
    assert plan.find_lag(8) == plan.lag[0]
    assert plan.find_lag(9) is None


def test_a_fingerprint_tells_texts_apart() -> None:
    assert merke("a") == merke("a") != merke("b")


def test_every_code_has_words() -> None:
    assert rules.SLAG_TEKST.keys() == set(Mottakerslag)
    assert rules.BEHANDLING_TEKST.keys() == set(Behandling)
