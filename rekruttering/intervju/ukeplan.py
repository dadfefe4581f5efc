"""The timetable as a week grid: days with as many lanes as interviews lie beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rekruttering.felles.clock import OSLO
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.intervju.rules.ramme import Ramme, to_klokke, weekdays


@dataclass(frozen=True)
class Kort:
    """One interview in the grid; `tilstand` is utkast, endret, innkalt or holdt."""

    id: int
    soknad_id: int
    soker: str
    tid: str
    dag: date
    panel: str
    sted: str
    er_video: bool
    medlemmer: tuple[str, ...]
    tilstand: str
    fastsatt: bool
    venter: bool
    versjon: int


@dataclass(frozen=True)
class Celle:
    """One cell: a card over `rader` rows, or a free place where an interview can be dropped."""

    kort: Kort | None
    rader: int
    dag: str
    klokke: str


@dataclass(frozen=True)
class Rad:
    """One step of the grid; `hel` when it begins an hour."""

    klokke: str
    hel: bool
    celler: tuple[Celle, ...]


@dataclass(frozen=True)
class Dag:
    """A column: its date, and how many lanes it needs."""

    dato: date
    felt: int
    antall: int


@dataclass(frozen=True)
class Uke:
    """One week of the timetable."""

    nummer: int
    forste: date
    dager: tuple[Dag, ...]
    rader: tuple[Rad, ...]


TILSTAND_FARGE = {"utkast": "neutral", "endret": "warning", "innkalt": "info", "holdt": "success"}


def to_kort(intervju: Intervju, *, venter: bool) -> Kort:
    """Return an interview as the timetable shows it; `venter`: it may not be released yet."""
    start, slutt = _local(intervju.start_at), _local(intervju.slutt_at)
    return Kort(
        intervju.id,
        intervju.soknad_id,
        intervju.soknad.navn,
        f"{start:%H:%M}–{slutt:%H:%M}",
        start.date(),
        intervju.panel.navn,
        intervju.rom.navn if intervju.rom else intervju.sted,
        intervju.form == "video",
        tuple(plass.bruker.navn or plass.bruker.epost for plass in intervju.plasser),
        _state(intervju),
        intervju.fastsatt,
        venter,
        intervju.versjon,
    )


def make_uke(
    dager: Sequence[date], intervju_liste: Sequence[Intervju], ramme: Ramme, venter: set[int]
) -> Uke:
    """Return the grid of these days (one week) with their interviews."""
    step = ramme.rutenett_min
    mine = [each for each in intervju_liste if _local(each.start_at).date() in dager]
    first = min([ramme.dag_fra_min, *(_minute(each.start_at) for each in mine)])
    last = max([ramme.dag_til_min, *(_minute(each.slutt_at) for each in mine)])
    first, last = first // step * step, -(-last // step) * step
    columns = []
    for dag in dager:
        own = [each for each in mine if _local(each.start_at).date() == dag]
        columns.append((dag, _lanes(own)))
    rader = tuple(
        Rad(to_klokke(minute), minute % 60 == 0, _cells(minute, step, columns, venter))
        for minute in range(first, last, step)
    )
    felt = tuple(
        Dag(dag, max(1, len(lanes)), sum(len(lane) for lane in lanes)) for dag, lanes in columns
    )
    return Uke(dager[0].isocalendar().week if dager else 0, dager[0], felt, rader)


def list_uker(
    fra: date, til: date, intervju_liste: Sequence[Intervju]
) -> list[tuple[int, list[date]]]:
    """Return the weeks of a period and of interviews outside it: week number and weekdays."""
    days = {*weekdays(fra, til), *(_local(each.start_at).date() for each in intervju_liste)}
    mondays = sorted({day - timedelta(days=day.weekday()) for day in days})
    weeks = []
    for monday in mondays:
        last = max(4, *(day.weekday() for day in days if (day - monday).days in range(7)))
        weeks.append(
            (monday.isocalendar().week, [monday + timedelta(days=n) for n in range(last + 1)])
        )
    return weeks


def _lanes(intervju_liste: Sequence[Intervju]) -> list[list[Intervju]]:
    """Return the interviews of a day in lanes without overlap, as few as can be."""
    lanes: list[list[Intervju]] = []
    for each in sorted(intervju_liste, key=lambda each: (each.start_at, each.panel.navn, each.id)):
        lane = next((lane for lane in lanes if lane[-1].slutt_at <= each.start_at), None)
        if lane is None:
            lanes.append([each])
        else:
            lane.append(each)
    return lanes


def _cells(
    minute: int,
    step: int,
    columns: Sequence[tuple[date, list[list[Intervju]]]],
    venter: set[int],
) -> tuple[Celle, ...]:
    cells = []
    for dag, lanes in columns:
        for lane in lanes or [[]]:
            inside = [each for each in lane if _begins(each, step) <= minute < _ends(each, step)]
            if not inside:
                cells.append(Celle(None, 1, dag.isoformat(), to_klokke(minute)))
            elif _begins(inside[0], step) == minute:
                each = inside[0]
                rows = (_ends(each, step) - minute) // step
                kort = to_kort(each, venter=each.id in venter)
                cells.append(Celle(kort, rows, dag.isoformat(), to_klokke(minute)))
    return tuple(cells)


def _begins(intervju: Intervju, step: int) -> int:
    return _minute(intervju.start_at) // step * step


def _ends(intervju: Intervju, step: int) -> int:
    return max(-(-_minute(intervju.slutt_at) // step) * step, _begins(intervju, step) + step)


def _state(intervju: Intervju) -> str:
    if intervju.status is IntervjuStatus.HOLDT:
        return "holdt"
    if intervju.innkalt_at is not None:
        return "innkalt"
    return "endret" if intervju.varslet is not None else "utkast"


def _minute(moment: datetime) -> int:
    lokal = _local(moment)
    return lokal.hour * 60 + lokal.minute


def _local(moment: datetime) -> datetime:
    return moment.astimezone(OSLO)
