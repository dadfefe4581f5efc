"""A plan as it is compared: what it is, what it rests on, what it costs; plain values.

A plan that people have changed and a run's own proposal come here alike.  Ids are rows; those who
are only assumed have negative ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from rekruttering.tildeling.rules.plan import Par, Planlag


@dataclass(frozen=True)
class Reise:
    """Kilometres by road: every way from member to municipality, the longest, between makkere."""

    sum_km: int
    lengst_km: int
    mellom_km: int


@dataclass(frozen=True)
class Sprakdekning:
    """How many municipalities need a language, and how many have got it.

    `samisk` and `samisk_dekket` are by Sami language; `malform` counts relations to municipalities
    that have chosen bokmål or nynorsk, `malform_kan` those whose veileder writes it.
    """

    samisk: Mapping[str, int]
    samisk_dekket: Mapping[str, int]
    malform: int
    malform_kan: int


@dataclass(frozen=True)
class Planbilde:
    """A plan with what it rests on and what it costs.

    `timer` is the need of every municipality there was, `band` the hours of every veileder; `fakta`
    is the rest of what is known of each («V12», «K7»), as something that differs when it differs,
    and `forhold` their ties and wishes: (kind, whom it concerns).
    `ledd` are points by term in the plan's own weights, `ledd_runde` in those of the round now;
    `endring` is the price of what differs from the plan it was counted from.
    """

    lag: frozenset[Planlag]
    timer: Mapping[int, int]
    band: Mapping[int, tuple[int, int]]
    fakta: Mapping[str, str]
    forhold: Mapping[str, frozenset[tuple[str, str]]]
    vekter: Mapping[str, int]
    maks_kommuner: int
    ledd: Mapping[str, int]
    endring: int
    ledd_runde: Mapping[str, int]
    reise: Reise
    sprak: Sprakdekning
    brudd: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def dekket(self) -> frozenset[int]:
        """The municipalities that have a pair."""
        return frozenset(kommune for lag in self.lag for kommune in lag.kommuner)

    @property
    def udekket(self) -> frozenset[int]:
        """The municipalities without a pair."""
        return frozenset(self.timer) - self.dekket

    @property
    def i_bruk(self) -> frozenset[int]:
        """The veiledere who are in a pair."""
        return frozenset(veileder for lag in self.lag for veileder in lag.veiledere)

    @property
    def ubrukte(self) -> frozenset[int]:
        """The veiledere who are in no pair."""
        return frozenset(self.band) - self.i_bruk

    @property
    def relasjoner(self) -> frozenset[Par]:
        """Every (veileder, municipality) of the plan."""
        return frozenset((v, k) for lag in self.lag for v in lag.veiledere for k in lag.kommuner)

    @property
    def par(self) -> frozenset[Par]:
        """Who works with whom."""
        return frozenset(lag.veiledere for lag in self.lag)

    @property
    def kostnad(self) -> int:
        """Points in the plan's own weights, the price of changes too."""
        return sum(self.ledd.values()) + self.endring

    @property
    def kostnad_runde(self) -> int:
        """Points in the weights of the round, without a price of changes: fit to be compared."""
        return sum(self.ledd_runde.values())


@dataclass(frozen=True)
class Belastning:
    """How hours spread over those in use.

    `minst`, `median` and `mest` are hours; `fra_midten` is the mean distance from the middle of the
    own band, to the nearest tenth; `utenfor` how many stand outside it.
    """

    minst: int
    median: int
    mest: int
    fra_midten: float
    utenfor: int


def to_belastning(bilde: Planbilde) -> Belastning:
    """Return how the hours of a plan spread; a plan of nothing spreads none."""
    hours = {
        v: sum(bilde.timer[k] for k in lag.kommuner) for lag in bilde.lag for v in lag.veiledere
    }
    if not hours:
        return Belastning(0, 0, 0, 0.0, 0)
    away = [abs(timer - sum(bilde.band[v]) // 2) for v, timer in hours.items()]
    outside = sum(not bilde.band[v][0] <= timer <= bilde.band[v][1] for v, timer in hours.items())
    values = sorted(hours.values())
    mean = round(sum(away) / len(away), 1)
    return Belastning(values[0], round(median(values)), values[-1], mean, outside)
