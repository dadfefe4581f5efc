"""The columns near a relaxation: they save scans and make plans, and they never prove anything."""

from __future__ import annotations

import numpy as np

from matching.tildeling.bounds.bound import scale_of
from matching.tildeling.bounds.dive import Dive
from matching.tildeling.bounds.master import Master
from matching.tildeling.bounds.oracle import FullOracle, NearOracle, PoolOracle
from matching.tildeling.bounds.relaxation import relax
from matching.tildeling.heuristics.repair import fill
from matching.tildeling.model.columns import Columns, Model
from matching.tildeling.model.columns_loops import allowed, column_costs

from .relaxed import FAR_ABOVE, UNTIL_DONE, near, relaxed_problem


def test_a_relaxation_ends_at_the_same_bound_whatever_is_in_the_list() -> None:
    for seed in range(1, 5):
        model, plan, master, relaxed = relaxed_problem(seed)
        scale = scale_of(model.arrays)
        likely = near(model, relaxed, 40)
        for some in (likely, likely.take(np.arange(0, likely.size, 7)), plan):
            pool = PoolOracle(some, model.m, model.n)
            oracle = NearOracle(pool, FullOracle(model.arrays))
            again = Master(model, master.objective, master.box)
            again.add(plan)
            found = relax(again, oracle, model.arrays, scale, clock=UNTIL_DONE, cutoff=FAR_ABOVE)
            assert found is not None
            assert found.finished
            assert found.whole() == relaxed.whole()


def test_a_list_gives_no_bound_and_is_passed_by_when_all_must_be_seen() -> None:
    model, _, _, relaxed = relaxed_problem(1)
    arrays, duals = model.arrays, relaxed.point.duals
    dear = duals._replace(rows=duals.rows + 20 * duals.scale * (np.arange(len(duals.rows)) < 25))
    full = FullOracle(arrays)
    oracle = NearOracle(PoolOracle(near(model, relaxed, 40), model.m, model.n), full)
    assert not oracle.find(arrays, dear, -64).complete
    seen = oracle.find(arrays, dear, -64, whole=True)
    assert seen.complete
    assert (seen.worst == full.find(arrays, dear, -64).worst).all()


def test_a_dive_and_what_fills_its_rest_share_nobody_and_keep_the_rules() -> None:
    left = filled = 0
    for seed in range(1, 5):
        model, _plan, master, relaxed = relaxed_problem(seed)
        pool = PoolOracle(near(model, relaxed, 40), model.m, model.n)
        empty = PoolOracle(Columns.empty(model.arrays.maks), model.m, model.n)
        full = FullOracle(model.arrays)
        for oracle in (pool, NearOracle(pool, full), NearOracle(empty, full)):
            begun = Master(model, master.objective, master.box)
            begun.add(master.columns)
            rng = np.random.default_rng(seed)
            lag = Dive(begun, oracle, scale_of(model.arrays), rng).run(UNTIL_DONE)
            assert covered_by(model, lag)
            whole = fill(model, lag, seed, None)
            # The dive's own lag come first and are as they were.
            assert (whole.kommuner[: lag.size] == lag.kommuner).all()
            assert (whole.par[: lag.size] == lag.par).all()
            assert covered_by(model, whole) >= covered_by(model, lag)
            left += model.m - covered_by(model, lag)
            filled += covered_by(model, whole) - covered_by(model, lag)
    # Few are left, and often they need somebody whom the dive has taken.
    assert 0 < filled <= left


def covered_by(model: Model, lag: Columns) -> int:
    """Check lag against the rules of columns, and return how many kommuner they serve."""
    rows = lag.rows(model.m)
    used = rows[rows >= 0]
    assert len(np.unique(used)) == len(used)
    assert allowed(model.arrays, lag.par, lag.kommuner).all()
    assert (lag.cost == column_costs(model.arrays, lag.par, lag.kommuner)).all()
    return int((used < model.m).sum())
