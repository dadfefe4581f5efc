"""What happens in ranking that later areas react to."""

from dataclasses import dataclass

from rekruttering.vurdering.models import Innstilling
from rekruttering.vurdering.rules import Innstillingsutfall


@dataclass(frozen=True)
class InnstillingEndret:
    """An outcome was changed; a later area that has built on `fra` may refuse."""

    innstilling: Innstilling
    fra: Innstillingsutfall
