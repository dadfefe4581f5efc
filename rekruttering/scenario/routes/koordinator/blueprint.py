"""The blueprint, and what the pages about plans and trials share."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext, ngettext

from rekruttering.felles import jobs
from rekruttering.scenario import forskjeller, queries, service, visning
from rekruttering.scenario.planbilde import Planbilde
from rekruttering.scenario.rules import Innstillinger, innstillinger_from_json
from rekruttering.scenario.sammenligning import sammenlign
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.rules import AKTIV, KJORING_TEKST, KjoringFormal, KjoringStatus
from rekruttering.tildeling.rules.plan import Navn
from rekruttering.tildeling.rules.tekster import FASE_TEKST
from rekruttering.utlysning.models import Utlysning

bp = Blueprint("scenario", __name__)

Valgt = Tildeling | Kjoring


def _(tekst: str, **verdier: object) -> str:
    return str(gettext(tekst, **verdier))


def plan_name(valgt: Valgt) -> str:
    """Return what a plan or a run is called where it has no name of its own."""
    if isinstance(valgt, Tildeling):
        return valgt.navn or _("Forslag %(nr)s", nr=valgt.id)
    if valgt.formal is KjoringFormal.TILDELING:
        return _("Kjøring %(nr)s, slik den ble foreslått", nr=valgt.id)
    return valgt.navn or _("Prøve %(nr)s", nr=valgt.id)


def plan_ref(valgt: Valgt) -> str:
    """Return how an address names a plan (t7) or a run (k7)."""
    return f"{'t' if isinstance(valgt, Tildeling) else 'k'}{valgt.id}"


def find_valgt(utlysning: Utlysning, ref: str) -> Valgt | None:
    """Return what an address names, when it is in this round and there is a plan in it."""
    kind, number = ref[:1], ref[1:]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    if kind == "t":
        return queries.find_tildeling(utlysning.id, int(number))
    kjoring = queries.find_kjoring(utlysning.id, int(number)) if kind == "k" else None
    return kjoring if kjoring is not None and kjoring.forslag is not None else None


def to_bilde(valgt: Valgt) -> Planbilde:
    """Return a plan or a run's proposal, alike."""
    if isinstance(valgt, Tildeling):
        return service.bilde_of_tildeling(valgt)
    return service.bilde_of_kjoring(valgt)


def settings_of(valgt: Valgt) -> Innstillinger:
    """Return in what the run behind a plan differed from its round."""
    kjoring = valgt.kjoring if isinstance(valgt, Tildeling) else valgt
    return innstillinger_from_json(kjoring.innstillinger)


def names_of(utlysning: Utlysning, settings: Iterable[Innstillinger] = ()) -> Navn:
    """Return the names of everyone in a round, and of those who are only assumed."""
    pulje = service.get_pulje(utlysning)
    known = Navn(
        tildeling_queries.map_veiledernavn(utlysning.id),
        tildeling_queries.map_kommunenavn(pulje.id),
    )
    return visning.with_antatte(known, settings)


def answer_data(kjoring: Kjoring, base: Tildeling | None, *, kort: bool) -> dict[str, Any]:
    """Return what the answer of a trial shows, while it works and afterwards.

    `base` is the plan it is held against; `kort` is the answer beside the weights.
    """
    aktiv = kjoring.status in AKTIV
    jobb = jobs.find_last(tildeling_service.JOB, kjoring.id) if aktiv else None
    fremdrift: dict[str, Any] = jobb.fremdrift if jobb is not None else {}
    data: dict[str, Any] = {
        "kjoring": kjoring,
        "kort": kort,
        "aktiv": aktiv,
        "base": base,
        "base_navn": plan_name(base) if base else "",
        "har_plan": kjoring.forslag is not None and not kjoring.feil,
        "status_tekst": _status_words(kjoring, fremdrift, stopping=bool(jobb and jobb.stopp_bedt)),
        "sekunder": min(float(fremdrift.get("sekunder", 0.0)), kjoring.maks_sekunder),
        "hittil": _so_far(fremdrift),
        "svar_url": url_for("scenario.prove", id=kjoring.id, kort=1 if kort else None),
        "linjer": [],
        "deler": [],
        "endringer": [],
        "sammenlign_url": None,
        "forskjeller": None,
        "fakta": [],
    }
    data["linje"] = data["status_tekst"]
    if data["har_plan"]:
        data |= _figures(kjoring, base, kort=kort)
    return data


def _status_words(kjoring: Kjoring, fremdrift: dict[str, Any], *, stopping: bool) -> str:
    if stopping and kjoring.status is KjoringStatus.KJORER:
        return _("Stopper og tar vare på den beste planen …")
    if kjoring.status is KjoringStatus.VENTER:
        return _("Venter på tur …")
    if kjoring.status is KjoringStatus.KJORER:
        phase = str(fremdrift.get("fase", ""))
        return _(FASE_TEKST.get(phase, FASE_TEKST["start"])) + " …"
    return _end_words(kjoring)


def _end_words(kjoring: Kjoring) -> str:
    if kjoring.feil:
        return _(kjoring.feil)
    forslag = kjoring.forslag
    if forslag is None:
        return _(KJORING_TEKST[kjoring.status])
    if forslag["status"] == "optimal":
        return _("Ferdig. Ingen plan er bedre under disse forutsetningene.")
    return _(
        "Ferdig. Dette er den beste planen den fant på %(tid)s sekunder. En bedre kan finnes.",
        tid=kjoring.maks_sekunder,
    )


def _so_far(fremdrift: dict[str, Any]) -> str:
    udekket, kostnad = fremdrift.get("udekket"), fremdrift.get("kostnad")
    if udekket is None or kostnad is None:
        return ""
    return str(
        ngettext(
            "Best så langt: %(num)s kommune uten par, %(poeng)s poeng i vektene som prøves.",
            "Best så langt: %(num)s kommuner uten par, %(poeng)s poeng i vektene som prøves.",
            udekket,
            poeng=kostnad,
        )
    )


def _figures(kjoring: Kjoring, base: Tildeling | None, *, kort: bool) -> dict[str, Any]:
    after = to_bilde(kjoring)
    if base is None:
        lines = forskjeller.short_lines(after, after) if kort else []
        tabell = [] if kort else forskjeller.make_tabell(after, after)
        return {"linjer": lines, "deler": tabell, "linje": forskjeller.one_line(after, None)}
    before = to_bilde(base)
    tried = service.bilde_of_tildeling(base, after.vekter).kostnad_runde
    found = sammenlign(before, after)
    navn = names_of(kjoring.utlysning, [settings_of(kjoring), settings_of(base)])
    return {
        "forskjeller": None if kort else forskjeller.make_forskjeller(found, navn),
        "fakta": forskjeller.fact_words(found.fakta, navn),
        "linje": forskjeller.one_line(after, found),
        "linjer": forskjeller.short_lines(before, after, tried) if kort else [],
        "deler": [] if kort else forskjeller.make_tabell(before, after),
        "endringer": forskjeller.change_counts(found),
        "sammenlign_url": url_for(
            "scenario.sammenlign",
            utlysning_id=kjoring.utlysning_id,
            a=plan_ref(base),
            b=plan_ref(kjoring),
        ),
    }


def base_of(kjoring: Kjoring) -> Tildeling | None:
    """Return the plan that a trial is held against: the one it came from, else the round's."""
    return kjoring.fra_tildeling or queries.find_grunnlag(kjoring.utlysning_id)
