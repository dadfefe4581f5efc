"""What this area does when something happens in earlier ones."""

from rekruttering.beredskap import service
from rekruttering.felles import clock
from rekruttering.pulje.events import PuljekommuneEndret
from rekruttering.tilbud.events import VeilederTrukket
from rekruttering.tildeling.events import TildelingPublisert


def on_veileder_trukket(event: VeilederTrukket) -> None:
    """Note that somebody in a published plan has left."""
    service.note_veileder_ut(event.veileder, now=clock.now())


def on_puljekommune_endret(event: PuljekommuneEndret) -> None:
    """Note that a municipality has left a published plan, or has come to it."""
    service.note_kommune(event.puljekommune, now=clock.now())


def on_publisert(event: TildelingPublisert) -> None:
    """Close what the new plan has dealt with."""
    service.close_by_plan(event.tildeling, now=clock.now())
