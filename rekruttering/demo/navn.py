"""Combines common names into persons, without handing out one name twice.

The persons are generated: a name that a living person also bears is a coincidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Final, Literal

from rekruttering.demo.grunnlag import list_tekster

Navnekilde = Literal["norsk", "vest", "nordsamisk", "lulesamisk", "sorsamisk", "innvandret"]

_TIL_ASCII: Final = str.maketrans("æøåäöáéčćđŋšŧžï", "aoaaoaeccdnstzi")


def to_ascii(tekst: str) -> str:
    """Return the text in lower case ASCII, words joined by full stops: an e-mail's local part."""
    smatt = tekst.lower().replace("æ", "ae").translate(_TIL_ASCII)
    bare_ord = "".join(tegn if tegn.isascii() and tegn.isalnum() else " " for tegn in smatt)
    return ".".join(bare_ord.split())


@dataclass
class Navnebok:
    """Hands out names, each combination of first name and surname once."""

    rng: Random
    brukt: set[tuple[str, str]] = field(default_factory=set)

    def find_navn(self, kilde: Navnekilde) -> tuple[str, str]:
        """Return (fornavn, etternavn) not handed out before."""
        while True:
            navn = self._trekk(kilde)
            if navn not in self.brukt:
                self.brukt.add(navn)
                return navn

    def _trekk(self, kilde: Navnekilde) -> tuple[str, str]:
        rng = self.rng
        if kilde in ("nordsamisk", "lulesamisk", "sorsamisk"):
            fornavn = rng.choice(_liste("fornavn_samisk", kilde))
            return fornavn, rng.choice(_liste("etternavn_samisk", kilde))
        if kilde == "innvandret":
            ledige = [navn for navn in _innvandrede() if navn not in self.brukt]
            if ledige:
                return rng.choice(ledige)
        fornavn = self._norsk_fornavn()
        vest = kilde == "vest" and rng.random() < 0.75
        return fornavn, rng.choice(_liste("etternavn_vest" if vest else "etternavn"))

    def _norsk_fornavn(self) -> str:
        rng = self.rng
        liste: Sequence[str] = _liste("kvinner" if rng.random() < 0.56 else "menn")
        navn = rng.choice(liste)
        if rng.random() < 0.18:
            andre = rng.choice([kort for kort in liste if len(kort) <= 5 and kort != navn])
            navn = f"{navn} {andre}"
        return navn


@cache
def _liste(*sti: str) -> tuple[str, ...]:
    verdi = list_tekster("navn.toml")
    for del_ in sti[:-1]:
        verdi = verdi[del_]
    return tuple(str(verdi[sti[-1]]).split())


@cache
def _innvandrede() -> tuple[tuple[str, str], ...]:
    return tuple(
        (fornavn, etternavn) for fornavn, etternavn in list_tekster("navn.toml")["innvandret"]
    )
