"""The rules of a round's interviews: period, length, breaks, lunch; plain values, no I/O."""

from dataclasses import dataclass
from datetime import date, timedelta

from rekruttering.felles.errors import N_, Hinder

FREDAG = 4
# A round longer than this would make a grid nobody can read, and a problem nobody can solve.
MAKS_DAGER = 60
DOGN_MIN = 24 * 60


@dataclass(frozen=True)
class Ramme:
    """How interviews are held in a round; minutes of the local day, and whole minutes.

    The defaults are those of the field: three in the panel, 60 minutes with the scoring inside,
    ten minutes between, at most five a day.
    """

    dag_fra_min: int = 9 * 60
    dag_til_min: int = 16 * 60
    intervju_min: int = 60
    pause_min: int = 10
    rutenett_min: int = 15
    maks_per_dag: int = 5
    panelstorrelse: int = 3
    medpanelister: int = 4
    lunsj_fra_min: int = 11 * 60
    lunsj_til_min: int = 13 * 60
    lunsj_min: int = 30
    tolker: int = 1


def ramme_hindre(ramme: Ramme) -> list[Hinder]:
    """Return every reason why a round's interviews cannot be held by these rules."""
    hindre = []
    if ramme.dag_til_min - ramme.dag_fra_min < ramme.intervju_min:
        hindre.append(Hinder("dag", N_("Dagen må være lang nok til minst ett intervju.")))
    if not ramme.dag_fra_min <= ramme.lunsj_fra_min < ramme.lunsj_til_min <= ramme.dag_til_min:
        hindre.append(Hinder("lunsj", N_("Lunsjen må ligge innenfor dagen.")))
    elif ramme.lunsj_til_min - ramme.lunsj_fra_min < ramme.lunsj_min:
        hindre.append(Hinder("lunsj", N_("Det må være plass til lunsjen i lunsjtiden.")))
    return hindre


def weekdays(fra: date, til: date) -> list[date]:
    """Return the weekdays of a period, both ends included, at most `MAKS_DAGER` of them."""
    days = (fra + timedelta(days=n) for n in range((til - fra).days + 1))
    return [day for day in days if day.weekday() <= FREDAG][:MAKS_DAGER]


def to_klokke(minutt: int) -> str:
    """Return a minute of the day as people write it, such as 09:30."""
    return f"{minutt // 60:02}:{minutt % 60:02}"
