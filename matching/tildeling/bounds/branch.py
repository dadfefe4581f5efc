"""Branch and bound over the master; every node's bound is exact, so a closed tree is a proof."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.bounds.branching import Decision, candidates, restrict
from matching.tildeling.bounds.cuts import find_cuts
from matching.tildeling.bounds.master import Master, Solution
from matching.tildeling.bounds.oracle import Oracle
from matching.tildeling.bounds.relaxation import Relaxed, relax
from matching.tildeling.model.columns import Arrays, Columns, Floats
from matching.tildeling.model.columns_loops import allowed

_TRIED = 6
# A dive joins several pairs of rows in one node if they are nearly together already.
_TOGETHER = 0.7
_AT_ONCE = 30
_NODE_CUT_ROUNDS = 4
_NODE_CUTS = 30
_MOST_CUTS = 400
# A node looks for cuts of many rows less thoroughly than the root does.
_STARTS = 2

Keep = Callable[[Columns], int]
"""Takes a plan found; returns the value that a plan must now stay below."""


@dataclass(order=True, slots=True)
class _Node:
    bound: int
    depth: int
    number: int
    decisions: tuple[Decision, ...]


class Tree:
    """A search tree over one master and one source of columns."""

    def __init__(
        self,
        master: Master,
        oracle: Oracle,
        scale: int,
        clock: Clock,
        keep: Keep,
        cutoff: int,
    ) -> None:
        """Search for plans of a value below `cutoff`; `keep` hears of each one found.

        Where columns cost nothing probing would see only ties: there the tree dives after plans,
        joining what is most together.
        """
        self._probes = bool(master.model.arrays.par_cost.any())
        self._known = set(master.cuts)
        self._master = master
        self._oracle = oracle
        self._scale = scale
        self._clock = clock
        self._keep = keep
        self.cutoff = cutoff
        self._number = 0
        self._box = master.box
        # What probing once said of a pair of rows guides the whole tree.
        self._gains: dict[tuple[int, int], tuple[float, float]] = {}

    def run(self, root: int, most_nodes: int | None, on_bound: Callable[[int], None]) -> int:
        """Search until closed, stopped or `most_nodes` are used; return the proven whole bound.

        `root` is a valid bound of the whole tree.  A closed tree returns `cutoff`.
        """
        heap = [_Node(root, 0, 0, ())]
        plunge: _Node | None = None
        nodes = 0
        lost = self.cutoff
        while heap or plunge:
            open_bound: int = min(each.bound for each in (*heap[:1], *([plunge] if plunge else ())))
            on_bound(min(open_bound, self.cutoff, lost))
            if self._clock.must_stop() or (most_nodes is not None and nodes >= most_nodes):
                return min(open_bound, self.cutoff, lost)
            node = plunge or heapq.heappop(heap)
            plunge = None
            if node.bound >= self.cutoff:
                continue
            nodes += 1
            relaxed, children = self._expand(node)
            if relaxed is None:
                if self._clock.must_stop():
                    heapq.heappush(heap, node)
                else:
                    lost = min(lost, node.bound)
                continue
            if not children and max(node.bound, relaxed.whole()) < self.cutoff:
                lost = min(lost, max(node.bound, relaxed.whole()))
            for each in children[1:]:
                heapq.heappush(heap, each)
            plunge = children[0] if children else None
        return min(self.cutoff, lost)

    def release(self) -> None:
        """Open all columns of the master again."""
        self._master.keep_open(np.ones(self._master.columns.size, np.bool_))
        self._master.set_box(self._box)

    def _expand(self, node: _Node) -> tuple[Relaxed | None, list[_Node]]:
        """Solve a node; return what is known of it and its children, the more promising first."""
        master = self._master
        arrays = restrict(master.model.arrays, node.decisions)
        self._open(arrays)
        master.set_box(self._box)
        relaxed = self._relax(arrays)
        if relaxed is None or not relaxed.finished:
            if relaxed is not None and relaxed.whole() >= self.cutoff:
                return relaxed, []
            return None, []
        self._try_plan(relaxed.solution)
        bound = max(node.bound, relaxed.whole())
        if bound >= self.cutoff:
            return relaxed, []
        columns = master.columns
        model, x = master.model, relaxed.solution.x
        pairs = candidates(columns, x, model.m, model.n, self._probes)
        if not pairs:
            return relaxed, []
        if self._probes:
            tried = [(a, b) for a, b, _ in pairs[:_TRIED]]
            a, b, first = self._choose(arrays, relaxed, tried)
            sides: list[tuple[Decision, ...]] = [
                (Decision(a, b, first),),
                (Decision(a, b, not first),),
            ]
        else:
            together = [Decision(a, b, True) for a, b, shared in pairs if shared > _TOGETHER]
            a, b, _ = pairs[0]
            joined = together[: 1 + model.m // _AT_ONCE] or [Decision(a, b, True)]
            sides = [tuple(joined), (Decision(a, b, False),)]
        children = []
        for side in sides:
            self._number += 1
            decisions = (*node.decisions, *side)
            children.append(_Node(bound, node.depth - 1, self._number, decisions))
        return relaxed, children

    def _relax(self, arrays: Arrays) -> Relaxed | None:
        """Solve the relaxation of a node, with cuts while it is fractional and they help."""
        master = self._master
        for _ in range(_NODE_CUT_ROUNDS):
            relaxed = relax(
                master, self._oracle, arrays, self._scale, clock=self._clock, cutoff=self.cutoff
            )
            if relaxed is None or not relaxed.finished or relaxed.whole() >= self.cutoff:
                return relaxed
            room = min(_NODE_CUTS, _MOST_CUTS - len(master.cuts))
            if not self._probes or room <= 0:
                return relaxed
            x, model = relaxed.solution.x, master.model
            cuts = find_cuts(master.columns, x, model.m, model.n, self._known, room, starts=_STARTS)
            if not cuts:
                return relaxed
            self._known.update(cuts)
            master.add_cuts(cuts)
        return relax(
            master, self._oracle, arrays, self._scale, clock=self._clock, cutoff=self.cutoff
        )

    def _open(self, arrays: Arrays) -> None:
        columns = self._master.columns
        self._master.keep_open(allowed(arrays, columns.par, columns.kommuner))

    def _try_plan(self, solution: Solution) -> None:
        plan = whole_plan(self._master, solution.x)
        if plan is not None and solution.closed:
            self.cutoff = min(self.cutoff, self._keep(plan))

    def _choose(
        self, arrays: Arrays, relaxed: Relaxed, pairs: list[tuple[int, int]]
    ) -> tuple[int, int, bool]:
        """Return the pair whose two sides raise the restricted relaxation most, and which first."""
        if len(pairs) == 1:
            return (*pairs[0], True)
        base = relaxed.solution.value
        best = (-1.0, *pairs[0], True)
        for a, b in pairs:
            if (a, b) not in self._gains:
                gains = []
                for joined in (True, False):
                    self._open(restrict(arrays, [Decision(a, b, joined)]))
                    gains.append(max(1e-3, self._master.value() - base))
                self._gains[a, b] = (gains[0], gains[1])
            joined_gain, apart_gain = self._gains[a, b]
            best = max(best, (joined_gain * apart_gain, a, b, joined_gain <= apart_gain))
        return best[1:]


def whole_plan(master: Master, x: Floats) -> Columns | None:
    """Return the plan of a whole solution, or None if it is fractional or not a plan."""
    if np.any(np.abs(x - np.round(x)) > 1e-5):
        return None
    plan = master.columns.take(x > 0.5)
    rows = plan.rows(master.model.m)
    used = rows[rows >= 0]
    return plan if len(np.unique(used)) == len(used) else None
