from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from rekruttering.analyse.models import Analyse
from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.felles.jobs import Jobb, JobbStatus
from rekruttering.kapasitet import jobs as kapasitet_jobs
from rekruttering.kapasitet import service
from rekruttering.kapasitet.service import KAPASITET, ROBUSTHET, TYPER
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import UtlysningStatus
from tests.kapasitet.factories import ask, make_soker, make_sokerrunde
from tests.utlysning.factories import make_utlysning


def typer(utlysning: Utlysning) -> list[str]:
    rows = db.session.query(Analyse).filter_by(utlysning_id=utlysning.id).order_by(Analyse.id)
    return [each.type for each in rows]


def oppdateringer() -> list[Jobb]:
    return db.session.query(Jobb).filter_by(navn=kapasitet_jobs.JOB).order_by(Jobb.id).all()


def test_coverage_is_worked_out_by_itself_from_the_first_applicants_on(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde()
    assert service.refresh(utlysning, now=clock.now()) == 1
    assert typer(utlysning) == [KAPASITET]
    [row] = db.session.query(Analyse)
    assert row.bedt_av_id is None


def test_nothing_is_asked_again_until_something_has_changed(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde()
    for _n in range(2):
        service.refresh(utlysning, now=clock.now())
    assert len(typer(utlysning)) == 1
    make_soker(utlysning)
    service.refresh(utlysning, now=clock.now())
    assert len(typer(utlysning)) == 2


def test_what_a_person_has_asked_for_is_kept_fresh_too(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde()
    ask(utlysning)
    make_soker(utlysning)
    service.refresh(utlysning, now=clock.now())
    assert typer(utlysning) == [*TYPER, *TYPER]


def test_a_share_of_yes_that_was_chosen_stays_chosen(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde()
    ask(utlysning, (ROBUSTHET,), prosent=55)
    make_soker(utlysning)
    service.refresh(utlysning, now=clock.now())
    newest = db.session.query(Analyse).order_by(Analyse.id.desc()).first()
    assert newest is not None
    assert (newest.type, newest.parametre["prosent"]) == (ROBUSTHET, 55)


@pytest.mark.parametrize("sokere", [0, 1])
def test_where_nothing_can_be_worked_out_nothing_is_asked(context: Any, sokere: int) -> None:
    utlysning, _pulje = make_sokerrunde(sokere=sokere)
    assert service.refresh(utlysning, now=clock.now()) == 0
    assert service.refresh(make_utlysning(), now=clock.now()) == 0
    assert db.session.query(Analyse).count() == 0


def test_a_round_that_is_over_is_left_alone(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde(status=UtlysningStatus.I_DRIFT)
    assert service.refresh(utlysning, now=clock.now()) == 0


def test_each_round_is_refreshed_once_a_day(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde()
    make_utlysning(status=UtlysningStatus.AVSLUTTET)
    for _n in range(3):
        kapasitet_jobs.order_refresh()
        db.session.commit()
    [row] = oppdateringer()
    assert row.objekt_id == utlysning.id
    assert row.klar_at > row.opprettet_at
    row.opprettet_at = clock.real_now() - timedelta(hours=25)
    row.status = JobbStatus.FERDIG
    db.session.commit()
    kapasitet_jobs.order_refresh()
    db.session.commit()
    assert len(oppdateringer()) == 2


def test_the_days_refresh_asks_and_a_round_that_is_gone_is_no_fault(app: Flask) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde()
        jobs.enqueue(kapasitet_jobs.JOB, utlysning.id)
        jobs.enqueue(kapasitet_jobs.JOB, 987654)
        db.session.commit()
    assert jobs.wait_for_all(app, kapasitet_jobs.JOB) == 2
    with app.app_context():
        assert {each.status for each in oppdateringer()} == {JobbStatus.FERDIG}
        assert db.session.query(Analyse).count() == 1


def test_the_worker_answers_in_a_process_of_its_own(app: Flask) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde()
        [analyse] = ask(utlysning, (KAPASITET,))
        id = analyse.id
    jobs.wait_for_all(app, "regn_analyse_tung")
    with app.app_context():
        row = db.session.get_one(Analyse, id)
        assert row.svar is not None
        assert (row.svar["dekket"], row.svar["kommuner"]) == (2, 2)
