"""States of questions to the engine, and why one cannot be asked; plain values, no I/O."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder
from rekruttering.tildeling.rules.plan import Utkast, to_par

MAKS_SEKUNDER = 120
# Types that take minutes and that nobody waits for while something is on fire.
TUNGE = frozenset({"kapasitet", "robusthet", "verdi"})


class AnalyseStatus(StrEnum):
    """Life of a question; an answer exists when it is `ferdig` or `stoppet`."""

    VENTER = "venter"
    REGNER = "regner"
    FERDIG = "ferdig"
    STOPPET = "stoppet"
    FEILET = "feilet"


STATUS_TEKST = {
    AnalyseStatus.VENTER: N_("Venter på å starte"),
    AnalyseStatus.REGNER: N_("Regner"),
    AnalyseStatus.FERDIG: N_("Ferdig"),
    AnalyseStatus.STOPPET: N_("Stoppet"),
    AnalyseStatus.FEILET: N_("Feilet"),
}
AKTIV = frozenset({AnalyseStatus.VENTER, AnalyseStatus.REGNER})
# An answer that was cut off is worth asking for again.
VARER = AKTIV | {AnalyseStatus.FERDIG}

# Questions about a plan: type of `adapter.TYPER`; those of other areas are asked there.
UDEKKET, FORKLARING = "udekket", "forklaring"
ALTERNATIVER, HVORFOR_IKKE = "alternativer", "hvorfor_ikke"
# How long each may take, in seconds; each solves several plans.
OM_PLAN = {UDEKKET: 60, FORKLARING: 120, ALTERNATIVER: 90, HVORFOR_IKKE: 60}


@dataclass(frozen=True)
class Sporsmal:
    """A question about a plan: its type, veileder ids and perhaps a puljekommune id."""

    type: str
    veiledere: tuple[int, ...] = ()
    kommune: int | None = None

    @property
    def parametre(self) -> dict[str, object]:
        """Return what the question asks about, as the engine's order has it."""
        found: dict[str, object] = {}
        if self.type in (ALTERNATIVER, HVORFOR_IKKE):
            found["veiledere"] = sorted(self.veiledere)
        if self.kommune is not None:
            found["kommune"] = self.kommune
        return found


def sporsmal_from(type: str, parametre: Mapping[str, object]) -> Sporsmal:
    """Return the question that `parametre` came from."""
    veiledere, kommune = parametre.get("veiledere"), parametre.get("kommune")
    people = tuple(veiledere) if isinstance(veiledere, list) else ()
    return Sporsmal(type, people, kommune if isinstance(kommune, int) else None)


# By type, number of veiledere and whether a municipality is named.
_TEKST = {
    (ALTERNATIVER, 1, True): N_("Hvem kan ha %(k)s i stedet for %(a)s?"),
    (ALTERNATIVER, 2, True): N_("Hvem kan ha %(k)s i stedet for %(a)s og %(b)s?"),
    (ALTERNATIVER, 2, False): N_("Hva om %(a)s og %(b)s ikke er et par?"),
    (HVORFOR_IKKE, 1, True): N_("Hvorfor har ikke %(a)s %(k)s?"),
    (HVORFOR_IKKE, 2, True): N_("Hvorfor har ikke %(a)s og %(b)s %(k)s?"),
    (HVORFOR_IKKE, 1, False): N_("Hvorfor er ikke %(a)s med i planen?"),
    (HVORFOR_IKKE, 2, False): N_("Hvorfor er ikke %(a)s og %(b)s et par?"),
    (UDEKKET, 0, True): N_("Hvorfor står %(k)s uten par?"),
    (FORKLARING, 0, False): N_("Hvorfor står kommuner uten par?"),
}
_ANNET = N_("Et svar fra beregningen")


def sporsmal_tekst(sporsmal: Sporsmal) -> str:
    """Return the question in words; %(a)s and %(b)s are veiledere, %(k)s the municipality."""
    shape = (sporsmal.type, len(sporsmal.veiledere), sporsmal.kommune is not None)
    return _TEKST.get(shape, _ANNET)


def sporsmal_hindre(sporsmal: Sporsmal, utkast: Utkast, udekket: Collection[int]) -> list[Hinder]:
    """Return why a question makes no sense of the plan as it is now."""
    people, kommune = sporsmal.veiledere, sporsmal.kommune
    if sporsmal.type == HVORFOR_IKKE:
        if not people:
            return [Hinder("veiledere", N_("Velg minst én veileder."))]
        if len(set(people)) != len(people):
            return [Hinder("veiledere", N_("Velg to ulike veiledere."))]
        return []
    if sporsmal.type == FORKLARING:
        return [] if udekket else [Hinder("alle", N_("Alle kommuner har et par."))]
    if sporsmal.type == UDEKKET:
        stands = kommune in udekket
    elif kommune is None:
        stands = len(people) == 2 and utkast.has_par(to_par(*people))
    else:
        stands = bool(people) and all(utkast.serves(each, kommune) for each in people)
    tekst = N_("Planen er endret siden du åpnet siden. Se på den på nytt.")
    return [] if stands else [Hinder("endret", tekst)]


def make_labels(navn: Mapping[int, str]) -> dict[int, str]:
    """Return a name for each id that no other has: the same names are told apart by a number."""
    times: dict[str, int] = {}
    found = {}
    for id, name in sorted(navn.items()):
        times[name] = times.get(name, 0) + 1
        found[id] = name if times[name] == 1 else f"{name} ({times[name]})"
    return found


def find_label(typed: str, labels: Mapping[int, str]) -> tuple[int | None, list[str]]:
    """Return whom a typed name means; where it is not clear, None and a few who could be meant."""
    wanted = " ".join(typed.casefold().split())
    same = [id for id, label in labels.items() if label.casefold() == wanted]
    near = same or [id for id, label in labels.items() if wanted in label.casefold()]
    if wanted and len(near) == 1:
        return near[0], []
    return None, sorted(labels[id] for id in near)[:3] if wanted else []
