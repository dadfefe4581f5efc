"""What the board shows, as finished values; the one place that lists where the board leads."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from rekruttering.bord.service import Grunnlag
from rekruttering.bord.tekster import Navneliste, join
from rekruttering.horing.models import Horingssvar
from rekruttering.kommune.rules import sort_key
from rekruttering.soknad.rules import Sprak
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules.tekster import LEDD_TEKST

SAMISKE = frozenset({Sprak.NORDSAMISK, Sprak.LULESAMISK, Sprak.SORSAMISK})
# More people than this who cannot go to a municipality are given as a number.
FLEST_NAVN = 3
# A number that no row has, to make an address once and fill it in for every row.
_PLASS = 2**31 - 1


@dataclass(frozen=True)
class Lenke:
    """Somewhere to go."""

    tekst: str
    url: str


@dataclass(frozen=True)
class Medlem:
    """A member of a pair in a municipality's row, with home and the kilometres from it."""

    navn: str
    bosted: str
    km: int


@dataclass(frozen=True)
class Rad:
    """A municipality with its pair."""

    id: int
    navn: str
    fylke: str
    fakta: str
    par: tuple[Medlem, ...]
    par_kode: str
    par_url: str
    merker: tuple[tuple[str, str], ...]  # (text, colour)
    inhabile: str
    merknader: tuple[Horingssvar, ...]
    for_: str
    url: str
    hvorfor_url: str


@dataclass(frozen=True)
class Gruppe:
    """The rows of one fylke."""

    navn: str
    rader: tuple[Rad, ...]


@dataclass(frozen=True)
class Veilederkort:
    """A veileder with load, languages and ties; `timer` is 0 for a reserve."""

    id: int
    navn: str
    fakta: str
    sprak: str
    timer: int
    minst: int
    mest: int
    makker: str
    kommuner: str
    km: int
    inhabil_i: str
    merker: tuple[tuple[str, str], ...]
    url: str
    hvorfor_url: str


def address(endpoint: str, key: str, **values: int) -> Callable[[int], str]:
    """Return a maker of addresses that differ in one whole number; quick for many rows."""
    filled: dict[str, Any] = {key: _PLASS, **values}
    before, _mark, after = url_for(endpoint, **filled).partition(str(_PLASS))
    return lambda number: f"{before}{number}{after}"


def par_kode(veiledere: Sequence[int]) -> str:
    """Return a pair as addresses and data attributes have it."""
    return "-".join(map(str, veiledere))


def par_url(tildeling_id: int, veiledere: Sequence[int]) -> str:
    """Return where a pair is changed."""
    a, b = veiledere
    return url_for("bord.par", id=tildeling_id, a=a, b=b)


def navneliste(grunnlag: Grunnlag) -> Navneliste:
    """Return the names of a plan for sentences; who is gone for good is named as such."""
    unknown = _("ukjent")
    return Navneliste(
        lambda id: grunnlag.veiledere[id].navn if id in grunnlag.veiledere else unknown,
        lambda id: grunnlag.kommuner[id].navn if id in grunnlag.kommuner else unknown,
    )


def pair_of(grunnlag: Grunnlag, veiledere: Sequence[int]) -> str:
    """Return the names of people of a plan, in the order of the alphabet."""
    people = grunnlag.veiledere
    return join(sorted((people[id].navn for id in veiledere if id in people), key=sort_key))


def tittel(tildeling: Tildeling) -> str:
    """Return what a plan is called: its name, or its number."""
    return tildeling.navn or str(_("Forslag %(nr)s", nr=tildeling.id))


def group(rows: Sequence[Rad]) -> list[Gruppe]:
    """Return municipalities by fylke, both in Norwegian order."""
    found: dict[str, list[Rad]] = defaultdict(list)
    for row in rows:
        found[row.fylke].append(row)
    return [Gruppe(navn, tuple(found[navn])) for navn in sorted(found, key=sort_key)]


def ledd_rader(ledd: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return terms of the cost as words and points, in the order they are shown."""
    return [(_(text), ledd.get(kode, 0)) for kode, text in LEDD_TEKST.items()]
