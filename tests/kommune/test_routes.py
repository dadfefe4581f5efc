import io
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from rekruttering.felles.db import db
from rekruttering.felles.forms import MaxBytes
from rekruttering.kommune import queries
from rekruttering.kommune.forms import OpplastingForm
from rekruttering.kommune.models import Listeopplasting
from rekruttering.tilgang.rules import Rolle
from tests.kommune.lister import make_list
from tests.tilgang.factories import login, make_bruker

LIST = "/administrasjon/kommuner"
AFTER = date(2028, 1, 1)


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    with app.app_context():
        bruker_id = make_bruker(Rolle.ADMINISTRATOR).id
    return login(app, bruker_id)


def _upload(client: FlaskClient, innhold: bytes) -> TestResponse:
    data = {"fil": (io.BytesIO(innhold), "ny.csv")}
    return client.post(f"{LIST}/ny-liste", data=data, content_type="multipart/form-data")


def _merke(page: str) -> str:
    return page.split('name="merke" value="')[1].split('"')[0]


def _count(app: Flask, on: date) -> int:
    with app.app_context():
        return len(queries.list_kommuner(on))


def test_the_list_can_be_searched_by_name_county_and_day(admin: FlaskClient) -> None:
    page = admin.get(f"{LIST}?sok=heroy&dag-dag=1&dag-maned=6&dag-year=2021").text
    assert "0 kommuner den 1. juni 2021" in page
    page = admin.get(f"{LIST}?sok=herøy&dag-dag=1&dag-maned=6&dag-year=2021").text
    assert "2 kommuner den 1. juni 2021" in page
    page = admin.get(f"{LIST}?fylke=18&sok=herøy&dag-dag=1&dag-maned=6&dag-year=2021").text
    assert "1 kommune den 1. juni 2021" in page
    assert "1818" in page


def test_a_day_that_is_no_day_is_read_as_today(admin: FlaskClient) -> None:
    response = admin.get(f"{LIST}?dag-dag=31&dag-maned=2&dag-year=2021&side=99")
    assert response.status_code == 200


def test_the_sources_are_attributed(admin: FlaskClient) -> None:
    page = admin.get(LIST).text
    assert all(word in page for word in ("GeoNames", "Kartverket", "CC BY 4.0"))


def test_one_municipality_shows_its_earlier_numbers(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        kommune = queries.find_kommune("5501", date(2024, 5, 1))
        assert kommune is not None
        kommune_id = kommune.id
    page = admin.get(f"{LIST}/{kommune_id}").text
    assert "1902, 5401" in page
    assert "Statsforvalteren i Troms og Finnmark" in page


def test_others_do_not_see_the_pages(app: Flask, admin: FlaskClient) -> None:
    opplasting = _upload(admin, make_list()).headers["Location"]
    with app.app_context():
        bruker_id = make_bruker(Rolle.KOORDINATOR).id
    other = login(app, bruker_id)
    assert other.get(LIST).status_code == 403
    assert other.get(opplasting).status_code == 404
    assert other.post(opplasting).status_code == 404
    assert other.post(f"{opplasting}/forkast").status_code == 404
    assert _upload(other, make_list()).status_code == 403


def test_a_newer_list_is_looked_at_and_then_taken_into_use(app: Flask, admin: FlaskClient) -> None:
    response = _upload(admin, make_list({"1103": {"malform": "nn"}}, without=("1101",)))
    assert response.status_code == 303
    preview = response.headers["Location"]
    page = admin.get(preview).text
    assert "malform: Nøytral → Nynorsk" in page
    assert "gyldig_til: (tomt) → 31.12.2027" in page
    assert _count(app, AFTER) == 357
    assert admin.post(preview, data={"merke": _merke(page)}).status_code == 303
    assert _count(app, AFTER) == 356
    assert "Listen ble tatt i bruk" in admin.get(preview).text


def test_a_second_click_is_harmless(app: Flask, admin: FlaskClient) -> None:
    preview = _upload(admin, make_list()).headers["Location"]
    merke = _merke(admin.get(preview).text)
    answers = [admin.post(preview, data={"merke": merke}).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert _count(app, AFTER) == 357


def test_another_proposal_than_the_one_seen_is_shown_again(app: Flask, admin: FlaskClient) -> None:
    preview = _upload(admin, make_list()).headers["Location"]
    response = admin.post(preview, data={"merke": "en annen"})
    assert response.status_code == 409
    assert "Se over på nytt" in response.text
    assert _count(app, AFTER) == 357
    with app.app_context():
        kommune = queries.find_kommune("1103", AFTER)
        assert kommune is not None
        assert kommune.gyldig_fra == date(2024, 1, 1)


def test_a_list_that_no_longer_fits_says_so(app: Flask, admin: FlaskClient) -> None:
    old = make_list().replace(b"2028-01-01", b"2026-01-01")
    waiting = _upload(admin, old).headers["Location"]
    newer = _upload(admin, make_list()).headers["Location"]
    admin.post(newer, data={"merke": _merke(admin.get(newer).text)})
    response = admin.get(waiting)
    assert response.status_code == 422
    assert "passer den ikke lenger" in response.text


def test_a_discarded_list_changes_nothing(app: Flask, admin: FlaskClient) -> None:
    preview = _upload(admin, make_list(without=("1101",))).headers["Location"]
    assert admin.post(f"{preview}/forkast").status_code == 303
    assert "ble forkastet" in admin.get(preview).text
    assert admin.post(preview, data={"merke": "x"}).status_code == 422
    assert _count(app, AFTER) == 357


def test_faults_are_listed_by_row_and_column_and_nothing_is_kept(
    app: Flask, admin: FlaskClient
) -> None:
    response = _upload(admin, make_list({"0301": {"malform": "x"}, "1103": {"gyldig_fra": "nå"}}))
    assert response.status_code == 422
    assert "«x» er ukjent. Skriv en av disse: nb, nn, nøytral." in response.text
    assert "«nå» er ikke en dato" in response.text
    with app.app_context():
        assert db.session.query(Listeopplasting).count() == 0


def test_a_file_must_be_chosen_and_not_be_huge(
    admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = next(check for check in OpplastingForm.fil.args[1] if isinstance(check, MaxBytes))
    monkeypatch.setattr(limit, "limit", 10)
    response = admin.post(f"{LIST}/ny-liste", data={})
    assert response.status_code == 422
    assert "Velg en fil." in response.text
    assert "for stor" in _upload(admin, make_list()).text


def test_an_unknown_list_is_not_found(admin: FlaskClient) -> None:
    assert admin.get(f"{LIST}/lister/999").status_code == 404
    assert admin.get(f"{LIST}/99999").status_code == 404
