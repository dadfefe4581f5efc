"""What happens in interviews that later areas react to."""

from dataclasses import dataclass

from rekruttering.intervju.models import Intervju


@dataclass(frozen=True)
class IntervjuHoldt:
    """An interview was marked as held."""

    intervju: Intervju
