import io
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from rekruttering.felles import tabellfil
from rekruttering.felles.tabellfil import (
    Ark,
    Celle,
    Radfeil,
    Tabell,
    UleseligListeError,
    dump_tabell,
    neutral,
    plain,
    read_tabell,
    to_csv,
    to_excel,
)


def _excel(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _codes(feil: Sequence[Radfeil]) -> list[tuple[int, str, str]]:
    return [(f.rad, f.kolonne, f.hinder.kode) for f in feil]


def _refusal(innhold: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(UleseligListeError) as caught:
        read_tabell(innhold)
    return _codes(caught.value.feil)


@pytest.mark.parametrize(
    "text", ["A,b\n1,æ\n", "\ufeffA;b\r\n1;æ\r\n", 'a,B\n"1","æ"', "a\tb\n1\tæ\n"]
)
def test_csv_may_have_comma_semicolon_or_tab_and_a_mark_in_front(text: str) -> None:
    tabell = read_tabell(text.encode())
    assert tabell.kolonner == ("a", "b")
    assert tabell.rader == ((2, {"a": "1", "b": "æ"}),)


def test_rows_keep_the_number_of_the_spreadsheet() -> None:
    tabell = read_tabell(b"a,b\n\n1,2\n,\n3,4\n")
    assert [number for number, _ in tabell.rader] == [3, 5]
    assert read_tabell(dump_tabell(tabell).encode()) == tabell


def test_excel_gives_whole_numbers_and_dates_as_a_person_writes_them() -> None:
    rows: list[list[object]] = [
        ["Nummer", "dag", "grad", "tom", "tid"],
        [301.0, date(2024, 1, 31), 59.91, None, datetime(2024, 1, 31, 12)],  # noqa: DTZ001  # Excel has no zone
    ]
    tabell = read_tabell(_excel(rows))
    assert tabell.rader[0][1] == {
        "nummer": "301",
        "dag": "2024-01-31",
        "grad": "59.91",
        "tom": "",
        "tid": "2024-01-31",
    }


def test_csv_and_excel_give_the_same() -> None:
    assert read_tabell(_excel([["a"], ["x"]])) == read_tabell(b"a\nx\n")


@pytest.mark.parametrize(
    ("innhold", "kode"),
    [
        ("a\næ\n".encode("latin-1"), "tegnkoding"),
        (b"\xd0\xcf\x11\xe0rest", "gammelt_excel"),
        (b"PK\x03\x04 not an archive", "skadet"),
        (b"a\n\x00\n", "skadet"),
        (b"%PDF-1.4", "skadet"),
        (b'a\n"never closed\n', "skadet"),
        (b"a\n" + b"1\n" * (tabellfil.MAX_ROWS + 1), "lang"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(innhold: bytes, kode: str) -> None:
    assert _refusal(innhold) == [(0, "", kode)]


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabellfil, "MAX_UNPACKED_BYTES", 10)
    assert _refusal(_excel([["a"], ["x"]])) == [(0, "", "stor")]


def test_a_file_in_another_encoding_is_read_when_the_caller_knows_which() -> None:
    tabell = read_tabell("a\nÅse\n".encode("cp1252"), fallback="cp1252")
    assert tabell.rader == ((2, {"a": "Åse"}),)


@pytest.mark.parametrize("innhold", [b"", b",\n", _excel([])])
def test_a_file_without_headings_is_an_empty_table(innhold: bytes) -> None:
    assert read_tabell(innhold) == Tabell((), ())


def test_two_columns_of_one_name_are_named() -> None:
    assert _codes(read_tabell(b"a,A,b\n1,2,3\n").feil) == [(1, "a", "to_like")]


def test_every_row_that_is_too_long_is_named() -> None:
    faults = _codes(read_tabell(b"a\n1,2\n3\n4,5\n").feil)
    assert faults == [(2, "", "for_mange_felt"), (4, "", "for_mange_felt")]


@pytest.mark.parametrize("value", ["=1+1", "+47", "-1", "@SUM(A1)", " =1", "\t=1", "\n=1"])
def test_text_that_looks_like_a_formula_is_made_harmless_and_comes_back(value: str) -> None:
    assert neutral(value) == f"'{value}"
    assert plain(f"'{value}") == value


@pytest.mark.parametrize("value", ["Kari", "", None, -5, "'sitat'"])
def test_other_values_are_left_alone(value: Celle) -> None:
    assert neutral(value) == value
    assert plain(str(value)) == str(value)


@pytest.mark.parametrize("form", ["csv", "excel"])
def test_what_is_written_is_read_again(form: str) -> None:
    header = ["navn", "tall"]
    rows: list[list[Celle]] = [["=Åse; «B»", 3], ["#N/A\x01", None]]
    written = to_csv(header, rows) if form == "csv" else to_excel([Ark("A" * 40, header, rows)])
    found = [list(texts.values()) for _number, texts in read_tabell(written).rader]
    assert found == [["=Åse; «B»", "3"], ["#N/A", ""]]


def test_a_workbook_keeps_its_headers_in_view_and_zeros_in_front() -> None:
    written = to_excel([Ark("En", ["nummer", "navn"], nummer=True), Ark("To", ["a"], [["x"]])])
    book = load_workbook(io.BytesIO(written))
    assert book.sheetnames == ["En", "To"]
    assert [book["En"].freeze_panes, book["En"]["A1"].font.bold] == ["A2", True]
    formats = [book[name].column_dimensions["A"].number_format for name in ("En", "To")]
    assert formats == ["@", "General"]
