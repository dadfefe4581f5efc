"""Scores: first alone, then together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import Hinder, KonfliktError, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.habilitet.rules import is_barred, is_clear
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.queries import lock_intervju
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.soknad.service import note_told
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.queries import list_kompetanser
from rekruttering.vurdering import mail, queries, rules
from rekruttering.vurdering.models import Fellesskar, Panelanbefaling, Skar, Vurdering
from rekruttering.vurdering.rules import Anbefaling, Mangel, VurderingStatus, oving


@dataclass(frozen=True)
class SkarInput:
    """One criterion as a member fills it in: a score of 1-5, or why there is none, or neither yet.

    `svar` is what the applicant said, `begrunnelse` the assessment.
    """

    kompetanse_id: int
    poeng: int | None = None
    mangel: Mangel | None = None
    svar: str = ""
    begrunnelse: str = ""


@dataclass(frozen=True)
class FellesskarInput:
    """One criterion as the panel agrees on it; None where nobody heard enough to score."""

    kompetanse_id: int
    poeng: int | None
    begrunnelse: str = ""


def ask_for_vurdering(intervju: Intervju) -> None:
    """Ask the members who are not barred to score an interview that was held."""
    plasser = queries.list_plasser(intervju)
    med = {plass.bruker_id for plass in plasser if not is_barred(plass.tilstand)}
    for medlem in intervju.plasser:
        if medlem.bruker_id in med:
            enqueue(mail.vurder_epost(intervju, medlem.bruker))


def save_vurdering(
    intervju: Intervju,
    bruker: Bruker,
    skarer: Sequence[SkarInput],
    *,
    versjon: int | None = None,
    now: datetime,
) -> Vurdering:
    """Save a member's own scoring as a draft; criteria that are not named stay as they are.

    Raises:
        HindretError: it is locked, or the interview does not stand.
        KonfliktError: it was saved elsewhere after `versjon` (0: no row yet) was read.
    """
    vurdering = queries.find_egen_vurdering(intervju.id, bruker.id)
    if versjon is not None and versjon != (vurdering.versjon if vurdering else 0):
        raise KonfliktError
    refuse_if(_save_hindre(intervju, bruker, vurdering))
    if vurdering is None:
        vurdering = Vurdering(intervju=intervju, bruker=bruker, endret_at=now)
        vurdering.status, vurdering.tidligere = VurderingStatus.KLADD, []
        db.session.add(vurdering)
        audit.record("vurdering_pabegynt", vurdering, bruker=bruker)
    rows = {skar.kompetanse_id: skar for skar in vurdering.skarer}
    for data in skarer:
        skar = rows.get(data.kompetanse_id)
        if skar is None:
            skar = Skar(kompetanse_id=data.kompetanse_id)
            vurdering.skarer.append(skar)
        # A score and a reason for none exclude each other; the score wins.
        skar.poeng, skar.mangel = data.poeng, data.mangel if data.poeng is None else None
        skar.svar, skar.begrunnelse = data.svar, data.begrunnelse
    vurdering.endret_at = now
    flush()
    return vurdering


def _save_hindre(intervju: Intervju, bruker: Bruker, vurdering: Vurdering | None) -> list[Hinder]:
    gjenstar = bool(queries.list_gjenstar(bruker.id, [intervju.soknad.utlysning_id]))
    status = vurdering.status if vurdering else None
    return [
        *oving.practice_first_hindre(gjenstar=gjenstar),
        *rules.save_hindre(intervju.status, status),
    ]


def lock_vurdering(vurdering: Vurdering, *, now: datetime) -> None:
    """Lock a member's own scoring; twice is once.

    Raises:
        HindretError: with every criterion that is not complete.
    """
    if vurdering.status is VurderingStatus.LAST:
        return
    rows = {skar.kompetanse_id: skar for skar in vurdering.skarer}
    svar = [
        _svar(kompetanse.navn_nb, rows.get(kompetanse.id))
        for kompetanse in list_kompetanser(vurdering.intervju.soknad.utlysning_id)
    ]
    refuse_if(rules.lock_hindre(vurdering.intervju.status, vurdering.status, svar))
    vurdering.status, vurdering.last_at, vurdering.endret_at = VurderingStatus.LAST, now, now
    flush()
    audit.record("vurdering_last", vurdering, bruker=vurdering.bruker)


def reopen_vurdering(vurdering: Vurdering, grunn: str, *, bruker: Bruker, now: datetime) -> None:
    """Open a locked scoring again; the scores as they were locked are kept beside the new ones.

    Raises:
        HindretError: it is not locked, the joint scores are set, or the reason is missing.
    """
    lock_intervju(vurdering.intervju)
    status = vurdering.intervju.soknad.status
    refuse_if(rules.reopen_hindre(vurdering.status, status, grunn))
    last_at = vurdering.last_at.isoformat() if vurdering.last_at else None
    keep = {"last_at": last_at, "grunn": grunn, "skarer": [_plain(s) for s in vurdering.skarer]}
    vurdering.tidligere = [*vurdering.tidligere, keep]
    vurdering.status, vurdering.gjenapnet_grunn = VurderingStatus.GJENAPNET, grunn
    vurdering.last_at, vurdering.endret_at = None, now
    flush()
    audit.record("vurdering_gjenapnet", vurdering, bruker=bruker, grunn=grunn)


def set_fellesskarer(
    intervju: Intervju, skarer: Sequence[FellesskarInput], *, bruker: Bruker, now: datetime
) -> None:
    """Write what the panel agreed on; the members' own scores stay as they are.

    Raises:
        HindretError: not all have locked, or a score or a reason is missing.
    """
    lock_intervju(intervju)
    plasser = queries.list_plasser(intervju)
    refuse_if(rules.joint_open_hindre(intervju.status, plasser))
    clear = {plass.bruker_id for plass in plasser if is_clear(plass.tilstand)}
    felles = _felles(intervju, skarer, clear)
    refuse_if(rules.joint_hindre(intervju.soknad.status, list(felles.values())))
    rows = {row.kompetanse_id: row for row in queries.list_fellesskarer(intervju.id)}
    for kompetanse_id, en in felles.items():
        row = rows.get(kompetanse_id)
        if row is None:
            row = Fellesskar(intervju_id=intervju.id, kompetanse_id=kompetanse_id, tidligere=[])
            db.session.add(row)
        elif (row.poeng, row.begrunnelse) == (en.poeng, en.begrunnelse):
            continue
        else:
            row.tidligere = [*row.tidligere, _before(row)]
        row.poeng, row.begrunnelse = en.poeng, en.begrunnelse
        row.satt_at, row.satt_av_id = now, bruker.id
    _mark_intervjuet(intervju.soknad, now)
    flush()
    poeng = {str(kompetanse_id): en.poeng for kompetanse_id, en in felles.items()}
    audit.record("fellesskarer_satt", intervju, bruker=bruker, poeng=poeng)


def set_anbefaling(
    intervju: Intervju,
    anbefaling: Anbefaling,
    begrunnelse: str,
    *,
    versjon: int,
    bruker: Bruker,
    now: datetime,
) -> Panelanbefaling:
    """Write what the panel recommends as a whole; the same twice is once.

    Raises:
        HindretError: the joint scores are not set, there is an outcome, or the grounds are missing.
        KonfliktError: it was changed after `versjon` (0: none yet) was read.
    """
    lock_intervju(intervju)
    row = queries.find_anbefaling(intervju.id)
    if row is not None and (row.anbefaling, row.begrunnelse) == (anbefaling, begrunnelse):
        return row
    if versjon != (row.versjon if row else 0):
        raise KonfliktError
    refuse_if(rules.samlet_hindre(intervju.soknad.status, begrunnelse))
    if row is None:
        row = Panelanbefaling(intervju_id=intervju.id, tidligere=[])
        db.session.add(row)
    else:
        row.tidligere = [*row.tidligere, {**_when(row), "anbefaling": row.anbefaling}]
    row.anbefaling, row.begrunnelse = anbefaling, begrunnelse
    row.satt_at, row.satt_av_id = now, bruker.id
    flush()
    audit.record(
        "anbefaling_satt", intervju, bruker=bruker, til=anbefaling, begrunnelse=begrunnelse
    )
    return row


def _before(row: Fellesskar) -> dict[str, object]:
    return {**_when(row), "poeng": row.poeng}


def _when(row: Fellesskar | Panelanbefaling) -> dict[str, object]:
    return {
        "satt_at": row.satt_at.isoformat(),
        "satt_av_id": row.satt_av_id,
        "begrunnelse": row.begrunnelse,
    }


def _felles(
    intervju: Intervju, skarer: Sequence[FellesskarInput], clear: set[int]
) -> Mapping[int, rules.Felles]:
    """Return every criterion with the clear members' own scores; what is not named is empty."""
    egne: dict[int, list[int | None]] = {}
    for skar in queries.list_laste_skarer(intervju.id):
        if skar.vurdering.bruker_id in clear:
            egne.setdefault(skar.kompetanse_id, []).append(skar.poeng)
    given = {data.kompetanse_id: data for data in skarer}
    felles = {}
    for kompetanse in list_kompetanser(intervju.soknad.utlysning_id):
        data = given.get(kompetanse.id, FellesskarInput(kompetanse.id, None))
        felles[kompetanse.id] = rules.Felles(
            kompetanse.navn_nb,
            tuple(egne.get(kompetanse.id, ())),
            data.poeng,
            data.begrunnelse,
        )
    return felles


def _mark_intervjuet(soknad: Soknad, now: datetime) -> None:
    """Note that the applicant was there, and so knows of the invitation."""
    if soknad.status is SoknadStatus.TIL_INTERVJU:
        if soknad.meldt_status is None:
            note_told(soknad, now=now)
        soknad.status, soknad.endret_at = SoknadStatus.INTERVJUET, now


def to_input(skar: Skar) -> SkarInput:
    """Return a stored score as it would be typed in."""
    return SkarInput(skar.kompetanse_id, skar.poeng, skar.mangel, skar.svar, skar.begrunnelse)


def _svar(navn: str, skar: Skar | None) -> rules.Svar:
    if skar is None:
        return rules.Svar(navn, None, None, "")
    return rules.Svar(navn, skar.poeng, skar.mangel, skar.begrunnelse)


def _plain(skar: Skar) -> dict[str, object]:
    return {
        "kompetanse_id": skar.kompetanse_id,
        "poeng": skar.poeng,
        "mangel": skar.mangel,
        "svar": skar.svar,
        "begrunnelse": skar.begrunnelse,
    }
