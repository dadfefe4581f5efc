from datetime import UTC, datetime, timedelta

import pytest

from rekruttering.utlysning import rules
from rekruttering.utlysning.rules import Enhet, Seksjon, UtlysningStatus, overganger

FRIST = datetime(2020, 3, 15, 22, 59, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KLADD, PUBLISERT = UtlysningStatus.KLADD, UtlysningStatus.PUBLISERT


@pytest.mark.parametrize(
    ("status", "now", "expected"),
    [
        (PUBLISERT, FRIST, True),
        (PUBLISERT, FRIST + SECOND, False),
        (KLADD, FRIST - SECOND, False),
        (UtlysningStatus.VURDERING, FRIST - SECOND, False),
    ],
)
def test_a_call_is_open_to_the_second_of_its_deadline(
    status: UtlysningStatus, now: datetime, expected: bool
) -> None:
    assert rules.is_open(status, FRIST, now) is expected


@pytest.mark.parametrize(("percent", "hours"), [(15, 252), (25, 420), (20, 336), (33, 554)])
def test_per_cent_become_hours(percent: int, hours: int) -> None:
    assert rules.to_hours(percent, Enhet.PROSENT, 1680) == hours
    assert rules.to_hours(hours, Enhet.TIMER, 1680) == hours


@pytest.mark.parametrize(("hours", "percent"), [(252, 15), (250, 15), (420, 25), (8, 0), (9, 1)])
def test_hours_become_the_nearest_per_cent(hours: int, percent: int) -> None:
    assert rules.to_percent(hours, Enhet.TIMER, 1680) == percent
    assert rules.to_percent(percent, Enhet.PROSENT, 1680) == percent


def test_a_round_goes_through_every_state_and_ends() -> None:
    status: UtlysningStatus | None = KLADD
    seen = []
    while status:
        seen.append(status)
        status = overganger.next_status(status)
    assert seen == list(UtlysningStatus)


def _advance(
    status: UtlysningStatus, til: UtlysningStatus, now: datetime = FRIST + SECOND
) -> list[str]:
    return [h.kode for h in overganger.advance_hindre(status, til, FRIST, now)]


def test_a_round_goes_on_one_step_at_a_time() -> None:
    assert _advance(PUBLISERT, UtlysningStatus.VURDERING) == []
    assert _advance(UtlysningStatus.TILBUD, UtlysningStatus.TILDELING) == []
    assert _advance(PUBLISERT, UtlysningStatus.INTERVJU) == ["rekkefolge"]
    assert _advance(UtlysningStatus.INTERVJU, UtlysningStatus.VURDERING) == ["rekkefolge"]
    assert _advance(UtlysningStatus.AVSLUTTET, UtlysningStatus.KLADD) == ["rekkefolge"]


def test_nothing_is_assessed_before_the_deadline() -> None:
    assert _advance(PUBLISERT, UtlysningStatus.VURDERING, FRIST) == ["frist"]


def test_every_reason_is_given() -> None:
    assert _advance(PUBLISERT, UtlysningStatus.TILBUD, FRIST) == ["rekkefolge", "frist"]


def test_a_draft_is_published_and_not_advanced() -> None:
    assert _advance(KLADD, PUBLISERT) == ["kladd"]


@pytest.mark.parametrize("seksjon", Seksjon)
def test_a_section_is_open_in_a_draft_and_locked_from_its_state_on(seksjon: Seksjon) -> None:
    first = overganger.ORDER.index(overganger.LOCKED_FROM[seksjon])
    locked = [bool(overganger.edit_hindre(seksjon, status)) for status in UtlysningStatus]
    assert locked == [place >= first for place in range(len(UtlysningStatus))]
    assert locked[0] is False


def test_what_applicants_answer_to_is_locked_when_they_can() -> None:
    assert overganger.LOCKED_FROM[Seksjon.ENGASJEMENT] is PUBLISERT
    assert overganger.LOCKED_FROM[Seksjon.KOMPETANSER] is UtlysningStatus.INTERVJU


def test_an_address_is_free_until_publishing() -> None:
    assert overganger.address_hindre(KLADD, same=False) == []
    assert overganger.address_hindre(PUBLISERT, same=True) == []
    assert [h.kode for h in overganger.address_hindre(PUBLISERT, same=False)] == ["adresse_last"]


def test_an_address_belongs_to_one_call_and_a_code_to_one_criterion() -> None:
    assert [h.kode for h in overganger.slug_hindre(taken=True)] == ["slug_opptatt"]
    assert overganger.slug_hindre(taken=False) == []
    assert [h.kode for h in overganger.kode_hindre("a", {"a"})] == ["kode_opptatt"]
    assert overganger.kode_hindre("b", {"a"}) == []


@pytest.mark.parametrize(
    ("status", "moved", "now", "koder"),
    [
        (KLADD, -SECOND, FRIST + SECOND, []),
        (PUBLISERT, timedelta(), FRIST + SECOND, []),
        (PUBLISERT, SECOND, FRIST, []),
        (PUBLISERT, -SECOND, FRIST, ["frist_tidligere"]),
        (PUBLISERT, SECOND, FRIST + SECOND, ["frist_ute"]),
        (UtlysningStatus.INTERVJU, SECOND, FRIST, ["frist_behandlet"]),
        (
            UtlysningStatus.INTERVJU,
            -SECOND,
            FRIST + SECOND,
            ["frist_behandlet", "frist_ute", "frist_tidligere"],
        ),
    ],
)
def test_a_published_deadline_moves_only_later_and_while_it_is_open(
    status: UtlysningStatus, moved: timedelta, now: datetime, koder: list[str]
) -> None:
    hindre = overganger.move_frist_hindre(status, FRIST, FRIST + moved, now)
    assert [h.kode for h in hindre] == koder


def test_every_word_has_a_text() -> None:
    assert rules.ORDNING_TEKST.keys() == set(rules.Ordning)
    assert rules.STATUS_TEKST.keys() == set(UtlysningStatus)
    assert rules.SEKSJON_TEKST.keys() == set(Seksjon)
    assert rules.FORM_TEKST.keys() == rules.ENHETER.keys() == set(rules.Engasjementsform)
    assert rules.ENHET_TEKST.keys() == set(Enhet)
    assert rules.REGEL_TEKST.keys() == set(rules.Sammensetningsregel)
    assert rules.VEKT_TEKST.keys() == rules.STANDARD_VEKTER.keys()
    assert overganger.LAST_TEKST.keys() == overganger.LOCKED_FROM.keys() == set(Seksjon)
