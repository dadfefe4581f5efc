"""What offers hear."""

from rekruttering.felles import clock
from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.soknad.events import SoknadTrukket
from rekruttering.tilbud import queries, service
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.vurdering.events import InnstillingEndret


def on_soknad_trukket(event: SoknadTrukket) -> None:
    """End the offer or the veileder of an applicant who has withdrawn."""
    service.close_for_soknad(event.soknad, now=clock.now())


def on_innstilling_endret(event: InnstillingEndret) -> None:
    """Refuse another outcome for someone who has an open or accepted offer."""
    tilbud = queries.find_for_soknad(event.innstilling.soknad_id)
    if tilbud is not None and tilbud.status in {TilbudStatus.SENDT, TilbudStatus.TAKKET_JA}:
        tekst = N_("Søkeren har et tilbud. Trekk tilbudet før du endrer innstillingen.")
        refuse_if([Hinder("har_tilbud", tekst)])
