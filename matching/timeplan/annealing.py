"""Good timetables fast: annealing over whole plans that keep every hard rule."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from matching.timeplan.candidates import Tall
from matching.timeplan.moves_loops import anneal
from matching.timeplan.plans import Numre, Valg
from matching.timeplan.seating_loops import Undo
from matching.timeplan.state_loops import COST, LEFT, Bools, Fixed, Ints, Live, Users, insert

_UNLIMITED = 1 << 40


def to_fixed(tall: Tall) -> Fixed:
    """Return the problem in arrays."""
    problem = tall.problem
    first = min((slot.dag for slot in tall.slots), default=0)
    slot = np.array(
        [(s.start, s.slutt, s.sted, s.dag - first) for s in tall.slots], np.int64
    ).reshape(-1, 4)
    days = int(slot[:, 3].max(initial=0)) + 1
    cptr, cand, cday, at = _candidates(tall, slot, days)
    n, m = tall.n, tall.m
    must, lov, speaks, gamle = (np.zeros((n, m), np.bool_) for _ in range(4))
    who = np.zeros((n, 3), np.int64)
    for a, ledd in enumerate(tall.ledd):
        lov[a, list(ledd.lov)] = True
        must[a, list(ledd.ma_sitte)] = True
        speaks[a, list(range(m) if ledd.sprak is None else ledd.sprak)] = True
        gamle[a, list(ledd.gamle)] = True
        who[a] = -1 if ledd.leder is None else ledd.leder, ledd.uplassert_kostnad, ledd.last
    return Fixed(
        slot=slot,
        cptr=cptr,
        cand=cand,
        cday=cday,
        at=at,
        fri=_mask((m, len(tall.slots)), tall.fri),
        lov=lov,
        must=must,
        speaks=speaks,
        gamle=gamle,
        who=who,
        panel=_mask((len(tall.paneler), m), [each for each, _ in tall.paneler]),
        size=np.array([size for _, size in tall.paneler], np.int64),
        pptr=_pointers([len(ledd.paneler) for ledd in tall.ledd]),
        plist=np.array([p for ledd in tall.ledd for p in ledd.paneler], np.int64),
        lede=_mask((1, m), [tall.kan_lede])[0],
        bare=_mask((1, m), [tall.bare_leder])[0],
        rptr=_pointers([len(ledd.ressurser) for ledd in tall.ledd]),
        rlist=np.array([r for ledd in tall.ledd for r in ledd.ressurser], np.int64),
        gcap=np.array([gruppe.kapasitet for gruppe in tall.grupper], np.int64),
        rcap=np.array([each.kapasitet for each in problem.ressurser], np.int64),
        most=_limits(tall),
        reise=np.array(
            [[problem.reise_min(a, b) for b in problem.steder] for a in problem.steder], np.int64
        ).reshape(len(problem.steder), -1),
        tall=_scalars(tall),
    )


def _mask(shape: tuple[int, int], rows: list[frozenset[int]]) -> Bools:
    mask = np.zeros(shape, np.bool_)
    for n, row in enumerate(rows):
        mask[n, list(row)] = True
    return mask


def _pointers(lengths: list[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)


def _candidates(tall: Tall, slot: Ints, days: int) -> tuple[Ints, Ints, Ints, object]:
    groups = max(1, len(tall.grupper))
    rows: list[tuple[int, int, int]] = []
    cday = np.zeros((tall.n, days + 1), np.int64)
    at = np.full((tall.n, max(1, len(tall.slots)) * groups), -1, np.int32)
    for a, ledd in enumerate(tall.ledd):
        own = sorted(ledd.kandidater, key=lambda each: (slot[each.slot, 3], each.slot))
        first = len(rows)
        for each in own:
            at[a, each.slot * groups + each.gruppe] = len(rows)
            rows.append((each.slot, each.gruppe, each.kostnad))
        in_day = np.bincount([slot[each.slot, 3] for each in own], minlength=days)
        cday[a] = first + np.concatenate([[0], np.cumsum(in_day)])
    cptr = _pointers([len(ledd.kandidater) for ledd in tall.ledd])
    return cptr, np.array(rows, np.int64).reshape(-1, 3), cday, at


def _limits(tall: Tall) -> Ints:
    problem = tall.problem
    return np.array(
        [
            (problem.maks_per_dag(m), _UNLIMITED if m.maks_dager is None else m.maks_dager)
            for m in problem.medlemmer
        ],
        np.int64,
    ).reshape(-1, 2)


def _scalars(tall: Tall) -> Ints:
    problem, vekter = tall.problem, tall.problem.vekter
    rule = problem.regler.lunsj
    lunsj = (0, 0, 0, 0) if rule is None else (1, rule.fra, rule.til, rule.minutter)
    longest = max((slot.slutt - slot.start for slot in tall.slots), default=0)
    needed = max([problem.regler.pause_min, *(each.minutter for each in problem.reise)])
    reach = (longest + needed) // 1440 + 1 if _meets_other_days(tall, needed) else 0
    outside = penalty(tall)
    return np.array(
        [
            problem.regler.pause_min,
            *lunsj,
            vekter.dag,
            vekter.blanding,
            vekter.belastning,
            vekter.byttet,
            tall.share,
            problem.regler.medpanelister,
            reach,
            outside,
            10 * outside,
            max(1, len(tall.grupper)),
        ],
        np.int64,
    )


def _meets_other_days(tall: Tall, needed: int) -> bool:
    """Return whether two slots of different days can clash: the gap over night is too short."""
    minutes = [(slot.start % 1440, slot.slutt - slot.dag * 1440) for slot in tall.slots]
    if not minutes:
        return False
    return min(start for start, _ in minutes) + 1440 - max(end for _, end in minutes) < needed


def penalty(tall: Tall) -> int:
    """Return the price of one applicant left over: dear, but not so dear that nothing moves."""
    v = tall.problem.vekter
    seats = tall.problem.regler.panelstorrelse
    return 50 + 2 * (
        v.onsketid + v.flyttet + v.nytt_sted + seats * (v.dag + v.byttet + v.belastning)
    )


def heats(tall: Tall) -> tuple[float, float]:
    """Return the first and the last temperature."""
    v = tall.problem.vekter
    top = max(v.onsketid, v.dag, v.blanding, v.belastning, 1)
    return 0.6 * top, 0.06 * top


@dataclass(slots=True)
class Runner:
    """One annealing that can be continued; `best` is its best plan so far."""

    fixed: Fixed
    live: Live
    best: Live
    undo: Undo


def make_runner(tall: Tall, fixed: Fixed, seed: int, start: Numre | None = None) -> Runner:
    """Return a runner that begins with `start`, which must keep every rule, or with nothing."""
    live = _empty(tall, fixed, seed)
    for a, valg in sorted((start or {}).items()):
        place(tall, fixed, live, a, valg)
    best = live._replace(
        **{name: getattr(live, name).copy() for name in ("cand", "panel", "size", "team", "sums")}
    )
    n, seats = live.team.shape
    undo = Undo(
        number=np.zeros(1, np.int64),
        who=np.zeros(n, np.int64),
        cand=np.zeros(n, np.int64),
        panel=np.zeros(n, np.int64),
        size=np.zeros(n, np.int64),
        team=np.zeros((n, seats), np.int64),
        free=np.zeros(tall.m, np.bool_),
        score=np.zeros(tall.m, np.int64),
        best=np.zeros(seats, np.int64),
    )
    return Runner(fixed, live, best, undo)


def _empty(tall: Tall, fixed: Fixed, seed: int) -> Live:
    n, m = tall.n, tall.m
    days = fixed.cday.shape[1] - 1
    seats = int(fixed.size.max(initial=1))
    groups, res = len(tall.grupper), len(tall.problem.ressurser)
    per_day = int(fixed.most[:, 0].max(initial=1))
    z = np.zeros
    outside = fixed.tall[12] * n + sum(ledd.uplassert_kostnad for ledd in tall.ledd)
    outside += sum(ledd.last for ledd in tall.ledd) * (fixed.tall[13] - fixed.tall[12])
    return Live(
        cand=np.full(n, -1, np.int64),
        panel=z(n, np.int64),
        size=z(n, np.int64),
        team=z((n, seats), np.int64),
        held=z((m, days), np.int64),
        liste=z((m, days, per_day), np.int64),
        seats=z(m, np.int64),
        days=z(m, np.int64),
        met=z((m, m), np.int64),
        near=z(m, np.int64),
        rom=Users(z((groups, days), np.int64), z((groups, days, n), np.int64)),
        res=Users(z((res, days), np.int64), z((res, days, n), np.int64)),
        sums=np.array([outside, n], np.int64),
        rng=np.array([(seed * 7919 + 1) % 2147483646 + 1], np.int64),
    )


def place(tall: Tall, fixed: Fixed, live: Live, a: int, valg: Valg) -> None:
    """Put one applicant of a lawful plan into the state."""
    team = sorted(valg.team)
    live.size[a] = len(team)
    live.team[a, : len(team)] = team
    groups = max(1, len(tall.grupper))
    insert(fixed, live, a, int(fixed.at[a, valg.slot * groups + valg.gruppe]), valg.panel)


def read_plan(runner: Runner) -> Numre:
    """Return the best plan of a runner."""
    best, fixed = runner.best, runner.fixed
    return {
        a: Valg(
            int(fixed.cand[best.cand[a], 0]),
            int(fixed.cand[best.cand[a], 1]),
            frozenset(int(m) for m in best.team[a, : best.size[a]]),
            int(best.panel[a]),
        )
        for a in range(best.cand.shape[0])
        if best.cand[a] >= 0
    }


def run_all(
    runners: list[Runner], moves: int, heat: tuple[float, float], threads: Executor | None
) -> None:
    """Let every runner make so many moves, side by side if there are threads."""

    def one(runner: Runner) -> int:
        return anneal(runner.fixed, runner.live, runner.undo, runner.best, moves, heat)

    list(map(one, runners) if threads is None else threads.map(one, runners))


def value(runner: Runner) -> tuple[int, int]:
    """Return how many are left over in the best plan, and its cost with the penalty."""
    return int(runner.best.sums[LEFT]), int(runner.best.sums[COST])
