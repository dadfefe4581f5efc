"""A small round with its relaxation solved, and the columns near that."""

from __future__ import annotations

import numpy as np

from matching import generate
from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import scale_of
from matching.tildeling.bounds.master import Level, Master, Objective
from matching.tildeling.bounds.oracle import FullOracle
from matching.tildeling.bounds.pricing import price
from matching.tildeling.bounds.relaxation import Relaxed, relax
from matching.tildeling.heuristics.primal import first_plan, plan_value
from matching.tildeling.model.columns import Columns, Model, to_model

UNTIL_DONE = Clock(None, None)
FAR_ABOVE = 1 << 40


def relaxed_problem(seed: int) -> tuple[Model, Columns, Master, Relaxed]:
    """A round with a plan, and its relaxation solved by scans alone."""
    model = to_model(generate(40, 25, seed))
    plan = first_plan(model, 1, 20_000)
    assert plan is not None
    box = np.full(model.m + model.n, 2.0 * int(plan.cost.max()))
    udekket = plan_value(model, plan)[0]
    master = Master(model, Objective.of(model, Level.KOSTNAD, udekket), box)
    master.add(plan)
    oracle = FullOracle(model.arrays)
    arrays, scale = model.arrays, scale_of(model.arrays)
    relaxed = relax(master, oracle, arrays, scale, clock=UNTIL_DONE, cutoff=FAR_ABOVE)
    assert relaxed is not None
    assert relaxed.finished
    return model, plan, master, relaxed


def near(model: Model, relaxed: Relaxed, reach: int) -> Columns:
    duals = relaxed.point.duals
    found = price(model.arrays, duals, reach * duals.scale, every=True, room=50_000)
    assert found.complete
    return found.columns.take(np.argsort(found.reduced, kind="stable"))
