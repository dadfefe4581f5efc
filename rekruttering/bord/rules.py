"""What the board can show a part of, and which rows are in it; plain values, no I/O."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from rekruttering.felles.errors import N_
from rekruttering.kommune.rules import normal_navn

# Kilometres by road, one way, from home to every municipality of the pair added up.
LANG_REISE_KM = 600


class Visning(StrEnum):
    """The three ways to see a plan; all say the same."""

    KOMMUNER = "kommuner"
    VEILEDERE = "veiledere"
    KART = "kart"


class Kjennetegn(StrEnum):
    """What rows can be picked out by; several are asked for together."""

    UTEN_PAR = "uten_par"
    SAMISK = "samisk"
    LANG_REISE = "lang_reise"
    ENDRET = "endret"
    MERKNAD = "merknad"


VISNING_TEKST = {
    Visning.KOMMUNER: N_("Kommuner"),
    Visning.VEILEDERE: N_("Veiledere"),
    Visning.KART: N_("Kart"),
}
KJENNETEGN_TEKST = {
    Kjennetegn.UTEN_PAR: N_("Uten par"),
    Kjennetegn.SAMISK: N_("Samisk"),
    Kjennetegn.LANG_REISE: N_("Over 600 km til sammen"),
    Kjennetegn.ENDRET: N_("Endret for hånd"),
    Kjennetegn.MERKNAD: N_("Har merknad"),
}


@dataclass(frozen=True)
class Kjenning:
    """What a row is found by: its marks, the fylker (numbers) it touches, and its names."""

    tegn: frozenset[Kjennetegn]
    fylker: frozenset[str]
    navn: tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """Which rows are asked for; `sok` is as it was typed."""

    sok: str = ""
    fylke: str = ""
    tegn: frozenset[Kjennetegn] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        """Whether every row is asked for."""
        return not (self.sok or self.fylke or self.tegn)


def matches(filter: Filter, row: Kjenning) -> bool:
    """Return whether a row has every mark, lies in the fylke, and holds every word typed."""
    if not filter.tegn <= row.tegn:
        return False
    if filter.fylke and filter.fylke not in row.fylker:
        return False
    words = normal_navn(filter.sok).split()
    names = normal_navn(" ".join(row.navn)) if words else ""
    return all(word in names for word in words)


def kommune_tegn(
    *, med_par: bool, samisk: bool, lengste_km: int, endret: bool, merknader: int
) -> frozenset[Kjennetegn]:
    """Return the marks of a municipality; `lengste_km` is that of the member who travels most."""
    return _marks(
        uten_par=not med_par,
        samisk=samisk,
        lang_reise=lengste_km > LANG_REISE_KM,
        endret=endret,
        merknad=merknader > 0,
    )


def veileder_tegn(
    *, i_par: bool, samisk: bool, km: int, endret: bool, merknader: int
) -> frozenset[Kjennetegn]:
    """Return the marks of a veileder; `km` is to all municipalities of the pair, one way."""
    return _marks(
        uten_par=not i_par,
        samisk=samisk,
        lang_reise=km > LANG_REISE_KM,
        endret=endret,
        merknad=merknader > 0,
    )


def _marks(**held: bool) -> frozenset[Kjennetegn]:
    return frozenset(Kjennetegn(name) for name, holds in held.items() if holds)


def parse_tegn(values: Collection[str]) -> frozenset[Kjennetegn]:
    """Return the marks an address asks for; unknown words are left out."""
    return frozenset(each for each in Kjennetegn if each.value in values)
