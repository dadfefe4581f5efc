"""The format of the decision pack, and what replaying one can come to; plain values, no I/O."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from rekruttering.felles.errors import N_

FORMAT: Final = "vedtakspakke/1"
# What a pack must hold; `avtrykk` is the fingerprint of all the rest.
DELER: Final = (
    *("format", "laget_at", "runde", "tildeling", "kjoring", "problem", "forslag"),
    *("alternativer", "justeringer", "horing", "plan", "uten_par", "logg", "navn"),
)


class GjenskapingStatus(StrEnum):
    """Life of a replay."""

    VENTER = "venter"
    REGNER = "regner"
    FERDIG = "ferdig"
    FEILET = "feilet"


class Utfall(StrEnum):
    """What a replay came to."""

    LIK = "lik"
    ETTERPROVD = "etterprovd"
    ULIK = "ulik"


GJENSKAPING_TEKST = {
    GjenskapingStatus.VENTER: N_("Venter på å starte"),
    GjenskapingStatus.REGNER: N_("Regner"),
    GjenskapingStatus.FERDIG: N_("Ferdig"),
    GjenskapingStatus.FEILET: N_("Feilet"),
}
UTFALL_TEKST = {
    Utfall.LIK: N_("Pakken gir den samme planen på nytt."),
    Utfall.ETTERPROVD: N_("Forslaget er etterprøvd, men ikke regnet ut på nytt."),
    Utfall.ULIK: N_("Pakken gir ikke den samme planen. Se punktene."),
}
AKTIV: Final = frozenset({GjenskapingStatus.VENTER, GjenskapingStatus.REGNER})


def fingerprint(innhold: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a pack without its `avtrykk`: keys sorted, no spaces, UTF-8."""
    rest = {key: value for key, value in innhold.items() if key != "avtrykk"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def list_mangler(innhold: object) -> list[str]:
    """Return the parts that a value lacks to be a pack; [] when it is one."""
    if not isinstance(innhold, dict):
        return list(DELER)
    if innhold.get("format") != FORMAT:
        return ["format"]
    return [each for each in (*DELER, "avtrykk") if each not in innhold]
