"""Coverage alone: the same rules with nothing to weigh, so that a proof takes a moment."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import matching

# A distance divided by so much is no point at all.
_NO_POINT = 1_000_000


def only_coverage(problem: matching.Problem) -> matching.Problem:
    """Return the problem with every price taken away and nothing locked."""
    vekter = matching.Vekter(
        **{
            each.name: _NO_POINT if each.name.endswith("_per_poeng") else 0
            for each in fields(matching.Vekter)
        }
    )
    return replace(problem, vekter=vekter, laser=matching.Laser(), gjeldende=())


def without(problem: matching.Problem, ids: Iterable[str]) -> matching.Problem:
    """Return the problem without these veiledere and without wishes that name them."""
    return matching.change_problem(problem, None, without_veiledere=list(ids))


@dataclass(frozen=True)
class Frist:
    """When a computation must end, and whether somebody wants it to end now."""

    slutt: float
    should_stop: Callable[[], bool]

    @staticmethod
    def within(seconds: float, should_stop: Callable[[], bool]) -> "Frist":
        """Return a deadline so many seconds from now."""
        return Frist(time.monotonic() + seconds, should_stop)

    @property
    def igjen(self) -> float:
        """Seconds left, at least a little, for a solver does not take nought."""
        return max(0.1, self.slutt - time.monotonic())

    def is_over(self) -> bool:
        """Return whether no more may be begun."""
        return self.should_stop() or time.monotonic() >= self.slutt

    def solve(
        self,
        problem: matching.Problem,
        each_s: float,
        *,
        seed: int,
        plan: matching.Forslag | None = None,
    ) -> matching.Forslag:
        """Return the best plan found in at most `each_s` seconds, begun from `plan` if given."""
        settings: dict[str, Any] = {
            "max_time_s": min(each_s, self.igjen),
            # One thread: the same order then gives the same answer.
            "workers": 1,
            "seed": seed,
            "should_stop": self.should_stop,
        }
        if plan is not None:
            return matching.replan(problem, plan, **settings)
        return matching.solve(problem, **settings)


def covered(problem: matching.Problem, forslag: matching.Forslag) -> tuple[int, int]:
    """Return how many municipalities a plan covers, and a number that no plan exceeds."""
    number = len(problem.kommuner)
    return number - len(forslag.udekket), number - forslag.nedre_grense_udekket


@dataclass(frozen=True)
class Evner:
    """Who can serve which municipality, hours and rules of one person alone looked at."""

    kan: dict[str, frozenset[str]]

    @staticmethod
    def of(problem: matching.Problem) -> "Evner":
        """Return it for a problem, by kommune id."""
        return Evner(
            {
                k.id: frozenset(
                    v.id
                    for v in problem.veiledere
                    if v.timer[1] >= k.timer and not matching.plassering_hindre(problem, v, k)
                )
                for k in problem.kommuner
            }
        )

    def any_of(self, kommuner: Sequence[matching.Kommune]) -> set[str]:
        """Return who can serve at least one of these."""
        return {v for k in kommuner for v in self.kan[k.id]}
