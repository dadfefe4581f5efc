"""What an applicant does with the application as a whole, and what reminds of it."""

from datetime import datetime, timedelta

from sqlalchemy.orm.attributes import flag_modified

from rekruttering.felles import audit, events
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.soknad import mail, queries
from rekruttering.soknad.events import SoknadSendt, SoknadTrukket
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus, overganger
from rekruttering.soknad.service.lesing import list_mangler
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning

PAMINNELSER = (timedelta(days=1), timedelta(days=3))
# A draft of a call that closed longer ago than this is not written about any more.
TILBAKE_INNEN = timedelta(days=14)


def start_soknad(utlysning: Utlysning, bruker: Bruker, *, now: datetime) -> Soknad:
    """Return the user's application to the call, new or already there.

    Raises:
        HindretError: the call does not take applications now.
        KonfliktError: the same user started it somewhere else at the same moment.
    """
    soknad = queries.find_soknad(utlysning.id, bruker.id)
    if soknad is not None:
        return soknad
    refuse_if(overganger.start_hindre(utlysning.status, utlysning.frist_at, now))
    soknad = Soknad(
        utlysning_id=utlysning.id,
        utlysning=utlysning,
        soker=bruker,
        navn=bruker.navn,
        telefon=bruker.telefon,
        korrespondanse=bruker.malform,
        opprettet_at=now,
        endret_at=now,
    )
    db.session.add(soknad)
    flush()
    audit.record("opprettet", soknad, bruker=bruker)
    return soknad


def submit_soknad(soknad: Soknad, *, now: datetime, samtykke: bool = True) -> None:
    """Send the application in and mail a receipt.

    `samtykke`: the applicant states now to have read how the data are used.

    Raises:
        HindretError: something is missing, the deadline has passed, or it was sent already.
    """
    utlysning = soknad.utlysning
    mangler = list_mangler(soknad)
    refuse_if(
        overganger.submit_hindre(
            soknad.status, utlysning.status, utlysning.frist_at, now, mangler, samtykke=samtykke
        )
    )
    soknad.status, soknad.sendt_at, soknad.samtykke_at = SoknadStatus.INNSENDT, now, now
    soknad.endret_at = now
    audit.record("sendt_inn", soknad, bruker=soknad.soker)
    flush()
    enqueue(mail.kvittering(soknad))
    events.publish(SoknadSendt(soknad))


def edit_again(soknad: Soknad, *, now: datetime) -> None:
    """Make a sent or withdrawn application a draft again, before the deadline."""
    utlysning = soknad.utlysning
    refuse_if(
        overganger.edit_again_hindre(soknad.status, utlysning.status, utlysning.frist_at, now)
    )
    audit.record("apnet_for_endring", soknad, bruker=soknad.soker, fra=soknad.status)
    soknad.status, soknad.endret_at = SoknadStatus.KLADD, now
    flush()


def withdraw(soknad: Soknad, *, now: datetime) -> None:
    """Withdraw the application at any point after it was sent; later areas clear up after it."""
    refuse_if(overganger.withdraw_hindre(soknad.status, soknad.sendt_at, soknad.meldt_status))
    audit.record("trukket", soknad, bruker=soknad.soker, fra=soknad.status)
    soknad.status, soknad.endret_at = SoknadStatus.TRUKKET, now
    flush()
    enqueue(mail.trukket(soknad, now))
    events.publish(SoknadTrukket(soknad))


def delete_kladd(soknad: Soknad) -> None:
    """Delete a draft that was never sent, with its files."""
    refuse_if(overganger.delete_hindre(soknad.status, soknad.sendt_at))
    audit.record("kladd_slettet", soknad, bruker=soknad.soker)
    db.session.delete(soknad)
    flush()


def remind_kladder(*, now: datetime) -> int:
    """Mail those whose draft is unfinished three days and one day before the deadline.

    Returns how many mails were queued. A draft begun after the moment of a reminder gets the next
    one only. May run as often as wanted.
    """
    queued = 0
    for soknad in queries.list_kladder(now, now + max(PAMINNELSER)):
        frist_at = soknad.utlysning.frist_at
        due = [before for before in PAMINNELSER if frist_at - before <= now]
        if not due or soknad.opprettet_at > frist_at - due[0]:
            continue
        varsel = f"{due[0].days}d-{frist_at:%Y%m%dT%H%M%S}"
        if varsel not in soknad.varsler:
            enqueue(mail.paminnelse(soknad, varsel))
            _remember(soknad, varsel)
            queued += 1
    return queued


def return_kladder(*, now: datetime) -> int:
    """Tell those whose draft was not sent before the deadline; returns how many mails."""
    queued = 0
    for soknad in queries.list_kladder(now - TILBAKE_INNEN, now):
        frist_at = soknad.utlysning.frist_at
        varsel = f"frist-{frist_at:%Y%m%dT%H%M%S}"
        if frist_at < now and varsel not in soknad.varsler:
            enqueue(mail.kladd_tilbake(soknad, varsel))
            audit.record("frist_ute", soknad, bruker=None)
            _remember(soknad, varsel)
            queued += 1
    return queued


def _remember(soknad: Soknad, varsel: str) -> None:
    soknad.varsler = [*soknad.varsler, varsel]
    flag_modified(soknad, "varsler")
