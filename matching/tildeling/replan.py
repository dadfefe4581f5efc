"""From the plan in force to the best plan near it: the changed problem, the plan, what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from matching.felles.progress import OnProgress, ShouldStop
from matching.tildeling.forslag import Forslag
from matching.tildeling.heuristics.repair import LagNumbers, repair
from matching.tildeling.locks import plan_with_locks
from matching.tildeling.model.columns import Columns, Model
from matching.tildeling.problem import GjeldendeLag, Kommune, Laser, Problem, Veileder
from matching.tildeling.search import Limits, search

T = TypeVar("T", Veileder, Kommune)


class AnyLag(Protocol):
    """What `Lag` and `GjeldendeLag` share."""

    @property
    def veiledere(self) -> tuple[str, ...]:
        """Return the ids of the members."""

    @property
    def kommuner(self) -> tuple[str, ...]:
        """Return the ids of the kommuner."""


def replan(
    problem: Problem,
    plan: Forslag | None = None,
    *,
    max_time_s: float | None = 60.0,
    workers: int = 1,
    seed: int = 1,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Forslag:
    """Return the best new plan, found from the one in force and proven like that of `solve`.

    It begins by repairing `plan`, or `problem.gjeldende` where none is given; ids that are no
    longer in the problem are passed over.  Only `problem.gjeldende` and `vekter.endring` say
    what a change costs; without that price a fresh `solve` is as good.  The other arguments, the
    promises and the errors are those of `solve`.
    """
    limits = Limits(max_time_s, workers, on_progress, should_stop)
    lag_liste = _numbers(problem, problem.gjeldende if plan is None else plan.par)

    def first(model: Model, threads: Executor | None) -> tuple[Columns | None, bool]:
        plan = repair(model, lag_liste, seed, threads)
        if plan is None and (core := plan_with_locks(model, threads)) is not None:
            plan = repair(model, lag_liste, seed, threads, core)
        return plan, True

    return search(problem, limits, seed, first)


def _numbers(problem: Problem, lag_liste: Sequence[AnyLag]) -> list[LagNumbers]:
    number = {v.id: i for i, v in enumerate(problem.veiledere)}
    kommune = {k.id: at for at, k in enumerate(problem.kommuner)}
    return [
        (
            [number[v] for v in lag.veiledere if v in number],
            [kommune[k] for k in lag.kommuner if k in kommune],
        )
        for lag in lag_liste
    ]


# --- the problem after something happened ------------------------------------------------------


def change_problem(
    problem: Problem,
    forslag: Forslag | None,
    *,
    without_veiledere: Collection[str] = (),
    without_kommuner: Collection[str] = (),
    veiledere: Sequence[Veileder] = (),
    kommuner: Sequence[Kommune] = (),
    endring: int | None = None,
) -> Problem:
    """Return the problem after any number of things happened to it, with the plan in force.

    Those named in `without_*` leave, and with them every wish, refusal, tie, lock and distance
    that names them.  `veiledere` and `kommuner` take the place of those with the same id, or are
    new.  `gjeldende` is the plan of `forslag` (None: what the problem had) without those who
    left.  `endring` is the price of each relation that is not kept (None: what it was).

    Raises:
        KeyError: somebody who shall leave is not there.
        UgyldigFilError: a new veileder or kommune has impossible values.
    """
    for each in without_veiledere:
        problem.veileder(each)
    for each in without_kommuner:
        problem.kommune(each)
    gone_v, gone_k = frozenset(without_veiledere), frozenset(without_kommuner)
    lag_liste = problem.gjeldende if forslag is None else forslag.par
    vekter = problem.vekter
    return replace(
        problem,
        regler=replace(
            problem.regler,
            avstander_km=tuple(
                each
                for each in problem.regler.avstander_km
                if not {each.fra, each.til} & (gone_v | gone_k)
            ),
        ),
        vekter=vekter if endring is None else replace(vekter, endring=endring),
        veiledere=tuple(
            _forget(each, gone_v, gone_k)
            for each in _merged(problem.veiledere, veiledere)
            if each.id not in gone_v
        ),
        kommuner=tuple(k for k in _merged(problem.kommuner, kommuner) if k.id not in gone_k),
        laser=_without(problem.laser, gone_v, gone_k),
        gjeldende=_still_in_force(lag_liste, gone_v, gone_k),
    )


def without_veileder(
    problem: Problem, forslag: Forslag | None, veileder_id: str, *, endring: int | None = None
) -> Problem:
    """Return the problem after a veileder has left; see `change_problem`."""
    return change_problem(problem, forslag, without_veiledere=[veileder_id], endring=endring)


def without_kommune(
    problem: Problem, forslag: Forslag | None, kommune_id: str, *, endring: int | None = None
) -> Problem:
    """Return the problem after a kommune has said no; see `change_problem`."""
    return change_problem(problem, forslag, without_kommuner=[kommune_id], endring=endring)


def with_veileder(
    problem: Problem, forslag: Forslag | None, veileder: Veileder, *, endring: int | None = None
) -> Problem:
    """Return the problem with a new veileder, or one who has changed; see `change_problem`."""
    return change_problem(problem, forslag, veiledere=[veileder], endring=endring)


def with_kommune(
    problem: Problem, forslag: Forslag | None, kommune: Kommune, *, endring: int | None = None
) -> Problem:
    """Return the problem with a new kommune, or one that has changed; see `change_problem`."""
    return change_problem(problem, forslag, kommuner=[kommune], endring=endring)


def with_timer(
    problem: Problem,
    forslag: Forslag | None,
    timer: Mapping[str, tuple[int, int]],
    *,
    endring: int | None = None,
) -> Problem:
    """Return the problem after the hours of some veiledere (by id) changed."""
    changed = [replace(problem.veileder(each), timer=band) for each, band in timer.items()]
    return change_problem(problem, forslag, veiledere=changed, endring=endring)


def _merged(before: Sequence[T], new: Sequence[T]) -> list[T]:
    by_id = {each.id: each for each in before}
    return list((by_id | {each.id: each for each in new}).values())


def _forget(veileder: Veileder, gone_v: frozenset[str], gone_k: frozenset[str]) -> Veileder:
    return replace(
        veileder,
        inhabil_i=tuple(each for each in veileder.inhabil_i if each not in gone_k),
        onsker_par_med=tuple(each for each in veileder.onsker_par_med if each not in gone_v),
        ikke_par_med=tuple(each for each in veileder.ikke_par_med if each not in gone_v),
    )


def _without(laser: Laser, gone_v: frozenset[str], gone_k: frozenset[str]) -> Laser:
    def placements(liste: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple((v, k) for v, k in liste if v not in gone_v and k not in gone_k)

    return Laser(
        par=tuple(each for each in laser.par if not gone_v & {*each}),
        tildelt=placements(laser.tildelt),
        forbudt=placements(laser.forbudt),
    )


def _still_in_force(
    lag_liste: Iterable[AnyLag], gone_v: frozenset[str], gone_k: frozenset[str]
) -> tuple[GjeldendeLag, ...]:
    left = [
        GjeldendeLag(
            tuple(v for v in lag.veiledere if v not in gone_v),
            tuple(k for k in lag.kommuner if k not in gone_k),
        )
        for lag in lag_liste
    ]
    return tuple(lag for lag in left if lag.veiledere and lag.kommuner)


# --- what a new plan means for people ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KommuneEndring:
    """A kommune whose pair is not the same; empty before or after where it has none."""

    kommune: str
    for_par: tuple[str, ...]
    etter_par: tuple[str, ...]

    @property
    def nye(self) -> tuple[str, ...]:
        """Return the veiledere it did not have before."""
        return tuple(each for each in self.etter_par if each not in self.for_par)


@dataclass(frozen=True, slots=True)
class VeilederEndring:
    """A veileder with other kommuner or another partner (None: in no pair)."""

    veileder: str
    mister: tuple[str, ...]
    far: tuple[str, ...]
    for_partner: str | None
    etter_partner: str | None


@dataclass(frozen=True, slots=True)
class Endringer:
    """The difference between two plans: everyone who must be told, and who is left in peace.

    Those in neither plan stand nowhere.  `nye` and `tapte` are the (veileder, kommune) relations
    that only the new and only the old plan has.
    """

    kommuner: tuple[KommuneEndring, ...]
    veiledere: tuple[VeilederEndring, ...]
    uberorte_kommuner: tuple[str, ...]
    uberorte_veiledere: tuple[str, ...]
    nye: tuple[tuple[str, str], ...]
    tapte: tuple[tuple[str, str], ...]


def changes(before: Iterable[AnyLag], after: Iterable[AnyLag]) -> Endringer:
    """Return what changes from one plan to another, e.g. `changes(old.par, new.par)`.

    In the order of the old plan, then of the new one.
    """
    old, new = _Who(before), _Who(after)
    kommuner = list(dict.fromkeys([*old.par_of, *new.par_of]))
    veiledere = list(dict.fromkeys([*old.partner, *new.partner]))
    k_endringer = {
        k: KommuneEndring(k, old.par_of.get(k, ()), new.par_of.get(k, ())) for k in kommuner
    }
    v_endringer = {v: _veileder_endring(v, old, new) for v in veiledere}
    k_changed = {k for k, each in k_endringer.items() if {*each.for_par} != {*each.etter_par}}
    v_changed = {
        v
        for v, each in v_endringer.items()
        if each.mister or each.far or each.for_partner != each.etter_partner
    }
    return Endringer(
        kommuner=tuple(k_endringer[k] for k in kommuner if k in k_changed),
        veiledere=tuple(v_endringer[v] for v in veiledere if v in v_changed),
        uberorte_kommuner=tuple(k for k in kommuner if k not in k_changed),
        uberorte_veiledere=tuple(v for v in veiledere if v not in v_changed),
        nye=tuple((v, k) for v in veiledere for k in v_endringer[v].far),
        tapte=tuple((v, k) for v in veiledere for k in v_endringer[v].mister),
    )


class _Who:
    """A plan by kommune and by veileder."""

    def __init__(self, lag_liste: Iterable[AnyLag]) -> None:
        self.par_of: dict[str, tuple[str, ...]] = {}
        self.partner: dict[str, str | None] = {}
        self.kommuner: dict[str, tuple[str, ...]] = {}
        for lag in lag_liste:
            self.par_of.update(dict.fromkeys(lag.kommuner, tuple(lag.veiledere)))
            for v in lag.veiledere:
                self.partner[v] = next((each for each in lag.veiledere if each != v), None)
                self.kommuner[v] = tuple(lag.kommuner)


def _veileder_endring(veileder: str, old: _Who, new: _Who) -> VeilederEndring:
    before, after = old.kommuner.get(veileder, ()), new.kommuner.get(veileder, ())
    return VeilederEndring(
        veileder=veileder,
        mister=tuple(k for k in before if k not in after),
        far=tuple(k for k in after if k not in before),
        for_partner=old.partner.get(veileder),
        etter_partner=new.partner.get(veileder),
    )
