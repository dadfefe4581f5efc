"""What this area does when something happens in earlier ones."""

from rekruttering.felles.errors import refuse_if
from rekruttering.felles.filters import tidspunkt
from rekruttering.horing import queries, rules, service
from rekruttering.tildeling.events import TildelingPubliseres


def on_tildeling_publiseres(event: TildelingPubliseres) -> None:
    """Refuse to publish a plan of a round while one of its plans is being heard."""
    apne = queries.list_apne(event.tildeling.utlysning_id)
    frister = [tidspunkt(each.frist_at) for each in apne if service.is_open(each, event.now)]
    refuse_if(rules.publish_hindre(frister))
