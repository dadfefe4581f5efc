"""Whether any plan can be as good as a given one: a proof without a search for the best."""

from __future__ import annotations

from enum import Enum

from matching.felles.progress import Clock, ShouldStop
from matching.tildeling.bounds.level import LevelSearch, Ways
from matching.tildeling.bounds.master import Level, Objective
from matching.tildeling.locks import lone_motstrid, plan_with_locks
from matching.tildeling.model.columns import Columns, to_model
from matching.tildeling.model.plans import priced
from matching.tildeling.problem import Problem
from matching.tildeling.warm_up import warm_up


class Reach(Enum):
    """What is known of the plans of a problem beside given figures."""

    NO_PLAN = "ingen_plan"
    """No plan keeps the locks."""
    BEYOND = "utenfor"
    """Plans keep the locks, and each of them is worse."""
    PERHAPS = "kanskje"
    """A plan may be as good."""


def reach(
    problem: Problem,
    udekket: int,
    kostnad: int,
    *,
    max_time_s: float | None = None,
    should_stop: ShouldStop | None = None,
) -> Reach:
    """Return whether a plan can leave at most `udekket` kommuner and cost at most `kostnad`.

    Only the relaxation is solved, so this is a fraction of `solve`, and `PERHAPS` promises
    nothing; it is also the answer when time was too short.
    """
    warm_up()
    if lone_motstrid(problem):
        return Reach.NO_PLAN
    model = to_model(problem)
    core = plan_with_locks(model, None)
    if core is None:
        return Reach.NO_PLAN
    plans: list[Columns] = []
    beyond = kostnad - model.endring + 1

    def keep(plan: Columns) -> int:
        if plan.cost.sum() < beyond:
            plans.append(plan)
        return beyond

    clock = Clock(max_time_s, lambda: bool(plans) or (should_stop is not None and should_stop()))
    objective = Objective.of(model, Level.KOSTNAD, udekket)
    ways = Ways(clock, None, keep, lambda _phase, _bound: None)
    level = LevelSearch(model, objective, ways, priced(model, core), beyond)
    return Reach.BEYOND if level.relax() >= beyond and not plans else Reach.PERHAPS
