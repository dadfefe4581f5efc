"""The practice applicant: everybody scores the same invented person before the first day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import KonfliktError, refuse_if
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import list_kompetanser
from rekruttering.vurdering import queries, rules
from rekruttering.vurdering.models import Ovingskasus, Ovingsskar, Ovingsvurdering
from rekruttering.vurdering.rules import VurderingStatus
from rekruttering.vurdering.rules.oving import kasus_hindre, practice_lock_hindre, write_hindre
from rekruttering.vurdering.service.vurderinger import SkarInput


@dataclass(frozen=True)
class OvingskasusInput:
    """An invented applicant, and what the members score, in both languages (Markdown)."""

    navn: str
    tekst_nb: str
    tekst_nn: str


def save_ovingskasus(
    utlysning: Utlysning, data: OvingskasusInput, *, versjon: int, bruker: Bruker, now: datetime
) -> Ovingskasus:
    """Make the practice applicant of a round, or change it; the same twice is once.

    Raises:
        HindretError: something is missing, or somebody has begun to score it.
        KonfliktError: it was changed after `versjon` (0: none yet) was read.
    """
    kasus = queries.find_ovingskasus(utlysning.id)
    if kasus is not None and data == OvingskasusInput(kasus.navn, kasus.tekst_nb, kasus.tekst_nn):
        return kasus
    if versjon != (kasus.versjon if kasus else 0):
        raise KonfliktError
    begynt = kasus is not None and queries.is_begynt(kasus.id)
    refuse_if(kasus_hindre(data.navn, data.tekst_nb, data.tekst_nn, begynt=begynt))
    kasus = kasus or Ovingskasus(utlysning=utlysning)
    kasus.navn, kasus.tekst_nb, kasus.tekst_nn = data.navn, data.tekst_nb, data.tekst_nn
    kasus.endret_at = now
    db.session.add(kasus)
    flush()
    audit.record("ovingskasus_lagret", kasus, bruker=bruker, navn=data.navn)
    return kasus


def save_oving(
    kasus: Ovingskasus,
    bruker: Bruker,
    skarer: Sequence[SkarInput],
    *,
    versjon: int | None = None,
    now: datetime,
) -> Ovingsvurdering:
    """Save a member's own practice scoring as a draft; what the applicant said is in the text.

    Raises:
        HindretError: it is locked.
        KonfliktError: it was saved elsewhere after `versjon` (0: no row yet) was read.
    """
    vurdering = queries.find_egen_oving(kasus.id, bruker.id)
    if versjon is not None and versjon != (vurdering.versjon if vurdering else 0):
        raise KonfliktError
    refuse_if(write_hindre(vurdering.status if vurdering else None))
    if vurdering is None:
        vurdering = Ovingsvurdering(ovingskasus=kasus, bruker=bruker, endret_at=now)
        vurdering.status = VurderingStatus.KLADD
        db.session.add(vurdering)
    rows = {skar.kompetanse_id: skar for skar in vurdering.skarer}
    for data in skarer:
        skar = rows.get(data.kompetanse_id)
        if skar is None:
            skar = Ovingsskar(kompetanse_id=data.kompetanse_id)
            vurdering.skarer.append(skar)
        skar.poeng, skar.mangel = data.poeng, data.mangel if data.poeng is None else None
        skar.begrunnelse = data.begrunnelse
    vurdering.endret_at = now
    flush()
    return vurdering


def lock_oving(vurdering: Ovingsvurdering, *, now: datetime) -> None:
    """Lock a member's own practice scoring; twice is once.

    Raises:
        HindretError: with every criterion that is not complete.
    """
    if vurdering.status is VurderingStatus.LAST:
        return
    rows = {skar.kompetanse_id: skar for skar in vurdering.skarer}
    svar = [
        rules.Svar(k.navn_nb, row.poeng, row.mangel, row.begrunnelse)
        if (row := rows.get(k.id))
        else rules.Svar(k.navn_nb, None, None, "")
        for k in list_kompetanser(vurdering.ovingskasus.utlysning_id)
    ]
    refuse_if(practice_lock_hindre(vurdering.status, svar))
    vurdering.status, vurdering.last_at, vurdering.endret_at = VurderingStatus.LAST, now, now
    flush()
    audit.record("oving_last", vurdering, bruker=vurdering.bruker)


def open_comparison(kasus: Ovingskasus, *, bruker: Bruker, now: datetime) -> None:
    """Let those who have locked compare, without waiting for the rest; twice is once."""
    if kasus.apnet_at is None:
        kasus.apnet_at = now
        flush()
        audit.record("oving_apnet", kasus, bruker=bruker)
