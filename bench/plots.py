"""The plots of the report: light SVG with text as text, and a description for who cannot see it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from bench.runs import Outcome
from bench.tables_md import NAMES, grouped

_COLOURS = {
    "ours": "#1b4965",
    "cpsat": "#c8553d",
    "cpsat-cover": "#e29578",
    "highs": "#8a5a9e",
    "highs-cover": "#b79ac6",
    "two-stage": "#7a8b2c",
    "greedy": "#777777",
}
_SHAPES = {
    "ours": "o",
    "cpsat": "s",
    "cpsat-cover": "s",
    "highs": "^",
    "highs-cover": "^",
    "two-stage": "D",
    "greedy": "X",
}
_PLAIN = FuncFormatter(lambda value, _at: f"{value:g}")
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "bench",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "axes.axisbelow": True,
}


@dataclass(frozen=True)
class Plot:
    """A file beside the page, and what it shows in words."""

    file: str
    alt: str

    @property
    def markdown(self) -> str:
        """Return the line that shows it."""
        return f"![{self.alt}]({self.file})\n"


def draw(outcomes: list[Outcome], folder: Path) -> list[Plot]:
    """Draw what the outcomes allow; return the plots in the order of the page."""
    drawn = []
    with mpl.rc_context(_STYLE):
        for make in (_by_size, _over_time, _by_cores):
            made = make(outcomes)
            if made is not None:
                figure, plot = made
                _save(figure, folder / plot.file, plot.alt)
                drawn.append(plot)
    return drawn


def _save(figure: Figure, path: Path, alt: str) -> None:
    """Write an SVG that scales with the page and says what it is."""
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None, "Title": alt})
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :].replace("<svg ", '<svg role="img" ', 1)
    after = svg.index(">") + 1
    path.write_text(f"{svg[:after]}\n <title>{alt}</title>{svg[after:]}", encoding="utf-8")


def _axes(title: str, x: str, y: str) -> tuple[Figure, Any]:
    figure = Figure(figsize=(7.5, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return figure, axes


def _by_size(outcomes: list[Outcome]) -> tuple[Figure, Plot] | None:
    ours = [o for o in outcomes if o.run.part == "sizes" and o.run.method == "ours"]
    if not ours:
        return None
    figure, axes = _axes("Time by size", "veiledere × kommuner", "seconds")
    groups = grouped(ours, lambda o: (o.run.veiledere, o.run.kommuner))
    words = []
    for at, (size, group) in enumerate(groups):
        covered = [o.covered_s for o in group if o.covered_s is not None]
        proven = [o.seconds for o in group if o.proven]
        stopped = [o.seconds for o in group if not o.proven]
        axes.plot([at] * len(covered), covered, "o", mfc="none", color=_COLOURS["highs"])
        axes.plot([at] * len(proven), proven, "o", color=_COLOURS["ours"])
        axes.plot([at] * len(stopped), stopped, "x", color=_COLOURS["cpsat"])
        words.append(f"{size[0]} × {size[1]}: {len(proven)} of {len(group)} proven")
    for marker, fill, colour, label in (
        ("o", "none", "highs", "best cover found"),
        ("o", None, "ours", "proven optimal"),
        ("x", None, "cpsat", "stopped at the limit, not proven"),
    ):
        axes.plot([], [], marker, mfc=fill or _COLOURS[colour], color=_COLOURS[colour], label=label)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(_PLAIN)
    axes.set_xticks(range(len(groups)), [f"{n} × {m}" for (n, m), _ in groups])
    axes.set_xlim(-0.5, len(groups) - 0.5)
    axes.legend(frameon=False, fontsize=9)
    alt = f"Seconds to the best cover and to the proof, by size. {'; '.join(words)}."
    return figure, Plot("sizes.svg", alt)


def _over_time(outcomes: list[Outcome]) -> tuple[Figure, Plot] | None:
    """Draw the best cost over time of everyone at the largest size where a rival found a cover."""
    sizes = [o for o in outcomes if o.run.part == "sizes" and o.value is not None]
    compared = [
        o
        for o in sizes
        if o.run.method.startswith("cpsat") and o.run.seed == 1 and o.uncovered == 0
    ]
    if not compared:
        return None
    example = max(compared, key=lambda o: o.run.kommuner).run
    same = [o for o in sizes if (o.run.size, o.run.seed) == (example.size, 1)]
    figure, axes = _axes(
        f"Best plan and bound over time, {example.size}", "seconds", "cost (all kommuner covered)"
    )
    words = []
    for outcome in sorted(same, key=lambda o: list(NAMES).index(o.run.method)):
        method = outcome.run.method
        x, y = _steps(outcome)
        if not x:
            continue
        look = {"color": _COLOURS[method], "marker": _SHAPES[method], "markersize": 4}
        axes.step(x, y, where="post", label=NAMES[method], **look)
        words.append(f"{NAMES[method]} ends at {y[-1]:.0f} after {outcome.seconds:.0f} s")
        if method == "ours":
            _draw_bound(axes, outcome)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(_PLAIN)
    axes.legend(frameon=False, fontsize=9)
    alt = f"Best cost over time at {example.size}, logarithmic time. {'; '.join(words)}."
    return figure, Plot("over-time.svg", alt)


def _steps(outcome: Outcome) -> tuple[list[float], list[float]]:
    """Return when each better full cover was found and what it cost, drawn out to the end."""
    x: list[float] = []
    y: list[float] = []
    for at in outcome.trace:
        if at[1] == 0 and at[2] is not None and (not y or at[2] < y[-1]):
            x.append(max(0.01, float(at[0] or 0)))
            y.append(float(at[2]))
    if x:
        x.append(max(x[-1], outcome.seconds))
        y.append(y[-1])
    return x, y


def _draw_bound(axes: Any, outcome: Outcome) -> None:
    points = [(float(at[0] or 0), float(at[4])) for at in outcome.trace if at[4]]
    if points:
        x = [max(0.01, seconds) for seconds, _ in points]
        y = [bound for _, bound in points]
        axes.step(x, y, where="post", color=_COLOURS["ours"], linestyle=":", label="our bound")


def _by_cores(outcomes: list[Outcome]) -> tuple[Figure, Plot] | None:
    runs = [o for o in outcomes if o.run.part == "cores"]
    if not runs:
        return None
    figure, axes = _axes(f"Time by cores, {runs[0].run.size}", "workers", "seconds to the end")
    words = []
    for seed, group in grouped(runs, lambda o: o.run.seed):
        line = sorted(group, key=lambda o: o.run.workers)
        x, y = [o.run.workers for o in line], [o.seconds for o in line]
        axes.plot(x, y, "o-", color=_COLOURS["ours"], alpha=0.4 + 0.6 / (1 + seed), lw=1)
        words.append(
            f"seed {seed}: " + ", ".join(f"{o.seconds:.0f} s with {o.run.workers}" for o in line)
        )
    axes.set_xticks(sorted({o.run.workers for o in runs}))
    axes.set_ylim(0, 1.1 * max(o.seconds for o in runs))
    alt = f"Seconds by number of workers at {runs[0].run.size}. {'; '.join(words)}."
    return figure, Plot("cores.svg", alt)
