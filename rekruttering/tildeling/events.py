"""What happens to an allocation that later areas react to."""

from dataclasses import dataclass
from datetime import datetime

from rekruttering.tildeling.models import Kjoring, Tildeling


@dataclass(frozen=True)
class KjoringFerdig:
    """A run has ended, with or without a proposal."""

    kjoring: Kjoring


@dataclass(frozen=True)
class TildelingPubliseres:
    """An allocation is about to be published; a subscriber may refuse with `HindretError`."""

    tildeling: Tildeling
    now: datetime


@dataclass(frozen=True)
class TildelingPublisert:
    """An allocation is in force; `tidligere` is the one it took the place of."""

    tildeling: Tildeling
    tidligere: Tildeling | None
