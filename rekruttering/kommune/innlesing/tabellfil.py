"""From a CSV or Excel file to rows of text; knows nothing of what the columns mean.

A row keeps the number it has on the screen of a spreadsheet (the header is row 1), so that a fault
can be found again.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final

from openpyxl import load_workbook

from rekruttering.felles.errors import N_, DomainError, Hinder

MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 100
# An Excel file is a packed archive; a small file may hold very much.
MAX_UNPACKED_BYTES: Final = 60_000_000
# Whatever the libraries below may raise on a file that is damaged or not what its name says.
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, csv.Error, SyntaxError, OSError, EOFError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, NotImplementedError),
)


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
    """The header and the rows that hold something: (row number, text by header)."""

    kolonner: tuple[str, ...]
    rader: tuple[tuple[int, dict[str, str]], ...]


def read_tabell(innhold: bytes) -> Tabell:
    """Return the first sheet of an Excel file, or a CSV file in UTF-8 with comma or semicolon.

    Raises:
        UleseligListeError: the file is empty, too large, damaged, or of another kind.
    """
    if innhold.startswith(b"\xd0\xcf\x11\xe0"):
        raise _file_fault("gammelt_excel", N_("Lagre filen som .xlsx eller som CSV (UTF-8)."))
    try:
        lines = _read_excel(innhold) if innhold.startswith(b"PK") else _read_csv(innhold)
    except UnicodeDecodeError as error:
        tekst = N_("Filen har en annen tegnkoding enn UTF-8. Lagre den som «CSV UTF-8».")
        raise _file_fault("tegnkoding", tekst) from error
    except _DAMAGED as error:
        tekst = N_("Filen kan ikke leses. Den må være et regneark (.xlsx) eller CSV.")
        raise _file_fault("skadet", tekst) from error
    return _to_tabell(lines)


def _file_fault(kode: str, tekst: str, **verdier: object) -> UleseligListeError:
    return UleseligListeError([Radfeil(0, "", Hinder(kode, tekst, verdier))])


def _read_csv(innhold: bytes) -> list[list[str]]:
    text = innhold.decode("utf-8-sig")
    if "\0" in text:
        raise ValueError("binary")
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return list(islice(reader, MAX_ROWS + 2))


def _read_excel(innhold: bytes) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(innhold)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise ValueError("unpacked size")
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it leaves out; only values are read here.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(innhold), read_only=True, data_only=True)
        try:
            rows = book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS)
            return [[_to_text(value) for value in row] for row in islice(rows, MAX_ROWS + 2)]
        finally:
            book.close()


def _to_text(value: object) -> str:
    """Return a cell as a person sees it; whole numbers have no decimals, dates are ISO."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _to_tabell(lines: Sequence[Iterable[str]]) -> Tabell:
    cleaned = [[cell.strip() for cell in line] for line in lines]
    if not cleaned or not any(cleaned[0]):
        raise _file_fault("tom", N_("Den første raden må ha navnene på kolonnene."))
    header = [name.casefold() for name in cleaned[0]]
    while header and not header[-1]:
        header.pop()
    if len(cleaned) > MAX_ROWS + 1:
        raise _file_fault("lang", N_("Filen har mer enn %(antall)s rader."), antall=MAX_ROWS)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        tekst = N_("To kolonner har samme navn.")
        raise UleseligListeError([Radfeil(1, name, Hinder("to_like", tekst)) for name in twice])
    return Tabell(tuple(header), _to_rows(header, cleaned[1:]))


def _to_rows(
    header: Sequence[str], lines: Sequence[Sequence[str]]
) -> tuple[tuple[int, dict[str, str]], ...]:
    rows, faults = [], []
    for number, cells in enumerate(lines, start=2):
        if not any(cells):
            continue
        if any(cells[len(header) :]):
            tekst = N_("Raden har flere felt enn den første raden.")
            faults.append(Radfeil(number, "", Hinder("for_mange_felt", tekst)))
        padded = [*cells, *[""] * len(header)]
        rows.append((number, {name: padded[i] for i, name in enumerate(header) if name}))
    if faults:
        raise UleseligListeError(faults)
    if not rows:
        raise _file_fault("ingen_rader", N_("Filen har ingen rader under overskriftene."))
    return tuple(rows)


def to_csv(tabell: Tabell) -> str:
    """Return the table as CSV with comma; reading it again gives the same table.

    Rows that were empty in the file are kept as empty lines, so that row numbers stay.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(tabell.kolonner)
    last = 1
    for number, row in tabell.rader:
        out.write("\n" * (number - last - 1))
        writer.writerow([row.get(name, "") for name in tabell.kolonner])
        last = number
    return out.getvalue()
