"""What must hold between two problems, whatever they are: no example values, only relations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import (
    Avstand,
    Forslag,
    Laser,
    Problem,
    Progress,
    SamiskSprak,
    Status,
    Veileder,
    check,
    forslag_from_json,
    forslag_to_dict,
    forslag_to_json,
    generate,
    problem_from_dict,
    problem_from_json,
    problem_to_dict,
    problem_to_json,
    solve,
)
from matching.tildeling.forslag import forslag_from_dict

from .builders import random_problem

SEEDS = st.integers(0, 10**9)
few = settings(derandomize=True, max_examples=10, deadline=None, database=None)
many = settings(derandomize=True, max_examples=60, deadline=None, database=None)

IMPOSSIBLE = (10**6, 0)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Tiny problems with everything in them, and somewhat larger ones without locks."""
    seed = draw(SEEDS)
    if draw(st.booleans()):
        return problem_from_dict(random_problem(seed))
    return generate(draw(st.integers(4, 12)), draw(st.integers(2, 6)), seed)


def best(problem: Problem) -> tuple[int, int]:
    """The value of the best plan; worse than any where locks cannot be kept."""
    forslag = solve(problem, max_time_s=None)
    assert check(problem, forslag) == []
    if forslag.status is Status.UMULIG:
        return IMPOSSIBLE
    assert forslag.status is Status.OPTIMAL
    return len(forslag.udekket), forslag.kostnad


def renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list | tuple):
        return [renamed(each, names) for each in value]
    if isinstance(value, dict):
        return {key: renamed(each, names) for key, each in value.items()}
    return value


@few
@given(problems(), SEEDS)
def test_names_and_order_mean_nothing(problem: Problem, seed: int) -> None:
    rng = Random(seed)
    value = problem_to_dict(problem)
    ids = [each["id"] for each in (*value["veiledere"], *value["kommuner"])]
    new = rng.sample(range(1000, 9999), len(ids))
    other = renamed(value, {old: f"x{number}" for old, number in zip(ids, new, strict=True)})
    rng.shuffle(other["veiledere"])
    rng.shuffle(other["kommuner"])

    assert best(problem_from_dict(other)) == best(problem)


@few
@given(problems(), SEEDS)
def test_one_more_veileder_never_makes_it_worse(problem: Problem, seed: int) -> None:
    draft = Random(seed).choice(generate(12, 1, seed).veiledere)
    newcomer = replace(draft, id="ny", inhabil_i=(), onsker_par_med=(), ikke_par_med=())

    more = replace(problem, veiledere=(*problem.veiledere, newcomer))

    assert best(more) <= best(problem)


def wider(veileder: Veileder) -> Veileder:
    """Hours on both sides alike, so that the middle and with it the cost stay."""
    lo, hi = veileder.timer
    return replace(veileder, timer=(lo - min(lo, 40), hi + min(lo, 40)))


RELAXED: dict[str, Callable[[Veileder], Veileder]] = {
    "hours": wider,
    "distance": lambda v: replace(v, maks_reise_km=v.maks_reise_km + 300),
    "fylker": lambda v: replace(v, uaktuelle_fylker=()),
    "ties": lambda v: replace(v, inhabil_i=()),
    "partners": lambda v: replace(v, ikke_par_med=()),
    "home": lambda v: replace(v, kommunenummer="", arbeidsgiver_kommunenummer=""),
    "languages": lambda v: replace(v, samiske_sprak=tuple(SamiskSprak)),
}


@few
@given(problems(), st.sampled_from([*RELAXED, "most kommuner", "forbidden"]))
def test_a_relaxed_rule_never_makes_it_worse(problem: Problem, rule: str) -> None:
    if rule == "most kommuner":
        most = problem.regler.maks_kommuner_per_par + 1
        freer = replace(problem, regler=replace(problem.regler, maks_kommuner_per_par=most))
    elif rule == "forbidden":
        freer = replace(problem, laser=replace(problem.laser, forbudt=()))
    else:
        relax = RELAXED[rule]
        freer = replace(problem, veiledere=tuple(relax(v) for v in problem.veiledere))

    assert best(freer) <= best(problem)


def scaled(problem: Problem, factor: int) -> Problem:
    """Every price times the factor; one kilometre is one point, so distances are prices too."""
    vekter = problem.vekter
    prices = {
        name: factor * getattr(vekter, name)
        for name in vekter.__dataclass_fields__
        if not name.endswith("_per_poeng")
    }
    ends = [(a, b) for a in problem.veiledere for b in problem.veiledere if a.id < b.id]
    avstander = [Avstand(a.id, b.id, factor * problem.km_par(a, b)) for a, b in ends]
    avstander += [
        Avstand(v.id, k.id, factor * problem.km(v, k))
        for v in problem.veiledere
        for k in problem.kommuner
    ]
    return replace(
        problem,
        regler=replace(problem.regler, avstander_km=tuple(avstander)),
        vekter=replace(vekter, reise_km_per_poeng=1, parreise_km_per_poeng=1, **prices),
        veiledere=tuple(
            replace(v, maks_reise_km=factor * v.maks_reise_km) for v in problem.veiledere
        ),
    )


@few
@given(problems(), st.sampled_from((2, 3, 7)))
def test_prices_times_a_factor_give_the_cost_times_the_factor(
    problem: Problem, factor: int
) -> None:
    uncovered, cost = best(scaled(problem, 1))

    assert best(scaled(problem, factor)) == (uncovered, factor * cost)


@few
@given(problems(), SEEDS)
def test_locks_taken_from_a_best_plan_keep_its_value(problem: Problem, seed: int) -> None:
    rng = Random(seed)
    forslag = solve(problem, max_time_s=None)
    par = [lag.veiledere for lag in forslag.par if rng.random() < 0.5]
    served = [(v, k) for lag in forslag.par for v in lag.veiledere for k in lag.kommuner]
    laser = Laser(
        par=(*problem.laser.par, *par),
        tildelt=(*problem.laser.tildelt, *(each for each in served if rng.random() < 0.4)),
        forbudt=problem.laser.forbudt,
    )

    assert best(replace(problem, laser=laser)) == best(problem)


@few
@given(problems(), st.integers(1, 30))
def test_progress_never_takes_anything_back(problem: Problem, calls: int) -> None:
    value = best(problem)
    if value == IMPOSSIBLE:
        return
    seen: list[Progress] = []
    left = iter(range(calls))

    forslag = solve(
        problem,
        max_time_s=None,
        on_progress=seen.append,
        should_stop=lambda: next(left, None) is None,
    )

    known = [each for each in seen if each.udekket is not None and each.kostnad is not None]
    plans = [(each.udekket or 0, each.kostnad or 0) for each in known]
    assert plans == sorted(plans, reverse=True)
    for bounds in (
        [each.nedre_grense_udekket for each in seen],
        [each.nedre_grense for each in seen],
    ):
        assert bounds == sorted(bounds)
    assert all(plan >= value for plan in plans)
    assert all(each.nedre_grense_udekket <= value[0] for each in seen)
    assert all(each.nedre_grense <= value[1] for each in known if each.udekket == value[0])
    assert check(problem, forslag) == []


@many
@given(SEEDS)
def test_a_problem_comes_back_from_its_file(seed: int) -> None:
    problem = problem_from_dict(random_problem(seed))

    assert problem_from_json(problem_to_json(problem)) == problem


@few
@given(problems())
def test_a_proposal_comes_back_from_its_file(problem: Problem) -> None:
    forslag = solve(problem, max_time_s=0)

    assert forslag_from_json(forslag_to_json(forslag)) == forslag


def figures(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of every whole number that `check` vouches for; `kjoring` is only told."""
    if path[:1] == ("kjoring",):
        return []
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in figures(each, (*path, key))]
    if isinstance(value, list):
        return [found for at, each in enumerate(value) for found in figures(each, (*path, at))]
    return [path] if isinstance(value, int) else []


def changed(forslag: Forslag, path: tuple[Any, ...], by: int) -> Forslag:
    value = forslag_to_dict(forslag)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] += by
    return forslag_from_dict(value)


@pytest.mark.parametrize("seed", [1, 2])
def test_check_refuses_every_changed_figure(seed: int) -> None:
    problem = generate(14, 9, seed)
    forslag = solve(problem, max_time_s=None)
    paths = figures(forslag_to_dict(forslag))

    assert check(problem, forslag) == []
    assert len(paths) > 30
    accepted = [
        (path, by)
        for path in paths
        for by in (-1, 1, 1000)
        if check(problem, changed(forslag, path, by)) == []
    ]
    assert accepted == []


@few
@given(SEEDS)
def test_check_refuses_a_plan_with_names_exchanged(seed: int) -> None:
    rng = Random(seed)
    problem = generate(14, 9, seed)
    forslag = solve(problem, max_time_s=0)
    value = forslag_to_dict(forslag)
    lists = [value["ubrukte"], *(lag["kommuner"] for lag in value["par"])]
    if value["udekket"]:
        lists.append(value["udekket"])
    one = rng.choice([each for each in lists if each])
    one.pop(rng.randrange(len(one)))

    assert check(problem, forslag) == []
    assert check(problem, forslag_from_dict(value)) != []
