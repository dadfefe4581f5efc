"""Two plans side by side: what takes one to the other; plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rekruttering.scenario import adapter
from rekruttering.scenario.planbilde import (
    Belastning,
    Planbilde,
    Reise,
    Sprakdekning,
    to_belastning,
)
from rekruttering.tildeling.rules.plan import Par

__all__ = [
    "Belastning",
    "Faktaforskjell",
    "Kommuneforskjell",
    "Planbilde",
    "Reise",
    "Sammenligning",
    "Sprakdekning",
    "Veilederforskjell",
    "sammenlign",
    "to_belastning",
    "to_faktaforskjell",
]


@dataclass(frozen=True)
class Kommuneforskjell:
    """A municipality whose pair is another; empty where it has none, None where it is not there."""

    kommune: int
    fra: tuple[int, ...] | None
    til: tuple[int, ...] | None


@dataclass(frozen=True)
class Veilederforskjell:
    """A veileder with other municipalities or another makker; `er_med` in each of the plans."""

    veileder: int
    mister: tuple[int, ...]
    far: tuple[int, ...]
    fra_makker: int | None
    til_makker: int | None
    er_med: tuple[bool, bool] = (True, True)


@dataclass(frozen=True)
class Faktaforskjell:
    """In what two plans rest on different things; empty where they rest on the same.

    `timer` and `band` hold (before, after) of those whose hours are others, `vekter` of weights.
    """

    bare_a_kommuner: tuple[int, ...] = ()
    bare_b_kommuner: tuple[int, ...] = ()
    bare_a_veiledere: tuple[int, ...] = ()
    bare_b_veiledere: tuple[int, ...] = ()
    timer: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    band: Mapping[int, tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=dict)
    andre: tuple[str, ...] = ()
    vekter: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    maks_kommuner: tuple[int, int] | None = None

    @property
    def same_facts(self) -> bool:
        """Whether both know the same people and places, whatever their weights and rules."""
        people = self.bare_a_veiledere or self.bare_b_veiledere or self.band
        places = self.bare_a_kommuner or self.bare_b_kommuner or self.timer
        return not (people or places or self.andre)


@dataclass(frozen=True)
class Sammenligning:
    """What takes plan `a` to plan `b`, and who is left in peace.

    `nye` and `tapte` are (veileder, municipality) that only `b` and only `a` has.
    """

    a: Planbilde
    b: Planbilde
    kommuner: tuple[Kommuneforskjell, ...]
    veiledere: tuple[Veilederforskjell, ...]
    nye: tuple[Par, ...]
    tapte: tuple[Par, ...]
    nye_par: tuple[Par, ...]
    opploste_par: tuple[Par, ...]
    uberorte_kommuner: int
    uberorte_veiledere: int
    fakta: Faktaforskjell

    @property
    def is_same(self) -> bool:
        """Whether the two plans are the same plan."""
        return not (self.nye or self.tapte or self.nye_par or self.opploste_par)


def sammenlign(a: Planbilde, b: Planbilde) -> Sammenligning:
    """Return what differs from one plan to another, each list by id."""
    found = adapter.find_endringer(sorted(a.lag), sorted(b.lag))
    return Sammenligning(
        a=a,
        b=b,
        kommuner=tuple(
            Kommuneforskjell(
                kommune,
                tuple(sorted(fra)) if kommune in a.timer else None,
                tuple(sorted(til)) if kommune in b.timer else None,
            )
            for kommune, fra, til in sorted(found.kommuner)
        ),
        veiledere=tuple(
            Veilederforskjell(*each, er_med=(each[0] in a.band, each[0] in b.band))
            for each in sorted(found.veiledere, key=lambda each: each[0])
        ),
        nye=tuple(sorted(b.relasjoner - a.relasjoner)),
        tapte=tuple(sorted(a.relasjoner - b.relasjoner)),
        nye_par=tuple(sorted(b.par - a.par)),
        opploste_par=tuple(sorted(a.par - b.par)),
        uberorte_kommuner=found.uberorte_kommuner,
        uberorte_veiledere=found.uberorte_veiledere,
        fakta=to_faktaforskjell(a, b),
    )


def to_faktaforskjell(a: Planbilde, b: Planbilde) -> Faktaforskjell:
    """Return in what the ground under two plans differs."""
    both_k, both_v = a.timer.keys() & b.timer.keys(), a.band.keys() & b.band.keys()
    most = (a.maks_kommuner, b.maks_kommuner)
    return Faktaforskjell(
        bare_a_kommuner=_only(a.timer, b.timer),
        bare_b_kommuner=_only(b.timer, a.timer),
        bare_a_veiledere=_only(a.band, b.band),
        bare_b_veiledere=_only(b.band, a.band),
        timer={k: (a.timer[k], b.timer[k]) for k in sorted(both_k) if a.timer[k] != b.timer[k]},
        band={v: (a.band[v], b.band[v]) for v in sorted(both_v) if a.band[v] != b.band[v]},
        andre=_others(a, b),
        vekter={
            navn: (vekt, b.vekter[navn])
            for navn, vekt in a.vekter.items()
            if navn in b.vekter and b.vekter[navn] != vekt
        },
        maks_kommuner=most if most[0] != most[1] else None,
    )


def _others(a: Planbilde, b: Planbilde) -> tuple[str, ...]:
    """Return those in both of whom something else is known, their ties to others in both too."""
    both = a.fakta.keys() & b.fakta.keys()

    def ties(bilde: Planbilde, ref: str) -> set[tuple[str, str]]:
        return {tie for tie in bilde.forhold.get(ref, ()) if tie[1] in both}

    return tuple(
        ref for ref in sorted(both) if a.fakta[ref] != b.fakta[ref] or ties(a, ref) != ties(b, ref)
    )


def _only(these: Mapping[int, object], those: Mapping[int, object]) -> tuple[int, ...]:
    return tuple(sorted(these.keys() - those.keys()))
