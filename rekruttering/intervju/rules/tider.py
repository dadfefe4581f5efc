"""When people can and cannot: the grid of a round, and who may answer when; plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from rekruttering.felles.errors import N_, Hinder
from rekruttering.intervju.rules.ramme import Ramme, to_klokke, weekdays
from rekruttering.soknad.rules import SoknadStatus, Sprak

# A span in which people say whether they can; an interview may lie across several.
SPENN_MIN = 120
FRIE_BYTTER = 2
MAKS_MERKNAD = 1000
MAKS_EKSTRA_MIN = 120
# How long before it begins an applicant may still move the own interview.
BYTTEFRIST = timedelta(hours=24)


# Noted among an interview's reminders when the one new offer after it was not held has been made.
NYTT_VALG = "nytt_valg"


class Ledighet(StrEnum):
    """What an applicant says of one span."""

    NEI = "nei"
    KAN = "kan"
    HELST = "helst"


LEDIGHET_TEKST = {
    Ledighet.NEI: N_("Kan ikke"),
    Ledighet.KAN: N_("Kan"),
    Ledighet.HELST: N_("Passer best"),
}


class Moteform(StrEnum):
    """How an applicant can meet."""

    VIDEO = "video"
    STED = "sted"
    BEGGE = "begge"


MOTEFORM_TEKST = {
    Moteform.VIDEO: N_("På video"),
    Moteform.STED: N_("Ved oppmøte"),
    Moteform.BEGGE: N_("Begge deler går bra"),
}
SAMISKE = (Sprak.NORDSAMISK, Sprak.LULESAMISK, Sprak.SORSAMISK)


class Medlemsrolle(StrEnum):
    """What a member may do in the panels of a round."""

    LEDER = "leder"
    KAN_LEDE = "kan_lede"
    MEDLEM = "medlem"


MEDLEMSROLLE_TEKST = {
    Medlemsrolle.LEDER: N_("Leder alltid panelet"),
    Medlemsrolle.KAN_LEDE: N_("Kan lede panelet"),
    Medlemsrolle.MEDLEM: N_("Leder ikke panelet"),
}


@dataclass(frozen=True, order=True)
class Spenn:
    """A span of one day, in minutes of the local day; `nokkel` names it in forms and rows."""

    dag: date
    fra_min: int
    til_min: int

    @property
    def nokkel(self) -> str:
        """The name, such as 2020-03-23T09:00."""
        return f"{self.dag.isoformat()}T{to_klokke(self.fra_min)}"

    @property
    def tid(self) -> str:
        """The span in words, such as 09:00–11:00."""
        return f"{to_klokke(self.fra_min)}–{to_klokke(self.til_min)}"


@dataclass(frozen=True)
class Uke:
    """One week of the grid: its number, its days, and for each time of day one span per day."""

    nummer: int
    dager: tuple[date, ...]
    rader: tuple[tuple[str, tuple[Spenn, ...]], ...]


def make_spenn(fra: date, til: date, ramme: Ramme) -> list[Spenn]:
    """Return the spans of a period's weekdays in order; the last of a day may be shorter."""
    starts = range(ramme.dag_fra_min, ramme.dag_til_min, SPENN_MIN)
    times = [(start, min(start + SPENN_MIN, ramme.dag_til_min)) for start in starts]
    return [Spenn(dag, a, b) for dag in weekdays(fra, til) for a, b in times]


def to_uker(spenn: Sequence[Spenn]) -> list[Uke]:
    """Return the grid week by week."""
    uker = []
    for (_year, nummer), group in groupby(spenn, lambda each: each.dag.isocalendar()[:2]):
        in_week = list(group)
        times = sorted({each.tid for each in in_week})
        rader = tuple((tid, tuple(s for s in in_week if s.tid == tid)) for tid in times)
        uker.append(Uke(nummer, tuple(dict.fromkeys(s.dag for s in in_week)), rader))
    return uker


def known_only(tider: Mapping[str, str], spenn: Sequence[Spenn]) -> dict[str, str]:
    """Return the answers that concern spans of the grid and say that one can."""
    known = {each.nokkel for each in spenn}
    can = {Ledighet.KAN, Ledighet.HELST}
    return {key: value for key, value in tider.items() if key in known and value in can}


def svar_hindre(
    soknad: SoknadStatus, tider: Mapping[str, str], frist_at: datetime | None, now: datetime | None
) -> list[Hinder]:
    """Return why an applicant's answer cannot be taken.

    `now` is None when a coordinator answers for somebody who telephones: then no deadline holds.
    """
    hindre = []
    if soknad is not SoknadStatus.TIL_INTERVJU:
        hindre.append(Hinder("status", N_("Søkeren er ikke tatt ut til intervju.")))
    if frist_at is not None and now is not None and now > frist_at:
        tekst = N_("Fristen for å svare er ute. Ta kontakt hvis noe har endret seg.")
        hindre.append(Hinder("frist", tekst))
    if not tider:
        hindre.append(Hinder("ingen_tid", N_("Velg minst ett tidsrom da du kan.")))
    return hindre


def bytte_hindre(
    soknad: SoknadStatus, *, fortalt: bool, bytter: int, start_at: datetime, now: datetime
) -> list[Hinder]:
    """Return why an applicant cannot move the own interview now.  Kilde: docs/regler.md#I19."""
    hindre = []
    if soknad is not SoknadStatus.TIL_INTERVJU or not fortalt:
        hindre.append(Hinder("status", N_("Du har ikke et intervju som kan flyttes.")))
    if bytter >= FRIE_BYTTER:
        tekst = N_("Du har flyttet intervjuet %(antall)s ganger. Ta kontakt for å flytte igjen.")
        hindre.append(Hinder("brukt_opp", tekst, {"antall": bytter}))
    if now > start_at - BYTTEFRIST:
        tekst = N_("Det er mindre enn et døgn til intervjuet. Ta kontakt hvis du ikke kan møte.")
        hindre.append(Hinder("for_sent", tekst))
    return hindre


def nytt_valg_hindre(soknad: SoknadStatus, *, ikke_holdt: bool, tilbudt: int) -> list[Hinder]:
    """Return why an applicant cannot choose a new time after an interview that was not held.

    `tilbudt` counts how often it was not held: the choice is given once, then a person decides.
    """
    if soknad is SoknadStatus.TIL_INTERVJU and ikke_holdt and tilbudt == 1:
        return []
    return [Hinder("status", N_("Ta kontakt for å avtale en ny tid."))]
