"""Panels, interviews and scores; a round whose criteria are those of `make_utlysning`."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from rekruttering.felles.db import db
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju import queries, service
from rekruttering.intervju.models import Innstilling, Intervju, Panel, Vurdering
from rekruttering.intervju.rules import Innstillingsutfall, Intervjuform
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
    if held:
        service.mark_holdt(intervju, bruker=koordinator, now=start_at + timedelta(hours=2))
    db.session.commit()
    return intervju


def make_skarer(intervju: Intervju, poeng: int = 4) -> list[service.SkarInput]:
    """Return the same score with reason for every criterion, not saved."""
    return [
        service.SkarInput(kompetanse.id, poeng, None, "Fortalte.", "Godt eksempel.")
        for kompetanse in queries.list_kompetanser(intervju.soknad.utlysning_id)
    ]


def make_vurdering(
    intervju: Intervju, bruker: Bruker, poeng: int = 4, *, locked: bool = True
) -> Vurdering:
    """Return a saved scoring with the same score everywhere."""
    vurdering = service.save_vurdering(intervju, bruker, make_skarer(intervju, poeng), now=AFTER)
    if locked:
        service.lock_vurdering(vurdering, now=AFTER)
    db.session.commit()
    return vurdering


def make_vurdert(
    panel: Panel | None = None,
    soknad: Soknad | None = None,
    *,
    poeng: int = 4,
    start_at: datetime = START,
) -> Intervju:
    """Return a held interview with joint scores, the same for every criterion."""
    intervju = make_intervju(panel, soknad, start_at=start_at, held=True)
    medlemmer = [medlem.bruker for medlem in intervju.panel.medlemmer]
    for medlem in medlemmer:
        make_vurdering(intervju, medlem, poeng)
    skarer = [
        service.FellesskarInput(kompetanse.id, poeng)
        for kompetanse in queries.list_kompetanser(intervju.soknad.utlysning_id)
    ]
    service.set_fellesskarer(intervju, skarer, bruker=medlemmer[0], now=AFTER)
    db.session.commit()
    return intervju


def make_innstilling(
    intervju: Intervju | None = None, utfall: Innstillingsutfall = Innstillingsutfall.INNSTILT
) -> Innstilling:
    """Return a saved outcome of an interviewed applicant."""
    intervju = intervju or make_vurdert()
    innstilling = service.innstill(
        intervju.soknad,
        utfall,
        "Solid erfaring.",
        bruker=make_bruker(Rolle.KOORDINATOR),
        now=AFTER,
    )
    db.session.commit()
    return innstilling
