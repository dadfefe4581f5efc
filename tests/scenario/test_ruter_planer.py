from functools import partial

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles.db import db
from rekruttering.scenario.rules import Innstillinger, KommuneTimer, UtenVeileder
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.queries import get_utlysning
from tests.kommune.factories import make_kommune
from tests.pulje.factories import count_queries, make_puljekommune
from tests.scenario.factories import finish, make_prove
from tests.tildeling.factories import (
    make_runde,
    make_tildeling,
    make_veileder,
    text_of,
)
from tests.tilgang.factories import login, make_bruker


def test_everything_leads_to_each_other(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        utlysning_id, tildeling_id = tildeling.utlysning_id, tildeling.id
        make_prove(tildeling.utlysning, navn="Fem til i Nordland")
    page = koordinator.get(f"/runde/{utlysning_id}/tildeling").text
    for path in (
        f"/runde/{utlysning_id}/vekter",
        f"/runde/{utlysning_id}/scenarier",
        f"/tildeling/{tildeling_id}/kopier",
        f"/tildeling/{tildeling_id}/navn",
    ):
        assert f'href="{path}"' in page
        assert koordinator.get(path).status_code == 200
    assert koordinator.get(f"/tildeling/{tildeling_id}/los-resten").status_code == 200


def test_the_list_tells_who_what_and_how_good(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, pulje = make_runde()
        gone = make_veileder(utlysning, navn="Siv Ås")
        row = make_puljekommune(pulje, make_kommune(navn="Utenfor"), timer=2000)
        plan = make_tildeling(utlysning)
        poeng = sum(lag.kostnad for lag in plan.lag)
        settings = Innstillinger(
            {"malform": 3}, 2, (UtenVeileder(gone.id), KommuneTimer(row.id, 90))
        )
        make_prove(utlysning, navn="Uten Siv", innstillinger=settings)
        make_prove(utlysning, navn="")
        utlysning_id = utlysning.id
    page = text_of(koordinator.get(f"/runde/{utlysning_id}/tildeling").text)
    assert f"Forslag {plan_number(app)} Forslag 1 {poeng} Siri Samordner" in page
    assert "Uten Siv Uten Siv Ås Utenfor trenger 90 timer" in page
    assert "Høyst 2 kommuner for hvert par Vekten «Målform» er 3" in page
    assert page.count("Ferdig") == 2


def plan_number(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Tildeling).one().id


def test_plans_put_aside_stand_by_themselves(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde()
        make_tildeling(utlysning, TildelingStatus.FORKASTET)
        utlysning_id = utlysning.id
    page = text_of(koordinator.get(f"/runde/{utlysning_id}/tildeling").text)
    assert "Ingen forslag er laget ennå. 1 plan som er lagt bort" in page


def test_the_list_asks_as_often_for_one_as_for_three(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    counts = []
    for number in (1, 3):
        with app.app_context():
            utlysning = get_utlysning(utlysning_id)
            while db.session.query(Tildeling).count() < number:
                make_tildeling(utlysning)
                make_prove(utlysning)
        where = f"/runde/{utlysning_id}/tildeling"
        counts.append(count_queries(app, partial(koordinator.get, where)))
    assert counts[0] == counts[1]


def test_a_plan_is_copied_and_named(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        id, utlysning_id = tildeling.id, tildeling.utlysning_id
    assert f'value="Kopi av Forslag {id}"' in koordinator.get(f"/tildeling/{id}/kopier").text
    made = koordinator.post(f"/tildeling/{id}/kopier", data={"navn": "Lite reise"})
    assert made.status_code == 303
    koordinator.post(f"/tildeling/{id}/navn", data={"navn": "Den første"})
    page = text_of(koordinator.get(f"/runde/{utlysning_id}/tildeling").text)
    assert "Lite reise kopi av Den første Justert" in page
    for what in ("kopier", "navn"):
        empty = koordinator.post(f"/tildeling/{id}/{what}", data={"navn": " "})
        assert empty.status_code == 422
        assert "Skriv et navn." in empty.text


def test_others_than_coordinators_find_nothing(app: Flask) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        prove_id = make_prove(tildeling.utlysning, navn="Hemmelig").id
        u, t = tildeling.utlysning_id, tildeling.id
        ids = [
            make_bruker(Rolle.PANEL).id,
            make_bruker(Rolle.STATSFORVALTER, omrade="trondelag").id,
            make_bruker().id,
        ]
    clients = [login(app, id) for id in ids]
    reads = [
        f"/runde/{u}/scenarier",
        f"/runde/{u}/sammenlign?a=t{t}&b=k{prove_id}",
        f"/runde/{u}/vekter",
        f"/tildeling/{t}/los-resten",
        f"/tildeling/{t}/kopier",
        f"/tildeling/{t}/navn",
        f"/prove/{prove_id}",
    ]
    for client in clients:
        assert {client.get(path).status_code for path in reads} == {404}
        for path in (f"/prove/{prove_id}/stopp", f"/prove/{prove_id}/kjoring", *reads[2:6]):
            assert client.post(path, data={"navn": "x"}).status_code == 404
    with app.app_context():
        assert db.session.query(Tildeling).count() == 1
        finish(make_prove(ferdig=False))
