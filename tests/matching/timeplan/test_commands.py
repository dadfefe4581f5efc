from __future__ import annotations

import json
from pathlib import Path

import pytest

from matching.__main__ import main

from .builders import make_problem, make_soker, span


def run(*argv: object) -> int:
    return main(["timeplan", *(str(each) for each in argv)])


def test_generate_solve_and_check_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, plan = tmp_path / "problem.json", tmp_path / "plan.json"

    assert run("generate", "--sokere", 8, "--medlemmer", 5, "-o", problem) == 0
    assert run("solve", problem, "-o", plan, "--workers", 1, "--max-time", 1) == 0
    assert run("check", problem, plan) == 0
    assert run("solve", problem, "-o", plan, "--max-time", 0, "--start", plan) == 0
    assert capsys.readouterr().out == "alt stemmer\n"


def test_check_exits_with_one_and_explain_names_who_has_no_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem, plan = tmp_path / "problem.json", tmp_path / "plan.json"
    liste = [make_soker("S1"), make_soker("S2", ledig=[span("09:00", "09:30")])]
    problem.write_text(json.dumps(make_problem(liste)))
    run("solve", problem, "-o", plan, "--workers", 1)
    capsys.readouterr()

    assert run("explain", problem, plan) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "S2"
    assert lines[1].strip() == ("S2 har ikke oppgitt noe tidsrom som er langt nok til intervjuet.")

    value = json.loads(plan.read_text())
    value["intervjuer"] = []
    plan.write_text(json.dumps(value))
    assert run("check", problem, plan) == 1
    assert run("explain", problem, plan) == 1


def test_bad_files_and_impossible_locks_have_their_own_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps(make_problem(regler={"pause_min": -1})))
    assert run("solve", problem) == 2
    assert capsys.readouterr().err == "regler.pause_min: -1 er ikke mellom 0 og 1440\n"

    lock = {"soker": "S1", "start": "2020-03-02T20:00"}
    problem.write_text(json.dumps(make_problem(laser=[lock])))
    assert run("solve", problem, "--workers", 1) == 1
    assert "laser[0] S1: soker_opptatt" in capsys.readouterr().err
