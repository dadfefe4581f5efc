"""An explanation as sentences in bokmål or nynorsk; names and times in the caller's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from matching.timeplan.explain import Arsak, Forklaring, Grunn, Slag, Utvei
from matching.timeplan.problem import Vindu

Tekst = dict[str, str]

_GRUNN: Final[dict[Arsak, Tekst]] = {
    Arsak.INGEN_TID: {
        "nb": "{soker} har ikke oppgitt noe tidsrom som er langt nok til intervjuet.",
        "nn": "{soker} har ikkje gitt opp noko tidsrom som er langt nok til intervjuet.",
    },
    Arsak.ROM: {
        "nb": "{antall}: ingen rom eller lenke er åpen på stedet søkeren kan møte ({ider}).",
        "nn": "{antall}: ingen rom eller lenkjer er opne på staden søkjaren kan møte ({ider}).",
    },
    Arsak.RESSURS: {
        "nb": "{antall}: {ider} er ikke tilgjengelig.",
        "nn": "{antall}: {ider} er ikkje tilgjengeleg.",
    },
    Arsak.PANEL: {
        "nb": "{antall}: for få panelmedlemmer er ledige, habile og kan være på stedet.",
        "nn": "{antall}: for få panelmedlemer er ledige, habile og kan vere på staden.",
    },
    Arsak.LEDER: {
        "nb": "{antall}: ingen som kan lede panelet, er ledig.",
        "nn": "{antall}: ingen som kan leie panelet, er ledig.",
    },
    Arsak.SPRAK: {
        "nb": "{antall}: ingen ledige panelmedlemmer har det samiske språket.",
        "nn": "{antall}: ingen ledige panelmedlemer har det samiske språket.",
    },
    Arsak.LAS: {
        "nb": "{antall}: det som er låst for søkeren, lar seg ikke oppfylle.",
        "nn": "{antall}: det som er låst for søkjaren, lèt seg ikkje oppfylle.",
    },
    Arsak.ROM_OPPTATT: {
        "nb": "{antall}: alle rom eller lenker er i bruk ({ider}).",
        "nn": "{antall}: alle rom eller lenkjer er i bruk ({ider}).",
    },
    Arsak.RESSURS_OPPTATT: {
        "nb": "{antall}: {ider} er i bruk hos en annen søker.",
        "nn": "{antall}: {ider} er i bruk hos ein annan søkjar.",
    },
    Arsak.PANEL_OPPTATT: {
        "nb": "{antall}: panelmedlemmene som kunne sitte, har andre intervjuer, pause, lunsj, "
        "reise eller full dag.",
        "nn": "{antall}: panelmedlemene som kunne sitje, har andre intervju, pause, lunsj, "
        "reise eller full dag.",
    },
}
_UTVEI: Final[dict[Slag, Tekst]] = {
    Slag.FLYTT: {
        "nb": "Det går hvis {flyttes} får ny tid eller nytt panel: {tid}.",
        "nn": "Det går dersom {flyttes} får ny tid eller nytt panel: {tid}.",
    },
    Slag.NYTT_STED: {
        "nb": "Det går hvis søkeren også kan møte her: {ider} ({tid}).",
        "nn": "Det går dersom søkjaren òg kan møte her: {ider} ({tid}).",
    },
    Slag.NY_TID: {
        "nb": "Det går hvis søkeren også kan {vindu}.",
        "nn": "Det går dersom søkjaren òg kan {vindu}.",
    },
    Slag.MEDLEM_LEDIG: {
        "nb": "Det går hvis {ider} gjør seg ledig {vindu}.",
        "nn": "Det går dersom {ider} gjer seg ledig {vindu}.",
    },
    Slag.LENGRE_DAG: {
        "nb": "Det går hvis {ider} kan ha ett intervju eller én dag mer ({tid}).",
        "nn": "Det går dersom {ider} kan ha eitt intervju eller éin dag meir ({tid}).",
    },
    Slag.ANNET_PANEL: {
        "nb": "Det går hvis søkeren kan møte et annet panel: {ider} ({tid}).",
        "nn": "Det går dersom søkjaren kan møte eit anna panel: {ider} ({tid}).",
    },
    Slag.NYTT_ROM: {
        "nb": "Det går med ett rom eller én lenke til: {ider} ({tid}).",
        "nn": "Det går med eitt rom eller éi lenkje til: {ider} ({tid}).",
    },
    Slag.SPRAKKYNDIG: {
        "nb": "Det går hvis {ider} eller en annen med språket kan sitte i panelet ({tid}).",
        "nn": "Det går dersom {ider} eller ein annan med språket kan sitje i panelet ({tid}).",
    },
    Slag.NYTT_MEDLEM: {
        "nb": "Det går med ett panelmedlem til som er ledig og kan lede ({tid}).",
        "nn": "Det går med eitt panelmedlem til som er ledig og kan leie ({tid}).",
    },
}
_TIDER: Final = {
    "nb": ("1 mulig tidspunkt", "{} mulige tidspunkter"),
    "nn": ("1 mogleg tidspunkt", "{} moglege tidspunkt"),
}
_INGEN: Final = {
    "nb": "Ingen enkelt endring gir {soker} plass.",
    "nn": "Inga einskild endring gir {soker} plass.",
}
_IKKE_ALT: Final = {
    "nb": "Tiden gikk ut før alle endringer var prøvd.",
    "nn": "Tida gjekk ut før alle endringar var prøvde.",
}
_ALLE: Final = {"nb": "alle panelmedlemmer", "nn": "alle panelmedlemer"}


def setninger(
    forklaring: Forklaring,
    navn: Callable[[str], str],
    tid: Callable[[int], str | datetime],
    malform: str = "nb",
) -> list[str]:
    """Return the reasons and then the ways out, one sentence each.

    `navn` gives the words for any id of the problem, `tid` those for a minute; `malform` is nb
    or nn.
    """
    soker = navn(forklaring.soker)
    lines = [_reason(each, soker, navn, malform) for each in forklaring.grunner]
    lines += [_way_out(each, navn, tid, malform) for each in forklaring.utveier]
    if not forklaring.alt_provd:
        lines.append(_IKKE_ALT[malform])
    elif not forklaring.utveier:
        lines.append(_INGEN[malform].format(soker=soker))
    return lines


def _reason(grunn: Grunn, soker: str, navn: Callable[[str], str], malform: str) -> str:
    one, many = _TIDER[malform]
    return _GRUNN[grunn.arsak][malform].format(
        soker=soker,
        antall=one if grunn.antall == 1 else many.format(grunn.antall),
        ider=", ".join(navn(each) for each in grunn.ider),
    )


def _way_out(
    utvei: Utvei, navn: Callable[[str], str], tid: Callable[[int], str | datetime], malform: str
) -> str:
    def words(vindu: Vindu) -> str:
        return f"{tid(vindu[0])}–{tid(vindu[1])}"

    return _UTVEI[utvei.slag][malform].format(
        ider=", ".join(navn(each) for each in utvei.ider) or _ALLE[malform],
        tid=tid(utvei.intervju.start),
        vindu="" if utvei.vindu is None else words(utvei.vindu),
        flyttes=", ".join(navn(each.soker) for each in utvei.endringer),
    )
