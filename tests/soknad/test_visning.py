"""Words for time and amounts, and files for a spreadsheet."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from rekruttering.soknad import adapter
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


@pytest.mark.parametrize("value", ["=1+1", "+47", "-1", "@SUM(A1)", " =1", "\t=1", "\n=1"])
def test_text_that_looks_like_a_formula_is_made_harmless(value: str) -> None:
    assert adapter.neutral(value) == f"'{value}"


@pytest.mark.parametrize("value", ["Kari", "", None, -5])
def test_other_values_are_left_alone(value: adapter.Celle) -> None:
    assert adapter.neutral(value) == value


def test_a_pdf_is_known_by_its_content() -> None:
    assert read_pdf(make_pdf()).lesbar
    assert read_pdf(make_pdf("x")).kryptert
    assert not read_pdf(b"PK\x03\x04").har_header
    assert not read_pdf(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF").lesbar
