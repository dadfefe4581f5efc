"""What a pair costs in words and points, term by term."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.analyse.adapter.fakta import Lagfakta, Medlem
from rekruttering.analyse.plan import Plan
from rekruttering.analyse.routes.ord import bakgrunn, fagnavn, join
from rekruttering.soknad.rules import Bakgrunn
from rekruttering.tildeling.rules.tekster import LEDD_TEKST

# Terms that belong to one municipality of a pair; the others belong to the pair.
STEDSLEDD = ("reise", "malform", "fylkesonske", "fagomrade")


@dataclass(frozen=True)
class Leddrad:
    """A term of the cost: what it is called, its points, and what they come from."""

    tekst: str
    poeng: int
    hvorfor: tuple[str, ...]


def list_ledd(plan: Plan, fakta: Lagfakta) -> list[Leddrad]:
    """Return what a pair costs, term by term, in the order they are always shown."""
    said = _parledd(plan, fakta) | _stedsledd(plan, fakta, fakta.lag.kommuner)
    return [
        Leddrad(_(tekst), fakta.ledd.get(kode, 0), tuple(said[kode]))
        for kode, tekst in LEDD_TEKST.items()
    ]


def list_ledd_i(plan: Plan, fakta: Lagfakta, kommune: int) -> list[Leddrad]:
    """Return what one municipality of a pair costs by itself, term by term."""
    said = _stedsledd(plan, fakta, (kommune,))
    places = [fakta.plass(each, kommune) for each in fakta.lag.veiledere]
    poeng = {kode: sum(each.ledd.get(kode, 0) for each in places) for kode in STEDSLEDD}
    poeng["fagomrade"] = len(fakta.fag[kommune]) * plan.problem.vekter.fagomrade
    return [Leddrad(_(LEDD_TEKST[kode]), poeng[kode], tuple(said[kode])) for kode in STEDSLEDD]


def _parledd(plan: Plan, fakta: Lagfakta) -> dict[str, list[str]]:
    vekter = plan.problem.vekter
    a, b = fakta.medlemmer
    names = {"a": plan.veileder(a.id), "b": plan.veileder(b.id)}
    return {
        "intervju": [
            _(
                "%(a)s har %(pa)s av 100 poeng, %(b)s har %(pb)s. Hvert poeng under 100 koster "
                "%(vekt)s.",
                pa=a.poeng,
                pb=b.poeng,
                vekt=vekter.intervju,
                **names,
            )
        ],
        "bakgrunn": [_bakgrunn(plan, a, b)],
        "parreise": [
            _(
                "Det er %(km)s km mellom dem. %(n)s km koster ett poeng.",
                km=fakta.km_mellom,
                n=vekter.parreise_km_per_poeng,
            )
        ],
        "partneronske": _onske(plan, a, b) + _onske(plan, b, a),
        "spredning": [_fylker(plan, fakta)],
        "belastning": [
            _(
                "Paret har %(timer)s timer. Midten av avtalen er %(ma)s for %(a)s og %(mb)s for "
                "%(b)s. Hver time fra midten koster %(vekt)s.",
                timer=fakta.timer,
                ma=a.midt,
                mb=b.midt,
                vekt=vekter.time_fra_midten,
                **names,
            )
        ],
    }


def _fylker(plan: Plan, fakta: Lagfakta) -> str:
    return str(
        ngettext(
            "Kommunene ligger i %(num)s fylke. Hvert fylke etter det første koster %(vekt)s.",
            "Kommunene ligger i %(num)s fylker. Hvert fylke etter det første koster %(vekt)s.",
            len({each.fylkesnummer for each in fakta.steder}),
            vekt=plan.problem.vekter.ekstra_fylke,
        )
    )


def _bakgrunn(plan: Plan, a: Medlem, b: Medlem) -> str:
    if a.bakgrunn == b.bakgrunn != Bakgrunn.BEGGE:
        return str(_("De har samme bakgrunn: %(bakgrunn)s.", bakgrunn=bakgrunn(a).lower()))
    for each in (a, b):
        if each.bakgrunn == Bakgrunn.ANNEN:
            navn = plan.veileder(each.id)
            return str(_("%(navn)s kommer verken fra skoleeier eller fra skoleledelse.", navn=navn))
    return str(_("Bakgrunnene utfyller hverandre."))


def _onske(plan: Plan, medlem: Medlem, makker: Medlem) -> list[str]:
    names = {"a": plan.veileder(medlem.id), "b": plan.veileder(makker.id)}
    if not medlem.onsker_par_med:
        return [_("%(a)s har ikke ønsket noen bestemt makker.", **names)]
    if makker.id in medlem.onsker_par_med:
        return [_("%(a)s ønsket %(b)s.", **names)]
    return [_("%(a)s ønsket en annen makker.", **names)]


def _stedsledd(plan: Plan, fakta: Lagfakta, kommuner: Sequence[int]) -> dict[str, list[str]]:
    return {
        "reise": _reiseledd(plan, fakta, kommuner),
        "malform": _malform(plan, fakta, kommuner),
        "fylkesonske": _fylkesonske(plan, fakta, kommuner),
        "fagomrade": _fag(plan, fakta, kommuner),
    }


def _reiseledd(plan: Plan, fakta: Lagfakta, kommuner: Sequence[int]) -> list[str]:
    found = []
    for medlem in fakta.medlemmer:
        ways = [
            _(
                "%(km)s km til %(kommune)s (%(poeng)s)",
                km=each.km,
                kommune=plan.kommune(each.kommune),
                poeng=each.ledd["reise"],
            )
            for kommune in kommuner
            for each in (fakta.plass(medlem.id, kommune),)
        ]
        found.append(_("%(navn)s har %(veier)s.", navn=plan.veileder(medlem.id), veier=join(ways)))
    n = plan.problem.vekter.reise_km_per_poeng
    return [*found, _("%(n)s km koster ett poeng.", n=n)]


def _malform(plan: Plan, fakta: Lagfakta, kommuner: Sequence[int]) -> list[str]:
    steder = {each.id: each for each in fakta.steder}
    found = [
        _(
            "%(navn)s skriver ikke %(malform)s, som %(kommune)s bruker.",
            navn=plan.veileder(medlem.id),
            malform=steder[kommune].malform,
            kommune=plan.kommune(kommune),
        )
        for medlem in fakta.medlemmer
        for kommune in kommuner
        if steder[kommune].malform != "nøytral" and steder[kommune].malform not in medlem.malformer
    ]
    return found or [_("Begge skriver den målformen som trengs.")]


def _fylkesonske(plan: Plan, fakta: Lagfakta, kommuner: Sequence[int]) -> list[str]:
    found = []
    for medlem in fakta.medlemmer:
        others = [
            plan.kommune(each.id)
            for each in fakta.steder
            if each.id in kommuner
            and medlem.onskede_fylker
            and each.fylkesnummer not in medlem.onskede_fylker
        ]
        if others:
            found.append(
                _(
                    "%(navn)s ønsket andre fylker enn det %(kommuner)s ligger i.",
                    navn=plan.veileder(medlem.id),
                    kommuner=join(others),
                )
            )
    return found or [_("Ingen av dem ønsket andre fylker.")]


def _fag(plan: Plan, fakta: Lagfakta, kommuner: Sequence[int]) -> list[str]:
    found = [
        _(
            "%(kommune)s trenger %(fag)s. Det har ingen av dem.",
            kommune=plan.kommune(kommune),
            fag=fagnavn(fakta.fag[kommune]),
        )
        for kommune in kommuner
        if fakta.fag[kommune]
    ]
    return found or [_("Sammen har de de fagområdene som trengs.")]
