"""Use cases of those who are heard, and of whoever deals with what they said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import refuse_if
from rekruttering.habilitet import service as habilitet_service
from rekruttering.horing import queries, rules
from rekruttering.horing.models import Horingsmottaker, Horingssvar
from rekruttering.horing.rules import Behandling
from rekruttering.horing.rules.plan import merke
from rekruttering.horing.service.utsending import is_open
from rekruttering.tilgang.models import Bruker

# What stands for the plan as a whole among the puljekommune ids of an answer.
SAMLET = 0


@dataclass(frozen=True)
class Felt:
    """A comment as it was typed, and the fingerprint (`merke`) of the one that was read first."""

    tekst: str
    sett: str


def answer(
    mottaker: Horingsmottaker,
    felter: Mapping[int, Felt],
    *,
    bruker: Bruker,
    now: datetime,
    underveis: bool = False,
) -> dict[int, str]:
    """Save a recipient's comments by puljekommune id (`SAMLET`: on the whole), and return {}.

    A comment that somebody else has changed since it was read is not overwritten: then nothing is
    saved, and what stands there now is returned.  Empty text takes a comment away; a new text must
    be dealt with anew.  `underveis`: the writer goes on elsewhere, and need not have said anything.

    Raises:
        HindretError: the hearing is over, or nothing is said.
    """
    mottaker = queries.lock_mottaker(mottaker.id)
    refuse_if(rules.answer_hindre(apen=is_open(mottaker.horing, now)))
    stored = {each.puljekommune_id or SAMLET: each for each in queries.list_svar_of(mottaker.id)}
    typed = {id: felt for id, felt in felter.items() if merke(felt.tekst) != felt.sett}
    konflikter = {}
    for id, felt in typed.items():
        there = stored[id].tekst if id in stored else ""
        if merke(there) != felt.sett and there != felt.tekst:
            konflikter[id] = there
    if konflikter:
        return konflikter
    for id, felt in typed.items():
        _save(mottaker, id, stored.pop(id, None), felt.tekst, bruker, now)
    flush()
    left = queries.list_svar_of(mottaker.id)
    refuse_if(rules.nothing_said_hindre(sagt=bool(left or typed or underveis)))
    if typed:
        mottaker.uten_merknader = False
        # An objection is an answer also when the last comment is taken away.
        answered = left or queries.list_meldt(mottaker.id)
        mottaker.svart_at, mottaker.svart_av = (now, bruker) if answered else (None, None)
        flush()
    return {}


def _save(
    mottaker: Horingsmottaker,
    id: int,
    svar: Horingssvar | None,
    tekst: str,
    bruker: Bruker,
    now: datetime,
) -> None:
    if svar is not None and svar.tekst == tekst:
        return
    before = svar.tekst if svar else ""
    if not tekst:
        if svar is not None:
            audit.record("horingssvar_fjernet", svar, bruker=bruker, tidligere_begrunnelse=before)
            db.session.delete(svar)
        return
    if svar is None:
        svar = Horingssvar(mottaker=mottaker, puljekommune_id=None if id == SAMLET else id)
        db.session.add(svar)
    svar.tekst, svar.svart_av, svar.svart_at = tekst, bruker, now
    svar.behandling, svar.behandling_merknad = None, ""
    svar.behandlet_av, svar.behandlet_at = None, None
    flush()
    audit.record("horingssvar_skrevet", svar, bruker=bruker, tidligere_begrunnelse=before)


def say_nothing(mottaker: Horingsmottaker, typed: int, *, bruker: Bruker, now: datetime) -> None:
    """Answer that there are no comments; twice is harmless.

    `typed` is how many comments stand in the form, saved or not.

    Raises:
        HindretError: the hearing is over, or there are comments or an objection.
    """
    mottaker = queries.lock_mottaker(mottaker.id)
    stored = len(queries.list_svar_of(mottaker.id))
    meldt = bool(queries.list_meldt(mottaker.id))
    refuse_if(
        [
            *rules.answer_hindre(apen=is_open(mottaker.horing, now)),
            *rules.nothing_hindre(max(typed, stored), meldt=meldt),
        ]
    )
    if mottaker.uten_merknader:
        return
    mottaker.uten_merknader = True
    mottaker.svart_at, mottaker.svart_av = now, bruker
    flush()
    audit.record("horing_uten_merknader", mottaker, bruker=bruker)


def raise_objection(
    rad: queries.Rad, person: Bruker, tekst: str, *, bruker: Bruker, now: datetime
) -> None:
    """Put an objection to `person` in the register, where it bars at once, and at the row.

    Raises:
        HindretError: the hearing is over, or the register refuses the objection.
    """
    mottaker = queries.lock_mottaker(rad.mottaker.id)
    refuse_if(rules.objection_hindre(apen=is_open(mottaker.horing, now)))
    row = rad.puljekommune
    innsigelse = habilitet_service.raise_innsigelse(person, row.kommune, tekst, fra=bruker, now=now)
    svar = queries.find_innsigelse(mottaker.id, innsigelse.id)
    if svar is None:
        svar = Horingssvar(mottaker=mottaker, puljekommune=row, innsigelse=innsigelse)
        db.session.add(svar)
    svar.tekst, svar.svart_av, svar.svart_at = tekst, bruker, now
    mottaker.uten_merknader = False
    mottaker.svart_at, mottaker.svart_av = now, bruker
    flush()


def handle(
    svar: Horingssvar, behandling: Behandling, merknad: str, *, bruker: Bruker, now: datetime
) -> None:
    """Note what was done with a comment, in own words; the same twice is once.

    Raises:
        HindretError: the words are missing, or it is an objection.
        KonfliktError: the comment was changed at the same moment.
    """
    if (svar.behandling, svar.behandling_merknad) == (behandling, merknad):
        return
    refuse_if(rules.handle_hindre(merknad, innsigelse=svar.innsigelse_id is not None))
    before = svar.behandling
    svar.behandling, svar.behandling_merknad = behandling, merknad
    svar.behandlet_av, svar.behandlet_at = bruker, now
    flush()
    audit.record(
        "horingssvar_behandlet",
        svar,
        bruker=bruker,
        fra=before,
        til=behandling,
        begrunnelse=merknad,
    )
