"""Panels and interviews; a round whose criteria are those of `make_utlysning`."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask

from rekruttering.felles.db import db
from rekruttering.habilitet.queries import find_tilstand
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju import adapter, queries, service
from rekruttering.intervju.models import Intervju, Intervjuramme, Panel, Rom, Timeplan
from rekruttering.intervju.rules import Intervjuform
from rekruttering.intervju.rules.ramme import Ramme
from rekruttering.intervju.rules.timeplan import TimeplanStatus
from rekruttering.intervju.service.planlegging import place_intervju
from rekruttering.intervju.service.timeplaner import to_plassering
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from tests.habilitet.factories import make_habilitet
from tests.soknad.factories import make_soknad
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_utlysning

_numbers = count(1)

# The first interview of a test; a Tuesday inside the window of `make_utlysning`, 10:00 in Oslo.
START = datetime(2099, 2, 10, 9, tzinfo=UTC)
BEFORE = START - timedelta(days=7)
AFTER = START + timedelta(hours=2)


def make_panel(
    utlysning: Utlysning | None = None, medlemmer: Sequence[Bruker] = (), navn: str = ""
) -> Panel:
    """Return a saved panel; the first member leads. Three members unless they are given."""
    medlemmer = medlemmer or [make_bruker(Rolle.PANEL, navn=f"Medlem {n}") for n in (1, 2, 3)]
    data = service.PanelInput(
        navn or f"Panel {next(_numbers)}", medlemmer[0].id, tuple(m.id for m in medlemmer)
    )
    panel = service.create_panel(
        utlysning or make_utlysning(), data, bruker=make_bruker(Rolle.KOORDINATOR), now=BEFORE
    )
    db.session.commit()
    return panel


def make_intervju(
    panel: Panel | None = None,
    soknad: Soknad | None = None,
    *,
    start_at: datetime = START,
    declared: bool = True,
    held: bool = False,
    told: bool = False,
) -> Intervju:
    """Return a saved interview; every member has declared that there is no tie."""
    panel = panel or make_panel()
    soknad = soknad or make_soknad(
        SoknadStatus.TIL_INTERVJU, utlysning=panel.utlysning, navn=f"Søker {next(_numbers)}"
    )
    koordinator = make_bruker(Rolle.KOORDINATOR)
    data = service.PlanInput(panel.id, start_at, Intervjuform.VIDEO, "https://mote.example/1")
    intervju = service.plan_intervju(soknad, data, bruker=koordinator, now=BEFORE)
    if declared:
        for medlem in panel.medlemmer:
            make_habilitet(medlem.bruker, soknad, Tilstand.INGEN)
    db.session.commit()
    if told:
        service.send_innkallinger(
            panel.utlysning, bruker=koordinator, now=BEFORE, bare={intervju.id}
        )
    if held:
        service.mark_holdt(intervju, bruker=koordinator, now=start_at + timedelta(hours=2))
    db.session.commit()
    return intervju


def make_rom(utlysning: Utlysning, navn: str = "", **felter: Any) -> Rom:
    """Return a saved video link, or a room where `sted` is given."""
    number = next(_numbers)
    form = Intervjuform.STED if felter.get("sted") else Intervjuform.VIDEO
    data = service.RomInput(
        **{
            "navn": navn or f"Rom {number}",
            "form": form,
            "sted": "",
            "adresse": f"https://mote.example/rom-{number}",
            "kapasitet": 1,
            "trinnfri": False,
            "apner_min": 9 * 60,
            "stenger_min": 16 * 60,
            **felter,
        }
    )
    rom = service.save_rom(utlysning, None, data, versjon=0, bruker=make_bruker(Rolle.KOORDINATOR))
    db.session.commit()
    return rom


def make_ramme(utlysning: Utlysning, **regler: Any) -> Intervjuramme:
    """Return the saved rules of a round that differ from the defaults like this."""
    data = service.RammeInput(Ramme(**regler))
    koordinator = make_bruker(Rolle.KOORDINATOR)
    rad = service.update_ramme(utlysning, data, versjon=0, bruker=koordinator, now=BEFORE)
    db.session.commit()
    return rad


def make_feilet_timeplan(utlysning: Utlysning) -> Timeplan:
    """Return a saved run that ended without a plan."""
    timeplan = Timeplan(
        utlysning=utlysning,
        status=TimeplanStatus.FEILET,
        startet_av=make_bruker(Rolle.KOORDINATOR),
        opprettet_at=BEFORE,
        ferdig_at=BEFORE,
        problem={"forste_dag": "2099-02-10"},
        forklaringer=[],
        fro=1,
        maks_sekunder=1,
        feil="Beregningen stanset.",
    )
    db.session.add(timeplan)
    db.session.commit()
    return timeplan


def make_runde(sokere: int = 3, medlemmer: int = 3, rom: int = 1) -> Utlysning:
    """Return a round ready for a timetable: applicants without a time, one panel, video links."""
    utlysning = make_utlysning()
    people = [make_bruker(Rolle.PANEL, navn=f"Medlem {n}") for n in range(1, medlemmer + 1)]
    make_panel(utlysning, people, navn="Panelet")
    for _ in range(rom):
        make_rom(utlysning)
    for n in range(1, sokere + 1):
        make_soknad(SoknadStatus.TIL_INTERVJU, utlysning=utlysning, navn=f"Søker {n}")
    return utlysning


def place_all(utlysning: Utlysning) -> list[Intervju]:
    """Give each applicant the first free time, without the solver; return the drafts by time."""
    rom = {each.id: each for each in queries.list_rom(utlysning.id)}
    for soknad in queries.list_uplanlagte(utlysning.id):
        grunnlag = service.load_grunnlag(utlysning, now=BEFORE)
        plassert = adapter.find_ledige(grunnlag, soknad.id, samme_panel=False)[0]
        place_intervju(soknad, None, to_plassering(plassert, rom, None), bruker=None)
        db.session.commit()
    return queries.list_i_plan(utlysning.id)


def declare_all(utlysning: Utlysning) -> None:
    """Let every member declare that there is no tie to the applicants they meet."""
    for intervju in queries.list_i_plan(utlysning.id):
        for plass in intervju.plasser:
            if find_tilstand(plass.bruker_id, soknad_id=intervju.soknad_id) is None:
                make_habilitet(plass.bruker, intervju.soknad, Tilstand.INGEN)
    db.session.commit()


def make_ids(app: Flask, **felter: Any) -> dict[str, int]:
    """Return the ids of a saved interview, its three members, and a coordinator."""
    with app.app_context():
        intervju = make_intervju(**felter)
        leder, a, b = (medlem.bruker_id for medlem in intervju.panel.medlemmer)
        return {
            "intervju": intervju.id,
            "soknad": intervju.soknad_id,
            "panel": intervju.panel_id,
            "runde": intervju.soknad.utlysning_id,
            "leder": leder,
            "a": a,
            "b": b,
            "koordinator": make_bruker(Rolle.KOORDINATOR).id,
        }
