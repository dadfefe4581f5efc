"""A plan as a plain value: every step by hand, and why one is refused."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekruttering.felles.errors import Hinder
from rekruttering.tildeling.rules.plan import (
    Handling,
    HandlingType,
    Laser,
    Navn,
    Utkast,
    find_differanse,
    handling_hindre,
    las_hindre,
    to_lag,
    utfor,
)
from rekruttering.tildeling.rules.plan_json import (
    differanse_from_json,
    differanse_to_json,
    handling_from_json,
    handling_to_json,
    laser_from_json,
    laser_to_json,
)

NAVN = Navn({n: f"Veileder {n}" for n in range(1, 9)}, {n: f"Kommune {n}" for n in range(1, 7)})
# Pairs 1–2 with 1 and 2, 3–4 with 3; 5 to 8 are reserves, 4 to 6 stand without a pair.
PLAN = Utkast(frozenset({to_lag((2, 1), (2, 1)), to_lag((3, 4), (3,))}))
T = HandlingType
Ids = tuple[int, ...]


def do(type: HandlingType, veiledere: Ids = (), kommuner: Ids = ()) -> Utkast:
    handling = Handling(type, veiledere, kommuner)
    assert handling_hindre(PLAN, handling, NAVN) == []
    return utfor(PLAN, handling)


def shown(utkast: Utkast) -> list[tuple[tuple[int, int], tuple[int, ...]]]:
    return [(lag.veiledere, lag.kommuner) for lag in sorted(utkast.lag)]


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def test_a_municipality_moves_to_another_pair() -> None:
    assert shown(do(T.FLYTT, (4, 3), (1,))) == [((1, 2), (2,)), ((3, 4), (1, 3))]


def test_a_municipality_without_a_pair_is_given_one() -> None:
    assert shown(do(T.FLYTT, (3, 4), (5,))) == [((1, 2), (1, 2)), ((3, 4), (3, 5))]


def test_a_pair_that_loses_its_last_municipality_is_dissolved() -> None:
    assert shown(do(T.FLYTT, (), (3,))) == [((1, 2), (1, 2))]


def test_two_municipalities_change_pairs() -> None:
    assert shown(do(T.BYTT_KOMMUNER, (), (2, 3))) == [((1, 2), (1, 3)), ((3, 4), (2,))]


def test_a_municipality_changes_places_with_one_that_has_no_pair() -> None:
    assert shown(do(T.BYTT_KOMMUNER, (), (6, 3))) == [((1, 2), (1, 2)), ((3, 4), (6,))]


def test_a_reserve_takes_a_place_in_a_pair() -> None:
    assert shown(do(T.BYTT_VEILEDER, (2, 7))) == [((1, 7), (1, 2)), ((3, 4), (3,))]


def test_two_members_of_different_pairs_change_places() -> None:
    assert shown(do(T.BYTT_VEILEDER, (2, 3))) == [((1, 3), (1, 2)), ((2, 4), (3,))]


def test_a_pair_is_split_when_a_new_one_takes_some_of_its_municipalities() -> None:
    after = do(T.NYTT_PAR, (6, 5), (2, 4))
    assert shown(after) == [((1, 2), (1,)), ((3, 4), (3,)), ((5, 6), (2, 4))]


def test_a_pair_is_dissolved() -> None:
    assert shown(do(T.OPPLOS, (2, 1))) == [((3, 4), (3,))]


def test_what_stands_fast_is_not_barred_and_the_other_way_round() -> None:
    fast = do(T.FEST, (1, 2), (1,))
    barred = utfor(fast, Handling(T.FORBY, (1,), (1,)))
    assert fast.laser.tildelt == {(1, 1), (2, 1)}
    assert barred.laser.tildelt == {(2, 1)}
    assert barred.laser.forbudt == {(1, 1)}
    assert utfor(barred, Handling(T.TILLAT, (1,), (1,))).laser.forbudt == frozenset()
    assert utfor(fast, Handling(T.LOSNE, (1, 2), (1,))).laser == Laser()


def test_a_pair_is_made_fast_and_loosened() -> None:
    fast = do(T.FEST_PAR, (2, 1))
    assert fast.laser.par == {(1, 2)}
    assert utfor(fast, Handling(T.LOSNE_PAR, (1, 2))).laser == Laser()


@pytest.mark.parametrize(
    ("handling", "kode"),
    [
        (Handling(T.FLYTT, (1, 2), (1,)), "samme_par"),
        (Handling(T.FLYTT, (), (4,)), "uten_par"),
        (Handling(T.FLYTT, (1, 3), (4,)), "par"),
        (Handling(T.FLYTT, (1,), (4,)), "veiledere"),
        (Handling(T.FLYTT, (1, 2), (4, 5)), "kommuner"),
        (Handling(T.FLYTT, (1, 2), (99,)), "ukjent"),
        (Handling(T.BYTT_KOMMUNER, (), (1, 2)), "samme_par"),
        (Handling(T.BYTT_KOMMUNER, (), (4, 5)), "samme_par"),
        (Handling(T.BYTT_KOMMUNER, (), (4, 4)), "kommuner"),
        (Handling(T.BYTT_VEILEDER, (1, 2)), "samme_par"),
        (Handling(T.BYTT_VEILEDER, (5, 6)), "ikke_i_par"),
        (Handling(T.BYTT_VEILEDER, (1, 99)), "ukjent"),
        (Handling(T.NYTT_PAR, (1, 5), (4,)), "i_par"),
        (Handling(T.NYTT_PAR, (5, 6), ()), "kommuner"),
        (Handling(T.OPPLOS, (1, 3)), "par"),
        (Handling(T.FEST_PAR, (5, 6)), "par"),
    ],
)
def test_a_step_that_makes_no_sense_says_why(handling: Handling, kode: str) -> None:
    assert koder(handling_hindre(PLAN, handling, NAVN)) == [kode]


def test_a_new_pair_names_each_who_is_in_one() -> None:
    hindre = handling_hindre(PLAN, Handling(T.NYTT_PAR, (1, 3), (4,)), NAVN)
    assert [hinder.verdier["a"] for hinder in hindre] == ["Veileder 1", "Veileder 3"]


def test_a_lock_must_be_loosened_first() -> None:
    locked = utfor(utfor(PLAN, Handling(T.FEST_PAR, (1, 2))), Handling(T.FEST, (3,), (3,)))
    barred = utfor(locked, Handling(T.FORBY, (7,), (1,)))
    after = utfor(barred, Handling(T.BYTT_VEILEDER, (2, 7)))
    assert koder(las_hindre(barred, after, NAVN)) == ["las_par", "las_forbudt"]
    moved = utfor(barred, Handling(T.FLYTT, (1, 2), (3,)))
    [hinder] = las_hindre(barred, moved, NAVN)
    assert (hinder.kode, hinder.verdier) == ("las_tildelt", {"a": "Veileder 3", "b": "Kommune 3"})


def test_a_bar_against_what_is_in_the_plan_is_for_the_next_run() -> None:
    barred = do(T.FORBY, (1,), (1,))
    assert las_hindre(PLAN, barred, NAVN) == []
    assert las_hindre(barred, utfor(barred, Handling(T.OPPLOS, (3, 4))), NAVN) == []


STEPS = st.builds(
    Handling,
    st.sampled_from(HandlingType),
    st.lists(st.integers(1, 8), max_size=2).map(tuple),
    st.lists(st.integers(1, 6), max_size=2).map(tuple),
)


@given(st.lists(STEPS, max_size=30))
def test_any_steps_leave_disjoint_pairs_and_can_be_walked_back(steps: list[Handling]) -> None:
    states = [PLAN]
    for step in steps:
        if not handling_hindre(states[-1], step, NAVN):
            states.append(utfor(states[-1], step))
    for before, after in pairwise(states):
        people = [v for lag in after.lag for v in lag.veiledere]
        places = [k for lag in after.lag for k in lag.kommuner]
        assert len(set(people)) == len(people)
        assert len(set(places)) == len(places)
        assert all(lag.kommuner for lag in after.lag)
        assert after.laser.tildelt.isdisjoint(after.laser.forbudt)
        change = differanse_from_json(differanse_to_json(find_differanse(before, after)))
        back = (after.lag - set(change.inn)) | set(change.ut)
        assert (back, change.laser_for) == (before.lag, before.laser)
        assert change.is_empty == (before == after)


@given(STEPS)
def test_a_step_and_its_locks_are_stored_as_they_are(step: Handling) -> None:
    assert handling_from_json(handling_to_json(step)) == step
    laser = Laser(frozenset({(1, 2)}), frozenset({(3, 1), (2, 2)}), frozenset())
    assert laser_from_json(laser_to_json(laser)) == laser
    assert laser_from_json({}) == Laser()
