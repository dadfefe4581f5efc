"""When a hearing is open, what may be done in it, and why a step is refused; plain values."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder

Par = tuple[int, int]

# A term shorter than three whole days would lie inside a weekend for some recipient; a municipality
# must also find out who there knows the two veiledere.
MINSTE_VARSEL = timedelta(days=3)
# A year mistyped must not keep a round from being published for ever.
LENGSTE_VARSEL = timedelta(days=180)
SVARTID = timedelta(days=7)
PAMINNELSE = timedelta(days=1)
MAKS_TEGN = 4000
MAKS_MELDING = 2000


class Mottakerslag(StrEnum):
    """Who is heard."""

    STATSFORVALTER = "statsforvalter"
    KOMMUNE = "kommune"


class Behandling(StrEnum):
    """What a coordinator did with a comment."""

    FULGT = "fulgt"
    IKKE_FULGT = "ikke_fulgt"


SLAG_TEKST = {
    Mottakerslag.STATSFORVALTER: N_("Statsforvalterne"),
    Mottakerslag.KOMMUNE: N_("Kommunene"),
}
BEHANDLING_TEKST = {
    Behandling.FULGT: N_("Fulgt"),
    Behandling.IKKE_FULGT: N_("Ikke fulgt"),
}


def is_in_time(frist_at: datetime, now: datetime) -> bool:
    """Return whether the term lasts; its last second is in time.  Kilde: docs/regler.md#G3."""
    return now.replace(microsecond=0) <= frist_at


def is_open(
    lukket_at: datetime | None, frist_at: datetime, now: datetime, *, i_spill: bool
) -> bool:
    """Return whether answers are taken now, also before the worker has closed what has ended.

    `i_spill`: the plan is still one that may be decided on.  Kilde: docs/regler.md#G3.
    """
    return lukket_at is None and i_spill and is_in_time(frist_at, now)


def frist_hindre(frist_at: datetime, now: datetime) -> list[Hinder]:
    """Return why a moment cannot be the term.  Kilde: docs/regler.md#G2."""
    if frist_at - now < MINSTE_VARSEL:
        tekst = N_("Mottakerne må få minst %(dager)s hele dager på seg.")
        return [Hinder("frist", tekst, {"dager": MINSTE_VARSEL.days})]
    if frist_at - now > LENGSTE_VARSEL:
        tekst = N_("Fristen kan ikke være mer enn %(dager)s dager fram.")
        return [Hinder("frist", tekst, {"dager": LENGSTE_VARSEL.days})]
    return []


def choose_melding(nb: str, nn: str, malform: str) -> str:
    """Return own words in a målform (nb, nn); one text alone serves both."""
    return (nn or nb) if malform == "nn" else (nb or nn)


def melding_hindre(nb: str, nn: str, malformer: Collection[str]) -> list[Hinder]:
    """Return in which language a message is missing that some recipient reads.

    `malformer` are the recipients' own (nb, nn).  Kilde: docs/regler.md#G2.
    """
    hindre = []
    if nn and not nb and "nb" in malformer:
        tekst = N_("Noen av mottakerne leser bokmål. Skriv meldingen på bokmål også.")
        hindre.append(Hinder("melding_nb", tekst))
    if nb and not nn and "nn" in malformer:
        tekst = N_("Noen av mottakerne leser nynorsk. Skriv meldingen på nynorsk også.")
        hindre.append(Hinder("melding_nn", tekst))
    return hindre


def send_hindre(*, forslag: bool, apen: bool, mottakere: int) -> list[Hinder]:
    """Return why a plan cannot be heard; `forslag`: nobody has decided on it.

    Kilde: docs/regler.md#G1.
    """
    hindre = []
    if not forslag:
        tekst = N_("Bare et forslag som ikke er vedtatt, kan sendes på høring.")
        hindre.append(Hinder("status", tekst))
    if apen:
        tekst = N_("Forslaget er på høring allerede. Avslutt den høringen først.")
        hindre.append(Hinder("apen", tekst))
    if not mottakere:
        tekst = N_("Valget ditt gir ingen mottakere. Velg flere.")
        hindre.append(Hinder("mottakere", tekst))
    return hindre


def answer_hindre(*, apen: bool) -> list[Hinder]:
    """Return why an answer is not taken.  Kilde: docs/regler.md#G3."""
    if apen:
        return []
    tekst = N_("Høringen er avsluttet. Svaret er ikke lagret, men teksten din står under.")
    return [Hinder("avsluttet", tekst)]


def objection_hindre(*, apen: bool) -> list[Hinder]:
    """Return why an objection is not taken here.  Kilde: docs/regler.md#G3."""
    if apen:
        return []
    tekst = N_("Høringen er avsluttet. Send det du vet til Utdanningsdirektoratet på e-post.")
    return [Hinder("avsluttet", tekst)]


def nothing_hindre(merknader: int, *, meldt: bool) -> list[Hinder]:
    """Return why somebody cannot say that they have no comments.

    `meldt`: an objection to a veileder has been raised; that is an answer, and stays one.
    """
    hindre = []
    if merknader:
        tekst = N_("Du har skrevet merknader. Ta dem bort først hvis du ikke har noen likevel.")
        hindre.append(Hinder("har_merknader", tekst))
    if meldt:
        tekst = N_("Dere har meldt fra om habilitet. Det er svaret deres.")
        hindre.append(Hinder("har_meldt", tekst))
    return hindre


def nothing_said_hindre(*, sagt: bool) -> list[Hinder]:
    """Return why an answer without a word is not taken: having no comments is an answer too."""
    if sagt:
        return []
    tekst = N_("Skriv en merknad, eller svar at dere ikke har noen.")
    return [Hinder("tomt", tekst)]


def extend_hindre(
    lukket_av: int | None, before: datetime, after: datetime, now: datetime, *, i_spill: bool
) -> list[Hinder]:
    """Return why the term cannot be moved; a hearing that the clock ended is open again by it.

    `lukket_av`: the person who closed it.  Kilde: docs/regler.md#G5.
    """
    hindre = []
    if lukket_av is not None or not i_spill:
        hindre.append(Hinder("avsluttet", N_("Høringen er avsluttet. Send forslaget på nytt.")))
    if after <= before:
        hindre.append(Hinder("frist", N_("Den nye fristen må være senere enn den gamle.")))
    if after <= now:
        hindre.append(Hinder("frist", N_("Fristen må være frem i tid.")))
    return hindre


def close_hindre(begrunnelse: str, *, apen: bool) -> list[Hinder]:
    """Return why a hearing cannot be closed before its term.  Kilde: docs/regler.md#G5."""
    hindre = []
    if not apen:
        hindre.append(Hinder("avsluttet", N_("Høringen er avsluttet allerede.")))
    if not begrunnelse:
        hindre.append(Hinder("begrunnelse", N_("Skriv hvorfor høringen avsluttes før fristen.")))
    return hindre


def remind_hindre(*, apen: bool) -> list[Hinder]:
    """Return why nobody is reminded."""
    return [] if apen else [Hinder("avsluttet", N_("Høringen er avsluttet."))]


def handle_hindre(merknad: str, *, innsigelse: bool) -> list[Hinder]:
    """Return why it cannot be noted what was done with a comment; `merknad`: own words.

    Kilde: docs/regler.md#G7.
    """
    hindre = []
    if innsigelse:
        tekst = N_("Innsigelser avgjøres i registeret over habilitet.")
        hindre.append(Hinder("innsigelse", tekst))
    if not merknad:
        hindre.append(Hinder("merknad", N_("Skriv hva du gjorde med merknaden.")))
    return hindre


def publish_hindre(frister: Iterable[str]) -> list[Hinder]:
    """Return why no plan of a round is published: each hearing that is open, by its term as text.

    Kilde: docs/regler.md#G6.
    """
    tekst = N_("Et forslag er på høring til %(frist)s. Vent til da, eller avslutt høringen.")
    return [Hinder("horing", tekst, {"frist": frist}) for frist in frister]


def reminder_is_due(sendt_at: datetime, frist_at: datetime, now: datetime) -> bool:
    """Return whether to remind now: the day before, unless it was sent later than that.

    Kilde: docs/regler.md#G4.
    """
    from_at = frist_at - PAMINNELSE
    return sendt_at < from_at <= now and is_in_time(frist_at, now)


def find_endrede(sendt: Mapping[int, Par], na: Mapping[int, Par]) -> frozenset[int]:
    """Return the municipalities (puljekommune ids) whose pair is another one than was heard.

    A municipality that had no pair and has one now is changed too, and the other way round.
    """
    return frozenset(id for id in sendt.keys() | na.keys() if sendt.get(id) != na.get(id))
