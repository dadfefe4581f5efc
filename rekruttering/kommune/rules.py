"""Vocabulary of municipalities; plain values, no I/O."""

import unicodedata
from datetime import date
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder


class KommuneMalform(StrEnum):
    """The municipality's own decision on written Norwegian."""

    BOKMAL = "bokmal"
    NYNORSK = "nynorsk"
    NOYTRAL = "noytral"


class SamiskSprak(StrEnum):
    """The Sami languages of forvaltningsområdet."""

    NORDSAMISK = "nordsamisk"
    LULESAMISK = "lulesamisk"
    SORSAMISK = "sorsamisk"


class Endringstype(StrEnum):
    """What happened to a municipality; a divided one leads to several, and a person must choose."""

    UENDRET = "uendret"
    NYTT_NUMMER = "nytt_nummer"
    SAMMENSLAING = "sammenslaing"
    DELING = "deling"


class Listeslag(StrEnum):
    """The lists of reference data; each has its own columns."""

    EMBETER = "embeter"
    FYLKER = "fylker"
    KOMMUNER = "kommuner"
    ENDRINGER = "endringer"


MALFORM_TEKST = {
    KommuneMalform.BOKMAL: N_("Bokmål"),
    KommuneMalform.NYNORSK: N_("Nynorsk"),
    KommuneMalform.NOYTRAL: N_("Nøytral"),
}
SAMISK_TEKST = {
    SamiskSprak.NORDSAMISK: N_("Nordsamisk"),
    SamiskSprak.LULESAMISK: N_("Lulesamisk"),
    SamiskSprak.SORSAMISK: N_("Sørsamisk"),
}
ENDRING_TEKST = {
    Endringstype.UENDRET: N_("Uendret"),
    Endringstype.NYTT_NUMMER: N_("Nytt nummer"),
    Endringstype.SAMMENSLAING: N_("Sammenslåing"),
    Endringstype.DELING: N_("Deling"),
}
LISTE_TEKST = {
    Listeslag.EMBETER: N_("Statsforvaltere"),
    Listeslag.FYLKER: N_("Fylker"),
    Listeslag.KOMMUNER: N_("Kommuner"),
    Listeslag.ENDRINGER: N_("Endringer i kommuner"),
}
# These lists name everyone from a day on: who is missing, is no more from that day.
KOMPLETTE = frozenset({Listeslag.FYLKER, Listeslag.KOMMUNER})

_LAST_LETTERS = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
_KEYBOARD = str.maketrans({"đ": "d", "ŋ": "n", "ŧ": "t"})


def sort_key(navn: str) -> str:
    """Return what puts names in Norwegian order: æ, ø and å come last, case does not count."""
    return _plain(unicodedata.normalize("NFC", navn).casefold().translate(_LAST_LETTERS))


def normal_navn(navn: str) -> str:
    """Return a name as a search sees it: without case, accents and Sami letters."""
    return _plain(unicodedata.normalize("NFC", navn).strip().casefold())


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_KEYBOARD))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def overlap_hinder(later: date) -> Hinder:
    """Return why a row may not be open when a later row of the same code begins."""
    tekst = N_("Samme kode har en rad fra %(dag)s. Skriv en siste dag før den.")
    return Hinder("overlapper", tekst, {"dag": later.isoformat()})


def confirm_hindre(*, discarded: bool) -> list[Hinder]:
    """Return why an uploaded list cannot be stored."""
    tekst = N_("Listen er forkastet. Last den opp på nytt hvis den likevel skal brukes.")
    return [Hinder("forkastet", tekst)] if discarded else []


def discard_hindre(*, confirmed: bool) -> list[Hinder]:
    """Return why an uploaded list cannot be put away."""
    return [Hinder("bekreftet", N_("Listen er allerede tatt i bruk."))] if confirmed else []
