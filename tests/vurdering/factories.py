"""Scores and outcomes, in the round that `make_intervju` makes."""

from datetime import datetime

from rekruttering.felles.db import db
from rekruttering.intervju.models import Intervju, Panel
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import list_kompetanser
from rekruttering.vurdering import service
from rekruttering.vurdering.models import Innstilling, Ovingskasus, Ovingsvurdering, Vurdering
from rekruttering.vurdering.rules import Innstillingsutfall
from tests.intervju.factories import AFTER, BEFORE, START, make_intervju
from tests.tilgang.factories import make_bruker


def make_skarer(intervju: Intervju, poeng: int = 4) -> list[service.SkarInput]:
    """Return the same score with reason for every criterion, not saved."""
    return [
        service.SkarInput(kompetanse.id, poeng, None, "Fortalte.", "Godt eksempel.")
        for kompetanse in list_kompetanser(intervju.soknad.utlysning_id)
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
        for kompetanse in list_kompetanser(intervju.soknad.utlysning_id)
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


def make_ovingskasus(utlysning: Utlysning) -> Ovingskasus:
    """Return a saved practice applicant of a round."""
    data = service.OvingskasusInput("Kari Øving", "Slik svarte hun.", "Slik svara ho.")
    koordinator = make_bruker(Rolle.KOORDINATOR)
    kasus = service.save_ovingskasus(utlysning, data, versjon=0, bruker=koordinator, now=BEFORE)
    db.session.commit()
    return kasus


def make_oving(
    kasus: Ovingskasus, bruker: Bruker, poeng: int = 3, *, locked: bool = True
) -> Ovingsvurdering:
    """Return a saved practice scoring with the same score everywhere."""
    skarer = [
        service.SkarInput(kompetanse.id, poeng, None, "", f"Øvde seg til {poeng}.")
        for kompetanse in list_kompetanser(kasus.utlysning_id)
    ]
    vurdering = service.save_oving(kasus, bruker, skarer, now=BEFORE)
    if locked:
        service.lock_oving(vurdering, now=BEFORE)
    db.session.commit()
    return vurdering
