import threading
from typing import Any

import pytest
from flask import Flask

from rekruttering.felles import clock
from rekruttering.felles.db import db, transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.scenario import service
from rekruttering.scenario.rules import (
    Endringspris,
    Innstillinger,
)
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.tilgang.models import Bruker
from tests.pulje.factories import make_koordinator
from tests.scenario.factories import finish, make_prove
from tests.tildeling.factories import make_tildeling, make_veileder


def solve_rest(
    tildeling: Tildeling, pris: Endringspris = Endringspris.MYE, versjon: int | None = None
) -> Kjoring:
    kjoring = service.solve_rest(
        tildeling,
        service.Resten(pris, "På nytt", 5),
        sett_versjon=tildeling.versjon if versjon is None else versjon,
        bruker=make_koordinator(),
        now=clock.now(),
    )
    db.session.commit()
    return kjoring


def test_the_rest_is_solved_with_the_pins_weights_and_rules_of_the_plan(context: Any) -> None:
    prove = make_prove(innstillinger=Innstillinger({"malform": 3}, 2))
    kjoring = service.start_real(prove, bruker=make_koordinator(), now=clock.now())
    db.session.commit()
    finish(kjoring)
    tildeling = kjoring.tildeling
    assert tildeling is not None
    lag = tildeling.lag[0]
    place = lag.plasseringer[0].puljekommune_id
    tildeling_service.adjust(
        tildeling,
        Handling(HandlingType.FEST, (lag.veileder_a_id,), (place,)),
        sett_versjon=tildeling.versjon,
        bruker=make_koordinator(),
        now=clock.now(),
    )
    db.session.commit()
    again = solve_rest(tildeling)
    assert again.fra_tildeling_id == tildeling.id
    assert again.innstillinger == {
        "vekter": {"malform": 3, "endring": 120},
        "regler": {"maks_kommuner_per_par": 2},
    }
    assert again.problem["laser"]["tildelt"] == [[f"V{lag.veileder_a_id}", f"K{place}"]]
    assert again.problem["vekter"]["endring"] == 120
    assert again.problem["regler"]["maks_kommuner_per_par"] == 2
    assert again.problem["gjeldende"] != []
    finish(again)
    assert again.tildeling is not None
    assert again.tildeling.id != tildeling.id
    assert (again.tildeling.navn, again.tildeling.status) == ("På nytt", TildelingStatus.FORSLAG)
    assert again.tildeling.laser["tildelt"] == [[lag.veileder_a_id, place]]
    assert tildeling.status is TildelingStatus.JUSTERT


@pytest.mark.parametrize(("pris", "poeng"), [(Endringspris.INGEN, 0), (Endringspris.LITT, 20)])
def test_a_change_has_the_price_that_was_chosen(
    context: Any, pris: Endringspris, poeng: int
) -> None:
    assert solve_rest(make_tildeling(), pris).problem["vekter"]["endring"] == poeng


def test_with_the_highest_price_nothing_changes_that_need_not(context: Any) -> None:
    tildeling = make_tildeling()
    before = tildeling_service.utkast_of(tildeling).lag
    make_veileder(tildeling.utlysning, poeng=100)
    make_veileder(tildeling.utlysning, poeng=100)
    again = solve_rest(tildeling, Endringspris.BARE_NODVENDIG)
    finish(again)
    assert again.tildeling is not None
    assert tildeling_service.utkast_of(again.tildeling).lag == before
    free = solve_rest(tildeling, Endringspris.INGEN)
    finish(free)
    assert free.tildeling is not None
    assert tildeling_service.utkast_of(free.tildeling).lag != before


def test_a_plan_that_was_changed_meanwhile_is_not_solved_again(context: Any) -> None:
    tildeling = make_tildeling()
    with pytest.raises(KonfliktError):
        solve_rest(tildeling, versjon=tildeling.versjon - 1)
    assert db.session.query(Kjoring).count() == 1


def test_two_coordinators_who_solve_the_rest_at_the_same_moment_start_one_run(app: Flask) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        tildeling_id, versjon = tildeling.id, tildeling.versjon
        brukere = [make_koordinator().id, make_koordinator().id]
    outcomes: list[str] = []
    both = threading.Barrier(2)

    def start(bruker_id: int) -> None:
        with app.app_context():
            both.wait()
            try:
                with transaction():
                    service.solve_rest(
                        db.session.get_one(Tildeling, tildeling_id),
                        service.Resten(Endringspris.LITT, "", 5),
                        sett_versjon=versjon,
                        bruker=db.session.get_one(Bruker, bruker_id),
                        now=clock.now(),
                    )
            except (KonfliktError, HindretError) as error:
                outcomes.append(type(error).__name__)
            else:
                outcomes.append("startet")

    threads = [threading.Thread(target=start, args=(id,)) for id in brukere]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("startet") == 1
    with app.app_context():
        assert db.session.query(Kjoring).count() == 2
