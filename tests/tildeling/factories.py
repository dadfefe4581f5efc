"""Rounds that are ready for an allocation, veiledere, and allocations in any state."""

import re
from datetime import date
from itertools import count
from typing import Any

from flask import Flask

from matching import forslag_to_dict, problem_from_dict, solve
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.kommune.models import Kommune
from rekruttering.pulje.models import Pulje
from rekruttering.soknad.models import Soknad, Sprakferdighet
from rekruttering.soknad.rules import Bakgrunn, Niva, SoknadStatus, Sprak
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import service
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.models import Utlysning
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_koordinator, make_pulje, make_puljekommune
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_utlysning

_numbers = count(1)


def make_veileder(
    utlysning: Utlysning, *, timer: tuple[int, int] = (250, 420), poeng: int = 80, **felter: Any
) -> Veileder:
    """Return a saved veileder who writes both målformer; `felter` are columns of the søknad."""
    nummer = next(_numbers)
    navn = felter.pop("navn", f"Veileder {nummer}")
    now = clock.now()
    verdier: dict[str, Any] = {
        "status": SoknadStatus.INNSTILT,
        "telefon": f"900 00 {nummer:03d}",
        "bakgrunn": Bakgrunn.SKOLEEIER if nummer % 2 else Bakgrunn.SKOLELEDER,
        "korrespondanse": Malform.NB,
        "ingen_tilknytning": True,
        "maks_reise_km": 2000,
        "fagomrader": ["analyse"],
    }
    soknad = Soknad(
        utlysning=utlysning,
        soker=make_bruker(epost=felter.pop("epost", f"veileder{nummer}@example.com"), navn=navn),
        navn=navn,
        opprettet_at=now,
        endret_at=now,
        sendt_at=now,
        avgjort_at=now,
        bosted=felter.pop("bosted", None) or make_kommune(),
        sprak=felter.pop("sprak", None) or make_sprak(Sprak.BOKMAL, Sprak.NYNORSK),
        **{**verdier, **felter},
    )
    veileder = Veileder(
        utlysning=utlysning,
        bruker=soknad.soker,
        soknad=soknad,
        timer_minst=timer[0],
        timer_mest=timer[1],
        poeng=poeng,
    )
    db.session.add(veileder)
    db.session.commit()
    return veileder


def make_sprak(
    *sprak: Sprak, muntlig: Niva = Niva.FLYTENDE, skriftlig: Niva = Niva.FLYTENDE
) -> list[Sprakferdighet]:
    """Return languages of an application, not saved."""
    return [Sprakferdighet(sprak=each, muntlig=muntlig, skriftlig=skriftlig) for each in sprak]


def make_runde(
    veiledere: int = 4, kommuner: int = 2, *, utlysning: Utlysning | None = None
) -> tuple[Utlysning, Pulje]:
    """Return a saved round with a draw, veiledere and municipalities that have said yes."""
    utlysning = utlysning or make_utlysning(periode_fra_dato=date(2020, 8, 1))
    pulje = make_pulje(utlysning)
    for n in range(veiledere):
        make_veileder(utlysning, poeng=90 - n)
    for _n in range(kommuner):
        make_puljekommune(pulje)
    return utlysning, pulje


def make_kjoring(utlysning: Utlysning | None = None, **settings: Any) -> Kjoring:
    """Return a saved run that waits for a worker."""
    utlysning = utlysning or make_runde()[0]
    verdier = {"max_seconds": 30, "seed": 1, **settings}
    kjoring = service.start_kjoring(
        utlysning, service.Valg(**verdier), bruker=make_koordinator(), now=clock.now()
    )
    db.session.commit()
    return kjoring


def make_forslag(kjoring: Kjoring) -> dict[str, Any]:
    """Return the best plan, found here and not in a process of its own."""
    return forslag_to_dict(solve(problem_from_dict(kjoring.problem), seed=kjoring.fro))


def make_tildeling(
    utlysning: Utlysning | None = None, status: TildelingStatus = TildelingStatus.FORSLAG
) -> Tildeling:
    """Return a saved allocation in this state (forslag, vedtatt, publisert or forkastet)."""
    kjoring = make_kjoring(utlysning)
    service.finish_kjoring(kjoring.id, make_forslag(kjoring), [], stopped=False, now=clock.now())
    db.session.commit()
    tildeling = kjoring.tildeling
    assert tildeling is not None
    bruker = make_koordinator()
    if status is TildelingStatus.FORKASTET:
        service.reject(tildeling, bruker=bruker, begrunnelse="For lang reise.")
    if status in (TildelingStatus.VEDTATT, TildelingStatus.PUBLISERT):
        service.approve(tildeling, bruker=bruker, begrunnelse="God plan.", now=clock.now())
    if status is TildelingStatus.PUBLISERT:
        service.publish(tildeling, bruker=bruker, now=clock.now())
    db.session.commit()
    return tildeling


def make_id(
    app: Flask,
    status: TildelingStatus = TildelingStatus.FORSLAG,
    *,
    veiledere: int = 4,
    kommuner: int = 2,
) -> int:
    """Return the id of an allocation in a round of its own."""
    with app.app_context():
        utlysning, _pulje = make_runde(veiledere, kommuner)
        return make_tildeling(utlysning, status).id


def home_of(veileder: Veileder) -> Kommune:
    """Return where a veileder lives."""
    assert veileder.soknad.bosted is not None
    return veileder.soknad.bosted


def text_of(html: str) -> str:
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
