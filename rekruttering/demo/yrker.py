"""Positions and employers that fit a background and a place."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from rekruttering.demo.grunnlag import km, list_fylkesnavn, list_kommunefakta, naere, trekk_vektet
from rekruttering.demo.typer import AnnenType, Bakgrunn, Korrespondanse

# Where the county's administration sits.
FYLKESSETE: Final = {
    "03": "0301",
    "11": "1103",
    "15": "1506",
    "18": "1804",
    "30": "3005",
    "34": "3403",
    "38": "3807",
    "42": "4204",
    "46": "4601",
    "50": "5006",
    "54": "5401",
}
_UH: Final = {
    "0301": "OsloMet",
    "1103": "Universitetet i Stavanger",
    "1577": "Høgskulen i Volda",
    "1804": "Nord universitet",
    "3001": "Høgskolen i Østfold",
    "3403": "Høgskolen i Innlandet",
    "3801": "Universitetet i Sørøst-Norge",
    "4204": "Universitetet i Agder",
    "4601": "Høgskulen på Vestlandet",
    "5001": "NTNU",
    "5401": "UiT Norges arktiske universitet",
    "5430": "Samisk høgskole",
}
_Par = tuple[str, str]  # the title in nb and in nn
_KOMMUNALE: Final[dict[str, tuple[_Par, ...]]] = {
    "skoleeier": (
        ("kommunalsjef for oppvekst", "kommunalsjef for oppvekst"),
        ("skolesjef", "skolesjef"),
        ("rådmann", "rådmann"),
        ("skolefaglig rådgiver", "skolefagleg rådgivar"),
        ("leder for kvalitet og utvikling", "leiar for kvalitet og utvikling"),
    ),
    "skoleleder": (
        ("rektor", "rektor"),
        ("rektor", "rektor"),
        ("rektor", "rektor"),
        ("assisterende rektor", "assisterande rektor"),
        ("avdelingsleder", "avdelingsleiar"),
    ),
    "begge": (
        ("kommunalsjef for oppvekst", "kommunalsjef for oppvekst"),
        ("rektor", "rektor"),
        ("oppvekstsjef", "oppvekstsjef"),
        ("seniorrådgiver", "seniorrådgivar"),
    ),
    "barnehage": (
        ("barnehagestyrer", "barnehagestyrar"),
        ("barnehagefaglig rådgiver", "barnehagefagleg rådgivar"),
    ),
    "ppt": (
        ("leder for PP-tjenesten", "leiar for PP-tenesta"),
        ("pedagogisk-psykologisk rådgiver", "pedagogisk-psykologisk rådgivar"),
    ),
}
_FYLKESKOMMUNALE: Final[dict[str, _Par]] = {
    "skoleeier": ("fylkesutdanningssjef", "fylkesutdanningssjef"),
    "skoleleder": (
        "rektor ved en videregående skole",
        "rektor ved ein vidaregåande skole",
    ),
}
_UH_STILLINGER: Final = ("førstelektor", "førsteamanuensis", "universitetslektor", "dosent")


@dataclass(frozen=True)
class Arbeid:
    """Where somebody works, and as what."""

    arbeidsgiver: str
    kommunenummer: str
    stilling: str


def trekk_arbeid(
    rng: Random,
    hjem: str,
    bakgrunn: Bakgrunn,
    annen_type: AnnenType | None,
    sprak: Korrespondanse,
) -> Arbeid:
    """Draw a position and an employer within reach of the home municipality."""
    maal = 1 if sprak == "nn" else 0
    if annen_type == "uh":
        sted = min(_UH, key=lambda nummer: km(hjem, nummer))
        return Arbeid(_UH[sted], sted, rng.choice(_UH_STILLINGER))
    fylke = list_kommunefakta()[hjem].fylkesnummer
    if bakgrunn in _FYLKESKOMMUNALE and fylke != "03" and rng.random() < 0.12:
        navn = f"{list_fylkesnavn()[fylke]} fylkeskommune"
        return Arbeid(navn, FYLKESSETE[fylke], _FYLKESKOMMUNALE[bakgrunn][maal])
    stilling = rng.choice(_KOMMUNALE[annen_type or bakgrunn])[maal]
    sted = hjem
    if rng.random() < 0.3:
        sted = trekk_vektet(rng, naere(hjem, 60) or [hjem])
    return Arbeid(kommunenavn(sted), sted, stilling)


def kommunenavn(kommunenummer: str) -> str:
    """Return the employer's name, e.g. «Bodø kommune»."""
    return f"{list_kommunefakta()[kommunenummer].navn_norsk} kommune"
