"""What the generators share: facts of 2020, distances, sentences and random numbers."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from random import Random
from typing import Any, Final

from rekruttering.demo.typer import Kommunefakta, Malform, Samisk

DATA: Final = Path(__file__).resolve().parent.parent / "data"
_MALFORM: Final[dict[str, Malform]] = {"nb": "bokmal", "nn": "nynorsk", "nøytral": "noytral"}
_SAMISK: Final[dict[str, Samisk]] = {
    "nordsamisk": "nordsamisk",
    "lulesamisk": "lulesamisk",
    "sørsamisk": "sorsamisk",
}
FAGOMRADER: Final = (
    "klasseledelse",
    "laereplanarbeid",
    "fagdidaktikk",
    "flerspraklighet",
    "barnehage",
    "ppt",
    "analyse",
    "ledelse",
    "veiledning",
    "organisasjonsutvikling",
)


def make_rng(seed: int, *emne: object) -> Random:
    """Return a generator that depends on the seed and the subject alone.

    One stream per subject: a change in how one person is drawn leaves all the others as they were.
    """
    return Random(":".join(str(del_) for del_ in (seed, *emne)))  # noqa: S311  demo data, no secret


@cache
def list_kommunefakta() -> dict[str, Kommunefakta]:
    """Return the municipalities of 2020 by number."""
    with (DATA / "kommuner" / "kommuner_2020.csv").open(encoding="utf-8", newline="") as fil:
        return {rad["kommunenummer"]: _to_fakta(rad) for rad in csv.DictReader(fil)}


def _to_fakta(rad: dict[str, str]) -> Kommunefakta:
    return Kommunefakta(
        kommunenummer=rad["kommunenummer"],
        navn=rad["navn"],
        navn_norsk=rad["navn_norsk"],
        fylkesnummer=rad["fylkesnummer"],
        embete=rad["embete"],
        breddegrad=float(rad["breddegrad"]),
        lengdegrad=float(rad["lengdegrad"]),
        malform=_MALFORM[rad["malform"]],
        samisk_sprak=_SAMISK.get(rad["samisk_sprak"]),
        innbyggere=int(rad["innbyggere"]),
    )


@cache
def list_fylkesnavn() -> dict[str, str]:
    """Return the names of the fylker of 2020 by number."""
    with (DATA / "kommuner" / "fylker_2020.csv").open(encoding="utf-8", newline="") as fil:
        return {rad["fylkesnummer"]: rad["navn"] for rad in csv.DictReader(fil)}


@cache
def embetenavn(embete: str) -> str:
    """Return the short name of a county governor's office, e.g. «Troms og Finnmark»."""
    with (DATA / "kommuner" / "embeter.csv").open(encoding="utf-8", newline="") as fil:
        return next(rad["kortnavn_nb"] for rad in csv.DictReader(fil) if rad["embete"] == embete)


@cache
def list_tekster(fil: str) -> dict[str, Any]:
    """Return a file of sentences under data/demo, as parsed TOML."""
    return tomllib.loads((DATA / "demo" / fil).read_text(encoding="utf-8"))


@cache
def km(fra: str, til: str, faktor: float = 1.3) -> int:
    """Return the road distance between two municipal centres as the allocation estimates it."""
    a, b = list_kommunefakta()[fra], list_kommunefakta()[til]
    bredde, lengde = radians(b.breddegrad - a.breddegrad), radians(b.lengdegrad - a.lengdegrad)
    h = sin(bredde / 2) ** 2 + (
        cos(radians(a.breddegrad)) * cos(radians(b.breddegrad)) * sin(lengde / 2) ** 2
    )
    return int(faktor * 2 * 6371.0 * asin(sqrt(h)) + 0.5)


def naere(kommunenummer: str, maks_km: int) -> list[str]:
    """Return the other municipalities within a distance, nearest first."""
    andre = [nummer for nummer in list_kommunefakta() if nummer != kommunenummer]
    innenfor = [nummer for nummer in andre if km(kommunenummer, nummer) <= maks_km]
    return sorted(innenfor, key=lambda nummer: (km(kommunenummer, nummer), nummer))


def trekk_vektet(rng: Random, nummer_liste: list[str], potens: float = 0.6) -> str:
    """Return one municipality; larger ones come more often, less than in proportion."""
    fakta = list_kommunefakta()
    vekter = [fakta[nummer].innbyggere ** potens for nummer in nummer_liste]
    return rng.choices(nummer_liste, weights=vekter)[0]
