from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import queries
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import UtlysningStatus
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning

NY = {
    "tittel_nb": "Runde 2030",
    "slug": "runde-2030",
    "ordning": "oppfolgingsordningen",
    "frist_dato-dag": "15",
    "frist_dato-maned": "7",
    "frist_dato-year": "2030",
    "klokkeslett": "12:00:00",
}


@pytest.fixture
def koordinator(app: Flask) -> FlaskClient:
    with app.app_context():
        bruker_id = make_bruker(Rolle.KOORDINATOR).id
    return login(app, bruker_id)


def _make(app: Flask, **felter: object) -> int:
    with app.app_context():
        return make_utlysning(**felter).id


def _get(app: Flask, slug: str) -> Utlysning:
    with app.app_context():
        return queries.get_by_slug(slug)


def test_the_list_shows_drafts_and_which_are_open(app: Flask, koordinator: FlaskClient) -> None:
    _make(app, tittel_nb="Åpen runde")
    _make(app, tittel_nb="Min kladd", status=UtlysningStatus.KLADD)
    page = koordinator.get("/runde").text
    assert page.count("Åpen for søknader") == 1
    assert "Min kladd" in page


def test_an_empty_list_leads_to_the_first_call(koordinator: FlaskClient) -> None:
    assert "Lag den første utlysningen" in koordinator.get("/runde").text


def test_the_list_takes_as_many_queries_for_three_rounds(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        engine = db.engine
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            _make(app)
        statements.clear()
        koordinator.get("/runde")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_others_run_no_rounds(app: Flask) -> None:
    utlysning_id = _make(app, status=UtlysningStatus.KLADD, tittel_nb="Hemmelig tittel")
    with app.app_context():
        ids = [make_bruker(rolle).id for rolle in Rolle if rolle is not Rolle.KOORDINATOR]
    for bruker_id in ids:
        client = login(app, bruker_id)
        assert client.get("/runde").status_code == 403
        assert client.get("/runde/ny").status_code == 403
        for path in ("rediger", "rediger/tekst", "kopier", "forhandsvis", "publiser"):
            response = client.get(f"/runde/{utlysning_id}/{path}")
            assert response.status_code == 404
            assert "Hemmelig" not in response.text
        assert client.post(f"/runde/{utlysning_id}/publiser").status_code == 404
        assert client.post(f"/runde/{utlysning_id}/status", data={}).status_code == 404


def test_a_new_call_is_a_draft_with_its_deadline_in_norwegian_time(
    app: Flask, koordinator: FlaskClient
) -> None:
    response = koordinator.post("/runde/ny", data=NY)
    utlysning = _get(app, "runde-2030")
    assert response.status_code == 303
    assert response.headers["Location"] == f"/runde/{utlysning.id}/rediger"
    assert utlysning.status is UtlysningStatus.KLADD
    assert utlysning.frist_at == datetime(2030, 7, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("felt", "verdi", "setning"),
    [
        ("slug", "Stor Bokstav", "Bruk bare små bokstaver"),
        ("slug", "", "Skriv adressen"),
        ("tittel_nb", " ", "Skriv en tittel."),
        ("ordning", "", "Velg en ordning."),
        ("frist_dato-dag", "32", "Skriv en dato som finnes"),
        ("frist_dato-year", "1", "Skriv et år fra 2000 til 2100."),
        ("klokkeslett", "24:00", "Skriv et klokkeslett"),
    ],
)
def test_a_field_that_is_wrong_has_a_sentence_and_keeps_what_was_typed(
    koordinator: FlaskClient, felt: str, verdi: str, setning: str
) -> None:
    response = koordinator.post("/runde/ny", data={**NY, felt: verdi})
    assert response.status_code == 422
    assert setning in response.text
    assert 'value="15"' in response.text or felt == "frist_dato-dag"


def test_an_address_that_is_taken_is_said_with_the_form(
    app: Flask, koordinator: FlaskClient
) -> None:
    _make(app, slug="runde-2030")
    response = koordinator.post("/runde/ny", data=NY)
    assert response.status_code == 422
    assert "En annen utlysning har denne adressen." in response.text
    assert "Runde 2030" in response.text


def test_a_copy_is_proposed_a_year_later(app: Flask, koordinator: FlaskClient) -> None:
    leap_day = datetime(2028, 2, 29, 12, tzinfo=UTC)
    utlysning_id = _make(app, slug="gammel", frist_at=leap_day)
    page = koordinator.get(f"/runde/{utlysning_id}/kopier").text
    assert 'value="gammel-kopi"' in page
    assert 'name="frist_dato-dag" value="1"' in page
    assert 'name="frist_dato-year" value="2029"' in page


def test_a_round_is_copied(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app, slug="gammel")
    data = {**NY, "slug": "kopi", "datoer": "tom"}
    assert koordinator.post(f"/runde/{utlysning_id}/kopier", data=data).status_code == 303
    kopi = _get(app, "kopi")
    assert (kopi.status, kopi.intervju_fra_dato) == (UtlysningStatus.KLADD, None)
    again = koordinator.post(f"/runde/{utlysning_id}/kopier", data=data)
    assert again.status_code == 422
    assert "En annen utlysning har denne adressen." in again.text


@pytest.mark.parametrize(
    ("malform", "title", "banner"),
    [
        ("nb", "Tittel på bokmål", "Forhåndsvisning på bokmål"),
        ("nn", "Tittel på nynorsk", "på nynorsk"),
    ],
)
def test_a_preview_is_the_public_page_in_either_language(
    app: Flask, koordinator: FlaskClient, malform: str, title: str, banner: str
) -> None:
    utlysning_id = _make(
        app,
        status=UtlysningStatus.KLADD,
        tittel_nb="Tittel på bokmål",
        tittel_nn="Tittel på nynorsk",
    )
    page = koordinator.get(f"/runde/{utlysning_id}/forhandsvis?malform={malform}").text
    assert f'<html lang="{malform}"' in page
    assert f"<h1>{title}</h1>" in page
    assert banner in page
    assert "Start søknaden" not in page


def test_publishing_says_everything_that_is_missing_and_where(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = _make(
        app, status=UtlysningStatus.KLADD, tekst_nn="", kompetanser=[], kontakt_epost=""
    )
    for response in (
        koordinator.get(f"/runde/{utlysning_id}/publiser"),
        koordinator.post(f"/runde/{utlysning_id}/publiser"),
    ):
        assert "Teksten mangler på nynorsk." in response.text
        assert "Legg inn minst én kompetanse." in response.text
        assert f"/runde/{utlysning_id}/rediger/tekst" in response.text
    assert response.status_code == 422
    with app.app_context():
        assert queries.get_utlysning(utlysning_id).status is UtlysningStatus.KLADD


def test_a_complete_draft_is_published_and_a_second_click_is_harmless(
    app: Flask, koordinator: FlaskClient, client: FlaskClient
) -> None:
    utlysning_id = _make(app, slug="ny", status=UtlysningStatus.KLADD)
    assert "Publiser nå" in koordinator.get(f"/runde/{utlysning_id}/publiser").text
    answers = [koordinator.post(f"/runde/{utlysning_id}/publiser") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert client.get("/utlysning/ny").status_code == 200


def test_a_round_goes_on_when_its_deadline_has_passed(app: Flask, koordinator: FlaskClient) -> None:
    frist = datetime(2020, 3, 15, tzinfo=UTC)
    utlysning_id = _make(app, frist_at=frist)
    url = f"/runde/{utlysning_id}/status"
    with clock.frozen(frist):
        early = koordinator.post(url, data={"til": "vurdering"})
    answer = koordinator.post(url, data={"til": "vurdering"})
    assert early.status_code == 422
    assert "Søkerne kan fortsatt sende søknad." in early.text
    assert answer.status_code == 303
    assert koordinator.post(url, data={"til": "ukjent"}).status_code == 404
    with app.app_context():
        assert queries.get_utlysning(utlysning_id).status is UtlysningStatus.VURDERING
