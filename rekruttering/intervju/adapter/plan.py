"""A plan becomes plain values, and one move is judged against the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rekruttering.intervju.adapter.oppgave import (
    Grunnlag,
    own_room,
    row_id,
    to_intervju,
    to_moment,
    to_problem,
)
from rekruttering.intervju.models import Intervju

if TYPE_CHECKING:
    from matching import timeplan


@dataclass(frozen=True)
class Plassert:
    """One applicant's place in a plan; `rom_id` None keeps the place it has."""

    soknad_id: int
    start_at: datetime
    slutt_at: datetime
    rom_id: int | None
    panel_id: int
    medlem_ids: tuple[int, ...]
    leder_id: int


@dataclass(frozen=True)
class Regelbrudd:
    """A broken rule of the engine, and the rows it concerns; 0 where there is none."""

    regel: str
    soknad_id: int
    bruker_id: int
    rom_id: int


@dataclass(frozen=True)
class Vurdert:
    """What a move does: rules that it breaks, and wishes as (term, before, after)."""

    brudd: tuple[Regelbrudd, ...]
    dyrere: tuple[tuple[str, int, int], ...]
    billigere: tuple[tuple[str, int, int], ...]


def check(problem: Mapping[str, Any], forslag: Mapping[str, Any]) -> list[str]:
    """Return everything wrong with a plan, recomputed without the solver; [] when it holds."""
    from matching import timeplan

    known = timeplan.problem_from_dict(dict(problem))
    return [str(each) for each in timeplan.check(known, timeplan.timeplan_from_dict(dict(forslag)))]


def to_plasserte(problem: Mapping[str, Any], forslag: Mapping[str, Any]) -> list[Plassert]:
    """Return the interviews of a stored plan in order of time."""
    from matching import timeplan

    known = timeplan.problem_from_dict(dict(problem))
    plan = timeplan.timeplan_from_dict(dict(forslag))
    return [_plassert(known, each) for each in plan.intervjuer]


def judge_move(grunnlag: Grunnlag, nytt: Plassert) -> Vurdert:
    """Return what placing one applicant like this breaks, and which wishes it helps or hurts."""
    from matching import timeplan

    problem = to_problem(grunnlag, uten_las=nytt.soknad_id)
    flytt = timeplan.flytt_hindre(
        problem,
        [to_intervju(grunnlag, each) for each in grunnlag.intervjuer],
        _from_plassert(grunnlag, nytt),
    )
    return Vurdert(
        tuple(_regelbrudd(each.regel.value, each.ider) for each in flytt.hindre),
        tuple((each.ledd, each.fra, each.til) for each in flytt.dyrere),
        tuple((each.ledd, each.fra, each.til) for each in flytt.billigere),
    )


def to_forslag(
    problem: Mapping[str, Any], intervjuer: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return a plan of these interviews with its costs computed and no bounds claimed."""
    from matching import timeplan
    from matching.timeplan.forslag import VERSJON

    known = timeplan.problem_from_dict(dict(problem))
    rows = [dict(each) for each in intervjuer]
    placed = {each["soker"] for each in rows}
    empty = timeplan.Timeplan(
        forste_dag=known.forste_dag,
        status=timeplan.Status.AVBRUTT,
        uplassert=tuple(each.id for each in known.sokere if each.id not in placed),
        kostnad=0,
        nedre_grense=0,
        nedre_grense_uplassert=0,
        ledd={},
        intervjuer=(),
        kjoring=timeplan.Kjoring(VERSJON, 1, 0.0, 1),
    )
    values = {**timeplan.timeplan_to_dict(empty), "intervjuer": rows}
    ledd = timeplan.plan_ledd(known, timeplan.timeplan_from_dict(values).intervjuer)
    return {**values, "ledd": ledd, "kostnad": sum(ledd.values())}


def list_brudd(grunnlag: Grunnlag, plan: Iterable[Plassert]) -> list[Regelbrudd]:
    """Return every hard rule that a whole plan breaks."""
    from matching import timeplan

    problem = to_problem(grunnlag)
    known = [_from_plassert(grunnlag, each) for each in plan]
    brudd = timeplan.plan_brudd(problem, known)
    return [_regelbrudd(each.regel.value, each.ider) for each in brudd]


def as_plassert(intervju: Intervju) -> Plassert:
    """Return a planned interview as a place in a plan."""
    seats = tuple(plass.bruker_id for plass in intervju.plasser)
    return Plassert(
        intervju.soknad_id,
        intervju.start_at,
        intervju.slutt_at,
        intervju.rom_id,
        intervju.panel_id,
        seats,
        next((plass.bruker_id for plass in intervju.plasser if plass.leder), seats[0]),
    )


def find_ledige(grunnlag: Grunnlag, soknad_id: int, *, samme_panel: bool) -> list[Plassert]:
    """Return every time to which an applicant can be moved while all hard rules hold."""
    from matching import timeplan

    problem = to_problem(grunnlag, uten_las=soknad_id)
    plan = [to_intervju(grunnlag, each) for each in grunnlag.intervjuer]
    found = timeplan.ledige_tider(problem, plan, f"S{soknad_id}", samme_panel=samme_panel)
    return [_plassert(problem, each) for each in found]


def _regelbrudd(regel: str, ider: Iterable[str]) -> Regelbrudd:
    first = {ref[0]: row_id(ref) for ref in reversed(list(ider)) if ref[1:].isdigit()}
    return Regelbrudd(regel, first.get("S", 0), first.get("M", 0), first.get("R", 0))


def _plassert(problem: "timeplan.Problem", intervju: "timeplan.Intervju") -> Plassert:
    start_at = to_moment(problem.forste_dag, intervju.start)
    return Plassert(
        row_id(intervju.soker),
        start_at,
        to_moment(problem.forste_dag, problem.slutt(intervju)),
        row_id(intervju.rom) if intervju.rom.startswith("R") else None,
        row_id(intervju.panel or "P0"),
        tuple(row_id(each) for each in intervju.medlemmer),
        row_id(intervju.leder),
    )


def _from_plassert(grunnlag: Grunnlag, plassert: Plassert) -> "timeplan.Intervju":
    from matching import timeplan

    rom_id = plassert.rom_id
    return timeplan.Intervju(
        f"S{plassert.soknad_id}",
        grunnlag.minutt(plassert.start_at),
        f"R{rom_id}" if rom_id else own_room(grunnlag, plassert.soknad_id),
        f"M{plassert.leder_id}",
        tuple(f"M{each}" for each in plassert.medlem_ids),
        f"P{plassert.panel_id}",
    )
