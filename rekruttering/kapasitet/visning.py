"""What the capacity page shows: finished values from stored answers, with names filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.analyse.models import Analyse
from rekruttering.analyse.visning import fill, fill_all
from rekruttering.felles.filters import tall
from rekruttering.felles.kart import Kart, Kartpunkt, norgeskart
from rekruttering.kapasitet import rules
from rekruttering.kapasitet.rules import Endringer, Kommunevalg
from rekruttering.kapasitet.service import Grunnlag
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje.models import Puljekommune
from rekruttering.soknad.rules import SPRAK_TEKST, Sprak
from rekruttering.tildeling.visning import KYST

# The rows of the table by language that have a text of their own.
_SPRAK = {
    "bokmål": SPRAK_TEKST[Sprak.BOKMAL],
    "nynorsk": SPRAK_TEKST[Sprak.NYNORSK],
    "nordsamisk": SPRAK_TEKST[Sprak.NORDSAMISK],
    "lulesamisk": SPRAK_TEKST[Sprak.LULESAMISK],
    "sørsamisk": SPRAK_TEKST[Sprak.SORSAMISK],
}
_MOST_ROWS = 25


@dataclass(frozen=True)
class Alder:
    """How old an answer is, who asked, and what has changed since, each as a sentence."""

    bedt_at: datetime
    av: str
    endret: tuple[str, ...]
    ufullstendig: bool


@dataclass(frozen=True)
class Rad:
    """One row of a table: need, applicants and coverage; `kan` who know the language."""

    tekst: str
    kommuner: int
    timer: int
    sokere: int
    dekket: int
    kan: int = 0
    merknad: str = ""

    @property
    def mangler(self) -> int:
        """How many are not covered."""
        return self.kommuner - self.dekket


@dataclass(frozen=True)
class Hvorfor:
    """A municipality that cannot be covered, and why, in paragraphs."""

    navn: str
    tekster: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """An applicant of a list, what the offer gives, and where to read more."""

    navn: str
    url: str | None
    gir: str
    kommuner: str = ""


@dataclass(frozen=True)
class Kartbilde:
    """The map, and the same in one sentence."""

    kart: Kart
    punkter: tuple[Kartpunkt, ...]
    beskrivelse: str


@dataclass(frozen=True)
class Dekning:
    """The answer about coverage."""

    tekster: tuple[str, ...]
    dekket: int
    mest: int
    kommuner: int
    trinn: tuple[str, ...]
    hvorfor: tuple[Hvorfor, ...]
    raad: tuple[str, ...]
    fylker: tuple[Rad, ...]
    sprak: tuple[Rad, ...]
    kart: Kartbilde
    alder: Alder


@dataclass(frozen=True)
class Verdi:
    """Who adds most, or who is hardest to do without."""

    tekster: tuple[str, ...]
    med: bool
    rader: tuple[Person, ...]
    resten: str
    alder: Alder


class Sider:
    """Makes the parts of one page; `navn` by id in the problem, `soknader` the row of each id."""

    def __init__(
        self,
        grunnlag: Grunnlag,
        navn: Mapping[str, str],
        soknader: Mapping[str, int],
        sprak: str,
    ) -> None:
        self._grunnlag = grunnlag
        self._navn = navn
        self._soknader = soknader
        self._sprak = "nn" if sprak == "nn" else "nb"

    def dekning(self, analyse: Analyse) -> Dekning:
        """Return the answer about coverage as it is shown."""
        svar: Mapping[str, Any] = analyse.svar or {}
        fylker = analyse.parametre["fylker"]
        hvorfor = [
            Hvorfor(self._navn.get(each["kommune"], each["kommune"]), self._lines(each))
            for each in svar["hvorfor"]
        ]
        return Dekning(
            tekster=self._lines(svar),
            dekket=svar["dekket"],
            mest=svar["mest"],
            kommuner=svar["kommuner"],
            trinn=tuple(
                _trinn(each, svar["kommuner"])
                for each in svar["trinn"]
                if each["dekket"] < svar["kommuner"]
            ),
            hvorfor=tuple(sorted(hvorfor, key=lambda each: sort_key(each.navn))),
            raad=tuple(fill(each[self._sprak], self._navn) for each in svar["raad"]),
            fylker=_fylkesrader(svar["fylker"], fylker),
            sprak=_sprakrader(svar["sprak"]),
            kart=make_kart(self._grunnlag.kommuner, set(svar["udekket"])),
            alder=self.alder(analyse),
        )

    def verdi(self, analyse: Analyse) -> Verdi:
        """Return who should have an offer now, the most valuable first."""
        svar: Mapping[str, Any] = analyse.svar or {}
        med = svar["modus"] == "med"
        useful = [rad for rad in svar["rader"] if rad["kommuner_antall"] or rad["poeng"] or not med]
        return Verdi(
            tekster=self._lines(svar),
            med=med,
            rader=tuple(self._person(rad, med=med) for rad in useful[:_MOST_ROWS]),
            resten=_resten(svar, len(useful)),
            alder=self.alder(analyse),
        )

    def person(self, id: str, gir: str, kommuner: str = "") -> Person:
        """Return an applicant with a link to the application."""
        soknad_id = self._soknader.get(id)
        url = None if soknad_id is None else url_for("soknad_koordinator.vis", id=soknad_id)
        return Person(self._navn.get(id, id), url, gir, kommuner)

    def alder(self, analyse: Analyse) -> Alder:
        """Return how old an answer is and what has changed since."""
        par = analyse.parametre
        now = self._grunnlag
        asked = now.bestilling(analyse.type, par.get("prosent"))
        before = {each["id"] for each in analyse.problem["kommuner"]}
        kommuner = before ^ {each["id"] for each in now.problem["kommuner"]}
        likt = asked.problem == analyse.problem
        changes = rules.compare(par["grupper"], now.grupper, kommuner, likt=likt)
        av = analyse.bedt_av
        return Alder(
            bedt_at=analyse.bedt_at.replace(second=0, microsecond=0),
            av=(av.navn or av.epost) if av else "",
            endret=tuple(_endret(changes)),
            ufullstendig=not (analyse.svar or {}).get("fullstendig", False),
        )

    def lines(self, svar: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the sentences of an answer in the reader's language."""
        return self._lines(svar)

    def _lines(self, svar: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(fill_all(svar.get(self._sprak, []), self._navn))

    def _person(self, rad: Mapping[str, Any], *, med: bool) -> Person:
        number = rad["kommuner_antall"]
        if not number:
            poeng = rad["poeng"] or 0
            text = ngettext("%(num)s poeng bedre plan", "%(num)s poeng bedre plan", poeng)
        elif med:
            text = ngettext("%(num)s kommune til", "%(num)s kommuner til", number)
        else:
            text = ngettext("%(num)s kommune færre uten", "%(num)s kommuner færre uten", number)
        places = ", ".join(self._navn.get(each, each) for each in rad["kommuner"])
        return self.person(rad["id"], text, places)


def _trinn(trinn: Mapping[str, Any], kommuner: int) -> str:
    values = {"n": trinn["antall"], "d": trinn["dekket"], "m": kommuner}
    sure = trinn["dekket"] == trinn["mest"]
    if trinn["grupper"] == ["signert"] and not sure:
        return str(_("De %(n)s som har signert, dekker minst %(d)s av %(m)s kommuner.", **values))
    if trinn["grupper"] == ["signert"]:
        return str(_("De %(n)s som har signert, dekker %(d)s av %(m)s kommuner.", **values))
    if not sure:
        tekst = _("Sammen med dem som har fått tilbud, %(n)s i alt, dekkes minst %(d)s.", **values)
        return str(tekst)
    return str(_("Sammen med dem som har fått tilbud, %(n)s i alt, dekkes %(d)s.", **values))


def _fylkesrader(rader: Sequence[Mapping[str, Any]], fylker: Mapping[str, str]) -> tuple[Rad, ...]:
    shown = [_rad(each, fylker.get(each["nummer"], each["nummer"])) for each in rader]
    return tuple(sorted(shown, key=lambda rad: sort_key(rad.tekst)))


def _sprakrader(rader: Sequence[Mapping[str, Any]]) -> tuple[Rad, ...]:
    return tuple(
        _rad(
            each,
            _sprak(each["sprak"]),
            kan=each["kan"],
            merknad=_("krav") if each["krav"] else "",
        )
        for each in rader
    )


def _sprak(kode: str) -> str:
    return str(_(_SPRAK[kode]) if kode in _SPRAK else _("Nøytral målform"))


def _rad(each: Mapping[str, Any], tekst: str, kan: int = 0, merknad: str = "") -> Rad:
    return Rad(
        tekst=tekst,
        kommuner=each["kommuner"],
        timer=each["timer"],
        sokere=each["sokere"],
        dekket=each["dekket"],
        kan=kan,
        merknad=merknad,
    )


def make_kart(kommuner: Sequence[Puljekommune], udekket: set[str]) -> Kartbilde:
    """Return the map of covered and uncovered municipalities."""
    kart = norgeskart(KYST)
    punkter = []
    without = []
    for row in kommuner:
        left = f"K{row.id}" in udekket
        if left:
            without.append(row.kommune.navn)
        tekst = row.kommune.navn
        if left:
            tekst = _("%(kommune)s: kan ikke dekkes", kommune=tekst)
        place = kart.posisjon(row.kommune.breddegrad, row.kommune.lengdegrad)
        punkter.append(Kartpunkt(*place, tekst, f"K{row.id}", "uten-par" if left else "med-par"))
    # What is missing lies on top.
    punkter.sort(key=lambda punkt: punkt.klasse == "uten-par")
    names = ", ".join(sorted(without, key=sort_key))
    beskrivelse = _("Alle kommunene kan dekkes.")
    if without:
        beskrivelse = _("Kan ikke dekkes: %(navn)s.", navn=names)
    return Kartbilde(kart, tuple(punkter), beskrivelse)


def _resten(svar: Mapping[str, Any], shown: int) -> str:
    if svar["modus"] == "uten":
        text: str = ngettext(
            "%(num)s søker kan erstattes av en annen uten at færre kommuner dekkes.",
            "%(num)s søkere kan hver for seg erstattes uten at færre kommuner dekkes.",
            svar["kan_erstattes"],
        )
        return text if shown else ""
    n = len(svar["rader"]) - shown
    text = ngettext(
        "%(num)s søker uten tilbud gjør ikke planen bedre nå.",
        "%(num)s søkere uten tilbud gjør hver for seg ikke planen bedre nå.",
        n,
    )
    return text if n else ""


def _endret(changes: Endringer) -> list[str]:
    said = []
    if changes.nye:
        said.append(ngettext("%(num)s ny søknad", "%(num)s nye søknader", changes.nye))
    if changes.borte:
        tekst = ngettext("%(num)s er ikke lenger med", "%(num)s er ikke lenger med", changes.borte)
        said.append(tekst)
    if changes.signert:
        tekst = ngettext("%(num)s har signert", "%(num)s har signert", changes.signert)
        said.append(tekst)
    if changes.kommuner:
        tekst = ngettext(
            "%(num)s kommune er kommet til eller falt fra",
            "%(num)s kommuner er kommet til eller falt fra",
            changes.kommuner,
        )
        said.append(tekst)
    if changes.annet:
        said.append(_("opplysninger om søkerne eller kommunene er endret"))
    return said


def valg_lenker(utlysning_id: int, valg: Kommunevalg) -> list[dict[str, Any]]:
    """Return the two choices of municipalities as links; the present one is `na`."""
    return [
        {
            "tekst": _(rules.KOMMUNEVALG_TEKST[each]),
            "url": url_for("kapasitet.vis", utlysning_id=utlysning_id, kommuner=each.value),
            "na": each is valg,
        }
        for each in Kommunevalg
    ]


def nokkeltall(grunnlag: Grunnlag, kladder: int) -> list[dict[str, Any]]:
    """Return what the capacity is worked out from, in figures."""
    kommuner, sokere = len(grunnlag.kommuner), len(grunnlag.deltakere)
    timer = sum(row.timer for row in grunnlag.kommuner)
    figures = (
        (kommuner, ngettext("kommune", "kommuner", kommuner)),
        (timer, _("timer kommunene trenger")),
        (sokere, ngettext("søker", "søkere", sokere)),
        (kladder, ngettext("kladd, ikke regnet med", "kladder, ikke regnet med", kladder)),
    )
    return [{"verdi": tall(verdi), "tekst": tekst, "url": None} for verdi, tekst in figures]
