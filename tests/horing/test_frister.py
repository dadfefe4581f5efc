from datetime import timedelta
from typing import Any

import pytest

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.horing import queries, service
from rekruttering.horing.jobs import close_and_remind
from rekruttering.horing.rules import Mottakerslag
from rekruttering.tildeling import service as tildeling_service
from tests.horing.factories import (
    UKE,
    find_mottaker,
    koder,
    list_mail,
    list_rows,
    make_horing,
    make_kontakt,
    make_proposal,
    make_statsforvalter,
    make_svar,
)
from tests.pulje.factories import make_koordinator

DAY = timedelta(days=1)


def test_who_has_not_answered_is_reminded_once_the_day_before(context: Any) -> None:
    stat = make_statsforvalter()
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    silent, answered = list_rows(tildeling)
    service.say_nothing(
        find_mottaker(horing, answered.id), 0, bruker=make_kontakt(answered), now=clock.now()
    )
    with clock.frozen(horing.frist_at - DAY - timedelta(seconds=1)):
        close_and_remind()
    assert list_mail("horing-paminnelse") == []
    for _again in range(2):
        with clock.frozen(horing.frist_at - DAY):
            close_and_remind()
    assert list_mail("horing-paminnelse") == sorted([stat.epost, silent.kontakt_epost])


def test_a_reminder_by_hand_is_instead_of_the_one_by_the_clock(context: Any) -> None:
    horing = make_horing(slag=frozenset({Mottakerslag.KOMMUNE}))
    bruker = make_koordinator()
    assert service.remind(horing, bruker=bruker, now=clock.now()) == 2
    assert service.remind(horing, bruker=bruker, now=clock.now()) == 0
    with clock.frozen(horing.frist_at - DAY):
        close_and_remind()
    assert len(list_mail("horing-paminnelse")) == 2


def test_a_later_term_is_told_and_reminded_of_anew(context: Any) -> None:
    horing = make_horing(slag=frozenset({Mottakerslag.KOMMUNE}))
    service.remind(horing, bruker=make_koordinator(), now=clock.now())
    later = horing.frist_at + UKE
    for _twice in range(2):
        service.extend(horing, later, bruker=make_koordinator(), now=clock.now())
    assert len(list_mail("horing-ny-frist")) == 2
    with clock.frozen(later - DAY):
        close_and_remind()
    assert len(list_mail("horing-paminnelse")) == 4


def test_what_the_clock_ended_is_closed_by_the_worker_and_opened_by_a_later_term(
    context: Any,
) -> None:
    horing = make_horing()
    with clock.frozen(horing.frist_at):
        close_and_remind()
    assert horing.lukket_at is None
    after = horing.frist_at + timedelta(seconds=1)
    with clock.frozen(after):
        close_and_remind()
    assert horing.lukket_at == after
    assert queries.find_apen(horing.tildeling_id) is None
    service.extend(horing, after + UKE, bruker=make_koordinator(), now=after)
    assert service.is_open(horing, after)


def test_a_rejected_plan_is_not_heard_any_more(context: Any) -> None:
    horing = make_horing()
    tildeling_service.reject(horing.tildeling, bruker=make_koordinator(), begrunnelse="Ny kjøring.")
    assert not service.is_open(horing, clock.now())
    close_and_remind()
    assert horing.lukket_at is not None


def test_closing_early_tells_those_who_have_not_answered_why(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling, slag=frozenset({Mottakerslag.KOMMUNE}))
    silent, answered = list_rows(tildeling)
    make_svar(find_mottaker(horing, answered.id), answered)
    with pytest.raises(HindretError):
        service.close(horing, "", bruker=make_koordinator(), now=clock.now())
    db.session.rollback()
    service.close(horing, "Planen lages på nytt.", bruker=make_koordinator(), now=clock.now())
    assert list_mail("horing-avsluttet") == [silent.kontakt_epost]
    with pytest.raises(HindretError) as refused:
        service.extend(horing, clock.now() + 2 * UKE, bruker=make_koordinator(), now=clock.now())
    assert koder(refused) == ["avsluttet"]
