"""A small plan to work on, and browsers of coordinators."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.bord import queries
from rekruttering.tildeling.queries import get_tildeling
from rekruttering.tilgang.rules import Rolle
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_koordinator, make_pulje, make_puljekommune
from tests.tildeling.factories import make_tildeling, make_veileder
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning

NAVN = ("Anne Alm", "Berit Bø", "Carl Cold", "Dina Dal", "Eva Eng", "Finn Foss")
KOMMUNER = ("Alvdal", "Bykle", "Dovre", "Etne", "Frøya")


@dataclass(frozen=True)
class Plan:
    """A plan of two pairs with five municipalities of 130 hours, and two reserves."""

    id: int
    utlysning_id: int
    veiledere: dict[str, int]
    kommuner: dict[str, int]

    @property
    def url(self) -> str:
        """The board."""
        return f"/tildeling/{self.id}"

    def endring(self, type: str, veiledere: tuple[int, ...] = (), *kommuner: int) -> str:
        """Return where the effect of a step is seen."""
        people = "".join(f"&v={each}" for each in veiledere)
        places = "".join(f"&k={each}" for each in kommuner)
        return f"{self.url}/endring?type={type}{people}{places}"


def lag_of(app: Flask, plan: Plan) -> list[queries.Lagrad]:
    """Return the pairs as they are stored, those with most municipalities first."""
    with app.app_context():
        return sorted(queries.list_lag(plan.id), key=lambda lag: -len(lag.kommuner))


def versjon_of(app: Flask, plan: Plan) -> int:
    """Return the version that a page made now would carry."""
    with app.app_context():
        return get_tildeling(plan.id).versjon


@pytest.fixture
def plan(app: Flask) -> Plan:
    """Two pairs, one with three municipalities and one with two, and two reserves."""
    with app.app_context():
        utlysning = make_utlysning(periode_fra_dato=date(2020, 8, 1))
        pulje = make_pulje(utlysning)
        people = {
            navn: make_veileder(utlysning, navn=navn, poeng=90 - 5 * n, timer=(120, 420)).id
            for n, navn in enumerate(NAVN)
        }
        places = {
            navn: make_puljekommune(
                pulje, make_kommune(navn=navn, fylkesnummer="54" if n > 3 else "50"), timer=130
            ).id
            for n, navn in enumerate(KOMMUNER)
        }
        tildeling = make_tildeling(utlysning)
        return Plan(tildeling.id, utlysning.id, people, places)


@pytest.fixture
def koordinator(app: Flask) -> FlaskClient:
    """A browser of a coordinator."""
    with app.app_context():
        bruker_id = make_koordinator().id
    return login(app, bruker_id)


@pytest.fixture
def kollega(app: Flask) -> FlaskClient:
    """A browser of another coordinator."""
    with app.app_context():
        bruker_id = make_bruker(Rolle.KOORDINATOR, navn="Kari Kollega").id
    return login(app, bruker_id)
