"""Prices to begin from: what the kommuner cost in a plan that is known."""

from __future__ import annotations

import numpy as np

from matching.tildeling.bounds.master import Solution
from matching.tildeling.model.columns import Columns, Floats, Model

# The first box is this much above the shares, and no lower than some points.
_ABOVE = 1.2
_LEAST = 50.0


def shares(model: Model, plan: Columns) -> Floats:
    """Return for each row (m + n) its share in the cost of the plan; veiledere have none.

    A kommune has what its members cost there, and of what is left of its lag a part by hours.
    Kommuner outside the plan get the median.
    """
    arrays, m = model.arrays, model.m
    rows = np.zeros(m + model.n)
    served = np.zeros(m, np.bool_)
    for (i, j), padded, cost in zip(plan.par, plan.kommuner, plan.cost, strict=True):
        kommuner = padded[padded >= 0]
        own = arrays.cost[i, kommuner] + arrays.cost[j, kommuner]
        timer = arrays.kommune_timer[kommuner]
        part = timer / max(1, timer.sum())
        rows[kommuner] = own + (cost - own.sum()) * part
        served[kommuner] = True
    if served.any():
        rows[:m][~served] = np.median(rows[:m][served])
    return rows


def to_centre(rows: Floats) -> Solution:
    """Return prices as a solution that others can be drawn toward."""
    none = np.zeros(0)
    return Solution(0.0, none, none, rows, 0.0, none)


def to_box(rows: Floats, m: int, most: float) -> Floats:
    """Return the first prices of open rows: a little above the shares; `most` for veiledere."""
    box = np.full(len(rows), most)
    box[:m] = np.minimum(most, np.maximum(_LEAST, _ABOVE * rows[:m]))
    return box
