"""States: what is refused, with every reason."""

from datetime import UTC, datetime, timedelta

import pytest

from rekruttering.felles.errors import Hinder
from rekruttering.soknad.rules import (
    Seksjon,
    Seksjonstilstand,
    SoknadStatus,
    seksjonstilstand,
    sort_key,
    visible_status,
)
from rekruttering.soknad.rules import overganger as o
from rekruttering.utlysning.rules import UtlysningStatus

FRIST = datetime(2020, 3, 15, 22, 59, 59, tzinfo=UTC)
FOR, ETTER = FRIST - timedelta(days=1), FRIST + timedelta(seconds=1)
APEN = UtlysningStatus.PUBLISERT
S = SoknadStatus


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def test_the_second_of_the_deadline_is_in_time() -> None:
    assert o.start_hindre(APEN, FRIST, FRIST) == []


def test_the_second_after_the_deadline_is_too_late() -> None:
    assert koder(o.start_hindre(APEN, FRIST, ETTER)) == ["frist"]


def test_nobody_applies_to_a_call_that_is_not_published() -> None:
    assert koder(o.start_hindre(UtlysningStatus.KLADD, FRIST, FOR)) == ["ikke_apen"]


def test_only_a_draft_is_changed() -> None:
    assert o.save_hindre(S.KLADD) == []
    assert koder(o.save_hindre(S.INNSENDT)) == ["status"]


def test_a_complete_draft_is_sent_in() -> None:
    assert o.submit_hindre(S.KLADD, APEN, FRIST, FRIST, {}, samtykke=True) == []


def test_sending_in_names_every_reason_in_the_order_of_the_sections() -> None:
    mangler = {Seksjon.ARBEID: [Hinder("b", "")], Seksjon.PERSON: [Hinder("a", "")]}
    hindre = o.submit_hindre(S.INNSENDT, APEN, FRIST, ETTER, mangler, samtykke=False)
    assert koder(hindre) == ["frist", "status", "a", "b", "samtykke"]


@pytest.mark.parametrize("status", [S.INNSENDT, S.TRUKKET])
def test_what_was_sent_can_be_changed_before_the_deadline(status: S) -> None:
    assert o.edit_again_hindre(status, APEN, FRIST, FOR) == []


def test_what_is_decided_cannot_be_changed_nor_after_the_deadline() -> None:
    assert koder(o.edit_again_hindre(S.AVSLAG, APEN, FRIST, FOR)) == ["status"]
    assert koder(o.edit_again_hindre(S.INNSENDT, APEN, FRIST, ETTER)) == ["frist"]


def test_why_it_cannot_be_changed_does_not_tell_what_was_decided() -> None:
    unread = o.edit_again_hindre(S.INNSENDT, APEN, FRIST, ETTER)
    assert o.edit_again_hindre(S.AVSLAG, APEN, FRIST, ETTER) == unread


def test_only_a_draft_that_was_never_sent_is_deleted() -> None:
    assert o.delete_hindre(S.KLADD, None) == []
    assert koder(o.delete_hindre(S.KLADD, FOR)) == ["status"]
    assert koder(o.delete_hindre(S.INNSENDT, FOR)) == ["status"]


@pytest.mark.parametrize(
    ("status", "sendt", "meldt", "refused"),
    [
        (S.KLADD, None, None, True),
        (S.KLADD, FOR, None, False),
        (S.INNSENDT, FOR, None, False),
        (S.TIL_INTERVJU, FOR, None, False),
        (S.INNSTILT, FOR, S.INNSTILT, False),
        (S.AVSLAG, FOR, None, False),
        (S.AVSLAG, FOR, S.AVSLAG, True),
        (S.TRUKKET, FOR, None, True),
    ],
)
def test_withdrawing_is_possible_until_a_refusal_is_told(
    status: S, sendt: datetime | None, meldt: S | None, refused: bool
) -> None:
    assert koder(o.withdraw_hindre(status, sendt, meldt)) == (["status"] if refused else [])


def test_sorting_waits_for_the_deadline_and_needs_grounds() -> None:
    assert o.decide_hindre(S.INNSENDT, FRIST, ETTER, "Mangler erfaring.") == []
    assert o.decide_hindre(S.INNSENDT, FRIST, ETTER, None) == []
    hindre = o.decide_hindre(S.AVSLAG, FRIST, FRIST, " ")
    assert koder(hindre) == ["frist", "status", "begrunnelse"]


def test_grounds_have_a_limit() -> None:
    for_lang = "x" * (o.MAKS_BEGRUNNELSE + 1)
    assert koder(o.decide_hindre(S.INNSENDT, FRIST, ETTER, for_lang)) == ["begrunnelse"]


@pytest.mark.parametrize(
    ("status", "sortert", "meldt", "expected"),
    [
        (S.AVSLAG, S.AVSLAG, None, []),
        (S.AVSLAG, S.AVSLAG, S.AVSLAG, []),
        (S.TIL_INTERVJU, S.TIL_INTERVJU, None, []),
        (S.TIL_INTERVJU, S.TIL_INTERVJU, S.TIL_INTERVJU, ["meldt"]),
        (S.AVSLAG, S.TIL_INTERVJU, None, ["status"]),
        (S.INNSENDT, None, None, ["status"]),
    ],
)
def test_taking_back_concerns_the_first_sorting_only(
    status: S, sortert: S | None, meldt: S | None, expected: list[str]
) -> None:
    assert koder(o.reopen_hindre(status, sortert, meldt, "Feil.")) == expected


def test_taking_back_needs_grounds() -> None:
    assert koder(o.reopen_hindre(S.AVSLAG, S.AVSLAG, None, "")) == ["begrunnelse"]


def test_an_answer_is_sent_once_and_only_after_the_sorting() -> None:
    assert o.svar_hindre(S.AVSLAG, S.AVSLAG, None) == []
    assert koder(o.svar_hindre(S.AVSLAG, S.AVSLAG, S.AVSLAG)) == ["meldt"]
    assert koder(o.svar_hindre(S.AVSLAG, S.TIL_INTERVJU, None)) == ["status"]
    assert koder(o.svar_hindre(S.INNSENDT, None, None)) == ["status"]


@pytest.mark.parametrize(
    ("status", "sortert", "meldt", "shown"),
    [
        (S.KLADD, None, None, S.KLADD),
        (S.TRUKKET, S.TIL_INTERVJU, S.TIL_INTERVJU, S.TRUKKET),
        (S.TIL_INTERVJU, S.TIL_INTERVJU, None, S.INNSENDT),
        (S.AVSLAG, S.AVSLAG, None, S.INNSENDT),
        (S.AVSLAG, S.AVSLAG, S.AVSLAG, S.AVSLAG),
        (S.INTERVJUET, S.TIL_INTERVJU, None, S.TIL_INTERVJU),
        (S.AVSLAG, S.TIL_INTERVJU, S.TIL_INTERVJU, S.TIL_INTERVJU),
        (S.INNSTILT, S.TIL_INTERVJU, S.RESERVE, S.RESERVE),
    ],
)
def test_the_applicant_sees_what_has_been_told(
    status: S, sortert: S | None, meldt: S | None, shown: S
) -> None:
    assert visible_status(status, sortert, meldt) is shown


def test_a_section_is_begun_when_it_was_saved_and_done_when_nothing_lacks() -> None:
    t = Seksjonstilstand
    assert seksjonstilstand(begynt=False, mangler=True) is t.IKKE_BEGYNT
    assert seksjonstilstand(begynt=True, mangler=True) is t.MANGLER
    assert seksjonstilstand(begynt=True, mangler=False) is t.FULLFORT


def test_norwegian_letters_come_last_and_accents_do_not_count() -> None:
    names = ["Åse", "Øyvind", "Ærlig", "Zara", "Áine", "Anne"]
    assert sorted(names, key=sort_key) == ["Áine", "Anne", "Zara", "Ærlig", "Øyvind", "Åse"]


GOOD = o.Pdf(storrelse=1000, har_header=True, lesbar=True, kryptert=False)


def files(
    pdf: o.Pdf, *, er_cv: bool = False, antall_cv: int = 0, antall_andre: int = 0
) -> list[str]:
    return koder(
        o.vedlegg_hindre(pdf, "a.pdf", er_cv=er_cv, antall_cv=antall_cv, antall_andre=antall_andre)
    )


def test_five_files_are_let_in_and_a_new_cv_replaces_the_old() -> None:
    assert files(GOOD, antall_cv=1, antall_andre=3) == []
    assert files(GOOD, antall_cv=1, antall_andre=4) == ["antall"]
    assert files(GOOD, er_cv=True, antall_cv=1, antall_andre=4) == []


@pytest.mark.parametrize(
    ("pdf", "expected"),
    [
        (o.Pdf(0, False, False, False), "tom"),
        (o.Pdf(9, False, False, False), "ikke_pdf"),
        (o.Pdf(9, True, True, True), "kryptert"),
        (o.Pdf(9, True, False, False), "uleselig"),
        (o.Pdf(o.MAKS_FIL_BYTES + 1, True, True, False), "for_stor"),
    ],
)
def test_each_fault_of_a_file_has_its_own_sentence(pdf: o.Pdf, expected: str) -> None:
    assert files(pdf) == [expected]
