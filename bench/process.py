"""Run one method in a process of its own: killed when it overruns, its memory and time measured."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.runs import Outcome, Run, thin

_POLL_S = 0.1
_GRACE_S = 20.0
_GRACE_SHARE = 0.2
_TIMES_LIMIT = {"withdrawal": 3, "locked": 2}
"""How much longer than its limit a process may live; reading the problem is not in the limit.
Some methods first make the plan they begin from, and are allowed their limit more than once."""
_READING_S = 180.0
_MEMORY_SHARE = 0.85
"""A process that takes more of the machine's memory than this is killed."""


def run_alone(run: Run, grace_s: float = _GRACE_S) -> Outcome:
    """Return what came of a run; whatever it does, this returns."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        told = Path(folder) / "told"
        told.touch()
        errors = Path(folder) / "errors"
        command = [sys.executable, "-m", "bench", "one", json.dumps(asdict(run)), str(told)]
        with errors.open("wb") as sink:
            child = subprocess.Popen(command, stdout=sink, stderr=sink, start_new_session=True)
            try:
                reason = _watch(child.pid, run, told, grace_s)
            except BaseException:
                # Whoever interrupts the series does not want this to go on alone.
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
                raise
            _pid, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        outcome = _outcome(run, told, reason)
        if outcome.status == "failed":
            outcome.note = (errors.read_text(errors="replace").splitlines() or ["?"])[-1][:200]
    outcome.cpu_s = round(usage.ru_utime + usage.ru_stime, 2)
    outcome.peak_mb = usage.ru_maxrss // 1024
    return outcome


def _watch(pid: int, run: Run, told: Path, grace_s: float) -> str:
    """Wait until the process has ended or must be killed; return why it was killed, or ""."""
    began = time.monotonic()
    started: float | None = None
    most = _MEMORY_SHARE * total_memory()
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(_POLL_S)
        now = time.monotonic()
        if started is None and told.stat().st_size:
            started = now
        limit_s = run.limit_s * _TIMES_LIMIT.get(run.method, 1)
        allowed = limit_s * (1 + _GRACE_SHARE) + grace_s
        late = now - started > allowed if started is not None else now - began > _READING_S
        reason = "time" if late else "memory" if _memory(pid) > most else ""
        if reason:
            os.killpg(pid, signal.SIGKILL)
            return reason
    return ""


def _outcome(run: Run, told: Path, reason: str) -> Outcome:
    """Return the last word of the process, or what it had told before it was killed."""
    values: list[dict[str, Any]] = []
    for line in told.read_text(encoding="utf-8").splitlines():
        try:
            values.append(json.loads(line))
        except ValueError:
            continue
    trace = thin(each["at"] for each in values if "at" in each)
    for value in values:
        if "status" in value:
            return Outcome(run=run, trace=trace, **value)
    status = "killed" if reason else "failed"
    outcome = Outcome(run, status, trace=trace, note=f"killed: {reason}" if reason else "")
    if trace:
        last = trace[-1]
        outcome.seconds = float(last[0] or 0.0)
        outcome.uncovered = None if last[1] is None else int(last[1])
        outcome.cost = None if last[2] is None else int(last[2])
        outcome.bound_uncovered, outcome.bound = int(last[3] or 0), int(last[4] or 0)
    return outcome


def _memory(pid: int) -> int:
    """Return the bytes a process holds; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def total_memory() -> int:
    """Return the bytes of memory of the machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
