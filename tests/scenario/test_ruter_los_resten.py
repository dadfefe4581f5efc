import html
import re

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import jobs
from rekruttering.felles.db import db
from rekruttering.tildeling.models import Kjoring
from tests.tildeling.factories import (
    make_tildeling,
    text_of,
)


def test_the_rest_is_solved_again_and_compared_with_the_old_plan(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        lag = tildeling.lag[0]
        a, b = sorted((lag.veileder_a.soknad.navn, lag.veileder_b.soknad.navn))
        place = lag.plasseringer[0].puljekommune
        tildeling.laser = {
            "par": [[lag.veileder_a_id, lag.veileder_b_id]],
            "tildelt": [[lag.veileder_a_id, place.id]],
            "forbudt": [[lag.veileder_b_id, place.id + 1]],
        }
        kommune, fast = place.kommune.navn, lag.veileder_a.soknad.navn
        db.session.commit()
        id, versjon, utlysning_id = tildeling.id, tildeling.versjon, tildeling.utlysning_id
    where = f"/tildeling/{id}/los-resten"
    page = text_of(koordinator.get(where).text)
    assert f"{a} og {b} skal være par." in page
    assert f"{fast} skal ha {kommune}." in page
    assert "skal ikke ha" in page
    assert "sparer minst 120 poeng, like mye som 600 km reise, når" in page
    data = {"versjon": str(versjon), "pris": "mye", "navn": "Ny", "sekunder": "5"}
    started = koordinator.post(where, data=data)
    assert started.status_code == 303
    assert koordinator.post(where, data=data).location == started.location
    jobs.wait_for_all(app)
    done = koordinator.get(started.location).text
    link = re.search(rf'href="(/runde/{utlysning_id}/sammenlign\?a=t{id}&amp;b=t\d+)"', done)
    assert link is not None
    assert "Vekten «Endringer fra planen som gjelder» er 120" in text_of(
        koordinator.get(html.unescape(link[1])).text
    )


def test_a_plan_changed_meanwhile_is_shown_again_before_the_rest_is_solved(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        id, versjon = tildeling.id, tildeling.versjon
        tildeling.navn = "Endret"
        db.session.commit()
    data = {"versjon": str(versjon), "pris": "litt", "navn": "Min nye", "sekunder": "5"}
    answer = koordinator.post(f"/tildeling/{id}/los-resten", data=data)
    assert answer.status_code == 409
    assert "Noen andre har endret planen" in answer.text
    assert 'value="Min nye"' in answer.text
    with app.app_context():
        assert db.session.query(Kjoring).count() == 1


def test_a_price_must_be_chosen(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        where, versjon = f"/tildeling/{tildeling.id}/los-resten", tildeling.versjon
    answer = koordinator.post(where, data={"versjon": str(versjon), "sekunder": "0"})
    assert answer.status_code == 422
    assert "Skriv et tall fra 1 til 300." in answer.text
    assert koordinator.get(where).text.count('type="radio"') == 4
