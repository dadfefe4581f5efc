"""What there is to work out: the problem as it is now, and the holes in the published plan."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from rekruttering.analyse.adapter import erstatning
from rekruttering.beredskap import rules
from rekruttering.beredskap.models import Hendelse
from rekruttering.beredskap.rules import HendelseType, Hull, HullType
from rekruttering.pulje.rules import DELTAR
from rekruttering.tildeling import adapter
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.rules.plan import Par, Planlag, Utkast, to_lag, to_par
from rekruttering.tildeling.service.kjoringer import fingerprint


@dataclass(frozen=True)
class Grunnlag:
    """The problem now as JSON, where the plan in force has holes, and what is left of it."""

    problem: dict[str, Any]
    avtrykk: str
    hull: tuple[Hull, ...]
    rest: frozenset[Planlag]
    udekket: tuple[int, ...]
    brudd: tuple[adapter.Brudd, ...]


def make_grunnlag(hendelse: Hendelse) -> Grunnlag:
    """Return the problem with the plan in force and the price of a change, and the holes."""
    publisert = hendelse.tildeling
    problem = _problem(hendelse)
    avtrykk = fingerprint(problem)
    parsed = adapter.known(avtrykk, lambda: problem)
    here_v = {adapter.row_id(each.id) for each in parsed.veiledere}
    here_k = {adapter.row_id(each.id) for each in parsed.kommuner}
    plan = tildeling_service.utkast_of(publisert).lag
    left = rules.what_is_left(plan, here_v, here_k)
    whole = {
        each.veiledere: to_lag(each.veiledere, each.kommuner)
        for each in left
        if each.art is HullType.BRUTT
    }
    vurdering = adapter.vurder(parsed, Utkast(frozenset(whole.values())))
    brutte = _brutte(vurdering.brudd, whole.values())
    made_for = tildeling_service.problem_of(publisert.kjoring)
    served = {kommune for lag in plan for kommune in lag.kommuner}
    nye = [
        each
        for each in sorted(here_k - served)
        if not made_for.has_kommune(adapter.kommune_ref(each))
    ]
    rest = frozenset(lag for par, lag in whole.items() if to_par(*par) not in brutte)
    udekket = here_k - {kommune for lag in rest for kommune in lag.kommuner}
    hull = rules.find_hull(left, brutte, nye)
    return Grunnlag(problem, avtrykk, tuple(hull), rest, tuple(sorted(udekket)), vurdering.brudd)


def _problem(hendelse: Hendelse) -> dict[str, Any]:
    publisert, row = hendelse.tildeling, hendelse.puljekommune
    ogsa, uten_v, uten_k = [], [], []
    if hendelse.tenkt and hendelse.veileder is not None and hendelse.veileder.sluttet_at is None:
        uten_v = [adapter.veileder_ref(hendelse.veileder.id)]
    if hendelse.tenkt and row is not None:
        comes = hendelse.type is HendelseType.KOMMUNE_INN
        if comes and row.status not in DELTAR:
            ogsa = [row]
        elif not comes and row.status in DELTAR:
            uten_k = [adapter.kommune_ref(row.id)]
    oppdrag = tildeling_service.make_oppdrag(
        publisert.utlysning, publisert.kjoring.pulje, publisert, ogsa=ogsa
    )
    return erstatning.suppose(
        oppdrag.problem, uten_veiledere=uten_v, uten_kommuner=uten_k, endring=hendelse.endring
    )


def _brutte(brudd: Collection[adapter.Brudd], lag: Collection[Planlag]) -> set[Par]:
    """Return the pairs that a broken rule names; both its members, or one of them somewhere."""
    named = {
        adapter.row_id(ref)
        for regel, ider in brudd
        if not regel.startswith("las_")
        for ref in ider
        if ref.startswith("V")
    }
    return {each.veiledere for each in lag if named & set(each.veiledere)}
