"""Steps from the ranking to the published allocation."""

from collections.abc import Callable
from datetime import date, datetime

from flask import current_app

from rekruttering.demo.forlop import Forlop
from rekruttering.demo.typer import Soker
from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.soknad.models import Soknad
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tilbud import service as tilbud_service
from rekruttering.tilbud.models import Tilbud
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.rules import KjoringStatus
from rekruttering.utlysning.rules import Engasjementsform
from rekruttering.vurdering import service as vurdering_service
from rekruttering.vurdering.rules import Innstillingsutfall

SVARFRIST = clock.end_of(date(2020, 4, 15))
MAX_SECONDS = 60
BEGRUNNELSER = {
    Innstillingsutfall.INNSTILT: "Panelet mener at søkeren har kompetansen utlysningen ber om.",
    Innstillingsutfall.RESERVE: "Søkeren er kvalifisert, men flere har fått høyere poeng.",
    Innstillingsutfall.AVSLAG: "Panelet hørte for lite av det utlysningen legger vekt på.",
}
UTFALL = {
    "innstilt": Innstillingsutfall.INNSTILT,
    "reserve": Innstillingsutfall.RESERVE,
    "avslag_intervju": Innstillingsutfall.AVSLAG,
}
AVSLAG_PA_TILBUD = "Jeg har fått ny jobb og kan ikke si ja likevel."


def rank(forlop: Forlop, now: datetime) -> str:
    """The coordinator's recommendation, and the answers to those who get no offer."""
    koordinator = forlop.koordinator
    antall = dict.fromkeys(Innstillingsutfall, 0)
    for soker, soknad in _interviewed(forlop):
        utfall = UTFALL[soker.utfall]
        vurdering_service.innstill(
            soknad, utfall, BEGRUNNELSER[utfall], bruker=koordinator, now=now
        )
        antall[utfall] += 1
    told = vurdering_service.send_utfall(forlop.utlysning, bruker=koordinator, now=now)
    innstilt = antall[Innstillingsutfall.INNSTILT]
    return f"{innstilt} er innstilt, {told} andre har fått svar"


def send_tilbud(forlop: Forlop, now: datetime) -> str:
    """Offers to everyone recommended."""
    soknader = [soknad for soker, soknad in _interviewed(forlop) if soker.utfall == "innstilt"]
    sendt = tilbud_service.send_tilbud(soknader, SVARFRIST, bruker=forlop.koordinator, now=now)
    return f"{len(sendt)} tilbud er sendt"


def answer_early(forlop: Forlop, now: datetime) -> str:
    """Two in three answer within some days."""
    return _answer(forlop, now, lambda soker: int(soker.id.lstrip("s")) % 3 != 0)


def answer_late(forlop: Forlop, now: datetime) -> str:
    """The others answer on the last day, or not at all."""
    return _answer(forlop, now, lambda _soker: True)


def expire(_forlop: Forlop, now: datetime) -> str:
    """What nobody answered is over."""
    return f"{tilbud_service.expire_due(now)} tilbud ble ikke besvart innen fristen"


def propose(forlop: Forlop, now: datetime) -> str:
    """A run of the optimiser, done here as the worker would do it."""
    kjoring = tildeling_service.start_kjoring(
        forlop.utlysning, tildeling_service.Valg(MAX_SECONDS), bruker=forlop.koordinator, now=now
    )
    kjoring_id = kjoring.id
    db.session.commit()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # werkzeug's proxy
    jobs.wait_for_all(app, tildeling_service.JOB)
    db.session.expire_all()
    ferdig = tildeling_queries.get_kjoring(kjoring_id)
    if ferdig.status is not KjoringStatus.FERDIG or ferdig.forslag is None:
        raise RuntimeError(f"kjøring {kjoring_id}: {ferdig.status} {ferdig.feil}")
    forslag = ferdig.forslag
    return (
        f"forslag: {len(forslag['par'])} par, {len(forslag['udekket'])} kommuner uten par, "
        f"kostnad {forslag['kostnad']}, nedre grense {forslag['nedre_grense']}"
    )


def publish(forlop: Forlop, now: datetime) -> str:
    """The coordinator decides, and everyone concerned is told."""
    siste = tildeling_queries.list_kjoringer(forlop.utlysning.id)[0]
    if siste.tildeling is None:
        raise LookupError("tildeling")
    tildeling = siste.tildeling
    koordinator = forlop.koordinator
    begrunnelse = "Forslaget dekker kommunene og holder reisene korte. Jeg slutter meg til det."
    tildeling_service.approve(tildeling, bruker=koordinator, begrunnelse=begrunnelse, now=now)
    tildeling_service.publish(tildeling, bruker=koordinator, now=now)
    return f"tildelingen er publisert: {len(tildeling.lag)} par"


def _interviewed(forlop: Forlop) -> list[tuple[Soker, Soknad]]:
    soknader = forlop.soknader()
    return [
        (soker, soknader[soker.id]) for soker in forlop.befolkning.sokere if soker.utfall in UTFALL
    ]


def _answer(forlop: Forlop, now: datetime, answers_now: Callable[[Soker], bool]) -> str:
    ja = nei = 0
    for tilbud in tilbud_queries.list_tilbud(forlop.utlysning.id):
        soker = forlop.soker(tilbud.soknad)
        if tilbud.status is not TilbudStatus.SENDT or not answers_now(soker):
            continue
        if soker.tilbudssvar == "ja":
            _accept(tilbud, soker, now)
            ja += 1
        elif soker.tilbudssvar == "nei":
            tilbud_service.decline(tilbud, AVSLAG_PA_TILBUD, now=now)
            nei += 1
    return f"{ja} takket ja, {nei} takket nei"


def _accept(tilbud: Tilbud, soker: Soker, now: datetime) -> None:
    onske = soker.engasjement
    svar = tilbud_service.AcceptInput(
        Engasjementsform(onske.form), onske.minst, onske.mest, tilbud.soknad.navn
    )
    tilbud_service.accept(tilbud, svar, now=now)
