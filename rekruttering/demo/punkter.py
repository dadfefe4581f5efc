"""The points of the process at which the demo round can stand, and the demo's date at each."""

from dataclasses import dataclass
from datetime import date, datetime, time

from rekruttering.felles.clock import local
from rekruttering.felles.errors import N_


@dataclass(frozen=True)
class Punkt:
    """A point of the process; `moment` is where the demo's clock starts (aware UTC)."""

    navn: str
    tekst: str
    moment: datetime


def _at(month: int, day: int, hour: int) -> datetime:
    return local(date(2020, month, day), time(hour))


PUNKTER = (
    Punkt("utlysning", N_("Utlysningen er åpen"), _at(3, 4, 9)),
    Punkt("vurdering", N_("Søknadene skal vurderes"), _at(3, 16, 9)),
    Punkt("timeplan", N_("Intervjuene skal settes opp"), _at(3, 18, 9)),
    Punkt("intervju", N_("Intervjuene pågår"), _at(3, 24, 12)),
    Punkt("innstilling", N_("Søkerne skal innstilles"), _at(4, 8, 9)),
    Punkt("tilbud", N_("Tilbudene er sendt"), _at(4, 13, 9)),
    Punkt("tildeling", N_("Veilederne skal fordeles"), _at(5, 4, 9)),
    Punkt("publisert", N_("Tildelingen er publisert"), _at(5, 20, 9)),
)
NAVN = tuple(punkt.navn for punkt in PUNKTER)
STANDARD = "tildeling"


def get(navn: str) -> Punkt:
    """Return the point of this name.

    Raises:
        KeyError: there is none.
    """
    return {punkt.navn: punkt for punkt in PUNKTER}[navn]
