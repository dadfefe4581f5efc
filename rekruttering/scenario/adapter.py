"""The door to the optimiser for trials: the problem with what is assumed, and a plan measured.

What is only assumed has a negative id, as in «K-1804» and «V-7011», and never a name.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from statistics import median_low
from typing import TYPE_CHECKING, Any

from rekruttering.scenario.planbilde import Planbilde, Reise, Sprakdekning
from rekruttering.scenario.rules import (
    Antakelse,
    FlereKommuner,
    Innstillinger,
    KommuneTimer,
    LengreReise,
    NyVeileder,
    UtenKommune,
    UtenVeileder,
    antatt_kommune_id,
    antatt_veileder_ids,
)
from rekruttering.tildeling.adapter import kommune_ref, row_id, veileder_ref, vurder
from rekruttering.tildeling.rules.plan import Planlag, Utkast, to_lag

if TYPE_CHECKING:
    import matching

_CODES = {"bokmal": "BOKMAL", "nynorsk": "NYNORSK", "noytral": "NOYTRAL"}
_SAMISKE = {"nordsamisk": "NORDSAMISK", "lulesamisk": "LULESAMISK", "sorsamisk": "SORSAMISK"}


def tilpass(problem: Mapping[str, Any], innstillinger: Innstillinger) -> dict[str, Any]:
    """Return a problem, as JSON, with other weights and rules and what is assumed.

    A municipality that is only assumed needs what the middle one of the round does, and no
    particular subject areas; a veileder who is only assumed is as most others in all that is not
    said.  Who is assumed away is gone from wishes, ties and locks too.

    Raises:
        KeyError: somebody who is assumed away or changed is not in the problem.
    """
    import matching

    parsed = matching.problem_from_dict(dict(problem))
    if innstillinger.vekter:
        parsed = replace(parsed, vekter=replace(parsed.vekter, **innstillinger.vekter))
    if innstillinger.maks_kommuner is not None:
        regler = replace(parsed.regler, maks_kommuner_per_par=innstillinger.maks_kommuner)
        parsed = replace(parsed, regler=regler)
    parsed = _assume(parsed, innstillinger.antakelser)
    value: dict[str, Any] = json.loads(matching.problem_to_json(parsed))
    return value


def _assume(problem: "matching.Problem", antakelser: Sequence[Antakelse]) -> "matching.Problem":
    import matching

    kommuner: list[matching.Kommune] = []
    veiledere: list[matching.Veileder] = []
    gone_v: list[str] = []
    gone_k: list[str] = []
    for each in antakelser:
        match each:
            case FlereKommuner():
                kommuner += _new_kommuner(problem, each)
            case KommuneTimer():
                kommune = problem.kommune(kommune_ref(each.kommune))
                kommuner.append(replace(kommune, timer=each.timer))
            case UtenKommune():
                gone_k.append(kommune_ref(each.kommune))
            case UtenVeileder():
                gone_v.append(veileder_ref(each.veileder))
            case NyVeileder():
                veiledere += _new_veiledere(problem, each)
            case LengreReise():
                veiledere += [
                    replace(v, maks_reise_km=max(v.maks_reise_km, each.km))
                    for v in problem.veiledere
                ]
    return matching.change_problem(
        problem,
        None,
        without_veiledere=gone_v,
        without_kommuner=gone_k,
        veiledere=veiledere,
        kommuner=kommuner,
    )


def _new_kommuner(
    problem: "matching.Problem", antakelse: FlereKommuner
) -> "list[matching.Kommune]":
    import matching

    timer = median_low([each.timer for each in problem.kommuner] or [1])
    return [
        matching.Kommune(
            id=kommune_ref(antatt_kommune_id(sted)),
            breddegrad=sted.breddegrad,
            lengdegrad=sted.lengdegrad,
            kommunenummer=sted.kommunenummer,
            fylkesnummer=antakelse.fylkesnummer,
            timer=timer,
            malform=matching.Malform[_CODES[sted.malform]],
            samisk_sprak=_samisk(sted.samisk_sprak),
        )
        for sted in antakelse.steder
    ]


def _samisk(kode: str) -> "matching.SamiskSprak | None":
    import matching

    return matching.SamiskSprak[_SAMISKE[kode]] if kode else None


def _new_veiledere(problem: "matching.Problem", antakelse: NyVeileder) -> "list[matching.Veileder]":
    import matching

    base = problem.kommune(kommune_ref(antakelse.kommune))
    language = _samisk(antakelse.samisk_sprak)
    endring = matching.recruit(
        problem,
        base,
        matching.Bakgrunn(antakelse.bakgrunn),
        (language,) if language is not None else (),
    )
    if endring.veileder is None:
        raise LookupError("recruit gave nobody")
    found = endring.veileder
    return [replace(found, id=veileder_ref(each)) for each in antatt_veileder_ids(antakelse)]


def to_utkast(forslag: Mapping[str, Any]) -> Utkast:
    """Return a run's own proposal as a plain plan without locks."""
    lag = (
        to_lag(map(row_id, each["veiledere"]), map(row_id, each["kommuner"]))
        for each in forslag["par"]
    )
    return Utkast(frozenset(lag))


def to_planbilde(
    problem: "matching.Problem", utkast: Utkast, runde_vekter: Mapping[str, int]
) -> Planbilde:
    """Return a plan with what it costs in its own weights and in those of the round now."""
    own = vurder(problem, utkast)
    names = [each.name for each in fields(problem.vekter)]
    now = {navn: runde_vekter[navn] for navn in names if navn in runde_vekter}
    own_weights = {navn: int(getattr(problem.vekter, navn)) for navn in names}
    compared = own
    if any(own_weights[navn] != vekt for navn, vekt in now.items()):
        compared = vurder(replace(problem, vekter=replace(problem.vekter, **now)), utkast)
    return Planbilde(
        lag=utkast.lag,
        timer={row_id(each.id): each.timer for each in problem.kommuner},
        band={row_id(each.id): each.timer for each in problem.veiledere},
        fakta=_fakta(problem),
        forhold=_forhold(problem),
        vekter=own_weights,
        maks_kommuner=problem.regler.maks_kommuner_per_par,
        ledd=own.ledd,
        endring=own.endring,
        ledd_runde=compared.ledd,
        reise=_reise(problem, sorted(utkast.lag)),
        sprak=_sprak(problem, utkast),
        brudd=own.brudd,
    )


def _fakta(problem: "matching.Problem") -> dict[str, str]:
    """Return what is known of each besides hours and ties, as text that differs when it differs."""
    found = {}
    for v in problem.veiledere:
        plain = replace(v, timer=(0, 0), inhabil_i=(), onsker_par_med=(), ikke_par_med=())
        found[v.id] = repr(plain)
    return found | {k.id: repr(replace(k, timer=0)) for k in problem.kommuner}


def _forhold(problem: "matching.Problem") -> dict[str, frozenset[tuple[str, str]]]:
    """Return the ties and wishes of each veileder."""
    return {
        v.id: frozenset(
            [("inhabil", ref) for ref in v.inhabil_i]
            + [("onsker", ref) for ref in v.onsker_par_med]
            + [("ikke", ref) for ref in v.ikke_par_med]
        )
        for v in problem.veiledere
    }


def _reise(problem: "matching.Problem", lag: Sequence[Planlag]) -> Reise:
    ways, between = [0], 0
    for each in lag:
        a, b = (problem.veileder(veileder_ref(v)) for v in each.veiledere)
        between += problem.km_par(a, b)
        for kommune in each.kommuner:
            place = problem.kommune(kommune_ref(kommune))
            ways += [problem.km(a, place), problem.km(b, place)]
    return Reise(sum(ways), max(ways), between)


def _sprak(problem: "matching.Problem", utkast: Utkast) -> Sprakdekning:
    import matching

    need: Counter[str] = Counter(k.samisk_sprak.value for k in problem.kommuner if k.samisk_sprak)
    met: Counter[str] = Counter()
    asked = writes = 0
    for lag in utkast.lag:
        members = [problem.veileder(veileder_ref(v)) for v in lag.veiledere]
        for ref in lag.kommuner:
            kommune = problem.kommune(kommune_ref(ref))
            if kommune.samisk_sprak and any(
                kommune.samisk_sprak in v.samiske_sprak for v in members
            ):
                met[kommune.samisk_sprak.value] += 1
            if kommune.malform is not matching.Malform.NOYTRAL:
                asked += len(members)
                writes += sum(kommune.malform in v.malformer for v in members)
    return Sprakdekning(dict(sorted(need.items())), dict(sorted(met.items())), asked, writes)


@dataclass(frozen=True)
class Endringer:
    """What `matching.changes` finds, with rows for ids.

    `kommuner` are (municipality, before, after), `veiledere` (veileder, loses, gets, makker before,
    makker after).
    """

    kommuner: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]
    veiledere: tuple[tuple[int, tuple[int, ...], tuple[int, ...], int | None, int | None], ...]
    uberorte_kommuner: int
    uberorte_veiledere: int


def find_endringer(a: Sequence[Planlag], b: Sequence[Planlag]) -> Endringer:
    """Return what changes from one plan to another, for municipalities and for people."""
    import matching

    found = matching.changes(_in_force(a), _in_force(b))
    return Endringer(
        kommuner=tuple(
            (row_id(each.kommune), _ids(each.for_par), _ids(each.etter_par))
            for each in found.kommuner
        ),
        veiledere=tuple(
            (
                row_id(each.veileder),
                _ids(each.mister),
                _ids(each.far),
                row_id(each.for_partner) if each.for_partner else None,
                row_id(each.etter_partner) if each.etter_partner else None,
            )
            for each in found.veiledere
        ),
        uberorte_kommuner=len(found.uberorte_kommuner),
        uberorte_veiledere=len(found.uberorte_veiledere),
    )


def _in_force(lag_liste: Sequence[Planlag]) -> "list[matching.GjeldendeLag]":
    import matching

    return [
        matching.GjeldendeLag(
            tuple(map(veileder_ref, lag.veiledere)), tuple(map(kommune_ref, lag.kommuner))
        )
        for lag in lag_liste
    ]


def _ids(refs: Sequence[str]) -> tuple[int, ...]:
    return tuple(sorted(map(row_id, refs)))
