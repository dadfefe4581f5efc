"""Jobs survive crashes, are done once, and say how they went."""

import threading
import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.jobs import Jobb, JobbStatus, JobContext


@pytest.fixture
def done(app: Flask) -> list[int]:
    """What the test job has been called with."""
    calls: list[int] = []
    jobs.connect(app, {"test": lambda objekt_id, _context: calls.append(objekt_id)})
    return calls


def add_job(app: Flask, objekt_id: int = 7) -> None:
    with app.app_context():
        jobs.enqueue("test", objekt_id)
        db.session.commit()


def the_job(app: Flask) -> Jobb:
    with app.app_context():
        return db.session.scalars(select(Jobb)).one()


def test_a_job_is_done_after_the_commit(app: Flask, done: list[int]) -> None:
    add_job(app)
    assert jobs.wait_for_all(app) == 1
    assert (done, the_job(app).status) == ([7], JobbStatus.FERDIG)


def test_a_rollback_leaves_no_job(app: Flask, done: list[int]) -> None:
    with app.app_context():
        jobs.enqueue("test", 7)
        db.session.rollback()
    assert jobs.wait_for_all(app) == 0
    assert done == []


def test_an_unknown_name_is_refused_at_once(app: Flask, done: list[int]) -> None:
    with app.app_context(), pytest.raises(LookupError):
        jobs.enqueue("ukjent", 7)


def test_a_job_of_a_dead_worker_is_taken_up_again(app: Flask, done: list[int]) -> None:
    add_job(app)
    with app.app_context():
        assert jobs._claim() is not None
        died = clock.real_now() - jobs.STALE - timedelta(seconds=1)
        db.session.execute(update(Jobb).values(hjerteslag_at=died))
        db.session.commit()
    assert jobs.wait_for_all(app) == 1
    assert (done, the_job(app).forsok) == ([7], 2)


def test_a_job_of_a_living_worker_is_left_alone(app: Flask, done: list[int]) -> None:
    add_job(app)
    with app.app_context():
        assert jobs._claim() is not None
    assert jobs.wait_for_all(app) == 0


def test_a_job_that_kills_every_worker_is_given_up(app: Flask, done: list[int]) -> None:
    add_job(app)
    died = clock.real_now() - jobs.STALE - timedelta(seconds=1)
    for _ in range(jobs.MAX_ATTEMPTS):
        with app.app_context():
            jobs._claim()
            db.session.execute(update(Jobb).values(hjerteslag_at=died))
            db.session.commit()
    assert jobs.work_one(app) is False
    assert (done, the_job(app).status) == ([], JobbStatus.FEILET)


def test_two_workers_do_a_job_once(app: Flask, done: list[int]) -> None:
    for number in range(10):
        add_job(app, number)
    workers = [threading.Thread(target=jobs.wait_for_all, args=(app,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == list(range(10))


def test_a_refusal_stands_on_the_job(app: Flask) -> None:
    def refuse(_objekt_id: int, _context: JobContext) -> None:
        raise HindretError([Hinder("nei", "Nei.")])

    jobs.connect(app, {"test": refuse})
    add_job(app)
    jobs.wait_for_all(app)
    assert (the_job(app).status, the_job(app).feil) == (JobbStatus.FEILET, "nei: Nei.")


def test_a_bug_in_a_job_does_not_end_the_worker(app: Flask) -> None:
    def divide(_objekt_id: int, _context: JobContext) -> None:
        1 / 0  # noqa: B018

    jobs.connect(app, {"test": divide})
    add_job(app)
    assert jobs.wait_for_all(app) == 1
    assert the_job(app).feil == "ZeroDivisionError"


def test_progress_and_the_wish_to_stop_cross_the_process_border(app: Flask) -> None:
    seen = threading.Event()

    def until_stopped(_objekt_id: int, context: JobContext) -> None:
        context.report(beste=12)
        seen.set()
        while not context.should_stop():
            time.sleep(0.01)

    jobs.connect(app, {"test": until_stopped})
    add_job(app)
    worker = threading.Thread(target=jobs.work_one, args=(app,))
    worker.start()
    seen.wait(5)
    with app.app_context():
        jobb = db.session.scalars(select(Jobb)).one()
        jobs.ask_to_stop(jobb.navn, jobb.objekt_id)
        db.session.commit()
    worker.join(10)
    job = the_job(app)
    assert (job.status, job.fremdrift) == (JobbStatus.FERDIG, {"beste": 12})


def test_a_periodic_function_runs_in_its_own_transaction(app: Flask) -> None:
    def enqueue_one() -> None:
        jobs.enqueue("test", 1)

    jobs.connect(app, {"test": lambda _objekt_id, _context: None}, [enqueue_one])
    jobs.run_periodic(app)
    assert the_job(app).objekt_id == 1


def test_a_worker_leaves_some_jobs_to_others(app: Flask) -> None:
    done: list[int] = []

    def note(objekt_id: int, _context: JobContext) -> None:
        done.append(objekt_id)

    jobs.connect(app, {"tung": note, "test": note})
    with app.app_context():
        jobs.enqueue("tung", 1)
        jobs.enqueue("test", 2)
        db.session.commit()
    assert jobs.work_one(app, uten=["tung"])
    assert not jobs.work_one(app, uten=["tung"])
    assert done == [2]
    assert jobs.wait_for_all(app) == 1
    assert done == [2, 1]
