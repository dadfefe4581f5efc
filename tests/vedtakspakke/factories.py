"""Plans with a pack, changed by hand and decided."""

from typing import Any

from matching import forslag_to_dict, problem_from_dict, solve
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.tildeling import queries, service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.vedtakspakke import service as pakke_service
from rekruttering.vedtakspakke.gjenskap import Json
from rekruttering.vedtakspakke.models import Vedtakspakke
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import make_tildeling


def solve_here(problem: Json, _seconds: float, seed: int) -> dict[str, Any]:
    """Solve in this process and not in one of its own."""
    return forslag_to_dict(solve(problem_from_dict(dict(problem)), seed=seed))


def swap(tildeling: Tildeling) -> None:
    """Let the first two pairs change municipalities by hand."""
    one, other, *_rest = sorted(service.utkast_of(tildeling).lag)
    do(tildeling, Handling(HandlingType.BYTT_KOMMUNER, (), (one.kommuner[0], other.kommuner[0])))


def do(tildeling: Tildeling, handling: Handling) -> None:
    """Change a plan by hand."""
    service.adjust(
        tildeling,
        handling,
        sett_versjon=tildeling.versjon,
        bruker=make_koordinator(),
        now=clock.now(),
    )
    db.session.commit()


def decide_all(tildeling: Tildeling, *, publish: bool = True) -> None:
    """Decide on every pair in own words, then on the whole, and publish."""
    bruker = make_koordinator()
    bruker.navn = "Kari Nes"
    avvik = service.find_avvik(tildeling)
    words = dict.fromkeys(avvik.par, "Kjenner kommunen.")
    utelatt = dict.fromkeys(avvik.utelatt, "Venter til høsten.")
    service.decide(tildeling, service.Vedtak(words, utelatt), bruker=bruker, now=clock.now())
    service.approve(tildeling, bruker=bruker, begrunnelse="God plan.", now=clock.now())
    if publish:
        service.publish(tildeling, bruker=bruker, now=clock.now())
    db.session.commit()


def make_pakke(tildeling: Tildeling | None = None) -> Vedtakspakke:
    """Return the pack of a plan that was changed by hand and published."""
    if tildeling is None:
        tildeling = make_tildeling()
        swap(tildeling)
    decide_all(tildeling)
    found = pakke_service.make_pakke(tildeling, bruker=None, now=clock.now())
    assert queries.get_tildeling(tildeling.id) is tildeling
    return found
