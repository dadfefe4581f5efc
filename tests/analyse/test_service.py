import threading
from typing import Any

import pytest
from flask import Flask

from rekruttering.analyse import jobs as analyse_jobs
from rekruttering.analyse import policy, prosess, queries, service
from rekruttering.analyse.models import Analyse
from rekruttering.analyse.plan import load_plan, to_bestilling
from rekruttering.analyse.rules import ALTERNATIVER, HVORFOR_IKKE, AnalyseStatus, Sporsmal
from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db, transaction
from rekruttering.felles.errors import KonfliktError, NotFoundError
from rekruttering.felles.jobs import JobbStatus, JobContext
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from tests.analyse.factories import make_analyse, make_bestilling, make_svar
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import make_runde, make_tildeling, make_veileder
from tests.tilgang.factories import make_bruker


def test_the_same_question_about_the_same_plan_is_one_row(context: Any) -> None:
    tildeling = make_tildeling()
    one, other = make_analyse(tildeling), make_analyse(tildeling)
    assert one.id == other.id
    assert db.session.query(Analyse).count() == db.session.query(jobs.Jobb).count() - 1 == 1


def test_another_plan_is_another_question(context: Any) -> None:
    tildeling = make_tildeling()
    first = make_analyse(tildeling)
    [lag] = tildeling.lag[:1]
    pin = Handling(HandlingType.FEST_PAR, tuple(sorted((lag.veileder_a_id, lag.veileder_b_id))))
    tildeling_service.adjust(
        tildeling,
        pin,
        sett_versjon=tildeling.versjon,
        bruker=make_koordinator(),
        now=clock.now(),
    )
    assert make_analyse(tildeling).id != first.id


def test_what_was_cut_off_or_failed_can_be_asked_again(context: Any) -> None:
    tildeling = make_tildeling()
    first = make_analyse(tildeling)
    service.stop(first.id, bruker=make_koordinator(), now=clock.now())
    second = make_analyse(tildeling)
    service.fail(second.id, "Nei.", now=clock.now())
    third = make_analyse(tildeling)
    service.finish(third.id, make_svar(), stopped=False, now=clock.now())
    assert [first.status, second.status] == [AnalyseStatus.STOPPET, AnalyseStatus.FEILET]
    assert len({first.id, second.id, third.id, make_analyse(tildeling).id}) == 3


def test_two_who_ask_the_same_at_the_same_moment_are_given_one_row(app: Flask) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        tildeling_id, bruker_id = tildeling.id, make_koordinator().id
        veileder_id = tildeling.lag[0].veileder_a_id
    outcomes: list[object] = []
    both = threading.Barrier(2)

    def ask() -> None:
        with app.app_context():
            sporsmal = Sporsmal(HVORFOR_IKKE, (veileder_id,))
            bestilling = make_bestilling(db.session.get_one(Tildeling, tildeling_id), sporsmal)
            db.session.rollback()
            both.wait()
            try:
                with transaction():
                    bruker = db.session.get_one(Bruker, bruker_id)
                    outcomes.append(service.ask(bestilling, bruker=bruker, now=clock.now()).id)
            except KonfliktError:
                outcomes.append("konflikt")

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert db.session.query(Analyse).count() == 1
    assert len(set(outcomes) - {"konflikt"}) == 1


def test_an_unknown_type_is_no_question(context: Any) -> None:
    with pytest.raises(LookupError):
        service.ask(service.Bestilling(1, "annet", {}), bruker=None, now=clock.now())


def test_the_worker_answers_and_nobody_is_named_in_what_is_stored(app: Flask) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde(veiledere=3, kommuner=1)
        make_veileder(utlysning, navn="Hemmelig Person", epost="hemmelig@example.com")
        tildeling = make_tildeling(utlysning)
        analyse_id = make_analyse(tildeling).id
        everyone = [
            each.soknad.navn for each in db.session.query(type(tildeling.lag[0].veileder_a))
        ]
    jobs.wait_for_all(app)
    with app.app_context():
        analyse = queries.get_analyse(analyse_id)
        assert analyse.status is AnalyseStatus.FERDIG
        assert analyse.svar is not None
        assert len(analyse.svar["nb"]) == len(analyse.svar["nn"]) > 0
        stored = str([analyse.problem, analyse.forslag, analyse.parametre, analyse.svar])
        assert [navn for navn in everyone if navn in stored] == []
        assert "{V" in stored


def test_a_job_done_twice_gives_one_answer(app: Flask) -> None:
    with app.app_context():
        analyse_id = make_analyse().id
        analyse_jobs.regn_analyse(analyse_id, JobContext(0))
        first = queries.get_analyse(analyse_id).ferdig_at
        analyse_jobs.regn_analyse(analyse_id, JobContext(0))
        assert queries.get_analyse(analyse_id).ferdig_at == first


def test_an_engine_that_dies_ends_the_question_with_a_sentence(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prosess, "CHILD", "raise SystemExit(9)")
    with app.app_context():
        analyse_id = make_analyse().id
    jobs.wait_for_all(app)
    with app.app_context():
        analyse = queries.get_analyse(analyse_id)
        assert analyse.status is AnalyseStatus.FEILET
        assert analyse.feil.startswith("Beregningen stanset uventet tre ganger")


def test_a_question_whose_job_is_over_without_an_answer_is_ended(app: Flask) -> None:
    with app.app_context():
        analyse_id = make_analyse().id
    with app.app_context():
        analyse_jobs.end_abandoned_analyser()
        assert queries.get_analyse(analyse_id).status is AnalyseStatus.VENTER
        jobb = jobs.find_last(service.JOB, analyse_id)
        assert jobb is not None
        jobb.status = JobbStatus.FEILET
        analyse_jobs.end_abandoned_analyser()
        assert queries.get_analyse(analyse_id).feil.startswith("Bakgrunnsarbeidet stanset")


def test_a_waiting_question_stops_at_once_and_one_that_is_over_stays_so(context: Any) -> None:
    analyse = make_analyse()
    for _n in range(2):
        service.stop(analyse.id, bruker=make_koordinator(), now=clock.now())
        assert analyse.status is AnalyseStatus.STOPPET
    assert service.begin(analyse.id) is None
    service.finish(analyse.id, make_svar(), stopped=False, now=clock.now())
    service.fail(analyse.id, "Nei.", now=clock.now())
    assert (analyse.status, analyse.svar, analyse.feil) == (AnalyseStatus.STOPPET, None, "")


def test_a_question_that_is_worked_on_is_asked_to_stop_and_keeps_what_it_found(
    context: Any,
) -> None:
    analyse = make_analyse()
    assert service.begin(analyse.id) is analyse
    service.stop(analyse.id, bruker=None, now=clock.now())
    jobb = jobs.find_last(service.JOB, analyse.id)
    assert jobb is not None
    assert jobb.stopp_bedt
    service.finish(analyse.id, make_svar(), stopped=True, now=clock.now())
    assert (analyse.status, bool(analyse.svar)) == (AnalyseStatus.STOPPET, True)


def test_a_stopped_engine_hands_over_what_it_has(context: Any) -> None:
    bestilling = make_bestilling(
        make_tildeling(), Sporsmal(HVORFOR_IKKE, (make_tildeling().lag[0].veileder_a_id,))
    )
    order = {
        "type": "hvorfor_ikke",
        "problem": bestilling.problem,
        "forslag": bestilling.forslag,
        "parametre": {"veiledere": [int(bestilling.problem["veiledere"][0]["id"][1:])]},
        "maks_sekunder": 60,
        "fro": 1,
    }
    svar = prosess.find_svar(order, on_progress=lambda _values: None, should_stop=lambda: True)
    assert svar["nb"]


def test_bounds_found_under_a_lock_that_is_gone_are_not_used(context: Any) -> None:
    tildeling = make_tildeling()
    lag = tildeling.lag[0]
    sporsmal = Sporsmal(ALTERNATIVER, (lag.veileder_a_id, lag.veileder_b_id))
    forslag = make_bestilling(tildeling, sporsmal).forslag
    assert forslag is not None
    assert forslag["nedre_grense"] == forslag["kostnad"] > 0
    problem = dict(tildeling.kjoring.problem)
    problem["laser"] = {
        "par": [[f"V{lag.veileder_a_id}", f"V{lag.veileder_b_id}"]],
        "tildelt": [],
        "forbudt": [],
    }
    tildeling.kjoring.problem = problem
    db.session.commit()
    bestilling = make_bestilling(tildeling, sporsmal)
    assert bestilling.forslag is not None
    assert bestilling.forslag["nedre_grense"] == 0
    assert bestilling.problem["laser"]["par"] == []


def test_hours_come_from_the_round(context: Any) -> None:
    utlysning, _pulje = make_runde(veiledere=2, kommuner=1)
    plan = load_plan(make_tildeling(utlysning), {})
    kommune = int(plan.problem.kommuner[0].id[1:])
    parametre = to_bestilling(plan, Sporsmal("udekket", (), kommune)).parametre
    assert parametre["arsverk_timer"] == utlysning.arsverk_timer
    assert parametre["kommune"] == kommune


def test_only_coordinators_may_ask(context: Any) -> None:
    analyse = make_analyse()
    assert analyse.tildeling is not None
    utvalg = queries.Utvalg(analyse.tildeling, 1)
    for rolle in Rolle:
        bruker = make_bruker(rolle)
        expected = rolle is Rolle.KOORDINATOR
        assert policy.can_view(bruker, analyse) is expected
        assert policy.can_ask(bruker, utvalg) is expected


def test_a_question_that_is_not_there_is_not_found(context: Any) -> None:
    for find in (queries.get_analyse, queries.lock_analyse):
        with pytest.raises(NotFoundError):
            find(999)
