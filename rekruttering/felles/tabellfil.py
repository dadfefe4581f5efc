"""Tables as files: rows of text from CSV or Excel, and rows to CSV or Excel.

Knows nothing of what the columns mean. A row keeps the number it has on the screen of a spreadsheet
(the header is row 1), so that a fault can be found again.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from rekruttering.felles.errors import N_, DomainError, Hinder

MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 100
# An Excel file is a packed archive; a small file may hold very much.
MAX_UNPACKED_BYTES: Final = 60_000_000
# Whatever the libraries below may raise on a file that is damaged or not what its name says.
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, NotImplementedError),
)
# A spreadsheet reads text that begins with one of these as a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_MIN_WIDTH, _MAX_WIDTH = 14, 50

Celle = str | int | float | None


@dataclass(frozen=True)
class Radfeil:
    """A fault in a file: the row as a spreadsheet counts, the column's heading, and why.

    `rad` is 0 and `kolonne` empty where the fault is about the whole file.
    """

    rad: int
    kolonne: str
    hinder: Hinder


class UleseligListeError(DomainError):
    """The file cannot be used; `feil` holds every fault, by row."""

    def __init__(self, feil: Sequence[Radfeil]) -> None:
        super().__init__("; ".join(f"{f.rad}/{f.kolonne}: {f.hinder.kode}" for f in feil))
        self.feil = sorted(feil, key=lambda f: f.rad)


@dataclass(frozen=True)
class Tabell:
    """The header in small letters, the rows that hold something: (row number, text by header).

    `feil` are the places where the rows do not fit the header; who reads on adds its own.
    """

    kolonner: tuple[str, ...]
    rader: tuple[tuple[int, dict[str, str]], ...]
    feil: tuple[Radfeil, ...] = ()


@dataclass(frozen=True)
class Ark:
    """A sheet: its name, header and rows; `nummer`: the first column's zeros in front are kept."""

    tittel: str
    header: Sequence[str]
    rader: Sequence[Sequence[Celle]] = ()
    nummer: bool = False


def read_tabell(innhold: bytes, *, fallback: str | None = None) -> Tabell:
    """Return the first sheet of an Excel file, or a CSV file with comma, semicolon or tab.

    CSV is in UTF-8, or in the encoding `fallback` when it is not. The content decides which it is.

    Raises:
        UleseligListeError: the file is too large, damaged, or of another kind.
    """
    if innhold.startswith(b"\xd0\xcf\x11\xe0"):
        raise _unreadable("gammelt_excel", N_("Lagre filen som .xlsx eller som CSV (UTF-8)."))
    lines = _read_excel(innhold) if innhold.startswith(b"PK") else _read_csv(innhold, fallback)
    if len(lines) > MAX_ROWS + 1:
        raise _unreadable("lang", N_("Filen har mer enn %(antall)s rader."), antall=MAX_ROWS)
    return _to_tabell([[plain(cell.strip()) for cell in line] for line in lines])


def _unreadable(kode: str, tekst: str, **verdier: object) -> UleseligListeError:
    return UleseligListeError([Radfeil(0, "", Hinder(kode, tekst, verdier))])


def _read_csv(innhold: bytes, fallback: str | None) -> list[list[str]]:
    try:
        text = _decode(innhold, fallback)
        if "\0" in text or text.startswith("%PDF"):
            raise _unreadable("skadet", N_("Filen må være Excel (.xlsx) eller CSV (.csv)."))
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return list(islice(reader, MAX_ROWS + 2))
    except UnicodeDecodeError as error:
        tekst = N_("Filen har en annen tegnkoding enn UTF-8. Lagre den som «CSV UTF-8».")
        raise _unreadable("tegnkoding", tekst) from error
    except csv.Error as error:
        raise _unreadable("skadet", N_("Filen er ikke en CSV-fil vi kan lese.")) from error


def _decode(innhold: bytes, fallback: str | None) -> str:
    try:
        return innhold.decode("utf-8-sig")
    except UnicodeDecodeError:
        if fallback is None:
            raise
        return innhold.decode(fallback)


def _read_excel(innhold: bytes) -> list[list[str]]:
    """Return the cells of the first sheet; a formula counts with the value it showed when saved."""
    try:
        with zipfile.ZipFile(io.BytesIO(innhold)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise _unreadable("stor", N_("Arbeidsboken er for stor."))
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it leaves out; only values are read here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(innhold), read_only=True, data_only=True)
            try:
                rows = book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS)
                return [[_to_text(value) for value in row] for row in islice(rows, MAX_ROWS + 2)]
            finally:
                book.close()
    except _DAMAGED as error:
        tekst = N_("Filen er ikke en Excel-arbeidsbok vi kan lese. Lagre den som .xlsx.")
        raise _unreadable("skadet", tekst) from error


def _to_text(value: object) -> str:
    """Return a cell as a person sees it; whole numbers have no decimals, dates are ISO."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def _to_tabell(lines: Sequence[Sequence[str]]) -> Tabell:
    header = [name.casefold() for name in lines[0]] if lines else []
    while header and not header[-1]:
        header.pop()
    rows = [(number, cells) for number, cells in enumerate(lines[1:], start=2) if any(cells)]
    rader = []
    for number, cells in rows:
        padded = [*cells, *[""] * len(header)]
        rader.append((number, {name: padded[i] for i, name in enumerate(header) if name}))
    return Tabell(tuple(header), tuple(rader), tuple(_faults(header, rows)))


def _faults(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Radfeil]:
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        yield Radfeil(1, name, Hinder("to_like", N_("To kolonner har samme navn.")))
    for number, cells in rows:
        if any(cells[len(header) :]):
            tekst = N_("Raden har flere felt enn den første raden.")
            yield Radfeil(number, "", Hinder("for_mange_felt", tekst))


def neutral(value: Celle) -> Celle:
    """Return a cell's value with text that looks like a formula made harmless by an apostrophe.

    It stays text also when the cell is edited, copied or saved as CSV. Text loses the control
    characters that a workbook cannot hold.
    """
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{value}" if _looks_like_formula(value) else value


def plain(text: str) -> str:
    """Return text without the apostrophe of `neutral`."""
    return text[1:] if text.startswith("'") and _looks_like_formula(text[1:]) else text


def _looks_like_formula(text: str) -> bool:
    return text.lstrip(" ").startswith(_FORMULA)


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Celle]]) -> bytes:
    """Return UTF-8 CSV with semicolons and a byte order mark, as Norwegian Excel reads it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutral(value) for value in row] for row in (header, *rows))
    return out.getvalue().encode("utf-8-sig")


def dump_tabell(tabell: Tabell) -> str:
    """Return the table as text; reading it again gives the same table.

    Rows that were empty in the file are kept as empty lines, so that row numbers stay.
    """
    rows = dict(tabell.rader)
    lines = (
        [rows[number].get(name, "") for name in tabell.kolonner] if number in rows else []
        for number in range(2, max(rows, default=1) + 1)
    )
    return to_csv(tabell.kolonner, lines).decode("utf-8-sig")


def to_excel(sheets: Sequence[Ark]) -> bytes:
    """Return a workbook; the headers stay in view."""
    book = Workbook(write_only=True)
    for ark in sheets:
        sheet = book.create_sheet(ark.tittel[:31])
        sheet.freeze_panes = "A2"
        for number, column in enumerate(zip(ark.header, *ark.rader, strict=True), start=1):
            longest = max(len(str(value)) for value in column)
            dimension = sheet.column_dimensions[get_column_letter(number)]
            dimension.width = min(max(longest + 2, _MIN_WIDTH), _MAX_WIDTH)
        if ark.nummer:
            sheet.column_dimensions["A"].number_format = "@"
        sheet.append([_cell(sheet, name, bold=True) for name in ark.header])
        for row in ark.rader:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Celle, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=neutral(value))
    cell.font = Font(bold=bold)
    if isinstance(value, str):
        # Also what looks like a spreadsheet's own words, such as #N/A.
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > _MAX_WIDTH)
    return cell
