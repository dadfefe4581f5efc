"""Use cases of what happens: note it, suppose it, have it worked out, close it."""

from dataclasses import dataclass, replace
from datetime import datetime

from rekruttering.analyse import service as analyse_service
from rekruttering.analyse.service import Bestilling
from rekruttering.beredskap import queries, rules
from rekruttering.beredskap.models import Hendelse
from rekruttering.beredskap.rules import ENDRING, HendelseType, Hull, Lukkegrunn
from rekruttering.beredskap.service.grunnlag import make_grunnlag
from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import refuse_if
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import DELTAR, UTE
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import adapter
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import KjoringFormal
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning

# Together with the start of two processes less than a minute.
MINSTE_S = 15
INNHOPP_S = 38


@dataclass(frozen=True)
class Gjelder:
    """What happens to whom: one of the two is there."""

    type: HendelseType
    veileder_id: int | None = None
    puljekommune_id: int | None = None


def note_veileder_ut(veileder: Veileder, *, now: datetime) -> None:
    """Note that a veileder has left, where a published plan counts on them.

    Whoever leaves: what is worked out already is worked out anew without them.
    """
    publisert = tildeling_queries.find_publisert(veileder.utlysning_id)
    if publisert is None:
        return
    if any(veileder.id in lag.veiledere for lag in tildeling_service.utkast_of(publisert).lag):
        _note(publisert, Gjelder(HendelseType.VEILEDER_UT, veileder.id), now)
    _refresh(publisert, now)


def note_kommune(row: Puljekommune, *, now: datetime) -> None:
    """Note that a municipality has left or come, where a plan is published.

    One that comes back to the plan it stands in, or that leaves a plan it never stood in, has
    made no difference: what was noted before is closed.
    """
    utlysning_id = row.pulje.utlysning_id
    publisert = tildeling_queries.find_publisert(utlysning_id) if utlysning_id else None
    if publisert is None:
        return
    here = any(row.id in lag.kommuner for lag in tildeling_service.utkast_of(publisert).lag)
    if row.status in DELTAR and not here:
        _note(publisert, Gjelder(HendelseType.KOMMUNE_INN, None, row.id), now)
    elif row.status in UTE and here:
        _note(publisert, Gjelder(HendelseType.KOMMUNE_UT, None, row.id), now)
    else:
        former = queries.find_apen(publisert.utlysning_id, tenkt=False, puljekommune_id=row.id)
        if former is not None:
            _close(former, Lukkegrunn.OPPHEVET, now)
    _refresh(publisert, now)


def _note(publisert: Tildeling, gjelder: Gjelder, now: datetime) -> None:
    for tenkt in (False, True):
        former = queries.find_apen(
            publisert.utlysning_id,
            tenkt=tenkt,
            veileder_id=gjelder.veileder_id,
            puljekommune_id=gjelder.puljekommune_id,
        )
        if former is not None and former.type is gjelder.type and not tenkt:
            return
        if former is not None:
            # What was supposed has happened, or the opposite of what was noted.
            _close(former, Lukkegrunn.OPPHEVET, now)
    _add(publisert, gjelder, tenkt=False, bruker=None, now=now)


def _add(
    publisert: Tildeling, gjelder: Gjelder, *, tenkt: bool, bruker: Bruker | None, now: datetime
) -> Hendelse:
    hendelse = Hendelse(
        utlysning_id=publisert.utlysning_id,
        tildeling=publisert,
        type=gjelder.type,
        tenkt=tenkt,
        veileder_id=gjelder.veileder_id,
        puljekommune_id=gjelder.puljekommune_id,
        endring=publisert.utlysning.vekter.get("endring") or ENDRING,
        opprettet_at=now,
        opprettet_av_id=bruker.id if bruker else None,
    )
    db.session.add(hendelse)
    flush()
    audit.record("hendelse_meldt", hendelse, bruker=bruker, type=gjelder.type, tenkt=tenkt)
    return hendelse


def suppose(
    utlysning: Utlysning, gjelder: Gjelder | None, *, bruker: Bruker, now: datetime
) -> Hendelse:
    """Return a question «what if», a new one unless it is open already.

    `gjelder=None`: nothing that can be asked about was chosen.

    Raises:
        HindretError: nothing is published, or the choice is none.
        KonfliktError: another coordinator asked the same at the same moment.
    """
    publisert = tildeling_queries.find_publisert(utlysning.id)
    refuse_if(rules.ny_hindre(publisert=publisert is not None, kjent=gjelder is not None))
    if publisert is None or gjelder is None:
        raise LookupError("no hindre, and yet nothing to ask about")
    known = queries.find_apen(
        utlysning.id,
        tenkt=True,
        veileder_id=gjelder.veileder_id,
        puljekommune_id=gjelder.puljekommune_id,
    )
    if known is not None:
        return known
    hendelse = _add(publisert, gjelder, tenkt=True, bruker=bruker, now=now)
    _ask(hendelse, bruker, now)
    return hendelse


def list_gjelder(publisert: Tildeling) -> list[Gjelder]:
    """Return everything that can be supposed about a published plan."""
    lag = tildeling_queries.load_lag(publisert.id)
    found = []
    for each in lag:
        for veileder in (each.veileder_a, each.veileder_b):
            if veileder.sluttet_at is None:
                found.append(Gjelder(HendelseType.VEILEDER_UT, veileder.id))
        for plassering in each.plasseringer:
            if plassering.puljekommune.status in DELTAR:
                found.append(Gjelder(HendelseType.KOMMUNE_UT, None, plassering.puljekommune_id))
    for row in publisert.kjoring.pulje.kommuner:
        if row.status not in DELTAR:
            found.append(Gjelder(HendelseType.KOMMUNE_INN, None, row.id))
    return found


def _refresh(publisert: Tildeling, now: datetime) -> None:
    """Have everything open worked out again: the same question is the same answer."""
    for hendelse in queries.list_apne(publisert.utlysning_id):
        _ask(hendelse, None, now)


def _ask(hendelse: Hendelse, bruker: Bruker | None, now: datetime) -> None:
    """Put the questions to the engine, as things stand now."""
    hendelse.minste_id = hendelse.innhopp_id = None
    if not tildeling_service.start_hindre(hendelse.utlysning, KjoringFormal.SCENARIO):
        grunnlag = make_grunnlag(hendelse)
        minste = Bestilling(
            hendelse.utlysning_id,
            "minste_endring",
            grunnlag.problem,
            tildeling_id=hendelse.tildeling_id,
            maks_sekunder=MINSTE_S,
        )
        # The nearest plan first: it takes a second, the others half a minute.
        hendelse.minste_id = analyse_service.ask(minste, bruker=bruker, now=now).id
        if grunnlag.hull:
            holes = [hull_to_json(each) for each in grunnlag.hull]
            innhopp = replace(
                minste, type="innhopp", parametre={"hull": holes}, maks_sekunder=INNHOPP_S
            )
            hendelse.innhopp_id = analyse_service.ask(innhopp, bruker=bruker, now=now).id
    flush()


def hull_to_json(hull: Hull) -> dict[str, object]:
    """Return a hole with the ids of the problem."""
    return {
        "art": hull.art.value,
        "veiledere": [adapter.veileder_ref(each) for each in hull.veiledere],
        "kommuner": [adapter.kommune_ref(each) for each in hull.kommuner],
    }


def ask_again(hendelse_id: int, endring: int, *, bruker: Bruker, now: datetime) -> None:
    """Have it worked out as things stand now, with this price of a change; twice is harmless.

    Raises:
        HindretError: it is closed, or the price is refused.
    """
    hendelse = queries.lock_hendelse(hendelse_id)
    refuse_if(rules.pris_hindre(endring))
    refuse_if(rules.regn_hindre(lukket=not hendelse.apen))
    hendelse.endring = endring
    _ask(hendelse, bruker, now)
    audit.record("hendelse_regnet", hendelse, bruker=bruker, endring=endring)


def stop(hendelse: Hendelse, *, bruker: Bruker, now: datetime) -> None:
    """Stop what is worked out; what is found so far is kept."""
    for analyse in (hendelse.minste, hendelse.innhopp):
        if analyse is not None:
            analyse_service.stop(analyse.id, bruker=bruker, now=now)


def close(hendelse_id: int, begrunnelse: str, *, bruker: Bruker, now: datetime) -> None:
    """Close it with the coordinator's reason.

    Raises:
        HindretError: it is closed already, or the reason is missing.
    """
    hendelse = queries.lock_hendelse(hendelse_id)
    refuse_if(rules.lukk_hindre(lukket=not hendelse.apen, begrunnelse=begrunnelse))
    hendelse.lukket_begrunnelse = begrunnelse
    _close(hendelse, Lukkegrunn.KOORDINATOR, now, bruker)


def close_by_plan(tildeling: Tildeling, *, now: datetime) -> None:
    """Close what a newly published plan has dealt with; the rest is asked about that plan.

    A municipality that has come and still has no pair is not dealt with.
    """
    served = {k for lag in tildeling_service.utkast_of(tildeling).lag for k in lag.kommuner}
    for hendelse in queries.list_apne(tildeling.utlysning_id):
        waits = hendelse.type is HendelseType.KOMMUNE_INN and not hendelse.tenkt
        if waits and hendelse.puljekommune_id not in served:
            hendelse.tildeling = tildeling
            hendelse.kjoring_id, hendelse.alternativ = None, ""
            _ask(hendelse, None, now)
        else:
            hendelse.ny_tildeling = tildeling
            _close(hendelse, Lukkegrunn.NY_PLAN, now)


def _close(
    hendelse: Hendelse, grunn: Lukkegrunn, now: datetime, bruker: Bruker | None = None
) -> None:
    hendelse.lukket_at, hendelse.lukket_grunn = now, grunn
    hendelse.lukket_av_id = bruker.id if bruker else None
    flush()
    audit.record("hendelse_lukket", hendelse, bruker=bruker, grunn=grunn)
