"""The tree over a pool: its proof beside that of CP-SAT, and one tree on any number of threads."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from threading import get_ident

from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import scale_of
from matching.tildeling.bounds.branch import Tree
from matching.tildeling.bounds.master import Master
from matching.tildeling.bounds.node import NodeSolver
from matching.tildeling.bounds.oracle import PoolOracle
from matching.tildeling.bounds.packing import pack
from matching.tildeling.model.columns import Columns

from .relaxed import UNTIL_DONE, near, relaxed_problem


class Searched:
    """A tree over the columns near a relaxation, with all that is heard of it."""

    def __init__(self, seed: int) -> None:
        self.model, plan, self._root, relaxed = relaxed_problem(seed)
        self.columns = near(self.model, relaxed, 40)
        self.root = relaxed.whole()
        self.value = int(plan.cost.sum())
        self.plans: list[int] = []
        self.bounds: list[int] = []
        self.asked_in: set[int] = set()

    def run(self, lanes: int, threads: Executor | None = None, clock: Clock = UNTIL_DONE) -> int:
        model, objective = self.model, self._root.objective
        self.plans, self.bounds = [], []
        pool = PoolOracle(self.columns, model.m, model.n)
        master = Master(model, objective, self._root.box)
        solver = NodeSolver(master, pool, scale_of(model.arrays))
        return Tree(solver, lanes, threads, clock, self._keep, self.value).run(
            self.root, self.bounds.append
        )

    def _keep(self, plan: Columns) -> int:
        self.plans.append(int(plan.cost.sum()))
        return min([self.value, *self.plans])

    def is_past(self, steps: int) -> bool:
        self.asked_in.add(get_ident())
        return len(self.bounds) >= steps

    def best_of_pool(self) -> int | None:
        objective, m = self._root.objective, self.model.m
        return pack(objective, m, self.columns, UNTIL_DONE, below=self.value).bound


def test_a_tree_of_any_number_of_lanes_proves_what_another_solver_proves() -> None:
    most = 0
    for seed in (4, 18, 32, 90):
        tree = Searched(seed)
        best = tree.best_of_pool()
        for lanes in (1, 4):
            assert tree.run(lanes) == best
            assert min([tree.value, *tree.plans]) == best
            assert tree.bounds == sorted(tree.bounds)
            most = max(most, len(tree.bounds))
    assert most > 10


def test_threads_search_the_same_tree() -> None:
    with ThreadPoolExecutor(3) as threads:
        for seed in (4, 32):
            tree = Searched(seed)
            tree.run(4)
            alone = tree.bounds, tree.plans
            tree.run(4, threads)
            assert (tree.bounds, tree.plans) == alone


def test_a_stopped_tree_claims_no_more_than_it_has_proven() -> None:
    tree = Searched(32)
    best = tree.run(4)
    whole = len(tree.bounds)
    assert whole > 4
    with ThreadPoolExecutor(3) as threads:
        for steps in range(1, whole):
            clock = Clock(None, partial(tree.is_past, steps))
            bound = tree.run(4, threads, clock)
            assert tree.root <= bound <= best
            assert bound == tree.bounds[-1]
        assert tree.asked_in == {get_ident()}
