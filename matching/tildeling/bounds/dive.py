"""A plan from the relaxation: take the columns it wants most, solve it for the rest, and again."""

from __future__ import annotations

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import to_dual_point
from matching.tildeling.bounds.master import Master, Solution
from matching.tildeling.bounds.oracle import Oracle
from matching.tildeling.bounds.relaxation import NOISE, add_best
from matching.tildeling.model.columns import Arrays, Bools, Columns

# A column of which the relaxation has so much is taken at once; of the others, the first that serve
# one in so many of the kommuner that are left.
_SURE = 0.95
_SHARE = 10
# The dive ends when one in so many of the kommuner is left: what the first choices have not put in
# order the last ones only pay for, and another search arranges the rest better.
_REST = 6
# What the relaxation has of a column is blurred, so that each dive comes to another plan.
_BLUR = 0.2


class Dive:
    """One dive: the rows of what is taken are closed to all other columns."""

    def __init__(
        self, master: Master, oracle: Oracle, scale: int, rng: np.random.Generator
    ) -> None:
        """Start from a master of its own; `oracle` has the columns that may come in on the way."""
        self._master = master
        self._oracle = oracle
        self._scale = scale
        self._rng = rng
        # The last place stands for the padding of rows, which nobody takes.
        self._taken = np.zeros(master.model.m + master.model.n + 1, np.bool_)
        self._chosen: list[int] = []

    def run(self, clock: Clock) -> Columns:
        """Return lag that share nobody; about a sixth of the kommuner are left uncovered."""
        m = self._master.model.m
        while _REST * int((~self._taken[:m]).sum()) > m and not clock.must_stop():
            solution = self._solve()
            if not self._take(solution):
                break
            rows = self._master.columns.rows(m)
            allowed: Bools = np.logical_not(self._taken[rows].any(axis=1))
            allowed[self._chosen] = True
            self._master.keep_open(allowed)
        return self._master.columns.take(np.array(self._chosen, np.int64))

    def _solve(self) -> Solution:
        """Solve the relaxation of the rest with some of the columns that it lacks."""
        solution = self._master.solve()
        duals = to_dual_point(self._master, solution, self._scale).duals
        found = self._oracle.find(self._rest(), duals, -NOISE, some=True)
        if add_best(self._master, found.columns, found.reduced):
            solution = self._master.solve()
        return solution

    def _rest(self) -> Arrays:
        """Return the arrays with nothing that is taken allowed."""
        m, arrays = self._master.model.m, self._master.model.arrays
        kommuner, veiledere = ~self._taken[:m], ~self._taken[m:-1]
        return arrays._replace(
            par_ok=arrays.par_ok & veiledere & veiledere[:, None],
            ok=arrays.ok & kommuner & veiledere[:, None],
        )

    def _take(self, solution: Solution) -> bool:
        """Take the columns that the relaxation has most of; return whether there were any."""
        m, x = self._master.model.m, solution.x.copy()
        x[self._chosen] = 0.0
        rows = self._master.columns.rows(m)
        enough = max(1, int((~self._taken[:m]).sum()) // _SHARE)
        before, served = len(self._chosen), 0
        blurred = x * np.exp(_BLUR * self._rng.standard_normal(x.size))
        wish = np.where(x < _SURE, blurred, np.inf)
        for at in np.argsort(-np.round(wish, 6), kind="stable"):
            if x[at] < 1e-6 or (served >= enough and x[at] < _SURE):
                break
            own = rows[at][rows[at] >= 0]
            if not self._taken[own].any():
                self._taken[own] = True
                self._chosen.append(int(at))
                served += int((own < m).sum())
        return len(self._chosen) > before
