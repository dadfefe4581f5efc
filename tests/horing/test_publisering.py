from datetime import timedelta
from typing import Any

import pytest

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.horing import service
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Tildeling
from tests.horing.factories import (
    koder,
    make_horing,
    make_proposal,
)
from tests.pulje.factories import make_koordinator


def decide_and_publish(tildeling: Tildeling) -> None:
    bruker = make_koordinator()
    tildeling_service.approve(tildeling, bruker=bruker, begrunnelse="God plan.", now=clock.now())
    db.session.commit()
    tildeling_service.publish(tildeling, bruker=bruker, now=clock.now())


def test_no_plan_of_the_round_is_published_while_one_is_heard(context: Any) -> None:
    heard = make_proposal()
    copy = tildeling_service.copy(heard, "Kopi", bruker=make_koordinator())
    horing = make_horing(heard)
    with pytest.raises(HindretError) as refused:
        decide_and_publish(copy)
    assert koder(refused) == ["horing"]
    assert str(horing.frist_at.astimezone(clock.OSLO).year) in str(refused.value.hindre[0].verdier)
    db.session.rollback()
    # The page says so before somebody presses.
    told = tildeling_service.publish_hindre(copy, clock.now())
    assert [hinder.kode for hinder in told] == ["horing"]
    service.close(horing, "Alle har svart.", bruker=make_koordinator(), now=clock.now())
    tildeling_service.publish(copy, bruker=make_koordinator(), now=clock.now())
    assert copy.publisert_at is not None


def test_after_the_term_the_plan_is_published(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    with clock.frozen(horing.frist_at + timedelta(seconds=1)):
        decide_and_publish(tildeling)
    assert tildeling.publisert_at is not None
