"""What a panel member has to do, interview by interview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rekruttering.felles.errors import N_
from rekruttering.habilitet.rules import Tilstand, is_barred
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.queries import list_mine_intervju
from rekruttering.intervju.rules import IntervjuStatus, acting_leader
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.vurdering import queries, rules
from rekruttering.vurdering.rules import Vurderingsplass, VurderingStatus


class Steg(StrEnum):
    """The next thing for one member in one interview."""

    ERKLAR = "erklar"
    AVGJOR = "avgjor"
    LES = "les"
    MERK = "merk"
    OVING = "oving"
    VURDER = "vurder"
    FELLES = "felles"
    VENT_AVGJORELSE = "vent_avgjorelse"
    VENT_INTERVJU = "vent_intervju"
    VENT_ANDRE = "vent_andre"
    VENT_LEDER = "vent_leder"
    INHABIL = "inhabil"
    FERDIG = "ferdig"


STEG_TEKST = {
    Steg.ERKLAR: N_("Meld habilitet"),
    Steg.AVGJOR: N_("Avgjør habilitet for et medlem"),
    Steg.LES: N_("Les søknaden"),
    Steg.MERK: N_("Si om intervjuet ble holdt"),
    Steg.OVING: N_("Vurder øvingssøkeren først"),
    Steg.VURDER: N_("Vurder søkeren"),
    Steg.FELLES: N_("Sett felles poeng"),
    Steg.VENT_AVGJORELSE: N_("Venter på at habiliteten din blir avgjort"),
    Steg.VENT_INTERVJU: N_("Venter på at intervjuet blir merket som holdt"),
    Steg.VENT_ANDRE: N_("Venter på at de andre låser"),
    Steg.VENT_LEDER: N_("Venter på felles poeng"),
    Steg.INHABIL: N_("Du er inhabil"),
    Steg.FERDIG: N_("Ferdig"),
}
# What the member can do something about now.
MA_GJORES = frozenset(
    {
        Steg.ERKLAR,
        Steg.AVGJOR,
        Steg.LES,
        Steg.MERK,
        Steg.OVING,
        Steg.VURDER,
        Steg.FELLES,
    }
)


@dataclass(frozen=True)
class Arbeid:
    """One interview as one member sees it."""

    intervju: Intervju
    egen: Vurderingsplass
    plasser: tuple[Vurderingsplass, ...]
    er_leder: bool
    steg: Steg

    @property
    def ma_gjores(self) -> bool:
        """Whether the member can do something about it now."""
        return self.steg in MA_GJORES


def list_arbeid(bruker_id: int, now: datetime) -> list[Arbeid]:
    """Return the member's interviews by time, each with the next thing to do."""
    intervju_liste = list_mine_intervju(bruker_id)
    plasser = queries.map_plasser(intervju_liste)
    runder = {intervju.soknad.utlysning_id for intervju in intervju_liste}
    gjenstar = queries.list_gjenstar(bruker_id, runder)
    return [
        _arbeid(each, plasser[each.id], bruker_id, now, each.soknad.utlysning_id in gjenstar)
        for each in intervju_liste
    ]


def get_arbeid(intervju: Intervju, bruker_id: int, now: datetime) -> Arbeid:
    """Return one interview as a member of its panel sees it."""
    oving_forst = bool(queries.list_gjenstar(bruker_id, [intervju.soknad.utlysning_id]))
    return _arbeid(intervju, queries.list_plasser(intervju), bruker_id, now, oving_forst)


def _arbeid(
    intervju: Intervju,
    plasser: Sequence[Vurderingsplass],
    bruker_id: int,
    now: datetime,
    oving_forst: bool,
) -> Arbeid:
    egen = next(plass for plass in plasser if plass.bruker_id == bruker_id)
    er_leder = acting_leader(plasser) == bruker_id
    steg = _step(intervju, egen, plasser, er_leder, now)
    if steg is Steg.VURDER and oving_forst:
        steg = Steg.OVING
    return Arbeid(intervju, egen, tuple(plasser), er_leder, steg)


def _step(
    intervju: Intervju,
    egen: Vurderingsplass,
    plasser: Sequence[Vurderingsplass],
    er_leder: bool,
    now: datetime,
) -> Steg:
    if is_barred(egen.tilstand):
        venter = egen.tilstand is Tilstand.MISTENKT
        return Steg.VENT_AVGJORELSE if venter else Steg.INHABIL
    if intervju.soknad.status is not SoknadStatus.TIL_INTERVJU:
        return Steg.FERDIG
    if egen.tilstand is None:
        return Steg.ERKLAR
    if er_leder and any(plass.tilstand is Tilstand.MISTENKT for plass in plasser):
        return Steg.AVGJOR
    if intervju.status is IntervjuStatus.PLANLAGT:
        return _before(intervju, er_leder, now)
    return _after(intervju, egen, plasser, er_leder)


def _before(intervju: Intervju, er_leder: bool, now: datetime) -> Steg:
    if now < intervju.start_at:
        return Steg.LES
    return Steg.MERK if er_leder else Steg.VENT_INTERVJU


def _after(
    intervju: Intervju, egen: Vurderingsplass, plasser: Sequence[Vurderingsplass], er_leder: bool
) -> Steg:
    if egen.status is not VurderingStatus.LAST:
        return Steg.VURDER
    if rules.joint_open_hindre(intervju.status, plasser):
        return Steg.VENT_ANDRE
    return Steg.FELLES if er_leder else Steg.VENT_LEDER
