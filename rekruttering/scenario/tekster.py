"""Words of weights, prices and assumptions, for those who decide; marked, and translated later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rekruttering.felles.errors import N_
from rekruttering.scenario.rules import Endringspris, km_of_points, points_of_km


@dataclass(frozen=True)
class Vektekst:
    """How a weight is shown: its name, what its unit is, what it means, and where its slider ends.

    `mengde` is how many units the sentence speaks of: 10 points of interview, 100 kilometres.
    """

    tittel: str
    mening: str
    mest: int
    gruppe: str
    mengde: int = 1


REISE: Final = N_("Reise")
PARET: Final = N_("Paret")
BEHOV: Final = N_("Det kommunene trenger")
ONSKER: Final = N_("Ønsker og endringer")
GRUPPER: Final = (REISE, PARET, BEHOV, ONSKER)
TELLER_IKKE: Final = N_("Teller ikke.")

VEKTER: Final[Mapping[str, Vektekst]] = {
    "reise_km_per_poeng": Vektekst(
        N_("Reise til kommunene"),
        N_(
            "100 km mellom en veileder og en kommune koster %(poeng)s poeng. Lavere tall: reise "
            "teller mer."
        ),
        50,
        REISE,
        100,
    ),
    "parreise_km_per_poeng": Vektekst(
        N_("Avstand mellom de to i paret"),
        N_(
            "100 km mellom de to i paret koster %(poeng)s poeng, like mye som %(km)s km reise. "
            "Lavere tall: avstanden teller mer."
        ),
        100,
        REISE,
        100,
    ),
    "ekstra_fylke": Vektekst(
        N_("Flere fylker for samme par"),
        N_("Hvert fylke ut over det første koster %(poeng)s poeng, like mye som %(km)s km reise."),
        300,
        REISE,
    ),
    "intervju": Vektekst(
        N_("Poeng fra intervjuet"),
        N_(
            "En veileder med 10 poeng lavere fra intervjuet koster %(poeng)s poeng, like mye som "
            "%(km)s km reise."
        ),
        10,
        PARET,
        10,
    ),
    "lik_bakgrunn": Vektekst(
        N_("Samme bakgrunn i paret"),
        N_("To med samme bakgrunn koster %(poeng)s poeng, like mye som %(km)s km reise."),
        300,
        PARET,
    ),
    "annen_bakgrunn": Vektekst(
        N_("Annen bakgrunn i paret"),
        N_(
            "Et par der én har annen bakgrunn enn skole, koster %(poeng)s poeng, like mye som "
            "%(km)s km reise."
        ),
        300,
        PARET,
    ),
    "time_fra_midten": Vektekst(
        N_("Jevn belastning"),
        N_(
            "10 timer fra midten av rammen til en veileder koster %(poeng)s poeng, like mye som "
            "%(km)s km reise."
        ),
        10,
        PARET,
        10,
    ),
    "malform": Vektekst(
        N_("Målform"),
        N_(
            "En veileder som ikke skriver målformen til en kommune, koster %(poeng)s poeng, like "
            "mye som %(km)s km reise."
        ),
        100,
        BEHOV,
    ),
    "fagomrade": Vektekst(
        N_("Fagområder"),
        N_(
            "Et fagområde som kommunen trenger og ingen av de to har, koster %(poeng)s poeng, like "
            "mye som %(km)s km reise."
        ),
        100,
        BEHOV,
    ),
    "partneronske": Vektekst(
        N_("Ønske om makker"),
        N_(
            "En veileder som ikke får en makker den har ønsket seg, koster %(poeng)s poeng, like "
            "mye som %(km)s km reise."
        ),
        100,
        ONSKER,
    ),
    "fylkesonske": Vektekst(
        N_("Ønske om fylke"),
        N_(
            "En kommune utenfor fylkene en veileder har ønsket seg, koster %(poeng)s poeng, like "
            "mye som %(km)s km reise."
        ),
        100,
        ONSKER,
    ),
    "endring": Vektekst(
        N_("Endringer fra planen som gjelder"),
        N_(
            "En veileder som må forlate en kommune, koster %(poeng)s poeng, like mye som %(km)s km "
            "reise."
        ),
        300,
        ONSKER,
    ),
}
POENG: Final = N_("poeng")
KM_FOR_ETT_POENG: Final = N_("km for ett poeng")
PRIS_TEKST: Final[Mapping[Endringspris, tuple[str, str]]] = {
    Endringspris.INGEN: (
        N_("Ingenting"),
        N_("Planen kan endres fritt for å bli best mulig. Bare det som er festet, står."),
    ),
    Endringspris.LITT: (
        N_("Litt"),
        N_(
            "En veileder forlater en kommune bare når det sparer minst %(poeng)s poeng, like mye "
            "som %(km)s km reise, når det gir flere kommuner par, eller når reglene krever det."
        ),
    ),
    Endringspris.MYE: (
        N_("Mye"),
        N_(
            "En veileder forlater en kommune bare når det sparer minst %(poeng)s poeng, like mye "
            "som %(km)s km reise, når det gir flere kommuner par, eller når reglene krever det."
        ),
    ),
    Endringspris.BARE_NODVENDIG: (
        N_("Bare det som må"),
        N_(
            "Ingen forlater en kommune uten at det må til for å gi flere kommuner par eller for å "
            "følge reglene."
        ),
    ),
}


def mening_of(navn: str, vekt: int, reise_km_per_poeng: int) -> tuple[str, dict[str, int]]:
    """Return what a weight means: a text to translate, and the figures in it.

    `vekt` and `reise_km_per_poeng` must be possible weights: the two that divide at least 1.
    """
    tekst = VEKTER[navn]
    if vekt == 0:
        return TELLER_IKKE, {}
    divides = navn.endswith("_km_per_poeng")
    poeng = points_of_km(tekst.mengde, vekt) if divides else vekt * tekst.mengde
    return tekst.mening, {"poeng": poeng, "km": km_of_points(poeng, reise_km_per_poeng)}
