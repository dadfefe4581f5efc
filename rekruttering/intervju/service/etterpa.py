"""Whether an interview was held, and what follows when it was not."""

from datetime import datetime

from rekruttering.felles import audit, events
from rekruttering.felles.db import flush
from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.intervju import mail, queries, rules
from rekruttering.intervju.events import IntervjuHoldt
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.intervju.rules.tider import NYTT_VALG
from rekruttering.tilgang.models import Bruker


def mark_holdt(intervju: Intervju, *, bruker: Bruker, now: datetime) -> None:
    """Say that the interview was held, so that its panel may score; twice is once.

    Raises:
        HindretError: it has not begun, or it was cancelled.
    """
    queries.lock_intervju(intervju)
    if intervju.status is IntervjuStatus.HOLDT:
        return
    refuse_if(rules.mark_hindre(intervju.status, intervju.start_at, now))
    intervju.status = IntervjuStatus.HOLDT
    flush()
    events.publish(IntervjuHoldt(intervju))
    audit.record("intervju_holdt", intervju, bruker=bruker)


def mark_ikke_holdt(
    intervju: Intervju, grunn: str, *, bruker: Bruker, now: datetime, avbrutt: bool = False
) -> None:
    """Say that the interview was not held, or broke off, and why.

    The applicant gets a neutral mail, the first time with a choice of new times; after that a
    person decides.

    Raises:
        HindretError: it has not begun, it is over, or the reason is missing.
    """
    queries.lock_intervju(intervju)
    if intervju.status is IntervjuStatus.IKKE_HOLDT:
        return
    hindre = rules.mark_hindre(intervju.status, intervju.start_at, now)
    if not grunn:
        hindre.append(Hinder("grunn", N_("Skriv hvorfor intervjuet ikke ble holdt.")))
    refuse_if(hindre)
    intervju.status, intervju.ikke_holdt_grunn = IntervjuStatus.IKKE_HOLDT, grunn
    intervju.avbrutt_at = now if avbrutt else None
    kan_velge = NYTT_VALG not in intervju.paminnelser
    intervju.paminnelser = [*intervju.paminnelser, NYTT_VALG]
    flush()
    enqueue(mail.ikke_holdt_epost(intervju, kan_velge=kan_velge))
    handling = "intervju_avbrutt" if avbrutt else "intervju_ikke_holdt"
    audit.record(handling, intervju, bruker=bruker, grunn=grunn)
