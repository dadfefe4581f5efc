"""What this area does when something happens in earlier ones."""

from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.pulje.events import PuljekommuneFjernes
from rekruttering.tildeling import queries


def keep_allocated(event: PuljekommuneFjernes) -> None:
    """Refuse to take out a municipality that a run or an allocation rests on."""
    row = event.puljekommune
    hindre = []
    if queries.is_running(row.pulje_id):
        tekst = N_("En tildeling regnes ut nå. Vent til den er ferdig.")
        hindre.append(Hinder("kjorer", tekst))
    if queries.has_plassering(row.id):
        tekst = N_("%(kommune)s står i et forslag til tildeling og kan ikke fjernes.")
        hindre.append(Hinder("tildelt", tekst, {"kommune": row.kommune.navn}))
    refuse_if(hindre)
