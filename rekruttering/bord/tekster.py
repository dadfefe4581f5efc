"""What is done by hand, in words: as a wish, as history, and as news about somebody else."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.bord.queries import Loggrad, Steg
from rekruttering.felles.errors import N_
from rekruttering.felles.filters import tidspunkt
from rekruttering.tildeling.rules.plan import (
    HANDLING_TEKST,
    TATT_UT_TEKST,
    Handling,
    HandlingType,
)
from rekruttering.tildeling.rules.plan_json import handling_from_json

ONSKE_TEKST = {
    HandlingType.FLYTT: N_("Flytt %(kommuner)s til %(veiledere)s"),
    HandlingType.BYTT_KOMMUNER: N_("La %(kommuner)s bytte par"),
    HandlingType.BYTT_VEILEDER: N_("La %(veiledere)s bytte plass"),
    HandlingType.NYTT_PAR: N_("Lag paret %(veiledere)s med %(kommuner)s"),
    HandlingType.OPPLOS: N_("Løs opp paret %(veiledere)s"),
    HandlingType.FEST_PAR: N_("Fest paret %(veiledere)s"),
    HandlingType.LOSNE_PAR: N_("Løsne paret %(veiledere)s"),
    HandlingType.FEST: N_("Fest %(veiledere)s til %(kommuner)s"),
    HandlingType.LOSNE: N_("Løsne %(veiledere)s fra %(kommuner)s"),
    HandlingType.FORBY: N_("Sperr %(veiledere)s for %(kommuner)s"),
    HandlingType.TILLAT: N_("Fjern sperren av %(veiledere)s for %(kommuner)s"),
}
TA_UT_TEKST = N_("Ta %(kommuner)s ut av planen")

NYTT_TEKST = {
    HandlingType.FLYTT: N_("%(hvem)s flyttet %(kommuner)s til %(veiledere)s"),
    HandlingType.BYTT_KOMMUNER: N_("%(hvem)s lot %(kommuner)s bytte par"),
    HandlingType.BYTT_VEILEDER: N_("%(hvem)s lot %(veiledere)s bytte plass"),
    HandlingType.NYTT_PAR: N_("%(hvem)s laget paret %(veiledere)s med %(kommuner)s"),
    HandlingType.OPPLOS: N_("%(hvem)s løste opp paret %(veiledere)s"),
    HandlingType.FEST_PAR: N_("%(hvem)s festet paret %(veiledere)s"),
    HandlingType.LOSNE_PAR: N_("%(hvem)s løsnet paret %(veiledere)s"),
    HandlingType.FEST: N_("%(hvem)s festet %(veiledere)s til %(kommuner)s"),
    HandlingType.LOSNE: N_("%(hvem)s løsnet %(veiledere)s fra %(kommuner)s"),
    HandlingType.FORBY: N_("%(hvem)s sperret %(veiledere)s for %(kommuner)s"),
    HandlingType.TILLAT: N_("%(hvem)s fjernet sperren av %(veiledere)s for %(kommuner)s"),
}
NYTT_UT_TEKST = N_("%(hvem)s tok %(kommuner)s ut av planen")
ANGRET = N_("%(hvem)s angret «%(hva)s»")
GJENTATT = N_("%(hvem)s gjorde om igjen «%(hva)s»")
# What else is logged about a plan.
ANNET_TEKST = {
    "forslag_lagret": N_("Maskinen laget forslaget"),
    "tildeling_kopiert": N_("%(hvem)s laget planen som kopi"),
    "tildeling_navngitt": N_("%(hvem)s ga planen et nytt navn"),
    "tildeling_vedtatt": N_("%(hvem)s vedtok planen"),
    "tildeling_publisert": N_("%(hvem)s publiserte planen"),
    "tildeling_forkastet": N_("%(hvem)s forkastet planen"),
    "tildeling_erstattet": N_("%(hvem)s erstattet planen med en ny"),
}
NOE_TEKST = N_("%(hvem)s endret noe i planen")


class Navneliste:
    """The names of a plan's people and places, as they stand in sentences."""

    def __init__(self, veiledere: Callable[[int], str], kommuner: Callable[[int], str]) -> None:
        self._veiledere, self._kommuner = veiledere, kommuner

    def values(self, handling: Handling) -> dict[str, str]:
        """Return the names that a step's sentence needs."""
        return {
            "veiledere": join([self._veiledere(each) for each in handling.veiledere]),
            "kommuner": join([self._kommuner(each) for each in handling.kommuner]),
        }


def join(navn: Sequence[str]) -> str:
    """Return «A», «A og B» or «A, B og C»."""
    if len(navn) < 2:
        return "".join(navn)
    tekst: str = _("%(flere)s og %(siste)s", flere=", ".join(navn[:-1]), siste=navn[-1])
    return tekst


def _pick(texts: Mapping[HandlingType, str], out: str, handling: Handling) -> str:
    is_out = handling.type is HandlingType.FLYTT and not handling.veiledere
    return out if is_out else texts[handling.type]


def onske(handling: Handling, navn: Navneliste) -> str:
    """Return a step as something that is wished for."""
    tekst: str = _(_pick(ONSKE_TEKST, TA_UT_TEKST, handling), **navn.values(handling))
    return tekst


def historie(handling: Handling, navn: Navneliste) -> str:
    """Return a step as something that was done."""
    tekst: str = _(_pick(HANDLING_TEKST, TATT_UT_TEKST, handling), **navn.values(handling))
    return tekst


def nytt(rad: Loggrad, steg: Sequence[Steg], navn: Navneliste) -> str:
    """Return what happened to a plan, with who did it; `steg` are those of the plan."""
    hvem = rad.navn or _("Systemet")
    tekst: str
    if rad.handling == "tildeling_justert":
        handling = handling_from_json(rad.detaljer)
        tekst = _(_pick(NYTT_TEKST, NYTT_UT_TEKST, handling), hvem=hvem, **navn.values(handling))
        return tekst
    if rad.handling in ("justering_angret", "justering_gjentatt"):
        found = next((each for each in steg if each.nr == rad.detaljer["nr"]), None)
        if found is not None:
            hva = historie(handling_from_json(found.handling), navn)
            sats = ANGRET if rad.handling == "justering_angret" else GJENTATT
            tekst = _(sats, hvem=hvem, hva=hva)
            return tekst
    tekst = _(ANNET_TEKST.get(rad.handling, NOE_TEKST), hvem=hvem)
    return tekst


def siden(at: datetime, now: datetime) -> str:
    """Return how long ago something was: now, seconds, minutes or hours; else the moment."""
    seconds = max(0, int((now - at).total_seconds()))
    tekst: str
    if seconds < 2:
        tekst = _("nå nettopp")
    elif seconds < 90:
        tekst = ngettext("for %(num)s sekund siden", "for %(num)s sekunder siden", seconds)
    elif seconds < 90 * 60:
        tekst = ngettext("for %(num)s minutt siden", "for %(num)s minutter siden", seconds // 60)
    elif seconds < 24 * 3600:
        tekst = ngettext("for %(num)s time siden", "for %(num)s timer siden", seconds // 3600)
    else:
        tekst = tidspunkt(at)
    return tekst
