"""The hard rules about a pair in words: which hold, and how near the limit they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.analyse.adapter.fakta import Lagfakta, Medlem, Sted
from rekruttering.analyse.plan import Plan
from rekruttering.analyse.routes.ord import join
from rekruttering.felles.filters import hinder_tekst
from rekruttering.tildeling.adapter.problem import INGEN_GRENSE_KM

# So near a limit that it is worth a mark.
NAER_TIMER, NAER_KM = 20, 25
HOLDER, NAER, BRUTT = "holder", "naer", "brutt"


@dataclass(frozen=True)
class Regel:
    """A hard rule in words, and whether it holds, holds only just, or is broken."""

    tekst: str
    stand: str


def list_regler(plan: Plan, fakta: Lagfakta, kommune: int | None = None) -> list[Regel]:
    """Return the hard rules about a pair, or about it in one of its municipalities.

    Those that are broken come first, then those that only just hold.
    """
    found = [Regel(hinder_tekst(h), BRUTT) for h in plan.to_hindre(_brudd(fakta))]
    broken = {rule for rule, _ids in fakta.brudd}
    found += [_timer(plan, fakta, medlem) for medlem in fakta.medlemmer]
    if "for_mange_kommuner" not in broken:
        found.append(_antall(fakta))
    steder = [each for each in fakta.steder if kommune in (None, each.id)]
    found += [_reise(plan, fakta, medlem, steder) for medlem in fakta.medlemmer]
    found += [_sprak(plan, fakta, sted) for sted in steder if sted.samisk_sprak]
    found += [Regel(t, HOLDER) for rules, t in _hold(plan, steder) if not broken & rules]
    found += list_laser(plan, fakta.lag.veiledere, kommune)
    order = (BRUTT, NAER, HOLDER)
    return sorted(found, key=lambda regel: order.index(regel.stand))


# Each of these is said by a sentence of its own, broken or not.
_SAID = frozenset({"for_fa_timer", "for_mange_timer", "for_lang_reise", "samisk_sprak"})


def _brudd(fakta: Lagfakta) -> list[tuple[str, tuple[str, ...]]]:
    return [e for e in fakta.brudd if e[0] not in _SAID and not e[0].startswith("las_")]


def _hold(plan: Plan, steder: Sequence[Sted]) -> list[tuple[frozenset[str], str]]:
    """Return what can be said together of rules that keep somebody out, by the rules."""
    where = join(plan.kommune(each.id) for each in steder)
    fylker = len({each.fylkesnummer for each in steder})
    return [
        (
            frozenset({"egen_kommune", "arbeidsgiver", "inhabil"}),
            _("Ingen av dem bor, er ansatt eller er inhabil i %(hvor)s.", hvor=where),
        ),
        (
            frozenset({"uaktuelt_fylke"}),
            ngettext(
                "Ingen av dem har sagt nei til fylket.",
                "Ingen av dem har sagt nei til noen av fylkene.",
                fylker,
            ),
        ),
        (frozenset({"ikke_par_med"}), _("Ingen av dem har sagt nei til den andre.")),
    ]


def _timer(plan: Plan, fakta: Lagfakta, medlem: Medlem) -> Regel:
    over, til = fakta.timer - medlem.minst, medlem.mest - fakta.timer
    verdier = {
        "navn": plan.veileder(medlem.id),
        "timer": fakta.timer,
        "minst": medlem.minst,
        "mest": medlem.mest,
        "over": over,
        "til": til,
        "n": max(-over, -til),
    }
    if over < 0:
        return Regel(
            _(
                "%(navn)s har %(timer)s timer. Det er %(n)s for lite: avtalen er "
                "%(minst)s–%(mest)s.",
                **verdier,
            ),
            BRUTT,
        )
    if til < 0:
        return Regel(
            _(
                "%(navn)s har %(timer)s timer. Det er %(n)s for mye: avtalen er "
                "%(minst)s–%(mest)s.",
                **verdier,
            ),
            BRUTT,
        )
    tekst = _(
        "%(navn)s har %(timer)s timer. Avtalen er %(minst)s–%(mest)s: %(over)s over det minste og "
        "%(til)s under det meste.",
        **verdier,
    )
    return Regel(tekst, NAER if min(over, til) < NAER_TIMER else HOLDER)


def _antall(fakta: Lagfakta) -> Regel:
    antall = len(fakta.steder)
    tekst = ngettext(
        "Paret har %(num)s kommune. Et par kan ha %(maks)s.",
        "Paret har %(num)s kommuner. Et par kan ha %(maks)s.",
        antall,
        maks=fakta.maks_kommuner,
    )
    return Regel(tekst, HOLDER if fakta.kommuner_igjen else NAER)


def _reise(plan: Plan, fakta: Lagfakta, medlem: Medlem, steder: Sequence[Sted]) -> Regel:
    """Return the longest way of a member; of several municipalities the furthest counts."""
    far = max((fakta.plass(medlem.id, each.id) for each in steder), key=lambda p: p.km)
    navn, kommune = plan.veileder(medlem.id), plan.kommune(far.kommune)
    if far.grense_km >= INGEN_GRENSE_KM:
        tekst = _(
            "%(navn)s har %(km)s km til %(kommune)s, og har ikke satt noen grense.",
            navn=navn,
            km=far.km,
            kommune=kommune,
        )
        return Regel(tekst, HOLDER)
    verdier = {
        "navn": navn,
        "km": far.km,
        "kommune": kommune,
        "grense": far.grense_km,
        "igjen": abs(far.km_igjen),
    }
    if far.km_igjen < 0:
        return Regel(
            _(
                "%(navn)s har %(km)s km til %(kommune)s. Det er %(igjen)s km for langt: grensen er "
                "%(grense)s km.",
                **verdier,
            ),
            BRUTT,
        )
    tekst = _(
        "%(navn)s har %(km)s km til %(kommune)s og reiser opptil %(grense)s km: %(igjen)s km igjen "
        "til grensen.",
        **verdier,
    )
    return Regel(tekst, NAER if far.km_igjen < NAER_KM else HOLDER)


def _sprak(plan: Plan, fakta: Lagfakta, sted: Sted) -> Regel:
    verdier = {"kommune": plan.kommune(sted.id), "sprak": sted.samisk_sprak}
    can = [m for m in fakta.medlemmer if sted.samisk_sprak in m.samiske_sprak]
    if not can:
        tekst = _("%(kommune)s bruker %(sprak)s, og ingen av dem kan det.", **verdier)
        return Regel(tekst, BRUTT)
    if len(can) == 2:
        return Regel(_("%(kommune)s bruker %(sprak)s, og begge kan det.", **verdier), HOLDER)
    navn = plan.veileder(can[0].id)
    tekst = _("%(kommune)s bruker %(sprak)s. Av de to kan bare %(navn)s det.", navn=navn, **verdier)
    return Regel(tekst, NAER)


def list_laser(plan: Plan, veiledere: Sequence[int], kommune: int | None = None) -> list[Regel]:
    """Return the locks on these people (and on one municipality, when it is given)."""
    laser, utkast = plan.utkast.laser, plan.utkast
    found = [
        Regel(
            _("%(a)s og %(b)s er festet som par.", a=plan.veileder(a), b=plan.veileder(b)),
            HOLDER if utkast.has_par((a, b)) else BRUTT,
        )
        for a, b in sorted(laser.par)
        if {a, b} & set(veiledere)
    ]
    for veileder, place in sorted(laser.tildelt):
        if veileder in veiledere and kommune in (None, place):
            verdier = {"navn": plan.veileder(veileder), "kommune": plan.kommune(place)}
            stand = HOLDER if utkast.serves(veileder, place) else BRUTT
            found.append(Regel(_("%(navn)s er festet til %(kommune)s.", **verdier), stand))
    for veileder, place in sorted(laser.forbudt):
        if veileder in veiledere and kommune in (None, place):
            verdier = {"navn": plan.veileder(veileder), "kommune": plan.kommune(place)}
            stand = BRUTT if utkast.serves(veileder, place) else HOLDER
            found.append(Regel(_("%(navn)s er sperret for %(kommune)s.", **verdier), stand))
    return found
