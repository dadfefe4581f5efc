"""Documents are tagged, or they are not made."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from rekruttering.felles.pdf import Avsnitt, Overskrift, Punkter, Sideskift, Tabell, to_pdf

NOW = datetime(2020, 4, 8, 10, tzinfo=UTC)
DELER = (
    Overskrift("Del"),
    Avsnitt("Første linje\nandre linje"),
    Punkter(("en", "to")),
    Tabell(
        "Liste", ("Navn", "Poeng"), (("Áile Ánne", "5"), ("#strong[x] $y$ \\ <b>", "4")), (3, 1)
    ),
    Sideskift(),
    Overskrift("Neste"),
)


def read(**felter: Any) -> PdfReader:
    file = to_pdf("Tittel", DELER, **{"sprak": "nn", "bunn": "Bunn", "now": NOW, **felter})
    return PdfReader(BytesIO(file))


def test_the_file_says_what_it_is_and_is_tagged() -> None:
    reader = read()
    root: Any = reader.trailer["/Root"].get_object()
    assert reader.metadata is not None
    assert (reader.metadata.title, root["/Lang"]) == ("Tittel", "nn-NO")
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()


def test_text_is_text_and_never_markup() -> None:
    text = read().pages[0].extract_text()
    assert "#strong[x] $y$ \\ <b>" in text
    assert "Áile Ánne" in text
    assert len(read().pages) == 2


def test_the_same_content_at_the_same_time_is_the_same_file() -> None:
    first, second = (to_pdf("T", DELER, sprak="nb", bunn="B", now=NOW) for _ in range(2))
    assert first == second


def test_a_document_that_breaks_the_standard_is_refused() -> None:
    with pytest.raises(typst.TypstError):
        to_pdf("T", [Overskrift("Hopper over nivå", 4)], sprak="nb", bunn="B", now=NOW)
