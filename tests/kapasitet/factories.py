"""Rounds with applicants to be covered for, and answers worked out here and not in a process."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from rekruttering.analyse import adapter
from rekruttering.analyse import service as analyse_service
from rekruttering.analyse.models import Analyse
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.kapasitet import queries, service
from rekruttering.kapasitet.rules import Kommunevalg
from rekruttering.pulje.models import Pulje
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud.models import Tilbud
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.utlysning.models import Utlysning
from rekruttering.vurdering.models import Innstilling
from rekruttering.vurdering.rules import Innstillingsutfall
from tests.pulje.factories import make_koordinator, make_pulje, make_puljekommune
from tests.soknad.factories import make_soknad
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_utlysning

_numbers = count(1)


def make_sokerrunde(sokere: int = 4, kommuner: int = 2, **felter: Any) -> tuple[Utlysning, Pulje]:
    """Return a saved, open round with complete applications and municipalities that said yes."""
    utlysning = make_utlysning(periode_fra_dato=date(2020, 8, 1), **felter)
    pulje = make_pulje(utlysning)
    for _n in range(sokere):
        make_soker(utlysning)
    for _n in range(kommuner):
        make_puljekommune(pulje)
    return utlysning, pulje


def make_soker(
    utlysning: Utlysning, status: SoknadStatus = SoknadStatus.INNSENDT, **felter: Any
) -> Soknad:
    """Return a saved application of somebody with a name of their own."""
    navn = felter.pop("navn", f"Søker {next(_numbers)}")
    return make_soknad(
        status, utlysning=utlysning, soker=make_bruker(navn=navn), **{"navn": navn, **felter}
    )


def make_innstilt(
    utlysning: Utlysning, poeng: int, utfall: Innstillingsutfall = Innstillingsutfall.INNSTILT
) -> Soknad:
    """Return the saved application of somebody with an outcome and points."""
    soknad = make_soker(utlysning, SoknadStatus(utfall.value))
    innstilling = Innstilling(
        soknad=soknad,
        utfall=utfall,
        poeng=poeng,
        begrunnelse="Erfaren.",
        innstilt_at=clock.now(),
        innstilt_av_id=make_koordinator().id,
    )
    db.session.add(innstilling)
    db.session.commit()
    return soknad


def make_tilbud(soknad: Soknad, status: TilbudStatus = TilbudStatus.SENDT) -> Tilbud:
    """Return a saved offer in this state; one that is open can be answered for a week."""
    now = clock.now()
    tilbud = Tilbud(
        soknad=soknad,
        status=status,
        sendt_at=now,
        sendt_av_id=make_koordinator().id,
        svarfrist_at=now + timedelta(days=7),
        svart_at=None if status is TilbudStatus.SENDT else now,
    )
    db.session.add(tilbud)
    db.session.commit()
    return tilbud


def ask(
    utlysning: Utlysning,
    typer: tuple[str, ...] = service.TYPER,
    *,
    now: datetime | None = None,
    valg: Kommunevalg | None = None,
    prosent: int | None = None,
) -> list[Analyse]:
    """Return saved questions that a coordinator has asked and nobody has answered."""
    now = now or clock.now()
    grunnlag = service.make_grunnlag(utlysning, now=now, valg=valg)
    bruker = make_koordinator()
    rows = service.bestill(grunnlag, typer, bruker=bruker, now=now, prosent=prosent)
    db.session.commit()
    return rows


def answer(analyse: Analyse, seconds: int = 20) -> dict[str, Any]:
    """Return the answer to a question, worked out here and saved."""
    order = {
        "type": analyse.type,
        "problem": analyse.problem,
        "forslag": analyse.forslag,
        "parametre": analyse.parametre,
        "maks_sekunder": seconds,
        "fro": 1,
    }
    svar = adapter.find_regner(analyse.type)(order, lambda _line: None, lambda: False)
    analyse_service.begin(analyse.id)
    analyse_service.finish(analyse.id, svar, stopped=False, now=clock.now())
    db.session.commit()
    return svar


def ask_and_answer(utlysning: Utlysning, typer: tuple[str, ...] = service.TYPER) -> None:
    """Have a round's capacity worked out."""
    for analyse in ask(utlysning, typer):
        answer(analyse)


def newest(utlysning: Utlysning, type: str) -> Analyse:
    """Return the newest question of a type."""
    found = queries.find_analyser(utlysning.id, [type], Kommunevalg.JA)
    return found[type][0]
