import json

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.tilgang.rules import Rolle
from rekruttering.vedtakspakke import queries, service
from rekruttering.vedtakspakke.jobs import end_abandoned_gjenskapinger
from rekruttering.vedtakspakke.rules import GjenskapingStatus, Utfall
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import make_id, text_of
from tests.tilgang.factories import login, make_bruker
from tests.vedtakspakke.factories import make_pakke


def logged_in(app: Flask, *roller: Rolle) -> FlaskClient:
    with app.app_context():
        bruker_id = make_bruker(*roller).id
    return login(app, bruker_id)


def test_a_pack_is_fetched_as_json_and_as_a_document(app: Flask) -> None:
    koordinator = logged_in(app, Rolle.KOORDINATOR)
    with app.app_context():
        pakke = make_pakke()
        id, tildeling_id, innhold = pakke.id, pakke.tildeling_id, pakke.innhold
    for path in (f"/tildeling/{tildeling_id}/pakke", f"/vedtakspakke/{id}"):
        assert json.loads(koordinator.get(f"{path}/json").data) == innhold
        assert koordinator.get(f"{path}/pdf").data.startswith(b"%PDF")
    assert innhold["avtrykk"] in koordinator.get(f"/tildeling/{tildeling_id}/pakke").text


def test_a_pack_of_a_plan_that_is_not_published_is_made_on_demand_and_once(app: Flask) -> None:
    koordinator = logged_in(app, Rolle.KOORDINATOR)
    id = make_id(app)
    assert koordinator.get(f"/tildeling/{id}/pakke/json").status_code == 404
    assert "ikke laget noen pakke" in koordinator.get(f"/tildeling/{id}/pakke").text
    for _n in range(2):
        assert koordinator.post(f"/tildeling/{id}/pakke/lag").status_code == 303
    with app.app_context():
        assert len(queries.list_pakker(id)) == 1


def test_a_replay_is_asked_for_in_the_browser_and_done_by_the_worker(app: Flask) -> None:
    koordinator = logged_in(app, Rolle.KOORDINATOR)
    with app.app_context():
        pakke = make_pakke()
        id, tildeling_id = pakke.id, pakke.tildeling_id
    where = {koordinator.post(f"/vedtakspakke/{id}/gjenskap").location for _n in range(2)}
    [url] = where
    assert "Venter på å starte" in koordinator.get(url, headers={"HX-Request": "true"}).text
    jobs.wait_for_all(app, service.JOB)
    page = text_of(koordinator.get(url).text)
    assert "Pakken gir den samme planen på nytt." in page
    assert "samme startverdi ga oppgaven det samme forslaget" in page
    assert "Pakken gir den samme planen" in koordinator.get(f"/tildeling/{tildeling_id}/pakke").text
    with app.app_context():
        [gjenskaping] = queries.list_gjenskapinger(tildeling_id)
        assert (gjenskaping.status, (gjenskaping.resultat or {})["utfall"]) == (
            GjenskapingStatus.FERDIG,
            Utfall.LIK,
        )
        service.finish(gjenskaping.id, {}, now=clock.now())
        service.fail(gjenskaping.id, now=clock.now())
        assert service.begin(gjenskaping.id) is None
        assert gjenskaping.status is GjenskapingStatus.FERDIG


def test_a_replay_that_no_worker_will_finish_ends_and_says_so(app: Flask) -> None:
    koordinator = logged_in(app, Rolle.KOORDINATOR)
    with app.app_context():
        bruker = make_koordinator()
        asked = service.ask_gjenskaping(make_pakke(), bruker=bruker, now=clock.now())
        id = asked.id
        jobb = jobs.find_last(service.JOB, id)
        assert jobb is not None
        jobb.status = jobs.JobbStatus.FEILET
        end_abandoned_gjenskapinger()
        db.session.commit()
    assert "Prøv på nytt." in koordinator.get(f"/gjenskaping/{id}").text


def test_a_pack_names_everyone_and_is_there_for_coordinators_only(app: Flask) -> None:
    with app.app_context():
        pakke = make_pakke()
        paths = [f"/vedtakspakke/{pakke.id}/json", f"/tildeling/{pakke.tildeling_id}/pakke/pdf"]
    for rolle in (Rolle.PANEL, Rolle.ADMINISTRATOR):
        client = logged_in(app, rolle)
        assert [client.get(path).status_code for path in paths] == [404, 404]
