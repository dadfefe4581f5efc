"""A published plan with reserves, and things that happen to it."""

from flask import Flask

import matching
from rekruttering.analyse import service as analyse_service
from rekruttering.analyse.adapter import find_regner
from rekruttering.analyse.rules import AKTIV
from rekruttering.beredskap import queries
from rekruttering.beredskap.models import Hendelse
from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.pulje import service as pulje_service
from rekruttering.pulje.models import Pulje, Puljekommune
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tilbud import service as tilbud_service
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import make_runde, make_tildeling


def make_publisert(veiledere: int = 6, kommuner: int = 2) -> tuple[Tildeling, Pulje]:
    """Return a saved published plan; each municipality has its pair, the others are reserves."""
    utlysning, pulje = make_runde(veiledere, kommuner)
    return make_tildeling(utlysning, TildelingStatus.PUBLISERT), pulje


def withdraw(veileder: Veileder) -> None:
    """Let a veileder leave the round."""
    tilbud_service.withdraw_veileder(veileder, "Syk.", bruker=make_koordinator(), now=clock.now())
    db.session.commit()


def answer(row: Puljekommune, svar: PuljekommuneStatus) -> None:
    """Let a municipality change its answer."""
    pulje_service.answer(row, svar, bruker=make_koordinator(), now=clock.now())
    db.session.commit()


def make_hendelse(veiledere: int = 6, kommuner: int = 2) -> Hendelse:
    """Return what happened when a veileder of a published plan has left; nothing is worked out."""
    tildeling, _pulje = make_publisert(veiledere, kommuner)
    withdraw(tildeling.lag[0].veileder_a)
    [hendelse] = queries.list_apne(tildeling.utlysning_id)
    return hendelse


def work_out(utlysning_id: int) -> None:
    """Answer every question of a round here, and not in processes of their own."""
    for hendelse in queries.list_apne(utlysning_id):
        for analyse in (hendelse.minste, hendelse.innhopp):
            if analyse is None or analyse.status not in AKTIV:
                continue
            order = {
                "type": analyse.type,
                "problem": analyse.problem,
                "forslag": None,
                "parametre": analyse.parametre,
                "maks_sekunder": analyse.maks_sekunder,
                "fro": 1,
            }
            svar = find_regner(analyse.type)(order, lambda _values: None, lambda: False)
            analyse_service.finish(analyse.id, svar, stopped=False, now=clock.now())
    db.session.commit()


def run(kjoring: Kjoring) -> Tildeling:
    """Have a run done here, as its own process would do it, and return its proposal."""
    problem = matching.problem_from_dict(kjoring.problem)
    forslag = matching.forslag_to_dict(matching.replan(problem, seed=kjoring.fro))
    tildeling_service.finish_kjoring(kjoring.id, forslag, [], stopped=False, now=clock.now())
    db.session.commit()
    assert kjoring.tildeling is not None, kjoring.feil
    return kjoring.tildeling


def work(app: Flask) -> None:
    """Do the background work as the worker does it, each piece in its own process."""
    db.session.commit()  # a transaction left open here would keep the worker out
    for navn in ("regn_analyse", "kjor_tildeling"):
        jobs.wait_for_all(app, navn)
    db.session.expire_all()
