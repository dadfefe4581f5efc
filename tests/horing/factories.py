"""Proposals that are being heard, with those who are asked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.felles.mail import Utboks
from rekruttering.horing import service
from rekruttering.horing.models import Horing, Horingsmottaker, Horingssvar
from rekruttering.horing.queries import list_mottakere
from rekruttering.horing.rules import Mottakerslag
from rekruttering.horing.rules.plan import merke, plan_to_json
from rekruttering.horing.service import Bestilling, Felt
from rekruttering.kommune.models import Kommune
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling.models import Tildeling
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_koordinator, make_puljekommune
from tests.tildeling.factories import make_runde, make_tildeling
from tests.tilgang.factories import make_bruker

UKE = timedelta(days=7)
UTENFOR = "Utenforkommune"


def make_proposal(kommuner: Iterable[Kommune] = (), *, par: int = 1) -> Tildeling:
    """Return a saved proposal with so few veiledere that each pair serves several of these."""
    utlysning, pulje = make_runde(veiledere=2 * par, kommuner=0)
    for kommune in kommuner or (make_kommune(), make_kommune(embete_kode="nordland")):
        make_puljekommune(pulje, kommune, timer=130)
    return make_tildeling(utlysning)


def make_bestilling(tildeling: Tildeling, **felter: Any) -> Bestilling:
    """Return a request to hear everybody in a plan, with a week to answer."""
    alle = Bestilling(
        slag=frozenset(Mottakerslag),
        embeter=frozenset(row.kommune.embete_kode for row in list_rows(tildeling)),
        frist_at=clock.now().replace(microsecond=0) + UKE,
    )
    return replace(alle, **felter)


def list_rows(tildeling: Tildeling) -> list[Puljekommune]:
    """Return the municipalities that have a pair in a plan."""
    return [each.puljekommune for lag in tildeling.lag for each in lag.plasseringer]


def make_horing(tildeling: Tildeling | None = None, **felter: object) -> Horing:
    """Return a saved hearing of a proposal; `felter` as in `Bestilling`."""
    tildeling = tildeling or make_proposal()
    bestilling = make_bestilling(tildeling, **felter)
    horing = service.send(tildeling, bestilling, bruker=make_koordinator(), now=clock.now())
    db.session.commit()
    return horing


def make_sendt(tildeling: Tildeling, now: datetime) -> Horing:
    """Return a saved hearing of a plan that may have been decided on since."""
    horing = Horing(
        tildeling=tildeling,
        sendt_at=now,
        sendt_av=make_koordinator(),
        frist_at=now + UKE,
        plan=plan_to_json(service.make_plan(tildeling)),
    )
    db.session.add(horing)
    db.session.commit()
    return horing


def make_mottaker(horing: Horing, sted: Puljekommune | str) -> Horingsmottaker:
    """Return a saved recipient: a municipality, or the embete with this code."""
    region = isinstance(sted, str)
    mottaker = Horingsmottaker(
        horing=horing,
        slag=Mottakerslag.STATSFORVALTER if region else Mottakerslag.KOMMUNE,
        embete_kode=sted if region else None,
        puljekommune=None if region else sted,
    )
    db.session.add(mottaker)
    db.session.commit()
    return mottaker


def make_svar(
    mottaker: Horingsmottaker, row: Puljekommune | None = None, tekst: str = "For lang reise."
) -> Horingssvar:
    """Return a saved comment on a row, or on the whole."""
    svar = Horingssvar(
        mottaker=mottaker,
        puljekommune=row,
        tekst=tekst,
        svart_av=make_bruker(),
        svart_at=clock.now(),
    )
    mottaker.svart_at = clock.now()
    db.session.add(svar)
    db.session.commit()
    return svar


def find_mottaker(horing: Horing, sted: str | int) -> Horingsmottaker:
    """Return the recipient that is the embete with this code, or this puljekommune."""
    return next(
        each
        for each in list_mottakere(horing.id)
        if sted in (each.embete_kode, each.puljekommune_id)
    )


def make_statsforvalter(kode: str = "trondelag", **felter: str) -> Bruker:
    """Return a saved contact of an embete."""
    return make_bruker(Rolle.STATSFORVALTER, omrade=kode, navn=felter.get("navn", "Stein Stat"))


def make_kontakt(row: Puljekommune) -> Bruker:
    """Return the saved contact of a municipality."""
    return make_bruker(Rolle.KOMMUNEKONTAKT, omrade=row.kommune.kommunenummer)


def make_hort(app: Flask) -> dict[str, int]:
    """Return the ids of a hearing of one pair with municipalities in two embeter, and its users."""
    with app.app_context():
        here = make_kommune(navn="Innenforkommune")
        there = make_kommune(navn=UTENFOR, embete_kode="nordland", breddegrad=67.3)
        tildeling = make_proposal([here, there])
        horing = make_horing(tildeling)
        row = next(each for each in list_rows(tildeling) if each.kommune is here)
        other = next(each for each in list_rows(tildeling) if each.kommune is there)
        return {
            "tildeling": tildeling.id,
            "horing": horing.id,
            "row": row.id,
            "other": other.id,
            "embete": find_mottaker(horing, "trondelag").id,
            "annet_embete": find_mottaker(horing, "nordland").id,
            "kommune": find_mottaker(horing, row.id).id,
            "stat": make_statsforvalter().id,
            "kontakt": make_kontakt(row).id,
            "veileder": tildeling.lag[0].veileder_a_id,
        }


def to_form(ids: dict[str, int], tekst: str, sett: str = "", *, samlet: str = "") -> dict[str, str]:
    """Return the form of `make_hort` filled in by somebody who saw the comment `sett`."""
    row = ids["row"]
    return {
        f"t{row}": tekst,
        f"s{row}": merke(sett),
        "t0": samlet,
        "s0": merke(""),
        "handling": "lagre",
    }


def write(mottaker: Horingsmottaker, felter: dict[int, Felt], bruker: Bruker) -> dict[int, str]:
    """Answer now; the comments of others that are in the way, by row, come back."""
    return service.answer(mottaker, felter, bruker=bruker, now=clock.now())


def list_mail(start: str) -> list[str]:
    """Return who gets the mails whose key starts so, by address."""
    query = select(Utboks.til).where(Utboks.nokkel.startswith(start)).order_by(Utboks.til)
    return list(db.session.scalars(query))


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    """Return the codes of the reasons of a refusal."""
    return [hinder.kode for hinder in error.value.hindre]
