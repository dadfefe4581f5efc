"""Use cases of offers: send, answer, expire, take back; a Veileder exists from the yes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rekruttering.felles import audit, events
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.intervju.queries import lock_round
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.service import note_told
from rekruttering.tilbud import mail, queries, rules
from rekruttering.tilbud.events import VeilederTrukket
from rekruttering.tilbud.models import Avtale, Tilbud, Veileder
from rekruttering.tilbud.rules import Band, TilbudStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Engasjementsform
from rekruttering.vurdering.queries import find_innstilling


@dataclass(frozen=True)
class AcceptInput:
    """What the applicant agrees to, in the form's unit, and the name typed as signature."""

    form: Engasjementsform
    minst: int
    mest: int
    signert_navn: str


def send_tilbud(
    soknader: Sequence[Soknad], svarfrist_at: datetime, *, bruker: Bruker, now: datetime
) -> list[Tilbud]:
    """Send an offer to each; who has an open one already is left alone. All are sent, or none.

    Raises:
        HindretError: with every applicant who cannot have one, or a deadline that has passed.
    """
    for utlysning_id in sorted({soknad.utlysning_id for soknad in soknader}):
        lock_round(utlysning_id)
    hindre = rules.frist_hindre(svarfrist_at, now)
    nye: list[tuple[Soknad, Tilbud | None]] = []
    for soknad in soknader:
        tilbud = queries.find_for_soknad(soknad.id)
        status = rules.status_now(tilbud.status, tilbud.svarfrist_at, now) if tilbud else None
        if status is not TilbudStatus.SENDT:
            hindre += rules.send_hindre(soknad.navn, soknad.status, status)
            nye.append((soknad, tilbud))
    refuse_if(hindre)
    return [_send(soknad, tilbud, svarfrist_at, bruker, now) for soknad, tilbud in nye]


def accept(tilbud: Tilbud, data: AcceptInput, *, now: datetime) -> Avtale:
    """Accept an offer, sign the agreement and make the applicant a veileder.

    Raises:
        HindretError: with every reason: answered, too late, outside the band, not the own name.
    """
    queries.lock_tilbud(tilbud)
    soknad = tilbud.soknad
    band = find_band(soknad.utlysning, data.form)
    refuse_if(
        [
            *rules.answer_hindre(tilbud.status, tilbud.svarfrist_at, now),
            *rules.accept_hindre(band, data.minst, data.mest),
            *rules.sign_hindre(data.signert_navn, soknad.navn),
        ]
    )
    tilbud.status, tilbud.svart_at = TilbudStatus.TAKKET_JA, now
    avtale = _sign(tilbud, data, band, now)
    _add_veileder(soknad, data, band)
    flush()
    enqueue(mail.ja_epost(tilbud, avtale))
    audit.record(
        "tilbud_takket_ja",
        tilbud,
        bruker=soknad.soker,
        form=data.form,
        minst=data.minst,
        mest=data.mest,
    )
    return avtale


def decline(tilbud: Tilbud, begrunnelse: str, *, now: datetime) -> None:
    """Decline an offer.

    Raises:
        HindretError: answered already, too late, or no reason given.
    """
    queries.lock_tilbud(tilbud)
    hindre = rules.answer_hindre(tilbud.status, tilbud.svarfrist_at, now)
    refuse_if([*hindre, *rules.decline_hindre(begrunnelse)])
    tilbud.status, tilbud.svart_at = TilbudStatus.TAKKET_NEI, now
    tilbud.svar_begrunnelse = begrunnelse
    flush()
    enqueue(mail.tilbud_epost("tilbud_nei", tilbud))
    audit.record("tilbud_takket_nei", tilbud, bruker=tilbud.soknad.soker, begrunnelse=begrunnelse)


def expire_due(now: datetime) -> int:
    """Write down what the clock has decided: unanswered offers expire; return how many."""
    utlopte = queries.list_utlopte(now)
    for tilbud in utlopte:
        tilbud.status = TilbudStatus.UTLOPT
        flush()
        enqueue(mail.tilbud_epost("tilbud_utlopt", tilbud))
        audit.record("tilbud_utlopt", tilbud, bruker=None)
    return len(utlopte)


def remind_due(now: datetime) -> int:
    """Remind those who have not answered two days before the deadline; return how many."""
    nar = [
        tilbud
        for tilbud in queries.list_uten_paminnelse(now)
        if rules.reminder_is_due(tilbud.sendt_at, tilbud.svarfrist_at, now)
    ]
    for tilbud in nar:
        tilbud.pamint_at = now
        flush()
        enqueue(mail.tilbud_epost("tilbud_paminnelse", tilbud))
    return len(nar)


def withdraw_tilbud(tilbud: Tilbud, begrunnelse: str, *, bruker: Bruker, now: datetime) -> None:
    """Take an open offer back; the applicant is told why.

    Raises:
        HindretError: it is not open any more, or the reason is missing.
    """
    queries.lock_tilbud(tilbud)
    status = rules.status_now(tilbud.status, tilbud.svarfrist_at, now)
    refuse_if(rules.withdraw_hindre(status, begrunnelse))
    tilbud.status, tilbud.begrunnelse = TilbudStatus.TRUKKET, begrunnelse
    flush()
    enqueue(mail.tilbud_epost("tilbud_trukket", tilbud, begrunnelse=begrunnelse))
    audit.record("tilbud_trukket", tilbud, bruker=bruker, begrunnelse=begrunnelse)


def extend_frist(
    tilbud: Tilbud, svarfrist_at: datetime, begrunnelse: str, *, bruker: Bruker, now: datetime
) -> None:
    """Give an offer a later deadline; one that has expired is open again.

    Raises:
        HindretError: it is answered or withdrawn, the deadline is not later, or has no reason.
    """
    queries.lock_tilbud(tilbud)
    before = tilbud.svarfrist_at
    if before == svarfrist_at and tilbud.status is TilbudStatus.SENDT:
        return
    hindre = rules.extend_hindre(
        tilbud.status, tilbud.soknad.status, before, svarfrist_at, begrunnelse
    )
    refuse_if([*hindre, *rules.frist_hindre(svarfrist_at, now)])
    tilbud.status, tilbud.svarfrist_at = TilbudStatus.SENDT, svarfrist_at
    tilbud.begrunnelse, tilbud.pamint_at = begrunnelse, None
    flush()
    enqueue(mail.tilbud_epost("tilbud_ny_frist", tilbud))
    audit.record(
        "tilbud_ny_frist",
        tilbud,
        bruker=bruker,
        fra=before.isoformat(),
        til=svarfrist_at.isoformat(),
        begrunnelse=begrunnelse,
    )


def withdraw_veileder(
    veileder: Veileder, begrunnelse: str, *, bruker: Bruker, now: datetime
) -> None:
    """Take a veileder out of the round; what was allocated is looked at by whoever listens.

    Raises:
        HindretError: the veileder has left already, or the reason is missing.
    """
    refuse_if(rules.end_hindre(veileder.sluttet_at, begrunnelse))
    veileder.sluttet_at, veileder.sluttet_begrunnelse = now, begrunnelse
    flush()
    audit.record("veileder_trukket", veileder, bruker=bruker, begrunnelse=begrunnelse)
    events.publish(VeilederTrukket(veileder))


def close_for_soknad(soknad: Soknad, *, now: datetime) -> None:
    """End what a withdrawn application has led to: an open offer, or the veileder."""
    tilbud = queries.find_for_soknad(soknad.id)
    if tilbud is not None and tilbud.status is TilbudStatus.SENDT:
        tilbud.status = TilbudStatus.TRUKKET
        flush()
        audit.record("tilbud_trukket", tilbud, bruker=soknad.soker, begrunnelse="")
    veileder = queries.find_veileder(soknad.id)
    if veileder is not None and veileder.sluttet_at is None:
        grunn = "Søkeren trakk søknaden."
        withdraw_veileder(veileder, grunn, bruker=soknad.soker, now=now)


def find_band(utlysning: Utlysning, form: Engasjementsform) -> Band | None:
    """Return the band of an engagement form in a call; None when the call has no such form."""
    for en in utlysning.engasjementer:
        if en.form is form:
            return rules.make_band(en.enhet, en.minst, en.mest, utlysning.arsverk_timer)
    return None


def _send(
    soknad: Soknad, tilbud: Tilbud | None, svarfrist_at: datetime, bruker: Bruker, now: datetime
) -> Tilbud:
    tilbud = tilbud or Tilbud(soknad=soknad)
    tilbud.status, tilbud.begrunnelse = TilbudStatus.SENDT, ""
    tilbud.sendt_at, tilbud.sendt_av_id = now, bruker.id
    tilbud.svarfrist_at, tilbud.pamint_at = svarfrist_at, None
    note_told(soknad, now=now)
    db.session.add(tilbud)
    flush()
    enqueue(mail.tilbud_epost("tilbud_sendt", tilbud))
    audit.record("tilbud_sendt", tilbud, bruker=bruker, svarfrist_at=svarfrist_at.isoformat())
    return tilbud


def _sign(tilbud: Tilbud, data: AcceptInput, band: Band | None, now: datetime) -> Avtale:
    assert band is not None
    soknad = tilbud.soknad
    tekst = mail.avtale_tekst(
        soknad,
        mail.malform_of(soknad),
        band=band,
        form=data.form,
        minst=data.minst,
        mest=data.mest,
        signert_navn=data.signert_navn,
        signert_at=now,
    )
    avtale = Avtale(
        tilbud=tilbud,
        form=data.form,
        enhet=band.enhet,
        minst=data.minst,
        mest=data.mest,
        fra_dato=soknad.utlysning.periode_fra_dato,
        til_dato=soknad.utlysning.periode_til_dato,
        signert_at=now,
        signert_navn=data.signert_navn,
        tekst=tekst,
    )
    db.session.add(avtale)
    return avtale


def _add_veileder(soknad: Soknad, data: AcceptInput, band: Band | None) -> None:
    assert band is not None
    innstilling = find_innstilling(soknad.id)
    db.session.add(
        Veileder(
            utlysning_id=soknad.utlysning_id,
            bruker_id=soknad.soker_id,
            soknad=soknad,
            timer_minst=band.timer(data.minst),
            timer_mest=band.timer(data.mest),
            poeng=innstilling.poeng if innstilling else 0,
        )
    )
