"""What an independent check finds wrong with an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Avvik:
    """One thing wrong with an answer: `kode` is a rule id or the kind of figure that differs."""

    kode: str
    sti: str
    tekst: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.sti}: {self.tekst} ({self.kode})"


def differs(kode: str, sti: str, stated: object, computed: object) -> Iterator[Avvik]:
    """Give the finding that a stated figure is not the computed one, if so."""
    if stated != computed:
        yield Avvik(kode, sti, f"oppgitt {stated}, beregnet {computed}")
