"""Use cases of runs: start one, stop it, and keep what it found."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rekruttering.felles import audit, events, jobs
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.models import Pulje, Puljekommune
from rekruttering.soknad import queries as soknad_queries
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import adapter, queries, rules
from rekruttering.tildeling.events import KjoringFerdig
from rekruttering.tildeling.models import Kjoring, Lag, Plassering, Tildeling
from rekruttering.tildeling.rules import KjoringFormal, KjoringStatus
from rekruttering.tildeling.rules.plan import Utkast, to_lag
from rekruttering.tildeling.rules.plan_json import laser_from_json
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Historikk

JOB = "kjor_tildeling"
DIED = N_("Beregningen stanset uventet tre ganger og ble avsluttet. Start en ny kjøring.")
ABANDONED = N_("Bakgrunnsarbeidet stanset, og kjøringen ble avsluttet. Start en ny kjøring.")
WRONG = N_("Forslaget holdt ikke i etterkontrollen og ble ikke lagret. Meld fra til forvalteren.")
IMPOSSIBLE = N_("Det finnes ingen plan som følger låsene i oppgaven.")


if TYPE_CHECKING:
    import matching


@dataclass(frozen=True)
class Valg:
    """What a coordinator chooses for a run.

    `problem` takes the place of the round's own (a scenario); `innstillinger` says in what it
    differs, as JSON.  With `fra` the run solves that plan again: its locks are kept, and the plan
    is what a change is counted from.
    """

    max_seconds: int = 60
    seed: int = 1
    formal: KjoringFormal = KjoringFormal.TILDELING
    navn: str = ""
    problem: Mapping[str, Any] | None = None
    innstillinger: Mapping[str, Any] = field(default_factory=dict)
    fra: Tildeling | None = None


def start_hindre(
    utlysning: Utlysning, formal: KjoringFormal = KjoringFormal.TILDELING
) -> list[Hinder]:
    """Return every reason why no run can be started in the round now."""
    pulje = pulje_queries.find_pulje(utlysning.id)
    veiledere = tilbud_queries.list_veiledere(utlysning.id)
    kommuner = queries.list_deltakere(pulje.id) if pulje else []
    waits = formal is KjoringFormal.TILDELING
    aktiv = waits and queries.find_aktiv(utlysning.id) is not None
    hindre = rules.start_hindre(aktiv=aktiv, veiledere=len(veiledere), kommuner=len(kommuner))
    for each in veiledere:
        if each.soknad.bosted is None or each.soknad.bakgrunn is None:
            tekst = N_("%(navn)s mangler bosted eller erfaringsbakgrunn i søknaden.")
            hindre.append(Hinder("mangler", tekst, {"navn": each.soknad.navn}))
    return hindre


def make_oppdrag(
    utlysning: Utlysning,
    pulje: Pulje,
    fra: Tildeling | None = None,
    *,
    ogsa: Sequence[Puljekommune] = (),
) -> adapter.Oppdrag:
    """Return the round's problem as the database stands now.

    A change is counted from `fra`, or else from the published plan; the locks are those of `fra`.
    `ogsa` are municipalities that are supposed to take part, too.
    """
    veiledere = tilbud_queries.list_veiledere(utlysning.id)
    kommuner = [*queries.list_deltakere(pulje.id), *ogsa]
    base = fra or queries.find_publisert(utlysning.id)
    gjeldende = queries.list_plan(base.id) if base else []
    sperringer = queries.map_sperringer(veiledere, kommuner)
    fylker = queries.map_fylkesnumre(kommuner, soknad_queries.get_geografi_dato(utlysning))
    return adapter.to_problem(
        veiledere,
        kommuner,
        utlysning,
        sperringer,
        fylker=fylker,
        gjeldende=gjeldende,
        laser=laser_from_json(fra.laser if fra else {}),
        makkere=_makkere(utlysning, veiledere),
    )


def _makkere(utlysning: Utlysning, veiledere: Sequence[Veileder]) -> Mapping[int, frozenset[int]]:
    """Return earlier partners of each veileder id, where the round lets them count."""
    if utlysning.historikk is Historikk.UTEN_BETYDNING:
        return {}
    return queries.map_tidligere(utlysning, veiledere, ()).makkere


def plan_of(lag: Sequence[Lag]) -> list[tuple[tuple[int, int], list[int]]]:
    """Return pairs with their municipalities as ids."""
    return [
        ((each.veileder_a_id, each.veileder_b_id), [p.puljekommune_id for p in each.plasseringer])
        for each in lag
    ]


def utkast_of(tildeling: Tildeling) -> Utkast:
    """Return an allocation as a plain value: its pairs and its locks."""
    lag = [to_lag(par, places) for par, places in queries.list_plan(tildeling.id)]
    return Utkast(frozenset(lag), laser_from_json(tildeling.laser))


def problem_of(kjoring: Kjoring) -> "matching.Problem":
    """Return the problem of a run, parsed; the same one again without reading it anew."""
    return adapter.known(kjoring.avtrykk, lambda: kjoring.problem)


def fingerprint(problem: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a problem, whatever the order of its keys."""
    text = json.dumps(problem, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def start_kjoring(utlysning: Utlysning, valg: Valg, *, bruker: Bruker, now: datetime) -> Kjoring:
    """Return a new run with the problem as it is now; a job does it after the commit.

    Raises:
        HindretError: a run is going on, there is nothing to allocate, or a setting is refused.
        KonfliktError: another coordinator started one at the same moment.
    """
    hindre = rules.settings_hindre(valg.max_seconds, valg.seed)
    refuse_if([*hindre, *start_hindre(utlysning, valg.formal)])
    pulje = pulje_queries.find_pulje(utlysning.id)
    if pulje is None:
        raise LookupError("no hindre, and yet no pulje")
    oppdrag = make_oppdrag(utlysning, pulje, valg.fra)
    problem = dict(valg.problem or oppdrag.problem)
    kjoring = Kjoring(
        utlysning=utlysning,
        pulje=pulje,
        startet_av=bruker,
        opprettet_at=now,
        formal=valg.formal,
        navn=valg.navn,
        innstillinger=dict(valg.innstillinger),
        fra_tildeling=valg.fra,
        problem=problem,
        avtrykk=fingerprint(problem),
        merknader=[asdict(each) for each in oppdrag.merknader],
        forlop=[],
        fro=valg.seed,
        maks_sekunder=valg.max_seconds,
    )
    db.session.add(kjoring)
    flush()
    jobs.enqueue(JOB, kjoring.id)
    audit.record(
        "kjoring_startet", kjoring, bruker=bruker, sekunder=valg.max_seconds, fro=valg.seed
    )
    return kjoring


def begin_kjoring(id: int, *, now: datetime) -> Kjoring | None:
    """Return the run for a worker to do, or None when it has ended; may be called again."""
    kjoring = queries.lock_kjoring(id)
    if kjoring.status not in rules.AKTIV:
        return None
    kjoring.status = KjoringStatus.KJORER
    kjoring.startet_at = kjoring.startet_at or now
    flush()
    return kjoring


def finish_kjoring(
    id: int,
    forslag: Mapping[str, Any],
    forlop: Sequence[Sequence[float | None]],
    *,
    stopped: bool,
    now: datetime,
) -> None:
    """Store a proposal that the independent check agrees with; a run that has ended stays so."""
    kjoring = queries.lock_kjoring(id)
    if kjoring.status not in rules.AKTIV:
        return
    kjoring.forlop = [list(each) for each in forlop]
    avvik = adapter.check(kjoring.problem, forslag)
    kjoring.forslag = dict(forslag)
    if avvik or forslag["status"] == "umulig":
        audit.record("kjoring_forkastet", kjoring, bruker=None, avvik=avvik[:20])
        _end(kjoring, KjoringStatus.FEILET, now, WRONG if avvik else IMPOSSIBLE)
        return
    _end(kjoring, KjoringStatus.STOPPET if stopped else KjoringStatus.FERDIG, now)
    if forslag["par"] and kjoring.formal is KjoringFormal.TILDELING:
        _store_tildeling(kjoring, forslag)
    events.publish(KjoringFerdig(kjoring))


def _store_tildeling(kjoring: Kjoring, forslag: Mapping[str, Any]) -> None:
    fra = kjoring.fra_tildeling
    tildeling = Tildeling(
        utlysning_id=kjoring.utlysning_id,
        kjoring=kjoring,
        navn=kjoring.navn,
        laser=dict(fra.laser) if fra else {},
    )
    db.session.add(tildeling)
    flush()
    for each in forslag["par"]:
        a, b = (adapter.row_id(ref) for ref in each["veiledere"])
        lag = Lag(
            veileder_a_id=a,
            veileder_b_id=b,
            timer=each["timer"],
            kostnad=each["kostnad"],
            ledd=each["ledd"],
        )
        lag.plasseringer = [
            Plassering(tildeling_id=tildeling.id, puljekommune_id=adapter.row_id(ref))
            for ref in each["kommuner"]
        ]
        tildeling.lag.append(lag)
    flush()
    audit.record("forslag_lagret", tildeling, bruker=None, kostnad=forslag["kostnad"])


def fail_kjoring(id: int, tekst: str, *, now: datetime) -> None:
    """End a run without a proposal, with the reason as a sentence."""
    kjoring = queries.lock_kjoring(id)
    if kjoring.status in rules.AKTIV:
        _end(kjoring, KjoringStatus.FEILET, now, tekst)
        audit.record("kjoring_feilet", kjoring, bruker=None, grunn=tekst)


def _end(kjoring: Kjoring, status: KjoringStatus, now: datetime, feil: str = "") -> None:
    kjoring.status, kjoring.ferdig_at, kjoring.feil = status, now, feil
    flush()


def stop_kjoring(id: int, *, bruker: Bruker, now: datetime) -> None:
    """Stop a run: one that waits ends at once, one that works hands over the best so far.

    A run that has ended is left alone.
    """
    kjoring = queries.lock_kjoring(id)
    if kjoring.status not in rules.AKTIV:
        return
    audit.record("kjoring_stoppet", kjoring, bruker=bruker)
    if kjoring.status is KjoringStatus.VENTER:
        _end(kjoring, KjoringStatus.STOPPET, now)
    jobs.ask_to_stop(JOB, kjoring.id)


def end_abandoned(*, now: datetime) -> int:
    """End the runs whose job is over without an answer, and return how many there were."""
    ended = 0
    for kjoring in queries.list_aktive():
        if jobs.is_over(JOB, kjoring.id):
            fail_kjoring(kjoring.id, ABANDONED, now=now)
            ended += 1
    return ended
