"""When applicants can and members cannot: asked, answered, uploaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rekruttering.felles import audit, clock, kalenderfil
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, KonfliktError, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.intervju import mail, queries
from rekruttering.intervju.adapter import to_iso
from rekruttering.intervju.models import Intervjusvar, Rundemedlem, Tilrettelegging
from rekruttering.intervju.rules.tider import (
    Medlemsrolle,
    Moteform,
    Spenn,
    known_only,
    make_spenn,
    svar_hindre,
)
from rekruttering.intervju.service.grunnlag import get_ramme
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import Sprak
from rekruttering.soknad.service import note_told
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning

# How long before the deadline those who have not answered are reminded.
PAMINNELSE = timedelta(hours=48)


@dataclass(frozen=True)
class SvarInput:
    """What an applicant answers; `tider` maps spans to «kan» or «helst»."""

    tider: Mapping[str, str]
    moteform: Moteform
    steder: tuple[str, ...] = ()
    sprak: Sprak | None = None
    merknad: str = ""
    ekstra_min: int = 0
    tolk: bool = False
    trinnfri: bool = False
    behov: str = ""


@dataclass(frozen=True)
class MedlemInput:
    """What a member, or a coordinator for them, says of the round."""

    opptatt: tuple[str, ...]
    steder: tuple[str, ...]
    samiske_sprak: tuple[str, ...]
    rolle: Medlemsrolle | None = None
    maks_per_dag: int | None = None
    maks_dager: int | None = None


def list_spenn(utlysning: Utlysning) -> list[Spenn]:
    """Return the spans of a round's grid; none where it has no period."""
    fra, til = utlysning.intervju_fra_dato, utlysning.intervju_til_dato
    return make_spenn(fra, til, get_ramme(utlysning.id)) if fra and til else []


def ask_for_tider(utlysning: Utlysning, *, bruker: Bruker, now: datetime) -> int:
    """Ask every applicant who has not been asked, and every member; return how many were asked."""
    frist_at = find_svarfrist(utlysning.id)
    sent = 0
    for soknad in queries.list_uten_svar(utlysning.id):
        svar = queries.find_svar(soknad.id) or Intervjusvar(soknad=soknad)
        if svar.bedt_at is not None:
            continue
        svar.bedt_at = now
        note_told(soknad, now=now)
        db.session.add(svar)
        flush()
        enqueue(mail.tider_epost(svar, frist_at))
        audit.record("intervjutider_bedt", svar, bruker=bruker)
        sent += 1
    answered = {
        each.bruker_id for each in queries.list_rundemedlemmer(utlysning.id) if each.svart_at
    }
    for medlem in queries.list_medlemmer(utlysning.id):
        if medlem.id not in answered:
            enqueue(mail.medlemstider_epost(utlysning, medlem))
    return sent


def find_svarfrist(utlysning_id: int) -> datetime | None:
    """Return until when applicants answer, None where no deadline is set."""
    rad = queries.find_ramme(utlysning_id)
    return rad.svarfrist_at if rad else None


def save_svar(
    soknad: Soknad, data: SvarInput, *, versjon: int, bruker: Bruker, now: datetime
) -> Intervjusvar:
    """Store when an applicant can and what is needed; no deadline holds for a coordinator.

    Raises:
        KonfliktError: it was saved elsewhere after `versjon` (0: no row yet) was read.
        HindretError: no time is chosen, the deadline is past, or the applicant is not shortlisted.
    """
    svar = queries.find_svar(soknad.id)
    if (svar.versjon if svar else 0) != versjon:
        raise KonfliktError
    tider = known_only(data.tider, list_spenn(soknad.utlysning))
    own = bruker.id == soknad.soker_id
    frist_at = find_svarfrist(soknad.utlysning_id)
    refuse_if(svar_hindre(soknad.status, tider, frist_at, now if own else None))
    if svar is None:
        svar = Intervjusvar(soknad=soknad)
        db.session.add(svar)
    svar.tider, svar.moteform, svar.steder = tider, data.moteform, list(data.steder)
    svar.sprak, svar.merknad = data.sprak, data.merknad
    svar.svart_at, svar.svart_av_id, svar.passer_ikke_at = now, bruker.id, None
    _save_behov(soknad, data)
    flush()
    audit.record("intervjutider_svart", svar, bruker=bruker, tidsrom=len(tider))
    return svar


def _save_behov(soknad: Soknad, data: SvarInput) -> None:
    """Keep a need only while there is one."""
    rad = queries.find_tilrettelegging(soknad.id)
    if not (data.ekstra_min or data.tolk or data.trinnfri or data.behov):
        if rad is not None:
            db.session.delete(rad)
        return
    if rad is None:
        rad = Tilrettelegging(soknad_id=soknad.id)
        db.session.add(rad)
    rad.ekstra_min, rad.tolk = data.ekstra_min, data.tolk
    rad.trinnfri, rad.tekst = data.trinnfri, data.behov


def save_medlem(
    plass: queries.Rundeplass, data: MedlemInput, *, versjon: int, bruker: Bruker, now: datetime
) -> Rundemedlem:
    """Store a member's busy spans, places and languages.

    Raises:
        KonfliktError: it was saved elsewhere after `versjon` (0: no row yet) was read.
    """
    rad = plass.medlem
    if (rad.versjon if rad else 0) != versjon:
        raise KonfliktError
    rad = rad or _new_medlem(plass)
    known = {each.nokkel for each in list_spenn(plass.utlysning)}
    rad.opptatt = [key for key in data.opptatt if key in known]
    rad.steder, rad.samiske_sprak = list(data.steder), list(data.samiske_sprak)
    rad.rolle, rad.maks_per_dag, rad.maks_dager = data.rolle, data.maks_per_dag, data.maks_dager
    rad.svart_at = now
    flush()
    audit.record("medlemstider_svart", rad, bruker=bruker, tidsrom=len(rad.opptatt))
    return rad


def upload_kalender(
    plass: queries.Rundeplass, innhold: bytes, *, bruker: Bruker, now: datetime
) -> int:
    """Keep the busy times of a calendar file in the round's period; return how many there are.

    A new file takes the place of the one before. Nothing but times is kept.

    Raises:
        HindretError: the round has no period, or the file cannot be read; names the line.
    """
    fra, til = plass.utlysning.intervju_fra_dato, plass.utlysning.intervju_til_dato
    if fra is None or til is None:
        refuse_if([Hinder("periode", N_("Utlysningen har ingen intervjuperiode."))])
        return 0
    try:
        tider = kalenderfil.read_opptatt(innhold, clock.local(fra), clock.end_of(til))
    except kalenderfil.UleseligKalenderError as error:
        refuse_if([error.hinder])
        raise
    rad = plass.medlem or _new_medlem(plass)
    rad.fil_opptatt = [[to_iso(tid.start_at), to_iso(tid.slutt_at)] for tid in tider]
    rad.fil_at = now
    flush()
    audit.record("kalender_lastet_opp", rad, bruker=bruker, tider=len(tider))
    return len(tider)


def drop_kalender(plass: queries.Rundeplass, *, bruker: Bruker) -> None:
    """Forget the busy times of an uploaded file."""
    if plass.medlem is not None and plass.medlem.fil_at is not None:
        plass.medlem.fil_opptatt, plass.medlem.fil_at = [], None
        flush()
        audit.record("kalender_fjernet", plass.medlem, bruker=bruker)


def note_fravar(
    plass: queries.Rundeplass, fra: date, til: date, *, bruker: Bruker, now: datetime
) -> Rundemedlem:
    """Note that a member is away on whole days, both ends included.

    Raises:
        HindretError: the days are in the wrong order, or over.
    """
    hindre = []
    if til < fra:
        hindre.append(Hinder("datoer", N_("Den siste dagen må være etter den første.")))
    if clock.end_of(til) < now:
        hindre.append(Hinder("passert", N_("Fraværet er over.")))
    refuse_if(hindre)
    rad = plass.medlem or _new_medlem(plass)
    span = [to_iso(clock.local(fra)), to_iso(clock.end_of(til))]
    if span not in rad.fravar:
        rad.fravar = [*rad.fravar, span]
        flush()
        audit.record("fravar_meldt", rad, bruker=bruker, fra=fra.isoformat(), til=til.isoformat())
    return rad


def remind_svar(*, now: datetime) -> int:
    """Remind those who have not answered shortly before the deadline; return how many."""
    sent = 0
    for svar, frist_at in queries.list_ubesvarte(now, now + PAMINNELSE):
        enqueue(mail.tider_epost(svar, frist_at, paminnelse=True))
        sent += 1
    return sent


def purge_behov() -> int:
    """Remove what applicants needed in rounds that are over; return how many there were."""
    rader = queries.list_utgatte_behov()
    for rad in rader:
        db.session.delete(rad)
    flush()
    return len(rader)


def note_passer_ikke(soknad: Soknad, merknad: str, *, now: datetime) -> None:
    """Keep that none of the offered times suit the applicant, so that a coordinator calls."""
    svar = queries.find_svar(soknad.id)
    if svar is None:
        svar = Intervjusvar(soknad=soknad)
        db.session.add(svar)
    svar.passer_ikke_at, svar.merknad = now, merknad
    flush()
    audit.record("ingen_tid_passer", svar, bruker=soknad.soker)


def _new_medlem(plass: queries.Rundeplass) -> Rundemedlem:
    rad = Rundemedlem(
        utlysning_id=plass.utlysning.id,
        bruker=plass.bruker,
        samiske_sprak=[],
        steder=[],
        opptatt=[],
        fil_opptatt=[],
        fravar=[],
    )
    db.session.add(rad)
    return rad


def list_steder(utlysning_id: int) -> list[str]:
    """Return the places of a round's rooms, without video."""
    rom: Sequence[str] = [each.sted for each in queries.list_rom(utlysning_id) if each.sted]
    return sorted(set(rom))
