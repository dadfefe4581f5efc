"""What happens to offers and veiledere that later areas react to."""

from dataclasses import dataclass

from rekruttering.tilbud.models import Veileder


@dataclass(frozen=True)
class VeilederTrukket:
    """A veileder is no longer in the round; an allocation may have to be made again."""

    veileder: Veileder
