"""What re-planning questions share: a problem with more locks, and the best plan as an answer."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import matching

Laser = Mapping[str, Sequence[Sequence[str]]]
ShouldStop = Callable[[], bool]


def with_laser(problem: "matching.Problem", tillegg: Laser) -> "matching.Problem":
    """Return the problem with these locks besides its own, under the names `par` and `tildelt`."""

    def merged(kind: str) -> tuple[tuple[str, str], ...]:
        more = [(a, b) for a, b in tillegg.get(kind, ())]
        return tuple(dict.fromkeys([*getattr(problem.laser, kind), *more]))

    laser = replace(problem.laser, par=merged("par"), tildelt=merged("tildelt"))
    return replace(problem, laser=laser)


def with_laser_json(problem: Mapping[str, Any], tillegg: Laser) -> dict[str, Any]:
    """Return `with_laser` of a problem as JSON: what a run needs to find the same plan."""
    import matching

    locked = with_laser(matching.problem_from_dict(dict(problem)), tillegg)
    return _plain(locked)


def plain_laser(laser: Laser) -> dict[str, list[list[str]]]:
    """Return locks as JSON."""
    return {kind: [list(each) for each in liste] for kind, liste in laser.items()}


def laser_of(alternativ: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """Return the locks with which a run finds the plan of an answer, and no other as good."""
    found = plain_laser(alternativ["tillegg"])
    if not alternativ["festet"]:
        # The same search to its end finds the same plan.
        return found
    plan = alternativ["plan"]
    found["par"] = [*found.get("par", ()), *(people for people, _places in plan)]
    found["tildelt"] = [
        *found.get("tildelt", ()),
        *([v, k] for people, places in plan for v in people for k in places),
    ]
    return found


def suppose(
    problem: Mapping[str, Any],
    *,
    uten_veiledere: Sequence[str] = (),
    uten_kommuner: Sequence[str] = (),
    endring: int,
) -> dict[str, Any]:
    """Return the problem as JSON as if these had left, with a price for each relation not kept."""
    import matching

    changed = matching.change_problem(
        matching.problem_from_dict(dict(problem)),
        None,
        without_veiledere=uten_veiledere,
        without_kommuner=uten_kommuner,
        endring=endring,
    )
    return _plain(changed)


def _plain(problem: "matching.Problem") -> dict[str, Any]:
    import matching

    # Through text, so that the snapshot is now what it will be when it is read back.
    found: dict[str, Any] = json.loads(matching.problem_to_json(problem))
    return found


def find_alternativ(
    problem: "matching.Problem",
    tillegg: Laser,
    *,
    max_time_s: float,
    seed: int,
    should_stop: ShouldStop,
    on_progress: "Callable[[matching.Progress], None] | None" = None,
) -> dict[str, Any] | None:
    """Return the best plan that keeps more locks, or None where no plan does.

    The plan is recomputed by the engine's rules before it is handed on.

    Raises:
        RuntimeError: the plan does not hold.
    """
    import matching

    locked = with_laser(problem, tillegg)
    forslag = matching.replan(
        locked,
        max_time_s=max_time_s,
        workers=1,
        seed=seed,
        on_progress=on_progress,
        should_stop=should_stop,
    )
    if forslag.status is matching.Status.UMULIG:
        return None
    if matching.check(locked, forslag):
        raise RuntimeError("the plan does not hold")
    return {
        "tillegg": plain_laser(tillegg),
        "plan": [[list(lag.veiledere), list(lag.kommuner)] for lag in forslag.par],
        "udekket": list(forslag.udekket),
        "kostnad": forslag.kostnad,
        "nedre_grense": forslag.nedre_grense,
        "nedre_grense_udekket": forslag.nedre_grense_udekket,
        "bevist": forslag.status is matching.Status.OPTIMAL,
        "festet": forslag.status is not matching.Status.OPTIMAL,
    }
