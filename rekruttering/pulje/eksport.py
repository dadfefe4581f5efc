"""Writes workbooks: the template to fill in, and lists for people to take with them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from rekruttering.pulje.innlesing import FORMULA_START, KOLONNER
from rekruttering.pulje.rules import FAGOMRADE_TEKST, Fagomrade


def write_template() -> bytes:
    """Return an empty workbook to fill in, with a second sheet that explains the columns."""
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = "Kommuner"
    _write_header(sheet, [kolonne.navn for kolonne in KOLONNER])
    # Numbers begin with a zero in some fylker: as text, Excel leaves it alone.
    for row in range(2, 102):
        sheet.cell(row=row, column=1).number_format = "@"
    about = book.create_sheet("Forklaring")
    _write_header(about, ["kolonne", "må fylles ut", "forklaring"])
    for kolonne in KOLONNER:
        about.append([kolonne.navn, "ja" if kolonne.kreves else "nei", kolonne.hjelp])
    about.append([])
    about.append(["fagområder", "", ", ".join(FAGOMRADE_TEKST[each] for each in Fagomrade)])
    about.column_dimensions["C"].width = 100
    return _saved(book)


def write_csv_template() -> bytes:
    """Return the header line as Excel in Norway expects CSV: semicolons and a byte-order mark."""
    line = ";".join(kolonne.navn for kolonne in KOLONNER)
    return f"\ufeff{line}\r\n".encode()


@dataclass(frozen=True)
class Ark:
    """A sheet: its name, header and rows."""

    tittel: str
    header: Sequence[str]
    rader: Sequence[Sequence[object]]


def write_workbook(sheets: Sequence[Ark]) -> bytes:
    """Return a workbook; text that a spreadsheet would calculate is stored as plain text."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for ark in sheets:
        sheet = book.create_sheet(ark.tittel)
        _write_header(sheet, ark.header)
        for row_number, row in enumerate(ark.rader, start=2):
            for column_number, value in enumerate(row, start=1):
                _write_cell(sheet.cell(row=row_number, column=column_number), value)
    return _saved(book)


def _write_cell(cell: Any, value: object) -> None:
    cell.value = _storable(value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > 60)


def _storable(value: object) -> Any:
    """Return what a cell can hold; text loses the control characters that XML forbids."""
    if not isinstance(value, str):
        return value
    clean = "".join(char for char in value if char >= " " or char in "\n\t")
    # The apostrophe keeps it text also when the cell is edited, copied or saved as CSV.
    return f"'{clean}" if clean.startswith(FORMULA_START) else clean


def _write_header(sheet: Any, header: Sequence[str]) -> None:
    for column, navn in enumerate(header, start=1):
        cell = sheet.cell(row=1, column=column)
        cell.value = navn
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = max(14, len(navn) + 4)
    sheet.freeze_panes = "A2"


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
