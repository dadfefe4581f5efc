"""Use cases of deciding: a person approves, rejects and publishes what a run proposed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from rekruttering.felles import audit, events
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import Hinder, HindretError, KonfliktError, refuse_if
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import DELTAR
from rekruttering.tildeling import adapter, queries, rules
from rekruttering.tildeling.events import TildelingPubliseres, TildelingPublisert
from rekruttering.tildeling.models import Lag, Tildeling, Utelatelse
from rekruttering.tildeling.rules import TildelingStatus, vedtak
from rekruttering.tildeling.rules.plan import Planlag, to_lag
from rekruttering.tildeling.rules.tekster import brudd_hindre
from rekruttering.tildeling.service import tilknytning, varsling
from rekruttering.tildeling.service.kjoringer import make_oppdrag, plan_of, utkast_of
from rekruttering.tilgang.models import Bruker


def list_hindre(tildeling: Tildeling, par: Collection[Planlag] | None = None) -> list[Hinder]:
    """Return every rule that the allocation, or these of its pairs, breaks as things stand now.

    People leave, ties are declared and needs change after a run; so this is asked again before
    a decision and before publishing.  Kilde: docs/regler.md#R10, docs/regler.md#R31.
    """
    lag = [each for each in queries.load_lag(tildeling.id) if par is None or planlag(each) in par]
    hindre = _gone_hindre(lag)
    whole = [each for each in lag if not _gone_hindre([each])]
    oppdrag = make_oppdrag(tildeling.utlysning, tildeling.kjoring.pulje)
    brudd = adapter.list_brudd(oppdrag.problem, plan_of(whole))
    # Locks bind a run, not a decision, and a plan without a part cannot keep them.
    brudd = [each for each in brudd if not each[0].startswith("las_")]
    return hindre + brudd_hindre(brudd, _names(whole)) + tilknytning.undeclared_hindre(lag)


def planlag(lag: Lag) -> Planlag:
    """Return a stored pair as a plain value."""
    par = (lag.veileder_a_id, lag.veileder_b_id)
    return to_lag(par, [each.puljekommune_id for each in lag.plasseringer])


def _gone_hindre(lag: Sequence[Lag]) -> list[Hinder]:
    """Return who is no longer there to be allocated."""
    hindre = []
    for each in lag:
        for veileder in (each.veileder_a, each.veileder_b):
            if veileder.sluttet_at is not None:
                hindre.append(rules.left_hinder(veileder.soknad.navn))
        for plassering in each.plasseringer:
            hindre += _not_taking_part(plassering.puljekommune)
    return hindre


def _not_taking_part(row: Puljekommune) -> list[Hinder]:
    if row.status in DELTAR:
        return []
    return [rules.not_taking_part_hinder(row.kommune.navn)]


def _names(lag: Sequence[Lag]) -> Mapping[str, str]:
    names = {}
    for each in lag:
        for veileder in (each.veileder_a, each.veileder_b):
            names[adapter.veileder_ref(veileder.id)] = veileder.soknad.navn
        for plassering in each.plasseringer:
            row = plassering.puljekommune
            names[adapter.kommune_ref(row.id)] = row.kommune.navn
    return names


def list_foreslatt(tildeling: Tildeling) -> list[Planlag]:
    """Return the pairs that the machine proposed in the run that the allocation is made from."""
    forslag: Mapping[str, Any] = tildeling.kjoring.forslag or {"par": []}
    return [
        to_lag(map(adapter.row_id, par["veiledere"]), map(adapter.row_id, par["kommuner"]))
        for par in forslag["par"]
    ]


def find_avvik(tildeling: Tildeling) -> vedtak.Avvik:
    """Return how an allocation differs from what the machine proposed."""
    return vedtak.find_avvik(list_foreslatt(tildeling), utkast_of(tildeling).lag)


@dataclass(frozen=True)
class Vedtak:
    """What a person decides on at once: pairs as they were seen, in own words where they differ.

    `par` maps pairs to words, which may be empty where the pair is as proposed; `utelatt` maps
    municipalities (puljekommune ids) without a pair to the reason.
    """

    par: Mapping[Planlag, str] = field(default_factory=dict)
    utelatt: Mapping[int, str] = field(default_factory=dict)


def decide(tildeling: Tildeling, valg: Vedtak, *, bruker: Bruker, now: datetime) -> int:
    """Decide on pairs and on municipalities left without; return how many decisions are new.

    The same twice is harmless; a pair that has changed, or that somebody else has decided on, is
    not touched.

    Raises:
        HindretError: the plan is decided as a whole, a pair is not as it was seen, somebody else
            has decided on it, words are missing, or a rule is broken now.
    """
    tildeling = queries.lock_tildeling(tildeling.id)
    stored = {planlag(each): each for each in queries.load_lag(tildeling.id)}
    avvik = find_avvik(tildeling)
    refuse_if(
        [
            *vedtak.decide_hindre(tildeling.status, _stand(tildeling, valg, stored, avvik, bruker)),
            *list_hindre(tildeling, valg.par.keys()),
        ]
    )
    new = [
        _decide_par(tildeling, stored[each], valg.par[each], bruker=bruker, now=now)
        for each in sorted(valg.par)
    ]
    words = {kommune: tekst for kommune, tekst in valg.utelatt.items() if kommune in avvik.utelatt}
    new += _explain_left_out(tildeling, words, bruker=bruker, now=now)
    if any(new):
        touch(tildeling)
    return sum(new)


def _stand(
    tildeling: Tildeling,
    valg: Vedtak,
    stored: Mapping[Planlag, Lag],
    avvik: vedtak.Avvik,
    bruker: Bruker,
) -> list[vedtak.Parvedtak]:
    names = queries.map_veiledernavn(tildeling.utlysning_id)
    found = []
    for each, words in sorted(valg.par.items()):
        row = stored.get(each)
        by = row.vedtatt_av if row else None
        found.append(
            vedtak.Parvedtak(
                navn=(names.get(each.veiledere[0], "?"), names.get(each.veiledere[1], "?")),
                begrunnelse=words,
                endret=row is None,
                avviker=each in avvik.par,
                andre=navn_of_bruker(by) if by and by.id != bruker.id else "",
            )
        )
    return found


def _decide_par(
    tildeling: Tildeling, lag: Lag, words: str, *, bruker: Bruker, now: datetime
) -> bool:
    """Decide on one pair; return whether that is new."""
    words = words.strip()
    if lag.vedtatt_at is not None and lag.begrunnelse == words:
        return False
    lag.vedtatt_at, lag.vedtatt_av, lag.begrunnelse = now, bruker, words
    nokkel = vedtak.to_nokkel(planlag(lag))
    audit.record("par_vedtatt", tildeling, bruker=bruker, par=nokkel, begrunnelse=words)
    return True


def _explain_left_out(
    tildeling: Tildeling, words: Mapping[int, str], *, bruker: Bruker, now: datetime
) -> list[bool]:
    stored = {each.puljekommune_id: each for each in queries.list_utelatelser(tildeling.id)}
    new = []
    for kommune, tekst in sorted(words.items()):
        row = stored.get(kommune)
        if not tekst.strip() or (row is not None and row.begrunnelse == tekst.strip()):
            continue
        row = row or Utelatelse(tildeling_id=tildeling.id, puljekommune_id=kommune)
        row.begrunnelse, row.vedtatt_at, row.vedtatt_av = tekst.strip(), now, bruker
        db.session.add(row)
        ref = adapter.kommune_ref(kommune)
        audit.record(
            "utelatelse_vedtatt", tildeling, bruker=bruker, kommune=ref, begrunnelse=tekst.strip()
        )
        new.append(True)
    return new


def take_back(tildeling: Tildeling, par: Planlag, *, bruker: Bruker) -> None:
    """Take the decision on one pair back; a pair without one, or gone, is left alone.

    Raises:
        HindretError: the plan is decided as a whole.
    """
    tildeling = queries.lock_tildeling(tildeling.id)
    refuse_if(vedtak.open_hindre(tildeling.status))
    for row in queries.load_lag(tildeling.id):
        if planlag(row) == par and row.vedtatt_at is not None:
            before = row.begrunnelse
            row.vedtatt_at, row.vedtatt_av, row.begrunnelse = None, None, ""
            touch(tildeling)
            audit.record(
                "parvedtak_trukket",
                tildeling,
                bruker=bruker,
                par=vedtak.to_nokkel(par),
                tidligere_begrunnelse=before,
            )


def touch(tildeling: Tildeling) -> None:
    """Give the plan a new version: whoever looks at an older one is told before changing it."""
    flag_modified(tildeling, "steg")
    flush()


def decision_hindre(tildeling: Tildeling) -> list[Hinder]:
    """Return what nobody has said in own words yet where the plan differs from the proposal."""
    avvik = find_avvik(tildeling)
    hindre = [
        vedtak.words_hinder((lag.veileder_a.soknad.navn, lag.veileder_b.soknad.navn))
        for lag in queries.load_lag(tildeling.id)
        if planlag(lag) in avvik.par and (lag.vedtatt_at is None or not lag.begrunnelse)
    ]
    said = {each.puljekommune_id for each in queries.list_utelatelser(tildeling.id)}
    silent = queries.map_puljekommuner([each for each in avvik.utelatt if each not in said])
    rows = [row for row in silent.values() if row.status in DELTAR]
    return hindre + [
        vedtak.left_out_hinder(row.kommune.navn) for row in queries.sorted_by_navn(rows)
    ]


def navn_of_bruker(bruker: Bruker) -> str:
    """Return the name by which colleagues know a user."""
    return bruker.navn or bruker.epost


def approve(
    tildeling: Tildeling,
    *,
    bruker: Bruker,
    begrunnelse: str,
    now: datetime,
    sett_versjon: int | None = None,
) -> None:
    """Make a plan the decision of a named person, in that person's own words.

    Pairs that nobody has decided on, and that stand as the machine proposed, are decided with it.

    Raises:
        HindretError: it is not open, words are missing for the plan or for what differs from the
            proposal, or a rule is broken now.
        KonfliktError: someone else decided at the same moment, or after `sett_versjon`.
    """
    _lock_seen(tildeling, sett_versjon)
    hindre = rules.approve_hindre(tildeling.status, begrunnelse, list_hindre(tildeling))
    refuse_if(hindre + decision_hindre(tildeling))
    for lag in queries.load_lag(tildeling.id):
        if lag.vedtatt_at is None:
            lag.vedtatt_at, lag.vedtatt_av = now, bruker
    tildeling.status = TildelingStatus.VEDTATT
    tildeling.vedtatt_at, tildeling.vedtatt_av = now, bruker
    tildeling.begrunnelse = begrunnelse
    audit.record("tildeling_vedtatt", tildeling, bruker=bruker)
    flush()


def _lock_seen(tildeling: Tildeling, sett_versjon: int | None) -> None:
    """Lock a plan as it stands, and see that it is what the user saw."""
    locked = queries.lock_tildeling(tildeling.id)
    if sett_versjon is not None and locked.versjon != sett_versjon:
        raise KonfliktError


def reopen(
    tildeling: Tildeling, *, bruker: Bruker, begrunnelse: str, sett_versjon: int | None = None
) -> None:
    """Open a decided plan that is not published, with a reason; the pairs stay decided.

    Raises:
        HindretError: it is not decided, it is published, or the reason is missing.
        KonfliktError: someone else changed it after `sett_versjon`.
    """
    _lock_seen(tildeling, sett_versjon)
    refuse_if(vedtak.reopen_hindre(tildeling.status, begrunnelse))
    audit.record(
        "tildeling_gjenapnet",
        tildeling,
        bruker=bruker,
        begrunnelse=begrunnelse,
        tidligere_begrunnelse=tildeling.begrunnelse,
    )
    tildeling.status = TildelingStatus.JUSTERT
    tildeling.vedtatt_at, tildeling.vedtatt_av, tildeling.begrunnelse = None, None, ""
    flush()


def reject(
    tildeling: Tildeling, *, bruker: Bruker, begrunnelse: str, sett_versjon: int | None = None
) -> None:
    """Put a proposal, or a decision that is not published, aside with a reason.

    Raises:
        HindretError: it is published or put aside already, or the reason is missing.
        KonfliktError: someone else changed it after `sett_versjon`.
    """
    _lock_seen(tildeling, sett_versjon)
    refuse_if(rules.reject_hindre(tildeling.status, begrunnelse))
    tildeling.status, tildeling.begrunnelse = TildelingStatus.FORKASTET, begrunnelse
    audit.record("tildeling_forkastet", tildeling, bruker=bruker, begrunnelse=begrunnelse)
    flush()


def publish_hindre(tildeling: Tildeling, now: datetime) -> list[Hinder]:
    """Return what would stop a decided allocation from being published now, in every area."""
    hindre = list_hindre(tildeling)
    try:
        events.publish(TildelingPubliseres(tildeling, now))
    except HindretError as error:
        hindre += error.hindre
    return hindre


def publish(
    tildeling: Tildeling, *, bruker: Bruker, now: datetime, erstatter_id: int | None = None
) -> None:
    """Let everyone concerned see a decided allocation, and mail them; twice is harmless.

    `erstatter_id` is the published allocation that the user has seen that this one replaces.

    Raises:
        HindretError: it is not decided, a rule is broken now, or another one is published.
        KonfliktError: another coordinator published at the same moment.
    """
    if tildeling.status is TildelingStatus.PUBLISERT:
        return
    former = queries.find_publisert(tildeling.utlysning_id)
    other = former is not None and former.id != erstatter_id
    brudd = list_hindre(tildeling)
    refuse_if(rules.publish_hindre(tildeling.status, brudd, annen_publisert=other))
    events.publish(TildelingPubliseres(tildeling, now))
    if former is not None:
        former.status = TildelingStatus.ENDRET
        audit.record("tildeling_erstattet", former, bruker=bruker, av=tildeling.id)
        # Before the new one: the database allows one published allocation at any moment.
        flush()
    tildeling.status, tildeling.publisert_at = TildelingStatus.PUBLISERT, now
    audit.record("tildeling_publisert", tildeling, bruker=bruker)
    flush()
    varsling.tell(tildeling, former)
    events.publish(TildelingPublisert(tildeling, former))
