from datetime import UTC, date, datetime, timedelta

import pytest

from rekruttering.felles.errors import Hinder
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud import rules
from rekruttering.tilbud.rules import Band, TilbudStatus
from rekruttering.utlysning.rules import Enhet

FRIST = datetime(2020, 4, 15, 21, 59, 59, tzinfo=UTC)
SENT = FRIST - timedelta(days=7)
SECOND = timedelta(seconds=1)
FRIKJOP = Band(Enhet.PROSENT, 15, 25, 1680)


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def test_the_second_of_the_deadline_is_in_time_and_the_next_is_not() -> None:
    sendt = TilbudStatus.SENDT
    last = FRIST + timedelta(microseconds=999_999)
    assert rules.status_now(sendt, FRIST, last) is TilbudStatus.SENDT
    assert rules.status_now(sendt, FRIST, FRIST + SECOND) is TilbudStatus.UTLOPT
    ja = TilbudStatus.TAKKET_JA
    assert rules.status_now(ja, FRIST, FRIST + SECOND) is TilbudStatus.TAKKET_JA


@pytest.mark.parametrize(
    ("innen", "frist"),
    [
        (date(2020, 4, 15), date(2020, 4, 15)),
        (date(2020, 4, 10), date(2020, 4, 17)),
        (None, date(2020, 4, 17)),
    ],
)
def test_the_suggested_deadline_is_the_calls_own_or_a_week(innen: date | None, frist: date) -> None:
    assert rules.default_frist(innen, date(2020, 4, 10)) == frist


def test_offers_after_the_promised_day_are_late() -> None:
    innen = date(2020, 4, 15)
    late = [rules.is_late(innen, date(2020, 4, day)) for day in (15, 16)]
    assert (late, rules.is_late(None, innen)) == ([False, True], False)


def test_a_deadline_lies_ahead() -> None:
    assert rules.frist_hindre(FRIST, SENT) == []
    assert koder(rules.frist_hindre(FRIST, FRIST)) == ["frist"]


def test_an_offer_goes_to_the_recommended_and_reserves_once() -> None:
    assert rules.send_hindre("Kari", SoknadStatus.INNSTILT, None) == []
    assert rules.send_hindre("Kari", SoknadStatus.RESERVE, TilbudStatus.TRUKKET) == []
    svart = rules.send_hindre("Kari", SoknadStatus.AVSLAG, TilbudStatus.TAKKET_NEI)
    assert koder(svart) == ["status", "besvart"]
    assert koder(rules.send_hindre("Kari", SoknadStatus.RESERVE, TilbudStatus.UTLOPT)) == ["utlopt"]


@pytest.mark.parametrize("status", [s for s in TilbudStatus if s is not TilbudStatus.SENDT])
def test_an_answer_is_given_once_and_in_time(status: TilbudStatus) -> None:
    assert koder(rules.answer_hindre(status, FRIST, SENT)) == [status]
    assert rules.answer_hindre(TilbudStatus.SENDT, FRIST, FRIST) == []
    late = rules.answer_hindre(TilbudStatus.SENDT, FRIST, FRIST + SECOND)
    assert koder(late) == [TilbudStatus.UTLOPT]


def test_what_is_agreed_lies_inside_the_band_with_its_ends() -> None:
    assert rules.accept_hindre(FRIKJOP, 15, 25) == []
    assert koder(rules.accept_hindre(FRIKJOP, 14, 26)) == ["minst", "mest"]
    assert koder(rules.accept_hindre(FRIKJOP, 20, 18)) == ["rekkefolge"]
    assert koder(rules.accept_hindre(None, 15, 25)) == ["form"]


def test_a_form_without_figures_goes_up_to_a_full_year() -> None:
    assert rules.make_band(Enhet.PROSENT, None, None, 1680) == Band(Enhet.PROSENT, 1, 100, 1680)
    assert rules.make_band(Enhet.TIMER, 250, None, 1680) == Band(Enhet.TIMER, 250, 1680, 1680)
    assert (FRIKJOP.timer(15), FRIKJOP.timer(25)) == (252, 420)


def test_a_signature_is_the_own_name_case_and_space_aside() -> None:
    assert rules.sign_hindre("kari  NORDMANN ", "Kari Nordmann") == []
    assert koder(rules.sign_hindre("Ola Nordmann", "Kari Nordmann")) == ["signert_navn"]


def test_a_no_has_a_reason() -> None:
    assert rules.decline_hindre("Ny jobb.") == []
    assert koder(rules.decline_hindre("")) == ["begrunnelse"]


def test_only_an_open_offer_is_taken_back_and_with_a_reason() -> None:
    assert rules.withdraw_hindre(TilbudStatus.SENDT, "Feil person.") == []
    assert koder(rules.withdraw_hindre(TilbudStatus.UTLOPT, "")) == ["status", "begrunnelse"]


def test_an_expired_offer_may_get_a_later_deadline() -> None:
    later = FRIST + timedelta(days=2)
    innstilt = SoknadStatus.INNSTILT
    assert rules.extend_hindre(TilbudStatus.UTLOPT, innstilt, FRIST, later, "Syk.") == []
    hindre = rules.extend_hindre(TilbudStatus.TAKKET_NEI, innstilt, FRIST, FRIST, "")
    assert koder(hindre) == ["status", "frist", "begrunnelse"]
    trukket = rules.extend_hindre(TilbudStatus.SENDT, SoknadStatus.TRUKKET, FRIST, later, "Syk.")
    assert koder(trukket) == ["status"]


def test_a_reminder_goes_out_from_two_days_before_to_the_deadline() -> None:
    from_at = FRIST - rules.PAMINNELSE
    due = [
        rules.reminder_is_due(SENT, FRIST, now)
        for now in (from_at - SECOND, from_at, FRIST, FRIST + SECOND)
    ]
    assert due == [False, True, True, False]
    assert not rules.reminder_is_due(from_at, FRIST, FRIST)


def test_a_veileder_leaves_once_and_with_a_reason() -> None:
    assert rules.end_hindre(None, "Flytter.") == []
    assert koder(rules.end_hindre(SENT, "")) == ["sluttet", "begrunnelse"]
