"""The interview timetable as frozen dataclasses, checked on construction; ids are opaque text.

All times are whole minutes of the local clock since 00:00 on `Problem.forste_dag` (they may be
negative), so minute t lies on day t // 1440.  A window (fra, til) holds fra <= t < til.
File format: docs/timeplan.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from matching.felles.json_reader import UgyldigFilError
from matching.timeplan.problem_feil import problem_feil

DOGN_MIN: Final = 24 * 60
Vindu = tuple[int, int]


class Rolle(StrEnum):
    """What a member may do in a panel: LEDER only leads, MEDLEM never leads."""

    LEDER = "leder"
    KAN_LEDE = "kan_lede"
    MEDLEM = "medlem"


class SamiskSprak(StrEnum):
    """A Sami language an applicant is assessed in."""

    NORDSAMISK = "nordsamisk"
    LULESAMISK = "lulesamisk"
    SORSAMISK = "sørsamisk"


@dataclass(frozen=True, slots=True)
class Lunsj:
    """`minutter` free inside [fra, til), in minutes of the day."""

    fra: int = 11 * 60
    til: int = 13 * 60
    minutter: int = 30


@dataclass(frozen=True, slots=True)
class Regler:
    """Limits for every interview; `medpanelister` is a wish: different co-members for each."""

    rutenett_min: int = 15
    intervju_min: int = 60
    pause_min: int = 10
    maks_per_dag: int = 5
    panelstorrelse: int = 3
    medpanelister: int = 4
    lunsj: Lunsj | None = Lunsj()


@dataclass(frozen=True, slots=True)
class Vekter:
    """The price of each cost term, whole points."""

    onsketid: int = 10
    dag: int = 10
    blanding: int = 5
    belastning: int = 3
    flyttet: int = 100
    byttet: int = 20
    nytt_sted: int = 50


@dataclass(frozen=True, slots=True)
class Reise:
    """The minutes a member needs between two places, the same both ways."""

    fra: str
    til: str
    minutter: int


@dataclass(frozen=True, slots=True)
class Rom:
    """A room or a kind of video link: at most `kapasitet` interviews at the same time."""

    id: str
    sted: str
    apent: tuple[Vindu, ...]
    kapasitet: int = 1
    egenskaper: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ressurs:
    """What an adjustment uses up while the interview lasts, such as an interpreter."""

    id: str
    ledig: tuple[Vindu, ...]
    kapasitet: int = 1


@dataclass(frozen=True, slots=True)
class Medlem:
    """A panel member; None means the limit of `Regler`, or no limit on days."""

    id: str
    rolle: Rolle
    steder: tuple[str, ...]
    opptatt: tuple[Vindu, ...] = ()
    samiske_sprak: tuple[SamiskSprak, ...] = ()
    maks_per_dag: int | None = None
    maks_dager: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Members who may sit together; `storrelse` of them do (None: `Regler.panelstorrelse`)."""

    id: str
    medlemmer: tuple[str, ...]
    storrelse: int | None = None


@dataclass(frozen=True, slots=True)
class Soker:
    """An applicant: when, where, with what, and before whom not.

    The whole interview lies inside `ledig`, and inside `onsker` if the wish is met.
    `varighet_min` None means `Regler.intervju_min`; `paneler` empty means any panel.
    """

    id: str
    ledig: tuple[Vindu, ...]
    steder: tuple[str, ...]
    onsker: tuple[Vindu, ...] = ()
    varighet_min: int | None = None
    samisk_sprak: SamiskSprak | None = None
    inhabile: tuple[str, ...] = ()
    ressurser: tuple[str, ...] = ()
    romkrav: tuple[str, ...] = ()
    paneler: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Las:
    """What a person has decided about one applicant; None and () leave it open."""

    soker: str
    start: int | None = None
    rom: str | None = None
    medlemmer: tuple[str, ...] = ()
    leder: str | None = None


@dataclass(frozen=True, slots=True)
class Intervju:
    """One applicant before `medlemmer` (the lead among them) at `start`; `panel` if there are."""

    soker: str
    start: int
    rom: str
    leder: str
    medlemmer: tuple[str, ...]
    panel: str | None = None


@dataclass(frozen=True)
class Problem:
    """Everything one run needs.

    Raises:
        UgyldigFilError: an id is unknown or used twice, or a value is impossible; every fault.
    """

    forste_dag: date
    steder: tuple[str, ...]
    rom: tuple[Rom, ...]
    medlemmer: tuple[Medlem, ...]
    sokere: tuple[Soker, ...]
    regler: Regler = Regler()
    vekter: Vekter = Vekter()
    reise: tuple[Reise, ...] = ()
    ressurser: tuple[Ressurs, ...] = ()
    paneler: tuple[Panel, ...] = ()
    laser: tuple[Las, ...] = ()
    gjeldende: tuple[Intervju, ...] = ()
    _rom: dict[str, Rom] = field(init=False, repr=False, compare=False)
    _medlem: dict[str, Medlem] = field(init=False, repr=False, compare=False)
    _soker: dict[str, Soker] = field(init=False, repr=False, compare=False)
    _ressurs: dict[str, Ressurs] = field(init=False, repr=False, compare=False)
    _panel: dict[str, Panel] = field(init=False, repr=False, compare=False)
    _reise: dict[tuple[str, str], int] = field(init=False, repr=False, compare=False)
    _vinduer: dict[tuple[Vindu, ...], tuple[Vindu, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Check the values and build the look-up tables."""
        feil = problem_feil(self)
        if feil:
            raise UgyldigFilError(feil)
        put = object.__setattr__
        put(self, "_rom", {each.id: each for each in self.rom})
        put(self, "_medlem", {each.id: each for each in self.medlemmer})
        put(self, "_soker", {each.id: each for each in self.sokere})
        put(self, "_ressurs", {each.id: each for each in self.ressurser})
        put(self, "_panel", {each.id: each for each in self.paneler})
        reise: dict[tuple[str, str], int] = {}
        for each in self.reise:
            reise[each.fra, each.til] = reise[each.til, each.fra] = each.minutter
        put(self, "_reise", reise)
        put(self, "_vinduer", {})

    def rom_of(self, rom_id: str) -> Rom:
        """Return the room with this id; KeyError if there is none."""
        return self._rom[rom_id]

    def medlem(self, medlem_id: str) -> Medlem:
        """Return the member with this id; KeyError if there is none."""
        return self._medlem[medlem_id]

    def soker(self, soker_id: str) -> Soker:
        """Return the applicant with this id; KeyError if there is none."""
        return self._soker[soker_id]

    def ressurs(self, ressurs_id: str) -> Ressurs:
        """Return the resource with this id; KeyError if there is none."""
        return self._ressurs[ressurs_id]

    def panel(self, panel_id: str) -> Panel:
        """Return the panel with this id; KeyError if there is none."""
        return self._panel[panel_id]

    def knows(self, intervju: Intervju) -> bool:
        """Return whether every id of an interview is known."""
        return (
            intervju.soker in self._soker
            and intervju.rom in self._rom
            and all(each in self._medlem for each in (intervju.leder, *intervju.medlemmer))
            and (intervju.panel is None or intervju.panel in self._panel)
        )

    def reise_min(self, fra: str, til: str) -> int:
        """Return the minutes between two places; 0 where none are given."""
        return 0 if fra == til else self._reise.get((fra, til), 0)

    def varighet(self, soker: Soker) -> int:
        """Return the length of the applicant's interview in minutes."""
        return self.regler.intervju_min if soker.varighet_min is None else soker.varighet_min

    def slutt(self, intervju: Intervju) -> int:
        """Return the minute at which an interview ends."""
        return intervju.start + self.varighet(self.soker(intervju.soker))

    def maks_per_dag(self, medlem: Medlem) -> int:
        """Return how many interviews the member can have in a day."""
        own = medlem.maks_per_dag
        return self.regler.maks_per_dag if own is None else min(own, self.regler.maks_per_dag)

    def storrelse(self, panel_id: str | None) -> int:
        """Return how many members sit in an interview before this panel."""
        own = None if panel_id is None else self.panel(panel_id).storrelse
        return self.regler.panelstorrelse if own is None else own

    def inside(self, vinduer: tuple[Vindu, ...], start: int, slutt: int) -> bool:
        """Return whether [start, slutt) lies in the union of the windows."""
        merged = self._vinduer.get(vinduer)
        if merged is None:
            merged = self._vinduer[vinduer] = merge(vinduer)
        return any(fra <= start and slutt <= til for fra, til in merged)


def merge(vinduer: Iterable[Vindu]) -> tuple[Vindu, ...]:
    """Return the union as separate windows in order: those that touch become one."""
    merged: list[Vindu] = []
    for fra, til in sorted(vinduer):
        if merged and fra <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(til, merged[-1][1]))
        else:
            merged.append((fra, til))
    return tuple(merged)


def to_minutt(forste_dag: date, lokal: datetime) -> int:
    """Return the minute of a naive local time, seconds cut off."""
    return int((lokal - datetime.combine(forste_dag, time())).total_seconds() // 60)


def to_lokal(forste_dag: date, minutt: int) -> datetime:
    """Return the naive local time of a minute."""
    return datetime.combine(forste_dag, time()) + timedelta(minutes=minutt)
