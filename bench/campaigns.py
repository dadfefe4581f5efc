"""Thousands of small problems against a second opinion; what is counted is disagreements."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from bench.plain_cpsat import solve_plain
from bench.small import small_problem
from bench.tables import value_of
from matching import Forslag, Problem, Status, check, problem_from_dict, solve
from tests.matching.builders import random_problem
from tests.matching.oracle import best_value

_BLOCK = 10
_LONGEST_S = 20.0


class Verdict(StrEnum):
    """What a comparison shows; OPEN where the second opinion did not come to an end."""

    SAME_BEST = "same best"
    SAME_IMPOSSIBLE = "same impossible"
    DIFFERENT = "different"
    OPEN = "open"


@dataclass(frozen=True)
class Count:
    """How a campaign went; `wrong` are the seeds that disagree."""

    tried: int
    impossible: int
    open: int
    wrong: tuple[int, ...]
    seconds: float


@dataclass(frozen=True)
class Campaign:
    """A comparison of our solver with another on the problem of a seed."""

    name: str
    compare: Callable[[int], Verdict]

    def count(self, first: int, number: int, workers: int) -> Count:
        """Compare `number` problems from seed `first` on."""
        began = time.perf_counter()
        seeds = range(first, first + number)
        with ProcessPoolExecutor(workers) as pool:
            verdicts = list(pool.map(self.compare, seeds, chunksize=_BLOCK))
        each = Counter(verdicts)
        return Count(
            number,
            each[Verdict.SAME_IMPOSSIBLE],
            each[Verdict.OPEN],
            tuple(s for s, v in zip(seeds, verdicts, strict=True) if v is Verdict.DIFFERENT),
            round(time.perf_counter() - began, 1),
        )

    def command(self, first: int, number: int, workers: int) -> int:
        """Print the count; return 1 if anything disagrees."""
        count = self.count(first, number, workers)
        print(
            f"{self.name}: {count.tried} problems tried, {len(count.wrong)} disagreements "
            f"({count.impossible} have locks that cannot be kept; {count.open} the other did not "
            f"finish), {count.seconds} s"
        )
        if count.wrong:
            print(f"seeds: {', '.join(map(str, count.wrong))}", file=sys.stderr)
        return 1 if count.wrong else 0


def compare_with_oracle(seed: int) -> Verdict:
    """Compare with every plan of a tiny problem."""
    value = random_problem(seed)
    problem = problem_from_dict(value)
    return verdict(problem, solve(problem, max_time_s=None, seed=seed), best_value(value))


def compare_with_plain(seed: int) -> Verdict:
    """Compare with the plain model of a small problem, solved by CP-SAT."""
    problem = small_problem(seed)
    answer = solve_plain(problem, max_time_s=_LONGEST_S)
    if not answer.proven:
        return Verdict.OPEN
    best = None if answer.plan is None else value_of(problem, answer.plan)
    return verdict(problem, solve(problem, max_time_s=None, seed=seed), best)


def verdict(problem: Problem, forslag: Forslag, best: tuple[int, int] | None) -> Verdict:
    """Compare a proposal with the best value; None where no plan keeps the locks."""
    if check(problem, forslag):
        return Verdict.DIFFERENT
    if best is None:
        impossible = forslag.status is Status.UMULIG
        return Verdict.SAME_IMPOSSIBLE if impossible else Verdict.DIFFERENT
    found = (len(forslag.udekket), forslag.kostnad)
    agrees = forslag.status is Status.OPTIMAL and found == best
    return Verdict.SAME_BEST if agrees else Verdict.DIFFERENT


against_oracle = Campaign("every plan tried", compare_with_oracle)
against_plain = Campaign("plain CP-SAT model", compare_with_plain)
