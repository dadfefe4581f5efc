"""What the pages show, as finished values: from rows to texts, figures, map and curve.

Imports the engine's ids through the adapter only, and asks the database nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rekruttering.felles.kart import Kart, Kartlinje, Kartpunkt, norgeskart
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje.models import Puljekommune
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import adapter
from rekruttering.tildeling.models import Kjoring, Lag
from rekruttering.tildeling.rules import LEDD_TEKST

KYST = Path(__file__).resolve().parent.parent / "static" / "vendor" / "countries-10m.json"
KURVE = (640, 220)


@dataclass(frozen=True)
class Ledd:
    """One term of the cost: a text to translate, and points."""

    tekst: str
    poeng: int


@dataclass(frozen=True)
class Stopp:
    """A municipality of a pair, and how far each member has to it (kilometres by road)."""

    id: int
    navn: str
    fylke: str
    timer: int
    km: tuple[int, int]


@dataclass(frozen=True)
class Person:
    """A member of a pair with hours, band and home."""

    navn: str
    bosted: str
    bakgrunn: str
    timer: int
    minst: int
    mest: int


@dataclass(frozen=True)
class Par:
    """A pair as it is shown."""

    id: int
    personer: tuple[Person, Person]
    stopp: tuple[Stopp, ...]
    timer: int
    kostnad: int
    ledd: tuple[Ledd, ...]

    @property
    def navn(self) -> str:
        """The members' names, in the order of the alphabet."""
        return " – ".join(person.navn for person in self.personer)


@dataclass(frozen=True)
class Kartbilde:
    """The map with its signs and lines, and the same in words."""

    kart: Kart
    punkter: tuple[Kartpunkt, ...]
    linjer: tuple[Kartlinje, ...]
    med_par: int
    uten_par: int


@dataclass(frozen=True)
class Oversikt:
    """A whole proposal: its pairs, what is left over, what it costs and how good it is."""

    par: tuple[Par, ...]
    udekket: tuple[Puljekommune, ...]
    reserver: tuple[Veileder, ...]
    ledd: tuple[Ledd, ...]
    endring: int
    kostnad: int
    nedre_grense: int
    nedre_grense_udekket: int
    bevist: bool
    avstand_prosent: float
    sekunder: float
    skala: int


@dataclass(frozen=True)
class Kurve:
    """How a run went, as two lines in a drawing of `KURVE` units; empty before there is a plan."""

    beste: str
    grense: str
    bredde: int
    hoyde: int
    lavest: int
    hoyest: int
    sekunder: float


def make_par(
    lag: Sequence[Lag], km: Mapping[tuple[int, int], int], fylker: Mapping[str, str]
) -> tuple[Par, ...]:
    """Return pairs for the page, by the first member's name."""
    shown = [_par(each, km, fylker) for each in lag]
    return tuple(sorted(shown, key=lambda par: (sort_key(par.navn), par.id)))


def _par(lag: Lag, km: Mapping[tuple[int, int], int], fylker: Mapping[str, str]) -> Par:
    members = sorted((lag.veileder_a, lag.veileder_b), key=lambda v: sort_key(v.soknad.navn))
    stopp = tuple(
        Stopp(
            id=each.puljekommune_id,
            navn=each.puljekommune.kommune.navn,
            fylke=fylkesnavn(each.puljekommune, fylker),
            timer=each.puljekommune.timer,
            km=(
                km.get((members[0].id, each.puljekommune_id), 0),
                km.get((members[1].id, each.puljekommune_id), 0),
            ),
        )
        for each in lag.plasseringer
    )
    return Par(
        id=lag.id,
        personer=(_person(members[0], lag.timer), _person(members[1], lag.timer)),
        stopp=stopp,
        timer=lag.timer,
        kostnad=lag.kostnad,
        ledd=_ledd(lag.ledd),
    )


def _person(veileder: Veileder, timer: int) -> Person:
    soknad = veileder.soknad
    return Person(
        navn=soknad.navn,
        bosted=soknad.bosted.navn if soknad.bosted else "",
        bakgrunn=soknad.bakgrunn.value if soknad.bakgrunn else "",
        timer=timer,
        minst=veileder.timer_minst,
        mest=veileder.timer_mest,
    )


def _ledd(poeng: Mapping[str, int]) -> tuple[Ledd, ...]:
    return tuple(Ledd(tekst, poeng.get(kode, 0)) for kode, tekst in LEDD_TEKST.items())


def fylkesnavn(row: Puljekommune, fylker: Mapping[str, str]) -> str:
    """Return the name of a municipality's fylke, or its number where the name is unknown."""
    return fylker.get(row.kommune.fylkesnummer, row.kommune.fylkesnummer)


def make_oversikt(
    kjoring: Kjoring,
    par: tuple[Par, ...],
    puljekommuner: Mapping[int, Puljekommune],
    veiledere: Mapping[int, Veileder],
) -> Oversikt:
    """Return a proposal for the page; the two mappings hold what the run knew, by id."""
    forslag: Mapping[str, Any] = kjoring.forslag or {}
    udekket = [puljekommuner[i] for i in _rows(forslag["udekket"]) if i in puljekommuner]
    reserver = [veiledere[i] for i in _rows(forslag["ubrukte"]) if i in veiledere]
    total: Counter[str] = Counter()
    for each in forslag["par"]:
        total.update(each["ledd"])
    kostnad, grense = int(forslag["kostnad"]), int(forslag["nedre_grense"])
    return Oversikt(
        par=par,
        udekket=tuple(sorted(udekket, key=lambda row: sort_key(row.kommune.navn))),
        reserver=tuple(sorted(reserver, key=lambda row: sort_key(row.soknad.navn))),
        ledd=_ledd(total),
        endring=kostnad - sum(total.values()),
        kostnad=kostnad,
        nedre_grense=grense,
        nedre_grense_udekket=int(forslag["nedre_grense_udekket"]),
        bevist=forslag["status"] == "optimal",
        avstand_prosent=100 * (kostnad - grense) / kostnad if kostnad else 0.0,
        sekunder=float(forslag["kjoring"]["sekunder"]),
        skala=skala(par),
    )


def _rows(refs: Sequence[str]) -> list[int]:
    return [adapter.row_id(ref) for ref in refs]


def skala(par: Sequence[Par]) -> int:
    """Return the hours at the right end of every band, so that bands can be compared."""
    most = [max(person.mest, person.timer) for each in par for person in each.personer]
    return -(-max(most, default=100) * 11 // 1000) * 100


def make_kart(
    lag: Sequence[Lag], udekket: Sequence[Puljekommune], fylke: str, *, kyst: Path = KYST
) -> Kartbilde:
    """Return the map of a plan; with a fylke, only its municipalities and their veiledere."""
    kart = norgeskart(kyst)
    punkter: list[Kartpunkt] = []
    linjer: list[Kartlinje] = []
    med_par = 0
    for each in lag:
        places = [
            p.puljekommune
            for p in each.plasseringer
            if fylke in ("", p.puljekommune.kommune.fylkesnummer)
        ]
        med_par += len(places)
        names = f"{each.veileder_a.soknad.navn} – {each.veileder_b.soknad.navn}"
        for row in places:
            punkter.append(_kommunepunkt(kart, row, "med-par", names))
        for veileder in (each.veileder_a, each.veileder_b):
            if places and veileder.soknad.bosted is not None:
                home = kart.posisjon(
                    veileder.soknad.bosted.breddegrad, veileder.soknad.bosted.lengdegrad
                )
                linjer += [Kartlinje(*home, *_position(kart, row)) for row in places]
                punkter.append(Kartpunkt(*home, veileder.soknad.navn, f"V{veileder.id}", "base"))
    without = [row for row in udekket if fylke in ("", row.kommune.fylkesnummer)]
    punkter += [_kommunepunkt(kart, row, "uten-par", "") for row in without]
    return Kartbilde(kart, tuple(punkter), tuple(linjer), med_par, len(without))


def _position(kart: Kart, row: Puljekommune) -> tuple[float, float]:
    return kart.posisjon(row.kommune.breddegrad, row.kommune.lengdegrad)


def _kommunepunkt(kart: Kart, row: Puljekommune, klasse: str, names: str) -> Kartpunkt:
    tekst = f"{row.kommune.navn}: {names}" if names else row.kommune.navn
    return Kartpunkt(*_position(kart, row), tekst, f"K{row.id}", klasse)


def make_kurve(punkter: Sequence[Sequence[float | None]]) -> Kurve | None:
    """Return the curve of best cost and bound over time, or None before there is a plan."""
    known = [(t or 0.0, best, bound) for t, best, bound in punkter if best is not None]
    if not known:
        return None
    width, height = KURVE
    end = max(known[-1][0], 0.1)
    # Nothing is known of the cost while the number of uncovered is still being proven.
    limits = [(t, bound) for t, _best, bound in known if bound]
    high = max(best for _t, best, _bound in known)
    low = min([*(bound for _t, bound in limits), min(best for _t, best, _bound in known)])
    span = max(high - low, 1)

    def at(t: float, value: float) -> str:
        return f"{t / end * width:.1f},{(high - value) / span * (height - 20) + 10:.1f}"

    return Kurve(
        beste=" ".join(_steps([(t, best) for t, best, _ in known], end, at)),
        grense=" ".join(_steps(limits, end, at)),
        bredde=width,
        hoyde=height,
        lavest=int(low),
        hoyest=int(high),
        sekunder=end,
    )


def _steps(values: Sequence[tuple[float, float]], end: float, at: Any) -> list[str]:
    """Return the corners of a staircase: a value holds until the next one comes."""
    corners: list[str] = []
    before: float | None = None
    for t, value in values:
        if before is not None and before != value:
            corners.append(at(t, before))
        if before != value:
            corners.append(at(t, value))
        before = value
    if before is not None:
        corners.append(at(end, before))
    return corners
