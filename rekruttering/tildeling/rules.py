"""States and rules of runs and allocations; plain values, no I/O."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder

MAKS_SEKUNDER = (1, 3600)
FRO = (1, 1_000_000)


class KjoringStatus(StrEnum):
    """Life of a run; a proposal exists from `ferdig` or `stoppet` on."""

    VENTER = "venter"
    KJORER = "kjorer"
    FERDIG = "ferdig"
    STOPPET = "stoppet"
    FEILET = "feilet"


class TildelingStatus(StrEnum):
    """Life of an allocation."""

    FORSLAG = "forslag"
    JUSTERT = "justert"
    FORKASTET = "forkastet"
    VEDTATT = "vedtatt"
    PUBLISERT = "publisert"
    ENDRET = "endret"


KJORING_TEKST = {
    KjoringStatus.VENTER: N_("Venter på å starte"),
    KjoringStatus.KJORER: N_("Regner"),
    KjoringStatus.FERDIG: N_("Ferdig"),
    KjoringStatus.STOPPET: N_("Stoppet"),
    KjoringStatus.FEILET: N_("Feilet"),
}
STATUS_TEKST = {
    TildelingStatus.FORSLAG: N_("Forslag"),
    TildelingStatus.JUSTERT: N_("Justert"),
    TildelingStatus.FORKASTET: N_("Forkastet"),
    TildelingStatus.VEDTATT: N_("Vedtatt"),
    TildelingStatus.PUBLISERT: N_("Publisert"),
    TildelingStatus.ENDRET: N_("Erstattet av en ny"),
}
AKTIV = frozenset({KjoringStatus.VENTER, KjoringStatus.KJORER})
APEN = frozenset({TildelingStatus.FORSLAG, TildelingStatus.JUSTERT})

# Terms of the cost, in the order they are shown; the codes are those of the engine.
LEDD_TEKST = {
    "intervju": N_("Vurdering fra intervjuene"),
    "bakgrunn": N_("Bakgrunn i paret"),
    "parreise": N_("Avstand mellom makkerne"),
    "partneronske": N_("Ønske om makker"),
    "reise": N_("Reise til kommunene"),
    "malform": N_("Målform"),
    "fylkesonske": N_("Ønske om fylke"),
    "fagomrade": N_("Fagområder som mangler"),
    "spredning": N_("Flere fylker for samme par"),
    "belastning": N_("Timer utenfor midten av båndet"),
}
# What the optimiser is doing, in words.
FASE_TEKST = {
    "start": N_("Lager et første forslag"),
    "relaxation": N_("Regner ut hvor god en plan kan bli"),
    "cuts": N_("Skjerper grensen"),
    "improve": N_("Forbedrer forslaget"),
    "enumerate": N_("Går gjennom det som kan være bedre"),
    "branch": N_("Beviser at forslaget er best"),
    "done": N_("Ferdig"),
}

# Hard rules of the engine as sentences; %(a)s and %(b)s are the names the finding concerns.
REGEL_TEKST = {
    "egen_kommune": N_("%(a)s bor i %(b)s."),
    "arbeidsgiver": N_("%(a)s har %(b)s som arbeidsgiver."),
    "inhabil": N_("%(a)s er inhabil i %(b)s."),
    "uaktuelt_fylke": N_("%(a)s vil ikke arbeide i fylket der %(b)s ligger."),
    "for_lang_reise": N_("%(a)s har for lang reise til %(b)s."),
    "las_forbudt": N_("%(a)s er låst ute fra %(b)s."),
    "ikke_par_med": N_("%(a)s og %(b)s kan ikke være par."),
    "ingen_kommune": N_("%(a)s og %(b)s har ingen kommune."),
    "for_mange_kommuner": N_("%(a)s og %(b)s har flere kommuner enn et par kan ha."),
    "for_fa_timer": N_("%(a)s og %(b)s får færre timer enn avtalt."),
    "for_mange_timer": N_("%(a)s og %(b)s får flere timer enn avtalt."),
    "samisk_sprak": N_("Verken %(a)s eller %(b)s kan det samiske språket kommunen bruker."),
    "veileder_i_flere_lag": N_("%(a)s står i flere par."),
    "kommune_i_flere_lag": N_("%(a)s har flere par."),
    "las_tildelt": N_("%(a)s er låst til %(b)s."),
    "las_par": N_("%(a)s og %(b)s er låst som par."),
}


@dataclass(frozen=True)
class Partnerliste:
    """Whom a wish named: ids that were found, and the words that led to nobody."""

    funnet: tuple[int, ...]
    ukjent: tuple[str, ...]


def find_partnere(
    tekst: str, egen_id: int, navn: Mapping[str, Sequence[int]], epost: Mapping[str, int]
) -> Partnerliste:
    """Return whom a free text names, by e-mail address or exact name.

    `navn` and `epost` map what `normal_navn` returns to ids. A name that two people share leads
    to nobody, and nobody is their own partner.
    """
    funnet: list[int] = []
    ukjent: list[str] = []
    for part in re.split(r"[,;\n]|\bog\b", tekst):
        wanted = normal_navn(part)
        if not wanted:
            continue
        ids = [epost[wanted]] if wanted in epost else list(navn.get(wanted, ()))
        if len(ids) != 1 or ids[0] == egen_id:
            ukjent.append(part.strip())
        elif ids[0] not in funnet:
            funnet.append(ids[0])
    return Partnerliste(tuple(funnet), tuple(ukjent))


def map_slekt(
    numre: Iterable[str], endringer: Iterable[tuple[str, str]]
) -> dict[str, frozenset[str]]:
    """Return each number with all that it came from and all that it became.

    `endringer` are (old number, new number); many municipalities are asked about at once. Two
    that only share an origin are not the same municipality.
    """
    edges: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for fra, til in endringer:
        edges[0].setdefault(fra, set()).add(til)
        edges[1].setdefault(til, set()).add(fra)
    return {nummer: _reach(nummer, edges[0]) | _reach(nummer, edges[1]) for nummer in numre}


def _reach(start: str, edges: Mapping[str, set[str]]) -> frozenset[str]:
    reached = {start}
    queue = [start]
    while queue:
        for other in edges.get(queue.pop(), set()) - reached:
            reached.add(other)
            queue.append(other)
    return frozenset(reached)


def normal_navn(tekst: str) -> str:
    """Return a name or address as it is compared: one space between words, no case."""
    return " ".join(tekst.casefold().split()).rstrip(".")


def start_hindre(*, aktiv: bool, veiledere: int, kommuner: int) -> list[Hinder]:
    """Return every reason why no run can be started."""
    hindre = []
    if aktiv:
        tekst = N_("En tildeling regnes ut allerede. Vent til den er ferdig, eller stopp den.")
        hindre.append(Hinder("aktiv", tekst))
    if veiledere < 2:
        hindre.append(Hinder("veiledere", N_("Det må være minst to veiledere med avtale.")))
    if kommuner < 1:
        hindre.append(Hinder("kommuner", N_("Ingen kommuner har takket ja ennå.")))
    return hindre


def settings_hindre(maks_sekunder: int, fro: int) -> list[Hinder]:
    """Return why a run cannot have these settings."""
    hindre = []
    if not MAKS_SEKUNDER[0] <= maks_sekunder <= MAKS_SEKUNDER[1]:
        tekst = N_("Tiden må være fra %(minst)s til %(mest)s sekunder.")
        verdier: dict[str, object] = {"minst": MAKS_SEKUNDER[0], "mest": MAKS_SEKUNDER[1]}
        hindre.append(Hinder("maks_sekunder", tekst, verdier))
    if not FRO[0] <= fro <= FRO[1]:
        tekst = N_("Startverdien må være fra %(minst)s til %(mest)s.")
        hindre.append(Hinder("fro", tekst, {"minst": FRO[0], "mest": FRO[1]}))
    return hindre


def approve_hindre(status: TildelingStatus, begrunnelse: str, brudd: list[Hinder]) -> list[Hinder]:
    """Return every reason why a proposal cannot be decided.  Kilde: docs/regler.md#R9."""
    hindre = _grounds_hindre(begrunnelse)
    if status not in APEN:
        hindre.append(_not_open(status))
    return hindre + brudd


def reject_hindre(status: TildelingStatus, begrunnelse: str) -> list[Hinder]:
    """Return every reason why a proposal cannot be rejected; what is published stays."""
    hindre = _grounds_hindre(begrunnelse)
    if status not in APEN | {TildelingStatus.VEDTATT}:
        hindre.append(_not_open(status))
    return hindre


def publish_hindre(
    status: TildelingStatus, brudd: list[Hinder], *, annen_publisert: bool
) -> list[Hinder]:
    """Return every reason why an allocation cannot be published.

    `annen_publisert`: another one is published, and the user has not seen that it is replaced.
    Kilde: docs/regler.md#R13.
    """
    hindre = []
    if status is not TildelingStatus.VEDTATT:
        tekst = N_("Tildelingen må være vedtatt før den kan publiseres.")
        hindre.append(Hinder("ikke_vedtatt", tekst))
    if annen_publisert:
        tekst = N_("En annen tildeling er publisert for denne runden. Se på den først.")
        hindre.append(Hinder("annen_publisert", tekst))
    return hindre + brudd


def _grounds_hindre(begrunnelse: str) -> list[Hinder]:
    if begrunnelse.strip():
        return []
    return [Hinder("begrunnelse", N_("Skriv en begrunnelse med egne ord."))]


def _not_open(status: TildelingStatus) -> Hinder:
    tekst = N_("Tildelingen er ikke lenger et forslag. Den er nå: %(status)s.")
    return Hinder("status", tekst, {"status": STATUS_TEKST[status].lower()})


def brudd_hindre(
    brudd: Iterable[tuple[str, Sequence[str]]], navn: Mapping[str, str]
) -> list[Hinder]:
    """Return broken rules as sentences; `brudd` are (rule, ids), `navn` the name of each id."""
    hindre = []
    for regel, ider in brudd:
        names = [navn[each] for each in ider]
        verdier: dict[str, object] = dict(zip("ab", names, strict=False))
        hindre.append(Hinder(regel, REGEL_TEKST[regel], verdier))
    return hindre
