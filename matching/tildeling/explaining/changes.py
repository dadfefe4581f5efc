"""Hypothetical changes to a problem, and what a plan solved for the changed problem differs in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from matching.felles.kjoring import Status
from matching.tildeling.forslag import Forslag, Lag, LasType
from matching.tildeling.problem import Kommune, Laser, Problem, Veileder


class EndringType(StrEnum):
    """What one change is about."""

    MEST_TIMER = "mest_timer"
    MINST_TIMER = "minst_timer"
    REISE = "reise"
    FYLKE = "fylke"
    INHABIL = "inhabil"
    MAKKER = "makker"
    LAS = "las"
    KOMMUNE_TIMER = "kommune_timer"
    MAKS_KOMMUNER = "maks_kommuner"
    NY_VEILEDER = "ny_veileder"


@dataclass(frozen=True, slots=True)
class Endring:
    """One change: whom it concerns, from what to what.

    `ider` are veiledere before kommuner.  `tekst` is a fylkesnummer, or the kind of a lock.
    `veileder` is filled for NY_VEILEDER only.
    """

    type: EndringType
    ider: tuple[str, ...] = ()
    fra: int | None = None
    til: int | None = None
    tekst: str = ""
    veileder: Veileder | None = None


def apply(problem: Problem, endringer: Iterable[Endring]) -> Problem:
    """Return the problem with all the changes made.

    Raises:
        UgyldigFilError: a change gives an impossible value or an id that is used already.
    """
    for each in endringer:
        problem = _APPLY[each.type](problem, each)
    return problem


def _veileder(problem: Problem, ider: str, change: Callable[[Veileder], Veileder]) -> Problem:
    changed = tuple(change(v) if v.id == ider else v for v in problem.veiledere)
    return replace(problem, veiledere=changed)


def _mest_timer(problem: Problem, each: Endring) -> Problem:
    til = each.til or 0
    return _veileder(problem, each.ider[0], lambda v: replace(v, timer=(v.timer[0], til)))


def _minst_timer(problem: Problem, each: Endring) -> Problem:
    til = each.til or 0
    return _veileder(problem, each.ider[0], lambda v: replace(v, timer=(til, v.timer[1])))


def _reise(problem: Problem, each: Endring) -> Problem:
    til = each.til or 0
    return _veileder(problem, each.ider[0], lambda v: replace(v, maks_reise_km=til))


def _fylke(problem: Problem, each: Endring) -> Problem:
    return _veileder(
        problem,
        each.ider[0],
        lambda v: replace(v, uaktuelle_fylker=_without(v.uaktuelle_fylker, each.tekst)),
    )


def _inhabil(problem: Problem, each: Endring) -> Problem:
    v_id, kommune = each.ider
    return _veileder(problem, v_id, lambda v: replace(v, inhabil_i=_without(v.inhabil_i, kommune)))


def _makker(problem: Problem, each: Endring) -> Problem:
    for one, other in (each.ider, each.ider[::-1]):

        def accept(v: Veileder, other: str = other) -> Veileder:
            return replace(v, ikke_par_med=_without(v.ikke_par_med, other))

        problem = _veileder(problem, one, accept)
    return problem


def _las(problem: Problem, each: Endring) -> Problem:
    laser = problem.laser
    if each.tekst == LasType.PAR:
        kept = tuple(par for par in laser.par if set(par) != set(each.ider))
        return replace(problem, laser=replace(laser, par=kept))
    liste = laser.tildelt if each.tekst == LasType.TILDELT else laser.forbudt
    kept = tuple(las for las in liste if las != each.ider)
    return replace(problem, laser=_with_lock(laser, each.tekst, kept))


def _with_lock(laser: Laser, kind: str, liste: tuple[tuple[str, str], ...]) -> Laser:
    if kind == LasType.TILDELT:
        return replace(laser, tildelt=liste)
    return replace(laser, forbudt=liste)


def _kommune_timer(problem: Problem, each: Endring) -> Problem:
    def change(kommune: Kommune) -> Kommune:
        return replace(kommune, timer=each.til or 0) if kommune.id == each.ider[0] else kommune

    return replace(problem, kommuner=tuple(map(change, problem.kommuner)))


def _maks_kommuner(problem: Problem, each: Endring) -> Problem:
    return replace(problem, regler=replace(problem.regler, maks_kommuner_per_par=each.til or 1))


def _ny_veileder(problem: Problem, each: Endring) -> Problem:
    assert each.veileder is not None
    return replace(problem, veiledere=(*problem.veiledere, each.veileder))


def _without(values: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(value for value in values if value != gone)


_APPLY: Final[dict[EndringType, Callable[[Problem, Endring], Problem]]] = {
    EndringType.MEST_TIMER: _mest_timer,
    EndringType.MINST_TIMER: _minst_timer,
    EndringType.REISE: _reise,
    EndringType.FYLKE: _fylke,
    EndringType.INHABIL: _inhabil,
    EndringType.MAKKER: _makker,
    EndringType.LAS: _las,
    EndringType.KOMMUNE_TIMER: _kommune_timer,
    EndringType.MAKS_KOMMUNER: _maks_kommuner,
    EndringType.NY_VEILEDER: _ny_veileder,
}


# --- what a solved plan differs in --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Forskjell:
    """What differs between two plans.

    `nye` and `borte` are (veileder, kommune); `veiledere` are those whose kommuner or partner
    are others than before.
    """

    dekket: tuple[str, ...]
    udekket: tuple[str, ...]
    nye: tuple[tuple[str, str], ...]
    borte: tuple[tuple[str, str], ...]
    nye_par: tuple[tuple[str, str], ...]
    opploste_par: tuple[tuple[str, str], ...]
    veiledere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Utfall:
    """What solving a changed problem gave, beside the plan in hand.

    `udekket` and `kostnad` are of the new plan; `udekket_endring` and `kostnad_endring` are new
    less old.  `bevist`: both levels of the new plan are proven best.
    """

    udekket: tuple[str, ...]
    kostnad: int
    udekket_endring: int
    kostnad_endring: int
    bevist: bool
    forskjell: Forskjell
    forslag: Forslag


def to_utfall(before: Forslag, after: Forslag) -> Utfall:
    """Return what the second plan gives beside the first."""
    return Utfall(
        udekket=after.udekket,
        kostnad=after.kostnad,
        udekket_endring=len(after.udekket) - len(before.udekket),
        kostnad_endring=after.kostnad - before.kostnad,
        bevist=after.status is Status.OPTIMAL,
        forskjell=to_forskjell(before.par, after.par),
        forslag=after,
    )


def to_forskjell(before: Sequence[Lag], after: Sequence[Lag]) -> Forskjell:
    """Return what differs between two plans."""
    old, new = _relasjoner(before), _relasjoner(after)
    had, has = {k for _, k in old}, {k for _, k in new}
    old_pairs, new_pairs = _pairs(before), _pairs(after)
    disturbed = {v for v, _ in old ^ new} | {v for par in old_pairs ^ new_pairs for v in par}
    return Forskjell(
        dekket=tuple(sorted(has - had)),
        udekket=tuple(sorted(had - has)),
        nye=tuple(sorted(new - old)),
        borte=tuple(sorted(old - new)),
        nye_par=tuple(sorted(new_pairs - old_pairs)),
        opploste_par=tuple(sorted(old_pairs - new_pairs)),
        veiledere=tuple(sorted(disturbed)),
    )


def _relasjoner(lag_liste: Sequence[Lag]) -> set[tuple[str, str]]:
    return {(v, k) for lag in lag_liste for v in lag.veiledere for k in lag.kommuner}


def _pairs(lag_liste: Sequence[Lag]) -> set[tuple[str, str]]:
    return {(min(lag.veiledere), max(lag.veiledere)) for lag in lag_liste}
