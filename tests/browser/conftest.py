"""A real browser against a real server on a copy of the demo round."""

import contextvars
import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect
from sqlalchemy import update
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

from rekruttering import create_app
from rekruttering.demo import punkter, service
from rekruttering.felles import demoklokke, jobs
from rekruttering.felles.db import db, transaction
from rekruttering.felles.mail import EpostStatus, Utboks
from rekruttering.tilgang import queries
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from tests.conftest import TEST_SETTINGS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build" / "axe" / "axe.min.js"
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 740}

# A machine that does much else at once may need some seconds for a page.
expect.set_options(timeout=20_000)

NewPage = Callable[..., Page]


@dataclass
class Site:
    """A running demo: its address and its application."""

    url: str
    app: Flask

    def bruker_id(self, epost: str) -> int:
        """Return the id of a person of the demo."""
        with self.app.app_context():
            bruker = queries.find_bruker(epost)
            assert bruker is not None
            return bruker.id

    def epost(self, rolle: Rolle, nummer: int = 0) -> str:
        """Return the address of someone with this role, in the order they were made."""
        with self.app.app_context():
            brukere: list[Bruker] = queries.list_brukere(rolle)
            return sorted(brukere, key=lambda bruker: bruker.id)[nummer].epost

    def set_clock(self, moment: datetime) -> None:
        """Let the demo's clock stand at an aware moment, and run on from there."""
        with self.app.app_context(), transaction():
            row = demoklokke.find()
            assert row is not None
            outside(demoklokke.set_moment, moment, row.punkt)


def outside(function: Callable[..., Any], *args: Any) -> None:
    """Call a function that moves the clock without moving it for the rest of this thread."""
    contextvars.copy_context().run(function, *args)


def make_demo_app(folder: Path) -> Flask:
    """Return the demo on a database file of its own."""
    return create_app(
        {
            **TEST_SETTINGS,
            "DEMO": True,
            "WTF_CSRF_ENABLED": True,
            "SEND_FILE_MAX_AGE_DEFAULT": 3600,
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'demo.db'}",
            "INSTANCE_PATH": str(folder),
        }
    )


class QuietHandler(WSGIRequestHandler):
    """Says nothing about requests that went well; the application logs them itself."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def answer_whole(app: Flask) -> "WSGIApplication":
    """Return the application with every body read and closed before it is sent.

    The development server leaves a body open when the browser goes away in the middle of it.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with closing(ClosingIterator(app(environ, start_response))) as body:
            return list(body)

    return answer


@contextmanager
def serve(app: Flask, *, worker: bool = True) -> Iterator[Site]:
    """Run the server, and the worker unless told otherwise, in threads of this process."""
    server = make_server(
        "127.0.0.1", 0, answer_whole(app), threaded=True, request_handler=QuietHandler
    )
    stop = threading.Event()
    threads = [threading.Thread(target=server.serve_forever, daemon=True)]
    if worker:
        work = {"pause_s": 0.2, "stop": stop}
        threads.append(threading.Thread(target=jobs.work, args=(app,), kwargs=work))
    for thread in threads:
        thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", app)
    finally:
        stop.set()
        server.shutdown()
        for thread in threads:
            thread.join(10)
        with app.app_context():
            db.engine.dispose()


class DemoFiles:
    """Database files of the demo by point: each is made once, whoever of the workers is first."""

    def __init__(self, template: Path, shared: Path) -> None:
        self._template, self.shared = template, shared

    def get(self, punkt: str) -> Path:
        """Return the file of a point, made from the file of the point before it."""
        file = self.shared / f"{punkt}.db"
        if not file.exists():
            place = punkter.NAVN.index(punkt)
            before = punkter.NAVN[place - 1] if place else None
            source = self.get(before) if before else self._template
            with (self.shared / f"{punkt}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not file.exists():
                    self._make(punkt, before, source).rename(file)
        return file

    def _make(self, punkt: str, before: str | None, source: Path) -> Path:
        folder = self.shared / punkt
        folder.mkdir(exist_ok=True)
        shutil.copy(source, folder / "demo.db")
        app = make_demo_app(folder)
        with app.app_context():
            outside(lambda: service.load(punkt, fra=before))
            _send_old_mail()
            db.session.remove()
            db.engine.dispose()
        return folder / "demo.db"


def _send_old_mail() -> None:
    """Let the mails of earlier weeks be gone, so that the worker is free for the test's own."""
    with transaction():
        db.session.execute(update(Utboks).values(status=EpostStatus.SENDT))
        db.session.execute(update(jobs.Jobb).values(status=jobs.JobbStatus.FERDIG))


@pytest.fixture(scope="session")
def demo_files(template_database: str, tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    """Make each point of the demo once, when it is first asked for."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demopunkter"
    shared.mkdir(exist_ok=True)
    return DemoFiles(Path(template_database.removeprefix("sqlite:///")), shared)


@pytest.fixture
def site(request: pytest.FixtureRequest, demo_files: DemoFiles, tmp_path: Path) -> Iterator[Site]:
    """The demo at the point named by the test's mark `punkt`, on a fresh copy."""
    mark = request.node.get_closest_marker("punkt")
    assert mark is not None, "say where the demo stands: @pytest.mark.punkt('vurdering')"
    shutil.copy(demo_files.get(mark.args[0]), tmp_path / "demo.db")
    with serve(make_demo_app(tmp_path)) as opened:
        yield opened


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Open browsers with cookies of their own; a script error or a fault of the server fails."""
    contexts, faults = [], []

    def note(response: Response) -> None:
        if response.status >= 500:
            faults.append(f"{response.status} {response.url}")

    def open_one(**settings: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "locale": "nb-NO", **settings})
        context.set_default_timeout(20_000)
        contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("response", note)
        return opened

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One wide browser."""
    return new_page()


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark that says where the demo stands."""
    config.addinivalue_line("markers", "punkt(navn): the point of the demo that `site` shows")
