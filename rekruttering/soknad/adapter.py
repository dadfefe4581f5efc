"""Writes lists as files for a spreadsheet."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Celle = str | int | None
# A spreadsheet reads text that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MAX_WIDTH = 50


def neutral(value: Celle) -> Celle:
    """Return a cell's value with text that looks like a formula made harmless by an apostrophe.

    Text loses the control characters that a workbook cannot hold.
    """
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value


def to_csv(header: Sequence[str], rows: Sequence[Sequence[Celle]]) -> bytes:
    """Return UTF-8 CSV with semicolons and a byte order mark, as Norwegian Excel reads it."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([neutral(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def to_xlsx(title: str, header: Sequence[str], rows: Sequence[Sequence[Celle]]) -> bytes:
    """Return a workbook with one sheet; the header stays in view."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index, name in enumerate(header):
        longest = max([len(name), *(len(str(row[index] or "")) for row in rows)])
        letter = get_column_letter(index + 1)
        sheet.column_dimensions[letter].width = min(longest + 2, _MAX_WIDTH)
    heads = [WriteOnlyCell(sheet, value=name) for name in header]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([neutral(value) for value in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
