"""A draft becomes an appointment: who is told what, and what their calendars get."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import Hinder
from rekruttering.felles.mail import enqueue
from rekruttering.habilitet.rules import is_barred
from rekruttering.intervju import mail, queries
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import IntervjuStatus, Plass
from rekruttering.intervju.rules.timeplan import Klarhet, release_hindre
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.service import note_told
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning


@dataclass(frozen=True)
class Venter:
    """A planned interview that has not been told as it is, and why its invitation cannot leave."""

    intervju: Intervju
    hindre: tuple[Hinder, ...]
    endringer: tuple[str, ...]


def list_ventende(utlysning_id: int, now: datetime) -> list[Venter]:
    """Return the drafts of a round by time; those without hindre may be released."""
    intervju_liste = queries.list_ikke_innkalt(utlysning_id)
    plasser = queries.map_plasser(intervju_liste)
    return [
        Venter(
            each,
            tuple(release_hindre(to_klarhet(each, plasser[each.id]), now)),
            tuple(changed(each)),
        )
        for each in intervju_liste
    ]


def to_klarhet(intervju: Intervju, plasser: Iterable[Plass]) -> Klarhet:
    """Return what the rule of release asks about an interview."""
    plasser = list(plasser)
    return Klarhet(
        intervju.soknad.navn,
        intervju.start_at,
        tuple(plass.navn for plass in plasser if plass.tilstand is None),
        tuple(plass.navn for plass in plasser if is_barred(plass.tilstand)),
        not intervju.sted,
    )


def snapshot(intervju: Intervju) -> dict[str, Any]:
    """Return what people are told of an interview, as JSON values."""
    return {
        "start_at": intervju.start_at.isoformat(),
        "slutt_at": intervju.slutt_at.isoformat(),
        "form": intervju.form.value,
        "sted": intervju.sted,
        "panel": intervju.panel.navn,
        "medlemmer": [[p.bruker_id, p.bruker.navn or p.bruker.epost] for p in intervju.plasser],
    }


def changed(intervju: Intervju) -> list[str]:
    """Return what differs from what was told last: «ny», or some of tid, sted, panel."""
    told = intervju.varslet
    if told is None:
        return ["ny"]
    now_is = snapshot(intervju)
    found = []
    if any(now_is[key] != told[key] for key in ("start_at", "slutt_at")):
        found.append("tid")
    if any(now_is[key] != told[key] for key in ("form", "sted")):
        found.append("sted")
    if {id for id, _ in now_is["medlemmer"]} != {id for id, _ in told["medlemmer"]}:
        found.append("panel")
    return found


def send_innkallinger(
    utlysning: Utlysning,
    *,
    bruker: Bruker | None,
    now: datetime,
    bare: Collection[int] | None = None,
) -> list[Intervju]:
    """Release every draft that may be (of the ids `bare`): mails and invitations leave together.

    A draft that is again as it was told needs no message.
    """
    queries.lock_round(utlysning.id)
    sent = []
    for each in list_ventende(utlysning.id, now):
        if each.hindre or (bare is not None and each.intervju.id not in bare):
            continue
        if not each.endringer:
            each.intervju.innkalt_at = now
            continue
        tell(each.intervju, bruker=bruker, now=now)
        sent.append(each.intervju)
    flush()
    return sent


def tell(intervju: Intervju, *, bruker: Bruker | None, now: datetime) -> None:
    """Tell the applicant and the panel of an interview as it is; those who have left, too."""
    told = intervju.varslet
    intervju.sekvens += 1
    intervju.varslet, intervju.innkalt_at = snapshot(intervju), now
    note_told(intervju.soknad, now=now)
    flush()
    enqueue(mail.innkalling_epost(intervju, now))
    seated = {plass.bruker_id for plass in intervju.plasser}
    for plass in intervju.plasser:
        enqueue(mail.medlem_epost(intervju, plass.bruker, now))
    for medlem in _gone(told, seated):
        enqueue(mail.ute_epost(intervju, told or {}, medlem, now))
    endret = ["ny"] if told is None else ["endret"]
    audit.record("intervju_innkalt", intervju, bruker=bruker, slag=endret, sekvens=intervju.sekvens)


def cancel_intervju(soknad: Soknad, grunn: str, *, bruker: Bruker | None, now: datetime) -> None:
    """Cancel what is planned for an applicant; whoever has been told of it is told.

    `grunn` is a sentence marked for translation.
    """
    intervju = queries.find_intervju(soknad.id)
    if intervju is None or intervju.status is not IntervjuStatus.PLANLAGT:
        return
    intervju.status, intervju.ikke_holdt_grunn = IntervjuStatus.AVLYST, grunn
    intervju.innkalt_at, intervju.fastsatt = None, False
    told = intervju.varslet
    if told is not None:
        intervju.sekvens += 1
        flush()
        enqueue(mail.avlyst_soker_epost(intervju, now))
        for medlem in _gone(told, set()):
            enqueue(mail.avlyst_epost(intervju, medlem, now))
        intervju.varslet = None
    flush()
    audit.record("intervju_avlyst", intervju, bruker=bruker, grunn=grunn)


def _gone(told: dict[str, Any] | None, seated: set[int]) -> list[Bruker]:
    """Return the members who were told and no longer sit."""
    ids = [id for id, _navn in told["medlemmer"] if id not in seated] if told else []
    found = (db.session.get(Bruker, id) for id in ids)
    return [bruker for bruker in found if bruker is not None]
