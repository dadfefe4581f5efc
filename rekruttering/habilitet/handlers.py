"""What the register hears."""

from rekruttering.felles import clock
from rekruttering.habilitet import service
from rekruttering.soknad.events import SoknadSendt


def on_soknad_sendt(event: SoknadSendt) -> None:
    """Take over the ties that the applicant states."""
    service.declare_tilknytninger(event.soknad, now=clock.now())
