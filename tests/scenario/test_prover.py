from typing import Any

import pytest
from flask import Flask

from rekruttering.felles import clock, jobs
from rekruttering.felles.audit import Logglinje
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.scenario import queries, service
from rekruttering.scenario.rules import (
    Innstillinger,
    UtenVeileder,
)
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import KjoringFormal, KjoringStatus
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_koordinator, make_puljekommune
from tests.scenario.factories import finish, koder, make_prove, turn
from tests.tildeling.factories import make_kjoring, make_runde, make_tildeling, make_veileder


def test_a_trial_makes_no_plan_and_cannot_be_decided_on(context: Any) -> None:
    prove = make_prove()
    assert prove.formal is KjoringFormal.SCENARIO
    assert prove.status is KjoringStatus.FERDIG
    assert prove.forslag is not None
    assert db.session.query(Tildeling).count() == 0


def test_a_trial_keeps_what_it_assumes_and_what_it_was_solved_from(context: Any) -> None:
    utlysning, _pulje = make_runde(veiledere=5)
    gone = make_veileder(utlysning)
    settings = Innstillinger({"malform": 3}, 2, (UtenVeileder(gone.id),))
    prove = make_prove(utlysning, innstillinger=settings, ferdig=False)
    assert prove.innstillinger == {
        "vekter": {"malform": 3},
        "regler": {"maks_kommuner_per_par": 2},
        "antakelser": [{"type": "uten_veileder", "veileder": gone.id}],
    }
    assert len(prove.problem["veiledere"]) == 5
    assert prove.problem["vekter"]["malform"] == 3


def test_a_trial_goes_on_beside_a_run_that_can_be_decided_on(context: Any) -> None:
    utlysning, _pulje = make_runde()
    make_kjoring(utlysning)
    assert make_prove(utlysning, ferdig=False).status is KjoringStatus.VENTER


def test_a_trial_of_a_round_with_nothing_to_allocate_says_why(context: Any) -> None:
    utlysning, _pulje = make_runde(veiledere=1, kommuner=0)
    with pytest.raises(HindretError) as error:
        make_prove(utlysning)
    assert koder(error) == ["veiledere", "kommuner"]


def test_somebody_who_has_left_cannot_be_assumed_away(context: Any) -> None:
    with pytest.raises(HindretError) as error:
        make_prove(innstillinger=Innstillinger(antakelser=(UtenVeileder(10_000),)))
    assert koder(error) == ["veileder"]


def test_a_trial_from_a_plan_keeps_its_locks(context: Any) -> None:
    tildeling = make_tildeling()
    lag = tildeling.lag[0]
    tildeling.laser = {"par": [[lag.veileder_a_id, lag.veileder_b_id]]}
    db.session.commit()
    prove = make_prove(tildeling.utlysning, fra=tildeling, ferdig=False)
    assert prove.problem["laser"]["par"] == [[f"V{lag.veileder_a_id}", f"V{lag.veileder_b_id}"]]


def test_more_municipalities_are_those_of_the_fylke_outside_the_pulje(context: Any) -> None:
    utlysning, pulje = make_runde(kommuner=0)
    here = make_kommune(fylkesnummer="99", innbyggere=5000)
    make_puljekommune(pulje, here)
    make_kommune("9902", fylkesnummer="99", innbyggere=9000, navn="Stor")
    make_kommune("9903", fylkesnummer="99", innbyggere=5100, navn="Lik")
    make_kommune("9904", fylkesnummer="99", innbyggere=100, navn="Liten", malform="nynorsk")
    found = service.more_kommuner(utlysning, "99", "Fylket", 2)
    assert [sted.navn for sted in found.steder] == ["Lik", "Stor"]
    assert service.more_kommuner(utlysning, "99", "Fylket", 9).steder[1].navn == "Stor"
    prove = make_prove(utlysning, innstillinger=Innstillinger(antakelser=(found,)), ferdig=False)
    assert [each["id"] for each in prove.problem["kommuner"]][1:] == ["K-9903", "K-9902"]


def test_a_trial_gets_a_name_and_stays(context: Any) -> None:
    bruker = make_koordinator()
    utlysning, _pulje = make_runde()
    prove = turn(utlysning, bruker, malform=3)
    for _twice in range(2):
        service.name_prove(prove, "Mindre målform", bruker=bruker)
    db.session.commit()
    assert (prove.navn, prove.innstillinger) == ("Mindre målform", {"vekter": {"malform": 3}})
    assert db.session.query(Logglinje).filter_by(handling="prove_navngitt").count() == 1
    with pytest.raises(HindretError):
        service.name_prove(prove, " ", bruker=bruker)


def test_the_weights_of_a_trial_can_be_used_in_a_run_that_can_be_decided_on(context: Any) -> None:
    settings = Innstillinger({"malform": 3}, 2)
    prove = make_prove(navn="Målform", innstillinger=settings)
    kjoring = service.start_real(prove, bruker=make_koordinator(), now=clock.now())
    db.session.commit()
    finish(kjoring)
    assert kjoring.formal is KjoringFormal.TILDELING
    assert kjoring.problem["vekter"]["malform"] == 3
    assert kjoring.tildeling is not None
    assert kjoring.tildeling.navn == "Målform"


def test_a_trial_that_assumes_something_cannot_become_a_run(context: Any) -> None:
    utlysning, _pulje = make_runde(veiledere=5)
    gone = make_veileder(utlysning).id
    settings = Innstillinger(antakelser=(UtenVeileder(gone),))
    prove = make_prove(utlysning, innstillinger=settings)
    with pytest.raises(HindretError) as error:
        service.start_real(prove, bruker=make_koordinator(), now=clock.now())
    assert koder(error) == ["antatt"]


def test_the_worker_answers_a_trial(app: Flask) -> None:
    with app.app_context():
        prove_id = make_prove(ferdig=False).id
    assert jobs.wait_for_all(app) == 1
    with app.app_context():
        prove = queries.get_prove(prove_id)
        assert prove.forslag is not None
        assert prove.forslag["status"] == "optimal"
        assert prove.tildeling is None
