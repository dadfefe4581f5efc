"""The grounds for selection, read back by independent readers."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju.models import Intervju, Panel
from rekruttering.tilgang.rules import Rolle
from rekruttering.vurdering import grunnlag, service
from rekruttering.vurdering.rules import Anbefaling
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import AFTER, START, make_panel
from tests.tilgang.factories import login, make_bruker
from tests.vurdering.factories import make_innstilling, make_vurdert


def make_decided() -> Intervju:
    """Return a round's interview with a recommendation and an outcome; a second one has none."""
    intervju = make_vurdert(poeng=4)
    service.set_anbefaling(
        intervju,
        Anbefaling.ANBEFALT,
        "Ga <b>klare</b> eksempler #let x = 1.",
        versjon=0,
        bruker=intervju.panel.medlemmer[0].bruker,
        now=AFTER,
    )
    make_innstilling(intervju)
    panel = db.session.get_one(Panel, intervju.panel_id)
    make_vurdert(panel, poeng=3, start_at=START + timedelta(days=1))
    return intervju


def tags(node: Any) -> list[str]:
    """Return the kinds of the structure elements of a tagged document, in reading order."""
    node = node.get_object()
    if not hasattr(node, "get"):
        return []
    found = [str(node["/S"])] if "/S" in node else []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    for child in children:
        if not isinstance(child, int):
            found += tags(child)
    return found


@pytest.mark.parametrize(("sprak", "lang"), [("nb", "nb-NO"), ("nn", "nn-NO")])
def test_the_document_is_tagged_and_says_its_language_and_title(
    context: Any, sprak: str, lang: str
) -> None:
    utlysning = make_decided().soknad.utlysning
    file = grunnlag.to_document(grunnlag.collect(utlysning), sprak, clock.now())
    reader = PdfReader(BytesIO(file))
    root: Any = reader.trailer["/Root"].get_object()
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"Grunnlag for utvelgelse: {utlysning.tittel(sprak)}"
    found = tags(root["/StructTreeRoot"])
    assert found.count("/H1") == 1
    assert {"/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= set(found)


def test_the_document_holds_every_ground(context: Any) -> None:
    intervju = make_decided()
    file = grunnlag.to_document(grunnlag.collect(intervju.soknad.utlysning), "nb", clock.now())
    text = " ".join("\n".join(p.extract_text() for p in PdfReader(BytesIO(file)).pages).split())
    for expected in (
        intervju.soknad.navn,
        "Plass 1, 75 poeng.",
        "Plass 2, 50 poeng.",
        "Vurdert av Medlem 1, Medlem 2, Medlem 3.",
        "Panelets samlede anbefaling: Anbefales.",
        "Ga <b>klare</b> eksempler #let x = 1.",
        "Utfall: Innstilt.",
        "Solid erfaring.",
        "Utfallet er ikke satt.",
        "Like poeng gir lik plass.",
    ):
        assert expected in text


def test_who_was_partial_is_named_as_left_out(context: Any) -> None:
    intervju = make_decided()
    make_habilitet(make_bruker(Rolle.PANEL), intervju.soknad)
    medlem = intervju.panel.medlemmer[2].bruker
    entry = medlem.id, intervju.soknad_id
    row = make_habilitet(medlem, intervju.soknad)
    row.tilstand, row.grunn = Tilstand.ERKLART, "Søsken."
    db.session.commit()
    file = grunnlag.to_document(grunnlag.collect(intervju.soknad.utlysning), "nb", clock.now())
    text = " ".join("\n".join(p.extract_text() for p in PdfReader(BytesIO(file)).pages).split())
    assert entry == (medlem.id, intervju.soknad_id)
    assert "Inhabil og ikke med: Medlem 3." in text
    assert "Søsken" not in text


def test_an_empty_round_has_a_document_too(context: Any) -> None:
    utlysning = make_panel().utlysning
    file = grunnlag.to_document(grunnlag.collect(utlysning), "nb", clock.now())
    assert "Ingen søkere har fått felles poeng" in PdfReader(BytesIO(file)).pages[0].extract_text()


def test_the_same_grounds_at_the_same_time_are_the_same_bytes(context: Any) -> None:
    samlet, now = grunnlag.collect(make_decided().soknad.utlysning), clock.now()
    assert grunnlag.to_document(samlet, "nb", now) == grunnlag.to_document(samlet, "nb", now)


def test_the_workbook_has_the_list_and_every_joint_score(context: Any) -> None:
    intervju = make_decided()
    book = load_workbook(
        BytesIO(grunnlag.to_workbook(grunnlag.collect(intervju.soknad.utlysning), "nb"))
    )
    liste, skarer = ([[cell.value for cell in row] for row in sheet] for sheet in book.worksheets)
    assert liste[0][:4] == ["Plass", "Delt plass", "Søker", "Poeng"]
    assert liste[1][2:4] == [intervju.soknad.navn, 75]
    assert liste[1][-4:-1] == ["Anbefales", "Innstilt", "Solid erfaring."]
    assert liste[2][-3] == "Ikke satt"
    assert len(skarer) == 1 + 6


def test_coordinators_fetch_the_grounds_and_members_do_not(app: Flask) -> None:
    with app.app_context():
        intervju = make_decided()
        runde, medlem = intervju.soknad.utlysning_id, intervju.panel.medlemmer[0].bruker_id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    base = f"/runde/{runde}/innstilling"
    client = login(app, koordinator)
    assert client.get(f"{base}/pdf").data.startswith(b"%PDF-")
    assert client.get(f"{base}/excel").data.startswith(b"PK")
    for path in ("pdf", "excel"):
        assert login(app, medlem).get(f"{base}/{path}").status_code == 403
