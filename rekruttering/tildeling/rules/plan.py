"""A plan as a plain value, what a person can do to it by hand, and why a step is refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder

Par = tuple[int, int]


def to_par(a: int, b: int) -> Par:
    """Return a pair of veileder ids in the order in which pairs are compared."""
    return (a, b) if a < b else (b, a)


@dataclass(frozen=True, order=True)
class Planlag:
    """A pair (veileder ids, ascending) and its municipalities (puljekommune ids, ascending)."""

    veiledere: Par
    kommuner: tuple[int, ...]


def to_lag(veiledere: Iterable[int], kommuner: Iterable[int]) -> Planlag:
    """Return a pair with its municipalities, in the order in which they are compared."""
    a, b = veiledere
    return Planlag(to_par(a, b), tuple(sorted(kommuner)))


@dataclass(frozen=True)
class Laser:
    """What the next run must keep: pairs, (veileder, kommune) that stand, and that must not be."""

    par: frozenset[Par] = frozenset()
    tildelt: frozenset[Par] = frozenset()
    forbudt: frozenset[Par] = frozenset()


@dataclass(frozen=True)
class Utkast:
    """A plan on the coordinator's table: disjoint pairs, and the locks around them."""

    lag: frozenset[Planlag]
    laser: Laser = Laser()

    def find_lag(self, veileder: int) -> Planlag | None:
        """Return the pair that a veileder is in."""
        return next((lag for lag in self.lag if veileder in lag.veiledere), None)

    def find_lag_i(self, kommune: int) -> Planlag | None:
        """Return the pair that a municipality has."""
        return next((lag for lag in self.lag if kommune in lag.kommuner), None)

    def has_par(self, par: Par) -> bool:
        """Return whether the two are a pair in the plan."""
        return any(lag.veiledere == par for lag in self.lag)

    def serves(self, veileder: int, kommune: int) -> bool:
        """Return whether the veileder serves the municipality."""
        lag = self.find_lag_i(kommune)
        return lag is not None and veileder in lag.veiledere


class HandlingType(StrEnum):
    """What can be done by hand, with what `Handling` holds for it."""

    FLYTT = "flytt"  # one kommune, to the pair given, or with no veiledere: out of the plan
    BYTT_KOMMUNER = "bytt_kommuner"  # two kommuner change pairs
    BYTT_VEILEDER = "bytt_veileder"  # the second veileder takes the first one's place
    NYTT_PAR = "nytt_par"  # two veiledere without a pair, and kommuner from wherever they are
    OPPLOS = "opplos"  # a pair
    FEST_PAR = "fest_par"  # a pair stays a pair
    LOSNE_PAR = "losne_par"
    FEST = "fest"  # one or two veiledere stay with one kommune
    LOSNE = "losne"
    FORBY = "forby"  # one or two veiledere never get one kommune
    TILLAT = "tillat"


HANDLING_TEKST = {
    HandlingType.FLYTT: N_("Flyttet %(kommuner)s til %(veiledere)s"),
    HandlingType.BYTT_KOMMUNER: N_("Byttet om %(kommuner)s"),
    HandlingType.BYTT_VEILEDER: N_("Byttet plass: %(veiledere)s"),
    HandlingType.NYTT_PAR: N_("Nytt par: %(veiledere)s med %(kommuner)s"),
    HandlingType.OPPLOS: N_("Løste opp paret %(veiledere)s"),
    HandlingType.FEST_PAR: N_("Festet paret %(veiledere)s"),
    HandlingType.LOSNE_PAR: N_("Løsnet paret %(veiledere)s"),
    HandlingType.FEST: N_("Festet %(veiledere)s til %(kommuner)s"),
    HandlingType.LOSNE: N_("Løsnet %(veiledere)s fra %(kommuner)s"),
    HandlingType.FORBY: N_("Sperret %(veiledere)s for %(kommuner)s"),
    HandlingType.TILLAT: N_("Fjernet sperren av %(veiledere)s for %(kommuner)s"),
}
TATT_UT_TEKST = N_("Tok %(kommuner)s ut av planen")


@dataclass(frozen=True)
class Handling:
    """One thing done by hand: veileder ids and puljekommune ids, in the order of its type."""

    type: HandlingType
    veiledere: tuple[int, ...] = ()
    kommuner: tuple[int, ...] = ()


@dataclass(frozen=True)
class Navn:
    """The names that sentences need; the keys say whom the plan may use."""

    veiledere: Mapping[int, str]
    kommuner: Mapping[int, str]


_SHAPE: Mapping[HandlingType, tuple[tuple[int, ...], tuple[int, ...]]] = {
    HandlingType.FLYTT: ((0, 2), (1,)),
    HandlingType.BYTT_KOMMUNER: ((0,), (2,)),
    HandlingType.BYTT_VEILEDER: ((2,), (0,)),
    HandlingType.NYTT_PAR: ((2,), tuple(range(1, 21))),
    HandlingType.OPPLOS: ((2,), (0,)),
    HandlingType.FEST_PAR: ((2,), (0,)),
    HandlingType.LOSNE_PAR: ((2,), (0,)),
    HandlingType.FEST: ((1, 2), (1,)),
    HandlingType.LOSNE: ((1, 2), (1,)),
    HandlingType.FORBY: ((1, 2), (1,)),
    HandlingType.TILLAT: ((1, 2), (1,)),
}
_NEEDS_PAR = frozenset(
    {HandlingType.OPPLOS, HandlingType.FEST_PAR, HandlingType.LOSNE_PAR, HandlingType.FLYTT}
)


def handling_hindre(utkast: Utkast, handling: Handling, navn: Navn) -> list[Hinder]:
    """Return every reason why a step makes no sense in the plan as it is now.

    What it would do to rules and cost is another question, asked of the plan that comes out.
    """
    people, places = handling.veiledere, handling.kommuner
    many, few = _SHAPE[handling.type]
    if len(set(people)) != len(people) or len(people) not in many:
        return [Hinder("veiledere", N_("Velg veiledere på nytt."))]
    if len(set(places)) != len(places) or len(places) not in few:
        return [Hinder("kommuner", N_("Velg kommuner på nytt."))]
    if any(v not in navn.veiledere for v in people) or any(k not in navn.kommuner for k in places):
        return [Hinder("ukjent", N_("En veileder eller en kommune er ikke med i denne planen."))]
    if handling.type in _NEEDS_PAR and people and not utkast.has_par(to_par(*people)):
        tekst = N_("%(a)s og %(b)s er ikke lenger et par i planen.")
        verdier: dict[str, object] = dict(zip("ab", map(navn.veiledere.get, people), strict=True))
        return [Hinder("par", tekst, verdier)]
    return _SPECIAL.get(handling.type, _nothing)(utkast, handling, navn)


def _nothing(_utkast: Utkast, _handling: Handling, _navn: Navn) -> list[Hinder]:
    return []


def _flytt_hindre(utkast: Utkast, handling: Handling, navn: Navn) -> list[Hinder]:
    [kommune] = handling.kommuner
    now = utkast.find_lag_i(kommune)
    verdier: dict[str, object] = {"kommune": navn.kommuner[kommune]}
    if not handling.veiledere and now is None:
        return [Hinder("uten_par", N_("%(kommune)s står allerede uten par."), verdier)]
    if now is not None and handling.veiledere and now.veiledere == to_par(*handling.veiledere):
        return [Hinder("samme_par", N_("%(kommune)s har dette paret allerede."), verdier)]
    return []


def _bytt_kommuner_hindre(utkast: Utkast, handling: Handling, navn: Navn) -> list[Hinder]:
    one, other = (utkast.find_lag_i(kommune) for kommune in handling.kommuner)
    if one != other:
        return []
    a, b = (navn.kommuner[kommune] for kommune in handling.kommuner)
    tekst = N_("%(a)s og %(b)s har samme par, så det er ingenting å bytte.")
    if one is None:
        tekst = N_("%(a)s og %(b)s står begge uten par, så det er ingenting å bytte.")
    return [Hinder("samme_par", tekst, {"a": a, "b": b})]


def _bytt_veileder_hindre(utkast: Utkast, handling: Handling, navn: Navn) -> list[Hinder]:
    out, into = handling.veiledere
    lag = utkast.find_lag(out)
    a, b = navn.veiledere[out], navn.veiledere[into]
    if lag is None:
        return [Hinder("ikke_i_par", N_("%(a)s er ikke i noe par."), {"a": a})]
    if into in lag.veiledere:
        return [Hinder("samme_par", N_("%(a)s og %(b)s er samme par."), {"a": a, "b": b})]
    return []


def _nytt_par_hindre(utkast: Utkast, handling: Handling, navn: Navn) -> list[Hinder]:
    tekst = N_("%(a)s er allerede i et par. Løs opp paret først, eller bytt plass.")
    return [
        Hinder("i_par", tekst, {"a": navn.veiledere[veileder]})
        for veileder in handling.veiledere
        if utkast.find_lag(veileder) is not None
    ]


_SPECIAL: Mapping[HandlingType, Callable[[Utkast, Handling, Navn], list[Hinder]]] = {
    HandlingType.FLYTT: _flytt_hindre,
    HandlingType.BYTT_KOMMUNER: _bytt_kommuner_hindre,
    HandlingType.BYTT_VEILEDER: _bytt_veileder_hindre,
    HandlingType.NYTT_PAR: _nytt_par_hindre,
}


def las_hindre(fra: Utkast, til: Utkast, navn: Navn) -> list[Hinder]:
    """Return every lock that the plan kept before a step and would not keep after it."""
    hindre = []
    for a, b in sorted(til.laser.par):
        if fra.has_par((a, b)) and not til.has_par((a, b)):
            tekst = N_("%(a)s og %(b)s er festet som par. Løsne dem først.")
            hindre.append(
                Hinder("las_par", tekst, {"a": navn.veiledere[a], "b": navn.veiledere[b]})
            )
    for veileder, kommune in sorted(til.laser.tildelt):
        if fra.serves(veileder, kommune) and not til.serves(veileder, kommune):
            tekst = N_("%(a)s er festet til %(b)s. Løsne dem først.")
            hindre.append(_placement("las_tildelt", tekst, veileder, kommune, navn))
    for veileder, kommune in sorted(til.laser.forbudt):
        if til.serves(veileder, kommune) and not fra.serves(veileder, kommune):
            tekst = N_("%(a)s er sperret for %(b)s. Fjern sperren først.")
            hindre.append(_placement("las_forbudt", tekst, veileder, kommune, navn))
    return hindre


def _placement(kode: str, tekst: str, veileder: int, kommune: int, navn: Navn) -> Hinder:
    verdier: dict[str, object] = {"a": navn.veiledere[veileder], "b": navn.kommuner[kommune]}
    return Hinder(kode, tekst, verdier)


def utfor(utkast: Utkast, handling: Handling) -> Utkast:
    """Return the plan after a step that has no `handling_hindre`.

    A pair that loses its last municipality is dissolved.
    """
    return _DO[handling.type](utkast, handling)


def _with_lag(utkast: Utkast, ut: Iterable[Planlag | None], inn: Iterable[Planlag]) -> Utkast:
    kept = utkast.lag - {lag for lag in ut if lag is not None}
    return replace(utkast, lag=kept | {lag for lag in inn if lag.kommuner})


def _less(lag: Planlag, kommuner: Iterable[int]) -> Planlag:
    return replace(lag, kommuner=tuple(k for k in lag.kommuner if k not in set(kommuner)))


def _more(lag: Planlag, kommune: int) -> Planlag:
    return to_lag(lag.veiledere, (*lag.kommuner, kommune))


def _flytt(utkast: Utkast, handling: Handling) -> Utkast:
    [kommune] = handling.kommuner
    now = utkast.find_lag_i(kommune)
    target = utkast.find_lag(handling.veiledere[0]) if handling.veiledere else None
    inn = [_less(now, [kommune])] if now else []
    inn += [_more(target, kommune)] if target else []
    return _with_lag(utkast, [now, target], inn)


def _bytt_kommuner(utkast: Utkast, handling: Handling) -> Utkast:
    first, second = handling.kommuner
    one, other = utkast.find_lag_i(first), utkast.find_lag_i(second)
    inn = [_more(_less(one, [first]), second)] if one else []
    inn += [_more(_less(other, [second]), first)] if other else []
    return _with_lag(utkast, [one, other], inn)


def _bytt_veileder(utkast: Utkast, handling: Handling) -> Utkast:
    swap = dict(zip(handling.veiledere, handling.veiledere[::-1], strict=True))
    changed = [lag for lag in utkast.lag if set(lag.veiledere) & swap.keys()]
    inn = [to_lag([swap.get(v, v) for v in lag.veiledere], lag.kommuner) for lag in changed]
    return _with_lag(utkast, changed, inn)


def _nytt_par(utkast: Utkast, handling: Handling) -> Utkast:
    changed = [lag for lag in utkast.lag if set(lag.kommuner) & set(handling.kommuner)]
    inn = [_less(lag, handling.kommuner) for lag in changed]
    return _with_lag(utkast, changed, [*inn, to_lag(handling.veiledere, handling.kommuner)])


def _opplos(utkast: Utkast, handling: Handling) -> Utkast:
    return _with_lag(utkast, [utkast.find_lag(handling.veiledere[0])], [])


def _placements(handling: Handling) -> frozenset[Par]:
    [kommune] = handling.kommuner
    return frozenset((veileder, kommune) for veileder in handling.veiledere)


def _lock(utkast: Utkast, **changes: frozenset[Par]) -> Utkast:
    return replace(utkast, laser=replace(utkast.laser, **changes))


def _pair(handling: Handling) -> frozenset[Par]:
    return frozenset({to_par(*handling.veiledere)})


_DO: Mapping[HandlingType, Callable[[Utkast, Handling], Utkast]] = {
    HandlingType.FLYTT: _flytt,
    HandlingType.BYTT_KOMMUNER: _bytt_kommuner,
    HandlingType.BYTT_VEILEDER: _bytt_veileder,
    HandlingType.NYTT_PAR: _nytt_par,
    HandlingType.OPPLOS: _opplos,
    HandlingType.FEST_PAR: lambda u, h: _lock(u, par=u.laser.par | _pair(h)),
    HandlingType.LOSNE_PAR: lambda u, h: _lock(u, par=u.laser.par - _pair(h)),
    # Who stands fast somewhere is not barred from it, and the other way round.
    HandlingType.FEST: lambda u, h: _lock(
        u, tildelt=u.laser.tildelt | _placements(h), forbudt=u.laser.forbudt - _placements(h)
    ),
    HandlingType.LOSNE: lambda u, h: _lock(u, tildelt=u.laser.tildelt - _placements(h)),
    HandlingType.FORBY: lambda u, h: _lock(
        u, forbudt=u.laser.forbudt | _placements(h), tildelt=u.laser.tildelt - _placements(h)
    ),
    HandlingType.TILLAT: lambda u, h: _lock(u, forbudt=u.laser.forbudt - _placements(h)),
}


@dataclass(frozen=True)
class Differanse:
    """What one state of the table has that another has not; `ut` and `inn` are sorted."""

    ut: tuple[Planlag, ...]
    inn: tuple[Planlag, ...]
    laser_for: Laser
    laser_etter: Laser

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.ut and not self.inn and self.laser_for == self.laser_etter


def find_differanse(fra: Utkast, til: Utkast) -> Differanse:
    """Return what takes the first state to the second; swap `ut` and `inn` to go back."""
    return Differanse(
        ut=tuple(sorted(fra.lag - til.lag)),
        inn=tuple(sorted(til.lag - fra.lag)),
        laser_for=fra.laser,
        laser_etter=til.laser,
    )
