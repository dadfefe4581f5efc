"""How the figures of agreement and severity are shown; finished values for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rekruttering.felles.errors import N_
from rekruttering.vurdering.service import Enighet, Rangert
from rekruttering.vurdering.statistikk import Intervall, Modell

# The picture of alpha runs from here to 1; whatever is lower is drawn at the edge.
_FRA, _TIL = -0.2, 1.0
# Krippendorff's own limits: below the first no conclusion, from the second on a firm one.
_USIKKER, _SIKKER = 0.667, 0.8


@dataclass(frozen=True)
class Merkepunkt:
    """A mark under the picture: its place in per cent of the width, and its text."""

    x: float
    tekst: str


@dataclass(frozen=True)
class Punkt:
    """One criterion's agreement as dot and interval (per cent of the width), and as a sentence."""

    navn: str
    antall: int
    alfa: Intervall | None
    x: float
    fra: float
    til: float
    setning: str


@dataclass(frozen=True)
class Strenghet:
    """One member's severity in points of 100; below 0 is stricter than the others."""

    navn: str
    antall: int
    verdi: float
    fra: float
    til: float
    setning: str


@dataclass(frozen=True)
class Soker:
    """One applicant's rank as it is, and as it would be if all members were equally strict."""

    rangert: Rangert
    justert: float
    fra: float
    til: float
    plass: int
    plass_fra: int
    plass_til: int


def _x(value: float) -> float:
    return round(100 * (min(max(value, _FRA), _TIL) - _FRA) / (_TIL - _FRA), 2)


SKALA = tuple(Merkepunkt(_x(value), f"{value:g}".replace(".", ",")) for value in (0, 0.5, 0.8, 1))


def to_punkt(enighet: Enighet, sprak: str) -> Punkt:
    """Return one criterion's agreement; the sentence rests on the interval, not on the dot."""
    navn, alfa = enighet.kompetanse.navn(sprak), enighet.alfa
    if alfa is None:
        tekst = N_("Poengene varierer for lite til at enigheten kan måles.")
        return Punkt(navn, enighet.antall, None, 0, 0, 0, tekst)
    place = (_x(alfa.verdi), _x(alfa.fra), _x(alfa.til))
    return Punkt(navn, alfa.n, alfa, *place, sentence(alfa))


def sentence(alfa: Intervall) -> str:
    """Return what an interval of alpha allows to be said."""
    if alfa.fra >= _SIKKER:
        return N_("Medlemmene hører det samme: enigheten er god, også i den nedre enden.")
    if alfa.til < _USIKKER:
        return N_("Medlemmene hører ulike ting: enigheten er lav, også i den øvre enden.")
    if alfa.fra >= _USIKKER:
        return N_("Enigheten er brukbar. Se på hvor spennet er størst.")
    return N_("Tallene avgjør ikke om enigheten er god nok. Se der spennet er størst.")


def to_strenghet(modell: Modell, navn: Mapping[int, str]) -> list[Strenghet]:
    """Return the members, the strictest first."""
    rows = [
        Strenghet(navn[id], en.n, en.verdi, en.fra, en.til, _severity(en))
        for id, en in modell.strenghet.items()
    ]
    return sorted(rows, key=lambda rad: (rad.verdi, rad.navn))


def to_justerte(modell: Modell, rangering: Sequence[Rangert]) -> list[Soker]:
    """Return the ranked list with each applicant's adjusted place beside the real one."""
    return [
        Soker(
            rad,
            en.verdi,
            en.fra,
            en.til,
            en.plass,
            en.plass_fra,
            en.plass_til,
        )
        for rad in rangering
        if (en := modell.sokere.get(rad.soknad.id)) is not None
    ]


def _severity(en: Intervall) -> str:
    if en.til < 0:
        return N_("Strengere enn de andre")
    if en.fra > 0:
        return N_("Mildere enn de andre")
    return N_("Ikke til å skille fra de andre")
