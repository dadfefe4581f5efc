"""Use cases of decision packs: make one, have it replayed; nothing here commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rekruttering.felles import audit, jobs
from rekruttering.felles.db import db, flush
from rekruttering.tildeling.models import Tildeling
from rekruttering.tilgang.models import Bruker
from rekruttering.vedtakspakke import innhold, queries
from rekruttering.vedtakspakke.models import Gjenskaping, Vedtakspakke
from rekruttering.vedtakspakke.rules import AKTIV, GjenskapingStatus

JOB = "gjenskap_pakke"


def make_pakke(tildeling: Tildeling, *, bruker: Bruker | None, now: datetime) -> Vedtakspakke:
    """Return a pack of an allocation as it stands; the newest one when nothing is different.

    `bruker=None`: the system makes it when the plan is published.  Kilde: docs/regler.md#R34.
    """
    value = innhold.make_innhold(tildeling, now=now)
    last = queries.find_last(tildeling.id)
    if last is not None and innhold.is_same(last.innhold, value):
        return last
    pakke = Vedtakspakke(
        tildeling=tildeling,
        laget_at=now,
        laget_av_id=bruker.id if bruker else None,
        innhold=value,
        avtrykk=value["avtrykk"],
    )
    db.session.add(pakke)
    flush()
    audit.record("vedtakspakke_laget", pakke, bruker=bruker, avtrykk=pakke.avtrykk)
    return pakke


def ask_gjenskaping(pakke: Vedtakspakke, *, bruker: Bruker, now: datetime) -> Gjenskaping:
    """Return a replay of a pack, the one that is under way if there is one; a job does it.

    Raises:
        KonfliktError: somebody asked for one at the same moment.
    """
    aktiv = queries.find_aktiv(pakke.id)
    if aktiv is not None:
        return aktiv
    gjenskaping = Gjenskaping(pakke=pakke, bedt_av=bruker, bedt_at=now)
    db.session.add(gjenskaping)
    flush()
    jobs.enqueue(JOB, gjenskaping.id)
    audit.record("gjenskaping_bestilt", gjenskaping, bruker=bruker)
    return gjenskaping


def begin(id: int) -> Mapping[str, Any] | None:
    """Return the pack for a worker to replay, or None when it is over; may be called again."""
    gjenskaping = queries.lock_gjenskaping(id)
    if gjenskaping.status not in AKTIV:
        return None
    gjenskaping.status = GjenskapingStatus.REGNER
    flush()
    return gjenskaping.pakke.innhold


def finish(id: int, resultat: Mapping[str, Any], *, now: datetime) -> None:
    """Keep what a replay came to; one that is over stays so."""
    gjenskaping = queries.lock_gjenskaping(id)
    if gjenskaping.status in AKTIV:
        gjenskaping.resultat = dict(resultat)
        _end(gjenskaping, GjenskapingStatus.FERDIG, now)


def fail(id: int, *, now: datetime) -> None:
    """End a replay whose process died."""
    gjenskaping = queries.lock_gjenskaping(id)
    if gjenskaping.status in AKTIV:
        _end(gjenskaping, GjenskapingStatus.FEILET, now)


def end_abandoned(*, now: datetime) -> int:
    """End the replays that no worker will finish, and return how many there were."""
    ended = 0
    for gjenskaping in queries.list_aktive():
        if jobs.is_over(JOB, gjenskaping.id):
            fail(gjenskaping.id, now=now)
            ended += 1
    return ended


def _end(gjenskaping: Gjenskaping, status: GjenskapingStatus, now: datetime) -> None:
    gjenskaping.status, gjenskaping.ferdig_at = status, now
    flush()
    utfall = (gjenskaping.resultat or {}).get("utfall")
    audit.record("gjenskaping_over", gjenskaping, bruker=None, status=status, utfall=utfall)
