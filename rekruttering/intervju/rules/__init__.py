"""States and rules of panels and interviews; plain values, no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder
from rekruttering.habilitet.rules import Tilstand, is_barred, is_clear
from rekruttering.intervju.rules.ramme import Ramme
from rekruttering.soknad.rules import SoknadStatus

MINST_MEDLEMMER = 2
MAKS_TEGN = 4000


class IntervjuStatus(StrEnum):
    """Life of an interview."""

    PLANLAGT = "planlagt"
    HOLDT = "holdt"
    IKKE_HOLDT = "ikke_holdt"
    AVLYST = "avlyst"


class Intervjuform(StrEnum):
    """How people meet."""

    VIDEO = "video"
    STED = "sted"


INTERVJU_TEKST = {
    IntervjuStatus.PLANLAGT: N_("Planlagt"),
    IntervjuStatus.HOLDT: N_("Holdt"),
    IntervjuStatus.IKKE_HOLDT: N_("Ikke holdt"),
    IntervjuStatus.AVLYST: N_("Avlyst"),
}
FORM_TEKST = {Intervjuform.VIDEO: N_("Videomøte"), Intervjuform.STED: N_("Oppmøte")}
AKTIVE = frozenset({IntervjuStatus.PLANLAGT, IntervjuStatus.HOLDT})
# The states of an application in which its panel may still open it.
UNDER_VURDERING = frozenset(
    {
        SoknadStatus.TIL_INTERVJU,
        SoknadStatus.INTERVJUET,
        SoknadStatus.INNSTILT,
        SoknadStatus.RESERVE,
        SoknadStatus.AVSLAG,
    }
)


@dataclass(frozen=True)
class Plass:
    """A member's place before one applicant; `tilstand` None is undeclared."""

    bruker_id: int
    navn: str
    leder: bool
    tilstand: Tilstand | None


@dataclass(frozen=True)
class Opptatt:
    """A time at which someone is busy already."""

    navn: str
    start_at: datetime
    slutt_at: datetime


def acting_leader(plasser: Sequence[Plass]) -> int | None:
    """Return who leads before this applicant: the lead, or the first clear member in their place.

    A lead who has not declared yet keeps the place; only a tie moves it.
    """
    for plass in sorted(plasser, key=lambda plass: not plass.leder):
        if plass.leder and not is_barred(plass.tilstand):
            return plass.bruker_id
        if is_clear(plass.tilstand):
            return plass.bruker_id
    return None


def panel_hindre(
    navn: str, medlem_ids: Sequence[int], leder_id: int | None, kan_sitte: frozenset[int]
) -> list[Hinder]:
    """Return every reason why a panel cannot be put together like this."""
    hindre = []
    if not navn:
        hindre.append(Hinder("navn", N_("Gi panelet et navn.")))
    if len(set(medlem_ids)) < MINST_MEDLEMMER:
        tekst = N_("Et panel må ha minst %(antall)s medlemmer.")
        hindre.append(Hinder("for_fa", tekst, {"antall": MINST_MEDLEMMER}))
    if leder_id not in medlem_ids:
        hindre.append(Hinder("leder", N_("Velg en leder blant medlemmene.")))
    if not kan_sitte.issuperset(medlem_ids):
        hindre.append(Hinder("ikke_panel", N_("Bare brukere med rollen panelmedlem kan velges.")))
    return hindre


def plan_hindre(
    soknad: SoknadStatus, intervju: IntervjuStatus | None, sted: str, sperrede: Sequence[str]
) -> list[Hinder]:
    """Return why this applicant cannot be planned before this panel.

    `sperrede` names the members with a tie; undeclared members may be planned.
    """
    hindre = []
    if soknad is not SoknadStatus.TIL_INTERVJU:
        hindre.append(Hinder("status", N_("Søkeren er ikke tatt ut til intervju.")))
    if intervju is IntervjuStatus.HOLDT:
        hindre.append(Hinder("holdt", N_("Intervjuet er holdt og kan ikke flyttes.")))
    if not sted:
        hindre.append(Hinder("sted", N_("Skriv lenken til videomøtet eller stedet for oppmøte.")))
    tekst = N_("%(navn)s har en tilknytning til søkeren og kan ikke sitte i panelet.")
    hindre += [Hinder("inhabil", tekst, {"navn": navn}) for navn in sperrede]
    return hindre


def time_hindre(
    tid: tuple[datetime, datetime],
    now: datetime,
    vindu: tuple[datetime, datetime] | None,
    opptatt: Sequence[Opptatt],
    samme_dag: int,
    ramme: Ramme,
) -> list[Hinder]:
    """Return why an interview cannot be from and to these moments.

    `vindu` is the interview window, None where there is none or the coordinator has chosen to go
    outside it; `samme_dag` counts the other interviews that day of the member who has the most.
    """
    hindre = []
    start_at, slutt_at = tid
    pause = timedelta(minutes=ramme.pause_min)
    if start_at <= now:
        hindre.append(Hinder("passert", N_("Tidspunktet har vært. Velg et senere.")))
    if vindu is not None and not (vindu[0] <= start_at and slutt_at <= vindu[1]):
        tekst = N_("Tidspunktet er utenfor intervjuperioden i utlysningen.")
        hindre.append(Hinder("vindu", tekst))
    for annet in opptatt:
        if annet.start_at < slutt_at + pause and start_at < annet.slutt_at + pause:
            tekst = N_("%(navn)s har et annet intervju da, eller får ikke %(min)s minutters pause.")
            verdier = {"navn": annet.navn, "min": ramme.pause_min}
            hindre.append(Hinder("opptatt", tekst, verdier))
    if samme_dag >= ramme.maks_per_dag:
        tekst = N_("Noen i panelet har allerede %(antall)s intervjuer den dagen.")
        hindre.append(Hinder("full_dag", tekst, {"antall": samme_dag}))
    return hindre


def mark_hindre(status: IntervjuStatus, start_at: datetime, now: datetime) -> list[Hinder]:
    """Return why an interview cannot be marked as held or not held now."""
    if status is not IntervjuStatus.PLANLAGT:
        return [Hinder("status", N_("Intervjuet er ikke lenger bare planlagt."))]
    if now < start_at:
        return [Hinder("for_tidlig", N_("Intervjuet har ikke begynt ennå."))]
    return []
