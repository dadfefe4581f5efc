"""One node of the search tree: its relaxation with cuts, and the decision that divides it best."""

from __future__ import annotations

from dataclasses import dataclass, field

from matching.felles.progress import Clock
from matching.tildeling.bounds.branching import Decision, candidates, restrict
from matching.tildeling.bounds.cuts import find_cuts
from matching.tildeling.bounds.master import Master
from matching.tildeling.bounds.oracle import Oracle
from matching.tildeling.bounds.relaxation import Relaxed, relax
from matching.tildeling.model.columns import Arrays, Columns, Floats
from matching.tildeling.model.columns_loops import allowed

_TRIED = 6
# A dive joins several pairs of rows in one node if they are nearly together already.
_TOGETHER = 0.7
_AT_ONCE = 30
_CUT_ROUNDS = 4
_CUTS = 30
_MOST_CUTS = 400
# A node looks for cuts of many rows less thoroughly than the root does.
_TRIES = 2

Decisions = tuple[Decision, ...]
Gains = dict[tuple[int, int], tuple[float, float]]
"""What the relaxation rises by when two rows are in one column, and when they are not."""


@dataclass(frozen=True)
class Solved:
    """What is known of a node: its whole bound, None if it was stopped or nothing is known; a plan
    that its relaxation is; what to decide, the more promising side first; what probing said."""

    bound: int | None
    plan: Columns | None = None
    sides: tuple[Decisions, ...] = ()
    gains: Gains = field(default_factory=dict)


class NodeSolver:
    """Solves nodes one after the other on a master of its own."""

    def __init__(self, master: Master, oracle: Oracle, scale: int) -> None:
        """Take over a master; where columns cost nothing probing would see only ties, and nodes
        join what is most together instead."""
        self.probes = bool(master.model.arrays.par_cost.any())
        self._master = master
        self._oracle = oracle
        self._scale = scale
        self._known = set(master.cuts)
        self._box = master.box

    def copy(self) -> NodeSolver:
        """Return another one that starts from all columns and cuts of this one."""
        old = self._master
        master = Master(old.model, old.objective, self._box)
        master.add_cuts(old.cuts)
        master.add(old.columns)
        return NodeSolver(master, self._oracle, self._scale)

    def solve(self, decisions: Decisions, cutoff: int, gains: Gains, clock: Clock) -> Solved:
        """Solve the node of these decisions, or stop when the clock says so.

        Plans of `cutoff` or more are of no interest; `gains` is what probing said elsewhere.
        """
        master = self._master
        arrays = restrict(master.model.arrays, decisions)
        self._open(arrays)
        master.set_box(self._box)
        relaxed = self._relax(arrays, cutoff, clock)
        if relaxed is None:
            return Solved(None)
        bound, solution = relaxed.whole(), relaxed.solution
        if bound >= cutoff:
            return Solved(bound)
        if not relaxed.finished:
            return Solved(None)
        plan, model = master.whole_plan(solution), master.model
        pairs = candidates(master.columns, solution.x, model.m, model.n, self.probes)
        if not pairs:
            return Solved(bound, plan)
        if not self.probes:
            return Solved(bound, plan, _join(pairs, model.m))
        tried = [(a, b) for a, b, _ in pairs[:_TRIED]]
        new = self._probe(arrays, solution.value, [each for each in tried if each not in gains])
        return Solved(bound, plan, _divide(tried, {**gains, **new}), new)

    def _relax(self, arrays: Arrays, cutoff: int, clock: Clock) -> Relaxed | None:
        """Solve the relaxation of a node, with cuts while it is fractional and they help."""
        for rounds_left in reversed(range(_CUT_ROUNDS + 1)):
            relaxed = relax(
                self._master, self._oracle, arrays, self._scale, clock=clock, cutoff=cutoff
            )
            if relaxed is None or not relaxed.finished or relaxed.whole() >= cutoff:
                break
            if not (rounds_left and self._add_cuts(relaxed.solution.x)):
                break
        return relaxed

    def _add_cuts(self, x: Floats) -> bool:
        """Add cuts that a solution breaks; return whether there were any, and room for them."""
        master, model = self._master, self._master.model
        room = min(_CUTS, _MOST_CUTS - len(master.cuts))
        if not self.probes or room <= 0:
            return False
        cuts = find_cuts(master.columns, x, model.m, model.n, self._known, room, tries=_TRIES)
        self._known.update(cuts)
        master.add_cuts(cuts)
        return bool(cuts)

    def _open(self, arrays: Arrays) -> None:
        columns = self._master.columns
        self._master.keep_open(allowed(arrays, columns.par, columns.kommuner))

    def _probe(self, arrays: Arrays, base: float, pairs: list[tuple[int, int]]) -> Gains:
        """Return what each side of a decision adds to the restricted relaxation."""
        gains = {}
        for a, b in pairs:
            rises = []
            for joined in (True, False):
                self._open(restrict(arrays, [Decision(a, b, joined)]))
                rises.append(max(1e-3, self._master.value() - base))
            gains[a, b] = (rises[0], rises[1])
        return gains


def _divide(pairs: list[tuple[int, int]], gains: Gains) -> tuple[Decisions, ...]:
    """Return both sides of the decision that raises the relaxation most."""
    a, b = max(pairs, key=lambda pair: gains[pair][0] * gains[pair][1])
    first = gains[a, b][0] <= gains[a, b][1]
    return (Decision(a, b, first),), (Decision(a, b, not first),)


def _join(pairs: list[tuple[int, int, float]], m: int) -> tuple[Decisions, ...]:
    """Return one side that joins what is most together, and one that parts the first of it."""
    together = [Decision(a, b, True) for a, b, shared in pairs if shared > _TOGETHER]
    a, b, _ = pairs[0]
    joined = together[: 1 + m // _AT_ONCE] or [Decision(a, b, True)]
    return tuple(joined), (Decision(a, b, False),)
