"""What happens to an identified municipality that later areas react to."""

from dataclasses import dataclass

from rekruttering.pulje.models import Puljekommune


@dataclass(frozen=True)
class PuljekommuneFjernes:
    """A municipality is about to be taken out; a subscriber may refuse with `HindretError`."""

    puljekommune: Puljekommune


@dataclass(frozen=True)
class PuljekommuneEndret:
    """A municipality has answered, changed its answer, or moved to another phase."""

    puljekommune: Puljekommune
