"""Write docs/benchmarks: a page of tables and its plots, from what a series has measured."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bench import plots, series, tables_md
from bench.goals import goals
from bench.runs import Outcome, Store

_INTRO = """# Benchmarks

Made by `make bench{option}`; everything on this page was measured in one run, one method at a time,
each in a process of its own. `cost` is the published cost, recomputed for every method by
`matching`'s rules and terms, which no solver touches. Fewer uncovered kommuner come before cost.

- **Machine:** {processor}, {cores} cores, {memory_gb} GB, {system}; Python {python},
  OR-Tools {ortools}, Numba {numba}; {workers} workers for every method; {date}.
- **Ours** is `matching.solve`: its clock starts with the problem as an object and ends with the
  checked proposal. **Plain** is the model with a boolean for every pair and kommune
  (`bench/plain.py`), solved by CP-SAT and by the HiGHS inside OR-Tools; its clock starts when the
  model is built, and the tables of allowed placements and prices are given to all rivals for free.
  *Cover given*: the model is told beforehand that every kommune can be covered, which ours must
  find out. **Two-stage** chooses pairs first, then their places, both by CP-SAT. **Greedy** takes
  the cheapest lag around the kommune with fewest possible veiledere, again and again.
- CPU seconds and peak memory are of the whole process, reading and libraries included.
"""


def write_report(mode: str, output: Path | None) -> int:
    """Write the page and the plots; return 1 if nothing is measured, or not all of a series that
    is to be published."""
    store = series.store_of(mode)
    outcomes = list(store.load().values())
    if not outcomes:
        print("Nothing is measured yet: python -m bench run", file=sys.stderr)
        return 1
    missing = series.missing(mode)
    if missing and output is None:
        print(
            f"{len(missing)} runs are not measured yet, the first: {missing[0].key}. "
            "Measure them, or give a folder with -o.",
            file=sys.stderr,
        )
        return 1
    folder = output or _folder(mode)
    folder.mkdir(parents=True, exist_ok=True)
    page = _page(store, mode, outcomes, plots.draw(outcomes, folder))
    (folder / "README.md").write_text(page, encoding="utf-8")
    print(f"wrote {folder}/README.md")
    return 0


def _folder(mode: str) -> Path:
    """Return where a report belongs; a quick one does not replace the published one."""
    root = Path(__file__).resolve().parents[1]
    return root / "build" / "bench" / mode if mode == "quick" else root / "docs" / "benchmarks"


def _page(store: Store, mode: str, outcomes: list[Outcome], drawn: list[plots.Plot]) -> str:
    head: dict[str, Any] = store.head()
    option = "" if mode == "standard" else f" BENCH={mode}"
    parts = {part: [o for o in outcomes if o.run.part == part] for part in _parts(outcomes)}
    sections = [
        _INTRO.format(option=option, **head["machine"]),
        "## Goals\n",
        goals(outcomes, store.campaigns()),
    ]
    if "sizes" in parts:
        sections += [
            "## How cost and time grow with size\n",
            "Times are the median over the seeds, the worst in brackets. The open gap is (cost - "
            "bound) / cost of the seeds that were not proven within the limit.\n",
            tables_md.ours_by_size(parts["sizes"]),
        ]
    sections += [plot.markdown for plot in drawn]
    if "sizes" in parts:
        sections += [
            "## Beside other methods\n",
            "`to ours` is the cost divided by ours where both cover the same. `ours as good after` "
            "is when `matching.solve` first had a plan at least as good as the other's final "
            "one, and what share of the other's time that is. The plain MIP at 200 × 110 is only "
            "tried with `BENCH=full`.\n",
            tables_md.beside_others(parts["sizes"]),
        ]
    if "cores" in parts:
        sections += ["## More cores\n", tables_md.by_cores(parts["cores"])]
    if "planted" in parts:
        sections += _planted(parts["planted"])
    if "changes" in parts:
        sections += _changes(parts["changes"])
    sections += _second_opinions(store)
    return "\n".join(sections)


def _parts(outcomes: list[Outcome]) -> dict[str, None]:
    return dict.fromkeys(o.run.part for o in outcomes)


def _planted(outcomes: list[Outcome]) -> list[str]:
    return [
        "## Planted optima\n",
        "Problems whose best value is known without a solver: by prices that prove it "
        "(`bench/planted.py`), or as small islands side by side, each solved by trying every plan "
        "(`bench/islands.py`). `claims` is right when nothing said of the bounds or the plan "
        "contradicts the known value.\n",
        tables_md.planted(outcomes),
    ]


def _changes(outcomes: list[Outcome]) -> list[str]:
    again = [o for o in outcomes if o.run.method in ("withdrawal", "locked")]
    sections = [
        "## After the first plan\n",
        "One veileder of the fullest lag withdraws; each relation that is given up costs 120. "
        "A relation is a veileder in a kommune; those of the one who left are not counted.\n",
        tables_md.withdrawals(again),
    ]
    for outcome in outcomes:
        if outcome.run.method == "resume":
            sections += [
                f"### Stopped, killed, resumed ({outcome.run.size}, on the command line)\n",
                tables_md.interrupted(outcome),
            ]
    return sections


def _second_opinions(store: Store) -> list[str]:
    names = {
        "oracle": "every plan, up to 5 × 4",
        "plain": "the plain model in CP-SAT, 10 × 6 to 16 × 10",
    }
    rows = [
        (
            names[each["campaign"]],
            each["tried"],
            each["impossible"],
            each["open"],
            len(each["wrong"]),
        )
        for each in store.campaigns()
    ]
    if not rows:
        return []
    return [
        "## Second opinions\n",
        "Random problems with locks, a plan in force and given distances among them; status, "
        "uncovered and cost are compared, and `check` runs on every answer.\n",
        tables_md.table(
            (
                *("against", "problems tried", "impossible locks", "other did not finish"),
                "disagreements",
            ),
            rows,
        ),
    ]
