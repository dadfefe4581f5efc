"""The whole page of the board as finished values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.bord import queries, service, tekster, visning
from rekruttering.bord.forms import FilterForm
from rekruttering.bord.queries import Steg
from rekruttering.bord.rader import Bordmaker
from rekruttering.bord.rules import (
    KJENNETEGN_TEKST,
    LANG_REISE_KM,
    VISNING_TEKST,
    Filter,
    Visning,
)
from rekruttering.bord.service import Grunnlag
from rekruttering.bord.visning import Rad
from rekruttering.felles.filters import tall
from rekruttering.felles.kart import Kartlinje, Kartpunkt, norgeskart
from rekruttering.kommune.rules import sort_key
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import APEN, STATUS_TEKST, TildelingStatus
from rekruttering.tildeling.rules.plan_json import handling_from_json
from rekruttering.tildeling.visning import KYST, Kartbilde


def make_liste(tildeling: Tildeling, form: FilterForm) -> dict[str, Any]:
    """Return what the list of rows needs: all of the page but what stands around it."""
    grunnlag = service.load(tildeling)
    fylker = service.map_fylker(tildeling)
    form.fill(_list_fylker(grunnlag, fylker))
    filter, view = form.to_filter(), form.to_visning()
    # Who speaks what stands in one view only.
    sprak = service.map_sprak(grunnlag) if view is Visning.VEILEDERE else {}
    maker = Bordmaker(grunnlag, fylker, sprak, service.map_merknader(tildeling))
    values: dict[str, Any] = {
        "tildeling": tildeling,
        "form": form,
        "filter": filter,
        "visning": view.value,
        "visninger": _visninger(tildeling, filter, view),
        "bord_url": url_for("bord.vis", id=tildeling.id),
        "lang_km": LANG_REISE_KM,
        "kan_endres": tildeling.status in APEN,
        "grunnlag": grunnlag,
        "maker": maker,
        "fylker": fylker,
    }
    if view is Visning.VEILEDERE:
        return values | _veiledere(maker, filter)
    rows = maker.rader(filter)
    values |= {"grupper": visning.group(rows), "treff": _kommunetreff(rows)}
    if view is Visning.KART:
        bilde = _kart(grunnlag, rows)
        values |= {"bilde": bilde, "karttekst": _karttekst(bilde)}
    return values


def make_page(tildeling: Tildeling, form: FilterForm, *, now: datetime) -> dict[str, Any]:
    """Return what the page needs."""
    values = make_liste(tildeling, form)
    grunnlag: Grunnlag = values["grunnlag"]
    maker: Bordmaker = values["maker"]
    siste = queries.find_siste(tildeling.id)
    steg = queries.list_steg(tildeling.id)
    navn = visning.navneliste(grunnlag)
    gjeldende = tildeling.status in APEN | {TildelingStatus.VEDTATT}
    return values | {
        "tittel": visning.tittel(tildeling),
        "status_tekst": _(STATUS_TEKST[tildeling.status]),
        "sett": siste.id if siste else 0,
        "tall": _tall(grunnlag),
        "god": _how_good(grunnlag),
        "forskjell": _forskjell(grunnlag, maker),
        "ledd": visning.ledd_rader(_sum_ledd(grunnlag)),
        "endringspoeng": _kostnad(grunnlag) - sum(_sum_ledd(grunnlag).values()),
        "kostnad": _kostnad(grunnlag),
        "hindre": service.list_hindre(grunnlag) if gjeldende else [],
        "historie": _historie(steg, tildeling.steg, navn, now),
        **_angre(steg, tildeling.steg, navn),
        "neste": _neste(tildeling),
        "lenker": _lenker(tildeling),
    }


def _list_fylker(grunnlag: Grunnlag, fylker: Mapping[str, str]) -> list[tuple[str, str]]:
    ids = set(grunnlag.kommune_ids) | grunnlag.lag_av_kommune.keys()
    numbers = {grunnlag.kommuner[id].fylke for id in ids if id in grunnlag.kommuner}
    return sorted(((nr, fylker.get(nr, nr)) for nr in numbers), key=lambda each: sort_key(each[1]))


def _visninger(tildeling: Tildeling, filter: Filter, view: Visning) -> list[dict[str, object]]:
    kept: dict[str, Any] = {
        "sok": filter.sok or None,
        "fylke": filter.fylke or None,
        "tegn": [each.value for each in KJENNETEGN_TEKST if each in filter.tegn],
    }
    return [
        {
            "tekst": _(text),
            "url": url_for("bord.vis", id=tildeling.id, visning=each.value, **kept),
            "valgt": each is view,
        }
        for each, text in VISNING_TEKST.items()
    ]


def _kommunetreff(rows: Sequence[Rad]) -> str:
    return str(ngettext("%(num)s kommune", "%(num)s kommuner", len(rows)))


def _veiledere(maker: Bordmaker, filter: Filter) -> dict[str, Any]:
    rows = maker.veiledere(filter)
    most = max((max(row.mest, row.timer) for row in rows), default=100)
    return {
        "i_par": [row for row in rows if row.timer],
        "reserver": [row for row in rows if not row.timer],
        # Hours at the right end of every bar, so that bars can be compared.
        "skala": -(-most * 11 // 1000) * 100,
        "treff": ngettext("%(num)s veileder", "%(num)s veiledere", len(rows)),
    }


def _kart(grunnlag: Grunnlag, rows: Sequence[Rad]) -> Kartbilde:
    """Return the map of these municipalities and of the homes of those who serve them."""
    kart = norgeskart(KYST)
    punkter, linjer, homes = [], [], {}
    for row in rows:
        place = grunnlag.kommuner[row.id]
        at = kart.posisjon(place.breddegrad, place.lengdegrad)
        names = " – ".join(each.navn for each in row.par)
        tekst = f"{row.navn}: {names}" if names else row.navn
        klasse = "med-par" if names else "uten-par"
        punkter.append(Kartpunkt(*at, tekst, f"K{row.id}", klasse, row.url))
        lag = grunnlag.lag_av_kommune.get(row.id)
        for id in lag.veiledere if lag else ():
            person = grunnlag.veiledere[id]
            if person.bosted:
                homes[id] = kart.posisjon(person.breddegrad, person.lengdegrad)
                linjer.append(Kartlinje(*homes[id], *at))
    for id, at in homes.items():
        punkter.append(Kartpunkt(*at, grunnlag.veiledere[id].navn, f"V{id}", "base"))
    med = sum(1 for row in rows if row.par)
    return Kartbilde(kart, tuple(punkter), tuple(linjer), med, len(rows) - med)


def _karttekst(bilde: Kartbilde) -> str:
    tekst: str = _(
        "%(med)s kommuner med par og %(uten)s uten. Linjene går fra hjemstedet til hver veileder "
        "til kommunene paret har. Tabellen på siden sier det samme.",
        med=bilde.med_par,
        uten=bilde.uten_par,
    )
    return tekst


def _sum_ledd(grunnlag: Grunnlag) -> dict[str, int]:
    total: dict[str, int] = {}
    for lag in grunnlag.lag:
        for kode, points in lag.ledd.items():
            total[kode] = total.get(kode, 0) + int(points)
    return total


def _kostnad(grunnlag: Grunnlag) -> int:
    """Return the points of the plan, with the price of what differs from the plan in force."""
    kept = {(v, k) for lag in grunnlag.lag for v in lag.veiledere for k in lag.kommuner}
    missed = sum(1 for v, k in grunnlag.problem.relasjoner if _ids(v, k) not in kept)
    return sum(lag.kostnad for lag in grunnlag.lag) + grunnlag.problem.vekter.endring * missed


def _ids(veileder: str, kommune: str) -> tuple[int, int]:
    return int(veileder[1:]), int(kommune[1:])


def _uten_par(grunnlag: Grunnlag) -> int:
    return sum(1 for id in grunnlag.kommune_ids if id not in grunnlag.lag_av_kommune)


def _tall(grunnlag: Grunnlag) -> list[dict[str, object]]:
    id = grunnlag.tildeling.id
    med, uten = len(grunnlag.lag_av_kommune), _uten_par(grunnlag)
    reserver = sum(1 for v in grunnlag.veileder_ids if v not in grunnlag.lag_av_veileder)
    uten_url = url_for("bord.vis", id=id, tegn="uten_par") if uten else None
    res_url = url_for("bord.vis", id=id, tegn="uten_par", visning="veiledere")
    figures: tuple[tuple[object, str, str | None], ...] = (
        (len(grunnlag.lag), _("par"), None),
        (med, ngettext("kommune med par", "kommuner med par", med), None),
        (uten, ngettext("kommune uten par", "kommuner uten par", uten), uten_url),
        (reserver, ngettext("reserve", "reserver", reserver), res_url if reserver else None),
        (tall(_kostnad(grunnlag)), _("poeng"), None),
    )
    return [{"verdi": verdi, "tekst": tekst, "url": url} for verdi, tekst, url in figures]


def _how_good(grunnlag: Grunnlag) -> str:
    """Return what is proven about the plan, in words; bounds hold for what the run might choose."""
    forslag: Mapping[str, Any] = grunnlag.tildeling.kjoring.forslag or {}
    if not forslag:
        return ""
    kostnad, uten = _kostnad(grunnlag), _uten_par(grunnlag)
    must, least = int(forslag["nedre_grense_udekket"]), int(forslag["nedre_grense"])
    tekst: str
    laser = grunnlag.problem.laser
    if laser.par or laser.tildelt or laser.forbudt:
        # The run could not leave what was locked: its bounds say nothing about other plans.
        return _good_under_locks(proven=(uten, kostnad) == (must, least), kostnad=kostnad)
    if uten <= must and kostnad <= least:
        tekst = _(
            "Planen er bevist best: ingen plan gir flere kommuner par, og ingen like god plan får "
            "færre poeng enn %(poeng)s. Færre poeng er bedre.",
            poeng=tall(kostnad),
        )
        return tekst
    if uten > len(forslag["udekket"]):
        tekst = _("Maskinens forslag gir flere kommuner par.")
    else:
        tekst = _(
            "Planen er ikke bevist best. Ingen plan kan få færre enn %(grense)s poeng, så en bedre "
            "plan kan spare høyst %(prosent)s prosent.",
            grense=tall(least),
            prosent=tall(100 * max(0, kostnad - least) / kostnad if kostnad else 0, 1),
        )
    return f"{tekst} {_must_wait(must)}".strip()


def _good_under_locks(*, proven: bool, kostnad: int) -> str:
    tekst: str
    if proven:
        tekst = _(
            "Maskinen måtte beholde det som var festet og sperret. Ingen plan som gjør det, gir "
            "flere kommuner par, og ingen like god plan får færre poeng enn %(poeng)s. Færre poeng "
            "er bedre.",
            poeng=tall(kostnad),
        )
    else:
        tekst = _(
            "Maskinen måtte beholde det som var festet og sperret. Den beste planen uten det er "
            "ikke regnet ut. Færre poeng er bedre."
        )
    return tekst


def _must_wait(must: int) -> str:
    """Return how many municipalities no plan can serve, or nothing where every one may be."""
    if not must:
        return ""
    tekst: str = ngettext(
        "Minst %(num)s kommune må stå uten par.", "Minst %(num)s kommuner må stå uten par.", must
    )
    return tekst


def _forskjell(grunnlag: Grunnlag, maker: Bordmaker) -> dict[str, object]:
    """Return how a plan differs from what the machine proposed."""
    forslag: Mapping[str, Any] = grunnlag.tildeling.kjoring.forslag or {}
    changed = maker.endrede
    if not changed or not forslag:
        return {"antall": 0, "tekst": _("Planen er som maskinens forslag."), "url": ""}
    points = _kostnad(grunnlag) - int(forslag["kostnad"])
    covered = len(forslag["udekket"]) - _uten_par(grunnlag)
    parts = [
        ngettext(
            "%(num)s kommune har et annet par enn i maskinens forslag.",
            "%(num)s kommuner har et annet par enn i maskinens forslag.",
            len(changed),
        )
    ]
    if covered:
        parts.append(
            ngettext("%(num)s kommune mer har par.", "%(num)s kommuner mer har par.", covered)
            if covered > 0
            else ngettext(
                "%(num)s kommune færre har par.", "%(num)s kommuner færre har par.", -covered
            )
        )
    if points:
        parts.append(
            ngettext("Planen har %(num)s poeng mer.", "Planen har %(num)s poeng mer.", points)
            if points > 0
            else ngettext(
                "Planen har %(num)s poeng mindre.", "Planen har %(num)s poeng mindre.", -points
            )
        )
    url = url_for("bord.vis", id=grunnlag.tildeling.id, tegn="endret")
    return {"antall": len(changed), "tekst": " ".join(parts), "url": url}


def _historie(
    steg: Sequence[Steg], last: int, navn: tekster.Navneliste, now: datetime
) -> list[dict[str, object]]:
    return [
        {
            "tekst": tekster.historie(handling_from_json(each.handling), navn),
            "hvem": each.navn,
            "tid": tekster.siden(each.at, now),
            "angret": each.nr > last,
        }
        for each in steg
    ]


def _angre(steg: Sequence[Steg], last: int, navn: tekster.Navneliste) -> dict[str, str]:
    """Return what undo and redo would do, in words; empty where there is nothing."""
    words = {each.nr: tekster.historie(handling_from_json(each.handling), navn) for each in steg}
    return {"kan_angre": words.get(last, ""), "kan_gjore_om": words.get(last + 1, "")}


def _neste(tildeling: Tildeling) -> visning.Lenke:
    """Return the one next thing to do with a plan in its state."""
    id, runde = tildeling.id, tildeling.utlysning_id
    if tildeling.status in APEN:
        return visning.Lenke(_("Ta stilling til parene"), url_for("vedtak.vis", id=id))
    if tildeling.status is TildelingStatus.VEDTATT:
        return visning.Lenke(_("Publiser"), url_for("tildeling.publiser", id=id))
    if tildeling.status is TildelingStatus.PUBLISERT:
        return visning.Lenke(
            _("Meld fra om en endring"), url_for("beredskap.liste", utlysning_id=runde)
        )
    url = url_for("kjoring.runde", utlysning_id=runde)
    return visning.Lenke(_("Til tildelingen i runden"), url)


def _lenker(tildeling: Tildeling) -> list[visning.Lenke]:
    """Return where else the board leads; the one list of it."""
    id, runde = tildeling.id, tildeling.utlysning_id
    everywhere: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (_("Høring"), "horing.vis", {"id": id}),
        (_("Løs resten på nytt"), "scenario.los_resten", {"id": id}),
        (_("Sammenlign planer"), "scenario.sammenlign", {"utlysning_id": runde, "a": f"t{id}"}),
        (_("Hendelser"), "beredskap.liste", {"utlysning_id": runde}),
        (_("Kapasitet"), "kapasitet.vis", {"utlysning_id": runde}),
        (_("Tidligere runder"), "vedtak.historikk", {"utlysning_id": runde}),
        (_("Avtaledata"), "eksport.avtaledata", {"id": id}),
        (_("Last ned som Excel"), "tildeling.eksporter", {"id": id}),
        (_("Vedtakspakke"), "vedtakspakke.vis", {"id": id}),
        (_("Om kjøringen"), "kjoring.vis", {"id": tildeling.kjoring_id}),
    )
    links = [visning.Lenke(tekst, url_for(where, **values)) for tekst, where, values in everywhere]
    if tildeling.status in APEN | {TildelingStatus.VEDTATT}:
        links.append(visning.Lenke(_("Forkast planen"), url_for("tildeling.forkast", id=id)))
    return [each for each in links if each.url]
