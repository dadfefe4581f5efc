"""The problem as frozen dataclasses, checked on construction; ids are opaque text.

Units: `timer` are whole hours per period for one person, distances whole kilometres, `poeng`
0..100, weights whole points of cost.  File format: docs/modell.md, "Filformat".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import chain

from matching.felles.json_reader import Feil, UgyldigFilError
from matching.felles.rounding import haversine_km


class Bakgrunn(StrEnum):
    """The side of the school system a veileder comes from."""

    SKOLEEIER = "skoleeier"
    SKOLELEDER = "skoleleder"
    BEGGE = "begge"
    ANNEN = "annen"


class Malform(StrEnum):
    """Written Norwegian; NOYTRAL is a kommune's choice only."""

    BOKMAL = "bokmål"
    NYNORSK = "nynorsk"
    NOYTRAL = "nøytral"


class SamiskSprak(StrEnum):
    """A Sami language in the administrative area of a kommune."""

    NORDSAMISK = "nordsamisk"
    LULESAMISK = "lulesamisk"
    SORSAMISK = "sørsamisk"


@dataclass(frozen=True, slots=True)
class Avstand:
    """A known distance that replaces the computed one: veileder to kommune or to veileder."""

    fra: str
    til: str
    km: int


@dataclass(frozen=True, slots=True)
class Regler:
    """Limits for every lag; `reise_faktor` turns straight lines into road."""

    maks_kommuner_per_par: int
    reise_faktor: float
    avstander_km: tuple[Avstand, ...] = ()


@dataclass(frozen=True, slots=True)
class Vekter:
    """The price of each cost term; the two `*_per_poeng` are kilometres for one point."""

    intervju: int
    reise_km_per_poeng: int
    parreise_km_per_poeng: int
    lik_bakgrunn: int
    annen_bakgrunn: int
    ekstra_fylke: int
    time_fra_midten: int
    malform: int
    fagomrade: int
    partneronske: int
    fylkesonske: int
    endring: int


@dataclass(frozen=True, slots=True)
class Veileder:
    """One supervisor: where, which background and languages, and what is (not) wanted."""

    id: str
    breddegrad: float
    lengdegrad: float
    kommunenummer: str
    arbeidsgiver_kommunenummer: str
    fylkesnummer: str
    bakgrunn: Bakgrunn
    malformer: tuple[Malform, ...]
    samiske_sprak: tuple[SamiskSprak, ...]
    timer: tuple[int, int]
    poeng: int
    maks_reise_km: int
    uaktuelle_fylker: tuple[str, ...] = ()
    onskede_fylker: tuple[str, ...] = ()
    inhabil_i: tuple[str, ...] = ()
    onsker_par_med: tuple[str, ...] = ()
    ikke_par_med: tuple[str, ...] = ()
    fagomrader: tuple[str, ...] = ()

    @property
    def timer_midt(self) -> int:
        """Return the middle of the band, rounded down."""
        return sum(self.timer) // 2


@dataclass(frozen=True, slots=True)
class Kommune:
    """One identified municipality; `timer` is what each member of its pair spends there."""

    id: str
    breddegrad: float
    lengdegrad: float
    kommunenummer: str
    fylkesnummer: str
    timer: int
    malform: Malform
    samisk_sprak: SamiskSprak | None
    fagomrader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Laser:
    """What a person has decided: pairs to keep, (veileder, kommune) to keep and to forbid."""

    par: tuple[tuple[str, str], ...] = ()
    tildelt: tuple[tuple[str, str], ...] = ()
    forbudt: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GjeldendeLag:
    """A lag of the plan in force; one veileder may stand alone where the partner has left."""

    veiledere: tuple[str, ...]
    kommuner: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """Everything one run needs.

    Raises:
        UgyldigFilError: an id is unknown or used twice, or a value is impossible; every fault.
    """

    regler: Regler
    vekter: Vekter
    veiledere: tuple[Veileder, ...]
    kommuner: tuple[Kommune, ...]
    laser: Laser = Laser()
    gjeldende: tuple[GjeldendeLag, ...] = ()
    _veileder: dict[str, Veileder] = field(init=False, repr=False, compare=False)
    _kommune: dict[str, Kommune] = field(init=False, repr=False, compare=False)
    _km_kommune: dict[tuple[str, str], int] = field(init=False, repr=False, compare=False)
    _km_par: dict[tuple[str, str], int] = field(init=False, repr=False, compare=False)
    relasjoner: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the values and build the look-up tables."""
        feil = problem_feil(self)
        if feil:
            raise UgyldigFilError(feil)
        put = object.__setattr__
        put(self, "_veileder", {v.id: v for v in self.veiledere})
        put(self, "_kommune", {k.id: k for k in self.kommuner})
        to_kommune, to_par = _distance_tables(self)
        put(self, "_km_kommune", to_kommune)
        put(self, "_km_par", to_par)
        relasjoner = {(v, k) for lag in self.gjeldende for v in lag.veiledere for k in lag.kommuner}
        put(self, "relasjoner", frozenset(relasjoner))

    def veileder(self, veileder_id: str) -> Veileder:
        """Return the veileder with this id; KeyError if there is none."""
        return self._veileder[veileder_id]

    def kommune(self, kommune_id: str) -> Kommune:
        """Return the kommune with this id; KeyError if there is none."""
        return self._kommune[kommune_id]

    def has_veileder(self, veileder_id: str) -> bool:
        """Return whether the id is a veileder of this problem."""
        return veileder_id in self._veileder

    def has_kommune(self, kommune_id: str) -> bool:
        """Return whether the id is a kommune of this problem."""
        return kommune_id in self._kommune

    @property
    def km_kommune_overrides(self) -> dict[tuple[str, str], int]:
        """Return the given distances in km by (veileder id, kommune id)."""
        return self._km_kommune

    @property
    def km_par_overrides(self) -> dict[tuple[str, str], int]:
        """Return the given distances in km by (veileder id, veileder id), both orders."""
        return self._km_par

    def km(self, veileder: Veileder, kommune: Kommune) -> int:
        """Return the kilometres from a veileder to a kommune."""
        known = self._km_kommune.get((veileder.id, kommune.id))
        return self._computed_km(veileder, kommune) if known is None else known

    def km_par(self, a: Veileder, b: Veileder) -> int:
        """Return the kilometres between two veiledere, the same in both orders."""
        known = self._km_par.get((a.id, b.id))
        if known is not None:
            return known
        first, second = (a, b) if a.id <= b.id else (b, a)
        return self._computed_km(first, second)

    def _computed_km(self, a: Veileder, b: Veileder | Kommune) -> int:
        return haversine_km(
            (a.breddegrad, a.lengdegrad), (b.breddegrad, b.lengdegrad), self.regler.reise_faktor
        )


def _distance_tables(
    problem: Problem,
) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    to_kommune: dict[tuple[str, str], int] = {}
    to_par: dict[tuple[str, str], int] = {}
    for avstand in problem.regler.avstander_km:
        if not problem.has_veileder(avstand.fra):
            to_kommune[avstand.til, avstand.fra] = avstand.km
        elif problem.has_veileder(avstand.til):
            to_par[avstand.fra, avstand.til] = to_par[avstand.til, avstand.fra] = avstand.km
        else:
            to_kommune[avstand.fra, avstand.til] = avstand.km
    return to_kommune, to_par


def problem_feil(problem: Problem) -> list[Feil]:
    """Return every impossible value and unknown id of a problem, with the path of its key."""
    veileder_ids = {v.id for v in problem.veiledere}
    kommune_ids = {k.id for k in problem.kommuner}
    return list(
        chain(
            _regler_feil(problem, veileder_ids, kommune_ids),
            _vekter_feil(problem.vekter),
            _twice([v.id for v in problem.veiledere], "veiledere"),
            *(_veileder_feil(v, f"veiledere[{n}]") for n, v in enumerate(problem.veiledere)),
            *(
                _refs_feil(v, f"veiledere[{n}]", veileder_ids, kommune_ids)
                for n, v in enumerate(problem.veiledere)
            ),
            _twice([k.id for k in problem.kommuner], "kommuner"),
            *(_kommune_feil(k, f"kommuner[{n}]") for n, k in enumerate(problem.kommuner)),
            _laser_feil(problem.laser, veileder_ids, kommune_ids),
            _gjeldende_feil(problem.gjeldende, veileder_ids, kommune_ids),
        )
    )


def _twice(ids: list[str], sti: str) -> Iterator[Feil]:
    seen: set[str] = set()
    for n, each in enumerate(ids):
        if not each:
            yield Feil(f"{sti}[{n}].id", "skal ikke være tom")
        elif each in seen:
            yield Feil(f"{sti}[{n}].id", f"{each} er brukt før")
        seen.add(each)


def _unknown(ids: Iterable[str], known: set[str], sti: str) -> Iterator[Feil]:
    for n, each in enumerate(ids):
        if each not in known:
            yield Feil(f"{sti}[{n}]", f"ukjent id {each}")


def _within(value: float, lo: float, hi: float, sti: str) -> Iterator[Feil]:
    if not lo <= value <= hi:
        yield Feil(sti, f"{value} er ikke mellom {lo} og {hi}")


def _at_least(value: float, lo: int, sti: str) -> Iterator[Feil]:
    if not value >= lo:
        yield Feil(sti, f"{value} < {lo}")


def _regler_feil(problem: Problem, veiledere: set[str], kommuner: set[str]) -> Iterator[Feil]:
    yield from _at_least(problem.regler.maks_kommuner_per_par, 1, "regler.maks_kommuner_per_par")
    yield from _within(problem.regler.reise_faktor, 0, 1000, "regler.reise_faktor")
    seen: dict[tuple[str, ...], int] = {}
    for n, avstand in enumerate(problem.regler.avstander_km):
        sti = f"regler.avstander_km[{n}]"
        ends = (avstand.fra, avstand.til)
        unknown = [each for each in ends if each not in veiledere and each not in kommuner]
        for each in unknown:
            yield Feil(sti, f"ukjent id {each}")
        if not unknown and not any(each in veiledere for each in ends):
            yield Feil(sti, "minst en av de to skal være en veileder")
        if any(each in veiledere and each in kommuner for each in ends):
            yield Feil(sti, "en id er både veileder og kommune, så avstanden er flertydig")
        yield from _at_least(avstand.km, 0, sti)
        if seen.setdefault(tuple(sorted(ends)), avstand.km) != avstand.km:
            yield Feil(sti, f"avstanden {avstand.fra}–{avstand.til} er gitt to ganger, ulikt")


def _vekter_feil(vekter: Vekter) -> Iterator[Feil]:
    for each in fields(vekter):
        lo = 1 if each.name.endswith("_per_poeng") else 0
        yield from _within(getattr(vekter, each.name), lo, 1_000_000, f"vekter.{each.name}")


def _place_feil(place: Veileder | Kommune, sti: str) -> Iterator[Feil]:
    yield from _within(place.breddegrad, -90, 90, f"{sti}.breddegrad")
    yield from _within(place.lengdegrad, -180, 180, f"{sti}.lengdegrad")


def _veileder_feil(veileder: Veileder, sti: str) -> Iterator[Feil]:
    yield from _place_feil(veileder, sti)
    lo, hi = veileder.timer
    if lo > hi:
        yield Feil(f"{sti}.timer", f"{lo} > {hi}")
    yield from _within(lo, 0, 100_000, f"{sti}.timer")
    yield from _within(hi, 0, 100_000, f"{sti}.timer")
    yield from _within(veileder.poeng, 0, 100, f"{sti}.poeng")
    yield from _at_least(veileder.maks_reise_km, 0, f"{sti}.maks_reise_km")
    if Malform.NOYTRAL in veileder.malformer:
        yield Feil(f"{sti}.malformer", "en veileder har bokmål eller nynorsk, ikke nøytral")


def _refs_feil(
    veileder: Veileder, sti: str, veiledere: set[str], kommuner: set[str]
) -> Iterator[Feil]:
    yield from _unknown(veileder.inhabil_i, kommuner, f"{sti}.inhabil_i")
    yield from _unknown(veileder.onsker_par_med, veiledere, f"{sti}.onsker_par_med")
    yield from _unknown(veileder.ikke_par_med, veiledere, f"{sti}.ikke_par_med")


def _kommune_feil(kommune: Kommune, sti: str) -> Iterator[Feil]:
    yield from _place_feil(kommune, sti)
    yield from _within(kommune.timer, 0, 100_000, f"{sti}.timer")
    if not kommune.kommunenummer:
        yield Feil(f"{sti}.kommunenummer", "skal ikke være tom")


def _laser_feil(laser: Laser, veiledere: set[str], kommuner: set[str]) -> Iterator[Feil]:
    for n, (a, b) in enumerate(laser.par):
        yield from _unknown((a, b), veiledere, f"laser.par[{n}]")
        if a == b:
            yield Feil(f"laser.par[{n}]", f"{a} kan ikke være par med seg selv")
    for navn, liste in (("tildelt", laser.tildelt), ("forbudt", laser.forbudt)):
        for n, (v, k) in enumerate(liste):
            if v not in veiledere:
                yield Feil(f"laser.{navn}[{n}][0]", f"ukjent id {v}")
            if k not in kommuner:
                yield Feil(f"laser.{navn}[{n}][1]", f"ukjent id {k}")


def _gjeldende_feil(
    gjeldende: tuple[GjeldendeLag, ...], veiledere: set[str], kommuner: set[str]
) -> Iterator[Feil]:
    for n, lag in enumerate(gjeldende):
        sti = f"gjeldende[{n}]"
        yield from _unknown(lag.veiledere, veiledere, f"{sti}.veiledere")
        yield from _unknown(lag.kommuner, kommuner, f"{sti}.kommuner")
        if not 1 <= len(set(lag.veiledere)) == len(lag.veiledere) <= 2:
            yield Feil(f"{sti}.veiledere", "skal være en eller to ulike veiledere")
