import io
import json
import re
from functools import partial

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from matching import check, forslag_from_dict, problem_from_dict
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tildeling import queries
from rekruttering.tildeling.rules import TildelingStatus
from tests.kommune.factories import make_kommune
from tests.pulje.factories import count_queries, make_puljekommune
from tests.tildeling.factories import (
    make_id,
    make_runde,
    make_tildeling,
    text_of,
)


def test_a_proposal_shows_pairs_hours_cost_bound_map_and_what_is_left(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, pulje = make_runde(veiledere=5, kommuner=2)
        make_puljekommune(pulje, make_kommune(navn="Utenfor"), timer=2000)
        tildeling = make_tildeling(utlysning)
        where = f"/tildeling/{tildeling.id}"
        lag = queries.load_lag(tildeling.id)
        names = {each.veileder_a.soknad.navn for each in lag}
    html = koordinator.get(where).text
    page = text_of(html)
    for expected in (*names, "260 timer · innenfor 250–420", "Utenfor", "Målform", "Reserver"):
        assert expected in page
    assert html.count('class="punkt punkt--med-par"') == 2 + 1
    assert html.count('class="punkt punkt--uten-par"') == 1 + 1
    assert html.count('<line class="linje--vanlig"') == 4


def test_a_proposal_is_filtered_by_fylke(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, pulje = make_runde(veiledere=4, kommuner=1)
        make_puljekommune(pulje, make_kommune(navn="Nordby", fylkesnummer="54"))
        where = f"/tildeling/{make_tildeling(utlysning).id}"
    page = koordinator.get(f"{where}?fylke=54").text
    assert "Nordby" in page
    assert page.count('class="punkt punkt--med-par"') == 1 + 1
    assert "1 par" in text_of(page)
    assert "2 par" in text_of(koordinator.get(f"{where}?fylke=99").text)


def test_the_page_asks_the_database_as_often_for_one_pair_as_for_three(
    app: Flask, koordinator: FlaskClient
) -> None:
    one = make_id(app, veiledere=2, kommuner=1)
    three = make_id(app, veiledere=6, kommuner=3)
    counts = [
        count_queries(app, partial(koordinator.get, f"/tildeling/{id}")) for id in (one, three)
    ]
    assert counts[0] == counts[1]


def test_a_decision_is_made_and_published_in_the_browser(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    assert "Skriv en begrunnelse" in koordinator.post(f"/tildeling/{id}/vedta", data={}).text
    for _n in range(2):
        answer = koordinator.post(f"/tildeling/{id}/vedta", data={"begrunnelse": "God plan."})
        assert answer.status_code == 303
    assert "Publiser og send e-post" in koordinator.get(f"/tildeling/{id}/publiser").text
    for _n in range(2):
        assert koordinator.post(f"/tildeling/{id}/publiser").status_code == 303
    assert "Publisert" in koordinator.get(f"/tildeling/{id}").text
    with app.app_context():
        assert db.session.query(Utboks).count() == 4 + 2


def test_two_coordinators_with_different_decisions_do_not_overwrite_each_other(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    page = koordinator.get(f"/tildeling/{id}/forkast").text
    versjon = re.search(r'name="versjon"[^>]*value="(\d+)"', page)
    assert versjon is not None
    koordinator.post(f"/tildeling/{id}/vedta", data={"begrunnelse": "God plan."})
    late = koordinator.post(
        f"/tildeling/{id}/forkast", data={"begrunnelse": "Nei.", "versjon": versjon[1]}
    )
    assert late.status_code == 409
    with app.app_context():
        assert queries.get_tildeling(id).status is TildelingStatus.VEDTATT


def test_a_proposal_is_rejected_with_a_reason(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app)
    assert koordinator.post(f"/tildeling/{id}/forkast", data={}).status_code == 422
    for _n in range(2):
        answer = koordinator.post(f"/tildeling/{id}/forkast", data={"begrunnelse": "For langt."})
        assert answer.status_code == 303
    late = koordinator.post(f"/tildeling/{id}/vedta", data={"begrunnelse": "Likevel."})
    assert late.status_code == 422
    assert "Tildelingen er ikke lenger et forslag." in late.text


def test_publishing_is_refused_with_every_reason(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app, TildelingStatus.VEDTATT)
    with app.app_context():
        first, second = queries.load_lag(id)
        first.veileder_a.sluttet_at = clock.now()
        second.plasseringer[0].puljekommune.status = PuljekommuneStatus.TAKKET_NEI
        names = (
            first.veileder_a.soknad.navn,
            second.plasseringer[0].puljekommune.kommune.navn,
        )
        db.session.commit()
    for page in (
        koordinator.get(f"/tildeling/{id}/publiser"),
        koordinator.post(f"/tildeling/{id}/publiser"),
    ):
        assert f"{names[0]} er ikke lenger veileder i runden." in page.text
        assert f"{names[1]} er ikke lenger med i ordningen." in page.text
    with app.app_context():
        assert db.session.query(Utboks).count() == 0


def test_the_export_says_who_goes_where(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app, veiledere=3, kommuner=1)
    book = load_workbook(io.BytesIO(koordinator.get(f"/tildeling/{id}/eksport").data))
    assert book.sheetnames == ["Kommuner", "Veiledere", "Kostnad"]
    assert book["Veiledere"].max_row == 1 + 3


def test_the_exported_files_are_those_that_the_engine_checks(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    with app.app_context():
        kjoring_id = queries.get_tildeling(id).kjoring_id
    problem = json.loads(koordinator.get(f"/kjoring/{kjoring_id}/problem").data)
    forslag = json.loads(koordinator.get(f"/kjoring/{kjoring_id}/forslag").data)
    assert check(problem_from_dict(problem), forslag_from_dict(forslag)) == []
