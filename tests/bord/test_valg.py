from collections.abc import Iterator
from itertools import combinations

import pytest
from flask import Flask

from rekruttering.bord import service as bord_service
from rekruttering.bord import valg
from rekruttering.bord.valg import Valgliste
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.filters import hinder_tekst
from rekruttering.habilitet.rules import Tilstand
from rekruttering.kommune.models import Kommune
from rekruttering.pulje.models import Puljekommune
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import adapter, service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.queries import get_tildeling
from rekruttering.tildeling.rules.plan import (
    Handling,
    HandlingType,
    find_differanse,
    handling_hindre,
    utfor,
)
from tests.bord.conftest import Plan
from tests.habilitet.factories import make_habilitet


@pytest.fixture
def grunnlag(app: Flask, plan: Plan) -> Iterator[bord_service.Grunnlag]:
    with app.test_request_context():
        yield bord_service.load(get_tildeling(plan.id))


def test_a_plan_is_read_as_the_services_read_it(grunnlag: bord_service.Grunnlag) -> None:
    assert grunnlag.utkast == service.utkast_of(grunnlag.tildeling)


def _every_step(grunnlag: bord_service.Grunnlag) -> list[Handling]:
    navn = service.navn_of(grunnlag.tildeling)
    people, places = list(navn.veiledere), list(navn.kommuner)
    pairs = list(combinations(people, 2))
    steps = [Handling(HandlingType.FLYTT, pair, (k,)) for pair in pairs for k in places]
    steps += [Handling(HandlingType.FLYTT, (), (k,)) for k in places]
    steps += [Handling(HandlingType.BYTT_KOMMUNER, (), ks) for ks in combinations(places, 2)]
    steps += [Handling(HandlingType.BYTT_VEILEDER, (a, b)) for a in people for b in people]
    steps += [Handling(HandlingType.NYTT_PAR, pair, ks) for pair in pairs for ks in ((places[0],),)]
    steps += [Handling(HandlingType.OPPLOS, pair) for pair in pairs]
    return [each for each in steps if not handling_hindre(grunnlag.utkast, each, navn)]


def test_the_price_of_a_change_is_what_the_whole_plan_measures(
    grunnlag: bord_service.Grunnlag,
) -> None:
    before = adapter.vurder(grunnlag.problem, grunnlag.utkast)
    steps = _every_step(grunnlag)
    assert {each.type for each in steps} >= {
        HandlingType.FLYTT,
        HandlingType.BYTT_KOMMUNER,
        HandlingType.BYTT_VEILEDER,
        HandlingType.NYTT_PAR,
        HandlingType.OPPLOS,
    }
    for handling in steps:
        then = utfor(grunnlag.utkast, handling)
        differanse = find_differanse(grunnlag.utkast, then)
        bytte = adapter.Bytte(differanse.ut, differanse.inn)
        [utfall] = adapter.price_changes(grunnlag.problem, grunnlag.laser, [bytte])
        after = adapter.vurder(grunnlag.problem, then)
        assert utfall.endring == after.kostnad - before.kostnad, handling
        assert set(utfall.brudd) == set(after.brudd) - set(before.brudd), handling


def _all(liste: Valgliste) -> list[valg.Alternativ]:
    return [*liste.beste, *liste.andre]


def test_targets_of_a_move_are_sorted_by_cost_and_say_what_the_preview_says(
    app: Flask, plan: Plan, grunnlag: bord_service.Grunnlag
) -> None:
    for kommune in plan.kommuner.values():
        liste = valg.flytt(grunnlag, kommune)
        assert len(_all(liste)) + len(liste.stengte) == len(grunnlag.lag) - 1
        now = grunnlag.lag_av_kommune[kommune]
        other = next(lag for lag in grunnlag.lag if lag.id != now.id)
        handling = Handling(HandlingType.FLYTT, other.veiledere, (kommune,))
        virkning = service.preview(grunnlag.tildeling, handling)
        assert virkning.etter is not None
        [found] = _all(liste) + liste.stengte
        assert found.endring == virkning.etter.kostnad - virkning.for_.kostnad
        assert found.hindre == tuple(hinder_tekst(each) for each in virkning.hindre)


def test_a_list_of_targets_goes_from_few_points_to_many(grunnlag: bord_service.Grunnlag) -> None:
    member = grunnlag.lag[0].veiledere[0]
    liste = valg.bytt_veileder(grunnlag, member, reserver=True)
    points = [each.endring for each in _all(liste)]
    assert points == sorted(points)
    assert len(points) == 2
    assert [each.poeng for each in _all(liste)] == [f"+{each}" for each in points]
    swaps = valg.bytt_veileder(grunnlag, member, reserver=False)
    assert len(_all(swaps)) + len(swaps.stengte) == 2


def test_new_pairs_are_made_of_reserves_only(plan: Plan, grunnlag: bord_service.Grunnlag) -> None:
    liste = valg.nytt_par(grunnlag, [plan.kommuner["Alvdal"]])
    reserves = set(grunnlag.veileder_ids) - grunnlag.lag_av_veileder.keys()
    names = {grunnlag.veiledere[each].navn for each in reserves}
    assert [set(each.tekst.split(" og ")) for each in _all(liste)] == [names]


def test_who_has_left_or_is_tied_since_the_run_is_no_good_target(app: Flask, plan: Plan) -> None:
    with app.test_request_context():
        grunnlag = bord_service.load(get_tildeling(plan.id))
        member = grunnlag.lag[0].veiledere[0]
        place = grunnlag.lag[0].kommuner[0]
        left, tied = (
            db.session.get_one(Veileder, each)
            for each in sorted(set(grunnlag.veileder_ids) - grunnlag.lag_av_veileder.keys())
        )
        left.sluttet_at = clock.now()
        name = tied.soknad.navn
        make_habilitet(tied.bruker, _kommune(place), Tilstand.ERKLART)
        liste = valg.bytt_veileder(bord_service.load(get_tildeling(plan.id)), member, reserver=True)
    assert _all(liste) == []
    [found] = liste.stengte
    assert found.tekst == name
    assert "habilitet" in found.hindre[0]


def _kommune(puljekommune: int) -> Kommune:
    return db.session.get_one(Puljekommune, puljekommune).kommune


def test_the_board_finds_broken_what_a_decision_finds_broken(app: Flask, plan: Plan) -> None:
    with app.test_request_context():
        tildeling: Tildeling = get_tildeling(plan.id)
        before = bord_service.load(tildeling)
        assert bord_service.list_hindre(before) == service.list_hindre(tildeling) == []
        person = db.session.get_one(Veileder, before.lag[0].veiledere[0])
        place = _kommune(before.lag[0].kommuner[0])
        make_habilitet(person.bruker, place, Tilstand.ERKLART)
        gone = db.session.get_one(Veileder, before.lag[1].veiledere[0])
        gone.sluttet_at = clock.now()
        db.session.commit()
        tildeling = get_tildeling(plan.id)
        found = bord_service.list_hindre(bord_service.load(tildeling))
        assert found == service.list_hindre(tildeling)
        assert {each.kode for each in found} == {"sluttet", "inhabil"}
