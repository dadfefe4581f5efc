"""Every route, as every kind of user, with objects that could leak."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from rekruttering import create_app
from rekruttering.felles import web
from rekruttering.felles.db import db
from rekruttering.felles.errors import NotFoundError
from rekruttering.tilgang.models import Bruker
from tests.arkitektur.rollematrise import KOORDINATORER, TABELL, UTENFOR, Hvem, Rad
from tests.arkitektur.verden import Verden, make_verden
from tests.conftest import TEST_SETTINGS, CopyTemplate, let_go

MAY_SEE_DRAFT_CALL = KOORDINATORER | {Hvem.ADMINISTRATOR}


@dataclass(frozen=True)
class Scene:
    """The application, its world, and every user's browser."""

    app: Flask
    settings: dict[str, object]
    verden: Verden
    clients: dict[Hvem, FlaskClient]

    def path(self, endpoint: str) -> str:
        return self.verden.path(self.app, endpoint, TABELL[endpoint].verdier)


@pytest.fixture(scope="module")
def scene(copy_template: CopyTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The world, made once; nothing in this module changes it."""
    settings = {
        **TEST_SETTINGS,
        "SQLALCHEMY_DATABASE_URI": copy_template("roller"),
        "INSTANCE_PATH": str(tmp_path_factory.mktemp("roller")),
    }
    app = create_app(settings)
    # The walk looks at the status only; the pages that say it in words have tests of their own.
    app.register_error_handler(NotFoundError, lambda _error: ("", 404))
    app.register_error_handler(403, lambda _error: ("", 403))
    with app.app_context():
        verden = make_verden()
    clients = {hvem: verden.client(app, hvem) for hvem in Hvem}
    with app.app_context():
        db.session.get_one(Bruker, verden.brukere[Hvem.DEAKTIVERT]).aktiv = False
        db.session.commit()
    yield Scene(app, settings, verden, clients)
    let_go(app)


def endpoints(app: Flask, method: str) -> list[str]:
    found = {r.endpoint for r in app.url_map.iter_rules() if method in (r.methods or ())}
    return sorted(found - {"static"})


def test_the_table_names_every_route_and_no_other(scene: Scene) -> None:
    routes = {rule.endpoint for rule in scene.app.url_map.iter_rules()} - {"static"}
    assert (routes - TABELL.keys(), TABELL.keys() - routes) == (set(), set())


def test_every_endpoint_has_one_address(scene: Scene) -> None:
    rules = [rule.endpoint for rule in scene.app.url_map.iter_rules()]
    assert [endpoint for endpoint in TABELL if rules.count(endpoint) != 1] == []


def refusals(scene: Scene, method: str) -> list[str]:
    """Return what those who may not were answered, where it is not a refusal."""
    wrong = []
    for endpoint in endpoints(scene.app, method):
        rad, path = TABELL[endpoint], scene.path(endpoint)
        for hvem in Hvem:
            if hvem not in rad.hvem:
                answer = scene.clients[hvem].open(path, method=method)
                if not is_refused(answer.status_code, answer.location, hvem, rad):
                    wrong.append(f"{method} {path} som {hvem}: {answer.status_code}")
    return wrong


def is_refused(status: int, location: str | None, hvem: Hvem, rad: Rad) -> bool:
    if hvem in UTENFOR:
        return status == 303 and (location or "").startswith("/logg-inn?neste=")
    return status == rad.nekt


def test_who_may_not_is_refused_to_read(scene: Scene) -> None:
    assert refusals(scene, "GET") == []


def test_who_may_not_is_refused_to_change(scene: Scene) -> None:
    assert refusals(scene, "POST") == []


def test_who_may_is_let_in_to_a_page_that_no_cache_keeps(scene: Scene) -> None:
    wrong = []
    for endpoint in endpoints(scene.app, "GET"):
        rad, path = TABELL[endpoint], scene.path(endpoint)
        for hvem in sorted(rad.hvem):
            answer = scene.clients[hvem].get(path)
            to_login = "/logg-inn" in (answer.location or "") and endpoint != "tilgang.kode"
            let_in = answer.status_code not in (403, 404) and answer.status_code < 500
            if not let_in or to_login or not is_guarded(answer.headers):
                wrong.append(f"{path} som {hvem}: {answer.status_code}")
    assert wrong == []


def is_guarded(headers: Headers) -> bool:
    return (headers["Cache-Control"], headers["Content-Security-Policy"]) == ("no-store", web.CSP)


def test_a_draft_call_is_there_for_staff_only(scene: Scene) -> None:
    path = f"/utlysning/{scene.verden.kladd_slug}"
    found = {hvem for hvem in Hvem if scene.clients[hvem].get(path).status_code == 200}
    assert found == MAY_SEE_DRAFT_CALL


def test_every_change_demands_the_form_token_also_of_those_who_may(scene: Scene) -> None:
    strict = create_app({**scene.settings, "WTF_CSRF_ENABLED": True})
    clients = {hvem: scene.verden.client(strict, hvem) for hvem in Hvem if hvem not in UTENFOR}
    wrong = []
    for endpoint in endpoints(strict, "POST"):
        hvem = min(TABELL[endpoint].hvem - UTENFOR)
        answer = clients[hvem].post(scene.path(endpoint))
        if answer.status_code != 400:
            wrong.append(f"{endpoint} som {hvem}: {answer.status_code}")
    let_go(strict)
    assert wrong == []
