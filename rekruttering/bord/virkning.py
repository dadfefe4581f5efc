"""The effect of a step by hand, as finished values: before, after, and what it means in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.bord.service import Grunnlag
from rekruttering.bord.tekster import join
from rekruttering.bord.visning import pair_of
from rekruttering.felles.errors import Hinder
from rekruttering.kommune.rules import sort_key
from rekruttering.tildeling import adapter
from rekruttering.tildeling.rules.plan import Differanse, Laser, Planlag
from rekruttering.tildeling.rules.tekster import LEDD_TEKST
from rekruttering.tildeling.service import Virkning


@dataclass(frozen=True)
class Linje:
    """A figure before and after; `endring` is empty where nothing changes."""

    tekst: str
    for_: int
    etter: int
    endring: str
    bedre: bool


@dataclass(frozen=True)
class Personendring:
    """What a step means for one veileder; hours and kilometres are 0 outside a pair."""

    navn: str
    timer_for: int
    timer: int
    minst: int
    mest: int
    setning: str


@dataclass(frozen=True)
class Effekt:
    """Everything to see before a step is done."""

    hindre: list[Hinder]
    setninger: list[str]
    linjer: list[Linje]
    personer: list[Personendring]

    @property
    def can_do(self) -> bool:
        """Whether the step can be done."""
        return not self.hindre


def make_effekt(grunnlag: Grunnlag, virkning: Virkning) -> Effekt:
    """Return the effect of a step as it is shown."""
    after, differanse = virkning.etter, virkning.differanse
    if after is None or differanse is None:
        return Effekt(virkning.hindre, [], [], [])
    before = virkning.for_
    setninger = [
        *_dekning(grunnlag, before, after),
        _poeng(after.kostnad - before.kostnad, dekning=before.udekket == after.udekket),
        *_par(grunnlag, differanse),
        *_laser(differanse.laser_for, differanse.laser_etter),
        *_vedtatt(grunnlag, differanse),
    ]
    if after.kostnad == before.kostnad and not differanse.ut and not differanse.inn:
        setninger.remove(_poeng(0, dekning=True))
    people = _personer(grunnlag, differanse)
    return Effekt(virkning.hindre, setninger, _linjer(before, after), people)


def _dekning(grunnlag: Grunnlag, before: adapter.Vurdering, after: adapter.Vurdering) -> list[str]:
    lost = set(after.udekket) - set(before.udekket)
    won = set(before.udekket) - set(after.udekket)
    found = []
    if won:
        names = _kommunenavn(grunnlag, won)
        found.append(_("%(navn)s får par.", navn=names))
    if lost:
        names = _kommunenavn(grunnlag, lost)
        found.append(_("%(navn)s blir stående uten par.", navn=names))
    return found


def _kommunenavn(grunnlag: Grunnlag, ids: set[int]) -> str:
    return join(sorted((grunnlag.kommuner[id].navn for id in ids), key=sort_key))


def _poeng(change: int, *, dekning: bool) -> str:
    """Return how the points change; `dekning`: the same municipalities have pairs as before."""
    tekst: str
    if change == 0:
        tekst = _("Planen får like mange poeng som før.")
    elif not dekning:
        # Fewer points are no gain where they are fewer because somebody lost their pair.
        tekst = _(
            "Poengene endrer seg med %(poeng)s. At flest mulig kommuner får par, går foran "
            "poengene.",
            poeng=f"+{change}" if change > 0 else f"−{-change}",
        )
    elif change > 0:
        tekst = ngettext(
            "Planen får %(num)s poeng mer. Færre poeng er bedre.",
            "Planen får %(num)s poeng mer. Færre poeng er bedre.",
            change,
        )
    else:
        tekst = ngettext(
            "Planen får %(num)s poeng mindre. Færre poeng er bedre.",
            "Planen får %(num)s poeng mindre. Færre poeng er bedre.",
            -change,
        )
    return tekst


def _par(grunnlag: Grunnlag, differanse: Differanse) -> list[str]:
    """Return which pairs begin and end; a pair that only gets other municipalities does neither."""
    out = {lag.veiledere for lag in differanse.ut}
    into = {lag.veiledere for lag in differanse.inn}
    found = []
    for par in sorted(out - into):
        found.append(_("%(navn)s er ikke lenger et par.", navn=pair_of(grunnlag, par)))
    for par in sorted(into - out):
        found.append(_("%(navn)s blir et par.", navn=pair_of(grunnlag, par)))
    return found


def _laser(before: Laser, after: Laser) -> list[str]:
    found = []
    if after.par - before.par or after.tildelt - before.tildelt:
        found.append(
            _(
                "Det som er festet, blir stående når planen løses på nytt, og kan ikke endres for "
                "hånd før det er løsnet."
            )
        )
    if after.forbudt - before.forbudt:
        found.append(
            _(
                "Sperren gjelder når planen løses på nytt, og for nye endringer for hånd. Det som "
                "står i planen nå, blir ikke endret."
            )
        )
    if (before.par - after.par) or (before.tildelt - after.tildelt):
        found.append(_("Det som er løsnet, kan endres igjen."))
    if before.forbudt - after.forbudt:
        found.append(_("Sperren blir borte."))
    return found


def _vedtatt(grunnlag: Grunnlag, differanse: Differanse) -> list[str]:
    """Return which decisions fall: a decision is on a pair with these very municipalities."""
    changed = {lag.veiledere for lag in differanse.ut}
    return [
        _(
            "Vedtaket for %(navn)s gjelder ikke lenger, og må gjøres på nytt.",
            navn=pair_of(grunnlag, lag.veiledere),
        )
        for lag in grunnlag.lag
        if lag.vedtatt_at is not None and lag.veiledere in changed
    ]


def _linjer(before: adapter.Vurdering, after: adapter.Vurdering) -> list[Linje]:
    linjer = [
        _linje(_("Kommuner uten par"), len(before.udekket), len(after.udekket)),
        _linje(_("Poeng til sammen"), before.kostnad, after.kostnad),
    ]
    ledd = [
        _linje(_(text), before.ledd.get(kode, 0), after.ledd.get(kode, 0))
        for kode, text in LEDD_TEKST.items()
    ]
    ledd.append(_linje(_("Endringer fra planen før"), before.endring, after.endring))
    return linjer + [each for each in ledd if each.for_ != each.etter]


def _linje(tekst: str, before: int, after: int) -> Linje:
    change = after - before
    words = "" if change == 0 else (f"+{change}" if change > 0 else f"−{-change}")
    return Linje(tekst, before, after, words, change < 0)


def _personer(grunnlag: Grunnlag, differanse: Differanse) -> list[Personendring]:
    before = {v: lag for lag in differanse.ut for v in lag.veiledere}
    after = {v: lag for lag in differanse.inn for v in lag.veiledere}
    plan = [(lag.veiledere, lag.kommuner) for lag in (*differanse.ut, *differanse.inn)]
    km = adapter.map_km(grunnlag.problem, plan)
    people = [grunnlag.veiledere[id] for id in before.keys() | after.keys()]
    found = []
    for row in sorted(people, key=lambda each: (sort_key(each.navn), each.id)):
        old, new = (_last(grunnlag, lags.get(row.id), row.id, km) for lags in (before, after))
        found.append(
            Personendring(
                navn=row.navn,
                timer_for=old[0],
                timer=new[0],
                minst=row.timer_minst,
                mest=row.timer_mest,
                setning=_personsetning(old, new),
            )
        )
    return found


def _last(
    grunnlag: Grunnlag, lag: Planlag | None, veileder: int, km: Mapping[tuple[int, int], int]
) -> tuple[int, int]:
    """Return hours and kilometres (one way, all municipalities) of a member; 0 without a pair."""
    if lag is None:
        return 0, 0
    ref = adapter.kommune_ref
    hours = sum(grunnlag.problem.kommune(ref(each)).timer for each in lag.kommuner)
    return hours, sum(km[veileder, each] for each in lag.kommuner)


def _personsetning(old: tuple[int, int], new: tuple[int, int]) -> str:
    tekst: str
    if new[0] == 0:
        tekst = _("Blir reserve. Hadde %(timer)s timer og %(km)s km.", timer=old[0], km=old[1])
    elif old[0] == 0:
        tekst = _(
            "Var reserve. Får %(timer)s timer og %(km)s km til kommunene.", timer=new[0], km=new[1]
        )
    else:
        tekst = _(
            "%(timer_for)s → %(timer)s timer, %(km_for)s → %(km)s km til kommunene.",
            timer_for=old[0],
            timer=new[0],
            km_for=old[1],
            km=new[1],
        )
    return tekst
