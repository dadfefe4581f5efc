"""Rules of times, of the round, and of the timetable."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rekruttering.felles.errors import Hinder
from rekruttering.intervju.rules import timeplan
from rekruttering.intervju.rules.ramme import MAKS_DAGER, Ramme, ramme_hindre, weekdays
from rekruttering.intervju.rules.tider import (
    bytte_hindre,
    known_only,
    make_spenn,
    nytt_valg_hindre,
    svar_hindre,
    to_uker,
)
from rekruttering.intervju.rules.timeplan import Klarhet, release_hindre, split_brudd
from rekruttering.soknad.rules import SoknadStatus

NOW = datetime(2020, 3, 16, 9, tzinfo=UTC)
FRA, TIL = date(2020, 3, 19), date(2020, 3, 24)
CHOSEN = SoknadStatus.TIL_INTERVJU


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def test_the_grid_holds_the_spans_of_weekdays_week_by_week() -> None:
    spenn = make_spenn(FRA, TIL, Ramme())
    assert [each.nokkel for each in spenn[:4]] == [
        "2020-03-19T09:00",
        "2020-03-19T11:00",
        "2020-03-19T13:00",
        "2020-03-19T15:00",
    ]
    assert spenn[3].tid == "15:00–16:00"
    uker = to_uker(spenn)
    assert [(uke.nummer, len(uke.dager), len(uke.rader)) for uke in uker] == [
        (12, 2, 4),
        (13, 2, 4),
    ]
    assert [len(spenn) for _tid, spenn in uker[0].rader] == [2, 2, 2, 2]


def test_weekends_are_free_and_the_grid_has_an_end() -> None:
    assert weekdays(date(2020, 3, 21), date(2020, 3, 22)) == []
    assert len(weekdays(date(2020, 1, 1), date(2022, 1, 1))) == MAKS_DAGER


def test_an_answer_keeps_what_the_grid_knows_and_what_suits() -> None:
    spenn = make_spenn(FRA, TIL, Ramme())
    typed = {"2020-03-19T09:00": "kan", "2020-03-19T11:00": "nei", "1999-01-01T09:00": "helst"}
    assert known_only(typed, spenn) == {"2020-03-19T09:00": "kan"}


def test_a_day_has_room_for_an_interview_and_for_lunch() -> None:
    assert ramme_hindre(Ramme()) == []
    assert koder(ramme_hindre(Ramme(dag_til_min=9 * 60 + 30))) == ["dag", "lunsj"]
    assert koder(ramme_hindre(Ramme(lunsj_til_min=11 * 60))) == ["lunsj"]
    assert koder(ramme_hindre(Ramme(lunsj_min=180))) == ["lunsj"]


def test_an_answer_names_a_time_before_the_deadline() -> None:
    frist = NOW - timedelta(seconds=1)
    tider = {"2020-03-19T09:00": "kan"}
    assert svar_hindre(CHOSEN, tider, None, NOW) == []
    assert svar_hindre(CHOSEN, tider, NOW, NOW) == []
    assert koder(svar_hindre(SoknadStatus.INNSENDT, {}, frist, NOW)) == [
        "status",
        "frist",
        "ingen_tid",
    ]
    # A coordinator answers for somebody who telephones.
    assert svar_hindre(CHOSEN, tider, frist, None) == []


def test_an_applicant_moves_twice_until_a_day_before() -> None:
    start = NOW + timedelta(days=2)
    assert bytte_hindre(CHOSEN, fortalt=True, bytter=1, start_at=start, now=NOW) == []
    soon = NOW + timedelta(hours=23)
    hindre = bytte_hindre(CHOSEN, fortalt=False, bytter=2, start_at=soon, now=NOW)
    assert koder(hindre) == ["status", "brukt_opp", "for_sent"]


@pytest.mark.parametrize(
    ("soknad", "ikke_holdt", "tilbudt", "expected"),
    [
        (CHOSEN, True, 1, []),
        (CHOSEN, True, 2, ["status"]),
        (CHOSEN, False, 1, ["status"]),
        (SoknadStatus.AVSLAG, True, 1, ["status"]),
    ],
)
def test_after_an_interview_that_was_not_held_one_choice_is_given(
    soknad: SoknadStatus, ikke_holdt: bool, tilbudt: int, expected: list[str]
) -> None:
    assert koder(nytt_valg_hindre(soknad, ikke_holdt=ikke_holdt, tilbudt=tilbudt)) == expected


def test_a_timetable_needs_a_period_a_panel_a_room_and_applicants() -> None:
    ready = {"aktiv": False, "periode": True, "paneler": 1, "rom": 1, "sokere": 1, "sekunder": 60}
    assert timeplan.start_hindre(**ready) == []  # type: ignore[arg-type]  # one dict of all kinds
    hindre = timeplan.start_hindre(
        aktiv=True, periode=False, paneler=0, rom=0, sokere=0, sekunder=601
    )
    assert koder(hindre) == ["aktiv", "periode", "panel", "rom", "sokere", "sekunder"]


def test_a_draft_is_released_when_all_have_declared_and_nobody_is_barred() -> None:
    ready = Klarhet("Kari", NOW + timedelta(hours=1), (), (), False)
    assert release_hindre(ready, NOW) == []
    hindre = release_hindre(Klarhet("Kari", NOW, ("Per",), ("Pål",), True), NOW)
    assert koder(hindre) == ["uerklart", "inhabil", "passert", "uten_lenke"]


def test_the_applicants_yes_sets_the_own_answer_aside_and_nothing_else() -> None:
    regler = ["soker_opptatt", "pause"]
    assert split_brudd(regler, overstyr=False) == ([0, 1], [])
    assert split_brudd(regler, overstyr=True) == ([1], [0])


def test_every_rule_and_term_of_the_engine_has_words() -> None:
    from matching.timeplan.cost import LEDD
    from matching.timeplan.rules import RuleId

    assert set(timeplan.BRUDD_TEKST) == {rule.value for rule in RuleId}
    for texts in (timeplan.LEDD_TEKST, timeplan.LEDD_VERRE, timeplan.LEDD_BEDRE):
        assert set(texts) == set(LEDD)
