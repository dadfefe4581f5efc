"""Branch and bound over the master; every node's bound is exact, so a closed tree is a proof."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from matching.felles.progress import Clock
from matching.felles.waiting import at_once
from matching.tildeling.bounds.node import Decisions, Gains, NodeSolver, Solved
from matching.tildeling.model.columns import Columns

Keep = Callable[[Columns], int]
"""Takes a plan found; returns the value that a plan must now stay below."""


@dataclass(order=True, slots=True)
class _Node:
    bound: int
    depth: int
    number: int
    decisions: Decisions


class Tree:
    """A search tree in lanes: each goes on with a child of its last node, or else with the best
    open node, and all lanes solve their nodes at once.

    The number of lanes is not that of the threads: any number of threads searches the same tree.
    """

    def __init__(
        self,
        solver: NodeSolver,
        lanes: int,
        threads: Executor | None,
        clock: Clock,
        keep: Keep,
        cutoff: int,
    ) -> None:
        """Search for plans of a value below `cutoff`; `keep` hears of each one found."""
        self._solvers = [solver]
        self._threads = threads
        self._clock = clock
        self._keep = keep
        self._cutoff = cutoff
        self._heap: list[_Node] = []
        self._next: list[_Node | None] = [None] * lanes
        self._number = 0
        # The least bound of a node that could be neither closed nor divided.
        self._lost = cutoff
        # What probing once said of a pair of rows guides the whole tree.
        self._gains: Gains = {}

    def run(self, root: int, on_bound: Callable[[int], None]) -> int:
        """Search until closed or stopped; return the proven whole bound.

        `root` is a valid bound of the whole tree.  A closed tree returns the value to beat.
        """
        self._heap = [_Node(root, 0, 0, ())]
        while True:
            batch = self._draw()
            open_nodes = [*self._heap[:1], *batch.values()]
            proven = min([self._cutoff, self._lost, *(node.bound for node in open_nodes)])
            on_bound(proven)
            if not batch or self._clock.must_stop():
                return proven
            for lane, solved in self._solve(batch):
                self._next[lane] = self._take(batch[lane], solved)

    def _draw(self) -> dict[int, _Node]:
        """Return the next node of each lane that has one."""
        batch = {}
        for lane, node in enumerate(self._next):
            while (node is None or node.bound >= self._cutoff) and self._heap:
                node = heapq.heappop(self._heap)
            if node is not None and node.bound < self._cutoff:
                batch[lane] = node
        return batch

    def _solve(self, batch: dict[int, _Node]) -> list[tuple[int, Solved]]:
        """Solve one node in each lane, all with the threshold and gains there are now."""
        while len(self._solvers) <= max(batch):
            self._solvers.append(self._solvers[0].copy())

        def solve(lane: int, clock: Clock) -> tuple[int, Solved]:
            solver, node = self._solvers[lane], batch[lane]
            return lane, solver.solve(node.decisions, self._cutoff, self._gains, clock)

        return at_once(solve, list(batch), self._threads, self._clock)

    def _take(self, node: _Node, solved: Solved) -> _Node | None:
        """Take what is known of a node; return the child to go on with."""
        if solved.plan is not None:
            self._cutoff = min(self._cutoff, self._keep(solved.plan))
        if solved.bound is None:
            if self._clock.must_stop():
                heapq.heappush(self._heap, node)
            else:
                self._lost = min(self._lost, node.bound)
            return None
        self._gains.update(solved.gains)
        bound = max(node.bound, solved.bound)
        if bound >= self._cutoff:
            return None
        children = [self._child(node, bound, side) for side in solved.sides]
        if not children:
            self._lost = min(self._lost, bound)
            return None
        for each in children[1:]:
            heapq.heappush(self._heap, each)
        return children[0]

    def _child(self, node: _Node, bound: int, side: Decisions) -> _Node:
        self._number += 1
        return _Node(bound, node.depth - 1, self._number, (*node.decisions, *side))
