"""Why one kommune has no pair: every reason, and the cheapest ways out, each solved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rekruttering.analyse.adapter import tekster
from rekruttering.analyse.adapter.oppgave import (
    Oppgave,
    Tosprak,
    broken,
    join,
    note_locks,
    read,
    say,
    tell_all,
    to_place,
    to_svar,
)
from rekruttering.analyse.adapter.utfall import to_valg
from rekruttering.tildeling.adapter import kommune_ref, row_id
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.tildeling.rules.plan_json import handling_to_json

if TYPE_CHECKING:
    import matching

Tell = Callable[[dict[str, Any]], None]
ShouldStop = Callable[[], bool]
MEST_TILTAK = 6
# The rest of the time is for handing over.
_SHARE = 0.9


def regn(order: dict[str, Any], tell: Tell, should_stop: ShouldStop) -> dict[str, Any]:
    """Return why `parametre.kommune` (a row id) has no pair, and what would give it one.

    `parametre` may have `nivaer` (hours that somebody can be raised to), `arsverk_timer` (to say
    hours in per cent) and `mest_timer` (the most that the round offers).
    """
    oppgave = read(order)
    refused = broken(oppgave)
    if refused is not None:
        return refused
    ider = kommune_ref(oppgave.parametre["kommune"])
    if ider not in oppgave.forslag.udekket:
        har_par = tell_all(tekster.HAR_PAR, k=to_place(ider))
        return to_svar(har_par, [], fullstendig=True, kommune=row_id(ider))
    found = explain(oppgave, order, tell, should_stop, kommuner=(ider,), mest=MEST_TILTAK)
    part = to_part(oppgave, found.udekket[0])
    innledning = join(note_locks(oppgave), part["innledning"])
    return to_svar(innledning, part["valg"], fullstendig=found.fullstendig, kommune=part["kommune"])


def explain(
    oppgave: Oppgave,
    order: Mapping[str, Any],
    tell: Tell,
    should_stop: ShouldStop,
    *,
    kommuner: tuple[str, ...] | None,
    mest: int,
) -> matching.Forklaring:
    """Return the engine's explanation of these kommuner (None: of all that have no pair)."""
    import matching

    return matching.explain(
        oppgave.problem,
        oppgave.forslag,
        valg=matching.Valg(
            kommuner=kommuner,
            mest_tiltak=mest,
            nivaer=tuple(oppgave.parametre.get("nivaer", ())),
        ),
        max_time_s=order["maks_sekunder"] * _SHARE,
        seed=order["fro"],
        on_progress=lambda steg: tell(
            {
                "gjort": steg.gjort,
                "totalt": steg.totalt,
                "tekst": to_place(steg.hva) if steg.hva else "",
                "sekunder": round(steg.elapsed_s, 1),
            }
        ),
        should_stop=should_stop,
    )


def to_part(oppgave: Oppgave, udekket: matching.Udekket) -> dict[str, Any]:
    """Return one kommune as data: why (`innledning`) and the ways out (`valg`)."""
    k = to_place(udekket.kommune)
    innledning = say(lambda sentences, _sprak: sentences.udekket(udekket))
    if not udekket.tiltak and udekket.fullstendig:
        innledning = join(innledning, tell_all(tekster.INGEN_UTVEI, k=k))
    if not udekket.fullstendig:
        innledning = join(innledning, tell_all(tekster.IKKE_ALT))
    return {
        "kommune": row_id(udekket.kommune),
        "innledning": innledning,
        "valg": [_tiltak(oppgave, each) for each in udekket.tiltak],
        "fullstendig": udekket.fullstendig,
    }


def _tiltak(oppgave: Oppgave, tiltak: matching.Tiltak) -> dict[str, Any]:
    notes = [_hours(oppgave, each) for each in tiltak.endringer]
    setning = join(say(lambda sentences, _sprak: [sentences.tiltak(tiltak)]), *notes)
    setning = {sprak: list(dict.fromkeys(lines)) for sprak, lines in setning.items()}
    endringer = [
        {
            "type": each.type.value,
            "ider": list(each.ider),
            "fra": each.fra,
            "til": each.til,
            "tekst": each.tekst,
            "veileder": None if each.veileder is None else asdict(each.veileder),
        }
        for each in tiltak.endringer
    ]
    return to_valg(
        setning,
        tiltak.utfall,
        oppgave.forslag,
        kommune=row_id(tiltak.kommune),
        endringer=endringer,
        handling=_handling(tiltak),
    )


def _handling(tiltak: matching.Tiltak) -> dict[str, Any] | None:
    """Return the step by hand that is this way out: to loosen one lock.  Others are no steps."""
    if len(tiltak.endringer) != 1 or tiltak.endringer[0].type.value != "las":
        return None
    endring = tiltak.endringer[0]
    first, second = (row_id(each) for each in endring.ider)
    if endring.tekst == "par":
        return handling_to_json(Handling(HandlingType.LOSNE_PAR, (first, second)))
    kind = HandlingType.TILLAT if endring.tekst == "forbudt" else HandlingType.LOSNE
    return handling_to_json(Handling(kind, (first,), (second,)))


def _hours(oppgave: Oppgave, endring: matching.Endring) -> Tosprak:
    """Return a change of hours in per cent of a full position, and whether the round has so many.

    Only whole per cents are said.
    """
    if endring.type.value not in ("mest_timer", "minst_timer"):
        return {"nb": [], "nn": []}
    fra, til = endring.fra or 0, endring.til or 0
    arsverk = oppgave.parametre.get("arsverk_timer", 0)
    parts = []
    if arsverk and fra * 100 % arsverk == 0 and til * 100 % arsverk == 0:
        v = to_place(endring.ider[0])
        percents = {"fra": fra * 100 // arsverk, "til": til * 100 // arsverk}
        parts.append(tell_all(tekster.PROSENT, v=v, **percents))
    mest = oppgave.parametre.get("mest_timer")
    if mest is not None and endring.type.value == "mest_timer" and til > mest:
        parts.append(tell_all(tekster.OVER_BANDET, til=til, mest=mest))
    return join({"nb": [], "nn": []}, *parts)
