import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from rekruttering.felles.db import db
from rekruttering.pulje.innlesing import KOLONNER
from rekruttering.pulje.models import Kommuneopplasting, Puljekommune
from tests.pulje.factories import (
    make_koordinator,
    make_runde,
)
from tests.tildeling.factories import text_of
from tests.tilgang.factories import login

HODE = [kolonne.navn for kolonne in KOLONNER]
STAVANGER = ["1103", "Stavanger", "risikopoeng", 260, "", "", "analyse", "", "Kim", "k@s.no", ""]


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
