"""What a page shows of a question: sentences with the names filled in, and how far it has come."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_PLACE = re.compile(r"\{([VKSF]-?\d+)\}")


def fill(tekst: str, navn: Mapping[str, str]) -> str:
    """Return a stored sentence with names for its places; an unknown id is shown as it is."""
    return _PLACE.sub(lambda found: navn.get(found[1], found[1]), tekst)


def fill_all(tekster: Sequence[str], navn: Mapping[str, str]) -> list[str]:
    """Return stored sentences with names for their places."""
    return [fill(each, navn) for each in tekster]


@dataclass(frozen=True)
class Valg:
    """One thing that could be done, as it is shown.

    `poeng` is what the plan costs more, `dekker` how many more kommuner get a pair, `berorte` how
    many veiledere are touched; all None where it cannot be done.  `handling` is the step by hand
    that does it, `endringer` what somebody must agree to first; as JSON.
    """

    tekst: str
    poeng: int | None
    dekker: int | None
    berorte: int | None
    bevist: bool
    hvem: tuple[str, ...]
    kommune: int | None
    handling: Mapping[str, Any] | None
    endringer: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Del:
    """A part of an answer: what is so, and what could be done; about one kommune, or all."""

    kommune: int | None
    linjer: tuple[str, ...]
    valg: tuple[Valg, ...]


@dataclass(frozen=True)
class Svar:
    """An answer as it is shown; `brutt` where the plan breaks rules and nothing can be said."""

    deler: tuple[Del, ...]
    fullstendig: bool
    brutt: bool


def make_svar(svar: Mapping[str, Any], navn: Mapping[str, str], sprak: str) -> Svar:
    """Return a stored answer in one language (nb, nn), with names; also one of words alone."""
    if "innledning" not in svar:
        words = tuple(fill_all(svar[sprak], navn))
        return Svar((Del(None, words, ()),), fullstendig=True, brutt=False)
    parts = [svar, *svar.get("kommuner", ())]
    return Svar(
        deler=tuple(_part(each, navn, sprak) for each in parts),
        fullstendig=svar["fullstendig"],
        brutt=svar.get("brutt", False),
    )


def _part(part: Mapping[str, Any], navn: Mapping[str, str], sprak: str) -> Del:
    return Del(
        part.get("kommune"),
        tuple(fill_all(part["innledning"][sprak], navn)),
        tuple(_valg(each, navn, sprak) for each in part["valg"]),
    )


def _valg(valg: Mapping[str, Any], navn: Mapping[str, str], sprak: str) -> Valg:
    utfall = valg["utfall"]
    return Valg(
        tekst=fill(valg[sprak], navn),
        poeng=utfall and utfall["kostnad_endring"],
        dekker=utfall and -utfall["udekket_endring"],
        berorte=utfall and len(utfall["veiledere"]),
        bevist=bool(utfall and utfall["bevist"]),
        hvem=tuple(fill_all(valg["hvem"][sprak], navn)),
        kommune=valg.get("kommune"),
        handling=valg["handling"],
        endringer=tuple(valg.get("endringer", ())),
    )
