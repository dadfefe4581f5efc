"""Draws and identified municipalities, and a count of questions to the database."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import event

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.kommune.models import Kommune
from rekruttering.pulje import queries, service
from rekruttering.pulje.models import Pulje, Puljekommune
from rekruttering.pulje.rules import Grunnlag, PuljekommuneStatus
from rekruttering.pulje.service import PuljeInput, PuljekommuneInput
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from tests.kommune.factories import make_kommune
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_utlysning

_numbers = count(1)


def make_pulje(
    utlysning: Utlysning | None = None,
    *,
    navn: str | None = None,
    trukket_dato: date = date(2020, 3, 1),
    innsats_fra_year: int = 2020,
) -> Pulje:
    """Return a saved draw of March 2020, without a round unless one is given."""
    pulje = service.create_pulje(
        PuljeInput(navn or f"Pulje {next(_numbers)}", trukket_dato, innsats_fra_year),
        utlysning=utlysning,
        bruker=None,
        now=clock.now(),
    )
    db.session.commit()
    return pulje


def make_input(kommunenummer: str, **felter: Any) -> PuljekommuneInput:
    """Return a complete municipality as typed, with its own contact person."""
    verdier: dict[str, Any] = {
        "grunnlag": Grunnlag.RISIKOPOENG,
        "timer": 260,
        "kontakt_navn": "Kim Kontakt",
        "kontakt_epost": f"kontakt{kommunenummer}@example.com",
        "kontakt_telefon": "90 00 00 01",
        "fagomrader": ("analyse",),
    }
    return PuljekommuneInput(kommunenummer=kommunenummer, **{**verdier, **felter})


def make_puljekommune(
    pulje: Pulje | None = None,
    kommune: Kommune | None = None,
    *,
    status: PuljekommuneStatus = PuljekommuneStatus.TAKKET_JA,
    **felter: Any,
) -> Puljekommune:
    """Return a saved identified municipality that has said yes; `felter` as in `make_input`."""
    pulje = pulje or make_pulje()
    kommune = kommune or make_kommune()
    inn = make_input(kommune.kommunenummer, **felter)
    row = service.add_kommune(pulje, inn, bruker=None, now=clock.now())
    row.status = status
    row.svart_at = None if status is PuljekommuneStatus.IDENTIFISERT else clock.now()
    db.session.commit()
    return row


def make_runde(app: Flask, *kommuner: str) -> int:
    """Return the id of a round with a draw of 2020 that holds these municipalities."""
    with app.app_context():
        utlysning = make_utlysning()
        pulje = make_pulje(utlysning, navn="Pulje 2020")
        register = queries.map_kommuner(pulje.innsats_fra_dato)
        for nummer in kommuner:
            make_puljekommune(pulje, register[nummer], status=PuljekommuneStatus.IDENTIFISERT)
        return utlysning.id


def make_koordinator() -> Bruker:
    """Return a saved coordinator."""
    return make_bruker(Rolle.KOORDINATOR, navn="Siri Samordner")


def count_queries(app: Flask, action: Callable[[], object]) -> int:
    """Return how many statements an action sends to the database."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        action()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
