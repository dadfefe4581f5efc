"""Changing an allocation by hand: effect first, refusals, undo, redo, two at once."""

import threading

import pytest
from flask import Flask

from matching import check, forslag_from_dict, problem_from_dict
from rekruttering.felles import audit, clock
from rekruttering.felles.db import db, transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.habilitet.rules import Tilstand
from rekruttering.tildeling import adapter, queries, service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import Handling, HandlingType, Planlag, Utkast
from rekruttering.tilgang.models import Bruker
from tests.habilitet.factories import make_habilitet
from tests.pulje.factories import make_koordinator, make_pulje, make_puljekommune
from tests.tildeling.factories import make_tildeling, make_veileder
from tests.utlysning.factories import make_utlysning

T = HandlingType


def make_plan() -> Tildeling:
    """Return an allocation of two pairs with two municipalities each, and two reserves."""
    utlysning = make_utlysning()
    pulje = make_pulje(utlysning)
    for n in range(6):
        make_veileder(utlysning, timer=(200, 420), poeng=90 - n)
    for _n in range(4):
        make_puljekommune(pulje, timer=120)
    return make_tildeling(utlysning)


def pairs(tildeling: Tildeling) -> list[Planlag]:
    return sorted(service.utkast_of(tildeling).lag)


def adjust(tildeling: Tildeling, handling: Handling) -> None:
    service.adjust(
        tildeling,
        handling,
        sett_versjon=tildeling.versjon,
        bruker=make_koordinator(),
        now=clock.now(),
    )
    db.session.commit()


def swap(tildeling: Tildeling) -> Handling:
    """Return a step that holds every rule: the pairs change one municipality."""
    one, other = pairs(tildeling)
    return Handling(T.BYTT_KOMMUNER, (), (one.kommuner[0], other.kommuner[0]))


@pytest.mark.usefixtures("context")
def test_the_effect_is_shown_before_anything_is_done() -> None:
    tildeling = make_plan()
    before = service.utkast_of(tildeling)
    virkning = service.preview(tildeling, swap(tildeling))
    assert virkning.etter is not None
    assert virkning.differanse is not None
    assert virkning.hindre == []
    assert len(virkning.differanse.ut) == len(virkning.differanse.inn) == 2
    assert virkning.etter.kostnad >= virkning.for_.kostnad
    assert service.utkast_of(tildeling) == before


@pytest.mark.usefixtures("context")
def test_a_step_is_stored_with_hours_and_points_that_the_engine_agrees_with() -> None:
    tildeling = make_plan()
    adjust(tildeling, swap(tildeling))
    kjoring = tildeling.kjoring
    problem = problem_from_dict(kjoring.problem)
    vurdering = adapter.vurder(problem, service.utkast_of(tildeling))
    assert kjoring.forslag is not None
    forslag = adapter.to_forslag(vurdering, kjoring.forslag)
    assert check(problem, forslag_from_dict(forslag)) == []
    stored = sorted((lag.timer, lag.kostnad) for lag in tildeling.lag)
    assert stored == sorted((lag["timer"], lag["kostnad"]) for lag in forslag["par"])
    assert (tildeling.status, tildeling.steg) == (TildelingStatus.JUSTERT, 1)
    assert audit.list_linjer(tildeling)[-1].handling == "tildeling_justert"


@pytest.mark.usefixtures("context")
def test_a_step_that_breaks_a_rule_is_refused_with_every_reason() -> None:
    tildeling = make_plan()
    one, other = pairs(tildeling)
    before = service.utkast_of(tildeling)
    with pytest.raises(HindretError) as error:
        adjust(tildeling, Handling(T.FLYTT, other.veiledere, (one.kommuner[0],)))
    db.session.rollback()
    # The pair it leaves has too few hours.
    assert [hinder.kode for hinder in error.value.hindre] == ["for_fa_timer"]
    assert service.utkast_of(tildeling) == before
    assert queries.list_justeringer(tildeling.id) == []


@pytest.mark.usefixtures("context")
def test_a_tie_declared_after_the_run_refuses_a_step() -> None:
    tildeling = make_plan()
    one, other = pairs(tildeling)
    veileder = queries.map_veiledere([other.veiledere[0]])[other.veiledere[0]]
    row = queries.map_puljekommuner([one.kommuner[0]])[one.kommuner[0]]
    make_habilitet(veileder.bruker, row.kommune, Tilstand.ERKLART)
    virkning = service.preview(tildeling, swap(tildeling))
    assert [(h.kode, h.verdier["a"]) for h in virkning.hindre] == [
        ("inhabil", veileder.soknad.navn)
    ]


@pytest.mark.usefixtures("context")
def test_a_reserve_who_has_left_cannot_step_in() -> None:
    tildeling = make_plan()
    one, _other = pairs(tildeling)
    free = adapter.vurder(
        service.problem_of(tildeling.kjoring), service.utkast_of(tildeling)
    ).ubrukte
    queries.map_veiledere([free[0]])[free[0]].sluttet_at = clock.now()
    db.session.commit()
    handling = Handling(T.BYTT_VEILEDER, (one.veiledere[0], free[0]))
    assert [h.kode for h in service.preview(tildeling, handling).hindre] == ["sluttet"]


@pytest.mark.usefixtures("context")
def test_undo_and_redo_walk_the_same_way() -> None:
    tildeling = make_plan()
    states: list[Utkast] = [service.utkast_of(tildeling)]
    one, _other = pairs(tildeling)
    adjust(tildeling, swap(tildeling))
    states.append(service.utkast_of(tildeling))
    adjust(tildeling, Handling(T.FEST, one.veiledere, (pairs(tildeling)[0].kommuner[0],)))
    states.append(service.utkast_of(tildeling))
    bruker = make_koordinator()
    for back in (1, 0):
        service.undo(tildeling, sett_versjon=tildeling.versjon, bruker=bruker)
        assert service.utkast_of(tildeling) == states[back]
    with pytest.raises(HindretError):
        service.undo(tildeling, sett_versjon=tildeling.versjon, bruker=bruker)
    for forth in (1, 2):
        service.redo(tildeling, sett_versjon=tildeling.versjon, bruker=bruker)
        assert service.utkast_of(tildeling) == states[forth]
    with pytest.raises(HindretError):
        service.redo(tildeling, sett_versjon=tildeling.versjon, bruker=bruker)


@pytest.mark.usefixtures("context")
def test_a_new_step_after_an_undone_one_takes_its_place() -> None:
    tildeling = make_plan()
    adjust(tildeling, swap(tildeling))
    service.undo(tildeling, sett_versjon=tildeling.versjon, bruker=make_koordinator())
    adjust(tildeling, Handling(T.OPPLOS, pairs(tildeling)[0].veiledere))
    [row] = queries.list_justeringer(tildeling.id)
    assert (row.nr, row.handling["type"]) == (1, "opplos")


@pytest.mark.usefixtures("context")
def test_a_changed_pair_has_to_be_decided_anew() -> None:
    tildeling = make_plan()
    for lag in tildeling.lag:
        lag.vedtatt_at, lag.vedtatt_av_id = clock.now(), make_koordinator().id
    db.session.commit()
    one, other = pairs(tildeling)
    free = adapter.vurder(
        service.problem_of(tildeling.kjoring), service.utkast_of(tildeling)
    ).ubrukte
    adjust(tildeling, Handling(T.BYTT_VEILEDER, (one.veiledere[0], free[0])))
    decided = {lag.veileder_a_id: lag.vedtatt_at is not None for lag in tildeling.lag}
    assert decided[other.veiledere[0]] is True
    assert sorted(decided.values()) == [False, True]


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("status", [TildelingStatus.VEDTATT, TildelingStatus.PUBLISERT])
def test_what_is_decided_is_changed_in_a_copy(status: TildelingStatus) -> None:
    tildeling = make_plan()
    handling = swap(tildeling)
    tildeling.status = status
    tildeling.vedtatt_at = tildeling.publisert_at = clock.now()
    db.session.commit()
    with pytest.raises(HindretError) as error:
        adjust(tildeling, handling)
    assert [hinder.kode for hinder in error.value.hindre] == ["status"]
    copied = service.copy(tildeling, "Oktober", bruker=make_koordinator())
    adjust(copied, handling)
    assert (copied.navn, copied.kopi_av_id) == ("Oktober", tildeling.id)
    assert service.utkast_of(copied) != service.utkast_of(tildeling)


def test_two_coordinators_never_overwrite_each_other(app: Flask) -> None:
    with app.app_context():
        tildeling = make_plan()
        ids = tildeling.id, tildeling.versjon, make_koordinator().id
        one, _other = pairs(tildeling)
        steps = [swap(tildeling), Handling(T.OPPLOS, one.veiledere)]
    outcomes: list[str] = []
    both = threading.Barrier(2)

    def work(handling: Handling) -> None:
        with app.app_context():
            both.wait()
            try:
                with transaction():
                    service.adjust(
                        db.session.get_one(Tildeling, ids[0]),
                        handling,
                        sett_versjon=ids[1],
                        bruker=db.session.get_one(Bruker, ids[2]),
                        now=clock.now(),
                    )
            except KonfliktError:
                outcomes.append("conflict")
            else:
                outcomes.append("done")

    threads = [threading.Thread(target=work, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["conflict", "done"]
    with app.app_context():
        assert len(queries.list_justeringer(ids[0])) == 1
