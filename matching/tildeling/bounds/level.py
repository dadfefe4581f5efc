"""Solve one level to proof: relaxation, cuts, a pool that suffices, branch and bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from matching.felles.progress import Clock, Phase
from matching.felles.waiting import at_once
from matching.tildeling.bounds.bound import scale_of
from matching.tildeling.bounds.branch import Keep, Tree
from matching.tildeling.bounds.cover import settle_cover
from matching.tildeling.bounds.cuts import Cut, find_cuts
from matching.tildeling.bounds.dive import Dive
from matching.tildeling.bounds.master import Level, Master, Objective, Solution
from matching.tildeling.bounds.node import NodeSolver
from matching.tildeling.bounds.oracle import FullOracle, NearOracle, Oracle, PoolOracle
from matching.tildeling.bounds.packing import pack
from matching.tildeling.bounds.pricing import Hands
from matching.tildeling.bounds.pricing import price as find_columns
from matching.tildeling.bounds.relaxation import Relaxed, relax
from matching.tildeling.bounds.start_prices import shares, to_box, to_centre
from matching.tildeling.model.columns import Columns, Model

_CUTS_A_ROUND = 60
_POOL_CUT_ROUNDS = 25
# More cuts than so many for each that has a price are shed, and columns whose reduced cost is above
# that share of the bound with them.
_SHED = 2
_NEAR = 50
# Rounds in a row that gain less than this share of the gap end the cutting; what a column could
# lower the value by is not worth a scan when it is less than that other share.
_STALLED = 3
_LEAST_GAIN = 50
_LEAST_CARE = 500
_ROOM = 12_000
# So few columns are packed at once, with so much work (about seconds).
_FEW = 1200
_WORK = 3.0
# A pool that was too much work is tried again when it has shrunk to so many hundredths.
_FEWER = 60
# The same for the columns that are only likely ones.
_NEAR_ROOM = 20_000
# The first step above the bound is a share of it, and no less than some points.
_FIRST_STEP = 250
_LEAST_STEP = 10
_STEP_GROWTH = 1.5
# Nodes of the tree that are solved at once.
_LANES = 4
# Plans are looked for when a round of cuts has gained less than that share of the gap, and so many
# rounds later again, beginning with so many columns, by so many dives at once; and only while the
# best one is further from the bound than that other share.
_SLOW = 10
_PLUNGE_EVERY = 8
_NEAREST = 4000
_FAR = 100
_DIVES = 4


@dataclass(frozen=True)
class Ways:
    """What a level needs from the run around it.

    `keep` takes each better plan and returns the value to beat; `report` hears of the phase and
    of each whole bound; `complete` makes plans of lots of lag that share nobody and returns the
    value to beat.
    """

    clock: Clock
    threads: Executor | None
    keep: Keep
    report: Callable[[Phase, int], None]
    complete: Callable[[Sequence[Columns]], int] | None = None

    @property
    def hands(self) -> Hands:
        """Return who scans."""
        return Hands(self.threads, self.clock)


class LevelSearch:
    """One level: a model, an objective, and a plan to start from."""

    def __init__(
        self, model: Model, objective: Objective, ways: Ways, start: Columns, value: int
    ) -> None:
        """Start from a plan of this value, which keeps the levels before this one."""
        self._model = model
        self._objective = objective
        self._ways = ways
        self._cutoff = value
        self._scale = scale_of(model.arrays)
        self._cuts_a_round = max(_CUTS_A_ROUND, model.m)
        self._full = FullOracle(model.arrays, ways.hands)
        self._oracle: Oracle = self._full
        self._bound = -model.endring
        most = 2.0 * (int(start.cost.max(initial=0)) + 10)
        self._box = np.full(model.m + model.n, most)
        box = self._box
        self._centre: Solution | None = None
        if objective.level is Level.KOSTNAD and start.size:
            rows = shares(model, start)
            box, self._centre = to_box(rows, model.m, most), to_centre(rows)
        self._master = Master(model, objective, box)
        self._master.add(start)
        self._relaxed: Relaxed | None = None
        self._few = _FEW
        self._dives = 0
        # The cuts that were tight in the last pool: the next and larger pool starts from them.
        self._carried: list[Cut] = []

    def relax(self) -> int:
        """Solve the relaxation with cuts; return the whole lower bound it proves."""
        self._relaxed = self._tighten()
        return self._bound

    def run(self, value: int) -> int:
        """Close the level; return a proven whole lower bound, equal to the best value if closed.

        `value` is that of the best plan so far, perhaps better than the one at the start.
        """
        self._cutoff = min(self._cutoff, value)
        if self._relaxed is None:
            self.relax()
        relaxed = self._relaxed
        if self._bound >= self._cutoff or relaxed is None or not relaxed.finished:
            return self._bound
        if self._objective.level is Level.KOSTNAD:
            self._gather(relaxed)
            self._plunge(relaxed)
            if self._step_up(relaxed):
                return self._bound
        if self._objective.level is Level.DEKNING and self.settle_cover():
            return self._bound
        return self._branch(self._master, self._oracle, self._cutoff)

    def settle_cover(self) -> bool:
        """Settle the level of coverage on all columns; False if too many, or time is out."""
        if self._ways.clock.must_stop():
            return False
        cover = settle_cover(self._model, self._objective, self._ways.clock, self._ways.hands)
        if cover is None:
            return False
        if cover.plan is not None:
            self._keep(cover.plan)
        self._raise(Phase.BRANCH, self._bound if cover.bound is None else cover.bound)
        return True

    def _tighten(self) -> Relaxed | None:
        """Solve the relaxation and add cuts while they help."""
        known: set[Cut] = set()
        relaxed = self._relax(self._master, self._oracle, Phase.RELAXATION)
        # Far from a first bound prices need the shares to lean on; cuts move them only a little.
        self._centre = None
        self._gather(relaxed)
        stalled, since, slow = 0, _PLUNGE_EVERY, False
        while self._bound < self._cutoff and relaxed is not None and relaxed.finished:
            self._try_plan(relaxed)
            if self._settle_few(relaxed):
                break
            if slow and since >= _PLUNGE_EVERY:
                self._gather(relaxed)
                self._plunge(relaxed)
                since = 0
            cuts = [] if stalled == _STALLED else self._find_cuts(self._master, relaxed, known)
            if not cuts:
                break
            self._shed(relaxed, known)
            self._master.add_cuts(cuts)
            before, gap = relaxed.bound, self._cutoff - self._bound
            relaxed = self._relax(self._master, self._oracle, Phase.CUTS, gap / _LEAST_CARE)
            # Measured in parts of a point: whole bounds hide how little a round gains.
            gain = 0 if relaxed is None else relaxed.bound - before
            stalled = stalled + 1 if gain < gap * self._scale / _LEAST_GAIN else 0
            slow, since = gain < gap * self._scale / _SLOW, since + 1
        return relaxed

    def _settle_few(self, relaxed: Relaxed) -> bool:
        """Pack all columns that a better plan can have, if they are few; return whether that
        settled the level."""
        if self._objective.level is not Level.KOSTNAD or self._far():
            return False
        pool = self._enumerate(relaxed, self._cutoff, self._few)
        return pool is not None and self._pack(pool, self._cutoff)

    def _pack(self, pool: PoolOracle, target: int) -> bool:
        """Pack a pool that holds every plan below `target`, if it is small; return whether that
        raised the bound to it or found the best plan."""
        if pool.columns.size > self._few:
            return False
        packing = pack(
            self._objective,
            self._model.m,
            pool.columns,
            self._ways.clock,
            below=target,
            work=_WORK,
        )
        if packing.plan is not None:
            self._keep(packing.plan)
        self._raise(Phase.BRANCH, self._bound if packing.bound is None else packing.bound)
        self._few = pool.columns.size * _FEWER // 100
        return self._bound >= min(target, self._cutoff)

    def _gather(self, relaxed: Relaxed | None) -> None:
        """Keep the columns of least reduced cost: prices are tried on them before a scan, and
        better plans are made of them."""
        if self._objective.level is not Level.KOSTNAD or relaxed is None or not relaxed.finished:
            return
        # No more than a kommune costs on average: hardly any column of a good plan is further off.
        reach = min(self._cutoff - self._bound, self._bound // self._model.m + 1)
        duals = relaxed.point.duals
        while reach > 0 and not self._ways.clock.must_stop():
            found = find_columns(
                self._model.arrays,
                duals,
                reach * self._scale,
                every=True,
                room=_NEAR_ROOM,
                hands=self._ways.hands,
            )
            if found.complete:
                near = found.columns.take(np.argsort(found.reduced, kind="stable"))
                pool = PoolOracle(near, self._model.m, self._model.n)
                self._oracle = NearOracle(pool, self._full)
                return
            reach //= 2

    def _shed(self, relaxed: Relaxed, known: set[Cut]) -> None:
        """Go on with a smaller master when most cuts have lost their price."""
        tight = _tight_cuts(relaxed)
        if len(self._master.cuts) <= _SHED * len(tight) + self._cuts_a_round:
            return
        old = self._master
        columns = PoolOracle(old.columns, self._model.m, self._model.n)
        near = columns.reduced(relaxed.point.duals) < self._scale * max(1, self._bound // _NEAR)
        self._master = Master(self._model, self._objective, old.box)
        self._master.add_cuts(tight)
        self._master.add(old.columns.take(near | (relaxed.solution.x > 0)))
        known.intersection_update(tight)

    def _plunge(self, relaxed: Relaxed) -> None:
        """Look for better plans among the columns near the relaxation; proves nothing."""
        oracle, complete = self._oracle, self._ways.complete
        if complete is None or not isinstance(oracle, NearOracle) or not self._far():
            return
        self._raise(Phase.IMPROVE, self._bound)
        arrays, near = self._model.arrays, oracle.near
        columns, m, n = self._master.columns, self._model.m, self._model.n
        reduced = PoolOracle(columns, m, n).reduced(relaxed.point.duals)
        nearest = columns.take(np.argsort(reduced, kind="stable")[:_NEAREST])

        def dive(number: int, clock: Clock) -> Columns:
            master = Master(self._model, self._objective, self._box)
            master.add_cuts(_tight_cuts(relaxed))
            master.add(nearest)
            own = NearOracle(near, FullOracle(arrays, Hands(None, clock)))
            return Dive(master, own, self._scale, np.random.default_rng(number)).run(clock)

        self._dives += _DIVES
        numbers = range(self._dives - _DIVES, self._dives)
        begun = at_once(dive, numbers, self._ways.threads, self._ways.clock)
        self._cutoff = min(self._cutoff, complete(begun))

    def _far(self) -> bool:
        """Return whether the best plan is so far from the bound that a search for one pays."""
        return self._cutoff - self._bound > max(_LEAST_STEP, self._bound // _FAR)

    def _step_up(self, relaxed: Relaxed) -> bool:
        """Look for plans a little above the bound, in pools that hold all of them.

        A pool with every column of reduced cost below a step holds every plan that costs less
        than the bound plus that step.  If it has none, the bound rises by the step.  Returns
        whether the level is settled, which includes being stopped.
        """
        base = self._bound
        step = float(max(_LEAST_STEP, base // _FIRST_STEP))
        while self._bound < self._cutoff and not self._ways.clock.must_stop():
            target = min(self._cutoff, base + int(step))
            pool = self._enumerate(relaxed, target)
            if pool is None:
                return False
            self._finish_on_pool(pool, relaxed, target)
            step *= _STEP_GROWTH
        return True

    def _keep(self, plan: Columns) -> int:
        self._cutoff = min(self._cutoff, self._ways.keep(plan))
        return self._cutoff

    def _raise(self, phase: Phase, bound: int) -> None:
        self._bound = max(self._bound, min(bound, self._cutoff))
        self._ways.report(phase, self._bound)

    def _relax(
        self, master: Master, oracle: Oracle, phase: Phase, care: float = 0.0
    ) -> Relaxed | None:
        arrays = self._model.arrays
        relaxed = relax(
            master,
            oracle,
            arrays,
            self._scale,
            clock=self._ways.clock,
            cutoff=self._cutoff,
            centre=self._centre,
            care=care,
        )
        if relaxed is not None:
            self._raise(phase, relaxed.whole())
        return relaxed

    def _try_plan(self, relaxed: Relaxed) -> None:
        plan = self._master.whole_plan(relaxed.solution)
        if plan is not None:
            self._keep(plan)

    def _enumerate(self, relaxed: Relaxed, target: int, room: int = _ROOM) -> PoolOracle | None:
        """Return every column that a plan of a value below `target` can have, if there is room for
        those of each part of a scan."""
        point = relaxed.point.shifted(relaxed.worst)
        limit = (target - 1) * self._scale - relaxed.bound + 1
        found = find_columns(
            self._model.arrays,
            point.duals,
            limit,
            every=True,
            room=room,
            hands=self._ways.hands,
        )
        self._raise(Phase.ENUMERATE, self._bound)
        if not found.complete:
            return None
        return PoolOracle(found.columns, self._model.m, self._model.n)

    def _find_cuts(self, master: Master, relaxed: Relaxed, known: set[Cut]) -> list[Cut]:
        """Return new cuts that the relaxation breaks; they are known from now on."""
        model, x = self._model, relaxed.solution.x
        most, threads = self._cuts_a_round, self._ways.threads
        cuts = find_cuts(master.columns, x, model.m, model.n, known, most, pool=threads)
        known.update(cuts)
        return cuts

    def _finish_on_pool(self, pool: PoolOracle, relaxed: Relaxed, target: int) -> None:
        """Find the best plan below `target` in a pool that holds them all, or raise the bound."""
        master = Master(self._model, self._objective, self._box)
        master.add_cuts(self._carried or _tight_cuts(relaxed))
        known = set(master.cuts)
        before, stalled = relaxed.bound, 0
        for _ in range(_POOL_CUT_ROUNDS):
            if self._pack(pool, target):
                return
            arrays, clock = self._model.arrays, self._ways.clock
            again = relax(master, pool, arrays, self._scale, clock=clock, cutoff=target)
            if again is None:
                return
            self._raise(Phase.CUTS, min(target, again.whole()))
            if self._bound >= target or not again.finished:
                return
            self._carried = _tight_cuts(again)
            point = again.point.shifted(again.worst)
            limit = (target - 1) * self._scale - again.bound
            pool = pool.keep(pool.reduced(point.duals) <= limit)
            stalled = stalled + 1 if again.bound - before < self._scale // 2 else 0
            before = max(before, again.bound)
            cuts = [] if stalled == _STALLED else self._find_cuts(master, again, known)
            if not cuts:
                break
            master.add_cuts(cuts)
        self._branch(master, pool, target)

    def _branch(self, master: Master, oracle: Oracle, target: int) -> int:
        """Search the tree for plans below `target`; return the bound that is proven then."""
        clock, threads = self._ways.clock, self._ways.threads
        solver = NodeSolver(master, oracle, self._scale)
        # Scans use all threads themselves.
        lanes = _LANES if isinstance(oracle, PoolOracle) else 1
        tree = Tree(solver, lanes, threads, clock, self._keep, target)
        bound = tree.run(self._bound, lambda bound: self._raise(Phase.BRANCH, bound))
        self._raise(Phase.BRANCH, bound)
        return self._bound


def _tight_cuts(relaxed: Relaxed) -> list[Cut]:
    """Return the cuts that have a price."""
    point = relaxed.point
    return [cut for cut, price in zip(point.cuts, point.duals.cuts, strict=True) if price < 0]
