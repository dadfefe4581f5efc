from rekruttering.tildeling.rules.endringer import Kommuneendring, Veilederendring, find_endringer
from rekruttering.tildeling.rules.plan import Planlag

OLD = [Planlag((1, 2), (10, 11)), Planlag((3, 4), (12,))]


def test_two_equal_plans_differ_for_nobody() -> None:
    found = find_endringer(OLD, list(reversed(OLD)))

    assert (found.veiledere, found.kommuner) == ((), ())
    assert found.uendrede_veiledere == (1, 2, 3, 4)
    assert found.uendrede_kommuner == (10, 11, 12)


def test_a_first_plan_is_new_to_everyone_in_it() -> None:
    found = find_endringer([], OLD)

    assert [each.veileder for each in found.veiledere] == [1, 2, 3, 4]
    assert all(each.er_ny and not each.er_ute for each in found.veiledere)
    assert [(each.kommune, each.nye) for each in found.kommuner] == [
        (10, (1, 2)),
        (11, (1, 2)),
        (12, (3, 4)),
    ]


def test_a_replaced_partner_concerns_both_partners_and_their_municipalities() -> None:
    found = find_endringer(OLD, [Planlag((1, 5), (10, 11)), OLD[1]])

    assert found.veiledere == (
        Veilederendring(1, 2, 5, (10, 11), (10, 11)),
        Veilederendring(2, 1, None, (10, 11), ()),
        Veilederendring(5, None, 1, (), (10, 11)),
    )
    assert found.kommuner == (
        Kommuneendring(10, (1, 2), (1, 5)),
        Kommuneendring(11, (1, 2), (1, 5)),
    )
    assert [(each.nye, each.borte) for each in found.kommuner] == [((5,), (2,))] * 2
    assert (found.uendrede_veiledere, found.uendrede_kommuner) == ((3, 4), (12,))


def test_a_municipality_that_moves_is_lost_by_one_pair_and_got_by_the_other() -> None:
    found = find_endringer(OLD, [Planlag((1, 2), (10,)), Planlag((3, 4), (11, 12))])

    assert [(each.veileder, each.mistet, each.fikk) for each in found.veiledere] == [
        (1, (11,), ()),
        (2, (11,), ()),
        (3, (), (11,)),
        (4, (), (11,)),
    ]
    assert found.kommuner == (Kommuneendring(11, (1, 2), (3, 4)),)


def test_what_nobody_serves_any_more_is_out() -> None:
    found = find_endringer(OLD, OLD[:1])

    assert [each.er_ute for each in found.veiledere] == [True, True]
    [kommune] = found.kommuner
    assert kommune.er_ute
    assert kommune.borte == (3, 4)
    assert not kommune.er_ny
