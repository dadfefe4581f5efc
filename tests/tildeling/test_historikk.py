from datetime import date
from typing import Any

import pytest

from matching import problem_from_dict, solve
from rekruttering.felles.db import db
from rekruttering.kommune.models import Kommuneendring
from rekruttering.pulje import queries as pulje_queries
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import adapter, queries, service
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.historikk import add_historikk
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Historikk
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_pulje, make_puljekommune
from tests.tildeling.factories import make_tildeling, make_veileder
from tests.utlysning.factories import make_utlysning

NONE: dict[int, tuple[int, ...]] = {1: (), 2: (), 3: (), 4: ()}
PARTNERS = {1: {2}, 2: {1}}


def test_without_a_choice_earlier_rounds_count_for_nothing() -> None:
    assert add_historikk(Historikk.UTEN_BETYDNING, NONE, {}, PARTNERS) == NONE


def test_with_continuity_earlier_partners_are_wished_for() -> None:
    assert add_historikk(Historikk.KONTINUITET, NONE, {}, PARTNERS) == {**NONE, 1: (2,), 2: (1,)}


def test_with_variation_everyone_else_is() -> None:
    found = add_historikk(Historikk.VARIASJON, NONE, {}, PARTNERS)
    assert found == {**NONE, 1: (3, 4), 2: (3, 4)}


def test_an_own_wish_stays_alone_and_history_does_not_speak_against_it() -> None:
    own = {**NONE, 1: (3,)}
    assert add_historikk(Historikk.KONTINUITET, own, {}, PARTNERS) == own
    assert add_historikk(Historikk.VARIASJON, own, {}, PARTNERS) == {**own, 2: (3, 4)}
    both = {**NONE, 1: (2,)}
    assert add_historikk(Historikk.VARIASJON, both, {}, PARTNERS) == both
    assert add_historikk(Historikk.KONTINUITET, both, {}, PARTNERS) == {**both, 2: (1,)}


def test_somebody_one_has_said_no_to_is_not_wished_for() -> None:
    assert add_historikk(Historikk.KONTINUITET, NONE, {1: (2,)}, PARTNERS)[1] == ()


def test_partners_who_are_not_in_the_round_count_for_nothing() -> None:
    for valg in Historikk:
        assert add_historikk(valg, NONE, {}, {1: {9}}) == NONE


def make_earlier(*navn: str, year: int = 2014, **felter: Any) -> list[Bruker]:
    """Return two users who were a pair in the published plan of an earlier round."""
    utlysning = make_utlysning(slug=f"runde-{year}", periode_fra_dato=date(year, 8, 1))
    pulje = make_pulje(utlysning, trukket_dato=date(year, 3, 1), innsats_fra_year=year)
    make_puljekommune(pulje, felter.get("kommune") or make_kommune())
    people = [make_veileder(utlysning, navn=each) for each in navn]
    make_tildeling(utlysning, felter.get("status", TildelingStatus.PUBLISERT))
    return [each.bruker for each in people]


def make_here(utlysning: Utlysning, brukere: list[Bruker], antall: int = 4) -> list[Veileder]:
    """Return the veiledere of a round; the first ones are known from before."""
    rows = [make_veileder(utlysning) for _n in range(antall)]
    for row, bruker in zip(rows, brukere, strict=False):
        row.bruker_id = row.soknad.soker_id = bruker.id
    db.session.commit()
    return rows


@pytest.mark.usefixtures("context")
def test_earlier_pairs_are_found_by_person_and_by_municipality_under_another_number() -> None:
    old = make_kommune("7701", navn="Gamlebyen")
    brukere = make_earlier("Kari Nes", "Ola Vik", kommune=old)
    utlysning = make_utlysning(periode_fra_dato=date(2020, 8, 1))
    pulje = make_pulje(utlysning)
    new = make_puljekommune(pulje, make_kommune("7702", navn="Nybyen"))
    db.session.add(
        Kommuneendring(gjelder_fra=date(2020, 1, 1), fra_nummer="7701", til_nummer="7702")
    )
    one, other, third, *_rest = make_here(utlysning, brukere)
    found = queries.map_tidligere(
        utlysning, tilbud_queries.list_veiledere(utlysning.id), queries.list_deltakere(pulje.id)
    )
    assert found.makkere == {one.id: frozenset({other.id}), other.id: frozenset({one.id})}
    assert third.id not in found.veiledere
    [tidligere] = found.veiledere[one.id]
    assert tidligere.makker_of(one.bruker_id) == (other.bruker_id, "Ola Vik")
    assert tidligere.makker_of(other.bruker_id) == (one.bruker_id, "Kari Nes")
    assert tidligere.kommuner == (("7701", "Gamlebyen"),)
    assert found.kommuner == {new.id: (tidligere,)}


@pytest.mark.usefixtures("context")
def test_only_published_plans_of_rounds_that_do_not_begin_later_are_earlier() -> None:
    make_earlier("Kari Nes", "Ola Vik", year=2014)
    make_earlier("Eva Lie", "Per Lund", year=2012, status=TildelingStatus.VEDTATT)
    make_earlier("Siv Moe", "Jon Dal", year=2022)
    utlysning = make_utlysning(periode_fra_dato=date(2020, 8, 1))
    assert [each.navn for each in queries.list_tidligere(utlysning)] == [("Kari Nes", "Ola Vik")]
    undated = make_utlysning(slug="uten-dato", periode_fra_dato=None)
    assert len(queries.list_tidligere(undated)) == 2


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("valg", "again"), [(Historikk.KONTINUITET, True), (Historikk.VARIASJON, False)]
)
def test_the_engine_keeps_or_splits_a_pair_as_the_round_has_chosen(
    valg: Historikk, again: bool
) -> None:
    """Four veiledere alike in all else: only history tells the possible pairs apart."""
    brukere = make_earlier("Kari Nes", "Ola Vik")
    home = make_kommune()
    utlysning = make_utlysning(periode_fra_dato=date(2020, 8, 1), historikk=valg)
    make_puljekommune(make_pulje(utlysning))
    make_puljekommune(pulje_of(utlysning))
    rows = make_here(utlysning, brukere)
    for row in rows:
        row.soknad.bosted = home
    # So that history, not background, decides.
    utlysning.vekter = {**utlysning.vekter, "lik_bakgrunn": 0, "partneronske": 15}
    db.session.commit()
    oppdrag = service.make_oppdrag(utlysning, pulje_of(utlysning))
    forslag = solve(problem_from_dict(oppdrag.problem))
    refs = {adapter.veileder_ref(row.id) for row in rows[:2]}
    assert ({*refs} in [set(lag.veiledere) for lag in forslag.par]) is again
    assert sum(lag.ledd["partneronske"] for lag in forslag.par) == 0


def pulje_of(utlysning: Utlysning) -> Any:
    return pulje_queries.find_pulje(utlysning.id)
