"""One run as data: what to solve, how, for how long; and what came of it, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

Snapshot = list[float | int | None]
"""Seconds, uncovered, cost, bound of uncovered, bound of cost; None where nothing is known."""


@dataclass(frozen=True)
class Run:
    """What one process has to do.  `kind` is a problem of `problems.py`."""

    part: str
    method: str
    veiledere: int
    kommuner: int
    seed: int
    limit_s: float
    workers: int
    kind: str = "generate"

    @property
    def size(self) -> str:
        """Return the size as it is written in tables."""
        return f"{self.veiledere} × {self.kommuner}"

    @property
    def key(self) -> str:
        """Return a name no other run of a series has."""
        return (
            f"{self.part} {self.kind} {self.veiledere}x{self.kommuner} seed {self.seed} "
            f"{self.method} {self.limit_s:g} s, {self.workers} workers"
        )


@dataclass
class Outcome:
    """What a run came to.  Costs are recomputed by the published rules where `checked`.

    `status`: optimal, stopped (limit), killed (time or memory), skipped (cannot be built), failed.
    `seconds` is wall time of the method alone; `cpu_s` and `peak_mb` are of the whole process.
    """

    run: Run
    status: str
    seconds: float = 0.0
    cpu_s: float = 0.0
    peak_mb: int = 0
    uncovered: int | None = None
    cost: int | None = None
    bound_uncovered: int = 0
    bound: int = 0
    checked: bool = False
    note: str = ""
    trace: list[Snapshot] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def proven(self) -> bool:
        """Return whether both levels are proven."""
        return self.status == "optimal"

    @property
    def value(self) -> tuple[int, int] | None:
        """Return (uncovered, cost), or None if there is no plan."""
        if self.uncovered is None or self.cost is None:
            return None
        return self.uncovered, self.cost

    @property
    def gap(self) -> float | None:
        """Return how far the cost may be from the best, 0..1; None where coverage is open."""
        if not self.cost or self.uncovered is None or self.bound_uncovered < self.uncovered:
            return None
        return (self.cost - self.bound) / self.cost

    def reached_s(self, value: tuple[int, int]) -> float | None:
        """Return when a plan at least as good was first known; None if never."""
        for seconds, uncovered, cost, *_ in self.trace:
            if uncovered is not None and cost is not None and (uncovered, cost) <= value:
                return seconds
        return None

    @property
    def covered_s(self) -> float | None:
        """Return when the plan covered as much as it does in the end; None without a plan."""
        for seconds, uncovered, *_ in self.trace:
            if uncovered is not None and uncovered == self.uncovered:
                return seconds
        return None

    @property
    def best_s(self) -> float | None:
        """Return when the best plan was found."""
        return None if self.value is None else self.reached_s(self.value)


class Store:
    """Outcomes in a file of JSON lines, each written the moment it is known."""

    def __init__(self, path: Path) -> None:
        """Keep to this file; it need not exist."""
        self._path = path

    def load(self) -> dict[str, Outcome]:
        """Return what is there, by key; a half-written last line is left out."""
        found = {}
        for value in self._lines():
            if "run" in value:
                outcome = Outcome(**{**value, "run": Run(**value["run"])})
                found[outcome.run.key] = outcome
        return found

    def head(self) -> dict[str, Any]:
        """Return the facts of the machine and the code, written before the first outcome."""
        for value in self._lines():
            if "machine" in value:
                return dict(value)
        return {}

    def start(self, head: dict[str, Any]) -> None:
        """Begin a new file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(head) + "\n", encoding="utf-8")

    def add(self, outcome: Outcome) -> None:
        """Write one outcome."""
        self._write(asdict(outcome))

    def campaigns(self) -> list[dict[str, Any]]:
        """Return the counts of the comparisons with a second opinion."""
        return [value for value in self._lines() if "campaign" in value]

    def add_campaign(self, count: dict[str, Any]) -> None:
        """Write one count."""
        self._write(count)

    def _write(self, value: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(value) + "\n")

    def _lines(self) -> Iterator[dict[str, Any]]:
        if not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue


def thin(trace: Iterable[Snapshot]) -> list[Snapshot]:
    """Return the snapshots at which something changed, and the last."""
    kept: list[Snapshot] = []
    last: Snapshot | None = None
    for each in trace:
        if last is None or each[1:] != last[1:]:
            kept.append(each)
        last = each
    if last is not None and kept[-1] is not last:
        kept.append(last)
    return kept
