"""The benchmark's own machinery: rivals keep the rules, runs are killed, series are resumed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from bench import experiments, series
from bench.goals import goals
from bench.greedy import greedy_plan
from bench.process import run_alone
from bench.runs import Outcome, Run, Snapshot, Store, thin
from bench.tables import to_tables, value_of
from bench.tables_md import beside_others, ours_by_size
from bench.two_stage import solve_two_stage
from matching import generate, solve

RUN = Run("sizes", "ours", 12, 7, 1, 10, 1)


def test_rivals_keep_the_rules_and_are_not_better_than_the_best() -> None:
    problem = generate(16, 9, 1)
    tables = to_tables(problem)
    best = solve(problem, max_time_s=None)

    answer = solve_two_stage(
        tables, left_s=lambda: 5.0, workers=1, seed=1, on_plan=lambda *_at: None
    )

    assert answer.plan is not None
    for plan in (greedy_plan(tables), answer.plan):
        assert value_of(problem, plan) >= (len(best.udekket), best.kostnad)


def test_a_plan_that_breaks_a_rule_is_refused() -> None:
    problem = generate(16, 9, 1)

    with pytest.raises(ValueError, match="the plan breaks"):
        value_of(problem, [(0, 1, (0,)), (1, 2, (0,))])


def test_a_run_alone_tells_what_solve_tells() -> None:
    forslag = solve(generate(12, 7, 1), max_time_s=None)

    outcome = run_alone(RUN)

    assert (outcome.status, outcome.checked) == ("optimal", True)
    assert outcome.value == (len(forslag.udekket), forslag.kostnad)
    assert outcome.best_s is not None
    assert outcome.peak_mb > 0


def test_a_run_that_overruns_is_killed_and_what_it_had_is_kept() -> None:
    outcome = run_alone(Run("sizes", "cpsat", 80, 45, 1, 0.1, 1), grace_s=0.2)

    assert (outcome.status, outcome.note) == ("killed", "killed: time")
    assert outcome.trace == [[0.0, None, None, 0, 0]]


def test_what_fails_is_told_with_its_reason() -> None:
    outcome = run_alone(Run("sizes", "no such method", 5, 3, 1, 1, 1))

    assert outcome.status == "failed"
    assert outcome.note == "KeyError: 'no such method'"


def test_a_series_says_which_runs_are_not_measured_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "ROOT", tmp_path)
    store = series.store_of("quick")
    store.start({"machine": {"workers": 2}})
    first, *others = experiments.runs("quick", 2)

    store.add(Outcome(first, "optimal"))

    assert series.missing("quick") == others


def test_a_series_is_resumed_after_a_half_written_line(tmp_path: Path) -> None:
    store = Store(tmp_path / "quick.jsonl")
    store.start({"machine": {"cores": 4}, "code": "abc"})
    store.add(Outcome(RUN, "optimal", 1.5, uncovered=0, cost=7, bound=7, trace=[[0.1, 0, 7, 0, 0]]))
    with (tmp_path / "quick.jsonl").open("a") as file:
        file.write('{"run": {"part"')

    assert list(store.load()) == [RUN.key]
    assert store.load()[RUN.key].best_s == 0.1
    assert store.head()["code"] == "abc"


def test_every_run_of_every_mode_has_a_name_of_its_own() -> None:
    for mode in experiments.MODES:
        keys = [run.key for run in experiments.runs(mode, 4)]
        assert len(set(keys)) == len(keys) > 0


def test_only_snapshots_that_changed_are_kept() -> None:
    trace: list[Snapshot] = [
        [0.1, None, None, 0, 0],
        [0.2, 0, 9, 0, 0],
        [0.3, 0, 9, 0, 0],
        [0.4, 0, 9, 0, 0],
    ]

    assert thin(trace) == [trace[0], trace[1], trace[3]]


def test_a_better_rival_is_not_hidden() -> None:
    rival = Run("sizes", "cpsat", 12, 7, 1, 10, 1)
    ours = Outcome(RUN, "stopped", 10, uncovered=0, cost=100, bound=90, checked=True)
    better = Outcome(rival, "stopped", 10, uncovered=0, cost=80, bound=10, checked=True)

    page = goals([ours, better], [])

    assert "| all | another method is never better | 1 of 1 comparisons | **no** |" in page
    assert "| all | no wrong bound or claim | 1 wrong of 1 compared | **no** |" in page
    assert "| 0.800 |" in beside_others([ours, better])
    assert "| 12 × 7 | 1 | 10 | 0 of 1 | 0 of 1 | – | 10.00 % |" in ours_by_size([ours])


def test_a_run_survives_being_written() -> None:
    assert Run(**asdict(RUN)) == RUN
