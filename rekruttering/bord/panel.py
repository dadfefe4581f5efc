"""What the side panel shows of one municipality, pair or veileder, and what it offers to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from rekruttering.bord import service, valg, visning
from rekruttering.bord.forms import NyttParForm
from rekruttering.bord.queries import Lagrad
from rekruttering.bord.rader import Bordmaker
from rekruttering.bord.service import Grunnlag
from rekruttering.bord.valg import Valgliste, endring_url
from rekruttering.bord.visning import Lenke, par_url
from rekruttering.felles.forms import choices
from rekruttering.kommune.rules import sort_key
from rekruttering.tildeling import adapter
from rekruttering.tildeling.rules import APEN
from rekruttering.tildeling.rules.plan import Handling, HandlingType

INGEN = Valgliste([], [], [])


@dataclass(frozen=True)
class Medlem:
    """A member of a pair as the panel shows it; kilometres are one way, to all municipalities."""

    id: int
    navn: str
    fakta: str
    timer: int
    minst: int
    mest: int
    km: int
    url: str
    bytt_url: str


def _handling(type: HandlingType, veiledere: Sequence[int] = (), *kommuner: int) -> Handling:
    return Handling(type, tuple(veiledere), kommuner)


def _maker(grunnlag: Grunnlag) -> Bordmaker:
    return Bordmaker(
        grunnlag,
        service.map_fylker(grunnlag.tildeling),
        service.map_sprak(grunnlag),
        service.map_merknader(grunnlag.tildeling),
    )


def _medlemmer(grunnlag: Grunnlag, maker: Bordmaker, lag: Lagrad) -> list[Medlem]:
    id = grunnlag.tildeling.id
    cards = [maker.kort(each) for each in lag.veiledere]
    return [
        Medlem(
            id=kort.id,
            navn=kort.navn,
            fakta=" · ".join(filter(None, (kort.fakta, kort.sprak))),
            timer=kort.timer,
            minst=kort.minst,
            mest=kort.mest,
            km=kort.km,
            url=kort.url,
            bytt_url=url_for("bord.bytt_veileder", id=id, veileder=kort.id),
        )
        for kort in sorted(cards, key=lambda kort: sort_key(kort.navn))
    ]


def make_kommune(grunnlag: Grunnlag, kommune: int) -> dict[str, Any]:
    """Return the panel of a municipality: need, pair, comments, and every pair it could have."""
    maker = _maker(grunnlag)
    row = grunnlag.kommuner[kommune]
    lag = grunnlag.lag_av_kommune.get(kommune)
    known = adapter.kommune_ref(kommune) in {each.id for each in grunnlag.problem.kommuner}
    id = grunnlag.tildeling.id
    can = grunnlag.tildeling.status in APEN and known
    return {
        "tittel": row.navn,
        "row": row,
        "rad": maker.rad(kommune),
        "fagomrader": maker.fagomrader(row),
        "fylke": maker.fylke(row),
        "medlemmer": _medlemmer(grunnlag, maker, lag) if lag else [],
        "kan_endres": can,
        "kjent": known,
        "hvorfor_url": url_for("analyse.kommune", id=id, kommune=kommune),
        "par_url": par_url(id, lag.veiledere) if lag else "",
        "flytt": valg.flytt(grunnlag, kommune) if can else INGEN,
        "bytt_url": url_for("bord.bytt", id=id, kommune=kommune),
        "nytt_par_url": url_for("bord.nytt_par", id=id, k=kommune),
        "lenker": _kommunelenker(grunnlag, kommune, lag) if can else [],
    }


def _kommunelenker(grunnlag: Grunnlag, kommune: int, lag: Lagrad | None) -> list[Lenke]:
    """Return what is done at once: out of the plan, pins and bars, or taking them away."""
    id, laser, found = grunnlag.tildeling.id, grunnlag.laser, []

    def add(tekst: str, handling: Handling) -> None:
        found.append(Lenke(tekst, endring_url(id, handling)))

    members = lag.veiledere if lag else ()
    if lag is not None:
        add(_("Ta kommunen ut av planen"), _handling(HandlingType.FLYTT, (), kommune))
        if any((v, kommune) not in laser.tildelt for v in members):
            add(_("Fest paret til kommunen"), _handling(HandlingType.FEST, members, kommune))
    for veileder, place in sorted(laser.tildelt):
        if place == kommune:
            navn = grunnlag.veiledere[veileder].navn
            tekst = _("Løsne %(navn)s fra kommunen", navn=navn)
            add(tekst, _handling(HandlingType.LOSNE, (veileder,), kommune))
    for veileder in members:
        if (veileder, kommune) not in laser.forbudt:
            navn = grunnlag.veiledere[veileder].navn
            tekst = _("Sperr %(navn)s for kommunen", navn=navn)
            add(tekst, _handling(HandlingType.FORBY, (veileder,), kommune))
    for veileder, place in sorted(laser.forbudt):
        if place == kommune:
            navn = grunnlag.veiledere[veileder].navn
            tekst = _("Fjern sperren av %(navn)s", navn=navn)
            add(tekst, _handling(HandlingType.TILLAT, (veileder,), kommune))
    return found


def make_bytt(grunnlag: Grunnlag, kommune: int) -> dict[str, Any]:
    """Return the panel that lists which municipalities one could change pairs with."""
    id = grunnlag.tildeling.id
    navn = grunnlag.kommuner[kommune].navn
    can = _can(grunnlag, kommune=kommune)
    return {
        "tittel": _("La %(navn)s bytte par med en annen kommune", navn=navn),
        "liste": valg.bytt_kommune(grunnlag, kommune) if can else INGEN,
        "tilbake_url": url_for("bord.kommune", id=id, kommune=kommune),
        "kan_endres": can,
    }


def _can(grunnlag: Grunnlag, *, kommune: int = 0, veileder: int = 0) -> bool:
    """Return whether the plan is open and the run knew of what is to be changed."""
    known = not kommune or kommune in grunnlag.kommune_ids
    known = known and (not veileder or veileder in grunnlag.veileder_ids)
    return grunnlag.tildeling.status in APEN and known


def make_par(grunnlag: Grunnlag, veiledere: Sequence[int]) -> dict[str, Any]:
    """Return the panel of a pair; the two may have stopped being one since the link was made."""
    maker, id = _maker(grunnlag), grunnlag.tildeling.id
    par = (veiledere[0], veiledere[-1])
    lag = grunnlag.lag_av_veileder.get(par[0])
    if lag is None or lag.veiledere != par:
        return {"tittel": visning.pair_of(grunnlag, par), "lag": None, "kan_endres": False}
    pinned = par in grunnlag.laser.par
    pin = HandlingType.LOSNE_PAR if pinned else HandlingType.FEST_PAR
    places = sorted(lag.kommuner, key=lambda each: sort_key(grunnlag.kommuner[each].navn))
    return {
        "tittel": visning.pair_of(grunnlag, par),
        "lag": lag,
        "medlemmer": _medlemmer(grunnlag, maker, lag),
        "kommuner": [
            {
                "navn": grunnlag.kommuner[each].navn,
                "fakta": maker.fakta(grunnlag.kommuner[each]),
                "km": [grunnlag.km[person, each] for person in lag.veiledere],
                "url": url_for("bord.kommune", id=id, kommune=each),
            }
            for each in places
        ],
        "ledd": [each for each in visning.ledd_rader(lag.ledd) if each[1]],
        "kan_endres": grunnlag.tildeling.status in APEN,
        "hvorfor_url": url_for("analyse.par", id=id, lag_id=lag.id),
        "lenker": [
            Lenke(
                _("Løsne paret") if pinned else _("Fest paret"),
                endring_url(id, _handling(pin, par)),
            ),
            Lenke(_("Løs opp paret"), endring_url(id, _handling(HandlingType.OPPLOS, par))),
        ],
        "del_url": url_for("bord.nytt_par", id=id, k=places[:1]),
    }


def make_veileder(grunnlag: Grunnlag, veileder: int) -> dict[str, Any]:
    """Return the panel of a veileder: load, languages, ties, locks."""
    maker, id = _maker(grunnlag), grunnlag.tildeling.id
    row = grunnlag.veiledere[veileder]
    lag = grunnlag.lag_av_veileder.get(veileder)
    can = _can(grunnlag, veileder=veileder)
    places = [(each, grunnlag.kommuner[each].navn) for each in grunnlag.kommune_ids]
    return {
        "tittel": row.navn,
        "row": row,
        "kort": maker.kort(veileder),
        "kan_endres": can,
        "hvorfor_url": url_for("analyse.veileder", id=id, veileder=veileder),
        "par_url": par_url(id, lag.veiledere) if lag else "",
        "makker": visning.pair_of(grunnlag, [each for each in lag.veiledere if each != veileder])
        if lag
        else "",
        "bytt_url": url_for("bord.bytt_veileder", id=id, veileder=veileder) if lag else "",
        "nytt_par_url": "" if lag else url_for("bord.nytt_par", id=id, v1=veileder),
        "sperr_url": url_for("bord.endring", id=id),
        "sperr_kommuner": sorted(
            (each for each in places if (veileder, each[0]) not in grunnlag.laser.forbudt),
            key=lambda each: sort_key(each[1]),
        ),
        "lenker": _veilederlenker(grunnlag, veileder) if can else [],
    }


def _veilederlenker(grunnlag: Grunnlag, veileder: int) -> list[Lenke]:
    id, laser, found = grunnlag.tildeling.id, grunnlag.laser, []
    for person, kommune in sorted(laser.tildelt):
        if person == veileder:
            tekst = _("Løsne fra %(kommune)s", kommune=grunnlag.kommuner[kommune].navn)
            handling = _handling(HandlingType.LOSNE, (veileder,), kommune)
            found.append(Lenke(tekst, endring_url(id, handling)))
    for person, kommune in sorted(laser.forbudt):
        if person == veileder:
            tekst = _("Fjern sperren for %(kommune)s", kommune=grunnlag.kommuner[kommune].navn)
            handling = _handling(HandlingType.TILLAT, (veileder,), kommune)
            found.append(Lenke(tekst, endring_url(id, handling)))
    return found


def make_bytt_veileder(grunnlag: Grunnlag, veileder: int) -> dict[str, Any]:
    """Return the panel that lists who could take a member's place."""
    row = grunnlag.veiledere[veileder]
    lag = grunnlag.lag_av_veileder.get(veileder)
    can = _can(grunnlag, veileder=veileder) and lag is not None
    return {
        "tittel": _("Bytt ut %(navn)s", navn=row.navn),
        "reserver": valg.bytt_veileder(grunnlag, veileder, reserver=True) if can else INGEN,
        "andre": valg.bytt_veileder(grunnlag, veileder, reserver=False) if can else INGEN,
        "kan_endres": can,
        "tilbake_url": url_for("bord.veileder", id=grunnlag.tildeling.id, veileder=veileder),
    }


def make_nytt_par(grunnlag: Grunnlag, form: NyttParForm) -> dict[str, Any]:
    """Return the panel where municipalities and two reserves are chosen for a new pair."""
    id = grunnlag.tildeling.id
    known = set(grunnlag.kommune_ids)
    chosen = [each for each in form.k.data or () if each in known]
    free = sorted(
        (
            (str(each), f"{row.navn}, {row.bosted}")
            for each in grunnlag.veileder_ids
            if each not in grunnlag.lag_av_veileder
            and (row := grunnlag.veiledere.get(each)) is not None
            and row.sluttet_at is None
        ),
        key=lambda each: sort_key(each[1]),
    )
    for field in (form.v1, form.v2):
        field.choices = choices([("", _("Velg en reserve")), *free])
    people = [int(each) for each in (form.v1.data, form.v2.data) if each and each.isdigit()]
    can = grunnlag.tildeling.status in APEN
    ready = can and bool(chosen) and len(set(people)) == 2
    return {
        "tittel": _("Lag et nytt par"),
        "form": form,
        "kan_endres": can,
        "kommuner": _kommunevalg(grunnlag, chosen),
        "valgte": [grunnlag.kommuner[each].navn for each in chosen],
        "timer": valg.hours_of(grunnlag, chosen),
        "liste": valg.nytt_par(grunnlag, chosen) if can and chosen else INGEN,
        "endring_url": endring_url(id, _handling(HandlingType.NYTT_PAR, people, *chosen))
        if ready
        else "",
        "nytt_par_url": url_for("bord.nytt_par", id=id),
    }


def _kommunevalg(grunnlag: Grunnlag, chosen: Sequence[int]) -> list[dict[str, Any]]:
    """Return what a new pair could have: the chosen, their pairs' others, the uncovered."""
    pairs = {lag.id for each in chosen if (lag := grunnlag.lag_av_kommune.get(each))}
    shown = []
    for each in grunnlag.kommune_ids:
        lag = grunnlag.lag_av_kommune.get(each)
        if each in chosen or lag is None or lag.id in pairs:
            navn = grunnlag.kommuner[each].navn
            where = _("uten par") if lag is None else visning.pair_of(grunnlag, lag.veiledere)
            shown.append({"id": each, "navn": navn, "hjelp": where, "valgt": each in chosen})
    return sorted(shown, key=lambda each: sort_key(str(each["navn"])))


def back_url(grunnlag: Grunnlag, handling: Handling) -> str:
    """Return where a step was chosen: the municipality, the pair or the veileder."""
    id = grunnlag.tildeling.id
    if handling.type is HandlingType.NYTT_PAR:
        v1, v2 = [*handling.veiledere, None, None][:2]
        return url_for("bord.nytt_par", id=id, k=list(handling.kommuner), v1=v1, v2=v2)
    if handling.kommuner and handling.kommuner[0] in grunnlag.kommuner:
        return url_for("bord.kommune", id=id, kommune=handling.kommuner[0])
    if handling.veiledere and handling.veiledere[0] in grunnlag.veiledere:
        return url_for("bord.veileder", id=id, veileder=handling.veiledere[0])
    return url_for("bord.vis", id=id)
