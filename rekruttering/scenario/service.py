"""Use cases of trials: start one, turn weights, solve the rest again; nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, KonfliktError, refuse_if
from rekruttering.kommune.models import Kommune
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.models import Pulje
from rekruttering.scenario import adapter, queries, rules
from rekruttering.scenario.planbilde import Planbilde
from rekruttering.scenario.rules import (
    ENDRING_POENG,
    LEVENDE_S,
    NY_KJORING_S,
    Endringspris,
    FlereKommuner,
    Innstillinger,
    Sted,
    innstillinger_from_json,
    innstillinger_to_json,
)
from rekruttering.soknad import queries as soknad_queries
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.adapter import row_id
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.rules import KjoringFormal
from rekruttering.tildeling.service.kjoringer import fingerprint
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning import adapter as utlysning_adapter
from rekruttering.utlysning import service as utlysning_service
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import VEKT_TEKST, Seksjon
from rekruttering.utlysning.rules.definisjon import Sammensetning

# Trials behind the page where weights are turned are of no use the day after.
KEEP_UNNAMED = timedelta(days=1)


@dataclass(frozen=True)
class Prove:
    """A trial as it is ordered; `fra` is the plan whose locks hold and whom changes count from."""

    navn: str
    innstillinger: Innstillinger
    sekunder: int = rules.PROVE_S
    fra: Tildeling | None = None


def start_prove(utlysning: Utlysning, prove: Prove, *, bruker: Bruker, now: datetime) -> Kjoring:
    """Return a new run that shows what would happen, and that nobody can decide on.

    Raises:
        HindretError: there is nothing to allocate, or something cannot be assumed.
    """
    problem = _make_problem(utlysning, prove.fra, prove.innstillinger, prove.navn)
    return _start(utlysning, prove, problem, KjoringFormal.SCENARIO, bruker=bruker, now=now)


def try_vekter(
    utlysning: Utlysning, vekter: Mapping[str, int], *, bruker: Bruker, now: datetime
) -> Kjoring:
    """Return a short run under these weights; what the same person tried before is stopped.

    A run that has answered the very same question is the answer.

    Raises:
        HindretError: there is nothing to allocate, or a weight is refused.
    """
    changed = rules.turned(vekter, utlysning.vekter)
    innstillinger = Innstillinger(vekter=changed, levende=True)
    problem = _make_problem(utlysning, None, innstillinger, "")
    avtrykk = fingerprint(problem)
    going = [
        each
        for each in queries.list_active_prover(utlysning.id, bruker.id)
        if innstillinger_from_json(each.innstillinger).levende
    ]
    for each in going:
        if each.avtrykk != avtrykk:
            tildeling_service.stop_kjoring(each.id, bruker=bruker, now=now)
    done = [each for each in queries.list_like(utlysning.id, avtrykk) if _is_thorough(each)]
    same = [each for each in going if each.avtrykk == avtrykk]
    if done or same:
        return (done or same)[0]
    prove = Prove("", innstillinger, LEVENDE_S)
    return _start(utlysning, prove, problem, KjoringFormal.SCENARIO, bruker=bruker, now=now)


def _is_thorough(kjoring: Kjoring) -> bool:
    forslag = kjoring.forslag or {}
    return kjoring.maks_sekunder >= LEVENDE_S or forslag.get("status") == "optimal"


def _make_problem(
    utlysning: Utlysning, fra: Tildeling | None, innstillinger: Innstillinger, navn: str
) -> dict[str, object]:
    refuse_if(tildeling_service.start_hindre(utlysning, KjoringFormal.SCENARIO))
    base = tildeling_service.make_oppdrag(utlysning, get_pulje(utlysning), fra).problem
    refuse_if(rules.prove_hindre(innstillinger, navn, to_runde(base)))
    return adapter.tilpass(base, innstillinger)


def to_runde(problem: Mapping[str, list[Mapping[str, str]]]) -> rules.Runde:
    """Return whom a problem has."""
    return rules.Runde(
        veiledere={row_id(each["id"]) for each in problem["veiledere"]},
        kommuner={row_id(each["id"]) for each in problem["kommuner"]},
    )


def _start(
    utlysning: Utlysning,
    prove: Prove,
    problem: Mapping[str, object],
    formal: KjoringFormal,
    *,
    bruker: Bruker,
    now: datetime,
) -> Kjoring:
    valg = tildeling_service.Valg(
        max_seconds=prove.sekunder,
        formal=formal,
        navn=prove.navn,
        problem=problem,
        innstillinger=innstillinger_to_json(prove.innstillinger),
        fra=prove.fra,
    )
    return tildeling_service.start_kjoring(utlysning, valg, bruker=bruker, now=now)


def get_pulje(utlysning: Utlysning) -> Pulje:
    """Return the draw of a round.

    Raises:
        HindretError: the round has none, so there is nothing to allocate.
    """
    pulje = pulje_queries.find_pulje(utlysning.id)
    if pulje is None:
        refuse_if([Hinder("pulje", N_("Ingen kommuner har takket ja ennå."))])
        raise LookupError("unreachable")
    return pulje


def more_kommuner(
    utlysning: Utlysning, fylkesnummer: str, fylke: str, antall: int
) -> FlereKommuner:
    """Return the assumption of more municipalities in a fylke: real ones outside the pulje."""
    numre = queries.map_numre(get_pulje(utlysning).id)
    on = soknad_queries.get_geografi_dato(utlysning)
    names = {navn for navn, _innbyggere in numre.values()}
    sizes = [innbyggere for _navn, innbyggere in numre.values() if innbyggere is not None]
    steder = [
        (_sted(each), each.innbyggere or 0)
        for each in queries.list_others(on, fylkesnummer, numre.keys())
        # The same municipality may have had another number on the other day.
        if each.navn not in names
    ]
    chosen = rules.choose_steder(steder, round(median(sizes or [0])), antall)
    return FlereKommuner(fylkesnummer, fylke, chosen)


def _sted(kommune: Kommune) -> Sted:
    samisk = kommune.samisk_sprak
    return Sted(
        kommune.kommunenummer,
        kommune.navn,
        kommune.fylkesnummer,
        kommune.breddegrad,
        kommune.lengdegrad,
        kommune.malform.value,
        samisk.value if samisk else "",
    )


def name_prove(kjoring: Kjoring, navn: str, *, bruker: Bruker) -> None:
    """Keep a trial under a name, so that it stands in the list.

    Raises:
        HindretError: the name is missing or too long.
    """
    refuse_if(rules.navn_hindre(navn))
    locked = tildeling_queries.lock_kjoring(kjoring.id)
    if locked.navn == navn:
        return
    kept = replace(innstillinger_from_json(locked.innstillinger), levende=False)
    locked.navn, locked.innstillinger = navn, innstillinger_to_json(kept)
    flush()
    audit.record("prove_navngitt", locked, bruker=bruker, navn=navn)


def start_real(kjoring: Kjoring, *, bruker: Bruker, now: datetime) -> Kjoring:
    """Return a run that can be decided on, under the weights and rules of a trial.

    Raises:
        HindretError: the trial assumes what is not so, or a run is going on.
        KonfliktError: another coordinator started one at the same moment.
    """
    tried = innstillinger_from_json(kjoring.innstillinger)
    refuse_if(rules.real_hindre(tried))
    real, utlysning, fra = tried.real(), kjoring.utlysning, kjoring.fra_tildeling
    problem = _make_problem(utlysning, fra, real, kjoring.navn)
    prove = Prove(kjoring.navn, real, NY_KJORING_S, fra)
    return _start(utlysning, prove, problem, KjoringFormal.TILDELING, bruker=bruker, now=now)


@dataclass(frozen=True)
class Resten:
    """How the rest of a plan is solved again: the price of a change, a name, and how long."""

    pris: Endringspris
    navn: str
    sekunder: int = NY_KJORING_S


def solve_rest(
    tildeling: Tildeling, resten: Resten, *, sett_versjon: int, bruker: Bruker, now: datetime
) -> Kjoring:
    """Return a run that keeps a plan's locks, weights and rules, and makes the rest anew.

    Raises:
        KonfliktError: somebody changed the plan after `sett_versjon`, or started a run just now.
        HindretError: a run is going on, or there is nothing to allocate.
    """
    tildeling = tildeling_queries.lock_tildeling(tildeling.id)
    if tildeling.versjon != sett_versjon:
        raise KonfliktError
    own = innstillinger_from_json(tildeling.kjoring.innstillinger).real()
    weights = {**own.vekter, "endring": ENDRING_POENG[resten.pris]}
    innstillinger = replace(own, vekter=weights)
    problem = _make_problem(tildeling.utlysning, tildeling, innstillinger, resten.navn)
    prove = Prove(resten.navn, innstillinger, resten.sekunder, tildeling)
    return _start(
        tildeling.utlysning, prove, problem, KjoringFormal.TILDELING, bruker=bruker, now=now
    )


def merke_of(utlysning: Utlysning) -> str:
    """Return the mark of a round's weights, for the form that may save others."""
    return utlysning_service.merke(_sammensetning(utlysning))


def _sammensetning(utlysning: Utlysning) -> Sammensetning:
    return utlysning_adapter.to_definisjon(utlysning).sammensetning


def save_vekter(
    utlysning: Utlysning,
    vekter: Mapping[str, int],
    *,
    opened_with: str,
    bruker: Bruker,
    now: datetime,
) -> None:
    """Make these the weights that every later run of the round begins with.

    Raises:
        EndretAvAndreError: somebody changed the round's weights or rules since `opened_with`.
        HindretError: the round is over, or a weight is refused.
    """
    stored = _sammensetning(utlysning)
    whole = {**dict(stored.vekter), **vekter}
    changed = replace(
        stored, vekter=tuple((navn, whole[navn]) for navn in VEKT_TEKST if navn in whole)
    )
    utlysning_service.update_seksjon(
        utlysning,
        Seksjon.SAMMENSETNING,
        changed,
        opened_with=opened_with,
        bruker=bruker,
        now=now,
    )


def bilde_of_tildeling(tildeling: Tildeling, vekter: Mapping[str, int] | None = None) -> Planbilde:
    """Return a plan as people have made it, fit to be compared.

    `vekter` are what it is compared in; None: the weights of the round as they are now.
    """
    return adapter.to_planbilde(
        tildeling_service.problem_of(tildeling.kjoring),
        tildeling_service.utkast_of(tildeling),
        tildeling.utlysning.vekter if vekter is None else vekter,
    )


def bilde_of_kjoring(kjoring: Kjoring) -> Planbilde:
    """Return what a run proposed, fit to be compared; a run without a proposal covers nothing."""
    return adapter.to_planbilde(
        tildeling_service.problem_of(kjoring),
        adapter.to_utkast(kjoring.forslag or {"par": []}),
        kjoring.utlysning.vekter,
    )


def purge_unnamed(*, now: datetime) -> int:
    """Remove yesterday's trials behind the page where weights are turned; return how many."""
    gone = 0
    for kjoring in queries.list_unnamed(now - KEEP_UNNAMED):
        if innstillinger_from_json(kjoring.innstillinger).levende:
            db.session.delete(kjoring)
            gone += 1
    flush()
    return gone
