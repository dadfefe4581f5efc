"""What the pages show, as finished values: the map of a plan, and the curve of a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rekruttering.felles.kart import Kart, Kartlinje, Kartpunkt

KYST = Path(__file__).resolve().parent.parent / "static" / "vendor" / "countries-10m.json"
KURVE = (640, 220)


@dataclass(frozen=True)
class Kartbilde:
    """The map with its signs and lines, and the same in words."""

    kart: Kart
    punkter: tuple[Kartpunkt, ...]
    linjer: tuple[Kartlinje, ...]
    med_par: int
    uten_par: int


@dataclass(frozen=True)
class Kurve:
    """How a run went, as two lines in a drawing of `KURVE` units; empty before there is a plan."""

    beste: str
    grense: str
    bredde: int
    hoyde: int
    lavest: int
    hoyest: int
    sekunder: float


def make_kurve(punkter: Sequence[Sequence[float | None]]) -> Kurve | None:
    """Return the curve of best cost and bound over time, or None before there is a plan."""
    known = [(t or 0.0, best, bound) for t, best, bound in punkter if best is not None]
    if not known:
        return None
    width, height = KURVE
    end = max(known[-1][0], 0.1)
    # Nothing is known of the cost while the number of uncovered is still being proven.
    limits = [(t, bound) for t, _best, bound in known if bound]
    high = max(best for _t, best, _bound in known)
    low = min([*(bound for _t, bound in limits), min(best for _t, best, _bound in known)])
    span = max(high - low, 1)

    def at(t: float, value: float) -> str:
        return f"{t / end * width:.1f},{(high - value) / span * (height - 20) + 10:.1f}"

    return Kurve(
        beste=" ".join(_steps([(t, best) for t, best, _ in known], end, at)),
        grense=" ".join(_steps(limits, end, at)),
        bredde=width,
        hoyde=height,
        lavest=int(low),
        hoyest=int(high),
        sekunder=end,
    )


def _steps(values: Sequence[tuple[float, float]], end: float, at: Any) -> list[str]:
    """Return the corners of a staircase: a value holds until the next one comes."""
    corners: list[str] = []
    before: float | None = None
    for t, value in values:
        if before is not None and before != value:
            corners.append(at(t, before))
        if before != value:
            corners.append(at(t, value))
        before = value
    if before is not None:
        corners.append(at(end, before))
    return corners
