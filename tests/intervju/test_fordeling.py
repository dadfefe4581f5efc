from collections import Counter
from datetime import date

from rekruttering.felles.clock import OSLO
from rekruttering.intervju.fordeling import (
    Arsak,
    Booking,
    Panelplass,
    distribute,
    slots,
)

NORD = Panelplass(1, frozenset({11, 12}))
SOR = Panelplass(2, frozenset({21, 22}))
UKE = list(slots(date(2020, 3, 20), date(2020, 3, 24)))


def test_a_window_gives_five_times_each_weekday() -> None:
    days = Counter(tid.astimezone(OSLO).date() for tid in UKE)
    assert days == {date(2020, 3, 20): 5, date(2020, 3, 23): 5, date(2020, 3, 24): 5}


def test_applicants_are_spread_evenly() -> None:
    plan, uten = distribute(range(1, 9), [NORD, SOR], frozenset(), [], UKE)
    assert uten == {}
    assert Counter(en.panel_id for en in plan) == {1: 4, 2: 4}
    assert len({(en.panel_id, en.start_at) for en in plan}) == 8


def test_nobody_comes_before_a_member_with_a_tie() -> None:
    plan, uten = distribute([1, 2], [NORD, SOR], frozenset({(11, 1), (11, 2), (22, 2)}), [], UKE)
    assert [(en.soknad_id, en.panel_id) for en in plan] == [(1, 2)]
    assert uten == {2: Arsak.INHABIL}


def test_a_panel_has_no_more_than_five_a_day_and_the_rest_are_named() -> None:
    plan, uten = distribute(range(20), [NORD], frozenset(), [], UKE)
    assert len(plan) == 15
    assert set(uten.values()) == {Arsak.FULLT}
    per_day = Counter(en.start_at.astimezone(OSLO).date() for en in plan)
    assert set(per_day.values()) == {5}


def test_five_by_hand_outside_the_usual_times_fill_a_day_too() -> None:
    taken = [Booking(1, NORD.medlem_ids, tid) for tid in UKE[:5]]
    plan, _ = distribute([1], [NORD], frozenset(), taken, UKE)
    assert plan[0].start_at == UKE[5]


def test_a_person_in_two_panels_is_in_one_place_at_a_time() -> None:
    felles = Panelplass(3, frozenset({11, 31}))
    plan, _ = distribute([1, 2], [NORD, felles], frozenset(), [], UKE)
    assert [(en.panel_id, en.start_at) for en in plan] == [(1, UKE[0]), (3, UKE[1])]


def test_a_full_panel_leaves_the_applicant_to_the_next() -> None:
    taken = [Booking(1, NORD.medlem_ids, UKE[0])]
    busy = [Booking(9, frozenset({21}), tid) for tid in UKE]
    plan, _ = distribute([1], [SOR, NORD], frozenset(), [*taken, *busy], UKE)
    assert (plan[0].panel_id, plan[0].start_at) == (1, UKE[1])
