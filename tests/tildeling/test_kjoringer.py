import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from flask import Flask

from matching import generate, problem_to_json
from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db, transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.jobs import Jobb, JobbStatus, JobContext
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tildeling import adapter, prosess, queries, service
from rekruttering.tildeling import jobs as tildeling_jobs
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.rules import KjoringStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from tests.pulje.factories import make_koordinator, make_puljekommune
from tests.tildeling.factories import make_forslag, make_kjoring, make_runde, make_veileder


def the_job() -> Jobb:
    """Return the job of the only run; the worker may have found other work by itself."""
    return db.session.query(Jobb).filter_by(navn=service.JOB).one()


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def test_a_run_keeps_the_problem_as_it_was(context: Any) -> None:
    utlysning, pulje = make_runde(veiledere=2, kommuner=1)
    kjoring = make_kjoring(utlysning)
    make_puljekommune(pulje)
    assert len(kjoring.problem["kommuner"]) == 1
    assert kjoring.problem["format"] == "tildelingsproblem/1"
    assert the_job().objekt_id == kjoring.id


def test_the_problem_names_nobody(context: Any) -> None:
    utlysning, _pulje = make_runde(veiledere=0)
    make_veileder(utlysning, navn="Hemmelig Person", epost="hemmelig@example.com")
    make_veileder(utlysning, makker_ja="Hemmelig Person")
    text = str(make_kjoring(utlysning).problem)
    assert "emmelig" not in text
    assert "example.com" not in text


def test_only_municipalities_that_take_part_get_a_pair(context: Any) -> None:
    utlysning, pulje = make_runde(kommuner=1)
    make_puljekommune(pulje, status=PuljekommuneStatus.IDENTIFISERT)
    make_puljekommune(pulje, status=PuljekommuneStatus.TAKKET_NEI)
    make_puljekommune(pulje, status=PuljekommuneStatus.FORFASE)
    assert len(make_kjoring(utlysning).problem["kommuner"]) == 2


def test_every_reason_against_a_run_is_given(context: Any) -> None:
    utlysning, _pulje = make_runde(veiledere=1, kommuner=0)
    with pytest.raises(HindretError) as error:
        make_kjoring(utlysning, max_seconds=0, seed=0)
    assert koder(error) == ["maks_sekunder", "fro", "veiledere", "kommuner"]


def test_a_veileder_without_a_home_stops_a_run(context: Any) -> None:
    utlysning, _pulje = make_runde()
    make_veileder(utlysning, navn="Ola Flyttet").soknad.bosted = None
    db.session.commit()
    with pytest.raises(HindretError) as error:
        make_kjoring(utlysning)
    assert error.value.hindre[0].verdier == {"navn": "Ola Flyttet"}


def test_one_run_at_a_time(context: Any) -> None:
    utlysning, _pulje = make_runde()
    make_kjoring(utlysning)
    with pytest.raises(HindretError) as error:
        make_kjoring(utlysning)
    assert koder(error) == ["aktiv"]


def test_two_who_start_at_the_same_moment_start_one_run(app: Flask) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
        bruker_id = make_koordinator().id
    outcomes: list[str] = []
    both = threading.Barrier(2)

    def start() -> None:
        with app.app_context():
            both.wait()
            try:
                with transaction():
                    service.start_kjoring(
                        db.session.get_one(Utlysning, utlysning_id),
                        service.Valg(),
                        bruker=db.session.get_one(Bruker, bruker_id),
                        now=clock.now(),
                    )
            except (KonfliktError, HindretError) as error:
                outcomes.append(type(error).__name__)
            else:
                outcomes.append("startet")

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("startet") == 1
    with app.app_context():
        assert db.session.query(Kjoring).count() == 1


def test_the_worker_stores_the_best_plan(app: Flask) -> None:
    with app.app_context():
        kjoring_id = make_kjoring().id
    assert jobs.wait_for_all(app) == 1
    with app.app_context():
        kjoring = queries.get_kjoring(kjoring_id)
        assert kjoring.status is KjoringStatus.FERDIG
        assert kjoring.forslag is not None
        assert kjoring.forslag["status"] == "optimal"
        assert kjoring.forlop[-1][1] == kjoring.forslag["kostnad"]
        assert kjoring.tildeling is not None
        served = [p for lag in kjoring.tildeling.lag for p in lag.plasseringer]
        assert len(served) == 2
        assert the_job().status is JobbStatus.FERDIG


def test_a_job_done_twice_gives_one_allocation(app: Flask) -> None:
    with app.app_context():
        kjoring_id = make_kjoring().id
        tildeling_jobs.kjor_tildeling(kjoring_id, JobContext(0))
        tildeling_jobs.kjor_tildeling(kjoring_id, JobContext(0))
        assert db.session.query(Tildeling).count() == 1


def test_a_proposal_that_the_check_disagrees_with_is_not_stored(context: Any) -> None:
    kjoring = make_kjoring()
    forslag = make_forslag(kjoring)
    forslag["kostnad"] -= 1
    service.finish_kjoring(kjoring.id, forslag, [], stopped=False, now=clock.now())
    assert (kjoring.status, kjoring.tildeling) == (KjoringStatus.FEILET, None)
    assert kjoring.feil.startswith("Forslaget holdt ikke")


def test_a_run_that_has_ended_takes_no_further_answer(context: Any) -> None:
    kjoring = make_kjoring()
    service.stop_kjoring(kjoring.id, bruker=make_koordinator(), now=clock.now())
    service.finish_kjoring(kjoring.id, make_forslag(kjoring), [], stopped=False, now=clock.now())
    assert (kjoring.status, kjoring.tildeling) == (KjoringStatus.STOPPET, None)


def test_a_run_that_was_stopped_keeps_its_plan(context: Any) -> None:
    kjoring = make_kjoring()
    service.finish_kjoring(kjoring.id, make_forslag(kjoring), [], stopped=True, now=clock.now())
    assert kjoring.status is KjoringStatus.STOPPET
    assert kjoring.tildeling is not None


def test_a_waiting_run_stops_at_once(app: Flask) -> None:
    with app.app_context():
        kjoring = make_kjoring()
        service.stop_kjoring(kjoring.id, bruker=make_koordinator(), now=clock.now())
        db.session.commit()
        assert kjoring.status is KjoringStatus.STOPPET
    jobs.wait_for_all(app)
    with app.app_context():
        assert db.session.query(Tildeling).count() == 0


def make_big_problem() -> dict[str, Any]:
    """Return a problem that is not solved in a few seconds."""
    problem: dict[str, Any] = json.loads(problem_to_json(generate(300, 160, 1)))
    return problem


def make_long_run(app: Flask) -> int:
    """Return the id of a run whose problem is not solved in a few seconds."""
    with app.app_context():
        kjoring = make_kjoring(max_seconds=600)
        kjoring.problem = make_big_problem()
        db.session.commit()
        return kjoring.id


def wait_for_plan(app: Flask, seconds: float = 60) -> dict[str, Any]:
    """Return the progress once there is a plan."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with app.app_context():
            fremdrift = the_job().fremdrift
            if fremdrift.get("kostnad") is not None:
                return dict(fremdrift)
        time.sleep(0.2)
    raise AssertionError("no plan in time")


def test_a_stopped_run_hands_over_the_best_so_far_with_its_bound() -> None:
    snapshots: list[dict[str, Any]] = []
    forslag = prosess.find_forslag(
        make_big_problem(),
        max_time_s=600,
        seed=1,
        on_progress=snapshots.append,
        should_stop=lambda: any(each["kostnad"] is not None for each in snapshots),
    )
    assert forslag["status"] == "avbrutt"
    assert 0 <= forslag["nedre_grense"] < forslag["kostnad"]
    assert adapter.check(make_big_problem(), forslag) == []


def test_a_solver_that_dies_ends_the_run_with_a_sentence(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prosess, "CHILD", "raise SystemExit(9)")
    with app.app_context():
        kjoring_id = make_kjoring().id
    jobs.wait_for_all(app)
    with app.app_context():
        kjoring = queries.get_kjoring(kjoring_id)
        assert kjoring.status is KjoringStatus.FEILET
        assert kjoring.feil.startswith("Beregningen stanset uventet tre ganger")


def test_a_run_whose_job_failed_thrice_ends_with_a_sentence(app: Flask) -> None:
    with app.app_context():
        kjoring_id = make_kjoring().id
        jobb = the_job()
        jobb.status, jobb.forsok = JobbStatus.KJORER, jobs.MAX_ATTEMPTS
        jobb.hjerteslag_at = clock.real_now() - 2 * jobs.STALE
        db.session.commit()
    assert not jobs.work_one(app)
    jobs.run_periodic(app)
    with app.app_context():
        kjoring = queries.get_kjoring(kjoring_id)
        assert kjoring.status is KjoringStatus.FEILET
        assert kjoring.feil.startswith("Bakgrunnsarbeidet stanset")


def test_a_run_that_waits_for_a_worker_is_not_abandoned(app: Flask) -> None:
    with app.app_context():
        kjoring_id = make_kjoring().id
    jobs.run_periodic(app)
    with app.app_context():
        assert queries.get_kjoring(kjoring_id).status is KjoringStatus.VENTER


WORKER = """
import sys
from rekruttering import create_app
from rekruttering.felles import jobs
app = create_app({"SQLALCHEMY_DATABASE_URI": sys.argv[1], "INSTANCE_PATH": sys.argv[2],
                  "SECRET_KEY": "test"})
jobs.work(app, pause_s=0.1)
"""


def start_worker(app: Flask) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            WORKER,
            app.config["SQLALCHEMY_DATABASE_URI"],
            app.instance_path,
        ],
        cwd=prosess.ROOT,
    )


def children_of(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return not state.stdout.startswith("Z") and bool(state.stdout)


def test_a_worker_killed_in_the_middle_of_a_run_is_followed_by_one_that_finishes_it(
    app: Flask,
) -> None:
    kjoring_id = make_long_run(app)
    worker = start_worker(app)
    try:
        wait_for_plan(app)
        solvers = children_of(worker.pid)
        assert len(solvers) == 1
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    end = time.monotonic() + 10
    while is_alive(solvers[0]) and time.monotonic() < end:
        time.sleep(0.1)
    assert not is_alive(solvers[0])
    with app.app_context():
        kjoring = queries.get_kjoring(kjoring_id)
        assert kjoring.status is KjoringStatus.KJORER
        # A small problem with one answer, so that the second worker proves it at once.
        small = make_small_problem(kjoring)
        kjoring.problem = small
        jobb = the_job()
        jobb.hjerteslag_at = clock.real_now() - 2 * jobs.STALE
        db.session.commit()
    assert jobs.wait_for_all(app) == 1
    with app.app_context():
        kjoring = queries.get_kjoring(kjoring_id)
        assert kjoring.status is KjoringStatus.FERDIG
        assert kjoring.tildeling is not None
        assert kjoring.forslag is not None
        # Uninterrupted, the same problem with the same seed gives the same plan.
        assert kjoring.forslag["par"] == make_forslag(kjoring)["par"]
        assert the_job().forsok == 2


def make_small_problem(kjoring: Kjoring) -> dict[str, Any]:
    """Return the round's own problem again."""
    return service.make_oppdrag(kjoring.utlysning, kjoring.pulje).problem
