"""A plan as questions are asked about it: problem, pairs, locks, what it costs, and the names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rekruttering.analyse.rules import FORKLARING, OM_PLAN, UDEKKET, Sporsmal
from rekruttering.analyse.service import Bestilling
from rekruttering.felles.errors import Hinder
from rekruttering.pulje.rules import DELTAR
from rekruttering.tildeling import adapter, queries, rules, service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules.plan import Laser, Planlag, Utkast
from rekruttering.tildeling.rules.tekster import brudd_hindre
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Engasjementsform, Enhet

if TYPE_CHECKING:
    import matching

# Somebody who is released from work is so in steps of this share of a full position.
_PROSENT = 5


@dataclass(frozen=True)
class Plan:
    """An allocation, parsed and measured; `navn` has «V12», «K7» and «F18»."""

    tildeling: Tildeling
    problem: "matching.Problem"
    utkast: Utkast
    vurdering: adapter.Vurdering
    navn: Mapping[str, str]

    def knows_kommune(self, id: int) -> bool:
        """Return whether the run knew of a municipality."""
        return self.problem.has_kommune(adapter.kommune_ref(id))

    def knows_veileder(self, id: int) -> bool:
        """Return whether the run knew of a veileder."""
        return self.problem.has_veileder(adapter.veileder_ref(id))

    def veileder(self, id: int) -> str:
        """Return a veileder's name."""
        return self.navn.get(adapter.veileder_ref(id), adapter.veileder_ref(id))

    def kommune(self, id: int) -> str:
        """Return a municipality's name."""
        return self.navn.get(adapter.kommune_ref(id), adapter.kommune_ref(id))

    def to_hindre(self, brudd: Sequence[adapter.Brudd]) -> list[Hinder]:
        """Return broken rules as sentences with names."""
        ids = {each for _rule, ider in brudd for each in ider}
        return brudd_hindre(brudd, {each: self.navn.get(each, each) for each in ids})


def load_plan(tildeling: Tildeling, navn: Mapping[str, str]) -> Plan:
    """Return an allocation ready to be asked about."""
    problem, utkast = service.problem_of(tildeling.kjoring), service.utkast_of(tildeling)
    return Plan(tildeling, problem, utkast, adapter.vurder(problem, utkast), navn)


def to_bestilling(plan: Plan, sporsmal: Sporsmal) -> Bestilling:
    """Return the order of a question about a plan as it is now, with the locks it has now."""
    kjoring = plan.tildeling.kjoring
    grenser: Mapping[str, Any] = kjoring.forslag or {}
    laser = plan.utkast.laser
    if not _within(kjoring.problem, laser):
        # A bound found under a lock that is gone says nothing about plans without it.
        grenser = {**grenser, "nedre_grense": 0, "nedre_grense_udekket": 0}
    problem = {**kjoring.problem, "laser": _laser_json(laser)}
    parametre = dict(sporsmal.parametre)
    if sporsmal.type in (UDEKKET, FORKLARING):
        parametre |= hours_of(plan.tildeling.utlysning)
    return Bestilling(
        utlysning_id=plan.tildeling.utlysning_id,
        type=sporsmal.type,
        problem=problem,
        forslag=adapter.to_forslag(plan.vurdering, grenser),
        parametre=parametre,
        tildeling_id=plan.tildeling.id,
        maks_sekunder=OM_PLAN[sporsmal.type],
    )


def _within(problem: Mapping[str, Any], laser: Laser) -> bool:
    """Return whether the locks of a run are all among these."""
    then = problem.get("laser") or {}
    now = _laser_json(laser)
    return all(set(map(tuple, then.get(kind, ()))) <= set(map(tuple, now[kind])) for kind in now)


def _laser_json(laser: Laser) -> dict[str, list[list[str]]]:
    v, k = adapter.veileder_ref, adapter.kommune_ref
    return {
        "par": [[v(a), v(b)] for a, b in sorted(laser.par)],
        "tildelt": [[v(a), k(b)] for a, b in sorted(laser.tildelt)],
        "forbudt": [[v(a), k(b)] for a, b in sorted(laser.forbudt)],
    }


def hours_of(utlysning: Utlysning) -> dict[str, object]:
    """Return a full position in hours, the hours one can be released for, and the most there is."""
    arsverk = utlysning.arsverk_timer
    found: dict[str, object] = {"arsverk_timer": arsverk}
    most = [
        each.mest * arsverk // 100 if each.enhet is Enhet.PROSENT else each.mest
        for each in utlysning.engasjementer
        if each.mest is not None
    ]
    if most:
        found["mest_timer"] = max(most)
    for each in utlysning.engasjementer:
        if each.form is Engasjementsform.FRIKJOP and each.minst and each.mest:
            steps = range(each.minst, each.mest + 1, _PROSENT)
            found["nivaer"] = [step * arsverk // 100 for step in steps]
    return found


def list_since(plan: Plan, lag: Planlag) -> list[Hinder]:
    """Return what has become true of a pair after the run, and that speaks against it."""
    people = queries.map_veiledere(lag.veiledere)
    places = queries.map_puljekommuner(lag.kommuner)
    hindre = [
        rules.left_hinder(plan.veileder(id))
        for id, each in people.items()
        if each.sluttet_at is not None
    ]
    hindre += [
        rules.not_taking_part_hinder(plan.kommune(id))
        for id, each in places.items()
        if each.status not in DELTAR
    ]
    barred = queries.map_sperringer(list(people.values()), list(places.values()))
    known = {
        (veileder, adapter.row_id(each))
        for veileder in lag.veiledere
        for each in plan.problem.veileder(adapter.veileder_ref(veileder)).inhabil_i
    }
    ties = [
        ("inhabil", (adapter.veileder_ref(veileder), adapter.kommune_ref(kommune)))
        for veileder, found in barred.items()
        for kommune in sorted(found)
        if (veileder, kommune) not in known
    ]
    return hindre + plan.to_hindre(ties)
