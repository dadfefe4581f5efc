"""Synthetic timetables from a seed: some weeks with holes in every calendar."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

from matching.felles.seeds import make_rng
from matching.timeplan.problem import (
    DOGN_MIN,
    Medlem,
    Problem,
    Regler,
    Reise,
    Ressurs,
    Rolle,
    Rom,
    SamiskSprak,
    Soker,
    Vekter,
    Vindu,
)

STANDARD_REGLER: Final = Regler(rutenett_min=30)
STANDARD_VEKTER: Final = Vekter()
FORSTE_DAG: Final = date(2020, 3, 2)
REISE: Final = Reise("oslo", "tromso", 300)

# Half days, in minutes of the day.
_HALVDAGER: Final = ((8 * 60, 12 * 60), (12 * 60, 16 * 60))
_TIMER: Final = (8 * 60, 16 * 60)


def generate(sokere: int, medlemmer: int, seed: int, *, uker: int = 3) -> Problem:
    """Return a problem over so many weeks from a Monday; the same seed gives the same one."""
    rng = make_rng(seed)
    dager = [7 * uke + dag for uke in range(uker) for dag in range(5)]
    medlem_ids = [f"M{n}" for n in range(1, medlemmer + 1)]
    tromso = [dag for dag in dager if dag % 7 in (1, 2)][2:6] or dager
    return Problem(
        forste_dag=FORSTE_DAG,
        steder=("video", "oslo", "tromso"),
        reise=(REISE,),
        rom=_rooms(dager, tromso, medlemmer),
        ressurser=(Ressurs("tolk", tuple(_hours(dag) for dag in dager if dag % 7 in (1, 3)), 1),),
        medlemmer=tuple(_medlem(rng, n, each, dager) for n, each in enumerate(medlem_ids)),
        sokere=tuple(_soker(rng, f"S{n}", dager, tromso, medlem_ids) for n in range(1, sokere + 1)),
        regler=STANDARD_REGLER,
        vekter=STANDARD_VEKTER,
    )


def _hours(dag: int, timer: Vindu = _TIMER) -> Vindu:
    return dag * DOGN_MIN + timer[0], dag * DOGN_MIN + timer[1]


def _rooms(dager: list[int], tromso: list[int], medlemmer: int) -> tuple[Rom, ...]:
    open_days = tuple(_hours(dag) for dag in dager)
    oslo = [
        Rom(f"oslo{n + 1}", "oslo", open_days, 1, ("rullestol",) if n == 0 else ())
        for n in range(max(1, medlemmer // 8))
    ]
    return (
        Rom("video", "video", open_days, max(2, medlemmer // 3)),
        *oslo,
        Rom("tromso1", "tromso", tuple(_hours(dag) for dag in tromso), 1, ("rullestol",)),
    )


def _medlem(rng: Random, n: int, own: str, dager: list[int]) -> Medlem:
    opptatt: list[Vindu] = []
    for dag in dager:
        if rng.random() < 0.15:
            opptatt.append((dag * DOGN_MIN, (dag + 1) * DOGN_MIN))
            continue
        opptatt += [_hours(dag, halv) for halv in _HALVDAGER if rng.random() < 0.2]
        if rng.random() < 0.3:
            start = rng.randrange(8 * 60, 15 * 60, 30)
            opptatt.append(_hours(dag, (start, start + 60)))
    rolle = (Rolle.KAN_LEDE, Rolle.MEDLEM, Rolle.KAN_LEDE, Rolle.MEDLEM, Rolle.LEDER)[n % 5]
    return Medlem(
        id=own,
        rolle=rolle,
        steder=("video", "oslo", *(("tromso",) if n % 2 else ())),
        opptatt=tuple(opptatt),
        samiske_sprak=(SamiskSprak.NORDSAMISK,) if n % 4 == 1 else (),
        maks_dager=rng.choice((None, None, 8, 10)),
    )


def _soker(
    rng: Random, own: str, dager: list[int], tromso: list[int], medlem_ids: list[str]
) -> Soker:
    kind = rng.random()
    steder = ("video",) if kind < 0.65 else ("oslo", "video") if kind < 0.85 else ("oslo",)
    if kind >= 0.95:
        steder = ("tromso",)
    thursdays = rng.random() < 0.06
    share = rng.choice((0.2, 0.4, 0.6))
    ledig = [
        _hours(dag, halv)
        for dag in (tromso if kind >= 0.95 else dager)
        for halv in _HALVDAGER
        if (dag % 7 == 3 if thursdays else rng.random() < share)
    ] or [_hours(rng.choice(dager), rng.choice(_HALVDAGER))]
    wishes = rng.sample(ledig, max(1, len(ledig) // 3)) if rng.random() < 0.6 else []
    special = rng.random()
    return Soker(
        id=own,
        ledig=tuple(ledig),
        steder=steder,
        onsker=tuple(sorted(wishes)),
        varighet_min=90 if rng.random() < 0.05 else None,
        samisk_sprak=SamiskSprak.NORDSAMISK if rng.random() < 0.06 else None,
        inhabile=tuple(each for each in medlem_ids if rng.random() < 0.4 / 9),
        ressurser=("tolk",) if special < 0.03 else (),
        romkrav=("rullestol",) if special > 0.97 and "video" not in steder else (),
    )
