"""What happens in calls that later areas react to."""

from dataclasses import dataclass

from rekruttering.utlysning.models import Kompetanse


@dataclass(frozen=True)
class KompetanseUtgar:
    """A criterion is about to be taken out for everyone; a later area may refuse."""

    kompetanse: Kompetanse
