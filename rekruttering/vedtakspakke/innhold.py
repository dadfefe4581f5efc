"""What a decision pack holds: rows become the value that `docs/vedtakspakke.md` describes."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from rekruttering.analyse import queries as analyse_queries
from rekruttering.felles import audit
from rekruttering.horing import queries as horing_queries
from rekruttering.horing.models import Horingssvar
from rekruttering.tildeling import adapter, queries, service
from rekruttering.tildeling.models import Justering, Kjoring, Tildeling
from rekruttering.tildeling.rules.plan import Planlag
from rekruttering.tildeling.rules.plan_json import differanse_from_json
from rekruttering.tilgang import queries as tilgang_queries
from rekruttering.utlysning.models import Utlysning
from rekruttering.vedtakspakke.rules import FORMAT, fingerprint

Json = dict[str, Any]
# What stays the same whoever asks when: the moment of making is no part of the question.
_MOMENT = ("laget_at", "avtrykk")


def make_innhold(tildeling: Tildeling, *, now: datetime) -> Json:
    """Return the pack of an allocation as it stands, with its fingerprint.

    It holds what was known when it is made: names too, so it is for koordinatorer and the archive.
    """
    kjoring = tildeling.kjoring
    people: set[int] = set()
    innhold: Json = {
        "format": FORMAT,
        "laget_at": _at(now),
        "runde": _runde(tildeling.utlysning),
        "tildeling": _tildeling(tildeling, people),
        "kjoring": _kjoring(kjoring, people),
        "problem": kjoring.problem,
        "forslag": kjoring.forslag,
        "alternativer": _alternativer(tildeling, people),
        "justeringer": _justeringer(tildeling, people),
        "horing": _horing(tildeling, people),
        "plan": _plan(tildeling, people),
        "uten_par": _uten_par(tildeling, people),
        "logg": _logg(tildeling, people),
    }
    innhold["navn"] = _navn(tildeling, people)
    # Through text, so that it is now what it will be when it is read back.
    innhold = json.loads(json.dumps(innhold, ensure_ascii=False))
    return {**innhold, "avtrykk": fingerprint(innhold)}


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two packs say the same, whenever they were made."""
    return {k: v for k, v in one.items() if k not in _MOMENT} == {
        k: v for k, v in other.items() if k not in _MOMENT
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _who(bruker_id: int | None, people: set[int]) -> str | None:
    """Return a user as the pack names them, and see to it that the name is in the list."""
    if bruker_id is None:
        return None
    people.add(bruker_id)
    return f"B{bruker_id}"


def _runde(utlysning: Utlysning) -> Json:
    return {
        "id": utlysning.id,
        "slug": utlysning.slug,
        "tittel": {"nb": utlysning.tittel_nb, "nn": utlysning.tittel_nn},
        "historikk": utlysning.historikk.value,
        "arsverk_timer": utlysning.arsverk_timer,
    }


def _tildeling(tildeling: Tildeling, people: set[int]) -> Json:
    return {
        "id": tildeling.id,
        "navn": tildeling.navn,
        "status": tildeling.status.value,
        "kopi_av": tildeling.kopi_av_id,
        "vedtatt_at": _at(tildeling.vedtatt_at),
        "vedtatt_av": _who(tildeling.vedtatt_av_id, people),
        "begrunnelse": tildeling.begrunnelse,
        "publisert_at": _at(tildeling.publisert_at),
    }


def _kjoring(kjoring: Kjoring, people: set[int]) -> Json:
    forslag: Mapping[str, Any] = kjoring.forslag or {}
    run: Mapping[str, Any] = forslag.get("kjoring", {})
    return {
        "id": kjoring.id,
        "status": kjoring.status.value,
        "startet_av": _who(kjoring.startet_av_id, people),
        "opprettet_at": _at(kjoring.opprettet_at),
        "startet_at": _at(kjoring.startet_at),
        "ferdig_at": _at(kjoring.ferdig_at),
        "fra_tildeling": kjoring.fra_tildeling_id,
        "innstillinger": kjoring.innstillinger,
        "fro": kjoring.fro,
        "maks_sekunder": kjoring.maks_sekunder,
        "traader": run.get("traader"),
        "versjon": run.get("versjon"),
        "avtrykk": kjoring.avtrykk,
    }


def _alternativer(tildeling: Tildeling, people: set[int]) -> list[Json]:
    return [
        {
            "type": each.type,
            "parametre": each.parametre,
            "svar": each.svar,
            "status": each.status.value,
            "bedt_av": _who(each.bedt_av_id, people),
            "bedt_at": _at(each.bedt_at),
        }
        for each in analyse_queries.list_for_tildeling(tildeling.id)
        if each.svar is not None
    ]


def _justeringer(tildeling: Tildeling, people: set[int]) -> list[Json]:
    """Return what was done by hand, after what the plan was copied from, if it was."""
    steps = queries.list_justeringer(tildeling.id)
    found = [_justering(each, tildeling.steg, people) for each in steps]
    start = set(service.utkast_of(tildeling).lag)
    for each in reversed(steps):
        if each.nr <= tildeling.steg:
            differanse = differanse_from_json(each.differanse)
            start = (start - set(differanse.inn)) | set(differanse.ut)
    proposed = set(service.list_foreslatt(tildeling))
    if start == proposed:
        return found
    copied = {
        "nr": 0,
        "gjelder": True,
        "handling": {"type": "kopi", "fra": tildeling.kopi_av_id},
        "differanse": {"ut": _lag(proposed - start), "inn": _lag(start - proposed)},
        "gjort_av": None,
        "gjort_at": None,
    }
    return [copied, *found]


def _lag(lag: Iterable[Planlag]) -> list[list[list[int]]]:
    return [[list(each.veiledere), list(each.kommuner)] for each in sorted(lag)]


def _justering(justering: Justering, steg: int, people: set[int]) -> Json:
    return {
        "nr": justering.nr,
        "gjelder": justering.nr <= steg,
        "handling": justering.handling,
        "differanse": justering.differanse,
        "gjort_av": _who(justering.gjort_av_id, people),
        "gjort_at": _at(justering.gjort_at),
    }


def _horing(tildeling: Tildeling, people: set[int]) -> list[Json]:
    rows = [
        *horing_queries.list_generelle(tildeling.id),
        *(svar for each in horing_queries.map_merknader(tildeling.id).values() for svar in each),
    ]
    return [_svar(each, people) for each in sorted(rows, key=lambda svar: svar.id)]


def _svar(svar: Horingssvar, people: set[int]) -> Json:
    row = svar.puljekommune_id
    return {
        "kommune": None if row is None else adapter.kommune_ref(row),
        "fra": svar.mottaker.embete_kode or _ref(svar.mottaker.puljekommune_id),
        "innsigelse": svar.innsigelse_id is not None,
        "tekst": svar.tekst,
        "svart_av": _who(svar.svart_av_id, people),
        "svart_at": _at(svar.svart_at),
        "behandling": svar.behandling.value if svar.behandling else None,
        "merknad": svar.behandling_merknad,
        "behandlet_av": _who(svar.behandlet_av_id, people),
        "behandlet_at": _at(svar.behandlet_at),
    }


def _ref(puljekommune_id: int | None) -> str | None:
    return None if puljekommune_id is None else adapter.kommune_ref(puljekommune_id)


def _plan(tildeling: Tildeling, people: set[int]) -> list[Json]:
    avvik = service.find_avvik(tildeling).par
    found = []
    for lag in queries.load_lag(tildeling.id):
        value = service.planlag(lag)
        found.append(
            {
                "veiledere": [adapter.veileder_ref(each) for each in value.veiledere],
                "kommuner": [adapter.kommune_ref(each) for each in value.kommuner],
                "timer": lag.timer,
                "kostnad": lag.kostnad,
                "ledd": lag.ledd,
                "som_forslaget": value not in avvik,
                "vedtatt_at": _at(lag.vedtatt_at),
                "vedtatt_av": _who(lag.vedtatt_av_id, people),
                "begrunnelse": lag.begrunnelse,
            }
        )
    return sorted(found, key=lambda each: str(each["veiledere"]))


def _uten_par(tildeling: Tildeling, people: set[int]) -> list[Json]:
    vurdering = adapter.vurder(service.problem_of(tildeling.kjoring), service.utkast_of(tildeling))
    utelatt = set(service.find_avvik(tildeling).utelatt)
    said = {row.puljekommune_id: row for row in queries.list_utelatelser(tildeling.id)}
    return [
        {
            "kommune": adapter.kommune_ref(each),
            "par_i_forslaget": each in utelatt,
            "begrunnelse": said[each].begrunnelse if each in said else "",
            "vedtatt_at": _at(said[each].vedtatt_at) if each in said else None,
            "vedtatt_av": _who(said[each].vedtatt_av_id, people) if each in said else None,
        }
        for each in vurdering.udekket
    ]


def _logg(tildeling: Tildeling, people: set[int]) -> list[Json]:
    return [
        {
            "at": _at(linje.at),
            "hvem": _who(linje.bruker_id, people),
            "handling": linje.handling,
            "detaljer": linje.detaljer,
        }
        for linje in audit.list_linjer(tildeling)
    ]


def _navn(tildeling: Tildeling, people: set[int]) -> dict[str, str]:
    navn = service.navn_of(tildeling)
    return {
        **{adapter.veileder_ref(id): name for id, name in navn.veiledere.items()},
        **{adapter.kommune_ref(id): name for id, name in navn.kommuner.items()},
        **{f"B{id}": name for id, name in sorted(tilgang_queries.map_navn(people).items())},
    }
