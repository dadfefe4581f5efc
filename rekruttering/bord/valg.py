"""Good targets for a change by hand: every possible one priced, the best first, and why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _

from rekruttering.bord import service
from rekruttering.bord.service import Grunnlag, planlag
from rekruttering.bord.tekster import join
from rekruttering.bord.visning import pair_of
from rekruttering.felles.filters import hinder_tekst
from rekruttering.kommune.rules import sort_key
from rekruttering.tildeling import adapter
from rekruttering.tildeling.rules.plan import (
    Handling,
    HandlingType,
    find_differanse,
    utfor,
)
from rekruttering.tildeling.rules.tekster import brudd_hindre

# So many are shown before the others are folded away.
BESTE = 6
# Of those that cannot be chosen, so many are listed.
STENGTE = 100
# Partners for a new pair are looked for among so many of the cheapest on each side.
NAERMESTE = 40


@dataclass(frozen=True)
class Alternativ:
    """A possible change: what it is called, points more, why not, and where it is looked at."""

    tekst: str
    hjelp: str
    endring: int
    hindre: tuple[str, ...]
    url: str

    @property
    def poeng(self) -> str:
        """Points with a sign."""
        if self.endring == 0:
            return "±0"
        return f"+{self.endring}" if self.endring > 0 else f"−{-self.endring}"


@dataclass(frozen=True)
class Valgliste:
    """Targets that can be chosen, by cost, and those that break one; `skjulte` are not listed."""

    beste: list[Alternativ]
    andre: list[Alternativ]
    stengte: list[Alternativ]
    skjulte: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be chosen."""
        return not self.beste


@dataclass(frozen=True)
class _Forslag:
    handling: Handling
    tekst: str
    hjelp: str = ""


def endring_url(tildeling_id: int, handling: Handling) -> str:
    """Return where the effect of a step is seen."""
    return url_for(
        "bord.endring",
        id=tildeling_id,
        type=handling.type.value,
        v=list(handling.veiledere),
        k=list(handling.kommuner),
    )


def flytt(grunnlag: Grunnlag, kommune: int) -> Valgliste:
    """Return every pair that a municipality could move to."""
    now = grunnlag.lag_av_kommune.get(kommune)
    forslag = [
        _Forslag(
            Handling(HandlingType.FLYTT, lag.veiledere, (kommune,)),
            pair_of(grunnlag, lag.veiledere),
            _har(grunnlag, lag.kommuner),
        )
        for lag in grunnlag.lag
        if now is None or lag.id != now.id
    ]
    return _price(grunnlag, forslag)


def bytt_kommune(grunnlag: Grunnlag, kommune: int) -> Valgliste:
    """Return every municipality that could change pairs with one that has a pair."""
    now = grunnlag.lag_av_kommune.get(kommune)
    own = set(now.kommuner) if now else set()
    forslag = []
    for other in grunnlag.kommune_ids:
        lag = grunnlag.lag_av_kommune.get(other)
        if other in own or other == kommune or (lag is None and now is None):
            continue
        hjelp = pair_of(grunnlag, lag.veiledere) if lag else _("uten par")
        handling = Handling(HandlingType.BYTT_KOMMUNER, (), (kommune, other))
        forslag.append(_Forslag(handling, grunnlag.kommuner[other].navn, hjelp))
    return _price(grunnlag, forslag)


def bytt_veileder(grunnlag: Grunnlag, veileder: int, *, reserver: bool) -> Valgliste:
    """Return who could take a member's place: reserves, or members of other pairs who swap."""
    now = grunnlag.lag_av_veileder.get(veileder)
    forslag = []
    for other in _present(grunnlag):
        lag = grunnlag.lag_av_veileder.get(other)
        if now is None or other in now.veiledere or (lag is None) is not reserver:
            continue
        row = grunnlag.veiledere[other]
        hjelp = row.bosted
        if lag is not None:
            partner = grunnlag.veiledere[sum(lag.veiledere) - other].navn
            hjelp = str(_("%(sted)s, par med %(navn)s", sted=row.bosted, navn=partner))
        handling = Handling(HandlingType.BYTT_VEILEDER, (veileder, other), ())
        forslag.append(_Forslag(handling, row.navn, hjelp))
    return _price(grunnlag, forslag)


def nytt_par(grunnlag: Grunnlag, kommuner: Sequence[int]) -> Valgliste:
    """Return good pairs of reserves for municipalities: among the cheapest on each side."""
    free = [id for id in _present(grunnlag) if id not in grunnlag.lag_av_veileder]
    near = sorted(free, key=lambda id: (_distance(grunnlag, id, kommuner), id))
    speak = [id for id in near[NAERMESTE:] if _speaks(grunnlag, id, kommuner)]
    near = near[:NAERMESTE] + speak[:BESTE]
    forslag = []
    for n, a in enumerate(near):
        for b in near[n + 1 :]:
            handling = Handling(HandlingType.NYTT_PAR, (a, b), tuple(kommuner))
            hjelp = join([grunnlag.veiledere[each].bosted for each in (a, b)])
            forslag.append(_Forslag(handling, pair_of(grunnlag, (a, b)), hjelp))
    return _price(grunnlag, forslag, limit=3 * BESTE)


def _distance(grunnlag: Grunnlag, veileder: int, kommuner: Sequence[int]) -> int:
    km = adapter.map_km(grunnlag.problem, [((veileder, veileder), kommuner)])
    return sum(km.values())


def _speaks(grunnlag: Grunnlag, veileder: int, kommuner: Sequence[int]) -> bool:
    """Return whether somebody knows a Sami language that one of the municipalities needs."""
    known = grunnlag.problem.veileder(adapter.veileder_ref(veileder)).samiske_sprak
    needed = {grunnlag.problem.kommune(adapter.kommune_ref(k)).samisk_sprak for k in kommuner}
    return any(each in needed for each in known)


def _present(grunnlag: Grunnlag) -> list[int]:
    """Return those of the run who have not left since."""
    return [
        id
        for id in grunnlag.veileder_ids
        if id in grunnlag.veiledere and grunnlag.veiledere[id].sluttet_at is None
    ]


def _har(grunnlag: Grunnlag, kommuner: Sequence[int]) -> str:
    names = join(sorted((grunnlag.kommuner[id].navn for id in kommuner), key=sort_key))
    return str(_("har %(kommuner)s", kommuner=names))


def _price(grunnlag: Grunnlag, forslag: list[_Forslag], limit: int = 0) -> Valgliste:
    """Return steps by what they cost; those that break a rule last, with every reason."""
    bytter = [_bytte(grunnlag, each.handling) for each in forslag]
    utfall = adapter.price_changes(grunnlag.problem, grunnlag.laser, bytter)
    ties = service.list_nye_bindinger(grunnlag)
    navn = grunnlag.navn
    priced: list[tuple[int, str, int, _Forslag, list[adapter.Brudd]]] = []
    for each, bytte, effect in zip(forslag, bytter, utfall, strict=True):
        brudd = [*effect.brudd, *_new_ties(bytte, ties)]
        # The sentences of those that nobody will read are not made.
        priced.append((effect.endring, each.tekst, len(priced), each, brudd))
    open_ = sorted((row for row in priced if not row[4]), key=lambda row: row[:3])[: limit or None]
    shut = [] if limit else sorted((row for row in priced if row[4]), key=lambda row: row[:3])
    id = grunnlag.tildeling.id
    found = [_alternativ(id, row[3], row[0], row[4], navn) for row in open_]
    return Valgliste(
        found[:BESTE],
        found[BESTE:],
        [_alternativ(id, row[3], row[0], row[4], navn) for row in shut[:STENGTE]],
        max(0, len(shut) - STENGTE),
    )


def _bytte(grunnlag: Grunnlag, handling: Handling) -> adapter.Bytte:
    """Return what a step takes out and puts in, looking at the pairs it touches only."""
    touched = {
        lag.id: lag
        for lag in (
            *(grunnlag.lag_av_veileder.get(each) for each in handling.veiledere),
            *(grunnlag.lag_av_kommune.get(each) for each in handling.kommuner),
        )
        if lag is not None
    }
    part = replace(grunnlag.utkast, lag=frozenset(planlag(lag) for lag in touched.values()))
    differanse = find_differanse(part, utfor(part, handling))
    return adapter.Bytte(differanse.ut, differanse.inn)


def _new_ties(bytte: adapter.Bytte, ties: set[tuple[int, int]]) -> list[adapter.Brudd]:
    kept = {(v, k) for lag in bytte.ut for v in lag.veiledere for k in lag.kommuner}
    return [
        ("inhabil", (adapter.veileder_ref(v), adapter.kommune_ref(k)))
        for lag in bytte.inn
        for v in lag.veiledere
        for k in lag.kommuner
        if (v, k) in ties and (v, k) not in kept
    ]


def _alternativ(
    id: int,
    forslag: _Forslag,
    change: int,
    brudd: Sequence[adapter.Brudd],
    navn: dict[str, str],
) -> Alternativ:
    reasons = tuple(hinder_tekst(each) for each in brudd_hindre(brudd, navn))
    return Alternativ(
        forslag.tekst, forslag.hjelp, change, reasons, endring_url(id, forslag.handling)
    )


def hours_of(grunnlag: Grunnlag, kommuner: Iterable[int]) -> int:
    """Return the hours that each member of a pair would spend in municipalities."""
    return sum(grunnlag.problem.kommune(adapter.kommune_ref(each)).timer for each in kommuner)
