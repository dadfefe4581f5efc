"""States and vocabulary of an application; plain values, no I/O.

Beside it: `svar` (what is answered in each section, and what is missing) and `overganger` (why a
change of state is refused).
"""

import unicodedata
from enum import StrEnum

from rekruttering.felles.errors import N_


class SoknadStatus(StrEnum):
    """Life of an application; what follows an offer is the tilbud's state."""

    KLADD = "kladd"
    INNSENDT = "innsendt"
    TRUKKET = "trukket"
    TIL_INTERVJU = "til_intervju"
    INTERVJUET = "intervjuet"
    INNSTILT = "innstilt"
    RESERVE = "reserve"
    AVSLAG = "avslag"


class Bakgrunn(StrEnum):
    """Erfaringsbakgrunn."""

    SKOLEEIER = "skoleeier"
    SKOLELEDER = "skoleleder"
    BEGGE = "begge"
    ANNEN = "annen"


class AnnenBakgrunn(StrEnum):
    """Where another background is from."""

    BARNEHAGE = "barnehage"
    PPT = "ppt"
    UH = "uh"


class Sprak(StrEnum):
    """Languages a veileder may work in."""

    BOKMAL = "bokmal"
    NYNORSK = "nynorsk"
    NORDSAMISK = "nordsamisk"
    LULESAMISK = "lulesamisk"
    SORSAMISK = "sorsamisk"


class Niva(StrEnum):
    """Self-reported level, oral and written apart."""

    INGEN = "ingen"
    LITT = "litt"
    GODT = "godt"
    FLYTENDE = "flytende"


class Tilknytningsgrunn(StrEnum):
    """Grounds of a tie between a person and a municipality."""

    ARBEIDSGIVER = "arbeidsgiver"
    TIDLIGERE_ARBEIDSGIVER = "tidligere_arbeidsgiver"
    FAMILIE = "familie"
    POLITISK_VERV = "politisk_verv"
    BETALT_OPPDRAG = "betalt_oppdrag"
    BARNS_SKOLE = "barns_skole"
    ANNET = "annet"


class Seksjon(StrEnum):
    """The sections of the form, in the order they are asked."""

    PERSON = "person"
    ARBEID = "arbeid"
    BAKGRUNN = "bakgrunn"
    KOMPETANSE = "kompetanse"
    SPRAK = "sprak"
    ENGASJEMENT = "engasjement"
    STED = "sted"
    HABILITET = "habilitet"
    ONSKER = "onsker"
    MOTIVASJON = "motivasjon"
    VEDLEGG = "vedlegg"
    REFERANSER = "referanser"


class Seksjonstilstand(StrEnum):
    """How far a section has come; the values are those of the task list."""

    IKKE_BEGYNT = "ikke_begynt"
    MANGLER = "mangler"
    FULLFORT = "fullfort"


class Handling(StrEnum):
    """What a coordinator does with one application in the first sorting."""

    TIL_INTERVJU = "til-intervju"
    AVSLAG = "avslag"
    GJENAPNE = "gjenapne"


class Gjenstar(StrEnum):
    """What a coordinator has left to do with an application."""

    SORTERES = "sorteres"
    SVAR = "svar"


STATUS_TEKST = {
    SoknadStatus.KLADD: N_("Kladd"),
    SoknadStatus.INNSENDT: N_("Sendt inn"),
    SoknadStatus.TRUKKET: N_("Trukket"),
    SoknadStatus.TIL_INTERVJU: N_("Til intervju"),
    SoknadStatus.INTERVJUET: N_("Intervjuet"),
    SoknadStatus.INNSTILT: N_("Innstilt"),
    SoknadStatus.RESERVE: N_("Reserve"),
    SoknadStatus.AVSLAG: N_("Avslag"),
}
BAKGRUNN_TEKST = {
    Bakgrunn.SKOLEEIER: N_("Skoleeier"),
    Bakgrunn.SKOLELEDER: N_("Skoleleder"),
    Bakgrunn.BEGGE: N_("Både skoleeier og skoleleder"),
    Bakgrunn.ANNEN: N_("Annen bakgrunn"),
}
ANNEN_TEKST = {
    AnnenBakgrunn.BARNEHAGE: N_("Barnehage"),
    AnnenBakgrunn.PPT: N_("PP-tjeneste"),
    AnnenBakgrunn.UH: N_("Universitet eller høyskole"),
}
SPRAK_TEKST = {
    Sprak.BOKMAL: N_("Bokmål"),
    Sprak.NYNORSK: N_("Nynorsk"),
    Sprak.NORDSAMISK: N_("Nordsamisk"),
    Sprak.LULESAMISK: N_("Lulesamisk"),
    Sprak.SORSAMISK: N_("Sørsamisk"),
}
NIVA_TEKST = {
    Niva.INGEN: N_("Ikke"),
    Niva.LITT: N_("Litt"),
    Niva.GODT: N_("Godt"),
    Niva.FLYTENDE: N_("Flytende"),
}
GRUNN_TEKST = {
    Tilknytningsgrunn.ARBEIDSGIVER: N_("Arbeidsgiver nå"),
    Tilknytningsgrunn.TIDLIGERE_ARBEIDSGIVER: N_("Tidligere arbeidsgiver"),
    Tilknytningsgrunn.FAMILIE: N_("Nær familie i ledelsen"),
    Tilknytningsgrunn.POLITISK_VERV: N_("Politisk verv"),
    Tilknytningsgrunn.BETALT_OPPDRAG: N_("Betalt oppdrag"),
    Tilknytningsgrunn.BARNS_SKOLE: N_("Eget barns skole"),
    Tilknytningsgrunn.ANNET: N_("Annet"),
}
SEKSJON_TEKST = {
    Seksjon.PERSON: N_("Om deg"),
    Seksjon.ARBEID: N_("Arbeid"),
    Seksjon.BAKGRUNN: N_("Erfaring"),
    Seksjon.KOMPETANSE: N_("Kompetanse og fagområder"),
    Seksjon.SPRAK: N_("Språk"),
    Seksjon.ENGASJEMENT: N_("Engasjement"),
    Seksjon.STED: N_("Hvor du kan arbeide"),
    Seksjon.HABILITET: N_("Habilitet"),
    Seksjon.ONSKER: N_("Ønsker om makker"),
    Seksjon.MOTIVASJON: N_("Motivasjon"),
    Seksjon.VEDLEGG: N_("CV og vedlegg"),
    Seksjon.REFERANSER: N_("Referanser"),
}
GJENSTAR_TEKST = {
    Gjenstar.SORTERES: N_("Skal sorteres"),
    Gjenstar.SVAR: N_("Svar skal sendes"),
}
# These may work with a language: well or fluently.
GOD_NOK = frozenset({Niva.GODT, Niva.FLYTENDE})


def visible_status(
    status: SoknadStatus, sortert: SoknadStatus | None, meldt: SoknadStatus | None
) -> SoknadStatus:
    """Return the state that the applicant is shown; a decision not yet told does not show.

    `sortert` is the outcome of the first sorting, `meldt` the decision the applicant was last told.
    Kilde: docs/regler.md#S5.
    """
    if status in (SoknadStatus.KLADD, SoknadStatus.INNSENDT, SoknadStatus.TRUKKET):
        return status
    if meldt is not None:
        return meldt
    if status is SoknadStatus.TIL_INTERVJU or sortert is SoknadStatus.AVSLAG:
        return SoknadStatus.INNSENDT
    return SoknadStatus.TIL_INTERVJU


def seksjonstilstand(*, begynt: bool, mangler: bool) -> Seksjonstilstand:
    """Return the state of a section that has been saved before (or not) and lacks something."""
    if not begynt:
        return Seksjonstilstand.IKKE_BEGYNT
    return Seksjonstilstand.MANGLER if mangler else Seksjonstilstand.FULLFORT


_LAST_LETTERS = str.maketrans({"æ": "zza", "ä": "zza", "ø": "zzb", "ö": "zzb", "å": "zzc"})


def sort_key(text: str) -> str:
    """Return what a name is sorted and searched by, alike on both database engines.

    Case and accents do not count, and æ, ø and å come last, whatever the database's own order.
    """
    folded = unicodedata.normalize("NFC", text).casefold().translate(_LAST_LETTERS)
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
