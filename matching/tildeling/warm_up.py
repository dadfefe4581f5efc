"""Compile (or load from the cache) every inner loop before a clock starts to run."""

from __future__ import annotations

from functools import cache

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import scale_of, to_dual_point
from matching.tildeling.bounds.cuts import find_cuts
from matching.tildeling.bounds.master import Level, Master, Objective
from matching.tildeling.bounds.oracle import FullOracle, PoolOracle
from matching.tildeling.bounds.relaxation import relax
from matching.tildeling.heuristics.primal import first_plan
from matching.tildeling.instances import generate
from matching.tildeling.model.columns import to_model


@cache
def warm_up() -> None:
    """Run each compiled loop once; some twenty seconds on a new machine, then next to nothing.

    A caller that wants the first answer at once calls it when it starts or is installed.
    """
    model = to_model(generate(12, 6, 1))
    arrays = model.arrays
    first_plan(model, 1, 10)
    master = Master(
        model, Objective.of(model, Level.KOSTNAD, model.m), np.full(model.m + model.n, 1000.0)
    )
    scale = scale_of(arrays)
    relax(master, FullOracle(arrays), arrays, scale, clock=Clock(None, None), cutoff=1 << 40)
    columns = master.columns
    find_cuts(columns, np.full(columns.size, 0.4), model.m, model.n, set(), 10_000)
    point = to_dual_point(master, master.solve(), scale)
    PoolOracle(columns, model.m, model.n).find(arrays, point.duals, 0)
