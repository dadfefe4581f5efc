import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import innlesing, service
from rekruttering.utlysning.rules import UtlysningStatus
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_konsulent, make_utlysning

OPEN = datetime(2020, 3, 1, tzinfo=UTC)
FRIST = datetime(2020, 3, 15, 22, 59, 59, tzinfo=UTC)
URL = "/utlysning/forfase-2020"


@pytest.fixture
def forfase(app: Flask) -> None:
    """The real round of 2020, published."""
    with app.app_context():
        definisjon = innlesing.read_runde("forfase-2020")
        published = definisjon.publiseres_at or OPEN
        utlysning = service.create_from_definisjon(definisjon, bruker=None, now=published)
        service.publish(utlysning, bruker=None, now=published)
        db.session.commit()


def _text(client: FlaskClient, url: str = URL, sprak: str = "nb") -> str:
    """Return the words of a page, with single spaces."""
    page = client.get(url, headers={"Accept-Language": sprak}).text
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ")


def test_the_page_tells_what_the_call_of_2020_told(forfase: None, client: FlaskClient) -> None:
    with clock.frozen(OPEN):
        text = _text(client)
    for words in (
        "Veiledere til forfasen i oppfølgingsordningen 2020–21",
        "søndag 15. mars 2020 kl. 23:59:59, norsk tid",
        "18. mars–7. apr. 2020",
        "Først og fremst på video",
        "Innen 15. april 2020",
        "1. aug. 2020–30. juni 2021",
        "Frikjøp: 15–25 prosent av full stilling (252–420 timer)",
        "Konsulent: 250–420 timer (15–25 prosent av full stilling)",
        "1 680 timer",
        "Første samling for veilederne, 8.–9. juni 2020, Gardermoen",
        "Kvalitetsarbeid fra skoleeiersiden",
        "Forfasen skal forankres politisk og administrativt i kommunen.",
        "Veilederne arbeider to og to.",
        "rekruttering@udir.example",
        "Passer dette for deg?",
        "Mesteparten av tiden går med i intensive perioder mellom september og februar.",
    ):
        assert words in text


def test_the_page_is_in_nynorsk_for_who_reads_nynorsk(forfase: None, client: FlaskClient) -> None:
    with clock.frozen(OPEN):
        text = _text(client, sprak="nn")
    assert "Rettleiarar til forfasen i oppfølgingsordninga 2020–21" in text
    assert "Kvalitetsarbeid frå skoleeigarsida" in text


def test_the_button_is_there_to_the_last_second(forfase: None, client: FlaskClient) -> None:
    with clock.frozen(FRIST):
        page = client.get(URL).text
    assert "Start søknaden" in page
    assert "Søknadsfristen er gått ut" not in page


def test_after_the_deadline_the_page_says_so(forfase: None, client: FlaskClient) -> None:
    with clock.frozen(FRIST + timedelta(seconds=1)):
        text = _text(client)
    assert "Søknadsfristen er gått ut" in text
    assert "Start søknaden" not in text
    assert "Passer dette for deg?" not in text


def test_what_a_call_does_not_say_is_left_out(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_utlysning(
            slug="kort",
            intervju_fra_dato=None,
            intervju_til_dato=None,
            intervjusted_nb="",
            tilbud_innen_dato=None,
            periode_fra_dato=date(2099, 8, 1),
            periode_til_dato=None,
            engasjementer=[make_konsulent(None, None, unntak=True)],
            samlinger=[],
            kompetanser=[],
            sammensetning_nb="",
        )
    text = _text(client, "/utlysning/kort")
    assert "Konsulent, bare i særlige tilfeller" in text
    assert "1. august 2099" in text
    assert all(word not in text for word in ("Intervju", "Tilbud ", "Samlinger", "ser vi etter"))


def test_a_single_day_and_a_single_figure_are_no_ranges(app: Flask, client: FlaskClient) -> None:
    day = date(2099, 2, 10)
    with app.app_context():
        make_utlysning(
            slug="kort",
            intervju_fra_dato=day,
            intervju_til_dato=day,
            engasjementer=[make_konsulent(300, 300)],
        )
    text = _text(client, "/utlysning/kort")
    assert "10. februar 2099" in text
    assert "Konsulent: 300 timer (18 prosent av full stilling)" in text


def test_raw_html_and_scripts_in_a_text_are_harmless(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        tekst = "## Hei\n\n<script>alert(1)</script> [x](javascript:alert(1)) **fet**"
        make_utlysning(slug="farlig", tekst_nb=tekst, ingress_nb="<b>ikke fet</b>")
    page = client.get("/utlysning/farlig").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<strong>fet</strong>" in page
    assert "&lt;b&gt;ikke fet" in page


def test_a_draft_is_not_there_for_the_public(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_utlysning(slug="hemmelig", status=UtlysningStatus.KLADD)
        ids = {rolle: make_bruker(rolle).id for rolle in Rolle}
    answers = {
        rolle: login(app, bruker_id).get("/utlysning/hemmelig").status_code
        for rolle, bruker_id in ids.items()
    }
    assert client.get("/utlysning/hemmelig").status_code == 404
    assert {rolle for rolle, status in answers.items() if status == 200} == {
        Rolle.KOORDINATOR,
        Rolle.ADMINISTRATOR,
    }
    page = login(app, ids[Rolle.KOORDINATOR]).get("/utlysning/hemmelig").text
    assert "Bare ansatte ser denne siden" in page
    assert "Start søknaden" not in page


def test_an_unknown_address_is_not_found(client: FlaskClient) -> None:
    assert client.get("/utlysning/finnes-ikke").status_code == 404


def test_the_page_takes_as_many_queries_for_many_criteria(app: Flask) -> None:
    counts = []
    with app.app_context():
        engine = db.engine
        make_utlysning(slug="lite", kompetanser=[], samlinger=[])
        make_utlysning(slug="mye")
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for slug in ("lite", "mye"):
        statements.clear()
        app.test_client().get(f"/utlysning/{slug}")
        counts.append(len(statements))
    assert counts[0] == counts[1]
