import re

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.felles.jobs import Jobb
from rekruttering.tildeling import service
from rekruttering.tildeling.models import Kjoring
from rekruttering.tildeling.rules import KjoringStatus
from rekruttering.utlysning.queries import get_utlysning
from tests.pulje.factories import count_queries
from tests.tildeling.factories import (
    make_kjoring,
    make_runde,
    make_tildeling,
    make_veileder,
    text_of,
)


def test_a_run_is_started_followed_and_leads_to_its_proposal(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    page = koordinator.get(f"/runde/{utlysning_id}/tildeling")
    assert "Ingen forslag er laget ennå." in page.text
    started = koordinator.post(
        f"/runde/{utlysning_id}/tildeling", data={"maks_sekunder": "20", "fro": "3"}
    )
    assert started.status_code == 303
    waiting = koordinator.get(started.location)
    assert '<meta http-equiv="refresh" content="2">' in waiting.text
    assert "Venter på å starte" in waiting.text
    jobs.wait_for_all(app)
    done = koordinator.get(started.location)
    assert "refresh" not in done.text
    assert "<polyline" in done.text
    where = re.search(r'href="(/tildeling/\d+)"', done.text)
    assert where is not None
    assert "bevist best" in koordinator.get(where[1]).text
    with app.app_context():
        kjoring = db.session.query(Kjoring).one()
        assert (kjoring.maks_sekunder, kjoring.fro) == (20, 3)


def test_the_progress_alone_is_a_fragment(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        kjoring = make_kjoring()
        jobb = db.session.query(Jobb).one()
        kjoring.status = KjoringStatus.KJORER
        jobb.fremdrift = {
            "fase": "improve",
            "kostnad": 812,
            "nedre_grense": 799,
            "udekket": 1,
            "nedre_grense_udekket": 0,
            "sekunder": 4.2,
            "punkter": [[1.0, None, 0], [2.0, 900, 700], [4.2, 812, 799]],
        }
        db.session.commit()
        where = f"/kjoring/{kjoring.id}"
    part = koordinator.get(where, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    words = text_of(part)
    for expected in ("Forbedrer forslaget", "812", "799", "4 av 30 sekunder"):
        assert expected in words


def test_a_second_start_leads_to_the_run_that_goes_on(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    data = {"maks_sekunder": "20", "fro": "1"}
    first = koordinator.post(f"/runde/{utlysning_id}/tildeling", data=data)
    second = koordinator.post(f"/runde/{utlysning_id}/tildeling", data=data)
    assert first.location == second.location
    assert "En tildeling regnes ut allerede." in koordinator.get(second.location).text


def test_settings_that_are_wrong_get_a_sentence_each(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    page = koordinator.post(
        f"/runde/{utlysning_id}/tildeling", data={"maks_sekunder": "9999", "fro": "x"}
    )
    assert page.status_code == 422
    assert "Tiden må være fra 1 til 3600 sekunder." in page.text
    assert "Skriv et helt tall." in page.text


def test_a_round_that_is_not_ready_says_why(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde(veiledere=1, kommuner=0)[0].id
    page = koordinator.get(f"/runde/{utlysning_id}/tildeling").text
    assert "Det må være minst to veiledere med avtale." in page
    assert "Ingen kommuner har takket ja ennå." in page
    assert 'name="fro"' not in page


def test_a_run_is_stopped_from_its_page(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        kjoring_id = make_kjoring().id
    for _n in range(2):
        assert koordinator.post(f"/kjoring/{kjoring_id}/stopp").status_code == 303
    assert "Stoppet" in koordinator.get(f"/kjoring/{kjoring_id}").text


def test_wishes_that_led_to_nobody_are_shown(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde()
        make_veileder(utlysning, navn="Siv Ås", makker_ja="Ukjent Person")
        kjoring_id = make_kjoring(utlysning).id
    page = text_of(koordinator.get(f"/kjoring/{kjoring_id}").text)
    assert "Siv Ås vil gjerne arbeide med «Ukjent Person»." in page


def test_the_list_of_runs_asks_as_often_for_one_as_for_three(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    counts = []
    for number in (1, 3):
        with app.app_context():
            while db.session.query(Kjoring).count() < number:
                make_tildeling(get_utlysning(utlysning_id))
        counts.append(
            count_queries(app, lambda: koordinator.get(f"/runde/{utlysning_id}/tildeling"))
        )
    assert counts[0] == counts[1]


def test_the_failed_run_says_why(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        kjoring_id = make_kjoring().id
        service.fail_kjoring(kjoring_id, "Beregningen stanset.", now=clock.now())
        db.session.commit()
    page = text_of(koordinator.get(f"/kjoring/{kjoring_id}").text)
    assert "Kjøringen ga ikke noe forslag Beregningen stanset." in page
