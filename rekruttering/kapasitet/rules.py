"""Who counts in the capacity of a round, how likely a yes is, and what has changed since an answer.

Plain values, no I/O.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder
from rekruttering.pulje.rules import DELTAR, PuljekommuneStatus
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.utlysning.rules import UtlysningStatus

# What everybody has while some still wait for joint scores: nobody is placed by a guess.
NOYTRALE_POENG = 75
# Per cent who say yes, until a round has answers of its own.
VANLIG_JA = 80
MINST_SVAR = 10
SANNSYNLIGHET = (1, 100)
# In these phases applicants and offers still come and go.
AKTUELL = frozenset(
    {
        UtlysningStatus.PUBLISERT,
        UtlysningStatus.VURDERING,
        UtlysningStatus.INTERVJU,
        UtlysningStatus.TILBUD,
    }
)


class Gruppe(StrEnum):
    """How certain it is that somebody takes part."""

    SIGNERT = "signert"
    TILBUD = "tilbud"
    KANDIDAT = "kandidat"


class Kommunevalg(StrEnum):
    """Which identified municipalities are to be covered."""

    JA = "ja"
    ALLE = "alle"


KOMMUNEVALG_TEKST = {
    Kommunevalg.JA: N_("Kommuner som har takket ja"),
    Kommunevalg.ALLE: N_("Alle som ikke har takket nei"),
}
_UTE = frozenset({SoknadStatus.KLADD, SoknadStatus.TRUKKET, SoknadStatus.AVSLAG})
_UTEN_UTFALL = frozenset(
    {SoknadStatus.INNSENDT, SoknadStatus.TIL_INTERVJU, SoknadStatus.INTERVJUET}
)


def gruppe_of(
    status: SoknadStatus, tilbud: TilbudStatus | None, *, signert: bool, sluttet: bool
) -> Gruppe | None:
    """Return how an applicant counts; None: not at all.

    `tilbud` is the offer's state as the clock decides it, `signert` that there is a veileder,
    `sluttet` that the veileder has left.  Kilde: docs/regler.md#D1.
    """
    if status in _UTE or sluttet:
        return None
    if signert:
        return Gruppe.SIGNERT
    if tilbud is TilbudStatus.SENDT:
        return Gruppe.TILBUD
    return Gruppe.KANDIDAT if tilbud in (None, TilbudStatus.TRUKKET) else None


def has_utfall(statuser: Collection[SoknadStatus]) -> bool:
    """Return whether everyone who counts has an outcome, so that points may be used.

    Before that all have the same points: a figure for some and not for others would say who has
    been scored, and how.  Kilde: docs/regler.md#D2.
    """
    return bool(statuser) and not _UTEN_UTFALL & set(statuser)


def takes_part(status: PuljekommuneStatus, valg: Kommunevalg) -> bool:
    """Return whether a municipality is to be covered."""
    if valg is Kommunevalg.JA:
        return status in DELTAR
    return status in DELTAR or status is PuljekommuneStatus.IDENTIFISERT


def default_valg(antall: Mapping[PuljekommuneStatus, int]) -> Kommunevalg:
    """Return which municipalities to begin with: those that said yes, once any has."""
    return Kommunevalg.JA if any(antall.get(each, 0) for each in DELTAR) else Kommunevalg.ALLE


@dataclass(frozen=True)
class Jasannsynlighet:
    """How many per cent say yes, with the answers it rests on; `av` 0: not the round's own."""

    prosent: int
    ja: int = 0
    av: int = 0


def default_sannsynlighet(antall: Mapping[TilbudStatus, int]) -> Jasannsynlighet:
    """Return the share of yes among the round's answers so far; before there are enough, the usual.

    An offer that nobody answered counts as a no.  Never nought or all: the next may differ.
    Kilde: docs/regler.md#D3.
    """
    ja = antall.get(TilbudStatus.TAKKET_JA, 0)
    av = ja + antall.get(TilbudStatus.TAKKET_NEI, 0) + antall.get(TilbudStatus.UTLOPT, 0)
    if av < MINST_SVAR:
        return Jasannsynlighet(VANLIG_JA)
    return Jasannsynlighet(min(99, max(1, round(100 * ja / av))), ja, av)


def sannsynlighet_hindre(prosent: int) -> list[Hinder]:
    """Return why a share of yes cannot be used."""
    if SANNSYNLIGHET[0] <= prosent <= SANNSYNLIGHET[1]:
        return []
    tekst = N_("Skriv et helt tall fra %(minst)s til %(mest)s.")
    minst, mest = SANNSYNLIGHET
    return [Hinder("sannsynlighet", tekst, {"minst": minst, "mest": mest})]


def beregn_hindre(*, pulje: bool, kommuner: int, sokere: int) -> list[Hinder]:
    """Return why the capacity cannot be worked out; `sokere` are all who count."""
    hindre = []
    if not pulje:
        tekst = N_("Kommunene er ikke registrert ennå. Da vet vi ikke hva som skal dekkes.")
        hindre.append(Hinder("pulje", tekst))
    elif not kommuner:
        tekst = N_("Ingen kommuner er med ennå. Velg alle, eller følg opp svarene.")
        hindre.append(Hinder("kommuner", tekst))
    if sokere < 2:
        tekst = N_("Det må være minst to søkere, for kommunene får to veiledere hver.")
        hindre.append(Hinder("sokere", tekst))
    return hindre


@dataclass(frozen=True)
class Endringer:
    """What is different from what an answer was worked out from, in numbers."""

    nye: int
    borte: int
    signert: int
    kommuner: int
    annet: bool

    @property
    def noe(self) -> bool:
        """Whether anything is."""
        return bool(self.nye or self.borte or self.signert or self.kommuner or self.annet)


def compare(
    for_: Mapping[str, str], na: Mapping[str, str], kommuner: Collection[str], *, likt: bool
) -> Endringer:
    """Return what has changed from one set of applicants (id: group) to another.

    `kommuner` are those that came or went; `likt` says that the whole problem is the same.
    """
    signert = sum(each.startswith("V") for each in set(na) - set(for_))
    # Whoever signs changes from an applicant to a veileder, which is no loss.
    borte = sum(each.startswith("S") for each in set(for_) - set(na)) - signert
    nye = sum(each.startswith("S") for each in set(na) - set(for_))
    borte += sum(each.startswith("V") for each in set(for_) - set(na))
    talt = bool(nye or borte or signert or kommuner)
    return Endringer(nye, max(0, borte), signert, len(kommuner), annet=not likt and not talt)
