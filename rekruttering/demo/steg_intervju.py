"""Steps of the panels: times, habilitet, scores alone and together."""

from datetime import datetime, timedelta

from rekruttering.demo.forlop import Forlop
from rekruttering.demo.personer import make_skarer
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.habilitet import queries as habilitet_queries
from rekruttering.habilitet import service as habilitet_service
from rekruttering.habilitet.queries import find_tilstand
from rekruttering.habilitet.rules import Tilstand, is_clear
from rekruttering.intervju import queries, service
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.vurdering import queries as vurdering_queries
from rekruttering.vurdering import service as vurdering_service
from rekruttering.vurdering.rules import Mangel


def interview(forlop: Forlop, now: datetime) -> str:
    """Everything that has been held by now: declared, held, scored alone, locked, agreed."""
    held = 0
    for intervju in queries.list_intervju(forlop.utlysning.id):
        if intervju.status is not IntervjuStatus.PLANLAGT or intervju.slutt_at > now:
            continue
        _hold(forlop, intervju)
        held += 1
        db.session.commit()
    return f"{held} intervjuer er holdt og vurdert"


def decide(forlop: Forlop, now: datetime) -> str:
    """What members were unsure of is decided by the coordinator."""
    apne = habilitet_queries.list_apne(forlop.utlysning.id)
    for each in apne:
        habilitet_service.decide(
            each,
            Tilstand.AVKLART,
            "De har møttes faglig, men kjenner ikke hverandre privat.",
            bruker=forlop.koordinator,
            now=now,
        )
    return f"{len(apne)} spørsmål om habilitet er avgjort"


def _hold(forlop: Forlop, intervju: Intervju) -> None:
    medlemmer = [medlem.bruker for medlem in intervju.plasser]
    leder = medlemmer[0]
    before = intervju.start_at - timedelta(days=1)
    for bruker in medlemmer:
        if find_tilstand(bruker.id, soknad_id=intervju.soknad_id) is None:
            habilitet_service.declare(
                bruker, intervju.soknad, Tilstand.INGEN, av=bruker, now=before
            )
    clear = [
        bruker
        for bruker in medlemmer
        if is_clear(find_tilstand(bruker.id, soknad_id=intervju.soknad_id))
    ]
    after = intervju.slutt_at
    with clock.frozen(after):
        service.mark_holdt(intervju, bruker=leder, now=after)
        for bruker in clear:
            _score(forlop, intervju, bruker, after)
        _agree(forlop, intervju, leder, after)


def _score(forlop: Forlop, intervju: Intervju, bruker: Bruker, now: datetime) -> None:
    medlem = {m.epost: m.id for m in forlop.befolkning.panelmedlemmer}[bruker.epost]
    soker = forlop.soker(intervju.soknad)
    kompetanser = {k.kode: k.id for k in forlop.utlysning.kompetanser}
    skarer = [
        vurdering_service.SkarInput(
            kompetanser[skar.kompetanse],
            skar.poeng,
            None if skar.poeng else Mangel.IKKE_HORT,
            skar.svar,
            skar.begrunnelse,
        )
        for skar in make_skarer(forlop.befolkning, soker, medlem)
    ]
    vurdering = vurdering_service.save_vurdering(intervju, bruker, skarer, now=now)
    vurdering_service.lock_vurdering(vurdering, now=now)


def _agree(forlop: Forlop, intervju: Intervju, leder: Bruker, now: datetime) -> None:
    """The joint score is the mean of the members' own, rounded half up."""
    poeng: dict[int, list[int]] = {}
    for skar in vurdering_queries.list_laste_skarer(intervju.id):
        if skar.poeng is not None:
            poeng.setdefault(skar.kompetanse_id, []).append(skar.poeng)
    skarer = [
        vurdering_service.FellesskarInput(
            kompetanse.id,
            _mean(poeng.get(kompetanse.id, [])),
            "Panelet gikk gjennom notatene og ble enige.",
        )
        for kompetanse in forlop.utlysning.kompetanser
    ]
    vurdering_service.set_fellesskarer(intervju, skarer, bruker=leder, now=now)


def _mean(poeng: list[int]) -> int | None:
    return (2 * sum(poeng) + len(poeng)) // (2 * len(poeng)) if poeng else None
