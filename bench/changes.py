"""Runs that begin with a plan: a withdrawal, everything locked, a run stopped, killed, resumed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import matching
from bench.methods import Told, figures, run_ours
from bench.runs import Run
from matching import (
    Forslag,
    GjeldendeLag,
    Laser,
    Problem,
    check,
    forslag_from_json,
    problem_to_json,
    solve,
    warm_up,
)

_PRICE_OF_A_CHANGE = 120


def base_plan(problem: Problem, run: Run) -> Forslag:
    """Return the plan to begin from, found within the limit of the run and not part of it."""
    warm_up()
    return solve(problem, max_time_s=run.limit_s, workers=run.workers, seed=run.seed)


def relations(forslag: Forslag) -> set[tuple[str, str]]:
    """Return every (veileder, kommune) of a plan."""
    return {(v, k) for lag in forslag.par for v in lag.veiledere for k in lag.kommuner}


def without(problem: Problem, plan: Forslag, gone: str) -> Problem:
    """Return the problem after a withdrawal, with the plan in force and a price for changes."""
    stays = [v for v in problem.veiledere if v.id != gone]
    veiledere = tuple(
        replace(
            v,
            onsker_par_med=tuple(each for each in v.onsker_par_med if each != gone),
            ikke_par_med=tuple(each for each in v.ikke_par_med if each != gone),
        )
        for v in stays
    )
    gjeldende = tuple(
        GjeldendeLag(tuple(v for v in lag.veiledere if v != gone), lag.kommuner) for lag in plan.par
    )
    return replace(
        problem,
        veiledere=veiledere,
        gjeldende=gjeldende,
        vekter=replace(problem.vekter, endring=_PRICE_OF_A_CHANGE),
    )


def withdrawal(problem: Problem, run: Run, told: Told) -> None:
    """One veileder of the fullest lag withdraws; the plan in force is repaired."""
    plan = base_plan(problem, run)
    fullest = max(plan.par, key=lambda lag: (len(lag.kommuner), lag.timer))
    gone = fullest.veiledere[run.seed % 2]
    changed = without(problem, plan, gone)
    told.began = time.perf_counter()
    again = _replan(changed, plan, run, told)
    seconds = round(told.seconds, 3)
    fresh_problem = replace(changed, gjeldende=())
    fresh = solve(fresh_problem, max_time_s=run.limit_s, workers=run.workers, seed=run.seed + 1)
    before = {(v, k) for v, k in relations(plan) if v != gone}
    told.end(
        **{**figures(changed, again), "seconds": seconds},
        facts={
            "changed": len(before - relations(again)),
            "changed_fresh": len(before - relations(fresh)),
            "relations": len(before),
            "seconds_fresh": fresh.kjoring.sekunder,
        },
    )


def _replan(problem: Problem, plan: Forslag, run: Run, told: Told) -> Forslag:
    """Return the new plan, by `matching.replan` where it exists."""
    options: dict[str, Any] = {
        "max_time_s": run.limit_s,
        "workers": run.workers,
        "seed": run.seed,
        "on_progress": told.progress,
    }
    replan: Callable[..., Forslag] | None = getattr(matching, "replan", None)
    if replan is None:
        return solve(problem, start=plan, **options)
    return replan(problem, plan, **options)


def locked(problem: Problem, run: Run, told: Told) -> None:
    """Every pair and every placement of a plan is locked; the answer is only its price."""
    plan = base_plan(problem, run)
    laser = Laser(
        par=tuple(lag.veiledere for lag in plan.par), tildelt=tuple(sorted(relations(plan)))
    )
    fast = replace(problem, laser=laser)
    forslag = run_ours(fast, run, told)
    told.end(**figures(fast, forslag), facts={"same": relations(forslag) == relations(plan)})


def resume(problem: Problem, run: Run, told: Told) -> None:
    """Stop a run by Ctrl-C, kill the next one, resume from the file; on the command line."""
    told.began = time.perf_counter()
    told.at(None, None)
    part_s = run.limit_s / 6
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        source, target = Path(folder) / "problem.json", Path(folder) / "forslag.json"
        source.write_text(problem_to_json(problem), encoding="utf-8")
        command = [
            *(sys.executable, "-m", "matching", "solve", str(source), "-o", str(target)),
            *("--workers", str(run.workers), "--seed", str(run.seed)),
        ]
        stopped_code, _ = _interrupt(command, signal.SIGINT, part_s)
        first = target.read_bytes()
        stopped = forslag_from_json(first)
        again = [*command, "--start", str(target)]
        killed_code, answer_s = _interrupt(again, signal.SIGKILL, part_s)
        intact = target.read_bytes() == first
        _wait(subprocess.Popen([*again, "--max-time", str(run.limit_s / 2)], stderr=_NOWHERE))
        resumed = forslag_from_json(target.read_bytes())
    told.end(
        **figures(problem, resumed),
        facts={
            "stopped_code": stopped_code,
            "stopped": [len(stopped.udekket), stopped.kostnad],
            "stopped_bound": stopped.nedre_grense,
            "stopped_right": check(problem, stopped) == [],
            "answer_s": answer_s,
            "killed_code": killed_code,
            "file_intact": intact,
        },
    )


_NOWHERE = subprocess.DEVNULL


def _interrupt(command: list[str], number: signal.Signals, after_s: float) -> tuple[int, float]:
    """Start a command and send it a signal; return its exit code and how long it took to heed."""
    child = subprocess.Popen([*command, "--max-time", "3600"], stderr=_NOWHERE)
    time.sleep(after_s)
    sent = time.perf_counter()
    os.kill(child.pid, number)
    code = _wait(child)
    return code, round(time.perf_counter() - sent, 2)


def _wait(child: subprocess.Popen[bytes]) -> int:
    return child.wait()
