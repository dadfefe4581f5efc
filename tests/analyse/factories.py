"""Questions about plans, in any state."""

from typing import Any

from rekruttering.analyse import queries, service
from rekruttering.analyse.models import Analyse
from rekruttering.analyse.plan import load_plan, to_bestilling
from rekruttering.analyse.rules import ALTERNATIVER, Sporsmal
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.tildeling.models import Tildeling
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import make_tildeling


def make_bestilling(tildeling: Tildeling, sporsmal: Sporsmal) -> service.Bestilling:
    """Return the order of a question about a plan."""
    return to_bestilling(load_plan(tildeling, queries.map_navn(tildeling.utlysning_id)), sporsmal)


def make_analyse(tildeling: Tildeling | None = None, sporsmal: Sporsmal | None = None) -> Analyse:
    """Return a saved question that waits for a worker; unless given: without a pair."""
    tildeling = tildeling or make_tildeling()
    if sporsmal is None:
        lag = tildeling.lag[0]
        sporsmal = Sporsmal(ALTERNATIVER, (lag.veileder_a_id, lag.veileder_b_id))
    analyse = service.ask(
        make_bestilling(tildeling, sporsmal), bruker=make_koordinator(), now=clock.now()
    )
    db.session.commit()
    return analyse


def make_svar(**mer: Any) -> dict[str, Any]:
    """Return an answer of one sentence in each language."""
    words = {"nb": ["Slik er planen alt."], "nn": ["Slik er planen alt."]}
    return {**words, "innledning": words, "valg": [], "fullstendig": True, **mer}
