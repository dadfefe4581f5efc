"""Reads rounds from TOML files; every fault is named by its path, and nothing is half read."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from rekruttering.felles.clock import OSLO
from rekruttering.felles.errors import DomainError
from rekruttering.utlysning.rules import (
    ANKERTRINN,
    VEKT_TEKST,
    Engasjementsform,
    Enhet,
    Ordning,
    Sammensetningsregel,
)
from rekruttering.utlysning.rules.definisjon import (
    INGEN_MERKNAD,
    Definisjon,
    Engasjementsvilkar,
    Frister,
    Grunnopplysninger,
    Kontakt,
    Kriterium,
    Samling,
    Samlinger,
    Sammensetning,
    Sporsmal,
    Tospraklig,
    Vilkar,
)

RUNDER: Final = Path(__file__).resolve().parent.parent / "data" / "runder"
_NOWHERE: Final = datetime.min.replace(tzinfo=OSLO)
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T", str, int, bool)


class UgyldigDefinisjonError(DomainError):
    """A file does not define a round; `feil` holds every fault as «path: what is wrong»."""

    def __init__(self, feil: Iterable[str]) -> None:
        self.feil = list(feil)
        super().__init__("\n".join(self.feil))


def list_slugs(folder: Path = RUNDER) -> list[str]:
    """Return the rounds that the product comes with, by name."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read_runde(slug: str, folder: Path = RUNDER) -> Definisjon:
    """Return a round that the product comes with.

    Raises:
        UgyldigDefinisjonError: there is no such file, or it has faults.
    """
    path = folder / f"{slug}.toml"
    if slug not in list_slugs(folder):
        raise UgyldigDefinisjonError([f"{slug}: finnes ikke blant {', '.join(list_slugs(folder))}"])
    return read_definisjon(path.read_text(encoding="utf-8"))


def read_definisjon(text: str) -> Definisjon:
    """Return the round that a TOML text defines; naive times are Europe/Oslo.

    Raises:
        UgyldigDefinisjonError: with every fault.
    """
    try:
        root = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UgyldigDefinisjonError([f"TOML: {error}"]) from error
    feil: list[str] = []
    definisjon = _definisjon(_Tabell(root, "", feil))
    if feil:
        raise UgyldigDefinisjonError(feil)
    return definisjon


@dataclass
class _Tabell:
    """A table of the file that notes faults instead of stopping; a fault gives a dull value."""

    values: dict[str, Any]
    path: str
    feil: list[str]
    read: set[str] = field(default_factory=set)

    def fault(self, key: str, what: str) -> None:
        self.feil.append(f"{self.path}{key}: {what}")

    def take(self, key: str, *, optional: bool = False) -> Any:
        self.read.add(key)
        if key not in self.values and not optional:
            self.fault(key, "mangler")
        return self.values.get(key)

    def end(self) -> None:
        """Note the keys that nobody asked for: most are misspelt."""
        for key in self.values:
            if key not in self.read:
                self.fault(key, "er ukjent")

    def plain(self, key: str, kind: type[T], word: str) -> T:
        value = self.take(key)
        if type(value) is kind:
            return value
        if value is not None:
            self.fault(key, f"skal være {word}")
        return kind()

    def text(self, key: str) -> str:
        return self.plain(key, str, "tekst").strip()

    def number(self, key: str) -> int:
        return self.plain(key, int, "et helt tall")

    def number_or_none(self, key: str) -> int | None:
        return self.number(key) if key in self.values else self.take(key, optional=True)

    def word(self, key: str, kind: type[E]) -> E:
        value = self.take(key)
        if value in {str(member) for member in kind}:
            return kind(value)
        if value is not None:
            self.fault(key, f"«{value}» er ikke en av {', '.join(kind)}")
        return next(iter(kind))

    def moment(self, key: str, *, optional: bool = False) -> datetime:
        value = self.take(key, optional=optional)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=OSLO)
        if value is not None:
            self.fault(key, "skal være dato og klokkeslett")
        return _NOWHERE

    def day(self, key: str, *, optional: bool = True) -> date | None:
        value = self.take(key, optional=optional)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.fault(key, "skal være en dato")
        return None

    def table(self, key: str) -> "_Tabell":
        value = self.take(key)
        if not isinstance(value, dict):
            if value is not None:
                self.fault(key, "skal være en tabell")
            # What is inside is not named too: it is missing because all of it is.
            return _Tabell({}, f"{self.path}{key}.", [])
        return _Tabell(value, f"{self.path}{key}.", self.feil)

    def tables(self, key: str, *, optional: bool = False) -> list["_Tabell"]:
        value = self.take(key, optional=optional)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            if value is not None:
                self.fault(key, "skal være en liste av tabeller")
            return []
        return [_Tabell(v, f"{self.path}{key}[{i}].", self.feil) for i, v in enumerate(value)]

    def both(self, key: str) -> Tospraklig:
        return _tospraklig(self.table(key))


def _tospraklig(tabell: _Tabell) -> Tospraklig:
    tekst = Tospraklig(tabell.text("nb"), tabell.text("nn"))
    tabell.end()
    return tekst


def _definisjon(root: _Tabell) -> Definisjon:
    publiseres_at = root.moment("publiseres", optional=True)
    definisjon = Definisjon(
        grunn=Grunnopplysninger(
            root.text("slug"),
            root.word("ordning", Ordning),
            root.both("tittel"),
            root.both("ingress"),
        ),
        tekst=root.both("tekst"),
        frister=Frister(
            frist_at=root.moment("soknadsfrist"),
            intervju_fra_dato=root.day("intervju_fra"),
            intervju_til_dato=root.day("intervju_til"),
            intervjusted=root.both("intervjusted"),
            tilbud_innen_dato=root.day("tilbud_innen"),
            periode_fra_dato=root.day("periode_fra"),
            periode_til_dato=root.day("periode_til"),
        ),
        engasjement=Engasjementsvilkar(
            root.number("arsverk_timer"),
            tuple(_vilkar(one) for one in root.tables("engasjement")),
        ),
        samlinger=Samlinger(tuple(_samling(s) for s in root.tables("samling", optional=True))),
        kompetanser=tuple(_kriterium(one) for one in root.tables("kompetanse")),
        sammensetning=_sammensetning(root),
        kontakt=_kontakt(root.table("kontakt")),
        publiseres_at=None if publiseres_at is _NOWHERE else publiseres_at,
        guide_merknad=_merknad(root),
    )
    _same_twice(root, "engasjement", [str(v.form) for v in definisjon.engasjement.former])
    _same_twice(root, "kompetanse", [k.kode for k in definisjon.kompetanser])
    root.end()
    return definisjon


def _merknad(root: _Tabell) -> Tospraklig:
    return root.both("guide_merknad") if "guide_merknad" in root.values else INGEN_MERKNAD


def _same_twice(root: _Tabell, key: str, words: list[str]) -> None:
    for word in sorted({word for word in words if words.count(word) > 1}):
        root.fault(key, f"«{word}» står to ganger")


def _vilkar(tabell: _Tabell) -> Vilkar:
    vilkar = Vilkar(
        form=tabell.word("form", Engasjementsform),
        enhet=tabell.word("enhet", Enhet),
        minst=tabell.number_or_none("min"),
        mest=tabell.number_or_none("max"),
        unntak=tabell.plain("unntak", bool, "true eller false"),
        tekst=tabell.both("tekst"),
    )
    tabell.end()
    return vilkar


def _samling(tabell: _Tabell) -> Samling:
    samling = Samling(
        tittel=tabell.both("tittel"),
        fra_dato=tabell.day("fra", optional=False) or date.min,
        til_dato=tabell.day("til", optional=False) or date.min,
        sted=tabell.text("sted"),
    )
    tabell.end()
    return samling


def _kriterium(tabell: _Tabell) -> Kriterium:
    anker = tabell.table("anker")
    kriterium = Kriterium(
        kode=tabell.text("kode"),
        vekt=tabell.number("vekt"),
        navn=tabell.both("navn"),
        begrunnelse=tabell.both("begrunnelse"),
        sporsmal=tuple(_sporsmal(one) for one in tabell.tables("sporsmal")),
        anker=tuple(anker.both(trinn) for trinn in ANKERTRINN),
    )
    anker.end()
    tabell.end()
    return kriterium


def _sporsmal(tabell: _Tabell) -> Sporsmal:
    sporsmal = Sporsmal(
        Tospraklig(tabell.text("nb"), tabell.text("nn")),
        tuple(_tospraklig(one) for one in tabell.tables("oppfolging", optional=True)),
    )
    tabell.end()
    return sporsmal


def _sammensetning(root: _Tabell) -> Sammensetning:
    """Read composition and weights; two weights stand in both tables and must agree."""
    tabell, vekter = root.table("sammensetning"), root.table("vekter")
    sammensetning = Sammensetning(
        regel=tabell.word("regel", Sammensetningsregel),
        tekst=tabell.both("tekst"),
        maks_kommuner_per_par=root.number("maks_kommuner_per_par"),
        vekter=tuple((navn, vekter.number(navn)) for navn in VEKT_TEKST),
    )
    for navn in ("lik_bakgrunn", "annen_bakgrunn"):
        if tabell.number(navn) != vekter.values.get(navn):
            tabell.fault(navn, f"er ikke lik vekter.{navn}")
    tabell.end()
    vekter.end()
    return sammensetning


def _kontakt(tabell: _Tabell) -> Kontakt:
    kontakt = Kontakt(tabell.text("navn"), tabell.text("epost"), tabell.text("telefon"))
    tabell.end()
    return kontakt
