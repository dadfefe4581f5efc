"""One new plan beside the published one: what it costs, whom it touches, old and new in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.kommune.rules import sort_key
from rekruttering.tildeling import adapter
from rekruttering.tildeling.rules.endringer import Endringer, find_endringer
from rekruttering.tildeling.rules.plan import Navn, Planlag, Utkast
from rekruttering.tildeling.rules.tekster import LEDD_TEKST

if TYPE_CHECKING:
    import matching


@dataclass(frozen=True)
class Forhold:
    """The published plan: its pairs, what they cost, kilometres one way, and everyone's name."""

    plan: frozenset[Planlag]
    vurdering: adapter.Vurdering
    km: int
    navn: Navn


@dataclass(frozen=True)
class Forskjell:
    """A person or municipality before and after, in words."""

    navn: str
    for_: str
    na: str


@dataclass(frozen=True)
class Leddforskjell:
    """A term of the cost, and how many points it has changed; positive is worse."""

    tekst: str
    poeng: str
    dyrere: bool


@dataclass(frozen=True)
class Bilde:
    """A new plan as it is shown; figures are differences from the published plan.

    `hvem` is who steps in, `fra` where they are now.  `ledd` are the terms that differ, `mest`
    those that differ most, as a sentence.
    """

    nokkel: str
    analyse_id: int
    hvem: str
    fra: str
    er_reserve: bool
    setning: str
    uberort: str
    poeng: str
    km: str
    udekket: tuple[str, ...]
    ledd: tuple[Leddforskjell, ...]
    mest: str
    veiledere: tuple[Forskjell, ...]
    kommuner: tuple[Forskjell, ...]
    bevist: bool
    plan: frozenset[Planlag]


def ramse(deler: Sequence[str]) -> str:
    """Return names as a list in a sentence: «A, B og C»."""
    if len(deler) < 2:
        return "".join(deler)
    return str(_("%(flere)s og %(siste)s", flere=", ".join(deler[:-1]), siste=deler[-1]))


def signed(number: int) -> str:
    """Return a difference with its sign, and the minus that belongs to figures."""
    return f"+{number}" if number > 0 else f"\N{MINUS SIGN}{-number}" if number < 0 else "0"


def make_bilde(
    nokkel: str,
    analyse_id: int,
    alternativ: Mapping[str, Any],
    plan: frozenset[Planlag],
    problem: "matching.Problem",
    forhold: Forhold,
) -> Bilde:
    """Return a plan beside the published one; every figure is recomputed by the engine's rules."""
    vurdering = adapter.vurder(problem, Utkast(plan))
    km = sum(adapter.map_km(problem, [(lag.veiledere, lag.kommuner) for lag in plan]).values())
    endringer = find_endringer(forhold.plan, plan)
    ref = str(alternativ.get("kandidat", ""))
    before = forhold.vurdering
    ledd = _ledd(before.ledd, vurdering.ledd)
    poeng = (vurdering.kostnad - vurdering.endring) - (before.kostnad - before.endring)
    return Bilde(
        nokkel=nokkel,
        analyse_id=analyse_id,
        hvem=_navn_of(ref, forhold.navn),
        fra=_fra(ref, forhold),
        er_reserve=ref.startswith("V") and _lag_of(ref, forhold) is None,
        setning=_setning(endringer),
        uberort=_uberort(endringer),
        poeng=signed(poeng),
        km=signed(km - forhold.km),
        udekket=tuple(
            sorted((forhold.navn.kommuner[each] for each in vurdering.udekket), key=sort_key)
        ),
        ledd=ledd,
        mest=_mest(ledd),
        veiledere=_veiledere(endringer, vurdering, forhold),
        kommuner=_kommuner(endringer, forhold.navn),
        bevist=bool(alternativ["bevist"]),
        plan=plan,
    )


def _navn_of(ref: str, navn: Navn) -> str:
    if not ref:
        return ""
    return (navn.veiledere if ref.startswith("V") else navn.kommuner)[adapter.row_id(ref)]


def _lag_of(ref: str, forhold: Forhold) -> Planlag | None:
    id = adapter.row_id(ref)
    return next((lag for lag in forhold.plan if id in lag.veiledere), None)


def _fra(ref: str, forhold: Forhold) -> str:
    """Return where the one who steps in is today."""
    if not ref.startswith("V"):
        return ""
    lag = _lag_of(ref, forhold)
    if lag is None:
        return str(_("Reserve: er ikke i noe par i dag."))
    [other] = [each for each in lag.veiledere if each != adapter.row_id(ref)]
    return str(
        _(
            "Er i dag i par med %(makker)s og har %(kommuner)s.",
            makker=forhold.navn.veiledere[other],
            kommuner=ramse([forhold.navn.kommuner[each] for each in lag.kommuner]),
        )
    )


def _setning(endringer: Endringer) -> str:
    new = sum(bool(each.nye) for each in endringer.kommuner)
    lost = sum(each.er_ute for each in endringer.kommuner)
    told = len(endringer.veiledere)
    parts = [ngettext("%(num)s kommune får ny veileder", "%(num)s kommuner får ny veileder", new)]
    if lost:
        parts.append(
            ngettext(
                "%(num)s kommune mister veilederne",
                "%(num)s kommuner mister veilederne",
                lost,
            )
        )
    parts.append(
        ngettext("%(num)s veileder må få vite det", "%(num)s veiledere må få vite det", told)
    )
    return ", ".join(str(each) for each in parts) + "."


def _uberort(endringer: Endringer) -> str:
    kommuner, veiledere = len(endringer.uendrede_kommuner), len(endringer.uendrede_veiledere)
    k = ngettext("%(num)s kommune", "%(num)s kommuner", kommuner)
    v = ngettext("%(num)s veileder", "%(num)s veiledere", veiledere)
    return str(_("%(kommuner)s og %(veiledere)s er uberørt.", kommuner=k, veiledere=v))


def _ledd(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Leddforskjell, ...]:
    found = []
    for kode, tekst in LEDD_TEKST.items():
        difference = after.get(kode, 0) - before.get(kode, 0)
        if difference:
            found.append((difference, Leddforskjell(_(tekst), signed(difference), difference > 0)))
    return tuple(each for _poeng, each in sorted(found, key=lambda each: -each[0]))


def _mest(ledd: Sequence[Leddforskjell]) -> str:
    """Return the terms that became dearer and cheaper most, up to three of each."""
    worse = [each for each in ledd if each.dyrere][:3]
    better = [each for each in ledd if not each.dyrere][-3:][::-1]
    parts = []
    for tekst, found in ((_("Dyrere"), worse), (_("Billigere"), better)):
        if found:
            said = ", ".join(f"{each.tekst.lower()} {each.poeng}" for each in found)
            parts.append(f"{tekst}: {said}.")
    return " ".join(parts)


def _veiledere(
    endringer: Endringer, vurdering: adapter.Vurdering, forhold: Forhold
) -> tuple[Forskjell, ...]:
    timer_for = {v: p.timer for lag, p in forhold.vurdering.lag.items() for v in lag.veiledere}
    timer_na = {v: p.timer for lag, p in vurdering.lag.items() for v in lag.veiledere}
    rows = [
        Forskjell(
            forhold.navn.veiledere[each.veileder],
            _plass(each.makker_for, each.kommuner_for, timer_for.get(each.veileder), forhold.navn),
            _plass(each.makker_na, each.kommuner_na, timer_na.get(each.veileder), forhold.navn),
        )
        for each in endringer.veiledere
    ]
    return tuple(sorted(rows, key=lambda row: sort_key(row.navn)))


def _plass(makker: int | None, kommuner: Sequence[int], timer: int | None, navn: Navn) -> str:
    if makker is None:
        return str(_("Ikke i noe par"))
    return str(
        _(
            "Med %(makker)s i %(kommuner)s, %(timer)s timer",
            makker=navn.veiledere[makker],
            kommuner=ramse([navn.kommuner[each] for each in kommuner]),
            timer=timer,
        )
    )


def _kommuner(endringer: Endringer, navn: Navn) -> tuple[Forskjell, ...]:
    rows = [
        Forskjell(
            navn.kommuner[each.kommune],
            ramse([navn.veiledere[v] for v in each.par_for]) or _("Ingen"),
            ramse([navn.veiledere[v] for v in each.par_na]) or _("Ingen"),
        )
        for each in endringer.kommuner
    ]
    return tuple(sorted(rows, key=lambda row: sort_key(row.navn)))
