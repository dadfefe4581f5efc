"""States and rules of an identified municipality; plain values, no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder

TIMER = (1, 2000)
SKOLEAR = 3
NAVN_MAKS = 120
TEKST_MAKS = 2000


class Grunnlag(StrEnum):
    """Why a municipality was identified."""

    RISIKOPOENG = "risikopoeng"
    SPREDNING = "spredning"


class PuljekommuneStatus(StrEnum):
    """Where an identified municipality stands in the ordning."""

    IDENTIFISERT = "identifisert"
    TAKKET_JA = "takket_ja"
    TAKKET_NEI = "takket_nei"
    FORFASE = "forfase"
    GJENNOMFORING = "gjennomforing"
    AVSLUTTET = "avsluttet"


class Fagomrade(StrEnum):
    """Subject areas that a municipality may need and a veileder may have."""

    ANALYSE = "analyse"
    LEDELSE = "ledelse"
    VEILEDNING = "veiledning"
    ORGANISASJONSUTVIKLING = "organisasjonsutvikling"
    KLASSELEDELSE = "klasseledelse"
    LAEREPLANARBEID = "laereplanarbeid"
    FAGDIDAKTIKK = "fagdidaktikk"
    FLERSPRAKLIGHET = "flerspraklighet"
    BARNEHAGE = "barnehage"
    PPT = "ppt"


GRUNNLAG_TEKST = {
    Grunnlag.RISIKOPOENG: N_("Risikopoeng"),
    Grunnlag.SPREDNING: N_("Spredning mellom skoler"),
}
STATUS_TEKST = {
    PuljekommuneStatus.IDENTIFISERT: N_("Identifisert"),
    PuljekommuneStatus.TAKKET_JA: N_("Takket ja"),
    PuljekommuneStatus.TAKKET_NEI: N_("Takket nei"),
    PuljekommuneStatus.FORFASE: N_("I forfasen"),
    PuljekommuneStatus.GJENNOMFORING: N_("I gjennomføringsfasen"),
    PuljekommuneStatus.AVSLUTTET: N_("Avsluttet"),
}
FAGOMRADE_TEKST = {
    Fagomrade.ANALYSE: N_("Analyse"),
    Fagomrade.LEDELSE: N_("Ledelse"),
    Fagomrade.VEILEDNING: N_("Veiledning"),
    Fagomrade.ORGANISASJONSUTVIKLING: N_("Organisasjonsutvikling"),
    Fagomrade.KLASSELEDELSE: N_("Klasseledelse"),
    Fagomrade.LAEREPLANARBEID: N_("Lokalt læreplanarbeid"),
    Fagomrade.FAGDIDAKTIKK: N_("Fagdidaktikk"),
    Fagomrade.FLERSPRAKLIGHET: N_("Flerspråklighet"),
    Fagomrade.BARNEHAGE: N_("Barnehage"),
    Fagomrade.PPT: N_("PP-tjeneste"),
}

SVAR = frozenset({PuljekommuneStatus.TAKKET_JA, PuljekommuneStatus.TAKKET_NEI})
UTE = frozenset({PuljekommuneStatus.TAKKET_NEI, PuljekommuneStatus.AVSLUTTET})
# Those that get a pair: they have said yes, or the work has begun already.
DELTAR = frozenset({PuljekommuneStatus.TAKKET_JA, PuljekommuneStatus.FORFASE})
NESTE: dict[PuljekommuneStatus, tuple[PuljekommuneStatus, ...]] = {
    PuljekommuneStatus.TAKKET_JA: (PuljekommuneStatus.FORFASE, PuljekommuneStatus.AVSLUTTET),
    PuljekommuneStatus.FORFASE: (PuljekommuneStatus.GJENNOMFORING, PuljekommuneStatus.AVSLUTTET),
    PuljekommuneStatus.GJENNOMFORING: (PuljekommuneStatus.AVSLUTTET,),
}


@dataclass(frozen=True)
class Deltakelse:
    """That a municipality was picked in another draw, and until when its period lasts."""

    kommune: str
    pulje: str
    trukket_dato: date
    innsats_til_dato: date
    status: PuljekommuneStatus


def innsatsperiode(forste_year: int) -> tuple[date, date]:
    """Return first and last day of three school years.  Kilde: docs/regler.md#P1."""
    return date(forste_year, 8, 1), date(forste_year + SKOLEAR, 7, 31)


def pulje_hindre(trukket_dato: date, innsats_fra_dato: date, *, finnes: bool) -> list[Hinder]:
    """Return why a draw cannot be registered; `finnes`: the round has one already."""
    hindre = []
    if finnes:
        hindre.append(Hinder("finnes", N_("Runden har allerede en pulje.")))
    if trukket_dato > innsats_fra_dato:
        tekst = N_("Kommunene må være trukket før innsatsperioden begynner.")
        hindre.append(Hinder("trukket_sent", tekst))
    return hindre


def is_in_ordning(deltakelse: Deltakelse, trukket_dato: date) -> bool:
    """Return whether an earlier draw still holds the municipality on the day of a new draw."""
    drawn = deltakelse.trukket_dato <= trukket_dato <= deltakelse.innsats_til_dato
    return drawn and deltakelse.status not in UTE


def identifisert_hindre(
    kommune: str, trukket_dato: date, deltakelser: Iterable[Deltakelse]
) -> list[Hinder]:
    """Return every earlier draw that keeps a municipality from being identified again.

    `deltakelser` are those of the municipality itself and of what it was or became when
    municipalities merged or changed number.  Kilde: docs/regler.md#P2.
    """
    hindre = []
    for deltakelse in deltakelser:
        if not is_in_ordning(deltakelse, trukket_dato):
            continue
        verdier: dict[str, object] = {
            "kommune": kommune,
            "pulje": deltakelse.pulje,
            "til": f"{deltakelse.innsats_til_dato:%d.%m.%Y}",
        }
        if deltakelse.kommune == kommune:
            tekst = N_("%(kommune)s er med i «%(pulje)s» til %(til)s og kan ikke trekkes ut nå.")
        else:
            verdier["annen"] = deltakelse.kommune
            tekst = N_(
                "%(kommune)s kan ikke trekkes ut nå: %(annen)s, som den er slått sammen med eller "
                "delt fra, er med i «%(pulje)s» til %(til)s."
            )
        hindre.append(Hinder("i_ordningen", tekst, verdier))
    return hindre


def timer_hindre(timer: int) -> list[Hinder]:
    """Return why a need in hours is refused."""
    if TIMER[0] <= timer <= TIMER[1]:
        return []
    tekst = N_("Timene må være et helt tall fra %(minst)s til %(mest)s.")
    return [Hinder("timer", tekst, {"minst": TIMER[0], "mest": TIMER[1]})]


def duplicate_hindre(kommune: str, *, finnes: bool) -> list[Hinder]:
    """Return why a municipality cannot be added to a pulje that holds it."""
    tekst = N_("%(kommune)s er allerede i puljen.")
    return [Hinder("finnes", tekst, {"kommune": kommune})] if finnes else []


def answer_hindre(
    status: PuljekommuneStatus, svar: PuljekommuneStatus, *, koordinator: bool
) -> list[Hinder]:
    """Return why an answer is refused; a coordinator may change one that was given."""
    if svar not in SVAR:
        return [Hinder("svar", N_("Svaret må være ja eller nei."))]
    if status is svar or status is PuljekommuneStatus.IDENTIFISERT:
        return []
    if status not in SVAR:
        tekst = N_("Arbeidet i kommunen har begynt. Svaret kan ikke endres.")
        return [Hinder("begynt", tekst)]
    if not koordinator:
        tekst = N_("Kommunen har svart. Ta kontakt med oss hvis svaret må endres.")
        return [Hinder("har_svart", tekst)]
    return []


def advance_hindre(status: PuljekommuneStatus, ny: PuljekommuneStatus) -> list[Hinder]:
    """Return why a municipality cannot move to another phase of the ordning."""
    if ny in NESTE.get(status, ()):
        return []
    tekst = N_("Kommunen kan ikke flyttes fra «%(fra)s» til «%(til)s».")
    verdier: dict[str, object] = {"fra": STATUS_TEKST[status], "til": STATUS_TEKST[ny]}
    return [Hinder("fase", tekst, verdier)]


def remove_hindre(status: PuljekommuneStatus) -> list[Hinder]:
    """Return why a municipality cannot be taken out of the list."""
    if status in (PuljekommuneStatus.IDENTIFISERT, PuljekommuneStatus.TAKKET_NEI):
        return []
    tekst = N_("Kommunen har takket ja. Registrer at den har takket nei før du fjerner den.")
    return [Hinder("takket_ja", tekst)]
