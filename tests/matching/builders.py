"""Tiny random problems, as decoded JSON, with everything that can be in a file."""

from __future__ import annotations

from random import Random
from typing import Any

FYLKER = ("18", "54", "50")
FAG = ("analyse", "ledelse", "lesing")
SPRAK = ("nordsamisk", "lulesamisk")


def random_problem(seed: int, *, veiledere: int = 5, kommuner: int = 4) -> dict[str, Any]:
    """Return a problem small enough for the oracle; some are impossible, many not coverable."""
    rng = Random(seed)
    v_ids = [f"V{n}" for n in range(rng.randint(2, veiledere))]
    k_ids = [f"K{n}" for n in range(rng.randint(1, kommuner))]
    problem: dict[str, Any] = {
        "format": "tildelingsproblem/1",
        "regler": {
            "maks_kommuner_per_par": rng.randint(1, 4),
            "reise_faktor": rng.choice((1, 1.3)),
        },
        "vekter": _vekter(rng),
        "veiledere": [_veileder(rng, each, v_ids, k_ids) for each in v_ids],
        "kommuner": [_kommune(rng, each) for each in k_ids],
    }
    if rng.random() < 0.4:
        problem["regler"]["avstander_km"] = _avstander(rng, v_ids, k_ids)
    if rng.random() < 0.5:
        problem["laser"] = _laser(rng, v_ids, k_ids)
    if rng.random() < 0.4:
        problem["gjeldende"] = _gjeldende(rng, v_ids, k_ids)
    return problem


def _vekter(rng: Random) -> dict[str, int]:
    return {
        "intervju": rng.randint(0, 3),
        "reise_km_per_poeng": rng.choice((1, 5, 7)),
        "parreise_km_per_poeng": rng.choice((3, 20)),
        "lik_bakgrunn": rng.choice((0, 100)),
        "annen_bakgrunn": rng.choice((0, 40)),
        "ekstra_fylke": rng.choice((0, 60)),
        "time_fra_midten": rng.choice((0, 1, 2)),
        "malform": rng.choice((0, 20)),
        "fagomrade": rng.choice((0, 15)),
        "partneronske": 15,
        "fylkesonske": 5,
        "endring": rng.choice((0, 0, 30, 500)),
    }


def _some(rng: Random, choices: Any, share: float) -> list[str]:
    return [each for each in choices if rng.random() < share]


def _veileder(rng: Random, own: str, v_ids: list[str], k_ids: list[str]) -> dict[str, Any]:
    others = [each for each in v_ids if each != own]
    lo = rng.choice((0, 50, 100))
    return {
        "id": own,
        "breddegrad": round(rng.uniform(65, 70), 3),
        "lengdegrad": round(rng.uniform(12, 20), 3),
        "kommunenummer": f"{rng.choice(FYLKER)}0{rng.randint(0, 9)}",
        "arbeidsgiver_kommunenummer": f"{rng.choice(FYLKER)}0{rng.randint(0, 9)}",
        "fylkesnummer": rng.choice(FYLKER),
        "bakgrunn": rng.choice(("skoleeier", "skoleleder", "begge", "annen")),
        "malformer": _some(rng, ("bokmål", "nynorsk"), 0.7),
        "samiske_sprak": _some(rng, SPRAK, 0.3),
        "timer": [lo, lo + rng.choice((0, 60, 200, 300))],
        "poeng": rng.randint(40, 100),
        "maks_reise_km": rng.choice((150, 400, 2000, 2000)),
        "uaktuelle_fylker": _some(rng, FYLKER, 0.1),
        "onskede_fylker": _some(rng, FYLKER, 0.2),
        "inhabil_i": _some(rng, k_ids, 0.1),
        "onsker_par_med": _some(rng, others, 0.1),
        "ikke_par_med": _some(rng, others, 0.1),
        "fagomrader": _some(rng, FAG, 0.4),
    }


def _kommune(rng: Random, own: str) -> dict[str, Any]:
    fylke = rng.choice(FYLKER)
    return {
        "id": own,
        "breddegrad": round(rng.uniform(65, 70), 3),
        "lengdegrad": round(rng.uniform(12, 20), 3),
        "kommunenummer": f"{fylke}0{rng.randint(0, 9)}",
        "fylkesnummer": fylke,
        "timer": rng.choice((0, 30, 60, 100, 130)),
        "malform": rng.choice(("bokmål", "nynorsk", "nøytral")),
        "samisk_sprak": rng.choice((None, None, None, *SPRAK)),
        "fagomrader": _some(rng, FAG, 0.5),
    }


def _avstander(rng: Random, v_ids: list[str], k_ids: list[str]) -> list[list[Any]]:
    pairs = [(v, k) for v in v_ids for k in k_ids]
    pairs += [(a, b) for a in v_ids for b in v_ids if a < b]
    return [[*ids, rng.randint(0, 900)] for ids in pairs if rng.random() < 0.3]


def _laser(rng: Random, v_ids: list[str], k_ids: list[str]) -> dict[str, Any]:
    def placements(most: int) -> list[list[str]]:
        return [[rng.choice(v_ids), rng.choice(k_ids)] for _ in range(rng.randint(0, most))]

    par = [rng.sample(v_ids, 2) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    return {"par": par, "tildelt": placements(2), "forbudt": placements(3)}


def _gjeldende(rng: Random, v_ids: list[str], k_ids: list[str]) -> list[dict[str, Any]]:
    v, k = rng.sample(v_ids, len(v_ids)), rng.sample(k_ids, len(k_ids))
    lag = []
    while v and k:
        size, share = min(len(v), rng.choice((1, 2, 2))), rng.randint(1, len(k))
        lag.append({"veiledere": v[:size], "kommuner": k[:share]})
        v, k = v[size:], k[share:]
    return lag


def crowded_problem(seed: int) -> dict[str, Any]:
    """More work than people, who may go nearly everywhere."""
    problem = random_problem(seed, veiledere=4, kommuner=4)
    rng = Random(seed)
    for v in problem["veiledere"]:
        v.update(maks_reise_km=rng.choice((400, 5000)), uaktuelle_fylker=[])
        v["timer"] = [rng.choice((0, 60)), rng.choice((130, 200))]
    for k in problem["kommuner"]:
        k["timer"] = rng.choice((60, 100, 130))
    return problem


VEKTER = {
    "intervju": 2,
    "reise_km_per_poeng": 5,
    "parreise_km_per_poeng": 20,
    "lik_bakgrunn": 100,
    "annen_bakgrunn": 40,
    "ekstra_fylke": 60,
    "time_fra_midten": 1,
    "malform": 20,
    "fagomrade": 15,
    "partneronske": 15,
    "fylkesonske": 5,
    "endring": 0,
}


def make_veileder(own: str, **changes: Any) -> dict[str, Any]:
    """Return a veileder without wishes or limits; name only what the test is about."""
    return {
        "id": own,
        "breddegrad": 60.0,
        "lengdegrad": 10.0,
        "kommunenummer": "9901",
        "arbeidsgiver_kommunenummer": "9901",
        "fylkesnummer": "99",
        "bakgrunn": "begge",
        "malformer": ["bokmål", "nynorsk"],
        "samiske_sprak": [],
        "timer": [100, 300],
        "poeng": 100,
        "maks_reise_km": 1000,
        "uaktuelle_fylker": [],
        "onskede_fylker": [],
        "inhabil_i": [],
        "onsker_par_med": [],
        "ikke_par_med": [],
        "fagomrader": [],
        **changes,
    }


def make_kommune(own: str, **changes: Any) -> dict[str, Any]:
    """Return a kommune at the veiledere's door that needs 100 hours and nothing special."""
    return {
        "id": own,
        "breddegrad": 60.0,
        "lengdegrad": 10.0,
        "kommunenummer": "1101",
        "fylkesnummer": "11",
        "timer": 100,
        "malform": "nøytral",
        "samisk_sprak": None,
        "fagomrader": [],
        **changes,
    }


def make_problem(
    veiledere: list[dict[str, Any]] | None = None,
    kommuner: list[dict[str, Any]] | None = None,
    **parts: Any,
) -> dict[str, Any]:
    """Return a problem of two veiledere and one kommune unless given others."""
    return {
        "format": "tildelingsproblem/1",
        "regler": {"maks_kommuner_per_par": 4, "reise_faktor": 1.3},
        "vekter": dict(VEKTER),
        "veiledere": veiledere or [make_veileder("V1"), make_veileder("V2")],
        "kommuner": kommuner or [make_kommune("K1")],
        **parts,
    }
