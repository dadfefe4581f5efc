"""Reads lists of municipalities from Excel and CSV; every fault has its cell."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from rekruttering.felles.errors import N_, Hinder, HindretError
from rekruttering.kommune.models import Kommune
from rekruttering.kommune.rules import MALFORM_TEKST, SAMISK_TEKST, KommuneMalform, SamiskSprak
from rekruttering.pulje.rules import (
    FAGOMRADE_TEKST,
    GRUNNLAG_TEKST,
    TIMER,
    Grunnlag,
    timer_hindre,
)

MAX_BYTES = 2_000_000
MAX_UNPACKED = 40_000_000
MAX_ROWS = 500
MAX_COLUMNS = 40
_EPOST = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Kolonne:
    """A column of the file: its header, whether it must be filled, and what it means."""

    navn: str
    kreves: bool
    hjelp: str


KOLONNER = (
    Kolonne("kommunenummer", True, N_("Fire sifre, for eksempel 1103.")),
    Kolonne("kommune", False, N_("Navnet. Brukes til å kontrollere nummeret.")),
    Kolonne("grunnlag", True, N_("Risikopoeng eller spredning.")),
    Kolonne("timer", True, N_("Behovet i hele timer for hver veileder i perioden, 1 til 2000.")),
    Kolonne("målform", False, N_("Bokmål, nynorsk eller nøytral. Tom: som i kommuneregisteret.")),
    Kolonne(
        "samisk språk",
        False,
        N_("Nordsamisk, lulesamisk, sørsamisk eller ingen. Tom: som i kommuneregisteret."),
    ),
    Kolonne("fagområder", False, N_("Ett eller flere, med komma mellom.")),
    Kolonne("behov", False, N_("Kort om hva kommunen trenger.")),
    Kolonne("kontakt", True, N_("Navnet på kommunens kontaktperson.")),
    Kolonne("e-post", True, N_("Kontaktpersonens e-postadresse.")),
    Kolonne("telefon", False, N_("Kontaktpersonens telefonnummer.")),
)
# In the export, for people to read; passed over when the file comes back.
BARE_EKSPORT = ("fylke", "status")
_BY_NAME = {kolonne.navn: kolonne for kolonne in KOLONNER}


@dataclass(frozen=True)
class Feil:
    """One fault of a file: row as the spreadsheet counts it (header is 1) and column header."""

    rad: int
    kolonne: str
    hinder: Hinder


@dataclass(frozen=True)
class Rad:
    """One row without faults; `None` in `malform` and `samisk_sprak` means as in the register."""

    rad: int
    kommunenummer: str
    grunnlag: Grunnlag
    timer: int
    malform: KommuneMalform | None
    samisk_sprak: SamiskSprak | str | None
    fagomrader: tuple[str, ...]
    behov: str
    kontakt_navn: str
    kontakt_epost: str
    kontakt_telefon: str


@dataclass
class Innlesing:
    """What was read: good rows, and every fault."""

    rader: list[Rad] = field(default_factory=list)
    feil: list[Feil] = field(default_factory=list)


def read_file(filnavn: str, innhold: bytes, register: Mapping[str, Kommune]) -> Innlesing:
    """Return the rows and faults of an .xlsx or .csv file; the content decides which it is.

    `register` holds the municipality of each number on the round's date.

    Raises:
        HindretError: the file cannot be read as a table at all.
    """
    table = _read_xlsx(innhold) if innhold[:2] == b"PK" else _read_csv(filnavn, innhold)
    header, header_feil = _read_header(table[0] if table else [])
    if header_feil:
        return Innlesing(feil=header_feil)
    result = Innlesing()
    seen: dict[str, int] = {}
    for number, cells in enumerate(table[1:], start=2):
        values = {navn: _text(cells[at]) if at < len(cells) else "" for at, navn in header.items()}
        if not any(values.values()):
            continue
        reader = _Radleser(number, values, register)
        rad = reader.read(seen)
        result.feil += reader.feil
        if rad is not None:
            result.rader.append(rad)
    if not result.rader and not result.feil:
        raise _refused("tom", N_("Filen har ingen kommuner under overskriftene."))
    return result


def _refused(kode: str, tekst: str, **verdier: object) -> HindretError:
    return HindretError([Hinder(kode, tekst, verdier)])


def _read_xlsx(innhold: bytes) -> list[list[Any]]:
    """Return the first sheet's cells; formulas count with the value they showed when saved."""
    try:
        with zipfile.ZipFile(io.BytesIO(innhold)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise _refused("stor", N_("Arbeidsboken er for stor. Ta med bare kommunene."))
        book = load_workbook(io.BytesIO(innhold), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
        table = [list(row) for row in rows]
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        tekst = N_("Filen er ikke en Excel-arbeidsbok vi kan lese. Lagre den som .xlsx.")
        raise _refused("excel", tekst) from error
    return _limited(table)


def _read_csv(filnavn: str, innhold: bytes) -> list[list[Any]]:
    if b"\x00" in innhold or filnavn.lower().endswith((".xls", ".ods", ".pdf")):
        raise _refused("format", N_("Filen må være Excel (.xlsx) eller CSV (.csv)."))
    try:
        text = innhold.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel on Windows writes when asked for plain CSV.
        text = innhold.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return _limited(list(csv.reader(io.StringIO(text), delimiter=delimiter)))
    except csv.Error as error:
        raise _refused("csv", N_("Filen er ikke en CSV-fil vi kan lese.")) from error


def _limited(table: list[list[Any]]) -> list[list[Any]]:
    if len(table) > MAX_ROWS + 1:
        tekst = N_("Filen har mer enn %(antall)s rader. Del den opp.")
        raise _refused("mange_rader", tekst, antall=MAX_ROWS)
    return table


def _text(value: object) -> str:
    """Return a cell as trimmed text; whole numbers lose the .0 that Excel gives them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    # The apostrophe that our own export puts before what a spreadsheet would calculate.
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_START else text


def _read_header(cells: Sequence[object]) -> tuple[dict[int, str], list[Feil]]:
    """Return which column stands where, and faults: unknown, twice or missing."""
    header: dict[int, str] = {}
    feil: list[Feil] = []
    for at, cell in enumerate(cells):
        navn = _text(cell).casefold()
        if not navn or navn in BARE_EKSPORT:
            continue
        if navn not in _BY_NAME:
            tekst = N_("Kolonnen «%(navn)s» er ukjent.")
            feil.append(Feil(1, navn, Hinder("ukjent_kolonne", tekst, {"navn": navn})))
        elif navn in header.values():
            tekst = N_("Kolonnen «%(navn)s» står to ganger.")
            feil.append(Feil(1, navn, Hinder("to_kolonner", tekst, {"navn": navn})))
        else:
            header[at] = navn
    for kolonne in KOLONNER:
        if kolonne.kreves and kolonne.navn not in header.values():
            tekst = N_("Kolonnen «%(navn)s» mangler.")
            feil.append(
                Feil(1, kolonne.navn, Hinder("mangler_kolonne", tekst, {"navn": kolonne.navn}))
            )
    return header, feil


class _Radleser:
    """Reads the cells of one row, noting each fault and going on."""

    def __init__(self, rad: int, values: Mapping[str, str], register: Mapping[str, Kommune]):
        self.rad = rad
        self.values = values
        self.register = register
        self.feil: list[Feil] = []

    def read(self, seen: dict[str, int]) -> Rad | None:
        """Return the row, or None when it has faults; `seen` maps numbers to earlier rows."""
        values = {
            "kommunenummer": self._kommunenummer(seen),
            "grunnlag": self._grunnlag(),
            "timer": self._timer(),
            "malform": self._choice("målform", MALFORM_TEKST),
            "samisk_sprak": self._samisk(),
            "fagomrader": self._fagomrader(),
            "behov": self._short("behov", 2000),
            "kontakt_navn": self._required("kontakt", 120),
            "kontakt_epost": self._epost(),
            "kontakt_telefon": self._short("telefon", 40),
        }
        return None if self.feil else Rad(rad=self.rad, **values)

    def _fault(self, kolonne: str, kode: str, tekst: str, **verdier: object) -> None:
        self.feil.append(Feil(self.rad, kolonne, Hinder(kode, tekst, verdier)))

    def _value(self, kolonne: str) -> str:
        return self.values.get(kolonne, "")

    def _short(self, kolonne: str, limit: int) -> str:
        value = self._value(kolonne)
        if len(value) > limit:
            self._fault(kolonne, "lang", N_("Teksten kan ha høyst %(n)s tegn."), n=limit)
        return value

    def _required(self, kolonne: str, limit: int) -> str:
        value = self._short(kolonne, limit)
        if not value:
            self._fault(kolonne, "mangler", N_("Feltet må fylles ut."))
        return value

    def _kommunenummer(self, seen: dict[str, int]) -> str | None:
        value = self._value("kommunenummer")
        if not value:
            self._fault("kommunenummer", "mangler", N_("Feltet må fylles ut."))
            return None
        nummer = value.zfill(4) if value.isascii() and value.isdigit() else value
        kommune = self.register.get(nummer)
        if kommune is None:
            tekst = N_("«%(verdi)s» er ikke nummeret til en kommune på dette tidspunktet.")
            self._fault("kommunenummer", "ukjent", tekst, verdi=value)
            return None
        if nummer in seen:
            tekst = N_("%(kommune)s står også i rad %(rad)s.")
            self._fault("kommunenummer", "dobbel", tekst, kommune=kommune.navn, rad=seen[nummer])
        seen.setdefault(nummer, self.rad)
        navn = self._value("kommune")
        names = {kommune.navn.casefold(), kommune.navn_norsk.casefold()}
        if navn and navn.casefold() not in names:
            tekst = N_("%(nummer)s er %(kommune)s, ikke «%(navn)s».")
            self._fault("kommune", "navn", tekst, nummer=nummer, kommune=kommune.navn, navn=navn)
        return nummer

    def _choice(self, kolonne: str, labels: Mapping[Any, str]) -> Any:
        """Return the choice whose code or label stands in the cell; None when it is empty."""
        value = self._value(kolonne)
        if not value:
            return None
        found = _find_choice(value, labels)
        if found is None:
            valg = ", ".join(label.casefold() for label in labels.values())
            tekst = N_("«%(verdi)s» er ikke et av valgene: %(valg)s.")
            self._fault(kolonne, "valg", tekst, verdi=value, valg=valg)
        return found

    def _grunnlag(self) -> Grunnlag | None:
        value = self._value("grunnlag")
        if not value:
            self._fault("grunnlag", "mangler", N_("Feltet må fylles ut."))
            return None
        found: Grunnlag | None = self._choice("grunnlag", GRUNNLAG_TEKST)
        return found

    def _samisk(self) -> SamiskSprak | str | None:
        """Return the language, "" for none at all, None for as in the register."""
        if self._value("samisk språk").casefold() in ("ingen", "-"):
            return ""
        found: SamiskSprak | None = self._choice("samisk språk", SAMISK_TEKST)
        return found

    def _timer(self) -> int | None:
        value = self._value("timer")
        if not value:
            self._fault("timer", "mangler", N_("Feltet må fylles ut."))
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 9):
            tekst = N_("«%(verdi)s» er ikke et helt tall fra %(minst)s til %(mest)s.")
            self._fault("timer", "tall", tekst, verdi=value, minst=TIMER[0], mest=TIMER[1])
            return None
        self.feil += [Feil(self.rad, "timer", hinder) for hinder in timer_hindre(int(value))]
        return int(value)

    def _fagomrader(self) -> tuple[str, ...]:
        found: list[str] = []
        for part in re.split(r"[,;\n]", self._value("fagområder")):
            if not part.strip():
                continue
            omrade = _find_choice(part.strip(), FAGOMRADE_TEKST)
            if omrade is None:
                tekst = N_("«%(verdi)s» er ikke et fagområde vi kjenner.")
                self._fault("fagområder", "valg", tekst, verdi=part.strip())
            elif omrade.value not in found:
                found.append(omrade.value)
        return tuple(found)

    def _epost(self) -> str:
        value = self._required("e-post", 254)
        if value and not _EPOST.fullmatch(value):
            tekst = N_("«%(verdi)s» er ikke en hel e-postadresse.")
            self._fault("e-post", "epost", tekst, verdi=value)
        return value.lower()


def _find_choice(value: str, labels: Mapping[Any, str]) -> Any:
    """Return the member whose code, label or first word of the label is the text, or None."""
    wanted = value.casefold()
    for member, label in labels.items():
        if wanted in (member.value, label.casefold(), label.casefold().split(" ")[0]):
            return member
    return None
