"""Steps by hand are judged as the whole plan would be, and facts are those of rules and cost."""

from functools import cache
from itertools import combinations

from matching import Forslag, Problem, generate, problem_from_dict, solve
from rekruttering.analyse.adapter import fakta
from rekruttering.analyse.adapter.bytter import (
    find_handling,
    list_bytter,
    to_utkast_lag,
)
from rekruttering.tildeling.adapter import row_id, vurder
from rekruttering.tildeling.rules.plan import Handling, HandlingType, Laser, Utkast, utfor
from tests.analyse.bestilling import solved
from tests.matching.builders import (
    crowded_problem,
    make_kommune,
    make_problem,
    make_veileder,
)


@cache
def plans(number: int) -> list[tuple[Problem, Utkast]]:
    """Return plans of tiny problems with locks, and of some where people have a choice."""
    problems = [problem_from_dict(crowded_problem(seed)) for seed in range(number)]
    problems += [generate(12, 7, seed) for seed in range(number // 2)]
    found = []
    for problem in problems:
        # Any plan will do, the best or not.
        forslag: Forslag = solve(problem, max_time_s=1.0)
        laser = problem.laser
        locks = Laser(
            *(
                frozenset((row_id(a), row_id(b)) for a, b in each)
                for each in (laser.par, laser.tildelt, laser.forbudt)
            )
        )
        found.append((problem, Utkast(to_utkast_lag(forslag), locks)))
    return found


def around_kommune(utkast: Utkast, problem: Problem, kommune: int) -> set[Handling]:
    """Return every step that gives a municipality another pair or another member."""
    people = [row_id(each.id) for each in problem.veiledere]
    now = utkast.find_lag_i(kommune)
    steps = set()
    for lag in utkast.lag - {now}:
        steps.add(Handling(HandlingType.FLYTT, lag.veiledere, (kommune,)))
        if now:
            steps |= {
                Handling(HandlingType.BYTT_KOMMUNER, (), (kommune, other)) for other in lag.kommuner
            }
    free = [v for v in people if utkast.find_lag(v) is None]
    steps |= {Handling(HandlingType.NYTT_PAR, two, (kommune,)) for two in combinations(free, 2)}
    for out in now.veiledere if now else ():
        others = set(people) - set(now.veiledere if now else ())
        steps |= {Handling(HandlingType.BYTT_VEILEDER, (out, into)) for into in others}
    return steps


def measured(problem: Problem, utkast: Utkast, handling: Handling) -> tuple[int, int] | None:
    """Return what a step adds in uncovered and points, or None if it breaks anything anew."""
    before, after = vurder(problem, utkast), vurder(problem, utfor(utkast, handling))
    if set(after.brudd) - set(before.brudd):
        return None
    return len(after.udekket) - len(before.udekket), after.kostnad - before.kostnad


def test_the_best_steps_around_a_kommune_are_those_that_trying_all_of_them_finds() -> None:
    found = 0
    for problem, utkast in plans(8):
        for each in problem.kommuner:
            kommune = row_id(each.id)
            best = list_bytter(problem, utkast, kommune=kommune, mest=1000)
            expected = sorted(
                figures
                for step in around_kommune(utkast, problem, kommune)
                if (figures := measured(problem, utkast, step)) is not None and figures[0] <= 0
            )
            assert [(b.udekket, b.poeng) for b in best] == expected
            found += len(best)
    assert found > 40


def test_a_step_touches_those_whose_kommuner_or_partner_are_others_then() -> None:
    for problem, utkast in plans(8):
        for each in problem.veiledere:
            steps = list_bytter(problem, utkast, veileder=row_id(each.id), mest=1000)
            for bytte in steps:
                assert measured(problem, utkast, bytte.handling) == (bytte.udekket, bytte.poeng)
                then = utfor(utkast, bytte.handling)
                touched = {
                    row_id(v.id)
                    for v in problem.veiledere
                    if utkast.find_lag(row_id(v.id)) != then.find_lag(row_id(v.id))
                }
                assert set(bytte.veiledere) <= touched


def test_a_step_is_recognised_by_the_plan_it_makes() -> None:
    found = 0
    for problem, utkast in plans(8):
        for each in problem.kommuner:
            for bytte in list_bytter(problem, utkast, kommune=row_id(each.id), mest=20):
                then = utfor(utkast, bytte.handling).lag
                step = find_handling(utkast, then)
                assert step is not None
                assert utfor(utkast, step).lag == then
                found += 1
        assert find_handling(utkast, utkast.lag) is None
    assert found > 20


def test_a_plan_that_is_more_than_one_step_away_has_no_step() -> None:
    people = [make_veileder(f"V{n}") for n in (1, 2, 3, 4)]
    problem = problem_from_dict(make_problem(people, [make_kommune("K1"), make_kommune("K2")]))
    utkast = Utkast(to_utkast_lag(solved(problem)))
    [lag] = utkast.lag
    others = sorted({1, 2, 3, 4} - set(lag.veiledere))
    moved = utfor(utkast, Handling(HandlingType.OPPLOS, lag.veiledere))
    moved = utfor(moved, Handling(HandlingType.NYTT_PAR, tuple(others), (1,)))
    assert find_handling(utkast, moved.lag) is None


def test_margins_and_points_of_a_pair_are_those_of_rules_and_cost() -> None:
    for problem, utkast in plans(8):
        vurdering = vurder(problem, utkast)
        for lag in utkast.lag:
            funnet = fakta.describe_lag(problem, vurdering, lag)
            for medlem in funnet.medlemmer:
                v = problem.veileder(f"V{medlem.id}")
                assert medlem.over_minst == funnet.timer - v.timer[0]
                assert medlem.til_mest == v.timer[1] - funnet.timer
            by_term = {"reise": 0, "malform": 0, "fylkesonske": 0}
            for plass in funnet.plasser:
                k = problem.kommune(f"K{plass.kommune}")
                assert plass.km_igjen == plass.grense_km - problem.km(
                    problem.veileder(f"V{plass.veileder}"), k
                )
                assert plass.poeng == sum(plass.ledd.values())
                for name in by_term:
                    by_term[name] += plass.ledd[name]
            assert by_term == {name: funnet.ledd[name] for name in by_term}
            fag = sum(len(each) for each in funnet.fag.values()) * problem.vekter.fagomrade
            assert fag == funnet.ledd["fagomrade"]
            assert sum(funnet.ledd.values()) == funnet.kostnad


def test_only_one_who_knows_the_language_is_marked() -> None:
    people = [make_veileder("V1", samiske_sprak=["nordsamisk"]), make_veileder("V2")]
    problem = problem_from_dict(
        make_problem(people, [make_kommune("K1", samisk_sprak="nordsamisk")])
    )
    utkast = Utkast(to_utkast_lag(solved(problem)))
    funnet = fakta.describe_lag(problem, vurder(problem, utkast), *utkast.lag)
    assert funnet.plass(1, 1).eneste_med_sprak
    assert funnet.plass(2, 1).mangler_sprak == "nordsamisk"


def test_who_could_have_a_kommune_comes_before_who_could_not_and_nearest_first() -> None:
    people = [
        make_veileder("V1", breddegrad=62.0),
        make_veileder("V2"),
        make_veileder("V3", maks_reise_km=0, breddegrad=61.0),
        make_veileder("V4", timer=[0, 50]),
    ]
    problem = problem_from_dict(make_problem(people, [make_kommune("K1")]))
    found = fakta.list_for_kommune(problem, Laser(forbudt=frozenset({(2, 1)})), 1)
    assert [(each.veileder, each.hindre) for each in found] == [
        (1, ()),
        (2, ("las_forbudt",)),
        (4, ("for_mange_timer",)),
        (3, ("for_lang_reise",)),
    ]
    assert fakta.count_hindre(found) == {
        "for_lang_reise": 1,
        "for_mange_timer": 1,
        "las_forbudt": 1,
    }
    [own] = fakta.list_for_veileder(problem, Laser(), 3)
    assert (own.kommune, own.hindre, own.grense_km) == (1, ("for_lang_reise",), 0)
