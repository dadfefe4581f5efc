"""Lower bounds in whole numbers: duals rounded and scaled, then made feasible by a full scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.felles.rounding import ceil_div
from matching.tildeling.bounds.cuts import Cut
from matching.tildeling.bounds.master import Master, Objective, Solution
from matching.tildeling.model.columns import Arrays, Duals, Ints

_MOST_BITS = 20
_ROOM_BITS = 58


def scale_of(arrays: Arrays) -> int:
    """Return the power of two that duals are multiplied by, small enough never to overflow."""
    n, m = arrays.ok.shape
    hours = int(arrays.kommune_timer.sum() + arrays.midt.max(initial=0))
    most = int(np.abs(arrays.par_cost).max(initial=0)) + 2 * arrays.time_fra_midten * hours
    each = 2 * int(np.abs(arrays.cost).max(initial=0)) + arrays.ekstra_fylke
    each += 64 * arrays.kommune_fag.shape[1] * arrays.fagomrade
    most += arrays.maks * each
    spare = _ROOM_BITS - (most * (n + m + 2)).bit_length()
    return int(1 << max(0, min(_MOST_BITS, spare)))


@dataclass(frozen=True)
class DualPoint:
    """Scaled duals: of the rows and cuts, and of the limit on uncovered kommuner (at most 0)."""

    duals: Duals
    udekket: int
    cuts: tuple[Cut, ...]

    def bound(self, objective: Objective, worst: Ints) -> int:
        """Return the scaled lower bound that these duals prove.

        `worst` is for each veileder the least reduced cost, at most zero, over *all* columns.
        Lowering the price of both members by half of it makes every reduced cost non-negative.
        """
        duals = self.duals
        value = int(duals.rows.sum()) + self.udekket * (objective.udekket_max or 0)
        value += sum(int(y) * cut.limit for y, cut in zip(duals.cuts, self.cuts, strict=True))
        slack = objective.slack_cost * duals.scale - duals.rows
        slack[: len(slack) - len(worst)] -= self.udekket
        value += int(np.minimum(0, slack[objective.slack_cost >= 0]).sum())
        return value + int((worst // 2).sum())

    def shifted(self, worst: Ints) -> DualPoint:
        """Return the duals whose reduced costs are all non-negative; same bound."""
        rows = self.duals.rows.copy()
        rows[len(rows) - len(worst) :] += worst // 2
        return DualPoint(self.duals._replace(rows=rows), self.udekket, self.cuts)


def to_dual_point(master: Master, solution: Solution, scale: int) -> DualPoint:
    """Return the duals of a solved master, rounded, with signs that make them valid."""
    objective = master.objective
    rows = np.round(solution.rows * scale).astype(np.int64)
    rows[~objective.equal] = np.minimum(0, rows[~objective.equal])
    cuts = np.minimum(0, np.round(solution.cuts * scale).astype(np.int64))
    duals = to_duals(rows, cuts, master.cuts, scale)
    return DualPoint(duals, min(0, round(solution.udekket * scale)), tuple(master.cuts))


def to_duals(rows: Ints, prices: Ints, cuts: Sequence[Cut], scale: int) -> Duals:
    """Return scaled prices of rows (m + n) and cuts with the cuts listed by row."""
    at_row: list[list[tuple[int, int]]] = [[] for _ in rows]
    for number, cut in enumerate(cuts):
        for row, weight in zip(cut.rows, cut.weights, strict=True):
            at_row[row].append((number, weight))
    flat = [each for met in at_row for each in met]
    return Duals(
        rows=rows,
        cuts=prices,
        divisor=np.array([cut.divisor for cut in cuts], np.int64),
        ptr=np.cumsum([0] + [len(met) for met in at_row], dtype=np.int64),
        cut_of=np.array([cut for cut, _ in flat], np.int64),
        weight=np.array([weight for _, weight in flat], np.int64),
        scale=scale,
    )


def whole_bound(scaled: int, scale: int) -> int:
    """Return the least whole value that is not below a scaled bound."""
    return ceil_div(scaled, scale)
