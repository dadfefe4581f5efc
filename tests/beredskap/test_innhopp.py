"""What the engine says about who can step in, checked by solving what it claims."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

import matching
from rekruttering.analyse.adapter import erstatning, find_regner

PRIS = 50
Plan = tuple[matching.Problem, matching.Forslag]


def _order(
    problem: matching.Problem,
    type: str,
    hull: list[dict[str, Any]] | None = None,
    seconds: int = 60,
) -> dict[str, Any]:
    return {
        "type": type,
        "problem": json.loads(matching.problem_to_json(problem)),
        "forslag": None,
        "parametre": {"hull": hull} if hull is not None else {},
        "maks_sekunder": seconds,
        "fro": 1,
    }


def _regn(order: dict[str, Any], *, stop: bool = False) -> dict[str, Any]:
    return find_regner(order["type"])(order, lambda _values: None, lambda: stop)


def _after(seed: int) -> tuple[matching.Problem, matching.Lag, str]:
    """Return the problem after a veileder has left a plan, the pair and who is left of it."""
    problem = matching.generate(14, 6, seed)
    forslag = matching.solve(problem, max_time_s=None)
    lag = forslag.par[0]
    gone, left = lag.veiledere
    return matching.without_veileder(problem, forslag, gone, endring=PRIS), lag, left


def _best_with(problem: matching.Problem, tillegg: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return coverage and cost of the best plan with more locks, by the ordinary search."""
    found = matching.solve(erstatning.with_laser(problem, tillegg), max_time_s=None)
    if found.status is matching.Status.UMULIG:
        return None
    assert found.status is matching.Status.OPTIMAL
    return len(found.udekket), found.kostnad


def _figures(alternativ: Mapping[str, Any]) -> tuple[int, int]:
    return len(alternativ["udekket"]), alternativ["kostnad"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_nearest_plan_is_the_best_there_is(seed: int) -> None:
    problem, _lag, _left = _after(seed)

    svar = _regn(_order(problem, "minste_endring"))

    assert svar["alternativ"]["bevist"]
    assert _figures(svar["alternativ"]) == _best_with(problem, {})
    assert f"{PRIS} poeng" in svar["nb"][0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_three_who_step_in_are_the_best_of_all(seed: int) -> None:
    problem, lag, left = _after(seed)
    hull = {"art": "halvt", "veiledere": [left], "kommuner": list(lag.kommuner)}

    [svar] = _regn(_order(problem, "innhopp", [hull]))["hull"]

    every = {
        other.id: _best_with(problem, {"par": [[left, other.id]]})
        for other in problem.veiledere
        if other.id != left
    }
    possible = sorted(each for each in every.values() if each is not None)
    assert [_figures(each) for each in svar["valg"]] == possible[:3]
    assert all(_figures(each) == every[each["kandidat"]] for each in svar["valg"])
    assert (svar["gar_an"], svar["regnet"]) == (len(possible), svar["mulige"])


def test_each_plan_holds_and_costs_what_it_says() -> None:
    problem, lag, left = _after(4)
    hull = {"art": "halvt", "veiledere": [left], "kommuner": list(lag.kommuner)}

    [svar] = _regn(_order(problem, "innhopp", [hull]))["hull"]

    for valg in svar["valg"]:
        plan = [
            matching.Tildeling(
                (problem.veileder(a), problem.veileder(b)), tuple(map(problem.kommune, places))
            )
            for (a, b), places in valg["plan"]
        ]
        assert matching.plan_brudd(problem, plan) == []
        assert matching.plan_cost(problem, plan) == valg["kostnad"]
        assert {left, valg["kandidat"]} in [{a.id for a in lag.par} for lag in plan]


def test_a_run_with_the_locks_of_an_answer_finds_the_plan_that_was_shown() -> None:
    problem, lag, left = _after(2)
    hull = {"art": "halvt", "veiledere": [left], "kommuner": list(lag.kommuner)}

    [svar] = _regn(_order(problem, "innhopp", [hull]))["hull"]

    def plan(pairs: list[Any]) -> set[tuple[frozenset[str], frozenset[str]]]:
        return {(frozenset(v), frozenset(k)) for v, k in pairs}

    # Who stands in the best plan of all was not searched for again.
    assert [each["festet"] for each in svar["valg"]] == [True, False, False]
    for valg in svar["valg"]:
        value = json.loads(matching.problem_to_json(problem))
        locked = erstatning.with_laser_json(value, erstatning.laser_of(valg))
        found = matching.replan(matching.problem_from_dict(locked), seed=1)
        shown = [(each.veiledere, each.kommuner) for each in found.par]
        assert plan(shown) == plan(valg["plan"])
        assert found.kostnad == valg["kostnad"]


def test_who_fits_straight_in_is_counted_by_the_rules() -> None:
    problem, lag, left = _after(5)
    hull = {"art": "halvt", "veiledere": [left], "kommuner": list(lag.kommuner)}

    [svar] = _regn(_order(problem, "innhopp", [hull]))["hull"]

    def plan_with(other: matching.Veileder) -> list[matching.Tildeling]:
        pairs = [
            (each.veiledere, each.kommuner)
            for each in problem.gjeldende
            if len(each.veiledere) == 2
        ]
        return [
            matching.Tildeling(
                (problem.veileder(v[0]), problem.veileder(v[1])), tuple(map(problem.kommune, k))
            )
            for v, k in [*pairs, ((left, other.id), lag.kommuner)]
        ]

    others = [each for each in problem.veiledere if each.id != left]
    fits = [each.id for each in others if not matching.plan_brudd(problem, plan_with(each))]
    assert svar["direkte"] == len(fits) > 0


def test_a_municipality_without_anybody_gets_the_best_plans_there_are() -> None:
    base = matching.generate(14, 6, 6)
    new = base.kommuner[-1]
    before = replace(base, kommuner=base.kommuner[:-1])
    forslag = matching.solve(before, max_time_s=None)
    problem = matching.with_kommune(before, forslag, new, endring=PRIS)

    [svar] = _regn(
        _order(problem, "innhopp", [{"art": "uten", "veiledere": [], "kommuner": [new.id]}])
    )["hull"]

    every = [_best_with(problem, {"tildelt": [[v.id, new.id]]}) for v in problem.veiledere]
    possible = sorted(each for each in every if each is not None)
    assert _figures(svar["valg"][0]) == possible[0]
    for valg in svar["valg"]:
        assert _figures(valg) == _best_with(problem, valg["tillegg"])
        assert any(valg["kandidat"] in v and new.id in k for v, k in valg["plan"])
    plans = [json.dumps(sorted(map(sorted, valg["plan"][0]))) for valg in svar["valg"]]
    assert len(plans) == len(svar["valg"])


def test_a_pair_with_too_few_hours_is_offered_the_best_municipality() -> None:
    base = matching.generate(14, 6, 2)
    forslag = matching.solve(base, max_time_s=None)
    lag = next(each for each in forslag.par if len(each.kommuner) > 1)
    gone, *rest = lag.kommuner
    problem = matching.without_kommune(base, forslag, gone, endring=PRIS)

    [svar] = _regn(
        _order(
            problem,
            "innhopp",
            [{"art": "brutt", "veiledere": list(lag.veiledere), "kommuner": rest}],
        )
    )["hull"]

    for valg in svar["valg"]:
        assert _figures(valg) == _best_with(problem, valg["tillegg"])
        assert any(set(v) == set(lag.veiledere) and valg["kandidat"] in k for v, k in valg["plan"])


def test_one_who_refuses_the_other_is_not_tried() -> None:
    problem, lag, left = _after(1)
    other = next(v for v in problem.veiledere if v.id != left)
    problem = replace(
        problem,
        veiledere=tuple(
            replace(v, ikke_par_med=(left,)) if v is other else replace(v, onsker_par_med=())
            for v in problem.veiledere
        ),
    )
    hull = {"art": "halvt", "veiledere": [left], "kommuner": list(lag.kommuner)}

    [svar] = _regn(_order(problem, "innhopp", [hull]))["hull"]

    assert svar["mulige"] == len(problem.veiledere) - 2


def test_a_search_that_is_stopped_says_how_many_were_tried() -> None:
    problem, lag, left = _after(1)
    hull = {"art": "halvt", "veiledere": [left], "kommuner": list(lag.kommuner)}

    svar = _regn(_order(problem, "innhopp", [hull]), stop=True)

    [answer] = svar["hull"]
    assert (answer["regnet"], answer["valg"]) == (0, [])
    assert svar["nb"] == [
        f"Vi rakk å prøve de 0 mest aktuelle av {answer['mulige']} veiledere. "
        "Med 0 av dem finnes det en plan."
    ]


def test_locks_that_cannot_be_kept_leave_no_plan() -> None:
    problem, _lag, _left = _after(1)
    a, b = problem.veiledere[:2]
    refused = replace(
        problem,
        veiledere=tuple(
            replace(v, ikke_par_med=(b.id,)) if v.id == a.id else v for v in problem.veiledere
        ),
        laser=matching.Laser(par=((a.id, b.id),)),
    )

    svar = _regn(_order(refused, "minste_endring"))

    assert svar["alternativ"] is None
    assert svar["nb"] == ["Ingen plan følger alle låsene nå."]


def test_what_is_supposed_to_leave_is_out_of_the_problem_and_the_change_has_a_price() -> None:
    problem, _lag, left = _after(1)
    kommune = problem.kommuner[0].id
    value = json.loads(matching.problem_to_json(problem))

    found = erstatning.suppose(value, uten_veiledere=[left], uten_kommuner=[kommune], endring=9)

    assert left not in json.dumps(found["veiledere"])
    assert kommune not in [each["id"] for each in found["kommuner"]]
    assert found["vekter"]["endring"] == 9
    assert found["gjeldende"]
