import io
import re
from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.pulje import queries
from rekruttering.pulje.innlesing import KOLONNER
from rekruttering.pulje.models import Kommuneopplasting, Pulje, Puljekommune
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tilgang.rules import Rolle
from tests.kommune.factories import make_kommune
from tests.pulje.factories import (
    count_queries,
    make_koordinator,
    make_pulje,
    make_puljekommune,
)
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning

HODE = [kolonne.navn for kolonne in KOLONNER]
STAVANGER = ["1103", "Stavanger", "risikopoeng", 260, "", "", "analyse", "", "Kim", "k@s.no", ""]


@pytest.fixture
def koordinator(app: Flask) -> FlaskClient:
    """A browser of a coordinator."""
    with app.app_context():
        bruker_id = make_koordinator().id
    return login(app, bruker_id)


def make_runde(app: Flask, *kommuner: str) -> int:
    """Return the id of a round with a draw of 2020 that holds these municipalities."""
    with app.app_context():
        utlysning = make_utlysning()
        pulje = make_pulje(utlysning, navn="Pulje 2020")
        register = queries.map_kommuner(pulje.innsats_fra_dato)
        for nummer in kommuner:
            make_puljekommune(pulje, register[nummer], status=PuljekommuneStatus.IDENTIFISERT)
        return utlysning.id


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


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def upload(client: FlaskClient, utlysning_id: int, *rows: list[Any]) -> Any:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HODE, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return upload_bytes(client, utlysning_id, out.getvalue(), "kommuner.xlsx")


def upload_bytes(client: FlaskClient, utlysning_id: int, innhold: bytes, navn: str) -> Any:
    # Written here: the test client leaves a temporary file open when a body is large.
    head = f'--x\r\nContent-Disposition: form-data; name="fil"; filename="{navn}"\r\n\r\n'
    return client.post(
        f"/runde/{utlysning_id}/kommuner/opplasting",
        data=head.encode() + innhold + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )


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


def test_an_upload_is_looked_over_before_it_is_stored(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = make_runde(app, "4601")
    bergen = ["4601", "", "spredning", 300, "", "", "", "", "Ny Person", "ny@b.no", ""]
    answer = upload(koordinator, utlysning_id, STAVANGER, bergen)
    assert answer.status_code == 303
    page = text_of(koordinator.get(answer.location).text)
    assert "1 ny kommune" in page
    assert "1 kommune blir endret" in page
    with app.app_context():
        assert db.session.query(Puljekommune).count() == 1
    for _n in range(2):
        assert koordinator.post(f"{answer.location}/lagre").status_code == 303
    with app.app_context():
        rows = {row.kommune.navn: row for row in db.session.query(Puljekommune)}
        assert rows.keys() == {"Stavanger", "Bergen"}
        assert (rows["Bergen"].timer, rows["Bergen"].kontakt_epost) == (300, "ny@b.no")
    assert "Filen ble lagret" in koordinator.get(answer.location).text


def test_an_upload_meets_a_change_made_in_between(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = make_runde(app, "4601")
    bergen = ["4601", "", "spredning", 300, "", "", "", "", "Ny Person", "ny@b.no", ""]
    where = upload(koordinator, utlysning_id, bergen).location
    with app.app_context():
        db.session.query(Puljekommune).one().timer = 111
        db.session.commit()
    refused = koordinator.post(f"{where}/lagre")
    assert refused.status_code == 422
    assert "Bergen er endret av noen andre" in text_of(refused.text)


def test_every_fault_of_a_file_is_named_by_row_and_column_and_nothing_is_stored(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = make_runde(app)
    wrong = ["9999", "", "annet", "mange", "svensk", "", "kjemi", "", "", "ikke-epost", ""]
    page = upload(koordinator, utlysning_id, STAVANGER, wrong, STAVANGER)
    assert page.status_code == 422
    rows = re.findall(r'<th scope="row">Rad (\d+)</th><td[^>]*>([^<]+)</td>', page.text)
    assert rows == [
        ("3", "kommunenummer"),
        ("3", "grunnlag"),
        ("3", "timer"),
        ("3", "målform"),
        ("3", "fagområder"),
        ("3", "kontakt"),
        ("3", "e-post"),
        ("4", "kommunenummer"),
    ]
    assert "Stavanger står også i rad 2." in text_of(page.text)
    with app.app_context():
        assert db.session.query(Kommuneopplasting).count() == 0


@pytest.mark.parametrize(
    ("innhold", "navn", "sentence"),
    [
        (b"PK\x03\x04kaputt", "a.xlsx", "Filen er ikke en Excel-arbeidsbok"),
        (b"%PDF-1.4", "a.pdf", "Filen må være Excel"),
        (b"\x00\x01", "a.csv", "Filen må være Excel"),
        (b"", "a.csv", "Kolonnen «kommunenummer» mangler."),
        ((";".join(HODE) + "\n").encode(), "a.csv", "Filen har ingen kommuner"),
        (b"x;kommunenummer;kommunenummer\n", "a.csv", "Kolonnen «x» er ukjent."),
        (b"a" * 2_000_001, "a.csv", "Filen er for stor."),
        (b"", "", "Velg en fil."),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(
    app: Flask, koordinator: FlaskClient, innhold: bytes, navn: str, sentence: str
) -> None:
    utlysning_id = make_runde(app)
    page = upload_bytes(koordinator, utlysning_id, innhold, navn)
    assert page.status_code == 422
    assert sentence in text_of(page.text)


def test_a_csv_file_as_excel_in_norway_writes_it_is_read(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = make_runde(app)
    line = ";".join(str(cell) for cell in STAVANGER).replace("Kim", "Åse Sør")
    csv = f"{';'.join(HODE)}\r\n{line}\r\n".encode("cp1252")
    where = upload_bytes(koordinator, utlysning_id, csv, "kommuner.csv").location
    assert "Åse Sør" in koordinator.get(where).text


def test_the_export_can_be_uploaded_again_and_changes_nothing(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = make_runde(app, "1103", "5430")
    with app.app_context():
        row = db.session.get_one(Puljekommune, 1)
        row.behov, row.kontakt_navn = '=HYPERLINK("http://ond.example")', "+47 Kim"
        db.session.commit()
    export = koordinator.get(f"/runde/{utlysning_id}/kommuner/eksport").data
    sheet = load_workbook(io.BytesIO(export)).worksheets[0]
    cells = {str(cell.value): cell.data_type for line in sheet.iter_rows() for cell in line}
    assert cells['\'=HYPERLINK("http://ond.example")'] == "s"
    where = upload_bytes(koordinator, utlysning_id, export, "kommuner.xlsx").location
    assert "2 kommuner er like dem som er lagret." in text_of(koordinator.get(where).text)


def test_the_templates_have_the_documented_columns(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = make_runde(app)
    book = koordinator.get(f"/runde/{utlysning_id}/kommuner/mal-excel").data
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    assert [cell.value for cell in next(sheet.iter_rows(max_row=1))] == HODE
    csv = koordinator.get(f"/runde/{utlysning_id}/kommuner/mal-csv").data
    assert csv.decode("utf-8-sig").strip().split(";") == HODE


def test_someone_elses_upload_is_not_there(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = make_runde(app)
    where = upload(koordinator, utlysning_id, STAVANGER).location
    with app.app_context():
        annen = make_koordinator().id
    assert login(app, annen).get(where).status_code == 404
    assert login(app, annen).post(f"{where}/lagre").status_code == 404


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
