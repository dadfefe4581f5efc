"""How far a run came, and how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How far a run came."""

    OPTIMAL = "optimal"
    AVBRUTT = "avbrutt"
    UMULIG = "umulig"


@dataclass(frozen=True, slots=True)
class Kjoring:
    """How an answer came about; `sekunder` is wall time."""

    versjon: str
    fro: int
    sekunder: float
    traader: int
