"""What every request meets."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import web
from tests.conftest import MakeApp
from tests.tilgang.factories import login, make_bruker


@pytest.fixture
def strict(make_app: MakeApp) -> Flask:
    """The application with its CSRF check on."""
    return make_app(WTF_CSRF_ENABLED=True)


def some_path(rule: str) -> str:
    """Return an address that the rule matches; the objects need not exist."""
    rule = re.sub(r"<any\(\"?([\w-]+).*?\):\w+>", r"\1", rule)
    return re.sub(r"<(\w+:)?\w+>", "1", rule)


def test_every_answer_carries_the_content_policy(client: FlaskClient) -> None:
    for path in ("/", "/finnes-ikke"):
        assert client.get(path).headers["Content-Security-Policy"] == web.CSP


def test_every_post_without_a_token_is_refused(strict: Flask) -> None:
    posts = [rule for rule in strict.url_map.iter_rules() if "POST" in (rule.methods or ())]
    with strict.app_context():
        bruker_id = make_bruker().id
    client = login(strict, bruker_id)
    for rule in posts:
        status = client.post(some_path(rule.rule)).status_code
        # A role that the user lacks is refused before the token is looked at.
        assert status in (400, 403), rule.rule


def test_a_token_lets_a_post_through(strict: Flask) -> None:
    client = strict.test_client()
    page = client.get("/logg-inn").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"epost": "ola@example.com", "csrf_token": token}
    assert client.post("/logg-inn", data=data).status_code == 303


def test_a_language_is_remembered(client: FlaskClient) -> None:
    client.post("/sprak", data={"sprak": "nn"})
    assert '<html lang="nn"' in client.get("/").text


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    client.post("/sprak", data={"sprak": "xx"})
    assert '<html lang="nb"' in client.get("/").text


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil", "", None])
def test_only_own_paths_are_followed(target: str | None) -> None:
    assert web.safe_next(target, "/hjem") == "/hjem"


def test_an_unknown_page_is_told_so_in_words(client: FlaskClient) -> None:
    answer = client.get("/finnes-ikke")
    assert answer.status_code == 404
    assert "<h1" in answer.text
