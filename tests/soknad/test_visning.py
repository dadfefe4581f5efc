"""Words for time, and what a PDF is."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from rekruttering.soknad.innlesing import read_pdf
from rekruttering.soknad.routes.visning import tid_igjen
from tests.soknad.factories import make_pdf

FRIST = datetime(2020, 3, 15, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=12, hours=3), "12 dager igjen"),
        (timedelta(days=2), "2 dager igjen"),
        (timedelta(days=1, hours=23), "47 timer igjen"),
        (timedelta(hours=1), "1 time igjen"),
        (timedelta(minutes=59), "59 minutter igjen"),
        (timedelta(seconds=59), "Under ett minutt igjen"),
        (timedelta(), "Under ett minutt igjen"),
        (timedelta(seconds=-1), "Fristen er ute"),
    ],
)
def test_the_time_left_is_told_in_words(app: Flask, left: timedelta, text: str) -> None:
    with app.test_request_context():
        assert tid_igjen(FRIST, FRIST - left) == text


def test_a_pdf_is_known_by_its_content() -> None:
    assert read_pdf(make_pdf()).lesbar
    assert read_pdf(make_pdf("x")).kryptert
    assert not read_pdf(b"PK\x03\x04").har_header
    assert not read_pdf(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF").lesbar
