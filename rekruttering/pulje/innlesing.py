"""Reads lists of municipalities from Excel and CSV; every fault has its cell."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rekruttering.felles.errors import N_, Hinder
from rekruttering.felles.tabellfil import Radfeil, UleseligListeError, read_tabell
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
_EPOST = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


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
    feil: list[Radfeil] = field(default_factory=list)


def read_file(innhold: bytes, register: Mapping[str, Kommune]) -> Innlesing:
    """Return the rows and faults of an Excel or CSV file.

    `register` holds the municipality of each number on the round's date.

    Raises:
        UleseligListeError: the file cannot be read as a table at all.
    """
    # Excel on Windows writes cp1252 when asked for plain CSV.
    tabell = read_tabell(innhold, fallback="cp1252")
    header_feil = [*_header_feil(tabell.kolonner), *tabell.feil]
    if header_feil:
        return Innlesing(feil=header_feil)
    result = Innlesing()
    seen: dict[str, int] = {}
    for number, values in tabell.rader:
        reader = _Radleser(number, values, register)
        rad = reader.read(seen)
        result.feil += reader.feil
        if rad is not None:
            result.rader.append(rad)
    if not tabell.rader:
        hinder = Hinder("tom", N_("Filen har ingen kommuner under overskriftene."))
        raise UleseligListeError([Radfeil(0, "", hinder)])
    return result


def _header_feil(header: Collection[str]) -> Iterator[Radfeil]:
    """Name each column that is unknown, and each that is missing."""
    for navn in header:
        if navn and navn not in _BY_NAME and navn not in BARE_EKSPORT:
            tekst = N_("Kolonnen «%(navn)s» er ukjent.")
            yield Radfeil(1, navn, Hinder("ukjent_kolonne", tekst, {"navn": navn}))
    for navn, kolonne in _BY_NAME.items():
        if kolonne.kreves and navn not in header:
            tekst = N_("Kolonnen «%(navn)s» mangler.")
            yield Radfeil(1, navn, Hinder("mangler_kolonne", tekst, {"navn": navn}))


class _Radleser:
    """Reads the cells of one row, noting each fault and going on."""

    def __init__(self, rad: int, values: Mapping[str, str], register: Mapping[str, Kommune]):
        self.rad = rad
        self.values = values
        self.register = register
        self.feil: list[Radfeil] = []

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
        self.feil.append(Radfeil(self.rad, kolonne, Hinder(kode, tekst, verdier)))

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
        self.feil += [Radfeil(self.rad, "timer", hinder) for hinder in timer_hindre(int(value))]
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
