"""States and texts of timetables: runs, moves, releases; plain values, no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder

MAKS_SEKUNDER = 600
STANDARD_SEKUNDER = 60
# Nobody can be asked to meet sooner than this.
VARSEL = timedelta(hours=24)


class TimeplanStatus(StrEnum):
    """Life of one run and what became of its plan."""

    VENTER = "venter"
    KJORER = "kjorer"
    FERDIG = "ferdig"
    STOPPET = "stoppet"
    FEILET = "feilet"
    BRUKT = "brukt"


TIMEPLAN_TEKST = {
    TimeplanStatus.VENTER: N_("Venter"),
    TimeplanStatus.KJORER: N_("Regner"),
    TimeplanStatus.FERDIG: N_("Ferdig"),
    TimeplanStatus.STOPPET: N_("Stoppet"),
    TimeplanStatus.FEILET: N_("Feilet"),
    TimeplanStatus.BRUKT: N_("Tatt i bruk"),
}
AKTIV = frozenset({TimeplanStatus.VENTER, TimeplanStatus.KJORER})
# Runs that may have a plan to take into use.
HAR_PLAN = frozenset({TimeplanStatus.FERDIG, TimeplanStatus.STOPPET})

LEDD_TEKST = {
    "onsketid": N_("Tider søkerne helst vil ha"),
    "dag": N_("Dager medlemmene må møte"),
    "blanding": N_("Blanding av medlemmer"),
    "belastning": N_("Jevn fordeling av arbeidet"),
    "flyttet": N_("Flyttede intervjuer"),
    "byttet": N_("Byttede panelmedlemmer"),
    "nytt_sted": N_("Nytt møtested"),
}
# What a move does to the wishes, in words.
LEDD_VERRE = {
    "onsketid": N_("Tiden er ikke en av dem søkeren helst vil ha."),
    "dag": N_("Et medlem må møte en dag til."),
    "blanding": N_("Medlemmene blir mindre blandet."),
    "belastning": N_("Arbeidet blir mer ujevnt fordelt."),
    "flyttet": N_("Det er en annen tid enn den søkeren har fått vite."),
    "byttet": N_("Det er et annet panel enn det søkeren har fått vite."),
    "nytt_sted": N_("Det er et annet sted enn det søkeren har fått vite."),
}
LEDD_BEDRE = {
    "onsketid": N_("Tiden er en av dem søkeren helst vil ha."),
    "dag": N_("Et medlem slipper å møte en dag."),
    "blanding": N_("Medlemmene blir bedre blandet."),
    "belastning": N_("Arbeidet blir jevnere fordelt."),
    "flyttet": N_("Det er tiden søkeren har fått vite."),
    "byttet": N_("Det er panelet søkeren har fått vite om."),
    "nytt_sted": N_("Det er stedet søkeren har fått vite."),
}
# What keeps an interview from a time; the names are those of the ids that the rule concerns.
BRUDD_TEKST = {
    "utenfor_rutenett": N_("Intervjuer begynner bare på faste klokkeslett."),
    "soker_opptatt": N_("%(soker)s har ikke sagt at tidspunktet passer."),
    "feil_sted": N_("%(soker)s kan ikke møte der."),
    "rom_stengt": N_("%(rom)s er ikke åpent da."),
    "rom_mangler": N_("%(rom)s mangler noe %(soker)s trenger."),
    "ressurs_stengt": N_("Tolken er ikke ledig da."),
    "inhabil": N_("%(medlem)s har en tilknytning til %(soker)s."),
    "medlem_opptatt": N_("%(medlem)s er opptatt da."),
    "medlem_sted": N_("%(medlem)s kan ikke møte der."),
    "feil_antall": N_("Panelet har feil antall medlemmer."),
    "utenfor_panel": N_("Et medlem hører ikke til panelet."),
    "feil_panel": N_("Panelet kan ikke brukes til denne søkeren."),
    "leder": N_("Panelet må ha én leder som kan lede."),
    "samisk_sprak": N_("Ingen i panelet kan det samiske språket søkeren skal intervjues på."),
    "soker_flere": N_("%(soker)s har to intervjuer."),
    "rom_fullt": N_("%(rom)s er opptatt da."),
    "ressurs_full": N_("Tolken er opptatt da."),
    "pause": N_("%(medlem)s har et annet intervju da, eller får for kort pause."),
    "reise": N_("%(medlem)s rekker ikke reisen mellom to møtesteder."),
    "lunsj": N_("%(medlem)s får ikke lunsj den dagen."),
    "for_mange_per_dag": N_("%(medlem)s får for mange intervjuer den dagen."),
    "for_mange_dager": N_("%(medlem)s får flere dager enn avtalt."),
    "las": N_("Intervjuet med %(soker)s er fastsatt."),
}
# A coordinator who has talked with the applicant may set these aside; the page warns.
KAN_OVERSTYRES = frozenset({"soker_opptatt", "utenfor_rutenett", "for_mange_dager"})


@dataclass(frozen=True)
class Klarhet:
    """One planned interview before it is released: whom it waits for."""

    soker: str
    start_at: datetime
    uerklarte: tuple[str, ...]
    sperrede: tuple[str, ...]
    uten_lenke: bool


def start_hindre(
    *, aktiv: bool, periode: bool, paneler: int, rom: int, sokere: int, sekunder: int
) -> list[Hinder]:
    """Return every reason why no timetable can be computed now."""
    hindre = []
    if aktiv:
        hindre.append(Hinder("aktiv", N_("En timeplan regnes ut allerede.")))
    if not periode:
        hindre.append(Hinder("periode", N_("Utlysningen har ingen intervjuperiode.")))
    if not paneler:
        hindre.append(Hinder("panel", N_("Lag minst ett panel først.")))
    if not rom:
        hindre.append(Hinder("rom", N_("Legg inn minst ett rom eller én videolenke først.")))
    if not sokere:
        hindre.append(Hinder("sokere", N_("Ingen søkere er tatt ut til intervju.")))
    if not 1 <= sekunder <= MAKS_SEKUNDER:
        tekst = N_("Velg et antall sekunder fra 1 til %(mest)s.")
        hindre.append(Hinder("sekunder", tekst, {"mest": MAKS_SEKUNDER}))
    return hindre


def release_hindre(klarhet: Klarhet, now: datetime) -> list[Hinder]:
    """Return why the invitation to one interview cannot leave yet.

    Undeclared members may be planned, but not released.  Kilde: docs/regler.md#I18.
    """
    hindre = []
    for navn in klarhet.uerklarte:
        hindre.append(Hinder("uerklart", N_("%(navn)s har ikke meldt habilitet."), {"navn": navn}))
    for navn in klarhet.sperrede:
        tekst = N_("%(navn)s er ikke habil. Sett inn en annen.")
        hindre.append(Hinder("inhabil", tekst, {"navn": navn}))
    if klarhet.start_at <= now:
        hindre.append(Hinder("passert", N_("Tidspunktet har vært. Flytt intervjuet.")))
    if klarhet.uten_lenke:
        hindre.append(Hinder("uten_lenke", N_("Videolenken eller stedet mangler.")))
    return hindre


def split_brudd(regler: Sequence[str], *, overstyr: bool) -> tuple[list[int], list[int]]:
    """Return the places of the broken rules that stop a move, and of those that only warn."""
    warn = [n for n, regel in enumerate(regler) if overstyr and regel in KAN_OVERSTYRES]
    return [n for n in range(len(regler)) if n not in warn], warn
