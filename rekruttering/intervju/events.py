"""What happens in interviews and ranking that later areas react to."""

from dataclasses import dataclass

from rekruttering.intervju.models import Innstilling
from rekruttering.intervju.rules import Innstillingsutfall


@dataclass(frozen=True)
class InnstillingEndret:
    """An outcome was changed; a later area that has built on `fra` may refuse."""

    innstilling: Innstilling
    fra: Innstillingsutfall
