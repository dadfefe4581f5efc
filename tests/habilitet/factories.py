"""Entries of the register."""

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.habilitet import service
from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.rules import DECIDED, Tilstand
from rekruttering.kommune.models import Kommune
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from tests.tilgang.factories import make_bruker


def make_habilitet(
    bruker: Bruker, motpart: Soknad | Kommune, tilstand: Tilstand = Tilstand.INGEN
) -> Habilitet:
    """Return a saved entry in any state; what is decided was first «usikker»."""
    now = clock.now()
    decided = tilstand in DECIDED
    said = Tilstand.MISTENKT if decided else tilstand
    grunn = "" if said is Tilstand.INGEN else "Tidligere kolleger."
    entry = service.declare(bruker, motpart, said, grunn, av=bruker, now=now)
    if decided:
        koordinator = make_bruker(Rolle.KOORDINATOR)
        service.decide(entry, tilstand, "Vurdert etter § 6.", bruker=koordinator, now=now)
    db.session.commit()
    return entry
