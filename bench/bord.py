"""The coordinator's board by size of round, beside a bare page of the same server in the same run.

Every size is a round of its own, made of the demo's people and real municipalities, with a plan
that the optimiser found.  The pages are asked for over HTTP, in turn, the bare page among them, so
that whatever else the machine does falls on all alike.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from rekruttering import create_app
from rekruttering.bord import queries
from rekruttering.felles.db import db
from rekruttering.kommune import service as kommune_service
from tests.bord.factories import make_big_round, make_plan
from tests.conftest import TEST_SETTINGS
from tests.pulje.factories import count_queries, make_koordinator
from tests.tilgang.factories import login

SIZES = ((80, 40), (300, 120), (1000, 357))
BARE = "/hjelp"
HTMX = {"HX-Request": "true"}
LISTE = {**HTMX, "HX-Target": "bord-liste"}


@dataclass(frozen=True)
class Side:
    """Something to ask the server for."""

    navn: str
    url: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Maling:
    """How long one page took, and how much it was; `ganger` is the median over the bare page's."""

    navn: str
    median_ms: float
    p95_ms: float
    ganger: float
    kb: float
    sporringer: int


class _Quiet(WSGIRequestHandler):
    """Says nothing."""

    # Otherwise the kernel holds small answers back to wait for more.
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def _served(app: Flask) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(10)


def compare(
    sizes: Sequence[tuple[int, int]], *, rounds: int, solve_s: float, output: Path | None
) -> None:
    """Measure every size and print the tables; write them as Markdown where a file is given."""
    parts = []
    for veiledere, kommuner in sizes:
        found = measure(veiledere, kommuner, rounds=rounds, solve_s=solve_s)
        parts.append(to_table(veiledere, kommuner, found))
        print(parts[-1], flush=True)
    if output is not None:
        output.write_text(_INTRO.format(rounds=rounds) + "\n".join(parts), encoding="utf-8")


def measure(veiledere: int, kommuner: int, *, rounds: int, solve_s: float) -> list[Maling]:
    """Return the times of every page of a round of this size, the bare page first."""
    with TemporaryDirectory() as folder:
        app = create_app(
            {
                **TEST_SETTINGS,
                "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/bord.db",
                "INSTANCE_PATH": folder,
            }
        )
        with app.app_context():
            db.create_all()
            kommune_service.load_reference_data()
            db.session.commit()
            plan = make_plan(make_big_round(veiledere, kommuner), solve_s)
            sider = list_sider(plan.id)
            bruker_id = make_koordinator().id
            db.session.remove()
        client = login(app, bruker_id)
        cookie = client.get_cookie("session")
        assert cookie is not None
        with _served(app) as port:
            times, sizes = _ask(port, cookie.value, sider, rounds)
        counts = {
            side.navn: count_queries(app, partial(client.get, side.url, headers=side.headers))
            for side in sider
        }
        with app.app_context():
            db.engine.dispose()
    bare = median(times[sider[0].navn])
    return [
        Maling(
            side.navn,
            median(times[side.navn]),
            quantiles(times[side.navn], n=20)[-1],
            median(times[side.navn]) / bare,
            sizes[side.navn] / 1000,
            counts[side.navn],
        )
        for side in sider
    ]


def list_sider(tildeling_id: int) -> list[Side]:
    """Return what is asked for: the bare page, the three views, fragments, panels, an effect."""
    bord = f"/tildeling/{tildeling_id}"
    lag = queries.list_lag(tildeling_id)
    one, other = lag[len(lag) // 2], lag[0]
    kommune, veileder = one.kommuner[0], one.veiledere[0]
    people = "&".join(f"v={each}" for each in other.veiledere)
    return [
        Side("bare page (help)", BARE, {}),
        Side("the board, kommuner", bord, {}),
        Side("the board, veiledere", f"{bord}?visning=veiledere", {}),
        Side("the board, map", f"{bord}?visning=kart", {}),
        Side("search for a name", f"{bord}?sok=hansen", LISTE),
        Side("one fylke", f"{bord}?fylke=50", LISTE),
        Side("Sami", f"{bord}?tegn=samisk", LISTE),
        Side("pulse, nothing new", f"{bord}/puls?sett=2000000000", HTMX),
        Side("a kommune with every pair as target", f"{bord}/kommune/{kommune}", HTMX),
        Side("swap with any kommune", f"{bord}/kommune/{kommune}/bytt", HTMX),
        Side("swap with any veileder", f"{bord}/veileder/{veileder}/bytt", HTMX),
        Side("effect of a move", f"{bord}/endring?type=flytt&{people}&k={kommune}", HTMX),
    ]


def _ask(
    port: int, cookie: str, sider: Sequence[Side], rounds: int
) -> tuple[dict[str, list[float]], dict[str, int]]:
    times: dict[str, list[float]] = {side.navn: [] for side in sider}
    sizes = {}
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    for n in range(rounds + 1):
        for side in sider:
            began = perf_counter()
            headers = {"Cookie": f"session={cookie}", **side.headers}
            connection.request("GET", side.url, headers=headers)
            answer = connection.getresponse()
            sizes[side.navn] = len(answer.read())
            if answer.status not in (200, 204):
                raise RuntimeError(f"{side.url}: {answer.status}")
            # The first time everything is read and compiled; nobody waits for that twice.
            if n:
                times[side.navn].append(1000 * (perf_counter() - began))
    connection.close()
    return times, sizes


def to_table(veiledere: int, kommuner: int, found: Sequence[Maling]) -> str:
    """Return the times of one size as a Markdown table."""
    lines = [
        f"## {kommuner} kommuner, {veiledere} veiledere",
        "",
        "| page | median | 95 of 100 | times the bare page | kB | queries |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {each.navn} | {each.median_ms:.0f} ms | {each.p95_ms:.0f} ms | {each.ganger:.1f} "
        f"| {each.kb:.0f} | {each.sporringer} |"
        for each in found
    ]
    return "\n".join(lines) + "\n"


_INTRO = """# The board: how fast it answers

`python -m bench bord -o docs/benchmarks/bord.md` made these figures. Each size is a round of its
own with the demo's people and real municipalities of 2024, and a plan that the engine found. The
pages are fetched over HTTP in turn, {rounds} times each, the bare page among them, from one server
with SQLite on the machine that asks. The first time is left out: the problem is read then.

"""
