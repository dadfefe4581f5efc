import io
import json
import re

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
from tests.tildeling.factories import (
    make_id,
)


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
