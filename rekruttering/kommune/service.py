"""Use cases of reference data; nothing here commits.

A list is compared with what is stored before it is stored, so that a person can see what will
change. Rows are never removed: other areas point at them, and the past stays true.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from rekruttering.felles import audit
from rekruttering.felles.db import db
from rekruttering.felles.errors import KonfliktError, refuse_if
from rekruttering.felles.tabellfil import (
    Radfeil,
    UleseligListeError,
    dump_tabell,
    read_tabell,
)
from rekruttering.kommune import queries, rules
from rekruttering.kommune.innlesing.lister import Liste, Rad, Verdi, read_liste
from rekruttering.kommune.models import (
    Embete,
    Fylke,
    Kommune,
    Kommuneendring,
    Listeopplasting,
)
from rekruttering.kommune.rules import KOMPLETTE, Listeslag
from rekruttering.tilgang.models import Bruker

DATA: Final = Path(__file__).resolve().parent.parent / "data" / "kommuner"
# What the product comes with, each after what it refers to.
FILER: Final = (
    "embeter.csv",
    "fylker_2020.csv",
    "fylker_2024.csv",
    "kommuner_2020.csv",
    "kommuner_2024.csv",
    "endringer.csv",
)
Periodisk = Embete | Fylke | Kommune
Lagret = Periodisk | Kommuneendring


class Handling(StrEnum):
    """What a list does to a code: `VIDEREFORT` ends its row and begins another."""

    NY = "ny"
    VIDEREFORT = "viderefort"
    ENDRET = "endret"
    AVSLUTTET = "avsluttet"


@dataclass(frozen=True)
class Feltendring:
    """A field that gets another value."""

    felt: str
    fra: Verdi
    til: Verdi


@dataclass(frozen=True)
class Radendring:
    """One row that the list adds, corrects, or ends, and the fields that get another value."""

    handling: Handling
    kode: str
    navn: str
    gyldig_fra: date
    felter: tuple[Feltendring, ...] = ()


@dataclass(frozen=True)
class Forslag:
    """Everything a list would change, in the order of the list, and how many rows stay as is."""

    slag: Listeslag
    endringer: tuple[Radendring, ...]
    uendret: int

    def count(self, handling: Handling) -> int:
        """Return how many rows are added, corrected or ended."""
        return sum(endring.handling is handling for endring in self.endringer)

    @property
    def merke(self) -> str:
        """A mark that differs when anything that would change differs."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Innlasting:
    """What the lists that the product comes with changed, one proposal for each of `FILER`."""

    forslag: tuple[Forslag, ...]

    def __str__(self) -> str:
        """Return one line of facts."""
        ny, avsluttet = (
            sum(forslag.count(handling) for forslag in self.forslag)
            for handling in (Handling.NY, Handling.AVSLUTTET)
        )
        ny += sum(forslag.count(Handling.VIDEREFORT) for forslag in self.forslag)
        uendret = sum(forslag.uendret for forslag in self.forslag)
        return (
            f"Kommuner, fylker og statsforvaltere: {ny} nye rader, {avsluttet} avsluttet, "
            f"{uendret} uendret"
        )


def load_reference_data(folder: Path = DATA) -> Innlasting:
    """Store the lists that the product comes with; return what changed.

    Running it twice changes nothing. A row that is there already is left as it is: an
    administrator may have loaded newer facts.

    Raises:
        UleseligListeError: a file has faults.
    """
    contents = [(folder / name).read_bytes() for name in FILER]
    return Innlasting(tuple(_store(_read(content), overwrite=False) for content in contents))


def create_opplasting(
    filnavn: str, innhold: bytes, *, bruker: Bruker, now: datetime
) -> Listeopplasting:
    """Keep an uploaded list that has no faults, until someone confirms or discards it.

    Raises:
        UleseligListeError: with every fault, by row and column; nothing is kept.
    """
    liste = _read(innhold)
    _plan(liste)
    opplasting = Listeopplasting(
        lastet_opp_av=bruker,
        lastet_opp_at=now,
        filnavn=filnavn,
        slag=liste.slag,
        innhold=dump_tabell(read_tabell(innhold)),
    )
    db.session.add(opplasting)
    audit.record("lastet_opp", opplasting, bruker=bruker, filnavn=filnavn)
    return opplasting


def preview_opplasting(opplasting: Listeopplasting) -> Forslag:
    """Return what confirming an uploaded list would change now.

    Raises:
        UleseligListeError: what is stored has changed so that the list no longer fits.
    """
    return _plan(_read(opplasting.innhold.encode()))


def confirm_opplasting(
    opplasting: Listeopplasting, merke: str, *, bruker: Bruker, now: datetime
) -> Forslag | None:
    """Store an uploaded list; None when it was stored before, so that a double click is harmless.

    `merke` is that of the proposal that the person saw.

    Raises:
        HindretError: the list was discarded.
        KonfliktError: what would change is no longer what the person saw.
    """
    if opplasting.bekreftet_at is not None:
        return None
    refuse_if(rules.confirm_hindre(discarded=opplasting.forkastet_at is not None))
    if preview_opplasting(opplasting).merke != merke:
        raise KonfliktError
    forslag = _store(_read(opplasting.innhold.encode()), overwrite=True)
    opplasting.bekreftet_at = now
    counts = {str(handling): forslag.count(handling) for handling in Handling}
    audit.record("bekreftet", opplasting, bruker=bruker, slag=forslag.slag, **counts)
    return forslag


def discard_opplasting(opplasting: Listeopplasting, *, bruker: Bruker, now: datetime) -> None:
    """Put an uploaded list away; a second time changes nothing.

    Raises:
        HindretError: the list is stored already.
    """
    refuse_if(rules.discard_hindre(confirmed=opplasting.bekreftet_at is not None))
    if opplasting.forkastet_at is None:
        opplasting.forkastet_at = now
        audit.record("forkastet", opplasting, bruker=bruker)


def _read(innhold: bytes) -> Liste:
    embeter = [(e.kode, e.gyldig_fra, e.gyldig_til) for e in queries.list_rows(Embete)]
    fylker = [(f.fylkesnummer, f.gyldig_fra, f.gyldig_til) for f in queries.list_rows(Fylke)]
    return read_liste(read_tabell(innhold), embeter=embeter, fylker=fylker)


def _plan(liste: Liste) -> Forslag:
    """Compare a list with what is stored.

    Raises:
        UleseligListeError: a row would overlap a later period of the same code.
    """
    stored = _stored(liste.slag)
    faults = list(_overlaps(liste, stored))
    if faults:
        raise UleseligListeError(faults)
    by_key = {_key(row): row for row in stored}
    by_code: dict[str, list[Periodisk]] = {}
    for row in stored:
        if not isinstance(row, Kommuneendring):
            by_code.setdefault(_code(row), []).append(row)
    endringer: list[Radendring] = []
    uendret = 0
    for rad in liste.rader:
        known = by_key.get(rad.nokkel)
        if known is None:
            endringer.append(_begin(rad, by_code.get(str(rad.nokkel[0]), [])))
        elif felter := tuple(_differences(known, rad.verdier)):
            endringer.append(_describe(Handling.ENDRET, rad.verdier, felter))
        else:
            uendret += 1
    goes_on = _starts(liste).keys()
    endringer += [
        _describe(
            Handling.AVSLUTTET, _values(row), (Feltendring("gyldig_til", row.gyldig_til, last_day),)
        )
        for row, last_day in _to_close(liste, stored)
        if _code(row) not in goes_on
    ]
    return Forslag(liste.slag, tuple(endringer), uendret)


def _begin(rad: Rad, same_code: Iterable[Periodisk]) -> Radendring:
    """Describe a row that is not there: a new code, or a code that goes on in another row."""
    start = rad.verdier.get("gyldig_fra")
    earlier = [row for row in same_code if isinstance(start, date) and row.gyldig_fra < start]
    if not earlier:
        return _describe(Handling.NY, rad.verdier)
    last = max(earlier, key=lambda row: row.gyldig_fra)
    felter = (f for f in _differences(last, rad.verdier) if not f.felt.startswith("gyldig_"))
    return _describe(Handling.VIDEREFORT, rad.verdier, tuple(felter))


def _store(liste: Liste, *, overwrite: bool) -> Forslag:
    """Store a list and return what changed; without `overwrite` rows that are there stay."""
    forslag = _plan(liste)
    if not overwrite:
        kept = tuple(e for e in forslag.endringer if e.handling is not Handling.ENDRET)
        uendret = forslag.uendret + forslag.count(Handling.ENDRET)
        forslag = Forslag(forslag.slag, kept, uendret)
    stored = _stored(liste.slag)
    for row, last_day in _to_close(liste, stored):
        row.gyldig_til = last_day
    by_key = {_key(row): row for row in stored}
    for rad in liste.rader:
        existing = by_key.get(rad.nokkel)
        if existing is None:
            db.session.add(_TABLES[liste.slag](**rad.verdier))
        elif overwrite:
            for endring in _differences(existing, rad.verdier):
                setattr(existing, endring.felt, endring.til)
    db.session.flush()
    return forslag


_TABLES: Final[Mapping[Listeslag, type[Lagret]]] = {
    Listeslag.EMBETER: Embete,
    Listeslag.FYLKER: Fylke,
    Listeslag.KOMMUNER: Kommune,
    Listeslag.ENDRINGER: Kommuneendring,
}


def _stored(slag: Listeslag) -> list[Lagret]:
    match slag:
        case Listeslag.EMBETER:
            return [*queries.list_rows(Embete)]
        case Listeslag.FYLKER:
            return [*queries.list_rows(Fylke)]
        case Listeslag.KOMMUNER:
            return [*queries.list_rows(Kommune)]
        case Listeslag.ENDRINGER:
            return [*queries.list_rows(Kommuneendring)]


def _code(row: Lagret) -> str:
    match row:
        case Embete():
            return row.kode
        case Fylke():
            return row.fylkesnummer
        case Kommune():
            return row.kommunenummer
        case Kommuneendring():
            return row.fra_nummer


def _key(row: Lagret) -> tuple[Verdi, ...]:
    if isinstance(row, Kommuneendring):
        return (row.gjelder_fra, row.fra_nummer, row.til_nummer)
    return (_code(row), row.gyldig_fra)


def _differences(row: Lagret, verdier: Mapping[str, Verdi]) -> Iterator[Feltendring]:
    for felt, new in verdier.items():
        old = getattr(row, felt)
        # An open end in a list says nothing against an end that a newer list has set.
        if old != new and not (felt == "gyldig_til" and new is None):
            yield Feltendring(felt, old, new)


def _to_close(liste: Liste, stored: Iterable[Lagret]) -> Iterator[tuple[Periodisk, date]]:
    """Return the rows that end the day before the list, and that day.

    These are the rows of a code that the list gives a later row and, where the list names
    everyone, of a code that it does not name at all.
    """
    starts, named = _starts(liste), {rad.nokkel for rad in liste.rader}
    first = min((day for days in starts.values() for day in days), default=None)
    for row in stored:
        if isinstance(row, Kommuneendring) or _key(row) in named:
            continue
        days = starts.get(_code(row))
        if days is None and first is not None and liste.slag in KOMPLETTE:
            days = [first]
        start = min((day for day in days or () if day > row.gyldig_fra), default=None)
        if start and (row.gyldig_til is None or row.gyldig_til >= start):
            yield row, start - timedelta(days=1)


def _overlaps(liste: Liste, stored: Iterable[Lagret]) -> Iterator[Radfeil]:
    """Name rows that would still hold when a later row of the same code begins."""
    starts = _starts(liste)
    ends: dict[tuple[Verdi, ...], date | None] = {}
    for row in stored:
        if not isinstance(row, Kommuneendring):
            starts.setdefault(_code(row), []).append(row.gyldig_fra)
            ends[_key(row)] = row.gyldig_til
    for rad in liste.rader:
        start = rad.verdier.get("gyldig_fra")
        if isinstance(start, date):
            end = rad.verdier["gyldig_til"] or ends.get(rad.nokkel)
            later = min((s for s in starts[str(rad.nokkel[0])] if s > start), default=None)
            if later and not (isinstance(end, date) and end < later):
                yield Radfeil(rad.nummer, "gyldig_til", rules.overlap_hinder(later))


def _starts(liste: Liste) -> dict[str, list[date]]:
    """Return the first days that the list gives each code."""
    starts: dict[str, list[date]] = {}
    for rad in liste.rader:
        start = rad.verdier.get("gyldig_fra")
        if isinstance(start, date):
            starts.setdefault(str(rad.nokkel[0]), []).append(start)
    return starts


def _values(row: Lagret) -> dict[str, Verdi]:
    return {column.key: getattr(row, column.key) for column in row.__mapper__.columns}


def _describe(
    handling: Handling, verdier: Mapping[str, Verdi], felter: tuple[Feltendring, ...] = ()
) -> Radendring:
    code = next(
        str(verdier[felt])
        for felt in ("kommunenummer", "fra_nummer", "fylkesnummer", "kode")
        if felt in verdier
    )
    navn = next(str(verdier[felt]) for felt in ("navn", "navn_nb", "til_navn") if verdier.get(felt))
    start = verdier.get("gyldig_fra", verdier.get("gjelder_fra"))
    if not isinstance(start, date):
        raise TypeError("a row begins on a day")
    return Radendring(handling, code, navn, start, felter)
