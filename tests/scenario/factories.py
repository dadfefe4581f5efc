"""Rounds with plans and trials, and problems in one line."""

from typing import Any

import pytest

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.scenario import service
from rekruttering.scenario.rules import Innstillinger
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Kjoring
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import STANDARD_VEKTER
from tests.matching.builders import make_kommune, make_veileder
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import make_forslag, make_runde

INGEN = Innstillinger()
HTMX = {"HX-Request": "true"}


def make_prove(
    utlysning: Utlysning | None = None,
    *,
    navn: str = "Prøve",
    innstillinger: Innstillinger = INGEN,
    bruker: Bruker | None = None,
    ferdig: bool = True,
    **felter: Any,
) -> Kjoring:
    """Return a saved trial, solved here unless `ferdig` is false."""
    utlysning = utlysning or make_runde()[0]
    prove = service.Prove(navn, innstillinger, **felter)
    kjoring = service.start_prove(
        utlysning, prove, bruker=bruker or make_koordinator(), now=clock.now()
    )
    db.session.commit()
    if ferdig:
        finish(kjoring)
    return kjoring


def finish(kjoring: Kjoring) -> None:
    """Do the work of a worker here."""
    forslag = make_forslag(kjoring)
    tildeling_service.finish_kjoring(kjoring.id, forslag, [], stopped=False, now=clock.now())
    db.session.commit()


def turn(utlysning: Utlysning, bruker: Bruker, **vekter: int) -> Kjoring:
    """Return the saved run of a round's weights with some turned."""
    kjoring = service.try_vekter(
        utlysning, {**STANDARD_VEKTER, **vekter}, bruker=bruker, now=clock.now()
    )
    db.session.commit()
    return kjoring


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    """Return the codes of the reasons of a refusal."""
    return [hinder.kode for hinder in error.value.hindre]


TRONDHEIM = {"breddegrad": 63.43, "lengdegrad": 10.39, "fylkesnummer": "50"}


def make_veilederdata(id: str, **felter: Any) -> dict[str, Any]:
    """Return a veileder of a problem as JSON: Trondheim, both målformer, 100–400 hours."""
    her: dict[str, Any] = {
        **TRONDHEIM,
        "kommunenummer": "0000",
        "arbeidsgiver_kommunenummer": "",
        "timer": [100, 400],
        "poeng": 80,
        "maks_reise_km": 500,
    }
    return make_veileder(id, **{**her, **felter})


def make_kommunedata(id: str, **felter: Any) -> dict[str, Any]:
    """Return a municipality of a problem as JSON: at Trondheim, 200 hours, bokmål."""
    her: dict[str, Any] = {
        **TRONDHEIM,
        "kommunenummer": f"9{id[1:].zfill(3)}",
        "timer": 200,
        "malform": "bokmål",
    }
    return make_kommune(id, **{**her, **felter})


def make_problem(
    veiledere: list[dict[str, Any]], kommuner: list[dict[str, Any]], **felter: Any
) -> dict[str, Any]:
    """Return a whole problem as JSON, under the standard weights with straight roads."""
    vekter = {
        "intervju": 2,
        "reise_km_per_poeng": 5,
        "parreise_km_per_poeng": 20,
        "lik_bakgrunn": 100,
        "annen_bakgrunn": 40,
        "ekstra_fylke": 60,
        "time_fra_midten": 1,
        "malform": 20,
        "fagomrade": 15,
        "partneronske": 15,
        "fylkesonske": 5,
        "endring": 0,
    }
    return {
        "format": "tildelingsproblem/1",
        "regler": {"maks_kommuner_per_par": 4, "reise_faktor": 1.0, "avstander_km": []},
        "vekter": vekter | felter.pop("vekter", {}),
        "veiledere": veiledere,
        "kommuner": kommuner,
        "laser": {"par": [], "tildelt": [], "forbudt": []},
        "gjeldende": [],
        **felter,
    }
