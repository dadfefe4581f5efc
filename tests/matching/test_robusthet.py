from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import (
    Problem,
    Robusthet,
    RobusthetProgress,
    UgyldigFilError,
    generate,
    problem_from_dict,
)
from matching import robusthet as robusthet_of
from matching.felles.progress import Clock
from matching.tildeling.model.columns import coverage_model, to_model
from matching.tildeling.robustness.dekning import Sets
from matching.tildeling.robustness.framtider import (
    Futures,
    level,
    level_interval,
    make_futures,
    mean_error,
    share_error,
)

from .builders import make_kommune, make_problem, make_veileder, random_problem
from .oracle import best_value

ANYTIME = Clock(None, None)


def tiny(seed: int) -> dict[str, Any]:
    problem = random_problem(seed, veiledere=6)
    forbudt = problem.pop("laser", {}).get("forbudt", [])
    problem.pop("gjeldende", None)
    return {**problem, "laser": {"forbudt": forbudt}}


def covered(problem: dict[str, Any], present: frozenset[str]) -> int:
    """What the oracle covers with some of the veiledere."""
    gone = {v["id"] for v in problem["veiledere"]} - present
    left = {
        **problem,
        "regler": {**problem["regler"], "avstander_km": []},
        "veiledere": [
            {**v, "ikke_par_med": [x for x in v["ikke_par_med"] if x not in gone]}
            for v in problem["veiledere"]
            if v["id"] in present
        ],
        "laser": {"forbudt": [x for x in problem["laser"]["forbudt"] if x[0] not in gone]},
    }
    left["regler"]["avstander_km"] = [
        each for each in problem["regler"].get("avstander_km", []) if not gone & {*each[:2]}
    ]
    best = best_value(left)
    assert best is not None
    return len(problem["kommuner"]) - best[0]


def probabilities(problem: dict[str, Any]) -> dict[str, float]:
    shares = (0.5, 0.9, 1.0, 0.3, 0.7)
    return {v["id"]: p for v, p in zip(problem["veiledere"][1:], shares * 2, strict=False)}


def every_future(problem: dict[str, Any], order: tuple[str, ...]) -> list[tuple[float, list[int]]]:
    """The probability of each future, and its coverage by number of offers."""
    p = probabilities(problem)
    always = frozenset(v["id"] for v in problem["veiledere"] if v["id"] not in p)
    asked = cache(lambda present: covered(problem, present))
    futures = []
    for answers in product((False, True), repeat=len(order)):
        weight = 1.0
        for each, yes in zip(order, answers, strict=True):
            weight *= p[each] if yes else 1 - p[each]
        if weight > 0:
            yes_sayers = [each for each, yes in zip(order, answers, strict=True) if yes]
            stairs = [
                asked(always | {x for x in order[:n] if x in yes_sayers})
                for n in range(len(order) + 1)
            ]
            futures.append((weight, stairs))
    return futures


@pytest.mark.parametrize("seed", range(30))
def test_figures_are_those_of_every_future_tried(seed: int) -> None:
    problem = tiny(seed)
    p = probabilities(problem)

    found = robusthet_of(problem_from_dict(problem), p, max_time_s=None)

    futures = every_future(problem, found.rekkefolge)
    best = covered(problem, frozenset(v["id"] for v in problem["veiledere"]))
    assert (found.eksakt, found.mal, found.framtider) == (True, best, len(futures))
    for n, steg in enumerate(found.steg):
        values = [(stairs[n], weight) for weight, stairs in futures]
        reached = sum(weight for value, weight in values if value >= best)
        assert steg.forventet == pytest.approx(sum(value * weight for value, weight in values))
        assert steg.forventet_mest == pytest.approx(steg.forventet)
        assert steg.mal_andel == pytest.approx(reached)
        assert steg.bevist == pytest.approx(1)
        assert (steg.standardfeil, steg.mal_standardfeil) == (0, 0)
        at_least = [sum(w for value, w in values if value >= x) for x in range(steg.niva + 2)]
        assert at_least[steg.niva] >= 0.9 - 1e-9
        assert at_least[steg.niva + 1] < 0.9
    enough = [steg.antall for steg in found.steg if steg.mal_andel >= 0.9 - 1e-9]
    assert found.anbefalt == found.minst == (enough[0] if enough else None)


@pytest.mark.parametrize("seed", [3, 8, 11])
def test_a_sample_is_near_the_truth_and_says_how_near(seed: int) -> None:
    problem = problem_from_dict(tiny(seed))
    p = probabilities(tiny(seed))
    truth = robusthet_of(problem, p, max_time_s=None)

    sample = robusthet_of(problem, p, framtider=3, seed=5, max_time_s=None)

    assert sample.eksakt is (2 ** len([x for x in p.values() if 0 < x < 1]) <= 3)
    many = make_futures(list(p.values()), 4000, 1)
    assert many.exact
    for exact, drawn in zip(truth.steg, sample.steg, strict=True):
        assert drawn.niva_fra <= drawn.niva <= drawn.niva_til
        if not sample.eksakt:
            assert drawn.mal_standardfeil > 0
            assert abs(drawn.mal_andel - exact.mal_andel) <= 4 * drawn.mal_standardfeil


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 25), st.integers(0, 2**6 - 1), st.integers(0, 2**6 - 1))
def test_more_veiledere_never_cover_less(seed: int, some: int, more: int) -> None:
    problem = tiny(seed)
    model = coverage_model(to_model(problem_from_dict(problem)))
    part = np.array([bool(some >> i & 1) for i in range(model.n)])
    whole = part | np.array([bool(more >> i & 1) for i in range(model.n)])
    sets = Sets(model, 1, None)

    for ask in (sets.look, sets.search, sets.relax, sets.settle):
        ask([part, whole], ANYTIME)
        assert sets.lower(part) <= sets.upper(part)
        assert sets.lower(part) <= sets.upper(whole)

    names = [v["id"] for v in problem["veiledere"]]
    for members in (part, whole):
        present = frozenset(x for x, here in zip(names, members, strict=True) if here)
        assert sets.lower(members) == sets.upper(members) == covered(problem, present)
    assert sets.lower(part) <= sets.lower(whole)


def test_a_closer_look_finds_plans_that_a_quick_one_does_not_and_none_too_good() -> None:
    quick, closer, proven = [], [], []
    for seed in range(1, 7):
        model = coverage_model(to_model(generate(40, 25, seed)))
        members = np.arange(model.n) % 2 == seed % 2
        sets = Sets(model, 1, None)
        sets.look([members], ANYTIME)
        quick.append(sets.lower(members))
        sets.search([members], ANYTIME)
        closer.append(sets.lower(members))
        sets.relax([members], ANYTIME)
        proven.append(sets.upper(members))
    assert all(np.diff([quick, closer, proven], axis=0).ravel() >= 0)
    assert sum(closer) > sum(quick)


def test_the_standard_error_shrinks_with_the_sample_and_is_none_where_all_is_known() -> None:
    values = np.array([3, 4, 4, 2] * 25)
    drawn = Futures(np.ones((100, 1), np.bool_), np.full(100, 0.01), False)
    known = Futures(drawn.ja, drawn.vekt, True)

    assert mean_error(values, drawn) == pytest.approx(np.std(values, ddof=1) / 10)
    assert share_error(1.0, drawn) > 0
    assert (mean_error(values, known), share_error(0.5, known)) == (0, 0)
    assert (level(values, drawn, 0.75), level(values, drawn, 0.76)) == (3, 2)
    assert level_interval(values, known, 0.75) == (3, 3)
    fra, til = level_interval(values, drawn, 0.75)
    assert fra == 2
    assert til == 3


def test_answers_come_from_the_seed_and_not_from_the_set_of_offers() -> None:
    one, again, other = (make_futures([0.5] * 20, 100, seed) for seed in (1, 1, 2))

    assert not one.exact
    assert (one.ja == again.ja).all()
    assert (one.ja != other.ja).any()
    assert 0.4 < one.ja.mean() < 0.6


def sami_round() -> Problem:
    """Eight near applicants for two kommuner, and the only one who speaks the language last."""
    near = [make_veileder(f"V{n}", poeng=100 - n) for n in range(8)]
    last = make_veileder("VS", poeng=40, samiske_sprak=["nordsamisk"])
    kommuner = [make_kommune("K1"), make_kommune("K2", samisk_sprak="nordsamisk", timer=150)]
    kommuner[0]["timer"] = 200
    return problem_from_dict(make_problem([*near, last], kommuner))


def test_an_offer_further_down_is_found_to_be_worth_most() -> None:
    problem = sami_round()

    found = robusthet_of(
        problem, {v.id: 0.9 for v in problem.veiledere}, mal=2, andel=0.85, max_time_s=None
    )

    assert found.rekkefolge[-1] == "VS"
    assert found.anbefalt == 9
    assert found.grunnlag < 6
    assert found.verdi[0].veileder == "VS"
    assert [each.veileder for each in found.tillegg][:1] == ["VS"]
    assert found.tillegg[-1].mal_andel >= 0.85
    assert found.grunnlag + len(found.tillegg) < 9


def without_clock(found: Robusthet) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__slots__ if name != "sekunder"}


def test_the_same_arguments_give_the_same_answer_with_any_number_of_workers() -> None:
    problem = sami_round()
    p = {v.id: 0.8 for v in problem.veiledere}

    one, two = (
        robusthet_of(problem, p, framtider=20, workers=workers, max_time_s=None)
        for workers in (1, 2)
    )

    assert without_clock(one) == without_clock(two)
    assert not one.eksakt


def test_stopped_at_once_it_says_what_little_it_knows() -> None:
    problem = sami_round()
    seen: list[RobusthetProgress] = []

    found = robusthet_of(
        problem,
        {v.id: 0.8 for v in problem.veiledere},
        framtider=20,
        should_stop=lambda: True,
        on_progress=seen.append,
    )

    assert len(found.steg) == 10
    assert all(each.forventet <= each.forventet_mest for each in found.steg)
    assert seen[-1].fase == "ferdig"
    assert 0 <= seen[-1].bevist <= 1


def test_those_who_have_signed_need_no_offer() -> None:
    problem = problem_from_dict(make_problem())

    found = robusthet_of(problem, {})

    assert [(each.antall, each.veileder, each.niva) for each in found.steg] == [(0, None, 1)]
    assert found.anbefalt == 0


def test_every_fault_is_named() -> None:
    problem = problem_from_dict(make_problem())

    with pytest.raises(UgyldigFilError) as raised:
        robusthet_of(problem, {"V1": 1.5, "V9": 0.5}, rekkefolge=["V2"], andel=0, framtider=0)

    assert [feil.sti for feil in raised.value.feil] == [
        "sannsynlighet.V9",
        "sannsynlighet.V1",
        "rekkefolge",
        "andel",
        "framtider",
    ]
