"""Attacks on the web layer that hold for every area: addresses, forms, cookies, log-in, limits."""

import re
import secrets
from io import BytesIO

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import mail, web
from rekruttering.felles.db import db
from rekruttering.felles.skjemautkast import MAX_CHARS, Skjemautkast
from rekruttering.tilgang import guard, service
from rekruttering.tilgang.rules import Rolle
from tests.conftest import MakeApp
from tests.soknad.factories import make_kladd, make_soknad
from tests.tilgang.factories import login, make_bruker

EPOST = "ola@example.com"
ANSATT = "ansatt@example.com"
CROSS_SITE = {"Sec-Fetch-Site": "cross-site"}


def sent_code(app: Flask) -> str:
    with app.app_context():
        found = re.search(r"\d{6}", mail.list_newest()[0].tekst)
    assert found is not None
    return found.group()


def wrong_code(app: Flask) -> str:
    return "000000" if sent_code(app) != "000000" else "111111"


# Redirects


@pytest.mark.parametrize(
    "target", ["/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/a\\evil", "\x00/evil"]
)
def test_a_path_that_a_browser_reads_as_another_host_is_not_followed(target: str) -> None:
    assert web.safe_next(target, "/hjem") == "/hjem"


def test_log_in_does_not_send_to_another_host(app: Flask, client: FlaskClient) -> None:
    client.post("/logg-inn", data={"epost": EPOST})
    data = {"kode": sent_code(app), "neste": "/\t/evil.example"}
    assert client.post("/logg-inn/kode", data=data).location == "/"


@pytest.mark.parametrize("referer", ["https://evil.example//evil.example/x", "https://[evil"])
def test_the_way_back_from_log_in_stays_on_this_host(client: FlaskClient, referer: str) -> None:
    answer = client.post("/logg-ut", headers={"Referer": referer})
    page = client.get(answer.location)
    assert (page.status_code, 'name="neste" value="//' in page.text) == (200, False)


# Odd addresses and fields


@pytest.mark.parametrize("number", ["99999999999999999999", "2147483648"])
def test_a_number_that_no_database_holds_is_not_found(app: Flask, number: str) -> None:
    with app.app_context():
        bruker_id = make_bruker().id
    assert login(app, bruker_id).get(f"/min-soknad/{number}").status_code == 404


@pytest.mark.parametrize("path", ["/utlysning/a%00b", "/?neste=a%00b"])
def test_an_address_with_a_null_byte_is_refused(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400


def test_a_form_with_a_null_byte_is_refused(client: FlaskClient) -> None:
    assert client.post("/logg-inn", data={"epost": "a\x00@example.com"}).status_code == 400


def test_a_year_beyond_every_calendar_is_a_field_error(app: Flask) -> None:
    with app.app_context():
        bruker_id = make_bruker(Rolle.ADMINISTRATOR).id
    day = {"dag-dag": "1", "dag-maned": "1", "dag-year": "99999999999999999999"}
    answer = login(app, bruker_id).get("/administrasjon/kommuner", query_string=day)
    assert answer.status_code == 200


def test_text_in_place_of_a_file_is_no_file(app: Flask) -> None:
    with app.app_context():
        soker, admin = make_bruker(), make_bruker(Rolle.ADMINISTRATOR)
        soknad_id, soker_id, admin_id = make_kladd(soker=soker).id, soker.id, admin.id
    path = f"/min-soknad/{soknad_id}/vedlegg"
    assert login(app, soker_id).post(path, data={"cv": "tekst"}).status_code == 303
    path = "/administrasjon/kommuner/ny-liste"
    assert login(app, admin_id).post(path, data={"fil": "tekst"}).status_code == 422


def test_a_file_that_only_calls_itself_a_pdf_is_not_stored(app: Flask) -> None:
    with app.app_context():
        soker = make_bruker()
        soknad_id, soker_id = make_kladd(soker=soker).id, soker.id
    fil = (BytesIO(b"<html><script>alert(1)</script>"), "cv.pdf", "application/pdf")
    answer = login(app, soker_id).post(f"/min-soknad/{soknad_id}/vedlegg", data={"cv": fil})
    assert (answer.status_code, "er ikke en PDF" in answer.text) == (422, True)


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain"])
def test_a_body_beyond_the_limit_is_refused_in_words(app: Flask, content_type: str) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    body = "epost=" + "x" * 2_000
    answer = app.test_client().post("/logg-inn", data=body, content_type=content_type)
    assert (answer.status_code, "<h1" in answer.text) == (413, True)


# Exports


@pytest.mark.parametrize("kind", ["csv", "excel"])
def test_a_name_with_control_characters_does_not_stop_the_export(app: Flask, kind: str) -> None:
    with app.app_context():
        runde = make_soknad(navn="Kari\x0b Nordmann\x07").utlysning_id
        bruker_id = make_bruker(Rolle.KOORDINATOR).id
    assert login(app, bruker_id).get(f"/runde/{runde}/soknader/{kind}").status_code == 200


# Forged requests and sessions


def test_another_site_cannot_put_text_into_a_form(app: Flask) -> None:
    with app.app_context():
        soker = make_bruker()
        soknad_id, soker_id = make_kladd(soker=soker).id, soker.id
    data = {"motivasjon": "Skrevet av en fremmed"}
    path = f"/min-soknad/{soknad_id}/motivasjon"
    answer = app.test_client().post(path, data=data, headers=CROSS_SITE)
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (403, [])
    with app.app_context():
        assert db.session.query(Skjemautkast).count() == 0
    assert login(app, soker_id).post(path, data=data, headers=CROSS_SITE).status_code == 403


def test_field_names_count_when_a_form_is_kept_over_the_log_in(
    app: Flask, client: FlaskClient
) -> None:
    client.post("/min-soknad/1/person", data={"x" * (MAX_CHARS + 1): ""})
    with app.app_context():
        assert db.session.query(Skjemautkast).count() == 0


def test_forms_kept_over_the_log_in_are_limited_per_minute(make_app: MakeApp) -> None:
    app = make_app(RATELIMIT_ENABLED=True)
    client = app.test_client()
    data = {"motivasjon": "x"}
    found = [client.post("/min-soknad/1/motivasjon", data=data).status_code for _ in range(31)]
    assert (found[0], found[-1]) == (303, 429)


def test_a_new_session_follows_a_log_in(app: Flask, client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "planted"
        cookie["planted"] = "x"
    client.post("/logg-inn", data={"epost": EPOST})
    client.post("/logg-inn/kode", data={"kode": sent_code(app)})
    with client.session_transaction() as cookie:
        assert ("planted" in cookie, cookie["_user_id"] == "planted") == (False, False)


def test_cookies_are_for_this_host_over_tls_and_not_for_scripts(make_app: MakeApp) -> None:
    app = make_app(SESSION_COOKIE_SECURE=True)
    answer = app.test_client().get("/logg-inn", base_url="https://localhost")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    flags = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= flags
    assert not any(flag.startswith("Domain") for flag in flags)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_plain_http_in_the_demo_does_not_promise_tls(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_links_in_mail_do_not_follow_the_host_header(app: Flask, client: FlaskClient) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    with app.app_context():
        make_bruker(Rolle.KOORDINATOR, epost=ANSATT)
    client.post("/logg-inn", data={"epost": ANSATT}, headers=headers)
    with app.app_context():
        assert "evil.example" not in mail.list_newest()[0].tekst


def test_redirects_do_not_follow_the_host_header(client: FlaskClient) -> None:
    answer = client.post("/logg-ut", headers={"Host": "evil.example"})
    assert answer.location.startswith("/logg-inn")


# Log-in


def test_the_code_page_does_not_tell_who_works_here(app: Flask) -> None:
    with app.app_context():
        make_bruker(Rolle.KOORDINATOR, epost=ANSATT)
    pages = []
    for epost in (EPOST, ANSATT):
        client = app.test_client()
        client.post("/logg-inn", data={"epost": epost})
        kode = wrong_code(app) if epost == EPOST else "123456"
        pages.append(client.post("/logg-inn/kode", data={"kode": kode}).text.replace(epost, ""))
    sentence = "Koden stemmer ikke"
    assert [sentence in page for page in pages] == [True, True]


def test_staff_do_not_come_in_by_guessing_the_code_that_was_not_sent(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda _limit: 123456)
    with app.app_context():
        make_bruker(Rolle.KOORDINATOR, epost=ANSATT)
    client.post("/logg-inn", data={"epost": ANSATT})
    answer = client.post("/logg-inn/kode", data={"kode": "123456"})
    assert "Du kan ikke logge inn på denne måten" in answer.text


def test_a_new_code_ends_the_one_before(app: Flask, client: FlaskClient) -> None:
    client.post("/logg-inn", data={"epost": EPOST})
    first = sent_code(app)
    client.post("/logg-inn", data={"epost": EPOST})
    client.post("/logg-inn/kode", data={"kode": sent_code(app)})
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["innlogging"] = EPOST
    assert thief.post("/logg-inn/kode", data={"kode": first}).status_code == 422


def test_unknown_digits_in_the_authenticator_code_are_a_field_error(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        service.set_password(make_bruker(Rolle.KOORDINATOR, epost=ANSATT), "et langt passord")
        db.session.commit()
    data = {"epost": ANSATT, "passord": "et langt passord", "totp": "١٢٣٤٥٦"}
    assert client.post("/logg-inn/ansatt", data=data).status_code == 422


def test_a_closed_account_comes_in_neither_way(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        ansatt = make_bruker(Rolle.KOORDINATOR, epost=ANSATT)
        secret = service.set_password(ansatt, "et langt passord")
        ansatt.aktiv = make_bruker(epost=EPOST).aktiv = False
        db.session.commit()
    data = {"epost": ANSATT, "passord": "et langt passord", "totp": pyotp.TOTP(secret).now()}
    assert client.post("/logg-inn/ansatt", data=data).status_code == 422
    client.post("/logg-inn", data={"epost": EPOST})
    assert client.post("/logg-inn/kode", data={"kode": sent_code(app)}).status_code == 422


@pytest.mark.parametrize("path", ["/logg-inn", "/logg-inn/kode", "/logg-inn/ansatt"])
def test_log_in_is_limited_per_minute(make_app: MakeApp, path: str) -> None:
    client = make_app(RATELIMIT_ENABLED=True).test_client()
    answers = [client.post(path) for _ in range(31)]
    assert (answers[-2].status_code == 429, answers[-1].status_code) == (False, 429)
    assert "<h1" in answers[-1].text


# What must not be there


def test_there_is_no_demo_outside_the_demo(app: Flask, client: FlaskClient) -> None:
    assert [r.endpoint for r in app.url_map.iter_rules() if "demo" in r.rule] == []
    assert [client.get(p).status_code for p in ("/demo", "/demo/post", "/demo/post/1")] == [404] * 3
    assert client.post("/demo/logg-inn/1").status_code == 404


def test_a_bug_is_answered_without_its_particulars(make_app: MakeApp) -> None:
    app = make_app(TESTING=False)

    def broken() -> str:
        raise RuntimeError("hemmelig tilkoblingsstreng")

    app.view_functions["oversikt.hjelp"] = guard.public(broken)
    answer = app.test_client().get("/hjelp")
    assert answer.status_code == 500
    assert "hemmelig" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["Content-Security-Policy"] == web.CSP


@pytest.mark.parametrize(
    ("path", "method"), [("/finnes-ikke", "GET"), ("/", "DELETE"), ("/", "TRACE"), ("/\x00", "GET")]
)
def test_every_error_carries_the_headers(client: FlaskClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    found = {name: answer.headers.get(name) for name in web.HEADERS}
    assert (answer.status_code >= 400, found) == (True, web.HEADERS)
    assert answer.headers["Cache-Control"] == "no-store"
