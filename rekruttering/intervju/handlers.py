"""What interviews hear."""

from rekruttering.felles import clock
from rekruttering.felles.errors import N_
from rekruttering.intervju import service
from rekruttering.soknad.events import SoknadGjenapnet, SoknadTrukket


def on_soknad_trukket(event: SoknadTrukket) -> None:
    """Cancel the interview of an applicant who has withdrawn."""
    grunn = N_("Søkeren har trukket søknaden.")
    service.cancel_intervju(event.soknad, grunn, bruker=event.soknad.soker, now=clock.now())


def on_soknad_gjenapnet(event: SoknadGjenapnet) -> None:
    """Cancel the interview of an application that is sorted anew."""
    grunn = N_("Søknaden blir vurdert på nytt.")
    service.cancel_intervju(event.soknad, grunn, bruker=None, now=clock.now())
