"""Use cases of calls; nothing here commits.

A call is edited section by section. Each form carries the mark (`merke`) of the section it was
opened with, so that two people may edit different sections at once, and neither overwrites the
other's words in the same one unseen.
"""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import Hinder, KonfliktError, refuse_if
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning import adapter, guide, queries, rules
from rekruttering.utlysning.models import Kompetanse, Utlysning
from rekruttering.utlysning.rules import Seksjon, UtlysningStatus, overganger, publisering
from rekruttering.utlysning.rules.definisjon import (
    Definisjon,
    Engasjementsvilkar,
    Frister,
    Grunnopplysninger,
    Kontakt,
    Kriterium,
    Samlinger,
    Sammensetning,
    Seksjonsverdier,
    Tospraklig,
)

INGEN_TEKST = Tospraklig("", "")


class EndretAvAndreError(KonfliktError):
    """The section was changed by someone else after the form was opened."""


def merke(verdier: Seksjonsverdier | Kriterium) -> str:
    """Return a mark that differs when anything in the section differs."""
    return hashlib.sha256(repr(verdier).encode()).hexdigest()[:16]


def create_utlysning(
    grunn: Grunnopplysninger, frist_at: datetime, *, bruker: Bruker, now: datetime
) -> Utlysning:
    """Return a new draft with nothing but its name and deadline.

    Raises:
        HindretError: the address is taken.
    """
    vekter = tuple(rules.STANDARD_VEKTER.items())
    regel = rules.Sammensetningsregel.PAR_EIER_LEDER
    empty = Definisjon(
        grunn=grunn,
        tekst=INGEN_TEKST,
        frister=Frister(frist_at, None, None, INGEN_TEKST, None, None, None),
        engasjement=Engasjementsvilkar(rules.STANDARD_ARSVERK, ()),
        samlinger=Samlinger(()),
        kompetanser=(),
        sammensetning=Sammensetning(regel, INGEN_TEKST, rules.STANDARD_KOMMUNER_PER_PAR, vekter),
        kontakt=Kontakt("", "", ""),
    )
    return create_from_definisjon(empty, bruker=bruker, now=now)


def create_from_definisjon(
    definisjon: Definisjon, *, bruker: Bruker | None, now: datetime
) -> Utlysning:
    """Return a new draft that holds everything the definition says.

    Raises:
        HindretError: the address is taken, or a value cannot be stored.
        KonfliktError: someone else took the address at the same moment.
    """
    taken = queries.find_utlysning(definisjon.grunn.slug) is not None
    hindre = [h for found in publisering.content_hindre(definisjon).values() for h in found]
    refuse_if(
        [
            *overganger.slug_hindre(taken=taken),
            *publisering.save_hindre(hindre, UtlysningStatus.KLADD),
        ]
    )
    utlysning = Utlysning(status=UtlysningStatus.KLADD, endret_at=now)
    for verdier in definisjon.seksjoner().values():
        adapter.write_seksjon(utlysning, verdier)
    for place, kriterium in enumerate(definisjon.kompetanser):
        kompetanse = Kompetanse(rekkefolge=place)
        adapter.write_kriterium(kompetanse, kriterium)
        utlysning.kompetanser.append(kompetanse)
    merknad = definisjon.guide_merknad
    utlysning.guide_merknad_nb, utlysning.guide_merknad_nn = merknad.nb, merknad.nn
    db.session.add(utlysning)
    flush()
    audit.record("opprettet", utlysning, bruker=bruker, slug=utlysning.slug)
    return utlysning


def copy_utlysning(
    source: Utlysning,
    slug: str,
    frist_at: datetime,
    *,
    move_dates: bool,
    bruker: Bruker,
    now: datetime,
) -> Utlysning:
    """Return a new draft like `source` with another address and deadline.

    The other dates move as many days as the deadline; without `move_dates` they are left out, and
    so are the gatherings, which are nothing without a date.

    Raises:
        HindretError: the address is taken.
    """
    definisjon = adapter.to_definisjon(source)
    frister, samlinger = definisjon.frister, definisjon.samlinger
    if move_dates:
        old, new = (at.astimezone(clock.OSLO).date() for at in (frister.frist_at, frist_at))
        frister, samlinger = _moved(frister, samlinger, new - old)
    else:
        frister = Frister(frist_at, None, None, frister.intervjusted, None, None, None)
        samlinger = Samlinger(())
    copied = replace(
        definisjon,
        grunn=replace(definisjon.grunn, slug=slug),
        frister=replace(frister, frist_at=frist_at),
        samlinger=samlinger,
        kompetanser=tuple(adapter.to_kriterium(row) for row in queries.list_kompetanser(source.id)),
    )
    utlysning = create_from_definisjon(copied, bruker=bruker, now=now)
    audit.record("kopiert_fra", utlysning, bruker=bruker, kilde=source.id)
    return utlysning


def update_seksjon(
    utlysning: Utlysning,
    seksjon: Seksjon,
    verdier: Seksjonsverdier,
    *,
    opened_with: str,
    bruker: Bruker,
    now: datetime,
) -> None:
    """Save one section; saving what is stored already changes nothing.

    `opened_with` is the mark of the section when the form was opened.

    Raises:
        EndretAvAndreError: someone else has changed the section since.
        HindretError: the section is locked, or what is published would become incomplete.
    """
    definisjon = adapter.to_definisjon(utlysning)
    stored = definisjon.seksjoner()[seksjon]
    if verdier == stored:
        return
    if opened_with != merke(stored):
        raise EndretAvAndreError
    refuse_if(_edit_hindre(utlysning, definisjon, seksjon, verdier, now))
    adapter.write_seksjon(utlysning, verdier)
    utlysning.endret_at = now
    flush()
    audit.record(
        f"endret_{seksjon}", utlysning, bruker=bruker, **_changes(asdict(stored), asdict(verdier))
    )


def add_kompetanse(
    utlysning: Utlysning, kriterium: Kriterium, *, bruker: Bruker, now: datetime
) -> Kompetanse:
    """Return a new criterion, last in the order.

    Raises:
        HindretError: the guide is locked, the code is taken, or the criterion cannot be stored.
    """
    refuse_if(_kriterium_hindre(utlysning, None, kriterium))
    place = max((row.rekkefolge for row in utlysning.kompetanser), default=-1) + 1
    kompetanse = Kompetanse(rekkefolge=place)
    adapter.write_kriterium(kompetanse, kriterium)
    utlysning.kompetanser.append(kompetanse)
    utlysning.endret_at = now
    flush()
    audit.record("la_til_kompetanse", utlysning, bruker=bruker, kompetanse=kriterium.kode)
    return kompetanse


def update_kompetanse(
    kompetanse: Kompetanse,
    kriterium: Kriterium,
    *,
    opened_with: str,
    bruker: Bruker,
    now: datetime,
) -> None:
    """Save a criterion; saving what is stored already changes nothing.

    Raises:
        EndretAvAndreError: someone else has changed the criterion since.
        HindretError: the guide is locked, the code is taken, or what is published would become
            incomplete.
    """
    stored = adapter.to_kriterium(kompetanse)
    if kriterium == stored:
        return
    if opened_with != merke(stored):
        raise EndretAvAndreError
    utlysning = kompetanse.utlysning
    refuse_if(_kriterium_hindre(utlysning, kompetanse, kriterium))
    adapter.write_kriterium(kompetanse, kriterium)
    utlysning.endret_at = now
    flush()
    changes = _changes(asdict(stored), asdict(kriterium))
    audit.record("endret_kompetanse", utlysning, bruker=bruker, kompetanse=stored.kode, **changes)


def remove_kompetanse(kompetanse: Kompetanse, *, bruker: Bruker, now: datetime) -> None:
    """Remove a criterion.

    Raises:
        HindretError: the guide is locked, or it is the last criterion of a published call.
    """
    utlysning = kompetanse.utlysning
    rest = tuple(adapter.to_kriterium(k) for k in utlysning.kompetanser if k is not kompetanse)
    left = replace(adapter.to_definisjon(utlysning), kompetanser=rest)
    hindre = publisering.content_hindre(left).get(Seksjon.KOMPETANSER, [])
    refuse_if(
        [
            *overganger.edit_hindre(Seksjon.KOMPETANSER, utlysning.status),
            *publisering.save_hindre(hindre, utlysning.status),
        ]
    )
    utlysning.kompetanser.remove(kompetanse)
    utlysning.endret_at = now
    flush()
    audit.record("fjernet_kompetanse", utlysning, bruker=bruker, kompetanse=kompetanse.kode)


def move_kompetanse_up(kompetanse: Kompetanse, *, bruker: Bruker, now: datetime) -> None:
    """Let a criterion change places with the one before it; the first stays where it is.

    Raises:
        HindretError: the guide is locked.
    """
    utlysning = kompetanse.utlysning
    refuse_if(overganger.edit_hindre(Seksjon.KOMPETANSER, utlysning.status))
    rows = list(utlysning.kompetanser)
    place = rows.index(kompetanse)
    if place == 0:
        return
    rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for number, row in enumerate(rows):
        row.rekkefolge = number
    utlysning.endret_at = now
    flush()
    audit.record("flyttet_kompetanse", utlysning, bruker=bruker, kompetanse=kompetanse.kode)


def publish(utlysning: Utlysning, *, bruker: Bruker | None, now: datetime) -> None:
    """Let the public see the call, and apply until the deadline.

    Raises:
        HindretError: with every reason, in the order of the sections.
    """
    definisjon = adapter.to_definisjon(utlysning)
    hindre = publisering.publish_hindre(definisjon, utlysning.status, now)
    refuse_if([hinder for found in hindre.values() for hinder in found])
    utlysning.status = UtlysningStatus.PUBLISERT
    utlysning.publisert_at = utlysning.endret_at = now
    flush()
    audit.record("publisert", utlysning, bruker=bruker, frist=utlysning.frist_at.isoformat())


def advance_status(
    utlysning: Utlysning, til: UtlysningStatus, *, bruker: Bruker | None, now: datetime
) -> None:
    """Let the round go on to its next state; a round that is there already stays.

    Raises:
        HindretError: with every reason.
    """
    if utlysning.status is til:
        return
    refuse_if(list_advance_hindre(utlysning, til, now))
    fra, utlysning.status = utlysning.status, til
    utlysning.endret_at = now
    flush()
    if til is UtlysningStatus.INTERVJU:
        guide.freeze(utlysning, bruker=bruker, now=now)
    audit.record("status", utlysning, bruker=bruker, fra=fra, til=til)


def list_advance_hindre(utlysning: Utlysning, til: UtlysningStatus, now: datetime) -> list[Hinder]:
    """Return every reason why a round cannot go on; interviews need a complete guide.

    Kilde: docs/regler.md#V3.
    """
    hindre = overganger.advance_hindre(utlysning.status, til, utlysning.frist_at, now)
    if til is UtlysningStatus.INTERVJU:
        hindre += guide.list_hindre(utlysning.id)
    return hindre


def _edit_hindre(
    utlysning: Utlysning,
    definisjon: Definisjon,
    seksjon: Seksjon,
    verdier: Seksjonsverdier,
    now: datetime,
) -> list[Hinder]:
    """Return every reason why a section cannot get these values."""
    hindre = overganger.edit_hindre(seksjon, utlysning.status)
    if isinstance(verdier, Grunnopplysninger):
        same = (verdier.slug, verdier.ordning) == (utlysning.slug, utlysning.ordning)
        hindre += overganger.address_hindre(utlysning.status, same=same)
        other = queries.find_utlysning(verdier.slug)
        hindre += overganger.slug_hindre(taken=other not in (None, utlysning))
    if isinstance(verdier, Frister):
        hindre += overganger.move_frist_hindre(
            utlysning.status, utlysning.frist_at, verdier.frist_at, now
        )
    changed: dict[str, Any] = {_FIELDS[seksjon]: verdier}
    found = publisering.content_hindre(replace(definisjon, **changed)).get(seksjon, [])
    return [*hindre, *publisering.save_hindre(found, utlysning.status)]


_FIELDS = {
    Seksjon.GRUNN: "grunn",
    Seksjon.TEKST: "tekst",
    Seksjon.FRISTER: "frister",
    Seksjon.ENGASJEMENT: "engasjement",
    Seksjon.SAMLINGER: "samlinger",
    Seksjon.SAMMENSETNING: "sammensetning",
    Seksjon.KONTAKT: "kontakt",
}


def _kriterium_hindre(
    utlysning: Utlysning, kompetanse: Kompetanse | None, kriterium: Kriterium
) -> list[Hinder]:
    others = {row.kode for row in utlysning.kompetanser if row is not kompetanse}
    found = publisering.kriterium_hindre(kriterium)
    return [
        *overganger.edit_hindre(Seksjon.KOMPETANSER, utlysning.status),
        *overganger.kode_hindre(kriterium.kode, others),
        *publisering.save_hindre(found, utlysning.status),
    ]


def _moved(frister: Frister, samlinger: Samlinger, by: timedelta) -> tuple[Frister, Samlinger]:
    """Return the dates a number of days later (or earlier)."""

    def move(day: date | None) -> date | None:
        return None if day is None else day + by

    moved = replace(
        frister,
        intervju_fra_dato=move(frister.intervju_fra_dato),
        intervju_til_dato=move(frister.intervju_til_dato),
        tilbud_innen_dato=move(frister.tilbud_innen_dato),
        periode_fra_dato=move(frister.periode_fra_dato),
        periode_til_dato=move(frister.periode_til_dato),
    )
    liste = (
        replace(samling, fra_dato=samling.fra_dato + by, til_dato=samling.til_dato + by)
        for samling in samlinger.liste
    )
    return moved, Samlinger(tuple(liste))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that differ as [before, after], fit for the log."""
    pairs = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    answer: dict[str, Any] = json.loads(json.dumps(pairs, default=str))
    return answer
