"""What a run may assume that is not so, and what a weight means; plain values, no I/O.

An assumption or a weight that is turned is kept as JSON with the run, so that anybody can see later
what was tried.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from rekruttering.felles.errors import N_, Hinder
from rekruttering.pulje.rules import timer_hindre
from rekruttering.soknad.rules import BAKGRUNN_TEKST
from rekruttering.utlysning.rules import DELERE, MAX_KOMMUNER_PER_PAR, MAX_VEKT, VEKT_TEKST

NAVN_MAKS: Final = 80
ANTALL_NYE: Final = (1, 9)
REISE_KM: Final = (1, 3000)
ANTAKELSER_MAKS: Final = 30
SAMISKE: Final = ("", "nordsamisk", "lulesamisk", "sorsamisk")
# How long a trial may take: what a coordinator waits for, and what the live page gives each answer.
SEKUNDER: Final = (1, 300)
LEVENDE_S: Final = 6
PROVE_S: Final = 20
NY_KJORING_S: Final = 60


@dataclass(frozen=True)
class Sted:
    """A municipality that is not in the pulje, as the register knows it."""

    kommunenummer: str
    navn: str
    fylkesnummer: str
    breddegrad: float
    lengdegrad: float
    malform: str
    samisk_sprak: str


@dataclass(frozen=True)
class FlereKommuner:
    """More municipalities in a fylke: real ones, chosen once, so that the run can be repeated."""

    fylkesnummer: str
    fylke: str
    steder: tuple[Sted, ...]


@dataclass(frozen=True)
class UtenKommune:
    """A municipality (puljekommune id) is not there."""

    kommune: int


@dataclass(frozen=True)
class KommuneTimer:
    """A municipality (puljekommune id) needs other hours."""

    kommune: int
    timer: int


@dataclass(frozen=True)
class UtenVeileder:
    """A veileder (id) is not there."""

    veileder: int


@dataclass(frozen=True)
class NyVeileder:
    """More veiledere of a kind, who live close to a municipality (puljekommune id)."""

    kommune: int
    bakgrunn: str
    samisk_sprak: str
    antall: int


@dataclass(frozen=True)
class LengreReise:
    """Nobody's limit of travel is shorter than this many kilometres."""

    km: int


Antakelse = FlereKommuner | UtenKommune | KommuneTimer | UtenVeileder | NyVeileder | LengreReise
_KINDS: Final[dict[str, type[Any]]] = {
    "flere_kommuner": FlereKommuner,
    "uten_kommune": UtenKommune,
    "kommune_timer": KommuneTimer,
    "uten_veileder": UtenVeileder,
    "ny_veileder": NyVeileder,
    "lengre_reise": LengreReise,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True)
class Innstillinger:
    """In what a run differs from its round: weights, rules and assumptions.

    `levende` marks the short runs behind the page where weights are turned; they are swept away.
    """

    vekter: Mapping[str, int] = field(default_factory=dict)
    maks_kommuner: int | None = None
    antakelser: tuple[Antakelse, ...] = ()
    levende: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the run is the round as it is."""
        return not self.vekter and self.maks_kommuner is None and not self.antakelser

    def real(self) -> "Innstillinger":
        """Return what a run that can be decided on may keep: weights and rules, no assumptions."""
        return Innstillinger(dict(self.vekter), self.maks_kommuner)


def innstillinger_to_json(innstillinger: Innstillinger) -> dict[str, Any]:
    """Return settings as a JSON value without what is not set; {} is the round as it is."""
    value: dict[str, Any] = {}
    if innstillinger.vekter:
        value["vekter"] = dict(innstillinger.vekter)
    if innstillinger.maks_kommuner is not None:
        value["regler"] = {"maks_kommuner_per_par": innstillinger.maks_kommuner}
    if innstillinger.antakelser:
        value["antakelser"] = [antakelse_to_json(each) for each in innstillinger.antakelser]
    if innstillinger.levende:
        value["levende"] = True
    return value


def innstillinger_from_json(value: Mapping[str, Any]) -> Innstillinger:
    """Return the settings that `innstillinger_to_json` wrote; other keys are passed over."""
    regler = value.get("regler", {})
    return Innstillinger(
        vekter={str(navn): int(vekt) for navn, vekt in value.get("vekter", {}).items()},
        maks_kommuner=regler.get("maks_kommuner_per_par"),
        antakelser=tuple(antakelse_from_json(each) for each in value.get("antakelser", ())),
        levende=bool(value.get("levende", False)),
    )


def antakelse_to_json(antakelse: Antakelse) -> dict[str, Any]:
    """Return an assumption as a JSON value."""
    return {"type": _NAMES[type(antakelse)], **asdict(antakelse)}


def antakelse_from_json(value: Mapping[str, Any]) -> Antakelse:
    """Return the assumption that `antakelse_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: the value is something else.
    """
    verdier = {name: each for name, each in value.items() if name != "type"}
    kind = _KINDS[value["type"]]
    if kind is FlereKommuner:
        verdier["steder"] = tuple(Sted(**each) for each in verdier["steder"])
    antakelse: Antakelse = kind(**verdier)
    if not all(isinstance(getattr(antakelse, n), t) for n, t in _SHAPES[kind].items()):
        raise TypeError(value["type"])
    return antakelse


_SHAPES: Final[dict[type[Any], dict[str, type]]] = {
    FlereKommuner: {"fylkesnummer": str, "fylke": str},
    UtenKommune: {"kommune": int},
    KommuneTimer: {"kommune": int, "timer": int},
    UtenVeileder: {"veileder": int},
    NyVeileder: {"kommune": int, "bakgrunn": str, "samisk_sprak": str, "antall": int},
    LengreReise: {"km": int},
}


# --- who is only assumed -----------------------------------------------------------------------


def antatt_kommune_id(sted: Sted) -> int:
    """Return the id of an assumed municipality: negative, and the same one in every trial."""
    return -int(sted.kommunenummer)


def antatt_veileder_ids(antakelse: NyVeileder) -> tuple[int, ...]:
    """Return the ids of assumed veiledere: negative, and the same for the same kind of person."""
    kind = list(BAKGRUNN_TEKST).index(_bakgrunn(antakelse.bakgrunn))
    language = SAMISKE.index(antakelse.samisk_sprak)
    base = antakelse.kommune * 1000 + kind * 100 + language * 10
    return tuple(-(base + number) for number in range(1, antakelse.antall + 1))


def _bakgrunn(kode: str) -> Any:
    return next(each for each in BAKGRUNN_TEKST if each.value == kode)


def choose_steder(
    steder: Sequence[tuple[Sted, int]], innbyggere: int, antall: int
) -> tuple[Sted, ...]:
    """Return the municipalities that are most like those of the pulje in size.

    `steder` are those there are, each with its inhabitants; `innbyggere` is what is usual in the
    pulje.  The number breaks ties, so that the same question gives the same municipalities.
    """
    ranked = sorted(steder, key=lambda each: (abs(each[1] - innbyggere), each[0].kommunenummer))
    return tuple(sted for sted, _innbyggere in ranked[:antall])


# --- what is refused ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Runde:
    """Whom the present problem of a round has: ids of veiledere and of puljekommuner."""

    veiledere: Collection[int]
    kommuner: Collection[int]


def prove_hindre(innstillinger: Innstillinger, navn: str, runde: Runde) -> list[Hinder]:
    """Return every reason why a trial cannot be run.  Kilde: docs/regler.md#Q1."""
    hindre = _long_hindre(navn) + vekter_hindre(innstillinger.vekter)
    mest = innstillinger.maks_kommuner
    if mest is not None and not 1 <= mest <= MAX_KOMMUNER_PER_PAR:
        tekst = N_("Et par kan ha fra 1 til %(mest)s kommuner.")
        hindre.append(Hinder("maks_kommuner", tekst, {"mest": MAX_KOMMUNER_PER_PAR}))
    if len(innstillinger.antakelser) > ANTAKELSER_MAKS:
        tekst = N_("En prøve kan ha høyst %(mest)s antakelser.")
        hindre.append(Hinder("for_mange", tekst, {"mest": ANTAKELSER_MAKS}))
    for antakelse in innstillinger.antakelser:
        hindre += antakelse_hindre(antakelse, runde)
    return hindre + _left_hindre(innstillinger.antakelser, runde)


def _long_hindre(navn: str) -> list[Hinder]:
    if len(navn) <= NAVN_MAKS:
        return []
    return [Hinder("navn", N_("Navnet kan ha høyst %(mest)s tegn."), {"mest": NAVN_MAKS})]


def navn_hindre(navn: str) -> list[Hinder]:
    """Return why a plan or a trial cannot be known by a name."""
    if not navn.strip():
        return [Hinder("navn", N_("Skriv et navn."))]
    return _long_hindre(navn)


def real_hindre(innstillinger: Innstillinger) -> list[Hinder]:
    """Return why a trial cannot become a run that can be decided on.  Kilde: docs/regler.md#Q2."""
    if not innstillinger.antakelser:
        return []
    tekst = N_("Prøven bygger på noe som bare er antatt. Den kan ikke bli en ny kjøring.")
    return [Hinder("antatt", tekst)]


def vekter_hindre(vekter: Mapping[str, int]) -> list[Hinder]:
    """Return what is wrong with weights that are turned."""
    hindre = []
    for navn, vekt in vekter.items():
        if navn not in VEKT_TEKST:
            hindre.append(Hinder("vekt", N_("En av vektene finnes ikke. Last siden på nytt.")))
        elif not (navn in DELERE) <= vekt <= MAX_VEKT:
            tekst = N_("Vekten må være fra %(minst)s til %(mest)s.")
            hindre.append(
                Hinder(f"vekt_{navn}", tekst, {"minst": int(navn in DELERE), "mest": MAX_VEKT})
            )
    return hindre


def antakelse_hindre(antakelse: Antakelse, runde: Runde) -> list[Hinder]:
    """Return every reason why something cannot be assumed of a round."""
    return _HINDRE[type(antakelse)](antakelse, runde)


def _flere(antakelse: FlereKommuner, _runde: Runde) -> list[Hinder]:
    if antakelse.steder:
        return []
    tekst = N_("Det er ingen flere kommuner å ta med i %(fylke)s.")
    return [Hinder("ingen_steder", tekst, {"fylke": antakelse.fylke})]


def _uten_kommune(antakelse: UtenKommune, runde: Runde) -> list[Hinder]:
    return _kommune(antakelse.kommune, runde)


def _timer(antakelse: KommuneTimer, runde: Runde) -> list[Hinder]:
    return _kommune(antakelse.kommune, runde) + timer_hindre(antakelse.timer)


def _uten_veileder(antakelse: UtenVeileder, runde: Runde) -> list[Hinder]:
    if antakelse.veileder in runde.veiledere:
        return []
    return [Hinder("veileder", N_("En veileder som er valgt, er ikke lenger med i runden."))]


def _ny_veileder(antakelse: NyVeileder, runde: Runde) -> list[Hinder]:
    hindre = _kommune(antakelse.kommune, runde)
    known = {each.value for each in BAKGRUNN_TEKST}
    if antakelse.bakgrunn not in known or antakelse.samisk_sprak not in SAMISKE:
        hindre.append(Hinder("slag", N_("Velg bakgrunn og språk på nytt.")))
    least, most = ANTALL_NYE
    if not least <= antakelse.antall <= most:
        tekst = N_("Antallet må være fra %(minst)s til %(mest)s.")
        hindre.append(Hinder("antall", tekst, {"minst": least, "mest": most}))
    return hindre


def _lengre_reise(antakelse: LengreReise, _runde: Runde) -> list[Hinder]:
    least, most = REISE_KM
    if least <= antakelse.km <= most:
        return []
    tekst = N_("Reisen må være fra %(minst)s til %(mest)s kilometer.")
    return [Hinder("km", tekst, {"minst": least, "mest": most})]


def _kommune(id: int, runde: Runde) -> list[Hinder]:
    if id in runde.kommuner:
        return []
    return [Hinder("kommune", N_("En kommune som er valgt, er ikke lenger med i runden."))]


_HINDRE: Final[dict[type[Any], Callable[[Any, Runde], list[Hinder]]]] = {
    FlereKommuner: _flere,
    UtenKommune: _uten_kommune,
    KommuneTimer: _timer,
    UtenVeileder: _uten_veileder,
    NyVeileder: _ny_veileder,
    LengreReise: _lengre_reise,
}


def _left_hindre(antakelser: Sequence[Antakelse], runde: Runde) -> list[Hinder]:
    """Return what is missing when so many are taken away that nothing is left to allocate."""
    hindre = []
    gone = {each.veileder for each in antakelser if isinstance(each, UtenVeileder)}
    new = sum(each.antall for each in antakelser if isinstance(each, NyVeileder))
    if len(set(runde.veiledere) - gone) + new < 2:
        hindre.append(Hinder("for_fa", N_("Det må være minst to veiledere igjen.")))
    without = {each.kommune for each in antakelser if isinstance(each, UtenKommune)}
    more = sum(len(each.steder) for each in antakelser if isinstance(each, FlereKommuner))
    if not set(runde.kommuner) - without and not more:
        hindre.append(Hinder("for_fa", N_("Det må være minst én kommune igjen.")))
    return hindre


def with_antakelse(innstillinger: Innstillinger, antakelse: Antakelse) -> Innstillinger:
    """Return the settings with one more assumption; the same place or person is assumed once."""
    kept = tuple(each for each in innstillinger.antakelser if not _same(each, antakelse))
    return replace(innstillinger, antakelser=(*kept, antakelse))


def _same(old: Antakelse, new: Antakelse) -> bool:
    if isinstance(old, FlereKommuner) and isinstance(new, FlereKommuner):
        return old.fylkesnummer == new.fylkesnummer
    if isinstance(old, UtenKommune | KommuneTimer) and isinstance(new, UtenKommune | KommuneTimer):
        return old.kommune == new.kommune
    if isinstance(old, NyVeileder) and isinstance(new, NyVeileder):
        return replace(old, antall=1) == replace(new, antall=1)
    return old == new or (isinstance(old, LengreReise) and isinstance(new, LengreReise))


# --- what a change may cost, and what a weight means -------------------------------------------


class Endringspris(StrEnum):
    """How much it takes before a new plan leaves what the old one has."""

    INGEN = "ingen"
    LITT = "litt"
    MYE = "mye"
    BARE_NODVENDIG = "bare_nodvendig"


# Points for each veileder who leaves a municipality.
ENDRING_POENG: Final = {
    Endringspris.INGEN: 0,
    Endringspris.LITT: 20,
    Endringspris.MYE: 120,
    Endringspris.BARE_NODVENDIG: MAX_VEKT,
}


def km_of_points(poeng: int, reise_km_per_poeng: int) -> int:
    """Return how many kilometres of travel cost as much as so many points."""
    return poeng * reise_km_per_poeng


def points_of_km(km: int, km_per_poeng: int) -> int:
    """Return what a distance costs, to the nearest whole point, halves up."""
    return (2 * km + km_per_poeng) // (2 * km_per_poeng)


def turned(vekter: Mapping[str, int], runde: Mapping[str, int]) -> dict[str, int]:
    """Return the weights that are not those of the round."""
    return {navn: vekt for navn, vekt in vekter.items() if runde.get(navn) != vekt}
