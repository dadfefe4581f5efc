"""A series of runs: one after the other, each stored as it ends, so that any may be interrupted."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import experiments
from bench.campaigns import against_oracle, against_plain
from bench.process import run_alone, total_memory
from bench.runs import Outcome, Run, Store

ROOT = Path(__file__).resolve().parents[1]
_NOT_MEASURED = {"report.py", "tables_md.py", "plots.py", "goals.py", "series.py", "experiments.py"}
_CHECKS = {
    "quick": {"oracle": 400, "plain": 20},
    "standard": {"oracle": 4000, "plain": 200},
    "full": {"oracle": 20_000, "plain": 1000},
}


def store_of(mode: str) -> Store:
    """Return where the outcomes of a mode are kept."""
    return Store(ROOT / "build" / "bench" / f"{mode}.jsonl")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def show(mode: str, workers: int, parts: Sequence[str]) -> int:
    """Print every run with its limit, and the longest the whole can take."""
    chosen = _chosen(mode, workers, parts)
    for run in chosen:
        print(run.key)
    print(f"{len(chosen)} runs, {sum(run.limit_s for run in chosen) / 60:.0f} minutes of limits")
    return 0


def missing(mode: str) -> list[Run]:
    """Return the runs of a series that are not measured yet, by as many workers as the others."""
    store = store_of(mode)
    known = store.load()
    workers = store.head()["machine"]["workers"]
    return [run for run in experiments.runs(mode, workers) if run.key not in known]


def _chosen(mode: str, workers: int, parts: Sequence[str]) -> list[Run]:
    return [run for run in experiments.runs(mode, workers) if run.part in parts]


def run(mode: str, workers: int, parts: Sequence[str], *, fresh: bool) -> int:
    """Measure what is missing; return 1 if a claim was wrong or a run failed."""
    store = store_of(mode)
    head = store.head()
    if fresh or head.get("code") != code_digest():
        if head and not fresh:
            print("The code has changed since the last measurement: everything is measured anew.")
        store.start({"machine": machine(workers), "mode": mode, "code": code_digest()})
    known = store.load()
    bad = _campaigns(store, mode, workers) if "checks" in parts else 0
    chosen = _chosen(mode, workers, parts)
    for number, each in enumerate(chosen, start=1):
        outcome = known.get(each.key)
        if outcome is None:
            print(f"[{number}/{len(chosen)}] {each.key} ...", flush=True)
            outcome = run_alone(each)
            store.add(outcome)
            print(f"    {_summary(outcome)}", flush=True)
        bad += outcome.status == "failed" or bool(outcome.facts.get("wrong"))
    print(f"{len(chosen)} runs, {bad} failed or wrong")
    return 1 if bad else 0


def _summary(outcome: Outcome) -> str:
    text = f"{outcome.status}, {outcome.seconds:.2f} s, {outcome.peak_mb} MB"
    if outcome.value is not None:
        text += f", {outcome.uncovered} uncovered, cost {outcome.cost}, bound {outcome.bound}"
    return text + (f", {outcome.note}" if outcome.note else "")


def _campaigns(store: Store, mode: str, workers: int) -> int:
    """Count disagreements with the two second opinions, if that is not done yet."""
    done = {each["campaign"]: each for each in store.campaigns()}
    for name, campaign in (("oracle", against_oracle), ("plain", against_plain)):
        if name not in done:
            print(f"{campaign.name} ...", flush=True)
            count = campaign.count(0, _CHECKS[mode][name], workers)
            done[name] = {"campaign": name, **asdict(count)}
            store.add_campaign(done[name])
            print(f"    {count.tried} problems, {len(count.wrong)} disagreements", flush=True)
    return sum(len(each["wrong"]) for each in done.values())


def machine(workers: int) -> dict[str, Any]:
    """Return what the figures depend on; nothing that names the machine."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "workers": workers,
        "memory_gb": round(total_memory() / 2**30),
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "numba": version("numba"),
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "system": f"{platform.system()} {platform.machine()}",
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    except OSError:
        pass
    return platform.processor() or "unknown"


def code_digest() -> str:
    """Return a digest of the code whose speed is measured."""
    found = hashlib.sha256(sys.version.encode())
    for folder in ("matching", "bench"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if file.name not in _NOT_MEASURED:
                found.update(file.read_bytes())
    return found.hexdigest()[:12]
