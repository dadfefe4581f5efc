"""Use cases of draws and identified municipalities; nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rekruttering.felles import audit, events
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, HindretError, KonfliktError, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.kommune.models import Kommune
from rekruttering.kommune.rules import KommuneMalform, SamiskSprak
from rekruttering.pulje import mail, queries, rules
from rekruttering.pulje.events import PuljekommuneEndret, PuljekommuneFjernes
from rekruttering.pulje.models import Pulje, Puljekommune
from rekruttering.pulje.rules import Grunnlag, PuljekommuneStatus
from rekruttering.tilgang import queries as tilgang_queries
from rekruttering.tilgang import service as tilgang_service
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Malform, Rolle, normal_epost
from rekruttering.utlysning.models import Utlysning


@dataclass(frozen=True)
class PuljeInput:
    """A draw as typed; `innsats_fra_year` is the year in which the first school year begins."""

    navn: str
    trukket_dato: date
    innsats_fra_year: int


@dataclass(frozen=True)
class PuljekommuneInput:
    """An identified municipality as typed.

    `malform` None and `samisk_fra_register` True mean what the register says on the round's
    date; otherwise `samisk_sprak` holds (None: no Sami language).
    """

    kommunenummer: str
    grunnlag: Grunnlag
    timer: int
    kontakt_navn: str
    kontakt_epost: str
    kontakt_telefon: str = ""
    fagomrader: tuple[str, ...] = ()
    behov: str = ""
    malform: KommuneMalform | None = None
    samisk_sprak: SamiskSprak | None = None
    samisk_fra_register: bool = True


def create_pulje(
    inn: PuljeInput, *, utlysning: Utlysning | None, bruker: Bruker | None, now: datetime
) -> Pulje:
    """Return a new draw; `utlysning=None` is one from before this system.

    Raises:
        HindretError: the round has a draw, or the dates do not fit together.
        KonfliktError: another coordinator made the round's draw at the same moment.
    """
    fra, til = rules.innsatsperiode(inn.innsats_fra_year)
    finnes = utlysning is not None and queries.find_pulje(utlysning.id) is not None
    refuse_if(rules.pulje_hindre(inn.trukket_dato, fra, finnes=finnes))
    pulje = Pulje(
        utlysning_id=utlysning.id if utlysning else None,
        navn=inn.navn,
        trukket_dato=inn.trukket_dato,
        innsats_fra_dato=fra,
        innsats_til_dato=til,
    )
    db.session.add(pulje)
    flush()
    audit.record("pulje_opprettet", pulje, bruker=bruker, at=now.isoformat(), navn=inn.navn)
    return pulje


def add_kommune(
    pulje: Pulje, inn: PuljekommuneInput, *, bruker: Bruker | None, now: datetime
) -> Puljekommune:
    """Return a new identified municipality; its contact person may log in from now on.

    Raises:
        HindretError: it is unknown, there already, still in the ordning, or a value is refused.
        KonfliktError: someone else added it at the same moment.
    """
    kommune = queries.map_kommuner(pulje.innsats_fra_dato).get(inn.kommunenummer)
    if kommune is None:
        raise HindretError([_unknown(inn.kommunenummer)])
    refuse_if(add_hindre(pulje, kommune, queries.map_deltakelser(pulje), inn))
    return insert(pulje, kommune, inn, bruker, now)


def _unknown(nummer: str) -> Hinder:
    tekst = N_("«%(nummer)s» er ikke nummeret til en kommune på dette tidspunktet.")
    return Hinder("ukjent", tekst, {"nummer": nummer})


def add_hindre(
    pulje: Pulje,
    kommune: Kommune,
    deltakelser: dict[str, list[rules.Deltakelse]],
    inn: PuljekommuneInput,
) -> list[Hinder]:
    """Return every reason why a municipality cannot be added; `deltakelser` by number."""
    finnes = queries.find_puljekommune(pulje.id, kommune.id) is not None
    tidligere = queries.list_related(kommune.kommunenummer, deltakelser)
    return [
        *rules.duplicate_hindre(kommune.navn, finnes=finnes),
        *rules.identifisert_hindre(kommune.navn, pulje.trukket_dato, tidligere),
        *rules.timer_hindre(inn.timer),
    ]


def insert(
    pulje: Pulje, kommune: Kommune, inn: PuljekommuneInput, bruker: Bruker | None, now: datetime
) -> Puljekommune:
    """Return the stored row of a municipality that passed `add_hindre`."""
    row = Puljekommune(pulje=pulje, kommune=kommune, **column_values(inn, kommune, pulje))
    db.session.add(row)
    flush()
    audit.record("kommune_lagt_til", row, bruker=bruker, **_loggable(row))
    _open_for_contact(row, bruker, now)
    return row


def column_values(inn: PuljekommuneInput, kommune: Kommune, pulje: Pulje) -> dict[str, Any]:
    """Return the columns of a row; the register fills what was left to it."""
    samisk = inn.samisk_sprak
    if inn.samisk_fra_register:
        since = kommune.samisk_fra
        samisk = kommune.samisk_sprak
        if since is not None and since > pulje.innsats_fra_dato:
            samisk = None
    return {
        "grunnlag": inn.grunnlag,
        "timer": inn.timer,
        "malform": inn.malform or kommune.malform,
        "samisk_sprak": samisk,
        "fagomrader": [each for each in rules.Fagomrade if each.value in inn.fagomrader],
        "behov": inn.behov,
        "kontakt_navn": inn.kontakt_navn,
        "kontakt_epost": normal_epost(inn.kontakt_epost),
        "kontakt_telefon": inn.kontakt_telefon,
    }


SHOWN = ("grunnlag", "timer", "malform", "samisk_sprak", "fagomrader", "behov")
CONTACT = ("kontakt_navn", "kontakt_epost", "kontakt_telefon")


def _loggable(row: Puljekommune) -> dict[str, object]:
    """Return what the log keeps; names and addresses of contacts are not copied there."""
    return {"kommunenummer": row.kommune.kommunenummer} | {n: getattr(row, n) for n in SHOWN}


def _open_for_contact(row: Puljekommune, bruker: Bruker | None, now: datetime) -> None:
    """Give the contact person the role for this municipality."""
    malform = Malform(mail.sprak_of(row.malform))
    contact = tilgang_service.create_bruker(
        row.kontakt_epost, row.kontakt_navn, now=now, telefon=row.kontakt_telefon, malform=malform
    )
    nummer = row.kommune.kommunenummer
    tilgang_service.give_rolle(contact, Rolle.KOMMUNEKONTAKT, nummer, av=bruker)


def _close_for_contact(epost: str, kommunenummer: str, bruker: Bruker | None) -> None:
    """Take the role from someone who is no longer contact for the municipality anywhere."""
    contact = tilgang_queries.find_bruker(epost)
    if contact is not None and queries.count_contacts(epost, kommunenummer) == 0:
        tilgang_service.take_rolle(contact, Rolle.KOMMUNEKONTAKT, kommunenummer, av=bruker)


def update_kommune(
    row: Puljekommune,
    inn: PuljekommuneInput,
    *,
    versjon: int,
    bruker: Bruker | None,
    now: datetime,
) -> None:
    """Change need, languages and contact; the municipality itself stays.

    Raises:
        KonfliktError: the row is no longer the version that was seen.
        HindretError: a value is refused.
    """
    if row.versjon != versjon:
        raise KonfliktError
    refuse_if(rules.timer_hindre(inn.timer))
    values = column_values(inn, row.kommune, row.pulje)
    before = _loggable(row)
    former = row.kontakt_epost
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    flush()
    audit.record("kommune_endret", row, bruker=bruker, fra=before, til=_loggable(row))
    _open_for_contact(row, bruker, now)
    if row.kontakt_epost != former:
        # The new contact has not been told anything yet.
        row.varslet_at = None
        _close_for_contact(former, row.kommune.kommunenummer, bruker)
    flush()


def remove_kommune(row: Puljekommune, *, bruker: Bruker) -> None:
    """Take a municipality out of the draw.

    Raises:
        HindretError: it has said yes, or a later area holds on to it.
    """
    refuse_if(rules.remove_hindre(row.status))
    events.publish(PuljekommuneFjernes(row))
    epost, nummer = row.kontakt_epost, row.kommune.kommunenummer
    audit.record("kommune_fjernet", row, bruker=bruker, **_loggable(row))
    db.session.delete(row)
    flush()
    _close_for_contact(epost, nummer, bruker)


def answer(
    row: Puljekommune,
    svar: PuljekommuneStatus,
    *,
    begrunnelse: str = "",
    bruker: Bruker,
    now: datetime,
) -> None:
    """Keep a municipality's yes or no; the same answer twice changes nothing.

    Raises:
        HindretError: the answer can no longer be given or changed.
    """
    koordinator = bruker.har(Rolle.KOORDINATOR)
    refuse_if(rules.answer_hindre(row.status, svar, koordinator=koordinator))
    if row.status is svar:
        return
    audit.record("kommune_svarte", row, bruker=bruker, fra=row.status, til=svar)
    row.status, row.svart_at, row.svar_begrunnelse = svar, now, begrunnelse
    flush()
    events.publish(PuljekommuneEndret(row))


def advance(row: Puljekommune, ny: PuljekommuneStatus, *, bruker: Bruker) -> None:
    """Move a municipality to its next phase, or end its time in the ordning.

    Raises:
        HindretError: the phase does not follow the present one.
    """
    refuse_if(rules.advance_hindre(row.status, ny))
    audit.record("kommune_fase", row, bruker=bruker, fra=row.status, til=ny)
    row.status = ny
    flush()
    events.publish(PuljekommuneEndret(row))


def notify_kommuner(pulje: Pulje, *, bruker: Bruker, now: datetime) -> int:
    """Mail the contacts that have not been told, and return how many; twice is harmless."""
    rows = queries.list_unnotified(pulje.id)
    for row in rows:
        enqueue(mail.identifisert_epost(row))
        row.varslet_at = now
        audit.record("kommune_varslet", row, bruker=bruker)
    flush()
    return len(rows)
