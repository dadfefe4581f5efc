"""Files, over HTTP."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.soknad.rules import SoknadStatus, overganger
from tests.soknad.factories import make_pdf, make_soknad
from tests.soknad.nettleser import get
from tests.tilgang.factories import login


def upload(client: FlaskClient, id: int, innhold: bytes, felt: str = "andre") -> Any:
    data = {felt: (BytesIO(innhold), "fil.pdf"), "handling": "last-opp"}
    return client.post(f"/min-soknad/{id}/vedlegg", data=data)


@pytest.mark.parametrize(
    ("innhold", "text"),
    [
        (b"", "fil.pdf er tom."),
        (b"MZ\x90\x00 not a document", "fil.pdf er ikke en PDF."),
        (b"%PDF-1.7\nrubbish", "fil.pdf er skadet"),
        (make_pdf("hemmelig"), "fil.pdf er beskyttet med passord."),
    ],
    ids=["empty", "not a pdf", "damaged", "encrypted"],
)
def test_a_file_that_cannot_be_used_is_told_why(
    soker: tuple[FlaskClient, int], innhold: bytes, text: str
) -> None:
    client, id = soker
    response = upload(client, id, innhold)
    assert response.status_code == 422
    assert text in response.text
    with client.application.app_context():
        assert get(id).vedlegg == []


def test_a_file_that_is_too_large_is_told_so(
    soker: tuple[FlaskClient, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overganger, "MAKS_FIL_BYTES", 100)
    client, id = soker
    response = upload(client, id, make_pdf())
    assert (response.status_code, "fil.pdf er for stor." in response.text) == (422, True)


def test_a_new_cv_replaces_the_old_and_a_sixth_file_is_refused(
    soker: tuple[FlaskClient, int],
) -> None:
    client, id = soker
    for felt in ("cv", "cv", "andre", "andre", "andre", "andre"):
        assert upload(client, id, make_pdf(), felt).status_code == 303
    response = upload(client, id, make_pdf())
    assert "Du kan ha høyst fem filer." in response.text
    with client.application.app_context():
        assert [fil.er_cv for fil in get(id).vedlegg] == [True, False, False, False, False]


def test_uploading_nothing_is_told_and_going_on_is_possible(
    soker: tuple[FlaskClient, int],
) -> None:
    client, id = soker
    response = client.post(f"/min-soknad/{id}/vedlegg", data={"handling": "last-opp"})
    assert "Velg en fil først." in response.text
    response = client.post(f"/min-soknad/{id}/vedlegg", data={"handling": "fortsett"})
    assert response.location == f"/min-soknad/{id}/referanser"
    response = client.post(f"/min-soknad/{id}/vedlegg", data={"handling": "oversikt"})
    assert response.location == f"/min-soknad/{id}"


def test_the_owner_fetches_and_deletes_a_file(app: Flask) -> None:
    with app.app_context():
        soknad = make_soknad(SoknadStatus.KLADD)
        bruker_id, id, fil = soknad.soker_id, soknad.id, soknad.vedlegg[0].id
    client = login(app, bruker_id)
    response = client.get(f"/soknad/{id}/vedlegg/{fil}")
    assert (response.mimetype, response.data) == ("application/pdf", make_pdf())
    assert response.headers["Content-Disposition"] == "attachment; filename=cv.pdf"
    assert client.post(f"/min-soknad/{id}/vedlegg/{fil}/slett").status_code == 303
    assert client.get(f"/soknad/{id}/vedlegg/{fil}").status_code == 404


def test_a_file_is_not_found_under_another_application(app: Flask) -> None:
    with app.app_context():
        soknad, other = make_soknad(SoknadStatus.KLADD), make_soknad(SoknadStatus.KLADD)
        bruker_id, id, fil = soknad.soker_id, soknad.id, other.vedlegg[0].id
    assert login(app, bruker_id).get(f"/soknad/{id}/vedlegg/{fil}").status_code == 404
