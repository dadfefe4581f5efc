"""Who sits together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, KonfliktError, refuse_if
from rekruttering.habilitet.queries import map_tilstander
from rekruttering.habilitet.rules import is_barred
from rekruttering.intervju import queries, rules
from rekruttering.intervju.models import Intervju, Panel, Panelmedlem
from rekruttering.intervju.service.grunnlag import get_ramme
from rekruttering.intervju.service.planlegging import set_plasser
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.queries import list_brukere
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning


@dataclass(frozen=True)
class PanelInput:
    """A panel as a coordinator wants it; the lead is one of the members."""

    navn: str
    leder_id: int | None
    medlem_ids: tuple[int, ...]


def create_panel(utlysning: Utlysning, data: PanelInput, *, bruker: Bruker, now: datetime) -> Panel:
    """Return a new panel of a round.

    Raises:
        HindretError: too few members, no lead, or the name is taken.
    """
    refuse_if(_hindre(data, utlysning.id, None))
    panel = Panel(utlysning_id=utlysning.id, navn=data.navn, endret_at=now)
    _set_medlemmer(panel, data)
    db.session.add(panel)
    flush()
    audit.record("panel_opprettet", panel, bruker=bruker, **_detaljer(data))
    return panel


def update_panel(
    panel: Panel, data: PanelInput, *, versjon: int, bruker: Bruker, now: datetime
) -> None:
    """Change a panel; its interviews keep their times, and are drafts until the change is told.

    Where the whole panel sits, who is new must declare for each applicant.

    Raises:
        KonfliktError: someone else changed the panel after `versjon` was read.
        HindretError: as for a new panel, or a new member cannot sit in a planned interview.
    """
    if panel.versjon != versjon:
        raise KonfliktError
    before = {medlem.bruker_id for medlem in panel.medlemmer}
    refuse_if(_hindre(data, panel.utlysning_id, panel.id))
    queries.lock_round(panel.utlysning_id)
    refuse_if(_new_member_hindre(panel, set(data.medlem_ids) - before))
    panel.navn, panel.endret_at = data.navn, now
    _set_medlemmer(panel, data)
    flush()
    _seat_anew(panel)
    audit.record("panel_endret", panel, bruker=bruker, fra=sorted(before), **_detaljer(data))


def _hindre(data: PanelInput, utlysning_id: int, panel_id: int | None) -> list[Hinder]:
    kan_sitte = frozenset(bruker.id for bruker in list_brukere(Rolle.PANEL))
    hindre = rules.panel_hindre(data.navn, data.medlem_ids, data.leder_id, kan_sitte)
    for panel in queries.list_paneler(utlysning_id):
        if panel.navn.casefold() == data.navn.casefold() and panel.id != panel_id:
            hindre.append(Hinder("opptatt_navn", N_("Et annet panel har dette navnet.")))
    return hindre


def _set_medlemmer(panel: Panel, data: PanelInput) -> None:
    """Keep the rows of those who stay, so that the order and their history stay too."""
    rows = {medlem.bruker_id: medlem for medlem in panel.medlemmer}
    for bruker_id, row in rows.items():
        if bruker_id not in data.medlem_ids:
            panel.medlemmer.remove(row)
    for bruker_id in dict.fromkeys(data.medlem_ids):
        row = rows.get(bruker_id) or Panelmedlem(bruker_id=bruker_id)
        row.leder = bruker_id == data.leder_id
        if bruker_id not in rows:
            panel.medlemmer.append(row)


def _new_member_hindre(panel: Panel, nye: set[int]) -> list[Hinder]:
    """Return why new members cannot take part in what is planned already."""
    planlagt = queries.list_planlagte_i_panel(panel.id) if nye else []
    if not planlagt:
        return []
    pause = timedelta(minutes=get_ramme(panel.utlysning_id).pause_min)
    navn = {bruker.id: bruker.navn for bruker in list_brukere(Rolle.PANEL)}
    tilstander = map_tilstander(nye, {intervju.soknad_id for intervju in planlagt})
    tekst = N_("%(navn)s har en tilknytning til %(soker)s, som er satt opp hos panelet.")
    hindre = [
        Hinder("inhabil", tekst, {"navn": navn[ny], "soker": intervju.soknad.navn})
        for intervju in planlagt
        for ny in sorted(nye)
        if is_barred(tilstander.get((ny, intervju.soknad_id)))
    ]
    tekst = N_("%(navn)s sitter i et annet panel samtidig som intervjuet med %(soker)s.")
    for ny in sorted(nye):
        annet = [tid for tid in queries.list_opptatt([ny]) if tid.panel_id != panel.id]
        hindre += [
            Hinder("opptatt", tekst, {"navn": navn[ny], "soker": intervju.soknad.navn})
            for intervju in planlagt
            if any(_collide(intervju, tid, pause) for tid in annet)
        ]
    return hindre


def _collide(a: Intervju, b: Intervju, pause: timedelta) -> bool:
    return a.start_at < b.slutt_at + pause and b.start_at < a.slutt_at + pause


def _seat_anew(panel: Panel) -> None:
    """Let the planned interviews follow the panel: all sit in a small one, a pool fills gaps."""
    size = get_ramme(panel.utlysning_id).panelstorrelse
    ids = [medlem.bruker_id for medlem in sorted(panel.medlemmer, key=lambda m: not m.leder)]
    leder_id = ids[0]
    for intervju in queries.list_planlagte_i_panel(panel.id):
        before = {plass.bruker_id: plass.leder for plass in intervju.plasser}
        stay = [id for id in before if id in ids]
        seats = ids if len(ids) <= size else [*stay, *(i for i in ids if i not in stay)][:size]
        leads = [id for id in stay if before[id]]
        lead = leder_id if leder_id in seats else (leads or seats)[0]
        set_plasser(intervju, seats, lead)
        if {plass.bruker_id: plass.leder for plass in intervju.plasser} != before:
            intervju.innkalt_at = None
    flush()


def _detaljer(data: PanelInput) -> dict[str, object]:
    return {"navn": data.navn, "leder": data.leder_id, "medlemmer": list(data.medlem_ids)}
