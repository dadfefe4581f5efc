"""Administrators keep users and roles, and read the log."""

import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import audit
from rekruttering.tilgang import queries
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from tests.tilgang.factories import login, make_bruker


@pytest.fixture
def admin_id(app: Flask) -> int:
    with app.app_context():
        return make_bruker(Rolle.ADMINISTRATOR, navn="Ada Admin").id


@pytest.fixture
def admin(app: Flask, admin_id: int) -> FlaskClient:
    return login(app, admin_id)


def make_id(app: Flask, *roller: Rolle, navn: str = "Kari Nordmann") -> int:
    with app.app_context():
        return make_bruker(*roller, navn=navn).id


def get(app: Flask, id: int) -> Bruker:
    with app.app_context():
        return queries.get_bruker(id)


def test_a_new_user_is_given_a_role(app: Flask, admin: FlaskClient) -> None:
    made = admin.post(
        "/administrasjon/brukere/ny", data={"navn": "Per", "epost": "per@example.com"}
    )
    answer = admin.post(made.location, data={"rolle": "koordinator", "omrade": ""})
    assert answer.status_code == 303
    with app.app_context():
        per = queries.find_bruker("per@example.com")
    assert per is not None
    assert per.roller == {Rolle.KOORDINATOR}


@pytest.mark.parametrize(
    ("rolle", "omrade", "sentence"),
    [
        ("statsforvalter", "", "Skriv hvilket embete"),
        ("koordinator", "4601", "Denne rollen gjelder hele landet"),
    ],
)
def test_a_role_and_its_area_fit_together(
    app: Flask, admin: FlaskClient, rolle: str, omrade: str, sentence: str
) -> None:
    bruker_id = make_id(app)
    data = {"rolle": rolle, "omrade": omrade}
    answer = admin.post(f"/administrasjon/brukere/{bruker_id}", data=data)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_a_role_is_taken_and_the_log_says_so(app: Flask, admin: FlaskClient) -> None:
    bruker_id = make_id(app, Rolle.PANEL, navn="Pia Panel")
    data = {"rolle": "panel", "omrade": ""}
    admin.post(f"/administrasjon/brukere/{bruker_id}/ta-rolle", data=data)
    assert get(app, bruker_id).roller == frozenset()
    assert "rolle tatt" in admin.get("/administrasjon/logg").text


def test_a_closed_account_is_logged_out_at_once(app: Flask, admin: FlaskClient) -> None:
    bruker_id = make_id(app, Rolle.KOORDINATOR)
    other = login(app, bruker_id)
    assert other.get("/okt").status_code == 204
    admin.post(f"/administrasjon/brukere/{bruker_id}/steng")
    assert other.get("/okt").status_code == 303


def test_administrators_do_not_lock_themselves_out(
    app: Flask, admin: FlaskClient, admin_id: int
) -> None:
    data = {"rolle": "administrator", "omrade": ""}
    path = f"/administrasjon/brukere/{admin_id}"
    assert admin.post(f"{path}/ta-rolle", data=data).status_code == 422
    assert admin.post(f"{path}/steng").status_code == 422
    assert get(app, admin_id).aktiv


def test_a_new_password_is_shown_once_and_works(app: Flask, admin: FlaskClient) -> None:
    bruker_id = make_id(app, Rolle.KOORDINATOR)
    page = admin.post(f"/administrasjon/brukere/{bruker_id}/passord").text
    found = re.search(r"secret=([A-Z2-7]+)", page)
    passord = re.search(r">\s*([\w-]{16})\s*<", page)
    assert found is not None
    assert passord is not None
    data = {
        "epost": get(app, bruker_id).epost,
        "passord": passord.group(1),
        "totp": pyotp.TOTP(found.group(1)).now(),
    }
    assert app.test_client().post("/logg-inn/ansatt", data=data).status_code == 303


def test_a_search_finds_users_without_a_role(app: Flask, admin: FlaskClient) -> None:
    make_id(app, navn="Søker Uten Rolle")
    assert "Søker Uten Rolle" not in admin.get("/administrasjon/brukere").text
    assert "Søker Uten Rolle" in admin.get("/administrasjon/brukere?sok=uten").text


def test_the_log_is_read_page_by_page(app: Flask, admin: FlaskClient, admin_id: int) -> None:
    with app.app_context():
        assert audit.list_newest(1, 50)[1] == 1
    assert admin.get("/administrasjon/logg?side=99").status_code == 200
