"""The only door to `matching`: rows become a problem, a proposal becomes plain values.

No name, address or birth number passes: ids are «V12» for a veileder and «K7» for an identified
municipality. `serve` is the solver's own process, which `prosess` starts. The engine is imported
where it is called: it loads the solver, which the web has no use for when it starts.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rekruttering.felles import prosess
from rekruttering.pulje.models import Puljekommune
from rekruttering.soknad.rules import Niva, Sprak
from rekruttering.tilbud import models as tilbud_models
from rekruttering.tildeling.rules import find_partnere, normal_navn
from rekruttering.utlysning.models import Utlysning

if TYPE_CHECKING:
    import matching

# Straight lines become road: what the example of the file format uses.
REISE_FAKTOR = 1.3
# Longer than any way in Norway: for an applicant who named no limit.
INGEN_GRENSE_KM = 3000
_GOOD = frozenset({Niva.GODT, Niva.FLYTENDE})
_MALFORMER = frozenset({Sprak.BOKMAL, Sprak.NYNORSK})

Rows = Mapping[int, set[int]]


@dataclass(frozen=True)
class Merknad:
    """Something a problem could not take along: a wish that named nobody in the round."""

    veileder_id: int
    tekst: str
    onsket: bool


@dataclass(frozen=True)
class Oppdrag:
    """A problem as JSON, and what was left out of it."""

    problem: dict[str, Any]
    merknader: tuple[Merknad, ...]


def veileder_ref(id: int) -> str:
    """Return a veileder's id as the problem knows it."""
    return f"V{id}"


def kommune_ref(id: int) -> str:
    """Return an identified municipality's id as the problem knows it."""
    return f"K{id}"


def row_id(ref: str) -> int:
    """Return the row behind «V12» or «K7»."""
    return int(ref[1:])


def to_problem(
    veiledere: Sequence[tilbud_models.Veileder],
    puljekommuner: Sequence[Puljekommune],
    utlysning: Utlysning,
    sperringer: Rows,
    *,
    fylker: Mapping[int, str],
    gjeldende: Sequence[tuple[Sequence[int], Sequence[int]]] = (),
) -> Oppdrag:
    """Return the problem of a round.

    `sperringer` are the puljekommune ids each veileder id must not serve, `fylker` the
    fylkesnummer of each puljekommune id on the round's date, `gjeldende` the pairs in force as
    (veileder ids, puljekommune ids); who is no longer there is left out.
    """
    import matching

    onsker, uonsket, merknader = _partnere(veiledere)
    here = {each.id for each in puljekommuner}
    problem = matching.Problem(
        regler=matching.Regler(utlysning.maks_kommuner_per_par, REISE_FAKTOR),
        vekter=matching.Vekter(**{name: int(value) for name, value in utlysning.vekter.items()}),
        veiledere=tuple(
            _veileder(each, sperringer.get(each.id, set()) & here, onsker, uonsket)
            for each in veiledere
        ),
        kommuner=tuple(_kommune(each, fylker[each.id]) for each in puljekommuner),
        gjeldende=_gjeldende(gjeldende, {each.id for each in veiledere}, here),
    )
    # Through text, so that the snapshot is now what it will be when it is read back.
    return Oppdrag(json.loads(matching.problem_to_json(problem)), tuple(merknader))


def _partnere(
    veiledere: Sequence[tilbud_models.Veileder],
) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]], list[Merknad]]:
    """Return who wants whom, who does not, and the words that led to nobody."""
    navn: dict[str, list[int]] = {}
    epost: dict[str, int] = {}
    for each in veiledere:
        navn.setdefault(normal_navn(each.soknad.navn), []).append(each.id)
        epost[normal_navn(each.bruker.epost)] = each.id
    onsker, uonsket = {}, {}
    merknader = []
    for each in veiledere:
        ja = find_partnere(each.soknad.makker_ja, each.id, navn, epost)
        nei = find_partnere(each.soknad.makker_nei, each.id, navn, epost)
        onsker[each.id], uonsket[each.id] = ja.funnet, nei.funnet
        merknader += [Merknad(each.id, tekst, True) for tekst in ja.ukjent]
        merknader += [Merknad(each.id, tekst, False) for tekst in nei.ukjent]
    return onsker, uonsket, merknader


def _veileder(
    row: tilbud_models.Veileder,
    sperret: set[int],
    onsker: Mapping[int, tuple[int, ...]],
    uonsket: Mapping[int, tuple[int, ...]],
) -> "matching.Veileder":
    import matching

    soknad = row.soknad
    bosted = soknad.bosted
    if bosted is None or soknad.bakgrunn is None:
        raise LookupError(f"veileder {row.id} has no home or background")
    reise = soknad.maks_reise_km
    return matching.Veileder(
        id=veileder_ref(row.id),
        breddegrad=bosted.breddegrad,
        lengdegrad=bosted.lengdegrad,
        kommunenummer=bosted.kommunenummer,
        arbeidsgiver_kommunenummer=soknad.arbeidssted.kommunenummer if soknad.arbeidssted else "",
        fylkesnummer=bosted.fylkesnummer,
        bakgrunn=matching.Bakgrunn(soknad.bakgrunn.value),
        malformer=tuple(
            matching.Malform[each.sprak.name]
            for each in soknad.sprak
            if each.sprak in _MALFORMER and {each.muntlig, each.skriftlig} <= _GOOD
        ),
        samiske_sprak=tuple(
            matching.SamiskSprak[each.sprak.name]
            for each in soknad.sprak
            if each.sprak not in _MALFORMER and each.muntlig in _GOOD
        ),
        timer=(row.timer_minst, row.timer_mest),
        poeng=row.poeng,
        maks_reise_km=INGEN_GRENSE_KM if reise is None else reise,
        uaktuelle_fylker=tuple(soknad.uaktuelle_fylker),
        onskede_fylker=tuple(soknad.onskede_fylker),
        inhabil_i=tuple(kommune_ref(each) for each in sorted(sperret)),
        onsker_par_med=tuple(veileder_ref(each) for each in onsker[row.id]),
        ikke_par_med=tuple(veileder_ref(each) for each in uonsket[row.id]),
        fagomrader=tuple(soknad.fagomrader),
    )


def _kommune(row: Puljekommune, fylkesnummer: str) -> "matching.Kommune":
    import matching

    samisk = row.samisk_sprak
    return matching.Kommune(
        id=kommune_ref(row.id),
        breddegrad=row.kommune.breddegrad,
        lengdegrad=row.kommune.lengdegrad,
        kommunenummer=row.kommune.kommunenummer,
        fylkesnummer=fylkesnummer,
        timer=row.timer,
        malform=matching.Malform[row.malform.name],
        samisk_sprak=matching.SamiskSprak[samisk.name] if samisk else None,
        fagomrader=tuple(row.fagomrader),
    )


def _gjeldende(
    pairs: Sequence[tuple[Sequence[int], Sequence[int]]], veiledere: set[int], kommuner: set[int]
) -> "tuple[matching.GjeldendeLag, ...]":
    import matching

    found = []
    for members, places in pairs:
        still = tuple(veileder_ref(each) for each in members if each in veiledere)
        served = tuple(kommune_ref(each) for each in places if each in kommuner)
        if still and served:
            found.append(matching.GjeldendeLag(still, served))
    return tuple(found)


def check(problem: Mapping[str, Any], forslag: Mapping[str, Any]) -> list[str]:
    """Return everything wrong with a proposal, recomputed without the solver; [] when it holds."""
    import matching

    known = matching.problem_from_dict(dict(problem))
    return [str(each) for each in matching.check(known, matching.forslag_from_dict(dict(forslag)))]


def list_brudd(
    problem: Mapping[str, Any], plan: Sequence[tuple[tuple[int, int], Sequence[int]]]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return every hard rule that a plan breaks, as (rule, ids).

    `plan` holds pairs as (veileder ids, puljekommune ids), all of them in the problem.
    """
    import matching

    known = matching.problem_from_dict(dict(problem))
    lag = [
        matching.Tildeling(
            (known.veileder(veileder_ref(a)), known.veileder(veileder_ref(b))),
            tuple(known.kommune(kommune_ref(each)) for each in places),
        )
        for (a, b), places in plan
    ]
    return [(brudd.regel.value, brudd.ider) for brudd in matching.plan_brudd(known, lag)]


def map_km(
    problem: Mapping[str, Any], plan: Sequence[tuple[tuple[int, int], Sequence[int]]]
) -> dict[tuple[int, int], int]:
    """Return the estimated kilometres by road for each (veileder id, puljekommune id) of a plan."""
    import matching

    known = matching.problem_from_dict(dict(problem))
    return {
        (member, place): known.km(
            known.veileder(veileder_ref(member)), known.kommune(kommune_ref(place))
        )
        for pair, places in plan
        for member in pair
        for place in places
    }


def serve() -> None:
    """Be the solver's process, which `prosess` starts."""
    prosess.serve(_solve)


def _solve(
    order: dict[str, Any],
    tell: Callable[[dict[str, Any]], None],
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    import matching

    forslag = matching.solve(
        matching.problem_from_dict(order["problem"]),
        max_time_s=order["maks_sekunder"],
        # One thread: the same order then gives the same plan when it is taken up again.
        workers=1,
        seed=order["fro"],
        on_progress=lambda progress: tell(progress_values(progress)),
        should_stop=should_stop,
    )
    return matching.forslag_to_dict(forslag)


def progress_values(progress: "matching.Progress") -> dict[str, Any]:
    """Return a snapshot of a run as plain values with Norwegian names."""
    values = asdict(progress)
    return {
        "fase": progress.phase.value,
        "udekket": values["udekket"],
        "kostnad": values["kostnad"],
        "nedre_grense_udekket": values["nedre_grense_udekket"],
        "nedre_grense": values["nedre_grense"],
        "sekunder": round(values["elapsed_s"], 1),
    }
