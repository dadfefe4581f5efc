"""What the pages of the interview guide show; finished values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rekruttering.utlysning.models import Guide, Kompetanse


@dataclass(frozen=True)
class Guidedel:
    """A criterion with its questions and anchors in the reader's language."""

    id: int
    navn: str
    begrunnelse: str
    sporsmal: tuple[tuple[str, tuple[str, ...]], ...]
    anker: dict[str, str]


def to_guide(kompetanse: Kompetanse, sprak: str) -> Guidedel:
    """Return a criterion of the interview guide in one language."""
    return Guidedel(
        kompetanse.id,
        kompetanse.navn(sprak),
        kompetanse.begrunnelse(sprak),
        tuple(
            (_text(en, sprak), tuple(_text(to, sprak) for to in en.get("oppfolging", ())))
            for en in kompetanse.sporsmal
        ),
        {trinn: _text(tekst, sprak) for trinn, tekst in sorted(kompetanse.anker.items())},
    )


def _text(value: Any, sprak: str) -> str:
    return str(value.get(sprak) or value.get("nb", ""))


@dataclass(frozen=True)
class Fjernet:
    """A question that was taken out for everyone; `utgatt`: the criterion went with it."""

    navn: str
    tekst: str
    grunn: str
    fjernet_at: datetime
    utgatt: bool


def list_fjernet(versjoner: Sequence[Guide], sprak: str) -> list[Fjernet]:
    """Return the questions that were taken out, newest first like the versions."""
    return [
        Fjernet(
            _text(row.fjernet["navn"], sprak),
            _text(row.fjernet["tekst"], sprak),
            row.grunn,
            row.laget_at,
            bool(row.fjernet["utgatt"]),
        )
        for row in versjoner
        if row.fjernet
    ]
