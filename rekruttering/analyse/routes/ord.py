"""Words that the pages of a plan share: lists, backgrounds, steps by hand, who is where."""

from collections.abc import Iterable

from flask_babel import gettext as _

from rekruttering.analyse.adapter.fakta import Medlem, Mulighet
from rekruttering.analyse.plan import Plan
from rekruttering.felles.errors import N_
from rekruttering.pulje.rules import FAGOMRADE_TEKST, Fagomrade
from rekruttering.soknad.rules import BAKGRUNN_TEKST, Bakgrunn
from rekruttering.tildeling.rules.plan import Handling, HandlingType

HINDER_TEKST = {
    "egen_kommune": N_("bor der"),
    "arbeidsgiver": N_("er ansatt der"),
    "inhabil": N_("er inhabil der"),
    "uaktuelt_fylke": N_("har sagt nei til fylket"),
    "for_lang_reise": N_("har for lang reise"),
    "las_forbudt": N_("er sperret"),
    "for_mange_timer": N_("har ikke timer nok"),
}
_HANDLING_TEKST = {
    HandlingType.BYTT_KOMMUNER: N_("La %(k)s bytte par"),
    HandlingType.NYTT_PAR: N_("Lag et nytt par av %(v)s til %(k)s"),
    HandlingType.FLYTT: N_("Flytt %(k)s til %(v)s"),
    HandlingType.LOSNE: N_("Løsne %(v)s fra %(k)s"),
    HandlingType.LOSNE_PAR: N_("Løsne paret %(v)s"),
    HandlingType.TILLAT: N_("Fjern sperren av %(v)s for %(k)s"),
}
_TA_UT = N_("Ta %(k)s ut av planen")
_FRA_RESERVE = N_("La %(b)s ta plassen til %(a)s")
_BYTT = N_("La %(a)s og %(b)s bytte plass")


def join(parts: Iterable[str]) -> str:
    """Return «a, b og c»."""
    found = list(parts)
    if len(found) < 2:
        return "".join(found)
    return str(_("%(flere)s og %(siste)s", flere=", ".join(found[:-1]), siste=found[-1]))


def fagnavn(koder: Iterable[str]) -> str:
    """Return subject areas in words; a code that is not known is shown as it is."""
    known = {each.value: FAGOMRADE_TEKST[each] for each in Fagomrade}
    return join(_(known[kode]).lower() if kode in known else kode for kode in koder)


def bakgrunn(medlem: Medlem) -> str:
    """Return a veileder's background in words."""
    return str(_(BAKGRUNN_TEKST[Bakgrunn(medlem.bakgrunn)]))


def handling_tekst(plan: Plan, handling: Handling) -> str:
    """Return a step by hand as something to do."""
    names = [plan.veileder(each) for each in handling.veiledere]
    kommuner = join(plan.kommune(each) for each in handling.kommuner)
    if handling.type is HandlingType.BYTT_VEILEDER:
        reserve = plan.utkast.find_lag(handling.veiledere[1]) is None
        return str(_(_FRA_RESERVE if reserve else _BYTT, a=names[0], b=names[1]))
    if handling.type is HandlingType.FLYTT and not names:
        return str(_(_TA_UT, k=kommuner))
    return str(_(_HANDLING_TEKST[handling.type], v=join(names), k=kommuner))


def hinder_tekster(mulighet: Mulighet) -> list[str]:
    """Return why somebody cannot have a municipality, without the name."""
    found = []
    for rule in mulighet.hindre:
        if rule == "for_lang_reise":
            verdier = {"km": mulighet.km, "grense": mulighet.grense_km}
            found.append(_("har %(km)s km dit og reiser høyst %(grense)s km", **verdier))
        else:
            found.append(_(HINDER_TEKST[rule]))
    return found


def hvor(plan: Plan, veileder: int) -> str:
    """Return where somebody is in the plan: with whom, and with which municipalities."""
    lag = plan.utkast.find_lag(veileder)
    if lag is None:
        return str(_("Reserve"))
    [makker] = (each for each in lag.veiledere if each != veileder)
    kommuner = join(plan.kommune(each) for each in lag.kommuner)
    navn = plan.veileder(makker)
    return str(_("Med %(navn)s i %(kommuner)s", navn=navn, kommuner=kommuner))
