"""States and rules of an offer; plain values, no I/O."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.utlysning.rules import Enhet, to_hours

SVARTID = timedelta(days=7)
PAMINNELSE = timedelta(days=2)
MAKS_TEGN = 2000


class TilbudStatus(StrEnum):
    """Life of an offer."""

    SENDT = "sendt"
    TAKKET_JA = "takket_ja"
    TAKKET_NEI = "takket_nei"
    UTLOPT = "utlopt"
    TRUKKET = "trukket"


STATUS_TEKST = {
    TilbudStatus.SENDT: N_("Venter på svar"),
    TilbudStatus.TAKKET_JA: N_("Takket ja"),
    TilbudStatus.TAKKET_NEI: N_("Takket nei"),
    TilbudStatus.UTLOPT: N_("Svarfristen gikk ut"),
    TilbudStatus.TRUKKET: N_("Trukket"),
}
# What a søknad must be for its applicant to get an offer.
KAN_FA_TILBUD = frozenset({SoknadStatus.INNSTILT, SoknadStatus.RESERVE})
BESVART = frozenset({TilbudStatus.TAKKET_JA, TilbudStatus.TAKKET_NEI})


@dataclass(frozen=True)
class Band:
    """The least and the most that an engagement form allows, in its unit, and the year's hours."""

    enhet: Enhet
    minst: int
    mest: int
    arsverk_timer: int

    def timer(self, amount: int) -> int:
        """Return an amount as whole hours."""
        return to_hours(amount, self.enhet, self.arsverk_timer)


def make_band(enhet: Enhet, minst: int | None, mest: int | None, arsverk_timer: int) -> Band:
    """Return the band of a form; where the call names no figure, everything up to a full year."""
    alt = 100 if enhet is Enhet.PROSENT else arsverk_timer
    return Band(enhet, 1 if minst is None else minst, alt if mest is None else mest, arsverk_timer)


def is_in_time(svarfrist_at: datetime, now: datetime) -> bool:
    """Return whether an offer can be answered now; the second of the deadline is in time."""
    return now.replace(microsecond=0) <= svarfrist_at


def status_now(status: TilbudStatus, svarfrist_at: datetime, now: datetime) -> TilbudStatus:
    """Return the state as the clock decides it, also before the worker has written it.

    Kilde: docs/regler.md#T3.
    """
    if status is TilbudStatus.SENDT and not is_in_time(svarfrist_at, now):
        return TilbudStatus.UTLOPT
    return status


def default_frist(tilbud_innen: date | None, today: date) -> date:
    """Return the day that is suggested as deadline: the call's own if it is ahead, or a week."""
    return tilbud_innen if tilbud_innen and tilbud_innen > today else today + SVARTID


def is_late(tilbud_innen: date | None, today: date) -> bool:
    """Return whether offers go out after the day the call promised.  Kilde: docs/regler.md#T2."""
    return tilbud_innen is not None and today > tilbud_innen


def frist_hindre(svarfrist_at: datetime, now: datetime) -> list[Hinder]:
    """Return why a moment cannot be a deadline."""
    if svarfrist_at <= now:
        return [Hinder("frist", N_("Fristen må være frem i tid."))]
    return []


def send_hindre(navn: str, soknad: SoknadStatus, tilbud: TilbudStatus | None) -> list[Hinder]:
    """Return why this applicant cannot be sent an offer.  Kilde: docs/regler.md#T1."""
    hindre = []
    if soknad not in KAN_FA_TILBUD:
        tekst = N_("%(navn)s er ikke innstilt og ikke reserve.")
        hindre.append(Hinder("status", tekst, {"navn": navn}))
    if tilbud in BESVART:
        tekst = N_("%(navn)s har svart på et tilbud i denne runden.")
        hindre.append(Hinder("besvart", tekst, {"navn": navn}))
    if tilbud is TilbudStatus.UTLOPT:
        tekst = N_("Tilbudet til %(navn)s er utløpt. Gi en ny frist i stedet.")
        hindre.append(Hinder("utlopt", tekst, {"navn": navn}))
    return hindre


def answer_hindre(status: TilbudStatus, svarfrist_at: datetime, now: datetime) -> list[Hinder]:
    """Return why an offer cannot be answered; an answer is given once.

    Kilde: docs/regler.md#T3, docs/regler.md#T5.
    """
    tekster = {
        TilbudStatus.TAKKET_JA: N_("Du har allerede takket ja til tilbudet."),
        TilbudStatus.TAKKET_NEI: N_("Du har allerede takket nei til tilbudet."),
        TilbudStatus.TRUKKET: N_("Tilbudet er trukket tilbake."),
        TilbudStatus.UTLOPT: N_("Svarfristen er gått ut."),
    }
    real = status_now(status, svarfrist_at, now)
    return [Hinder(real, tekster[real])] if real in tekster else []


def accept_hindre(band: Band | None, minst: int, mest: int) -> list[Hinder]:
    """Return why form and amounts cannot be agreed on.  Kilde: docs/regler.md#T4."""
    if band is None:
        return [Hinder("form", N_("Velg en av formene i tilbudet."))]
    hindre = []
    verdier: dict[str, object] = {"minst": band.minst, "mest": band.mest}
    if not band.minst <= minst <= band.mest:
        tekst = N_("Det minste må være mellom %(minst)s og %(mest)s.")
        hindre.append(Hinder("minst", tekst, verdier))
    if not band.minst <= mest <= band.mest:
        tekst = N_("Det meste må være mellom %(minst)s og %(mest)s.")
        hindre.append(Hinder("mest", tekst, verdier))
    if minst > mest:
        tekst = N_("Det minste kan ikke være mer enn det meste.")
        hindre.append(Hinder("rekkefolge", tekst))
    return hindre


def sign_hindre(signert: str, navn: str) -> list[Hinder]:
    """Return why a typed name is no signature: it must be the applicant's, case and space aside."""
    if signert.casefold().split() == navn.casefold().split():
        return []
    tekst = N_("Skriv navnet slik det står i søknaden: %(navn)s.")
    return [Hinder("signert_navn", tekst, {"navn": navn})]


def decline_hindre(begrunnelse: str) -> list[Hinder]:
    """Return why a no cannot be given."""
    if begrunnelse:
        return []
    return [Hinder("begrunnelse", N_("Skriv kort hvorfor du takker nei."))]


def withdraw_hindre(status: TilbudStatus, begrunnelse: str) -> list[Hinder]:
    """Return why an offer cannot be taken back."""
    hindre = []
    if status is not TilbudStatus.SENDT:
        hindre.append(Hinder("status", N_("Bare et tilbud som venter på svar, kan trekkes.")))
    if not begrunnelse:
        hindre.append(Hinder("begrunnelse", N_("Skriv en begrunnelse.")))
    return hindre


def extend_hindre(
    status: TilbudStatus, soknad: SoknadStatus, before: datetime, after: datetime, begrunnelse: str
) -> list[Hinder]:
    """Return why an offer cannot get a later deadline; one that has expired may."""
    hindre = []
    if status not in {TilbudStatus.SENDT, TilbudStatus.UTLOPT} or soknad not in KAN_FA_TILBUD:
        hindre.append(Hinder("status", N_("Tilbudet er besvart eller trukket.")))
    if after <= before:
        hindre.append(Hinder("frist", N_("Den nye fristen må være senere enn den gamle.")))
    if not begrunnelse:
        hindre.append(Hinder("begrunnelse", N_("Skriv en begrunnelse.")))
    return hindre


def reminder_is_due(sendt_at: datetime, svarfrist_at: datetime, now: datetime) -> bool:
    """Return whether to remind now: two days before, unless the offer was sent later than that."""
    from_at = svarfrist_at - PAMINNELSE
    return sendt_at < from_at <= now and is_in_time(svarfrist_at, now)


def end_hindre(sluttet_at: datetime | None, begrunnelse: str) -> list[Hinder]:
    """Return why a veileder cannot be taken out of a round."""
    hindre = []
    if sluttet_at is not None:
        hindre.append(Hinder("sluttet", N_("Veilederen har allerede sluttet.")))
    if not begrunnelse:
        hindre.append(Hinder("begrunnelse", N_("Skriv en begrunnelse.")))
    return hindre
