"""Synthetic problems from a seed, spread over Norway as it was divided in 2020."""

from __future__ import annotations

from random import Random
from typing import Final

from matching.felles.seeds import make_rng
from matching.tildeling.problem import (
    Bakgrunn,
    Kommune,
    Malform,
    Problem,
    Regler,
    SamiskSprak,
    Veileder,
    Vekter,
)

STANDARD_REGLER: Final = Regler(maks_kommuner_per_par=4, reise_faktor=1.3)
STANDARD_VEKTER: Final = Vekter(
    intervju=2,
    reise_km_per_poeng=5,
    parreise_km_per_poeng=20,
    lik_bakgrunn=100,
    annen_bakgrunn=40,
    ekstra_fylke=60,
    time_fra_midten=1,
    malform=20,
    fagomrade=15,
    partneronske=15,
    fylkesonske=5,
    endring=0,
)
FAGOMRADER: Final = ("analyse", "ledelse", "lesing", "regning", "skolemiljo", "spesialpedagogikk")

# Fylke, share of kommuner, share of veiledere, share of nynorsk, and some towns (breddegrad,
# lengdegrad) around which both are scattered.  Rounded geography, good enough for distances.
_Fylke = tuple[str, int, int, float, tuple[tuple[float, float], ...]]
_FYLKER: Final[tuple[_Fylke, ...]] = (
    ("03", 1, 10, 0.0, ((59.91, 10.75),)),
    ("30", 51, 22, 0.1, ((59.22, 10.93), (59.74, 10.20), (60.40, 9.10), (59.67, 9.65))),
    ("34", 46, 8, 0.2, ((60.80, 11.07), (61.12, 10.47), (62.08, 9.13), (60.19, 12.0))),
    ("38", 23, 8, 0.3, ((59.27, 10.41), (59.21, 9.61), (59.42, 8.48), (59.88, 8.59))),
    ("42", 25, 6, 0.4, ((58.15, 8.0), (58.46, 8.77), (58.25, 6.66), (59.19, 7.55))),
    ("11", 23, 9, 0.4, ((58.97, 5.73), (59.41, 5.27), (58.45, 6.0), (59.65, 6.36))),
    ("46", 43, 12, 0.9, ((60.39, 5.32), (59.78, 5.5), (61.45, 5.85), (61.23, 7.1))),
    ("15", 26, 6, 0.7, ((62.47, 6.15), (62.74, 7.16), (63.11, 7.73), (62.34, 6.08))),
    ("50", 38, 9, 0.0, ((63.43, 10.40), (64.01, 11.49), (64.47, 11.5), (62.57, 11.38))),
    ("18", 41, 6, 0.0, ((67.28, 14.40), (66.31, 14.14), (68.44, 17.43), (65.47, 12.21))),
    ("54", 39, 5, 0.0, ((69.65, 18.96), (69.97, 23.27), (70.66, 23.68), (69.73, 30.05))),
)
_SAMISK: Final = {
    "54": (SamiskSprak.NORDSAMISK, 0.25),
    "18": (SamiskSprak.LULESAMISK, 0.08),
    "50": (SamiskSprak.SORSAMISK, 0.06),
}


def generate(veiledere: int, kommuner: int, seed: int) -> Problem:
    """Return a problem with so many veiledere and kommuner; the same seed gives the same one."""
    rng = make_rng(seed)
    kommune_liste = tuple(_kommune(rng, n) for n in range(1, kommuner + 1))
    veileder_ids = [f"V{n}" for n in range(1, veiledere + 1)]
    return Problem(
        regler=STANDARD_REGLER,
        vekter=STANDARD_VEKTER,
        veiledere=tuple(_veileder(rng, each, veileder_ids, kommune_liste) for each in veileder_ids),
        kommuner=kommune_liste,
    )


def _place(rng: Random, fylke: _Fylke, spread: float) -> tuple[float, float]:
    breddegrad, lengdegrad = rng.choice(fylke[4])
    return (
        round(breddegrad + rng.gauss(0, spread), 4),
        round(lengdegrad + rng.gauss(0, 2 * spread), 4),
    )


def _kommune(rng: Random, number: int) -> Kommune:
    fylke = rng.choices(_FYLKER, [each[1] for each in _FYLKER])[0]
    breddegrad, lengdegrad = _place(rng, fylke, 0.35)
    sprak, share = _SAMISK.get(fylke[0], (None, 0.0))
    malform = Malform.NYNORSK if rng.random() < fylke[3] else Malform.BOKMAL
    return Kommune(
        id=f"K{number}",
        breddegrad=breddegrad,
        lengdegrad=lengdegrad,
        kommunenummer=f"{fylke[0]}{number:02d}",
        fylkesnummer=fylke[0],
        timer=rng.randrange(60, 201, 5),
        malform=Malform.NOYTRAL if rng.random() < 0.2 else malform,
        samisk_sprak=sprak if rng.random() < share else None,
        fagomrader=tuple(rng.sample(FAGOMRADER, rng.choice((0, 1, 1, 2, 2, 3)))),
    )


def _sprak(rng: Random, fylke: _Fylke) -> tuple[SamiskSprak, ...]:
    sprak, share = _SAMISK.get(fylke[0], (None, 0.0))
    return (sprak,) if sprak is not None and rng.random() < min(0.6, 3 * share) else ()


def _timer(rng: Random) -> tuple[int, int]:
    if rng.random() < 0.6:
        return 252, 420
    lo = rng.randrange(252, 337, 12)
    return lo, min(420, lo + rng.randrange(84, 169, 12))


def _malformer(rng: Random, fylke: _Fylke) -> tuple[Malform, ...]:
    both = (Malform.BOKMAL, Malform.NYNORSK)
    if rng.random() < 0.5:
        return both
    return (both[1],) if rng.random() < fylke[3] else (both[0],)


def _veileder(
    rng: Random, veileder_id: str, veileder_ids: list[str], kommuner: tuple[Kommune, ...]
) -> Veileder:
    fylke = rng.choices(_FYLKER, [each[2] for each in _FYLKER])[0]
    breddegrad, lengdegrad = _place(rng, fylke, 0.3)
    nummer = [each.kommunenummer for each in kommuner if each.fylkesnummer == fylke[0]]
    hjemme = rng.choice(nummer) if nummer and rng.random() < 0.15 else f"{fylke[0]}99"
    other = [each[0] for each in _FYLKER if each is not fylke]
    naboer = [each for each in veileder_ids if each != veileder_id]
    return Veileder(
        id=veileder_id,
        breddegrad=breddegrad,
        lengdegrad=lengdegrad,
        kommunenummer=hjemme,
        arbeidsgiver_kommunenummer=rng.choice(nummer) if nummer and rng.random() < 0.1 else hjemme,
        fylkesnummer=fylke[0],
        bakgrunn=rng.choices(list(Bakgrunn), (35, 45, 10, 10))[0],
        malformer=_malformer(rng, fylke),
        samiske_sprak=_sprak(rng, fylke),
        timer=_timer(rng),
        poeng=min(100, max(30, round(rng.gauss(72, 14)))),
        maks_reise_km=rng.choice((300, 450, 600, 600, 900, 1500, 2500)),
        uaktuelle_fylker=tuple(sorted(rng.sample(other, rng.choice((0, 0, 0, 1, 2))))),
        onskede_fylker=(fylke[0],) if rng.random() < 0.4 else (),
        inhabil_i=_few(rng, [each.id for each in kommuner], 0.1),
        onsker_par_med=_few(rng, naboer, 0.1),
        ikke_par_med=_few(rng, naboer, 0.05),
        fagomrader=tuple(rng.sample(FAGOMRADER, rng.choice((1, 2, 2, 3)))),
    )


def _few(rng: Random, choices: list[str], share: float) -> tuple[str, ...]:
    return (rng.choice(choices),) if choices and rng.random() < share else ()
