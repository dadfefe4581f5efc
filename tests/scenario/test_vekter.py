from datetime import timedelta
from typing import Any

import pytest

from rekruttering.felles import clock
from rekruttering.felles.audit import Logglinje
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.felles.jobs import Jobb
from rekruttering.scenario import service
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Kjoring
from rekruttering.tildeling.rules import KjoringStatus
from rekruttering.utlysning.rules import STANDARD_VEKTER, UtlysningStatus
from rekruttering.utlysning.service import EndretAvAndreError
from tests.pulje.factories import make_koordinator
from tests.scenario.factories import finish, koder, make_prove, turn
from tests.tildeling.factories import make_runde, make_tildeling, make_veileder


def test_turning_a_weight_again_stops_the_run_before(context: Any) -> None:
    utlysning, _pulje = make_runde()
    bruker = make_koordinator()
    first, second = turn(utlysning, bruker, malform=3), turn(utlysning, bruker, malform=4)
    assert first.status is KjoringStatus.STOPPET
    assert second.status is KjoringStatus.VENTER
    assert (second.maks_sekunder, second.innstillinger) == (
        6,
        {"vekter": {"malform": 4}, "levende": True},
    )


def test_a_run_that_works_is_asked_to_stop(context: Any) -> None:
    utlysning, _pulje = make_runde()
    bruker = make_koordinator()
    first = turn(utlysning, bruker, malform=3)
    tildeling_service.begin_kjoring(first.id, now=clock.now())
    turn(utlysning, bruker, malform=4)
    assert db.session.query(Jobb).filter_by(objekt_id=first.id).one().stopp_bedt


def test_two_coordinators_do_not_stop_each_others_trials(context: Any) -> None:
    utlysning, _pulje = make_runde()
    one, other = make_koordinator(), make_koordinator()
    first = turn(utlysning, one, malform=3)
    turn(utlysning, other, malform=4)
    same = turn(utlysning, other, malform=3)
    assert first.status is KjoringStatus.VENTER
    assert same.id != first.id


def test_a_trial_with_a_name_is_not_stopped_by_turning_a_weight(context: Any) -> None:
    utlysning, _pulje = make_runde()
    bruker = make_koordinator()
    named = make_prove(utlysning, bruker=bruker, ferdig=False)
    turn(utlysning, bruker, malform=3)
    assert named.status is KjoringStatus.VENTER


def test_what_was_answered_before_is_answered_at_once(context: Any) -> None:
    utlysning, _pulje = make_runde()
    first = turn(utlysning, make_koordinator(), malform=3)
    finish(first)
    assert turn(utlysning, make_koordinator(), malform=3).id == first.id
    other = make_veileder(utlysning)
    assert turn(utlysning, make_koordinator(), malform=3).id != first.id
    assert other.id


def test_the_weights_of_the_round_are_answered_by_its_own_run(context: Any) -> None:
    tildeling = make_tildeling()
    found = turn(tildeling.utlysning, make_koordinator())
    assert found.id == tildeling.kjoring_id


def test_pressing_twice_is_one_run(context: Any) -> None:
    utlysning, _pulje = make_runde()
    bruker = make_koordinator()
    assert turn(utlysning, bruker, malform=3).id == turn(utlysning, bruker, malform=3).id
    assert db.session.query(Kjoring).count() == 1


def test_a_weight_that_cannot_be_is_refused(context: Any) -> None:
    utlysning, _pulje = make_runde()
    with pytest.raises(HindretError) as error:
        turn(utlysning, make_koordinator(), reise_km_per_poeng=0)
    assert koder(error) == ["vekt_reise_km_per_poeng"]


def test_weights_become_those_of_the_round_with_a_line_in_the_log(context: Any) -> None:
    utlysning, _pulje = make_runde()
    merke = service.merke_of(utlysning)
    bruker = make_koordinator()
    service.save_vekter(
        utlysning, {"malform": 33}, opened_with=merke, bruker=bruker, now=clock.now()
    )
    db.session.commit()
    assert utlysning.vekter == {**STANDARD_VEKTER, "malform": 33}
    line = db.session.query(Logglinje).filter_by(handling="endret_sammensetning").one()
    assert line.bruker_id == bruker.id
    assert make_prove(utlysning, ferdig=False).problem["vekter"]["malform"] == 33
    with pytest.raises(EndretAvAndreError):
        service.save_vekter(
            utlysning, {"malform": 9}, opened_with=merke, bruker=bruker, now=clock.now()
        )


def test_weights_are_checked_by_the_rules_of_the_round_and_locked_with_it(context: Any) -> None:
    utlysning, _pulje = make_runde()
    bruker = make_koordinator()

    def save(**vekter: int) -> None:
        service.save_vekter(
            utlysning,
            vekter,
            opened_with=service.merke_of(utlysning),
            bruker=bruker,
            now=clock.now(),
        )

    with pytest.raises(HindretError) as error:
        save(malform=10_001)
    assert koder(error) == ["vekt"]
    utlysning.status = UtlysningStatus.I_DRIFT
    with pytest.raises(HindretError) as error:
        save(malform=3)
    assert koder(error) == ["last"]


def test_yesterdays_trials_without_a_name_are_swept_away(context: Any) -> None:
    utlysning, _pulje = make_runde()
    bruker = make_koordinator()
    old = turn(utlysning, bruker, malform=3)
    finish(old)
    kept = turn(utlysning, bruker, malform=4)
    finish(kept)
    service.name_prove(kept, "Behold", bruker=bruker)
    others = make_prove(utlysning, navn="")
    going = turn(utlysning, bruker, malform=5)
    db.session.commit()
    assert service.purge_unnamed(now=clock.now() + timedelta(hours=23)) == 0
    assert service.purge_unnamed(now=clock.now() + timedelta(hours=25)) == 1
    db.session.commit()
    left = {each.id for each in db.session.query(Kjoring)}
    assert left == {kept.id, others.id, going.id}
