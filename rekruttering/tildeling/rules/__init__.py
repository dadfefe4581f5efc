"""States of runs and allocations, and why a step is refused; plain values, no I/O.

Beside it: `plan` (a plan and what can be done to it by hand), `tekster` (what the engine says, in
words), `makker` (whom a wish names) and `slekt` (what a municipality was and became).
"""

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


class KjoringFormal(StrEnum):
    """What a run is for: to be decided on, or to see what would happen."""

    TILDELING = "tildeling"
    SCENARIO = "scenario"


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


def left_hinder(navn: str) -> Hinder:
    """Return why somebody who has left cannot be allocated."""
    return Hinder("sluttet", N_("%(navn)s er ikke lenger veileder i runden."), {"navn": navn})


def not_taking_part_hinder(kommune: str) -> Hinder:
    """Return why a municipality that has said no gets nobody."""
    tekst = N_("%(kommune)s er ikke lenger med i ordningen.")
    return Hinder("ikke_med", tekst, {"kommune": kommune})


def adjust_hindre(status: TildelingStatus) -> list[Hinder]:
    """Return why an allocation cannot be changed by hand; a copy of it always can."""
    if status in APEN:
        return []
    tekst = N_("Planen er %(status)s og kan ikke endres. Lag en kopi og endre den.")
    return [Hinder("status", tekst, {"status": STATUS_TEKST[status].lower()})]


def undo_hindre(status: TildelingStatus, *, can: bool) -> list[Hinder]:
    """Return why the last step cannot be taken back; `can`: there is one."""
    missing = [] if can else [Hinder("ingen", N_("Det er ingenting å angre."))]
    return adjust_hindre(status) + missing


def redo_hindre(status: TildelingStatus, *, can: bool) -> list[Hinder]:
    """Return why no step can be done again; `can`: one was taken back."""
    missing = [] if can else [Hinder("ingen", N_("Det er ingenting å gjøre om igjen."))]
    return adjust_hindre(status) + missing


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
