"""Use cases of deciding: a person approves, rejects and publishes what a run proposed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rekruttering.felles import audit
from rekruttering.felles.db import flush
from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import DELTAR
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import adapter, mail, queries, rules
from rekruttering.tildeling.models import Lag, Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.service.kjoringer import make_oppdrag, plan_of
from rekruttering.tilgang import queries as tilgang_queries
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle


def list_hindre(tildeling: Tildeling) -> list[Hinder]:
    """Return every rule that the allocation breaks as the database stands now.

    People leave, ties are declared and needs change after a run; so this is asked again before
    a decision and before publishing.  Kilde: docs/regler.md#R10.
    """
    lag = queries.load_lag(tildeling.id)
    hindre = _gone_hindre(lag)
    whole = [each for each in lag if not _gone_hindre([each])]
    oppdrag = make_oppdrag(tildeling.utlysning, tildeling.kjoring.pulje)
    brudd = adapter.list_brudd(oppdrag.problem, plan_of(whole))
    # Locks bind a run, not a decision, and a plan without a part cannot keep them.
    brudd = [each for each in brudd if not each[0].startswith("las_")]
    return hindre + rules.brudd_hindre(brudd, _names(whole))


def _gone_hindre(lag: Sequence[Lag]) -> list[Hinder]:
    """Return who is no longer there to be allocated."""
    hindre = []
    for each in lag:
        for veileder in (each.veileder_a, each.veileder_b):
            if veileder.sluttet_at is not None:
                tekst = N_("%(navn)s er ikke lenger veileder i runden.")
                hindre.append(Hinder("sluttet", tekst, {"navn": veileder.soknad.navn}))
        for plassering in each.plasseringer:
            hindre += _not_taking_part(plassering.puljekommune)
    return hindre


def _not_taking_part(row: Puljekommune) -> list[Hinder]:
    if row.status in DELTAR:
        return []
    tekst = N_("%(kommune)s er ikke lenger med i ordningen.")
    return [Hinder("ikke_med", tekst, {"kommune": row.kommune.navn})]


def _names(lag: Sequence[Lag]) -> Mapping[str, str]:
    names = {}
    for each in lag:
        for veileder in (each.veileder_a, each.veileder_b):
            names[adapter.veileder_ref(veileder.id)] = veileder.soknad.navn
        for plassering in each.plasseringer:
            row = plassering.puljekommune
            names[adapter.kommune_ref(row.id)] = row.kommune.navn
    return names


def approve(tildeling: Tildeling, *, bruker: Bruker, begrunnelse: str, now: datetime) -> None:
    """Make a proposal the decision of a named person, in that person's own words.

    Raises:
        HindretError: it is no longer a proposal, the words are missing, or a rule is broken now.
        KonfliktError: someone else decided at the same moment.
    """
    brudd = list_hindre(tildeling)
    refuse_if(rules.approve_hindre(tildeling.status, begrunnelse, brudd))
    tildeling.status = TildelingStatus.VEDTATT
    tildeling.vedtatt_at, tildeling.vedtatt_av = now, bruker
    tildeling.begrunnelse = begrunnelse
    audit.record("tildeling_vedtatt", tildeling, bruker=bruker)
    flush()


def reject(tildeling: Tildeling, *, bruker: Bruker, begrunnelse: str) -> None:
    """Put a proposal, or a decision that is not published, aside with a reason.

    Raises:
        HindretError: it is published or put aside already, or the reason is missing.
    """
    refuse_if(rules.reject_hindre(tildeling.status, begrunnelse))
    tildeling.status, tildeling.begrunnelse = TildelingStatus.FORKASTET, begrunnelse
    audit.record("tildeling_forkastet", tildeling, bruker=bruker, begrunnelse=begrunnelse)
    flush()


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
    if former is not None:
        former.status = TildelingStatus.ENDRET
        audit.record("tildeling_erstattet", former, bruker=bruker, av=tildeling.id)
        # Before the new one: the database allows one published allocation at any moment.
        flush()
    tildeling.status, tildeling.publisert_at = TildelingStatus.PUBLISERT, now
    audit.record("tildeling_publisert", tildeling, bruker=bruker)
    flush()
    _tell(tildeling)


def _tell(tildeling: Tildeling) -> None:
    """Mail veiledere, municipalities and statsforvaltere what concerns each of them."""
    lag = queries.load_lag(tildeling.id)
    regions: dict[str, list[tuple[Puljekommune, Lag]]] = {}
    for each in lag:
        for veileder, makker in _both_ways(each):
            enqueue(mail.veileder_epost(tildeling, each, veileder, makker))
        for plassering in each.plasseringer:
            row = plassering.puljekommune
            enqueue(mail.kommune_epost(tildeling, each, row))
            regions.setdefault(row.kommune.embete_kode, []).append((row, each))
    for kode, rows in sorted(regions.items()):
        for contact in tilgang_queries.list_brukere(Rolle.STATSFORVALTER, kode):
            enqueue(mail.region_epost(tildeling, kode, contact, rows))


def _both_ways(lag: Lag) -> tuple[tuple[Veileder, Veileder], tuple[Veileder, Veileder]]:
    return (lag.veileder_a, lag.veileder_b), (lag.veileder_b, lag.veileder_a)
