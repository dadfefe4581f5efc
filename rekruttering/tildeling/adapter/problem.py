"""Rows become a problem; no name, address or birth number passes."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rekruttering.pulje.models import Puljekommune
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import Niva, Sprak
from rekruttering.tilbud import models as tilbud_models
from rekruttering.tildeling.adapter.ider import kommune_ref, veileder_ref
from rekruttering.tildeling.adapter.plan import to_laser
from rekruttering.tildeling.rules.historikk import add_historikk
from rekruttering.tildeling.rules.makker import find_partnere, normal_navn
from rekruttering.tildeling.rules.plan import Laser
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
NO_LOCKS = Laser()
NO_HISTORY: Mapping[int, Collection[int]] = {}


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


def to_problem(
    veiledere: Sequence[tilbud_models.Veileder],
    puljekommuner: Sequence[Puljekommune],
    utlysning: Utlysning,
    sperringer: Rows,
    *,
    fylker: Mapping[int, str],
    gjeldende: Sequence[tuple[Sequence[int], Sequence[int]]] = (),
    laser: Laser = NO_LOCKS,
    makkere: Mapping[int, Collection[int]] = NO_HISTORY,
) -> Oppdrag:
    """Return the problem of a round.

    `sperringer` are the puljekommune ids each veileder id must not serve, `fylker` the
    fylkesnummer of each puljekommune id on the round's date, `gjeldende` the pairs in force as
    (veileder ids, puljekommune ids), `laser` what must be kept; who is no longer there is left out.
    `makkere` are earlier partners of each veileder id: what they count for is the round's choice.
    """
    import matching

    own, uonsket, merknader = map_partnere({each.id: each.soknad for each in veiledere})
    onsker = add_historikk(utlysning.historikk, own, uonsket, makkere)
    here = {each.id for each in puljekommuner}
    problem = matching.Problem(
        regler=matching.Regler(utlysning.maks_kommuner_per_par, REISE_FAKTOR),
        vekter=matching.Vekter(**{name: int(value) for name, value in utlysning.vekter.items()}),
        veiledere=tuple(
            _veileder(each, sperringer.get(each.id, set()) & here, onsker, uonsket)
            for each in veiledere
        ),
        kommuner=tuple(to_kommune(each, fylker[each.id]) for each in puljekommuner),
        laser=to_laser(_still_there(laser, {each.id for each in veiledere}, here)),
        gjeldende=_gjeldende(gjeldende, {each.id for each in veiledere}, here),
    )
    # Through text, so that the snapshot is now what it will be when it is read back.
    return Oppdrag(json.loads(matching.problem_to_json(problem)), tuple(merknader))


def map_partnere(
    soknader: Mapping[int, Soknad],
) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]], list[Merknad]]:
    """Return who wants whom, who does not, and the words that led to nobody; by the given ids."""
    navn: dict[str, list[int]] = {}
    epost: dict[str, int] = {}
    for id, soknad in soknader.items():
        navn.setdefault(normal_navn(soknad.navn), []).append(id)
        epost[normal_navn(soknad.soker.epost)] = id
    onsker, uonsket = {}, {}
    merknader = []
    for id, soknad in soknader.items():
        ja = find_partnere(soknad.makker_ja, id, navn, epost)
        nei = find_partnere(soknad.makker_nei, id, navn, epost)
        onsker[id], uonsket[id] = ja.funnet, nei.funnet
        merknader += [Merknad(id, tekst, True) for tekst in ja.ukjent]
        merknader += [Merknad(id, tekst, False) for tekst in nei.ukjent]
    return onsker, uonsket, merknader


def _veileder(
    row: tilbud_models.Veileder,
    sperret: set[int],
    onsker: Mapping[int, tuple[int, ...]],
    uonsket: Mapping[int, tuple[int, ...]],
) -> "matching.Veileder":
    return to_veileder(
        row.soknad,
        Person(
            ref=veileder_ref(row.id),
            timer=(row.timer_minst, row.timer_mest),
            poeng=row.poeng,
            sperret=sperret,
            onsker=tuple(veileder_ref(each) for each in onsker[row.id]),
            uonsket=tuple(veileder_ref(each) for each in uonsket[row.id]),
        ),
    )


@dataclass(frozen=True)
class Person:
    """What a person is in a problem beside what the application says.

    `ref` is the id there, `timer` least and most whole hours in the period, `sperret` the
    puljekommune ids that must not be served, `onsker` and `uonsket` partners by id there.
    """

    ref: str
    timer: tuple[int, int]
    poeng: int
    sperret: Collection[int] = ()
    onsker: tuple[str, ...] = ()
    uonsket: tuple[str, ...] = ()


def to_veileder(soknad: Soknad, person: Person) -> "matching.Veileder":
    """Return a person as the engine sees one.

    Raises:
        LookupError: the application lacks home or background.
    """
    import matching

    bosted = soknad.bosted
    if bosted is None or soknad.bakgrunn is None:
        raise LookupError(f"{person.ref} has no home or background")
    reise = soknad.maks_reise_km
    return matching.Veileder(
        id=person.ref,
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
        timer=person.timer,
        poeng=person.poeng,
        maks_reise_km=INGEN_GRENSE_KM if reise is None else reise,
        uaktuelle_fylker=tuple(soknad.uaktuelle_fylker),
        onskede_fylker=tuple(soknad.onskede_fylker),
        inhabil_i=tuple(kommune_ref(each) for each in sorted(person.sperret)),
        onsker_par_med=person.onsker,
        ikke_par_med=person.uonsket,
        fagomrader=tuple(soknad.fagomrader),
    )


def to_kommune(row: Puljekommune, fylkesnummer: str) -> "matching.Kommune":
    """Return an identified municipality as the engine sees it."""
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


def _still_there(laser: Laser, veiledere: set[int], kommuner: set[int]) -> Laser:
    return Laser(
        par=frozenset(par for par in laser.par if veiledere.issuperset(par)),
        tildelt=frozenset((v, k) for v, k in laser.tildelt if v in veiledere and k in kommuner),
        forbudt=frozenset((v, k) for v, k in laser.forbudt if v in veiledere and k in kommuner),
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
