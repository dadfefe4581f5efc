"""The interview timetable against first fit and the plain model, in one run.

Number placed, wishes met, cost, proven gap and time (wall and processor) for each method.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.timeplan_greedy import first_fit
from bench.timeplan_plain import plain_cpsat
from matching.timeplan import (
    Intervju,
    Problem,
    generate,
    plan_brudd,
    plan_ledd,
    solve,
    warm_up,
    wish_met,
)

SIZES = ((60, 9), (200, 24), (600, 60))
METHODS = ("first_fit", "plain", "ours")


@dataclass(frozen=True, slots=True)
class Row:
    """One method on one problem; `nedre_grense` 0 means that it has none."""

    sokere: int
    medlemmer: int
    seed: int
    metode: str
    plassert: int
    onsker_oppfylt: int
    onsker: int
    kostnad: int
    nedre_grense: int
    status: str
    sekunder: float
    cpu_s: float

    @property
    def gap(self) -> float | None:
        """Return (cost - bound) / cost, None without a bound."""
        if self.nedre_grense <= 0 or self.kostnad <= 0:
            return None
        return (self.kostnad - self.nedre_grense) / self.kostnad


def measure(
    size: tuple[int, int], seed: int, metode: str, *, max_time_s: float, workers: int
) -> Row:
    """Run one method on `generate(*size, seed)`; every plan passes the rules."""
    problem = generate(*size, seed)
    warm_up()
    wall, cpu = time.perf_counter(), time.process_time()
    plan, bound, status = _run(problem, metode, max_time_s, workers, seed)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    brudd = plan_brudd(problem, plan)
    if brudd:
        raise RuntimeError(f"{metode} breaks {brudd[0]}")
    wishes = [each for each in plan if problem.soker(each.soker).onsker]
    return Row(
        sokere=size[0],
        medlemmer=size[1],
        seed=seed,
        metode=metode,
        plassert=len(plan),
        onsker_oppfylt=sum(wish_met(problem, each) for each in wishes),
        onsker=sum(bool(each.onsker) for each in problem.sokere),
        kostnad=sum(plan_ledd(problem, plan).values()),
        nedre_grense=bound,
        status=status,
        sekunder=round(wall, 1),
        cpu_s=round(cpu, 1),
    )


def _run(
    problem: Problem, metode: str, max_time_s: float, workers: int, seed: int
) -> tuple[tuple[Intervju, ...], int, str]:
    if metode == "first_fit":
        return first_fit(problem), 0, "ferdig"
    if metode == "plain":
        found = plain_cpsat(problem, max_time_s, workers, seed)
        return ((), 0, "for stor") if found is None else (*found, "avbrutt")
    plan = solve(problem, max_time_s=max_time_s, workers=workers, seed=seed)
    return plan.intervjuer, plan.nedre_grense, str(plan.status)


def compare(
    sizes: Sequence[tuple[int, int]],
    seeds: Sequence[int],
    *,
    max_time_s: float,
    workers: int,
    output: Path | None,
) -> list[Row]:
    """Measure every method at every size; print a table and write the rows as JSON."""
    rows = []
    head = "| søkere × medlemmer | frø | metode | plassert | ønsker | kostnad | gap | s | CPU-s |"
    sys.stdout.write(f"{head}\n|{'---|' * 9}\n")
    for size in sizes:
        for seed in seeds:
            for metode in METHODS:
                row = measure(size, seed, metode, max_time_s=max_time_s, workers=workers)
                rows.append(row)
                sys.stdout.write(_line(row))
                sys.stdout.flush()
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps([asdict(each) for each in rows], indent=1) + "\n")
    return rows


def _line(row: Row) -> str:
    gap = "–" if row.gap is None else f"{100 * row.gap:.1f} %"
    name = f"{row.metode} ({row.status})"
    return (
        f"| {row.sokere} × {row.medlemmer} | {row.seed} | {name} | {row.plassert} | "
        f"{row.onsker_oppfylt} av {row.onsker} | {row.kostnad} | {gap} | {row.sekunder} | "
        f"{row.cpu_s} |\n"
    )
