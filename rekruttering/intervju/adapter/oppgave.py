"""Rows become a problem of the timetable.

No name or address passes: ids are «S17» for an applicant, «M4» for a member, «R2» for a room and
«P1» for a panel; «X9» is the place of an interview that was set up by hand outside the rooms.
The engine is imported where it is called: it loads the solver, which the web has no use for when
it starts.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from rekruttering.felles import clock
from rekruttering.intervju.models import (
    Intervju,
    Intervjusvar,
    Panel,
    Rom,
    Rundemedlem,
    Tilrettelegging,
)
from rekruttering.intervju.rules import Intervjuform
from rekruttering.intervju.rules.ramme import DOGN_MIN, Ramme, weekdays
from rekruttering.intervju.rules.tider import (
    SAMISKE,
    Ledighet,
    Medlemsrolle,
    Moteform,
    Spenn,
    make_spenn,
)
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import Sprak

if TYPE_CHECKING:
    from matching import timeplan

VIDEO = "video"
TRINNFRI = "trinnfri"
TOLK = "tolk"

Vindu = tuple[int, int]


@dataclass(frozen=True)
class Grunnlag:
    """Everything a round's timetable follows from, as rows.

    `sperrede` are the user ids with a tie by soknad_id, `intervjuer` what is planned in the round,
    `andre` interviews in which its members sit and that no plan may touch, `tidligst` the moment
    before which nobody new can be asked to meet.
    """

    fra: date
    til: date
    ramme: Ramme
    reise: Sequence[tuple[str, str, int]]
    rom: Sequence[Rom]
    paneler: Sequence[Panel]
    medlemmer: Mapping[int, Rundemedlem | None]
    soknader: Sequence[Soknad]
    svar: Mapping[int, Intervjusvar]
    behov: Mapping[int, Tilrettelegging]
    sperrede: Mapping[int, set[int]]
    intervjuer: Sequence[Intervju]
    andre: Sequence[Intervju]
    tidligst: datetime

    def minutt(self, moment: datetime) -> int:
        """Return a moment as whole minutes of Oslo's clock since the first day began."""
        lokal = moment.astimezone(clock.OSLO).replace(tzinfo=None)
        return int((lokal - datetime.combine(self.fra, time())).total_seconds() // 60)


def to_problem(
    grunnlag: Grunnlag, *, uten_las: int | None = None, las: bool = True
) -> "timeplan.Problem":
    """Return the problem of a round; `uten_las` is a soknad_id whose lock is left out."""
    from matching import timeplan

    sperret = _places(grunnlag)
    spenn = {each.nokkel: each for each in make_spenn(grunnlag.fra, grunnlag.til, grunnlag.ramme)}
    behov = any(each.tolk for each in grunnlag.behov.values())
    faste = {i.soknad_id: i for i in grunnlag.intervjuer if las and _is_fixed(grunnlag, i)}
    faste.pop(uten_las or 0, None)
    return timeplan.Problem(
        forste_dag=grunnlag.fra,
        steder=tuple(sperret),
        rom=(*(_rom(grunnlag, rom) for rom in grunnlag.rom), *_own_rooms(grunnlag)),
        medlemmer=tuple(
            _medlem(grunnlag, id, rad, spenn, sperret) for id, rad in _everyone(grunnlag).items()
        ),
        sokere=tuple(_soker(grunnlag, each, spenn, sperret, faste) for each in grunnlag.soknader),
        regler=_regler(grunnlag.ramme),
        reise=tuple(timeplan.Reise(a, b, n) for a, b, n in grunnlag.reise if {a, b} <= {*sperret}),
        ressurser=(timeplan.Ressurs(TOLK, (_whole(grunnlag),), grunnlag.ramme.tolker),)
        if behov
        else (),
        paneler=tuple(_panel(each, grunnlag.ramme) for each in grunnlag.paneler),
        laser=tuple(_las(grunnlag, each) for each in faste.values()),
        gjeldende=tuple(to_intervju(grunnlag, i) for i in grunnlag.intervjuer if i.innkalt_at),
    )


def to_snapshot(grunnlag: Grunnlag) -> dict[str, Any]:
    """Return the problem as JSON values, to be stored with a run."""
    from matching import timeplan

    # Through text, so that the snapshot is now what it will be when it is read back.
    snapshot: dict[str, Any] = json.loads(timeplan.problem_to_json(to_problem(grunnlag)))
    return snapshot


def row_id(ref: str) -> int:
    """Return the row behind «S17»."""
    return int(ref[1:])


def to_moment(forste_dag: date, minutt: int) -> datetime:
    """Return the moment of a minute of Oslo's clock."""
    day, rest = divmod(minutt, DOGN_MIN)
    at = time(rest // 60, rest % 60)
    return clock.local(forste_dag + timedelta(days=day), at)


def _places(grunnlag: Grunnlag) -> dict[str, None]:
    return dict.fromkeys((VIDEO, *(rom.sted for rom in grunnlag.rom if rom.sted), *_lone(grunnlag)))


def _lone(grunnlag: Grunnlag) -> list[str]:
    """Return a place of its own for each interview that meets somewhere outside the rooms."""
    return [
        f"X{each.id}"
        for each in grunnlag.intervjuer
        if each.rom_id is None and each.form is Intervjuform.STED
    ]


def own_room(grunnlag: Grunnlag, soknad_id: int) -> str:
    """Return the place of an interview that has no room."""
    return next(f"X{each.id}" for each in grunnlag.intervjuer if each.soknad_id == soknad_id)


def _own_rooms(grunnlag: Grunnlag) -> "list[timeplan.Rom]":
    """Return a room for each interview that has none, so that it can be in the plan."""
    from matching import timeplan

    known = {rom.id for rom in grunnlag.rom}
    lone = set(_lone(grunnlag))
    rooms = []
    for each in grunnlag.intervjuer:
        if each.rom_id is None:
            sted = f"X{each.id}" if f"X{each.id}" in lone else VIDEO
            ref = f"X{each.id}"
        elif each.rom_id not in known and each.rom is not None:
            sted, ref = VIDEO, f"R{each.rom_id}"
            known.add(each.rom_id)
        else:
            continue
        own = _span(grunnlag, each.start_at, each.slutt_at)
        rooms.append(timeplan.Rom(ref, sted, (own,), egenskaper=(TRINNFRI,)))
    return rooms


def _whole(grunnlag: Grunnlag) -> Vindu:
    return 0, ((grunnlag.til - grunnlag.fra).days + 1) * DOGN_MIN


def _span(grunnlag: Grunnlag, fra: datetime, til: datetime) -> Vindu:
    return grunnlag.minutt(fra), grunnlag.minutt(til)


def _is_fixed(grunnlag: Grunnlag, intervju: Intervju) -> bool:
    """Return whether no plan may move it: set by hand, or too near for anyone to be told."""
    return intervju.fastsatt or intervju.start_at < grunnlag.tidligst


def _rom(grunnlag: Grunnlag, rom: Rom) -> "timeplan.Rom":
    from matching import timeplan

    fra, til = max(rom.fra_dato or grunnlag.fra, grunnlag.fra), rom.til_dato or grunnlag.til
    days = [(day - grunnlag.fra).days for day in weekdays(fra, min(til, grunnlag.til))]
    video = rom.form is Intervjuform.VIDEO
    return timeplan.Rom(
        f"R{rom.id}",
        VIDEO if video else rom.sted,
        tuple((n * DOGN_MIN + rom.apner_min, n * DOGN_MIN + rom.stenger_min) for n in days),
        rom.kapasitet,
        (TRINNFRI,) if video or rom.trinnfri else (),
    )


def _everyone(grunnlag: Grunnlag) -> dict[int, Rundemedlem | None]:
    """Return the members of the panels and whoever sits in an interview already."""
    seated = {p.bruker_id for each in grunnlag.intervjuer for p in each.plasser}
    extra = dict.fromkeys(sorted(seated - set(grunnlag.medlemmer)))
    return {**grunnlag.medlemmer, **extra}


def _medlem(
    grunnlag: Grunnlag,
    id: int,
    rad: Rundemedlem | None,
    spenn: Mapping[str, Spenn],
    steder: Iterable[str],
) -> "timeplan.Medlem":
    from matching import timeplan

    places = [VIDEO, *rad.steder] if rad is not None and rad.svart_at else list(steder)
    lone = _lone(grunnlag)
    known = set(steder)
    return timeplan.Medlem(
        f"M{id}",
        timeplan.Rolle(_rolle(grunnlag.paneler, id, rad).value),
        tuple(dict.fromkeys(each for each in (*places, *lone) if each in known)),
        tuple(_busy(grunnlag, id, rad, spenn)),
        tuple(timeplan.SamiskSprak[Sprak(each).name] for each in rad.samiske_sprak) if rad else (),
        rad.maks_per_dag if rad else None,
        rad.maks_dager if rad else None,
    )


def _rolle(paneler: Sequence[Panel], id: int, rad: Rundemedlem | None) -> Medlemsrolle:
    """Return what a member may do: as said in the round, or else as in the panels."""
    if rad is not None and rad.rolle is not None:
        return rad.rolle
    leads = any(m.leder and m.bruker_id == id for panel in paneler for m in panel.medlemmer)
    return Medlemsrolle.KAN_LEDE if leads else Medlemsrolle.MEDLEM


def _busy(
    grunnlag: Grunnlag, id: int, rad: Rundemedlem | None, spenn: Mapping[str, Spenn]
) -> Iterable[Vindu]:
    if rad is not None:
        for key in rad.opptatt:
            if key in spenn:
                yield _window(grunnlag.fra, spenn[key])
        for fra, til in (*rad.fil_opptatt, *rad.fravar):
            a, b = _span(grunnlag, datetime.fromisoformat(fra), datetime.fromisoformat(til))
            if a < b:
                yield a, b
    pause = timedelta(minutes=grunnlag.ramme.pause_min)
    for each in grunnlag.andre:
        if any(plass.bruker_id == id for plass in each.plasser):
            yield _span(grunnlag, each.start_at - pause, each.slutt_at + pause)


def _window(fra: date, spenn: Spenn) -> Vindu:
    base = (spenn.dag - fra).days * DOGN_MIN
    return base + spenn.fra_min, base + spenn.til_min


def _soker(
    grunnlag: Grunnlag,
    soknad: Soknad,
    spenn: Mapping[str, Spenn],
    steder: Iterable[str],
    faste: Mapping[int, Intervju],
) -> "timeplan.Soker":
    from matching import timeplan

    svar, behov = grunnlag.svar.get(soknad.id), grunnlag.behov.get(soknad.id)
    answered = svar is not None and svar.svart_at is not None
    tider = svar.tider if svar is not None and answered else dict.fromkeys(spenn, Ledighet.KAN)
    fast = faste.get(soknad.id)
    own = [_span(grunnlag, fast.start_at, fast.slutt_at)] if fast else []
    sprak = svar.sprak if svar is not None and svar.sprak in SAMISKE else None
    return timeplan.Soker(
        f"S{soknad.id}",
        tuple(_soon_enough(grunnlag, (spenn[key] for key in tider if key in spenn)) + own),
        tuple(_meeting_places(grunnlag, soknad, svar if answered else None, steder, fast)),
        tuple(
            _soon_enough(
                grunnlag,
                (spenn[k] for k, v in tider.items() if k in spenn and v == Ledighet.HELST),
            )
        ),
        grunnlag.ramme.intervju_min + behov.ekstra_min if behov and behov.ekstra_min else None,
        timeplan.SamiskSprak[sprak.name] if sprak else None,
        _known(grunnlag, grunnlag.sperrede.get(soknad.id, set())),
        (TOLK,) if behov and behov.tolk else (),
        (TRINNFRI,) if behov and behov.trinnfri else (),
    )


def _known(grunnlag: Grunnlag, bruker_ids: set[int]) -> tuple[str, ...]:
    return tuple(f"M{id}" for id in sorted(bruker_ids & set(_everyone(grunnlag))))


def _soon_enough(grunnlag: Grunnlag, spenn: Iterable[Spenn]) -> list[Vindu]:
    """Return the spans as windows, without what lies too near in time."""
    earliest = grunnlag.minutt(grunnlag.tidligst)
    windows = (_window(grunnlag.fra, each) for each in spenn)
    return [(max(a, earliest), b) for a, b in windows if b > earliest]


def _meeting_places(
    grunnlag: Grunnlag,
    soknad: Soknad,
    svar: Intervjusvar | None,
    steder: Iterable[str],
    fast: Intervju | None,
) -> list[str]:
    fysiske = [each for each in steder if each != VIDEO and not each.startswith("X")]
    form = svar.moteform if svar is not None else None
    wanted = [each for each in fysiske if svar is None or not svar.steder or each in svar.steder]
    places = [] if form is Moteform.STED else [VIDEO]
    if form in (Moteform.STED, Moteform.BEGGE) or not any(
        rom.form is Intervjuform.VIDEO for rom in grunnlag.rom
    ):
        places += wanted
    own = [i for i in grunnlag.intervjuer if i.soknad_id == soknad.id and i.rom_id is None]
    places += [f"X{each.id}" for each in own if each.form is Intervjuform.STED]
    if fast is not None and fast.rom is not None and fast.rom.sted:
        places.append(fast.rom.sted)
    return list(dict.fromkeys(places))


def _regler(ramme: Ramme) -> "timeplan.Regler":
    from matching import timeplan

    return timeplan.Regler(
        rutenett_min=ramme.rutenett_min,
        intervju_min=ramme.intervju_min,
        pause_min=ramme.pause_min,
        maks_per_dag=ramme.maks_per_dag,
        panelstorrelse=ramme.panelstorrelse,
        medpanelister=ramme.medpanelister,
        lunsj=timeplan.Lunsj(ramme.lunsj_fra_min, ramme.lunsj_til_min, ramme.lunsj_min)
        if ramme.lunsj_min
        else None,
    )


def _panel(panel: Panel, ramme: Ramme) -> "timeplan.Panel":
    from matching import timeplan

    size = min(ramme.panelstorrelse, len(panel.medlemmer))
    return timeplan.Panel(f"P{panel.id}", tuple(f"M{m.bruker_id}" for m in panel.medlemmer), size)


def to_intervju(grunnlag: Grunnlag, intervju: Intervju) -> "timeplan.Intervju":
    """Return a planned interview as it stands."""
    from matching import timeplan

    seats = [f"M{plass.bruker_id}" for plass in intervju.plasser]
    leder = next((f"M{p.bruker_id}" for p in intervju.plasser if p.leder), seats[0])
    return timeplan.Intervju(
        f"S{intervju.soknad_id}",
        grunnlag.minutt(intervju.start_at),
        f"R{intervju.rom_id}" if intervju.rom_id else f"X{intervju.id}",
        leder,
        tuple(seats),
        f"P{intervju.panel_id}",
    )


def _las(grunnlag: Grunnlag, intervju: Intervju) -> "timeplan.Las":
    from matching import timeplan

    plain = to_intervju(grunnlag, intervju)
    return timeplan.Las(plain.soker, plain.start, plain.rom, plain.medlemmer, plain.leder)


def to_iso(moment: datetime) -> str:
    """Return a moment as it is stored in JSON."""
    return moment.astimezone(UTC).isoformat()
