"""The goals set for the solver, judged from the outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from bench.runs import Outcome
from bench.tables_md import percent, seconds, table

Measured = tuple[str, bool] | None
"""What was measured and whether the goal is reached; None where nothing was."""


def goals(outcomes: Sequence[Outcome], campaigns: Sequence[dict[str, Any]]) -> str:
    """Return a table of the goals that the measurements say something of."""
    rows = []
    for size, goal, judge in GOALS:
        judged = judge(outcomes)
        if judged is not None:
            rows.append((size, goal, judged[0], "yes" if judged[1] else "**no**"))
    judged = _claims(outcomes, campaigns)
    if judged is not None:
        rows.append(("all", "no wrong bound or claim", judged[0], "yes" if judged[1] else "**no**"))
    return table(("size", "goal", "measured", "reached"), rows)


def _ours(outcomes: Sequence[Outcome], *size: int) -> list[Outcome]:
    return [
        o
        for o in outcomes
        if o.run.part == "sizes"
        and o.run.method == "ours"
        and size in ((), (o.run.veiledere, o.run.kommuner))
    ]


def proven_in(median_s: float, veiledere: int, kommuner: int) -> Callable[..., Measured]:
    """Judge that every seed is proven, half of them within so many seconds."""

    def judge(outcomes: Sequence[Outcome]) -> Measured:
        found = _ours(outcomes, veiledere, kommuner)
        if not found:
            return None
        proven = sum(o.proven for o in found)
        middle = median(o.seconds for o in found)
        text = f"{proven} of {len(found)}, median {seconds(middle)} s"
        return text, proven == len(found) and middle <= median_s

    return judge


def gap_within(share: float, veiledere: int, kommuner: int) -> Callable[..., Measured]:
    """Judge that the gap of every seed is at most so much at the limit."""

    def judge(outcomes: Sequence[Outcome]) -> Measured:
        found = _ours(outcomes, veiledere, kommuner)
        if not found:
            return None
        gaps = [1.0 if o.gap is None else o.gap for o in found]
        worst = percent(max(gaps)) if all(o.gap is not None for o in found) else "coverage open"
        return f"worst of {len(found)}: {worst}", max(gaps) <= share

    return judge


def covered_in(limit_s: float, veiledere: int, kommuner: int) -> Callable[..., Measured]:
    """Judge that a full cover is found in time on every seed."""

    def judge(outcomes: Sequence[Outcome]) -> Measured:
        found = _ours(outcomes, veiledere, kommuner)
        if not found:
            return None
        first = [o.covered_s for o in found if o.uncovered == 0 and o.covered_s is not None]
        if len(first) < len(found):
            return f"{len(first)} of {len(found)} covered", False
        return f"worst of {len(found)}: {seconds(max(first))} s", max(first) <= limit_s

    return judge


def memory_within(most_mb: int, veiledere: int, kommuner: int) -> Callable[..., Measured]:
    """Judge the peak memory."""

    def judge(outcomes: Sequence[Outcome]) -> Measured:
        found = [o.peak_mb for o in _ours(outcomes, veiledere, kommuner)]
        return (f"{max(found)} MB", max(found) <= most_mb) if found else None

    return judge


def replanned_in(limit_s: float, veiledere: int, kommuner: int) -> Callable[..., Measured]:
    """Judge that one withdrawal is proven in time."""

    def judge(outcomes: Sequence[Outcome]) -> Measured:
        found = [
            o
            for o in outcomes
            if o.run.method == "withdrawal"
            and (o.run.veiledere, o.run.kommuner) == (veiledere, kommuner)
        ]
        if not found:
            return None
        worst = max(o.seconds for o in found)
        proven = all(o.proven for o in found)
        text = f"{seconds(worst)} s, {'proven' if proven else 'not proven'}"
        return text, proven and worst <= limit_s

    return judge


def soon_as_good(veiledere: int, kommuner: int) -> Callable[..., Measured]:
    """Judge that ours is as good as plain CP-SAT in one per cent of its time."""

    def judge(outcomes: Sequence[Outcome]) -> Measured:
        shares = []
        for own in _ours(outcomes, veiledere, kommuner):
            for other in _same_problem(outcomes, own):
                if other.run.method.startswith("cpsat") and other.status != "skipped":
                    # Where it has no plan at all, our first full cover is better.
                    value = other.value
                    reached = own.covered_s if value is None else own.reached_s(value)
                    shares.append(1.0 if reached is None else reached / max(1, other.seconds))
        if not shares:
            return None
        return f"worst of {len(shares)}: {percent(max(shares))}", max(shares) <= 0.01

    return judge


def never_worse(outcomes: Sequence[Outcome]) -> Measured:
    """Judge that no rival has a better plan on any problem."""
    compared = worse = 0
    for own in _ours(outcomes):
        for other in _same_problem(outcomes, own):
            if other.value is not None and own.value is not None:
                compared += 1
                worse += other.value < own.value
    return (f"{worse} of {compared} comparisons", worse == 0) if compared else None


def _same_problem(outcomes: Sequence[Outcome], own: Outcome) -> list[Outcome]:
    return [
        o
        for o in outcomes
        if o.run.part == "sizes"
        and o.run.method != "ours"
        and (o.run.size, o.run.seed) == (own.run.size, own.run.seed)
    ]


def _claims(outcomes: Sequence[Outcome], campaigns: Sequence[dict[str, Any]]) -> Measured:
    """Judge every claim against known values, second opinions and the plans of the rivals."""
    wrong = sum(bool(o.facts.get("wrong")) for o in outcomes)
    wrong += sum(len(each["wrong"]) for each in campaigns)
    claims = sum("known" in o.facts for o in outcomes) + sum(each["tried"] for each in campaigns)
    for own in _ours(outcomes):
        for other in _same_problem(outcomes, own):
            if other.value is not None and other.checked:
                claims += 1
                wrong += other.value[0] < own.bound_uncovered
                wrong += other.value[0] == own.uncovered and other.value[1] < own.bound
    return (f"{wrong} wrong of {claims} compared", wrong == 0) if claims else None


GOALS: tuple[tuple[str, str, Callable[[Sequence[Outcome]], Measured]], ...] = (
    ("40 × 25", "every seed proven, median ≤ 1 s", proven_in(1, 40, 25)),
    ("80 × 45", "every seed proven in 60 s, median ≤ 15 s", proven_in(15, 80, 45)),
    ("80 × 45", "as good as plain CP-SAT in 1 % of its time", soon_as_good(80, 45)),
    ("200 × 110", "gap ≤ 1 % at the limit", gap_within(0.01, 200, 110)),
    ("1000 × 357", "full cover in 5 s", covered_in(5, 1000, 357)),
    ("1000 × 357", "gap ≤ 1.6 % at the limit", gap_within(0.016, 1000, 357)),
    ("1000 × 357", "at most 1 GB", memory_within(1024, 1000, 357)),
    ("2000 × 1000", "full cover in 15 s", covered_in(15, 2000, 1000)),
    ("80 × 45", "one withdrawal proven in 1 s", replanned_in(1, 80, 45)),
    ("1000 × 357", "one withdrawal proven in 3 s", replanned_in(3, 1000, 357)),
    ("all", "another method is never better", never_worse),
)
