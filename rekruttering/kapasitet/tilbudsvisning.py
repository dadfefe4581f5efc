"""How many offers are needed, as the page shows it: sentences, a list and a drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.analyse.models import Analyse
from rekruttering.felles.filters import tall
from rekruttering.kapasitet.rules import Jasannsynlighet
from rekruttering.kapasitet.visning import Alder, Person, Sider

BILDE = (640, 220)
_MOST_STEPS = 9


@dataclass(frozen=True)
class Kurve:
    """Coverage over the number of offers in a drawing of `BILDE` units; points as SVG has them."""

    bredde: int
    hoyde: int
    snitt: str
    sikkert: str
    mal_y: float
    anbefalt_x: float | None
    kommuner: int
    tilbud: int
    beskrivelse: str


@dataclass(frozen=True)
class Steg:
    """What so many offers give."""

    antall: int
    snitt: str
    sikkert: int
    sjanse: int
    anbefalt: bool


@dataclass(frozen=True)
class Tilbudstall:
    """The answer about offers."""

    tekster: tuple[str, ...]
    kurve: Kurve | None
    steg: tuple[Steg, ...]
    neste: tuple[Person, ...]
    ekstra: tuple[Person, ...]
    prosent: int
    grunn: str
    framtider: int
    alder: Alder


def make_tilbudstall(
    sider: Sider, analyse: Analyse, standard: Jasannsynlighet, sendt: set[str]
) -> Tilbudstall:
    """Return the answer as it is shown; `sendt` are the ids that have an offer now."""
    svar: Mapping[str, Any] = analyse.svar or {}
    prosent = analyse.parametre["prosent"]
    steg = svar["steg"]
    best = svar["anbefalt"]
    chosen = svar["rekkefolge"][: len(svar["rekkefolge"]) if best is None else best]
    return Tilbudstall(
        tekster=sider.lines(svar),
        kurve=make_kurve(svar) if len(steg) > 1 else None,
        steg=_few(steg, best),
        neste=tuple(sider.person(each, "") for each in chosen if each not in sendt),
        ekstra=tuple(
            sider.person(each["id"], _("+%(n)s kommuner i snitt", n=tall(each["okning"], 2)))
            for each in svar["verdi"]
        ),
        prosent=prosent,
        grunn=_("valgt av dere") if analyse.parametre.get("valgt") else ground(standard),
        framtider=svar.get("framtider", 0),
        alder=sider.alder(analyse),
    )


def mean(steg: Mapping[str, Any]) -> str:
    """Return the mean coverage, with its bound where that is another number."""
    low, high = tall(steg["forventet"], 1), tall(steg["forventet_mest"], 1)
    return low if low == high else f"{low}–{high}"


def ground(standard: Jasannsynlighet) -> str:
    """Return what the share of yes rests on."""
    if not standard.av:
        return str(_("det vanlige, til runden har nok egne svar"))
    text: str = ngettext(
        "rundens egne svar: %(ja)s av %(num)s har takket ja",
        "rundens egne svar: %(ja)s av %(num)s har takket ja",
        standard.av,
        ja=standard.ja,
    )
    return text


def make_kurve(svar: Mapping[str, Any]) -> Kurve:
    """Return the two lines of coverage: the mean, and what nine of ten futures reach."""
    width, height = BILDE
    steg = svar["steg"]
    most = max(1, int(steg[-1]["antall"]))
    top = max(1, int(svar["kommuner"]))

    def x(n: int) -> float:
        return round(float(n) / most * width, 1)

    def y(value: float) -> float:
        return round(height - float(value) / top * (height - 10), 1)

    best = svar["anbefalt"]
    last = steg[-1]
    return Kurve(
        bredde=width,
        hoyde=height,
        snitt=" ".join(f"{x(s['antall'])},{y(s['forventet'])}" for s in steg),
        sikkert=" ".join(f"{x(s['antall'])},{y(s['niva'])}" for s in steg),
        mal_y=y(svar["mal"]),
        anbefalt_x=None if best is None else x(best),
        kommuner=top,
        tilbud=most,
        beskrivelse=_(
            "Med ingen tilbud dekkes %(fra)s kommuner i snitt, med %(n)s tilbud %(til)s.",
            fra=tall(steg[0]["forventet"], 1),
            n=most,
            til=tall(last["forventet"], 1),
        ),
    )


def _few(steg: list[dict[str, Any]], best: int | None) -> tuple[Steg, ...]:
    """Return some of the steps, the first, the last and the recommended among them."""
    every = max(1, -(-len(steg) // _MOST_STEPS))
    chosen = [
        s
        for at, s in enumerate(steg)
        if at % every == 0 or at == len(steg) - 1 or s["antall"] == best
    ]
    return tuple(
        Steg(
            antall=s["antall"],
            snitt=mean(s),
            sikkert=s["niva"],
            sjanse=round(100 * s["mal_andel"]),
            anbefalt=s["antall"] == best,
        )
        for s in chosen
    )
