from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matching.__main__ import main
from matching.felles.console import Bar, progress_line
from matching.felles.progress import Phase, Progress

from .builders import make_problem, make_veileder


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(*argv: object) -> int:
    return main([str(each) for each in argv])


def test_generate_solve_and_check_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, forslag = tmp_path / "problem.json", tmp_path / "forslag.json"

    assert run("generate", "--veiledere", 14, "--kommuner", 8, "--seed", 2, "-o", problem) == 0
    assert run("solve", problem, "-o", forslag, "--workers", 1) == 0
    assert run("check", problem, forslag) == 0
    assert capsys.readouterr().out == "alt stemmer\n"
    assert json.loads(forslag.read_text())["status"] == "optimal"


def test_check_exits_with_one_and_says_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem, forslag = tmp_path / "problem.json", tmp_path / "forslag.json"
    problem.write_text(json.dumps(make_problem()))
    run("solve", problem, "-o", forslag, "--workers", 1)
    value = json.loads(forslag.read_text())
    value["par"][0]["ledd"]["belastning"] += 1
    forslag.write_text(json.dumps(value))
    capsys.readouterr()

    assert run("check", problem, forslag) == 1
    assert capsys.readouterr().out.startswith("par[0].ledd.belastning: oppgitt 201, beregnet 200")


def test_a_bad_file_exits_with_two_and_every_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps(make_problem([make_veileder("V1", poeng=-1, timer=[2, 1])])))

    assert run("solve", problem) == 2
    assert capsys.readouterr().err.splitlines() == [
        "veiledere[0].timer: 2 > 1",
        "veiledere[0].poeng: -1 er ikke mellom 0 og 100",
    ]
    assert run("solve", tmp_path / "nowhere.json") == 2


def test_locks_that_cannot_be_kept_exit_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = tmp_path / "problem.json"
    locks = {"tildelt": [["V1", "K1"]], "forbudt": [["V1", "K1"]]}
    problem.write_text(json.dumps(make_problem(laser=locks)))

    assert run("solve", problem, "--workers", 1) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["status"] == "umulig"
    assert "tildelt V1 K1: las_forbudt" in captured.err


def catches(pid: int, number: signal.Signals) -> bool:
    """Whether the process has set a handler of its own; Python sets one for SIGINT, not SIGTERM."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) >> (number - 1) & 1)
    return False


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("later_s", [0, 4])
def test_ctrl_c_writes_the_best_so_far(tmp_path: Path, later_s: float) -> None:
    problem, forslag = tmp_path / "problem.json", tmp_path / "forslag.json"
    run("generate", "--veiledere", 400, "--kommuner", 200, "-o", problem)
    command = [sys.executable, "-m", "matching", "solve", str(problem), "-o", str(forslag)]
    command += ["--max-time", "600", "--workers", "2"]
    solver = subprocess.Popen(command, stderr=subprocess.PIPE)
    while not catches(solver.pid, signal.SIGTERM):
        time.sleep(0.05)
    # Later the solvers of other makers are at work, which must not keep the interrupt.
    time.sleep(later_s)
    os.kill(solver.pid, signal.SIGINT)
    solver.communicate(timeout=120)

    assert solver.returncode == 130
    assert run("check", problem, forslag) == 0


def test_the_bar_is_drawn_on_a_terminal_only() -> None:
    progress = Progress(Phase.BRANCH, 1, 200, 1, 150, 2.0)
    terminal, file = Terminal(), io.StringIO()

    for stream in (terminal, file):
        with Bar(stream) as bar:
            bar.show(progress)

    assert file.getvalue() == ""
    assert terminal.getvalue() == f"\r{progress_line(progress)}\n"
    assert progress_line(progress) == (
        "[###############.....]    2.0 s  beviser: udekket 1 (grense 1), kostnad 200, "
        "grense 150, gap 25.00 %"
    )
