"""Before the own lock, nothing that a member can fetch depends on what the others gave."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.queries import get_intervju
from rekruttering.tilgang import service as tilgang_service
from rekruttering.tilgang.queries import get_bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.vurdering import queries, service
from rekruttering.vurdering.models import Ovingsvurdering, Vurdering
from rekruttering.vurdering.rules import VurderingStatus
from tests.intervju.factories import AFTER, make_intervju
from tests.tilgang.factories import login
from tests.vurdering.factories import make_oving, make_ovingskasus, make_vurdering

CSRF = re.compile(rb'name="csrf_token" value="[^"]*"')
ARGUMENT = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")


def set_others(app: Flask, poeng: int) -> None:
    """Let every locked score be this, with a reason that names it."""
    with app.app_context():
        for vurdering in db.session.query(Vurdering):
            for skar in vurdering.skarer:
                skar.poeng, skar.begrunnelse = poeng, f"De andres ord, {poeng}"
        db.session.commit()


def set_practice(app: Flask, poeng: int) -> None:
    """Let every locked practice score be this, with a reason that names it."""
    with app.app_context():
        for vurdering in db.session.query(Ovingsvurdering):
            if vurdering.status is VurderingStatus.LAST:
                for skar in vurdering.skarer:
                    skar.poeng, skar.begrunnelse = poeng, f"De andres ord, {poeng}"
        db.session.commit()


def fetch_all(app: Flask, client: FlaskClient, runde: int) -> dict[str, Any]:
    """Return what every GET route of the application answers, by address; ids up to 3."""
    answers = {}
    for rule in app.url_map.iter_rules():
        names = ARGUMENT.findall(rule.rule)
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        for number in (1, 2, 3):
            path = fill_in(rule.rule, {**dict.fromkeys(names, number), "utlysning_id": runde})
            if path not in answers:
                answer = client.get(path)
                answers[path] = (answer.status_code, content(answer.data), answer.location)
    return answers


def content(data: bytes) -> object:
    """Return an answer without what differs each time: tokens, and the times inside a file."""
    if not data.startswith(b"PK"):
        return CSRF.sub(b"", data)
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist() if "docProps" not in name}


def fill_in(rule: str, values: dict[str, Any]) -> str:
    """Return the address of a rule."""
    return ARGUMENT.sub(lambda match: str(values[match[1]]), rule)


def make_half_locked(app: Flask) -> tuple[int, int, int]:
    """Return the ids of an interview, the member who has not locked, and its round."""
    with app.app_context():
        intervju = make_intervju(held=True)
        egen, andre, tredje = (m.bruker for m in intervju.panel.medlemmer)
        make_vurdering(intervju, andre, 3)
        make_vurdering(intervju, tredje, 3)
        return intervju.id, egen.id, intervju.soknad.utlysning_id


def test_no_route_differs_between_others_scored_1_and_others_scored_5(app: Flask) -> None:
    intervju_id, egen, runde = make_half_locked(app)
    client = login(app, egen)
    pages = []
    with clock.frozen(AFTER + timedelta(days=1)):
        for poeng in (1, 5):
            set_others(app, poeng)
            pages.append(fetch_all(app, client, runde))
    low, high = pages
    assert low == high
    assert low[f"/panel/intervju/{intervju_id}"][0] == 200
    assert low[f"/panel/intervju/{intervju_id}/vurdering"][0] == 200
    assert low[f"/panel/intervju/{intervju_id}/fellesskar"][0] == 404
    assert not any(b"De andres ord" in data for _, data, _ in low.values())


def test_not_even_a_coordinator_who_sits_in_the_panel_sees_more(app: Flask) -> None:
    _, egen, runde = make_half_locked(app)
    with app.app_context():
        tilgang_service.give_rolle(get_bruker(egen), Rolle.KOORDINATOR, av=None)
        db.session.commit()
    client = login(app, egen)
    pages = []
    with clock.frozen(AFTER + timedelta(days=1)):
        for poeng in (1, 5):
            set_others(app, poeng)
            pages.append(fetch_all(app, client, runde))
    assert pages[0] == pages[1]


def test_nothing_differs_between_others_practised_1_and_others_practised_5(app: Flask) -> None:
    intervju_id, egen, runde = make_half_locked(app)
    with app.app_context():
        intervju = get_intervju(intervju_id)
        kasus = make_ovingskasus(intervju.soknad.utlysning)
        for medlem in intervju.panel.medlemmer[1:]:
            make_oving(kasus, medlem.bruker)
        service.open_comparison(kasus, bruker=intervju.panel.medlemmer[0].bruker, now=AFTER)
        tilgang_service.give_rolle(get_bruker(egen), Rolle.KOORDINATOR, av=None)
        db.session.commit()
        id = kasus.id
    client = login(app, egen)
    pages = []
    with clock.frozen(AFTER + timedelta(days=1)):
        for poeng in (1, 5):
            set_practice(app, poeng)
            pages.append(fetch_all(app, client, runde))
            draft = client.post(f"/panel/oving/{id}/kladd", data={"versjon": "9"})
            pages[-1]["kladd"] = (draft.status_code, content(draft.data), None)
    assert pages[0] == pages[1]
    assert pages[0][f"/panel/oving/{id}"][0] == 200
    assert pages[0][f"/oving/{id}/sammenligning"][0] == 404
    assert not any(b"De andres ord" in bytes(str(d), "utf-8") for _, d, _ in pages[0].values())


def test_refused_attempts_do_not_give_the_others_away(app: Flask) -> None:
    intervju_id, egen, _ = make_half_locked(app)
    client = login(app, egen)
    answers = []
    with clock.frozen(AFTER + timedelta(days=1)):
        for poeng in (1, 5):
            set_others(app, poeng)
            base = f"/panel/intervju/{intervju_id}"
            attempts = [
                client.post(f"{base}/fellesskar", data={"versjon": "0"}),
                client.post(f"{base}/vurdering", data={"versjon": "7", "las": "1"}),
                client.post(f"{base}/vurdering/kladd", data={"versjon": "7"}),
                client.post(f"{base}/anbefaling", data={"versjon": "0"}),
                client.post(f"{base}/habilitet", data={"tilstand": "mistenkt"}),
            ]
            answers.append([(a.status_code, content(a.data)) for a in attempts])
    assert answers[0] == answers[1]


def test_the_query_itself_is_empty_until_the_own_lock(context: Any) -> None:
    intervju = make_intervju(held=True)
    egen, andre, _ = (m.bruker for m in intervju.panel.medlemmer)
    make_vurdering(intervju, andre, 5)
    make_vurdering(intervju, egen, 2, locked=False)
    assert list_poeng(intervju, egen.id) == []
    make_vurdering(intervju, egen, 2)
    assert sorted(list_poeng(intervju, egen.id)) == [2, 2, 2, 5, 5, 5]
    vurdering = queries.find_egen_vurdering(intervju.id, egen.id)
    assert vurdering is not None
    assert [skar.poeng for skar in vurdering.skarer] == [2, 2, 2]


def list_poeng(intervju: Intervju, bruker_id: int) -> list[int]:
    skarer = queries.list_skarer_for_felles(intervju.id, bruker_id)
    return [skar.poeng for skar in skarer if skar.poeng is not None]


def test_after_the_last_lock_the_joint_page_shows_them(app: Flask) -> None:
    intervju_id, egen, _ = make_half_locked(app)
    with app.app_context():
        make_vurdering(get_intervju(intervju_id), get_bruker(egen), 3)
    set_others(app, 5)
    answer = login(app, egen).get(f"/panel/intervju/{intervju_id}/fellesskar")
    assert (answer.status_code, "De andres ord, 5" in answer.text) == (200, True)
