"""Use cases of runs: start one, stop it, and keep what it found."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from rekruttering.felles import audit, jobs
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.models import Pulje
from rekruttering.soknad import queries as soknad_queries
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tildeling import adapter, queries, rules
from rekruttering.tildeling.models import Kjoring, Lag, Plassering, Tildeling
from rekruttering.tildeling.rules import KjoringStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning

JOB = "kjor_tildeling"
DIED = N_("Beregningen stanset uventet tre ganger og ble avsluttet. Start en ny kjøring.")
ABANDONED = N_("Bakgrunnsarbeidet stanset, og kjøringen ble avsluttet. Start en ny kjøring.")
WRONG = N_("Forslaget holdt ikke i etterkontrollen og ble ikke lagret. Meld fra til forvalteren.")
IMPOSSIBLE = N_("Det finnes ingen plan som følger låsene i oppgaven.")


@dataclass(frozen=True)
class Innstillinger:
    """What a coordinator chooses for a run."""

    max_seconds: int = 60
    seed: int = 1


def start_hindre(utlysning: Utlysning) -> list[Hinder]:
    """Return every reason why no run can be started in the round now."""
    pulje = pulje_queries.find_pulje(utlysning.id)
    veiledere = tilbud_queries.list_veiledere(utlysning.id)
    kommuner = queries.list_deltakere(pulje.id) if pulje else []
    aktiv = queries.find_aktiv(utlysning.id) is not None
    hindre = rules.start_hindre(aktiv=aktiv, veiledere=len(veiledere), kommuner=len(kommuner))
    for each in veiledere:
        if each.soknad.bosted is None or each.soknad.bakgrunn is None:
            tekst = N_("%(navn)s mangler bosted eller erfaringsbakgrunn i søknaden.")
            hindre.append(Hinder("mangler", tekst, {"navn": each.soknad.navn}))
    return hindre


def make_oppdrag(utlysning: Utlysning, pulje: Pulje) -> adapter.Oppdrag:
    """Return the round's problem as the database stands now."""
    veiledere = tilbud_queries.list_veiledere(utlysning.id)
    kommuner = queries.list_deltakere(pulje.id)
    publisert = queries.find_publisert(utlysning.id)
    gjeldende = plan_of(queries.load_lag(publisert.id)) if publisert else []
    sperringer = queries.map_sperringer(veiledere, kommuner)
    fylker = queries.map_fylkesnumre(kommuner, soknad_queries.get_geografi_dato(utlysning))
    return adapter.to_problem(
        veiledere, kommuner, utlysning, sperringer, fylker=fylker, gjeldende=gjeldende
    )


def plan_of(lag: Sequence[Lag]) -> list[tuple[tuple[int, int], list[int]]]:
    """Return pairs with their municipalities as ids."""
    return [
        ((each.veileder_a_id, each.veileder_b_id), [p.puljekommune_id for p in each.plasseringer])
        for each in lag
    ]


def start_kjoring(
    utlysning: Utlysning, *, bruker: Bruker, max_seconds: int = 60, seed: int = 1, now: datetime
) -> Kjoring:
    """Return a new run with the problem as it is now; a job does it after the commit.

    Raises:
        HindretError: a run is going on, there is nothing to allocate, or a setting is refused.
        KonfliktError: another coordinator started one at the same moment.
    """
    hindre = [*rules.settings_hindre(max_seconds, seed), *start_hindre(utlysning)]
    refuse_if(hindre)
    pulje = pulje_queries.find_pulje(utlysning.id)
    if pulje is None:
        raise LookupError("no hindre, and yet no pulje")
    oppdrag = make_oppdrag(utlysning, pulje)
    kjoring = Kjoring(
        utlysning=utlysning,
        pulje=pulje,
        startet_av=bruker,
        opprettet_at=now,
        problem=oppdrag.problem,
        merknader=[asdict(each) for each in oppdrag.merknader],
        forlop=[],
        fro=seed,
        maks_sekunder=max_seconds,
    )
    db.session.add(kjoring)
    flush()
    jobs.enqueue(JOB, kjoring.id)
    audit.record("kjoring_startet", kjoring, bruker=bruker, sekunder=max_seconds, fro=seed)
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
    if forslag["par"]:
        _store_tildeling(kjoring, forslag)


def _store_tildeling(kjoring: Kjoring, forslag: Mapping[str, Any]) -> None:
    tildeling = Tildeling(utlysning_id=kjoring.utlysning_id, kjoring=kjoring)
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
