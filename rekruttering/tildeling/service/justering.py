"""Use cases of changing an allocation by hand: show first, then do, undo and redo.

Every step is a row with what it took out and put in, so that going back is the same step the other
way round.  Two coordinators at once: a step names the version that its maker saw, and is refused
when somebody else has changed the plan since.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import Hinder, KonfliktError, refuse_if
from rekruttering.pulje.rules import DELTAR
from rekruttering.tildeling import adapter, queries, rules
from rekruttering.tildeling.models import Justering, Lag, Plassering, Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import (
    Differanse,
    Handling,
    Navn,
    Planlag,
    find_differanse,
    handling_hindre,
    las_hindre,
    to_par,
    utfor,
)
from rekruttering.tildeling.rules.plan_json import (
    differanse_from_json,
    differanse_to_json,
    handling_to_json,
    laser_to_json,
)
from rekruttering.tildeling.rules.tekster import brudd_hindre
from rekruttering.tildeling.service.kjoringer import problem_of, utkast_of
from rekruttering.tilgang.models import Bruker


@dataclass(frozen=True)
class Virkning:
    """What a step would do: why it is refused, the plan measured before and after, what changes.

    `etter` and `differanse` are None when the step makes no sense in the plan as it is.
    """

    hindre: list[Hinder]
    for_: adapter.Vurdering
    etter: adapter.Vurdering | None = None
    differanse: Differanse | None = None


def navn_of(tildeling: Tildeling) -> Navn:
    """Return the names of everyone that the plan of an allocation may use."""
    problem = problem_of(tildeling.kjoring)
    people = queries.map_veiledernavn(tildeling.utlysning_id)
    places = queries.map_kommunenavn(tildeling.kjoring.pulje_id)
    return Navn(
        {id: people[id] for v in problem.veiledere if (id := adapter.row_id(v.id)) in people},
        {id: places[id] for k in problem.kommuner if (id := adapter.row_id(k.id)) in places},
    )


def preview(tildeling: Tildeling, handling: Handling) -> Virkning:
    """Return what a step would do to rules, coverage and cost, without doing it.

    A hard rule that the step breaks is a reason to refuse it, also one that holds only since the
    run; rules that were broken before are not.  Kilde: docs/regler.md#R24.
    """
    problem, navn = problem_of(tildeling.kjoring), navn_of(tildeling)
    now = utkast_of(tildeling)
    before = adapter.vurder(problem, now)
    hindre = rules.adjust_hindre(tildeling.status) + handling_hindre(now, handling, navn)
    if hindre:
        return Virkning(hindre, before)
    then = utfor(now, handling)
    after = adapter.vurder(problem, then)
    differanse = find_differanse(now, then)
    new = [each for each in after.brudd if each not in before.brudd and not _is_lock(each)]
    hindre = las_hindre(now, then, navn) + brudd_hindre(new, _refs(navn))
    known = {hinder.tekst % hinder.verdier for hinder in hindre}
    since = [h for h in _since_hindre(differanse, navn) if h.tekst % h.verdier not in known]
    return Virkning(hindre + since, before, after, differanse)


def _is_lock(brudd: adapter.Brudd) -> bool:
    """Return whether a finding is about a lock: `las_hindre` says more about those."""
    return brudd[0].startswith("las_")


def _refs(navn: Navn) -> dict[str, str]:
    people = {adapter.veileder_ref(id): name for id, name in navn.veiledere.items()}
    return people | {adapter.kommune_ref(id): name for id, name in navn.kommuner.items()}


def _since_hindre(differanse: Differanse, navn: Navn) -> list[Hinder]:
    """Return what became true after the run: who left, which ties were declared."""
    people = queries.map_veiledere({v for lag in differanse.inn for v in lag.veiledere})
    places = queries.map_puljekommuner({k for lag in differanse.inn for k in lag.kommuner})
    sperret = queries.map_sperringer(list(people.values()), list(places.values()))
    hindre = []
    for veileder in people.values():
        if veileder.sluttet_at is not None:
            hindre.append(rules.left_hinder(navn.veiledere[veileder.id]))
    for row in places.values():
        if row.status not in DELTAR:
            hindre.append(rules.not_taking_part_hinder(navn.kommuner[row.id]))
    ties = [
        ("inhabil", (adapter.veileder_ref(veileder), adapter.kommune_ref(kommune)))
        for lag in differanse.inn
        for veileder in lag.veiledere
        for kommune in lag.kommuner
        if kommune in sperret.get(veileder, ())
    ]
    return hindre + brudd_hindre(ties, _refs(navn))


def adjust(
    tildeling: Tildeling, handling: Handling, *, sett_versjon: int, bruker: Bruker, now: datetime
) -> Justering:
    """Do a step; steps that were undone before it are gone.

    Raises:
        KonfliktError: somebody changed the plan after `sett_versjon`.
        HindretError: the step makes no sense, or breaks a hard rule or a lock.
    """
    tildeling = _lock(tildeling, sett_versjon)
    virkning = preview(tildeling, handling)
    refuse_if(virkning.hindre)
    if virkning.differanse is None or virkning.etter is None:
        raise LookupError("no hindre, and yet no effect")
    db.session.execute(
        delete(Justering).where(
            Justering.tildeling_id == tildeling.id, Justering.nr > tildeling.steg
        )
    )
    justering = Justering(
        tildeling_id=tildeling.id,
        nr=tildeling.steg + 1,
        handling=handling_to_json(handling),
        differanse=differanse_to_json(virkning.differanse),
        gjort_av_id=bruker.id,
        gjort_at=now,
    )
    db.session.add(justering)
    _store(tildeling, virkning.differanse, virkning.etter)
    tildeling.steg, tildeling.status = justering.nr, TildelingStatus.JUSTERT
    flush()
    audit.record(
        "tildeling_justert", tildeling, bruker=bruker, nr=justering.nr, **justering.handling
    )
    return justering


def undo(tildeling: Tildeling, *, sett_versjon: int, bruker: Bruker) -> None:
    """Take back the last step that holds, whoever made it.

    Raises:
        KonfliktError: somebody changed the plan after `sett_versjon`.
        HindretError: there is no step to take back, or the plan is decided.
    """
    tildeling = _lock(tildeling, sett_versjon)
    justering = queries.find_justering(tildeling.id, tildeling.steg)
    refuse_if(rules.undo_hindre(tildeling.status, can=justering is not None))
    if justering is None:
        raise LookupError("no hindre, and yet no step")
    _go(tildeling, _reversed(differanse_from_json(justering.differanse)))
    tildeling.steg -= 1
    flush()
    audit.record("justering_angret", tildeling, bruker=bruker, nr=justering.nr)


def redo(tildeling: Tildeling, *, sett_versjon: int, bruker: Bruker) -> None:
    """Do the step again that was taken back last.

    Raises:
        KonfliktError: somebody changed the plan after `sett_versjon`.
        HindretError: there is no step to do again, or the plan is decided.
    """
    tildeling = _lock(tildeling, sett_versjon)
    justering = queries.find_justering(tildeling.id, tildeling.steg + 1)
    refuse_if(rules.redo_hindre(tildeling.status, can=justering is not None))
    if justering is None:
        raise LookupError("no hindre, and yet no step")
    _go(tildeling, differanse_from_json(justering.differanse))
    tildeling.steg, tildeling.status = justering.nr, TildelingStatus.JUSTERT
    flush()
    audit.record("justering_gjentatt", tildeling, bruker=bruker, nr=justering.nr)


def copy(tildeling: Tildeling, navn: str, *, bruker: Bruker) -> Tildeling:
    """Return a new allocation with the same pairs and locks, to be changed on its own.

    It is how a published or decided plan is worked on, and how a variant is tried.
    """
    made = Tildeling(
        utlysning_id=tildeling.utlysning_id,
        kjoring=tildeling.kjoring,
        kopi_av_id=tildeling.id,
        navn=navn,
        laser=dict(tildeling.laser),
        status=TildelingStatus.JUSTERT,
    )
    db.session.add(made)
    flush()
    utkast = utkast_of(tildeling)
    vurdering = adapter.vurder(problem_of(tildeling.kjoring), utkast)
    for lag in sorted(utkast.lag):
        _add_lag(made, lag, vurdering)
    flush()
    audit.record("tildeling_kopiert", made, bruker=bruker, av=tildeling.id)
    return made


def name_tildeling(tildeling: Tildeling, navn: str, *, bruker: Bruker) -> None:
    """Give an allocation the name that people know it by."""
    tildeling.navn = navn
    audit.record("tildeling_navngitt", tildeling, bruker=bruker, navn=navn)
    flush()


def _lock(tildeling: Tildeling, sett_versjon: int) -> Tildeling:
    locked = queries.lock_tildeling(tildeling.id)
    if locked.versjon != sett_versjon:
        raise KonfliktError
    return locked


def _reversed(differanse: Differanse) -> Differanse:
    return Differanse(
        ut=differanse.inn,
        inn=differanse.ut,
        laser_for=differanse.laser_etter,
        laser_etter=differanse.laser_for,
    )


def _go(tildeling: Tildeling, differanse: Differanse) -> None:
    """Make a change whose effect was judged when it was made; decisions judge again."""
    now = utkast_of(tildeling)
    lag = (now.lag - set(differanse.ut)) | set(differanse.inn)
    then = replace(now, lag=lag, laser=differanse.laser_etter)
    _store(tildeling, differanse, adapter.vurder(problem_of(tildeling.kjoring), then))


def _store(tildeling: Tildeling, differanse: Differanse, after: adapter.Vurdering) -> None:
    stored = {(lag.veileder_a_id, lag.veileder_b_id): lag for lag in tildeling.lag}
    gone = {lag.veiledere for lag in differanse.ut}
    for par, row in stored.items():
        if to_par(*par) in gone:
            tildeling.lag.remove(row)
    # Before the new pairs: nobody may be in two, not even for a moment.
    flush()
    for lag in differanse.inn:
        _add_lag(tildeling, lag, after)
    tildeling.laser = laser_to_json(differanse.laser_etter)


def _add_lag(tildeling: Tildeling, lag: Planlag, vurdering: adapter.Vurdering) -> None:
    pris = vurdering.lag[lag]
    made = Lag(
        veileder_a_id=lag.veiledere[0],
        veileder_b_id=lag.veiledere[1],
        timer=pris.timer,
        kostnad=pris.kostnad,
        ledd=dict(pris.ledd),
    )
    made.plasseringer = [
        Plassering(tildeling_id=tildeling.id, puljekommune_id=kommune) for kommune in lag.kommuner
    ]
    tildeling.lag.append(made)
