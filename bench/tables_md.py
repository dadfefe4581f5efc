"""The tables of the report, in Markdown, from the outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from statistics import median
from typing import Any

from bench.runs import Outcome

NAMES = {
    "ours": "ours",
    "cpsat": "plain CP-SAT",
    "cpsat-cover": "plain CP-SAT, cover given",
    "highs": "plain MIP, HiGHS",
    "highs-cover": "plain MIP, HiGHS, cover given",
    "two-stage": "two-stage",
    "greedy": "greedy",
}
_FAMILIES = {
    "dekket": "prices, all covered",
    "sprak": "prices, few speakers",
    "knapt": "prices, few veiledere",
    "oyer": "islands",
}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; columns of figures are right-aligned."""
    body = [[str(each) for each in row] for row in rows]
    sides = [
        "---:" if all(_is_figure(row[at]) for row in body) else "---" for at in range(len(head))
    ]
    lines = [head, sides, *body]
    return "\n".join("| " + " | ".join(str(each) for each in line) + " |" for line in lines) + "\n"


def _is_figure(cell: str) -> bool:
    return cell in ("", "–") or (cell[0] in "+-0123456789" and "×" not in cell)


def seconds(value: float | None) -> str:
    """Return seconds with as many digits as mean something."""
    if value is None:
        return "–"
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def percent(value: float | None) -> str:
    """Return a share of 0..1 in per cent."""
    return "–" if value is None else f"{100 * value:.2f} %"


def _size(outcome: Outcome) -> tuple[int, int]:
    return outcome.run.veiledere, outcome.run.kommuner


def _spread(values: Sequence[float | None]) -> str:
    """Return the median, and the worst if there are several; a missing one is the worst."""
    known = [each for each in values if each is not None]
    if len(known) < len(values) or not known:
        return f"{len(known)} of {len(values)}"
    worst = f" ({seconds(max(known))})" if len(known) > 1 else ""
    return f"{seconds(median(known))}{worst}"


def grouped(
    outcomes: Iterable[Outcome], key: Callable[[Outcome], Any]
) -> list[tuple[Any, list[Outcome]]]:
    """Return the outcomes by key, in order."""
    return [(name, list(each)) for name, each in groupby(sorted(outcomes, key=key), key)]


def ours_by_size(outcomes: Sequence[Outcome]) -> str:
    """Return how our solver did at each size, over its seeds."""
    rows = []
    for size, group in grouped((o for o in outcomes if o.run.method == "ours"), _size):
        proven = [o for o in group if o.proven]
        open_gaps = [o.gap for o in group if not o.proven]
        worst = "–" if not open_gaps else _worst_gap(open_gaps)
        rows.append(
            (
                f"{size[0]} × {size[1]}",
                len(group),
                f"{group[0].run.limit_s:g}",
                _spread([o.covered_s for o in group]),
                f"{len(proven)} of {len(group)}",
                _spread([o.seconds for o in proven]) if proven else "–",
                worst,
                max(o.uncovered or 0 for o in group),
                f"{max(o.cpu_s for o in group):.0f}",
                max(o.peak_mb for o in group),
            )
        )
    head = (
        *("veiledere × kommuner", "seeds", "limit, s", "best cover after, s", "proven"),
        *("proven after, s", "worst open gap", "most uncovered", "CPU, s", "peak, MB"),
    )
    return table(head, rows)


def _worst_gap(gaps: Sequence[float | None]) -> str:
    known = [each for each in gaps if each is not None]
    return percent(max(known)) if len(known) == len(gaps) else "coverage open"


def beside_others(outcomes: Sequence[Outcome]) -> str:
    """Return every problem that a rival has tried, with all that tried it."""
    rows: list[Sequence[object]] = []
    for (size, seed), group in grouped(outcomes, lambda o: (_size(o), o.run.seed)):
        own = next((o for o in group if o.run.method == "ours"), None)
        rivals = [o for o in group if o.run.method != "ours"]
        if own is None or not rivals:
            continue
        order = list(NAMES)
        for outcome in sorted(group, key=lambda o: order.index(o.run.method)):
            rows.append(_rival_row(f"{size[0]} × {size[1]}, seed {seed}", outcome, own))
    head = (
        *("problem", "method", "seconds", "best cover after, s", "uncovered", "cost"),
        *("to ours", "gap", "ours as good after, s", "share of its time", "peak, MB", "note"),
    )
    return table(head, rows)


def _rival_row(problem: str, outcome: Outcome, own: Outcome) -> Sequence[object]:
    same = outcome is own
    reached = own.reached_s(outcome.value) if outcome.value and not same else None
    share = reached / outcome.seconds if reached is not None and outcome.seconds else None
    return (
        problem,
        NAMES[outcome.run.method],
        seconds(outcome.seconds),
        seconds(outcome.covered_s),
        "–" if outcome.uncovered is None else outcome.uncovered,
        "–" if outcome.cost is None else outcome.cost,
        _ratio(outcome, own),
        "proven" if outcome.proven else percent(outcome.gap) if outcome.bound else "no bound",
        seconds(reached),
        percent(share),
        outcome.peak_mb,
        outcome.note,
    )


def _ratio(outcome: Outcome, own: Outcome) -> str:
    """Return cost as a share of ours where both cover the same."""
    if outcome.value is None or own.value is None:
        return "–"
    if outcome.value[0] != own.value[0]:
        more = outcome.value[0] - own.value[0]
        return f"{more:+d} uncovered"
    return f"{outcome.value[1] / max(1, own.value[1]):.3f}"


def by_cores(outcomes: Sequence[Outcome]) -> str:
    """Return the time to the proof with more and more workers."""
    rows = []
    for workers, group in grouped(outcomes, lambda o: o.run.workers):
        rows.append(
            (
                f"{group[0].run.size}, {workers} worker{'s' if workers > 1 else ''}",
                len(group),
                f"{sum(o.proven for o in group)} of {len(group)}",
                _spread([o.seconds for o in group]),
                f"{median(o.cpu_s for o in group):.0f}",
            )
        )
    head = ("size", "seeds", "proven", "seconds, median (worst)", "CPU seconds, median")
    return table(head, rows)


def planted(outcomes: Sequence[Outcome]) -> str:
    """Return the problems whose best value is known beforehand."""
    rows = []
    for outcome in sorted(outcomes, key=lambda o: (o.run.kommuner, o.run.kind, o.run.seed)):
        known = outcome.facts.get("known", ["?", "?"])
        rows.append(
            (
                _FAMILIES[outcome.run.kind],
                outcome.run.size,
                outcome.run.seed,
                f"{known[0]} / {known[1]}",
                f"{outcome.uncovered} / {outcome.cost}",
                f"{outcome.bound_uncovered} / {outcome.bound}",
                "yes" if outcome.facts.get("reached") else "no",
                "yes" if outcome.proven else "no",
                "WRONG" if outcome.facts.get("wrong") else "right",
                seconds(outcome.seconds),
            )
        )
    head = (
        *("family", "size", "seed", "known: uncovered / cost", "found", "bounds"),
        *("reached", "proven", "claims", "seconds"),
    )
    return table(head, rows)


def withdrawals(outcomes: Sequence[Outcome]) -> str:
    """Return what one withdrawal takes and changes, and what locks on everything take."""
    rows = []
    for outcome in outcomes:
        facts = outcome.facts
        fresh = (
            f"{facts['changed_fresh']} of {facts['relations']}" if facts.get("relations") else "–"
        )
        rows.append(
            (
                f"{outcome.run.size}, seed {outcome.run.seed}",
                "one withdrawal" if outcome.run.method == "withdrawal" else "everything locked",
                seconds(outcome.seconds),
                "yes" if outcome.proven else f"no, gap {percent(outcome.gap)}",
                facts.get("changed", "–"),
                fresh,
                seconds(facts.get("seconds_fresh")),
            )
        )
    head = (
        *("problem", "what", "seconds", "proven", "relations changed"),
        *("changed by a fresh solve", "its seconds"),
    )
    return table(head, rows)


def interrupted(outcome: Outcome) -> str:
    """Return what happened to a run that was stopped, killed and resumed, as a list."""
    facts = outcome.facts
    if not facts:
        return f"- The run did not end: {outcome.note or outcome.status}.\n"
    right = "every figure right by `check`" if facts["stopped_right"] else "WRONG by `check`"
    lines = (
        f"Ctrl-C after {outcome.run.limit_s / 6:g} s: exit code {facts['stopped_code']}, the best "
        f"so far written: {facts['stopped'][0]} uncovered, cost {facts['stopped'][1]}, "
        f"cost bound {facts['stopped_bound']}; {right}.",
        f"The next run, begun from that file, was killed: exit code {facts['killed_code']}; the "
        f"file is {'as it was' if facts['file_intact'] else 'DAMAGED'}.",
        f"Resumed from it for {outcome.run.limit_s / 2:g} s: {outcome.uncovered} uncovered, cost "
        f"{outcome.cost}, cost bound {outcome.bound}.",
    )
    return "".join(f"- {line}\n" for line in lines)
