"""The menu and the links at the foot of every page, by role."""

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import gettext as _

from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tilgang import guard
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


@dataclass(frozen=True)
class Menypunkt:
    """One link; `antall` is a number to draw attention with, or None."""

    tekst: str
    url: str
    aktiv: bool
    antall: int | None = None


def _punkt(tekst: str, url: str) -> Menypunkt:
    path = request.path
    return Menypunkt(tekst, url, path == url or (url != "/" and path.startswith(url + "/")))


def meny(bruker: Bruker | None) -> list[Menypunkt]:
    """Return what this user can go to."""
    if bruker is None:
        return [_punkt(_("Utlysninger"), "/")]
    punkter = [_punkt(_("Oversikt"), "/")]
    if bruker.har(Rolle.KOORDINATOR):
        punkter.append(_punkt(_("Runder"), "/runde"))
    if bruker.har(Rolle.PANEL):
        punkter.append(_punkt(_("Mine intervjuer"), "/panel"))
    if bruker.har(Rolle.STATSFORVALTER):
        punkter.append(_punkt(_("Min region"), "/min-region"))
    if bruker.har(Rolle.KOMMUNEKONTAKT):
        punkter.append(_punkt(_("Min kommune"), "/min-kommune"))
    if bruker.har(Rolle.ADMINISTRATOR):
        punkter.append(_punkt(_("Brukere"), "/administrasjon/brukere"))
        punkter.append(_punkt(_("Kommuner"), "/administrasjon/kommuner"))
        punkter.append(_punkt(_("Logg"), "/administrasjon/logg"))
    if not bruker.roller:
        punkter.append(_punkt(_("Mine søknader"), "/mine-soknader"))
        if tildeling_queries.list_published_lag_of(bruker.id):
            punkter.append(_punkt(_("Min tildeling"), "/min-tildeling"))
    return punkter


def bunnlenker() -> list[Menypunkt]:
    """Return the links at the foot."""
    return [
        _punkt(_("Hjelp"), "/hjelp"),
        _punkt(_("Personvern"), "/personvern"),
        _punkt(_("Tilgjengelighet"), "/tilgjengelighet"),
    ]


def init_app(app: Flask) -> None:
    """Give every page its menu."""
    app.context_processor(lambda: {"meny": meny(guard.find_bruker()), "bunnlenker": bunnlenker()})
