"""What a run assumes and what a weight means, as finished values for the pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext

from rekruttering.felles.filters import tall
from rekruttering.kommune.rules import SAMISK_TEKST, sort_key
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
from rekruttering.scenario.tekster import GRUPPER, KM_FOR_ETT_POENG, POENG, VEKTER, mening_of
from rekruttering.soknad.rules import BAKGRUNN_TEKST
from rekruttering.tildeling.rules.plan import Navn
from rekruttering.utlysning.rules import VEKT_TEKST

BAKGRUNNER = {each.value: tekst for each, tekst in BAKGRUNN_TEKST.items()}
SAMISKE = {each.value: tekst for each, tekst in SAMISK_TEKST.items()}


def _(tekst: str, **verdier: object) -> str:
    return str(gettext(tekst, **verdier))


# --- names -------------------------------------------------------------------------------------


def with_antatte(navn: Navn, settings: Iterable[Innstillinger]) -> Navn:
    """Return the names with those of everyone who is only assumed."""
    people, places = dict(navn.veiledere), dict(navn.kommuner)
    for antakelse in (each for one in settings for each in one.antakelser):
        if isinstance(antakelse, FlereKommuner):
            for sted in antakelse.steder:
                places[antatt_kommune_id(sted)] = _("%(kommune)s (antatt)", kommune=sted.navn)
        if isinstance(antakelse, NyVeileder):
            base = places.get(antakelse.kommune, "")
            for nummer, id in enumerate(antatt_veileder_ids(antakelse), start=1):
                people[id] = _("Antatt veileder %(nr)s ved %(sted)s", nr=nummer, sted=base)
    return Navn(people, places)


def name_of(names: Mapping[int, str], id: int) -> str:
    """Return the name of a row; one that is gone from the round is said to be so."""
    return names.get(id) or _("(ikke lenger i runden)")


def pair_words(navn: Navn, ids: Sequence[int]) -> str:
    """Return names as they stand in a sentence: «Kari Nordmann og Ola Hansen»."""
    return join_words(sorted((name_of(navn.veiledere, id) for id in ids), key=sort_key))


def join_words(words: Sequence[str]) -> str:
    """Return words as a list in a sentence, with «og» before the last."""
    if len(words) < 2:
        return "".join(words)
    return _("%(alle)s og %(siste)s", alle=", ".join(words[:-1]), siste=words[-1])


# --- what a run assumes ------------------------------------------------------------------------


def assumption_words(antakelse: Antakelse, navn: Navn) -> str:
    """Return an assumption as a sentence."""
    match antakelse:
        case FlereKommuner():
            return str(
                ngettext(
                    "%(num)s kommune til i %(fylke)s: %(steder)s",
                    "%(num)s kommuner til i %(fylke)s: %(steder)s",
                    len(antakelse.steder),
                    fylke=antakelse.fylke,
                    steder=join_words([sted.navn for sted in antakelse.steder]),
                )
            )
        case UtenKommune():
            return _("Uten %(navn)s", navn=name_of(navn.kommuner, antakelse.kommune))
        case KommuneTimer():
            kommune = name_of(navn.kommuner, antakelse.kommune)
            return _("%(kommune)s trenger %(timer)s timer", kommune=kommune, timer=antakelse.timer)
        case UtenVeileder():
            return _("Uten %(navn)s", navn=name_of(navn.veiledere, antakelse.veileder))
        case NyVeileder():
            return _new_words(antakelse, navn)
        case LengreReise():
            return _("Alle kan reise minst %(km)s km", km=antakelse.km)


def _new_words(antakelse: NyVeileder, navn: Navn) -> str:
    language = SAMISKE.get(antakelse.samisk_sprak)
    verdier = {
        "bakgrunn": _(BAKGRUNNER.get(antakelse.bakgrunn, "")).lower(),
        "sprak": _(", %(sprak)s", sprak=_(language).lower()) if language else "",
        "sted": name_of(navn.kommuner, antakelse.kommune),
    }
    return str(
        ngettext(
            "%(num)s veileder til (%(bakgrunn)s%(sprak)s) som bor ved %(sted)s",
            "%(num)s veiledere til (%(bakgrunn)s%(sprak)s) som bor ved %(sted)s",
            antakelse.antall,
            **verdier,
        )
    )


def settings_words(innstillinger: Innstillinger, navn: Navn) -> list[str]:
    """Return in what a run differs from its round, a sentence for each."""
    words = [assumption_words(each, navn) for each in innstillinger.antakelser]
    if innstillinger.maks_kommuner is not None:
        words.append(
            ngettext(
                "Høyst %(num)s kommune for hvert par",
                "Høyst %(num)s kommuner for hvert par",
                innstillinger.maks_kommuner,
            )
        )
    for kode, vekt in innstillinger.vekter.items():
        words.append(_("Vekten «%(vekt)s» er %(tall)s", vekt=weight_name(kode), tall=vekt))
    return words


def weight_name(kode: str) -> str:
    """Return what a weight is called."""
    if kode in VEKTER:
        return _(VEKTER[kode].tittel)
    return _(VEKT_TEKST.get(kode, kode))


# --- weights -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vektfelt:
    """A weight as it is turned: its field, name, unit, what it means now, and where it ends."""

    kode: str
    felt: Any
    tittel: str
    enhet: str
    mening: str
    minst: int
    mest: int
    runde: int


@dataclass(frozen=True)
class Vektgruppe:
    """Weights that belong together."""

    tittel: str
    felt: tuple[Vektfelt, ...]


def make_vektgrupper(
    felt: Mapping[str, Any], vekter: Mapping[str, int], runde: Mapping[str, int]
) -> list[Vektgruppe]:
    """Return the weights in groups; `felt` are form fields, `vekter` what they mean now."""
    groups = []
    for gruppe in GRUPPER:
        members = tuple(
            _vektfelt(kode, felt[kode], vekter, runde)
            for kode, tekst in VEKTER.items()
            if tekst.gruppe == gruppe and kode in felt
        )
        groups.append(Vektgruppe(_(gruppe), members))
    return groups


def _vektfelt(
    kode: str, felt: Any, vekter: Mapping[str, int], runde: Mapping[str, int]
) -> Vektfelt:
    divides = kode.endswith("_km_per_poeng")
    now = vekter.get(kode, runde.get(kode, int(divides)))
    return Vektfelt(
        kode=kode,
        felt=felt,
        tittel=weight_name(kode),
        enhet=_(KM_FOR_ETT_POENG if divides else POENG),
        mening=meaning_words(kode, vekter, runde),
        minst=int(divides),
        mest=max(VEKTER[kode].mest, now),
        runde=runde.get(kode, 0),
    )


def meaning_words(kode: str, vekter: Mapping[str, int], runde: Mapping[str, int]) -> str:
    """Return what a weight means in points and in kilometres of travel."""
    whole = {**runde, **vekter}
    tekst, verdier = mening_of(
        kode, max(whole[kode], int(kode.endswith("_km_per_poeng"))), whole["reise_km_per_poeng"]
    )
    return _(tekst, **{name: tall(verdi) for name, verdi in verdier.items()})
