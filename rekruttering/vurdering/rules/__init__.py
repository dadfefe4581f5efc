"""States and rules of scores, joint scores and outcomes; plain values, no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder
from rekruttering.habilitet.rules import Tilstand, is_barred
from rekruttering.intervju.rules import (
    AKTIVE,
    MINST_MEDLEMMER,
    UNDER_VURDERING,
    IntervjuStatus,
    Plass,
)
from rekruttering.soknad.rules import SoknadStatus

SKALA = (1, 2, 3, 4, 5)
SPENN_KREVER_GRUNN = 2


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


class Anbefaling(StrEnum):
    """What the panel says of an applicant as a whole."""

    ANBEFALT = "anbefalt"
    MED_FORBEHOLD = "med_forbehold"
    IKKE_ANBEFALT = "ikke_anbefalt"


class Innstillingsutfall(StrEnum):
    """What the coordinator recommends."""

    INNSTILT = "innstilt"
    RESERVE = "reserve"
    AVSLAG = "avslag"


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
ANBEFALING_TEKST = {
    Anbefaling.ANBEFALT: N_("Anbefales"),
    Anbefaling.MED_FORBEHOLD: N_("Anbefales med forbehold"),
    Anbefaling.IKKE_ANBEFALT: N_("Anbefales ikke"),
}
UTFALL_TEKST = {
    Innstillingsutfall.INNSTILT: N_("Innstilt"),
    Innstillingsutfall.RESERVE: N_("Reserve"),
    Innstillingsutfall.AVSLAG: N_("Avslag"),
}
# What a member may choose instead of a score; the register says who is inhabil.
VALGBARE_MANGLER = (Mangel.IKKE_HORT, Mangel.AVSTATT, Mangel.IKKE_KOMPETENT)
FELLES_KAN_SETTES = frozenset({SoknadStatus.TIL_INTERVJU, SoknadStatus.INTERVJUET})
ETTER_FELLESSKAR = UNDER_VURDERING - {SoknadStatus.TIL_INTERVJU}


@dataclass(frozen=True)
class Vurderingsplass(Plass):
    """A member's place before one applicant, with how far the own scoring has come."""

    status: VurderingStatus | None = None


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
    return [*hindre, *svar_hindre(svar)]


def svar_hindre(svar: Sequence[Svar]) -> list[Hinder]:
    """Return what a score sheet lacks before it can be locked.  Kilde: docs/regler.md#I1."""
    hindre = []
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


def joint_open_hindre(intervju: IntervjuStatus, plasser: Sequence[Vurderingsplass]) -> list[Hinder]:
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


def samlet_hindre(soknad: SoknadStatus, begrunnelse: str) -> list[Hinder]:
    """Return why the panel cannot give its overall recommendation.  Kilde: docs/regler.md#V1."""
    hindre = []
    if soknad is SoknadStatus.TIL_INTERVJU:
        tekst = N_("Sett felles poeng på alle kompetansene først.")
        hindre.append(Hinder("felles_mangler", tekst))
    elif soknad not in FELLES_KAN_SETTES:
        tekst = N_("Søkeren har fått utfall. Anbefalingen kan ikke endres.")
        hindre.append(Hinder("status", tekst))
    if not begrunnelse:
        hindre.append(Hinder("begrunnelse", N_("Skriv en begrunnelse for anbefalingen.")))
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


def mean(poeng: Sequence[int | None]) -> tuple[float | None, int]:
    """Return the mean of the scores given, and how many they are; what is missing is not 0."""
    gitt = [ett for ett in poeng if ett is not None]
    return (sum(gitt) / len(gitt) if gitt else None), len(gitt)


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


def is_near(poeng: int, grenser: Sequence[int], feil: float | None) -> bool:
    """Return whether the members' disagreement alone could move someone across a cut line.

    `feil` is the standard error of the points, None where it is not known. Two of them are
    about 95 %.  Kilde: docs/regler.md#V5.
    """
    return feil is not None and any(abs(poeng - grense) <= 2 * feil for grense in grenser)


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
