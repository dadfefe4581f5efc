import html
import re

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import jobs
from rekruttering.felles.db import db
from rekruttering.tildeling.models import Kjoring
from rekruttering.tildeling.rules import KjoringFormal, KjoringStatus
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import STANDARD_VEKTER, UtlysningStatus
from tests.pulje.factories import make_koordinator
from tests.scenario.factories import HTMX
from tests.tildeling.factories import (
    make_runde,
    make_tildeling,
    text_of,
)
from tests.tilgang.factories import login


def vektdata(page: str, **vekter: object) -> dict[str, str]:
    """Return what the form of weights sends, with some turned."""
    fields = {f"vekt_{navn}": str(vekter.get(navn, vekt)) for navn, vekt in STANDARD_VEKTER.items()}
    versjon = re.search(r'name="versjon"[^>]*value="([^"]*)"', page)
    assert versjon is not None
    return {**fields, "versjon": versjon[1]}


def test_weights_are_told_in_words_and_kilometres(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    page = text_of(koordinator.get(f"/runde/{utlysning_id}/vekter").text)
    assert "To med samme bakgrunn koster 100 poeng, like mye som 500 km reise." in page
    assert "100 km mellom en veileder og en kommune koster 20 poeng." in page
    assert "Endringer fra planen som gjelder Teller ikke." in page


def test_a_turned_weight_is_tried_without_javascript(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_tildeling().utlysning_id
    where = f"/runde/{utlysning_id}/vekter"
    data = vektdata(koordinator.get(where).text, reise_km_per_poeng=2)
    tried = koordinator.post(where, data={**data, "handling": "prov"})
    assert tried.status_code == 303
    page = koordinator.get(tried.location)
    assert 'name="vekt_reise_km_per_poeng"' in page.text
    assert 'value="2"' in page.text
    # Without another query the browser would only move to the fragment.
    again = re.search(r'content="2; url=([^"]*)"', page.text)
    assert again is not None
    assert html.unescape(again[1]) == tried.location.replace("#", "&igjen=1#")
    jobs.wait_for_all(app)
    words = text_of(koordinator.get(tried.location).text)
    assert "Kommuner uten par 0 0 –" in words
    assert "100 km mellom en veileder og en kommune koster 50 poeng." in words


def test_a_turned_weight_answers_with_a_fragment_and_with_what_it_means(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning_id = make_tildeling().utlysning_id
    where = f"/runde/{utlysning_id}/vekter"
    data = vektdata(koordinator.get(where).text, lik_bakgrunn=10)
    part = koordinator.post(where, data={**data, "handling": "prov"}, headers=HTMX)
    assert "<html" not in part.text
    assert re.search(r'hx-get="/prove/\d+\?kort=1"', part.text)
    assert "To med samme bakgrunn koster 10 poeng, like mye som 50 km reise." in part.text
    wrong = koordinator.post(where, data={**data, "vekt_malform": "x"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "Skriv et helt tall." in wrong.text
    with app.app_context():
        assert db.session.query(Kjoring).filter_by(formal=KjoringFormal.SCENARIO).count() == 1


def test_two_coordinators_turn_weights_without_stopping_each_other(app: Flask) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
        ids = [make_koordinator().id for _n in range(2)]
    clients = [login(app, id) for id in ids]
    where = f"/runde/{utlysning_id}/vekter"
    page = clients[0].get(where).text
    for n, client in enumerate((clients[0], clients[1], clients[0])):
        client.post(where, data=vektdata(page, malform=n + 1), headers=HTMX)
    with app.app_context():
        found = [each.status for each in db.session.query(Kjoring).order_by(Kjoring.id)]
        assert found == [KjoringStatus.STOPPET, KjoringStatus.VENTER, KjoringStatus.VENTER]


def test_weights_are_saved_as_the_rounds_and_not_over_another_coordinators(app: Flask) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
        ids = [make_koordinator().id for _n in range(2)]
    clients = [login(app, id) for id in ids]
    where = f"/runde/{utlysning_id}/vekter"
    page = clients[1].get(where).text
    first = vektdata(clients[0].get(where).text, malform=33)
    assert clients[0].post(where, data={**first, "handling": "lagre"}).status_code == 303
    second = clients[1].post(where, data={**vektdata(page, malform=44), "handling": "lagre"})
    assert second.status_code == 409
    assert "Noen andre har endret rundens vekter" in second.text
    assert 'value="44"' in second.text
    with app.app_context():
        assert db.session.get_one(Utlysning, utlysning_id).vekter["malform"] == 33
    again = {**vektdata(second.text, malform=44), "handling": "lagre"}
    assert clients[1].post(where, data=again).status_code == 303


def test_weights_of_a_round_that_runs_cannot_be_saved(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde()
        utlysning.status = UtlysningStatus.I_DRIFT
        db.session.commit()
        where = f"/runde/{utlysning.id}/vekter"
    page = koordinator.get(where).text
    assert "Lagre som rundens vekter" not in page
    answer = koordinator.post(where, data={**vektdata(page, malform=3), "handling": "lagre"})
    assert answer.status_code == 422
    assert "Tildelingen er ferdig." in answer.text


def test_a_trial_of_weights_is_kept_under_a_name(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    where = f"/runde/{utlysning_id}/vekter"
    data = vektdata(koordinator.get(where).text, malform=3)
    koordinator.post(where, data={**data, "handling": "prov"})
    with app.app_context():
        prove_id = db.session.query(Kjoring).one().id
    page = koordinator.get(f"/prove/{prove_id}").text
    assert "Uten navn blir prøven fjernet etter et døgn." in page
    kept = koordinator.post(f"/prove/{prove_id}/navn", data={"navn": "Lite målform"})
    assert kept.status_code == 303
    listed = text_of(koordinator.get(f"/runde/{utlysning_id}/tildeling").text)
    assert "Lite målform Vekten «Målform» er 3" in listed
