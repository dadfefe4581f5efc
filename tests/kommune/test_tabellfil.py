import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from rekruttering.kommune.innlesing import tabellfil
from rekruttering.kommune.innlesing.tabellfil import UleseligListeError, read_tabell, to_csv


def _excel(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _codes(innhold: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(UleseligListeError) as caught:
        read_tabell(innhold)
    return [(f.rad, f.kolonne, f.hinder.kode) for f in caught.value.feil]


@pytest.mark.parametrize("text", ["A,b\n1,æ\n", "\ufeffA;b\r\n1;æ\r\n", 'a,B\n"1","æ"'])
def test_csv_may_have_comma_or_semicolon_and_a_mark_in_front(text: str) -> None:
    tabell = read_tabell(text.encode())
    assert tabell.kolonner == ("a", "b")
    assert tabell.rader == ((2, {"a": "1", "b": "æ"}),)


def test_rows_keep_the_number_of_the_spreadsheet() -> None:
    tabell = read_tabell(b"a,b\n\n1,2\n,\n3,4\n")
    assert [number for number, _ in tabell.rader] == [3, 5]
    assert read_tabell(to_csv(tabell).encode()) == tabell


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
        (b"", "tom"),
        (b",\n1,2\n", "tom"),
        (b"a,b\n", "ingen_rader"),
        ("a\næ\n".encode("latin-1"), "tegnkoding"),
        (b"\xd0\xcf\x11\xe0rest", "gammelt_excel"),
        (b"PK\x03\x04 not an archive", "skadet"),
        (b"a\n\x00\n", "skadet"),
        (b'a\n"never closed\n', "skadet"),
        (b"a\n" + b"1\n" * (tabellfil.MAX_ROWS + 1), "lang"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(innhold: bytes, kode: str) -> None:
    assert _codes(innhold) == [(0, "", kode)]


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabellfil, "MAX_UNPACKED_BYTES", 10)
    assert _codes(_excel([["a"], ["x"]])) == [(0, "", "skadet")]


def test_two_columns_of_one_name_are_named() -> None:
    assert _codes(b"a,A,b\n1,2,3\n") == [(1, "a", "to_like")]


def test_every_row_that_is_too_long_is_named() -> None:
    assert _codes(b"a\n1,2\n3\n4,5\n") == [(2, "", "for_mange_felt"), (4, "", "for_mange_felt")]
