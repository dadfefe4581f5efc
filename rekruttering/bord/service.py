"""What the board asks across areas: a plan with all around it, and what is broken by now."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rekruttering.bord import queries
from rekruttering.bord.queries import Kommunerad, Lagrad, Veilederrad
from rekruttering.felles.errors import Hinder
from rekruttering.horing import queries as horing_queries
from rekruttering.horing.models import Horingssvar
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.rules import DELTAR
from rekruttering.soknad.rules import Sprak
from rekruttering.tildeling import adapter, rules, service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules.plan import Laser, Planlag, Utkast, to_lag
from rekruttering.tildeling.rules.plan_json import laser_from_json
from rekruttering.tildeling.rules.tekster import brudd_hindre

if TYPE_CHECKING:
    import matching


@dataclass
class Grunnlag:
    """A plan with everyone it may use, read once for a page; ids are rows."""

    tildeling: Tildeling
    problem: "matching.Problem"
    lag: list[Lagrad]
    kommuner: Mapping[int, Kommunerad]
    veiledere: Mapping[int, Veilederrad]
    laser: Laser

    @cached_property
    def lag_av_kommune(self) -> dict[int, Lagrad]:
        """The pair of each municipality that has one."""
        return {kommune: lag for lag in self.lag for kommune in lag.kommuner}

    @cached_property
    def lag_av_veileder(self) -> dict[int, Lagrad]:
        """The pair of each veileder who is in one."""
        return {veileder: lag for lag in self.lag for veileder in lag.veiledere}

    @cached_property
    def utkast(self) -> Utkast:
        """The plan as a plain value."""
        return Utkast(frozenset(planlag(lag) for lag in self.lag), self.laser)

    @cached_property
    def kommune_ids(self) -> list[int]:
        """The municipalities that the run knew of."""
        return [adapter.row_id(each.id) for each in self.problem.kommuner]

    @cached_property
    def veileder_ids(self) -> list[int]:
        """The veiledere that the run knew of."""
        return [adapter.row_id(each.id) for each in self.problem.veiledere]

    @cached_property
    def km(self) -> dict[tuple[int, int], int]:
        """Kilometres by road for each (veileder, kommune) of the plan."""
        return adapter.map_km(self.problem, [(lag.veiledere, lag.kommuner) for lag in self.lag])

    @property
    def navn(self) -> dict[str, str]:
        """The name behind each id of the problem."""
        people = {adapter.veileder_ref(id): row.navn for id, row in self.veiledere.items()}
        places = {adapter.kommune_ref(id): row.navn for id, row in self.kommuner.items()}
        return people | places


def planlag(lag: Lagrad) -> Planlag:
    """Return a stored pair as a plain value."""
    return to_lag(lag.veiledere, lag.kommuner)


def load(tildeling: Tildeling) -> Grunnlag:
    """Return a plan with everyone it may use."""
    kjoring = tildeling.kjoring
    return Grunnlag(
        tildeling=tildeling,
        problem=service.problem_of(kjoring),
        lag=queries.list_lag(tildeling.id),
        kommuner=queries.map_kommuner(kjoring.pulje_id),
        veiledere=queries.map_veiledere(tildeling.utlysning_id),
        laser=laser_from_json(tildeling.laser),
    )


def present_problem(tildeling: Tildeling) -> "matching.Problem":
    """Return the round's problem as things stand now, read anew when anything has been logged."""
    key = f"{queries.find_merke()}|{tildeling.utlysning_id}"
    return adapter.known(
        key, lambda: service.make_oppdrag(tildeling.utlysning, tildeling.kjoring.pulje).problem
    )


def list_nye_bindinger(grunnlag: Grunnlag) -> set[tuple[int, int]]:
    """Return the ties (veileder, kommune) that became known after the run."""
    known = {(v.id, ref) for v in grunnlag.problem.veiledere for ref in v.inhabil_i}
    present = present_problem(grunnlag.tildeling)
    return {
        (adapter.row_id(v.id), adapter.row_id(ref))
        for v in present.veiledere
        for ref in v.inhabil_i
        if (v.id, ref) not in known
    }


def list_hindre(grunnlag: Grunnlag) -> list[Hinder]:
    """Return every rule that a plan breaks by now; the same as is asked before a decision."""
    hindre, whole = [], []
    for lag in grunnlag.lag:
        gone = _gone_hindre(grunnlag, lag)
        hindre += gone
        if not gone:
            whole.append(planlag(lag))
    brudd = adapter.find_brudd(present_problem(grunnlag.tildeling), whole)
    brudd = [each for each in brudd if not each[0].startswith("las_")]
    return hindre + brudd_hindre(brudd, grunnlag.navn)


def _gone_hindre(grunnlag: Grunnlag, lag: Lagrad) -> list[Hinder]:
    people = [grunnlag.veiledere[each] for each in lag.veiledere]
    places = [grunnlag.kommuner[each] for each in lag.kommuner]
    left = [rules.left_hinder(each.navn) for each in people if each.sluttet_at is not None]
    return left + [
        rules.not_taking_part_hinder(each.navn) for each in places if each.status not in DELTAR
    ]


def map_fylker(tildeling: Tildeling) -> dict[str, str]:
    """Return the name of each fylke on the day the municipalities' period begins."""
    return pulje_queries.map_fylkesnavn(tildeling.kjoring.pulje.innsats_fra_dato)


def map_sprak(grunnlag: Grunnlag) -> dict[int, list[Sprak]]:
    """Return what each veileder can work in, by veileder id."""
    known = queries.map_sprak(grunnlag.tildeling.utlysning_id)
    return {id: known.get(row.soknad_id, []) for id, row in grunnlag.veiledere.items()}


def map_merknader(tildeling: Tildeling) -> dict[int, list[Horingssvar]]:
    """Return what was said about each municipality in hearings of a plan."""
    return horing_queries.map_merknader(tildeling.id)
