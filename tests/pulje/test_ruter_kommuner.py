import re
from datetime import date
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.pulje import queries
from rekruttering.pulje.models import Pulje, Puljekommune
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tilgang.rules import Rolle
from tests.kommune.factories import make_kommune
from tests.pulje.factories import (
    count_queries,
    make_pulje,
    make_puljekommune,
    make_runde,
)
from tests.tildeling.factories import text_of
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning


def kommunefelter(**felter: Any) -> dict[str, Any]:
    return {
        "kommunenummer": "1103",
        "grunnlag": "risikopoeng",
        "timer": "260",
        "malform": "register",
        "samisk_sprak": "register",
        "fagomrader": ["analyse", "ledelse"],
        "kontakt_navn": "Kim Kontakt",
        "kontakt_epost": "kim@example.com",
        **felter,
    }


def test_a_round_without_a_draw_leads_to_making_one(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_utlysning().id
    page = koordinator.get(f"/runde/{utlysning_id}/kommuner")
    assert "Runden har ingen pulje ennå" in page.text
    felter = {
        "navn": "Pulje 2020",
        "trukket_dato-dag": "1",
        "trukket_dato-maned": "3",
        "trukket_dato-year": "2020",
        "innsats_fra_year": "2020",
    }
    assert koordinator.get(f"/runde/{utlysning_id}/kommuner/ny-pulje").status_code == 200
    answer = koordinator.post(f"/runde/{utlysning_id}/kommuner/ny-pulje", data=felter)
    assert answer.status_code == 303
    twice = koordinator.post(f"/runde/{utlysning_id}/kommuner/ny-pulje", data=felter)
    assert twice.status_code == 422
    assert "Runden har allerede en pulje." in twice.text
    with app.app_context():
        assert db.session.query(Pulje).one().navn == "Pulje 2020"


def test_a_draw_needs_its_fields(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_utlysning().id
    page = koordinator.post(
        f"/runde/{utlysning_id}/kommuner/ny-pulje",
        data={"navn": "", "innsats_fra_year": "tjue", "trukket_dato-dag": "40"},
    )
    assert page.status_code == 422
    for sentence in ("Skriv et navn på puljen.", "Skriv et helt tall.", "Skriv en dato som finnes"):
        assert sentence in page.text


def test_a_municipality_is_added_by_hand(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = make_runde(app)
    assert "Stavanger (1103)" in koordinator.get(f"/runde/{utlysning_id}/kommuner/ny").text
    answer = koordinator.post(f"/runde/{utlysning_id}/kommuner/ny", data=kommunefelter())
    assert answer.status_code == 303
    page = koordinator.get(f"/runde/{utlysning_id}/kommuner")
    assert "Stavanger er lagt til." in page.text
    assert "Analyse, Ledelse" in page.text


def test_every_fault_of_a_form_is_named_and_nothing_typed_is_lost(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = make_runde(app)
    page = koordinator.post(
        f"/runde/{utlysning_id}/kommuner/ny",
        data=kommunefelter(timer="mange", kontakt_epost="kim", behov="Trenger mye hjelp"),
    )
    assert page.status_code == 422
    for sentence in ("Skriv et helt tall.", "Skriv en hel e-postadresse", "Trenger mye hjelp"):
        assert sentence in page.text
    assert 'value="mange"' in page.text


def test_a_municipality_still_in_the_ordning_is_refused_in_a_sentence(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = make_runde(app)
    with app.app_context():
        earlier = make_pulje(
            navn="Pulje 2019", trukket_dato=date(2019, 3, 1), innsats_fra_year=2019
        )
        make_puljekommune(earlier, queries.map_kommuner(date(2020, 8, 1))["1103"])
    page = koordinator.post(f"/runde/{utlysning_id}/kommuner/ny", data=kommunefelter())
    assert page.status_code == 422
    sentence = "Stavanger er med i «Pulje 2019» til 31.07.2022 og kan ikke trekkes ut nå."
    assert sentence in text_of(page.text)


def test_two_who_edit_the_same_municipality_see_both_texts(
    app: Flask, koordinator: FlaskClient
) -> None:
    make_runde(app, "1103")
    page = koordinator.get("/puljekommune/1")
    versjon = re.search(r'name="versjon"[^>]*value="(\d+)"', page.text)
    assert versjon is not None
    first = kommunefelter(versjon=versjon[1], timer="300")
    assert koordinator.post("/puljekommune/1", data=first).status_code == 303
    second = kommunefelter(versjon=versjon[1], timer="400")
    conflict = koordinator.post("/puljekommune/1", data=second)
    assert conflict.status_code == 409
    assert "En annen har endret dette mens du skrev" in conflict.text
    assert 'value="400"' in conflict.text
    assert "300" in text_of(conflict.text)
    with app.app_context():
        assert db.session.query(Puljekommune).one().timer == 300
    newer = re.search(r'name="versjon"[^>]*value="(\d+)"', conflict.text)
    assert newer is not None
    assert newer[1] != versjon[1]
    again = koordinator.post("/puljekommune/1", data={**second, "versjon": newer[1]})
    assert again.status_code == 303
    with app.app_context():
        assert db.session.query(Puljekommune).one().timer == 400


def test_a_coordinator_registers_answer_phase_and_removal(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = make_runde(app, "1103", "1106")
    assert koordinator.post("/puljekommune/1/svar", data={}).status_code == 422
    assert koordinator.post("/puljekommune/1/svar", data={"svar": "takket_ja"}).status_code == 303
    assert koordinator.post("/puljekommune/1/fase", data={"status": "finnes"}).status_code == 422
    assert koordinator.post("/puljekommune/1/fase", data={"status": "forfase"}).status_code == 303
    late = koordinator.post("/puljekommune/1/svar", data={"svar": "takket_nei"})
    assert "Arbeidet i kommunen har begynt." in late.text
    with app.app_context():
        assert db.session.get_one(Puljekommune, 1).status is PuljekommuneStatus.FORFASE
    assert "I gjennomføringsfasen" in koordinator.get("/puljekommune/1/fase").text
    assert koordinator.post("/puljekommune/1/fjern").status_code == 422
    assert "Fjern kommunen" in koordinator.get("/puljekommune/2/fjern").text
    assert koordinator.post("/puljekommune/2/fjern").status_code == 303
    page = koordinator.get(f"/runde/{utlysning_id}/kommuner")
    assert "Haugesund er fjernet fra puljen." in page.text


def test_a_municipality_of_a_draw_without_a_round_can_be_closed(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        id = make_puljekommune().id
    for page in ("", "/svar", "/fase", "/fjern"):
        assert koordinator.get(f"/puljekommune/{id}{page}").status_code == 200
    answer = koordinator.post(f"/puljekommune/{id}/fase", data={"status": "avsluttet"})
    assert answer.status_code == 303


def test_the_list_is_filtered_and_sorted(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = make_runde(app, "1103", "5430", "4601", "0301")
    base = f"/runde/{utlysning_id}/kommuner"

    def names(query: str) -> list[str]:
        page = koordinator.get(base + query).text
        return re.findall(r'href="/puljekommune/\d+">([^<]+)<', page)

    assert names("?fylke=46") == ["Bergen"]
    assert len(names("?samisk=ja")) == 1
    assert names("")[0] == "Bergen"
    assert names("?sorter=navn&retning=desc")[-1] == "Bergen"
    assert names("?sorter=fylke")[0] == "Oslo"
    assert len(names("?status=takket_nei")) == 0


def test_the_list_asks_the_database_as_often_for_one_row_as_for_three(
    app: Flask, koordinator: FlaskClient
) -> None:
    one = make_runde(app, "1103")
    three = make_runde(app, "4601", "0301", "5430")
    counts = [
        count_queries(app, partial(koordinator.get, f"/runde/{id}/kommuner")) for id in (one, three)
    ]
    assert counts[0] == counts[1]


def test_contacts_are_told_from_the_list(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = make_runde(app, "1103", "4601")
    for _n in range(2):
        koordinator.post(f"/runde/{utlysning_id}/kommuner/varsle")
    with app.app_context():
        assert db.session.query(Utboks).count() == 2


def test_a_municipality_answers_on_its_own_page_only(app: Flask) -> None:
    make_runde(app, "1103", "4601")
    with app.app_context():
        kontakt = make_bruker(Rolle.KOMMUNEKONTAKT, omrade="1103").id
    browser = login(app, kontakt)
    assert "Vil kommunen være med?" in browser.get("/min-kommune/1/svar").text
    assert browser.post("/min-kommune/1/svar", data={}).status_code == 422
    answer = browser.post("/min-kommune/1/svar", data={"svar": "takket_ja"})
    assert answer.status_code == 303
    assert "Kommunen har svart." in browser.get("/min-kommune/1/svar").text
    changed = browser.post("/min-kommune/1/svar", data={"svar": "takket_nei"})
    assert changed.status_code == 422
    assert browser.get("/min-kommune/2/svar").status_code == 404
    assert browser.post("/min-kommune/2/svar", data={"svar": "takket_nei"}).status_code == 404
    with app.app_context():
        rows = db.session.query(Puljekommune).order_by(Puljekommune.id)
        assert [row.status.value for row in rows] == [
            "takket_ja",
            "identifisert",
        ]


def test_nobody_but_coordinators_sees_the_list(app: Flask) -> None:
    utlysning_id = make_runde(app, "1103")
    with app.app_context():
        make_kommune()
        panel = make_bruker(Rolle.PANEL).id
    browser = login(app, panel)
    for path in (f"/runde/{utlysning_id}/kommuner", "/puljekommune/1"):
        assert browser.get(path).status_code == 404
