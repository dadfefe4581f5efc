"""States and rules of interviews and scores; plain values, no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder
from rekruttering.habilitet.rules import Tilstand, is_barred, is_clear
from rekruttering.soknad.rules import SoknadStatus

SKALA = (1, 2, 3, 4, 5)
TRINN_MED_ANKER = ("1", "3", "5")
VARIGHET = timedelta(minutes=60)
PAUSE = timedelta(minutes=10)
MAKS_PER_DAG = 5
MINST_MEDLEMMER = 2
SPENN_KREVER_GRUNN = 2
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


class VurderingStatus(StrEnum):
    """One member's scoring of one applicant; no row at all means not started."""

    KLADD = "kladd"
    LAST = "last"
    GJENAPNET = "gjenapnet"


class Mangel(StrEnum):
    """Why a criterion has no score; four different things, and none of them is 1."""

    IKKE_HORT = "ikke_hort"
    AVSTATT = "avstatt"
    IKKE_KOMPETENT = "ikke_kompetent"
    INHABIL = "inhabil"


class Innstillingsutfall(StrEnum):
    """What the coordinator recommends."""

    INNSTILT = "innstilt"
    RESERVE = "reserve"
    AVSLAG = "avslag"


INTERVJU_TEKST = {
    IntervjuStatus.PLANLAGT: N_("Planlagt"),
    IntervjuStatus.HOLDT: N_("Holdt"),
    IntervjuStatus.IKKE_HOLDT: N_("Ikke holdt"),
    IntervjuStatus.AVLYST: N_("Avlyst"),
}
FORM_TEKST = {Intervjuform.VIDEO: N_("Videomøte"), Intervjuform.STED: N_("Oppmøte")}
VURDERING_TEKST = {
    VurderingStatus.KLADD: N_("Påbegynt"),
    VurderingStatus.LAST: N_("Låst"),
    VurderingStatus.GJENAPNET: N_("Gjenåpnet"),
}
MANGEL_TEKST = {
    Mangel.IKKE_HORT: N_("Ikke hørt"),
    Mangel.AVSTATT: N_("Avstår"),
    Mangel.IKKE_KOMPETENT: N_("Har ikke grunnlag for å vurdere dette"),
    Mangel.INHABIL: N_("Inhabil"),
}
UTFALL_TEKST = {
    Innstillingsutfall.INNSTILT: N_("Innstilt"),
    Innstillingsutfall.RESERVE: N_("Reserve"),
    Innstillingsutfall.AVSLAG: N_("Avslag"),
}
# What a member may choose instead of a score; the register says who is inhabil.
VALGBARE_MANGLER = (Mangel.IKKE_HORT, Mangel.AVSTATT, Mangel.IKKE_KOMPETENT)
FELLES_KAN_SETTES = frozenset({SoknadStatus.TIL_INTERVJU, SoknadStatus.INTERVJUET})
AKTIVE = frozenset({IntervjuStatus.PLANLAGT, IntervjuStatus.HOLDT})
ETTER_FELLESSKAR = frozenset(
    {SoknadStatus.INTERVJUET, SoknadStatus.INNSTILT, SoknadStatus.RESERVE, SoknadStatus.AVSLAG}
)


@dataclass(frozen=True)
class Plass:
    """A member's place before one applicant; `tilstand` None is undeclared."""

    bruker_id: int
    navn: str
    leder: bool
    tilstand: Tilstand | None
    status: VurderingStatus | None = None


@dataclass(frozen=True)
class Opptatt:
    """A time at which someone is busy already."""

    navn: str
    start_at: datetime
    slutt_at: datetime


@dataclass(frozen=True)
class Svar:
    """One criterion as a member has filled it in."""

    navn: str
    poeng: int | None
    mangel: Mangel | None
    begrunnelse: str


@dataclass(frozen=True)
class Felles:
    """One criterion on the joint page: the members' own scores, and what the panel agreed on."""

    navn: str
    egne: tuple[int | None, ...]
    poeng: int | None
    begrunnelse: str


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


def guide_hindre(navn: str, begrunnelse: str, sporsmal: int, trinn: frozenset[str]) -> list[Hinder]:
    """Return what a criterion of the guide lacks: grounds, a question, three anchors."""
    hindre = []
    if not begrunnelse:
        tekst = N_("«%(navn)s» mangler en begrunnelse i intervjuguiden.")
        hindre.append(Hinder("guide_begrunnelse", tekst, {"navn": navn}))
    if sporsmal < 1:
        tekst = N_("«%(navn)s» mangler spørsmål i intervjuguiden.")
        hindre.append(Hinder("guide_sporsmal", tekst, {"navn": navn}))
    if not trinn.issuperset(TRINN_MED_ANKER):
        tekst = N_("«%(navn)s» mangler beskrivelse av trinnene 1, 3 og 5.")
        hindre.append(Hinder("guide_anker", tekst, {"navn": navn}))
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
    start_at: datetime,
    now: datetime,
    vindu: tuple[datetime, datetime] | None,
    opptatt: Sequence[Opptatt],
    samme_dag: int,
) -> list[Hinder]:
    """Return why an interview cannot begin at this time.

    `vindu` is the interview window, None where there is none or the coordinator has chosen to go
    outside it; `samme_dag` counts the panel's other interviews that day.
    """
    hindre = []
    slutt_at = start_at + VARIGHET
    if start_at <= now:
        hindre.append(Hinder("passert", N_("Tidspunktet har vært. Velg et senere.")))
    if vindu is not None and not (vindu[0] <= start_at and slutt_at <= vindu[1]):
        tekst = N_("Tidspunktet er utenfor intervjuperioden i utlysningen.")
        hindre.append(Hinder("vindu", tekst))
    for tid in opptatt:
        if tid.start_at < slutt_at + PAUSE and start_at < tid.slutt_at + PAUSE:
            tekst = N_("%(navn)s har et annet intervju da, eller får ikke ti minutters pause.")
            hindre.append(Hinder("opptatt", tekst, {"navn": tid.navn}))
    if samme_dag >= MAKS_PER_DAG:
        tekst = N_("Panelet har allerede %(antall)s intervjuer den dagen.")
        hindre.append(Hinder("full_dag", tekst, {"antall": samme_dag}))
    return hindre


def mark_hindre(status: IntervjuStatus, start_at: datetime, now: datetime) -> list[Hinder]:
    """Return why an interview cannot be marked as held or not held now."""
    if status is not IntervjuStatus.PLANLAGT:
        return [Hinder("status", N_("Intervjuet er ikke lenger bare planlagt."))]
    if now < start_at:
        return [Hinder("for_tidlig", N_("Intervjuet har ikke begynt ennå."))]
    return []


def save_hindre(intervju: IntervjuStatus, status: VurderingStatus | None) -> list[Hinder]:
    """Return why a member cannot write in the own scoring."""
    hindre = []
    if intervju not in AKTIVE:
        hindre.append(Hinder("intervju", N_("Intervjuet er ikke holdt, så det kan ikke vurderes.")))
    if status is VurderingStatus.LAST:
        hindre.append(Hinder("last", N_("Vurderingen er låst. Panellederen kan åpne den igjen.")))
    return hindre


def lock_hindre(
    intervju: IntervjuStatus, status: VurderingStatus, svar: Sequence[Svar]
) -> list[Hinder]:
    """Return every reason why a scoring cannot be locked.  Kilde: docs/regler.md#I1."""
    hindre = []
    if intervju is not IntervjuStatus.HOLDT:
        hindre.append(Hinder("ikke_holdt", N_("Intervjuet er ikke merket som holdt.")))
    if status is VurderingStatus.LAST:
        hindre.append(Hinder("last", N_("Vurderingen er allerede låst.")))
    for ett in svar:
        if ett.poeng is None and ett.mangel is None:
            tekst = N_("«%(navn)s»: velg poeng, eller hvorfor du ikke gir poeng.")
            hindre.append(Hinder("mangler_poeng", tekst, {"navn": ett.navn}))
        elif ett.poeng is not None and not ett.begrunnelse:
            tekst = N_("«%(navn)s»: skriv hvorfor du gir disse poengene.")
            hindre.append(Hinder("mangler_begrunnelse", tekst, {"navn": ett.navn}))
    return hindre


def reopen_hindre(status: VurderingStatus, soknad: SoknadStatus, grunn: str) -> list[Hinder]:
    """Return why a locked scoring cannot be opened again.  Kilde: docs/regler.md#I3."""
    hindre = []
    if status is not VurderingStatus.LAST:
        hindre.append(Hinder("ikke_last", N_("Vurderingen er ikke låst.")))
    if soknad in ETTER_FELLESSKAR:
        tekst = N_("Panelet har satt felles poeng. Da kan ikke de egne vurderingene endres.")
        hindre.append(Hinder("felles_satt", tekst))
    if not grunn:
        hindre.append(Hinder("grunn", N_("Skriv hvorfor vurderingen åpnes igjen.")))
    return hindre


def joint_open_hindre(intervju: IntervjuStatus, plasser: Sequence[Plass]) -> list[Hinder]:
    """Return why the joint page is not open yet: all who are not barred must have locked.

    Kilde: docs/regler.md#I2.
    """
    hindre = []
    if intervju is not IntervjuStatus.HOLDT:
        hindre.append(Hinder("ikke_holdt", N_("Intervjuet er ikke merket som holdt.")))
    med = [plass for plass in plasser if not is_barred(plass.tilstand)]
    for plass in med:
        if plass.tilstand is None:
            tekst = N_("%(navn)s har ikke svart på spørsmålet om habilitet.")
            hindre.append(Hinder("ikke_erklart", tekst, {"navn": plass.navn}))
        elif plass.status is not VurderingStatus.LAST:
            tekst = N_("%(navn)s har ikke låst vurderingen sin.")
            hindre.append(Hinder("ikke_last", tekst, {"navn": plass.navn}))
    tekst = N_("Det må avgjøres om %(navn)s er habil.")
    hindre += [
        Hinder("usikker", tekst, {"navn": plass.navn})
        for plass in plasser
        if plass.tilstand is Tilstand.MISTENKT
    ]
    if len(med) < MINST_MEDLEMMER:
        tekst = N_("Færre enn %(antall)s i panelet er habile. Flytt søkeren til et annet panel.")
        hindre.append(Hinder("for_fa", tekst, {"antall": MINST_MEDLEMMER}))
    return hindre


def spread(poeng: Sequence[int | None]) -> int:
    """Return the distance between the highest and the lowest score given."""
    gitt = [ett for ett in poeng if ett is not None]
    return max(gitt) - min(gitt) if gitt else 0


def joint_default(poeng: Sequence[int | None]) -> int | None:
    """Return the mean rounded half up; None where nobody scored or the members differ much."""
    gitt = [ett for ett in poeng if ett is not None]
    if not gitt or spread(gitt) >= SPENN_KREVER_GRUNN:
        return None
    return (2 * sum(gitt) + len(gitt)) // (2 * len(gitt))


def joint_hindre(soknad: SoknadStatus, felles: Sequence[Felles]) -> list[Hinder]:
    """Return every reason why these joint scores cannot be set.  Kilde: docs/regler.md#I4."""
    hindre = []
    if soknad not in FELLES_KAN_SETTES:
        hindre.append(Hinder("status", N_("Søkeren har fått utfall. Poengene kan ikke endres.")))
    for en in felles:
        if en.poeng is None and any(ett is not None for ett in en.egne):
            tekst = N_("«%(navn)s»: velg felles poeng.")
            hindre.append(Hinder("mangler_poeng", tekst, {"navn": en.navn}))
        if en.poeng is not None and all(ett is None for ett in en.egne):
            tekst = N_("«%(navn)s»: ingen i panelet har gitt poeng, så panelet kan ikke gjøre det.")
            hindre.append(Hinder("ikke_grunnlag", tekst, {"navn": en.navn}))
        if spread(en.egne) >= SPENN_KREVER_GRUNN and not en.begrunnelse:
            tekst = N_("«%(navn)s»: dere var %(spenn)s poeng fra hverandre. Skriv en begrunnelse.")
            verdier: dict[str, object] = {"navn": en.navn, "spenn": spread(en.egne)}
            hindre.append(Hinder("mangler_begrunnelse", tekst, verdier))
    if felles and all(en.poeng is None for en in felles):
        hindre.append(Hinder("uten_poeng", N_("Minst én kompetanse må ha felles poeng.")))
    return hindre


def points(felles: Sequence[tuple[int | None, int]]) -> int:
    """Return 0-100 from (joint score, weight): (weighted mean - 1) / 4 x 100, rounded half up.

    What nobody heard is left out of the mean; without any score the answer is 0.
    Kilde: docs/regler.md#I5.
    """
    med = [(poeng, vekt) for poeng, vekt in felles if poeng is not None]
    vekter = sum(vekt for _, vekt in med)
    if not vekter:
        return 0
    over_en = sum((poeng - 1) * vekt for poeng, vekt in med)
    return (50 * over_en + vekter) // (2 * vekter)


def ranks(poeng: Sequence[int]) -> list[int]:
    """Return the rank of each, best first from 1; equal points have equal rank, and the next skips.

    Kilde: docs/regler.md#I6.
    """
    return [1 + sum(1 for other in poeng if other > ett) for ett in poeng]


def outcome_at(poeng: int, innstilt_fra: int, reserve_fra: int) -> Innstillingsutfall:
    """Return where the cut lines place these points; the line itself is inside."""
    if poeng >= innstilt_fra:
        return Innstillingsutfall.INNSTILT
    return Innstillingsutfall.RESERVE if poeng >= reserve_fra else Innstillingsutfall.AVSLAG


def cut_hindre(
    innstilt_fra: int, reserve_fra: int, uten_grunn: Sequence[Innstillingsutfall] = ()
) -> list[Hinder]:
    """Return why cut lines cannot be drawn; `uten_grunn` names used outcomes without grounds."""
    tekst = N_("Skriv en begrunnelse for utfallet «%(utfall)s».")
    hindre = [
        Hinder(f"begrunnelse_{utfall}", tekst, {"utfall": UTFALL_TEKST[utfall]})
        for utfall in uten_grunn
    ]
    if reserve_fra > innstilt_fra:
        tekst = N_("Grensen for reserve kan ikke være høyere enn grensen for innstilt.")
        hindre.append(Hinder("grense", tekst))
    return hindre


def innstill_hindre(
    soknad: SoknadStatus, meldt: SoknadStatus | None, *, har_felles: bool, begrunnelse: str
) -> list[Hinder]:
    """Return why an applicant's outcome cannot be set; a refusal that was told stands."""
    hindre = []
    if soknad is SoknadStatus.TRUKKET:
        hindre.append(Hinder("trukket", N_("Søknaden er trukket.")))
    elif soknad is SoknadStatus.AVSLAG and meldt is soknad:
        hindre.append(Hinder("meldt", N_("Søkeren har fått beskjed om avslaget.")))
    elif not har_felles or soknad not in ETTER_FELLESSKAR:
        hindre.append(Hinder("ikke_vurdert", N_("Panelet har ikke satt felles poeng ennå.")))
    if not begrunnelse:
        hindre.append(Hinder("begrunnelse", N_("Skriv en begrunnelse.")))
    return hindre
