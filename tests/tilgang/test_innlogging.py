"""Log-in with a code by e-mail, and with password and authenticator."""

import re
from datetime import timedelta

import pyotp
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import clock, mail
from rekruttering.felles.db import db
from rekruttering.tilgang import queries, service
from rekruttering.tilgang.rules import KODE_FORSOK, KODER_PER_TIME, Rolle
from tests.tilgang.factories import login, make_bruker

EPOST = "ola@example.com"


def sent_code(app: Flask) -> str:
    with app.app_context():
        found = re.search(r"\d{6}", mail.list_newest()[0].tekst)
    assert found is not None
    return found.group()


def ask_for_code(client: FlaskClient) -> int:
    return client.post("/logg-inn", data={"epost": EPOST}).status_code


def test_a_code_by_mail_logs_a_new_applicant_in(app: Flask, client: FlaskClient) -> None:
    ask_for_code(client)
    answer = client.post("/logg-inn/kode", data={"kode": sent_code(app), "neste": "/logg-inn"})
    assert (answer.status_code, answer.location) == (303, "/logg-inn")
    with app.app_context():
        assert queries.find_bruker(EPOST) is not None


def test_the_address_is_one_user_whatever_its_case(app: Flask, client: FlaskClient) -> None:
    ask_for_code(client)
    client.post("/logg-inn/kode", data={"kode": sent_code(app)})
    client.post("/logg-inn", data={"epost": EPOST.upper()})
    client.post("/logg-inn/kode", data={"kode": sent_code(app)})
    with app.app_context():
        assert len(queries.list_brukere()) == 1


def test_a_code_opens_one_session_only(app: Flask, client: FlaskClient) -> None:
    ask_for_code(client)
    kode = sent_code(app)
    client.post("/logg-inn/kode", data={"kode": kode})
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["innlogging"] = EPOST
    assert thief.post("/logg-inn/kode", data={"kode": kode}).status_code == 422


def test_five_wrong_guesses_end_a_code(app: Flask, client: FlaskClient) -> None:
    ask_for_code(client)
    kode = sent_code(app)
    wrong = "000000" if kode != "000000" else "111111"
    for _ in range(KODE_FORSOK):
        assert client.post("/logg-inn/kode", data={"kode": wrong}).status_code == 422
    answer = client.post("/logg-inn/kode", data={"kode": kode})
    assert "Koden gjelder ikke lenger" in answer.text


def test_a_code_ends_after_ten_minutes(context: object) -> None:
    now = clock.real_now()
    service.send_kode(EPOST, "nb", secret_key="k", now=now)
    db.session.commit()
    found = re.search(r"\d{6}", mail.list_newest()[0].tekst)
    assert found is not None
    late = now + timedelta(minutes=10, seconds=1)
    answer = service.open_with_kode(EPOST, found.group(), secret_key="k", now=late)
    assert getattr(answer, "kode", None) == "utlopt"


def test_too_many_codes_are_refused_with_a_sentence(client: FlaskClient) -> None:
    statuses = [ask_for_code(client) for _ in range(KODER_PER_TIME + 1)]
    assert statuses == [303] * KODER_PER_TIME + [422]


def test_staff_are_not_let_in_with_a_code(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_bruker(Rolle.KOORDINATOR, epost=EPOST)
    ask_for_code(client)
    with app.app_context():
        assert "Logg inn som ansatt" in mail.list_newest()[0].tekst


def staff_login(client: FlaskClient, passord: str, totp: str) -> int:
    data = {"epost": EPOST, "passord": passord, "totp": totp}
    return client.post("/logg-inn/ansatt", data=data).status_code


def make_ansatt(app: Flask) -> str:
    with app.app_context():
        bruker = make_bruker(Rolle.KOORDINATOR, epost=EPOST)
        secret = service.set_password(bruker, "et langt passord")
        db.session.commit()
    return secret


def test_staff_log_in_with_password_and_authenticator(app: Flask, client: FlaskClient) -> None:
    secret = make_ansatt(app)
    assert staff_login(client, "et langt passord", pyotp.TOTP(secret).now()) == 303


def test_password_alone_or_authenticator_alone_is_refused(app: Flask, client: FlaskClient) -> None:
    secret = make_ansatt(app)
    assert staff_login(client, "feil", pyotp.TOTP(secret).now()) == 422
    assert staff_login(client, "et langt passord", "000000") == 422


def test_an_authenticator_code_is_used_once(app: Flask, client: FlaskClient) -> None:
    secret = make_ansatt(app)
    now = pyotp.TOTP(secret).now()
    assert staff_login(client, "et langt passord", now) == 303
    assert staff_login(app.test_client(), "et langt passord", now) == 422


def test_ten_failures_stop_the_right_password_too(app: Flask, client: FlaskClient) -> None:
    secret = make_ansatt(app)
    for _ in range(10):
        staff_login(client, "feil", "000000")
    assert staff_login(client, "et langt passord", pyotp.TOTP(secret).now()) == 422


def test_unknown_staff_get_the_same_answer(client: FlaskClient) -> None:
    assert staff_login(client, "feil", "000000") == 422


def test_logging_out_ends_a_copied_cookie_too(app: Flask) -> None:
    with app.app_context():
        bruker_id = make_bruker(epost=EPOST).id
    client = login(app, bruker_id)
    with client.session_transaction() as cookie:
        copied = dict(cookie)
    client.post("/logg-ut")
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(copied)
    assert "/logg-inn" in thief.post("/logg-ut").location


def test_a_session_ends_after_twelve_hours(app: Flask) -> None:
    with app.app_context():
        bruker = make_bruker(epost=EPOST)
        sesjon = service.open_sesjon(bruker, now=clock.real_now() - timedelta(hours=12, seconds=1))
        db.session.commit()
        sesjon_id = sesjon.id
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = sesjon_id
    assert "/logg-inn" in client.post("/logg-ut").location


def test_the_next_page_is_never_on_another_host(app: Flask, client: FlaskClient) -> None:
    ask_for_code(client)
    data = {"kode": sent_code(app), "neste": "//evil.example/"}
    assert client.post("/logg-inn/kode", data=data).location == "/"


def test_a_wrong_address_keeps_what_was_typed(client: FlaskClient) -> None:
    answer = client.post("/logg-inn", data={"epost": "ola@"})
    assert answer.status_code == 422
    assert 'value="ola@"' in answer.text
