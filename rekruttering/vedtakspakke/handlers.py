"""What this area does when something happens in earlier ones."""

from rekruttering.tildeling.events import TildelingPublisert
from rekruttering.vedtakspakke import service


def on_publisert(event: TildelingPublisert) -> None:
    """Keep what a published plan rests on, in the transaction that publishes it."""
    moment = event.tildeling.publisert_at
    if moment is None:
        raise LookupError("published without a moment")
    service.make_pakke(event.tildeling, bruker=None, now=moment)
