"""Tiny timetable problems, as decoded JSON, with everything that can be in a file."""

from __future__ import annotations

from random import Random
from typing import Any

DAGER = ("2020-03-02", "2020-03-03")
SPRAK = ("nordsamisk", "lulesamisk")

VEKTER = {
    "onsketid": 10,
    "dag": 10,
    "blanding": 5,
    "belastning": 3,
    "flyttet": 100,
    "byttet": 20,
    "nytt_sted": 50,
}
REGLER = {
    "rutenett_min": 30,
    "intervju_min": 60,
    "pause_min": 10,
    "maks_per_dag": 5,
    "panelstorrelse": 2,
    "medpanelister": 0,
    "lunsj": None,
}


def span(fra: str, til: str, dag: str = DAGER[0]) -> list[str]:
    """Return a window of one day: span("09:00", "12:00")."""
    return [f"{dag}T{fra}", f"{dag}T{til}"]


def make_soker(own: str, **changes: Any) -> dict[str, Any]:
    """Return an applicant who can the first morning by video; name only what the test needs."""
    return {"id": own, "ledig": [span("09:00", "12:00")], "steder": ["video"], **changes}


def make_medlem(own: str, **changes: Any) -> dict[str, Any]:
    """Return a member who is never busy, may lead, and can be anywhere."""
    return {"id": own, "rolle": "kan_lede", "steder": ["video", "oslo", "tromso"], **changes}


def make_rom(own: str, sted: str, **changes: Any) -> dict[str, Any]:
    """Return a room that is open both days."""
    return {
        "id": own,
        "sted": sted,
        "apent": [span("07:00", "18:00", dag) for dag in DAGER],
        **changes,
    }


def make_problem(
    sokere: list[dict[str, Any]] | None = None,
    medlemmer: list[dict[str, Any]] | None = None,
    **parts: Any,
) -> dict[str, Any]:
    """Return a problem of one applicant and two members unless given others."""
    value = {
        "format": "timeplanproblem/1",
        "forste_dag": DAGER[0],
        "regler": dict(REGLER),
        "vekter": dict(VEKTER),
        "steder": ["video", "oslo", "tromso"],
        "reise": [["oslo", "tromso", 240]],
        "rom": [
            make_rom("lenke", "video", kapasitet=2),
            make_rom("oslo1", "oslo"),
            make_rom("tromso1", "tromso"),
        ],
        "medlemmer": medlemmer or [make_medlem("M1"), make_medlem("M2")],
        "sokere": sokere or [make_soker("S1")],
    }
    value["regler"] |= parts.pop("regler", {})
    value["vekter"] |= parts.pop("vekter", {})
    return value | parts


def random_problem(seed: int) -> dict[str, Any]:
    """Return a problem small enough for the oracle; in some the locks cannot be kept."""
    rng = Random(seed)
    s_ids = [f"S{n}" for n in range(rng.randint(2, 4))]
    m_ids = [f"M{n}" for n in range(rng.randint(2, 4))]
    ressurser = []
    if rng.random() < 0.4:
        ressurser = [{"id": "tolk", "ledig": _windows(rng, 2), "kapasitet": 1}]
    problem = make_problem(
        [],
        [],
        regler=_regler(rng),
        vekter={name: rng.choice((0, price, 7)) for name, price in VEKTER.items()},
        reise=[["oslo", "tromso", rng.choice((60, 180, 240, 1200))]],
        rom=_rooms(rng),
        ressurser=ressurser,
    )
    problem["medlemmer"] = [_medlem(rng, each) for each in m_ids]
    paneler = _paneler(rng, m_ids) if rng.random() < 0.35 else []
    problem["paneler"] = paneler
    panel_ids = [each["id"] for each in paneler]
    problem["sokere"] = [_soker(rng, each, m_ids, panel_ids, bool(ressurser)) for each in s_ids]
    if rng.random() < 0.4:
        problem["gjeldende"] = _gjeldende(rng, s_ids, m_ids, panel_ids)
    if rng.random() < 0.4:
        problem["laser"] = [_las(rng, rng.choice(s_ids), m_ids) for _ in range(rng.randint(1, 2))]
    return problem


def _regler(rng: Random) -> dict[str, Any]:
    lunsj = {"fra": "11:00", "til": "13:00", "minutter": rng.choice((30, 45))}
    return {
        "rutenett_min": rng.choice((30, 45, 60)),
        "intervju_min": rng.choice((45, 60)),
        "pause_min": rng.choice((0, 10)),
        "maks_per_dag": rng.choice((1, 2, 3, 5, 5)),
        "panelstorrelse": rng.choice((1, 2, 2, 2, 2, 3)),
        "medpanelister": rng.choice((0, 1, 2)),
        "lunsj": rng.choice((None, lunsj, lunsj)),
    }


def _windows(rng: Random, most: int) -> list[list[str]]:
    found = []
    for _ in range(rng.randint(1, most)):
        start = rng.choice((8, 9, 10, 11, 12, 13))
        length = rng.choice((1, 2, 3, 4))
        half = rng.choice(("00", "30"))
        dag = rng.choice((DAGER[0], DAGER[0], DAGER[1]))
        found.append(span(f"{start:02}:{half}", f"{start + length:02}:{half}", dag))
    return found


def _rooms(rng: Random) -> list[dict[str, Any]]:
    rooms = [
        make_rom("lenke", "video", kapasitet=rng.randint(1, 2)),
        make_rom("oslo1", "oslo", egenskaper=["rullestol"] if rng.random() < 0.5 else []),
    ]
    if rng.random() < 0.3:
        rooms.append(make_rom("oslo2", "oslo", apent=[span("08:00", "12:00")]))
    if rng.random() < 0.6:
        rooms.append(make_rom("tromso1", "tromso"))
    return rooms


def _medlem(rng: Random, own: str) -> dict[str, Any]:
    return make_medlem(
        own,
        rolle=rng.choice(("kan_lede", "kan_lede", "kan_lede", "leder", "medlem")),
        steder=[s for s in ("video", "oslo", "tromso") if rng.random() < 0.92],
        opptatt=_windows(rng, 1) if rng.random() < 0.3 else [],
        samiske_sprak=[s for s in SPRAK if rng.random() < 0.3],
        maks_per_dag=rng.choice((None, None, None, 1, 2)),
        maks_dager=rng.choice((None, None, None, 1)),
    )


def _paneler(rng: Random, m_ids: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"P{n}",
            "medlemmer": rng.sample(m_ids, rng.randint(1, len(m_ids))),
            "storrelse": rng.choice((None, None, 1, 2)),
        }
        for n in range(rng.randint(1, 3))
    ]


def _soker(
    rng: Random, own: str, m_ids: list[str], panel_ids: list[str], tolk: bool
) -> dict[str, Any]:
    soker = make_soker(
        own,
        ledig=_windows(rng, 3),
        steder=rng.choice((["video"], ["video"], ["video", "oslo"], ["oslo"], ["tromso"])),
        onsker=_windows(rng, 2) if rng.random() < 0.5 else [],
        varighet_min=rng.choice((None, None, None, 90)),
        samisk_sprak=rng.choice((None,) * 10 + SPRAK),
        inhabile=[each for each in m_ids if rng.random() < 0.08],
        ressurser=["tolk"] if tolk and rng.random() < 0.5 else [],
        romkrav=["rullestol"] if rng.random() < 0.1 else [],
    )
    if panel_ids and rng.random() < 0.3:
        soker["paneler"] = [rng.choice(panel_ids)]
    return soker


def _tid(rng: Random) -> str:
    return f"{rng.choice(DAGER)}T{rng.choice((8, 9, 10, 11, 12, 13)):02}:{rng.choice(('00', '30'))}"


def _gjeldende(
    rng: Random, s_ids: list[str], m_ids: list[str], panel_ids: list[str]
) -> list[dict[str, Any]]:
    liste = []
    for each in s_ids:
        if rng.random() < 0.7:
            team = rng.sample(m_ids, rng.randint(1, min(3, len(m_ids))))
            intervju = {
                "soker": each,
                "start": _tid(rng),
                "rom": rng.choice(("lenke", "oslo1")),
                "leder": team[0],
                "medlemmer": team,
            }
            if panel_ids:
                intervju["panel"] = rng.choice(panel_ids)
            liste.append(intervju)
    return liste


def _las(rng: Random, soker: str, m_ids: list[str]) -> dict[str, Any]:
    las: dict[str, Any] = {"soker": soker}
    kind = rng.randrange(5)
    if kind == 0:
        las["start"] = _tid(rng)
    elif kind == 1:
        las["rom"] = rng.choice(("lenke", "oslo1"))
    elif kind == 2:
        las["medlemmer"] = rng.sample(m_ids, rng.randint(1, 2))
    elif kind == 3:
        las["leder"] = rng.choice(m_ids)
    return las
