"""What coordinators decide about applications, and how the applicants are told.

This is the first sorting; outcomes after interviews are set and told by `intervju`. A decision is
held back until it is released together with others: `send_svar` tells.
"""

from collections.abc import Sequence
from datetime import datetime

from rekruttering.felles import audit, events
from rekruttering.felles.db import flush
from rekruttering.felles.errors import N_, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.soknad import mail
from rekruttering.soknad.events import SoknadGjenapnet
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus, overganger
from rekruttering.tilgang.models import Bruker

# For the page of a coordinator who was not the first.
ENDRET_TEKST = N_(
    "Noen har endret søknaden etter at du åpnet siden. Ingenting er gjort. Se hvordan det står nå."
)


def shortlist(soknad: Soknad, *, bruker: Bruker, begrunnelse: str = "", now: datetime) -> None:
    """Choose an application for interview; grounds may be given, and stay with Udir.

    Raises:
        HindretError: it is not waiting to be sorted, or the deadline has not passed.
    """
    frist_at = soknad.utlysning.frist_at
    refuse_if(overganger.decide_hindre(soknad.status, frist_at, now, begrunnelse or None))
    _decide(soknad, SoknadStatus.TIL_INTERVJU, bruker, begrunnelse, now)


def decline(soknad: Soknad, *, bruker: Bruker, begrunnelse: str, now: datetime) -> None:
    """Refuse an application in the first sorting; `begrunnelse` is told to the applicant.

    Raises:
        HindretError: it is not waiting to be sorted, or the deadline has not passed.
    """
    frist_at = soknad.utlysning.frist_at
    refuse_if(overganger.decide_hindre(soknad.status, frist_at, now, begrunnelse))
    _decide(soknad, SoknadStatus.AVSLAG, bruker, begrunnelse, now)


def reopen(soknad: Soknad, *, bruker: Bruker, begrunnelse: str, now: datetime) -> None:
    """Take a decision back: the application is as it was when it was sent in."""
    refuse_if(
        overganger.reopen_hindre(
            soknad.status, soknad.sortert_status, soknad.meldt_status, begrunnelse
        )
    )
    audit.record(
        "gjenapnet",
        soknad,
        bruker=bruker,
        fra=soknad.status,
        begrunnelse=begrunnelse,
        tidligere_begrunnelse=soknad.avgjort_begrunnelse,
    )
    soknad.status, soknad.endret_at = SoknadStatus.INNSENDT, now
    soknad.avgjort_at = soknad.avgjort_av = None
    soknad.sortert_status = soknad.meldt_status = soknad.meldt_at = None
    soknad.avgjort_begrunnelse = ""
    flush()
    events.publish(SoknadGjenapnet(soknad))


def send_svar(soknader: Sequence[Soknad], *, bruker: Bruker, now: datetime) -> None:
    """Release outcomes of the sorting: each applicant is told by mail, and on the page.

    Raises:
        HindretError: one of them was not sorted, or has been told already.
    """
    for soknad in soknader:
        hindre = overganger.svar_hindre(soknad.status, soknad.sortert_status, soknad.meldt_status)
        refuse_if(hindre)
        note_told(soknad, now=now)
        audit.record("svar_sendt", soknad, bruker=bruker, status=soknad.status)
    flush()
    for soknad in soknader:
        enqueue(mail.svar(soknad))


def note_told(soknad: Soknad, *, now: datetime) -> None:
    """Let the applicant's page show the present decision, because a mail has told it."""
    soknad.meldt_status, soknad.meldt_at = soknad.status, now


def _decide(
    soknad: Soknad, status: SoknadStatus, bruker: Bruker, begrunnelse: str, now: datetime
) -> None:
    audit.record(
        status.value, soknad, bruker=bruker, fra=soknad.status, begrunnelse=begrunnelse.strip()
    )
    soknad.status = soknad.sortert_status = status
    soknad.avgjort_at, soknad.avgjort_av = now, bruker
    soknad.avgjort_begrunnelse, soknad.endret_at = begrunnelse.strip(), now
    flush()
