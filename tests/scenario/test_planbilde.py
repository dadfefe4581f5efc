from typing import Any

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.scenario import queries, service
from rekruttering.scenario.rules import (
    FlereKommuner,
    Innstillinger,
    KommuneTimer,
)
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.utlysning.rules import STANDARD_VEKTER
from tests.pulje.factories import make_koordinator, make_puljekommune
from tests.scenario.factories import make_prove
from tests.tildeling.factories import make_runde, make_tildeling


def test_a_plan_and_its_runs_own_proposal_are_seen_alike_until_it_is_changed(context: Any) -> None:
    tildeling = make_tildeling()
    kjoring = tildeling.kjoring
    assert service.bilde_of_tildeling(tildeling) == service.bilde_of_kjoring(kjoring)
    place = tildeling.lag[0].plasseringer[0].puljekommune_id
    tildeling_service.adjust(
        tildeling,
        Handling(HandlingType.FLYTT, (), (place,)),
        sett_versjon=tildeling.versjon,
        bruker=make_koordinator(),
        now=clock.now(),
    )
    db.session.commit()
    assert service.bilde_of_tildeling(tildeling).udekket == {place}
    assert service.bilde_of_kjoring(kjoring).udekket == set()


def test_plans_are_compared_in_the_present_weights_of_the_round(context: Any) -> None:
    tildeling = make_tildeling()
    before = service.bilde_of_tildeling(tildeling)
    tildeling.utlysning.vekter = {**STANDARD_VEKTER, "intervju": 20}
    db.session.commit()
    after = service.bilde_of_tildeling(tildeling)
    assert after.ledd == before.ledd
    assert after.ledd_runde["intervju"] == 10 * before.ledd_runde["intervju"]


def test_a_trial_under_assumptions_has_them_in_its_picture(context: Any) -> None:
    utlysning, pulje = make_runde()
    row = make_puljekommune(pulje, timer=300)
    more = FlereKommuner("50", "Trøndelag", ())
    assert more.steder == ()
    settings = Innstillinger(antakelser=(KommuneTimer(row.id, 250),))
    prove = make_prove(utlysning, innstillinger=settings)
    assert service.bilde_of_kjoring(prove).timer[row.id] == 250


def test_the_plan_that_trials_are_held_against(context: Any) -> None:
    utlysning, _pulje = make_runde()
    assert queries.find_grunnlag(utlysning.id) is None
    first = make_tildeling(utlysning)
    second = make_tildeling(utlysning)
    aside = make_tildeling(utlysning, TildelingStatus.FORKASTET)
    assert queries.find_grunnlag(utlysning.id) is second
    published = make_tildeling(utlysning, TildelingStatus.PUBLISERT)
    make_tildeling(utlysning)
    assert queries.find_grunnlag(utlysning.id) is published
    assert len({first.id, second.id, aside.id}) == 3
