"""States of a tie and what follows from them; plain values, no I/O."""

from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder


class Tilstand(StrEnum):
    """State of one entry; no entry at all means undeclared, and undeclared is not clear."""

    INGEN = "ingen"
    ERKLART = "erklart"
    MISTENKT = "mistenkt"
    BEKREFTET = "bekreftet"
    AVKLART = "avklart"


TILSTAND_TEKST = {
    Tilstand.INGEN: N_("Ingen tilknytning"),
    Tilstand.ERKLART: N_("Erklært inhabil"),
    Tilstand.MISTENKT: N_("Usikker, må avgjøres"),
    Tilstand.BEKREFTET: N_("Inhabil, bekreftet"),
    Tilstand.AVKLART: N_("Avklart som habil"),
}
CLEAR = frozenset({Tilstand.INGEN, Tilstand.AVKLART})
OPEN = frozenset({Tilstand.MISTENKT})
DECIDED = frozenset({Tilstand.BEKREFTET, Tilstand.AVKLART})
BARRED = frozenset({Tilstand.ERKLART, Tilstand.MISTENKT, Tilstand.BEKREFTET})
# What a person may say about a tie of their own.
ERKLARINGER = (Tilstand.INGEN, Tilstand.MISTENKT, Tilstand.ERKLART)
MAKS_TEGN = 2000


def is_clear(tilstand: Tilstand | None) -> bool:
    """Return whether the person may act; None is undeclared, which is not clear.

    Kilde: docs/regler.md#H1, docs/regler.md#H2.
    """
    return tilstand in CLEAR


def is_barred(tilstand: Tilstand | None) -> bool:
    """Return whether a tie is known or suspected; undeclared is neither clear nor barred."""
    return tilstand in BARRED


def declare_hindre(before: Tilstand | None, after: Tilstand, grunn: str) -> list[Hinder]:
    """Return every reason why a declaration cannot be made.

    A decided entry is pinned, and a tie once mentioned is cleared by someone else only.
    Kilde: docs/regler.md#H4.
    """
    hindre = []
    if after not in ERKLARINGER:
        hindre.append(Hinder("erklaring", N_("Velg ett av svarene.")))
    if after in BARRED and not grunn:
        hindre.append(Hinder("grunn", N_("Skriv hva tilknytningen består i.")))
    if before in DECIDED:
        tekst = N_("Habiliteten er avgjort. Be koordinatoren om å ta saken opp igjen.")
        hindre.append(Hinder("avgjort", tekst))
    elif before in BARRED and after is Tilstand.INGEN:
        tekst = N_("Du har meldt en tilknytning. En annen enn deg må avgjøre den.")
        hindre.append(Hinder("ma_avgjores", tekst))
    return hindre


def decide_hindre(after: Tilstand, begrunnelse: str, *, egen_sak: bool) -> list[Hinder]:
    """Return every reason why a case cannot be decided like this.  Kilde: docs/regler.md#H3."""
    hindre = []
    if after not in DECIDED:
        hindre.append(Hinder("avgjorelse", N_("Velg om personen er habil eller inhabil.")))
    if not begrunnelse:
        hindre.append(Hinder("begrunnelse", N_("Skriv en begrunnelse for avgjørelsen.")))
    if egen_sak:
        tekst = N_("Du kan ikke avgjøre din egen habilitet.")
        hindre.append(Hinder("egen_sak", tekst))
    return hindre


def object_hindre(tekst: str, *, egen: bool) -> list[Hinder]:
    """Return why an objection cannot be sent.  Kilde: docs/regler.md#H7."""
    hindre = []
    if egen:
        hindre.append(Hinder("egen", N_("Innsigelsen må gjelde en annen enn deg selv.")))
    if not tekst:
        hindre.append(Hinder("tekst", N_("Skriv hva du vet om tilknytningen.")))
    return hindre


def after_objection(tilstand: Tilstand | None) -> Tilstand:
    """Return the state of an entry that somebody objects to: open, unless it bars already.

    Also what was cleared is opened again; who decides hears the new side.  Kilde:
    docs/regler.md#H7.
    """
    return tilstand if tilstand is not None and is_barred(tilstand) else Tilstand.MISTENKT
