"""What scoring hears."""

from rekruttering.felles.errors import N_, Hinder, HindretError
from rekruttering.intervju.events import IntervjuHoldt
from rekruttering.soknad.events import SoknadGjenapnet
from rekruttering.utlysning.events import KompetanseUtgar
from rekruttering.vurdering import queries, service


def on_intervju_holdt(event: IntervjuHoldt) -> None:
    """Ask the members who may score to do so."""
    service.ask_for_vurdering(event.intervju)


def on_kompetanse_utgar(event: KompetanseUtgar) -> None:
    """Refuse to take a criterion out once somebody has an outcome that was built on it."""
    if queries.list_innstillinger(event.kompetanse.utlysning_id):
        tekst = N_("Noen søkere har fått utfall. Da kan ikke kompetansen tas ut.")
        raise HindretError([Hinder("har_utfall", tekst)])


def on_soknad_gjenapnet(event: SoknadGjenapnet) -> None:
    """Drop the outcome of an application that is sorted anew."""
    service.drop_innstilling(event.soknad)
